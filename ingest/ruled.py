"""Footnotes that a conversion left inside a line, below the rule that parted them from the page.

"… of the Union; ____________________ 1 These include … in transition. resolves to mend"
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ingest.lines import Line, ending
from ingest.markers import superscript
from ingest.pieces import Row

RULE = re.compile(r"_{4,}\s*(?=[0-9]{1,2} \S)")
_NUMBER = re.compile(r"(?P<n>[0-9]{1,2}) +(?=\S)")
_LONGEST = 2_000  # characters of one footnote
_STOP = re.compile(r"(?P<word>\S*?)[.!?][\"'”’)\]]*(?= +\S)")
# "No. 154", "Rev. Rome", "i.e. the", and the number of a quoted clause: '"2. The …'
_NO_STOP = re.compile(
    r"[\"“(]?(?:Rev|Nos?|Art|paras?|Res|Doc|Vol|Mr|Ms|Dr|cf|pp?|etc|e\.g|i\.e|[A-Z]|[0-9]{1,3})", re.I
)


@dataclass(frozen=True, slots=True)
class Page:
    """What tells where the text above a rule goes on.

    `opens` says whether a unit of the text begins at a place; `breaks` are places where one
    certainly does. `in_flow` tells that a page's paragraphs have all run into one line, so that
    a footnote has one sentence.
    """

    opens: Callable[[str, int], bool]
    breaks: Sequence[int] = ()
    in_flow: bool = False


@dataclass(frozen=True, slots=True)
class Lifted:
    """A row without its footnotes, and each footnote after its place in that row's text."""

    row: Row
    notes: tuple[tuple[int, Line], ...]


def lift_notes(row: Row, page: Page) -> Lifted:
    """Take the footnotes out of a row; the sentence that they interrupt goes on where they end."""
    kept: list[Line] = []
    notes: list[tuple[int, Line]] = []
    length = done = 0
    for rule in RULE.finditer(row.text):
        if rule.start() < done:
            continue
        before = row.piece(done, rule.start())
        kept.append(before)
        length += len(before.text) + 1
        done = rule.end()
        number = ""
        while (found := _NUMBER.match(row.text, done)) and number in ("", str(int(found["n"]) - 1)):
            number = found["n"]
            end = _note_end(row.text, found, page, unfinished=not ending(before.text[-40:]))
            notes.append((length - 1, _note(row.piece(found.end(), end), number)))
            done = end
    kept.append(row.piece(done, len(row.text)))
    return Lifted(Row([line for line in kept if line.text]), tuple(notes))


def _note_end(text: str, number: re.Match[str], page: Page, *, unfinished: bool) -> int:
    """Return where a footnote ends; `unfinished` tells that the text above breaks off."""
    begin = number.end()
    limit = min(len(text), begin + _LONGEST)
    certain = next((at for at in page.breaks if at > begin), limit)
    following = re.compile(rf"{int(number['n']) + 1} +[A-Z\"“(]")
    for stop in _STOP.finditer(text, begin, min(certain, limit)):
        at = stop.end() + 1
        if _NO_STOP.fullmatch(stop["word"]):
            continue
        if page.in_flow or following.match(text, at) or page.opens(text, at):
            return at
        if unfinished and text[at : at + 1].islower():
            return at
    return certain if certain < limit or limit < len(text) else len(text)


def _note(line: Line, number: str) -> Line:
    """Print a footnote with its mark."""
    mark = superscript(number) + " "
    marks = tuple(replace(one, start=one.start + len(mark), end=one.end + len(mark)) for one in line.marks)
    return replace(line, text=mark + line.text, marks=marks, gap=True)
