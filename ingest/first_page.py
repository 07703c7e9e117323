"""Number, organ and day of adoption, by the form of the lines that have them, whatever the body.

Resolution 12                                                a number line
Decision LC-IV/7. Financial rules                            with its title
Recommendation Rec(2004)11 of the Council of Ferry Ministers with its organ
TC/RES/2021/3                                                a symbol, which says what it is
The Fourteenth Congress of the Union of Harbour Pilots,      the formula: organ and session
Fourteenth Congress, Lisbon, 2 to 6 October 1997             session and date
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.bodies.ordinals import ORDINALS, ordinal_number, roman_number
from corpus.bodies.registry import NOUNS
from corpus.heads import is_reciting
from corpus.mandates import base_of

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_YEAR = r"(?P<year>(?:18|19|20)[0-9]{2})"
_ROMAN = r"[IVXLC]{1,8}"
_NTH = rf"(?:[1-9][0-9]{{0,2}}(?:st|nd|rd|th)|(?i:{'|'.join(sorted(ORDINALS, key=len, reverse=True))}))"
_SMALL = "of|and|the|for|on|to|in|de|des|du|serving|as|its"
# an organ's name: capitals, with small words between them; "(LCA)" after it is its abbreviation
_NAME = rf"[A-Z][\w’'/-]*(?:,? (?:(?:{_SMALL}) ){{0,4}}[A-Z][\w’'/-]*){{0,15}}"
_ABBREVIATED = r"(?: \((?P<short>[A-Z][A-Za-z-]{1,9})\))?"

NUMBER_LINE = re.compile(
    r"(?:\[?(?:(?:revised|proposed|preliminary) )*(?P<draft>draft )?\]?(?:revised )?)"
    rf"(?P<noun>{'|'.join(NOUNS)}|res|dec|rec)\.?"
    r"(?P<sign> (?:no|nr|n[°º])\.?)? "
    rf"(?P<number>(?=[A-Z()./-]*[0-9]|(?-i:{_ROMAN})\b)[A-Za-z0-9](?:[\w()./–-]{{0,24}}[\w)])?)"
    rf"(?: \((?P<session>{_ROMAN}|[0-9]{{1,3}})\))?"
    rf"(?: \((?P<revised>rev\.? ?)?(?:(?P<place>[^\W\d][^()\d]{{1,40}}), )?{_YEAR}\))?"
    r"(?P<stop>[.:]? ?[–—:-]?)(?:\s+(?P<rest>\S.*))?",
    re.IGNORECASE,
)
SYMBOL = re.compile(r"(?=.*[0-9])[A-Z][A-Za-z]{0,9}(?:\([0-9IVXLC]+\))?(?:[/.-][\w().-]{1,15}){1,5}")
_SYMBOL_NOUN = re.compile(r"(?:^|[/.])(?P<noun>RES|DEC|REC|Res|Dec|Rec)(?=[/.0-9]|$)")
FORMULA = re.compile(
    rf"(?:The|THE|We, the) (?:(?P<nth>{_NTH}) (?:session of the )?)?(?P<organ>{_NAME}){_ABBREVIATED}"
    r"(?P<more>[^;:]{0,240}?)"
    r"(?:,$|,? [A-Z][a-z]+ing\b|, (?=(?:having|being|noting|recalling|assembled|convened|meeting)\b))"
)
_OF_ORGAN = re.compile(
    rf"(?:of|by|at the {_NTH} \w+ of) the (?:(?P<nth>{_NTH}) (?:session of the )?)?(?P<organ>{_NAME})"
    rf"{_ABBREVIATED}"
)
_OF_HEAD = re.compile(
    rf"(?:report|proceedings|minutes|{'|'.join(NOUNS)})s? of the (?:(?:{_NTH}) )?", re.IGNORECASE
)
SMALL_WORDS = frozenset("a an and at by de des du for in of on the to with".split())
_HEAD = re.compile(_NAME + _ABBREVIATED)
_ORGAN = re.compile(
    r"\b(?i:assembly|authority|board|body|commission|committee|conference|congress|council|forum|group|meeting"
    r"|ministers|organi[sz]ation|parties|union|alliance|fund|agency|association|league)\b"
)
_SESSION = re.compile(
    rf"\b(?P<nth>{_NTH}) (?:(?:regular|ordinary|special|extraordinary|plenary|annual|general) )*"
    r"(?:session|meeting|congress|conference|assembly)\b",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"[0-9]{{1,2}}(?: [A-Z][a-z]+)? ?(?:[–—-]|to|and) ?[0-9]{{1,2}} {_MONTH},? {_YEAR}", re.IGNORECASE
)
_DAY = re.compile(rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)? {_MONTH},? {_YEAR}", re.IGNORECASE)
_AMERICAN = re.compile(rf"{_MONTH} (?P<day>[0-9]{{1,2}}),? {_YEAR}", re.IGNORECASE)
_ISO = re.compile(rf"{_YEAR}-(?P<number>[01][0-9])-(?P<day>[0-3][0-9])")
_BARE_YEAR = re.compile(rf"(?:^|[\s(,/._-]){_YEAR}(?=$|[\s),./:_-])")
_ADOPTED = re.compile(r"\b(?i:adopted|done|approved|signed) (?:by|at|in|on|this)\b", re.IGNORECASE)
_ADDRESSED = re.compile(
    r"to (?:the )?.{3,80}? (?:concerning|on|regarding|about) (?P<title>\S.*)", re.IGNORECASE
)
_YEAR_AFTER = re.compile(rf"\s*\((?:[^()\d]{{2,40}}, )?{_YEAR}\)\W*$")


@dataclass(frozen=True, slots=True)
class Number:
    """The number of a text as it is written, what kind of text it is, what else its line says.

    `printed` is what stands in the line: "Resolution 12", "TC/RES/2021/3".
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


