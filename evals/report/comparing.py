"""The assistant beside what it was, and beside what is to be beaten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evals.report.pictures import differences
from evals.report.tables import Section, Table, share
from evals.results import ALL, LOWER_IS_BETTER, Results
from evals.stats import Interval, Paired


@dataclass(frozen=True, slots=True)
class Beat:
    """A number to beat: what, the best that is known, the goal, and which figure of ours stands beside it.

    Where `group` is '' it is measured by another command, which `metric` names. `less` turns a share
    into what is missing from it.
    """

    what: str
    known: str
    said: str
    goal: float
    group: tuple[str, str]
    metric: str
    less: bool = False


_CONTEXT = ("turns", "conversation")
BEATS = (
    Beat("legal research assistants, answers with a hallucination (Lexis+, Westlaw; arXiv 2405.20362)",
         "17 %, 33 %", "0 statements that no clause bears out", 0.0, (ALL, ALL), "grounded", less=True),
    Beat("generative search, citations that support (arXiv 2304.09848)",
         "74.5 %", "≥ 98 %", 0.98, (ALL, ALL), "citation validity"),
    Beat("generative search, sentences fully supported (the same)",
         "51.5 %", "100 %", 1.0, (ALL, ALL), "grounded"),
    Beat("refusal precision (best open peer)", "33 %", "≥ 90 %", 0.9, (ALL, ALL), "refusal precision"),
    Beat("refusal recall (the same peer)", "44 %", "≥ 90 %", 0.9, (ALL, ALL), "refusal recall"),
    Beat("conversations passed (the same peer)", "83 %", "≥ 90 %", 0.9, _CONTEXT, "correct"),
    Beat("GOV.UK Chat, accuracy; here: met as the question deserves, with every clause it needs",
         "90 %", "≥ 95 %", 0.95, (ALL, ALL), "correct"),
    Beat("Resolution 71, clauses found among the first 10 (BM25; dense and lexical with context)",
         "56 %; 80 %", "≥ 92 %", 0.92, ("world", "res-71"), "recall@10"),
    Beat("operative clauses shown without whom they address (a peer's own figure)",
         "73 %", "0 %", 0.0, (ALL, ALL), "severed"),
    Beat("ObliQA test, R@10 / MAP@10 / nDCG@10 (MiniLM and BM25, convex, untuned)",
         ".790 / .651 / .703", "≥ .82 / ≥ .69 / ≥ .735", 0.0, ("", ""), "python -m evals beir FOLDER"),
)  # fmt: skip


def numbers_to_beat(results: Results) -> Section:
    """Show the best that is known elsewhere, the goal, and ours."""
    rows = [(beat.what, beat.known, beat.said, *_ours(beat, results)) for beat in BEATS]
    text = (
        "What others measured of themselves or of others, on their own questions: a line to hold on to, "
        "no race. A goal is reached when the figure reaches it, and surely so when the whole interval does."
    )
    columns = ("", "best known", "goal", "ours [95 %]", "reached")
    return Section("Numbers to beat", text, (Table(columns, tuple(rows)),))


def figure_of(beat: Beat, results: Results) -> Interval | None:
    """Return our figure beside a number to beat."""
    figure = results.figures.get(beat.group, {}).get(beat.metric)
    if figure is None or not beat.less:
        return figure
    return Interval(1 - figure.mean, 1 - figure.high, 1 - figure.low, figure.count)


def against_baseline(behind: Mapping[str, Paired], name: str) -> Section:
    """Draw what changed since the tagged run."""
    changed = {
        metric: difference
        for metric, difference in behind.items()
        if difference.difference or difference.low or difference.high
    }
    text = (
        f"Each question beside itself in the run “{name}”: {len(behind) - len(changed)} figures are the same"
    )
    text += f", {len(changed)} changed." if changed else "."
    names = [f"{metric}{' ↓' if metric in LOWER_IS_BETTER else ''}" for metric in changed]
    bounds = [(difference.difference, difference.low, difference.high) for difference in changed.values()]
    pictures = (differences(f"Differences from “{name}”", names, bounds),) if changed else ()
    return Section("Against the baseline", text, (), pictures)


def controls(results: Results) -> Section:
    """Show what is known beforehand, and whether the measuring says so."""
    rows = [
        (control.name, control.must, control.got, "holds" if control.holds else "DOES NOT HOLD")
        for control in results.controls
    ]
    text = (
        "A measure is only worth something if it punishes what is bad. So systems and claims whose worth is "
        "known beforehand are measured too; where one does not score as it must, the run fails."
    )
    return Section(
        "Controls: is the measuring itself sound?", text, (Table(("", "must", "got", ""), tuple(rows)),)
    )


def _ours(beat: Beat, results: Results) -> tuple[str, str]:
    """Show our figure, and whether it reaches the goal."""
    figure = figure_of(beat, results)
    if figure is None:
        return ("–", f"see {beat.metric}" if not beat.group[0] else "not measured")
    lower = beat.less or beat.metric in LOWER_IS_BETTER
    reached = figure.mean <= beat.goal if lower else figure.mean >= beat.goal
    surely = figure.high <= beat.goal if lower else figure.low >= beat.goal
    return share(figure), "surely" if surely else "yes" if reached else "no"
