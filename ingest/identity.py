"""The line that has a text's number: as a body that is known writes it (`corpus/bodies`), else by its form.

Resolution 12                                                a number line
Decision LC-IV/7. Financial rules                            with its title
Recommendation Rec(2004)11 of the Council of Ferry Ministers with its organ
Action LJC/44-1 (2021)                                       a noun that no list has: its number has initials
TC/RES/2021/3, LC/DEC. No. 10/20                             a symbol, which says what it is
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.bodies import Bodies, bodies_in_use
from corpus.bodies.names import Name, name_reader
from corpus.bodies.ordinals import roman_number
from corpus.bodies.registry import NOUNS
from ingest.dates import YEAR, has_day, is_dated
from ingest.first_page import ROMAN, Organ, meeting_in, organ_in
from ingest.lines import ending, is_headline

_AFTER_NUMBER = re.compile(
    r"(?P<stop>[.:]?)(?:\s+[–—-])?\s+(?P<title>[^\W\d_a-z]\S*.*|[“\"‘(].*|[0-9].*[^\W\d_].*)"
)
_LONGEST_HEADING = 400  # characters
_YEAR_AFTER = re.compile(rf"\s*\((?:[^()\d]{{2,40}}, )?{YEAR}\)\W*$")
_NUMBER_LINE = re.compile(
    r"(?:\[?(?:(?:revised|proposed|preliminary) )*(?P<draft>draft )?\]?(?:revised )?)"
    rf"(?P<noun>{'|'.join(NOUNS)}|res|dec|rec|(?-i:[A-Z][a-z]{{3,}}))\.?"
    r"(?P<sign> (?:no|nr|n[°º])\.?)? "
    rf"(?P<number>(?=[A-Z()./-]*[0-9]|(?-i:{ROMAN})\b)[A-Za-z0-9](?:[\w()./–-]{{0,24}}[\w)])?)"
    rf"(?: \((?P<session>{ROMAN}|[0-9]{{1,3}})\))?"
    rf"(?: \((?P<revised>rev\.? ?)?(?:(?P<place>[^\W\d][^()\d]{{1,40}}), )?{YEAR}\))?"
    r"(?P<stop>[.:]? ?[–—:-]?)(?:\s+(?P<rest>\S.*))?",
    re.IGNORECASE,
)
_SYMBOL = re.compile(
    r"(?=.*[0-9])(?P<symbol>[0-9]{0,3}[A-Z][A-Za-z]{0,9}(?:\([0-9IVXLC]+\))?(?:[/.-][\w().-]{1,15}){1,5}"
    r"(?: (?:[Nn][o°º]\.? )?[0-9][\w()/-]*(?:\.[0-9]+)*)?(?: \((?:Rev\.? ?)?[0-9A-Z][0-9A-Z/-]*\))?)"
    r"(?P<stop>[.:]? ?[–—:-]?)(?:\s+(?P<rest>\S.*))?",
)
_SYMBOL_NOUN = re.compile(
    r"(?:^|[/.-])(?P<noun>RES|DEC|REC|Res|Dec|Rec|R(?=[0-9]+$))(?:olution|ision|ommendation)?(?=[/. 0-9-]|$)"
)
# letters, figures and signs without a noun: "15 COM 7A.1", "UC-21-14", "A41-28: Piers", "C 61/2021", "C05"
_CODE = re.compile(
    r"(?P<code>(?:[0-9]{1,3} (?=[A-Z]{2,8} ))?(?:[A-Z]{1,8} (?=[0-9]+[A-Z]?[/.-]))?(?=[^\s:]*[0-9])"
    r"[A-Z0-9][A-Za-z0-9]*(?:[/.-][A-Za-z0-9]+){0,5}(?:\([0-9IVXLC]+\))?)"
    r"(?:[.:]? ?[–—:-]?(?:\s+(?P<title>\S.*))?)"
)
_PERIOD = re.compile(rf"(?:{YEAR.replace('P<year>', ':')}[/.-]?)+|{YEAR}(?:[.-][0-9]{{2}}){{1,2}}")
_SHORT = {"r": "resolution", "res": "resolution", "dec": "decision", "rec": "recommendation"}
_ADDRESSED = re.compile(
    r"to (?:the )?.{3,80}? (?:concerning|on|regarding|about) (?P<title>\S.*)", re.IGNORECASE
)
_ITEM = re.compile(r"\(?(?:agenda )?items? [0-9].{0,20}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """The number of a text as it is written, what kind of text it is, what else its line says.

    `printed` is what stands in the line: "Resolution 12", "TC/RES/2021/3", `said` that with place and year.
    `goes_on` is True if words in small letters follow, as in a heading: "to the Ministries of Lamps".
    """

    noun: str
    number: str
    printed: str
    title: str = ""
    organ: Organ | None = None
    session: int | None = None
    year: int | None = None
    place: str = ""
    is_draft: bool = False
    said: str = ""
    goes_on: bool = False

    @property
    def rank(self) -> int:
        """How surely it is the text's: one with the noun of a kind of text, a symbol, any other noun."""
        return 1 if self.printed == self.number else 0 if self.noun in NOUNS else 2


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
    if found:
        return max(found, key=lambda row: row[0])[1]
    reader = name_reader(bodies_in_use())
    for at, text in enumerate(opening):  # it goes on: "Recommendation No. 61 to the Ministries …"
        names = (reader.names(text, issuer) for issuer in issuers)
        first = next((readings[0] for readings in names if readings and not readings[0].start), None)
        if first and not ending(text) and len(text) <= _LONGEST_HEADING:
            start = len(text) - len(text[first.end :].lstrip(" ,:–—-"))
            return NumberLine(at, first, first.end, start)
    return None


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
        if text[end:].strip() in ("", ".", ":", "*") or (rest and is_dated(rest["title"])):
            return NumberLine(at, names[0], len(text))
        if rest and (rest["stop"] or not added):
            return NumberLine(at, names[0], rest.end("stop"), rest.start("title"))
    return None


