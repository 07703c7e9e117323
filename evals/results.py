"""What a run measured: the answers, the score of every row, controls; and figures of groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from corpus.keys import EditionKey
from evals.cases import Case
from evals.claims import ClaimCase
from evals.controls import Control
from evals.drafts import Draft
from evals.golden import Golden
from evals.metrics import Scores
from evals.outcomes import Outcome
from evals.reviewed import Reviewed
from evals.stats import Interval, interval
from evals.worlds import Texts

LOWER_IS_BETTER = frozenset(
    [
        "wrong document",
        "severed",
        "wrongly refused",
        "false answers",
        "false claims accepted",
        "honest claims rejected",
    ]
)
ALL = "all"
SCOPE = "scope"  # a world and a split: what floors are set for
SET, BLIND, SEEN = "set", "blind", "seen"  # whether rules were made beside the questions

Row = Case | Draft | ClaimCase


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that have something in common: `by` says what, `name` which."""

    by: str
    name: str
    ids: frozenset[str]


@dataclass(frozen=True)
class Results:
    """What a run measured.

    `scores` has cases, drafts and claims; `systems` what the search beneath the assistant would answer.
    `reviewed` is what became of persons' cases.
    """

    split: str
    texts: Texts
    golden: Golden
    outcomes: tuple[Outcome, ...]
    scores: Scores
    controls: tuple[Control, ...] = ()
    reviewed: Reviewed = Reviewed((), {})  # noqa: RUF009  it is frozen
    systems: Mapping[str, Scores] = field(default_factory=dict)

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every golden row that was run."""
        return (*self.golden.cases, *self.golden.drafts, *self.golden.claims)

    @property
    def errors(self) -> tuple[str, ...]:
        """Each row that erred, by file and line."""
        return tuple(outcome.error for outcome in (*self.outcomes, *self.reviewed.outcomes) if outcome.error)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """All rows; then those of each kind, reader, number of turns, follow-up, change, world, scope."""
        found: dict[tuple[str, str], set[str]] = {}
        for row in self.rows:
            for by, name in _belongs(row, self.texts):
                found.setdefault((by, name), set()).add(row.id)
        order = {by: at for at, by in enumerate(_ORDER)}
        return tuple(
            Group(by, name, frozenset(ids))
            for (by, name), ids in sorted(found.items(), key=lambda pair: (order[pair[0][0]], pair[0][1]))
        )

    @cached_property
    def figures(self) -> Mapping[tuple[str, str], Mapping[str, Interval]]:
        """Every metric of every group, where it applies."""
        return {
            (group.by, group.name): figures(self.scores, group.ids, self.documents) for group in self.groups
        }

    @property
    def overall(self) -> Mapping[str, Interval]:
        """Every metric over all rows."""
        return self.figures.get((ALL, ALL), {})

    @property
    def headline_half(self) -> str:
        """The half of the blind sets that headlines are about: the test half where it was asked."""
        halves = {case.split for case in self.golden.cases if case.is_blind}
        return "test" if "test" in halves else "dev"

    @property
    def headline_cases(self) -> tuple[Case, ...]:
        """The cases of the blind sets that headlines are about."""
        half = self.headline_half
        return tuple(case for case in self.golden.cases if case.is_blind and case.split == half)

    @property
    def headline_figures(self) -> Mapping[str, Interval]:
        """Every metric over the cases that headlines are about; over all rows where none is blind."""
        return self.figures.get((SET, f"{BLIND} {self.headline_half}"), self.overall)

    @cached_property
    def documents(self) -> Mapping[str, str]:
        """The text that each row is about, of which intervals take a sample first."""
        return {row.id: str(_about(row)) for row in self.rows}


def figures(
    scores: Scores, ids: Iterable[str] | None = None, documents: Mapping[str, str] | None = None
) -> dict[str, Interval]:
    """Return the mean and interval of every metric over some rows, or over all."""
    wanted = None if ids is None else frozenset(ids)
    found: dict[str, Interval] = {}
    for name, rows in scores.items():
        chosen = {id_: score for id_, score in rows.items() if wanted is None or id_ in wanted}
        about = [documents.get(id_, "") for id_ in chosen] if documents else None
        figure = interval(list(chosen.values()), about)
        if figure is not None:
            found[name] = figure
    return found


def world_of_case(case: Case, texts: Texts) -> str:
    """Return the world that a case counts for; a blind set is a world of its own."""
    return f"blind {Path(case.place.partition(':')[0]).stem}" if case.is_blind else world_of(case.held, texts)


def world_of(held: Sequence[EditionKey], texts: Texts) -> str:
    """Return the first world that has all of these editions."""
    return next(
        (world.name for world in texts.worlds.values() if set(held) <= set(world.editions)), "elsewhere"
    )


_ORDER = (ALL, SET, "kind", "reader", "length", "turns", "follow-up", "near miss", "change", "world", SCOPE)


def _belongs(row: Row, texts: Texts) -> Iterable[tuple[str, str]]:
    if isinstance(row, Case):
        world = world_of_case(row, texts)
    else:
        world = world_of((row.provision.edition,) if isinstance(row, ClaimCase) else row.held, texts)
    yield ALL, ALL
    yield "world", world
    yield SCOPE, f"{world} {row.split}"
    if isinstance(row, Case):
        yield SET, f"{BLIND if row.is_blind else SEEN} {row.split}"
        yield "kind", row.kind
        yield "reader", row.reader
        if row.length:
            yield "length", row.length
        if row.miss:
            yield "near miss", row.miss
        yield "turns", "conversation" if row.follow_up else "single question"
        if row.follow_up:
            yield "follow-up", row.follow_up
    elif row.change:
        yield "change", row.change


def _about(row: Row) -> EditionKey:
    """Return the edition that a row is about: that of its first gold, of what is near, or held first."""
    if isinstance(row, ClaimCase):
        return row.provision.edition
    gold = [clause.provision.edition for group in row.gold for clause in group]
    near = [provision.edition for provision in row.near] if isinstance(row, Case) else []
    return (*gold, *near, *row.held)[0]
