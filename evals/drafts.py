"""A draft clause, and the adopted clauses that its drafter would want to be shown first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.cases import SPLITS, Groups, gold_problems, read_gold, read_rows
from evals.worlds import Held, Texts

DRAFTS = Path(__file__).parent / "drafts"
CHANGES = ("reworded", "shortened", "addressee", "verb", "merged", "transposed")
_FILTERS = frozenset(["kind", "verb", "addressee", "edition"])


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft, what was done to the adopted language in it, and the clauses it comes from."""

    id: str
    split: str
    draft: str
    filters: Mapping[str, str]
    held: Held
    gold: Groups
    change: str
    place: str = ""


def read_drafts(path: Path, texts: Texts) -> tuple[Draft, ...]:
    """Read and check a file of drafts. Raises BadCase, which names file and line."""
    return read_rows(
        path, lambda row, place: _draft(row, place, texts), lambda draft: _problems(draft, texts)
    )


def _draft(row: Mapping[str, Any], place: str, texts: Texts) -> Draft:
    return Draft(
        id=row["id"],
        split=row["split"],
        draft=row["draft"],
        filters=dict(row.get("filters", {})),
        held=texts.held(row["held"]),
        gold=read_gold(row["gold"]),
        change=row["change"],
        place=place,
    )


def _problems(draft: Draft, texts: Texts) -> Iterator[str]:
    if draft.split not in SPLITS or not draft.draft.strip() or not draft.gold:
        yield "split must be dev or test, a draft needs words and gold"
    if draft.change not in CHANGES:
        yield f"'{draft.change}' is no change; the changes are {', '.join(CHANGES)}"
    if unknown := set(draft.filters) - _FILTERS:
        yield f"'{min(unknown)}' is no filter; the filters are {', '.join(sorted(_FILTERS))}"
    yield from gold_problems(draft.gold, draft.held, texts)
