"""What an empty conversation shows: what can be asked, by each of the three readers."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.kept_conversations import Conversation
from assistant.library import Library
from assistant.page.addresses import conversation_address
from assistant.page.markup import Html, element

EXAMPLES = (
    (
        "In a meeting",
        "The right clause and its exact words",
        (
            "What does the resolution instruct the ITU Council to do?",
            "Where does the text speak of results-based budgeting?",
            "Who reports annually to the Council?",
        ),
    ),
    (
        "New to the plan",
        "The map, in plain words",
        (
            "What are the strategic goals?",
            "What is meant by a thematic priority?",
            "List the outcomes expected of an enabling environment",
        ),
    ),
    (
        "Drafting",
        "Adopted language, duties and references",
        (
            "Which UNGA resolutions are cited, and in which clauses?",
            "What are Member States invited to do?",
            "Which clauses mention developing countries?",
        ),
    ),
)


def welcome(library: Library, recent: Sequence[Conversation] = ()) -> Html:
    """Render the questions to start from, a click asks; and the conversations that went on last."""
    count = len(library.editions)
    source = library.editions[0].name if count == 1 else f"the {count} texts in the library"
    return element(
        "div",
        element("h2", "Ask the text"),
        element("p", f"Answers come from {source if count else 'the texts that are added'}, in the texts' "
                "own words, each with the clause that says it. What is not said there is not answered.",
                class_="intro"),
        *(_group(*group) for group in EXAMPLES),
        _recent(recent) if recent else "",
        class_="welcome",
    )  # fmt: skip


def _recent(conversations: Sequence[Conversation]) -> Html:
    """Render links to conversations."""
    links = [
        element("li", element("a", one.title, href=conversation_address(one.id))) for one in conversations
    ]
    heading = element("h3", "Your last conversations", element("a", "all", href="/conversations"))
    return element("section", heading, element("ul", *links), class_="reader-kind recent")


def _group(reader: str, wish: str, questions: tuple[str, ...]) -> Html:
    """Render the questions of one reader."""
    buttons = [
        element("li", element("button", one, type="button", class_="example", data_ask=one))
        for one in questions
    ]
    return element(
        "section",
        element("h3", reader, element("span", wish)),
        element("ul", *buttons),
        class_="reader-kind",
    )
