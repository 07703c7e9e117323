"""What is held, and what the texts name that is not: which clause names it, and how to get it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.library import Library
from assistant.page.addresses import address, first_clause, holding_id
from assistant.page.markup import Html, element
from corpus.instruments import Edition, Instrument
from corpus.keys import ProvisionId


def holdings(library: Library) -> Html:
    """Render the panel that says what is held; closed, it is one line."""
    missing = [one for one in library.catalogue.instruments if not library.holds(one.edition)]
    parts = missing_parts(library)
    count = len(missing) + len(parts)
    summary = element(
        "summary",
        element("span", _held_line(library), class_="held"),
        element("span", f"{count} named, not held", class_="missing-count") if count else "",
    )
    return element(
        "details",
        summary,
        element("div", _held(library), _missing(missing, parts, library), class_="panel"),
        class_="holdings",
        id="holdings",
    )


def _held_line(library: Library) -> str:
    """Say in one line what is held."""
    if not library.editions:
        return "No text is held"
    if len(library.editions) > 1:
        clauses = sum(len(one.provisions) for one in library.editions)
        return f"{len(library.editions)} texts, {clauses} clauses"
    return _edition_line(library.editions[0], library)


def _edition_line(edition: Edition, library: Library) -> str:
    """Say of an edition how many clauses it has and whether it is in force."""
    status = "in force" if library.is_in_force(edition.key) else "superseded"
    return f"{edition.name}, {len(edition.provisions)} clauses, {status}"


def _held(library: Library) -> Html:
    """List the editions that are held, each with a link to its first clause."""
    items = []
    for edition in library.editions:
        opening = first_clause(edition)
        name = element("a", edition.name, href=address(opening)) if opening else edition.name
        detail = _edition_line(edition, library).removeprefix(edition.name)
        items.append(element("li", name, f"{detail}. ", element("i", edition.title)))
    return element("section", element("h2", "Held"), element("ul", *items))


def missing_parts(library: Library) -> tuple[ProvisionId, ...]:
    """Return the parts of held editions that the texts name but that are not in them."""
    targets = [one.target for _, one in library.references() if isinstance(one.target, ProvisionId)]
    wanted = [one for one in targets if library.find(one.edition) and not library.holds(one)]
    return tuple(dict.fromkeys(wanted))


def _missing(instruments: Sequence[Instrument], parts: Sequence[ProvisionId], library: Library) -> Html:
    """Tell, for everything that is named but not held, who names it and how to get it."""
    if not instruments and not parts:
        return Html("")
    rows = [_part(one, library) for one in parts] + [_instrument(one, library) for one in instruments]
    return element(
        "section",
        element("h2", "Named, not held"),
        element(
            "p",
            "The texts point to these. A question about their content is answered by saying so. "
            "To add one, run the command beside it in a terminal, then start again.",
        ),
        element("ul", *rows, class_="missing"),
    )


def _instrument(instrument: Instrument, library: Library) -> Html:
    """Render one instrument that is not held."""
    official = element(
        "p",
        "Official text: ",
        element("a", instrument.address, href=instrument.address, rel="noreferrer noopener", target="_blank"),
    )
    return element(
        "li",
        element("p", element("strong", instrument.name), " ", element("i", instrument.title)),
        _named_by(instrument.named_by, library),
        element("p", "To get it: ", element("code", "resolutions add FILE")),
        official if _is_web(instrument.address) else "",
        id=holding_id(instrument.edition, library),
    )


def _part(part: ProvisionId, library: Library) -> Html:
    """Render one part of a held edition that is not in it, by the words that name it."""
    edition = library.edition(part.edition)
    naming = [(one, found) for one, found in library.references() if found.target == part]
    return element(
        "li",
        element("p", element("strong", naming[0][1].text), f" ({edition.name})"),
        _named_by([one.id_of(one.provision(found.source)) for one, found in naming], library),
        element(
            "p", "To get it: a text with this part in it, then ", element("code", "resolutions add FILE")
        ),
        id=holding_id(part, library),
    )


def _named_by(clauses: Iterable[ProvisionId], library: Library) -> Html:
    """Link the clauses that name something."""
    found = [(id_, library.provision(id_)) for id_ in clauses]
    links = [element("a", one[0].citation(one[1]), href=address(id_)) for id_, one in found if one]
    separated = [part for link in links for part in ("; ", link)][1:]
    return element("p", "Named by ", *separated) if links else Html("")


def _is_web(address_: str) -> bool:
    """Tell whether an address can be followed by a browser, and runs nothing."""
    return address_.startswith(("https://", "http://"))
