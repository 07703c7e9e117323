"""A Word paragraph → pieces of styled text, with its notes and text boxes.

Words are read as they stand when every tracked change is accepted. For the words before the changes, these
are reversed first: what was inserted is then deleted.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.compose import BREAK, Piece
from ingest.markers import superscript
from ingest.word.styles import Change, RunFormat, Styles, W

Element = Any  # lxml's elements have no types

_TEXT = ("t", "delText")
SIGNS = {"ins": "+", "moveTo": "+", "cellIns": "+", "del": "-", "moveFrom": "-", "cellDel": "-"}
"""The elements that say what is tracked."""
_REVERSED = {"ins": "del", "del": "ins", "moveTo": "moveFrom", "moveFrom": "moveTo", "delText": "t"}
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_SKIPPED = frozenset([  # what holds properties, instructions or a second version of the same words
    "pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delInstrText", "fldData", "rt", "tblPr", "Fallback",
])  # fmt: skip
_RAISED_NUMBER = re.compile(r"[0-9][0-9,\s]*")
# Signs of the fonts Symbol and Wingdings, which Word keeps by their place in the font.
_GREEK = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"
_SYMBOLS = {
    **{0x41 + at: sign for at, sign in enumerate(_GREEK)},
    **{0x61 + at: sign for at, sign in enumerate("αβχδεφγηιϕκλμνοπθρστυϖωξψζ")},
    **dict(zip((0xA3, 0xB3, 0xB4, 0xB1, 0xB0, 0xB7, 0xB9, 0xBB, 0xBC, 0xD7), "≤≥×±°•≠≈…·", strict=True)),
    **dict(zip((0xAC, 0xAD, 0xAE, 0xAF, 0xAB, 0xA5), "←↑→↓↔∞", strict=True)),
    **dict(zip((0xD2, 0xD3, 0xD4, 0xE2, 0xE3, 0xE4), "®©™®©™", strict=True)),
    **dict(zip((0x2D, 0xA2, 0xB2, 0xD6, 0xCE, 0xCF, 0xE5, 0xF2), "–′″√∈∉∑∫", strict=True)),
    **{code: chr(code) for code in (*range(0x20, 0x41), *range(0x5B, 0x60)) if code != 0x2D},
}
_DINGBATS = dict(zip((0xA7, 0xA8, 0xFC, 0xFB, 0xE0, 0x6C, 0x6E, 0x71, 0x76, 0xD8), "▪◻✓✗→●■❑❖➢", strict=True))
_PRIVATE = re.compile("[\uf000-\uf0ff]")
_UNKNOWN = "\ufffd"


@dataclass
class Note:
    """A footnote or an endnote where it is called: which one, by which mark, its own or Word's."""

    kind: str
    id: str
    mark: str = ""
    is_custom: bool = False
    changes: tuple[Change, ...] = ()


@dataclass
class Words:
    """What a paragraph says: its pieces, notes and text boxes, and whether words were left out."""

    pieces: list[Piece] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    hidden: bool = False
    deleted: bool = False

    def add(self, other: Words) -> None:
        """Take over all but the pieces of another paragraph's words."""
        self.notes += other.notes
        self.boxes += other.boxes
        self.hidden |= other.hidden
        self.deleted |= other.deleted


