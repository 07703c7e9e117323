"""Conditions and reservations: what a clause makes its words depend on, and who leaves it out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.amounts import amounts, numbers
from assistant.forms import any_of
from assistant.nearness import content, unlike

_FIT = r"(?:appropriate|necessary|possible|applicable|required|needed|relevant|practicable)"
_FITNESS = any_of(rf"\b(?:as|if|when|where|whenever|wherever) {_FIT}\b")
_CONDITION = any_of(
    rf"\b(?:as|if|when|where|whenever|wherever) {_FIT}\b",
    r"\b(?:unless|except|save (?:for|where|when|that|in|as)|provided that|on condition that|subject to)\b",
    r"\b(?:if|when|whenever|where|wherever|within|until|without prejudice|to the extent)\b",
    r"\b(?:(?:in )?so far as|insofar as|as far as|(?:as|so) long as|(?:no|not) later than)\b",
    r"\b(?:only (?:after|with|for|in|on)|other than|upon (?:their )?request|at (?:the|their) request)\b",
    r"\b(?:once (?=the|it|they|he|she|its)|permitting\b)",
)
_BINDS = any_of(
    r"[^,;.]{0,60}?\b(?:resources?|limits?|bounds|mandates?|budget\w*|framework|capabilit\w+|means|competence\w*|"
    r"ceilings?|remit|polic\w+|procedures?|laws?|powers?|\d+|days?|weeks?|months?|years?|hours?|minutes?)\b"
)
_TIME = any_of(r"\b(?:within|until|(?:no|not) later than)\b")
_UNLESS = any_of(r"\b(?:unless|except|save|other than)\b")
# How a claim may say each kind of condition in words of its own.
_FAMILIES = (
    (
        _FITNESS,
        any_of(
            rf"\b(?:{_FIT}|if need be|as they see fit|as (?:it|they) deems?|suitabl[ey]|appropriately)\b",
            r"\b(?:needs?|fit|feasible|allow\w*|permit\w*)\b",
        ),
    ),
    (
        _UNLESS,
        any_of(
            r"\b(?:unless|except\w*|save (?:for|where|when|that|in|as|those)|other than|"
            r"apart from|but|without)\b",
            r"\b(?:exclud\w+|exempt\w*|spared|barring|aside from|only|until|if|outside|save)\b",
        ),
    ),
    (
        _TIME,
        any_of(
            r"\b(?:later than|by|before|until|till|within|in|at least|deadline|prior to|"
            r"end of|at the latest)\b",
            r"\b(?:of|after|under|up to|at most|inside|less than|no more than|from|as long as|closer than)\b",
        ),
    ),
    (
        any_of(r"\b(?:subject to|to the extent|so far as|insofar as|as far as|permitting)\b"),
        any_of(
            r"\b(?:within|subject to|extent|far as|beyond|limits?|bounds|exceed\w*|available|existing|if)\b",
            r"\b(?:allow\w*|permit\w*|reason|reasonabl[ey]|provided|depend\w*|when\w*|where\w*|as long as)\b",
            r"\b(?:complian\w+|accord\w*|conform\w*|line|only|once|feasible|possible)\b",
        ),
    ),
    (
        any_of(r"\brequest\b"),
        any_of(r"\b(?:request\w*|ask\w*|wish\w*|want\w*|demand\w*|appl(?:y|ies)|initiative)\b"),
    ),
    (
        any_of(r"\b(?:if|when|whenever|where|wherever|once|provided|on condition|long as|only)\b"),
        any_of(
            r"\b(?:if|when\w*|where\w*|once|should|provid\w+|condition\w*|in case|as long as|until|unless)\b",
            r"\b(?:upon|on request|after|before|while|at|with|in the event|following|"
            r"for those|of those|where)\b",
            r"\b(?:only|solely|alone|just|merely|exclusively|who\w*|which\w*|that|any|each|every|than|with)\b",
        ),
    ),
)  # fmt: skip
# What makes of a rule with a condition one without.
_ANYWAY = any_of(
    r"\b(?:regardless|irrespective|no matter|unconditional\w*|in (?:any|every|each|"
    r"all) (?:case|event|circumstance)s?)\b",
    r"\b(?:whatever|whenever|wherever|even (?:if|when|where|after|before|without|during|"
    r"though)|at any time)\b",
    r"\bwithout (?:regard|consideration)\b|\bwhether or not\b",
    r"\b(?:without (?:any )?(?:exception|condition|restriction)s?|in all circumstances|"
    r"always|ever|for ever)\b",
)
_AGREED = any_of(r"\b(?:consent|consult\w*|approv\w+|permission|hearing|account|accordance|regard)\b")
_DENIED = any_of(r"\b(?:without|not|never|regardless of|irrespective of) ((?:[\w'-]+ ){0,2}[\w'-]+)")
_TAIL = 10  # words of a condition that say what it is about
# Of these, the share that a claim has which has the condition: with a word for it, without, of an exception.
_KEPT, _OWN, _ALL = 0.3, 0.5, 0.75
_LIMIT = any_of(
    r"\b(?:only|solely|alone|at least|at most|up to|more|less|fewer|half|nearly|almost|about)\b",
    r"\b(?:some|several|certain|most|many|relevant|interested|not|no|never|without|nor)\b",
)


def dropped_after(rest: str) -> str:
    """Return the condition in the rest of a sentence whose beginning is quoted, or ''."""
    found = _CONDITION.search(re.split(r"[;:]|, and ", rest)[0])
    return found.group() if found else ""


def dropped_before(before: str) -> str:
    """Return the condition that opens a sentence whose end is quoted, or ''."""
    opening = re.match(r"(?:(?:that|to)\b)?,? ?", before)
    found = _CONDITION.match(before, opening.end() if opening else 0)
    return found.group() if found and before.rstrip().endswith(",") else ""


def restricts(words: str) -> str:
    """Return what in some words narrows what is said around them, or ''."""
    found = _CONDITION.search(words) or _LIMIT.search(words)
    return found.group() if found else ""


def left_out(claim: str, part: str, *, places: bool = False) -> Iterator[str]:
    """Walk the conditions of a part of a clause that a claim does not have, in whatever words.

    "within the system" is a place, and counts as a condition only where `places` do.
    """
    for condition in _CONDITION.finditer(part):
        if not places and condition.group() == "within" and not _BINDS.match(part, condition.end()):
            continue
        ways = next((ways for form, ways in _FAMILIES if form.search(condition.group())), None)
        if ways is not None and not _has(claim, condition.group(), _tail(part[condition.end() :]), ways):
            yield condition.group().strip()


def _has(claim: str, condition: str, tail: str, ways: re.Pattern[str]) -> bool:
    """Tell whether a claim has a condition: a word for it, or what it is about, or both."""
    about, said = content(tail), bool(ways.search(claim))
    counted = amounts(tail) | numbers(tail)
    if counted and not counted & (amounts(claim) | numbers(claim)):
        return False
    if not _UNLESS.search(condition) and not _DENIED.search(tail) and _is_denied(claim, about):
        return False
    if counted and said:
        return True
    if _FITNESS.search(condition) or not about:
        return said
    share = 1 - len([one for one in unlike(tail, claim) if one in about]) / len(about)
    return share >= (_KEPT if said else _ALL if _UNLESS.search(condition) else _OWN)


def _is_denied(claim: str, about: list[str]) -> bool:
    """Tell whether a claim says "without" or "not" of what a condition is about."""
    return any(set(content(one[1])) & set(about) for one in _DENIED.finditer(claim))


def _tail(rest: str) -> str:
    """Return what a condition is about: the words after it, up to the next sign."""
    return " ".join(re.split(r"[,;:]|\. |\b(?:and|or) (?:to|that)\b", rest)[0].split()[:_TAIL])


def made_unconditional(claim: str, clause: str) -> Iterator[str]:
    """Find a claim that says "in any case" of what its clause makes depend on something, or the reverse."""
    for one in _ANYWAY.finditer(claim):
        if (_CONDITION.search(clause) or _AGREED.search(clause)) and not _ANYWAY.search(clause):
            yield f"“{one.group()}”: the clause makes it depend on something"
            return
