"""`python -m evals bank`: what the question bank is worth, by how many questions of it are asked.

A question is compared with those of the pack of Resolution 71 by the shipped model's vectors. Measured
on the blind set over Resolution 71, development half: whether the right clause comes first or among
the first three when the clauses of near questions are raised, and how well nearness to answered
questions and to near misses tells answerable questions from others. Nothing is fitted.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.settings import read_settings
from assistant.terminal import ProgressBar, print_json
from corpus.keys import EditionKey
from corpus.packs import PackQuestion, pack_path, read_pack
from evals.cases import Case
from evals.golden import read_golden
from evals.search_systems import search
from evals.stats import Interval, interval
from evals.worlds import Assistants, gather
from index.cache import EmbeddingCache
from index.model import EmbeddingModel

EDITION = "itu-pp/res-71/2022"
SIZES = (0, 250, 1000, 2500, 5000)
NEAR_COPY = 0.97  # similarity from which a bank question is the same as a golden one
_NEAREST = 5
_RAISE = 0.5  # what a near question's clause gains, of the search's own scale
_LEFT = (0.1, 0.2)  # share of near misses that are answered
_SEED = 71


@dataclass(frozen=True, slots=True)
class Point:
    """The bank with so many questions: shares of right clauses, AUROC, and answerable questions left.

    `left` is the share of answerable questions that pass where a tenth or a fifth of the near misses do.
    """

    size: int
    first: Interval
    first_three: Interval
    auroc: float | None
    left: tuple[float, ...]


def run(*, as_json: bool = False) -> int:
    """Print the learning curve."""
    settings = read_settings()
    texts = gather(settings.home)
    key = EditionKey.parse(EDITION)
    questions = list(read_pack(pack_path(key)).of(texts.editions[key]))
    random.Random(_SEED).shuffle(questions)  # noqa: S311  no secret
    cases = [
        one
        for one in read_golden(texts, "dev").cases
        if one.is_blind and one.held == (key,) and not one.follow_up
    ]
    cache, model = (
        EmbeddingCache(settings.home / "cache" / "embeddings.sqlite"),
        EmbeddingModel(settings.model),
    )
    with ProgressBar("embedding", "question") as bar:
        bank = cache.embed([one.text for one in questions], model, bar)
    asked = cache.embed([one.turns[-1] for one in cases], model)
    near = asked @ bank.T
    copies = int((near.max(axis=0) >= NEAR_COPY).sum())
    ranked = _search_scores(cases, Assistants(texts, settings))
    sizes = [size for size in SIZES if size < len(questions)] + [len(questions)]
    points = [_point(questions[:size], near[:, :size], cases, ranked) for size in sizes]
    if as_json:
        return print_json({"near_copies": copies, "points": [_row(one) for one in points]})
    sys.stdout.write(f"{len(cases)} questions of the blind set; {copies} near-copies of them in the bank\n")
    sys.stdout.write(f"{'questions':>9}  {'first':<22}{'first three':<22}{'AUROC':<8}left at .1, .2\n")
    for one in points:
        auroc = "–" if one.auroc is None else f"{one.auroc:.3f}"
        left = ", ".join(f"{share:.2f}" for share in one.left) or "–"
        sys.stdout.write(
            f"{one.size:>9}  {_shown(one.first):<22}{_shown(one.first_three):<22}{auroc:<8}{left}\n"
        )
    return 0


def _search_scores(cases: Sequence[Case], assistants: Assistants) -> list[dict[str, float]]:
    """Return the search's score of each clause that it finds for each case."""
    return [{one.passage.eid: one.score for one in search(case, assistants)} for case in cases]


def _point(
    questions: Sequence[PackQuestion],
    near: np.ndarray,
    cases: Sequence[Case],
    ranked: Sequence[Mapping[str, float]],
) -> Point:
    """Measure a bank of these questions; `near` are similarities, shape (cases, questions)."""
    answered = np.array([one.is_answered for one in questions], dtype=bool)
    first, three, margins = [], [], []
    for row, case in enumerate(cases):
        if case.gold:
            order = _order(ranked[row], questions, near[row])
            gold = {one.provision.eid for group in case.gold for one in group}
            first.append(float(order[0] in gold))
            three.append(_recall(case, order[:3]))
        if answered.any() and not answered.all():
            margins.append(_mean(near[row][answered]) - _mean(near[row][~answered]))
    found = interval(first), interval(three)
    assert found[0] is not None
    assert found[1] is not None
    yes = np.array([one for one, case in zip(margins, cases, strict=False) if case.gold])
    no = np.array([one for one, case in zip(margins, cases, strict=False) if not case.gold])
    if not len(yes) or not len(no):
        return Point(len(questions), found[0], found[1], None, ())
    auroc = float((yes[:, None] > no[None, :]).mean())
    left = tuple(float((yes > np.quantile(no, 1 - share)).mean()) for share in _LEFT)
    return Point(len(questions), found[0], found[1], auroc, left)


def _order(scores: Mapping[str, float], questions: Sequence[PackQuestion], near: np.ndarray) -> list[str]:
    """Order clauses by the search's score, raised by the nearest answered question that names each."""
    raised: dict[str, float] = {}
    for at in np.argsort(-near)[: _NEAREST * 4]:
        if questions[at].is_answered:
            for eid in questions[at].clauses:
                raised[eid] = max(raised.get(eid, 0.0), float(near[at]))
    total = {eid: scores.get(eid, 0.0) + _RAISE * raised.get(eid, 0.0) for eid in {*scores, *raised}}
    return sorted(total, key=lambda eid: (-total[eid], eid))


def _recall(case: Case, shown: Sequence[str]) -> float:
    """Return the share of a case's gold among some clauses."""
    return sum(any(one.provision.eid in shown for one in group) for group in case.gold) / len(case.gold)


def _mean(near: np.ndarray) -> float:
    """Return the mean similarity of the nearest questions."""
    return float(np.sort(near)[-_NEAREST:].mean())


def _shown(one: Interval) -> str:
    """Show a figure with its interval."""
    return f"{one.mean:.3f} [{one.low:.3f}, {one.high:.3f}]"


def _row(one: Point) -> dict[str, object]:
    """Return a point for a program to read."""
    return {
        "questions": one.size,
        "first": one.first.mean,
        "first_three": one.first_three.mean,
        "auroc": one.auroc,
        "left": list(one.left),
    }