class Runs:
    """Reads paragraphs in the order of the document; counts notes, changes and unknown signs."""

    reads_deleted = False

    def __init__(self, document: Element, styles: Styles, first_note: int = 1) -> None:
        """Look through the document for fields and notes."""
        self.counts: Counter[str] = Counter()
        self._styles = styles
        self._fields: list[bool] = []  # of the open fields, whether their result has begun
        kinds = Counter(field_mark.get(W + "fldCharType") for field_mark in document.iter(W + "fldChar"))
        self._heeds_fields = kinds["begin"] == kinds["end"]
        footnotes = sum(1 for _ in document.iter(W + "footnoteReference"))
        self._next_note = {"footnotes": first_note, "endnotes": first_note + footnotes}
        self._awaits_mark: Note | None = None

    def read(self, paragraph: Element, *, framed: bool = False) -> Words:
        """Read a paragraph; `framed` tells that it stands in a table or a text box."""
        words = Words()
        stack = [(child, RunFormat()) for child in reversed(paragraph)]
        while stack:
            element, look = stack.pop()
            name = local(element)
            if name == "txbxContent":
                words.boxes += [element] if self.reads_deleted or not look.deleted else []
            elif name not in _SKIPPED:
                if name in SIGNS:
                    self.counts["insertions" if SIGNS[name] == "+" else "deletions"] += 1
                    look = replace(look, changes=(*look.changes, change_of(element)))
                elif name == "r":
                    run_look = self._styles.look(paragraph, element, framed=framed)
                    look = replace(run_look, changes=look.changes)
                self._take(element, name, look, words)
                stack.extend((child, look) for child in reversed(_inside(element, name)))
        return words

    def _take(self, element: Element, name: str, look: RunFormat, words: Words) -> None:
        if name == "fldChar":
            self._turn_field(element.get(W + "fldCharType"))
        elif name in _NOTES:
            self._call_note(element, name, look, words)
        elif name == "commentReference":
            self.counts["comments"] += 1
        elif name in _TEXT:
            text = (element.text or "").replace("\xad", "")
            visible = _PRIVATE.sub(lambda sign: self._sign(ord(sign.group()), ""), text)
            self._add(visible, look, words, deleted=name == "delText")
        elif name in ("tab", "ptab"):
            self._add(" ", look, words)
        elif name == "cr" or (name == "br" and element.get(W + "type") in (None, "textWrapping")):
            self._add("\n", look, words)
        elif name == "noBreakHyphen":
            self._add("-", look, words)
        elif name == "sym":
            code = element.get(W + "char") or ""
            known = re.fullmatch("[0-9A-Fa-f]{2,4}", code) is not None
            self._add(self._sign(int(code, 16) if known else 0, element.get(W + "font") or ""), look, words)

    def _add(self, text: str, look: RunFormat, words: Words, *, deleted: bool = False) -> None:
        """Add text as it looks, unless it is hidden, deleted, or a field's instruction."""
        seen = bool(text.strip())
        if self._heeds_fields and not all(self._fields):
            return
        if look.deleted or deleted:
            words.deleted |= seen
        elif look.hidden:
            words.hidden |= seen
        elif text == "\n":
            words.pieces.append(BREAK)
        else:
            calls = seen and self._awaits_mark is not None
            if (look.raised or calls) and _RAISED_NUMBER.fullmatch(text.strip()):
                text = superscript(text)
            if self._awaits_mark is not None and seen:
                self._awaits_mark.mark, self._awaits_mark = text.strip(), None
            words.pieces.append(Piece(text, look.em, look.strong))

    def _call_note(self, element: Element, name: str, look: RunFormat, words: Words) -> None:
        """Add a note's mark: its number, or the sign that follows."""
        if look.deleted or look.hidden:
            return
        kind = _NOTES[name]
        custom = element.get(W + "customMarkFollows") in ("1", "true", "on")
        note = Note(kind, element.get(W + "id") or "", is_custom=custom, changes=look.changes)
        words.notes.append(note)
        if custom:
            self._awaits_mark = note
            return
        note.mark = superscript(str(self._next_note[kind]))
        self._next_note[kind] += 1
        words.pieces.append(Piece(note.mark))

    def _turn_field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif self._fields and kind == "separate":
            self._fields[-1] = True
        elif self._fields and kind == "end":
            self._fields.pop()

    def _sign(self, code: int, font: str) -> str:
        """Return the character at a place of a symbol font; what is not known is counted."""
        font = font.lower()
        if not (font.startswith(("symbol", "wingdings")) or 0xF000 <= code <= 0xF0FF or code == 0):
            return chr(code)
        table = _DINGBATS if font.startswith("wingdings") else _SYMBOLS
        sign = table.get(code & 0xFF) or (_DINGBATS.get(code & 0xFF) if not font else None)
        self.counts["symbols"] += sign is None
        return sign or _UNKNOWN


def reverse_changes(part: Element) -> None:
    """Make insertions of deletions, and the other way round, in a document or its notes."""
    for element in list(part.iter()):
        if (reversed_name := _REVERSED.get(local(element))) and element.tag.startswith(W):
            element.tag = W + reversed_name


def change_of(element: Element) -> Change:
    """Return the change that an element tracks: w:ins, w:del, w:moveFrom or w:moveTo."""
    return Change(SIGNS[local(element)], element.get(W + "author") or "", element.get(W + "date") or "")


def local(element: Element) -> str:
    """Return an element's name without its namespace; '' for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def text_of(element: Element) -> str:
    """Return all words below an element, whatever their state."""
    return "".join(fragment.text or "" for fragment in element.iter(W + "t", W + "delText"))


def _inside(element: Element, name: str) -> list[Element]:
    """Return what is read below an element: of two versions of the same words the first."""
    if name == "AlternateContent":
        choices = [child for child in element if local(child) == "Choice" and text_of(child)]
        return choices[:1] or [inner for child in element if local(child) == "Fallback" for inner in child]
    return list(element)
