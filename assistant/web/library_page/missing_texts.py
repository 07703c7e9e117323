"""Cited texts that are not in the library, by kind and by how often they are cited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from assistant.library.library import Library, Target
from assistant.web.addresses import address, holding_id
from corpus.instruments import Instrument
from corpus.issuers import kind_name
from corpus.keys import EditionKey, InstrumentKey, ProvisionId

_CLAUSES = 6  # citing clauses that a row lists
_PARTS = "Parts of texts that are in the library without them"


@dataclass(frozen=True, slots=True)
class Link:
    """A label and where it leads."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class MissingText:
    """A cited text that is not in the library: the clauses that cite it, and how to get it.

    `count` says how often it is cited, `more` how many citing clauses are not listed. `official` is the
    address of the official text, '' where none is known, on `host`; `add` leads to the form that adds its file.
    """

    id: str
    key: str
    name: str
    title: str
    count: int
    cited_by: tuple[Link, ...]
    more: int
    official: str = ""
    host: str = ""
    add: str = ""


@dataclass(frozen=True, slots=True)
class MissingGroup:
    """The missing texts of one kind, the most cited first."""

    kind: str
    texts: tuple[MissingText, ...]
    count: int


def missing_groups(library: Library) -> tuple[MissingGroup, ...]:
    """Return what is cited and not in the library, the kinds that are cited most first."""
    rows: dict[str, list[MissingText]] = {}
    for target in library.named:
        rows.setdefault(_kind(target), []).append(_missing(target, library))
    groups = [_group(kind, found) for kind, found in rows.items()]
    return tuple(sorted(groups, key=lambda one: (one.kind == _PARTS, -one.count, one.kind)))


def _group(kind: str, texts: Sequence[MissingText]) -> MissingGroup:
    """Make a group, its texts ordered by how often they are cited."""
    ordered = tuple(sorted(texts, key=lambda one: -one.count))
    return MissingGroup(kind, ordered, sum(one.count for one in ordered))


def _kind(target: Target) -> str:
    """Name the group of a cited text."""
    if isinstance(target, ProvisionId):
        return _PARTS
    return kind_name(target if isinstance(target, InstrumentKey) else target.instrument)


def _missing(target: Target, library: Library) -> MissingText:
    """Make the row of a cited text."""
    known = library.catalogue.edition(target) if isinstance(target, EditionKey) else None
    clauses = library.named[target]
    distinct = list(dict.fromkeys(clauses))
    official = known.address if known and _is_web(known.address) else ""
    return MissingText(
        id=holding_id(target, library),
        key=str(target),
        name=_name(target, known, library),
        title=known.title if known else "",
        count=len(clauses),
        cited_by=tuple(filter(None, (_citing(one, library) for one in distinct[:_CLAUSES]))),
        more=max(0, len(distinct) - _CLAUSES),
        official=official,
        host=urlsplit(official).hostname or "" if official else "",
        add=f"/library?add={quote(str(target), safe='')}#add" if isinstance(target, EditionKey) else "",
    )


def _citing(id_: ProvisionId, library: Library) -> Link | None:
    """Link a clause that cites something."""
    found = library.provision(id_)
    return Link(found[0].citation(found[1]), address(id_)) if found else None


def _name(target: Target, known: Instrument | None, library: Library) -> str:
    """Name what is missing: as the catalogue does, else by the words that cite it."""
    if known:
        return known.name
    words = next(iter(_words(target, library)), str(target))
    return f"{words} ({library.edition(target.edition).name})" if isinstance(target, ProvisionId) else words


def _words(target: Target, library: Library) -> list[str]:
    """Return the words by which the first clause that cites a target does so."""
    clauses = library.named[target]
    if not clauses or library.find(clauses[0].edition) is None:
        return []
    found = library.edition(clauses[0].edition).references_from(clauses[0].eid)
    return [one.text for one in found if holding_id(one.target, library) == holding_id(target, library)]


def _is_web(address_: str) -> bool:
    """Tell whether an address can be followed by a browser, and runs nothing."""
    return address_.startswith(("https://", "http://"))
