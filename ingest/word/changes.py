"""A Word file with tracked changes → its paragraphs, each with what was deleted and inserted in it.

A change of Word's surrounds runs, a mark that ends a paragraph, a row or a cell of a table. Two paragraphs
whose mark between them was deleted are one in the new text; one into which a mark was inserted is one in the
old text. So the words are read as one stream, cut into the paragraphs of the old text and into those of the
new one; a paragraph of each that share most words are the same. What somebody inserted and somebody else
deleted again is in neither text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from operator import attrgetter
from typing import Any

from corpus.errors import UnreadableFile
from ingest.compose import Piece
from ingest.word.numbering import Numbering
from ingest.word.package import OLE, is_zip, old_office, open_package
from ingest.word.reading import TABLES, find, first_note, is_frame, notes_of
from ingest.word.runs import SIGNS, Note, Runs, Words, change_of, local
from ingest.word.styles import Change, RunFormat, Styles, W

Element = Any  # lxml's elements have no types
_BLOCKS = frozenset(["del", "moveFrom"])  # what may hold deleted blocks
_FORMATS = ("rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange")


class ParagraphKind(StrEnum):
    """What a paragraph is in its file."""

    TEXT = "text"
    ROW = "row"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class TrackedRun:
    """Words that were kept ("="), deleted ("-") or inserted ("+"), by whom and when ('' if kept)."""

    sign: str
    words: str
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class TrackedParagraph:
    """A paragraph, a table's row or a note of the old text, of the new one, or of both.

    `old_marker` and `marker` are the numbers that Word counts for it in each text.
    """

    runs: tuple[TrackedRun, ...]
    old_marker: str = ""
    marker: str = ""
    kind: ParagraphKind = ParagraphKind.TEXT

    @property
    def old(self) -> str:
        """Its words before the changes, '' if it was not there."""
        return "".join(run.words for run in self.runs if run.sign != "+").strip()

    @property
    def now(self) -> str:
        """Its words after the changes, '' if it is gone."""
        return "".join(run.words for run in self.runs if run.sign != "-").strip()

    @property
    def is_changed(self) -> bool:
        """Whether anything in it was deleted or inserted."""
        return any(run.sign != "=" for run in self.runs)


@dataclass(frozen=True, slots=True)
class TrackedDocument:
    """The paragraphs of a Word file; how many comments and changes of format were left out."""

    paragraphs: tuple[TrackedParagraph, ...]
    comments: int = 0
    formats: int = 0


@dataclass(frozen=True, slots=True)
class _Token:
    """Words of the stream, or the mark that ends a paragraph."""

    sign: str
    words: str = ""
    change: Change | None = None
    paragraph: Element | None = None


@dataclass(frozen=True, slots=True)
class _TrackedPiece(Piece):
    changes: tuple[Change, ...] = ()


def read_changes(data: bytes, name: str) -> TrackedDocument:
    """Read a Word file's bytes. Raises UnreadableFile: no Word file, damaged, locked, without text."""
    if not is_zip(data):
        not_word = UnreadableFile(
            f"{name}: no Word file; give a proposal as a Word file (.docx)", "unsupported"
        )
        raise old_office(data, name) if data.startswith(OLE) else not_word
    package = open_package(data, name)
    notes = {kind: notes_of(package.part(kind)) for kind in ("footnotes", "endnotes")}
    styles = Styles(package.part("styles"))
    runs = _TrackedRuns(package.document, styles, first_note(package))
    numberings = tuple(Numbering(package.part("numbering"), styles) for _ in range(2))
    reader = _Reader(runs, styles, (numberings[0], numberings[1]), notes)
    reader.read(package.document)
    reader.close()
    if not reader.paragraphs:
        raise UnreadableFile(f"{name}: a Word file without text; give one that holds text", "empty")
    formats = sum(1 for _ in package.document.iter(*(W + name for name in _FORMATS)))
    return TrackedDocument(tuple(reader.paragraphs), runs.counts["comments"], formats)


class _TrackedRuns(Runs):
    """Reads deleted words too; each piece has the changes around it."""

    reads_deleted = True

    def _add(self, text: str, look: RunFormat, words: Words, *, deleted: bool = False) -> None:
        at = len(words.pieces)
        super()._add(text, replace(look, changes=()), words)
        words.pieces[at:] = [_TrackedPiece(piece.text, changes=look.changes) for piece in words.pieces[at:]]

    def _call_note(self, element: Element, name: str, look: RunFormat, words: Words) -> None:
        at, called = len(words.pieces), len(words.notes)
        super()._call_note(element, name, replace(look, changes=()), words)
        words.pieces[at:] = [_TrackedPiece(piece.text, changes=look.changes) for piece in words.pieces[at:]]
        for note in words.notes[called:]:
            note.changes = look.changes


