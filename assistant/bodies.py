"""Bodies that a question names: the Council, UN-Habitat, Sector Members, the Director of BDT.

The same question for another body is the question with the one name in the place of the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.question import topic
from corpus.instruments import Edition
from index.lexical import words

_LEAD = re.compile(
    r"^\W*(?:(?:and|or|but|so|also|then|plus|what about|how about|same(?: question)?|likewise|for|of|to|by|"
    r"on|ok|"
    r"no)\W+)*(?:(?:the|its?|for|of|to|by|on) )*",
    re.IGNORECASE,
)
_CAPITALISED = re.compile(
    r"\b[A-Z][\w-]*[A-Z][\w-]*\b|\b[A-Z][\w-]+(?: (?:of|the|and|for|on)(?: the)?)?(?: [A-Z][\w-]+)+"
)
_SHORT = 1  # content words beside the name of a body in a turn that is nothing but that


def same_for_another(before: str, last: str, editions: Iterable[Edition]) -> str | None:
    """Return a question asked for the body that the last turn names, or None where it names none.

    >>> same_for_another("What is the ITU asked to do?", "And UN-Habitat?", [])
    'What is the UN-Habitat asked to do?'
    """
    names = sorted({name for one in editions for name in _addressees(one)}, key=len, reverse=True)
    bare = _LEAD.sub("", last).strip(" ?.!,")
    other = _body(bare, names)
    mine = _body(before, names)
    if other is None or mine is None or other.lower() == mine.lower():
        return None
    left = set(topic(bare)) - set(words(other))
    if len(left) > _SHORT:
        return None
    return before.replace(mine, other, 1)


def _body(text: str, names: list[str]) -> str | None:
    """Return the first body that a text names, as spelt there: an addressee, else a capitalised name."""
    found = [
        match
        for name in names
        if (match := re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE))
    ]
    if found:
        return min(found, key=lambda one: (one.start(), -len(one.group()))).group()
    match = _CAPITALISED.search(text, 1) or _CAPITALISED.match(text)
    return match.group() if match else None


def _addressees(edition: Edition) -> Iterable[str]:
    """Walk the names of whom the heads of a text address."""
    for one in edition.provisions:
        if one.head and not one.head.is_preambular:
            for name in one.head.addressees:
                yield name.lower().removeprefix("the ").removeprefix("itu ")
