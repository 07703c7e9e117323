"""Typing slips: a word that no text and no dictionary has, one slip away from one that a text has.

Words of the thesaurus and common words of questions count as words of the texts: they are never changed,
and misspellings of them are corrected. Numbers, symbols and short words are never changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable
from difflib import SequenceMatcher
from functools import cache, cached_property, lru_cache
from pathlib import Path

from corpus.thesaurus import thesaurus
from index.tokens import words

_WORD = re.compile(r"[A-Za-z]+")
_LETTERS = bytes(ord(chr(code).lower()) if chr(code).isalpha() and code < 128 else 32 for code in range(256))
_SHORTEST = 5
_REMEMBERED = 4096  # words; answering one question corrects it several times
_ALIKE = 0.84  # "resoluton" and "resolution" .95, "ofices" and "offices" .92, "fraud" and "frame" .60
_ASKING = frozenset(
    (
        "which where whose there their about would could should every exactly mention mentions mentioned "
        "refer refers cites cited point points clause clauses paragraph paragraphs recital recitals "
        "provision provisions compare compared difference differences differ between define defined "
        "definition meaning listed shown named quote quoted wording summarise summarize summary overview"
    ).split()
)


def count_words(texts: Iterable[str]) -> Counter[str]:
    """Count the words of texts, in small letters."""
    letters = "\n".join(texts).encode("ascii", "replace").translate(_LETTERS)  # many times as fast as _WORD
    return Counter({word.decode(): count for word, count in Counter(letters.split()).items()})


class Spelling:
    """Corrects words against the words of the texts, sparing those that a dictionary has."""

    def __init__(
        self,
        counts: Iterable[Counter[str]],
        dictionary: Path | None = None,
        known: Container[str] = frozenset(),
    ) -> None:
        """Take how often each word is in the texts (`count_words`); the dictionary has a word a line.

        `known` are stems of words of the texts. The counts are only read for a word that neither they nor the
        dictionary have.
        """
        self._counted, self._known = counts, known
        self._spared: frozenset[str] = frozenset()
        if dictionary is not None and dictionary.is_file():
            self._spared = frozenset(dictionary.read_text(encoding="utf-8").splitlines())
        self._remembered = lru_cache(_REMEMBERED)(self._mended)

    @cached_property
    def _counts(self) -> Counter[str]:
        counts = Counter(dict.fromkeys(_thesaurus_words() | _ASKING, 0))
        for counted in self._counted:
            counts.update(counted)
        return counts

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(words(" ".join(self._counts)))

    def correct(self, text: str) -> str:
        """Return the text with its slips mended."""
        return _WORD.sub(lambda match: self._remembered(match.group()), text)

    def _mended(self, word: str) -> str:
        """Return the likeliest word of the texts for a slip, else the word itself."""
        lower = word.lower()
        if len(word) < _SHORTEST or word.isupper() or lower in self._spared:
            return word
        if (stems := words(lower)) and all(stem in self._known for stem in stems):
            return word  # a text has it, or another form: "instruct" of "instructs"
        if lower in self._counts or self._stems.issuperset(stems):
            return word
        if any(lower.removesuffix(end) in self._spared for end in ("s", "'s", "ed", "ing", "ly")):
            return word
        near = SequenceMatcher(b=lower)
        candidates = []
        for known in self._counts:
            if known[0] == lower[0] and abs(len(known) - len(lower)) <= 2 and len(known) >= _SHORTEST:
                near.set_seq1(known)  # upper bounds take a fraction of the time
                may_be = near.real_quick_ratio() >= _ALIKE and near.quick_ratio() >= _ALIKE
                # letters that changed places cost little
                least = _ALIKE if may_be and sorted(lower) == sorted(known) else 0.0
                ratio = max(least, SequenceMatcher(None, lower, known).ratio()) if may_be else least
                if ratio >= _ALIKE:
                    candidates.append((ratio, self._counts[known], known))
        return max(candidates)[2] if candidates else word


@cache
def _thesaurus_words() -> frozenset[str]:
    phrases = (phrase for entry in thesaurus() for phrase in (*entry.official, *entry.plain))
    return frozenset(word.lower() for phrase in phrases for word in _WORD.findall(phrase))
