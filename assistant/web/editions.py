"""The editions of texts: lists to read and to choose from; a newer one, the same clause in others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from urllib.parse import urlencode

from assistant.comparison.counterparts import ClauseLocator
from assistant.library.library import Library
from assistant.library.standing import edition_name, validity_of
from assistant.overview.wording import shortened
from assistant.web.addresses import Link, address, clause_link, missing_row_address, text_address
from assistant.web.templating import Html, render
from assistant.web.wording import as_sentence
from corpus.instruments import Edition
from corpus.issuers import issuer_name
from corpus.keys import EditionKey, ProvisionId

_TITLE = 60  # characters of a title in a choice

Choice = tuple[str, str]
"""The key of a text, and what it is called."""


def instrument_name(edition: Edition) -> str:
    """Return the name of an edition's instrument: "Resolution 71"."""
    return edition.name.partition(" (")[0]


def edition_choices(
    library: Library, *, pending: bool = False, titled: bool = False
) -> list[tuple[str, list[Choice]]]:
    """Return the texts to choose from, the editions of one instrument in a group: its name, the choices.

    A text with only one edition has '' for the name of its group. If `titled`, a single text or the group has
    the title; if `pending`, texts that are not adopted are listed as well.
    """
    groups = []
    for editions in (library.every_instrument if pending else library.instruments).values():
        title = f": {shortened(editions[0].title, _TITLE)}" if titled and editions[0].title else ""
        names = [
            f"{edition.name}, superseded"
            if edition.is_adopted and not library.is_in_force(edition.key)
            else edition.name
            for edition in editions
        ]
        if len(editions) == 1:
            name, names = "", [f"{names[0]}{title}"]
        else:
            name = f"{instrument_name(editions[0])}{title}"
        groups.append((name, list(zip((str(edition.key) for edition in editions), names, strict=True))))
    return groups


def picker(library: Library) -> tuple[tuple[str, tuple[Sequence[Edition], ...]], ...]:
    """Return each body with the editions of its instruments; nothing where the library has only one text.

    The editions of an instrument come newest first, those that are not adopted last.
    """
    if len(library.every) == 1:
        return ()
    by_body = groupby(library.every_instrument.items(), key=lambda row: issuer_name(row[0]))
    return tuple((body, tuple(editions for _, editions in rows)) for body, rows in by_body)


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


def whereabouts(clause: str, found: ClauseLocator) -> Html:
    """Render the banner of a clause's edition and links to the clause elsewhere, or what became of it."""
    if gone := deleted_notice(clause, found):
        return gone
    id_ = ProvisionId.parse(clause)
    newer, links = _newer(id_.edition, found.library), []
    for other in found.elsewhere(id_):
        if other.edition != newer:  # that one is in the banner
            where = f"in the {other.edition.year} edition"
            is_same = found.reads_alike(id_, other)
            sentence = f"The same clause {where}" if is_same else f"The clause reads differently {where}"
            links.append(Link(sentence, address(other)))
    return render("whereabouts.html", superseded=banner(id_, found), links=links)


def deleted_notice(clause: str, found: ClauseLocator) -> Html:
    """Render the sentence that says what became of a clause; nothing for one in the library."""
    library, parts = found.library, []
    for part in found.fate(clause):
        if isinstance(part, ProvisionId):
            parts.append(clause_link(part, library) or Link(str(part)))
        elif isinstance(part, EditionKey):
            href = missing_row_address(part, library) if part in library.named else "/library"
            parts.append(Link(edition_name(part, library), href))
        else:
            parts.append(Link(part))
    return render("fate.html", parts=parts) if parts else Html("")


def banner(clause: ProvisionId, found: ClauseLocator) -> Superseded | None:
    """Return the banner of a clause's edition; None where no newer one is known."""
    plain = superseded(clause.edition, found.library)
    if plain is None or plain.pending or not plain.compare:
        return plain
    newer = _newer(clause.edition, found.library)
    same = next((other for other in found.elsewhere(clause) if other.edition == newer), None)
    if same:
        sentence = _SAME if found.reads_alike(clause, same) else _REWORDED
        return replace(plain, same=Link(sentence, address(same)))
    annex = found.missing_for(clause, newer) if newer else None
    sentence = f"{annex.name} of that edition is not in the library" if annex else _NO_COUNTERPART
    return replace(plain, no_same=sentence)


def superseded(key: EditionKey, library: Library) -> Superseded | None:
    """Return the banner of an edition while no clause is open; None where no newer one is known."""
    if library.is_pending(key):
        in_force = library.in_force(key.instrument)
        newest_here = next(iter(library.instruments.get(key.instrument, ())), None)
        return Superseded(
            _text(in_force, library) if in_force else Link(""),
            newest_here is not None and newest_here.key == in_force,
            compare=f"/compare?{urlencode({'a': newest_here.key, 'b': key})}" if newest_here else "",
            pending=as_sentence(validity_of(key, library)),
        )
    newest, newer = library.successor(key), _newer(key, library)
    if newest is None:
        return None
    return Superseded(
        _text(newest, library),
        library.holds(newest),
        _text(newer, library) if newer and newer != newest else None,
        compare=f"/compare?{urlencode({'a': key, 'b': newer})}" if newer else "",
    )


def _newer(key: EditionKey, library: Library) -> EditionKey | None:
    newer = [edition.key for edition in library.instruments.get(key.instrument, ()) if edition.key > key]
    return max(newer, default=None)


def _text(key: EditionKey, library: Library) -> Link:
    """Name an edition, with a link to its beginning, or to its row where it is not in the library."""
    edition = library.adopted(key)
    if edition is None:
        return Link(edition_name(key, library), missing_row_address(key, library))
    return Link(edition.name, text_address(edition))
