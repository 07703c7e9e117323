"""The pages of references → what their templates show: who cites whom, and with which clauses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from assistant.library.library import Library, Target
from assistant.references.graph import Link, Standing
from assistant.references.names import full_name
from assistant.references.picture import Picture, picture
from assistant.references.texts import Missing, Neighbours, OtherText, TextGraph
from assistant.understanding.names.asked import edition_key
from assistant.web.addresses import address, first_clause, holding_address, target_address
from corpus.errors import ResolutionsError
from corpus.instruments import Edition
from corpus.keys import EditionKey, InstrumentKey, ProvisionId

_LONGEST = 200  # characters of an address: longer is no key and no name
_AT_ONCE = 3  # references to one text that are shown at once


@dataclass(frozen=True, slots=True)
class Place:
    """A name and where it leads; no address where it leads nowhere."""

    name: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """The clause that cites, the words with which it does so, where these lead, and what to know of that."""

    clause: Place
    words: Place
    note: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """The references to, or from, one other text: those that are shown at once, and more."""

    text: Place
    note: str
    references: tuple[Reference, ...]
    more: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class About:
    """A text or a clause that is looked at: its name, what is said of it, ways on, its references."""

    name: str
    title: str
    facts: tuple[str, ...]
    ways: tuple[Place, ...]
    cites: tuple[Side, ...]
    cited_by: tuple[Side, ...]
    inner: tuple[Reference, ...]
    picture: Picture | None = None
    focus: EditionKey | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A text in the table: how many texts it cites, how many cite it, and how often."""

    key: str
    text: Place
    year: int
    cites: int
    cited_by: int
    times: int
    is_superseded: bool


@dataclass(frozen=True, slots=True)
class MissingRow:
    """Something cited that is not in the library."""

    text: Place
    title: str
    holding: str
    count: str


@dataclass(frozen=True, slots=True)
class Group:
    """What is cited and not in the library, of one kind."""

    name: str
    rows: tuple[MissingRow, ...]


@dataclass(frozen=True, slots=True)
class LibraryReferences:
    """The references of a whole library: its graph, the picture of it, its texts, what they cite besides."""

    texts: TextGraph
    picture: Picture
    rows: tuple[Row, ...]
    missing: tuple[Group, ...]

    @classmethod
    def of(cls, texts: TextGraph) -> LibraryReferences:
        """Make what the page of all references shows."""
        return cls(texts, picture(texts), table(texts), missing_groups(texts))


def page_of(target: Target) -> str:
    """Return the address of the references of a text or a clause."""
    name = "clause" if isinstance(target, ProvisionId) else "text"
    return f"/references?{name}={quote(str(target), safe='')}"


def asked_for(text: str, texts: TextGraph) -> EditionKey | InstrumentKey | None:
    """Return the text that a key or a name means: in the library, or cited by a text that is; else None."""
    library = texts.library
    if not text.strip() or len(text) > _LONGEST:
        return None
    key = _key(text.strip(), library)
    if isinstance(key, InstrumentKey):
        found = library.instruments.get(key)
        key = found[0].key if found else (library.in_force(key) or key)
    is_known = key is not None and (library.holds(key) or texts.graph.into(key))
    return key if is_known else None


def _key(text: str, library: Library) -> EditionKey | InstrumentKey | None:
    """Read a key, or the name of a text in the library."""
    try:
        return InstrumentKey.parse(text)
    except ResolutionsError:
        return edition_key(text, library)


def clause_asked_for(text: str, library: Library) -> ProvisionId | None:
    """Return the clause that an id means; None if the library does not have it."""
    try:
        id_ = ProvisionId.parse(text[:_LONGEST])
    except ResolutionsError:
        return None
    return id_ if library.provision(id_) else None


def table(texts: TextGraph) -> tuple[Row, ...]:
    """Return a row for each text in the library, the most cited first."""
    library = texts.library
    rows = [_row(edition, texts) for edition in library.editions]
    return tuple(sorted(rows, key=lambda one: (-one.cited_by, -one.times, -one.cites, one.text.name)))


def _row(edition: Edition, texts: TextGraph) -> Row:
    """Count the references of a text."""
    key, counts = edition.key, texts.counts
    return Row(
        str(key),
        Place(edition.name, page_of(key)),
        key.year,
        cites=sum(source == key for source, _ in counts),
        cited_by=sum(target == key for _, target in counts),
        times=sum(count for (_, target), count in counts.items() if target == key),
        is_superseded=not texts.library.is_in_force(key),
    )


def missing_groups(texts: TextGraph) -> tuple[Group, ...]:
    """Return what is cited and not in the library, by kind."""
    return tuple(
        Group(kind, tuple(_missing_row(one, texts.library) for one in found))
        for kind, found in texts.missing.items()
    )


