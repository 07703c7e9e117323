"""What a treaty's pages carry beside its words, as named steps: heads, contents, marks of amendment.

Marks of amendment, "PP-98", stand in the margin and are thrown into the first lines of what they amended.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpus.instruments import Mark
from ingest.cleanup import Lines, Steps, drop_ornaments, drop_page_numbers
from ingest.footnotes import find_footnotes
from ingest.invisible import cut_out
from ingest.joining import joined
from ingest.lines import Line, ending, without_edges
from ingest.markers import cut_marker
from ingest.treaty.lines import join
from ingest.treaty.margin import AMENDMENT, number_length, read_margin
from ingest.treaty.opening import (
    FRONT_MATTER,
    TITLE_LINES,
    body_start,
    has_margin,
    opens,
    read_heading,
    title_length,
    title_start,
)
from ingest.unwrap import is_broken

_STAMPS = re.compile(rf"(?:{AMENDMENT})(?:\s+(?:{AMENDMENT}))*(?:\s+|$)")
_STAMP = re.compile(AMENDMENT)
_NAMED_STAMP = re.compile(r"(?<!\S)[A-Z]{2,6}-[0-9]{2}(?:[0-9]{2})?(?!\S)")
_FEWEST = 3  # times that a conference stands in a margin before its name there counts as a mark
_MOST = 12  # marks of one provision
_SLASHED = re.compile(  # "CS/Article 1 3", "4 CS/Article 1"
    r"(?:[0-9]{1,4} )?[A-Z]{2,6}/(?:Preamble|Chapter|Section|Part|Article|Annex|Appendix|Protocol)"
    r"(?: [0-9A-Za-z]{1,6})?(?: [0-9]{1,4})?"
)
_LEFT = re.compile(r"(?P<page>[0-9]{1,4}) (?P<words>[A-Z].{2,100})")
_RIGHT = re.compile(r"(?P<words>[A-Z].{2,100}) (?P<page>[0-9]{1,4})")
_CONTENTS = re.compile(r"(?:table of )?contents", re.IGNORECASE)
_ENTRY = re.compile(r"\A.*\S(?:\s*(?:\.\s?){3}|\s*…|\t| )\s*[0-9]{1,4}")
_ENTRY_LENGTH = 300  # characters
_WRAPPED = 2  # lines that an entry of the contents takes beside its last


def settle_amendments(lines: Lines) -> Lines:
    """Put what amended a provision, thrown into its first lines, beside the provision's number."""
    known = _known_stamps(lines)
    if not known or not has_margin(lines):
        return lines
    settled = _Amendments(known, whole=not is_broken(lines))
    for line in lines:
        settled.take(_without_tabs(line))
    return settled.lines()


class _Amendments:
    """Takes marks off lines, one after the other; `owner` is where in `kept` the amended line stands.

    `due` tells that the next line may carry marks: they stand beside a provision's first lines.
    `cut` tells that a reader, which found a mark in a line's midst, may have parted it from the next.
    """

    def __init__(self, known: set[str], *, whole: bool) -> None:
        self.known = known
        self.whole = whole
        self.kept: list[Line] = []
        self.stamps: dict[int, list[str]] = {}
        self.owner = -1
        self.due = self.cut = False

    def take(self, line: Line) -> None:
        """Take the next line."""
        found, rest = _leading(line, self.known)
        opening = _takes_marks(rest.text, marked=bool(found), due=self.due)
        if found and not (opening or self.due or not rest.text):
            found, rest = [], line  # "PP-98 decided …" in mid-text is no mark
        leads = bool(found) and not opening
        if opening:
            self.owner = len(self.kept)
            inner, rest, self.cut = _inner(rest, self.known) if self.whole else ([], rest, False)
            found += inner
        if found and self.owner >= 0:
            self.stamps.setdefault(self.owner, []).extend(found)
        if rest.text and not opening and self._goes_on(rest, leads=leads):
            inner, rest = _without(rest, 0, self.known)
            self.stamps.setdefault(self.owner, []).extend(inner)
            self.kept[-1] = joined((self.kept[-1], rest))
        elif rest.text or self.owner < 0:
            self.kept.append(rest if rest.text else line)
        self.due, self.cut = opening or bool(found), leads or (opening and self.cut)

    def lines(self) -> list[Line]:
        """Return the lines, each amended one with its marks after its number."""
        return [
            _stamped(line, self.stamps[at]) if at in self.stamps else line
            for at, line in enumerate(self.kept)
        ]

    def _goes_on(self, rest: Line, *, leads: bool) -> bool:
        """Return True for whole lines that a mark, which led this line or the one before, has parted."""
        if not self.whole or not self.kept or read_heading(self.kept[-1].text) is not None:
            return False
        if len(self.stamps.get(self.owner, ())) > _MOST:
            return False
        return leads or (self.cut and _is_cut(self.kept[-1], rest))


def _known_stamps(lines: Lines) -> set[str]:
    """Return the conferences ("PP") whose years stand in the margin again and again."""
    found = Counter(
        stamp.split("-")[0]
        for line in lines
        for stamp in _NAMED_STAMP.findall(line.text if number_length(line.text) else line.text[:40])
        if number_length(line.text) or _STAMPS.match(line.text)
    )
    return {name for name, count in found.items() if count >= _FEWEST}


def _leading(line: Line, known: set[str]) -> tuple[list[str], Line]:
    match = _STAMPS.match(line.text)
    if match is None or not _are_known(match.group(), known):
        return [], line
    return _STAMP.findall(match.group()), _cut(line, range(match.end()))


