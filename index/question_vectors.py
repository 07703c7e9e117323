"""Vectors of the questions of the shipped packs, which are the same on every machine.

    question_vectors/itu-pp_res-71_2022.npz     in the order of the pack, a byte a number

Each file names the pack and the model that it was made from, by their hashes. Where these differ, the
questions are embedded like those of any other pack. `python -m index.question_vectors` makes the files
that are missing or out of date, and removes those without a pack.
"""

from __future__ import annotations

import hashlib
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

from corpus.packs import PACKS, read_pack
from index.arrays import np
from index.model import EmbeddingModel

FOLDER = Path(__file__).parent / "question_vectors"
_LARGEST = 127  # of a row's numbers, as it is kept; a cosine changes by .0005


def shipped_vectors(pack: Path, model: EmbeddingModel) -> Mapping[str, np.ndarray]:
    """Return the vectors of a pack's questions by their words, float32 of length one.

    Empty where the pack is not as it ships, the model is another, or the file is damaged.
    """
    path = _path_of(pack)
    if pack.parent != PACKS or not path.is_file():
        return {}
    try:
        with np.load(path, allow_pickle=False) as found:
            if str(found["made_from"]) != _made_from(pack, model):
                return {}
            rows = found["vectors"].astype(np.float32)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}
    vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return dict(zip(_texts(pack), vectors, strict=True))


def make_missing(model: EmbeddingModel) -> list[str]:
    """Make the files that are missing or out of date; return the names of their packs. Raises OSError."""
    FOLDER.mkdir(exist_ok=True)
    packs = sorted(PACKS.glob("*.jsonl"))
    for stray in {*FOLDER.glob("*.npz")} - {*map(_path_of, packs)}:
        stray.unlink()
    made = [pack for pack in packs if not shipped_vectors(pack, model)]
    for pack in made:
        vectors = model.embed(_texts(pack))
        rows = np.rint(vectors / np.abs(vectors).max(axis=1, keepdims=True) * _LARGEST).astype(np.int8)
        np.savez(_path_of(pack), vectors=rows, made_from=np.array(_made_from(pack, model)))
    return [pack.name for pack in made]


def _texts(pack: Path) -> list[str]:
    return list(dict.fromkeys(question.text for question in read_pack(pack).questions))


def _path_of(pack: Path) -> Path:
    return (FOLDER / pack.name).with_suffix(".npz")


def _made_from(pack: Path, model: EmbeddingModel) -> str:
    return f"{hashlib.sha256(pack.read_bytes()).hexdigest()} {model.sha256}"


if __name__ == "__main__":
    for name in make_missing(EmbeddingModel()):
        sys.stdout.write(f"{name}\n")
