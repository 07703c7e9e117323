"""What an empty conversation shows: what can be asked, by each of the three readers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.conversations.turn import Conversation
from assistant.library.library import Library
from assistant.library.standing import counted_texts
from assistant.web.addresses import conversation_address
from assistant.web.markup import Html
from assistant.web.templating import render

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
    """Render the questions to start from, by the kind of reader, and the latest conversations."""
    names = [one.name for one in library.editions[:_NAMED]]
    return render(
        "welcome.html",
        source=_source(library),
        groups=[
            (title, wish, starting.get(reader) or tuple(map(_OF_ANY_TEXT[reader].format, names)))
            for reader, title, wish in READERS
        ],
        recent=[(one.title, conversation_address(one.id)) for one in recent],
    )


def _source(library: Library) -> str:
    """Say what answers quote, '' for an empty library."""
    if len(library.editions) > 1:
        return f"the {counted_texts(library.editions, library)} in the library"
    return library.editions[0].name if library.editions else ""
