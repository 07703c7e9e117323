"""Vectors of the questions of the shipped packs, which are the same on every machine.

    question_vectors/itu-pp_res-71_2022.npz         in the order of the pack, a byte a number
    question_vectors/itu-pp_res-71_2022.tokens.npz  those of their tokens, where the text ships too

Each file names the pack and the model that it was made from, by their hashes. Where these differ, the
questions are embedded like those of any other pack. index/question_export.py makes the files.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from corpus.packs import PACKS, read_pack
from index.arrays import np
from index.model import EmbeddingModel

FOLDER = Path(__file__).parent / "question_vectors"


def shipped_vectors(pack: Path, model: EmbeddingModel) -> Mapping[str, np.ndarray]:
    """Return the vectors of a pack's questions by their words, float32 of length one.

    Empty where the pack is not as it ships, the model is another, or the file is damaged.
    """
    found = read_arrays(pack, vectors_path(pack), model)
    if not found:
        return {}
    rows = found["vectors"].astype(np.float32)
    vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return dict(zip(texts_of(pack), vectors, strict=True))


def shipped_tokens(pack: Path, model: EmbeddingModel) -> Mapping[str, np.ndarray]:
    """Return the vectors of the tokens of a pack's questions by their words: int8 (tokens, dimensions).

    Empty for texts that do not ship, and as `shipped_vectors` is.
    """
    found = read_arrays(pack, tokens_path(pack), model)
    if not found:
        return {}
    rows = np.split(np.ascontiguousarray(found["tokens"].T), np.cumsum(found["lengths"])[:-1])
    return dict(zip(texts_of(pack), rows, strict=True))


def read_arrays(pack: Path, path: Path, model: EmbeddingModel) -> Mapping[str, np.ndarray]:
    """Read the arrays of a file; none where it is damaged, or of another pack or model."""
    if pack.parent != PACKS or not path.is_file():
        return {}
    try:
        with np.load(path, allow_pickle=False) as found:
            arrays = dict(found)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
        return {}
    return arrays if str(arrays.get("made_from")) == made_from(pack, model) else {}


def texts_of(pack: Path) -> list[str]:
    """Return the words of a pack's questions in order, each once."""
    return list(dict.fromkeys(question.text for question in read_pack(pack).questions))


def vectors_path(pack: Path) -> Path:
    """Return where the vectors of a pack's questions lie."""
    return FOLDER / f"{pack.stem}.npz"


def tokens_path(pack: Path) -> Path:
    """Return where the vectors of their tokens lie."""
    return FOLDER / f"{pack.stem}.tokens.npz"


def made_from(pack: Path, model: EmbeddingModel) -> str:
    """Return what a file says that it was made from: the hashes of the pack and of the model."""
    return f"{hashlib.sha256(pack.read_bytes()).hexdigest()} {model.sha256}"
