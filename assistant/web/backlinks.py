"""References the other way: which clauses cite a text or a clause of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.library.library import Library
from assistant.references.graph import Graph
from assistant.web.addresses import clause_link
from corpus.instruments import Relation
from corpus.keys import ProvisionId

_SHOWN = 8  # clauses that are listed, the others are counted


@dataclass(frozen=True, slots=True)
class CitedBy:
    """The first clauses that cite a text or a clause, each with its address, and how many more there are.

    A clause that revokes, replaces or amends what it cites comes first and says so.
    """

    clauses: tuple[tuple[str, str], ...]
    more: int


@dataclass(frozen=True)
class Backlinks:
    """The clauses that cite each text or clause of a library, by what they cite, with what they do to it."""

    library: Library
    citing: Mapping[str, Mapping[ProvisionId, Relation | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, library: Library) -> Backlinks:
        """Follow every reference of a library backwards."""
        found: defaultdict[str, dict[ProvisionId, Relation | None]] = defaultdict(dict)
        for link in sorted(Graph.of(library).links, key=lambda link: link.relation is None):
            if link.held:
                found[str(link.leads)].setdefault(link.source, link.relation)
        return cls(library, found)

    def to(self, target: str) -> CitedBy | None:
        """Return what cites a text or a clause; None where nothing does."""
        sources = [
            (f"{link.words}{f' ({relation} it)' if relation else ''}", link.href)
            for source, relation in self.citing.get(target, {}).items()
            if (link := clause_link(source, self.library))
        ]
        return CitedBy(tuple(sources[:_SHOWN]), len(sources[_SHOWN:])) if sources else None
