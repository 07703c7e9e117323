"""What a unit begins with: "a)", "3", "1.1", "ii)", "- 1)", "1.6:", "¹", a dash."""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import ascii_lowercase

from corpus.bodies.ordinals import roman_number

# what numbers put in later: "b bis)", "3 ter)"; the Union's treaties write "penter"
INSERTED = ("bis", "ter", "quater", "quinquies", "penter", "sexies", "septies", "octies")
_INSERTED = "|".join(INSERTED)
_BIS = rf"(?:\s?(?:{_INSERTED})\b)?"
_PART = rf"[0-9]{{1,3}}(?:{_INSERTED})?"  # of a decimal number
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_AMOUNT = rf"[0-9]{{3}}\b|(?:{MONTHS})\b|per cent\b"
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_ROMAN = re.compile(r"(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})")  # to 39: longer lists have none
_DASH = re.compile(r"(?P<sign>[-–—−•●▪])\s+")

_LETTER = re.compile(r"[^\W\d_]")
_SHAPES = (
    # "Target 1.6: text"; a caption is no item
    ("label", re.compile(r"(?!Table |Figure )[A-Z][a-z]+ (?P<n>[0-9]{1,3}(?:\.[0-9]{1,3}){1,5}):\s+")),
    # outcome or output numbered under an objective: "R.1-a: text", "T.2-3: text"
    ("code", re.compile(r"(?P<n>[A-Z][.-][0-9]{1,3}[.-](?:[a-z]|[0-9]{1,3})):\s+")),
    # target or other item numbered under a group: "1.6: text"
    ("colon", re.compile(r"(?P<n>[0-9]{1,3}(?:\.[0-9]{1,3}){1,5}):\s+")),
    # "1.1 text", "2.4.1 text", "1bis.2 text"
    ("decimal", re.compile(rf"(?P<n>{_PART}(?:\.{_PART}){{1,5}})(?P<bis>{_BIS})\.?\s+")),
    # "1) text", "(1) text"
    ("paren", re.compile(rf"\(?(?P<n>[0-9]{{1,3}})(?P<bis>{_BIS})\)\s+")),
    # "1 text", "1. text"; years, amounts ("318 000"), dates and shares are no markers
    ("number", re.compile(rf"(?P<n>[0-9]{{1,3}})(?P<bis>{_BIS})\.?\s+(?!{_AMOUNT})")),
    # "a) text", "(a) text", "ii) text", "b bis) text", "b)bis text", "(a)Text"
    ("letter", re.compile(
        rf"\(?(?P<n>[a-z]{{1,5}}?)(?P<bis>{_BIS})\)(?P<late>(?:{_INSERTED})?)(?:\s+|(?<=\([a-z]\))(?=[A-Z]))"
    )),
    ("footnote", re.compile(rf"(?P<n>[⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,3}})(?P<bis>{_BIS})\s*(?=[^\s⁰¹²³⁴⁵⁶⁷⁸⁹])")),
)  # fmt: skip
NOTE_MARK = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
# an item inside a sentence
INLINE_MARK = re.compile(r"(?<=[\s:;,])\(?(?:[a-z]{1,5}|[0-9]{1,2})\) (?=\S)")
# a footnote mark that lost its height: "developing countries1;" but not "Action Line C2"
GLUED_MARK = re.compile(
    r"(?:(?<=[A-Za-z]{2})|(?<=[)\"”’])|(?<=[a-z]{4}\.))(?P<n>[0-9]{1,2})(?=[\s;,.:)\]]|$)"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """One reading of what stands at the start of a line.

    `style` is number, decimal, colon, label, code, paren, letter, roman, dash or footnote; `value`
    as it goes into an eId ("3", "1-1", "bbis", "r-1-a"); `order` its place in a sequence, from 1;
    `raw` as printed.
    """

    style: str
    value: str
    order: int
    raw: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A line cut into its marker's possible readings and the text that follows."""

    readings: tuple[Marker, ...]
    text: str
    offset: int

    def reading(self, *styles: str) -> Marker | None:
        """Return the reading in one of these styles, or None."""
        return next((reading for reading in self.readings if reading.style in styles), None)


def cut_marker(line: str) -> Marked:
    """Cut the marker off a line; without one there are no readings.

    >>> [reading.style for reading in cut_marker("- i) making all necessary").readings]
    ['letter', 'roman']
    """
    dash = _DASH.match(line)
    offset = dash.end() if dash else 0
    rest = line[offset:]
    for style, shape in _SHAPES:
        match = shape.match(rest)
        if (
            match
            and rest[match.end() :].strip()
            and not (dash and style in ("number", "footnote", "decimal"))
            and (style not in ("number", "decimal") or _LETTER.search(rest, match.end()))  # "5 10 15"
        ):
            readings = _readings(style, match)
            if readings:
                return Marked(readings, rest[match.end() :], offset + match.end())
    if dash and rest.strip():
        return Marked((Marker("dash", "", 0, dash["sign"]),), rest, offset)
    return Marked((), line, 0)


def cut_lettered(line: str, letter: str) -> Marked | None:
    """Cut off a number that begins with the letter of its annex: "A.1.2 text"; None without one."""
    match = re.match(rf"{letter}\.(?P<n>[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{0,4}})\.?\s+(?=\S)", line)
    if match is None:
        return None
    value = f"{letter.lower()}-{match['n'].replace('.', '-')}"
    marker = Marker("decimal", value, int(value.rpartition("-")[2]), f"{letter}.{match['n']}")
    return Marked((marker,), line[match.end() :], match.end())


def superscript(number: str) -> str:
    """Print a number as a footnote mark."""
    return number.translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def plain_number(mark: str) -> str:
    """Read a footnote mark as digits."""
    return mark.translate(_SUPERSCRIPTS)


def _readings(style: str, match: re.Match[str]) -> tuple[Marker, ...]:
    raw = match.group().strip()
    number = match["n"]
    bis = (match.groupdict().get("bis") or match.groupdict().get("late") or "").strip()
    if style == "footnote":
        value = plain_number(number)
        return (Marker(style, value + bis, int(value), raw),)
    if style == "code":
        last = number.replace(".", "-").rsplit("-", 1)[1]
        order = int(last) if last.isdigit() else ord(last) - ord("a") + 1
        return (Marker(style, number.replace(".", "-").lower(), order, raw),)
    if style in ("colon", "decimal", "label"):
        last = int(number.rsplit(".", 1)[1].rstrip(ascii_lowercase))
        return (Marker(style, number.replace(".", "-") + bis, last, raw),)
    if style in ("paren", "number"):
        return (Marker(style, number + bis, int(number), raw),)
    return _letters(number, bis, raw)


def _letters(word: str, bis: str, raw: str) -> tuple[Marker, ...]:
    """Read "i)" as a letter and as a roman number, "ab)" as neither."""
    found: list[Marker] = []
    if len(set(word)) == 1 and len(word) <= 2:  # a … z, aa … zz
        order = ord(word[0]) - ord("a") + 1 + 26 * (len(word) - 1)
        found.append(Marker("letter", word + bis, order, raw))
    if _ROMAN.fullmatch(word) and (numeral := roman_number(word)):
        found.append(Marker("roman", word + bis, numeral, raw))
    return tuple(found)
