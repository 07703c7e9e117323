"""The assistant beside the first hit of its own search, and the gate that it must not be worse.

Compared are the development halves of the blind sets: each set, all of them, and each kind of
question with enough rows. The assistant is worse where the whole 95 % interval of the paired
differences lies below zero. If it does no better than the first hit in the newest edition of each
instrument, the layer between search and answer does harm.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evals.cases import Case
from evals.controls.systems import cited
from evals.metrics import Scores, scores
from evals.outcomes import Outcome, Progress
from evals.results import Results, world_of_case
from evals.stats import Paired, paired
from evals.worlds import Assistants, Texts

METRICS = ("citation recall", "answer precision")
_SCORED = (*METRICS, "decisive recall", "shown recall", "false answers", "right edition")
_ENOUGH = 30  # rows of a kind that is compared
_DEV = "dev"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A metric over some rows: the assistant's score less that of the first hit."""

    rows: str
    metric: str
    difference: Paired

    @property
    def name(self) -> str:
        """What it is called in messages."""
        return f"{self.rows}: {self.metric}"

    @property
    def is_worse(self) -> bool:
        """Whether the assistant is worse, beyond chance."""
        return self.difference.high < 0


def first_hit_scores(
    cases: Sequence[Case], texts: Texts, assistants: Assistants, progress: Progress | None = None
) -> Scores:
    """Score the first hit of the search as the answer to every case.

    The last turn is searched for, and the turn before it, if there is one.
    """
    answers = []
    for number, case in enumerate(cases, 1):
        assistant = assistants.holding(case.held)
        newest = frozenset(edition.key for edition in assistant.library.newest)
        hits = assistant.searcher.search(" ".join(case.turns[-2:]), top=1, editions=newest)
        answers.append(Outcome(case, cited(texts, [hit.passage.provision for hit in hits])))
        if progress:
            progress(number, len(cases))
    return scores(answers, texts, _SCORED)


def comparisons(results: Results) -> tuple[Comparison, ...]:
    """Compare the assistant with the first hit over each group of rows that was asked."""
    found = []
    for rows, ids in _groups(results).items():
        for metric in METRICS:
            ours = {id_: score for id_, score in results.scores.get(metric, {}).items() if id_ in ids}
            difference = paired(ours, results.first_hit.get(metric, {}))
            if difference is not None:
                found.append(Comparison(rows, metric, difference))
    return tuple(found)


def worse(results: Results) -> Iterator[str]:
    """Name each comparison in which the assistant is worse."""
    for comparison in comparisons(results):
        if comparison.is_worse:
            yield f"worse than the first hit of its own search: {shown(comparison)}"


def shown(comparison: Comparison) -> str:
    """Show a comparison in one line."""
    difference = comparison.difference
    bounds = f"[{difference.low:+.3f}, {difference.high:+.3f}]"
    return f"{comparison.name} {difference.difference:+.3f} {bounds} over {difference.count} rows"


def _groups(results: Results) -> Mapping[str, frozenset[str]]:
    cases = [case for case in results.golden.cases if case.is_blind and case.split == _DEV]
    groups: dict[str, set[str]] = {}
    for case in cases:
        for name in ("all", world_of_case(case, results.texts), f"kind {case.kind}"):
            groups.setdefault(name, set()).add(case.id)
    return {
        name: frozenset(ids)
        for name, ids in groups.items()
        if not name.startswith("kind ")
        or sum(case.is_answerable for case in cases if case.id in ids) >= _ENOUGH
    }
