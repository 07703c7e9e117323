"""Bodies that a question names: the Council, UN-Habitat, Sector Members, the Director of BDT.

The same question for another body is the question with the one name in the place of the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.understanding.addressees import DUTY_WORDS, spelt_out
from assistant.understanding.forms import topic
from corpus.instruments import Edition
from index.tokens import words

_LEAD = re.compile(
    r"^\W*(?:(?:and|or|but|so|also|then|plus|what about|how about|same(?: question)?|likewise|for|of|to|by|"
    r"on|ok|"
    r"no)\W+)*(?:(?:the|its?|for|of|to|by|on) )*",
    re.IGNORECASE,
)
_CAPITALISED = re.compile(
    r"\b[A-Z](?:[^\W\d]|-)*[A-Z](?:[^\W\d]|-)*\b(?![./]\w)"  # not a piece of "WHA66.12", "7/CMA.3"
    r"|\b[A-Z][\w-]+(?: (?:of|the|and|for|on)(?: the)?)?(?: [A-Z][\w-]+)+"
)
_NAMED_FIRST = re.compile(
    r"^(?:and |but |so |then |what about )*(?P<name>[^,?!.;]{3,60})[,?] "
    r"(?P<asked>(?:what|which|who|when|where|how|why|do|does|is|are|must)\b.*\b(?:they|it|them|its|their)\b.*)$",
    re.IGNORECASE,
)
_THEY = re.compile(r"\b(?:they|them|it|(?P<own>its|their))\b", re.IGNORECASE)
_SHORT = 1  # content words beside the name of a body in a turn that is nothing but that


def same_for_another(before: str, last: str, editions: Iterable[Edition]) -> str | None:
    """Return a question asked for the body that the last turn names, or None where it names none.

    >>> same_for_another("What is the ITU asked to do?", "And UN-Habitat?", [])
    'What is the UN-Habitat asked to do?'
    """
    names = sorted({name for one in editions for name in _addressees(one)}, key=len, reverse=True)
    bare = _LEAD.sub("", last).strip(" ?.!,")
    mine = _body(before, names)
    other = _body(bare, names) or (_some_body(before, bare, mine) if mine else None)
    if other is None or mine is None or other.lower() == mine.lower():
        return None
    left = set(topic(bare)) - set(words(other))
    if len(left) > _SHORT:
        return None
    return agreeing(_exchanged(before, mine, other), other)


def is_body(text: str, editions: Iterable[Edition]) -> bool:
    """Return True for words that name a body whom a text addresses, as heads spell it or for short."""
    spelt = spelt_out(text).strip()
    names = [name for one in editions for name in _addressees(one)]
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", spelt) for name in names)


def _some_body(before: str, bare: str, mine: str) -> str | None:
    """Return a name that no text has, where a question asks of a body and of nothing else."""
    about = set(topic(before)) - DUTY_WORDS - set(words(mine)) - {"itu"}
    is_name = re.fullmatch(r"[A-Za-z’'-]+(?: (?:of |and |the )?[A-Za-z’'-]+){0,4}", bare) is not None
    return bare if is_name and not about and not topic_asked(bare) else None


def topic_asked(text: str) -> bool:
    """Return True for words that ask or say when or how much, and so name nobody."""
    return (
        re.search(r"\b(?:what|who|when|why|how|where|which|next|previous|one|else|more)\b", text) is not None
    )


def alone(turn: str) -> str:
    """Return a turn that names a body and then asks about it by a pronoun, with the name in its place.

    >>> alone("And Sector Members, what are they invited to do?")
    'what are Sector Members invited to do?'
    """
    match = _NAMED_FIRST.match(turn.strip())
    if match is None:
        return turn
    name = re.sub(r"^the (?=[A-Z]{2}|Member|Sector)", "", match["name"])
    owner = f"{name}'" if name.endswith("s") else f"{name}'s"
    return _THEY.sub(lambda one: owner if one["own"] else name, match["asked"], count=1)


def _exchanged(before: str, mine: str, other: str) -> str:
    """Put one name in the place of another, with the article that it takes."""
    article = (
        ""
        if re.match(r"(?:UN|Member|Sector|Academia|[A-Z]{2,}-)|[A-Z]{5,}", other) or other.islower()
        else None
    )
    found = re.search(rf"(?P<the>\bthe )?(?:ITU )?{re.escape(mine)}(?P<own>['’]s?)?", before, re.IGNORECASE)
    assert found is not None
    the = found["the"] or ""
    if article is not None and not other.lower().startswith(("council", "secretary", "director")):
        the = ""
    elif not the and re.match(
        r"(?:itu )?(?:council|secretary-general|directors?|sg)\b", other, re.IGNORECASE
    ):
        the = "the "
    return before[: found.start()] + the + other + (found["own"] or "") + before[found.end() :]


def agreeing(question: str, name: str) -> str:
    """Let the verb before a name agree with it: "What are the Council …" → "What is the Council …"."""
    several = re.search(r"(?:[^su]s|\band\b.*)$", name) is not None
    pairs = {"is": "are", "was": "were", "does": "do", "has": "have"}
    for one, many in pairs.items():
        old, new = (one, many) if several else (many, one)
        question = re.sub(
            rf"\b{old}(?= (?:the )?{re.escape(name)})", new, question, count=1, flags=re.IGNORECASE
        )
    return question


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
