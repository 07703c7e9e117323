"""Two texts compared: which provision is which, what became of each, what cannot be compared.

An edition is often in the library without its annexes. If one edition cites an annex that is missing, that
annex of the other edition counts as neither deleted nor added.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby

from assistant.comparison.alignment import align
from assistant.comparison.changes import Change, ChangeKind, changes_of
from assistant.comparison.sequence import NumberedEdition
from assistant.library.library import Library
from assistant.plain_text import named
from corpus.annexes import MissingAnnex, missing_annexes
from corpus.instruments import Edition, Kind, Part, Provision
from corpus.keys import EditionKey

_REMEMBERED = 32  # comparisons; one of two long texts has about a megabyte
_UNRELATED = 0.1  # of the shorter text's clauses: fewer that correspond do so by chance
_MOVED = 0.5  # of its clauses: an annex with more counterparts is in the other text under another name


@dataclass(frozen=True)
class Comparison:
    """Two texts; `pairs` says which provision of the old one is which of the new one, by their places.

    `missing` are the annexes that either text cites and the library does not have. `old_only` and `new_only`
    are the places of what is not compared, each with the annex of the other text that is missing for it.
    """

    before: NumberedEdition
    after: NumberedEdition
    pairs: Mapping[int, int]
    missing: tuple[MissingAnnex, ...]
    old_only: Mapping[int, MissingAnnex]
    new_only: Mapping[int, MissingAnnex]

    @classmethod
    def of(cls, old: Edition, new: Edition) -> Comparison:
        """Compare two texts."""
        before, after = NumberedEdition(old), NumberedEdition(new)
        pairs = align(before, after)
        back = {other: place for place, other in pairs.items()}
        of_old, of_new = missing_annexes(old, new), missing_annexes(new, old)
        old_only, new_only = _not_compared(before, pairs, of_new), _not_compared(after, back, of_old)
        kept = {
            place: other for place, other in pairs.items() if place not in old_only and other not in new_only
        }
        return cls(before, after, kept, (*of_old, *of_new), old_only, new_only)

    @property
    def old(self) -> Edition:
        """The older text."""
        return self.before.edition

    @property
    def new(self) -> Edition:
        """The newer text."""
        return self.after.edition

    @cached_property
    def by_eid(self) -> dict[str, str]:
        """Which provision of the old text is which of the new one, by their eIds."""
        old, new = self.before.provisions, self.after.provisions
        return {old[place].eid: new[other].eid for place, other in self.pairs.items()}

    @cached_property
    def by_new_eid(self) -> dict[str, str]:
        """Which provision of the new text is which of the old one, by their eIds."""
        return {new: old for old, new in self.by_eid.items()}

    @cached_property
    def every(self) -> tuple[Change, ...]:
        """What became of each provision, in the order of the new text."""
        return changes_of(self.before, self.after, self.pairs, self.old_only, self.new_only)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What became of each clause and heading: what every page, export and program shows and counts.

        Items inside a sentence, whose words their paragraph has, are left out.
        """
        return tuple(change for change in self.every if not provision_of(change).inline)

    @cached_property
    def renumbered(self) -> int:
        """How many clauses and headings have another number in the new text, whatever else became of them."""
        both = ((change.old, change.new) for change in self.changes)
        return sum(bool(old and new and old.marker != new.marker) for old, new in both)

    @cached_property
    def counts(self) -> Mapping[ChangeKind, int]:
        """How many clauses and headings are of each kind."""
        return counted(self.changes)

    @property
    def not_compared(self) -> tuple[str, ...]:
        """What is not compared, in a sentence for each text that lacks annexes."""
        sentences = []
        for edition, annexes in groupby(self.missing, lambda annex: annex.edition):
            *first, last = (annex.name for annex in annexes)
            listed = f"{'; '.join(first)} and {last}" if first else last
            they, are = ("They", "are") if first else ("It", "is")
            why = f"{they} {are} not in the library, so {they.lower()} {are} not compared."
            sentences.append(f"{named(edition.name)} cites {listed}. {why}")
        return tuple(sentences)

    @property
    def is_of_one_instrument(self) -> bool:
        """Whether both texts are editions of the same instrument."""
        return self.old.key.instrument == self.new.key.instrument

    @cached_property
    def corresponding(self) -> tuple[int, int]:
        """How many clauses correspond, and how many the shorter text has, without titles and openings."""
        others = Kind.HEADING, Kind.FORMULA  # the openings of a body's texts are alike
        clauses = [
            change
            for change in self.changes
            if provision_of(change).part != Part.PREFACE and provision_of(change).kind not in others
        ]
        old, new = (
            sum(change.old is not None for change in clauses),
            sum(change.new is not None for change in clauses),
        )
        return sum(bool(change.old and change.new) for change in clauses), min(old, new)

    @property
    def is_unrelated(self) -> bool:
        """Whether almost nothing of one text corresponds to anything in the other."""
        found, of = self.corresponding
        return found <= of * _UNRELATED

    def change_of(self, provision: Provision) -> Change | None:
        """Return what became of a provision of either text; None for one that is not compared."""
        return next((change for change in self.every if provision in (change.new, change.old)), None)

    def edition_of(self, change: Change) -> Edition:
        """Return the text in whose order and below whose headings a change is read."""
        return self.new if change.new else self.old

    def missing_for(self, provision: Provision) -> MissingAnnex | None:
        """Return the annex that would have to be added to compare a provision; None if it is compared."""
        for text, only in ((self.before, self.old_only), (self.after, self.new_only)):
            place = text.place.get(provision.eid, -1)
            if place in only and text.provisions[place] is provision:
                return only[place]
        return None


