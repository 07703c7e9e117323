"""What an empty conversation shows: what can be asked, by each of the three readers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.conversations.turn import Conversation
from assistant.library.library import Library
from assistant.web.addresses import conversation_address
from assistant.web.markup import Html, element

READERS = (
    ("delegate", "In a meeting", "The right clause and its exact words"),
    ("staff", "New to the plan", "The map, in plain words"),
    ("drafter", "Drafting", "Adopted language, duties and references"),
)
_NAMED = 2  # texts asked about where there are no packs
# For a library whose texts have no pack: what every text answers.
_OF_ANY_TEXT = {
    "delegate": "What does {} decide?",
    "staff": "What is {} about?",
    "drafter": "Which texts does {} cite?",
}


def welcome(
    library: Library, starting: Mapping[str, tuple[str, ...]], recent: Sequence[Conversation] = ()
) -> Html:
    """Render the questions to start from, by the kind of reader, and the conversations that went on last."""
    count = len(library.editions)
    source = library.editions[0].name if count == 1 else f"the {count} texts in the library"
    return element(
        "div",
        element("h2", "Ask the text"),
        element("p", f"Answers come from {source if count else 'the texts that are added'}, in the texts' "
                "own words, each with the clause that says it. What is not said there is not answered.",
                class_="intro"),
        *(
            _group(title, wish, starting.get(reader) or _of_any_text(reader, library))
            for reader, title, wish in READERS
        ),
        _recent(recent) if recent else "",
        class_="welcome",
    )  # fmt: skip


def _of_any_text(reader: str, library: Library) -> tuple[str, ...]:
    """Return a question that any text answers, about the first ones held."""
    return tuple(_OF_ANY_TEXT[reader].format(one.name) for one in library.editions[:_NAMED])


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
