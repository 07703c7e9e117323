"""Questions for every clause that names a text: "which clauses mention Resolution 25?"."""

from __future__ import annotations

import re

from assistant.understanding.forms import any_of, first_group

_ASKED = any_of(
    r"\b(?:which|what|where|each|every|all|any|list|show|find|name|who|places?|how many)\b.*"
    r"\b(?:clauses?|paragraphs?|provisions?|recitals?|texts?|resolutions?|decisions?|places?|passages?|where|"
    r"parts?|who|else|others?|instruments?|documents?|editions?|revisions?|versions?)\b",
    r"^(?:clauses?|paragraphs?|provisions?|recitals?|texts?|places?)\b",
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


def asks_naming(form: str) -> bool:
    """Tell a question that may ask for the clauses that name a text."""
    return _ASKED.search(form) is not None


def issuer_asked(text: str) -> str:
    """Return how the issuers of the texts that are asked for begin: "itu", "un" or ''."""
    whose = _WHOSE.search(text)
    return ("itu" if whose["whose"] == "ITU" else "un") if whose else ""


def year_asked(text: str) -> int | None:
    """Return the year of the texts that are asked for."""
    year = _OF_YEAR.search(text)
    return int(first_group(year)) if year else None


def has_number_of(work: str, said: str) -> bool:
    """Tell whether a work has the number that its name, as said, has first: "res-75-1", "UNGA 75/1"."""
    number = re.search(r"\d+(?:/\d+)?", said)
    return number is not None and (
        re.fullmatch(rf"[a-z]+-{number.group().replace('/', '-')}", work) is not None
    )
