"""Cited texts that are not in the library, by kind and by how often they are cited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from assistant.library.library import Library, Target
from assistant.references.names import full_name, instrument_of
from assistant.web.addresses import Link, clause_link, holding_id, text_address
from corpus.issuers import kind_name
from corpus.keys import EditionKey, InstrumentKey, ProvisionId

_CLAUSES = 6  # citing clauses that a row lists
_PARTS = "Parts of texts that are in the library without them"


@dataclass(frozen=True, slots=True)
class MissingText:
    """A cited text that is not in the library: the clauses that cite it, and how to get it.

    `ids` are the ids that references lead to: of the edition, and of the instrument without edition.
    `count` says how often it is cited, `more` how many citing clauses are not listed. `official` is the
    address of the official text, '' where none is known; `add` leads to the form for its file.
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
    add: str = ""
    held: tuple[Link, ...] = ()

    @property
    def host(self) -> str:
        """The host of the official text."""
        return urlsplit(self.official).hostname or ""


@dataclass(frozen=True, slots=True)
class MissingGroup:
    """The missing texts of one kind, the most cited first."""

    kind: str
    texts: tuple[MissingText, ...]

    @property
    def count(self) -> int:
        """How often they are cited."""
        return sum(one.count for one in self.texts)


def missing_groups(library: Library) -> tuple[MissingGroup, ...]:
    """Return what is cited and not in the library, the kinds that are cited most first."""
    rows: defaultdict[str, list[MissingText]] = defaultdict(list)
    for targets in _same(library):
        is_part = isinstance(targets[0], ProvisionId)
        rows[_PARTS if is_part else kind_name(instrument_of(targets[0]))].append(_missing(targets, library))
    groups = [
        MissingGroup(kind, tuple(sorted(found, key=lambda one: -one.count))) for kind, found in rows.items()
    ]
    return tuple(sorted(groups, key=lambda one: (one.kind == _PARTS, -one.count, one.kind)))


def _same(library: Library) -> tuple[tuple[Target, ...], ...]:
    """Put an instrument cited without its edition beside its edition, where only one edition is cited.

    A text that is older than the edition cites another.
    """
    targets = library.named
    editions: defaultdict[InstrumentKey, list[Target]] = defaultdict(list)
    for one in targets:
        if isinstance(one, EditionKey):
            editions[one.instrument].append(one)
    groups: dict[Target, tuple[Target, ...]] = {}
    for one in targets:
        same = editions[one] if isinstance(one, InstrumentKey) else []
        leader = same[0] if len(same) == 1 else one
        if isinstance(leader, EditionKey) and any(id_.edition.year < leader.year for id_ in targets[one]):
            leader = one
        rest = groups.get(leader, ())
        groups[leader] = (one, *rest) if one == leader else (*rest, one)
    return tuple(groups.values())


def _missing(targets: Sequence[Target], library: Library) -> MissingText:
    """Make the row of a cited text; the first target says which it is."""
    target = targets[0]
    known = library.catalogue.edition(target) if isinstance(target, EditionKey) else None
    clauses = [clause for one in targets for clause in library.named[one]]
    distinct = list(dict.fromkeys(clauses))
    held = library.instruments.get(instrument_of(target), ())
    is_web = known is not None and known.address.startswith(("https://", "http://"))
    return MissingText(
        ids=tuple(holding_id(one, library) for one in targets),
        key=str(target),
        name=full_name(target, library, _words(target, library)),
        title=known.title if known else "",
        count=len(clauses),
        cited_by=tuple(filter(None, (clause_link(one, library) for one in distinct[:_CLAUSES]))),
        more=max(0, len(distinct) - _CLAUSES),
        official=known.address if known and is_web else "",
        add=f"/library?add={quote(str(target), safe='')}#add" if isinstance(target, EditionKey) else "",
        held=tuple(Link(one.name, href) for one in held if (href := text_address(one))),
    )


def _words(target: Target, library: Library) -> str:
    """Return the words by which the first clause that cites a target does so, '' where it is not held."""
    clauses, row = library.named[target], holding_id(target, library)
    if not clauses or library.find(clauses[0].edition) is None:
        return ""
    found = library.edition(clauses[0].edition).references_from(clauses[0].eid)
    return next((one.text for one in found if holding_id(one.target, library) == row), "")
