"""A comparison → a Word file with tracked changes.

Accepting all changes gives the new text, rejecting all the old one: a paragraph for each clause, its
marker before a tab. An annex that one of the texts lacks is in neither; the header says so. What
moved is deleted where it was and inserted where it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from assistant.comparison.chains import heaviest_chain
from assistant.comparison.comparison import Comparison
from assistant.comparison.redline import Edit, tracked
from assistant.comparison.sequence import NumberedEdition
from assistant.exports.tracked_word import TrackedFile, TrackedParagraph, without_controls
from corpus.instruments import Kind, Provision

AUTHOR = "Resolutions"
"""Who made the changes, as Word names the person."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the file: a clause of the old text, of the new one, or of both.

    `sign` is "=" for both, "-" or "+".
    """

    old: Provision | None
    new: Provision | None

    @property
    def sign(self) -> str:
        """Which of the two texts has it."""
        return "=" if self.old and self.new else "-" if self.old else "+"

    @property
    def edits(self) -> tuple[Edit, ...]:
        """What becomes of its marker and its words, to the letter."""
        if self.old is None or self.new is None:
            only = self.old or self.new
            return ((self.sign, line_of(only)),) if only else ()
        old_marker, new_marker = _marker(self.old), _marker(self.new)
        marker = (("=", old_marker),) if old_marker == new_marker else (("-", old_marker), ("+", new_marker))
        return (*marker, *tracked(self.old.text, self.new.text))


def with_tracked_changes(comparison: Comparison, at: datetime | None = None) -> bytes:
    """Return the Word file; `at` is when the changes were made, now if it is not given.

    The texts are named, and what is not compared, at the top of each page: the body has nothing but the
    two texts, so that accepting or rejecting all leaves one of them.
    """
    title = f"{comparison.old.name} → {comparison.new.name}"
    file = TrackedFile(title, AUTHOR, at)
    file.page_header(title, comparison.not_compared)
    file.tracked([_paragraph(line, comparison) for line in lines_of(comparison)])
    return file.saved()


def line_of(provision: Provision) -> str:
    """Return the paragraph of a clause: its marker, a tab, its words."""
    return _marker(provision) + without_controls(provision.text)


def lines_of(comparison: Comparison) -> Iterator[Line]:
    """Walk the clauses of both texts, each in its own order; of what crossed, as little as possible."""
    old = _clauses(comparison.before, comparison.old_only)
    new = _clauses(comparison.after, comparison.new_only)
    old_place = {provision.eid: at for at, provision in enumerate(old)}
    new_place = {provision.eid: at for at, provision in enumerate(new)}
    weights = {
        (old_place[change.old.eid], new_place[change.new.eid]): 1.0 + len(change.new.text)
        for change in comparison.changes
        if change.old and change.new and change.old.eid in old_place and change.new.eid in new_place
    }
    for (old_at, new_at), (next_old, next_new) in pairwise(
        [(-1, -1), *heaviest_chain(weights), (len(old), len(new))]
    ):
        if old_at >= 0:
            yield Line(old[old_at], new[new_at])
        yield from (Line(gone, None) for gone in old[old_at + 1 : next_old])
        yield from (Line(None, added) for added in new[new_at + 1 : next_new])


def _clauses(text: NumberedEdition, not_compared: Collection[int]) -> list[Provision]:
    """Return the clauses of a text without items inside a sentence, and without what is not compared."""
    return [
        provision
        for place, provision in enumerate(text.provisions)
        if not provision.inline and place not in not_compared
    ]


def _marker(provision: Provision) -> str:
    return f"{without_controls(provision.marker)}\t" if provision.marker else ""


def _paragraph(line: Line, comparison: Comparison) -> TrackedParagraph:
    """Return the paragraph of a line; it looks as its clause does, indented as deep as it lies."""
    provision = line.new or line.old
    assert provision is not None, "a line without a clause"
    edition = comparison.new if line.new else comparison.old
    above = edition.ancestors(provision.eid)
    headings = sum(ancestor.kind == Kind.HEADING for ancestor in above)
    if provision.kind == Kind.HEADING:
        return TrackedParagraph(line.edits, line.sign, f"Heading {min(1 + headings, 4)}")
    hangs = bool(provision.marker)
    return TrackedParagraph(line.edits, line.sign, level=len(above) - headings + hangs, hangs=hangs)
