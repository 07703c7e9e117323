"""Markdown → the words that it sets: links, tables, quotes, lists, footnotes, escaped characters.

A text is Markdown only if it shows a construct that plain texts do not have; others stay as they
are. Emphasis by asterisks is lifted by a step of its own (ingest/cleanup.py), which those written
with underscores are handed to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.lines import Line
from ingest.markers import superscript
from ingest.rows import row_line

_LINK = r"\[(?P<text>[^\[\]\n]{1,300})\]"
_TARGET = r"(?:https?:|mailto:|#|\.{0,2}/)[^()\s]{0,1000}(?:\([^()\s]{0,200}\))?[^()\s]{0,200}"
_ADDRESS = rf"\((?:<[^<>\n]{{1,1000}}>|{_TARGET})"
_INLINE_LINK = re.compile(rf"!?{_LINK}{_ADDRESS}(?:\s+[\"'][^\"'\n]{{0,200}}[\"'])?\)")
_NOTE = re.compile(r"\[\^(?P<name>[\w-]{1,40})\](?P<colon>:\s*)?")
_RAISED = re.compile(r"<sup>\s*\[?([0-9]{1,3})\]?\s*</sup>", re.IGNORECASE)
_BREAK = re.compile(r"(?:(?<!\s)\s+)?(?:<br\s*/?>\s*|\\$)", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:a|b|center|div|em|font|i|link|meta|p|span|strong|sub|sup|u)(?:\s[^<>]{0,500})?/?>", re.IGNORECASE
)
_CODE = re.compile(r"(?<!`)`([^`\n]{1,500})`(?!`)")
_STRONG = re.compile(r"(?<![\w_])__(?=[^\s_])([^_\n]{1,500})(?<=\S)__(?![\w_])")
_EM = re.compile(r"(?<![\w_])_(?=[^\s_])([^_\n]{1,500})(?<=\S)_(?![\w_])")
_HEADING = re.compile(r"(#{1,6})\s+(?=\S)|(#{2,6})(?=[^#\s])")  # "##Title": the blank may be missing
_NUMBER_HEADING = re.compile(r"#{1,6} (?P<n>[0-9]{1,3})\.?")
_CLOSING = re.compile(r"(?<!\s)\s+#+$")  # "## Close ##"
_UNDERLINE = re.compile(r"={3,}|-{3,}")
_RULE = re.compile(r"(?:[-*_]\s?){3,100}")
_FENCE = re.compile(r"(?:`{3,}|~{3,})[^`]*")
_QUOTE = re.compile(r"(?:>\s?){1,10}")
_ITEM = re.compile(r"[*+]\s+(?=\S)")
_TABLE_RULE = re.compile(r"\A\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*){0,60}\|?")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_SIGNS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
# While a line is read, an escaped sign is one of the 32 noncharacters, which no text holds.
_HIDE = {ord(sign): 0xFDD0 + at for at, sign in enumerate(_SIGNS)}
_HIDDEN_STAR = chr(_HIDE[ord("*")])
_SHOW = {place: sign for sign, place in _HIDE.items() if sign != ord("*")}
_ATTRIBUTES = re.compile(r"\{:[^{}]*\}")  # of the block above; "{:toc}" stands for a list of contents
_CONTENTS = "{:toc}"
_LONGEST_HEADER = 60  # lines that a file's own header takes at most


def read_markdown(lines: Sequence[Line]) -> Sequence[Line]:
    """Read Markdown's constructs, but for asterisks and the signs of headings, which other steps take.

    An escaped asterisk stays hidden until `show_escaped`. Texts of other forms come back as they are.
    """
    if not is_markdown(lines):
        return lines
    kept: list[Line] = []
    at = header_length(lines)
    gap = True  # whether a blank line stands before what comes next, past what was taken out
    while at < len(lines):
        gap = gap or lines[at].gap
        rows = _table_length(lines, at)
        found = _rows(lines[at : at + rows]) if rows else _read_line(lines, at, kept)
        if found:
            kept += [replace(found[0], gap=gap), *found[1:]]
            gap = False
        at += max(rows, 1)
    return _number_paragraphs(kept)


def _number_paragraphs(lines: Sequence[Line]) -> list[Line]:
    """Set a number that stands alone as a heading, "### 3", before the paragraph that it counts."""
    kept: list[Line] = []
    for line in lines:
        number = kept and kept[-1].heading and _NUMBER_HEADING.fullmatch(kept[-1].text)
        if number and not line.heading:
            above = kept.pop()
            text = f"{number['n']}. {line.text}"
            line = replace(line, numbers=(*above.numbers, *line.numbers), text=text, gap=above.gap)
        kept.append(line)
    return kept


def show_escaped(lines: Sequence[Line]) -> Sequence[Line]:
    """Show the asterisks that a text had escaped, once emphasis is lifted."""
    return [
        replace(line, text=line.text.replace(_HIDDEN_STAR, "*")) if _HIDDEN_STAR in line.text else line
        for line in lines
    ]


def is_markdown(lines: Sequence[Line]) -> bool:
    """Return True for Markdown: marks that plain texts do not have, in a text without marks of its own."""
    if any(line.marks or line.heading for line in lines):
        return False
    return any(_shows(line.text) or _table_length(lines, at) for at, line in enumerate(lines))


def _shows(text: str) -> bool:
    if text[:1] in ("#", "`", "~") and (_HEADING.match(text) or _FENCE.fullmatch(text)):
        return True
    if "**" in text and re.search(r"\*\*(?=[^\s*])[^*]{1,500}(?<=\S)\*\*", text):
        return True
    note = _NOTE.match(text)
    if _INLINE_LINK.search(text) or _ATTRIBUTES.fullmatch(text) or re.match(r"[0-9]{1,3}\\[.)]", text):
        return True
    return note is not None and note["colon"] is not None


def _read_line(lines: Sequence[Line], at: int, kept: list[Line]) -> list[Line]:
    """Read one line; nothing is left of what sets no words: a rule, a fence."""
    line = lines[at]
    if kept and not line.gap and _UNDERLINE.fullmatch(line.text) and not kept[-1].heading:
        kept[-1] = replace(kept[-1], heading=1 if line.text.startswith("=") else 2)
        return []
    text = line.text
    if quote := _QUOTE.match(text):
        text, line = text[quote.end() :].strip(), replace(line, quoted=True)
    if not text or any(form.fullmatch(text) for form in (_RULE, _FENCE, _ATTRIBUTES)):
        return []
    if any(following.text == _CONTENTS for following in lines[at + 1 : at + 2]):
        return []
    if _ITEM.match(text) and _is_listed(lines, at):
        text = f"- {_ITEM.sub('', text, count=1)}"
    heading = _HEADING.match(text)
    if heading:
        level = len(heading[1] or heading[2])
        text = _CLOSING.sub("", text if heading[1] else f"{heading[2]} {text[level:]}")
        return [replace(line, text=_plain(text), heading=level)]
    plain = _plain(text)
    return [replace(line, text=plain)] if plain else []


def _plain(text: str) -> str:
    """Return a line's words, emphasised by asterisks only; an escaped asterisk stays hidden."""
    text = _ESCAPED.sub(lambda match: match[1].translate(_HIDE), text)
    text = _CODE.sub(r"\1", text)
    if "<" in text:
        text = _RAISED.sub(lambda match: superscript(match[1]), text)
        text = _TAG.sub("", _BREAK.sub(" ", text))
    if "[" in text:
        text = _INLINE_LINK.sub(lambda match: match["text"], text)
        text = _NOTE.sub(_note, text)
    if "_" in text:
        text = _EM.sub(r"*\1*", _STRONG.sub(r"**\1**", text))
    return _BREAK.sub(" ", text).translate(_SHOW).strip()


