"""Places that a turn points to among the clauses shown: a step, an ordinal, a number, a letter, the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from assistant.understanding.forms import topic
from assistant.understanding.turns import fragment

_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_ORDINAL = re.compile(rf"\b(?:{'|'.join(_ORDINALS)}|last)\b")
_ON = frozenset(
    "next following follows after afterwards continue further forward down below beneath underneath".split()
)
_BACK = frozenset("previous preceding precedes prior before back up above".split())
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5}
_GO_ON = re.compile(r"\b(?:go|carry) on\b|^and then\W*$")
_BESIDE = re.compile(
    r"\b(?:(?P<on>next|following)|previous|preceding)\b"
    r"|\b(?:(?P<after>after|below)|before|above) (?:that|it|this|those|them)\b"
)
_REST = re.compile(r"\b(?:rest|remainder|others|else)\b")
_OTHER = re.compile(r"\b(?:other|remaining)\b")
# What counts the items of a list, and what is numbered through a text
_ITEM = r"(?P<item>number|no\.?|item|point|outcome|target|instruction|#)"
_THING = rf"(?:{_ITEM}|letter|para(?:graph)?|clause|recital|section|§)"
_NUMBER = r"\d{1,3}(?:\.\d{1,3})*"
_MARKER = rf"{_THING}(?: ?\(?(?P<number>{_NUMBER})|(?: \(?|\()(?P<letter>[a-z]))\)?"
_ONLY_MARKER = re.compile(
    rf"(?:(?:read|show|give|quote)(?: me| us)? )?(?:the )?(?:{_MARKER}|\(?(?P<bare>{_NUMBER}|[a-z])\)?)"
)
_SOME_MARKER = re.compile(rf"\b{_MARKER}(?!\w)")
_LABEL = re.compile(r"(?:.*?\b(?P<noun>[a-z]+)\.? ?)?(?P<number>\d{1,3}(?:\.\d{1,3})*)\W*", re.IGNORECASE)
_LONGEST = 4  # words of a turn that exchanges a number
_FROM = re.compile(
    r"^(?:and |so |please )*(?:what|which \w+)(?:'s| is| comes| stands)? ?(?:directly |immediately |right )?"
    r"(?:(?P<on>after|follows)|(?:before|precedes)) (?P<label>.+?)\W*$",
    re.IGNORECASE,
)
_AROUND = """
    again also another article bullet chapter clause come condition continue definition direct duty
    enabler entry footnote get give go goal heading immediate indent instruction invitation item kindly
    let letter like line list look move need number obligation outcome para paragraph part passage
    please pls plz point principle priority provision purpose read reason recital recommendation request
    requirement right risk row rule section see sentence show stand step subparagraph take target task
    tell text thing title turn want whats
"""
"""Content words that a turn may have around the word for a place; any other asks for something else."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place among clauses: steps on from those shown, or the ordinal or the marker of one of a list.

    `ordinal` counts from 0, −1 is the last. `counts`: whether the marker may be the place of an item in a
    list, "number 3". `is_rest`: what stands beside the clauses shown. `is_all`: the turn says nothing else.
    """

    steps: tuple[int, ...] = ()
    ordinal: int | None = None
    marker: str = ""
    counts: bool = False
    is_rest: bool = False
    is_all: bool = True


def place_of(turn: str) -> Place | None:
    """Return the place that a turn points to, or None.

    >>> place_of("the next two?").steps, place_of("letter b)").marker, place_of("who is third?").ordinal
    ((1, 2), 'b', 2)
    """
    text = fragment(turn).lower()
    if steps := _steps(turn):
        return Place(steps)
    if match := _ONLY_MARKER.fullmatch(text):
        marker = match["number"] or match["letter"] or match["bare"]
        return Place(marker=marker, counts=match["item"] is not None)
    if match := _SOME_MARKER.search(text):
        marker = match["number"] or match["letter"]
        return Place(marker=marker, counts=match["item"] is not None, is_all=False)
    if match := _BESIDE.search(text):
        return Place((1,) if match["on"] or match["after"] else (-1,), is_all=False)
    if _REST.search(text) or _OTHER.search(text):
        return Place(is_rest=True, is_all=not _OTHER.search(text) and not _asks_more(_REST.sub(" ", text)))
    ordinal = ordinal_said(text)
    return None if ordinal is None else Place(ordinal=ordinal, is_all=not _asks_more(_ORDINAL.sub(" ", text)))


def ordinal_said(question: str) -> int | None:
    """Return the only ordinal in a question, from 0, −1 for the last; None without one or with several."""
    found = set(_ORDINAL.findall(question.lower()))
    if len(found) != 1:
        return None
    word = found.pop()
    return -1 if word == "last" else _ORDINALS.index(word)


def step_from(turn: str) -> tuple[str, str] | None:
    """Return what a turn steps on from, and the step, as two turns.

    >>> step_from("What comes after resolves 2?")
    ('resolves 2', 'next')
    """
    match = _FROM.match(turn.strip())
    return (match["label"], "next" if match["on"] else "previous") if match else None


def renumbered(question: str, turn: str) -> str:
    """Return a question with the turn's number in its label, or '' if there is nothing to replace.

    >>> renumbered("Targets for Goal 1?", "those for goal 2")
    'Targets for Goal 2?'
    """
    match = _LABEL.fullmatch(turn) if len(turn.split()) <= _LONGEST else None
    if match is None:
        return ""
    number = match["number"]
    noun = rf"\b{match['noun']}\.? ?" if match["noun"] else r"\b(?:resolution|res|decision|dec)\.? ?"
    old = re.compile(rf"({noun})\d{{1,3}}{number.count('.') * '[.][0-9]+'}(?![\w./])", re.IGNORECASE)
    exchanged = old.sub(rf"\g<1>{number}", question)
    return exchanged if exchanged != question else ""


def _steps(turn: str) -> tuple[int, ...]:
    """Return how many clauses on from those shown a turn asks for: (1,), (−1,), (1, 2); () for none."""
    tokens = set(re.findall(r"[\w']+", _GO_ON.sub("continue", turn.lower()).replace("’", "'")))
    on, back = _ON & tokens, _BACK & tokens
    if bool(on) == bool(back) or _asks_more(tokens - on - back - _COUNTS.keys()):
        return ()
    count = next((_COUNTS[word] for word in tokens if word in _COUNTS), 1)
    return tuple(range(1, count + 1)) if on else tuple(range(-count, 0))


def _asks_more(text: str | Iterable[str]) -> bool:
    return bool(set(topic(text if isinstance(text, str) else " ".join(text))) - _around())


@cache
def _around() -> frozenset[str]:
    return frozenset(topic(_AROUND))
