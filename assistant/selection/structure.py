"""What follows from the structure of a text: lists, and the words that introduce them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from corpus.instruments import Edition, Kind, Provision

_WHOLE = 1.5  # as many items as were chosen, up to which a list is shown whole

Unit = tuple[Edition, Provision]
One = TypeVar("One")


def items(edition: Edition, above: Provision) -> tuple[Provision, ...]:
    """Return the items of a list, those on lines of their own, without the line that closes it."""
    return tuple(
        one
        for one in edition.children(above.eid)
        if one.kind not in (Kind.HEADING, Kind.FOOTNOTE)
        and not one.inline
        and not one.eid.endswith("__wrapup")
    )


def completed(units: Sequence[Unit]) -> tuple[Edition, Provision, tuple[Provision, ...]] | None:
    """Return the list of which most was chosen and nothing else, with what introduces it; or None.

    What introduces the list may be among the chosen: it is shown with the list and not counted.
    """
    edition = units[0][0]
    if any(other is not edition for other, _ in units):
        return None
    for above in dict.fromkeys(edition.find(one.parent) for _, one in units):
        if above is None:
            continue
        chosen = [one for _, one in units if one is not above]
        own = items(edition, above)
        if len(chosen) > 1 and all(one in own for one in chosen) and len(own) <= _WHOLE * len(chosen):
            return edition, above, own
    return None


def in_order(found: Sequence[One], units: Sequence[Unit]) -> list[One]:
    """Return what was found in the order of the text, text by text; `units` are the clauses of the found."""
    texts = list(dict.fromkeys(edition.key for edition, _ in units))
    places = [
        (texts.index(edition.key), edition.provisions.index(one), at)
        for at, (edition, one) in enumerate(units)
    ]
    return [found[at] for _, _, at in sorted(places)]
