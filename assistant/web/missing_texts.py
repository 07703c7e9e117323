"""What is held, and what the texts name that is not: which clause names it, and how to get it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.library.library import Library, Target
from assistant.web.addresses import address, holding_id
from assistant.web.markup import Html, element, join
from corpus.instruments import Instrument
from corpus.keys import EditionKey, ProvisionId

_SHOWN = 60  # texts that only references name, on a page that a person reads
_CLAUSES = 12  # that name one text


def _nothing(target: Target) -> Html:
    """Offer nothing."""
    del target
    return Html("")


def missing(library: Library, offer: Callable[[Target], Html] = _nothing) -> Html:
    """Tell, for everything that is named but not held, who names it and how to get it.

    `offer` renders what may be done about one of them beside that.
    """
    if not library.named:
        return Html("")
    parts = [one for one in library.named if isinstance(one, ProvisionId)]
    known = [one.edition for one in library.catalogue.instruments if not library.holds(one.edition)]
    listed = {*parts, *known}
    unknown = [one for one in library.named if one not in listed]
    unknown.sort(key=lambda one: -len(library.named[one]))
    rows = [_row(one, library, offer) for one in (*parts, *known, *unknown[:_SHOWN])]
    more = len(unknown) - _SHOWN
    return element(
        "section",
        element("h2", "Named, not held"),
        element(
            "p",
            "The texts point to these. A question about their content is answered by saying so. "
            "To add one, give its file on the page Library, or run the command beside it in a terminal.",
        ),
        element("ul", *rows, class_="missing"),
        element("p", f"And {more:,} more: ", element("code", "resolutions list")) if more > 0 else "",
    )


def _row(target: Target, library: Library, offer: Callable[[Target], Html]) -> Html:
    """Render one text, or one part of a held text, that is not held."""
    known = _known(target, library)
    return element(
        "li",
        _name(target, known, library),
        _named_by(library.named[target], library),
        _remedy(target, known),
        offer(target),
        id=holding_id(target, library),
    )


def _known(target: Target, library: Library) -> Instrument | None:
    """Return what the catalogue knows of a target."""
    return library.catalogue.edition(target) if isinstance(target, EditionKey) else None


def _name(target: Target, known: Instrument | None, library: Library) -> Html:
    """Name what is not held: as the catalogue does, else by the words that name it."""
    if known:
        return element("p", element("strong", known.name), " ", element("i", known.title))
    words = next(iter(_words(target, library)), str(target))
    place = f" ({library.edition(target.edition).name})" if isinstance(target, ProvisionId) else ""
    return element("p", element("strong", words), place)


def _words(target: Target, library: Library) -> list[str]:
    """Return the words by which the first clause that names a target does so."""
    clause = library.named[target][0]
    found = library.edition(clause.edition).references_from(clause.eid)
    return [one.text for one in found if holding_id(one.target, library) == holding_id(target, library)]


def _remedy(target: Target, known: Instrument | None) -> Html:
    """Say how to get what is not held."""
    if isinstance(target, ProvisionId):
        command = element("code", "resolutions add FILE")
        return element("p", "To get it: a text with this part in it, then ", command)
    if known is None or not _is_web(known.address):
        return element("p", "To get it: ", element("code", "resolutions add FILE"))
    link = element("a", known.address, href=known.address, rel="noreferrer noopener", target="_blank")
    fetch, add = (element("code", f"resolutions {one}") for one in (f"fetch {target}", "add FILE"))
    ways = element("p", "To get it: ", fetch, ", or save the official text and ", add)
    return join([ways, element("p", "Official text: ", link)])


def _named_by(clauses: Sequence[ProvisionId], library: Library) -> Html:
    """Link the clauses that name something."""
    distinct = list(dict.fromkeys(clauses))
    found = [(id_, library.provision(id_)) for id_ in distinct[:_CLAUSES]]
    links = [element("a", one[0].citation(one[1]), href=address(id_)) for id_, one in found if one]
    separated = [part for link in links for part in ("; ", link)][1:]
    more = f" and {len(distinct) - _CLAUSES} more" if len(distinct) > _CLAUSES else ""
    return element("p", "Named by ", *separated, more) if links else Html("")


def _is_web(address_: str) -> bool:
    """Tell whether an address can be followed by a browser, and runs nothing."""
    return address_.startswith(("https://", "http://"))
