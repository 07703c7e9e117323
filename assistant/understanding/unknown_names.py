"""Names and numbers in a question that no text of the library has: what is asked is not here."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import combinations

from assistant.understanding.vocabulary import Vocabulary
from corpus.instruments import Edition
from corpus.remembered import stored_per_edition
from index.expansion import expander
from index.tokens import words

_NAME = re.compile(r"(?<![.?!:] )(?<!^)(?<![\"'“‘(])\b[A-Z][\w-]*")
_ACRONYM = re.compile(r"\b[A-Z][A-Z-]*[A-Z](?:s|-\d{2})?\b(?!-[A-Z][a-z])")
_CAPITALISED = re.compile(r"\b[A-Z][\w]+(?:[ -](?:(?:of|the|for|on|and) )*[A-Z]\w+)+")
_YEAR = re.compile(r"(?<![\d/.-])(?:19|20)\d{2}(?![\d/])")
_ASKED = frozenset(("I", "OK", "AM", "PM", "FAQ", "PDF", "TBD"))
_PAIR, _OFTEN = 2, 3  # two letters are the initials of much: of a name only if it comes often
_PREFIX = 3  # letters from which a capitalised short form stands for the word it begins


class KnownNames:
    """The names that the texts have: words, short forms, initials of longer names."""

    def __init__(self, editions: Iterable[Edition], vocabulary: Vocabulary) -> None:
        every = tuple(editions)
        self._editions = every
        self._years = frozenset(str(edition.key.year) for edition in every)  # of the texts themselves
        self._vocabulary = vocabulary

    def foreign_names(self, question: str) -> list[str]:
        """Return the proper names that no text has, neither as they stand nor in official words.

        A capital at the start of a sentence names nothing by itself.
        """
        acronyms = [
            name for name in _ACRONYM.findall(question) if name not in _ASKED and not self._has_acronym(name)
        ]
        names = [
            name for name in _NAME.findall(question) if not _ACRONYM.fullmatch(name) and not self._has(name)
        ]
        names = [name for name in names if len(name) > 1]  # "P.1190" begins with no name
        return list(dict.fromkeys([*acronyms, *names]))

    def foreign_years(self, question: str) -> list[str]:
        """Return the years that no text has."""
        known = self._years
        return [
            year for year in _YEAR.findall(question) if year not in self._vocabulary and year not in known
        ]

    def _has(self, name: str) -> bool:
        known = name in _ASKED or self._is_official(name)
        return known or all(self._has_stem(stem) for stem in words(name))

    def _has_stem(self, stem: str) -> bool:
        ways = [way for term in expander().terms([stem]) for way in (term.stems, *term.others)]
        if any(word in self._vocabulary for way in ways for word in way):
            return True
        known = self._vocabulary.sorted
        place = bisect_left(known, stem)
        return len(stem) >= _PREFIX and place < len(known) and known[place].startswith(stem)

    def _has_acronym(self, acronym: str) -> bool:
        """Return True if the texts have an acronym, or a name with these initials."""
        bare = re.sub(r"(?:-|(?<!\d))\d+$", "", acronym.removesuffix("s"))  # "PP-22" is a PP
        needed = 1 if len(bare) > _PAIR else _OFTEN
        initials = self._initials[bare.replace("-", "")] >= needed
        return bare in self._acronyms or initials or self._is_official(bare)

    def _is_official(self, name: str) -> bool:
        terms = expander().terms(words(name))
        return any(all(word in self._vocabulary for word in way) for term in terms for way in term.others)

    @cached_property
    def _acronyms(self) -> frozenset[str]:
        return frozenset(acronym for edition in self._editions for acronym in _acronyms_in(edition))

    @cached_property
    def _initials(self) -> Counter[str]:
        """Count the initials of long names, and of three or more in them: "Requests the World Health …"."""
        runs = Counter(letters for edition in self._editions for letters in _initials_in(edition))
        found: Counter[str] = Counter()
        for letters, count in runs.items():
            for start, end in combinations(range(len(letters) + 1), 2):
                if end - start == len(letters) or end - start > _PAIR:
                    found[letters[start:end]] += count
        return found


@stored_per_edition(lambda _, acronym: str(acronym))
def _acronyms_in(edition: Edition) -> Iterator[str]:
    texts = (provision.text for provision in edition.provisions)
    yield from {found.removesuffix("s") for text in texts for found in _ACRONYM.findall(text)}


@stored_per_edition(lambda _, letters: str(letters))
def _initials_in(edition: Edition) -> Iterator[str]:
    """Walk the initials of the names in a text."""
    for provision in edition.provisions:
        for name in _CAPITALISED.findall(provision.text):
            yield "".join(re.findall(r"\b[A-Z]", name))
