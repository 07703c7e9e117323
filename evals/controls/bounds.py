"""What degenerate systems and the oracle must score: bounds that follow from how they answer.

A bound is computed from the cases alone; no figure in it was read off a run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean

from assistant.answer import Status
from corpus.keys import ProvisionId
from evals.cases import Case
from evals.controls.systems import HITS, citable, obligations
from evals.worlds import Texts

Value = Callable[[Sequence[Case], Texts], float]
_WORD = re.compile(r"\w+")
_HAIR = 1e-6
_SIGMAS = 4  # of a binomial share: chance leaves it once in 15,000 runs


@dataclass(frozen=True, slots=True)
class Bound:
    """A metric's least and most, and why; a metric that may not apply has neither."""

    metric: str
    low: Value | None
    high: Value | None
    why: str


def exactly(metric: str, value: float, why: str) -> Bound:
    """Return the bound of a metric with one possible value."""
    return Bound(metric, lambda cases, texts: value, lambda cases, texts: value, why)


def share(metric: str, of: Callable[[Case], bool], why: str) -> Bound:
    """Return the bound of a metric that is the share of some cases."""

    def value(cases: Sequence[Case], texts: Texts) -> float:
        del texts
        return fmean(of(case) for case in cases)

    return Bound(metric, value, value, why)


def at_most(metric: str, value: Value, why: str) -> Bound:
    """Return the bound of a metric that cannot be more."""
    return Bound(metric, lambda cases, texts: 0.0, value, why)


def unscored(metric: str, why: str) -> Bound:
    """Return the bound of a metric that does not apply."""
    return Bound(metric, None, None, why)


def _answerable(cases: Sequence[Case]) -> list[Case]:
    """Return the cases with gold."""
    return [case for case in cases if case.gold]


def _one_of_gold(cases: Sequence[Case], _: Texts) -> float:
    """Return the recall of one that cites one right clause each time."""
    return fmean(1 / len(case.gold) for case in _answerable(cases))


def _one_of_five(cases: Sequence[Case], _: Texts) -> float:
    """Return the recall at five of one that retrieves one right clause each time."""
    return fmean(1 / min(5, len(case.gold)) for case in _answerable(cases))


def _all_but_one(cases: Sequence[Case], _: Texts) -> float:
    """Return the precision of all gold and one clause more."""
    return fmean(len(case.gold) / (len(case.gold) + 1) for case in _answerable(cases))


def _answerables(cases: Sequence[Case], _: Texts) -> float:
    """Return the share of answerable cases."""
    return fmean(case.is_answerable for case in cases)


def _one_right(cases: Sequence[Case], _: Texts) -> float:
    """Return the share of cases that one citation can meet."""
    return fmean(case.status == Status.ANSWERED and len(case.gold) == 1 for case in cases)


def _single(cases: Sequence[Case], _: Texts) -> float:
    """Return the share of answerable cases with one gold."""
    return fmean(len(case.gold) == 1 for case in _answerable(cases))


def _many(cases: Sequence[Case], _: Texts) -> float:
    """Return the share of answerable cases with as much gold as there are hits."""
    return fmean(len(case.cited) >= HITS for case in _answerable(cases))


def _gold_of_hits(cases: Sequence[Case], texts: Texts) -> float:
    """Return the precision of hits among which is all gold that there can be."""
    counts = [min(HITS, len(citable(texts, case.held))) for case in cases]
    return fmean(min(count, len(case.cited)) / count for case, count in zip(cases, counts, strict=True))


def _chance(cases: Sequence[Case], texts: Texts) -> float:
    """Return the recall of a clause drawn at random, with what chance may add."""
    found = _answerable(cases)
    hit = fmean(fmean(len(group) / len(citable(texts, case.held)) for group in case.gold) for case in found)
    return hit + _SIGMAS * sqrt(hit / len(found))