def symbol_in(text: str) -> str:
    """Return the symbol of a text in a line, "A/RES/75/1", '' without one."""
    for name in name_reader(bodies_in_use()).names(text):
        words = text[name.start : name.end]
        if "/RES/" in words:
            return words[words.rfind(" ", 0, words.index("/RES/")) + 1 :]
    return ""


# -- a number by its form --------------------------------------------------------------------------------


def number_of(text: str) -> Number | None:
    """Return the number that a line has by its form, None for a line that is no number line."""
    text = " ".join(text.split())
    match = _NUMBER_LINE.fullmatch(text)
    if match is None or not _is_number(match):
        return _symbol(text)
    rest = match["rest"] or ""
    is_sentence = re.match(r"[a-z]", rest) and not re.match(r"(?:of|on|to|by|concerning|adopted)\b", rest)
    if rest and not match["stop"].strip() and (rest.endswith((".", ";", ",")) or is_sentence):
        return None  # "Resolution 12 was adopted in Oslo"
    noun = match["noun"].lower()
    sign = (match["sign"] or "").replace("NO", "No")
    organ = organ_in(rest) or meeting_in(rest) if re.match(r"(?:of|by|adopted)\b", rest) else None
    after = _YEAR_AFTER.search(rest)
    year = match["year"] or (after["year"] if after else None)
    session = match["session"] or ""
    session_number = (int(session) if session.isdigit() else roman_number(session)) if session else None
    printed = f"{_SHORT.get(noun, noun).capitalize()}{sign} {match['number']}"
    return Number(
        _SHORT.get(noun, noun),
        match["number"],
        f"{printed} ({session})" if session else printed,
        _title(_YEAR_AFTER.sub("", rest), organ),
        organ,
        session_number or (organ.session if organ else None),
        int(year) if year else year_in_number(match["number"]),
        f"{'Rev. ' if match['revised'] else ''}{match['place'] or ''}".strip(),
        match["draft"] is not None,
        text[: match.start("stop")],
        rest[:1].islower() and organ is None,
    )


