"""Two editions aligned: which provision is which, and what cannot be compared.

An edition is often in the library without its annexes. What the other edition has of an annex that this one
cites and lacks is neither deleted nor added: whether it is cannot be known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from assistant.comparison.alignment import align
from assistant.comparison.sequence import Text
from assistant.plain_text import named
from corpus.annexes import MissingAnnex, missing_annexes
from corpus.instruments import Edition, Kind, Provision

_MOVED = 0.5  # of its clauses: an annex with more counterparts is in the other text under another name


@dataclass(frozen=True)
class Aligned:
    """Two texts; `pairs` says which provision is which, by their places.

    `missing` are the annexes that either text cites and the library does not have. `old_only` and `new_only`
    are the places of what is not compared, each with the annex of the other text that is missing for it.
    """

    old: Text
    new: Text
    pairs: Mapping[int, int]
    missing: tuple[MissingAnnex, ...]
    old_only: Mapping[int, MissingAnnex]
    new_only: Mapping[int, MissingAnnex]

    @classmethod
    def of(cls, old: Edition, new: Edition) -> Aligned:
        """Align two editions."""
        before, after = Text(old), Text(new)
        pairs = align(before, after)
        back = {other: place for place, other in pairs.items()}
        of_old, of_new = missing_annexes(old, new), missing_annexes(new, old)
        old_only, new_only = _not_compared(before, pairs, of_new), _not_compared(after, back, of_old)
        kept = {
            place: other for place, other in pairs.items() if place not in old_only and other not in new_only
        }
        return cls(before, after, kept, (*of_old, *of_new), old_only, new_only)

    @cached_property
    def by_eid(self) -> dict[str, str]:
        """Which provision of the old edition is which of the new one, by their eIds."""
        old, new = self.old.provisions, self.new.provisions
        return {old[place].eid: new[other].eid for place, other in self.pairs.items()}

    @cached_property
    def by_new_eid(self) -> dict[str, str]:
        """Which provision of the new edition is which of the old one, by their eIds."""
        return {new: old for old, new in self.by_eid.items()}

    @property
    def not_compared(self) -> tuple[str, ...]:
        """What is not compared, in a sentence for each text that lacks annexes."""
        rows = groupby(self.missing, lambda annex: annex.edition)
        return tuple(_lacking(edition, [annex.name for annex in annexes]) for edition, annexes in rows)

    def missing_for(self, provision: Provision) -> MissingAnnex | None:
        """Return the annex that would have to be added to compare a provision; None if it is compared."""
        for text, only in ((self.old, self.old_only), (self.new, self.new_only)):
            place = text.place.get(provision.eid, -1)
            if place in only and text.provisions[place] is provision:
                return only[place]
        return None


def _lacking(edition: Edition, annexes: Sequence[str]) -> str:
    """Say that a text cites annexes that are not in the library."""
    if len(annexes) == 1:
        return f"{named(edition.name)} cites {annexes[0]}. It is not in the library, so it is not compared."
    listed = f"{'; '.join(annexes[:-1])} and {annexes[-1]}"
    return f"{named(edition.name)} cites {listed}. They are not in the library, so they are not compared."


def _not_compared(
    text: Text, pairs: Mapping[int, int], missing: Iterable[MissingAnnex]
) -> dict[int, MissingAnnex]:
    """Return what a text has of annexes that the other one lacks, without what has a counterpart."""
    found: dict[int, MissingAnnex] = {}
    for annex in missing:
        places = [place for place, provision in enumerate(text.provisions) if annex.covers(provision.eid)]
        if not _is_moved(text, places, pairs):
            found |= {place: annex for place in places if not _has_counterpart(text, place, pairs)}
    return found


def _is_moved(text: Text, places: Sequence[int], pairs: Mapping[int, int]) -> bool:
    """Return True for an annex most of whose clauses have counterparts."""
    clauses = [place for place in places if text.provisions[place].kind != Kind.HEADING]
    return sum(place in pairs for place in clauses) > _MOVED * len(clauses)


def _has_counterpart(text: Text, place: int, pairs: Mapping[int, int]) -> bool:
    """Return True for a provision that has a counterpart; headings are alike, so one needs one below it."""
    if text.provisions[place].kind != Kind.HEADING or place not in pairs:
        return place in pairs
    return any(below in pairs for below in text.below[place])
