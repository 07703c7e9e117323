"""What degenerate systems and the gold itself must score: bounds that follow from how they answer.

A bound is computed from the cases alone; no figure in it was read off a run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

from assistant.answer import Status
from evals.cases import Case

Value = Callable[[Sequence[Case]], float]


@dataclass(frozen=True, slots=True)
class Bound:
    """A metric's least and most, and why; a metric that may not apply has neither."""

    metric: str
    low: Value | None
    high: Value | None
    why: str


def exactly(metric: str, value: float, why: str) -> Bound:
    """Return the bound of a metric with one possible value."""
    return Bound(metric, lambda cases: value, lambda cases: value, why)


def share(metric: str, of: Callable[[Case], bool], why: str) -> Bound:
    """Return the bound of a metric that is the share of some cases."""
    value = _share(of)
    return Bound(metric, value, value, why)


def at_most(metric: str, value: Value, why: str) -> Bound:
    """Return the bound of a metric that cannot be more."""
    return Bound(metric, lambda cases: 0.0, value, why)


def unscored(metric: str, why: str) -> Bound:
    """Return the bound of a metric that does not apply."""
    return Bound(metric, None, None, why)


def _share(of: Callable[[Case], bool]) -> Value:
    return lambda cases: fmean(of(case) for case in cases)


def _one_of_gold(cases: Sequence[Case]) -> float:
    """Return the recall of a system that cites one right clause each time."""
    return fmean(1 / len(case.gold) for case in cases if case.gold)


def _single(cases: Sequence[Case]) -> float:
    return fmean(len(case.gold) == 1 for case in cases if case.gold)


def _is_met_by_one(case: Case) -> bool:
    return case.status == Status.ANSWERED and len(case.gold) == 1


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
        at_most("citation recall", _one_of_gold, "one clause cannot be more of the gold"),
        at_most("citation precision", _share(lambda row: row.is_answerable), "right only where gold is"),
        at_most("answered exactly", _single, "one clause meets only a case with one"),
        at_most("correct", _share(_is_met_by_one), "one clause meets only a case with one"),
        share("right status", lambda row: row.status == Status.ANSWERED, "it has this one status"),
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
    "the gold itself": (
        *(exactly(metric, 1, "it is the gold") for metric in (
            "recall@5", "recall@10", "nDCG@10", "MAP@10", "MRR", "citation recall", "citation precision",
            "answer precision", "right edition",
            "answered exactly", "citation validity", "conciseness", "correct", "grounded",
            "refusal precision", "refusal recall", "right status",
        )),
        exactly("false answers", 0, "it answers only what is answerable"),
        exactly("wrong document", 0, "it is the gold"),
        exactly("severed", 0, "it is the gold, under its label"),
        exactly("wrongly refused", 0, "it is the gold"),
    ),
}  # fmt: skip
"""What each system must score."""
