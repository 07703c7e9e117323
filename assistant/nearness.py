"""Words that may stand for others: the rows of corpus/wording.toml and the thesaurus, by stems.

Nearness only lets a word pass as one of the clause's; that a claim changes nothing is told by other
checks. Words are compared by rows written by hand, never by a measure of likeness.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from corpus.thesaurus import thesaurus
from corpus.wording import wording
from index.lexical import words

Stems = tuple[str, ...]

# Words that join, count or measure time: nothing that could be lacking, other checks see to them.
_JOINING = frozenset(
    words(
        "up out down off over about under through during upon per no not any each every all both "
        "either also too only more less most least without within once since while until unless "
        "except whether because there here very much many own itself themselves else never neither "
        "nor none nothing cannot just even still yet however though although via among between "
        "against toward towards across along around whatever regardless like instead rather than due "
        "ought need regard terms one other others another text says clause paragraph nobody somebody "
        "anybody everybody everyone anyone someone something anything everything year month week day "
        "hour minute"
    )
)
_NUMERAL = re.compile(r"\d[\d.,:/-]*")
_SPELT = frozenset(
    words(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred "
        "thousand million half third quarter fifth sixth tenth per cent percent"
    )
)
# What is left of phrases without their commonest words ("as before", "on time"), which says nothing.
_LEFT_OF_PHRASES = words(
    "before after once first last next way time all go come get make end part case line "
    "view light order long "
    "account place point hand name number thing full whole"
)
_SHORTEST, _LONGER = 5, (0, 2, 3)  # letters of a stem that others begin with, and how many more they have
_SHORT = 3  # letters that an "un" and the word behind it have at least
_MOST = 0.62  # of the longer stem, the share that both begin with
_NO_KIN = ("intern", "univers", "organ", "commun", "gener", "import")  # stems of unlike words


class Rows:
    """The rows in which every way to say a thing stands, found by its first stem."""

    def __init__(self, rows: Iterable[Iterable[str]]) -> None:
        """Take rows of entries: each entry is known by its stems and the numbers of its rows."""
        self._of: dict[Stems, set[int]] = defaultdict(set)
        alone: set[tuple[int, str]] = set()
        for number, row in enumerate(rows):
            for entry in row:
                stems = tuple(words(entry))
                self._of[stems].add(number)
                if " " not in entry:
                    alone.update((number, stem) for stem in stems)
        self._of.pop((), None)
        for stem in _LEFT_OF_PHRASES:
            self._of[(stem,)] = {row for row in self._of[(stem,)] if (row, stem) in alone}
        self._by_first: dict[str, list[Stems]] = defaultdict(list)
        for stems in self._of:
            self._by_first[stems[0]].append(stems)
        self._longest = max(map(len, self._of), default=0)

    def said_by(self, stems: Iterable[str]) -> frozenset[int]:
        """Return the rows of which some entry stands among stems, in whatever order."""
        have = set(stems)
        entries = (entry for stem in have for entry in self._by_first.get(stem, ()))
        return frozenset(row for entry in entries if have.issuperset(entry) for row in self._of[entry])

    def terms(self, stems: Sequence[str]) -> Iterator[tuple[Stems, frozenset[int]]]:
        """Walk every entry, and every lone stem, that stands at a place in stems, longest first."""
        for at in range(len(stems)):
            for length in range(min(self._longest, len(stems) - at), 0, -1):
                entry = tuple(stems[at : at + length])
                if length == 1 or entry in self._of:
                    yield entry, frozenset(self._of.get(entry, ()))


@cache
def rows() -> Rows:
    """Return the rows of the wordings and the thesaurus that come with the project."""
    entries = [(*one.official, *one.plain, *one.abbreviations) for one in thesaurus()]
    return Rows([*wording().alike, *entries])


def content(text: str) -> list[str]:
    """Return the stems of a text that say something: no numbers, no words that only join."""
    return [one for one in words(text) if is_content(one)]


def is_content(stem: str) -> bool:
    """Tell a stem that says something."""
    return stem not in _JOINING and stem not in _SPELT and not _NUMERAL.fullmatch(stem)


@lru_cache(maxsize=2048)
def unlike(text: str, known: str) -> tuple[str, ...]:
    """Return the stems of a text that another has neither in any form nor in words that are near.

    >>> unlike("The pool is closed at dusk", "that the pool shall be shut at nightfall")
    ('dusk',)
    """
    stems = words(text)
    has, rows_of = _known(known)
    passed = {stem for stem in stems if stem in has or not is_content(stem)}
    for entry, found in rows().terms(stems):
        if found & rows_of:
            passed.update(entry)
    return tuple(one for one in stems if one not in passed and not _has_kin(_positive(one), has))


@lru_cache(maxsize=512)
def _known(text: str) -> tuple[frozenset[str], frozenset[int]]:
    """Return the stems of a text and the rows that they say."""
    stems = frozenset(words(text))
    return stems, rows().said_by(stems)


def _positive(stem: str) -> str:
    """Return a stem without the "un" before it, which the checks of denials read."""
    return stem[2:] if stem.startswith("un") and len(stem) > _SHORT and not stem.startswith("uni") else stem


def _has_kin(stem: str, others: frozenset[str]) -> bool:
    """Tell whether a stem is of one word with another: "satisfi" and "satisfact"."""
    return stem in others or any(_are_kin(stem, one) for one in others)


def _are_kin(one: str, other: str) -> bool:
    """Tell whether one stem begins with the other, or both with most of each other."""
    short, long = sorted((one, other), key=len)
    if one.startswith(_NO_KIN):
        return False
    common = next((at for at in range(len(short)) if short[at] != long[at]), len(short))
    if common == len(short):
        return len(short) >= _SHORTEST and len(long) - len(short) in _LONGER
    return common > _SHORTEST and common > _MOST * len(long)
