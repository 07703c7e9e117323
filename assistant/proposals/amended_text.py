"""Which text of the library a Word file amends: the one that it names, or whose words it has.

A name counts only where it is a paragraph by itself, as a title is. Words count by paragraphs that are in
few texts and long enough to tell; so a proposal on an older edition is found to be one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from assistant.library.library import Library
from corpus.bodies import bodies_in_use
from corpus.bodies.names import Name, name_reader
from corpus.errors import UnreadableFile
from corpus.instruments import Edition
from corpus.keys import EditionKey
from ingest.markers import cut_marker
from ingest.opening import is_doc_number
from ingest.word.changes import TrackedDocument

_MARKS = "⁰¹²³⁴⁵⁶⁷⁸⁹"  # of footnotes
_NO_LETTERS = re.compile(rf"[\W_{_MARKS}]+")
_TELLING = 25  # letters of a paragraph that may be no chance
_NAMES = 100  # paragraphs that may have the name
_PART_OF_A_NAME = 0.7  # of the letters of a paragraph that is one
_ENOUGH = 0.5  # of the letters that the best text shares with the file: then the text that is named is meant


class AmendedText(NamedTuple):
    """The edition that a file amends, and what a reader has to know about how it was found."""

    edition: Edition
    note: str = ""


class AmendableTexts:
    """The texts of a library by the words of their paragraphs; for several files it is made once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._editions: dict[str, set[EditionKey]] = defaultdict(set)
        for edition in library.editions:
            for provision in edition.provisions:
                if len(letters := plain(provision.text)) >= _TELLING:
                    self._editions[letters].add(edition.key)

    def amended_by(self, document: TrackedDocument, file: str) -> AmendedText:
        """Return the text that a file amends. Raises UnreadableFile where it is none of the library."""
        shared = self._shared(document)
        names = list(self._names(document))
        best = max(shared, key=lambda key: (shared[key], key.year), default=None)
        for name in names:
            if edition := self._named(name, shared):
                if best is None:
                    return AmendedText(
                        edition, f"It was taken for a proposal on {edition.name} by name alone."
                    )
                if shared[edition.key] >= _ENOUGH * shared[best]:
                    return AmendedText(edition)
        if best is not None:
            edition = self._library.edition(best)
            other = next((name.printed for name in names if name.instrument == best.instrument), "")
            note = f"The file names {other}, which is not in the library; it was read as a change of "
            return AmendedText(edition, f"{note}{edition.name}." if other else "")
        titles = (paragraph.old for paragraph in document.paragraphs[:_NAMES])
        title = next(filter(is_doc_number, titles), "")
        found = f"amends “{title}”, which is not in the library" if title else "amends no text of the library"
        raise UnreadableFile(f"{file}: {found}; add the text that it amends first", "unsupported")

    def _named(self, name: Name, shared: Counter[EditionKey]) -> Edition | None:
        """Return the edition that a name means; where it has no year, the one whose words the file has."""
        held = self._library.instruments[name.instrument]
        if name.year is None:
            return max(held, key=lambda edition: (shared[edition.key], edition.key.year))
        return next((edition for edition in held if edition.key.year == name.year), None)

    def _names(self, document: TrackedDocument) -> Iterator[Name]:
        """Walk the names of texts in the library that are a paragraph by themselves."""
        reader, known = name_reader(bodies_in_use()), self._library.instruments.keys()
        for paragraph in document.paragraphs[:_NAMES]:
            for text in filter(None, dict.fromkeys((paragraph.old, paragraph.now))):
                for name in reader.names(text, known=known):
                    if name.instrument in known and name.end - name.start >= _PART_OF_A_NAME * len(text):
                        yield name

    def _shared(self, document: TrackedDocument) -> Counter[EditionKey]:
        """Count the letters of the file's paragraphs, as they were, that each edition has too."""
        shared: Counter[EditionKey] = Counter()
        for paragraph in document.paragraphs:
            forms = {plain(paragraph.old), plain(cut_marker(paragraph.old).text)}
            for letters in forms & self._editions.keys():
                for key in self._editions[letters]:
                    shared[key] += len(letters)
        return shared


def plain(text: str) -> str:
    """Return the letters and digits of a text, without the marks of footnotes.

    >>> plain("a) The pier’s lantern¹;")
    'athepierslantern'
    """
    return _NO_LETTERS.sub("", text.lower())  # not casefold, which makes two letters of "ﬁ" and "ß"


def is_plain(letter: str) -> bool:
    """Whether a character is one of those that `plain` leaves."""
    return letter.isalnum() and letter not in _MARKS
