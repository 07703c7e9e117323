"""Wording: everyday words that say the same, and words that say opposite things."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "wording.toml"

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """Rows of words that are alike, and pairs of rows that are opposed."""

    alike: tuple[Row, ...]
    opposed: tuple[tuple[Row, Row], ...]


def read_wording(path: Path) -> Wording:
    """Read a file of wordings."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    return Wording(
        tuple(_row(one) for one in rows["alike"]),
        tuple((_row(one), _row(other)) for one, other in rows["opposed"]),
    )


@cache
def wording() -> Wording:
    """Return the wordings that come with the project."""
    return read_wording(_FILE)


def _row(text: str) -> Row:
    """Cut a row into its entries, each once."""
    return tuple(dict.fromkeys(one.strip() for one in text.split(",")))
