"""What some editions of a library say: their words, names, explained terms, sections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.library.library import Library
from assistant.understanding.glossary import explanations
from assistant.understanding.sections import Section, sections
from assistant.understanding.unknown_names import KnownNames
from assistant.understanding.vocabulary import Vocabulary
from corpus.instruments import Edition, Provision


@dataclass(frozen=True)
class Lexicon:
    """The words, names and terms of some editions of a library; each kind is read once, when it is needed."""

    library: Library
    editions: tuple[Edition, ...]

    @cached_property
    def library_in_scope(self) -> Library:
        """The library with only these editions."""
        every = self.editions == self.library.editions
        return self.library if every else Library(self.editions, self.library.catalogue)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """How rare each word is."""
        return Vocabulary(self.editions)

    @cached_property
    def known(self) -> KnownNames:
        """The proper names and years."""
        return KnownNames(self.editions, self.vocabulary)

    @cached_property
    def explanations(self) -> Mapping[frozenset[str], Sequence[tuple[Edition, Provision]]]:
        """What explains each term, by its stems."""
        return explanations(self.editions)

    @cached_property
    def sections(self) -> Mapping[str, Sequence[Section]]:
        """The sections that list something, by the stem of what they list."""
        return sections(self.editions)
