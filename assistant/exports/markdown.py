"""Text → Markdown: what is written shows exactly these words; a clause is quoted with its items."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.plain_text import with_escapes
from assistant.quotation import Quotation

MEDIA_TYPE = "text/markdown; charset=utf-8"
_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>#|~&$!^@"})
_LIST = re.compile(r"^(\d{1,9}(?=[.)])|(?=[-+=]))")  # what opens a list, or underlines a heading


def plain(text: str, but: str = "") -> str:
    r"""Return text in one line in which nothing is markup; invisible characters in `but` stay.

    >>> plain("1. [piers]")
    '1\\. \\[piers\\]'
    """
    return _LIST.sub(r"\1\\", with_escapes(" ".join(text.split()).translate(_MARKS), but=but))


def clause(quotation: Quotation, mark: str = "") -> str:
    """Return a clause as a block quote, each level of items a quote deeper, `mark` behind its last word.

    The words that govern it open the quote, in italics. Nothing in a clause can end the quote.
    """
    rows = [(1, plain(quotation.words)), *((item.depth + 1, plain(item.line)) for item in quotation.below)]
    rows[-1] = (rows[-1][0], rows[-1][1] + mark)
    lines = [f"> *{plain(quotation.above)}* …", ">"] if quotation.above else []
    lines.append(f"> {rows[0][1]}")
    for (before, _), (depth, words) in pairwise(rows):
        lines += [("> " * min(before, depth)).rstrip(), f"{'> ' * depth}{words}"]
    return "\n".join(lines)
