"""A PDF page's content → runs of text: what is printed, where, in which font and size.

pypdf parses the file, the fonts and the content stream; its own text extraction gives neither a
run's width nor how it is painted, both of which layout and hidden text need. So the operators are
followed here (ISO 32000-1, 8.4 and 9.4), and only those that place or paint text, draw straight
lines, or lie behind text.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial

from pypdf import PageObject
from pypdf.errors import LimitReachedError, PyPdfError
from pypdf.generic import ContentStream, DictionaryObject, PdfObject, StreamObject

from ingest.layout.runs import Rule, Sheet
from ingest.pdf.fonts import Fonts, Typeface, dictionary
from ingest.pdf.pen import MAX_RUNS, Box, Matrix, Operands, Pen, State, box_of, matrix_of, product

_DEEPEST = 8  # forms in forms
_FORMS = 2_000  # of one page
_THIN, _LONG = 2.5, 6.0  # points: a line that is drawn, as an area or by its middle
_COVERS = 0.7  # of the page: a picture that is a scan of it
_SHOWS = 0.1  # of the page: a picture that may show a table; emblems are smaller
_MOST = 1_000  # states put aside, or areas kept: more is no page that people made


class Painter(Pen):
    """Follows the content of one page and collects what it prints and draws.

    `off` holds the object numbers of the layers that are not shown; `broken` tells that a part
    of the content could not be followed.
    """

    def __init__(self, fonts: Fonts, page: tuple[float, float], off: Collection[int] = ()) -> None:
        super().__init__(page)
        self.fonts = fonts
        self.off = off
        self.rules: list[Rule] = []
        self.covered = self.pictured = self.broken = False
        self.stack: list[State] = []
        self.path: list[Box] = []
        self.at = (0.0, 0.0)
        self.faces: dict[str, Typeface | None] = {}
        self.resources = DictionaryObject()
        self.depth = self.forms = 0

    def paint(self, content: ContentStream, resources: DictionaryObject, state: State) -> None:
        """Follow one stream, with its own resources, and come back to the one around it."""
        outer = self.resources, self.faces, self.state, self.stack, self.marks
        self.resources, self.faces = resources, self.fonts.of(resources)
        self.state, self.stack, self.marks = state, [], list(self.marks)
        for operands, operator in content.operations:
            handler = _HANDLERS.get(operator)
            if handler is not None:
                try:
                    handler(self, operands)
                except (IndexError, TypeError, ValueError, AttributeError, KeyError, OverflowError):
                    continue  # operands that the operator cannot have
        self.resources, self.faces, self.state, self.stack, self.marks = outer

    # -- the graphics state ----------------------------------------------------------------------

    def _save(self, _: Operands) -> None:
        if len(self.stack) < _MOST:
            self.stack.append(replace(self.state))

    def _restore(self, _: Operands) -> None:
        if self.stack:
            self.state = self.stack.pop()

    def _concat(self, operands: Operands) -> None:
        """Move, turn or scale the page."""
        self.state.ctm = product(matrix_of(operands), self.state.ctm)

    def _external(self, operands: Operands) -> None:
        """Set what a named state says: here, how much shines through."""
        named = dictionary(dictionary(self.resources.get("/ExtGState")).get(operands[0]))
        if "/ca" in named:
            self.state.clear = float(named["/ca"]) <= 0.01  # type: ignore[arg-type]  # ValueError is caught

    def _color(self, operands: Operands) -> None:
        """Fill with a colour of one, three or four parts; a pattern's name is no colour."""
        parts = [float(operand) for operand in operands if isinstance(operand, (int, float))]
        white = 0.0 if len(parts) == 4 else 1.0
        self.state.white = bool(parts) and all(abs(part - white) <= 0.01 for part in parts)

    # -- lines and areas -------------------------------------------------------------------------

    def _begin_path(self, operands: Operands) -> None:
        self.at = (float(operands[0]), float(operands[1]))

    def _draw(self, operands: Operands) -> None:
        x, y = float(operands[0]), float(operands[1])
        self.path.append(box_of((*self.at, x, y), self.state.ctm))
        self.at = (x, y)

    def _rectangle(self, operands: Operands) -> None:
        x, y, width, height = (float(operand) for operand in operands)
        self.path.append(box_of((x, y, x + width, y + height), self.state.ctm))

    def _fill(self, _: Operands) -> None:
        """Fill what was drawn: thin areas are lines, others lie behind text."""
        for box in self.path:
            if not self._rule(box) and not self.state.white:
                self._cover(box)
        self.path = []

    def _stroke(self, _: Operands) -> None:
        for box in self.path:
            if not self._rule(box):
                x0, y0, x1, y1 = box
                for edge in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
                    self._rule(edge)
        self.path = []

    def _end_path(self, _: Operands) -> None:
        """Forget the path, which only cuts what follows."""
        self.path = []

    def _rule(self, box: Box) -> bool:
        """Keep a box as a line, where it is thin and long."""
        x0, y0, x1, y1 = box
        level, upright = y1 - y0 <= _THIN < _LONG <= x1 - x0, x1 - x0 <= _THIN < _LONG <= y1 - y0
        if (level or upright) and len(self.rules) < MAX_RUNS:
            x, y = (x0 + x1) / 2, (y0 + y1) / 2
            self.rules.append(Rule(x0, x1, y, y) if level else Rule(x, x, y0, y1))
        return level or upright

    def _cover(self, box: Box) -> None:
        """Keep an area that may lie behind text."""
        if len(self.areas) < _MOST:
            self.areas.append(box)

    def _font(self, operands: Operands) -> None:
        self.state.font = self.faces.get(operands[0])
        self.state.size = float(operands[1])

    # -- marked content and forms ----------------------------------------------------------------

    def _mark(self, operands: Operands) -> None:
        """Open marked content: a running head or foot, a layer."""
        self.marks.append("")
        self.marks[-1] = self._meaning(operands)

    def _unmark(self, _: Operands) -> None:
        if self.marks:
            self.marks.pop()

    def _meaning(self, operands: Operands) -> str:
        """Return what marked content means for its text."""
        tag, properties = operands[0], operands[1] if len(operands) > 1 else None
        if tag == "/OC" and isinstance(properties, str) and self.off:
            layer = dictionary(self.resources.get("/Properties")).raw_get(properties)
            return "layer" if getattr(layer, "idnum", 0) in self.off else ""
        paged = isinstance(properties, dict) and properties.get("/Type") == "/Pagination"
        return "edge" if tag == "/Artifact" and paged else ""

    def _picture(self, _: Operands) -> None:
        """Paint a picture, which fills the unit square."""
        box = box_of((0.0, 0.0, 1.0, 1.0), self.state.ctm)
        self._cover(box)
        share = (box[2] - box[0]) * (box[3] - box[1]) / (self.page[0] * self.page[1])
        self.covered |= share >= _COVERS
        self.pictured |= share >= _SHOWS

    def _form_named(self, operands: Operands) -> None:
        """Paint a form, or a picture."""
        xobject = dictionary(self.resources.get("/XObject"))[operands[0]].get_object()
        if not isinstance(xobject, StreamObject):
            return
        if xobject.get("/Subtype") == "/Image":
            self._picture(operands)
        elif xobject.get("/Subtype") == "/Form" and self.depth < _DEEPEST:
            state = replace(self.state)
            if "/Matrix" in xobject:
                state.ctm = product(matrix_of(xobject["/Matrix"]), state.ctm)  # type: ignore[arg-type]
            resources = dictionary(xobject.get("/Resources")) or self.resources
            self._form(xobject, resources, state)

    def _form(self, form: StreamObject, resources: DictionaryObject, state: State) -> None:
        """Paint a form; set `broken` if it cannot be read."""
        self.forms += 1
        if self.forms > _FORMS:
            raise LimitReachedError(f"more than {_FORMS} forms on a page")
        self.depth += 1
        try:
            self.paint(ContentStream(form, None, "bytes"), resources, state)
        except LimitReachedError:
            raise
        except PyPdfError:
            self.broken = True
        finally:
            self.depth -= 1


