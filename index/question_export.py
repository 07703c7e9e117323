"""Makes the files of index/question_vectors.py: `python -m index.question_export`.

Run it after changing a pack, the adapter or the model. It makes the files that are missing or out of date,
and removes those without a pack.
"""

from __future__ import annotations

import sys

from corpus.catalogue import catalogue
from corpus.packs import PACKS, pack_path
from index.arrays import np
from index.model import EmbeddingModel
from index.question_vectors import FOLDER, made_from, read_arrays, texts_of, tokens_path, vectors_path
from index.vector_table import tokens_in_bytes

_LARGEST = 127  # of a row's numbers, as it is kept; a cosine changes by .0005


def make_missing(model: EmbeddingModel) -> list[str]:
    """Make the files that are missing or out of date; return their names. Raises OSError."""
    FOLDER.mkdir(exist_ok=True)
    packs = sorted(PACKS.glob("*.jsonl"))
    with_tokens = {pack_path(instrument.edition, PACKS) for instrument in catalogue().shipped()}
    made = {vectors_path(pack): pack for pack in packs}
    made |= {tokens_path(pack): pack for pack in packs if pack in with_tokens}
    for stray in {*FOLDER.iterdir()} - made.keys():
        stray.unlink()
    out_of_date = {path: pack for path, pack in made.items() if not read_arrays(pack, path, model)}
    for pack in dict.fromkeys(out_of_date.values()):
        encoded, mark = model.encode(texts_of(pack)), np.array(made_from(pack, model))
        if vectors_path(pack) in out_of_date:
            rows = encoded.vectors / np.abs(encoded.vectors).max(axis=1, keepdims=True) * _LARGEST
            np.savez(vectors_path(pack), vectors=np.rint(rows).astype(np.int8), made_from=mark)
        if tokens_path(pack) in out_of_date:
            tokens = np.concatenate([tokens_in_bytes(rows) for rows in encoded.tokens]).T  # compresses better
            lengths = np.array([len(rows) for rows in encoded.tokens], dtype=np.int32)
            np.savez_compressed(tokens_path(pack), tokens=tokens, lengths=lengths, made_from=mark)
    return [path.name for path in out_of_date]


if __name__ == "__main__":
    for name in make_missing(EmbeddingModel()):
        sys.stdout.write(f"{name}\n")
