"""Several proposals on one text in one table: who changes which clause how, and where they collide.

Two proposals collide where they change the same words of a clause differently, insert different words at the
same place, or one deletes or keeps (NOC) what the other changes. Edits at different places of a clause are
compatible. New clauses at the same place are for a meeting to arrange.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.comparison.redline import Edit, words
from assistant.library.library import Library
from assistant.plain_text import counted, joined
from assistant.proposals.incoming import IncomingProposal
from assistant.proposals.layout import runs
from assistant.proposals.proposal import Operation, ProposedClause
from assistant.proposals.revision import Revision
from corpus.instruments import Edition
from corpus.keys import ProvisionId


class Standing(StrEnum):
    """How the proposals on a clause stand to each other; its value is what tables say."""

    ALONE = "one proposal"
    AGREEMENT = "agreement"
    COMPATIBLE = "compatible"
    SAME_PLACE = "at the same place"
    COLLISION = "collision"

    @property
    def is_open(self) -> bool:
        """Whether a meeting has to decide."""
        return self in (Standing.COLLISION, Standing.SAME_PLACE)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a proposal does to a clause, its number in front of its words."""

    by: str
    authors: tuple[str, ...]
    operation: Operation
    revision: Revision
    reasons: str = ""
    is_moved: bool = False

    @property
    def what(self) -> str:
        """What is done, in letters, by which authors, if a proposal is not named after its author."""
        others = [author for author in self.authors if author != self.by]
        authors = f" by {joined(others)}" if others else ""
        kept = " (keep as adopted)" if self.is_kept else ""
        return f"{self.operation.value}{' (moved here)' if self.is_moved else kept}{authors}"

    @property
    def is_kept(self) -> bool:
        """Whether the proposal wants the adopted clause as it is."""
        return self.operation is Operation.UNCHANGED

    @property
    def edits(self) -> tuple[Edit, ...]:
        """What tables show of the words, none where they are kept."""
        return () if self.is_kept else self.revision.edits

    @property
    def result(self) -> tuple[str, ...]:
        """What is compared of the clause that it makes, nothing where it is deleted."""
        return words(self.revision.now)


@dataclass(frozen=True, slots=True)
class Collision:
    """Words that proposals change differently, and whose these are: each group of proposals agrees.

    `words` is '' where some delete the whole clause and others keep it.
    """

    words: str
    between: tuple[tuple[str, ...], ...]

    @property
    def parties(self) -> str:
        """Whose words they are, in words."""
        return " against ".join(joined(group) for group in self.between)

    def __str__(self) -> str:
        return f"“{self.words}”: {self.parties}" if self.words else self.parties


@dataclass(frozen=True, slots=True)
class Row:
    """A clause that somebody changes, or a place behind it where somebody inserts new ones."""

    id: str
    label: str
    adopted: str
    is_insertion: bool
    entries: tuple[Entry, ...]
    standing: Standing
    collisions: tuple[Collision, ...] = ()

    @property
    def place(self) -> str:
        """Which clause it is about, in words."""
        return f"After {self.label}" if self.is_insertion else self.label


@dataclass(frozen=True, slots=True)
class Table:
    """The proposals on an edition, and a row for each clause that they change, in the order of the text."""

    edition: Edition
    proposals: tuple[IncomingProposal, ...]
    rows: tuple[Row, ...]

    def id_of(self, row: Row) -> ProvisionId:
        """Return the id of the clause that a row is about, or behind which it inserts others."""
        return ProvisionId(self.edition.key, row.id)

    def count(self, standing: Standing) -> int:
        """Count the rows of a standing."""
        return sum(row.standing is standing for row in self.rows)

    @property
    def summary(self) -> str:
        """Its counts in a sentence."""
        counts = {standing: self.count(standing) for standing in Standing}
        found = [
            counted(counts[Standing.COLLISION], "collision"),
            f"{counts[Standing.SAME_PLACE]} at the same place",
            counted(counts[Standing.AGREEMENT], "agreement"),
            f"{counts[Standing.COMPATIBLE]} compatible",
        ]
        proposals = counted(len(self.proposals), "proposal")
        return f"{proposals} at {counted(len(self.rows), 'place')}: {', '.join(found)}."

    def as_json(self) -> dict[str, object]:
        """Return the table as plain values."""
        return {
            "text": str(self.edition.key),
            "name": self.edition.name,
            "proposals": [
                {"name": proposal.name, "notes": list(proposal.notes)} for proposal in self.proposals
            ],
            "rows": [_row_json(row) for row in self.rows],
        }


