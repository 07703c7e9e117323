"""How texts name resolutions of the United Nations.

General Assembly resolutions 71/243 of 21 December 2016, …, and 72/279
its resolution 48/134 of 20 December 1993, annex
paragraph 10 of Security Council resolution 2722 (2024)
Human Rights Council resolution 26/13, Economic and Social Council resolution 2020/23
A/RES/70/1, S/RES/2768 (2025)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.keys import EditionKey, InstrumentKey, ProvisionId
from ingest.targets import Found, Naming, Target, in_force

_HEAD = re.compile(r"\b[Rr]esolutions? (?=(?:[0-9]|ES-|S-))")
# who adopts, as it stands before the word; another body's resolutions are not the Assembly's
_SHORT = r"(?: \([A-Z]{2,9}\))?(?:’s|'s)? $"
_KNOWN = re.compile(
    r"\b(?P<body>(?:United Nations )?General Assembly|UNGA|Security Council|UNSC|Human Rights Council|HRC"
    rf"|Economic and Social Council|ECOSOC){_SHORT}"
)
_OTHER = re.compile(
    r"\b(?P<body>(?:[A-Z][\w-]+ )*(?:Assembly|Council|Conference|Commission|Committee|Board|Congress|Union)"
    rf"(?: (?:on|of|for)(?: the)? [A-Z][\w-]+(?: (?:and )?[A-Z][\w-]+)*)?|[A-Z]{{3,8}}){_SHORT}"
)
_VERB = re.compile(r"^(?:[A-Z][a-z]+(?:ing|ed|s) )+(?=[A-Z])")  # "Recalling Council resolution"
_ISSUERS = {
    "General Assembly": "un-ga",
    "United Nations General Assembly": "un-ga",
    "UNGA": "un-ga",
    "Assembly": "un-ga",
    "Security Council": "un-sc",
    "UNSC": "un-sc",
    "Human Rights Council": "un-hrc",
    "HRC": "un-hrc",
    "Economic and Social Council": "un-ecosoc",
    "ECOSOC": "un-ecosoc",
}
_NUMBER = re.compile(
    r"(?<![0-9/.,-])(?:"
    r"(?P<yearly>(?:19|20)[0-9]{2}/[0-9]{1,4})"  # of the Economic and Social Council
    r"|(?P<session>(?:ES-[0-9]{1,2}|S-[0-9]{1,2}|[0-9]{1,3})/[0-9]{1,3}(?: [A-Z]\b)?)"
    r"|(?P<roman>[0-9]{1,4}(?: [A-Z])? \((?:E?S-)?[IVXL]+\))"  # of the Assembly, to 1975
    r"|(?P<dated>[0-9]{1,4} \((?P<year>(?:19|20)[0-9]{2})\))"  # of the Security Council
    r"|(?P<bare>[0-9]{3,4}))(?![0-9/])"
)
_DATE = re.compile(r",? of [0-9]{1,2} [A-Z][a-z]+ (?P<year>[1-9][0-9]{3})")
_ANNEX = re.compile(r",? annex(?: (?P<n>[IVX]{1,5}|[0-9]{1,2}))?\b(?! to\b)")
_PARAGRAPH = re.compile(
    r"\bparagraph (?P<n>[0-9]{1,3})(?: (?P<sub>\([a-z]\)))?"
    r" of (?:(?:its|the|their) )?(?:[A-Z][A-Za-z ]{2,40} )?$"
)
_LISTED = re.compile(r"(?:,|;|\band|\bor)(?: its)? $")
_SYMBOL = re.compile(
    r"(?<![\w/])(?P<body>A/HRC|A|S|E)/RES/"
    r"(?P<number>(?:(?:ES-|S-)?[0-9]{1,4}/)?[0-9]{1,4}(?: \([0-9]{4}\))?)(?![0-9/])"
)
_BY_SYMBOL = {"A": "un-ga", "S": "un-sc", "E": "un-ecosoc", "A/HRC": "un-hrc"}
_LOOK_BACK = 90  # characters before the word in which the body is named


def resolutions(text: str, naming: Naming) -> Iterator[Found]:
    """Read every resolution that is named by the word and its number, singly or in a list."""
    heads = list(_HEAD.finditer(text))
    at = -1
    listing = False  # whether the last number was read, so that a list may go on
    for number in _NUMBER.finditer(text):
        while at + 1 < len(heads) and heads[at + 1].end() <= number.start():
            at, listing = at + 1, False
        if at < 0:
            continue
        first = heads[at].end() == number.start()
        plural = heads[at].group().rstrip().endswith("s")
        if not first and not (listing and plural and _LISTED.search(text[: number.start()][-8:])):
            continue
        listing = True
        issuer = _issuer(text, heads[at], number, naming)
        if issuer:
            yield _found(text, heads[at] if first else None, number, _key(issuer, number), naming)


def symbols(text: str, naming: Naming) -> Iterator[Found]:
    """Read "A/RES/70/1" and "S/RES/2768 (2025)"."""
    for match in _SYMBOL.finditer(text):
        number, _, year = match["number"].partition(" (")
        key = InstrumentKey(_BY_SYMBOL[match["body"]], f"res-{number.lower().replace('/', '-')}")
        stated = year.rstrip(")") or (date["year"] if (date := _DATE.match(text, match.end())) else "")
        yield match.start(), match.end(), _edition(key, stated, naming)


def _found(
    text: str, head: re.Match[str] | None, number: re.Match[str], key: InstrumentKey, naming: Naming
) -> Found:
    """Return where the naming words stand and what they name, with the part that they name."""
    start, end = number.span()
    date = _DATE.match(text, end)
    target = _edition(key, number["year"] or (date["year"] if date else ""), naming)
    if head is not None:
        body = _body(text, head)
        start = head.start()
        if body is not None and body.end("body") + 1 == start:
            verb = _VERB.match(body["body"])
            start = body.start("body") + (verb.end() if verb else 0)
    if not isinstance(target, EditionKey):
        return start, end, target
    if annex := _ANNEX.match(text, date.end() if date else end):
        segment = f"annex_{annex['n'].lower()}" if annex["n"] else "annex"
        return start, annex.end(), ProvisionId(target, segment)
    paragraph = _PARAGRAPH.search(text[:start]) if head is not None else None
    if paragraph:
        item = f"__subpara_{paragraph['sub'][1]}" if paragraph["sub"] else ""
        return paragraph.start(), end, ProvisionId(target, f"para_{paragraph['n']}{item}")
    return start, end, target


def _body(text: str, head: re.Match[str]) -> re.Match[str] | None:
    """Return the body that stands before the word."""
    before, start = text[: head.start()], max(head.start() - _LOOK_BACK, 0)
    return _KNOWN.search(before, start) or _OTHER.search(before, start)


def _issuer(text: str, head: re.Match[str], number: re.Match[str], naming: Naming) -> str:
    """Return whose resolution it is: the named body's, else the one whose numbers look so, or ''."""
    body = _body(text, head)
    name = _VERB.sub("", body["body"]) if body is not None else ""
    if name not in ("", "Council"):
        named = _ISSUERS.get(name, "")
        return named if named and _fits(named, number) else ""
    own = naming.edition.instrument.issuer if naming.edition else ""
    if number["yearly"]:
        return "un-ecosoc"
    if number["roman"]:
        return "un-ga"
    if number["dated"]:
        return "un-sc" if own.startswith("un-") else ""
    if number["bare"]:
        return "un-sc" if own == "un-sc" else ""
    rights = own == "un-hrc" or (name and "Human Rights Council" in text[: head.start()])
    return "un-hrc" if rights else "" if name else "un-ga"


def _fits(issuer: str, number: re.Match[str]) -> bool:
    """Tell whether a body numbers its resolutions so."""
    if issuer == "un-ga":
        return bool(number["session"] or number["roman"])
    if issuer == "un-sc":
        return bool(number["dated"] or number["bare"])
    return bool(number["yearly"] or number["session"])


def _key(issuer: str, number: re.Match[str]) -> InstrumentKey:
    """Return the instrument of a number."""
    printed = number.group().partition(" (")[0] if number["dated"] else number.group()
    return InstrumentKey(issuer, "res-" + re.sub(r"[^a-z0-9]+", "-", printed.lower()).strip("-"))


def _edition(key: InstrumentKey, year: str, naming: Naming) -> Target:
    """Return the edition of a year, else the newest that the catalogue knows, else the instrument."""
    if year:
        return EditionKey(key, int(year))
    return in_force(key, naming)
