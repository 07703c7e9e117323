"""Questions for every clause that names a text: "which clauses mention Resolution 25?"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.library.library import Library
from assistant.understanding.forms import any_of, first_group, from_first
from assistant.understanding.names.asked import edition_spoken_of
from assistant.understanding.names.reader import TextName
from corpus.bodies import bodies_in_use
from corpus.keys import InstrumentKey

_ASKED = any_of(
    from_first(
        r"\b(?:which|what|where|each|every|all|any|list|show|find|name|who|places?|how many)\b",
        r".*\b(?:clauses?|paragraphs?|provisions?|recitals?|texts?|resolutions?|decisions?|places?|passages?|"
        r"where|parts?|who|else|others?|instruments?|documents?|editions?|revisions?|versions?)\b",
    ),
    r"^(?:clauses?|paragraphs?|provisions?|recitals?|texts?|places?)\b",
    r"^(?:does|do|is|are)\b",
)
_TEXTS = re.compile(r" (?:texts?|resolutions?|decisions?|documents?|instruments?)\b(?! \d)")
_OF_YEAR = re.compile(
    r"\b(?:texts?|resolutions?|decisions?|documents?|instruments?) (?:of|from|in) (?:the year )?(\d{4})\b"
    r"|\b(\d{4}) (?:texts?|resolutions?|decisions?|documents?|instruments?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NamingAsked:
    """A text of which is asked which clauses name it: the instruments that it may be.

    `issuer` is the organization in whose texts these clauses are sought, "itu" or '' for all; `year` is the
    year of these texts.
    """

    instruments: frozenset[InstrumentKey]
    issuer: str = ""
    year: int | None = None


def naming_asked(text: str, form: str, library: Library) -> NamingAsked | None:
    """Read a question for the clauses that name a text."""
    name = edition_spoken_of(text, library) if _ASKED.search(form) else None
    if name is None:
        return None
    year = _OF_YEAR.search(text)
    instruments = frozenset(one.key.instrument for one in name.editions) or _named(name, library)
    return NamingAsked(instruments, _whose(text), int(first_group(year)) if year else None)


def _named(name: TextName, library: Library) -> frozenset[InstrumentKey]:
    """Return what texts name by a number: of the body that it is read to be of, else of any."""
    named = {one.instrument for _, one in library.references()}
    if name.instrument is None or name.instrument in named:
        return frozenset(filter(None, (name.instrument,)))
    return frozenset(one for one in named if one.work == name.instrument.work)


def _whose(text: str) -> str:
    """Return the organization of whose texts a question speaks, '' of all: "which UN texts cite …?"."""
    before = [text[: match.start()] for match in _TEXTS.finditer(text)]
    every = (
        (len(name), body.key)
        for body in bodies_in_use().bodies
        for name in (*body.names, *(name for organ in body.organs for name in organ.names))
        if any(one.endswith(f" {name}") for one in before)
    )
    return max(every, default=(0, ""))[1]