class _Reader:
    """Reads block after block; paragraphs whose marks were changed wait for the first whose mark was not."""

    def __init__(
        self,
        runs: Runs,
        styles: Styles,
        numberings: tuple[Numbering, Numbering],
        notes: dict[str, dict[str, Element]],
    ) -> None:
        self.runs, self.styles, self.notes = runs, styles, notes
        self.numberings = numberings  # of the old text and of the new one
        self.paragraphs: list[TrackedParagraph] = []
        self._waiting: list[_Token] = []
        self._after = Words()  # the notes and text boxes of what waits

    def read(self, holder: Element) -> None:
        """Read the blocks of a document, a cell or a text box."""
        for block in find(holder, "p", "tbl", within=_BLOCKS):
            if local(block) == "tbl":
                self._read_table(block)
            elif not self.styles.is_contents(block):
                self._read_paragraph(block)

    def close(self) -> None:
        """Add the paragraphs that wait, and what stands behind them."""
        tokens, after = self._waiting, self._after
        self._waiting, self._after = [], Words()
        if tokens:
            if tokens[-1].paragraph is None:
                tokens.append(_Token("="))
            self.paragraphs += self._parted(tokens)
        for note in after.notes:
            self._read_note(note)
        for box in after.boxes:
            self.read(box)
            self.close()

    def _read_paragraph(self, paragraph: Element) -> None:
        around = _around(paragraph)
        words = self.runs.read(paragraph)
        self._waiting += _tokens(words, around)
        self._after.add(words)
        properties = paragraph.find(f"{W}pPr/{W}rPr")
        marked = [] if properties is None else [change for change in properties if local(change) in SIGNS]
        if mark := _token("", (*around, *map(change_of, marked))):
            self._waiting.append(replace(mark, paragraph=paragraph))
            if mark.sign == "=":
                self.close()

    def _read_table(self, table: Element) -> None:
        self.close()
        rows = list(find(table, "tr", within=_BLOCKS))
        cells = [list(find(row, "tc", within=_BLOCKS)) for row in rows]
        if is_frame(cells):
            for cell in (cell for row in cells for cell in row):
                self.read(cell)
                self.close()
            return
        for row_cells in cells:
            tokens: list[_Token] = []
            for at, cell in enumerate(row_cells):
                parting = _token("\t", _around(cell)) if at else None
                tokens += [parting] if parting else []
                tokens += self._inline(cell)
            self.paragraphs += _paragraph(tokens, ParagraphKind.ROW)
        self.close()

    def _read_note(self, note: Note) -> None:
        element = self.notes[note.kind].get(note.id)
        if element is not None:
            mark = _token(f"{note.mark} ", note.changes)
            tokens = self._inline(element, note.changes)
            self.paragraphs += _paragraph([*([mark] if mark else []), *tokens], ParagraphKind.NOTE)

    def _inline(self, holder: Element, around: tuple[Change, ...] = ()) -> list[_Token]:
        """Read all paragraphs of a note or a cell as one."""
        tokens: list[_Token] = []
        for paragraph in find(holder, "p", within=TABLES | _BLOCKS):
            words = self.runs.read(paragraph, framed=True)
            self._after.add(words)
            tokens += [_Token("=", " ")] if tokens else []
            tokens += _tokens(words, (*around, *_around(paragraph)))
        return tokens

    def _parted(self, tokens: Sequence[_Token]) -> Iterator[TrackedParagraph]:
        """Walk the paragraphs of a stretch of the stream, those of both texts once."""
        old, new = _lines(tokens, "+"), _lines(tokens, "-")
        markers = [
            [self._marker(tokens[line[-1]], counted) for line in lines]
            for counted, lines in enumerate((old, new))
        ]
        pairs = _pairs(tokens, old, new)
        others = set(pairs.values())
        units: list[tuple[int, int | None, int | None]] = [
            (line[0], at, pairs.get(at)) for at, line in enumerate(old)
        ]
        units += [(line[0], None, at) for at, line in enumerate(new) if at not in others]
        by = next((token.change for token in tokens if token.paragraph is not None and token.change), None)
        for _, was, is_ in sorted(units, key=lambda unit: (unit[0], unit[1] is None)):
            before = set() if was is None else set(old[was])
            after = set() if is_ is None else set(new[is_])
            own = [_placed(tokens[at], at in before, at in after, by) for at in sorted(before | after)]
            yield from _paragraph(
                own,
                old_marker="" if was is None else markers[0][was],
                marker="" if is_ is None else markers[1][is_],
            )

    def _marker(self, mark: _Token, counted: int) -> str:
        """Count a paragraph of the old (0) or the new (1) text; return the number that Word shows."""
        if mark.paragraph is None:
            return ""
        is_inserted = mark.paragraph.find(f"{W}pPr/{W}numPr/{W}ins") is not None
        item = self.styles.list_item(mark.paragraph)
        return "" if item is None or (is_inserted and not counted) else self.numberings[counted].marker(item)