def _gold_of_obligations(cases: Sequence[Case], texts: Texts) -> float:
    """Return the precision of obligations among which is all gold that there can be."""
    counts = [len(obligations(texts, case.held)) for case in cases]
    return fmean(min(count, len(case.cited)) / count for case, count in zip(cases, counts, strict=True))


def _words_of_gold(cases: Sequence[Case], texts: Texts) -> float:
    """Return the share of gold words in obligations among which is all gold."""
    found = _answerable(cases)
    gold = [_words(texts, map(ProvisionId.parse, case.cited)) for case in found]
    shown = [_words(texts, obligations(texts, case.held)) for case in found]
    return fmean(min(1.0, golden / every) for golden, every in zip(gold, shown, strict=True))


def _words(texts: Texts, ids: Iterable[ProvisionId]) -> int:
    """Count the words of some provisions."""
    return sum(len(_WORD.findall(at[1].text)) for id_ in ids if (at := texts.provision(id_)))


_ALWAYS = "it never refuses"
_QUOTES = "it quotes clauses whole, so this alone says nothing of an answer's worth"

BOUNDS: dict[str, tuple[Bound, ...]] = {
    "always refuses": (
        exactly("citation recall", 0, "nothing is cited"),
        exactly("decisive recall", 0, "nothing is cited"),
        exactly("shown recall", 0, "nothing is shown"),
        exactly("false answers", 0, "nothing is answered"),
        unscored("answer precision", "nothing is answered"),
        exactly("recall@5", 0, "nothing is retrieved"),
        exactly("recall@10", 0, "nothing is retrieved"),
        exactly("nDCG@10", 0, "nothing is retrieved"),
        exactly("MAP@10", 0, "nothing is retrieved"),
        exactly("MRR", 0, "nothing is retrieved"),
        exactly("answered exactly", 0, "nothing is cited"),
        exactly("wrongly refused", 1, "every answerable case is refused"),
        exactly("refusal recall", 1, "every unanswerable case is refused"),
        share("refusal precision", lambda row: not row.is_answerable, "all is refused: the share of these"),
        share("right status", lambda row: row.status == Status.NOT_STATED, "it has this one status"),
        share("correct", lambda row: row.status == Status.NOT_STATED, "it has this one status, and no gold"),
        unscored("citation precision", "nothing is cited"),
        unscored("citation validity", "nothing is cited"),
        unscored("grounded", "nothing is claimed"),
        unscored("wrong document", "nothing is retrieved"),
    ),
    "always the top hit": (
        exactly("wrongly refused", 0, _ALWAYS),
        exactly("refusal recall", 0, _ALWAYS),
        exactly("false answers", 1, _ALWAYS),
        unscored("refusal precision", _ALWAYS),
        exactly("citation validity", 1, _QUOTES),
        exactly("grounded", 1, _QUOTES),
        exactly("complete quotes", 1, _QUOTES),
        at_most("citation recall", _one_of_gold, "one clause cannot be more of the gold"),
        at_most("citation precision", _answerables, "no citation is right where nothing answers"),
        at_most("answered exactly", _single, "one clause meets only a case with one"),
        at_most("correct", _one_right, "one clause meets only a case with one"),
        share("right status", lambda row: row.status == Status.ANSWERED, "it has this one status"),
    ),
    "all twenty hits": (
        exactly("refusal recall", 0, _ALWAYS),
        exactly("citation validity", 1, _QUOTES),
        exactly("grounded", 1, _QUOTES),
        at_most("citation precision", _gold_of_hits, "twenty are shown whatever the gold"),
        at_most("answered exactly", _many, "it shows more than the gold"),
        share("right status", lambda row: row.status == Status.ANSWERED, "it has this one status"),
    ),
    "a random clause": (
        exactly("refusal recall", 0, _ALWAYS),
        exactly("citation validity", 1, _QUOTES),
        exactly("grounded", 1, _QUOTES),
        at_most("citation recall", _chance, "it hits the gold by chance alone"),
        at_most("recall@10", _chance, "it hits the gold by chance alone"),
    ),
    "the right quote under a wrong clause": (
        exactly("citation validity", 0, "the clause does not have the words"),
        exactly("grounded", 0, "the clause does not have the words"),
        exactly("citation recall", 0, "no clause that is cited is gold"),
        exactly("citation precision", 0, "no clause that is cited is gold"),
        exactly("answered exactly", 0, "no clause that is cited is gold"),
        exactly("correct", 0, "no clause that is cited is gold"),
        exactly("answer precision", 0, "no clause that is cited is gold"),
        exactly("decisive recall", 0, "no clause that is cited is gold"),
        exactly("conciseness", 0, "the words are shown as another clause's"),
        exactly("recall@10", 0, "no clause that is retrieved is gold"),
    ),
    "the adjacent edition": (
        exactly("citation validity", 1, _QUOTES),
        exactly("grounded", 1, _QUOTES),
        exactly("wrong document", 1, "what comes first is of another edition"),
        exactly("citation recall", 0, "the same number in another edition is another clause"),
        exactly("citation precision", 0, "the same number in another edition is another clause"),
        exactly("recall@5", 0, "the same number in another edition is another clause"),
        exactly("right edition", 0, "it cites the other edition"),
        exactly("conciseness", 0, "no word shown is gold"),
        exactly("correct", 0, "no clause that is cited is gold"),
    ),
    "the first of the gold alone": (
        Bound("citation recall", _one_of_gold, _one_of_gold, "one of each case's gold is cited"),
        exactly("citation precision", 1, "what is cited is gold"),
        exactly("conciseness", 1, "what is cited is gold"),
        exactly("answered exactly", 0, "some gold is not cited"),
        exactly("correct", 0, "some gold is not cited"),
        exactly("right status", 1, "the status is the case's"),
        Bound("recall@5", _one_of_five, _one_of_five, "one of each case's gold is retrieved"),
        exactly("MRR", 1, "gold is retrieved first"),
    ),
    "the gold and a clause more": (
        exactly("citation recall", 1, "all gold is cited"),
        Bound("citation precision", _all_but_one, _all_but_one, "one that is cited is no gold"),
        exactly("answered exactly", 0, "one that is cited is no gold"),
        exactly("correct", 1, "all gold is cited under the right status"),
        exactly("nDCG@10", 1, "the gold is retrieved first"),
        at_most("conciseness", lambda cases, texts: 1 - _HAIR, "some words shown are no gold"),
    ),
    "the gold without its heads": (
        exactly("severed", 1, "nothing says who tells whom"),
        exactly("citation validity", 1, _QUOTES),
        exactly("citation recall", 1, "it is the gold"),
    ),
    "the gold cut short": (
        exactly("complete quotes", 0, "every quote ends in the middle of a sentence and does not say so"),
        exactly("citation validity", 1, "what is left are the clause's own words"),
        exactly("citation recall", 1, "it is the gold"),
    ),
    "obligations concatenated": (
        exactly("citation validity", 1, _QUOTES),
        exactly("grounded", 1, _QUOTES),
        exactly("severed", 0, "the lead has every head"),
        exactly("refusal recall", 0, _ALWAYS),
        exactly("answered exactly", 0, "no case asks for every obligation"),
        at_most("citation precision", _gold_of_obligations, "all are shown whatever the gold"),
        at_most("conciseness", _words_of_gold, "all are shown whatever the gold"),
    ),
    "the gold itself": (
        *(exactly(metric, 1, "it is the gold") for metric in (
            "recall@5", "recall@10", "nDCG@10", "MAP@10", "MRR", "citation recall", "citation precision",
            "answer precision", "right edition",
            "answered exactly", "citation validity", "complete quotes", "conciseness", "correct", "grounded",
            "refusal precision", "refusal recall", "right status",
        )),
        exactly("false answers", 0, "it answers only what is answerable"),
        exactly("wrong document", 0, "it is the gold"),
        exactly("severed", 0, "it is the gold, under its label"),
        exactly("wrongly refused", 0, "it is the gold"),
    ),
}  # fmt: skip
"""What each system must score."""
