"""A comparison as people read it: the clauses of two texts, aligned, with what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.comparison.aligned import Aligned
from assistant.comparison.changes import Change, ChangeKind, changes_of
from assistant.library.library import Library
from corpus.annexes import MissingAnnex
from corpus.instruments import Edition, Kind, Part, Provision
from corpus.keys import EditionKey

_REMEMBERED = 32  # comparisons; one of two long texts has about a megabyte
_UNRELATED = 0.1  # of the shorter text's clauses: fewer that correspond do so by chance


@dataclass(frozen=True)
class Comparison:
    """Two texts and what became of each clause of the old one in the new one."""

    aligned: Aligned

    @classmethod
    def of(cls, old: Edition, new: Edition) -> Comparison:
        """Compare two texts."""
        return cls(Aligned.of(old, new))

    @property
    def old(self) -> Edition:
        """The older text."""
        return self.aligned.old.edition

    @property
    def new(self) -> Edition:
        """The newer text."""
        return self.aligned.new.edition

    @cached_property
    def every(self) -> tuple[Change, ...]:
        """What became of each provision."""
        return changes_of(self.aligned)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What became of each clause and heading: what every page, export and program shows and counts.

        Items inside a sentence, whose words their paragraph has, are left out.
        """
        return tuple(change for change in self.every if not provision_of(change).inline)

    @cached_property
    def counts(self) -> Mapping[ChangeKind, int]:
        """How many clauses and headings are of each kind."""
        return counted(self.changes)

    @property
    def missing(self) -> tuple[MissingAnnex, ...]:
        """The annexes that either text cites and the library does not have."""
        return self.aligned.missing

    @property
    def not_compared(self) -> tuple[str, ...]:
        """What is not compared, in a sentence for each text that lacks annexes."""
        return self.aligned.not_compared

    @property
    def is_of_one_instrument(self) -> bool:
        """Whether both texts are editions of the same instrument."""
        return self.old.key.instrument == self.new.key.instrument

    @cached_property
    def corresponding(self) -> tuple[int, int]:
        """How many clauses correspond, and how many the shorter text has, without titles and openings."""
        others = Kind.HEADING, Kind.FORMULA  # the openings of a body's texts are alike
        bodies = [
            one
            for one in self.changes
            if provision_of(one).part != Part.PREFACE and provision_of(one).kind not in others
        ]
        old, new = (sum(one.old is not None for one in bodies), sum(one.new is not None for one in bodies))
        return sum(bool(one.old and one.new) for one in bodies), min(old, new)

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


class Comparisons:
    """Compares texts of a library; what was compared last is remembered."""

    def __init__(self, library: Library) -> None:
        """Take a library, whose texts do not change."""
        self.library = library
        self._compared = lru_cache(maxsize=_REMEMBERED)(self._compare)

    def of(self, old: EditionKey, new: EditionKey) -> Comparison:
        """Compare two texts. Raises UnknownEdition."""
        return self._compared(old, new)

    def _compare(self, old: EditionKey, new: EditionKey) -> Comparison:
        """Compare two texts that were not compared lately."""
        return Comparison.of(self.library.edition(old), self.library.edition(new))


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
