"""An edition → the HTML of the reader: structure, contents, an address for every clause.

Every provision becomes one element whose id is its full id and whose `data-label` is its citation;
its own text stands in one `.words` element, or is the element itself inside a sentence. The element
of a provision holds those of the provisions below it, as in the tree. The scripts rely on this.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from assistant.library.library import Library
from assistant.web.addresses import address
from assistant.web.backlinks import Backlinks
from assistant.web.markup import Html, element, join
from assistant.web.provision_html import cells, is_placed, provision_html
from corpus.instruments import Edition, Kind, Part, Provision

_PARTS = {
    Part.PREFACE: "Title",
    Part.PREAMBLE: "Preamble",
    Part.OPERATIVE: "Operative part",
    Part.ANNEX: "Annexes",
}
_NOTHING = Html("")
_DASHES = frozenset(("-", "–", "—", "−", "•", "●", "▪", "·"))


def reading(
    edition: Edition, library: Library, backlinks: Backlinks | None = None, note: Html = _NOTHING
) -> Html:
    """Render a whole edition: its contents, then its parts in the order of the source.

    With `backlinks` each clause, and the text, is followed by the clauses that cite it. `note` says that
    the edition is superseded; in print it stands above the text, on the page in the bar.
    """
    backlinks = backlinks or Backlinks(library)
    roots = [one for one in edition.provisions if one.parent not in edition]
    parts = [_part(part, list(found), edition, backlinks) for part, found in groupby(roots, edition.part_of)]
    return element(
        "article",
        element("p", _printed(edition), class_="printed"),
        note,
        contents(edition),
        backlinks.to(str(edition.key)),
        *parts,
        class_="edition",
        data_edition=str(edition.key),
        data_name=edition.name,
        data_editions=any(_is_another(one, edition) for one in library.editions),
        aria_label=edition.name,
        lang=edition.language,
    )


def _is_another(one: Edition, edition: Edition) -> bool:
    """Tell another edition of the same instrument."""
    return one.key.instrument == edition.key.instrument and one.key != edition.key


def _printed(edition: Edition) -> str:
    """Return the line that stands above a text in print: its name, when it was adopted."""
    return f"{edition.name}{f', adopted {edition.adopted}' if '-' in edition.adopted else ''}"


def contents(edition: Edition) -> Html:
    """Render the list of an edition's heads and headings, closed until it is wanted."""
    roots = [one for one in edition.provisions if one.parent not in edition]
    roots = [one for one in roots if edition.part_of(one) != Part.PREFACE]
    entries = [
        element("li", element("span", _PARTS[part], class_="part-name"), _entries(list(found), edition))
        for part, found in groupby(roots, edition.part_of)
    ]
    return element(
        "details",
        element("summary", "Contents"),
        element("nav", element("ul", *entries), aria_label="Contents"),
        element("p", "Download: ", *_downloads(edition), class_="downloads"),
        class_="contents",
    )


def _downloads(edition: Edition) -> Iterable[str]:
    """Render the links to the files of an edition."""
    yield element("a", "Akoma Ntoso", href=f"/download/akn/{edition.key}", download=True)
    yield ", "
    yield element("a", "JSON", href=f"/download/json/{edition.key}", download=True)


def _entries(provisions: Sequence[Provision], edition: Edition) -> Html:
    """Render one level of the contents, and the levels below it."""
    listed = [one for one in provisions if one.kind == Kind.HEADING and not _is_table(one, edition)]
    items = [
        element(
            "li",
            element("a", heading_text(one), href=address(edition.id_of(one))),
            _entries(edition.children(one.eid), edition),
        )
        for one in listed
    ]
    return element("ul", *items) if items else _NOTHING


def heading_text(provision: Provision) -> str:
    """Return a heading with its number, as contents and heading paths show it; an annex by its label."""
    if provision.part == Part.ANNEX and "__" not in provision.eid:
        return provision.label
    return " ".join(filter(None, [provision.marker, provision.text]))


