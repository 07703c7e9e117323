"""What a treaty's pages carry beside its words, as named steps: heads, contents, marks of amendment."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.instruments import Mark
from ingest.cleanup import COMMON, Lines, Steps, drop_page_numbers
from ingest.footnotes import find_footnotes
from ingest.joining import joined
from ingest.lines import Line, ending
from ingest.markers import cut_marker
from ingest.treaty_headings import read_heading
from ingest.treaty_lines import join
from ingest.treaty_margin import AMENDMENT, is_next, lone_number, number_length, read_margin
from ingest.treaty_opening import (
    FRONT_MATTER,
    TITLE_LINES,
    body_start,
    has_margin,
    opens,
    title_length,
    title_start,
)
from ingest.unwrap import is_broken

_SLASHED = re.compile(  # "CS/Article 1 3", "4 CS/Article 1"
    r"(?:[0-9]{1,4} )?[A-Z]{2,6}/(?:Preamble|Chapter|Section|Part|Article|Annex|Appendix|Protocol)"
    r"(?: [0-9A-Za-z]{1,6})?(?: [0-9]{1,4})?"
)
_LEFT = re.compile(r"(?P<page>[0-9]{1,4}) (?P<words>[A-Z].{2,100})")
_RIGHT = re.compile(r"(?P<words>[A-Z].{2,100}) (?P<page>[0-9]{1,4})")
_RULE = re.compile(r"[_\s]{3,}|[-–—]{5,}")
_CONTENTS = re.compile(r"(?:table of )?contents", re.IGNORECASE)
_ENTRY = re.compile(r".*\S(?:\s*(?:\.\s?){3,}|\s*…+|\t| )\s*[0-9]{1,4}")
_WRAPPED = 2  # lines that an entry of the contents takes beside its last
_STAMPS = re.compile(rf"(?:{AMENDMENT})(?:\s+(?:{AMENDMENT}))*(?:\s+|$)")
_STAMP = re.compile(AMENDMENT)
_NAMED_STAMP = re.compile(r"(?<!\S)[A-Z]{2,6}-[0-9]{2}(?:[0-9]{2})?(?!\S)")
_NEAR = 10  # lines from one marginal number to the next, mostly
_FEWEST = 3  # times that a conference stands in a margin before its name there counts as a mark


def join_numbers(lines: Lines) -> Lines:
    """Join marginal numbers that stand on lines of their own with what they number."""
    if is_broken(lines) or not _has_lone_numbers(lines):
        return lines
    kept: list[Line] = []
    for line in lines:
        if kept and lone_number(kept[-1].text) and not (lone_number(line.text) or read_heading(line.text)):
            kept[-1] = joined((kept[-1], line))
        else:
            kept.append(line)
    return kept


def drop_rules(lines: Lines) -> Lines:
    """Remove the rules that a page draws over its footnotes."""
    return [line for line in lines if not _RULE.fullmatch(line.text)]


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
    kept: list[Line] = []
    turn = False
    for line in lines:
        head = _SLASHED.fullmatch(line.text) is not None or bool(
            {_running(line, _LEFT), _running(line, _RIGHT)} & names
        )
        if not head:
            kept.append(replace(line, turn=True) if turn else line)
        turn = head
    return kept


def drop_contents(lines: Lines) -> Lines:
    """Remove a table of contents: its heading and the entries that end in a page's number."""
    start = next((at for at, line in enumerate(lines) if _CONTENTS.fullmatch(line.text)), -1)
    if not 0 <= start < FRONT_MATTER:
        return lines
    end = start + 1
    for at in range(start + 1, len(lines)):
        if _ENTRY.fullmatch(lines[at].text) and not opens(lines[at]):
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


def settle_amendments(lines: Lines) -> Lines:
    """Put what amended a provision, thrown into its first lines, beside the provision's number."""
    known = _known_stamps(lines)
    if not known or not has_margin(lines):
        return lines
    whole = not is_broken(lines)
    kept: list[Line] = []
    stamps: dict[int, list[str]] = {}  # by the place in `kept` of the line whose number they amend
    owner, due, cut = -1, False, False
    for line in map(_without_tabs, lines):
        found, rest = _leading(line, known)
        opening = _takes_marks(rest.text, marked=bool(found), due=due)
        if found and not (opening or due or not rest.text):
            found, rest = [], line  # "PP-98 decided …" in mid-text is no mark
        if opening:
            owner = len(kept)
            inner, rest = _inner(rest, known) if whole else ([], rest)
            found += inner
        if found and owner >= 0:
            stamps.setdefault(owner, []).extend(found)
        goes_on = whole and not opening and bool(kept and rest.text)
        if goes_on and not read_heading(kept[-1].text) and (found or (cut and _is_cut(kept[-1], rest))):
            kept[-1] = joined((kept[-1], rest))
        elif rest.text or owner < 0:
            kept.append(rest if rest.text else line)
        due, cut = opening or bool(found), goes_on and bool(found)
    for at, found in stamps.items():
        kept[at] = _stamped(kept[at], found)
    return kept


