"""A concordance: every place where the texts have a phrase, word for word, and what comes before and after.

A library is folded once (assistant/understanding/literal.py); a search then looks for a folded phrase,
and reads only the provisions that have it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.drafting.variants import FoldedText, Variant, variants
from assistant.library.library import Library
from assistant.understanding.literal import folded, phrase_pattern, word_spans
from corpus.errors import ResolutionsError
from corpus.instruments import Edition, Provision

LONGEST = 300
"""Characters that a phrase may have."""


@dataclass(frozen=True, slots=True)
class PhraseQuery:
    """A phrase and how to search for it; by default whole words in any case, in all texts."""

    phrase: str
    match_case: bool = False
    inside_words: bool = False
    without_superseded: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """An occurrence of the phrase: a clause, and the start and end of the phrase in its text."""

    edition: Edition
    provision: Provision
    start: int
    end: int

    @property
    def before(self) -> str:
        """The words of the clause before the phrase."""
        return self.provision.text[: self.start]

    @property
    def phrase(self) -> str:
        """The phrase as it is printed."""
        return self.provision.text[self.start : self.end]

    @property
    def after(self) -> str:
        """The words of the clause after the phrase."""
        return self.provision.text[self.end :]


@dataclass(frozen=True, slots=True)
class PhraseResult:
    """The places with a phrase, the newest text first; wordings close to it, the most used first."""

    wanted: PhraseQuery
    places: tuple[Place, ...]
    variants: tuple[Variant, ...]

    @property
    def years(self) -> Counter[int]:
        """How many places the texts of each year have."""
        return Counter(place.edition.key.year for place in self.places)

    @property
    def by_text(self) -> tuple[tuple[Edition, tuple[Place, ...]], ...]:
        """The places of each text."""
        texts = {place.edition.key: place.edition for place in self.places}
        return tuple(
            (edition, tuple(place for place in self.places if place.edition is edition))
            for edition in texts.values()
        )


@dataclass(frozen=True)
class Concordance:
    """The provisions of a library, folded, in the order of its texts, the newest first."""

    library: Library

    def find(self, query: PhraseQuery) -> PhraseResult:
        """Find every place that has a phrase. Raises ResolutionsError for one without a word or too long."""
        _check(query.phrase)
        texts = self._all
        if query.without_superseded:
            texts = tuple(text for text in texts if self.library.is_in_force(text.edition.key))
        places = _places(query, texts)
        return PhraseResult(query, places, variants(folded(query.phrase), texts, match_case=query.match_case))

    @cached_property
    def _all(self) -> tuple[FoldedText, ...]:
        """All provisions but items inside a sentence, whose words are in their clause as well."""
        newest_first = sorted(self.library.editions, key=lambda edition: -edition.key.year)
        return tuple(
            FoldedText(edition, provision, folded(provision.text))
            for edition in newest_first
            for provision in edition.provisions
            if not provision.inline
        )


def _check(phrase: str) -> None:
    """Refuse what cannot be searched for. Raises ResolutionsError."""
    if len(phrase) > LONGEST:
        raise ResolutionsError(
            f"A phrase can have {LONGEST} characters at most; this one has {len(phrase):,}. "
            "Search for its most telling words"
        )
    if not word_spans(folded(phrase)):
        raise ResolutionsError("The phrase has no word in it. Type a word or several, as the texts have them")


def _places(query: PhraseQuery, texts: Sequence[FoldedText]) -> tuple[Place, ...]:
    plain = folded(query.phrase).lower()
    pattern = phrase_pattern(query.phrase, whole_words=not query.inside_words, match_case=query.match_case)
    return tuple(
        Place(text.edition, text.provision, *match.span())
        for text in texts
        if plain in text.lower
        for match in pattern.finditer(text.provision.text)
    )