def _note(match: re.Match[str]) -> str:
    name = match["name"]
    mark = superscript(name) if name.isdecimal() else f"({name})"
    return f"{mark} " if match["colon"] else mark


def _is_listed(lines: Sequence[Line], at: int) -> bool:
    """Return True for an item of a list: another item is beside it. An asterisk alone marks a note."""
    return any(_ITEM.match(line.text) for line in [*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2]])


def header_length(lines: Sequence[Line]) -> int:
    """Count the lines of a file's own header: "key: value" lines between two rules at its start."""
    if not lines or lines[0].text != "---" or lines[0].number != 1:
        return 0
    for at, line in enumerate(lines[1:_LONGEST_HEADER], 1):
        if line.text in ("---", "..."):
            return at + 1 if at > 1 else 0
        if not re.match(r"[\w.-]{1,40}:(?:\s|$)|- ", line.text):
            return 0
    return 0


def _table_length(lines: Sequence[Line], at: int) -> int:
    """Count the lines of the table that begins here: a row, a rule with as many columns, rows."""
    if "|" not in lines[at].text or at + 1 >= len(lines) or lines[at + 1].gap:
        return 0
    rule = lines[at + 1].text
    if not _TABLE_RULE.fullmatch(rule) or len(_cells(rule)) != len(_cells(lines[at].text)):
        return 0
    end = at + 2
    while end < len(lines) and not lines[end].gap and "|" in lines[end].text:
        end += 1
    return end - at


def _rows(lines: Sequence[Line]) -> list[Line]:
    """Return a table's rows, cells parted by tabs, without its rule."""
    rows: list[Line] = []
    for row in (lines[0], *lines[2:]):
        cells = [(_plain(cell), ()) for cell in _cells(row.text)]
        line = row_line(row.numbers, cells, gap=row is lines[0])
        rows += [replace(row, text=line.text, gap=line.gap)] if line else []
    return rows


def _cells(row: str) -> list[str]:
    """Cut a row at its bars, but for those that are escaped."""
    cells = re.split(r"(?<!\\)\|", row)
    first, last = (not cells[0].strip()), (len(cells) > 1 and not cells[-1].strip())
    return [cell.strip() for cell in cells[first : len(cells) - last]]
