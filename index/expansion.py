"""Query expansion: the official words behind the plain ones that a question uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.thesaurus import Entry, thesaurus
from index.tokens import words

Stems = tuple[str, ...]

_ISE = re.compile(r"\A[a-z]{4,}is")  # the stems of "harmonise" and of "organisation"


@dataclass(frozen=True, slots=True)
class Term:
    """A stretch of a question's words, and the other ways to say it."""

    stems: Stems
    others: tuple[Stems, ...] = ()

    @property
    def added(self) -> tuple[str, ...]:
        """The words that the other ways bring, each once."""
        return tuple(dict.fromkeys(word for other in self.others for word in other if word not in self.stems))


class Expander:
    """Finds thesaurus entries in stemmed words, the longest first."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Prepare the entries: every way to say a thing leads to the official ways."""
        self._others: dict[Stems, dict[Stems, None]] = {}
        for entry in entries:
            official = [tuple(words(phrase)) for phrase in (*entry.official, *entry.abbreviations)]
            for stems in (*official, *(tuple(words(phrase)) for phrase in entry.plain)):
                known = self._others.setdefault(_spelt(stems), {})
                known.update(dict.fromkeys(other for other in official if other and other != stems))
        self._others.pop((), None)
        self._longest = max(map(len, self._others), default=0)

    def terms(self, stems: Sequence[str]) -> tuple[Term, ...]:
        """Cut stemmed words into terms, in order; a word that no entry has stands alone."""
        spelt = _spelt(stems)
        found: list[Term] = []
        at = 0
        while at < len(stems):
            longest = min(self._longest, len(stems) - at)
            length = next((n for n in range(longest, 1, -1) if spelt[at : at + n] in self._others), 1)
            phrase, known = tuple(stems[at : at + length]), spelt[at : at + length]
            others = dict.fromkeys((known, *self._others.get(known, ())))  # to spell and to say them
            found.append(Term(phrase, tuple(other for other in others if other != phrase)))
            at += length
        return tuple(found)


def _spelt(stems: Sequence[str]) -> Stems:
    """Spell stemmed words as the texts do: "harmonise" as "harmonize".

    What only looks like such a word, "promise", becomes one that no text has, and finds nothing.
    """
    return tuple(words(stem[:-2] + "ize")[0] if _ISE.fullmatch(stem) else stem for stem in stems)


@cache
def expander() -> Expander:
    """Return the expander over the thesaurus that comes with the project."""
    return Expander(thesaurus())
