"""The generation in use, as far as a new one may take over what it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import IndexUnavailable
from corpus.instruments import Edition
from index.bank import read_questions
from index.generation import current, damaged_files, load_vectors, read_manifest, read_passages
from index.model import EmbeddingModel
from index.passages import Passage, passages

if TYPE_CHECKING:
    import numpy as np

_CHANGED = 0.25  # of a generation: where more has gone, Chroma's graph is better made anew


class Predecessor:
    """The generation in use, as far as what is built now has the same editions.

    `vectors` are those of the passages of editions that have not changed, `questions` those of the bank's
    questions, by their ids; `gone` are the ids of the other passages.
    """

    def __init__(self, folder: Path, unchanged: set[str]) -> None:
        """Read the passages and the questions with their vectors."""
        self.folder = folder
        self.rows = read_passages(folder)
        self.vectors: dict[str, np.ndarray] = {}
        self._kept: dict[str, list[Passage]] = {}
        for one, vector in zip(self.rows, load_vectors(folder), strict=True):
            if str(one.edition) in unchanged:
                self.vectors[one.id] = vector
                self._kept.setdefault(str(one.edition), []).append(one)
        self.gone = [one.id for one in self.rows if one.id not in self.vectors]
        asked = read_questions(folder / "questions.jsonl")
        own = load_vectors(folder, "questions")
        self.questions = {one.id: vector for one, vector in zip(asked, own, strict=True)}

    def passages(self, edition: Edition) -> Sequence[Passage]:
        """Return an edition's passages: those there are, where it has not changed."""
        return self._kept.get(str(edition.key)) or tuple(passages(edition))


def predecessor(root: Path, model: EmbeddingModel, marks: Mapping[str, str]) -> Predecessor | None:
    """Return the generation in use where it can be built upon, else None."""
    try:
        folder = current(root)
        manifest = read_manifest(folder)
    except IndexUnavailable:
        return None
    if manifest.model_sha256 != model.sha256 or damaged_files(folder, manifest):
        return None
    found = Predecessor(folder, {key for key, mark in manifest.editions.items() if marks.get(key) == mark})
    return found if len(found.gone) <= _CHANGED * len(found.rows) else None
