"""References the other way: which clauses cite a text or a clause of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.library.library import Library
from assistant.references.graph import Graph
from assistant.web.addresses import address
from corpus.keys import ProvisionId

_SHOWN = 8  # clauses that are listed, the others are counted


@dataclass(frozen=True, slots=True)
class CitedBy:
    """The first clauses that cite a text or a clause, each with its address, and how many more there are."""

    clauses: tuple[tuple[str, str], ...]
    more: int


@dataclass(frozen=True)
class Backlinks:
    """The clauses that cite each text or clause of a library, by what they cite, in their order."""

    library: Library
    citing: Mapping[str, Sequence[ProvisionId]] = field(default_factory=dict)

    @classmethod
    def of(cls, library: Library) -> Backlinks:
        """Follow every reference of a library backwards."""
        found: defaultdict[str, dict[ProvisionId, None]] = defaultdict(dict)
        for link in Graph.of(library).links:
            if link.held:
                found[str(link.leads)][link.source] = None
        return cls(library, {target: tuple(sources) for target, sources in found.items()})

    def to(self, target: str) -> CitedBy | None:
        """Return what cites a text or a clause; None where nothing does."""
        sources = [
            (one, found) for one in self.citing.get(target, ()) if (found := self.library.provision(one))
        ]
        if not sources:
            return None
        shown = tuple((edition.citation(one), address(id_)) for id_, (edition, one) in sources[:_SHOWN])
        return CitedBy(shown, len(sources) - len(shown))