def _part(part: Part, roots: Sequence[Provision], edition: Edition, backlinks: Backlinks) -> Html:
    """Render one of the four parts of a text."""
    return element("section", _clauses(roots, edition, backlinks), class_=f"part {part}")


def _clauses(provisions: Iterable[Provision], edition: Edition, backlinks: Backlinks) -> Html:
    """Render neighbours, each with what is below it; items inside a sentence stand there already."""
    shown = [one for one in provisions if not (one.inline and is_placed(one, edition))]
    return join(_clause(one, edition, backlinks) for one in shown)


def _clause(provision: Provision, edition: Edition, backlinks: Backlinks) -> Html:
    """Render one provision, what cites it, and what is below it."""
    if _is_table(provision, edition):
        return _table(provision, edition, backlinks)
    heading = provision.kind == Kind.HEADING
    return element(
        "div",
        element("div", *_line(provision, edition, backlinks.library), class_="line"),
        backlinks.to(str(edition.id_of(provision))),
        _clauses(edition.children(provision.eid), edition, backlinks),
        class_=" ".join(_classes(provision)),
        id=str(edition.id_of(provision)),
        data_label=edition.citation(provision),
        data_path=heading_text(provision) if heading else None,
    )


def _classes(provision: Provision) -> list[str]:
    """Name what a clause is and how it looks."""
    classes = ["clause", str(provision.kind)]
    if provision.kind == Kind.HEADING:
        segment = provision.eid.split("__")[-1]
        classes.append("head" if provision.head else segment.split("_")[0])
        classes += ["sub"] if "-" in segment and segment.startswith("sec_") else []
    return classes


def _line(provision: Provision, edition: Edition, library: Library) -> Iterable[Html]:
    """Render a clause's own line: its marker, which is its address, and its words."""
    yield _marker(provision, edition)
    name = "p"
    level = None
    if provision.kind == Kind.HEADING:
        name, level = "div", str(min(6, 2 + len(edition.ancestors(provision.eid))))
    yield element(
        name,
        provision_html(provision, edition, library),
        class_="words",
        role="heading" if level else None,
        aria_level=level,
    )


_NARROW = 5  # characters of a marker that the margin takes: "iii)", "1.10", not "ARTICLE 1"


def _marker(provision: Provision, edition: Edition) -> Html:
    """Render a clause's marker as the link to itself; a clause without one gets a pilcrow."""
    marker = "–" if provision.marker in _DASHES else provision.marker
    return element(
        "a",
        marker or "¶",
        class_=" ".join(
            ["marker", *(["unmarked"] if not marker else ["wide"] if len(marker) > _NARROW else [])]
        ),
        href=address(edition.id_of(provision)),
        aria_label=f"Address of {provision.label}",
    )


def _is_table(provision: Provision, edition: Edition) -> bool:
    """Tell whether a heading is the first row of a table."""
    return any(one.kind == Kind.TABLE_ROW for one in edition.children(provision.eid))


def _table(provision: Provision, edition: Edition, backlinks: Backlinks) -> Html:
    """Render a table: the provision is its heading row, those below it are its rows."""
    library = backlinks.library
    below = edition.children(provision.eid)
    rows = [_row(one, "td", edition, library) for one in below if one.kind == Kind.TABLE_ROW]
    others = [one for one in below if one.kind != Kind.TABLE_ROW]
    table = element(
        "table",
        element("thead", _row(provision, "th", edition, library)),
        element("tbody", *rows),
    )
    return element("div", table, _clauses(others, edition, backlinks), class_="table")


def _row(provision: Provision, cell: str, edition: Edition, library: Library) -> Html:
    """Render one row of a table with its marker in the last cell."""
    found = [
        element(cell, element("span", one, class_="cell"), scope="col" if cell == "th" else None)
        for one in cells(provision, edition, library)
    ]
    tools = element(cell, _marker(provision, edition), class_="row-tools")
    return element(
        "tr",
        *found,
        tools,
        class_="clause row",
        id=str(edition.id_of(provision)),
        data_label=edition.citation(provision),
    )
