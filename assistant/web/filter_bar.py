"""The filters of a question: a chip that says what is searched, and the choices behind it.

They live in the address of the page, so that they stay while one asks on, and can be sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.library.library import Library
from assistant.scope.filters import KIND_NAMES, Filters
from assistant.web.markup import Html
from assistant.web.searched import everything
from assistant.web.templating import render


def filter_bar(filters: Filters, library: Library, bodies: Iterable[str]) -> Html:
    """Render the filters as they are set; ask.js keeps the chip true to the choices."""
    editions = dict(_editions(library))
    parts = [editions.get(filters.edition, editions[""])]
    parts += [KIND_NAMES[filters.kind]] if filters.kind else []
    parts += [f"addressed to {filters.addressee}"] if filters.addressee else []
    return render(
        "filters.html",
        searching=" · ".join(parts),
        is_narrow=bool(str(filters)),
        editions=editions.items(),
        kinds=(("", "all parts"), *KIND_NAMES.items()),
        filters=filters,
        bodies=tuple(bodies),
        earlier=len(library.editions) - len(library.newest),
    )


def _editions(library: Library) -> Iterator[tuple[str, str]]:
    """Walk the texts by instrument, the newest edition first, below the choice of all."""
    yield "", everything(library)
    for editions in library.every_instrument.values():
        for one in editions:
            is_superseded = one.is_adopted and not library.is_in_force(one.key)
            yield str(one.key), f"{one.name}, superseded" if is_superseded else one.name
