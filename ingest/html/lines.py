"""Walks a web page and gives its lines. Elements are visited one after the other, however deep."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.compose import BREAK, SPACE, Piece, compose, part_lines, with_note_mark
from ingest.html.lists import BULLETS, List, marker, open_list
from ingest.html.notes import find_notes, names_of
from ingest.html.style import (
    Attributes,
    Declared,
    Formatting,
    declarations,
    declared_of,
    inside,
    is_hidden,
    is_set_apart,
    read_sheets,
)
from ingest.html.tables import Grid, find_frames
from ingest.lines import Line, Removal
from ingest.markers import superscript
from ingest.rows import row_line

HIDDEN, DELETED, SCRIPTS = "hidden text", "deleted text", "scripts and styles"
HEAD, CONTROLS, FURNITURE, COMMENTS = "page head", "form controls", "page furniture", "comments"
CONTENTS = "table of contents"
_DROPPED = {
    "head": HEAD,
    **dict.fromkeys("script style noscript template noframes noembed".split(), SCRIPTS),
    **dict.fromkeys("iframe object embed applet audio video canvas svg".split(), SCRIPTS),
    **dict.fromkeys("button select textarea input datalist progress meter".split(), CONTROLS),
    **dict.fromkeys("nav aside search".split(), FURNITURE),
    "del": DELETED,
}
_ROLES = frozenset(["navigation", "banner", "contentinfo", "search"])
_NOTE_ROLES = frozenset(["doc-footnote", "doc-endnote", "doc-endnotes", "note"])
_BLOCKS = frozenset(
    """address article blockquote body caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu ol optgroup option
    p plaintext pre section summary table tbody td tfoot th thead tr ul xmp""".split()
)
_LISTS = ("ol", "ul", "menu", "dir")
_RAISED_NUMBER = re.compile(r"[0-9][0-9,\s]*|\[[0-9]{1,3}\]")
_PIXELS = re.compile(r"([0-9]+(?:\.[0-9]+)?)(?:px)?$")
_SHOWS = 150  # pixels of a picture that may show a table, wide and high
# what Akoma Ntoso has within a line; a page made of it shows all its elements by spans
_AKN_INLINES = frozenset(
    """akn-abbr akn-b akn-concept akn-date akn-def akn-docdate akn-docnumber akn-doctitle akn-entity akn-eol
    akn-i akn-img akn-inline akn-ins akn-location akn-noteref akn-organization akn-person akn-quantity akn-ref
    akn-remark akn-role akn-span akn-sub akn-sup akn-term akn-u""".split()
)


def read_page(text: str, *, keep_furniture: bool = False) -> PageReader:
    """Read a web page, with or without what is around its text."""
    reader = PageReader(LexborHTMLParser(text), keep_furniture=keep_furniture)
    reader.read()
    return reader


class PageReader:
    """Reads a page's lines; `places` are the lines at which elements begin, by their ids."""

    def __init__(self, page: LexborHTMLParser, *, keep_furniture: bool) -> None:
        """Look over the page: which tables only frame it, which links are footnote marks."""
        assert page.root is not None
        self.page = page
        self.lines: list[Line] = []
        self.numbers: list[int] = []
        self.removed: list[Removal] = []
        self.edges: list[str] = []  # what stands around the text
        self.places: dict[str, int] = {}
        self._root = page.root.parent or page.root  # comments stand around the root too
        self._frames = find_frames(page)
        self._notes = find_notes(page)
        self._sheet = read_sheets(sheet.text() for sheet in page.css("style"))
        self._keeps_furniture = keep_furniture
        self._keeps_h1 = len(page.css("h1")) == 1  # the page's only title, also above its text
        self.is_broken = _is_broken(page)
        self._pieces: list[Piece] = []  # of the open line, in a table's cell of the open cell
        self._markers: list[str] = []  # of the items that are open and have no words yet
        self._note = ""  # the mark of the note that begins
        self._lists: list[List] = []
        self._grids: list[Grid] = []
        self._cells = 0  # open cells of tables that hold rows
        self._firsts: dict[str, int] = {}
        self._counts: Counter[str] = Counter()
        self._gap = True
        self._pictures: list[int] = []  # the lines before which pictures stand

    def read(self) -> None:
        """Visit every node; what closes is visited again."""
        stack: list[tuple[LexborNode, Formatting, bool]] = [(self._root, Formatting(), False)]
        while stack:
            node, place, leaving = stack.pop()
            tag = node.tag or ""
            if leaving:
                self._leave(node, tag, place)
            elif tag == "-text":
                self._add_text(node.text_content or "", place)
            elif tag == "-comment":
                self._record_removal(node.comment_content or "", COMMENTS)
            elif tag == "-document":
                stack += [(child, place, False) for child in _children(node)]
            elif not tag.startswith(("-", "!")):
                stack += self._enter(node, tag, place)
        self._end_block(Formatting())

    def warnings(self) -> Iterator[str]:
        """Say what was not read, each with the first line where it was."""
        if self._pictures:
            places = len(self._pictures)
            yield f"line {self._pictures[0]}: a picture, perhaps of a table, is not read (pictures: {places})"
        for step in (HIDDEN, DELETED):
            if step in self._firsts:
                places = self._counts[step]
                yield f"line {self._firsts[step]}: {step} taken out here and after it (places: {places})"

    # -- elements ------------------------------------------------------------------------------

    def _enter(
        self, node: LexborNode, tag: str, place: Formatting
    ) -> list[tuple[LexborNode, Formatting, bool]]:
        """Open an element; return what is to be visited next, the last first."""
        attributes = node.attributes
        declared = declared_of(attributes, self._sheet)
        if node.mem_id in self._notes.marks:
            self._pieces.append(Piece(self._notes.marks[node.mem_id]))
            return []
        step = self._step(node, tag, declared, place)
        if step:
            return self._drop(node, tag, step, place)
        inner = inside(place, tag, attributes, declared)
        if self._is_block(tag, attributes):
            self._end_block(place)
        self._open(node, tag)
        for name in names_of(node):
            self.places.setdefault(name, len(self.numbers) + 1)
            if name in self._notes.targets and not compose(self._pieces)[0]:
                self._note = self._notes.targets[name]
        return [(node, inner, True), *((child, inner, False) for child in _children(node))]

    def _is_block(self, tag: str, attributes: Attributes) -> bool:
        """Return True for an element that has lines of its own: by its name, its class or its style."""
        if tag in _BLOCKS or not attributes:
            return tag in _BLOCKS
        classes = (attributes.get("class") or "").split()
        structure = any(name.startswith("akn-") and name not in _AKN_INLINES for name in classes)
        return structure or is_set_apart(declared_of(attributes, self._sheet))

    def _open(self, node: LexborNode, tag: str) -> None:
        """Do what an element does where it begins."""
        if tag == "img" and (self.lines or self._pieces) and not _is_small(node.attributes):
            self._pictures.append(len(self.numbers) + 1)
        if tag == "br":
            self._pieces.append(SPACE if self._cells else BREAK)
        elif tag == "q":
            self._pieces.append(Piece("“"))
        elif tag in _LISTS:
            self._lists.append(open_list(node))
        elif tag == "li":
            item_marker = marker(self._lists, node.attributes)
            if self._cells and item_marker:
                self._pieces.append(Piece(f"{item_marker} "))
            elif item_marker:
                self._markers.append(item_marker)
        elif tag == "table" and node.mem_id not in self._frames:
            self._grids.append(Grid())
        elif tag in ("td", "th") and self._grids:
            self._cells += 1

    def _leave(self, node: LexborNode, tag: str, place: Formatting) -> None:
        """Do what an element does where it ends."""
        if tag in ("td", "th") and self._cells:
            self._grids[-1].add(compose(self._pieces), node)
            self._pieces = []
            self._cells -= 1
        elif tag == "tr" and self._grids:
            self._end_row()
        elif tag == "table" and node.mem_id not in self._frames and self._grids:
            self._grids.pop()
            self._gap = True
        elif "akn-num" in (node.attributes.get("class") or "").split():
            self._markers.append(compose(self._pieces)[0])
            self._pieces = []
        elif self._is_block(tag, node.attributes):
            self._end_block(place)
        elif tag == "q":
            self._pieces.append(Piece("”"))
        if tag in _LISTS:
            self._lists.pop()
        elif tag == "li":
            self._markers.clear()

    def _add_text(self, text: str, place: Formatting) -> None:
        if place.symbols and len(text.strip()) == 1 and not compose(self._pieces)[0]:
            text = BULLETS[0]  # what saves pages from Word sets its bullets so
        if place.raised and _RAISED_NUMBER.fullmatch(text.strip()):
            text = superscript(text.strip("[] \n\t"))
        if not place.verbatim or self._cells:
            self._pieces.append(Piece(text.replace("\n", " "), place.em, place.strong))
            return
        for at, line in enumerate(text.split("\n")):
            if at:
                self._pieces.append(BREAK)
            self._pieces.append(Piece(line, place.em, place.strong))

    # -- lines ---------------------------------------------------------------------------------

    def _end_block(self, place: Formatting) -> None:
        """Add the lines of the block that ends: one, unless line breaks in it part units."""
        if self._cells:
            self._pieces.append(SPACE)
            return
        title = place.heading > 0 or place.centred
        for pieces, gap in part_lines(self._pieces, title=title, always=self.is_broken and not title):
            self._add(pieces, place, gap=gap or self._gap)
            self._gap = False
        self._pieces = []
        self._gap = True

    def _add(self, pieces: list[Piece], place: Formatting, *, gap: bool) -> None:
        """Add a line, its list's marker or its note's mark before it."""
        if self._note:
            pieces = with_note_mark(pieces, self._note, repeats=True)
        elif self._markers:
            pieces = [Piece(" ".join(self._markers)), SPACE, *pieces]
        self._note = ""
        self._markers.clear()
        text, marks = compose(pieces)
        line = Line((self._next(),), text, marks, gap=gap, heading=place.heading, quoted=place.quoted)
        self.lines.append(line)

    def _end_row(self) -> None:
        grid = self._grids[-1]
        line = row_line((len(self.numbers) + 1,), grid.end_row(), gap=grid.rows == 1)
        if line is not None:
            self.lines.append(line)
            self._next()

    def _next(self) -> int:
        self.numbers.append(len(self.numbers) + 1)
        return self.numbers[-1]

    # -- what is left out ----------------------------------------------------------------------

    def _step(self, node: LexborNode, tag: str, declared: Declared, place: Formatting) -> str:
        """Name the step that leaves an element out, or ''."""
        role = (node.attributes.get("role") or "").lower()
        if node.mem_id in self._notes.backs:
            return FURNITURE
        if _DROPPED.get(tag, FURNITURE) != FURNITURE:
            return _DROPPED[tag]
        if is_hidden(tag, node.attributes, declared):
            return HIDDEN
        if role == "doc-toc":
            return CONTENTS
        if role in _NOTE_ROLES or self._keeps_furniture:
            return ""
        around = tag in ("header", "footer") and not place.in_article  # an article's own belong to it
        return FURNITURE if tag in _DROPPED or role in _ROLES or around else ""

    def _drop(
        self, node: LexborNode, tag: str, step: str, place: Formatting
    ) -> list[tuple[LexborNode, Formatting, bool]]:
        """Leave an element out and account for its words; a page's only title is kept."""
        titles = node.css("h1") if step == FURNITURE and tag == "header" and self._keeps_h1 else []
        title_text = "".join(title.text() for title in titles)
        if len(node.text().strip()) > len(title_text.strip()):
            self._record_removal(node.text(), step)
        return [(title, replace(place, in_article=True), False) for title in reversed(titles)]

    def _record_removal(self, words: str, step: str) -> None:
        """Account for words that a step leaves out, in the place where they stood."""
        if not words.strip():
            return
        number = self._next()
        self.edges += [words] * (step == FURNITURE)
        self.removed.append(Removal(number, step))
        self._firsts.setdefault(step, number)
        self._counts[step] += 1


def _children(node: LexborNode) -> list[LexborNode]:
    """Return a node's children, the last first, as a stack takes them."""
    found: list[LexborNode] = []
    child = node.last_child
    while child is not None:
        found.append(child)
        child = child.prev
    return found


def _is_small(attributes: Attributes) -> bool:
    """Return True for a picture that shows no table: an icon, a mark, a decoration."""
    declared = declarations(attributes.get("style") or "")
    sizes = (declared.get(side) or attributes.get(side) or "" for side in ("width", "height"))
    return attributes.get("role") in ("presentation", "none") or any(
        (size := _PIXELS.match(length)) and float(size[1]) < _SHOWS for length in sizes
    )


def _is_broken(page: LexborHTMLParser) -> bool:
    """Return True for a page with more lines broken by hand, or set as typed, than blocks."""
    breaks = len(page.css("br"))
    verbatim = sum(len(node.text()) for node in page.css("pre, xmp, listing, plaintext"))
    blocks = len(page.css("p, li, h1, h2, h3, h4, h5, h6, td, th, dd, dt, blockquote"))
    body = len(page.body.text()) if page.body is not None else 0
    return breaks > max(blocks, 3) or 2 * verbatim > body > 0