def code_of(text: str) -> tuple[str, str] | None:
    """Return a number without a noun and the title behind it; None for a mark of a list, a period, a day.

    "A41-28: Lamps on piers" has one; "A.1 Scope" and "2020/2021" have none.
    """
    match = _CODE.fullmatch(text)
    code, title = (match["code"], match["title"] or "") if match else ("", "")
    figures, letters = re.findall("[0-9]+", code), re.findall("[A-Z]+", code)
    if not figures or _PERIOD.fullmatch(re.sub("^[A-Z]+", "", code)) or has_day(text):
        return None
    if letters:  # "C05", "A41-28", but not "A.1", "X.12", "1st"
        is_plain = code.upper() == code and not all(set(group) <= set("IVX") for group in letters)
        is_number = (has_letters(code) and len(figures) > 1) or (
            is_plain and any(len(figure) > 1 for figure in figures)
        )
    else:
        is_number = len(figures) > 1 and re.search(rf"(?<![0-9]){YEAR}(?![0-9])", code) is not None
    return (code, title) if is_number and (not title or is_headline(title)) else None


def is_code(text: str) -> bool:
    """Return True for a code with two figures that is a number where a heading has nothing else."""
    read = code_of(text)
    return read is not None and not read[1] and len(re.findall("[0-9]+", text)) > 1


def has_letters(number: str) -> bool:
    """Return True for a number with the initials of its body: "LC-IV/7"."""
    return any(roman_number(group) is None for group in re.findall(r"[A-Z]{2,}", number))


def _is_number(match: re.Match[str]) -> bool:
    """Return True for the noun of a kind of text, or one before a sign or initials: not "Article 4".

    A number with a gap in it ("C 90/2031") is only known by its body.
    """
    if match["rest"] and not re.search(r"[^\W\d_]{2}", match["rest"]):
        return False
    is_kind = match["noun"].lower() in (*NOUNS, *_SHORT)
    return is_kind or match["sign"] is not None or has_letters(match["number"])


def _symbol(text: str) -> Number | None:
    """Return the number that a symbol is, if it says what kind of text has it."""
    match = _SYMBOL.fullmatch(text)
    noun = _SYMBOL_NOUN.search(match["symbol"]) if match else None
    if match is None or noun is None or (match["rest"] and not is_headline(match["rest"])):
        return None
    symbol = match["symbol"]
    title = _title(match["rest"] or "", None)
    return Number(
        _SHORT[noun["noun"].lower()], symbol, symbol, title, year=year_in_number(symbol), said=symbol
    )


def year_in_number(number: str) -> int | None:
    """Return the year that is a part of a number: "2021/3", "Rec(2004)11"."""
    match = re.search(rf"(?<![0-9]){YEAR}(?![0-9])", number)
    return int(match["year"]) if match and match.group() != number else None


def _title(rest: str, organ: Organ | None) -> str:
    """Return the title in the words after a number, without whose it is and whom it addresses."""
    if organ is not None:
        rest = rest[rest.find(organ.name) + len(organ.name) :]
        rest = re.sub(r"^(?: \([A-Z]\w+\))?[\s,:–—-]*", "", rest)
    return "" if is_item(rest) else subject(re.sub(r"^(?:on|concerning) ", "", rest))


def subject(title: str) -> str:
    """Return a title without whom it addresses: "to the Ministries of Education concerning Lamps"."""
    addressed = _ADDRESSED.fullmatch(title)
    title = addressed["title"] if addressed else title
    return title[:1].upper() + title[1:]


def is_item(text: str) -> bool:
    """Return True for the number of an item of an agenda: "Agenda item 6.1", "(item 4)"."""
    return _ITEM.fullmatch(text) is not None
