"""How a treaty opens: its title, and where preamble, chapters and articles begin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ingest.lines import Line, ending, is_headline
from ingest.markers import INSERTED
from ingest.opening import is_doc_number, is_strict_head, read_division
from ingest.treaty.margin import AMENDMENT, Order, read_margin

_SHORT = {
    "book": "book", "part": "part", "title": "tit", "chapter": "chp", "section": "sec",
    "subsection": "subsec", "article": "art", "art.": "art",
}  # fmt: skip
_WORDS = "|".join(map(re.escape, _SHORT))
_NUMBER = rf"(?:[0-9]{{1,3}}(?: ?[A-Z]{{1,2}})?|[IVXLC]{{1,7}}[A-Z]?|[A-Z])(?: ?(?:{'|'.join(INSERTED)}))?"
_HEADING = re.compile(
    rf"(?P<word>{_WORDS}) {{1,3}}(?P<number>{_NUMBER})(?P<stamps>(?: (?:{AMENDMENT}))*)"
    r"(?:(?P<joint>\s*[.:]|\s+[–—-])?(?:\s+(?P<title>\S.*))?)?",
    re.IGNORECASE,
)
_TAKEN_OUT = re.compile(
    rf"(?P<sup>\(?SUP\)?) (?P<word>{_WORDS})S? (?P<number>{_NUMBER})(?: (?:to|and|–|-) (?P<last>{_NUMBER}))?"
    rf"(?P<stamps>(?: (?:{AMENDMENT}))*)",
    re.IGNORECASE,
)
_REMEMBERED = 4096  # lines: every step asks again
_PREAMBLE = re.compile(r"preamble", re.IGNORECASE)
_AHEAD = 8  # lines after an article's heading searched for its first marginal number
FRONT_MATTER = 80  # lines before the title at most
_TITLE = re.compile(
    r"\A(?:[\w’'-]+ ){0,6}?(?:constitution|convention|charter|treaty|agreement|protocol|statutes?|covenant"
    r"|pact|regulations|rules)\b.*",
    re.IGNORECASE,
)
TITLE_LINES = 8
CONCLUDES = re.compile(r"(?:in (?:witness|faith|testimony) whereof|done (?:at|in)) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that opens an article or what holds articles, or says that one was taken out.

    `role` and `value` make its segment of an eId ("art", "11a"), `label` its citation ("Article
    11A"). `own` is what is numbered with its number, `stamps` what amended it; the title, where it
    stands in the line, begins at `offset`. `suppressed` tells that it only says what was taken out.
    """

    role: str
    value: str
    label: str
    own: str
    stamps: str
    offset: int
    bare: bool = True  # whether the line holds no title
    suppressed: bool = False

    @property
    def number(self) -> int:
        """Its number, 0 for letters and roman numbers."""
        match = re.match("[0-9]+", self.value)
        return int(match.group()) if match else 0

    @property
    def last(self) -> int:
        """The last number of several that were taken out, else its own."""
        match = re.search("-([0-9]+)", self.value)
        return int(match[1]) if match else self.number


@lru_cache(maxsize=_REMEMBERED)
def read_heading(text: str) -> Heading | None:
    """Read the heading of an article, a chapter, a section; None for any other line.

    >>> read_heading("ARTICLE 11A").label
    'Article 11A'
    """
    suppressed = _TAKEN_OUT.fullmatch(text)
    if suppressed:
        return _taken_out(suppressed)
    match = _HEADING.fullmatch(text)
    if match is None or not match["word"][0].isupper() or not match["number"][-1:].isalnum():
        return None
    title = match["title"] or ""
    if title and not _is_title(match["joint"], title):
        return None
    if match["joint"] and match["joint"].strip() == ":" and not title:
        return None  # "The following Article 5:" introduces words
    offset = match.start("title") if title else len(text)
    number = match["number"].replace(" ", "")
    return Heading(
        role=_SHORT[match["word"].lower()],
        value=number.lower(),
        label=f"{_word(match['word'])} {number}",
        own=text[: match.start("stamps")] if match["stamps"] else text[:offset].rstrip(),
        stamps=match["stamps"].strip(),
        offset=offset,
        bare=not title,
    )


def is_preamble(text: str) -> bool:
    """Return True for the line that opens the preamble."""
    return _PREAMBLE.fullmatch(text) is not None


def _taken_out(match: re.Match[str]) -> Heading:
    """Read "(SUP) ARTICLES 26 to 30"."""
    word, first, last = _word(match["word"]), match["number"].replace(" ", ""), match["last"] or ""
    last = last.replace(" ", "")
    label = f"{word}s {first} to {last}" if last else f"{word} {first}"
    return Heading(
        role=_SHORT[match["word"].lower()],
        value=(f"{first}-{last}" if last else first).lower(),
        label=label,
        own=match.string[: match.start("stamps")],
        stamps=match["stamps"].strip(),
        offset=match.start("stamps"),
        suppressed=True,
    )


def _is_title(joint: str | None, title: str) -> bool:
    if joint and joint.strip() != ".":
        return is_headline(title) or len(title) <= 160
    return is_headline(title) and title[0].isupper()


def _word(word: str) -> str:
    return "Article" if word.lower() == "art." else word.capitalize()


def is_treaty(lines: Sequence[Line]) -> bool:
    """Return True for a text that articles divide, and that no resolution opens."""
    found = openings(lines)
    before = lines[: found[0]] if found else ()
    return len(found) > 1 and not any(
        is_doc_number(line.text) or is_strict_head(line.text) or read_division(line.text) for line in before
    )


def openings(lines: Sequence[Line]) -> list[int]:
    """Return where articles open."""
    headings = (read_heading(line.text.lstrip("# ").strip("*")) for line in lines)
    return [
        at
        for at, heading in enumerate(headings)
        if heading and heading.role == "art" and not heading.suppressed
    ]


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
