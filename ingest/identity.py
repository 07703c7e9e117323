"""What the first page of a text says of it: its number, its body, its title, when it was adopted.

How bodies number their texts is data (`corpus/bodies`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.bodies import Bodies, bodies_in_use
from corpus.bodies.names import Name, name_reader
from corpus.keys import EditionKey
from ingest.first_page import subject
from ingest.grammar import Identity
from ingest.lines import ending, is_headline

_AFTER_NUMBER = re.compile(
    r"(?P<stop>[.:]?)(?:\s+[–—-])?\s+(?P<title>[^\W\d_a-z]\S*.*|[“\"‘(].*|[0-9].*[^\W\d_].*)"
)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
DAY = rf"(?P<day>[0-9]{{1,2}}) (?P<month>{'|'.join(_MONTHS)}) (?P<year>[1-9][0-9]{{3}})"
DATE = re.compile(DAY)
_LONGEST_HEADING = 400  # characters
_YEAR = re.compile(r"\s*\((?P<year>(?:18|19|20)[0-9]{2})\)$")


@dataclass(frozen=True, slots=True)
class NumberLine:
    """The line of an opening that has the text's number: its place, where the number ends, a title begins."""

    at: int
    name: Name
    end: int
    title: int = 0


def issuers_of(formula: str) -> tuple[str, ...]:
    """Return the issuers that a formula may mean."""
    return name_reader(bodies_in_use()).organs.adopting(bare(formula))


def bare(text: str) -> str:
    """Return a text without the signs of a heading and of emphasis, which a reader may have left."""
    return text.replace("*", "").lstrip("# ").strip("_ ")


def number_line(opening: tuple[str, ...], issuers: tuple[str, ...] = ()) -> NumberLine | None:
    """Return the line that has the text's number, None without one. The text has one of the issuers.

    A line with a noun ("Decision 6/CMA.3"), a title ("75/1. Declaration …") or a stop comes before a symbol
    alone.
    """
    return _number_line(opening, issuers, bodies_in_use())


@lru_cache(maxsize=256)
def _number_line(opening: tuple[str, ...], issuers: tuple[str, ...], _: Bodies) -> NumberLine | None:
    """Return the line that has the text's number, as it is read by some bodies."""
    found: list[tuple[int, NumberLine]] = []
    for at, text in enumerate(opening):
        for read in (_numbered(at, text, issuer) for issuer in (*issuers, "")):
            if read is not None:
                has_noun = text[: read.name.end].lower().startswith(read.name.series.noun)
                is_symbol = "/RES/" in text[: read.name.end]  # of a masthead, beside which no title stands
                is_numbered = not is_symbol and (has_noun or read.title or text.endswith("."))
                found.append((2 if is_numbered else 1, read))
                break
    titled = (_titled(text, issuers, at) for at, text in enumerate(opening))
    return max(found, key=lambda row: row[0])[1] if found else next(filter(None, titled), None)


def _numbered(at: int, text: str, issuer: str) -> NumberLine | None:
    """Read a line that begins with the number of a text, and has no more than a title after it.

    A number without a noun ("75/1.", "A41-21:") is tried with one; with letters in it, if it is the issuer's.
    """
    reader = name_reader(bodies_in_use())
    is_bare = text[:1].isdigit() or (issuer and any(sign.isdigit() for sign in text.partition(" ")[0]))
    for added in ("", "resolution ", "decision ") if is_bare else ("",):
        names = reader.names(f"{added}{text}", issuer, typed=text.isupper())
        if not names or names[0].start or (issuer and names[0].series.issuer != issuer):
            continue
        end = names[0].end - len(added)
        rest = _AFTER_NUMBER.fullmatch(text, end)
        if rest and (rest["stop"] or not added):
            return NumberLine(at, names[0], rest.end("stop"), rest.start("title"))
        if text[end:].strip() in ("", ".", ":", "*"):
            return NumberLine(at, names[0], len(text))
    return None


def symbol_in(text: str) -> str:
    """Return the symbol of a text in a line, "A/RES/75/1", '' without one."""
    for name in name_reader(bodies_in_use()).names(text):
        words = text[name.start : name.end]
        if "/RES/" in words:
            return words[words.rfind(" ", 0, words.index("/RES/")) + 1 :]
    return ""


def first_date(texts: Iterable[str]) -> str:
    """Return the first day that a text names, as 2022-10-14; '' without one."""
    for text in texts:
        if match := DATE.search(text):
            month = _MONTHS.index(match["month"]) + 1
            return f"{match['year']}-{month:02}-{int(match['day']):02}"
    return ""


def identity_by_number(lines: Sequence[str], name: str, given: EditionKey | None) -> Identity | None:
    """Return the identity of a text whose grammar does not know its number; None without a number.

    `lines` are its first ones. What follows the number in its line is the title, else the line below is.
    """
    opening = tuple(bare(line) for line in lines)
    issuers = next(filter(None, map(issuers_of, opening)), ())
    for at, text in enumerate(opening):
        number = number_line((text,), issuers)
        if number is None:
            continue
        below = opening[at + 1] if at + 1 < len(opening) else ""
        title = text[number.title :] if number.title else below if is_headline(below) else ""
        stated = _YEAR.search(title)
        year = number.name.year or (int(stated["year"]) if stated else None)
        key = given or (EditionKey(number.name.instrument, year) if year else None)
        printed = number.name.series.print({**({"year": year} if year else {}), **number.name.fields})
        title = _YEAR.sub("", title).strip()
        return Identity(key, printed, subject(title), "", str(year or ""))
    return None


def _titled(text: str, issuers: tuple[str, ...], at: int = 0) -> NumberLine | None:
    """Read a heading that begins with a number and goes on: "Recommendation No. 61 to the Ministries …"."""
    names = (name_reader(bodies_in_use()).names(text, issuer) for issuer in issuers)
    first = next((found[0] for found in names if found and not found[0].start), None)
    if first is None or ending(text) or len(text) > _LONGEST_HEADING:
        return None
    start = len(text) - len(text[first.end :].lstrip(" ,:–—-"))
    return NumberLine(at, first, first.end, start)
