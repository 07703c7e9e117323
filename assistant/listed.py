"""Items that a claim adds to a list of its clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.asserted import Source
from assistant.nearness import content, unlike

_STRETCH = re.compile(r"[;:.](?:\s|$)")
_JOINT = re.compile(r"(?P<last>,? (?:and|or) (?=[\w“]))|, (?!and |or )")
_JOINS = re.compile(
    r"(?:as|at|by|for|from|if|in|on|once|or|so|that|through|to|under|when|where|which|who|with|after|before|but|"
    r"unless|until|except|while|provided|even|without|whether|should|not|no|only|within|upon|because|since|being|namely|such|including|more|less|fewer|higher|lower|longer|shorter|later|earlier|greater|above|over|below|"
    r"is|are|was|were|has|have|it|they|this|these|the (?:way|manner|fact|extent|other)|"
    r"those|must|may|shall|will|also|then|thus|each|all)\b",
    re.IGNORECASE,
)
_NOUN_ENDS = re.compile(
    r"\b(?:of|for|to|in|on|at|by|with|from|that|which|who|where|when|as|under|is|are|shall|may|must|will|has|have|"
    r"\w+ed|\w+ing)\b"
)
_NOUN = 3  # words of a noun with what describes it


@dataclass(frozen=True, slots=True)
class Item:
    """What stands between two joints of a list, and whether a joint of a list stands before it."""

    text: str
    is_listed: bool

    @property
    def noun(self) -> list[str]:
        """The stems of the noun that it begins with and of what describes it."""
        first = re.sub(r"^\W*(?:(?:the|an?|its|their|any|each|all|other) )*", "", self.text)
        ends = [one.start() for one in _NOUN_ENDS.finditer(first) if one.start()]
        return content(first[: min(ends, default=len(first))])


def added(claim: str, source: Source) -> Iterator[str]:
    """Find an item of which the clause has no word, beside items that are its own.

    As many items pass as the clause lists, beside the same neighbours, of which the claim has no word:
    they may be these, in words that no row knows.
    """
    yield from _describing(claim, source)
    for stretch in _STRETCH.split(claim):
        items = _items(stretch)
        new = [at for at, item in enumerate(items) if _is_new(item, source)]
        beside = [one for at in new for one in items[max(at - 1, 0) : at + 2] if not _is_new(one, source)]
        if new and beside and len(new) > _unsaid(claim, beside, source):
            yield f"the clause does not list “{items[new[-1]].text.strip()}”"


def _items(stretch: str) -> list[Item]:
    """Cut a stretch at commas and conjunctions; only what leads to an "and" or "or" is a list."""
    joints = list(_JOINT.finditer(stretch))
    ends = [*(one.start() for one in joints), len(stretch)]
    last = max((at for at, one in enumerate(joints) if one["last"]), default=-1)
    found = [Item(stretch[: ends[0]], is_listed=False)]
    for at, joint in enumerate(joints):
        found.append(Item(stretch[joint.end() : ends[at + 1]], is_listed=at <= last))
    return [one for one in found if content(one.text)]


def _is_new(item: Item, source: Source) -> bool:
    """Tell an item that begins with a noun of which the clause has no word, or not the last."""
    noun = item.noun
    if not item.is_listed or _JOINS.match(item.text.strip()) or not noun:
        return False
    lacking = set(unlike(item.text, source.text))
    said = content(item.text)
    is_all_new = lacking.issuperset(noun[:2]) and (len(noun) > 1 or lacking.issuperset(said[:_NOUN]))
    return len(noun) <= _NOUN and (is_all_new or _is_named(item, lacking))


def _is_named(item: Item, lacking: set[str]) -> bool:
    """Tell a new item that an article opens: "a draft budget" beside "a draft plan"."""
    opened = re.match(r"\W*(?:the|an?) ", item.text) is not None
    return opened and len(item.noun) < _NOUN and item.noun[-1] in lacking


def _unsaid(claim: str, beside: Sequence[Item], source: Source) -> int:
    """Count the items that the clause lists beside the same neighbours and of which the claim has no word."""
    found = 0
    for stretch in _STRETCH.split(source.clause):
        items = _items(stretch)
        alike = [at for at, one in enumerate(items) if any(_share(other.text, one.text) for other in beside)]
        around = {at + step for at in alike for step in (-1, 1)} - set(alike)
        found += sum(0 <= at < len(items) and not _share(items[at].text, claim) for at in around)
    return found


def _share(text: str, other: str) -> bool:
    """Tell whether one text has a word of another."""
    return len(unlike(text, other)) < len(content(text))


def _describing(claim: str, source: Source) -> Iterator[str]:
    """Find a word put among those that describe one noun: "tariff and security questions"."""
    pairs = set(pairwise(content(source.clause)))
    for match in re.finditer(r"\b([\w-]+),? (?:and|or) ([\w-]+) ([\w-]+)", claim):
        one, new, noun = (content(match[at]) for at in (1, 2, 3))
        if one and noun and (one[0], noun[0]) in pairs and new and unlike(match[2], source.text):
            yield f"the clause does not list “{match[2]}”"
