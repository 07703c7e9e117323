"""The texts that come with the program, and in what a text that was put in the place of one differs.

Clauses are compared by their ids: two editions of one text that nobody drafted anew keep them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.library.storage import SHIPPED, Record, place, record_of
from corpus.catalogue import TEXTS
from corpus.instruments import Edition, Instrument
from ingest.parse import parse_source
from ingest.readers import decode

_NAMED = 3  # clauses of each kind


@dataclass(frozen=True, slots=True)
class ShippedText:
    """A text that comes with the program, as this version reads it."""

    edition: Edition
    record: Record
    original: bytes


@dataclass(frozen=True, slots=True)
class Difference:
    """The labels of the clauses in which another text differs from a shipped one."""

    changed: tuple[str, ...]
    added: tuple[str, ...]
    deleted: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.changed or self.added or self.deleted)

    def __str__(self) -> str:
        kinds = (("changed", self.changed), ("added", self.added), ("deleted", self.deleted))
        return "; ".join(_counted(kind, labels) for kind, labels in kinds if labels)


def shipped_text(instrument: Instrument) -> ShippedText:
    """Parse a text that comes with the program."""
    original = (TEXTS / instrument.text).read_bytes()
    called = place(TEXTS, instrument.edition).stem
    parsed = parse_source(decode(original, instrument.text), called, instrument.edition)
    return ShippedText(parsed.edition(), record_of(parsed, SHIPPED), original)


def difference(shipped: Edition, held: Edition) -> Difference:
    """Return the clauses in which a held text differs from the shipped one."""
    before, after = (
        {one.eid: (one.label, one.text) for one in edition.provisions} for edition in (shipped, held)
    )
    return Difference(
        changed=_labels(after[eid] for eid in after if eid in before and after[eid] != before[eid]),
        added=_labels(after[eid] for eid in after if eid not in before),
        deleted=_labels(before[eid] for eid in before if eid not in after),
    )


def _labels(clauses: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the labels of clauses, each once."""
    return tuple(dict.fromkeys(label for label, _ in clauses))


def _counted(kind: str, labels: Sequence[str]) -> str:
    """Say how many clauses differ in one way, and name the first: "2 changed (resolves 1, resolves 2)"."""
    more = f" and {len(labels) - _NAMED:,} more" if len(labels) > _NAMED else ""
    return f"{len(labels):,} {kind} ({', '.join(labels[:_NAMED])}{more})"