@dataclass(frozen=True, slots=True)
class Organ:
    """Who adopts, as a text names it, and in which session."""

    name: str
    session: int | None = None
    short: str = ""


def number_of(text: str) -> Number | None:
    """Return the number that a line has, None for a line that is no number line."""
    text = " ".join(text.split())
    match = NUMBER_LINE.fullmatch(text)
    if match is None:
        return _symbol(text)
    rest = match["rest"] or ""
    if rest and not match["stop"].strip() and (rest.endswith((".", ";", ",")) or _is_sentence(rest)):
        return None
    noun = _noun(match["noun"])
    organ = organ_in(rest) if re.match(r"(?:of|by|adopted)\b", rest) else None
    after = _YEAR_AFTER.search(rest)
    year = match["year"] or (after["year"] if after else None)
    return Number(
        noun,
        match["number"],
        f"{noun.capitalize()}{match['sign'] or ''} {match['number']}{_bracketed(match['session'])}",
        _title(_YEAR_AFTER.sub("", rest), organ),
        organ,
        session_number(match["session"] or "") or (organ.session if organ else None),
        int(year) if year else _year_in_number(match["number"]),
        f"{'Rev. ' if match['revised'] else ''}{match['place'] or ''}".strip(),
        match["draft"] is not None,
    )


def _bracketed(session: str | None) -> str:
    """Return a session as it stands after a number."""
    return f" ({session})" if session else ""


def _symbol(text: str) -> Number | None:
    """Return the number that a symbol is, if it says what kind of text has it."""
    noun = _SYMBOL_NOUN.search(text)
    if noun is None or not SYMBOL.fullmatch(text):
        return None
    return Number(_noun(noun["noun"]), text, text, year=_year_in_number(text))


def _year_in_number(number: str) -> int | None:
    """Return the year that is a part of a number: "2021/3", "Rec(2004)11"."""
    match = re.search(rf"(?<![0-9]){_YEAR}(?![0-9])", number)
    return int(match["year"]) if match and match.group() != number else None


def _is_sentence(rest: str) -> bool:
    """Return True for words that go on with a sentence: "Resolution 12 was adopted in Oslo"."""
    return re.match(r"[a-z]", rest) is not None and not re.match(
        r"(?:of|on|to|by|concerning|adopted)\b", rest
    )


def _title(rest: str, organ: Organ | None) -> str:
    """Return the title in the words after a number, without whose it is and whom it addresses."""
    if organ is not None:
        rest = rest[rest.find(organ.name) + len(organ.name) :]
        rest = re.sub(r"^(?: \([A-Z]\w+\))?[\s,:–—-]*", "", rest)
    return subject(re.sub(r"^(?:on|concerning) ", "", rest))


def subject(title: str) -> str:
    """Return a title without whom it addresses: "to the Ministries of Education concerning Lamps"."""
    addressed = _ADDRESSED.fullmatch(title)
    title = addressed["title"] if addressed else title
    return title[:1].upper() + title[1:]


