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
from ingest.invisible import cut_out
from ingest.lines import Line, ending, without_edges
from ingest.treaty.lines import join
from ingest.treaty.margin import AMENDMENT, number_length, read_margin
from ingest.treaty.opening import (
    FRONT_MATTER,
    TITLE_LINES,
    body_start,
    has_margin,
    openings,
    opens,
    read_heading,
    title_length,
    title_start,
)
from ingest.un.cleanup import part_run_on
from ingest.unwrap import is_broken

_STAMPS = re.compile(rf"(?:{AMENDMENT})(?:\s+(?:{AMENDMENT}))*(?:\s+|$)")
_STAMP = re.compile(AMENDMENT)
_NAMED_STAMP = re.compile(r"(?<!\S)[A-Z]{2,6}-[0-9]{2}(?:[0-9]{2})?(?!\S)")
_FEWEST = 3  # times that a conference stands in a margin before its name there counts as a mark
_SLASHED = re.compile(  # "CS/Article 1 3", "4 CS/Article 1"
    r"(?:[0-9]{1,4} )?[A-Z]{2,6}/(?:Preamble|Chapter|Section|Part|Article|Annex|Appendix|Protocol)"
    r"(?: [0-9A-Za-z]{1,6})?(?: [0-9]{1,4})?"
)
_BESIDE_NUMBER = re.compile(r"[0-9]{1,4} (?P<left>[A-Z].{2,100})|(?P<right>[A-Z].{2,100}) [0-9]{1,4}")
_CONTENTS = re.compile(r"(?:table of )?contents", re.IGNORECASE)
_ENTRY = re.compile(r"\A.*\S(?:\s*(?:\.\s?){3}|\s*…|\t| )\s*[0-9]{1,4}")
_ENTRY_LENGTH = 300  # characters
_WRAPPED = 2  # lines that an entry of the contents takes beside its last


def settle_amendments(lines: Lines) -> Lines:
    """Move marks of amendment from a provision's first lines to its number."""
    known = _known_stamps(lines)
    if not known or not has_margin(lines):
        return lines
    whole = not is_broken(lines)
    kept: list[Line] = []
    stamps: dict[int, list[str]] = {}
    owner = -1  # where in `kept` the amended line stands
    due = False  # whether the line may carry marks: they stand beside a provision's first lines
    for line in lines:
        if number_length(line.text):  # a tab parts the cells of a table, not a number from its words
            line = replace(line, text=line.text.replace("\t", " "))
        found, rest = _leading(line, known)
        opening = _takes_marks(rest.text, marked=bool(found), due=due)
        if found and rest.text and not (opening or due):
            found, rest = [], line  # "PP-98 decided …" in mid-text is no mark
        if opening:
            owner = len(kept)
            inner, rest = _inner(rest, known) if whole else ([], rest)
            found += inner
        if found and owner >= 0:
            stamps.setdefault(owner, []).extend(found)
        if rest.text or owner < 0:
            kept.append(rest if rest.text else line)
        due = opening or bool(found)
    return [_stamped(line, stamps[at]) if at in stamps else line for at, line in enumerate(kept)]


def _known_stamps(lines: Lines) -> set[str]:
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


def _inner(line: Line, known: set[str]) -> tuple[list[str], Line]:
    margin = read_margin(line.text)
    if margin is None or not margin.sure:
        return [], line
    start = number_length(line.text)
    stamps = [stamp for stamp in _NAMED_STAMP.finditer(line.text, start) if _are_known(stamp.group(), known)]
    places = [place for stamp in stamps for place in range(stamp.start(), stamp.end() + 1)]
    return [stamp.group() for stamp in stamps], _cut(
        line, [place for place in places if place < len(line.text)]
    )


def _are_known(stamps: str, known: set[str]) -> bool:
    named = _NAMED_STAMP.findall(stamps)
    return all(stamp.split("-")[0] in known for stamp in named)


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

    marks = tuple(Mark(moved(mark.start), moved(mark.end), mark.style) for mark in line.marks)
    return replace(line, text=number + words + line.text[len(number) :], marks=marks)


def _cut(line: Line, places: Sequence[int]) -> Line:
    text, marks = cut_out(line.text, line.marks, places)
    return replace(line, text=text.rstrip(), marks=marks)


def drop_running_heads(lines: Lines) -> Lines:
    """Remove "CS/Article 1 3" and, beside the page's number, any words that come page after page."""
    margin = has_margin(lines)
    found = [_running(line, margin=margin) for line in lines]
    names = {words for words, count in Counter(found).items() if words and count > 1}
    heads = (
        words in names or _SLASHED.fullmatch(line.text) is not None
        for words, line in zip(found, lines, strict=True)
    )
    return without_edges(lines, [*heads])


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


def _running(line: Line, *, margin: bool) -> str:
    """Return the words of what may be a running head; with marginal numbers "12 The Council …" is none."""
    match = _BESIDE_NUMBER.fullmatch(line.text)
    if match is None or not (line.gap or line.turn) or opens(line):
        return ""
    words = match["right"] or ("" if margin else match["left"])
    alone = " " in words and not ending(words) and not opens(replace(line, text=words))
    return words if alone else ""


def _plain(lines: Lines) -> str:
    return " ".join(line.text.rstrip("*¹²³ ") for line in lines).casefold()


def part_preamble(lines: Lines) -> Lines:
    """Cut a preamble that a copy has run into one line before each of its recitals."""
    first = next(iter(openings(lines)), 0)
    return [*part_run_on(lines[:first]), *lines[first:]]


STEPS: Steps = (
    ("run-on preamble", part_preamble),
    ("rules", drop_ornaments),
    ("running heads", drop_running_heads),
    ("page numbers", drop_page_numbers),
    ("contents", drop_contents),
    ("front matter", drop_front_matter),
    ("repeated title", drop_repeated_title),
    ("amendment marks", settle_amendments),
    ("line breaks", join),
)
