"""`python -m evals bank`: what the question bank is worth, by how many questions it has.

Asked are the single questions of the development halves of two blind sets: over Resolution 71 alone, and
over the 36 texts where they are in the library. For each size the first clauses of the search are looked
at, and how well the bank tells near misses from questions that are answered: by the mean nearness of the
nearest answered questions less that of the nearest near misses.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from assistant.cli.terminal import ProgressBar, print_json, say
from assistant.settings import read_settings
from corpus.keys import EditionKey
from evals.cases import Case
from evals.golden import read_golden
from evals.search_systems import search
from evals.stats import Interval, interval
from evals.worlds import Assistants, gather
from index.bank import Neighbours, QuestionBank

SUBJECT = "itu-pp/res-71/2022"
SIZES = (0, 250, 1000, 2500, 5000)
SIZES_OF_OTHERS = (0, 100, 250, 500, 1000)  # questions on each text beside Resolution 71
NEAR_COPY = 0.97  # the cosine from which a bank question is the same as a golden one
NEAR = 0.8  # the cosine that parts questions with a near neighbour from those without
_NEAREST_TENTH = 0.9
_LEFT = (0.1, 0.2)  # share of near misses that are answered
_DRAWS = 1000
_SEED = 71


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of one question: whether the first clause is right, the share of gold in the first three.

    Both are None for a near miss. `margin` is None without a bank, and `nearest` is the cosine of the
    nearest question of the bank.
    """

    case: Case
    first: float | None
    first_three: float | None
    margin: float | None
    nearest: float


@dataclass(frozen=True, slots=True)
class Point:
    """A bank of some size over some questions.

    `left` is the share of answerable questions that pass where a tenth or a fifth of the near misses do.
    """

    name: str
    asked: int
    first: Interval | None
    first_three: Interval | None
    auroc: Interval | None
    left: tuple[float, ...]


def run(*, as_json: bool = False, picture: Path | None = None) -> int:
    """Print the learning curves; draw them where a picture is wanted."""
    settings = read_settings()
    texts = gather(settings.home)
    golden = read_golden(texts, "dev")
    for one in golden.left_out:
        say(one)
    with ProgressBar("embedding", "text") as bar:
        assistants = Assistants(texts, settings, bar)
        curves = {name: measured(cases, assistants, banks) for name, cases, banks in _worlds(golden.cases)}
    if picture:
        _draw(curves, picture)
    if as_json:
        return print_json({name: [_row(one) for one in points] for name, points in curves.items()})
    for name, points in curves.items():
        sys.stdout.write(f"{name}\n{_table(points)}\n")
    return 0


Banks = Callable[[QuestionBank], Iterable[tuple[str, QuestionBank | None]]]


def _worlds(cases: Sequence[Case]) -> Iterable[tuple[str, Sequence[Case], Banks]]:
    """Return the worlds that are measured: a name, its questions, and the banks of each size."""
    key = EditionKey.parse(SUBJECT)
    single = [one for one in cases if one.is_blind and not one.follow_up]
    yield "Resolution 71 alone", [one for one in single if one.held == (key,)], _by_size
    others = [one for one in single if key in one.held and len(one.held) > 1]
    if others:
        yield f"{len(others[0].held)} texts", others, _by_size_of_others


def measured(cases: Sequence[Case], assistants: Assistants, banks: Banks) -> list[Point]:
    """Measure each bank over questions of one world; the last bank also over parts of them."""
    searcher = assistants.holding(cases[0].held).searcher
    whole = searcher.bank
    assert whole is not None, "the world has packs"
    points: list[Point] = []
    asked: list[Asked] = []
    without: list[Asked] = []
    try:
        for name, bank in banks(whole):
            searcher.bank = bank
            asked = [_ask(one, assistants) for one in cases]
            without = without or asked
            points.append(_point(name, asked))
    finally:
        searcher.bank = whole
    nearest = np.array([one.nearest for one in asked])
    copies = int((nearest >= NEAR_COPY).sum())
    for name, part in (
        (f"nearer than {NEAR}", nearest >= NEAR),
        (f"farther than {NEAR}", nearest < NEAR),
        ("without the nearest tenth", nearest < np.quantile(nearest, _NEAREST_TENTH)),
        (f"without {copies} near-copies", nearest < NEAR_COPY),
    ):
        rows = np.flatnonzero(part)
        points.append(_point(f"{name}: no bank", [without[row] for row in rows]))
        points.append(_point(f"{name}: all", [asked[row] for row in rows]))
    return points


def _by_size(whole: QuestionBank) -> Iterable[tuple[str, QuestionBank | None]]:
    """Return banks of some sizes, and the whole one."""
    rows = _shuffled(range(len(whole.questions)))
    for size in SIZES:
        if size < len(rows):
            yield f"{size:,}", whole.keeping(rows[:size]) if size else None
    yield f"{len(rows):,}", whole


def _by_size_of_others(whole: QuestionBank) -> Iterable[tuple[str, QuestionBank | None]]:
    """Return no bank, then banks with so many questions on each text beside Resolution 71, and the whole."""
    rows: dict[str, list[int]] = {}
    for row in _shuffled(range(len(whole.questions))):
        rows.setdefault(str(whole.questions[row].edition), []).append(row)
    subject = rows.pop(SUBJECT, [])
    yield "none", None
    for size in SIZES_OF_OTHERS:
        kept = [*subject, *(row for own in rows.values() for row in own[:size])]
        yield f"{size} a text", whole.keeping(kept)
    yield f"all {len(whole.questions):,}", whole