def _around(block: Element) -> tuple[Change, ...]:
    """Return the changes that a block is part of: of what holds it, of its row, of its cell."""
    found: list[Change] = []
    for holder in block.iterancestors():
        name = local(holder)
        if name in SIGNS:
            found.append(change_of(holder))
        elif name in ("tr", "tc"):
            properties = holder.find(f"{W}{name}Pr")
            inside = () if properties is None else properties
            found += [change_of(change) for change in inside if local(change) in SIGNS]
    return tuple(found)


def _tokens(words: Words, around: tuple[Change, ...]) -> Iterator[_Token]:
    for piece in words.pieces:
        own = piece.changes if isinstance(piece, _TrackedPiece) else ()
        if token := _token(piece.text, (*around, *own)):
            yield token


def _token(words: str, changes: tuple[Change, ...]) -> _Token | None:
    """Return words with what became of them; None for what is in neither text."""
    signs = {change.sign for change in changes}
    if len(signs) > 1:
        return None
    return _Token(changes[-1].sign, words, changes[-1]) if changes else _Token("=", words)


def _lines(tokens: Sequence[_Token], absent: str) -> list[list[int]]:
    """Return the paragraphs of one text, as places of the stream; `absent` is what that text lacks."""
    lines: list[list[int]] = [[]]
    for at, token in enumerate(tokens):
        if token.sign == absent:
            continue
        lines[-1].append(at)
        if token.paragraph is not None:
            lines.append([])
    return [line for line in lines if line]


def _pairs(tokens: Sequence[_Token], old: Sequence[list[int]], new: Sequence[list[int]]) -> dict[int, int]:
    """Return which paragraph of the old text is which of the new one: those that share most letters."""
    is_in = {at: number for number, line in enumerate(new) for at in line}
    shared: Counter[tuple[int, int]] = Counter()
    for number, line in enumerate(old):
        for at in line:
            if at in is_in and (letters := sum(map(str.isalnum, tokens[at].words))):
                shared[number, is_in[at]] += letters
    pairs: dict[int, int] = {}
    for was, is_ in sorted(shared, key=lambda pair: (-shared[pair], pair)):
        if was not in pairs and is_ not in pairs.values():
            pairs[was] = is_
    last = (len(old) - 1, len(new) - 1)  # they end with the same mark: a paragraph that was rewritten
    if min(last) >= 0 and last[0] not in pairs and last[1] not in pairs.values():
        pairs[last[0]] = last[1]
    return pairs


def _placed(token: _Token, before: bool, after: bool, by: Change | None) -> _Token:
    """Return a token as its paragraph has it; `by` is the change that parted or joined paragraphs."""
    sign = "=" if before and after else "-" if before else "+"
    return replace(token, sign=sign, change=None if sign == "=" else token.change or by)


def _paragraph(
    tokens: Sequence[_Token],
    kind: ParagraphKind = ParagraphKind.TEXT,
    old_marker: str = "",
    marker: str = "",
) -> Iterator[TrackedParagraph]:
    """Give the paragraph that tokens make, none for a blank one."""
    runs = []
    for (sign, change), group in groupby(tokens, attrgetter("sign", "change")):
        words = "".join(token.words for token in group)
        words = re.sub(r"[^\S\t]+" if kind is ParagraphKind.ROW else r"\s+", " ", words)
        if words:
            runs.append(TrackedRun(sign, words, *((change.author, change.date) if change else ())))
    if any(run.words.strip() for run in runs):
        yield TrackedParagraph(tuple(runs), old_marker, marker, kind)
