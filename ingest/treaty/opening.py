"""How a treaty opens: its title, and where preamble, chapters and articles begin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.lines import Line, ending, is_headline
from ingest.opening import is_doc_number, is_strict_head, read_division
from ingest.treaty.headings import is_article, is_preamble, read_heading
from ingest.treaty.margin import Order, read_margin

_AHEAD = 8  # lines after an article's heading searched for its first marginal number
FRONT_MATTER = 80  # lines before the title at most
_TITLE = re.compile(
    r"\A(?:[\w’'-]+ ){0,6}?(?:constitution|convention|charter|treaty|agreement|protocol|statutes?|covenant"
    r"|pact|regulations|rules)\b.*",
    re.IGNORECASE,
)
TITLE_LINES = 8
CONCLUDES = re.compile(r"(?:in (?:witness|faith|testimony) whereof|done (?:at|in)) ", re.IGNORECASE)


def is_treaty(lines: Sequence[Line]) -> bool:
    """Return True for a text that articles divide, and that no resolution opens."""
    found = openings(lines)
    before = lines[: found[0]] if found else ()
    return len(found) > 1 and not any(
        is_doc_number(line.text) or is_strict_head(line.text) or read_division(line.text) for line in before
    )


def openings(lines: Sequence[Line]) -> list[int]:
    """Return where articles open."""
    return [at for at, line in enumerate(lines) if is_article(line.text)]


def has_margin(lines: Sequence[Line]) -> bool:
    """Return True if marginal numbers run through the articles.

    Paragraph numbers begin anew in every article; marginal numbers go on.
    """
    firsts: list[Order] = []
    for at, following in pairwise([*openings(lines), len(lines)]):
        found = (read_margin(line.text) for line in lines[at + 1 : min(at + 1 + _AHEAD, following)])
        firsts += [margin.order for margin in found if margin and margin.sure][:1]
    rising = sum(first < second for first, second in pairwise(firsts))
    return len(firsts) > 1 and rising >= 0.8 * (len(firsts) - 1) and firsts[-1] > (1, "", 0)


def title_start(lines: Sequence[Line]) -> int | None:
    """Return where the title begins, None where no line has the form of one."""
    body = body_start(lines)
    for at, line in enumerate(lines[: min(body, FRONT_MATTER)]):
        if _TITLE.fullmatch(line.text) and is_headline(line.text):
            while at and not (lines[at].gap or lines[at].turn) and is_headline(lines[at - 1].text):
                at -= 1
            return at
    return None


def title_length(lines: Sequence[Line], start: int) -> int:
    """Count the lines of the title."""
    body = body_start(lines)
    end = start + 1
    while end < min(body, start + TITLE_LINES) and not (
        ((lines[end].gap or lines[end].turn) and not lines[end].heading == lines[start].heading > 0)
        or lines[end - 1].text.endswith("*")
        or not re.match(r"[A-Z(]", lines[end].text)
        or ending(lines[end].text)
        or lines[end].text.isupper() != lines[start].text.isupper()
    ):
        end += 1
    return end - start


def body_start(lines: Sequence[Line]) -> int:
    """Return where preamble, chapters or articles begin."""
    return next((at for at, line in enumerate(lines) if opens(line)), len(lines))


def opens(line: Line) -> bool:
    """Return True for a line that opens the preamble, a chapter, an article, an annex."""
    return (
        read_heading(line.text) is not None or is_preamble(line.text) or read_division(line.text) is not None
    )