def find_treaty_footnotes(lines: Lines) -> Lines:
    """Find flattened footnotes, unless numbers at a line's start are marginal."""
    return lines if has_margin(lines) else find_footnotes(lines)


def _has_lone_numbers(lines: Lines) -> bool:
    """Tell marginal numbers from those of pages, which are far apart."""
    found = [(at, order) for at, line in enumerate(lines) if (order := lone_number(line.text))]
    near = sum(
        is_next(second, first) and after - at < _NEAR for (at, first), (after, second) in pairwise(found)
    )
    return has_margin(lines) or (len(found) > _FEWEST and near >= 0.7 * (len(found) - 1))


def _running(line: Line, form: re.Pattern[str]) -> str:
    """Return the words of what may be a running head, '' for any other line."""
    match = form.fullmatch(line.text)
    if match is None or not (line.gap or line.turn) or opens(line):
        return ""
    words = match["words"]
    return words if " " in words and not ending(words) and not opens(replace(line, text=words)) else ""


def _plain(lines: Lines) -> str:
    """Return the words of some lines, without footnote marks and in small letters."""
    return " ".join(line.text.rstrip("*¹²³ ") for line in lines).casefold()


# -- marks of amendment ---------------------------------------------------------------------------


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
    """Take off the marks that begin a line."""
    match = _STAMPS.match(line.text)
    if match is None or not _are_known(match.group(), known):
        return [], line
    return _STAMP.findall(match.group()), _spliced(line, 0, match.end())


def _inner(line: Line, known: set[str]) -> tuple[list[str], Line]:
    """Take off the marks within a provision that is one whole line."""
    found: list[str] = []
    margin = read_margin(line.text)
    if margin is None or not margin.sure:
        return found, line
    for one in reversed(list(_NAMED_STAMP.finditer(line.text, number_length(line.text)))):
        if _are_known(one.group(), known):
            found.insert(0, one.group())
            line = _spliced(line, one.start(), min(one.end() + 1, len(line.text)))
    return found, line


def _is_cut(line: Line, following: Line) -> bool:
    """Tell words that a mark in the margin has cut off from those that follow it."""
    return ending(line.text) in ("", ",") and not cut_marker(following.text).readings


def _are_known(stamps: str, known: set[str]) -> bool:
    """Tell marks that name a known conference, or none."""
    named = _NAMED_STAMP.findall(stamps)
    return all(one.split("-")[0] in known for one in named)


def _takes_marks(text: str, *, marked: bool, due: bool) -> bool:
    """Tell the line of a number or a heading from "Nos. 161D to / PP-98 161G of"."""
    if read_heading(text) is not None:
        return True
    margin = read_margin(text)
    if margin is None:
        return number_length(text) > 0 and not marked
    return not marked or (margin.sure and not due)


def _stamped(line: Line, stamps: Sequence[str]) -> Line:
    """Put marks after the number of a provision or of a heading."""
    heading = read_heading(line.text)
    at = heading.offset if heading else number_length(line.text)
    before = line.text[:at].rstrip()
    return _spliced(line, len(before), len(before), f" {' '.join(stamps)}")


def _without_tabs(line: Line) -> Line:
    """Part a number from its words by a space: a tab parts the cells of a table."""
    return replace(line, text=line.text.replace("\t", " ")) if number_length(line.text) else line


def _spliced(line: Line, start: int, end: int, text: str = "") -> Line:
    """Put other words in the place of some; emphasis moves along."""
    shift = len(text) - (end - start)
    marks = [
        Mark(_moved(one.start, start, end, shift), _moved(one.end, start, end, shift), one.style)
        for one in line.marks
    ]
    words = line.text[:start] + text + line.text[end:]
    return replace(line, text=words.rstrip(), marks=tuple(one for one in marks if one.start < one.end))


def _moved(place: int, start: int, end: int, shift: int) -> int:
    """Return where a place in a line goes when the words from start to end change their length."""
    if place >= end:
        return place + shift
    return min(place, start)


STEPS: Steps = (
    *COMMON,
    ("numbers apart", join_numbers),
    ("rules", drop_rules),
    ("running heads", drop_running_heads),
    ("page numbers", drop_page_numbers),
    ("contents", drop_contents),
    ("front matter", drop_front_matter),
    ("repeated title", drop_repeated_title),
    ("amendment marks", settle_amendments),
    ("repeated footnotes", find_treaty_footnotes),
    ("line breaks", join),
)
