"""Likeness: how much two wordings have in common, from 0 to 1.

Compared are words and pairs of neighbouring words, each weighted by how rare it is in the texts
(Spärck Jones 1972): "lantern" speaks, "of the" does not. The measure is the geometric mean of
Dice's coefficient and the overlap with the shorter text, so that a clause which became twice as
long is still alike (.82), and a long text that holds every word of a short one is not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise
from math import log, sqrt

from assistant.comparison.chains import Scores
from assistant.comparison.redline import words

_FREQUENT = 0.04  # of all texts: what stands in more of them leads to no candidate
_AT_LEAST, _AT_MOST = 12, 50  # texts in which a word may stand and still lead to candidates


def similarity(
    old: Sequence[str], new: Sequence[str], is_asked: Callable[[int, int], bool] = lambda at, other: True
) -> Scores:
    """Return how alike each old and each new text are, by their places, of the pairs that are asked for.

    Pairs that share no word or pair of words that is at all rare are left out: they are not alike.
    """
    cut = [features(text) for text in (*old, *new)]
    frequency = Counter(feature for found in cut for feature in found)
    weight = {feature: log(1 + len(cut) / count) for feature, count in frequency.items()}
    mass = [sum(weight[feature] for feature in found) for found in cut]
    leading = min(max(_AT_LEAST, int(_FREQUENT * len(cut))), _AT_MOST)
    places: dict[str, list[int]] = defaultdict(list)
    for at, found in enumerate(cut[len(old) :]):
        for feature in found:
            if frequency[feature] <= leading:
                places[feature].append(at)
    alike: Scores = {}
    for at, found in enumerate(cut[: len(old)]):
        for other in {place for feature in found for place in places.get(feature, ()) if is_asked(at, place)}:
            common = sum(weight[feature] for feature in found & cut[len(old) + other])
            both = mass[at], mass[len(old) + other]
            alike[at, other] = common * sqrt(2 / (sum(both) * min(both)))
    return alike


def features(text: str) -> frozenset[str]:
    """Return the words of a text and the pairs of neighbours, without marks, in lower case."""
    plain = [word.lower() for word in words(text) if word[0].isalnum()]
    return frozenset(plain) | {f"{word} {next_word}" for word, next_word in pairwise(plain)}
