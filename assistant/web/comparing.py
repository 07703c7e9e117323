"""Two texts side by side: which two an address asks for, and what the page of their comparison shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from assistant.comparison.changes import Change, ChangeKind
from assistant.comparison.comparison import Comparison, is_of, provision_of
from assistant.comparison.outline import Section, branches, heading_depth, runs, sections
from assistant.comparison.redline import Edit, struck
from assistant.library.library import Library
from assistant.overview.wording import shortened
from assistant.plain_text import counted
from assistant.web.addresses import Link, address, edition_asked
from assistant.web.provision_html import footnote_marks
from corpus.errors import ResolutionsError
from corpus.instruments import Edition, Kind, Provision
from corpus.keys import EditionKey

_NAMES = {
    ChangeKind.NOC: "no change",
    ChangeKind.MOD: "modified",
    ChangeKind.ADD: "added",
    ChangeKind.SUP: "deleted",
    ChangeKind.MOVED: "moved",
}
_LONG = 90  # characters of a heading in the list of changes
_REDLINE, _COLUMNS = "redline", "columns"

Piece = tuple[str, bool]
"""Words, and whether they are the mark of a footnote that is to be raised."""
ShownEdit = tuple[str, tuple[Piece, ...]]
"""What happened to a run of words, "=", "-" or "+", and the run in pieces."""


@dataclass(frozen=True, slots=True)
class ComparisonQuery:
    """The query of a comparison: the two keys as typed, the kinds of change to show, and the layout."""

    old: str = ""
    new: str = ""
    kinds: tuple[ChangeKind, ...] = ()
    columns: bool = True

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """Read an address. Raises ResolutionsError for an unknown layout or kind."""
        view = query.get("view", "") or _COLUMNS
        if view not in (_REDLINE, _COLUMNS):
            raise ResolutionsError(f"There is no view “{shortened(view)}”; choose side by side or redline.")
        chosen = [kind for kind in query.get("show", "").split(",") if kind]
        if unknown := next((kind for kind in chosen if kind not in list(ChangeKind)), ""):
            kinds = ", ".join(ChangeKind)
            raise ResolutionsError(f"“{shortened(unknown)}” is not a kind of change; the kinds are {kinds}.")
        shown = tuple(kind for kind in ChangeKind if kind in chosen)
        return cls(query.get("a", "").strip(), query.get("b", "").strip(), shown, view == _COLUMNS)

    @property
    def address(self) -> str:
        """The address at which exactly this is shown, without a filter where every kind is."""
        query = {"a": self.old, "b": self.new, "show": ",".join(self.kinds)}
        query["view"] = "" if self.columns else _REDLINE
        return f"/compare?{urlencode({name: value for name, value in query.items() if value}, safe='/,')}"

    def with_fields(self, **changes: object) -> ComparisonQuery:
        """Return a copy with some fields replaced."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def toggled(self, kind: ChangeKind) -> ComparisonQuery:
        """Return a copy with one kind of change switched on or off."""
        return replace(self, kinds=tuple(own for own in ChangeKind if (own in self.kinds) != (own == kind)))

    def keys(self, library: Library) -> tuple[EditionKey, EditionKey] | None:
        """Return the two texts; None where two are not chosen yet.

        Raises MissingEdition for a text that is not in the library, ResolutionsError for anything else.
        """
        if not self.old or not self.new:
            return None
        old, new = (edition_asked(text, library).key for text in (self.old, self.new))
        if old == new:
            raise ResolutionsError("You chose the same text twice. Choose two different texts.")
        return old, new

    def completed(self, library: Library) -> ComparisonQuery:
        """Fill in what is not chosen yet: the newest two editions of a text, or another of that chosen."""
        chosen = self.old or self.new
        for editions in (library.every_instrument if chosen else library.instruments).values():
            keys = [str(edition.key) for edition in editions]
            if len(keys) > 1 and (not chosen or chosen in keys):
                newest = next(key for key in keys if key != chosen)
                return replace(self, old=self.old or (newest if chosen else keys[1]), new=self.new or newest)
        return self


def pairs(library: Library) -> Iterator[tuple[str, list[Link]]]:
    """Walk the texts with several editions: the title, and each edition beside each older one."""
    for editions in library.every_instrument.values():
        latest_first = sorted(editions, key=lambda edition: edition.is_adopted)
        links = [
            Link(f"{old.name} and {new.name}", ComparisonQuery(str(old.key), str(new.key)).address)
            for at, new in enumerate(latest_first)
            for old in latest_first[at + 1 :]
        ]
        if links:
            yield editions[0].title, links


