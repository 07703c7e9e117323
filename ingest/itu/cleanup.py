"""What the pages of an ITU text carry beside its words, as named steps."""

from __future__ import annotations

import re

from ingest.cleanup import LINE_BREAKS, Lines, Steps, drop_page_numbers
from ingest.footnotes import find_footnotes
from ingest.itu.columns import part_columns
from ingest.itu.merged import split_merged
from ingest.itu.preface import without_front
from ingest.itu.tabs import join_markers
from ingest.joining import join_conjunctions
from ingest.lines import Line, without_edges
from ingest.opening import is_doc_number
from ingest.unwrap import unwrap

_RUNNING_HEAD = re.compile(
    r"(?:[0-9]{1,4} ((?:Resolution|Decision|Recommendation|Opinion) [0-9]+)"
    r"|((?:Resolution|Decision|Recommendation|Opinion) [0-9]+) [0-9]{1,4})"
)
_EDITION = r"\((?:Rev\. )?[^()0-9]+, [0-9]{4}\)"
_HISTORY = re.compile(rf"{_EDITION}(?: [–-] {_EDITION})+")
_HISTORY_LINES = 6  # that such a list takes at most
_FRONT_MATTER = 40  # lines before an instrument's number at most: a treaty may quote one further on


def drop_running_heads(lines: Lines) -> Lines:
    """Remove the instrument's number beside a page number, on page after page or its own."""
    own = next((line.text for line in lines[:_FRONT_MATTER] if is_doc_number(line.text)), "")
    found = [_RUNNING_HEAD.fullmatch(line.text) for line in lines]
    names = [" ".join(filter(None, match.groups())) if match else "" for match in found]
    recurs = sum(map(bool, names)) > 1
    return without_edges(lines, [bool(name) and (recurs or _names(own, name)) for name in names])


def drop_history(lines: Lines) -> Lines:
    """Remove the list of earlier editions that closes a text: "(Kyoto, 1994) – (Rev. …)"."""
    kept: list[Line] = []
    at = 0
    while at < len(lines):
        length = _history_length(lines[at : at + _HISTORY_LINES])
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


def _names(own: str, name: str) -> bool:
    """Return True if the line that names an instrument names it so: "RESOLUTION 7 (…)"."""
    return own.lower().startswith(name.lower()) and not own[len(name) :][:1].isdigit()


def _history_length(lines: Lines) -> int:
    if not lines[0].text.startswith("("):
        return 0
    joined = [" ".join(line.text for line in lines[:count]) for count in range(1, len(lines) + 1)]
    return max((count for count, text in enumerate(joined, 1) if _HISTORY.fullmatch(text)), default=0)
