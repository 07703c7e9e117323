"""Which edition a file is, as a person chooses it: who adopted it, what it is, its number, the year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from corpus.bodies import bodies_in_use
from corpus.errors import InvalidKey
from corpus.issuers import WORKS
from corpus.keys import EditionKey, InstrumentKey

TREATIES = {"constitution": "Constitution", "convention": "Convention", "regulations": "Regulations"}
"""The kinds of instrument that have no number."""
FIELDS = ("body", "type", "number", "year")
_LONGEST = 40  # characters of a field


@dataclass(frozen=True, slots=True)
class EditionChoice:
    """What was chosen in the form; all empty where the file says by itself which edition it is."""

    body: str = ""
    type: str = ""
    number: str = ""
    year: str = ""

    @classmethod
    def read(cls, fields: Mapping[str, object]) -> Self:
        """Read the fields of a form."""
        return cls(**{name: str(fields.get(name, "")).strip()[:_LONGEST] for name in FIELDS})

    @classmethod
    def of(cls, key: EditionKey) -> Self:
        """Return the choice that gives a key."""
        type_, _, number = key.instrument.work.partition("-")
        return cls(key.instrument.issuer, type_, number.replace("-", "/"), str(key.year))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was chosen."""
        return not any((self.body, self.type, self.number, self.year))

    def key(self) -> EditionKey | None:
        """Return the key of the edition, None where nothing was chosen. Raises InvalidKey: what is wrong."""
        if self.is_empty:
            return None
        missing = self._missing()
        if missing:
            raise InvalidKey(f"Choose {' and '.join(missing)} of the file, or leave all of them empty.")
        number = self.number.lower().replace("/", "-").replace(".", "-")
        work = f"{self.type}-{number}" if self.type in WORKS else self.type
        try:
            return EditionKey(InstrumentKey(self.body, work), int(self.year))
        except InvalidKey:
            raise InvalidKey(f"“{self.number}” is no number of an instrument; write 71 or 79/226.") from None

    def _missing(self) -> list[str]:
        """Name the fields that are needed and were not given rightly."""
        wanted = [
            ("who adopted it", self.body in bodies_in_use().names),
            ("the type", self.type in WORKS or self.type in TREATIES),
            ("the number", bool(self.number) or self.type not in WORKS),
            ("the year (four digits)", self.year.isascii() and self.year.isdigit() and len(self.year) == 4),
        ]
        return [name for name, is_given in wanted if not is_given]