@dataclass(frozen=True, slots=True)
class Side:
    """A clause in one of the two texts: its label, its citation, where it is read, its words."""

    label: str
    citation: str
    href: str
    words: tuple[ShownEdit, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """What became of a clause; `redline` has the words of both texts.

    `level` is that of a heading for screen readers, 0 for a clause.
    """

    id: str
    kind: str
    said: str
    level: int
    old: Side | None
    new: Side | None
    redline: tuple[ShownEdit, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A section in the list of changes: where it is, how many changes of each kind it has."""

    name: str
    href: str
    counts: tuple[tuple[str, int], ...]
    below: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A comparison as the page shows it."""

    comparison: Comparison
    asked: ComparisonQuery

    @property
    def remark(self) -> str:
        """What a reader must know of the two texts first; empty where there is nothing."""
        comparison = self.comparison
        if comparison.is_unrelated:
            same, of = comparison.corresponding
            few = f"{same or 'none'} of the {counted(of, 'clause')} of the shorter one"
            return f"These two texts have little in common: {few} match."
        if not comparison.is_of_one_instrument:
            return "These are two different instruments. Their clauses are matched by their words."
        if comparison.old.key.year > comparison.new.key.year:
            return "The newer edition comes first here, so what it added is shown as deleted."
        return ""

    @property
    def summary(self) -> str:
        """How many clauses changed, and how many have a new number."""
        number = len(self.comparison.changes)
        changed = number - self.comparison.counts[ChangeKind.NOC]
        said = f"{changed:,} of {number:,} clauses and headings changed."
        if not changed:
            said = "Both texts have the same words."
        renumbered = self.comparison.renumbered
        have = "has" if renumbered == 1 else "have"
        return f"{said} {renumbered:,} {have} a new number." if renumbered else said

    @property
    def kinds(self) -> tuple[tuple[ChangeKind, str, int], ...]:
        """The kinds of change, what each is called, how many there are."""
        return tuple((kind, name, self.comparison.counts[kind]) for kind, name in _NAMES.items())

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The sections with their counts, those below a head or an annex inside it."""
        return tuple(
            replace(self._entry(branch), below=tuple(self._entry([section]) for section in branch[1:]))
            for branch in branches(sections(self.comparison))
        )

    @property
    def blocks(self) -> tuple[tuple[tuple[Row, ...], str], ...]:
        """The changes in order, in runs: the rows, and the summary of a folded run, '' if it is open."""
        blocks = []
        for run in runs(self.comparison, self.asked.kinds):
            rows = tuple(self._row(change) for change in run.changes)
            clauses = sum(not row.level for row in rows)  # a run of headings alone has none
            folded = counted(clauses, "unchanged clause") if clauses else "Unchanged heading"
            blocks.append((rows, folded if run.is_folded else ""))
        return tuple(blocks)

    def _entry(self, branch: Sequence[Section]) -> Entry:
        """Return a section, with all below it, in the list of changes; it leads to the first one shown."""
        kinds = self.asked.kinds
        changes = tuple(change for section in branch for change in section.changes)
        whole = replace(branch[0], changes=changes)
        counts = [(kind.value, whole.count(kind)) for kind in ChangeKind if kind != ChangeKind.NOC]
        visible = (
            change
            for change in changes
            if (any(is_of(change, kind) for kind in kinds) if kinds else change.kind != ChangeKind.NOC)
        )
        target = next(visible, None)
        if target and self._level(changes[0]):
            target = changes[0]
        return Entry(
            shortened(whole.name, _LONG),
            f"#{_id(target)}" if target else "",
            tuple(row for row in counts if row[1]),
        )

    def _row(self, change: Change) -> Row:
        old, new = change.old, change.new
        words = struck(old.text, new.text) if old and new and self.asked.columns else change.diff
        moved = change.moved and change.kind != ChangeKind.MOVED
        edition = self.comparison.edition_of(change)
        return Row(
            id=_id(change),
            kind=f"{change.kind}{', MOVED' if moved else ''}",
            said=f"{_NAMES[change.kind]}{' and moved' if moved else ''}",
            level=self._level(change),
            old=_side(old, self.comparison.old, words, "-", whole=change.moved) if old else None,
            new=_side(new, self.comparison.new, change.diff, "+", whole=change.moved) if new else None,
            redline=_raised(change.diff, provision_of(change), edition, "+" if new else "-"),
        )

    def _level(self, change: Change) -> int:
        depth = heading_depth(provision_of(change), self.comparison.edition_of(change))
        return 0 if depth is None else min(3 + depth, 6)


def _side(provision: Provision, edition: Edition, edits: Sequence[Edit], own: str, *, whole: bool) -> Side:
    """Return a clause of one text; a label that is not whole leaves the heading above out."""
    label = provision.label
    if not whole:
        above = [node.label for node in edition.ancestors(provision.eid) if node.kind == Kind.HEADING]
        short = label.removeprefix(above[-1] if above else "").strip(" ,")
        label = "¶" if provision.kind == Kind.HEADING else short or "¶"
    words = _raised(edits, provision, edition, own)
    return Side(label, edition.citation(provision), address(edition.id_of(provision)), words)


def _raised(edits: Sequence[Edit], provision: Provision, edition: Edition, own: str) -> tuple[ShownEdit, ...]:
    """Return edits in which footnote marks that are plain digits are raised.

    The "=" runs and those with the sign `own`, joined, are the words of the provision.
    """
    marks = [(start, end) for _, start, end in footnote_marks(provision, edition)]
    marks = sorted(mark for mark in marks if provision.text[slice(*mark)].isdecimal())
    shown, at = [], 0
    for sign, run in edits:
        is_own = sign in ("=", own)
        shown.append((sign, tuple(_pieces(run, at, marks)) if is_own else ((run, False),)))
        at += len(run) if is_own else 0
    return tuple(shown)


def _pieces(run: str, at: int, marks: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    """Cut a run of words that begins at a place in its clause at the marks in it."""
    done = 0
    for start, end in marks:
        if at + done <= start and end <= at + len(run):
            yield run[done : start - at], False
            yield run[start - at : end - at], True
            done = end - at
    yield run[done:], False


def _id(change: Change) -> str:
    """Return the id of a row: that of the clause, behind the text that it is in."""
    return f"b-{change.new.eid}" if change.new else f"a-{provision_of(change).eid}"
