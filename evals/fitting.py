"""`python -m evals fit`: the weights of the evidence for a clause (assistant/selection/evidence.py).

Logistic regression (Cox 1958) with a little ridge, over the first clauses found for every
development question and every question in `evals/pairs/weighed`, whose invented texts nothing is
taught of: those of the gold answer, the others do not, and nothing answers a question that the texts
leave open. Folds are by world, so that the figures printed are of texts not fitted on.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]

from assistant.answer import Status
from assistant.cli.terminal import ProgressBar
from assistant.pipeline import Assistant
from assistant.selection.evidence import Evidence, judge
from assistant.settings import Settings, read_settings
from corpus.errors import InvalidQuestion
from corpus.keys import ProvisionId
from evals.cases import Case, Gold
from evals.golden import read_golden
from evals.results import world_of
from evals.training import PAIRS, read_texts
from evals.worlds import Assistants, Held, Texts, gather
from index.opening import search_without_index

WEIGHED = PAIRS / "weighed"
_RIDGE = 1.0
_BINS = 10


@dataclass(frozen=True)
class Rows:
    """Evidence of judged clauses, (clauses, kinds); whether each answers; question and world of each."""

    evidence: np.ndarray
    answers: np.ndarray
    question: np.ndarray
    world: np.ndarray


class ByWords:
    """The assistants of worlds where there is no index: only words are compared."""

    def __init__(self, texts: Texts, settings: Settings) -> None:
        self._texts, self._settings = texts, settings
        self._opened: dict[Held, Assistant] = {}

    def holding(self, held: Held) -> Assistant:
        """Return the assistant whose library holds just these editions."""
        if held not in self._opened:
            library = self._texts.library(held)
            searcher = search_without_index(library.editions, ())
            self._opened[held] = Assistant(library, searcher, self._settings.subject)
        return self._opened[held]


def run() -> int:
    """Fit on the development questions; print the weights, and how far they can be believed."""
    settings = read_settings()
    texts = gather(settings.home)
    own = {one.key: one for one in read_texts(WEIGHED)}
    texts = replace(texts, editions={**texts.editions, **own})
    golden = [one for one in read_golden(texts, "dev").cases if len(one.turns) == 1 and not one.is_blind]
    added = list(read_weighed(WEIGHED, texts))
    cases = [*golden, *added]
    worlds = [*(world_of(one.held, texts) for one in golden), *(one.place for one in added)]
    answerable = np.array([one.is_answerable for one in cases])
    for name, assistants in (
        ("with an index", Assistants(texts, settings)),
        ("by words alone", ByWords(texts, settings)),
    ):
        with ProgressBar("judging", "question") as progress:
            rows = gathered(cases, assistants, worlds, progress)
        clause = fitted(rows.evidence, rows.answers, alike(rows.world))
        best = likeliest(rows, clause)
        asked = fitted(rows.evidence[best], answerable[rows.question[best]], alike(rows.world[best]))
        sys.stdout.write(f"{name}\n{_weights('clause', clause)}{_weights('question', asked)}")
        sys.stdout.write(f"on worlds not fitted on: {_said(rows)}\n")
    return 0


def read_weighed(folder: Path, texts: Texts) -> Iterator[Case]:
    """Read the questions of a folder as cases; those over texts that are not at hand are left out.

    A JSON line each: {"q", "ids"}; without an answer, `ids` is empty and "near" names what comes near.
    Held is the world that "held" names, or else the one text that the question is about.
    """
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            row = json.loads(line)
            answers = tuple(Gold(ProvisionId.parse(one), "") for one in row["ids"])
            near = tuple(map(ProvisionId.parse, row.get("near", ())))
            about = (*(one.provision for one in answers), *near)
            held = texts.held(row["held"]) if "held" in row else (about[0].edition,)
            if texts.missing(held):
                continue
            yield Case(
                id=f"{path.stem}-{number}",
                split="dev",
                reader="",
                kind="lookup",
                turns=(row["q"],),
                held=held,
                status=Status.ANSWERED if answers else Status.NOT_STATED,
                gold=(answers,) if answers else (),
                near=near,
                place=row.get("held", "one text"),
            )


def likeliest(rows: Rows, weights: np.ndarray) -> np.ndarray:
    """Return the row of each question's likeliest clause, in the order of the questions."""
    likely = np.column_stack([rows.evidence, np.ones(len(rows.evidence))]) @ weights
    found = [np.flatnonzero(rows.question == one) for one in np.unique(rows.question)]
    return np.array([own[likely[own].argmax()] for own in found], dtype=int)


def _weights(name: str, weights: np.ndarray) -> str:
    """Return weights as assistant/selection/evidence.py has them."""
    named = zip([*(one.name for one in fields(Evidence)), "bias"], weights, strict=True)
    return f"{name}: {', '.join(f'{kind}={weight:.2f}' for kind, weight in named)}\n"


def gathered(
    cases: Sequence[Case],
    assistants: Assistants | ByWords,
    worlds: Sequence[str],
    progress: Callable[[int, int], None] | None = None,
) -> Rows:
    """Judge the first clauses found for each case."""
    found: list[tuple[tuple[float, ...], bool, int, str]] = []
    for at, (case, world) in enumerate(zip(cases, worlds, strict=True)):
        try:
            desk, question, hits = assistants.holding(case.held).searched(case.turns[-1])
        except InvalidQuestion:
            continue
        found += [
            (astuple(one.evidence), str(one.hit.passage.provision) in case.cited, at, world)
            for one in judge(desk, question, hits)
        ]
        if progress:
            progress(at + 1, len(cases))
    evidence, answers, question_of, world_of_row = zip(*found, strict=True)
    return Rows(np.array(evidence), np.array(answers), np.array(question_of), np.array(world_of_row))


def alike(world: np.ndarray) -> np.ndarray:
    """Return what each row counts so that every world counts alike, shape (rows,), mean one."""
    names, at, counts = np.unique(world, return_inverse=True, return_counts=True)
    shares: np.ndarray = (len(world) / len(names) / counts)[at]
    return shares


def fitted(evidence: np.ndarray, answers: np.ndarray, counts: np.ndarray | float = 1.0) -> np.ndarray:
    """Return the weights of each kind of evidence and, last, the bias, shape (kinds + 1,).

    A row `counts` for as much.
    """
    given = np.column_stack([evidence, np.ones(len(evidence))])
    sign = np.where(answers, 1.0, -1.0)

    def loss(weights: np.ndarray) -> float:
        return float(
            (counts * np.logaddexp(0, -sign * (given @ weights))).sum()
            + _RIDGE / 2 * (weights[:-1] ** 2).sum()
        )

    found: np.ndarray = minimize(loss, np.zeros(given.shape[1]), method="L-BFGS-B").x
    return found


def _said(rows: Rows) -> str:
    """Say how the likelihoods of each world fare by weights fitted on the others."""
    said: list[str] = []
    for world in sorted(set(rows.world)):
        out = rows.world == world
        weights = fitted(rows.evidence[~out], rows.answers[~out], alike(rows.world[~out]))
        likely = 1 / (1 + np.exp(-np.column_stack([rows.evidence[out], np.ones(out.sum())]) @ weights))
        edges = np.minimum((likely * _BINS).astype(int), _BINS - 1)
        off = sum(
            abs(likely[edges == one].mean() - rows.answers[out][edges == one].mean()) * (edges == one).mean()
            for one in set(edges)
        )
        said.append(f"{world} {out.sum()} clauses, off by {off:.3f} (expected calibration error)")
    return "; ".join(said)
