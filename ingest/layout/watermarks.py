"""Watermarks that call a text a draft: words drawn across a page, in type far larger than the text's.

They are kept apart before lines are made: a line as high as they are would take in those beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.layout.runs import Run, Sheet
from ingest.status import is_banner

WATERMARK = "watermark"
"""Why a run is no part of the text."""
_LARGER = 2.5  # times the size of most of the text


def with_watermarks(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return the pages with their watermarks kept out of the text."""
    sizes = Counter[int]()
    for sheet in sheets:
        for run in sheet.runs:
            sizes[round(run.size)] += len(run.text)
    usual = sizes.most_common(1)[0][0] if sizes else 0

    def marked(run: Run) -> Run:
        is_watermark = not run.hidden and run.size > _LARGER * usual and is_banner(run.text)
        return replace(run, hidden=WATERMARK) if is_watermark else run

    return [replace(sheet, runs=tuple(map(marked, sheet.runs))) for sheet in sheets]
