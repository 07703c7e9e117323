"""Alignment: which provision of one edition is which of another, whatever their numbers.

What is certain comes first, and what is doubtful is then read in its place:

1. words much more alike than any others on either side;
2. heads and headings, by their words and by the provisions below them that are aligned already;
3. below aligned parents, in order: the heaviest chain of pairs that do not cross;
4. what is left over, wherever it stands, if its words alone are enough.

So a head that gained an addressee keeps its items, a list whose numbers shifted keeps its order,
and an item that went to another head is found there. A provision is aligned once, or not at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

from assistant.comparison.chains import Pair, Scores, heaviest_chain
from assistant.comparison.sequence import NumberedEdition
from assistant.comparison.similarity import similarity

# Chosen on editions perturbed at random, whose alignment is known (tests/assistant/comparison).
_CLEAR = 0.5  # alike enough to be aligned wherever they stand, if nothing else comes near
_MARGIN = 0.1  # how much more alike than the next best
_NEAR = 0.25  # alike enough below the same parent, in order
_REPLACED = 0.2  # the same, with the same id: what is drafted anew often keeps its number
_HEADINGS = 0.35  # alike enough for headings, by words and by what stands below
_CONVERTED = 0.7  # alike enough for a paragraph and a row of a table or a footnote: one became the other
_FAR = 0.5  # alike enough elsewhere, when all that has a place is aligned
_CROWD = 15  # equal texts, as cells of a table: only those of about the same count are paired


def align(old: NumberedEdition, new: NumberedEdition) -> dict[int, int]:
    """Return which provision of the old text is which of the new one, by their places."""
    alignment = _Alignment(old, new)
    alignment.take_clear()
    alignment.take_headings()
    alignment.take_in_order()
    alignment.take_elsewhere()
    return alignment.pairs


class _Alignment:
    """The pairs found so far, and the steps that find more."""

    def __init__(self, old: NumberedEdition, new: NumberedEdition) -> None:
        self.old, self.new = old, new
        self.pairs: dict[int, int] = {}
        self.taken: set[int] = set()  # places in the new text
        self.kin: Scores = {}

    @cached_property
    def alike(self) -> Scores:
        """How alike provisions are; the same words count 1, whatever the group."""
        measured = similarity(
            [provision.text for provision in self.old.provisions],
            [provision.text for provision in self.new.provisions],
        )
        found = {
            (place, other): score
            for (place, other), score in measured.items()
            if score >= self._enough(place, other)
        }
        for wording, places in self.old.standing.items():
            found |= dict.fromkeys(_crowd(places, self.new.standing.get(wording, ())), 1.0)
        return found

    def take_clear(self) -> None:
        """Align what is much more alike than anything else on either side."""
        for pair in _clear({pair: score for pair, score in self.alike.items() if not self._headings(pair)}):
            self._take(pair)

    def take_headings(self) -> None:
        """Align heads and headings by their words and by what stands below them."""
        free, kin = self._free(), self._kin()
        scores: Scores = {}
        for pair in filter(self._headings, {*free, *kin}):
            less, more = sorted((free.get(pair, 0.0), kin.get(pair, 0.0)))
            scores[pair] = 0.7 * more + 0.3 * less
        self._take_best({pair: score for pair, score in scores.items() if score >= _HEADINGS})

    def take_in_order(self) -> None:
        """Align what stands below aligned parents, from the top down, in order.

        Of several with the same words, "In this Declaration:", that with the same items below is preferred.
        """
        self.kin = self._kin()
        for container in self.old.children.keys() - self.old.place.keys():
            self._below(container, container)
        for at, provision in enumerate(self.old.provisions):
            if at in self.pairs and provision.eid in self.old.children:
                self._below(provision.eid, self.new.provisions[self.pairs[at]].eid)

    def take_elsewhere(self) -> None:
        """Align what is left over by its words alone."""
        scores = {
            pair: score for pair, score in self._free().items() if score >= _FAR and not self._headings(pair)
        }
        self._take_best(scores)

    def _below(self, parent: str, other: str) -> None:
        """Align the children of two parents in order, around those that are aligned already."""
        children = self.old.children.get(parent, [])
        others = {place: rank for rank, place in enumerate(self.new.children.get(other, []))}
        scores: Scores = {}
        for child in children:
            if child in self.pairs:
                if self.pairs[child] in others:
                    scores[child, self.pairs[child]] = 4.0
                continue
            for candidate in self.candidates.get(child, ()):
                if candidate in others and candidate not in self.taken:
                    pair = child, candidate
                    scores[pair] = self.alike[pair] ** 2 + self.kin.get(pair, 0.0)
        for pair in heaviest_chain(scores):
            if self._is_free(pair):
                self._take(pair)

    @cached_property
    def candidates(self) -> dict[int, list[int]]:
        """The places in the new text that are at all alike, for each of the old one."""
        found: dict[int, list[int]] = defaultdict(list)
        for place, other in self.alike:
            found[place].append(other)
        return found

    def _enough(self, place: int, other: int) -> float:
        """Return how alike two provisions must at least be; a heading is aligned with headings alone."""
        groups = {self.old.group(place), self.new.group(other)}
        if len(groups) > 1:
            return 2.0 if groups & {"head", "heading"} else _CONVERTED
        same = self.old.provisions[place].eid == self.new.provisions[other].eid
        return _REPLACED if same else _NEAR

    def _kin(self) -> Scores:
        """Measure, for provisions that have others below, how many of these are aligned (Dice)."""
        shared: dict[Pair, int] = defaultdict(int)
        for place, other in self.pairs.items():
            for pair in (
                (above, beside) for above in self.old.above(place) for beside in self.new.above(other)
            ):
                shared[pair] += 1
        return {
            (place, other): 2 * count / (len(self.old.below[place]) + len(self.new.below[other]))
            for (place, other), count in shared.items()
        }

    def _headings(self, pair: Pair) -> bool:
        group = self.old.group(pair[0])
        return group in ("head", "heading") and group == self.new.group(pair[1])

    def _free(self) -> Scores:
        return {pair: score for pair, score in self.alike.items() if self._is_free(pair)}

    def _is_free(self, pair: Pair) -> bool:
        return pair[0] not in self.pairs and pair[1] not in self.taken

    def _take(self, pair: Pair) -> None:
        self.pairs[pair[0]] = pair[1]
        self.taken.add(pair[1])

    def _take_best(self, scores: Scores) -> None:
        """Align the best pair, then the best that is left, and so on; among equals the first."""
        for pair in sorted(scores, key=lambda pair: (-scores[pair], pair)):
            if self._is_free(pair):
                self._take(pair)


def _clear(scores: Scores) -> list[Pair]:
    """Return the pairs above the threshold that lead on both sides by the margin."""
    rows: dict[int, list[float]] = defaultdict(list)
    columns: dict[int, list[float]] = defaultdict(list)
    for (place, other), score in scores.items():
        rows[place].append(score)
        columns[other].append(score)
    second = [
        {at: sorted(found)[-2] if len(found) > 1 else 0.0 for at, found in side.items()}
        for side in (rows, columns)
    ]
    return [
        (place, other)
        for (place, other), score in scores.items()
        if score >= max(_CLEAR, second[0][place] + _MARGIN, second[1][other] + _MARGIN)
    ]


def _crowd(places: Sequence[int], others: Sequence[int]) -> Iterable[Pair]:
    """Pair equal texts with one another; in a crowd, those of about the same count."""
    for count, place in enumerate(places):
        for other in others[max(count - _CROWD, 0) : count + _CROWD]:
            yield place, other
