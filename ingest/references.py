"""References: the places where a provision names another instrument, edition or provision.

Each finder reads one way of naming. What a text does not say is not guessed: an instrument
named without its edition is resolved to the edition in force by the catalogue where the
catalogue knows the instrument, else it stays without an edition.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpus.catalogue import Catalogue
from corpus.errors import InvalidKey
from corpus.instruments import Kind, Provision, Reference
from corpus.keys import EditionKey, InstrumentKey, ProvisionId

Target = InstrumentKey | EditionKey | ProvisionId

_TYPES = {"resolution": "res", "decision": "dec", "recommendation": "rec", "opinion": "op"}
# Bodies as formulas and references name them, and their keys; the first that matches counts.
BODIES = (
    (r"plenipotentiary conference|\bPP\b", "itu-pp"),
    (r"world telecommunication standardization assembly|\bWTSA\b", "itu-wtsa"),
    (r"world telecommunication development conference|\bWTDC\b", "itu-wtdc"),
    (r"radiocommunication assembly", "itu-ra"),
    (r"world radiocommunication conference|\bWRC\b", "itu-wrc"),
    (r"world conference on international telecommunications|\bWCIT\b", "itu-wcit"),
    (r"council", "itu-council"),
)
_PART = r"(?P<part>(?:(?:Annex|Appendix|Attachment)(?: [A-Z0-9]{1,3})? to (?:the )?)+)"
_EDITION = re.compile(
    rf"{_PART}?"
    r"\b(?P<type>Resolution|Decision|Recommendation|Opinion)s?"
    r" (?P<number>\d{1,4}[A-Z]?) \((?P<revision>(?:Rev\. ?)?[^()\d]+, (?P<year>\d{4}))\)"
)
_ALSO = re.compile(
    r"(?:,? and|,) (?P<number>\d{1,4}[A-Z]?) \((?P<revision>(?:Rev\. ?)?[^()\d]+, (?P<year>\d{4}))\)"
)
_OF_BODY = re.compile(r" of (?:the )?(?P<body>this (?:conference|assembly)|[A-Z][\w ]+)")
_SELF = re.compile(
    r"\b(?P<part>(?:(?:[Aa]nnex|[Aa]ppendix|[Aa]ttachment)(?: [A-Z0-9]{1,3})? to (?:the )?)+)"
    r"this (?:resolution|decision|recommendation|opinion)\b"
)
_PART_NAME = re.compile(
    r"(?P<type>annex|appendix|attachment)(?: (?P<number>[A-Za-z0-9]{1,3}))? to", re.IGNORECASE
)
_SHORT = {"annex": "annex", "appendix": "app", "attachment": "att"}
_ASSEMBLY = re.compile(r"\b(?:(?:UNGA|General Assembly|Assembly) )?[Rr]esolutions? (?=\d{1,2}/\d)")
_ASSEMBLY_NUMBER = re.compile(r"(?<![\d/])(?P<session>\d{1,2})/(?P<number>\d{1,3})(?![\d/])")
_COUNCIL_BODY = re.compile(r"(?:Human Rights Council|Economic and Social Council|ECOSOC)\s*(?:\(\w+\) )?$")
_DATE = re.compile(r" of \d{1,2} [A-Z][a-z]+ (?P<year>\d{4})")
_SECURITY = re.compile(r"\bSecurity Council [Rr]esolutions? (?P<number>\d{1,4}) \((?P<year>\d{4})\)")
_NUMBERED = re.compile(
    r"\bNos?\. (?P<number>\d{1,3}[A-Z]?) of the (?:ITU )?(?P<treaty>Convention|Constitution)\b"
)
_ARTICLE = re.compile(r"\bArticle (?P<number>\d{1,3}) of the (?:ITU )?(?P<treaty>Convention|Constitution)\b")
# Other conventions are named by their place or subject: "Tampere Convention", "Convention on …".
_TREATY = re.compile(
    r"(?:(?<=^)|(?<=\bthe )|(?<=\band )|(?<=\bor )|(?<=\bof )|(?=ITU ))(?:ITU )?(?P<treaty>Constitution|Convention)\b"
    r"(?! (?:on|for|against)\b)(?! of the (?!International Telecommunication))"
)
_INSPECTION = re.compile(
    r"\bJIU/REP/(?P<year>\d{4})/(?P<number>\d{1,2})\b|\bJIU\)? [Rr]eport (?P<year2>\d{4})/(?P<number2>\d{1,2})\b"
)


@dataclass(frozen=True, slots=True)
class Naming:
    """Who names: the edition whose text it is, where known, and what the catalogue knows."""

    edition: EditionKey | None
    catalogue: Catalogue


Found = tuple[int, int, Target]


def find_references(provisions: Sequence[Provision], naming: Naming) -> tuple[Reference, ...]:
    """Find every reference, in the order of the texts; headings and repeated words name nothing."""
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
        for start, end, target in finder(text, naming):
            if all(end <= other[0] or start >= other[1] for other in found):
                found.append((start, end, target))
    return sorted(found, key=lambda one: one[:2])


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
                yield start, one.end(), _with_part(EditionKey(key, int(one["year"])), part)


def _own_parts(text: str, naming: Naming) -> Iterator[Found]:
    """Read "Annex 2 to this resolution"."""
    for match in _SELF.finditer(text):
        if naming.edition:
            yield match.start(), match.end(), _with_part(naming.edition, match["part"])


def _assembly(text: str, naming: Naming) -> Iterator[Found]:
    """Read "UNGA Resolutions 75/233 of 21 December 2020, …, 72/279 of 31 May 2018"."""
    heads = list(_ASSEMBLY.finditer(text))
    for number in _ASSEMBLY_NUMBER.finditer(text):
        head = next((one for one in reversed(heads) if one.end() <= number.start()), None)
        if head is None or _COUNCIL_BODY.search(text[: head.start()]):
            continue
        key = InstrumentKey("un-ga", f"res-{number['session']}-{number['number']}")
        date = _DATE.match(text, number.end())
        dated = EditionKey(key, int(date["year"])) if date else None
        start = head.start() if head.end() == number.start() else number.start()
        yield start, number.end(), dated or _in_force(key, naming)


def _security_council(text: str, naming: Naming) -> Iterator[Found]:
    """Read "Security Council resolution 2768 (2025)"."""
    del naming
    for match in _SECURITY.finditer(text):
        yield (
            match.start(),
            match.end(),
            EditionKey(InstrumentKey("un-sc", f"res-{match['number']}"), int(match["year"])),
        )


def _treaty_parts(text: str, naming: Naming) -> Iterator[Found]:
    """Read "No. 235 of the Convention" and "Article 19 of the Convention"."""
    for pattern, segment in ((_NUMBERED, "no"), (_ARTICLE, "art")):
        for match in pattern.finditer(text):
            target = _in_force(InstrumentKey("itu", match["treaty"].lower()), naming)
            if isinstance(target, EditionKey):
                yield match.start(), match.end(), ProvisionId(target, f"{segment}_{match['number'].lower()}")


def _treaties(text: str, naming: Naming) -> Iterator[Found]:
    """Read "the ITU Constitution" and "the Constitution and Convention"."""
    for match in _TREATY.finditer(text):
        yield match.start(), match.end(), _in_force(InstrumentKey("itu", match["treaty"].lower()), naming)


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


_FINDERS: tuple[Callable[[str, Naming], Iterator[Found]], ...] = (
    _editions,
    _own_parts,
    _security_council,
    _assembly,
    _treaty_parts,
    _inspection,
    _treaties,
)


def _adopted_by(text: str, end: int, naming: Naming) -> str:
    """Return who adopted what is named: the body said to, else the naming text's own."""
    match = _OF_BODY.match(text, end)
    if match and not match["body"].startswith("this "):
        named = issuer_of(match["body"])
        if named:
            return named
    return naming.edition.instrument.issuer if naming.edition else ""


def _with_part(edition: EditionKey, part: str | None) -> Target:
    """Point into an edition: "Appendix A to Annex 1 to" → `annex_1__app_a`."""
    segments = [
        "_".join(filter(None, (_SHORT[one["type"].lower()], (one["number"] or "").lower())))
        for one in _PART_NAME.finditer(part or "")
    ]
    if not segments:
        return edition
    try:
        return ProvisionId(edition, "__".join(reversed(segments)))
    except InvalidKey:
        return edition


def _in_force(key: InstrumentKey, naming: Naming) -> Target:
    """Return the newest edition that the catalogue knows, else the instrument."""
    known = naming.catalogue.in_force(key)
    return known.edition if known else key
