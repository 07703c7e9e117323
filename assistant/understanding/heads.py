"""What a head says: whether it has a verb, and whether it addresses a body."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.understanding.addressees import spelt_out
from corpus.heads import Head
from index.tokens import words

_DETERMINED = re.compile(r"\b(?:the|all|three|its) ", re.IGNORECASE)
_NO_NAME = ("ITU", "Relevant", "Other", "Interested")  # capitals that lead no longer name


@lru_cache(maxsize=4096)
def has_verb(head: str, verb: str) -> bool:
    """Return True if the verb of a head has some words in a row, by their stems.

    >>> has_verb("recognizing further", "recognise")
    True
    """
    has, asked = (words(re.sub(r"is(e[sd]?|ing)\b", r"iz\1", text.lower())) for text in (head, verb))
    return bool(asked) and any(has[at : at + len(asked)] == asked for at in range(len(has)))


def addresses(head: Head, body: str, *, partial: bool = False) -> bool:
    """Return True if a head addresses a body, among others: "Council" in "the ITU Council".

    A name within a longer one is another body, unless `partial`: "Council" in "the Economic and Social
    Council" or in "the Chair of the Council".
    """
    return _names(head.addressed, body, partial)


@lru_cache(maxsize=8192)
def _names(addressee: str, body: str, partial: bool) -> bool:
    """Return True if an addressee contains some words, as a whole name or as part of one."""
    has = _bare(addressee)
    names = {re.sub(r"^itu ", "", _bare(name.strip())) for name in (body.lower(), spelt_out(body))} - {""}
    return any(
        partial or _stands_alone(has, *match.span())
        for name in names
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", has, re.IGNORECASE)
    )


def _bare(name: str) -> str:
    """Leave out of a name what does not tell it from others: articles, how many Bureaux there are."""
    return _DETERMINED.sub("", name.replace("’", "'"))


def _stands_alone(names: str, start: int, end: int) -> bool:
    """Return True for a name, False for a part of a longer one, by the words beside it."""
    before, after = names[:start].split(), names[end : end + 2].strip()
    last = before[-1] if before and not before[-1].endswith(",") else ""
    return not (last == "of" or (last[:1].isupper() and last not in _NO_NAME) or after.isupper())