_NUMBERS = {
    b"Tc": "char_space", b"Tw": "word_space", b"Tz": "scale", b"TL": "leading", b"Ts": "rise", b"Tr": "mode",
}  # fmt: skip
_HANDLERS: dict[bytes, Callable[[Painter, Operands], None]] = {
    **{operator: partial(Painter._put, name=name) for operator, name in _NUMBERS.items()},
    b"q": Painter._save, b"Q": Painter._restore, b"cm": Painter._concat, b"gs": Painter._external,
    b"g": Painter._color, b"rg": Painter._color, b"k": Painter._color, b"sc": Painter._color,
    b"scn": Painter._color,
    b"m": Painter._begin_path, b"l": Painter._draw, b"re": Painter._rectangle, b"n": Painter._end_path,
    b"f": Painter._fill, b"F": Painter._fill, b"f*": Painter._fill, b"B": Painter._fill, b"B*": Painter._fill,
    b"b": Painter._fill, b"b*": Painter._fill, b"S": Painter._stroke, b"s": Painter._stroke,
    b"Tf": Painter._font, b"BT": Painter._begin,
    b"Td": Painter._move, b"TD": Painter._move_leading, b"Tm": Painter._place, b"T*": Painter._next_line,
    b"Tj": Painter._show, b"TJ": Painter._show_all, b"'": Painter._show_next, b'"': Painter._show_spaced,
    b"BDC": Painter._mark, b"BMC": Painter._mark, b"EMC": Painter._unmark, b"Do": Painter._form_named,
    b"INLINE IMAGE": Painter._picture,
}  # fmt: skip