def tables_of(proposals: Iterable[IncomingProposal], library: Library) -> tuple[Table, ...]:
    """Return a table for each text, in the order in which the proposals come."""
    by_edition: dict[object, list[IncomingProposal]] = defaultdict(list)
    for proposal in proposals:
        by_edition[proposal.proposal.edition].append(proposal)
    return tuple(
        Table(library.edition(group[0].proposal.edition), tuple(group), tuple(_rows(group)))
        for group in by_edition.values()
    )


def _rows(proposals: Sequence[IncomingProposal]) -> Iterator[Row]:
    changes: dict[str, list[Entry]] = defaultdict(list)
    insertions: dict[str, list[Entry]] = defaultdict(list)
    for proposal in proposals:
        place = ""
        for clause in proposal.proposal.clauses:
            if clause.is_new:
                insertions[place].append(_entry(clause, proposal))
                continue
            place = clause.id
            if clause.operation is not Operation.UNCHANGED or clause.reasons or place in proposal.kept:
                changes[place].append(_entry(clause, proposal))
    for clause in proposals[0].proposal.clauses:
        if not clause.is_new:
            if any(not entry.is_kept or entry.reasons for entry in changes[clause.id]):
                yield _changed(clause, changes[clause.id])
            if clause.id in insertions:
                yield _inserted(clause, insertions[clause.id])


def _entry(clause: ProposedClause, proposal: IncomingProposal) -> Entry:
    return Entry(
        proposal.name,
        proposal.authors(clause.id),
        clause.operation,
        Revision.made_of(runs(clause, " ")),
        clause.reasons,
        bool(clause.moved_from),
    )


def _changed(clause: ProposedClause, entries: Sequence[Entry]) -> Row:
    """Return the row of a clause that the text has."""
    groups = _agreeing([[entry] for entry in entries])
    number = len(clause.marker.old)
    collisions = tuple(_collisions([(group[0][0], _names(group)) for group in groups], number))
    standing = Standing.COLLISION if collisions else _standing(entries, groups, Standing.COMPATIBLE)
    adopted = entries[0].revision.old
    return Row(clause.id, clause.label, adopted, False, tuple(entries), standing, collisions)


def _inserted(behind: ProposedClause, entries: Sequence[Entry]) -> Row:
    """Return the row of what is inserted behind a clause: of each proposal maybe several clauses."""
    own: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        own[entry.by].append(entry)
    standing = _standing(entries, _agreeing(list(own.values())), Standing.SAME_PLACE)
    return Row(behind.id, behind.label, "", True, tuple(entries), standing)


def _standing(
    entries: Sequence[Entry], groups: Sequence[Sequence[Sequence[Entry]]], otherwise: Standing
) -> Standing:
    if len({entry.by for entry in entries}) == 1:
        return Standing.ALONE
    return Standing.AGREEMENT if len(groups) == 1 else otherwise


def _agreeing(of_each: Sequence[list[Entry]]) -> list[list[list[Entry]]]:
    """Group what each proposal does by the words that come of it."""
    groups: dict[tuple[tuple[str, ...], ...], list[list[Entry]]] = defaultdict(list)
    for entries in of_each:
        groups[tuple(entry.result for entry in entries)].append(entries)
    return list(groups.values())


