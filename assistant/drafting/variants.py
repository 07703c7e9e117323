"""Wordings close to a phrase: its words in order, with one or two put in, replaced or left out.

A phrase of three or four words may differ by one word, a longer one by two. Its first and last words are
not left out: the rest would be another, shorter phrase. If one of them is replaced, that is the only
difference, and a word that carries meaning takes the place of one that does. At most one such word is
lost, and two are left, or "to the Council" would be close to "to the Union". A sentence is not left.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from assistant.understanding.literal import word_spans
from corpus.instruments import Edition, Provision
from index.tokens import words as stems

_SHORTEST, _LONG = 3, 5  # words
_TELLING = 2  # words that carry meaning and are left
_ENDS = frozenset(".;:!?\t")  # between two sentences, items or cells

Piece = tuple[str, bool]  # a stretch of a wording, and whether the phrase lacks it


@dataclass(frozen=True)
class FoldedText:
    """A provision and its folded text."""

    edition: Edition
    provision: Provision
    text: str

    @cached_property
    def lower(self) -> str:
        """The folded text in small letters."""
        return self.text.lower()

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where its words are in the folded text."""
        return word_spans(self.text)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words in small letters."""
        return tuple(sys.intern(self.lower[start:end]) for start, end in self.spans)


@dataclass(frozen=True, slots=True)
class Variant:
    """A wording close to a phrase: in pieces, each marked if the phrase lacks it; how often, by year.

    `first` is the oldest text that has it.
    """

    pieces: tuple[Piece, ...]
    years: tuple[tuple[int, int], ...]
    first: tuple[Edition, Provision]

    @property
    def count(self) -> int:
        """How many places have it."""
        return sum(count for _, count in self.years)

    @property
    def text(self) -> str:
        """The wording."""
        return "".join(piece for piece, _ in self.pieces)


@dataclass(frozen=True, slots=True)
class _Match:
    """Where a wording ends in a text, how many edits it is from the phrase, and which words are new."""

    edits: int
    end: int
    new: tuple[int, ...] = ()


def variants(phrase: str, texts: Sequence[FoldedText], *, match_case: bool = False) -> tuple[Variant, ...]:
    """Find the wordings close to a folded phrase, the most used first, then the oldest."""
    wanted = _Phrase.of(phrase, match_case=match_case)
    if wanted is None:
        return ()
    found: dict[str, list[tuple[FoldedText, tuple[Piece, ...]]]] = defaultdict(list)
    for text in texts:
        if wanted.may_be_in(text):
            for start, match in _matches(wanted, text):
                pieces = _pieces(text, start, match)
                found["".join(piece for piece, _ in pieces).lower()].append((text, pieces))
    wordings = [_variant(places) for places in found.values()]
    return tuple(sorted(wordings, key=lambda variant: (-variant.count, variant.years, variant.text)))


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase as words, which of them carry meaning, and how many edits a variant may be apart."""

    words: tuple[str, ...]
    telling: frozenset[str]
    most: int
    plain: str
    match_case: bool

    @classmethod
    def of(cls, phrase: str, *, match_case: bool) -> _Phrase | None:
        """Read a folded phrase; None if it is too short or has too few words that carry meaning."""
        spans = word_spans(phrase)
        plain = phrase[spans[0][0] : spans[-1][1]] if spans else ""
        plain = plain if match_case else plain.lower()
        words = tuple(plain[start - spans[0][0] : end - spans[0][0]] for start, end in spans)
        telling = frozenset(word for word in words if stems(word.lower()))
        if len(words) < _SHORTEST or len(telling) < _TELLING:
            return None
        return cls(words, telling, 1 if len(words) < _LONG else 2, plain, match_case)

    @property
    def needed(self) -> int:
        """How many of the words that carry meaning a variant has."""
        return max(_TELLING, len(self.telling) - 1)

    def may_be_in(self, text: FoldedText) -> bool:
        """Return True if a text has enough of the words that carry meaning, whatever their case."""
        telling = [word.lower() for word in self.telling if word.lower() in text.lower]  # quick, then sure
        return len(telling) >= self.needed and sum(word in text.words for word in telling) >= self.needed

    def is_close(self, match: _Match, start: int, words: Sequence[str]) -> bool:
        """Return True if a wording has enough of the phrase, and begins and ends as it may."""
        shared = {words[at] for at in range(start, match.end) if at not in match.new} & self.telling
        ends = {start: self.words[0], match.end - 1: self.words[-1]}
        replaced = {at: word for at, word in ends.items() if at in match.new}
        return (
            len(shared) >= self.needed
            and (not replaced or match.edits == 1)
            and all(word not in self.telling or stems(words[at].lower()) for at, word in replaced.items())
        )


