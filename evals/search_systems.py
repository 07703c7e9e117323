"""The search beneath the assistant, as systems of its own: the simplest that could work.

Each answers every question from the search hits in the newest edition of each instrument. If the
assistant does no better, the layer between search and answer does harm.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from statistics import fmean

from assistant.cli.terminal import ProgressBar, say
from assistant.settings import read_settings
from evals.cases import Case
from evals.controls.systems import cited
from evals.golden import read_golden
from evals.metrics import Scores, scores
from evals.outcomes import Outcome, Progress
from evals.worlds import Assistants, Texts, gather
from index.search import Hit

FIRST, THREE, SIMPLE = "first hit", "first three hits", "simple policy"
METRICS = (
    "citation recall", "citation precision", "answer precision", "decisive recall", "shown recall",
    "false answers", "right edition",
)  # fmt: skip
MARGIN = Path(__file__).parent / "simple_policy.toml"
MARGINS = tuple(step / 50 for step in range(21))  # tried when the margin is fitted
_TOP = 24
_SEVERAL = re.compile(
    r"\b(?:all|and|both|compare|comparison|differ\w*|each|every|list|versus|vs|which|who)\b", re.IGNORECASE
)


def search_scores(
    cases: Sequence[Case], texts: Texts, assistants: Assistants, progress: Progress | None = None
) -> dict[str, Scores]:
    """Ask the systems every case; return the scores of each."""
    answers: dict[str, list[Outcome]] = {FIRST: [], THREE: [], SIMPLE: []}
    for number, case in enumerate(cases, 1):
        hits = search(case, assistants)
        for system, chosen in ((FIRST, hits[:1]), (THREE, hits[:3]), (SIMPLE, simple_policy(case, hits))):
            answers[system].append(Outcome(case, cited(texts, [hit.passage.provision for hit in chosen])))
        if progress:
            progress(number, len(cases))
    return {system: scores(found, texts, METRICS) for system, found in answers.items()}


def search(case: Case, assistants: Assistants) -> tuple[Hit, ...]:
    """Search for a case's last turn; the turn before it, if there is one, is searched for too."""
    assistant = assistants.holding(case.held)
    newest = frozenset(edition.key for edition in assistant.library.newest)
    return assistant.searcher.search(" ".join(case.turns[-2:]), top=_TOP, editions=newest)


def simple_policy(case: Case, hits: Sequence[Hit], margin: float | None = None) -> Sequence[Hit]:
    """Return the first hit, and those close behind it where the question asks for several things."""
    if not hits or not _SEVERAL.search(case.turns[-1]):
        return hits[:1]
    least = hits[0].score - (fitted_margin() if margin is None else margin)
    return [hit for hit in hits if hit.score >= least]


@cache
def fitted_margin() -> float:
    """Return the margin of the simple policy, as `python -m evals margin` fitted it."""
    return float(tomllib.loads(MARGIN.read_text(encoding="utf-8"))["margin"])


def fit_margin() -> int:
    """Fit the margin to the development halves of the blind sets, for the greatest mean F1."""
    settings = read_settings()
    texts = gather(settings.home)
    golden = read_golden(texts, "dev")
    for reason in golden.left_out:
        say(reason)
    cases = [case for case in golden.cases if case.is_blind and case.gold]
    with ProgressBar("embedding", "text") as bar:
        assistants = Assistants(texts, settings, bar)
        found = [(case, search(case, assistants)) for case in cases]
    means = {
        margin: fmean(_f1(case, simple_policy(case, hits, margin)) for case, hits in found)
        for margin in MARGINS
    }
    best = max(means, key=lambda margin: (means[margin], -margin))
    MARGIN.write_text(f"# python -m evals margin\nmargin = {best}\n", encoding="utf-8")
    fitted_margin.cache_clear()
    rows = "".join(f"{margin:.2f}  {mean:.4f}\n" for margin, mean in means.items())
    sys.stdout.write(f"margin  F1 over {len(cases)} questions\n{rows}{MARGIN.name}: {best}\n")
    return 0


def _f1(case: Case, hits: Sequence[Hit]) -> float:
    """Return the harmonic mean of recall and precision."""
    shown = {str(hit.passage.provision) for hit in hits}
    recall = fmean(any(str(gold.provision) in shown for gold in group) for group in case.gold)
    precision = len(shown & case.cited) / len(shown) if shown else 0.0
    return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def by_row(systems: Mapping[str, Scores], system: str, metric: str) -> Mapping[str, float]:
    """Return a system's scores by a metric, by the rows' ids; empty where it was not measured."""
    return systems.get(system, {}).get(metric, {})
