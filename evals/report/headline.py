"""The figures that come first, in words for a reader who knows nothing of the measuring."""

from __future__ import annotations

from dataclasses import dataclass

from evals.report.tables import share
from evals.results import Results, figures
from evals.search_systems import FIRST, by_row
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
    beside: str = ""  # the same of the first hit of the search


_FIGURES = (  # what it says, its metric, the goal; of those below 0.5 less is better
    ("of the clauses cited in answers are right", "answer precision", 0.9),
    ("of the clauses that answer are cited in answers", "decisive recall", 0.9),
    ("of the clauses that answer are shown, as an answer or as a possible one", "shown recall", 0.9),
    ("of the questions that the texts do not answer are answered", "false answers", 0.1),
    ("of the citations of the right instrument name the right edition", "right edition", 1.0),
    ("of the answers state nothing but what the clause beside them says", "grounded", 1.0),
    ("of the citations lead to their clause and quote its very words", "citation validity", 1.0),
    ("of the false claims about a clause pass the check", "false claims accepted", 0.0),
)  # fmt: skip


def headlines(results: Results) -> tuple[Headline, ...]:
    """Return the figures that come first, where they were measured: those of the blind sets."""
    blind, overall = results.headline_figures, results.overall
    found = [
        (text, metric, blind.get(metric) or overall.get(metric), goal) for text, metric, goal in _FIGURES
    ]
    return tuple(
        _headline(text, figure, goal, _first_hit(results, metric))
        for text, metric, figure, goal in found
        if figure is not None
    )


def _first_hit(results: Results, metric: str) -> str:
    """Return the figure of the first hit over the same questions, where it has one."""
    ids = {case.id for case in results.headline_cases}
    rows = by_row(results.systems, FIRST, metric)
    figure = figures({metric: rows}, ids, results.documents).get(metric)
    return share(figure).partition(" [")[0] if figure else ""


def _headline(text: str, figure: Interval, goal: float, beside: str) -> Headline:
    less = goal < 0.5
    value, _, bounds = share(figure).partition(" [")
    sign = "" if goal in (0, 1) else "≤ " if less else "≥ "
    return Headline(
        text,
        value,
        bounds.rstrip("]"),
        figure.count,
        f"goal {sign}{goal:.0%}".replace("%", " %"),
        figure.mean <= goal if less else figure.mean >= goal,
        beside,
    )
