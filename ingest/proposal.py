"""Which edition a text may be, and what each field of that was read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from corpus.instruments import Edition, EditionStatus
from corpus.keys import EditionKey, InstrumentKey
from ingest.proposed_names import name_of_key

YEAR = "YEAR"
"""What stands in a proposed key for a year that was not found."""
PROPERTIES, FILE_NAME = "the file's properties", "the file's name"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a field of an identity was read from: the field, its value, the place, the words there.

    The fields are "number", "body", "title" and "date"; `place` is "line 3", or one of PROPERTIES and
    FILE_NAME.
    """

    field: str
    value: str
    place: str
    words: str = ""

    def __str__(self) -> str:
        """Say it in one line: "date 2019-06-14: line 12, “Adopted at Oslo on 14 June 2019”"."""
        words = f", “{self.words}”" if self.words and self.words != self.value else ""
        return f"{self.field} {self.value}: {self.place}{words}"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Which edition a text may be: `year` is 0 where nothing says it, `adopted` a day or a year.

    `is_certain`: the text itself says number, organ and year, so that nobody need be asked. `is_draft`: its
    number or title calls it a draft.
    """

    issuer: str
    work: str
    year: int
    name: str
    title: str
    adopted: str
    evidence: tuple[Evidence, ...]
    is_certain: bool = False
    is_draft: bool = False

    @property
    def key(self) -> EditionKey | None:
        """The key of the edition, None where the year is not known."""
        return EditionKey(InstrumentKey(self.issuer, self.work), self.year) if self.year else None

    @property
    def key_text(self) -> str:
        """The key as a person edits it, with YEAR for a year that is not known."""
        return f"{self.issuer}/{self.work}/{self.year or YEAR}"

    def name_for(self, key: EditionKey, read: str) -> str:
        """Return what a text is called whose key was given: by its number, by the key, as it was read."""
        if any(one.field == "number" and one.place != FILE_NAME for one in self.evidence):
            return self.name
        return name_of_key(key) or read

    def as_json(self) -> dict[str, Any]:
        """Return the proposal as plain values; `read_proposal` is the inverse."""
        plain = {name: getattr(self, name) for name in self.__slots__ if name != "evidence"}
        return {**plain, "evidence": [[one.field, one.value, one.place, one.words] for one in self.evidence]}


def read_proposal(document: Mapping[str, Any]) -> Proposal:
    """Read what `as_json` wrote. Raises KeyError, TypeError or ValueError when it is damaged."""
    rows = tuple(Evidence(*row) for row in document["evidence"])
    found = Proposal(**{**document, "evidence": rows})
    InstrumentKey(found.issuer, found.work)
    return found


def proposal_of(edition: Edition, *, year: int = 0, is_draft: bool = False) -> Proposal:
    """Return what an edition says of itself as a proposal, maybe with another year."""
    lines = {one.eid: one for one in edition.provisions if one.eid.startswith("pref")}
    rows = []
    for kind, eid, value in (
        ("number", "preface__docnumber", edition.name),
        ("title", "preface__title", edition.title),
    ):
        at = lines.get(eid)
        rows += [Evidence(kind, value, f"line {at.line}", at.text[:160])] if at and value else []
    key = edition.key
    return Proposal(
        key.instrument.issuer,
        key.instrument.work,
        year or key.year,
        edition.name,
        edition.title,
        "" if year else edition.adopted,
        tuple(rows),
        is_draft=is_draft or edition.status is EditionStatus.DRAFT,
    )
