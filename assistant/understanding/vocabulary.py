"""The words of the library: how rare each is, and how much of a question a clause covers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

from corpus.instruments import Edition, Kind, Provision
from corpus.remembered import stored_per_edition
from index.expansion import Term, expander
from index.passages import context_of
from index.tokens import words

_WORDS = 10_000  # whose frequency is remembered
_REMEMBERED = 64  # questions whose words are weighed once for all clauses


class Vocabulary:
    """Document frequencies of stemmed words over all provisions."""

    def __init__(self, editions: Iterable[Edition]) -> None:
        """Count, for each word, the provisions that have it: in each text now, in all when it is asked."""
        every = tuple(editions)
        self.size = sum(len(edition.provisions) for edition in every)
        self._counts = [counts for edition in every for counts in _frequencies(edition)]
        self._known: dict[tuple[str, str], frozenset[str]] = {}
        self._weighed = lru_cache(_REMEMBERED)(self._weigh)
        self.frequency = lru_cache(_WORDS)(self._frequency)

    def __contains__(self, word: object) -> bool:
        """Return True if a stemmed word occurs anywhere."""
        return isinstance(word, str) and self.frequency(word) > 0

    @cached_property
    def sorted(self) -> Sequence[str]:
        """All stemmed words, in alphabetical order."""
        return sorted(set().union(*self._counts))

    def _frequency(self, word: str) -> int:
        """Return how many provisions have a stemmed word."""
        return sum(counts.get(word, 0) for counts in self._counts)

    def weight(self, word: str) -> float:
        """Return a word's rarity: ln of provisions per provision that has it, at least a little."""
        return math.log((self.size + 1) / (self.frequency(word) + 0.5)) + 0.1

    def coverage(self, asked: Sequence[str], edition: Edition, provision: Provision) -> float:
        """Return the share, by rarity, of a question's words that a clause has, 0 to 1.

        A word is had when the clause, or what stands above it, has it or an official way to say
        it. A question without words is covered.
        """
        key = (str(edition.key), provision.eid)
        if key not in self._known:
            self._known[key] = provision_words(edition, provision)
        known = self._known[key]
        weighed, total = self._weighed(tuple(dict.fromkeys(asked)))
        covered = (
            weight
            for term, weight in weighed
            if any(known.issuperset(way) for way in (term.stems, *term.others))
        )
        return sum(covered) / total if weighed else 1.0

    def _weigh(self, asked: tuple[str, ...]) -> tuple[list[tuple[Term, float]], float]:
        weighed = [(term, self._term_weight(term)) for term in expander().terms(list(asked))]
        return weighed, sum(weight for _, weight in weighed)

    def _term_weight(self, term: Term) -> float:
        present = [way for way in (term.stems, *term.others) if all(word in self for word in way)]
        return max((self.weight(word) for way in present[:1] or [term.stems] for word in way), default=0.1)


@stored_per_edition(lambda _, counts: dict[str, int](counts))
def _frequencies(edition: Edition) -> Iterator[dict[str, int]]:
    """Give how many provisions have each stemmed word."""
    yield dict(Counter(word for provision in edition.provisions for word in set(words(provision.text))))


def provision_words(edition: Edition, provision: Provision) -> frozenset[str]:
    """Return the stemmed words of a provision, of what stands above it and of its head."""
    texts = [provision.text, *context_of(edition, provision)]
    if provision.kind != Kind.HEADING and provision.head:
        texts.append(provision.head.text)
    return frozenset(word for text in texts for word in words(text))