def _noun(text: str) -> str:
    """Return a noun written out."""
    plain = text.lower()
    return {"res": "resolution", "dec": "decision", "rec": "recommendation"}.get(plain, plain)


def formula_organ(text: str) -> Organ | None:
    """Return who adopts by a formula, None for another line.

    >>> formula_organ("The Fourteenth Congress of the Union of Harbour Pilots,")
    Organ(name='Congress of the Union of Harbour Pilots', session=14, short='')
    """
    match = FORMULA.match(text)
    if match is None or not (_ORGAN.search(match["organ"]) or text.startswith("We, the ")):
        return None
    session = _SESSION.search(match["more"])
    nth = match["nth"] or (session["nth"] if session else "")
    return Organ(spelt(_before_verb(match["organ"])), ordinal_number(nth), match["short"] or "")


def _before_verb(name: str) -> str:
    """Return a name without the clause after it: "Committee, Noting the Report" → "Committee"."""
    for comma in re.finditer(r", (?P<word>\w+)", name):
        verb = comma["word"].lower()
        if is_reciting(verb) or base_of(verb) not in ("", verb):
            return name[: comma.start()]
    return name


def organ_in(text: str) -> Organ | None:
    """Return the organ whose text this is by words like "of the Lighthouse Assembly"."""
    for match in _OF_ORGAN.finditer(text):
        if _ORGAN.search(match["organ"]):
            return Organ(match["organ"], ordinal_number(match["nth"] or ""), match["short"] or "")
    return None


def names_organ(text: str) -> bool:
    """Return True for a line of a masthead that names who adopts: "LIGHTHOUSE ASSEMBLY"."""
    return len(text) <= 120 and _HEAD.fullmatch(text) is not None and _ORGAN.search(text) is not None


def head_organ(text: str) -> str:
    """Return the organ that a line of a masthead names.

    >>> head_organ("REPORT OF THE SIXTH MEETING OF THE PARTIES TO THE FOG SIGNAL AGREEMENT")
    'Meeting of the Parties to the Fog Signal Agreement'
    """
    return spelt(_OF_HEAD.sub("", text))


def is_generic(organ: str) -> bool:
    """Return True for a name of organs' usual words alone: "Meeting of the Parties"."""
    return all(_ORGAN.fullmatch(word) or word in SMALL_WORDS for word in organ.lower().split())


def spelt(text: str) -> str:
    """Return a name without the capitals of a masthead."""
    if not text.isupper():
        return text
    first, *rest = text.lower().split()
    return " ".join(
        [first.capitalize(), *(word if word in SMALL_WORDS else word.capitalize() for word in rest)]
    )


def session_in(text: str) -> int | None:
    """Return the session that a line names: "Ninth session"."""
    match = _SESSION.search(text)
    return ordinal_number(match["nth"]) if match else None


def labelled(text: str) -> str:
    """Return what a label names: "– Author: UN General Assembly"; '' for a line without one."""
    match = re.fullmatch(r"\W*[A-Z][a-z]+(?: by)?: (?P<value>\S.{2,100})", text)
    return match["value"] if match else ""


def session_number(text: str) -> int | None:
    """Return a session in digits or Roman numerals as a number."""
    return int(text) if text.isdigit() else roman_number(text) if text else None


def date_in(text: str) -> str:
    """Return the day that a text names, as 2019-06-14, or the year of a period or of none; '' without one.

    >>> date_in("Oslo, 14 June 2019"), date_in("2 to 6 October 1997"), date_in("(Oslo, 2019)")
    ('2019-06-14', '1997', '2019')
    """
    period = _RANGE.search(text)
    if period:
        return period["year"]
    for match in (_DAY.search(text), _AMERICAN.search(text)):
        if match:
            month = [one.lower() for one in _MONTHS].index(match["month"].lower()) + 1
            return f"{match['year']}-{month:02}-{int(match['day']):02}"
    day = _ISO.search(text)
    if day:
        return day.group()
    year = _BARE_YEAR.search(text)
    return year["year"] if year else ""


def is_dated(text: str) -> bool:
    """Return True for a line that has a day and little else: "50th plenary meeting, 18 December 2019"."""
    rest = _AMERICAN.sub("", _DAY.sub("", _RANGE.sub("", text)))
    return rest != text and len(rest.split()) <= 4 and not re.match(r"\W*[0-9]{1,3}[.)] ", text)


def is_adoption(text: str) -> bool:
    """Return True for words that say when a text was adopted."""
    return _ADOPTED.search(text) is not None
