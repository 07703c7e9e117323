"""What the pages of an ITU text carry beside its words, as named steps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.cleanup import LINE_BREAKS, Lines, Steps, drop_page_numbers
from ingest.footnotes import find_footnotes
from ingest.itu.merged import split_merged
from ingest.itu.tables import part_columns
from ingest.joining import join_conjunctions, join_markers
from ingest.lines import Line, is_headline, without_edges
from ingest.markers import cut_marker
from ingest.opening import is_doc_number, is_formula, is_strict_head, read_division
from ingest.unwrap import unwrap

_OPENING = 12  # lines that it takes at most
_NAME = 6  # words of a body's name before a head at most
_SHORT = 4  # lines between a recommendation's number and its first section at most
_UNSURE = 40  # lines before a number without an opening sentence at most: a treaty may quote one
_FRONT = 200  # lines before an opening at most: a cover, a foreword, a list of contents
# "(03/93)", "approved by the Conference (Lisbon, 1-12 March 1993)"
_DATED = re.compile(
    r"\((?:0?[1-9]|1[0-2])/(?:[0-9]{4}|[0-9]{2})\)|"
    r"\A(?>.*?\b(?:approved|adopted)\b).*\b(?:19|20)[0-9]{2}\b"  # of several, only the first is tried
)
_YEAR = re.compile(r"(?<![0-9/])(?:18|19|20)[0-9]{2}(?![0-9/])")
_KIND = "(?:Resolution|Decision|Recommendation|Opinion)"
_RUNNING_HEAD = re.compile(rf"[0-9]{{1,4}} (?P<right>{_KIND} [0-9]+)|(?P<left>{_KIND} [0-9]+) [0-9]{{1,4}}")
_EDITION = r"\((?:Rev\. )?[^()0-9]+, [0-9]{4}\)"
_HISTORY = re.compile(rf"{_EDITION}(?: [–-] {_EDITION})+")
_HISTORY_LINES = 6  # that such a list takes at most


def opening_length(lines: Sequence[Line]) -> int:
    """Count the lines of the opening; 0 where there is none."""
    numbered = bool(lines) and is_doc_number(lines[0].text)
    for at, line in enumerate(lines[:_OPENING]):
        names_body = (
            line.text.endswith(",") and is_headline(line.text[:-1]) and len(line.text.split()) <= _NAME
        )
        if is_formula(line.text) or (at and names_body and _has_head(lines, at + 1)):
            return at + 1 if numbered or _has_head(lines, at + 1) else 0
        if at and (is_strict_head(line.text) or read_division(line.text) or _is_first_section(line)):
            return at if numbered else 0
    return min(2, len(lines)) if numbered else 0


def without_front(lines: Lines) -> Lines:
    """Leave out what stands before the opening, but for the line that dates a text that does not."""
    at = _start(lines)
    body = lines[at:]
    length = opening_length(body)
    dated = next((line for line in lines[:at] if _DATED.search(line.text)), None)
    if dated is None or any(_YEAR.search(line.text) for line in body[:length]):
        return body
    last = length - 1 if is_formula(body[length - 1].text) else length
    return [*body[:last], dated, *body[last:]]


def _start(lines: Sequence[Line]) -> int:
    """Return where the opening begins: at a number that a formula, a head or a first section follows.

    A number on the first line needs none of them: nothing stands before it.
    """
    numbers = [at for at, line in enumerate(lines[:_FRONT]) if is_doc_number(line.text)]
    after = {
        at: lines[at + 1 : min(at + _OPENING, following)]
        for at, following in pairwise([*numbers, len(lines)])
    }
    adopted = (at for at in numbers if any(is_formula(line.text) for line in after[at]))
    headed = (at for at in numbers if not at or any(is_strict_head(line.text) for line in after[at]))
    sectioned = (at for at in numbers if any(_is_first_section(line) for line in after[at][:_SHORT]))
    unsure = (at for at in numbers if at < _UNSURE)
    return next((at for places in (adopted, headed, sectioned, unsure) for at in places), 0)


def _is_first_section(line: Line) -> bool:
    """Return True for the heading of a text's first section, False for a line of its contents: "1 Scope"."""
    marked = cut_marker(line.text)
    number = marked.reading("number")
    return number is not None and number.value == "1" and is_headline(marked.text)


def _has_head(lines: Sequence[Line], at: int) -> bool:
    return at < len(lines) and is_strict_head(lines[at].text)


def drop_running_heads(lines: Lines) -> Lines:
    """Remove the instrument's number beside a page number, on page after page or its own."""
    own_number = next((line.text.lower() for line in lines[:_UNSURE] if is_doc_number(line.text)), "")
    matches = [_RUNNING_HEAD.fullmatch(line.text) for line in lines]
    names = [(match["right"] or match["left"]).lower() if match else "" for match in matches]
    recurs = sum(map(bool, names)) > 1
    return without_edges(
        lines, [name != "" and (recurs or re.match(rf"{name}\b", own_number) is not None) for name in names]
    )


def drop_history(lines: Lines) -> Lines:
    """Remove the list of earlier editions that closes a text: "(Kyoto, 1994) – (Rev. …)"."""
    kept: list[Line] = []
    at = 0
    while at < len(lines):
        texts = [line.text for line in lines[at : at + _HISTORY_LINES] if lines[at].text.startswith("(")]
        lengths = (count for count in range(len(texts), 0, -1) if _HISTORY.fullmatch(" ".join(texts[:count])))
        length = next(lengths, 0)
        if not length:
            kept.append(lines[at])
        at += max(length, 1)
    return kept


STEPS: Steps = (
    ("running heads", drop_running_heads),
    ("page numbers", drop_page_numbers),
    ("front matter", without_front),
    ("adoption history", drop_history),
    ("repeated footnotes", find_footnotes),
    (LINE_BREAKS, unwrap),
    ("lone conjunctions", join_conjunctions),
    ("merged units", split_merged),
    ("marker tabs", join_markers),
    ("table columns", part_columns),
)
