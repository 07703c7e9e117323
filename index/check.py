"""Checks an index in a process of its own: `python -m index.check INDEX`.

Exit status 0 when the files of the index in use are those that were written and Chroma has its passages;
else 1 and one line on standard error.
"""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

from index.chroma import ChromaVectors
from index.generation import current, damaged_files, read_manifest, read_segments
from index.syncing import copy_in_use, defect, is_synced, is_syncing
from index.vector_store import compared


def problem(root: Path) -> str:
    """Return what is wrong with the index in use, or ''."""
    folder = current(root)
    manifest = read_manifest(folder)
    if damaged := damaged_files(folder, manifest):
        return f"changed files: {', '.join(damaged)}"
    if is_syncing(root):
        return ""
    copy = copy_in_use(root)
    if copy is None or not is_synced(root):
        return "Chroma does not have all passages"
    if fault := defect(root, copy):
        return f"Chroma: {fault}"
    with closing(ChromaVectors(root / "chroma" / copy.folder)) as chroma:
        fault = compared(chroma, read_segments(folder, manifest))
    return f"Chroma: {fault}" if fault else ""


if __name__ == "__main__":
    if fault := problem(Path(sys.argv[1])):
        sys.exit(fault)