class Comparisons:
    """Compares texts of a library; what was compared last is remembered."""

    def __init__(self, library: Library) -> None:
        """Take a library, whose texts do not change."""
        self.library = library
        self._compared = lru_cache(maxsize=_REMEMBERED)(
            lambda old, new: Comparison.of(library.edition(old), library.edition(new))
        )

    def of(self, old: EditionKey, new: EditionKey) -> Comparison:
        """Compare two texts. Raises UnknownEdition."""
        return self._compared(old, new)


def provision_of(change: Change) -> Provision:
    """Return the provision that a change is read by: the new one, or the old one of what is gone."""
    found = change.new or change.old
    assert found is not None, "a change without a provision"
    return found


def counted(changes: Iterable[Change]) -> Mapping[ChangeKind, int]:
    """Count changes by kind; what moved and changed counts as MOD and as MOVED."""
    rows = tuple(changes)
    return {kind: sum(is_of(change, kind) for change in rows) for kind in ChangeKind}


def is_of(change: Change, kind: ChangeKind) -> bool:
    """Return True if a change counts as a kind; what moved and changed counts as MOD and as MOVED."""
    return change.kind == kind or (kind == ChangeKind.MOVED and change.moved)


def _not_compared(
    text: NumberedEdition, pairs: Mapping[int, int], missing: Iterable[MissingAnnex]
) -> dict[int, MissingAnnex]:
    """Return what a text has of annexes that the other one lacks, without what has a counterpart.

    An annex most of whose clauses have counterparts is compared whole. Headings are alike, so one needs a
    counterpart below it.
    """
    found: dict[int, MissingAnnex] = {}
    for annex in missing:
        places = [place for place, provision in enumerate(text.provisions) if annex.covers(provision.eid)]
        headings = {place for place in places if text.provisions[place].kind == Kind.HEADING}
        clauses = [place for place in places if place not in headings]
        if sum(place in pairs for place in clauses) <= _MOVED * len(clauses):
            alone = headings - {
                place for place in headings if any(below in pairs for below in text.below[place])
            }
            found |= {place: annex for place in places if place not in pairs or place in alone}
    return found