def _inner(line: Line, known: set[str]) -> tuple[list[str], Line, bool]:
    """Take off the marks within a provision that is one whole line; tell whether they part its words."""
    margin = read_margin(line.text)
    if margin is None or not margin.sure:
        return [], line, False
    found, line = _without(line, number_length(line.text), known)
    return found, line, len(found) > len(margin.amendments) and not margin.suppressed


def _without(line: Line, start: int, known: set[str]) -> tuple[list[str], Line]:
    found = [one for one in _NAMED_STAMP.finditer(line.text, start) if _are_known(one.group(), known)]
    places = [place for one in found for place in range(one.start(), one.end() + 1)]
    return [one.group() for one in found], _cut(line, [one for one in places if one < len(line.text)])


def _is_cut(line: Line, following: Line) -> bool:
    """Return True for words that a mark in the margin has cut off from those that follow it."""
    readings = cut_marker(following.text).readings  # a number that opens a provision is marginal
    return ending(line.text) in ("", ",") and all(one.style == "number" for one in readings)


def _are_known(stamps: str, known: set[str]) -> bool:
    """Return True for marks that name a known conference, or none."""
    named = _NAMED_STAMP.findall(stamps)
    return all(one.split("-")[0] in known for one in named)


def _takes_marks(text: str, *, marked: bool, due: bool) -> bool:
    """Return True for the line of a number or a heading, False for "Nos. 161D to / PP-98 161G of"."""
    if read_heading(text) is not None:
        return True
    margin = read_margin(text)
    if margin is None:
        return number_length(text) > 0 and not marked
    return not marked or (margin.sure and not due)


def _stamped(line: Line, stamps: Sequence[str]) -> Line:
    heading = read_heading(line.text)
    at = heading.offset if heading else number_length(line.text)
    number, words = line.text[:at].rstrip(), f" {' '.join(stamps)}"

    def moved(place: int) -> int:
        return place + len(words) * (place >= len(number))

    marks = tuple(Mark(moved(one.start), moved(one.end), one.style) for one in line.marks)
    return replace(line, text=number + words + line.text[len(number) :], marks=marks)


def _without_tabs(line: Line) -> Line:
    """Part a number from its words by a space: a tab parts the cells of a table."""
    return replace(line, text=line.text.replace("\t", " ")) if number_length(line.text) else line


def _cut(line: Line, places: Sequence[int]) -> Line:
    text, marks = cut_out(line.text, line.marks, places)
    return replace(line, text=text.rstrip(), marks=marks)


def drop_running_heads(lines: Lines) -> Lines:
    """Remove "CS/Article 1 3" and, beside the page's number, any words that come page after page."""
    right = Counter(_running(line, _RIGHT) for line in lines)
    left = Counter(_running(line, _LEFT) for line in lines)
    margin = has_margin(lines)  # where "12 The Council …" is a provision
    names = {
        words
        for words, count in (left + right).items()
        if words and count > 1 and (right[words] or not margin)
    }
    return without_edges(
        lines,
        [
            _SLASHED.fullmatch(line.text) is not None
            or bool({_running(line, _LEFT), _running(line, _RIGHT)} & names)
            for line in lines
        ],
    )


def drop_contents(lines: Lines) -> Lines:
    """Remove a table of contents: its heading and the entries that end in a page's number."""
    start = next((at for at, line in enumerate(lines) if _CONTENTS.fullmatch(line.text)), -1)
    if not 0 <= start < FRONT_MATTER:
        return lines
    end = start + 1
    for at in range(start + 1, len(lines)):
        heading = read_heading(lines[at].text)
        if _ENTRY.fullmatch(lines[at].text[-_ENTRY_LENGTH:]) and not (heading and heading.bare):
            end = at + 1
        elif at - end >= _WRAPPED:
            break
    return [*lines[:start], *lines[end:]]


def drop_front_matter(lines: Lines) -> Lines:
    """Remove what stands before the title: the volume's name, the publisher's address."""
    start = title_start(lines)
    return lines[start:] if start else lines


def drop_repeated_title(lines: Lines) -> Lines:
    """Remove the title where the first page of the text repeats the title page."""
    start = title_start(lines)
    if start is None:
        return lines
    body = body_start(lines)
    words = _plain(lines[start : start + title_length(lines, start)])
    for at in range(start + title_length(lines, start), body):
        for count in range(1, min(TITLE_LINES, body - at) + 1):
            if _plain(lines[at : at + count]) == words:
                following = [replace(line, turn=True) for line in lines[at + count : at + count + 1]]
                return [*lines[:at], *following, *lines[at + count + 1 :]]
    return lines


def find_treaty_footnotes(lines: Lines) -> Lines:
    """Find flattened footnotes, unless numbers at a line's start are marginal."""
    return lines if has_margin(lines) else find_footnotes(lines)


def _running(line: Line, form: re.Pattern[str]) -> str:
    """Return the words of what may be a running head, '' for any other line."""
    match = form.fullmatch(line.text)
    if match is None or not (line.gap or line.turn) or opens(line):
        return ""
    words = match["words"]
    return words if " " in words and not ending(words) and not opens(replace(line, text=words)) else ""


def _plain(lines: Lines) -> str:
    return " ".join(line.text.rstrip("*¹²³ ") for line in lines).casefold()


STEPS: Steps = (
    ("rules", drop_ornaments),
    ("running heads", drop_running_heads),
    ("page numbers", drop_page_numbers),
    ("contents", drop_contents),
    ("front matter", drop_front_matter),
    ("repeated title", drop_repeated_title),
    ("amendment marks", settle_amendments),
    ("repeated footnotes", find_treaty_footnotes),
    ("line breaks", join),
)
