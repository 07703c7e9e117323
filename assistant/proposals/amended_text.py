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
from ingest.word.changes import TrackedDocument

_NO_LETTERS = re.compile(r"[\W_⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_TELLING = 25  # letters of a paragraph that may be no chance
_NAMES = 100  # paragraphs that may have the name
_PART_OF_A_NAME = 0.7  # of the letters of a paragraph that is one
_ENOUGH = 0.5  # of the letters that the best text shares with the file: then the text that is named is meant


class AmendedText(NamedTuple):
    """The edition that a file amends; a name in the file of another one, '' if there is none."""

    edition: Edition
    other_name: str = ""


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
        names = list(_names(document))
        best = max(shared, key=lambda key: (shared[key], key.year), default=None)
        for name in names:
            held = self._library.instruments.get(name.instrument, ())
            edition = next((edition for edition in held if edition.key.year == name.year), None)
            if edition is None and name.year is None and held:
                edition = max(held, key=lambda edition: (shared[edition.key], edition.key.year))
            if edition and (best is None or shared[edition.key] >= _ENOUGH * shared[best]):
                return AmendedText(edition)
        if best is not None:
            other = next((name for name in names if name.instrument == best.instrument), None)
            return AmendedText(self._library.edition(best), other.printed if other else "")
        for name in names:
            if held := self._library.instruments.get(name.instrument, ()):
                return AmendedText(held[0], name.printed)
        if names:
            message = f"amends {names[0].printed}, which is not in the library; add that text first"
        else:
            message = "names no text of the library and has the words of none; add the text that it amends"
        raise UnreadableFile(f"{file}: {message}", "unsupported")

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
    return _NO_LETTERS.sub("", text.casefold())


def _names(document: TrackedDocument) -> Iterator[Name]:
    reader = name_reader(bodies_in_use())
    for paragraph in document.paragraphs[:_NAMES]:
        for text in filter(None, dict.fromkeys((paragraph.old, paragraph.now))):
            for name in reader.names(text):
                if name.end - name.start >= _PART_OF_A_NAME * len(text):
                    yield name
