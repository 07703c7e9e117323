"""The opening of a United Nations resolution: which body, which number, adopted when, called what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.heads import is_reciting, main_verb
from corpus.keys import EditionKey, InstrumentKey
from corpus.mandates import base_of
from ingest.grammar import Identity
from ingest.lines import Line
from ingest.opening import is_formula
from ingest.tree import Node

OPENING = 60  # lines before the formula at most: a masthead, an agenda item, a title
_UNSIGNED = 12  # lines before the formula at most in a text without symbol or number
_BODY = r"General Assembly|Security Council|Economic and Social Council|Human Rights Council"
_KEYS = {
    "General Assembly": ("un-ga", "UNGA"),
    "Security Council": ("un-sc", "UNSC"),
    "Economic and Social Council": ("un-ecosoc", "ECOSOC"),
    "Human Rights Council": ("un-hrc", "HRC"),
}
_FORMULA = re.compile(rf"The (?P<body>{_BODY}),?")
SYMBOL = re.compile(
    r"(?<![\w/])(?P<body>A/HRC|A|S|E)/RES/"
    r"(?P<number>(?:ES-[0-9]{1,2}/|S-[0-9]{1,2}/|[0-9]{1,4}/)?[0-9]{1,4}(?: ?[A-Z]\b)?(?: ?\([^()]{1,12}\))?)"
)
# "75/1. Title", "ES-11/1. Title", "2020/23. Title", "1514 (XV). Title"
_NUMBERED = re.compile(
    r"(?P<docnumber>(?P<number>(?:ES-[0-9]{1,2}|S-[0-9]{1,2}|[0-9]{1,4})/[0-9]{1,4}(?: ?[A-Z](?:[-–][A-Z])?)?"
    r"|[0-9]{1,4}(?: [A-Z])? \((?:E?S-)?[IVXL]+\))\.)(?:\s+(?P<title>\S.*))?"
)
# "Resolution 2768 (2025)"
_DATED = re.compile(r"(?:Resolution|RESOLUTION) (?P<number>[0-9]{1,4}) \((?P<year>[1-9][0-9]{3})\)")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
DATE = rf"(?P<day>[0-9]{{1,2}}) (?P<month>{'|'.join(_MONTHS)}) (?P<year>[1-9][0-9]{{3}})"
_DATE = re.compile(DATE)
_ADOPTED = re.compile(rf"(?:Resolution )?[Aa]dopted by the (?:{_BODY})\b")
# what ends an opening's line that the next does not go on with
_WHOLE = re.compile(
    r"\]\W?$|\b[Ss]ession$|[Aa]genda items? .{1,20}$|[0-9]{4}\)?\W?$|^[A-Z/]*/[0-9/]+$|^(?:Distr|Original)\b"
)
_COMMITTEE = re.compile(r"\A\[.*\][*¹]?")


@dataclass(frozen=True, slots=True)
class Heading:
    """What an opening's line is: its role in the preface, and where a title begins in it."""

    role: str
    title: int = 0


def formula_at(lines: Sequence[Line]) -> int:
    """Return where the sentence stands that says who adopts; -1 where none does."""
    for at, line in enumerate(lines[:OPENING]):
        if is_un_formula(line.text):
            return at
    return -1


def is_un_formula(text: str) -> bool:
    """Tell "The General Assembly," from a sentence that begins so."""
    return _FORMULA.fullmatch(bare(text)) is not None


def recognises(lines: Sequence[Line]) -> bool:
    """Tell a resolution of the United Nations: its body's formula, below a symbol, number or date."""
    at = formula_at(lines)
    if at < 0 or any(is_formula(line.text) for line in lines[:at]):
        return False
    above = [bare(line.text) for line in lines[:at]]
    signed = any(SYMBOL.search(text) or _ADOPTED.match(text) or _DATED.fullmatch(text) for text in above)
    numbered = any(_NUMBERED.fullmatch(text) for text in above)
    if signed or numbered:
        return True
    return at < _UNSIGNED and at + 1 < len(lines) and _opens(bare(lines[at + 1].text))


