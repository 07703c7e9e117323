"""Does a clause say what a claim says? Checked by rules, never by similarity.

A claim stands to its clause in one of three ways, and each has its own checks: it is the clause's
exact words (`verbatim`), it repeats them with changes (assistant/repeated.py), or it says them in
other words (assistant/reworded.py). `label` names the text and carries the clause's head.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answers import Support
from assistant.asserted import Source, framing, without_adopter, without_frame
from assistant.conditions import dropped_after, dropped_before
from assistant.nearness import content
from assistant.repeated import changes, repeats
from assistant.reworded import contradictions
from assistant.roles import crossed, swapped
from assistant.spelled import alike, plain
from corpus.sentences import sentences
from index.lexical import words

_QUOTED = re.compile(r"\"([^\"]{3,})\"")
_BEFORE = re.compile(r"^(?P<label>[^:]{1,160}):\s+")
_BEHIND = re.compile(r"\s*\((?P<label>(?:[^()]|\([^()]*\))*)\)[.\s]*$")
_TRAILING = re.compile(r"(?:[\s,;:.…]+(?:and|or))?[\s,;:.…]*$")
_AROUND = " …\"'.,;:-"
_QUOTE = 0.6  # of a clause, the share that is quoted behind its head put in other words


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a claim stands to a clause, and what was found against it."""

    support: Support
    reasons: tuple[str, ...] = ()


def verify(claim: str, clause: str, label: str = "") -> Verdict:
    """Compare a claim with the clause that it cites."""
    said, source = plain(claim), Source(plain(clause), plain(label))
    if not words(said):
        return Verdict(Support.UNSUPPORTED, ("the claim says nothing",))
    span = _quoted_span(said, source)
    if span is not None:
        cut = tuple(_cut(source.clause, span))
        return Verdict(Support.UNSUPPORTED if cut else Support.VERBATIM, cut)
    if not content(said):
        return Verdict(Support.UNSUPPORTED, ("the claim says nothing",))
    source = Source(alike(source.clause), alike(source.label))
    reasons = [*_quotes(said, f"{plain(label)} · {plain(clause)}"), *framing(alike(said), source)]
    for start, end in sentences(said):
        reasons += _found(alike(said[start:end]), source)
    return Verdict(Support.UNSUPPORTED if reasons else Support.PARAPHRASE, tuple(dict.fromkeys(reasons)))


def _found(sentence: str, source: Source) -> Iterator[str]:
    """Find what speaks against one sentence of a claim."""
    span = _span(sentence, source.clause)
    if span is not None:
        yield from _cut(source.clause, span)
        return
    said = without_adopter(sentence, source)
    if repeats(said, source):
        yield from changes(said, source)
    yield from contradictions(said, source)
    yield from swapped(sentence, source)
    yield from crossed(sentence, source)


def _quoted_span(said: str, source: Source) -> tuple[int, int] | None:
    """Return which of the clause's words a claim is, what is the label's before and after them left out."""
    own = _without_label(said, source)
    span = _span(own, source.clause)
    if span is None and not any(framing(said, source)):
        span = _span(without_frame(own, source), source.clause)
        if span is not None and span[1] - span[0] < _QUOTE * len(source.clause):
            return None
    return span


def _without_label(said: str, source: Source) -> str:
    """Leave out the label, or a part of it, that stands before a colon or behind in brackets."""
    known = set(re.findall(r"\w+", source.label.lower()))
    for form in (_BEFORE, _BEHIND):
        match = form.search(said)
        if match and known.issuperset(re.findall(r"\w+", match["label"].lower())):
            said = said[: match.start()] + said[match.end() :]
    return said


def _span(quote: str, clause: str) -> tuple[int, int] | None:
    """Return where exact words stand, between words: "not" is no quote of "nothing".

    The first letter may be large or small, and signs around the words do not count.
    """
    bare = _TRAILING.sub("", quote.strip(_AROUND)).strip(_AROUND)
    if not words(bare):
        return None
    first = (
        f"[{re.escape(bare[0].lower())}{re.escape(bare[0].upper())}]"
        if bare[0].isalpha()
        else re.escape(bare[0])
    )
    match = re.search(rf"(?<!\w){first}{re.escape(bare[1:])}(?!\w)", clause)
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


def _cut(clause: str, span: tuple[int, int]) -> Iterator[str]:
    """Find what a quote leaves out that changes what it says."""
    for check in (_negation_before, _condition_before, _condition_after):
        yield from check(clause, span)


def _quotes(claim: str, source: str) -> Iterator[str]:
    """Find quoted words that neither the clause nor its label has."""
    for one in _QUOTED.findall(claim):
        if one.strip(" .,;…").lower() not in source.lower():
            yield f"not in the clause: “{one}”"
