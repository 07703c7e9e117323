"""Participles that exclude one another: a claim about "developed countries" is not one about "developing".

Stemming makes the two equal, so they are compared as written, with the noun that they modify.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.verification.source_frames import Source
from index.tokens import words

_PARTICIPLE = re.compile(r"(?P<stem>[a-z]{3,}?)(?P<ending>ed|ing)")
_TOKEN = re.compile(r"[a-z][a-z-]*")
_BEFORE = re.compile(
    r"\b(from|to|by|of|for|in|with|on|between|against)(?: (?:the|all|other|their|its|both))* $"
)
_REACH = 4  # words after a participle in which its noun follows
_Phrase = tuple[str, str]  # the stem of a participle, and that of its noun
_Endings = dict[str, list[tuple[int, str]]]  # by ending: each place, with the preposition before it


def changed_participles(claim: str, source: Source) -> Iterator[str]:
    """Yield a finding for each participle of a claim that replaces its counterpart in the clause."""
    yield from _replaced(claim, source.text)
    yield from _exchanged(claim, source.clause)


def _replaced(claim: str, text: str) -> Iterator[str]:
    """Find a participle that a claim has more often than the source, which has the other ending."""
    theirs = _modified(text)
    for (stem, noun), endings in _modified(claim).items():
        others = theirs.get((stem, noun), {})
        for ending, places in endings.items():
            instead = [other for other in others if other != ending]
            if instead and len(places) > len(others.get(ending, ())):
                yield f"“{stem}{ending} …” instead of “{stem}{instead[0]} …”"


def _exchanged(claim: str, clause: str) -> Iterator[str]:
    """Find two participles of the same verb that change places, and not with their prepositions."""
    theirs = _modified(clause)
    for (stem, noun), ours in _modified(claim).items():
        places = theirs.get((stem, noun), {})
        if len(ours) == len(places) == 2 and _is_exchange(ours, places):
            yield f"“{stem}ed …” and “{stem}ing …” change places"


def _is_exchange(ours: _Endings, theirs: _Endings) -> bool:
    """Return True if the order differs and the words before do not say the same in another order."""
    (one, (our_one, *_)), (other, (our_other, *_)) = ours.items()
    their_one, their_other = theirs[one][0], theirs[other][0]
    before, kept = (our_one[1], our_other[1]), (their_one[1], their_other[1])
    is_turned = their_one[0] > their_other[0]
    said_otherwise = any(before) and all(own in (word, "by") for own, word in zip(before, kept, strict=True))
    return before == kept[::-1] != kept or (is_turned and not said_otherwise)


def _modified(text: str) -> dict[_Phrase, _Endings]:
    """Return the participles before a noun, by stem and noun.

    Several share the noun after them: "from developed to developing countries".
    """
    found: dict[_Phrase, _Endings] = {}
    lowered = text.lower()
    tokens = list(_TOKEN.finditer(lowered))
    for at, token in enumerate(tokens):
        participle = _PARTICIPLE.fullmatch(token.group())
        noun = _noun(after.group() for after in tokens[at + 1 : at + 1 + _REACH]) if participle else ""
        if participle and noun:
            before = _BEFORE.search(lowered[: token.start()])
            phrase = found.setdefault((participle["stem"], noun), {})
            phrase.setdefault(participle["ending"], []).append((token.start(), before[1] if before else ""))
    return found


def _noun(following: Iterable[str]) -> str:
    """Return the stem of the first content word that is no participle, '' without one."""
    contents = (stems[0] for word in following if not _PARTICIPLE.fullmatch(word) and (stems := words(word)))
    return next(contents, "")