def _opens(text: str) -> bool:
    """Tell a recital or a decision, which follows the formula."""
    verb = main_verb(text)
    return text[:1].isupper() and (is_reciting(verb) or (base_of(verb) not in ("", verb)))


def bare(text: str) -> str:
    """Leave out the signs of a heading and of emphasis, which a reader may have left."""
    return text.replace("*", "").lstrip("# ").strip("_ ")


def read_heading(text: str) -> Heading:
    """Say what a line above the formula is."""
    if match := _NUMBERED.fullmatch(text):
        return Heading("docnumber", match.start("title") if match["title"] else 0)
    if _DATED.fullmatch(text):
        return Heading("docnumber")
    stated = _ADOPTED.match(text) or _COMMITTEE.fullmatch(text)
    return Heading("statement" if stated else "masthead")


def lacks_day(text: str) -> bool:
    """Tell the statement of adoption whose day stands in the next line."""
    return _ADOPTED.match(text) is not None and _DATE.search(text) is None


def runs_on_above(before: str, text: str) -> bool:
    """Tell a line of the opening that goes on with the line before it: a title, a statement."""
    if read_heading(text).role != "masthead" or is_un_formula(text) or is_un_formula(before):
        return lacks_day(before) and _DATE.search(text) is not None
    return lacks_day(before) or _WHOLE.search(before) is None


def identify(root: Node, name: str, given: EditionKey | None) -> Identity:
    """Read number, body, date and title from the opening; the given key wins."""
    opening = [node for node in root.walk() if node.eid == "" and node.ancestor("preface", "preamble")]
    texts = {role: [node.text for node in opening if node.role == role] for role in _ROLES}
    title = next(iter(texts["title"]), "")
    issuer, short = _issuer(root)
    number, year = _number(texts["docnumber"], texts["para_nn"])
    adopted = _adopted(texts["para_nn"], root)
    year = year or adopted[:4]
    if not number:
        return Identity(given, name, title, "", adopted)
    key = given
    if key is None and issuer and year:
        slug = re.sub(r"[^a-z0-9]+", "-", number.lower()).strip("-")
        key = EditionKey(InstrumentKey(issuer, f"res-{slug}"), int(year))
    printed = f"{number} ({year})" if issuer == "un-sc" and year else number
    return Identity(key, f"{short} Resolution {printed}".strip(), title, "", adopted)


_ROLES = ("docnumber", "title", "para_nn")


def _issuer(root: Node) -> tuple[str, str]:
    """Return the key and the short name of the body whose formula opens the text."""
    for node in root.walk():
        match = _FORMULA.fullmatch(node.text) if node.role == "formula" else None
        if match:
            return _KEYS[match["body"]]
    return "", ""


def _number(docnumbers: Sequence[str], front: Sequence[str]) -> tuple[str, str]:
    """Return the number and, where it has one, its year; from the symbol if no line is the number's."""
    for text in docnumbers:
        if match := _DATED.fullmatch(text):
            return match["number"], match["year"]
        if match := _NUMBERED.fullmatch(text):
            return match["number"], ""
    for text in front:
        if symbol := SYMBOL.search(text):
            if dated := re.fullmatch(r"([0-9]+) ?\(([0-9]{4})\)", symbol["number"]):
                return dated[1], dated[2]
            return symbol["number"], ""
    return "", ""


def _adopted(front: Sequence[str], root: Node) -> str:
    """Return the day of adoption: as the opening states it, else as the closing lines do."""
    stated = [text for text in front if _ADOPTED.match(text)]
    closing = [node.text for node in root.walk() if node.ancestor("conclusions")]
    for text in (*stated, *closing):
        if match := _DATE.search(text):
            month = _MONTHS.index(match["month"]) + 1
            return f"{match['year']}-{month:02}-{int(match['day']):02}"
    return ""
