"""A proposal: the clauses of a text as somebody wants them, and what that does to each.

    adopted text → Proposal.on(edition) → typed, added, deleted, moved, restored, renumbered → Proposal

Every change returns a new proposal. What is done to a clause follows from what was done to its words: one
whose words or number changed is modified (MOD), a new one added (ADD), a deleted one suppressed (SUP), every
other one not changed (NOC). A deleted clause keeps its place. A clause that is moved is deleted at its old
place and added at the new one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from assistant.proposals.numbering import Numbering, in_order, marker_between
from assistant.proposals.pasting import paragraphs
from assistant.proposals.revision import Revision
from corpus.canonical import fingerprint
from corpus.errors import ResolutionsError
from corpus.instruments import Edition, Kind
from corpus.keys import EditionKey

LONGEST_CLAUSE = 100_000
"""Characters of a clause: three times the longest of the adopted texts."""
MOST_CLAUSES = 20_000
_LONGEST_MARKER = 60
_BREAKS = re.compile(r"[ \t]*[\n\t]+[ \t]*")
_CONTROLS = dict.fromkeys([*range(9), *range(14, 32), *range(127, 160)]) | dict.fromkeys(
    [11, 12, 13, 133, 0x2028, 0x2029], "\n"
)
"""Word writes a line break within a paragraph as 11."""


class Operation(StrEnum):
    """What a proposal does to a clause."""

    MODIFIED = "MOD"
    ADDED = "ADD"
    SUPPRESSED = "SUP"
    UNCHANGED = "NOC"


@dataclass(frozen=True, slots=True)
class ProposedClause:
    """A clause of the adopted text, or a new one.

    `id` is its eId in the adopted text, or "new_" and a number. `label` is how the adopted text cites it, ''
    for a new one. `level` is how deep it stands, from 0. `moved_from` is the id of the clause whose words it
    took along.
    """

    id: str
    kind: Kind
    level: int
    marker: Revision
    text: Revision
    label: str = ""
    is_deleted: bool = False
    reasons: str = ""
    moved_from: str = ""

    @property
    def is_new(self) -> bool:
        """Whether the adopted text does not have it."""
        return not self.label

    @property
    def operation(self) -> Operation:
        """What the proposal does to it."""
        if self.is_new:
            return Operation.ADDED
        if self.is_deleted or (self.old and not self.now):
            return Operation.SUPPRESSED
        is_changed = self.marker.is_changed or self.text.is_changed
        return Operation.MODIFIED if is_changed else Operation.UNCHANGED

    @property
    def old(self) -> str:
        """Its words in the adopted text, '' for a new one."""
        return self.text.old

    @property
    def now(self) -> str:
        """Its words if the proposal is adopted, '' for a deleted one."""
        return "" if self.is_deleted else self.text.now


@dataclass(frozen=True, slots=True)
class Proposal:
    """The changes that somebody proposes to an edition.

    `fingerprint` is that of the edition when the proposal was begun (corpus/canonical.py). `numbering` is how
    the body numbers what is inserted.
    """

    edition: EditionKey
    fingerprint: str
    clauses: tuple[ProposedClause, ...]
    numbering: Numbering = Numbering.LATIN

    @classmethod
    def on(cls, edition: Edition, numbering: Numbering = Numbering.LATIN) -> Self:
        """Return a proposal that changes nothing yet: a clause for each paragraph of the text."""
        clauses = (
            ProposedClause(
                provision.eid,
                provision.kind,
                len(edition.ancestors(provision.eid)),
                Revision.of(provision.marker),
                Revision.of(provision.text),
                provision.label,
            )
            for provision in edition.provisions
            if not provision.inline  # its words are in the paragraph that it is part of
        )
        return cls(edition.key, fingerprint(edition), tuple(clauses), numbering)

    def clause(self, id_: str) -> ProposedClause:
        """Return a clause. Raises ResolutionsError for an id that the proposal does not have."""
        return self.clauses[self._place(id_)]

    @property
    def changed(self) -> tuple[ProposedClause, ...]:
        """The clauses that are modified, added or suppressed, in order."""
        return tuple(clause for clause in self.clauses if clause.operation is not Operation.UNCHANGED)

    def typed(self, id_: str, words: str) -> Self:
        """Change the words of a clause to these."""
        clause = self._standing(id_)
        plain = _plain(words, in_lines=clause.kind is Kind.TABLE_ROW)
        if len(plain) > LONGEST_CLAUSE:
            raise ResolutionsError(f"a clause has at most {LONGEST_CLAUSE:,} characters; divide it")
        return self._with(replace(clause, text=clause.text.retyped(plain)))

    def added(self, next_to: str, words: str = "", *, before: bool = False) -> Self:
        """Insert a clause after another, or before it.

        After a heading it is one of the heading's clauses; elsewhere it is of the kind of its neighbour and
        stands behind the neighbour's own items.
        """
        if len(self.clauses) >= MOST_CLAUSES:
            raise ResolutionsError(f"a proposal has at most {MOST_CLAUSES:,} clauses")
        place = self._place(next_to)
        neighbour, behind = self.clauses[place], place + 1
        opens = not before and neighbour.kind is Kind.HEADING
        if opens and behind < len(self.clauses) and self.clauses[behind].level > neighbour.level:
            neighbour, before = self.clauses[behind], True
        at = (behind if opens else place) if before or opens else self._end_of(place)
        new = ProposedClause(
            self._free_id(),
            neighbour.kind,
            neighbour.level,
            Revision.new(self._marker(at, neighbour)),
            Revision.new(_plain(words)),
        )
        return self._inserted(at, new)._without_repeats(at)

    def divided(self, id_: str, pasted: str) -> Self:
        """Change the words of a clause to the first of several paragraphs, and insert the others after it.

        Their numbers are left out where the proposal gives the clauses its own. A row of a table keeps
        its lines.
        """
        if self.clause(id_).kind is Kind.TABLE_ROW:
            return self.typed(id_, pasted)
        result, place = self, id_
        for count, paragraph in enumerate(paragraphs(pasted)):
            if count:
                result, place = result.added(place), result._free_id()
            result = result.typed(place, paragraph.words)
            if paragraph.number and not result.clause(place).marker.now:
                result = result.renumbered(place, paragraph.number)
        return result

    def deleted(self, id_: str) -> Self:
        """Delete a clause with what stands below it: an adopted one keeps its place, a new one goes."""
        place = self._place(id_)
        end = self._end_of(place)
        below = (replace(clause, is_deleted=True) for clause in self.clauses[place:end] if not clause.is_new)
        return replace(self, clauses=(*self.clauses[:place], *below, *self.clauses[end:]))

    def restored(self, id_: str) -> Self:
        """Bring back a deleted clause with what is deleted below it; of any other, its adopted words.

        What was moved from there goes. A clause that was changed and then deleted is changed again.
        """
        place = self._place(id_)
        is_deleted = self.clauses[place].is_deleted
        end = self._end_of(place) if is_deleted else place + 1
        moved = {clause.id for clause in self.clauses[place:end]}
        restore = _standing if is_deleted else _as_adopted
        return replace(
            self,
            clauses=tuple(
                restore(clause) if place <= at < end else clause
                for at, clause in enumerate(self.clauses)
                if clause.moved_from not in moved
            ),
        )

    def moved(self, id_: str, next_to: str, *, before: bool = False) -> Self:
        """Move a clause with what stands below it behind another clause, or before it."""
        place, end = self._place(id_), self._end_of(self._place(id_))
        moving = [clause for clause in self.clauses[place:end] if not clause.is_deleted]
        if next_to in {clause.id for clause in self.clauses[place:end]}:
            raise ResolutionsError("a clause cannot be moved next to itself or to its own items")
        if not moving:
            raise ResolutionsError("a deleted clause cannot be moved; restore it first")
        left = self.deleted(id_)
        placed = left.added(next_to, before=before)
        at = next(at for at, clause in enumerate(placed.clauses) if clause.id == left._free_id())
        first = placed.clauses[at]
        shift = first.level - moving[0].level
        result = replace(placed, clauses=(*placed.clauses[:at], *placed.clauses[at + 1 :]))
        free = int(self._free_id().removeprefix("new_"))
        for offset, clause in enumerate(moving):
            new = ProposedClause(
                f"new_{free + offset}",  # an id names one place, also before and after a move
                first.kind if offset == 0 else clause.kind,
                clause.level + shift,
                first.marker if offset == 0 else Revision.new(clause.marker.now),
                Revision.new(clause.text.now),
                moved_from=clause.moved_from or ("" if clause.is_new else clause.id),
            )
            result = result._inserted(at + offset, new)
        return result

    def stepped(self, id_: str, *, up: bool) -> Self:
        """Move a clause past the next clause of its list; the first and the last stay."""
        place, like = self._place(id_), self.clause(id_)
        begin = place if up else self._end_of(place)
        others = self._list(begin, like, step=-1 if up else 1)
        passed = next((at for at in others if not self.clauses[at].is_deleted), None)
        return self if passed is None else self.moved(id_, self.clauses[passed].id, before=up)

    def reasoned(self, id_: str, reasons: str) -> Self:
        """Give the reasons for what is done to a clause."""
        if len(reasons) > LONGEST_CLAUSE:
            raise ResolutionsError(f"reasons have at most {LONGEST_CLAUSE:,} characters")
        return self._with(replace(self.clause(id_), reasons=_plain(reasons, in_lines=True)))

    def renumbered(self, id_: str, marker: str) -> Self:
        """Give a clause another number; no other change gives an adopted clause one."""
        clause, plain = self._standing(id_), _plain(marker)
        if len(plain) > _LONGEST_MARKER:
            raise ResolutionsError(f"a number has at most {_LONGEST_MARKER} characters")
        return self._with(replace(clause, marker=clause.marker.retyped(plain)))

    @property
    def keeps_numbers(self) -> bool:
        """Whether no list may be numbered anew, as in a treaty."""
        return self.numbering is Numbering.LETTERS

    def renumbered_list(self, id_: str) -> Self:
        """Give the clauses of a list consecutive numbers; a deleted clause keeps its old one."""
        if self.keeps_numbers:
            raise ResolutionsError("the numbers of a treaty stay; a new clause gets a letter, such as 12A")
        place, like = self._place(id_), self.clause(id_)
        before = reversed([*self._numbered(place, like, step=-1)])
        places = [*before, *self._numbered(place, like, step=1)]
        clauses = [self.clauses[at] for at in places]
        standing = [clause for clause in clauses if clause.operation is not Operation.SUPPRESSED]
        result = self
        for clause, marker in zip(
            standing, in_order([clause.marker.now for clause in standing]), strict=True
        ):
            result = result.renumbered(clause.id, marker)
        return result

    def _standing(self, id_: str) -> ProposedClause:
        clause = self.clause(id_)
        if clause.is_deleted:
            raise ResolutionsError("this clause is deleted; restore it first")
        return clause

    def _place(self, id_: str) -> int:
        place = next((at for at, clause in enumerate(self.clauses) if clause.id == id_), None)
        if place is None:
            raise ResolutionsError("this clause is no longer in the proposal; reload the page")
        return place

    def _end_of(self, place: int) -> int:
        """Return the place behind a clause and all that stands below it."""
        level = self.clauses[place].level
        below = (at for at, clause in enumerate(self.clauses) if at > place and clause.level <= level)
        return next(below, len(self.clauses))

    def _marker(self, at: int, like: ProposedClause) -> str:
        """Return the number of a new clause at a place, beside its neighbours of the same list."""
        before = [self.clauses[place].marker.now for place in self._numbered(at, like, step=-1)]
        after = [self.clauses[place].marker.now for place in self._list(at, like, step=1)]
        marker = marker_between(before[::-1], after[0] if after else "", self.numbering)
        numbers = (clause.marker.now for clause in self.clauses[at:] if clause.kind is not Kind.HEADING)
        following = next(filter(None, numbers), "")
        return marker_between(before[::-1], following, self.numbering) if marker == following else marker

    def _without_repeats(self, at: int) -> Self:
        """Give the new clauses behind a place the next numbers where one repeats the number before it."""
        result, last = self, self.clauses[at]
        for place in [*self._numbered(at + 1, last, step=1)]:
            clause = self.clauses[place]
            if not clause.is_new or not last.marker.now or clause.marker.now != last.marker.now:
                break
            bare = replace(result, clauses=(*result.clauses[:place], *result.clauses[self._end_of(place) :]))
            last = replace(clause, marker=Revision.new(bare._marker(place, clause)))
            result = result._with(last)
        return result

    def _list(self, at: int, like: ProposedClause, *, step: int) -> Iterator[int]:
        """Walk the places of a clause's list, from a place to its end (`step` 1) or its beginning (-1)."""
        places = range(at, len(self.clauses)) if step > 0 else range(at - 1, -1, -1)
        for place in places:
            clause = self.clauses[place]
            if clause.level < like.level:
                return
            if clause.level == like.level and clause.kind is like.kind:
                yield place

    def _numbered(self, at: int, like: ProposedClause, *, step: int) -> Iterator[int]:
        """Walk a clause's list as `_list`, and over headings where the numbers of paragraphs go on below."""
        last, is_over = _count(like), False
        for place in range(at, len(self.clauses)) if step > 0 else range(at - 1, -1, -1):
            clause = self.clauses[place]
            if clause.level < like.level:
                if clause.kind is not Kind.HEADING:
                    return
                is_over = True
            elif clause.level == like.level and clause.kind is like.kind:
                if is_over and (last is None or _count(clause) != last + step):
                    return
                last, is_over = _count(clause) or last, False
                yield place

    def _free_id(self) -> str:
        used = [int(clause.id.removeprefix("new_")) for clause in self.clauses if clause.is_new]
        return f"new_{max(used, default=0) + 1}"

    def _inserted(self, at: int, new: ProposedClause) -> Self:
        return replace(self, clauses=(*self.clauses[:at], new, *self.clauses[at:]))

    def _with(self, changed: ProposedClause) -> Self:
        clauses = (changed if clause.id == changed.id else clause for clause in self.clauses)
        return replace(self, clauses=tuple(clauses))


def _plain(words: str, *, in_lines: bool = False) -> str:
    """Return words without controls, in one line unless `in_lines`; other blanks stay as they are."""
    kept = words.replace("\r\n", "\n").translate(_CONTROLS)
    return (kept if in_lines else _BREAKS.sub(" ", kept)).strip(" \n\t\r")


def _count(clause: ProposedClause) -> int | None:
    """Return the number that the adopted text gives a paragraph, of a new one the number it follows."""
    found = re.match(r"[0-9]+", clause.marker.old or clause.marker.now)
    return int(found[0]) if found else None


def _standing(clause: ProposedClause) -> ProposedClause:
    return replace(clause, is_deleted=False)


def _as_adopted(clause: ProposedClause) -> ProposedClause:
    if clause.is_new:
        return clause
    marker, text = Revision.of(clause.marker.old), Revision.of(clause.text.old)
    return replace(clause, marker=marker, text=text, is_deleted=False, reasons="")
