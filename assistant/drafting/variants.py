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
class Worded:
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
    """From which word to which a text has a wording, how many edits apart, and which words are new."""

    edits: int
    end: int
    new: tuple[int, ...] = ()


def variants(phrase: str, texts: Sequence[Worded], *, match_case: bool = False) -> tuple[Variant, ...]:
    """Find the wordings close to a folded phrase, the most used first, then the oldest."""
    wanted = _Phrase.of(phrase, match_case=match_case)
    if wanted is None:
        return ()
    found: dict[str, list[tuple[Worded, tuple[Piece, ...]]]] = defaultdict(list)
    for one in texts:
        if wanted.may_be_in(one):
            for start, match in _matches(wanted, one):
                pieces = _pieces(one, start, match)
                found["".join(piece for piece, _ in pieces).lower()].append((one, pieces))
    made = [_variant(places) for places in found.values()]
    return tuple(sorted(made, key=lambda one: (-one.count, one.years, one.text)))


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
        telling = frozenset(one for one in words if stems(one.lower()))
        if len(words) < _SHORTEST or len(telling) < _TELLING:
            return None
        return cls(words, telling, 1 if len(words) < _LONG else 2, plain, match_case)

    @property
    def needed(self) -> int:
        """How many of the words that carry meaning a variant has."""
        return max(_TELLING, len(self.telling) - 1)

    def may_be_in(self, one: Worded) -> bool:
        """Return True if a text has enough of the words that carry meaning, whatever their case."""
        telling = [word.lower() for word in self.telling if word.lower() in one.lower]  # quick, then sure
        return len(telling) >= self.needed and sum(word in one.words for word in telling) >= self.needed

    def is_close(self, match: _Match, start: int, text: Sequence[str]) -> bool:
        """Return True if a wording has enough of the phrase, and begins and ends as it may."""
        kept = {text[at] for at in range(start, match.end) if at not in match.new} & self.telling
        ends = {start: self.words[0], match.end - 1: self.words[-1]}
        replaced = {at: word for at, word in ends.items() if at in match.new}
        return (
            len(kept) >= self.needed
            and (not replaced or match.edits == 1)
            and all(word not in self.telling or stems(text[at].lower()) for at, word in replaced.items())
        )


def _matches(wanted: _Phrase, one: Worded) -> Iterator[tuple[int, _Match]]:
    """Find the wordings in a text that are close to a phrase, other than it; none overlaps another."""
    words = [one.text[start:end] for start, end in one.spans] if wanted.match_case else one.words
    found = []
    for start in _starts(wanted, words):
        ways = _ways(words, start, wanted.words, 0, wanted.most)
        match = min(ways, key=lambda one: (one.edits, one.end), default=None)
        if match and wanted.is_close(match, start, words):
            kept = match.end - start - len(match.new)
            found.append((-kept, match.edits, start, match))
    taken: set[int] = set()
    for _, _, start, match in sorted(found, key=lambda row: row[:3]):
        places = set(range(start, match.end))
        if not taken & places:
            taken |= places
            if _is_another(one.text[one.spans[start][0] : one.spans[match.end - 1][1]], wanted):
                yield start, match


def _is_another(wording: str, wanted: _Phrase) -> bool:
    """Return True if a wording is not the phrase, and in one sentence as the phrase is."""
    text = wording if wanted.match_case else wording.lower()
    is_whole = text.count("(") == text.count(")")
    between = {sign for (_, end), (start, _) in pairwise(word_spans(text)) for sign in text[end:start]}
    return is_whole and wanted.plain not in text and _ENDS & between <= set(wanted.plain)


def _starts(wanted: _Phrase, words: Sequence[str]) -> list[int]:
    """Return the places where a variant may begin: one of its first words is where the phrase has it."""
    starts = set()
    for place, word in enumerate(wanted.words[: wanted.most + 1]):
        at = -1
        for _ in range(words.count(word)):
            at = words.index(word, at + 1)
            starts.add(at - place)
    span = len(wanted.words) + wanted.most
    return [
        start
        for start in sorted(starts)
        if start >= 0 and len(wanted.telling.intersection(words[start : start + span])) >= wanted.needed
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


def _pieces(one: Worded, start: int, match: _Match) -> tuple[Piece, ...]:
    """Cut a wording into what the phrase has and what it lacks."""
    pieces: list[Piece] = []
    for at in range(start, match.end):
        begin, end = one.spans[at]
        gap = one.text[one.spans[at - 1][1] : begin] if at > start else ""
        is_new = at in match.new
        if pieces and pieces[-1][1] == is_new:
            pieces[-1] = pieces[-1][0] + gap + one.text[begin:end], is_new
        else:
            pieces += [(gap, False)] * bool(gap) + [(one.text[begin:end], is_new)]
    return tuple(pieces)


def _variant(places: Sequence[tuple[Worded, tuple[Piece, ...]]]) -> Variant:
    years = Counter(one.edition.key.year for one, _ in places)
    oldest = min(places, key=lambda row: row[0].edition.key.year)
    return Variant(oldest[1], tuple(sorted(years.items())), (oldest[0].edition, oldest[0].provision))
