"""What a treaty's pages carry beside its words, as named steps: heads, contents, marks of amendment."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from ingest.cleanup import Lines, Steps, drop_page_numbers
from ingest.footnotes import find_footnotes
from ingest.lines import Line, ending
from ingest.treaty.amendments import settle_amendments
from ingest.treaty.headings import read_heading
from ingest.treaty.lines import join
from ingest.treaty.opening import (
    FRONT_MATTER,
    TITLE_LINES,
    body_start,
    has_margin,
    opens,
    title_length,
    title_start,
)

_SLASHED = re.compile(  # "CS/Article 1 3", "4 CS/Article 1"
    r"(?:[0-9]{1,4} )?[A-Z]{2,6}/(?:Preamble|Chapter|Section|Part|Article|Annex|Appendix|Protocol)"
    r"(?: [0-9A-Za-z]{1,6})?(?: [0-9]{1,4})?"
)
_LEFT = re.compile(r"(?P<page>[0-9]{1,4}) (?P<words>[A-Z].{2,100})")
_RIGHT = re.compile(r"(?P<words>[A-Z].{2,100}) (?P<page>[0-9]{1,4})")
_RULE = re.compile(r"[_\s]{3,}|[-–—]{5,}")
_CONTENTS = re.compile(r"(?:table of )?contents", re.IGNORECASE)
_ENTRY = re.compile(r"\A.*\S(?:\s*(?:\.\s?){3}|\s*…|\t| )\s*[0-9]{1,4}")
_ENTRY_LENGTH = 300  # characters
_WRAPPED = 2  # lines that an entry of the contents takes beside its last


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
