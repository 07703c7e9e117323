"""Cited texts that are not in the library, by kind and by how often they are cited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from assistant.library.library import Library, Target
from assistant.web.addresses import Link, clause_link, holding_id, text_address
from corpus.instruments import Instrument
from corpus.issuers import kind_name, one_of
from corpus.keys import EditionKey, InstrumentKey, ProvisionId

_CLAUSES = 6  # citing clauses that a row lists
_PARTS = "Parts of texts that are in the library without them"


@dataclass(frozen=True, slots=True)
class MissingText:
    """A cited text that is not in the library: the clauses that cite it, and how to get it.

    `ids` are the ids that references lead to: of the edition, and of the instrument without edition.
    `count` says how often it is cited, `more` how many citing clauses are not listed. `official` is the
    address of the official text, '' where none is known, on `host`; `add` leads to the form for its file.
    `held` are the editions of the same text that are in the library, the newest first.
    """

    ids: tuple[str, ...]
    key: str
    name: str
    title: str
    count: int
    cited_by: tuple[Link, ...]
    more: int
    official: str = ""
    host: str = ""
    add: str = ""
    held: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class MissingGroup:
    """The missing texts of one kind, the most cited first."""

    kind: str
    texts: tuple[MissingText, ...]
    count: int


def missing_groups(library: Library) -> tuple[MissingGroup, ...]:
    """Return what is cited and not in the library, the kinds that are cited most first."""
    rows: dict[str, list[MissingText]] = {}
    for targets in _same(library):
        rows.setdefault(_kind(targets[0]), []).append(_missing(targets, library))
    groups = [_group(kind, found) for kind, found in rows.items()]
    return tuple(sorted(groups, key=lambda one: (one.kind == _PARTS, -one.count, one.kind)))


def _same(library: Library) -> tuple[tuple[Target, ...], ...]:
    """Put an instrument cited without its edition beside its edition, where only one edition is cited.

    A text that is older than the edition cites another.
    """
    targets = library.named
    editions: dict[InstrumentKey, list[Target]] = {}
    for one in targets:
        if isinstance(one, EditionKey):
            editions.setdefault(one.instrument, []).append(one)
    single = {key: found[0] for key, found in editions.items() if len(found) == 1}
    groups: dict[Target, tuple[Target, ...]] = {}
    for one in targets:
        leader = single.get(one, one) if isinstance(one, InstrumentKey) else one
        if isinstance(leader, EditionKey) and any(id_.edition.year < leader.year for id_ in targets[one]):
            leader = one
        rest = groups.get(leader, ())
        groups[leader] = (one, *rest) if one == leader else (*rest, one)
    return tuple(groups.values())


def _group(kind: str, texts: Sequence[MissingText]) -> MissingGroup:
    """Make a group, its texts ordered by how often they are cited."""
    ordered = tuple(sorted(texts, key=lambda one: -one.count))
    return MissingGroup(kind, ordered, sum(one.count for one in ordered))


def _kind(target: Target) -> str:
    """Name the group of a cited text."""
    if isinstance(target, ProvisionId):
        return _PARTS
    return kind_name(target if isinstance(target, InstrumentKey) else target.instrument)


def _missing(targets: Sequence[Target], library: Library) -> MissingText:
    """Make the row of a cited text; the first target says which it is."""
    target = targets[0]
    known = library.catalogue.edition(target) if isinstance(target, EditionKey) else None
    clauses = [clause for one in targets for clause in library.named[one]]
    distinct = list(dict.fromkeys(clauses))
    official = known.address if known and known.address.startswith(("https://", "http://")) else ""
    return MissingText(
        ids=tuple(holding_id(one, library) for one in targets),
        key=str(target),
        name=_name(target, known, library),
        title=known.title if known else "",
        count=len(clauses),
        cited_by=tuple(filter(None, (clause_link(one, library) for one in distinct[:_CLAUSES]))),
        more=max(0, len(distinct) - _CLAUSES),
        official=official,
        host=urlsplit(official).hostname or "" if official else "",
        add=f"/library?add={quote(str(target), safe='')}#add" if isinstance(target, EditionKey) else "",
        held=tuple(_held(target, library)),
    )


def _held(target: Target, library: Library) -> Iterator[Link]:
    """Walk the editions of a cited text that are in the library."""
    edition = target.edition if isinstance(target, ProvisionId) else target
    instrument = edition.instrument if isinstance(edition, EditionKey) else edition
    for one in library.instruments.get(instrument, ()):
        if href := text_address(one):
            yield Link(one.name, href)


def _name(target: Target, known: Instrument | None, library: Library) -> str:
    """Name what is missing: as the catalogue does, else by the words that cite it."""
    if known:
        return known.name
    words = next(iter(_words(target, library)), str(target))
    if isinstance(target, ProvisionId):
        return f"{words} ({library.edition(target.edition).name})"
    if words[0].isdigit():  # of several that are cited after one word: "resolutions 59/220 and 60/252"
        instrument = target if isinstance(target, InstrumentKey) else target.instrument
        return f"{one_of(instrument)} {words}"
    return f"{words[0].upper()}{words[1:]}"


def _words(target: Target, library: Library) -> list[str]:
    """Return the words by which the first clause that cites a target does so."""
    clauses = library.named[target]
    if not clauses or library.find(clauses[0].edition) is None:
        return []
    found = library.edition(clauses[0].edition).references_from(clauses[0].eid)
    return [one.text for one in found if holding_id(one.target, library) == holding_id(target, library)]
