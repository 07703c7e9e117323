"""A PDF page's content → runs of text: what is printed, where, in which font and size.

pypdf parses the file, the fonts and the content stream; its own text extraction gives neither a
run's width nor how it is painted, both of which layout and hidden text need. So the operators are
followed here (ISO 32000-1, 8.4 and 9.4), and only those that place or paint text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pypdf import PageObject
from pypdf.errors import LimitReachedError
from pypdf.generic import ContentStream, DictionaryObject, StreamObject
from pypdf.generic._font import Font

from ingest.layout_lines import EM, STRONG, Run

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_BOLD = re.compile(r"bold|black|heavy|demi|gras|fett", re.IGNORECASE)
_ITALIC = re.compile(r"ital|obli|kursiv", re.IGNORECASE)
_ITALIC_FLAG, _BOLD_FLAG = 1 << 6, 1 << 18
_SLANT = 0.15  # of an upright font that the text matrix leans
_SMALLEST = 2.0  # points: smaller type cannot be read
_INVISIBLE = (3, 7)  # text rendering modes that paint nothing
_CELL_GAP = 1.0  # ems inside one operator from which a new run begins
_DEEPEST = 8  # forms in forms
MAX_RUNS = 100_000  # of one page


@dataclass(frozen=True, slots=True)
class Typeface:
    """A font: its style, how wide a space is (in ems), and its bytes read as text."""

    style: int
    space: float
    decode: Callable[[bytes], tuple[str, float, int, int]]  # text, ems, characters, spaces


@dataclass(slots=True)
class State:
    """The graphics state, as far as it bears on text."""

    ctm: Matrix = _IDENTITY
    font: Typeface | None = None
    size: float = 0.0
    char_space: float = 0.0
    word_space: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0
    white: bool = False

    def copy(self) -> State:
        """Return a copy, for q."""
        return State(
            self.ctm, self.font, self.size, self.char_space, self.word_space,
            self.scale, self.leading, self.rise, self.mode, self.white,
        )  # fmt: skip


class Fonts:
    """The fonts of a file, each read once."""

    def __init__(self) -> None:
        self._known: dict[Any, Typeface | None] = {}
        self.unmapped: set[str] = set()

    def of(self, resources: Mapping[str, Any]) -> dict[str, Typeface | None]:
        """Return the fonts that a page's resources name."""
        listed = _dictionary(resources.get("/Font"))
        return {name: self._one(listed.raw_get(name)) for name in listed}

    def _one(self, reference: Any) -> Typeface | None:
        key = getattr(reference, "idnum", None) or id(reference)
        if key not in self._known:
            resource = reference.get_object()
            usable = isinstance(resource, DictionaryObject)
            self._known[key] = typeface(resource) if usable else None
        return self._known[key]


def typeface(resource: DictionaryObject) -> Typeface:
    """Read a font."""
    font = Font.from_font_resource(resource)
    return Typeface(_style(font), font.space_width / 1000, _decoder(font, _glyph_scale(resource)))


def page_runs(page: PageObject, fonts: Fonts) -> tuple[Run, ...]:
    """Return the runs of a page, in the order in which they are painted."""
    box = page.cropbox
    left, bottom, right, top = (float(box.left), float(box.bottom), float(box.right), float(box.top))
    upright: Matrix = {
        90: (0.0, -1.0, 1.0, 0.0, -bottom, right),
        180: (-1.0, 0.0, 0.0, -1.0, right, top),
        270: (0.0, 1.0, -1.0, 0.0, top, -left),
    }.get(page.rotation % 360, (1.0, 0.0, 0.0, 1.0, -left, -bottom))
    wide, high = right - left, top - bottom
    if page.rotation % 180:
        wide, high = high, wide
    painter = _Painter(fonts, (wide, high))
    contents = page.get("/Contents")
    if contents is not None:
        resources = _dictionary(page.get("/Resources"))
        painter.paint(ContentStream(contents, page.pdf, "bytes"), resources, State(ctm=upright), 0)
    return tuple(painter.runs)


