"""Questions for every clause that names a text: "which clauses mention Resolution 25?"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.library.library import Library
from assistant.understanding.edition_names import edition_spoken_of
from assistant.understanding.forms import any_of, first_group, from_first
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
_WHOSE = re.compile(
    r"\b(?P<whose>ITU|UN|UNGA|GA|United Nations|General Assembly) "
    r"(?:texts?|resolutions?|decisions?|documents?|instruments?)\b(?! \d)"
)
_OF_YEAR = re.compile(
    r"\b(?:texts?|resolutions?|decisions?|documents?|instruments?) (?:of|from|in) (?:the year )?(\d{4})\b"
    r"|\b(\d{4}) (?:texts?|resolutions?|decisions?|documents?|instruments?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NamingAsked:
    """A text of which is asked which clauses name it: the instruments that it may be.

    `issuer` is how the issuers of the texts begin in which these clauses are sought, "itu", "un" or '';
    `year` is the year of these texts.
    """

    instruments: frozenset[InstrumentKey]
    issuer: str = ""
    year: int | None = None


def naming_asked(text: str, form: str, library: Library) -> NamingAsked | None:
    """Read a question for the clauses that name a text."""
    name = edition_spoken_of(text, library) if _ASKED.search(form) else None
    if name is None:
        return None
    whose, year = _WHOSE.search(text), _OF_YEAR.search(text)
    issuer = ("itu" if whose["whose"] == "ITU" else "un") if whose else ""
    instruments = frozenset(one.key.instrument for one in name.editions) or _numbered(name.words, library)
    return NamingAsked(instruments, issuer, int(first_group(year)) if year else None)


def _numbered(said: str, library: Library) -> frozenset[InstrumentKey]:
    """Return the instruments that texts name with the number in a name: "UNGA 75/1", un-ga/res-75-1."""
    number = re.search(r"\d+(?:/\d+)?", said)
    work = re.compile(rf"[a-z]+-{number.group().replace('/', '-')}") if number else None
    every = {one.instrument for _, one in library.references()} if work else set[InstrumentKey]()
    return frozenset(one for one in every if work and work.fullmatch(one.work))
