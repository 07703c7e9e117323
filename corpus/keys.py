"""Identifiers: keys of instruments and editions, ids of provisions.

Each is a value whose `parse` and `str` are inverses::

    itu-pp/res-71                                     InstrumentKey
    itu-pp/res-71/2022                                EditionKey
    itu-pp/res-71/2022#instructs-itu-council__para_3  ProvisionId
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from corpus.errors import InvalidKey

_WORD = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_INSTRUMENT = re.compile(
    rf"\A(?P<issuer>{_WORD})"  # who adopted it: itu-pp, un-ga, itu-t
    rf"/(?P<work>{_WORD})"  # type and number: res-71, dec-5, convention
)
_EDITION = re.compile(rf"{_INSTRUMENT.pattern}/(?P<year>[0-9]{{4}})")
_EID = re.compile(r"[a-z0-9]+(?:(?:__|[_-])[a-z0-9]+)*")  # Akoma Ntoso: segments joined by "__"


@dataclass(frozen=True, slots=True, order=True)
class InstrumentKey:
    """Names an instrument whatever its edition: `itu-pp/res-71`."""

    issuer: str
    work: str

    def __post_init__(self) -> None:
        if not _INSTRUMENT.fullmatch(f"{self.issuer}/{self.work}"):
            raise InvalidKey(
                f"'{self.issuer}/{self.work}' is no instrument key; "
                "write issuer/type-number, as in itu-pp/res-71"
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `issuer/type-number`. Raises InvalidKey."""
        match = _INSTRUMENT.fullmatch(text)
        if match is None:
            raise InvalidKey(f"'{text}' is no instrument key; write issuer/type-number, as in itu-pp/res-71")
        return cls(match["issuer"], match["work"])

    @property
    def is_numbered(self) -> bool:
        """Whether the instrument has a number: a resolution has one, a treaty has a name alone."""
        return any(character.isdigit() for character in self.work)

    def __str__(self) -> str:
        return f"{self.issuer}/{self.work}"


@dataclass(frozen=True, slots=True, order=True)
class EditionKey:
    """Names one adopted wording: `itu-pp/res-71/2022`."""

    instrument: InstrumentKey
    year: int

    def __post_init__(self) -> None:
        if not 1000 <= self.year <= 9999:
            raise InvalidKey(f"'{self.year}' is no year of adoption; write four digits, as in 2022")

    @classmethod
    @lru_cache(maxsize=1 << 14)  # a library names each edition in every reference and provision
    def parse(cls, text: str) -> Self:
        """Read `issuer/type-number/year`. Raises InvalidKey."""
        match = _EDITION.fullmatch(text)
        if match is None or int(match["year"]) < 1000:
            raise InvalidKey(
                f"'{text}' is no edition key; write issuer/type-number/year, as in itu-pp/res-71/2022"
            )
        return cls(InstrumentKey(match["issuer"], match["work"]), int(match["year"]))

    def __str__(self) -> str:
        return f"{self.instrument}/{self.year}"


@dataclass(frozen=True, slots=True, order=True)
class ProvisionId:
    """Names one provision of one edition: the edition's key, `#`, the eId."""

    edition: EditionKey
    eid: str

    def __post_init__(self) -> None:
        if not is_eid(self.eid):
            raise InvalidKey(f"'{self.eid}' is no eId; segments of a-z, 0-9, '-' and '_' are joined by '__'")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `edition-key#eId`. Raises InvalidKey."""
        edition, separator, eid = text.partition("#")
        if not separator:
            raise InvalidKey(f"'{text}' is no provision id; write edition-key#eId")
        return cls(EditionKey.parse(edition), eid)

    def __str__(self) -> str:
        return f"{self.edition}#{self.eid}"


def is_eid(text: str) -> bool:
    """Return True if the text has the form of an eId."""
    return _EID.fullmatch(text) is not None
