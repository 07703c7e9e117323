"""The catalogue: the instruments that Resolution 71 relates to, and where their texts are."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpus.instruments import Instrument
from corpus.keys import EditionKey, InstrumentKey, ProvisionId

LATEST = 9999
"""A year after all adoptions."""
_FOLDER = Path(__file__).parent
TEXTS = _FOLDER / "texts"


@dataclass(frozen=True)
class Catalogue:
    """Instruments by key; the newest edition of each is in force."""

    instruments: tuple[Instrument, ...]

    def edition(self, key: EditionKey) -> Instrument | None:
        """Return what is known of this edition, or None."""
        return next((instrument for instrument in self.instruments if instrument.edition == key), None)

    def in_force(self, key: InstrumentKey, year: int = LATEST) -> Instrument | None:
        """Return the newest edition of the instrument that the catalogue knows, up to a year, or None."""
        known = [
            instrument
            for instrument in self.instruments
            if instrument.edition.instrument == key and instrument.edition.year <= year
        ]
        return max(known, key=lambda instrument: instrument.edition.year, default=None)

    def shipped(self) -> tuple[Instrument, ...]:
        """Return the instruments whose text comes with the project."""
        return tuple(instrument for instrument in self.instruments if instrument.text)


def read_catalogue(path: Path) -> Catalogue:
    """Read a catalogue file. Raises InvalidKey when a key in it does not parse."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["instrument"]
    return Catalogue(tuple(_instrument(row) for row in rows))


@cache
def catalogue() -> Catalogue:
    """Return the catalogue that comes with the project."""
    return read_catalogue(_FOLDER / "catalogue.toml")


def _instrument(row: dict[str, Any]) -> Instrument:
    parsed = {
        "edition": EditionKey.parse(row.pop("key")),
        "named_by": tuple(map(ProvisionId.parse, row.get("named_by", ()))),
        "symbols": tuple(row.get("symbols", ())),
    }
    return Instrument(**{**row, **parsed})
