"""The pages of references → what their templates show: who cites whom, and with which clauses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from assistant.library.library import Library, Target
from assistant.references.graph import Graph, LinkStatus, Neighbours
from assistant.references.graph import Link as Reference
from assistant.references.names import full_name
from assistant.understanding.names.asked import edition_key
from assistant.web.addresses import Link, address, missing_row_address, text_address
from corpus.errors import ResolutionsError
from corpus.instruments import Edition
from corpus.keys import EditionKey, InstrumentKey, ProvisionId

_COLUMNS = 24  # texts that have a column: so many fit on a page
_LONGEST = 200  # characters of an address: longer is no key and no name


@dataclass(frozen=True, slots=True)
class About:
    """The references of one text or clause: name, status, links, neighbours."""

    name: str
    title: str
    standing: str
    ways: tuple[Link, ...]
    around: Neighbours


@dataclass(frozen=True, slots=True)
class Row:
    """A text in the table: how many texts it cites, how many cite it, and how often."""

    edition: Edition
    cites: int
    cited_by: int
    times: int
    is_superseded: bool


def page_of(target: Target) -> str:
    """Return the address of the references of a text or a clause."""
    name = "clause" if isinstance(target, ProvisionId) else "text"
    return f"/references?{name}={quote(str(target), safe='')}"


def asked_for(text: str, graph: Graph) -> EditionKey | InstrumentKey | None:
    """Return the text that a key or a name means: in the library, or cited by a text that is; else None."""
    library = graph.library
    if not text.strip() or len(text) > _LONGEST:
        return None
    key: EditionKey | InstrumentKey | None
    try:
        key = InstrumentKey.parse(text.strip())
        found = library.instruments.get(key)
        key = found[0].key if found else (library.in_force(key) or key)
    except ResolutionsError:
        key = edition_key(text.strip(), library)
    is_known = key is not None and (library.holds(key) or graph.into(key))
    return key if is_known else None


def table(graph: Graph) -> tuple[Row, ...]:
    """Return a row for each text in the library, the most cited first."""
    rows = [
        Row(
            edition,
            cites=sum(source == edition.key for source, _ in graph.counts),
            cited_by=sum(target == edition.key for _, target in graph.counts),
            times=sum(count for (_, target), count in graph.counts.items() if target == edition.key),
            is_superseded=not graph.library.is_in_force(edition.key),
        )
        for edition in graph.library.editions
    ]
    return tuple(sorted(rows, key=lambda row: (-row.cited_by, -row.times, -row.cites, row.edition.name)))


def columns(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return the texts that have a column in the table: those most cited."""
    return tuple(row for row in rows[:_COLUMNS] if row.cited_by)


def about_text(key: EditionKey | InstrumentKey, graph: Graph) -> About:
    """Return the references of a text, in the library or cited by texts that are."""
    library, around = graph.library, graph.around(key)
    edition = library.find(key) if isinstance(key, EditionKey) else None
    if edition is None:
        known = library.catalogue.edition(key) if isinstance(key, EditionKey) else None
        words = around.cited_by[0].links[0].text if around.cited_by else ""
        return About(
            full_name(key, library, words),
            known.title if known else "",
            "This text is not in the library.",
            (Link("How to add it", missing_row_address(key, library)),),
            around,
        )
    href = text_address(edition)
    others = [other for other in library.instruments[edition.key.instrument] if other is not edition]
    return About(
        edition.name,
        edition.title,
        _standing(edition, library),
        (
            *([Link("Read the text", href)] if href else []),
            *(Link(f"References of {other.name}", page_of(other.key)) for other in others),
        ),
        around,
    )


def about_clause(id_: ProvisionId, graph: Graph) -> About:
    """Return the references of a clause that is in the library, and of what is below it."""
    library = graph.library
    edition = library.edition(id_.edition)
    provision = edition.provision(id_.eid)
    return About(
        edition.citation(provision),
        provision.text,
        _standing(edition, library),
        (
            Link("Read the clause in its text", address(id_)),
            Link(f"All references of {edition.name}", page_of(edition.key)),
        ),
        graph.around(id_),
    )


def _standing(edition: Edition, library: Library) -> str:
    later = library.superseded_by(edition.key)
    return f"Superseded by {later}." if later else "The newest edition in the library."


def notes(link: Reference, library: Library) -> Iterator[str]:
    """Say what a reader must know of where a reference leads."""
    if link.relation:
        yield f"{link.relation} it"
    if link.resolved and link.resolved.instrument.is_numbered and not link.dated:
        yield f"no edition given; the {'one then in force' if link.superseded_by else 'newest'} is assumed"
    if link.standing == LinkStatus.LATER_ONLY:
        yield "no edition given; the library has only a later one"
    if link.standing == LinkStatus.NO_SUCH_CLAUSE:
        yield "the text in the library has no such part"
    if link.superseded_by:
        yield f"superseded by {full_name(link.superseded_by, library)}"
