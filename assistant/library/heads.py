"""The verbs and the bodies that the heads of the texts held have: what a filter can ask for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.heads import main_verb
from corpus.instruments import Edition

_MOST = 60  # of each: more than a person looks through
_LONGEST = 80  # characters of a body's name


@dataclass(frozen=True, slots=True)
class HeadsHeld:
    """Verbs and bodies, of each those that most heads have, in the order of the alphabet."""

    verbs: tuple[str, ...]
    addressees: tuple[str, ...]

    @classmethod
    def of(cls, editions: Iterable[Edition]) -> HeadsHeld:
        """Read the heads of some texts; one that stands several times in a text counts once."""
        verbs, addressees = Counter[str](), Counter[str]()
        for edition in editions:
            for head in {one.head.text: one.head for one in edition.provisions if one.head}.values():
                verbs[main_verb(head.text)] += 1
                # A body's name has a capital and is not long; anything else is a description.
                addressees.update(
                    one for one in head.addressees if len(one) <= _LONGEST and one != one.lower()
                )
        del verbs["we"]  # "We recognize": who speaks
        return cls(_first(verbs), _first(addressees))


def _first(counted: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted((one for one, _ in counted.most_common(_MOST) if one), key=str.lower))
