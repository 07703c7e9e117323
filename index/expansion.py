"""Query expansion: the official words behind the plain ones that a question uses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.thesaurus import Entry, thesaurus
from index.lexical import words

Stems = tuple[str, ...]


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
            official = [tuple(words(one)) for one in (*entry.official, *entry.abbreviations)]
            for asked in (*official, *(tuple(words(one)) for one in entry.plain)):
                known = self._others.setdefault(asked, {})
                known.update(dict.fromkeys(one for one in official if one and one != asked))
        self._others.pop((), None)
        self._longest = max(map(len, self._others), default=0)

    def terms(self, stems: Sequence[str]) -> tuple[Term, ...]:
        """Cut stemmed words into terms, in order; a word that no entry has stands alone."""
        found: list[Term] = []
        at = 0
        while at < len(stems):
            length = next(
                (n for n in range(self._longest, 0, -1) if tuple(stems[at : at + n]) in self._others), 0
            )
            length = min(length, len(stems) - at)
            asked = tuple(stems[at : at + max(length, 1)])
            found.append(Term(asked, tuple(self._others.get(asked, ()))))
            at += len(asked)
        return tuple(found)


@cache
def expander() -> Expander:
    """Return the expander over the thesaurus that comes with the project."""
    return Expander(thesaurus())
