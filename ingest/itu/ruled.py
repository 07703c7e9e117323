"""Footnotes that a conversion left inside a line, below the rule that parted them from the page.

"… of the Union; ____________________ 1 These include … in transition. resolves to mend"
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from ingest.itu.pieces import Row
from ingest.lines import Line, ending
from ingest.markers import superscript

RULE = re.compile(r"(?<!_)_{4,}+\s*+(?=[0-9]{1,2} \S)")
_NUMBER = re.compile(r"(?P<n>[0-9]{1,2}) +(?=\S)")
_FURTHER = re.compile(r"(?P<n>[0-9]{1,2}) +(?=[A-Z\"“(]|https?:|www\.)")  # no item: "2 to mend"
_LONGEST = 2_000  # characters of one footnote
_STOP = re.compile(r"(?<!\S)(?P<word>\S*?)[.!?][\"'”’)\]]*(?= +\S)")
# "No. 154", "Rev. Rome", "i.e. the", and the number of a quoted clause: '"2. The …'
_NO_STOP = re.compile(
    r"[\"“(]?(?:Rev|Nos?|Art|paras?|Res|Doc|Vol|Mr|Ms|Dr|cf|pp?|etc|e\.g|i\.e|[A-Z]|[0-9]{1,3})", re.I
)


def lift_notes(
    row: Row, opens: Callable[[str, int], bool], breaks: Sequence[int], *, in_flow: bool
) -> tuple[Row, list[tuple[int, Line]]]:
    """Return a row without its footnotes, and each footnote after its place in that row's text.

    The sentence that they interrupt goes on where they end. `opens` says whether a unit of the text begins at
    a place, `breaks` where one certainly does. `in_flow` tells that a page's paragraphs have all run into one
    line, so that a footnote has one sentence.
    """
    kept: list[Line] = []
    notes: list[tuple[int, Line]] = []
    length = done = 0
    rules = list(RULE.finditer(row.text))
    for at, rule in enumerate(rules):
        limit = rules[at + 1].start() if at + 1 < len(rules) else len(row.text)
        before = row.piece(done, rule.start())
        kept.append(before)
        length += len(before.text) + 1
        done = rule.end()
        found = _NUMBER.match(row.text, done, limit)
        number = ""
        while found and number in ("", str(int(found["n"]) - 1)):
            number = found["n"]
            unfinished = not ending(before.text[-40:])  # the text goes on below the footnote
            within = min([limit, *(place for place in breaks if place > found.end())])
            end = _note_end(row.text, found, within, opens, in_flow=in_flow, unfinished=unfinished)
            notes.append((length - 1, _note(row.piece(found.end(), end), number)))
            done = end
            found = _FURTHER.match(row.text, done, limit)
    kept.append(row.piece(done, len(row.text)))
    return Row([line for line in kept if line.text]), notes


def _note_end(
    text: str,
    number: re.Match[str],
    limit: int,
    opens: Callable[[str, int], bool],
    *,
    in_flow: bool,
    unfinished: bool,
) -> int:
    """Return where a footnote ends, at `limit` at the latest."""
    limit = min(limit, number.end() + _LONGEST)
    following = str(int(number["n"]) + 1)
    for stop in _STOP.finditer(text, number.end(), limit):
        at = stop.end() + 1
        if _NO_STOP.fullmatch(stop["word"]) or at >= limit:
            continue
        further = _FURTHER.match(text, at)
        if in_flow or opens(text, at) or (further and further["n"] == following):
            return at
        if unfinished and text[at : at + 1].islower():
            return at
    return limit


def _note(line: Line, number: str) -> Line:
    mark = superscript(number) + " "
    marks = tuple(replace(one, start=one.start + len(mark), end=one.end + len(mark)) for one in line.marks)
    return replace(line, text=mark + line.text, marks=marks, gap=True)
