"""A wording and what was done to it: runs of kept, deleted and inserted words.

    Revision.of("to count the lanterns;").retyped("to count all lanterns;").edits
    (("=", "to count "), ("-", "the"), ("+", "all"), ("=", " lanterns;"))

The runs are those of the edits, not a comparison of the first wording with the last: a word that was
deleted and typed again elsewhere remains deleted here and inserted there. Words that were deleted and
typed again at the same place are kept ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile
from operator import itemgetter
from typing import Self

from assistant.comparison.redline import Edit, tracked

_LONG = 60  # characters: a single edit by hand seldom replaces so many and keeps most of them
_OPENING, _CLOSING = re.compile(r"\w+"), re.compile(r"\w+$")


@dataclass(frozen=True, slots=True)
class Revision:
    """Runs of words, each kept ("="), deleted ("-") or inserted ("+").

    Between two kept runs stand at most one deleted and then one inserted run; a word that was replaced in
    part counts as replaced.
    """

    edits: tuple[Edit, ...] = ()

    @classmethod
    def of(cls, words: str) -> Self:
        """Return a wording that nobody has changed."""
        return cls((("=", words),) if words else ())

    @classmethod
    def new(cls, words: str) -> Self:
        """Return a wording that is inserted as a whole."""
        return cls((("+", words),) if words else ())

    @classmethod
    def made_of(cls, edits: Iterable[Edit]) -> Self:
        """Return the wording that these runs make, in any order and number."""
        return cls(tuple(_tidy(edits)))

    @property
    def old(self) -> str:
        """The wording with every change rejected."""
        return "".join(words for sign, words in self.edits if sign != "+")

    @property
    def now(self) -> str:
        """The wording with every change accepted."""
        return "".join(words for sign, words in self.edits if sign != "-")

    @property
    def is_changed(self) -> bool:
        """Whether anything was deleted or inserted."""
        return any(sign != "=" for sign, _ in self.edits)

    def replaced(self, start: int, stop: int, words: str) -> Self:
        """Return the wording with `now[start:stop]` replaced by other words.

        `start` and `stop` count characters of `now`. Raises ValueError for a place that it does not have.
        """
        if not 0 <= start <= stop <= len(self.now):
            raise ValueError(f"characters {start} to {stop} of {len(self.now)}")
        return self._replaced([(start, stop, words)])

    def _replaced(self, replacements: Sequence[tuple[int, int, str]]) -> Self:
        """Return the wording with stretches of `now` replaced, given in order."""
        letters = [(sign, letter) for sign, run in self.edits for letter in run]
        places = [place for place, (sign, _) in enumerate(letters) if sign != "-"]
        end = len(letters)
        for start, stop, words in reversed(replacements):
            first = places[start] if start < len(places) else end
            last = places[stop - 1] + 1 if stop > start else first
            cut = [("-", letter) for sign, letter in letters[first:last] if sign != "+"]
            letters[first:last] = [*cut, ("+", words)]
        return self.made_of(letters)

    def retyped(self, words: str) -> Self:
        """Return the wording after one edit that results in these words; the words around the edit are kept.

        A long stretch that keeps most of its words was edited elsewhere and pasted: it is compared by words.
        """
        now = self.now
        before = _shared(now, words)
        after = _shared(reversed(now[before:]), reversed(words[before:]))
        begin = next((at for at in _slides(now, words, before, after) if _opens_a_word(now, at)), before)
        after += before - begin
        was, is_ = now[begin : len(now) - after], words[begin : len(words) - after]
        pasted = tracked(was, is_) if min(len(was), len(is_)) >= _LONG else ()
        if 2 * sum(len(run) for sign, run in pasted if sign == "=") < max(len(was), len(is_), 1):
            return self.replaced(begin, len(now) - after, is_)
        return self._replaced([*_replacements(begin, pasted)])


def _replacements(place: int, edits: Iterable[Edit]) -> Iterator[tuple[int, int, str]]:
    """Walk what edits of the words from a place delete and insert."""
    for sign, run in edits:
        if sign == "+":
            yield place, place, run
            continue
        if sign == "-":
            yield place, place + len(run), ""
        place += len(run)


def _slides(now: str, words: str, before: int, after: int) -> Iterator[int]:
    """Walk, from the last, the places at which an insertion or a deletion makes the same wording."""
    longer = max(now, words, key=len)
    yield before
    if before + after != min(len(now), len(words)):
        return
    span = len(longer) - before - after
    while before and longer[before - 1] == longer[before - 1 + span]:
        before -= 1
        yield before


def _opens_a_word(text: str, place: int) -> bool:
    return place == 0 or not text[place - 1].isalnum()


def _shared(one: Iterable[str], other: Iterable[str]) -> int:
    """Return how many letters at the beginning of both are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _tidy(edits: Iterable[Edit]) -> list[Edit]:
    """Join neighbouring runs, and let what is replaced be whole words."""
    joined = list(_joined(edits))
    while (whole := list(_joined(_with_whole_words(joined)))) != joined:
        joined = whole
    return joined


def _joined(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Walk the runs with one of each sign between two kept ones, the deleted before the inserted."""
    changes: list[tuple[str, str]] = []
    for is_kept, runs in groupby(filter(itemgetter(1), edits), lambda edit: edit[0] == "="):
        group = list(runs)
        if is_kept:
            changes.append(("=", "".join(words for _, words in group)))
            continue
        deleted, inserted = ("".join(words for sign, words in group if sign == kind) for kind in "-+")
        changes += [("=", deleted)] if deleted == inserted else [("-", deleted), ("+", inserted)]
    for sign, runs in groupby(filter(itemgetter(1), changes), itemgetter(0)):
        yield sign, "".join(words for _, words in runs)


def _with_whole_words(edits: Sequence[Edit]) -> Iterator[Edit]:
    """Walk the runs; the letters of a word that was replaced in part are all replaced."""
    for place, (sign, words) in enumerate(edits):
        if sign != "=":
            yield sign, words
            continue
        before, after = edits[max(place - 2, 0) : place], edits[place + 1 : place + 3]
        opening = _OPENING.match(words) if _replaces_letters(before, -1) else None
        first = opening.end() if opening else 0
        closing = _CLOSING.search(words, first) if _replaces_letters(after, 0) else None
        last = closing.start() if closing else len(words)
        yield from (("-", words[:first]), ("+", words[:first]))
        yield "=", words[first:last]
        yield from (("-", words[last:]), ("+", words[last:]))


def _replaces_letters(edits: Sequence[Edit], end: int) -> bool:
    """Whether these are a deleted and an inserted run, and one has a letter at this end."""
    return [sign for sign, _ in edits] == ["-", "+"] and any(_OPENING.match(words[end]) for _, words in edits)