class _Painter:
    """Follows a content stream's operators and collects the runs."""

    def __init__(self, fonts: Fonts, page: tuple[float, float]) -> None:
        self.fonts = fonts
        self.page = page
        self.runs: list[Run] = []
        self.state = State()
        self.stack: list[State] = []
        self.line: Matrix = _IDENTITY  # where the line of text begins
        self.text: Matrix = _IDENTITY  # where the pen stands
        self.edges: list[bool] = []  # marked content: whether each open one is a running head or foot
        self.faces: dict[str, Typeface | None] = {}
        self.resources: Mapping[str, Any] = {}
        self.depth = 0

    def paint(self, content: ContentStream, resources: Mapping[str, Any], state: State, depth: int) -> None:
        """Follow one stream, with its own resources, and come back to the one around it."""
        around = self.resources, self.faces, self.state, self.stack, self.depth, self.edges
        self.resources, self.faces = resources, self.fonts.of(resources)
        self.state, self.stack, self.depth = state, [], depth
        self.edges = [True] if any(self.edges) else []
        for operands, operator in content.operations:
            handler = _HANDLERS.get(operator)
            if handler is not None:
                try:
                    handler(self, operands)
                except (IndexError, TypeError, ValueError, AttributeError, KeyError):
                    continue  # an operator with operands that it cannot have is passed over
        self.resources, self.faces, self.state, self.stack, self.depth, self.edges = around

    # -- the graphics state ----------------------------------------------------------------------

    def save(self, _: Any) -> None:
        if len(self.stack) < 1000:
            self.stack.append(self.state.copy())

    def restore(self, _: Any) -> None:
        if self.stack:
            self.state = self.stack.pop()

    def concat(self, operands: Any) -> None:
        self.state.ctm = _product(_matrix(operands), self.state.ctm)

    def fill_gray(self, operands: Any) -> None:
        self.state.white = float(operands[0]) >= 0.99

    def fill_rgb(self, operands: Any) -> None:
        self.state.white = len(operands) == 3 and all(float(one) >= 0.99 for one in operands)

    def fill_cmyk(self, operands: Any) -> None:
        self.state.white = len(operands) == 4 and all(float(one) <= 0.01 for one in operands)

    def fill_any(self, operands: Any) -> None:
        if len(operands) == 1 and isinstance(operands[0], (int, float)):
            self.fill_gray(operands)
        else:
            (self.fill_cmyk if len(operands) == 4 else self.fill_rgb)(operands)

    # -- the text state --------------------------------------------------------------------------

    def font(self, operands: Any) -> None:
        self.state.font = self.faces.get(operands[0])
        self.state.size = float(operands[1])

    def char_space(self, operands: Any) -> None:
        self.state.char_space = float(operands[0])

    def word_space(self, operands: Any) -> None:
        self.state.word_space = float(operands[0])

    def scale(self, operands: Any) -> None:
        self.state.scale = float(operands[0]) / 100

    def leading(self, operands: Any) -> None:
        self.state.leading = float(operands[0])

    def rise(self, operands: Any) -> None:
        self.state.rise = float(operands[0])

    def mode(self, operands: Any) -> None:
        self.state.mode = int(operands[0])

    def begin(self, _: Any) -> None:
        self.line = self.text = _IDENTITY

    def move(self, operands: Any) -> None:
        x, y = float(operands[0]), float(operands[1])
        a, b, c, d, e, f = self.line
        self.line = self.text = (a, b, c, d, x * a + y * c + e, x * b + y * d + f)

    def move_leading(self, operands: Any) -> None:
        self.state.leading = -float(operands[1])
        self.move(operands)

    def place(self, operands: Any) -> None:
        self.line = self.text = _matrix(operands)

    def next_line(self, _: Any) -> None:
        self.move((0.0, -self.state.leading))

    # -- marked content and forms ----------------------------------------------------------------

    def mark(self, operands: Any) -> None:
        properties = operands[1] if len(operands) > 1 else None
        edge = operands[0] == "/Artifact" and isinstance(properties, dict)
        self.edges.append(edge and properties.get("/Type") == "/Pagination")

    def unmark(self, _: Any) -> None:
        if self.edges:
            self.edges.pop()

    def form(self, operands: Any) -> None:
        form = _dictionary(self.resources.get("/XObject"))[operands[0]].get_object()
        if form.get("/Subtype") != "/Form" or self.depth >= _DEEPEST or not isinstance(form, StreamObject):
            return
        state = self.state.copy()
        if "/Matrix" in form:
            state.ctm = _product(_matrix(form["/Matrix"]), state.ctm)
        resources = _dictionary(form.get("/Resources")) or self.resources
        self.paint(ContentStream(form, None, "bytes"), resources, state, self.depth + 1)

    # -- showing text ----------------------------------------------------------------------------

    def show(self, operands: Any) -> None:
        self.show_all((operands,))

    def show_next(self, operands: Any) -> None:
        self.next_line(operands)
        self.show(operands)

    def show_spaced(self, operands: Any) -> None:
        self.state.word_space, self.state.char_space = float(operands[0]), float(operands[1])
        self.show_next(operands[2:])

    def show_all(self, operands: Any) -> None:
        """Follow a TJ array: pieces of text and the steps between them."""
        state = self.state
        face, size, scale = state.font, state.size, state.scale
        if face is None:
            return
        pieces: list[str] = []
        start = pen = 0.0
        gap_of_space, gap_of_cell = face.space * size * 0.5, _CELL_GAP * size
        for item in operands[0]:
            if isinstance(item, (int, float)):
                step = -item / 1000 * size
                if pieces and step >= gap_of_cell:
                    self._add("".join(pieces), start * scale, pen * scale)
                    pieces = []
                elif pieces and step >= gap_of_space and not pieces[-1].endswith(" "):
                    pieces.append(" ")
                pen += step
                if not pieces:
                    start = pen
            else:
                text, ems, characters, spaces = face.decode(_bytes(item))
                pieces.append(text)
                pen += ems * size + characters * state.char_space + spaces * state.word_space
        if pieces:
            self._add("".join(pieces), start * scale, pen * scale)
        a, b, c, d, e, f = self.text
        self.text = (a, b, c, d, pen * scale * a + e, pen * scale * b + f)

    def _add(self, text: str, start: float, end: float) -> None:
        """Add a run that goes from start to end along the pen's line."""
        if len(self.runs) >= MAX_RUNS:
            raise LimitReachedError(f"more than {MAX_RUNS} runs of text on a page")
        state = self.state
        a, b, c, d, e, f = _product(self.text, state.ctm)
        size = abs(state.size) * (c * c + d * d) ** 0.5
        upright = a > 0 and abs(b) <= 0.1 * a and d > 0
        x0, y = start * a + state.rise * c + e, start * b + state.rise * d + f
        x1 = x0 + (end - start) * a
        style = state.font.style if state.font else 0
        if upright and c > _SLANT * d:
            style |= EM
        self.runs.append(
            Run(text, x0, x1, y, size, style, self._hidden(x0, x1, y, size), any(self.edges), upright)
        )

    def _hidden(self, x0: float, x1: float, y: float, size: float) -> str:
        """Say why a reader does not see the run; '' if one does."""
        wide, high = self.page
        if self.state.mode in _INVISIBLE:
            return "invisible"
        if self.state.white:
            return "white"
        if size < _SMALLEST:
            return "tiny"
        return "off the page" if max(x0, x1) < 0 or x0 > wide or y < -size or y > high else ""


