"""A comparison as people read it: the clauses of two texts, aligned, with what became of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.comparison.changes import Change, ChangeKind, compare
from assistant.library.library import Library
from corpus.instruments import Edition, Kind, Part, Provision
from corpus.keys import EditionKey

_REMEMBERED = 24  # comparisons; one of two long texts has about a megabyte
_UNRELATED = 0.1  # of the shorter text's clauses: fewer that correspond do so by chance


@dataclass(frozen=True)
class Comparison:
    """Two texts and what became of each clause of the old one in the new one.

    `changes` are those of `compare` without items inside a sentence, whose words their paragraph has.
    """

    old: Edition
    new: Edition
    changes: tuple[Change, ...]

    @classmethod
    def of(cls, old: Edition, new: Edition) -> Comparison:
        """Compare two texts."""
        return cls(old, new, tuple(one for one in compare(old, new) if not provision_of(one).inline))

    @cached_property
    def counts(self) -> Mapping[ChangeKind, int]:
        """How many clauses are of each kind; one that moved and changed counts as MOD and as MOVED."""
        return {kind: sum(is_of(one, kind) for one in self.changes) for kind in ChangeKind}

    @property
    def is_of_one_instrument(self) -> bool:
        """Whether both texts are editions of the same instrument."""
        return self.old.key.instrument == self.new.key.instrument

    @cached_property
    def corresponding(self) -> tuple[int, int]:
        """How many clauses correspond, and how many the shorter text has, without titles and openings."""
        bodies = [one for one in self.changes if _is_clause(provision_of(one))]
        old, new = (sum(one.old is not None for one in bodies), sum(one.new is not None for one in bodies))
        return sum(bool(one.old and one.new) for one in bodies), min(old, new)

    @property
    def is_unrelated(self) -> bool:
        """Whether almost nothing of one text corresponds to anything in the other."""
        found, of = self.corresponding
        return found <= of * _UNRELATED

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


def is_of(change: Change, kind: ChangeKind) -> bool:
    """Return True if a change counts as a kind; what moved and changed counts as MOD and as MOVED."""
    return change.kind == kind or (kind == ChangeKind.MOVED and change.moved)


def _is_clause(provision: Provision) -> bool:
    """Tell a clause from a heading, and from the opening that all texts of a body share."""
    return provision.part != Part.PREFACE and provision.kind not in (Kind.HEADING, Kind.FORMULA)
