"""The golden sets: questions, drafts, claims, frozen: each file's hash is pinned in `golden.toml`.

The questions directly in `questions/` are the older ones. Rules were written beside them, so they
count as seen: they guard against regressions. Those in `questions/blind/` measure the assistant.

A set is changed on purpose only: `python -m evals pin` writes the hashes anew, and the change is
seen in the history.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from evals.cases import BLIND, QUESTIONS, BadCase, Case, read_cases
from evals.claims import CLAIMS, ClaimCase, read_claims
from evals.drafts import DRAFTS, Draft, read_drafts
from evals.worlds import INVENTED, Held, Texts

PINS = Path(__file__).parent / "golden.toml"

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Golden:
    """Every golden set that can be run here; `left_out` says of each other file why it cannot."""

    cases: tuple[Case, ...]
    drafts: tuple[Draft, ...]
    claims: tuple[ClaimCase, ...]
    left_out: tuple[str, ...]


def read_golden(texts: Texts, split: str = "all") -> Golden:
    """Read and check every golden set. Raises BadCase: a bad row, a set that is not what was pinned."""
    for problem in unpinned():
        raise BadCase(problem)
    cases = (*_read(QUESTIONS, read_cases, texts), *_read(BLIND, read_cases, texts))
    drafts = _read(DRAFTS, read_drafts, texts)
    claims = _read(CLAIMS, read_claims, texts)
    for rows in (cases, drafts, claims):
        _check_unique("id", ((row.id, row.place) for row in rows))
    _check_unique("question", (((case.turns, case.held), case.place) for case in cases))
    runs = [case for case in cases if not texts.missing(case.held)]
    finds = [draft for draft in drafts if not texts.missing(draft.held)]
    judged = [claim for claim in claims if not texts.missing((claim.provision.edition,))]
    supposed = [(row.place, row.held) for row in cases] + [(row.place, row.held) for row in drafts]
    supposed += [(claim.place, (claim.provision.edition,)) for claim in claims]
    return Golden(
        tuple(case for case in runs if split in (case.split, "all")),
        tuple(draft for draft in finds if split in (draft.split, "all")),
        tuple(claim for claim in judged if split in (claim.split, "all")),
        tuple(_told((place, texts.missing(held)) for place, held in supposed)),
    )


def unpinned() -> Iterator[str]:
    """Say which golden files, or invented texts, are not what was pinned."""
    pins = tomllib.loads(PINS.read_text(encoding="utf-8"))["sha256"] if PINS.is_file() else {}
    found = _hashes()
    for name in sorted(found.keys() | pins.keys()):
        if found.get(name) != pins.get(name):
            became = "is new" if name not in pins else "is missing" if name not in found else "was changed"
            yield f"{name} {became} since the golden sets were pinned; if it shall be so: python -m evals pin"


def pin() -> None:
    """Write the hash of every golden file."""
    rows = "".join(f'"{name}" = "{sha256}"\n' for name, sha256 in sorted(_hashes().items()))
    PINS.write_text(f"# What the golden sets are; written by: python -m evals pin\n[sha256]\n{rows}", "utf-8")


def _hashes() -> dict[str, str]:
    """Hash every golden file and every invented text."""
    folders = (QUESTIONS, BLIND, DRAFTS, CLAIMS, *INVENTED)
    paths = [path for folder in folders for path in folder.iterdir() if path.suffix in (".jsonl", ".txt")]
    root = PINS.parent
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths
    }


def _read(folder: Path, read: Callable[[Path, Texts], tuple[Row, ...]], texts: Texts) -> tuple[Row, ...]:
    return tuple(row for path in sorted(folder.glob("*.jsonl")) for row in read(path, texts))


def _check_unique(what: str, keys: Iterable[tuple[Hashable, str]]) -> None:
    """Refuse what comes twice over all files; with each key stands its place. Raises BadCase."""
    places: dict[Hashable, str] = {}
    for key, place in keys:
        if key in places:
            raise BadCase(f"{place}: has the {what} of {places[key]}")
        places[key] = place


def _told(rows: Iterable[tuple[str, Held]]) -> Iterator[str]:
    """Say of each file how many rows are left out, and what is not in the library."""
    files: dict[str, list[Held]] = {}
    for place, missing in rows:
        if missing:
            files.setdefault(place.partition(":")[0], []).append(missing)
    for name, left in files.items():
        keys = sorted({str(key) for missing in left for key in missing})
        shown = ", ".join(keys[:3]) + (f" and {len(keys) - 3} more" if len(keys) > 3 else "")
        yield f"{name}: {len(left)} rows left out, not in the library: {shown}"
