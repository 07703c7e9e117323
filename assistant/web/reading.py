"""An edition → the HTML of the reader: structure, contents, an address for every clause, what cites it.

Every provision becomes one element whose id is its full id and whose `data-label` is its citation;
its own text stands in one `.words` element, or is the element itself inside a sentence. The element
of a provision holds those of the provisions below it, as in the tree. The scripts rely on this.
The elements are in `templates/edition.html`, which was a third faster than building them here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from assistant.library.library import Library
from assistant.references.graph import Graph
from assistant.web.addresses import Link, address, clause_link
from assistant.web.provision_html import cells, is_placed, provision_html
from assistant.web.templating import Html, render
from assistant.web.whereabouts import superseded
from corpus.instruments import Edition, Kind, Part, Provision, Relation
from corpus.keys import ProvisionId

_PARTS = {
    Part.PREAMBLE: "Preamble",
    Part.OPERATIVE: "Operative part",
    Part.ANNEX: "Annexes",
}
"""The parts that the contents list, and how."""
_DASHES = frozenset(("-", "–", "—", "−", "•", "●", "▪", "·"))
_NARROW = 5  # characters of a marker that the margin takes: "iii)", "1.10", not "ARTICLE 1"
_CITING = 8  # citing clauses that are listed, the others are counted
_NOTHING = Html("")


@dataclass(frozen=True, slots=True)
class CitedBy:
    """The first clauses that cite a text or a clause, and how many more there are.

    A clause that revokes, replaces or amends what it cites comes first and says so.
    """

    clauses: tuple[Link, ...]
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
            Link(f"{link.words}{f' ({relation} it)' if relation else ''}", link.href)
            for source, relation in self.citing.get(target, {}).items()
            if (link := clause_link(source, self.library))
        ]
        return CitedBy(tuple(sources[:_CITING]), len(sources[_CITING:])) if sources else None


@dataclass(frozen=True, slots=True)
class Clause:
    """A provision as the reader shows it: `label` is its citation, `name` that without the text's name.

    A table is its heading row: it has `rows`, and its words in `cells`, as they have. `path` is what the path
    above the reader calls a heading, `level` its level, 0 where the provision is none.
    """

    id: str
    label: str
    name: str
    href: str
    marker: str
    marker_class: str
    classes: str
    path: str
    level: int
    words: Html
    cells: tuple[Html, ...]
    cited: CitedBy | None
    rows: tuple[Clause, ...]
    below: tuple[Clause, ...]


def reading(edition: Edition, library: Library, backlinks: Backlinks | None = None) -> Html:
    """Render a whole edition: its contents, then its parts in the order of the source.

    With `backlinks` each clause, and the text, is followed by the clauses that cite it.
    """
    backlinks = backlinks or Backlinks(library)
    roots = [one for one in edition.provisions if one.parent not in edition]
    parts = [(part, list(found)) for part, found in groupby(roots, edition.part_of)]
    return render(
        "edition.html",
        edition=edition,
        has_others=len(library.every_instrument.get(edition.key.instrument, ())) > 1,
        superseded=superseded(edition.key, library),
        cited_by=backlinks.to(str(edition.key)),
        contents=[(_PARTS[part], found) for part, found in parts if part in _PARTS],
        headings=_headings,
        heading_text=_heading_text,
        parts=[(part, _clauses(found, edition, backlinks)) for part, found in parts],
    )


def _headings(provisions: Iterable[Provision], edition: Edition) -> tuple[Provision, ...]:
    """Return the heads and headings of one level of the contents; the first row of a table is none."""
    return tuple(one for one in provisions if one.kind == Kind.HEADING and not _rows(one, edition))


def _heading_text(provision: Provision) -> str:
    """Return a heading with its number, as contents and heading paths show it; an annex by its label."""
    if provision.part == Part.ANNEX and "__" not in provision.eid:
        return provision.label
    return " ".join(filter(None, [provision.marker, provision.text]))


def _clauses(provisions: Iterable[Provision], edition: Edition, backlinks: Backlinks) -> tuple[Clause, ...]:
    """Return neighbours, each with what is below it; items inside a sentence stand there already."""
    shown = (one for one in provisions if not (one.inline and is_placed(one, edition)))
    return tuple(_clause(one, edition, backlinks) for one in shown)


def _clause(provision: Provision, edition: Edition, backlinks: Backlinks, *, is_row: bool = False) -> Clause:
    """Return one provision, what cites it, and what is below it."""
    rows, library, id_ = _rows(provision, edition), backlinks.library, edition.id_of(provision)
    below = [one for one in edition.children(provision.eid) if not rows or one.kind != Kind.TABLE_ROW]
    in_cells = is_row or bool(rows)
    is_heading = provision.kind == Kind.HEADING
    marker = "–" if provision.marker in _DASHES else provision.marker
    look = " wide" if len(marker) > _NARROW else "" if marker else " unmarked"
    return Clause(
        id=str(id_),
        label=edition.citation(provision),
        name=provision.label,
        href=address(id_),
        marker=marker or "¶",  # it leads to the clause itself
        marker_class=f"marker{look}",
        classes=" ".join(_classes(provision)),
        path=_heading_text(provision) if is_heading else "",
        level=min(6, 2 + len(edition.ancestors(provision.eid))) if is_heading else 0,
        words=_NOTHING if in_cells else provision_html(provision, edition, library),
        cells=cells(provision, edition, library) if in_cells else (),
        cited=None if in_cells else backlinks.to(str(id_)),
        rows=tuple(_clause(one, edition, backlinks, is_row=True) for one in rows),
        below=_clauses(below, edition, backlinks),
    )


def _rows(provision: Provision, edition: Edition) -> tuple[Provision, ...]:
    """Return the rows below a heading that is the first row of a table."""
    return tuple(one for one in edition.children(provision.eid) if one.kind == Kind.TABLE_ROW)


def _classes(provision: Provision) -> list[str]:
    """Name what a clause is and how it looks."""
    classes = ["clause", str(provision.kind)]
    if provision.kind == Kind.HEADING:
        segment = provision.eid.split("__")[-1]
        classes.append("head" if provision.head else segment.split("_")[0])
        classes += ["sub"] if "-" in segment and segment.startswith("sec_") else []
    return classes
