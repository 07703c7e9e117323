"""Wordings: adopted words, indexed so that those most like a draft's are found at once.

Likeness is that of comparison/similarity.py; the weights are those of the indexed texts alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from math import log, sqrt
from typing import Generic, TypeVar

from assistant.comparison.similarity import features

Thing = TypeVar("Thing")
_MOST = 0.1  # of all texts: what more of them have leads to no candidate
_features = lru_cache(maxsize=32_768)(features)


class Wordings(Generic[Thing]):
    """Things with their words, to be found by words that are like theirs."""

    def __init__(self, rows: Sequence[tuple[str, Thing]]) -> None:
        self._things = [thing for _, thing in rows]
        cut = [_features(text) for text, _ in rows]
        self._frequency = Counter(feature for found in cut for feature in found)
        self._mass = [self._weigh(found) for found in cut]
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for at, found in enumerate(cut):
            for feature in found:
                self._places[feature].append(at)

    def like(self, text: str) -> list[tuple[float, Thing]]:
        """Return the things whose words are like a text, the most like first, each with 0 to 1."""
        wanted = _features(text)
        common: defaultdict[int, float] = defaultdict(float)
        leading = max(_MOST * len(self._things), 5)
        led = {
            at for feature in wanted if self._frequency[feature] <= leading for at in self._places[feature]
        }
        for feature in wanted:
            for at in led.intersection(self._places[feature]) if feature in self._places else ():
                common[at] += self._weight(feature)
        own = self._weigh(wanted)
        found = [
            (shared * sqrt(2 / ((own + self._mass[at]) * min(own, self._mass[at]))), at)
            for at, shared in common.items()
        ]
        return [(alike, self._things[at]) for alike, at in sorted(found, key=lambda row: (-row[0], row[1]))]

    def _weigh(self, found: frozenset[str]) -> float:
        return sum(map(self._weight, found))

    def _weight(self, feature: str) -> float:
        return log(1 + len(self._things) / max(self._frequency[feature], 1))