def _names(group: Sequence[Sequence[Entry]]) -> tuple[str, ...]:
    return tuple(entries[0].by for entries in group)


@dataclass(frozen=True, slots=True, order=True)
class _Span:
    """A stretch of the adopted words that is replaced, an empty one where words are only inserted."""

    start: int
    stop: int
    group: int
    inserted: str


def _collisions(groups: Sequence[tuple[Entry, tuple[str, ...]]], number: int) -> Iterator[Collision]:
    """Walk the words that groups of proposals change differently, in the order of the clause.

    `number` is the length of its number: another number is no collision with a clause kept or deleted.
    """
    adopted = groups[0][0].revision.old
    is_whole = [entry.operation in (Operation.SUPPRESSED, Operation.UNCHANGED) for entry, _ in groups]
    spans = sorted(
        span
        for group, (entry, _) in enumerate(groups)
        if not is_whole[group]
        for span in _spans(entry, group)
    )
    opposed = [span for span in spans if span.stop > number or not number]
    parties = [
        by
        for group, (_, by) in enumerate(groups)
        if is_whole[group] or group in {span.group for span in opposed}
    ]
    if any(is_whole) and len(parties) > 1:
        changed = (adopted[span.start : span.stop].strip() or span.inserted.strip() for span in opposed)
        yield Collision(" … ".join(dict.fromkeys(changed)), tuple(parties))
    found: dict[tuple[int, int, str], set[int]] = defaultdict(set)  # the same words may stand at two places
    for at, span in enumerate(spans):
        for other in spans[at + 1 :]:
            if other.start > span.stop:
                break
            if span.group != other.group and (shared := _shared(span, other, adopted)):
                place = max(span.start, other.start), min(span.stop, other.stop), shared
                found[place] |= {span.group, other.group}
    collisions = (
        Collision(shared, tuple(groups[group][1] for group in sorted(own)))
        for (_, _, shared), own in found.items()
    )
    yield from dict.fromkeys(collisions)


def _spans(entry: Entry, group: int) -> Iterator[_Span]:
    """Walk the stretches of the adopted words that an entry replaces."""
    place = start = 0
    inserted, is_open = "", False
    for sign, run in (*entry.revision.edits, ("=", "")):
        if sign == "=":
            if is_open:
                yield _Span(start, place, group, inserted)
            place += len(run)
            start, inserted, is_open = place, "", False
        else:
            is_open = True
            place += len(run) if sign == "-" else 0
            inserted += run if sign == "+" else ""


def _shared(one: _Span, other: _Span, adopted: str) -> str:
    """Return the words that two edits both change, '' where they change none or do the same.

    Of words that are inserted at one place, or into a stretch that is deleted, these words.
    """
    if (one.start, one.stop, one.inserted) == (other.start, other.stop, other.inserted):
        return ""
    start, stop = max(one.start, other.start), min(one.stop, other.stop)
    if start < stop:
        return adopted[start:stop].strip()
    if one.start == one.stop == other.start == other.stop:
        return f"{one.inserted.strip()} / {other.inserted.strip()}"
    inner, outer = sorted((one, other), key=lambda span: span.stop - span.start)
    is_inside = inner.start == inner.stop and outer.start < inner.start < outer.stop
    return inner.inserted.strip() if is_inside else ""


def _row_json(row: Row) -> dict[str, object]:
    return {
        "clause": row.id,
        "label": row.label,
        "insertion": row.is_insertion,
        "adopted": row.adopted,
        "standing": row.standing.value,
        "collisions": [
            {"words": collision.words, "between": [list(group) for group in collision.between]}
            for collision in row.collisions
        ],
        "entries": [
            {
                "by": entry.by,
                "authors": list(entry.authors),
                "operation": entry.operation.value,
                "moved": entry.is_moved,
                "edits": [list(edit) for edit in entry.revision.edits],
                "reasons": entry.reasons,
            }
            for entry in row.entries
        ],
    }
