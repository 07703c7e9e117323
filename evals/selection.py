"""`python -m evals select`: fits the local reader on hits that were judged one by one.

`data/training/judgements.jsonl` has questions of the bank and of the blind development halves, each with
the sixteen best hits over 36 texts; careful readers said of every hit whether it answers, answers in part,
or not. A question of the bank is read without itself in the bank. The development questions over
Resolution 71 alone are added with their gold. Trees say how likely a clause answers; others, fitted on
likelihoods of clauses that were left out, how likely a question is answered. Figures are of a world that
nothing was fitted on.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier  # type: ignore[import-untyped]

from assistant.cli.terminal import ProgressBar
from assistant.selection.features import READ, Features, features
from assistant.selection.reader import MODEL, LocalReader, Reading
from assistant.selection.trees import Node, Trees
from assistant.settings import read_settings
from assistant.strategies.desk import Desk
from assistant.understanding.question import read_question
from corpus.keys import EditionKey
from evals.cases import Case
from evals.golden import read_golden
from evals.results import world_of
from evals.search_systems import newest_editions
from evals.worlds import Assistants, Held, Texts, gather
from index.bank import Neighbour, Neighbours, QuestionBank
from index.search import Hit

JUDGEMENTS = Path(__file__).parent / "data" / "training" / "judgements.jsonl"
WORLD = "related"
_ITSELF = 0.97  # the cosine from which a bank question is the question that is asked
_FOLDS = 5
_SEED = 71
_TREES: Mapping[str, Any] = {
    "max_iter": 150, "max_depth": 4, "learning_rate": 0.06, "l2_regularization": 5.0, "min_samples_leaf": 40,
    "random_state": _SEED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A question: where it is from, its hits and their features, which of them answer, and its gold."""

    world: str
    hits: tuple[Hit, ...]
    features: Features
    answers: tuple[bool, ...]
    gold: tuple[frozenset[str], ...] = ()

    @property
    def is_answered(self) -> bool:
        """Whether one of its hits answers."""
        return any(self.answers)


class _WithoutItself(QuestionBank):
    """A bank that does not find the question that is asked."""

    def neighbours(self, vector: np.ndarray, editions: Set[EditionKey] | None = None) -> Neighbours:
        near = super().neighbours(vector, editions)
        return Neighbours(_others(near.answered), _others(near.near_misses))


def _others(neighbours: Sequence[Neighbour]) -> tuple[Neighbour, ...]:
    """Leave out what is the same question."""
    return tuple(one for one in neighbours if one.nearness < _ITSELF)


def run() -> int:
    """Fit the local reader, print its figures on worlds left out, and write it."""
    settings = read_settings()
    texts = gather(settings.home)
    with ProgressBar("reading", "question") as bar:
        rows = list(_rows(texts, Assistants(texts, settings), bar))
    for world in sorted({one.world for one in rows if one.gold}):
        reader = fitted([one for one in rows if one.world != world])
        sys.stdout.write(f"{world}: {_said([one for one in rows if one.world == world], reader)}\n")
    reader = fitted(rows)
    MODEL.write_text(json.dumps({"clause": _json(reader.clause), "question": _json(reader.question)}) + "\n")
    return 0


def fitted(rows: Sequence[Row]) -> LocalReader:
    """Fit a reader on questions."""
    clauses = np.array([one for row in rows for one in row.features.clauses])
    answers = np.array([one for row in rows for one in row.answers])
    question = np.array([at for at, row in enumerate(rows) for _ in row.answers])
    fold = np.random.default_rng(_SEED).integers(_FOLDS, size=len(rows))
    likely: list[list[float]] = [[] for _ in rows]
    for left_out in range(_FOLDS):
        inside = fold[question] != left_out
        part = HistGradientBoostingClassifier(**_TREES).fit(clauses[inside], answers[inside])
        for at, one in zip(question[~inside], part.predict_proba(clauses[~inside])[:, 1], strict=True):
            likely[at].append(float(one))
    asked = np.array([row.features.of_question(one) for row, one in zip(rows, likely, strict=True)])
    return LocalReader(
        _trees(HistGradientBoostingClassifier(**_TREES).fit(clauses, answers)),
        _trees(HistGradientBoostingClassifier(**_TREES).fit(asked, [row.is_answered for row in rows])),
    )


