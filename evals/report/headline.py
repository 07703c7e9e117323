"""The figures that stand first, in words for a reader who knows nothing of the measuring."""

from __future__ import annotations

from dataclasses import dataclass

from evals.report.tables import share
from evals.results import ALL, Results
from evals.stats import Interval


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure that everyone should know: what it says, its value and bounds, its goal, if it is reached."""

    said: str
    value: str
    bounds: str
    rows: int
    goal: str
    is_reached: bool


_CONTEXT = ("turns", "conversation")
_ALL = (ALL, ALL)
_FIGURES = (  # what it says, its group and metric, the goal; of those below 0.5 less is better
    ("of the questions are met as they deserve: answered with every clause needed, or rightly refused",
     _ALL, "correct", 0.95),
    ("of the answers state nothing but what the clause beside them says", _ALL, "grounded", 1.0),
    ("of the citations lead to their clause and quote its very words", _ALL, "citation validity", 1.0),
    ("of the clauses that answer are cited", _ALL, "citation recall", 0.9),
    ("of the questions that the texts do not answer are refused", _ALL, "refusal recall", 0.9),
    ("of the refusals are deserved", _ALL, "refusal precision", 0.9),
    ("of the conversations end with what they deserve", _CONTEXT, "correct", 0.9),
    ("of the false claims about a clause pass the check", _ALL, "false claims accepted", 0.0),
)  # fmt: skip


def headlines(results: Results) -> tuple[Headline, ...]:
    """Return the figures that stand first, where they were measured."""
    found = [
        (said, results.figures.get(group, {}).get(metric), goal) for said, group, metric, goal in _FIGURES
    ]
    return tuple(_headline(said, one, goal) for said, one, goal in found if one is not None)


def _headline(said: str, one: Interval, goal: float) -> Headline:
    """Make one figure."""
    less = goal < 0.5
    value, _, bounds = share(one).partition(" [")
    sign = "" if goal in (0, 1) else "≥ "
    return Headline(
        said,
        value,
        bounds.rstrip("]"),
        one.count,
        f"goal {sign}{goal:.0%}".replace("%", " %"),
        one.mean <= goal if less else one.mean >= goal,
    )