def _missing_row(one: Missing, library: Library) -> MissingRow:
    """Say how often something is cited."""
    holding = holding_address(one.target, library)
    times = "once" if one.times == 1 else "twice" if one.times == 2 else f"{one.times} times"
    count = f"{times}, in {_counted(one.texts, 'text')}" if one.times > 1 else times
    return MissingRow(Place(one.name, page_of(one.target)), one.title, holding, f"cited {count}")


def about_text(key: EditionKey | InstrumentKey, texts: TextGraph) -> About:
    """Return the references of a text, in the library or cited by texts that are."""
    library, around = texts.library, texts.around(key)
    edition = library.find(key) if isinstance(key, EditionKey) else None
    known = library.catalogue.edition(key) if isinstance(key, EditionKey) else None
    words = around.cited_by[0].links[0].text if around.cited_by else ""
    drawn = picture(texts, _near(edition.key, around)) if edition else None
    return About(
        edition.name if edition else full_name(key, library, words),
        edition.title if edition else known.title if known else "",
        (_standing(edition, library) if edition else "This text is not in the library.",),
        _ways(edition, library) if edition else (_holding(key, library),),
        *_sides(around, library),
        tuple(_reference(link, library) for link in around.inner),
        drawn if drawn and drawn.curves else None,
        edition.key if edition else None,
    )


def about_clause(id_: ProvisionId, texts: TextGraph) -> About:
    """Return the references of a clause that is in the library, and of what is below it."""
    library, around = texts.library, texts.around(id_)
    edition = library.edition(id_.edition)
    provision = edition.provision(id_.eid)
    return About(
        edition.citation(provision),
        provision.text,
        (_standing(edition, library),),
        (
            Place("Read the clause in its text", address(id_)),
            Place(f"All references of {edition.name}", page_of(edition.key)),
        ),
        *_sides(around, library),
        tuple(_reference(link, library) for link in around.inner),
    )


def _near(key: EditionKey, around: Neighbours) -> set[EditionKey]:
    """Return a text and those that it cites or that cite it."""
    others = {one.target for one in (*around.cites, *around.cited_by)}
    return {key} | {one for one in others if isinstance(one, EditionKey)}


def _standing(edition: Edition, library: Library) -> str:
    """Say whether a text is superseded."""
    later = library.superseded_by(edition.key)
    return f"Superseded by {later}." if later else "The newest edition in the library."


def _ways(edition: Edition, library: Library) -> tuple[Place, ...]:
    """Return where one may go from a text: to its words, and to its other editions."""
    opening = first_clause(edition)
    others = [one for one in library.instruments[edition.key.instrument] if one is not edition]
    return (
        *([Place("Read the text", address(opening))] if opening else []),
        *(Place(f"References of {one.name}", page_of(one.key)) for one in others),
    )


def _holding(target: Target, library: Library) -> Place:
    """Return where the library says how to add a text."""
    return Place("How to add it", holding_address(target, library))


def _sides(around: Neighbours, library: Library) -> tuple[tuple[Side, ...], tuple[Side, ...]]:
    """Return what is cited, and what cites."""
    return _side(around.cites, library), _side(around.cited_by, library)


def _side(others: Sequence[OtherText], library: Library) -> tuple[Side, ...]:
    """Return the references on one side; a few are shown at once."""
    sides = []
    for one in others:
        found = tuple(_reference(link, library, one.name) for link in one.links)
        note = "" if one.is_in_library else "not in the library"
        shown = _AT_ONCE if len(found) > _AT_ONCE + 1 else len(found)  # one more is no reason to fold it
        sides.append(Side(Place(one.name, page_of(one.target)), note, found[:shown], found[shown:]))
    return tuple(sides)


def _reference(link: Link, library: Library, name: str = "") -> Reference:
    """Return one reference: the clause, its words unless they are the name of the text, where they lead."""
    provision = library.edition(link.source.edition).provision(link.source.eid)
    words = "" if link.text == name else link.text
    leads = target_address(link.leads, library) or ""
    clause = Place(provision.label, address(link.source))
    return Reference(clause, Place(words, leads), "; ".join(_notes(link, library)))


def _notes(link: Link, library: Library) -> Iterable[str]:
    """Say what a reader must know of where a reference leads."""
    if link.relation:
        yield f"{link.relation} it"
    if link.resolved and link.resolved.instrument.is_numbered and not link.dated:
        yield f"no edition given; the {'one then in force' if link.superseded_by else 'newest'} is assumed"
    if link.standing == Standing.LATER_ONLY:
        yield "no edition given; the library has only a later one"
    if link.standing == Standing.NO_SUCH_CLAUSE:
        yield "the text in the library has no such part"
    if link.superseded_by:
        yield f"superseded by {full_name(link.superseded_by, library)}"


def _counted(count: int, what: str) -> str:
    """Return a number with what it counts."""
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"
