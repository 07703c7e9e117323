"""The filters of a question: a chip that says what is searched, and the choices behind it.

They live in the address of the page, so that they stay while one asks on, and can be sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.library.library import Library
from assistant.scope.filters import KIND_NAMES, Filters
from assistant.web.markup import Html
from assistant.web.searched import everything
from assistant.web.templating import render


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter."""

    value: str
    name: str
    is_chosen: bool


def filter_bar(filters: Filters, library: Library, bodies: Iterable[str]) -> Html:
    """Render the filters as they are set; ask.js keeps the chip true to the choices."""
    editions, kinds = tuple(_editions(filters.edition, library)), tuple(_kinds(filters))
    chosen = next((one for one in editions if one.is_chosen), editions[0])
    parts = [chosen.name, *(one.name for one in kinds if one.is_chosen and one.value)]
    parts += [f"addressed to {filters.addressee}"] if filters.addressee else []
    return render(
        "filters.html",
        searching=" · ".join(parts),
        is_narrow=bool(str(filters)),
        editions=editions,
        kinds=kinds,
        addressee=filters.addressee,
        bodies=tuple(bodies),
        earlier=len(library.editions) - len(library.newest),
    )


def _editions(chosen: str, library: Library) -> Iterator[Option]:
    """Walk the texts by instrument, the newest edition first, below the choice of all."""
    yield Option("", everything(library), is_chosen=not chosen)
    for editions in library.every_instrument.values():
        for one in editions:
            is_superseded = one.is_adopted and not library.is_in_force(one.key)
            name = f"{one.name}, superseded" if is_superseded else one.name
            yield Option(str(one.key), name, is_chosen=str(one.key) == chosen)


def _kinds(filters: Filters) -> Iterator[Option]:
    """Walk the parts of a text, below the choice of all."""
    yield Option("", "all parts", is_chosen=filters.kind is None)
    for kind, name in KIND_NAMES.items():
        yield Option(str(kind), name, is_chosen=kind == filters.kind)
