"""Where clauses and conversations are on the page.

/?clause=<full id>, and &quote=start-end for words of one      /?conversation=<id>
/?ask=<question>, which is asked once                          /start?text=<key>, where a newcomer starts
Short addresses, which lead to these, are in routes/reading.py.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from assistant.library.library import Library
from assistant.overview.wording import shortened
from corpus.errors import InvalidKey, ResolutionsError, UnknownEdition
from corpus.instruments import Edition, Provision
from corpus.keys import EditionKey, InstrumentKey, ProvisionId


class Link(NamedTuple):
    """Words and where they lead; words alone where `href` is ''."""

    words: str
    href: str = ""


def address(id_: ProvisionId) -> str:
    """Return the address of a clause."""
    return f"/?clause={quote(str(id_), safe='')}"


def start_address(key: EditionKey) -> str:
    """Return the address of the page on which a newcomer starts with a text."""
    return f"/start?text={quote(str(key), safe='/')}"


def ask_address(question: str, key: EditionKey | None = None) -> str:
    """Return the address at which a question is asked, of one text if there is a key; see ask_link.js."""
    of_text = f"&edition={quote(str(key), safe='/')}" if key else ""
    return f"/?ask={quote(question, safe='')}{of_text}"


def missing_row_id(target: InstrumentKey | EditionKey | ProvisionId, library: Library) -> str:
    """Return the element id of the row that explains how to add a missing text.

    A part of a missing text uses the row of its edition. So does an instrument cited without an edition,
    unless it has its own row.
    """
    if isinstance(target, ProvisionId) and library.find(target.edition) is None:
        target = target.edition
    if isinstance(target, InstrumentKey) and target not in library.named:
        known = library.catalogue.in_force(target)
        target = known.edition if known else target
    return f"holding:{target}"


def missing_row_address(target: InstrumentKey | EditionKey | ProvisionId, library: Library) -> str:
    """Return the address of that row."""
    return f"/library#{quote(missing_row_id(target, library), safe=':/#')}"


def first_clause(edition: Edition) -> ProvisionId | None:
    """Return the clause that opens an edition."""
    return edition.id_of(edition.provisions[0]) if edition.provisions else None


def text_address(edition: Edition) -> str:
    """Return the address of an edition's beginning; '' for one without clauses."""
    opening = first_clause(edition)
    return address(opening) if opening else ""


class MissingEdition(UnknownEdition):
    """A text that is asked for is not in the library; `row` is the address of its row, '' for none."""

    def __init__(self, sentence: str, row: str) -> None:
        super().__init__(sentence)
        self.row = row


def edition_asked(text: str, library: Library) -> Edition:
    """Return the text that an address asks for by its key. Raises MissingEdition, ResolutionsError."""
    shown = shortened(text)
    try:
        key = EditionKey.parse(text)
    except InvalidKey:
        sentence = f"“{shown}” does not name a text; a key looks like itu-pp/res-71/2022."
        raise ResolutionsError(sentence) from None
    if edition := library.find(key):
        return edition
    known = library.catalogue.edition(key)
    row = missing_row_address(key, library) if known or key in library.named else ""
    if known:
        raise MissingEdition(f"{known.name} is not in the library.", row)
    editions = reversed(library.instruments.get(key.instrument, ()))
    names = ", ".join(edition.name for edition in editions)
    raise MissingEdition(f"“{shown}” is not in the library{f'; it has {names}' if names else ''}.", row)


def clause_asked(id_: str, library: Library) -> tuple[ProvisionId, Edition, Provision] | None:
    """Return the clause that an address asks for by its full id; None where the library has none."""
    try:
        asked = ProvisionId.parse(id_)
    except InvalidKey:
        return None
    found = library.provision(asked)
    return (asked, *found) if found else None


def clause_link(id_: ProvisionId, library: Library) -> Link | None:
    """Return the citation of a clause as a link to it; None where the library does not have it."""
    found = library.provision(id_)
    return Link(found[0].citation(found[1]), address(id_)) if found else None


def target_address(target: InstrumentKey | EditionKey | ProvisionId, library: Library) -> str | None:
    """Return the address of a reference's target; None if it is not in the library."""
    if isinstance(target, ProvisionId):
        return address(target) if library.provision(target) else None
    if isinstance(target, InstrumentKey):  # without an edition: the newest
        edition = next(iter(library.instruments.get(target, ())), None)
    else:
        edition = library.find(target)
    return text_address(edition) or None if edition else None
