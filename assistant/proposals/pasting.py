r"""The paragraphs of pasted words, without the marks of their list.

    "a) to build piers;\nb) to oil the lanterns"   ("a)", "to build piers;"), ("b)", "to oil the lanterns")
    "to build piers and\nto oil the lanterns"      ("", "to build piers and to oil the lanterns")

Word puts a line break between paragraphs. A PDF puts one at the end of each printed line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_LONGEST_LINE = 150
"""Characters of a printed line: a longer one is a whole paragraph."""
_MARK = re.compile(
    r"(?P<bullet>[•●▪■◦‣·–—-])\s+"
    r"|(?P<number>\(?(?:[0-9]{1,3}(?:\.[0-9]{1,3})*|[A-Za-z]|[ivxIVX]{2,5})[.)]"
    r"|[0-9]{1,3}(?:\.[0-9]{1,3})*(?=\t))\s+"
)
_COUNT = re.compile(r"(?P<number>[0-9]{1,3})\s+")
_ENDS = re.compile(r"[.;:][”’\"']?$|[;,] (?:and|or)$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and its number in the list that it was copied from, '' without one or with a bullet."""

    number: str
    words: str


def paragraphs(pasted: str) -> list[Paragraph]:
    """Return the paragraphs of pasted words; the lines of one are joined.

    A paragraph begins after an empty line, with the mark of a list, after a line that ends a sentence or an
    item, and after a line that is too long to be printed in one.
    """
    lines = [line.strip(" \xa0\r") for line in pasted.split("\n")]
    mark = _COUNT if _is_counted([line for line in lines if line]) else _MARK
    found: list[list[str]] = [[]]
    for line in lines:
        above = found[-1][-1] if found[-1] else ""
        if above and (not line or mark.match(line) or _ENDS.search(above) or len(above) > _LONGEST_LINE):
            found.append([])
        if line:
            found[-1].append(line)
    whole = [" ".join(part) for part in found if part]
    return [_unmarked(words, mark) for words in whole] if len(whole) > 1 else [Paragraph("", pasted)]


def _is_counted(lines: Sequence[str]) -> bool:
    """Return whether the lines begin with bare numbers that count up by one: "4 to see", "5 to hear"."""
    found = [_COUNT.match(line) for line in lines]
    counts = [int(match["number"]) for match in found if match]
    return len(counts) == len(lines) > 1 and counts == [*range(counts[0], counts[0] + len(counts))]


def _unmarked(words: str, mark: re.Pattern[str]) -> Paragraph:
    found = mark.match(words)
    if found is None:
        return Paragraph("", words)
    return Paragraph(found["number"] or "", words[found.end() :])