def _matches(phrase: _Phrase, text: FoldedText) -> Iterator[tuple[int, _Match]]:
    """Find the wordings in a text that are close to a phrase, other than it; none overlaps another."""
    words = [text.text[start:end] for start, end in text.spans] if phrase.match_case else text.words
    found = []
    for start in _starts(phrase, words):
        ways = _ways(words, start, phrase.words, 0, phrase.most)
        match = min(ways, key=lambda way: (way.edits, way.end), default=None)
        if match and phrase.is_close(match, start, words):
            kept = match.end - start - len(match.new)
            found.append((-kept, match.edits, start, match))
    occupied: set[int] = set()
    for _, _, start, match in sorted(found, key=lambda row: row[:3]):
        places = set(range(start, match.end))
        if not occupied & places:
            occupied |= places
            if _is_another(text.text[text.spans[start][0] : text.spans[match.end - 1][1]], phrase):
                yield start, match


def _is_another(wording: str, phrase: _Phrase) -> bool:
    """Return True if a wording is not the phrase, and in one sentence as the phrase is."""
    text = wording if phrase.match_case else wording.lower()
    is_whole = text.count("(") == text.count(")")
    between = {sign for (_, end), (start, _) in pairwise(word_spans(text)) for sign in text[end:start]}
    return is_whole and phrase.plain not in text and _ENDS & between <= set(phrase.plain)


def _starts(phrase: _Phrase, words: Sequence[str]) -> list[int]:
    """Return where a variant may begin: one of its first words is in the same position as in the phrase."""
    starts = set()
    for place, word in enumerate(phrase.words[: phrase.most + 1]):
        at = -1
        for _ in range(words.count(word)):
            at = words.index(word, at + 1)
            starts.add(at - place)
    span = len(phrase.words) + phrase.most
    return [
        start
        for start in sorted(starts)
        if start >= 0 and len(phrase.telling.intersection(words[start : start + span])) >= phrase.needed
    ]


def _ways(words: Sequence[str], at: int, phrase: Sequence[str], done: int, left: int) -> Iterator[_Match]:
    """Walk the ways to match what is left of a phrase from a word on, with so many edits at most."""
    if done == len(phrase):
        yield _Match(0, at)
        return
    further: list[tuple[int, int, tuple[int, ...]]] = []  # an edit: where text and phrase go on, what is new
    if at < len(words):
        if words[at] == phrase[done]:
            yield from _ways(words, at + 1, phrase, done + 1, left)
        else:
            further.append((at + 1, done + 1, (at,)))
        if done:
            further.append((at + 1, done, (at,)))
    if 0 < done < len(phrase) - 1:
        further.append((at, done + 1, ()))
    for where, what, new in further if left else ():
        for match in _ways(words, where, phrase, what, left - 1):
            yield _Match(match.edits + 1, match.end, (*new, *match.new))


def _pieces(text: FoldedText, start: int, match: _Match) -> tuple[Piece, ...]:
    """Cut a wording into what the phrase has and what it lacks."""
    pieces: list[Piece] = []
    for at in range(start, match.end):
        begin, end = text.spans[at]
        gap = text.text[text.spans[at - 1][1] : begin] if at > start else ""
        is_new = at in match.new
        if pieces and pieces[-1][1] == is_new:
            pieces[-1] = pieces[-1][0] + gap + text.text[begin:end], is_new
        else:
            pieces += [(gap, False)] * bool(gap) + [(text.text[begin:end], is_new)]
    return tuple(pieces)


def _variant(places: Sequence[tuple[FoldedText, tuple[Piece, ...]]]) -> Variant:
    years = Counter(text.edition.key.year for text, _ in places)
    oldest = min(places, key=lambda row: row[0].edition.key.year)
    return Variant(oldest[1], tuple(sorted(years.items())), (oldest[0].edition, oldest[0].provision))
