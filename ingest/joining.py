"""Joins lines into one: where a space is needed, and which hyphens come from the line break.

A tab may part a marker from its words: "a)⇥the piers" is an item, "1⇥Piers⇥stone" a table's row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.instruments import Mark
from ingest.lines import Line
from ingest.markers import cut_marker

_WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
_CUT = re.compile(r"(?<![A-Za-z])[A-Za-z]+-$")
_REST = re.compile(r"[a-z]+")
_SHY = "\u00ad"
_APART = ("and", "or", "to")  # "short- / and long-term"
_CONJUNCTION = re.compile(r"(?:and|or|and/or)[,;:]?")
_SECTION = re.compile(r"[IVXLC]{1,7}\.|[A-Z]\.")  # "II.", "A."


def vocabulary(lines: Sequence[Line]) -> frozenset[str]:
    """Return the words of a text, but for those that a line's end cuts."""
    words: set[str] = set()
    for line in lines:
        words.update(word.lower() for word in _WORD.findall(line.text))
    return frozenset(words)


def joined(lines: Sequence[Line], words: frozenset[str] = frozenset()) -> Line:
    """Join lines into one. `words` are the text's own, which tell a syllable's hyphen.

    A hyphen stays ("results- / based" → "results-based") unless the text has the word without it
    and not with it; after a solidus no space comes: "telecommunications/ / ICTs".
    """
    first = lines[0]
    if len(lines) == 1:
        return first
    pieces = [first.text]
    marks = list(first.marks)
    length = len(first.text)
    for before, line in pairwise(lines):
        cut, space = _joint(before.text, line.text, words)
        if cut:
            pieces[-1] = pieces[-1][:-1]
            length -= 1
        pieces += [space, line.text]
        length += len(space)
        marks += [Mark(mark.start + length, mark.end + length, mark.style) for mark in line.marks]
        length += len(line.text)
    numbers = tuple(number for line in lines for number in line.numbers)
    return replace(first, numbers=numbers, text="".join(pieces), marks=tuple(marks))


def join_conjunctions(lines: Sequence[Line]) -> Sequence[Line]:
    """Join an "or" that stands on a line of its own to the item before it."""
    kept: list[Line] = []
    for line in lines:
        if kept and _CONJUNCTION.fullmatch(line.text):
            kept[-1] = joined((kept[-1], line))
        else:
            kept.append(line)
    return kept


def _joint(before: str, after: str, words: frozenset[str]) -> tuple[bool, str]:
    """Say whether the hyphen at a line's end goes, and what parts the lines."""
    if before.endswith(_SHY):
        return True, ""
    if before.endswith("/") and not before.endswith(" /"):
        return False, ""
    if before.endswith("–") and before[-2:-1].isdigit() and after[:1].isdigit():  # "2015– / 2030"
        return False, ""
    cut, rest = _CUT.search(before[-40:]), _REST.match(after)
    if not before.endswith("-") or before.endswith(" -") or (rest and rest.group() in _APART):
        return False, " "
    if cut and rest:
        whole = (cut.group()[:-1] + rest.group()).lower()
        hyphenated = (cut.group() + rest.group()).lower()
        return whole in words and hyphenated not in words, ""
    return False, ""


def join_markers(lines: Sequence[Line]) -> Sequence[Line]:
    """Put a space for the tab after a marker, but not in a table, whose first row has none."""
    kept: list[Line] = []
    while len(kept) < len(lines):
        at = len(kept)
        if "\t" not in lines[at].text:
            kept.append(lines[at])
        elif _is_marked(lines[at].text):
            text = lines[at].text.replace("\t", " ", 1)  # one character, so that marks keep their places
            kept.append(replace(lines[at], text=text))
        else:
            kept += lines[at : _table_end(lines, at)]
    return kept


def _table_end(lines: Sequence[Line], at: int) -> int:
    end = at + 1
    numbered = end < len(lines) and not lines[end].gap and _is_marked(lines[end].text)
    while end < len(lines) and "\t" in lines[end].text and not lines[end].gap:
        if not numbered and _is_marked(lines[end].text):
            break
        end += 1
    return end


def _is_marked(text: str) -> bool:
    """Return True for a line whose only tabs part its marker, False for its words."""
    head, tab, rest = text.partition("\t")
    if _SECTION.fullmatch(head) and "\t" not in rest:
        return True
    marked = cut_marker(f"{head} {rest}"[:60])
    return bool(tab) and "\t" not in rest and bool(marked.readings) and marked.offset == len(head) + 1