def _shuffled(rows: Iterable[int]) -> list[int]:
    """Return numbers in an order that is the same in every run."""
    found = list(rows)
    random.Random(_SEED).shuffle(found)  # noqa: S311  no secret
    return found


def _ask(case: Case, assistants: Assistants) -> Asked:
    """Search for a question, and ask the bank."""
    assistant = assistants.holding(case.held)
    near = assistant.searcher.neighbours(
        case.turns[-1], frozenset(one.key for one in assistant.library.newest)
    )
    first = three = None
    if case.gold:
        shown = [str(one.passage.provision) for one in search(case, assistants)[:3]]
        first = float(bool(shown) and shown[0] in case.cited)
        three = sum(any(str(one.provision) in shown for one in group) for group in case.gold) / len(case.gold)
    return Asked(case, first, three, _margin(near), _nearest(near))


def _margin(near: Neighbours) -> float | None:
    """Return by how much answered questions are nearer than near misses."""
    return None if near.is_empty else near.answered_nearness - near.near_miss_nearness


def _nearest(near: Neighbours) -> float:
    """Return the cosine of the nearest question."""
    return max((one.nearness for one in (*near.answered[:1], *near.near_misses[:1])), default=0.0)


def _point(name: str, asked: Sequence[Asked]) -> Point:
    """Sum up what came of some questions."""
    first = interval([one.first for one in asked if one.first is not None])
    three = interval([one.first_three for one in asked if one.first_three is not None])
    yes = np.array([one.margin for one in asked if one.case.gold and one.margin is not None])
    no = np.array([one.margin for one in asked if not one.case.gold and one.margin is not None])
    if not len(yes) or not len(no):
        return Point(name, len(asked), first, three, None, ())
    left = tuple(float((yes > np.quantile(no, 1 - share)).mean()) for share in _LEFT)
    return Point(name, len(asked), first, three, _auroc(yes, no), left)


def _auroc(yes: np.ndarray, no: np.ndarray) -> Interval:
    """Return how often an answerable question has a greater margin than a near miss, bootstrapped."""
    wins = (yes[:, None] > no[None, :]) + 0.5 * (yes[:, None] == no[None, :])
    dice = np.random.default_rng(_SEED)
    drawn = [
        wins[np.ix_(dice.integers(len(yes), size=len(yes)), dice.integers(len(no), size=len(no)))].mean()
        for _ in range(_DRAWS)
    ]
    low, high = np.quantile(drawn, (0.025, 0.975))
    return Interval(float(wins.mean()), float(low), float(high), len(yes) + len(no))


def _table(points: Sequence[Point]) -> str:
    """Print a line a point."""
    lines = [["bank", "questions", "first hit right", "first three", "AUROC", "left at .1, .2"]]
    lines += [
        [
            one.name,
            str(one.asked),
            _shown(one.first),
            _shown(one.first_three),
            _shown(one.auroc),
            ", ".join(f"{share:.2f}" for share in one.left) or "–",
        ]
        for one in points
    ]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() + "\n"
        for line in lines
    )


def _shown(one: Interval | None) -> str:
    """Show a figure with its interval."""
    return "–" if one is None else f"{one.mean:.3f} [{one.low:.3f}, {one.high:.3f}]"


def _row(one: Point) -> dict[str, Any]:
    """Return a point for a program to read."""
    figures = {"first": one.first, "first_three": one.first_three, "auroc": one.auroc}
    return {
        "bank": one.name,
        "questions": one.asked,
        **{
            name: None if found is None else [found.mean, found.low, found.high]
            for name, found in figures.items()
        },
        "left": list(one.left),
    }


def _draw(curves: Mapping[str, Sequence[Point]], path: Path) -> None:
    """Draw the learning curves beside each other; the file's ending says in which format."""
    with mpl.rc_context({"font.size": 9, "axes.spines.top": False, "axes.spines.right": False}):
        figure = Figure(figsize=(4.5 * len(curves), 3.2), layout="constrained")
        for at, (name, points) in enumerate(curves.items(), 1):
            axes = figure.add_subplot(1, len(curves), at)
            sizes = [one for one in points if ":" not in one.name]
            for label, mark, values in (
                ("first hit right", "o", [one.first for one in sizes]),
                ("first three", "s", [one.first_three for one in sizes]),
                ("AUROC of near misses", "^", [one.auroc for one in sizes]),
            ):
                known = [(place, one) for place, one in enumerate(values) if one is not None]
                means = [one.mean for _, one in known]
                spread = [
                    [one.mean - one.low for _, one in known],
                    [one.high - one.mean for _, one in known],
                ]
                places = [place for place, _ in known]
                axes.errorbar(places, means, yerr=spread, fmt=f"{mark}-", elinewidth=1, label=label)
            axes.set_xticks(range(len(sizes)), [one.name.replace(" ", "\n", 1) for one in sizes])
            axes.set_title(name)
            axes.set_xlabel("questions in the bank")
            axes.set_ylim(0.3, 1.0)
            axes.grid(axis="y", linewidth=0.5)
        axes.legend(frameon=False, loc="lower right")
        figure.savefig(path)
