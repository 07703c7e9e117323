"""Akoma Ntoso with several documents: which of them are texts of their own, and where those begin.

An act, a bill, a statement or a judgment is one, and so is a document that says which text it is. Other
documents are annexes, like all that stands in attachments; only a collection may consist of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from ingest.akn.names import Element, local
from ingest.collection import openings
from ingest.lines import Line
from ingest.opening import read_division

_ADOPTED = frozenset(("act", "bill", "statement", "judgment"))
DOCUMENTS = _ADOPTED | {"doc", "debate", "debateReport", "amendment", "portion"}
_COLLECTIONS = frozenset(("documentCollection", "amendmentList", "officialGazette"))
_ANNEXES = ("annex", "appendix", "attachment", "schedule")


def starts_of(
    root: Element, documents: Sequence[tuple[Element, int]], lines: Sequence[Line]
) -> tuple[int, ...]:
    """Return the lines at which texts begin in a file of several documents; none where there is one document.

    `documents` are the documents of the file in their order, each with the line at which it begins.
    """
    apart = [row for row in documents if next(row[0].iterancestors("{*}attachments"), None) is None]
    if len(apart) < 2:
        return ()
    places = [bisect_left(lines, start, key=lambda line: line.number) for _, start in apart]
    words = [lines[at:end] for at, end in pairwise([*places, len(lines)])]
    own = [
        start
        for (document, start), within in zip(apart, words, strict=True)
        if local(document) in _ADOPTED or openings(within, whole=True)
    ]
    if not own and local(root[0]) in _COLLECTIONS:
        rows = zip(apart, words, strict=True)
        own = [start for (document, start), within in rows if not _is_annex(document, within)]
    return tuple(own) if len(own) > 1 else ()


def _is_annex(document: Element, lines: Sequence[Line]) -> bool:
    """Return True if a document is called an annex, or opens as one."""
    called = document.get("name", "").lower()
    return called.startswith(_ANNEXES) or not lines or read_division(lines[0].text) is not None
