"""What divides a treaty: "CHAPTER IVA", "SECTION 2", "ARTICLE 11A", "Article 5 – Seat"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.lines import is_headline
from ingest.markers import INSERTED
from ingest.treaty.margin import AMENDMENT

_SHORT = {
    "book": "book", "part": "part", "title": "tit", "chapter": "chp", "section": "sec",
    "subsection": "subsec", "article": "art", "art.": "art",
}  # fmt: skip
_WORDS = "book|part|title|chapter|section|subsection|article|art\\."
_NUMBER = rf"(?:[0-9]{{1,3}}(?: ?[A-Z]{{1,2}})?|[IVXLC]{{1,7}}[A-Z]?|[A-Z])(?: ?(?:{'|'.join(INSERTED)}))?"
_HEADING = re.compile(
    rf"(?P<word>{_WORDS}) (?P<number>{_NUMBER})(?P<stamps>(?: (?:{AMENDMENT}))*)"
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
    taken = _TAKEN_OUT.fullmatch(text)
    if taken:
        return _taken_out(taken)
    match = _HEADING.fullmatch(text)
    if match is None or not match["word"][0].isupper() or not match["number"][-1:].isalnum():
        return None
    title = match["title"] or ""
    if title and not _is_title(match["joint"], title):
        return None
    if match["joint"] and match["joint"].strip() == ":" and not title:
        return None  # "The following Article 5:" introduces words
    offset = match.start("title") if title else len(text)
    return Heading(
        role=_SHORT[match["word"].lower()],
        value=_value(match["number"]),
        label=f"{_word(match['word'])} {_printed(match['number'])}",
        own=text[: match.start("stamps")] if match["stamps"] else text[:offset].rstrip(),
        stamps=match["stamps"].strip(),
        offset=offset,
        bare=not title,
    )


def is_article(text: str) -> bool:
    """Return True for the line that opens an article."""
    heading = read_heading(text.lstrip("# ").strip("*"))
    return heading is not None and heading.role == "art" and not heading.suppressed


def is_preamble(text: str) -> bool:
    """Return True for the line that opens the preamble."""
    return _PREAMBLE.fullmatch(text) is not None


def _taken_out(match: re.Match[str]) -> Heading:
    """Read "(SUP) ARTICLES 26 to 30"."""
    word, first, last = _word(match["word"]), match["number"], match["last"]
    several = f"{_value(first)}-{_value(last)}" if last else _value(first)
    label = f"{word}s {_printed(first)} to {_printed(last)}" if last else f"{word} {_printed(first)}"
    return Heading(
        role=_SHORT[match["word"].lower()],
        value=several,
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


def _printed(number: str) -> str:
    return number.replace(" ", "")


def _value(number: str) -> str:
    return _printed(number).lower()
