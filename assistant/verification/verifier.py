"""Does a clause say what a claim says? Checked by rules, never by similarity.

A claim quotes the exact words of its clause (`verbatim`), repeats them with changes (verbatim.py) or says
them in other words (paraphrase.py). Each case has its own checks. `label` names the text and contains the
clause's head.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.answer import Support
from assistant.verification.conditions import dropped_after, dropped_before, normalised_wording
from assistant.verification.paraphrase import contradictions
from assistant.verification.participles import changed_participles
from assistant.verification.source_frames import Source, frame_errors, without_adopter
from assistant.verification.verbatim import changes, repeats
from corpus.sentences import sentences
from index.tokens import words

# What nothing closes is found too, as '', so that it is read only once
_QUOTED = re.compile(r"[“\"](?:([^”\"]{3,})[”\"]|[^”\"]{3,}\Z)")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a claim stands to a clause, and what was found against it."""

    support: Support
    reasons: tuple[str, ...] = ()


def verify(claim: str, clause: str, label: str = "") -> Verdict:
    """Compare a claim with the clause that it cites."""
    plain, source = _plain(claim), Source(_plain(clause), _plain(label))
    if not words(plain):
        return Verdict(Support.UNSUPPORTED, ("the claim says nothing",))
    span = _span(plain.strip('“”"'), source.clause)
    if span is not None:
        reasons = [reason for check in _QUOTE_CHECKS for reason in check(source.clause, span)]
        return Verdict(Support.UNSUPPORTED if reasons else Support.VERBATIM, tuple(reasons))
    source = Source(normalised_wording(source.clause), source.label)
    reasons = [
        *_quotes(plain, source.text),
        *frame_errors(plain, source),
        *changed_participles(normalised_wording(plain), source),
    ]
    for start, end in sentences(plain):
        reasons += _found(normalised_wording(plain[start:end]), source)
    return Verdict(Support.UNSUPPORTED if reasons else Support.PARAPHRASE, tuple(dict.fromkeys(reasons)))


def _found(sentence: str, source: Source) -> Iterator[str]:
    if _span(sentence, source.clause) is None:
        statement = without_adopter(sentence, source)
        yield from (changes if repeats(statement, source) else contradictions)(statement, source)


def _span(quote: str, clause: str) -> tuple[int, int] | None:
    match = re.search(rf"(?<!\w){re.escape(quote.strip(' …'))}(?!\w)", clause)
    return match.span() if match else None


def _negation_before(clause: str, span: tuple[int, int]) -> Iterator[str]:
    """Find a "not" that stands right before the quoted words."""
    if re.search(r"\b(?:not|never|no|without)\s+$", clause[: span[0]]):
        yield "the quote leaves out the negation before it"


def _condition_after(clause: str, span: tuple[int, int]) -> Iterator[str]:
    """Find a condition that the same sentence adds after the quoted words."""
    end = next((end for start, end in sentences(clause) if start < span[1] <= end), len(clause))
    if dropped := dropped_after(clause[span[1] : end]):
        yield f"the quote leaves out the condition after it: “{dropped} …”"


def _condition_before(clause: str, span: tuple[int, int]) -> Iterator[str]:
    """Find a condition that opens the sentence before the quoted words."""
    start = next((start for start, end in sentences(clause) if start <= span[0] < end), 0)
    if dropped := dropped_before(clause[start : span[0]]):
        yield f"the quote leaves out the condition before it: “{dropped} …”"


_QUOTE_CHECKS: tuple[Callable[[str, tuple[int, int]], Iterator[str]], ...] = (
    _negation_before,
    _condition_before,
    _condition_after,
)


def _quotes(claim: str, source: str) -> Iterator[str]:
    for quote in _QUOTED.findall(claim):
        if quote.strip(" .,;…") not in source:
            yield f"not in the clause: “{quote}”"


def _plain(text: str) -> str:
    """Make blanks and apostrophes alike; nothing else is forgiven."""
    return " ".join(text.replace("’", "'").split())