_HANDLERS: dict[bytes, Callable[[_Painter, Any], None]] = {
    b"q": _Painter.save, b"Q": _Painter.restore, b"cm": _Painter.concat,
    b"g": _Painter.fill_gray, b"rg": _Painter.fill_rgb, b"k": _Painter.fill_cmyk,
    b"sc": _Painter.fill_any, b"scn": _Painter.fill_any,
    b"Tf": _Painter.font, b"Tc": _Painter.char_space, b"Tw": _Painter.word_space,
    b"Tz": _Painter.scale, b"TL": _Painter.leading, b"Ts": _Painter.rise, b"Tr": _Painter.mode,
    b"BT": _Painter.begin, b"Td": _Painter.move, b"TD": _Painter.move_leading,
    b"Tm": _Painter.place, b"T*": _Painter.next_line,
    b"Tj": _Painter.show, b"TJ": _Painter.show_all, b"'": _Painter.show_next, b'"': _Painter.show_spaced,
    b"BDC": _Painter.mark, b"BMC": _Painter.mark, b"EMC": _Painter.unmark, b"Do": _Painter.form,
}  # fmt: skip


def _style(font: Font) -> int:
    """Read a font's style off its name and its descriptor."""
    about = font.font_descriptor
    flags = about.flags if isinstance(about.flags, int) else 0
    style = 0
    if _ITALIC.search(font.name) or flags & _ITALIC_FLAG:
        style |= EM
    if _BOLD.search(font.name) or flags & _BOLD_FLAG:
        style |= STRONG
    return style


def _glyph_scale(resource: DictionaryObject) -> float:
    """Return ems per unit of a font's widths: a thousandth, but for Type 3 fonts."""
    matrix = resource.get("/FontMatrix")
    return float(matrix[0]) if resource.get("/Subtype") == "/Type3" and matrix else 0.001


def _decoder(font: Font, scale: float) -> Callable[[bytes], tuple[str, float, int, int]]:
    """Return what reads bytes in this font; the same bytes come again and again."""
    widths, default = font.character_widths, font.character_widths.get("default", 500)
    known: dict[bytes, tuple[str, float, int, int]] = {}

    def decode(data: bytes) -> tuple[str, float, int, int]:
        found = known.get(data)
        if found is None:
            if isinstance(font.encoding, str):
                codes = characters = data.decode(font.encoding, "surrogatepass")
                spaces = 0
            else:
                codes = data.decode("latin-1")
                characters = "".join(font.encoding.get(byte, chr(byte)) for byte in data)
                spaces = data.count(b" ")
            text = "".join(font.character_map.get(one, one) for one in characters)
            ems = sum(widths.get(code, default) for code in codes) * scale
            found = known[data] = (text, ems, len(codes), spaces)
        return found

    return decode


def _bytes(item: Any) -> bytes:
    """Return a string operand's bytes, as they stand in the file."""
    return item if isinstance(item, bytes) else item.original_bytes


def _dictionary(value: Any) -> DictionaryObject:
    """Return what a reference leads to, if it is a dictionary, else an empty one."""
    found = value.get_object() if hasattr(value, "get_object") else value
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _matrix(operands: Any) -> Matrix:
    """Read a matrix."""
    a, b, c, d, e, f = (float(one) for one in operands)
    return a, b, c, d, e, f


def _product(m: Matrix, n: Matrix) -> Matrix:
    """Multiply two matrices."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )
