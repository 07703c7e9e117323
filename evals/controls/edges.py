"""What lies at the edge: no text held, a row that errs, vectors that point nowhere."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from assistant.answer import Answer
from assistant.library.library import Library
from assistant.pipeline import Assistant
from corpus.catalogue import catalogue
from corpus.errors import IndexUnavailable
from evals.cases import Case
from evals.controls.control import Control
from evals.controls.systems import oracle, outcomes
from evals.metrics import scores
from evals.metrics.abstention import SHOWN
from evals.worlds import Texts
from index import EmbeddingCache, build, search_without_index

if TYPE_CHECKING:
    import numpy as np

    from index.encoded import Encoded
    from index.model import EmbeddingModel

VECTORS = {"zeros": 0.0, "not numbers": float("nan")}


def edge_controls(cases: Sequence[Case], texts: Texts) -> tuple[Control, ...]:
    """Run the controls at the edge."""
    return (
        empty_library(cases),
        erring(cases, texts),
        *(broken_vectors(texts, what) for what in VECTORS),
    )


def empty_library(cases: Sequence[Case]) -> Control:
    """Ask the assistant with no text at all."""
    assistant = Assistant(Library((), catalogue()), search_without_index((), ()))
    shown = [case.id for case in cases if assistant.ask(case.turns).status in SHOWN]
    return Control(
        "an empty library",
        f"answer none of {len(cases)} questions",
        f"{len(shown)} answered{f', first {shown[0]}' if shown else ''}",
        not shown,
    )


def erring(cases: Sequence[Case], texts: Texts) -> Control:
    """Let one case fail: it is reported by file and line, unscored; all others are scored."""
    bad, right = cases[0], oracle(texts)

    def answers(case: Case) -> Answer:
        if case is bad:
            raise ZeroDivisionError("on purpose")
        return right(case)

    logger = logging.getLogger("evals.outcomes")
    logger.disabled = True
    try:
        done = outcomes(answers, cases)
    finally:
        logger.disabled = False
    scored = scores(done, texts)
    errors = [outcome.error for outcome in done if outcome.error]
    holds = (
        len(done) == len(cases)
        and len(errors) == 1
        and errors[0].startswith(f"{bad.place}: ZeroDivisionError")
        and all(bad.id not in rows for rows in scored.values())
        and len(scored["right status"]) == len(cases) - 1
    )
    return Control("a row that errs", f"be told as {bad.place}, alone, unscored", "; ".join(errors), holds)


def broken_vectors(texts: Texts, what: str) -> Control:
    """Build an index with a model whose vectors point nowhere."""
    name = f"model of {what}"
    edition = texts.editions[min(texts.editions)]
    must = f"be refused by name, “{name}”, and leave no index"
    with TemporaryDirectory() as folder:
        root = Path(folder)
        try:
            model: EmbeddingModel = _Nowhere(name, VECTORS[what])  # type: ignore[assignment]
            build([edition], root / "index", model, EmbeddingCache(root / "cache.sqlite"))
            return Control(f"vectors of {what}", must, "an index was built", holds=False)
        except Exception as error:  # what else may break is as wrong as an index that is built
            left = list((root / "index").glob("gen-*"))
            holds = isinstance(error, IndexUnavailable) and name in str(error) and not left
            return Control(f"vectors of {what}", must, str(error), holds)


class _Nowhere:
    """A model that gives every text the same vector, which has no direction."""

    def __init__(self, name: str, value: float) -> None:
        self.name, self.sha256, self._value = name, name, value
        self.dictionary = Path("no dictionary")

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return the vectors of texts."""
        return self.encode(texts).vectors

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Embed texts."""
        import numpy as np

        from index.encoded import Encoded

        vectors = np.full((len(texts), 8), self._value, dtype=np.float32)
        return Encoded(vectors, tuple(row[None, :] for row in vectors))
