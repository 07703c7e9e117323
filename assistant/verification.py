"""Does a clause say what a claim says? Checked by rules, never by similarity.

A claim passes when its quoted words stand in the clause, every number, date and symbol of it
occurs there, and no negation is added or lost. A claim in other words must also keep to the
clause's own words for most of its content.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.answers import Support
from index.lexical import words

_QUOTED = re.compile(r"[“\"]([^”\"]{3,})[”\"]")
_NUMBER = re.compile(r"\d+(?:[.,/:-]\d+)*")
_NUMBER_WORDS = frozenset(
    (
        "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty fifty "
        "hundred thousand million half third quarter twice both"
    ).split()
)
_NEGATION = re.compile(r"\b(?:not|no|never|neither|nor|without|cannot|none)\b|n't\b", re.IGNORECASE)
_SHARED = 0.7  # of a paraphrase's content words, the share that the clause or its label must have


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a claim stands to a clause, and what was found against it."""

    support: Support
    reasons: tuple[str, ...] = ()


def verify(claim: str, clause: str, label: str = "") -> Verdict:
    """Compare a claim with the clause that it cites; the label carries the clause's head."""
    plain, source = _plain(claim), _plain(clause)
    if not plain:
        return Verdict(Support.UNSUPPORTED, ("the claim is empty",))
    if plain.strip('“”"') in source and _at_boundaries(plain.strip('“”"'), source):
        return _negation_kept(plain, source)
    reasons = [reason for check in _CHECKS for reason in check(plain, source, _plain(label))]
    if reasons:
        return Verdict(Support.UNSUPPORTED, tuple(reasons))
    return Verdict(Support.PARAPHRASE)


def _negation_kept(claim: str, clause: str) -> Verdict:
    """Refuse exact words that leave out the "not" before them."""
    at = clause.find(claim.strip('“”"'))
    if re.search(r"\b(?:not|never|no|without)\s+$", clause[:at]):
        return Verdict(Support.UNSUPPORTED, ("the quote leaves out the negation before it",))
    return Verdict(Support.VERBATIM)


def _at_boundaries(quote: str, clause: str) -> bool:
    """Tell whether a quote begins and ends between words: "not" is no quote of "nothing"."""
    return re.search(rf"(?<!\w){re.escape(quote)}(?!\w)", clause) is not None


def _quotes(claim: str, clause: str, label: str) -> list[str]:
    """Find quoted words that the clause does not have."""
    del label
    return [
        f"not in the clause: “{one}”" for one in _QUOTED.findall(claim) if one.strip(" .,;…") not in clause
    ]


def _numbers(claim: str, clause: str, label: str) -> list[str]:
    """Find numbers, dates and symbols that neither the clause nor its label has."""
    known = set(_NUMBER.findall(clause)) | set(_NUMBER.findall(label)) | _spelt(clause)
    wanted = [*_NUMBER.findall(claim), *sorted(_spelt(claim))]
    return [f"not in the clause: {one}" for one in wanted if one not in known]


def _negations(claim: str, clause: str, label: str) -> list[str]:
    """Find a negation that was added or lost."""
    del label
    added, had = bool(_NEGATION.search(claim)), bool(_NEGATION.search(clause))
    if added and not had:
        return ["the claim denies, the clause does not"]
    return ["the clause denies, the claim does not"] if had and not added else []


def _content(claim: str, clause: str, label: str) -> list[str]:
    """Find a claim whose words are mostly not the clause's."""
    wanted = words(claim)
    if not wanted:
        return ["the claim says nothing that could be compared"]
    known = set(words(clause)) | set(words(label))
    missing = [word for word in wanted if word not in known]
    if len(missing) > (1 - _SHARED) * len(wanted):
        return [f"words that the clause does not have: {', '.join(dict.fromkeys(missing))}"]
    return []


_CHECKS: tuple[Callable[[str, str, str], list[str]], ...] = (_quotes, _numbers, _negations, _content)


def _spelt(text: str) -> set[str]:
    """Return the numbers that are written out."""
    return set(re.findall(r"[a-z]+", text.lower())) & _NUMBER_WORDS


def _plain(text: str) -> str:
    """Make blanks and apostrophes alike; nothing else is forgiven."""
    return " ".join(text.replace("’", "'").split())
