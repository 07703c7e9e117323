"""The verbs and bodies in the heads of the library's texts: the choices of a filter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.heads import main_verb
from corpus.instruments import Edition

_MOST = 60  # of each: more than a person looks through
_LONGEST = 80  # characters of a body's name


@dataclass(frozen=True, slots=True)
class HeadChoices:
    """The most frequent verbs and bodies, in alphabetical order."""

    verbs: tuple[str, ...]
    addressees: tuple[str, ...]

    @classmethod
    def of(cls, editions: Iterable[Edition]) -> HeadChoices:
        """Read the heads of some texts; one that stands several times in a text counts once."""
        verbs, addressees = Counter[str](), Counter[str]()
        for edition in editions:
            for head in {
                provision.head.text: provision.head for provision in edition.provisions if provision.head
            }.values():
                verbs[main_verb(head.text)] += 1
                # A body's name has a capital and is not long; anything else is a description.
                addressees.update(
                    addressee
                    for addressee in head.addressees
                    if len(addressee) <= _LONGEST and addressee != addressee.lower()
                )
        del verbs["we"]  # "We recognize": who speaks
        return cls(_first(verbs), _first(addressees))


def _first(counted: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted((text for text, _ in counted.most_common(_MOST) if text), key=str.lower))
