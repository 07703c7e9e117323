"""Checks a generation in a process of its own: `python -m index.check [FOLDER]`.

Without a folder one is read from standard input, once all is loaded that the check needs. Exit
status 0 when Chroma holds every passage, finds each by its own vector, and agrees with an exact
search; else 1 and one line on standard error.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from index.chroma import ChromaVectors, is_sound, load
from index.generation import damaged_files, read_manifest, read_segments
from index.segments import Segment

_SAMPLES = 50
_TOP = 10
_AGREEMENT = 0.99  # share of the exact ten nearest that Chroma must find


def problem(folder: Path) -> str:
    """Return what is wrong with a generation, or ''."""
    manifest = read_manifest(folder)
    with ThreadPoolExecutor() as pool:  # reading, hashing and SQLite's own check leave each other free
        segments, damaged, sound = (
            pool.submit(read_segments, folder, manifest),
            pool.submit(damaged_files, folder, manifest),
            pool.submit(is_sound, folder / "chroma" / "chroma.sqlite3"),
        )
        if damaged.result():
            return f"changed files: {', '.join(damaged.result())}"
        if not sound.result():
            return "chroma.sqlite3 is damaged"
        return _compare(folder, segments.result(), manifest.passages)


def _compare(folder: Path, segments: Sequence[Segment], expected: int) -> str:
    rows = [passage for segment in segments for passage in segment.texts.passages]
    vectors = np.concatenate([segment.vectors for segment in segments])
    chroma = ChromaVectors(folder / "chroma")
    if not len(rows) == len(vectors) == chroma.count() == expected:
        return f"{chroma.count()} vectors for {len(rows)} passages"
    row_of = {passage.id: row for row, passage in enumerate(rows)}
    if chroma.ids() != row_of.keys():
        return "ids differ"
    if any(len(segment.question_vectors) != len(segment.texts.questions) for segment in segments):
        return "the question bank has other vectors than its questions"
    found = wanted = 0
    for row in range(0, len(rows), max(1, len(rows) // _SAMPLES)):
        exact = vectors @ vectors[row]
        near = chroma.nearest(vectors[row], min(_TOP, len(exact)))
        if not near or near[0][1] < exact.max() - 1e-4:
            return f"{rows[row].id} does not find itself"
        cutoff = -np.partition(-exact, len(near) - 1)[len(near) - 1] - 1e-5
        found += sum(float(vectors[row_of[id_]] @ vectors[row]) >= cutoff for id_, _ in near)
        wanted += len(near)
    return "" if found >= _AGREEMENT * wanted else f"only {found} of {wanted} nearest agree"


if __name__ == "__main__":
    if len(sys.argv) < 2:
        load()  # while the folder is waited for
    if fault := problem(Path(sys.argv[1] if len(sys.argv) > 1 else sys.stdin.readline().rstrip("\n"))):
        sys.exit(fault)
