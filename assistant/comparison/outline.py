"""Where the changes are: the sections of a comparison with their counts, unchanged runs folded."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.comparison.changes import Change, ChangeKind
from assistant.comparison.comparison import Comparison, is_of, provision_of
from corpus.instruments import PART_NAMES, Edition, Kind, Part, Provision


@dataclass(frozen=True, slots=True)
class Section:
    """A head, an annex or a heading of one: its name, its depth from 0, its changes in order.

    The changes are those up to the next section; the first is the heading, if it has one.
    """

    name: str
    depth: int
    changes: tuple[Change, ...]

    def count(self, kind: ChangeKind) -> int:
        """Count the changes of a kind."""
        return sum(is_of(change, kind) for change in self.changes)


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbours that are shown alike: open, or folded because nothing in them changed."""

    changes: tuple[Change, ...]
    is_folded: bool


def sections(comparison: Comparison) -> tuple[Section, ...]:
    """Return the sections of a comparison, in order; clauses below no heading are named by their part."""
    found: list[tuple[str, int, list[Change]]] = []
    part: Part | None = None
    for change in comparison.changes:
        provision, edition = provision_of(change), comparison.edition_of(change)
        depth, own_part = heading_depth(provision, edition), _part_without_heading(provision, edition)
        if depth is not None:
            found.append((_named(provision, edition), depth, []))
            part = None
        elif (own_part is not None and own_part != part) or not found:
            part = own_part or edition.part_of(provision)
            found.append((PART_NAMES[part], 0, []))
        found[-1][2].append(change)
    return tuple(Section(name, depth, tuple(changes)) for name, depth, changes in found)


def branches(found: Sequence[Section]) -> Iterator[tuple[Section, ...]]:
    """Walk the sections of depth 0, each with those below it."""
    branch: list[Section] = []
    for section in found:
        if section.depth == 0 and branch:
            yield tuple(branch)
            branch = []
        branch.append(section)
    if branch:
        yield tuple(branch)


def runs(comparison: Comparison, kinds: Collection[ChangeKind] = ()) -> tuple[Run, ...]:
    """Return the changes in order, those of no interest folded; with kinds the others are left out.

    A heading is shown where anything below it is.
    """
    shown = _shown(comparison, kinds or [kind for kind in ChangeKind if kind != ChangeKind.NOC])
    grouped = groupby(enumerate(comparison.changes), lambda row: row[0] in shown)
    found = [Run(tuple(change for _, change in rows), not is_shown) for is_shown, rows in grouped]
    return tuple(run for run in found if not (kinds and run.is_folded))


def heading_depth(provision: Provision, edition: Edition) -> int | None:
    """Return how many headings stand above a heading that opens a section; None for anything else."""
    if provision.kind != Kind.HEADING or provision.part == Part.PREFACE:
        return None
    title = provision.eid.rpartition("__")[2] == "title"
    if title or any(child.kind == Kind.TABLE_ROW for child in edition.children(provision.eid)):
        return None
    return sum(ancestor.kind == Kind.HEADING for ancestor in edition.ancestors(provision.eid))


def _shown(comparison: Comparison, kinds: Collection[ChangeKind]) -> set[int]:
    """Return the places of the changes of some kinds and of the headings above them."""
    shown: set[int] = set()
    above: list[tuple[int, int]] = []  # the depth and the place of each heading that is open
    for at, change in enumerate(comparison.changes):
        depth = heading_depth(provision_of(change), comparison.edition_of(change))
        if depth is not None:
            above = [row for row in above if row[0] < depth] + [(depth, at)]
        if any(is_of(change, kind) for kind in kinds):
            shown |= {at, *(place for _, place in above)}
    return shown


def _part_without_heading(provision: Provision, edition: Edition) -> Part | None:
    """Return the part of a clause that stands below no heading; None below one."""
    above = edition.ancestors(provision.eid)
    is_below_heading = any(heading_depth(ancestor, edition) is not None for ancestor in above)
    return None if is_below_heading else edition.part_of(provision)


def _named(heading: Provision, edition: Edition) -> str:
    """Return what a section is called in a list: an annex by its label, anything else by its words."""
    if edition.part_of(heading) == Part.ANNEX and not edition.ancestors(heading.eid):
        return heading.label
    return " ".join(filter(None, [heading.marker, heading.text]))
