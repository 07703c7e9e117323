"""The thesaurus: plain words → the vocabulary of the texts."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "thesaurus.toml"


@dataclass(frozen=True, slots=True)
class Entry:
    """Words that ask for one thing: as the texts say it, as people say it, for short."""

    official: tuple[str, ...]
    plain: tuple[str, ...]
    abbreviations: tuple[str, ...] = ()


def read_thesaurus(path: Path) -> tuple[Entry, ...]:
    """Read a thesaurus file."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["entry"]
    return tuple(
        Entry(tuple(row["official"]), tuple(row.get("plain", ())), tuple(row.get("abbreviations", ())))
        for row in rows
    )


@cache
def thesaurus() -> tuple[Entry, ...]:
    """Return the thesaurus that comes with the project."""
    return read_thesaurus(_FILE)
