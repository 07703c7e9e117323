"""What is said of a clause beyond its text: where the same one stands, what became of it."""

from __future__ import annotations

from assistant.comparison.counterparts import Whereabouts
from assistant.library.library import Library
from assistant.web.addresses import address, holding_id
from assistant.web.markup import Html, element
from corpus.errors import InvalidKey
from corpus.keys import EditionKey, ProvisionId


def whereabouts(clause: str, found: Whereabouts) -> Html:
    """Say of a clause that is held where the same one stands, of any other what became of it."""
    return fate(clause, found) or _elsewhere(clause, found)


def fate(clause: str, found: Whereabouts) -> Html:
    """Render the sentence that says what became of a clause; nothing of one that is held."""
    sentence = [_part(one, found.library) for one in found.fate(clause)]
    return element("p", *sentence, class_="fate") if sentence else Html("")


def _elsewhere(clause: str, found: Whereabouts) -> Html:
    """Render the links to the same clause in other editions; nothing where there is none."""
    try:
        others = found.elsewhere(ProvisionId.parse(clause))
    except InvalidKey:
        return Html("")
    links = [
        element("a", f"The same clause in the {one.edition.year} edition", href=address(one))
        for one in others
    ]
    separated: list[str] = [part for link in links for part in ("; ", link)][1:]
    return element("p", *separated, class_="elsewhere") if links else Html("")


def _part(one: str | ProvisionId | EditionKey, library: Library) -> str:
    """Render a part of a sentence: a clause as a link to it, a text that is not held as one to its row."""
    if isinstance(one, ProvisionId):
        held = library.provision(one)
        return element("a", held[0].citation(held[1]), href=address(one)) if held else str(one)
    if not isinstance(one, EditionKey):
        return one
    known = library.catalogue.edition(one)
    name = known.name if known else str(one)
    return element("a", name, href=f"/library#{holding_id(one, library)}") if one in library.named else name
