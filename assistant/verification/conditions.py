"""Conditions and reservations: what a clause makes its words depend on, and who leaves it out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.understanding.forms import any_of
from corpus.sentences import sentences

_FIT = r"(?:appropriate|necessary|possible|applicable|required|needed|relevant|practicable)"
_FITNESS = any_of(rf"\b(?:as|if|when|where|whenever|wherever) {_FIT}\b")
_CONDITION = any_of(
    rf"\b(?:as|if|when|where|whenever|wherever) {_FIT}\b",
    r"\b(?:unless|except|provided that|on condition that|subject to)\b",
    r"\bsave (?:for|where|that|in)\b|(?<=, )save\b",
    r"\b(?:if|when|whenever|where|wherever|within|until|without prejudice|to the extent)\b",
    r"\b(?:(?:in )?so far as|insofar as|as far as|(?:as|so) long as|(?:no|not) later than)\b",
    r"\b(?:only (?:after|with|for|in|on)|other than)\b",
)
# How a claim may say each kind of condition in words of its own.
_FAMILIES = (
    (
        _FITNESS,
        any_of(
            rf"\b(?:{_FIT}|if need be|as they see fit|as (?:it|they) deems?|suitabl[ey]|appropriately)\b",
            r"\b(?:needs?|fit|can)\b",
        ),
    ),
    (
        any_of(r"\b(?:unless|except|save|other than|without prejudice)\b"),
        any_of(
            r"\b(?:unless|except\w*|save (?:for|where|that)|other than|apart from|but|without|barring)\b",
            r"\b(?:exclud\w+|exempt\w*|spared)\b",
        ),
    ),
    (
        any_of(
            r"\bwithin (?:the |its |their )?(?:existing|available|financial|budget)\b",
            r"\bwithin (?:the |its |their )?(?:limits?|means|resources|bounds)\b",
        ),
        any_of(r"\b(?:within|limits?|bounds|available|existing|means|allow\w*|permit\w*|exceed\w*|afford\w*)\b"),
    ),
    (
        any_of(r"\b(?:within|subject to|to the extent|so far as|insofar as|as far as)\b"),
        any_of(
            r"\b(?:within|subject to|extent|far as|beyond|limits?|bounds|exceed\w*|available|existing)\b",
            r"\b(?:allow\w*|permit\w*|under|inside|reason|reasonabl[ey]|in|of|after|by)\b",
        ),
    ),
    (
        any_of(r"\b(?:no|not) later than\b"),
        any_of(r"\b(?:later than|by|before|until|within|at least|deadline|prior to|end of|at the latest)\b"),
    ),
    (
        any_of(r"\b(?:if|when|whenever|where|wherever|until|provided|on condition|long as|only)\b"),
        any_of(
            r"\A(?:were|had)\b",
            r"\b(?:once|should|provid\w+|condition\w*|in case|as long as|until|unless)\b",
            r"\b(?:if|when\w*|where\w*)\b",
            r"\b(?:upon|on request|after|before|while|at|with|in the event|following)\b",
            r"\b(?:only|solely|alone|just|merely|exclusively|who\w*|which\w*|that|any|each|every)\b",
        ),
    ),
)  # fmt: skip
_LIMIT = any_of(
    r"\b(?:only|solely|alone|at least|at most|up to|more|less|fewer|half|nearly|almost|about)\b",
    r"\b(?:some|several|certain|most|many|relevant|interested|not|no|never|without|nor)\b",
)


def lost_before(clause: str, start: int, *, denies: bool = False) -> Iterator[str]:
    """Walk what a quote from `start` on leaves out of its sentence: a negation, the condition that opens it.

    A claim that `denies` has not lost the negation.
    """
    begins = next((begin for begin, end in sentences(clause) if begin <= start < end), 0)
    before = clause[begins:start]
    if not denies and re.search(r"\b(?:not|never|no|without)\W*$", before):
        yield "the negation before it"
    opening = re.match(r"(?:(?:that|to)\b)?,? ?", before)
    condition = _CONDITION.match(before, opening.end() if opening else 0)
    if condition and before.rstrip().endswith(","):
        yield f"the condition before it: “{condition.group()} …”"


def lost_after(clause: str, end: int) -> Iterator[str]:
    """Find the condition that a quote up to `end` leaves out: it is in the rest of the sentence."""
    ends = next((stop for start, stop in sentences(clause) if start < end <= stop), len(clause))
    if condition := _CONDITION.search(re.split(r"[;:]|, and ", clause[end:ends])[0]):
        yield f"the condition after it: “{condition.group()} …”"


def restricts(words: str) -> str:
    """Return what in some words narrows what is said around them, or ''."""
    found = _CONDITION.search(words) or _LIMIT.search(words)
    return found.group() if found else ""


def left_out(claim: str, part: str) -> Iterator[str]:
    """Walk the conditions of a part of a clause of which a claim has no kind."""
    for condition in _CONDITION.finditer(part):
        ways = next((ways for form, ways in _FAMILIES if form.match(part, condition.start())), None)
        if ways is not None and not ways.search(claim):
            yield condition.group()
