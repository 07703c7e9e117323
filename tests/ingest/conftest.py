"""An invented PDF, built run by run: what a test prints is what it says."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import evals.faults.attacks  # noqa: F401  makes the generators in tests/attacks importable as `attacks`

sys.path.insert(0, str(Path(__file__).parent))  # so that tests find `printing`

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, TOP, FOOT = 100.0, 480.0, 740.0, 100.0
SIZE, LEAD, GAP = 10.0, 12.0, 6.0
_STYLED = re.compile(r"(\*\*.+?\*\*|\*.+?\*|\^[0-9]+)")


class Pages:
    """Prints text as a word processor does: runs in their fonts, lines broken at a width.

    `*words*` are in italics, `**words**` bold, and `^1` is a raised footnote mark. `y` is where the
    next line goes.
    """

    def __init__(self, width: float = WIDTH, height: float = HEIGHT, **options: object) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self.file = io.BytesIO()
        self.canvas = Canvas(self.file, pagesize=(width, height), pageCompression=0, **options)
        self.y = TOP

    def write(self, x: float, y: float, text: str, size: float = SIZE) -> float:
        """Print a line at a place and return where it ends."""
        for piece in filter(None, _STYLED.split(text)):
            font, words, raised = _styled(piece)
            own = 0.65 * size if raised else size
            self.canvas.setFont(font, own)
            self.canvas.drawString(x, y + 0.35 * size if raised else y, words)
            x += self.canvas.stringWidth(words, font, own)
        return x

    def centre(self, text: str, size: float = SIZE) -> Pages:
        """Print a line in the middle."""
        width = self.canvas.stringWidth(text.strip("*"), "Times-Bold", size)
        self.write((LEFT + RIGHT - width) / 2, self.y, text, size)
        self.y -= LEAD * size / SIZE
        return self

    def paragraph(
        self,
        text: str,
        left: float = LEFT,
        right: float = RIGHT,
        first: float = 0.0,
        label: str = "",
        size: float = SIZE,
        gap: float = GAP,
    ) -> Pages:
        """Print a paragraph; its first line is indented, or has a label in its margin."""
        lead = LEAD * size / SIZE
        x = left + first
        if label:
            self.write(x, self.y, label, size)
            x += 24
        for line in self._broken(text, left, right, x, size):
            if self.y < FOOT:
                self.turn()
            self.write(x, self.y, line, size)
            self.y -= lead
            x = left
        self.y -= gap
        return self

    def _broken(self, text: str, left: float, right: float, x: float, size: float) -> list[str]:
        """Break a text into lines; emphasis goes on from line to line."""
        lines, open_style = [""], ""
        for word in text.split(" "):
            longer = f"{lines[-1]} {word}".strip()
            plain = re.sub(r"\*+|\^[0-9]+", "", longer)
            if lines[-1] and x + self.canvas.stringWidth(plain, "Times-Roman", size) > right:
                stars = re.findall(r"\*+", lines[-1])
                open_style = stars[-1] if len(stars) % 2 else ""
                lines[-1] += open_style
                lines.append(open_style + word)
                x = left
            else:
                lines[-1] = longer
        return lines

    def turn(self) -> Pages:
        """Begin the next page."""
        self.canvas.showPage()
        self.y = TOP
        return self

    def bytes(self) -> bytes:
        """Return the file."""
        self.canvas.save()
        return self.file.getvalue()


def _styled(piece: str) -> tuple[str, str, bool]:
    """Return a piece's font, its words, and whether it is raised."""
    if piece.startswith("**"):
        return "Times-Bold", piece[2:-2], False
    if piece.startswith("*"):
        return "Times-Italic", piece[1:-1], False
    return "Times-Roman", piece.lstrip("^"), piece.startswith("^")


@pytest.fixture
def pages() -> Callable[..., Pages]:
    """Return what makes an empty PDF."""
    return Pages
