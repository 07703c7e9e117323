"""References: the places where a provision names another instrument, edition or provision.

Each finder reads one way of naming. What a text does not say is not guessed: an instrument
named without its edition is resolved to the edition in force by the catalogue where the
catalogue knows the instrument, else it stays without an edition.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from corpus.annexes import meant
from corpus.errors import InvalidKey
from corpus.instruments import Kind, Provision, Reference
from corpus.keys import EditionKey, InstrumentKey, ProvisionId
from ingest.targets import Found, Naming, Target, in_force
from ingest.treaty.references import TREATIES, own_paragraphs, treaties, treaty_parts
from ingest.un.references import resolutions, symbols

_TYPES = {"resolution": "res", "decision": "dec", "recommendation": "rec", "opinion": "op"}
# Bodies as formulas and references name them, and their keys; the first that matches counts.
BODIES = (
    (r"plenipotentiary conference|\bPP\b", "itu-pp"),
    (r"world telecommunication standardization assembly|\bWTSA\b", "itu-wtsa"),
    (r"world telecommunication development conference|\bWTDC\b", "itu-wtdc"),
    (r"radiocommunication assembly|\bRA\b", "itu-ra"),
    (r"world radiocommunication conference|\bWRC\b", "itu-wrc"),
    (r"world conference on international telecommunications|\bWCIT\b", "itu-wcit"),
    (r"(?<!security )(?<!human rights )(?<!economic and social )\bcouncil\b", "itu-council"),
)
_PART = r"(?P<part>(?:(?:[Aa]nnex|[Aa]ppendix|[Aa]ttachment)(?: [A-Z0-9]{1,3})? to (?:the )?){1,4})"
_NUMBER = r"(?:ITU-[RTD] )?(?P<number>[0-9]{1,4}(?:-[0-9]{1,2})?[A-Z]?)"
_REVISION = r"\((?P<revision>(?:Rev\. ?)?[^()0-9]{1,60}, (?P<year>[1-9][0-9]{3}))\)"
_EDITION = re.compile(
    rf"{_PART}?\b(?P<type>Resolution|Decision|Recommendation|Opinion)s? {_NUMBER} {_REVISION}"
)
_ALSO = re.compile(rf"(?:,? and|,) {_NUMBER} {_REVISION}")
# without an edition: "Council Resolution 1299", "Decision 482 of the Council", "Resolution 139"
_UNDATED = re.compile(
    r"(?:\b(?P<before>ITU Council|Council|PP|WTSA|WTDC|RA) )?\b(?P<type>Resolution|Decision) "
    r"(?P<number>[0-9]{1,4})(?![\w/-]|\.[0-9]| \()(?: adopted by (?P<by>the (?:ITU )?Council)\b)?"
)
_RECOMMENDATION = re.compile(
    r"\bRecommendations? ITU-(?P<sector>[RTD]) (?P<number>[A-Z]{1,3}\.[0-9]{1,4}(?:\.[0-9]{1,3})?)"
    r"(?: \((?P<year>[1-9][0-9]{3})\))?"
)
_BODY = re.compile(r"\b(?:Council|Assembly|Conference|Board|Committee|Commission)\b")
_OF_BODY = re.compile(r" of (?:the )?(?P<body>this (?:conference|assembly)|[A-Z][\w ]{1,80})")
_THIS_TEXT = rf"(?:this|the present) (?:resolution|decision|recommendation|opinion|{TREATIES})\b"
_SELF = re.compile(
    r"\b(?P<part>(?:(?:[Aa]nnex|[Aa]ppendix|[Aa]ttachment)(?: [A-Z0-9]{1,3})? to (?:the )?){1,4})"
    + _THIS_TEXT
)
_PART_NUMBER = re.compile(r"[A-Z0-9]{1,3}")
_SELF_LIST = re.compile(
    rf"\b(?P<type>[Aa]nnexes|[Aa]ppendices|[Aa]ttachments) (?P<numbers>{_PART_NUMBER.pattern}"
    rf"(?:(?:, and |, | and ){_PART_NUMBER.pattern})+) to {_THIS_TEXT}"
)
_PART_NAME = re.compile(
    r"(?P<type>annex|appendix|attachment)(?: (?P<number>[A-Za-z0-9]{1,3}))? to", re.IGNORECASE
)
_SHORT = {
    **{"annex": "annex", "appendix": "app", "attachment": "att"},
    **{"annexes": "annex", "appendices": "app", "attachments": "att"},
}
_OTHER_BODY = re.compile(
    r"(?:Human Rights|Economic and Social|Security|United Nations|UNGA|ECOSOC|Assembly|Board)"
    r"(?: Council)?(?: \(\w{1,12}\))? $"
)
_INSPECTION = re.compile(
    r"\bJIU/REP/(?P<year>[1-9][0-9]{3})/(?P<number>[0-9]{1,2})\b"
    r"|(?:\(JIU\)|\bJIU) [Rr]eport (?P<year2>[1-9][0-9]{3})/(?P<number2>[0-9]{1,2})\b"
)


def find_references(provisions: Sequence[Provision], naming: Naming) -> tuple[Reference, ...]:
    """Find every reference, in the order of the texts; headings and repeated words name nothing."""
    naming = replace(naming, own=frozenset(one.eid for one in provisions))
    return tuple(
        Reference(provision.eid, provision.text[start:end], start, end, target)
        for provision in provisions
        if provision.kind != Kind.HEADING and not provision.inline
        for start, end, target in _in_text(provision.text, naming)
    )


def issuer_of(text: str) -> str:
    """Return the key of the body that a text names, or ''."""
    for pattern, issuer in BODIES:
        if re.search(pattern, text, re.IGNORECASE if pattern.islower() or " " in pattern else 0):
            return issuer
    return ""


def _in_text(text: str, naming: Naming) -> list[Found]:
    """Run every finder; where two read the same words, the earlier finder counts."""
    found: list[Found] = []
    for finder in _FINDERS:
        for one in finder(text, naming):
            at = bisect_left(found, one[0], key=_start)
            before_ends = not at or found[at - 1][1] <= one[0]
            if before_ends and (at == len(found) or found[at][0] >= one[1]):
                found.insert(at, one)
    return found


def _start(found: Found) -> int:
    """Return where the naming words begin."""
    return found[0]


def _editions(text: str, naming: Naming) -> Iterator[Found]:
    """Read "Annex 1 to Decision 5 (Rev. Bucharest, 2022)" and "Resolutions 71 (…) and 72 (…)"."""
    for match in _EDITION.finditer(text):
        group: list[re.Match[str]] = [match]
        while also := _ALSO.match(text, group[-1].end()):
            group.append(also)
        issuer = _adopted_by(text, group[-1].end(), naming)
        for one in group:
            if issuer:
                key = InstrumentKey(issuer, f"{_TYPES[match['type'].lower()]}-{one['number'].lower()}")
                start = one.start() if one is match else one.start("number")
                part = match["part"] if one is match else None
                yield start, one.end(), _with_part(EditionKey(key, int(one["year"])), part, naming)


def _own_parts(text: str, naming: Naming) -> Iterator[Found]:
    """Read "Annex 2 to this resolution" and "Annexes 2 and 3 to this resolution"."""
    if naming.edition is None:
        return
    for match in _SELF.finditer(text):
        yield match.start(), match.end(), _with_part(naming.edition, match["part"], naming)
    for match in _SELF_LIST.finditer(text):
        first, last = match.span("numbers")
        for number in _PART_NUMBER.finditer(text, first, last):
            start = match.start() if number.start() == first else number.start()
            eid = f"{_SHORT[match['type'].lower()]}_{number.group().lower()}"
            target = ProvisionId(naming.edition, meant(eid, naming.own))
            yield start, match.end() if number.end() == last else number.end(), target


def _inspection(text: str, naming: Naming) -> Iterator[Found]:
    """Read "JIU/REP/2012/12" and "(JIU) Report 2012/12"."""
    del naming
    for match in _INSPECTION.finditer(text):
        year, number = match["year"] or match["year2"], match["number"] or match["number2"]
        yield (
            match.start(),
            match.end(),
            EditionKey(InstrumentKey("un-jiu", f"rep-{year}-{int(number)}"), int(year)),
        )


def _undated(text: str, naming: Naming) -> Iterator[Found]:
    """Read "Council Resolution 1299" and, in a text of the same body, "Resolution 139"."""
    for match in _UNDATED.finditer(text):
        if match["before"] in (None, "Council") and _OTHER_BODY.search(
            text[max(match.start() - 50, 0) : match.start("type")]
        ):
            continue
        issuer = issuer_of(match["before"] or match["by"] or "") or _adopted_by(text, match.end(), naming)
        if issuer:
            key = InstrumentKey(issuer, f"{_TYPES[match['type'].lower()]}-{match['number']}")
            yield match.start(), match.end(), in_force(key, naming)


def _recommendations(text: str, naming: Naming) -> Iterator[Found]:
    """Read "Recommendation ITU-T U.1" and "Recommendation ITU-T U.1 (1993)"."""
    for match in _RECOMMENDATION.finditer(text):
        work = f"rec-{match['number'].lower().replace('.', '-')}"
        key = InstrumentKey(f"itu-{match['sector'].lower()}", work)
        dated = EditionKey(key, int(match["year"])) if match["year"] else None
        yield match.start(), match.end(), dated or in_force(key, naming)


_FINDERS: tuple[Callable[[str, Naming], Iterator[Found]], ...] = (
    _editions,
    _own_parts,
    resolutions,
    symbols,
    _recommendations,
    own_paragraphs,
    treaty_parts,
    _inspection,
    treaties,
    _undated,
)


def _adopted_by(text: str, end: int, naming: Naming) -> str:
    """Return who adopted what is named: the body said to, else the naming text's own."""
    match = _OF_BODY.match(text, end)
    if match and not match["body"].startswith("this "):
        named = issuer_of(match["body"])
        if named or _BODY.search(match["body"]):  # a body that is not known is not guessed
            return named
    return naming.edition.instrument.issuer if naming.edition else ""


def _with_part(edition: EditionKey, part: str | None, naming: Naming) -> Target:
    """Point into an edition: "Appendix A to Annex 1 to" → `annex_1__app_a`.

    "The annex" of the naming text itself is the one that it has, however that is headed.
    """
    segments = [
        "_".join(filter(None, (_SHORT[one["type"].lower()], (one["number"] or "").lower())))
        for one in _PART_NAME.finditer(part or "")
    ]
    if not segments:
        return edition
    eid = "__".join(reversed(segments))
    try:
        return ProvisionId(edition, meant(eid, naming.own) if edition == naming.edition else eid)
    except InvalidKey:
        return edition
