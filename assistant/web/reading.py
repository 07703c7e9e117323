"""The reader: an edition → HTML, its structure, contents, an address for every clause, what cites it.

Every provision becomes one element whose id is its full id and whose `data-label` is its citation;
its own text stands in one `.words` element, or is the element itself inside a sentence. The element
of a provision holds those of the provisions below it, as in the tree. The scripts rely on this.
The elements are in `templates/edition.html`, which was a third faster than building them here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import groupby

from assistant.comparison.comparison import Comparisons
from assistant.comparison.counterparts import ClauseLocator
from assistant.library.library import Library
from assistant.library.standing import validity_of
from assistant.references.graph import Graph
from assistant.web.addresses import Link, clause_asked, clause_link, first_clause
from assistant.web.editions import banner, deleted_notice, picker, superseded
from assistant.web.provision_html import cells, is_placed, provision_html
from assistant.web.templating import Html, render
from corpus.instruments import PART_NAMES, Edition, Kind, Part, Provision, Relation
from corpus.keys import EditionKey, ProvisionId

_DASHES = frozenset(("-", "–", "—", "−", "•", "●", "▪", "·"))
_NARROW = 5  # characters of a marker that the margin takes: "iii)", "1.10", not "ARTICLE 1"
_CITING = 8  # citing clauses that are listed, the others are counted
_KEPT = 16  # rendered texts that are kept: the longest have half a megabyte


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


def reading(edition: Edition, library: Library, backlinks: Backlinks | None = None) -> Html:
    """Render a whole edition: its contents, then its parts in the order of the source.

    With `backlinks` each clause, and the text, is followed by the clauses that cite it.
    """
    backlinks = backlinks or Backlinks(library)
    roots = [provision for provision in edition.provisions if provision.parent not in edition]
    parts = [(part, list(found)) for part, found in groupby(roots, edition.part_of)]
    return render(
        "edition.html",
        edition=edition,
        has_others=len(library.every_instrument.get(edition.key.instrument, ())) > 1,
        superseded=superseded(edition.key, library),
        cited_by=backlinks.to(str(edition.key)),
        contents=[(PART_NAMES[part], found) for part, found in parts if part is not Part.PREFACE],
        headings=_headings,
        heading_text=_heading_text,
        parts=parts,
        rows=lambda provision: _rows(provision, edition),
        shown=lambda provisions, in_table=False: _shown(provisions, edition, in_table=in_table),
        marker_of=_marker,
        classes=_classes,
        words=lambda provision: provision_html(provision, edition, library),
        cells=lambda provision: cells(provision, edition, library),
        citing=lambda id_: backlinks.to(str(id_)),
    )


def _headings(provisions: Iterable[Provision], edition: Edition) -> tuple[Provision, ...]:
    """Return the heads and headings of one level of the contents; the first row of a table is none."""
    return tuple(
        provision
        for provision in provisions
        if provision.kind == Kind.HEADING and not _rows(provision, edition)
    )


def _heading_text(provision: Provision) -> str:
    """Return a heading with its number, as contents and heading paths show it; an annex by its label."""
    if provision.part == Part.ANNEX and "__" not in provision.eid:
        return provision.label
    return " ".join(filter(None, [provision.marker, provision.text]))


def _shown(provisions: Iterable[Provision], edition: Edition, *, in_table: bool) -> list[Provision]:
    """Return the provisions to show: no table rows or inline items, which their parent shows."""
    rows = (Kind.TABLE_ROW,) if in_table else ()
    return [
        provision
        for provision in provisions
        if provision.kind not in rows and not (provision.inline and is_placed(provision, edition))
    ]


def _marker(provision: Provision) -> tuple[str, str]:
    """Return the text of the link to a clause and its CSS classes (unmarked, or too wide for the margin)."""
    marker = "–" if provision.marker in _DASHES else provision.marker
    look = " wide" if len(marker) > _NARROW else "" if marker else " unmarked"
    return marker or "¶", f"marker{look}"


def _rows(provision: Provision, edition: Edition) -> tuple[Provision, ...]:
    """Return the rows below a heading that is the first row of a table."""
    return tuple(child for child in edition.children(provision.eid) if child.kind == Kind.TABLE_ROW)


def _classes(provision: Provision) -> str:
    classes = ["clause", str(provision.kind)]
    if provision.kind == Kind.HEADING:
        segment = provision.eid.split("__")[-1]
        classes.append("head" if provision.head else segment.split("_")[0])
        classes += ["sub"] if "-" in segment and segment.startswith("sec_") else []
    return " ".join(classes)


class Texts:
    """The texts of a library as they are read, and where their clauses are."""

    def __init__(self, comparisons: Comparisons) -> None:
        self.library = library = comparisons.library
        self.whereabouts = ClauseLocator(comparisons)
        backlinks = cache(lambda: Backlinks.of(library))

        @lru_cache(maxsize=_KEPT)
        def rendered(key: EditionKey) -> Html:
            return reading(library.edition(key), library, backlinks())

        self._rendered = rendered

    def text(self, edition: Edition) -> Html:
        """Return an edition as HTML, rendered when it is first read."""
        return self._rendered(edition.key)

    def frame(self, edition: Edition | None, clause: str = "") -> Html:
        """Render the reader with one edition in it; `clause` is the address that was asked for.

        If the clause does not exist, the reader says what became of it. The edition's banner leads to the
        clause in the newer one.
        """
        asked, shown = clause_asked(clause, self.library), None
        if asked and edition and asked[0] != first_clause(edition):
            shown = banner(asked[0], self.whereabouts)
        elif edition:
            shown = superseded(edition.key, self.library)
        return render(
            "reader.html",
            edition=edition,
            picker=picker(self.library) if edition else (),
            standing=lambda text: validity_of(text.key, self.library),
            text=self.text(edition) if edition else "",
            superseded=shown,
            noted=asked[0] if asked else None,
            gone=deleted_notice(clause, self.whereabouts) if clause else "",
        )