def _rows(texts: Texts, assistants: Assistants, bar: ProgressBar) -> Iterator[Row]:
    """Read the hits of every question."""
    held = texts.held(WORLD)
    library = _desk(assistants, held)
    judged = [json.loads(line) for line in JUDGEMENTS.read_text(encoding="utf-8").splitlines()]
    cases = {one.id: one for one in read_golden(texts, "dev").cases if one.is_blind and not one.follow_up}
    others = [one for one in cases.values() if len(one.held) == 1]
    whole = library.searcher.bank
    assert whole is not None, "the texts have packs"
    without = _WithoutItself(whole.questions, whole.vectors)
    for number, row in enumerate(judged, 1):
        case = cases.get(row.get("case", ""))
        library.searcher.bank = whole if case else without
        if case is None or case.held == held:
            kept = set(row["hits"])
            answering = {row["hits"][at] for at in row["answers"]}
            gold = _gold(case) if case else ()

            yield _row("36 texts" if case else "bank", library, row["q"], kept, answering, gold)
        bar(number, len(judged) + len(others))
    library.searcher.bank = whole
    for number, case in enumerate(others, len(judged) + 1):
        gold = _gold(case)
        answering = {one for group in gold for one in group}
        world = world_of(case.held, texts)
        yield _row(world, _desk(assistants, case.held), case.turns[-1], None, answering, gold)
        bar(number, len(judged) + len(others))


def _gold(case: Case) -> tuple[frozenset[str], ...]:
    """Return a case's gold, alternatives together."""
    return tuple(frozenset(str(one.provision) for one in group) for group in case.gold)


def _desk(assistants: Assistants, held: Held) -> Desk:
    """Return the desk with the newest edition held of each instrument."""
    assistant = assistants.holding(held)
    newest = newest_editions(assistant.library.editions)
    editions = [one for one in assistant.library.editions if one.key in newest]
    return Desk(assistant.library, assistant.searcher, editions)


def _row(
    world: str,
    desk: Desk,
    text: str,
    kept: Set[str] | None,
    answering: Set[str],
    gold: tuple[frozenset[str], ...],
) -> Row:
    """Read one question; where `kept` are given, only hits that were judged."""
    question = read_question(desk.searcher.spelling.correct(text))
    hits = [
        one for one in desk.search(question.text, READ) if kept is None or str(one.passage.provision) in kept
    ]
    answers = tuple(str(one.passage.provision) in answering for one in hits)
    return Row(world, tuple(hits), features(desk, question, hits), answers, gold)


def _trees(model: Any) -> Trees:  # noqa: ANN401  scikit-learn's
    """Return scikit-learn's trees as numbers."""
    trees = []
    for (predictor,) in model._predictors:
        trees.append(tuple(_node(one) for one in predictor.nodes))
    return Trees(float(np.ravel(model._baseline_prediction)[0]), tuple(trees))


def _node(one: Any) -> Node:  # noqa: ANN401  scikit-learn's
    """Return a node of a tree as numbers."""
    if one["is_leaf"]:
        return (round(float(one["value"]), 6),)
    return int(one["feature_idx"]), float(one["num_threshold"]), int(one["left"]), int(one["right"])


def _json(trees: Trees) -> dict[str, object]:
    """Return trees for a file."""
    return {"bias": trees.bias, "trees": trees.trees}


def _said(rows: Sequence[Row], reader: LocalReader) -> str:
    """Say how a reader fares on questions that it was not fitted on."""
    recall, precision, first = [], [], []
    false = []
    for row in rows:
        likely = [reader.clause.likelihood(one) for one in row.features.clauses]
        ranked = sorted(zip(row.hits, likely, strict=True), key=lambda one: -one[1])
        reading = Reading(tuple(ranked), reader.question.likelihood(row.features.of_question(likely)))
        chosen = {str(one.passage.provision) for one in reading.chosen}
        gold = {one for group in row.gold for one in group}
        if row.gold:
            first.append(float(str(ranked[0][0].passage.provision) in gold))
            found = fmean(float(bool(group & chosen)) for group in row.gold)
            recall.append(found if reading.is_answered else 0.0)
        else:
            false.append(float(reading.is_answered))
        if reading.is_answered:
            precision.append(len(chosen & gold) / len(chosen))
    return (
        f"{len(rows)} questions, first clause right {fmean(first):.3f}, decisive recall {fmean(recall):.3f}, "
        f"answer precision {fmean(precision):.3f}, false answers {fmean(false):.3f}"
    )
