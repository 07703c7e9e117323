"""What the reader shows beside a clause: a newer edition, the same clause elsewhere, what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from assistant.comparison.counterparts import Whereabouts
from assistant.library.library import Library
from assistant.library.standing import edition_name, standing
from assistant.web.addresses import Link, address, clause_link, holding_address, text_address
from assistant.web.editions import newer_held
from assistant.web.templating import Html, render
from assistant.web.wording import as_sentence
from corpus.keys import EditionKey, ProvisionId

_SAME = "Open the same clause there"
_REWORDED = "Open the corresponding clause there, which reads differently"
_NO_COUNTERPART = "This clause has no counterpart there"


@dataclass(frozen=True, slots=True)
class Superseded:
    """The banner of a superseded edition, or of one that is `pending`: a draft, or of a date to come.

    `newest` is the newest edition known; `newer` the newest in the library, if that is another and newer
    than the open one. `same` leads to the open clause in the library's newest;
    `no_same` says why it has no such clause; `compare` is the page that compares the two.
    """

    newest: Link
    in_library: bool
    newer: Link | None = None
    same: Link | None = None
    no_same: str = ""
    compare: str = ""
    pending: str = ""


def whereabouts(clause: str, found: Whereabouts) -> Html:
    """Render the banner of a clause's edition and the same clause in others, or what became of the clause."""
    if gone := fate(clause, found):
        return gone
    id_ = ProvisionId.parse(clause)
    return render("whereabouts.html", superseded=banner(id_, found), links=tuple(_elsewhere(id_, found)))


def fate(clause: str, found: Whereabouts) -> Html:
    """Render the sentence that says what became of a clause; nothing for one in the library."""
    parts = [_part(one, found.library) for one in found.fate(clause)]
    return render("fate.html", parts=parts) if parts else Html("")


def banner(clause: ProvisionId, found: Whereabouts) -> Superseded | None:
    """Return the banner of a clause's edition; None where no newer one is known."""
    plain = superseded(clause.edition, found.library)
    if plain is None or plain.pending or not plain.compare:
        return plain
    newer = newer_held(clause.edition, found.library)
    same = next((other for other in found.elsewhere(clause) if other.edition == newer), None)
    if same:
        said = _SAME if found.reads_alike(clause, same) else _REWORDED
        return replace(plain, same=Link(said, address(same)))
    annex = found.missing_for(clause, newer) if newer else None
    said = f"{annex.name} of that edition is not in the library" if annex else _NO_COUNTERPART
    return replace(plain, no_same=said)


def superseded(key: EditionKey, library: Library) -> Superseded | None:
    """Return the banner of an edition while no clause is open; None where no newer one is known."""
    if library.is_pending(key):
        in_force, held = (
            library.in_force(key.instrument),
            next(iter(library.instruments.get(key.instrument, ())), None),
        )
        return Superseded(
            _text(in_force, library) if in_force else Link(""),
            held is not None and held.key == in_force,
            compare=f"/compare?{urlencode({'a': held.key, 'b': key})}" if held else "",
            pending=as_sentence(standing(key, library)),
        )
    newest, newer = library.successor(key), newer_held(key, library)
    if newest is None:
        return None
    return Superseded(
        _text(newest, library),
        library.holds(newest),
        _text(newer, library) if newer and newer != newest else None,
        compare=f"/compare?{urlencode({'a': key, 'b': newer})}" if newer else "",
    )


def _text(key: EditionKey, library: Library) -> Link:
    """Name an edition, with a link to its beginning, or to its row where it is not in the library."""
    edition = library.adopted(key)
    if edition is None:
        return Link(edition_name(key, library), holding_address(key, library))
    return Link(edition.name, text_address(edition))


def _elsewhere(clause: ProvisionId, found: Whereabouts) -> Iterator[Link]:
    """Walk the links to the same clause in other editions; the one in the newest is in the banner."""
    newer = newer_held(clause.edition, found.library)
    for other in found.elsewhere(clause):
        if other.edition != newer:
            where = f"in the {other.edition.year} edition"
            is_same = found.reads_alike(clause, other)
            said = f"The same clause {where}" if is_same else f"The clause reads differently {where}"
            yield Link(said, address(other))


def _part(one: str | ProvisionId | EditionKey, library: Library) -> Link:
    """Return a part of a sentence: a clause leads to itself, a text not in the library to its row."""
    if isinstance(one, ProvisionId):
        return clause_link(one, library) or Link(str(one))
    if not isinstance(one, EditionKey):
        return Link(one)
    row = holding_address(one, library) if one in library.named else "/library"
    return Link(edition_name(one, library), row)