def read_sheet(page: PageObject, number: int, fonts: Fonts, off: Collection[int] = ()) -> tuple[Sheet, bool]:
    """Return what a page prints, and whether all of it could be followed."""
    wide, high, upright = _frame(page)
    painter = Painter(fonts, (wide, high), off)
    contents = page.get("/Contents")
    if contents is not None:
        resources = dictionary(page.get("/Resources"))
        painter.paint(ContentStream(contents, page.pdf, "bytes"), resources, State(ctm=upright))
    runs, rules = tuple(painter.runs), tuple(painter.rules)
    return Sheet(number, wide, high, runs, rules, painter.covered, painter.pictured), not painter.broken


def layers_off(catalogue: DictionaryObject) -> frozenset[int]:
    """Return the object numbers of the layers that a viewer does not show."""
    configuration = dictionary(dictionary(catalogue.get("/OCProperties")).get("/D"))
    off = configuration.get("/OFF")
    listed = off.get_object() if isinstance(off, PdfObject) else None
    return frozenset(getattr(ref, "idnum", 0) for ref in listed) if isinstance(listed, list) else frozenset()


def _frame(page: PageObject) -> tuple[float, float, Matrix]:
    """Return a page's width and height as shown, and the matrix that leads there."""
    box = page.cropbox
    left, low, right, high = (float(box.left), float(box.bottom), float(box.right), float(box.top))
    rotation = page.rotation % 360
    turned: dict[int, Matrix] = {
        90: (0.0, -1.0, 1.0, 0.0, -low, right),
        180: (-1.0, 0.0, 0.0, -1.0, right, high),
        270: (0.0, 1.0, -1.0, 0.0, high, -left),
    }
    upright = turned.get(rotation, (1.0, 0.0, 0.0, 1.0, -left, -low))
    wide, tall = abs(right - left), abs(high - low)
    return (tall, wide, upright) if rotation in (90, 270) else (wide, tall, upright)
