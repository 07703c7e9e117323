"""References between texts: which text cites which, how often; what is cited and not in the library."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.library.library import Library, Target
from assistant.references.graph import Graph, Link, Standing, edition_of, instrument_of
from assistant.references.names import full_name
from corpus.issuers import kind_name
from corpus.keys import EditionKey, InstrumentKey, ProvisionId

_PARTS = "Parts missing from texts in the library"


@dataclass(frozen=True, slots=True)
class OtherText:
    """A text on the other side of references, and the references, in the order of the texts."""

    target: EditionKey | InstrumentKey
    name: str
    links: tuple[Link, ...]

    @property
    def is_in_library(self) -> bool:
        """Whether the library has the text."""
        return any(link.standing != Standing.NOT_HELD for link in self.links)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What a text or a clause cites, and what cites it; `inner` are references from a text to itself."""

    cites: tuple[OtherText, ...]
    cited_by: tuple[OtherText, ...]
    inner: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that texts cite and the library does not have, and the clauses that cite it, each once."""

    target: Target
    name: str
    title: str
    times: int
    clauses: tuple[ProvisionId, ...]

    @property
    def texts(self) -> int:
        """How many texts cite it."""
        return len({one.edition for one in self.clauses})


@dataclass(frozen=True)
class TextGraph:
    """The references of a library, from text to text."""

    graph: Graph

    @classmethod
    def of(cls, library: Library) -> TextGraph:
        """Follow every reference of a library."""
        return cls(Graph.of(library))

    @property
    def library(self) -> Library:
        """The library."""
        return self.graph.library

    @cached_property
    def counts(self) -> Counter[tuple[EditionKey, EditionKey]]:
        """How often a text of the library cites another that the library has, by both."""
        return Counter(
            (link.source.edition, resolved)
            for link in self.graph.links
            if (resolved := link.resolved)
            and resolved != link.source.edition
            and self.library.holds(resolved)
        )

    def around(self, focus: EditionKey | InstrumentKey | ProvisionId) -> Neighbours:
        """Return what a text, or a clause with all below it, cites, and what cites it."""
        own = edition_of(focus)
        out, into = self.graph.out_of(focus), self.graph.into(focus)
        outward = [link for link in out if link.source.edition != (link.resolved or own)]
        inward = [link for link in into if link.source.edition != link.resolved]
        inner = dict.fromkeys(link for link in (*out, *into) if link.source.edition == link.resolved)
        return Neighbours(
            self._grouped(outward, lambda link: link.resolved or instrument_of(link.leads)),
            self._grouped(inward, lambda link: link.source.edition),
            tuple(inner),
        )

    @cached_property
    def missing(self) -> dict[str, tuple[Missing, ...]]:
        """What is cited and not in the library, by kind, what is cited most first; parts of texts last."""
        found: dict[str, list[Missing]] = defaultdict(list)
        for target, links in self._dangling().items():
            clauses = tuple(dict.fromkeys(link.source for link in links))
            known = self.library.catalogue.edition(target) if isinstance(target, EditionKey) else None
            name = full_name(target, self.library, _words(links))
            one = Missing(target, name, known.title if known else "", len(links), clauses)
            is_part = isinstance(target, ProvisionId) and self.library.holds(target.edition)
            found[_PARTS if is_part else kind_name(instrument_of(target))].append(one)
        times = {kind: sum(one.times for one in rows) for kind, rows in found.items()}
        return {
            kind: tuple(sorted(found[kind], key=lambda one: (-one.times, one.name)))
            for kind in sorted(found, key=lambda kind: (kind == _PARTS, -times[kind], kind))
        }

    def _dangling(self) -> dict[Target, list[Link]]:
        """Return the references to what is not in the library, by what they lead to."""
        found: dict[Target, list[Link]] = defaultdict(list)
        for link in self.graph.links:
            if link.standing == Standing.NOT_HELD:
                found[link.resolved or link.leads].append(link)
            elif link.standing == Standing.NO_SUCH_CLAUSE:
                found[link.leads].append(link)
        return found

    def _grouped(self, links: Sequence[Link], other: Callable[[Link], Target]) -> tuple[OtherText, ...]:
        """Group references by the text on their other side; the text with most references first."""
        found: dict[Target, list[Link]] = defaultdict(list)
        for link in links:
            found[other(link)].append(link)
        made = [
            OtherText(target, full_name(target, self.library, _words(group)), tuple(group))
            for target, group in found.items()
            if not isinstance(target, ProvisionId)
        ]
        return tuple(sorted(made, key=lambda one: (-len(one.links), one.name)))


def _words(links: Iterable[Link]) -> str:
    """Return the words by which clauses name something, the longest of the most used."""
    counts = Counter(link.text for link in links)
    most = max(counts.values())
    return max((text for text, count in counts.items() if count == most), key=len)
