"""References: the places where a provision names another instrument, edition or provision.

Texts are named as their bodies number them (`corpus/bodies`), treaties by their titles. What a text does not
say is not guessed: an instrument named without its edition is resolved to the edition in force by the
catalogue where the catalogue knows the instrument, else it stays without an edition.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from operator import itemgetter

from corpus.annexes import cited_annex
from corpus.bodies import bodies_in_use
from corpus.bodies.names import Name, name_reader
from corpus.errors import InvalidKey
from corpus.instruments import Kind, Provision, Reference
from corpus.keys import EditionKey, ProvisionId
from ingest.relations import with_relations
from ingest.targets import CitingText, Found, Target, in_force
from ingest.treaty.references import TREATIES, named_articles, treaties

_DIVISIONS = r"(?:(?:[Aa]nnex|[Aa]ppendix|[Aa]ttachment)(?: [A-Z0-9]{1,3})? to (?:the )?){1,4}"
_PART_BEFORE = re.compile(rf"{_DIVISIONS}$")
_PARAGRAPH_BEFORE = re.compile(
    r"\bparagraph (?P<number>[0-9]{1,3})(?: (?P<item>\([a-z]\)))?"
    r" of (?:(?:its|the|their) )?(?:[A-Z][A-Za-z ]{2,40} )?$"
)
_ANNEX_AFTER = re.compile(
    r"(?:,? of [0-9]{1,2} [A-Z][a-z]+ [1-9][0-9]{3})?"
    r",? annex(?: (?P<number>[IVX]{1,5}|[0-9]{1,2}))?\b(?!(?: [IVX0-9]{1,5})? to\b)"
)
_THIS_TEXT = rf"(?:this|the present) (?:resolution|decision|recommendation|opinion|{TREATIES})\b"
_SELF = re.compile(rf"\b(?P<part>{_DIVISIONS}){_THIS_TEXT}")
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
_LONGEST_PART = 120  # characters before a name in which its part is named


def find_references(provisions: Sequence[Provision], naming: CitingText) -> tuple[Reference, ...]:
    """Return every reference, in the order of the texts; headings and repeated words name nothing."""
    naming = replace(naming, own=frozenset(provision.eid for provision in provisions))
    found = (
        Reference(provision.eid, provision.text[start:end], start, end, target)
        for provision in provisions
        if provision.kind != Kind.HEADING and not provision.inline
        for start, end, target in _in_text(provision.text, naming)
    )
    return with_relations(provisions, found, naming.issuer)


def _in_text(text: str, naming: CitingText) -> list[Found]:
    found: list[Found] = []
    for finder in _FINDERS:
        for reference in finder(text, naming):
            at = bisect_left(found, reference[0], key=itemgetter(0))
            before_ends = not at or found[at - 1][1] <= reference[0]
            if before_ends and (at == len(found) or found[at][0] >= reference[1]):
                found.insert(at, reference)
    return found


def _named(text: str, naming: CitingText) -> Iterator[Found]:
    for name in name_reader(bodies_in_use()).names(text, naming.issuer, also=naming.series):
        target = name.target if isinstance(name.target, EditionKey) else in_force(name.instrument, naming)
        yield _with_part(text, name, target, naming)


def _with_part(text: str, name: Name, target: Target, naming: CitingText) -> Found:
    if not isinstance(target, EditionKey):
        return name.start, name.end, target
    before = text[max(name.start - _LONGEST_PART, 0) : name.start]
    if part := _PART_BEFORE.search(before):
        return name.start - len(part.group()), name.end, _division(target, part.group(), naming)
    if annex := _ANNEX_AFTER.match(text, name.end):
        segment = f"annex_{annex['number'].lower()}" if annex["number"] else "annex"
        return name.start, annex.end(), ProvisionId(target, segment)
    if paragraph := _PARAGRAPH_BEFORE.search(before):
        item = f"__subpara_{paragraph['item'][1]}" if paragraph["item"] else ""
        eid = f"para_{paragraph['number']}{item}"
        return name.start - len(paragraph.group()), name.end, ProvisionId(target, eid)
    return name.start, name.end, target


def _own_parts(text: str, naming: CitingText) -> Iterator[Found]:
    """Walk the parts of the naming text itself: "Annex 2 to this resolution", "Annexes 2 and 3 to …"."""
    if naming.edition is None:
        return
    for match in _SELF.finditer(text):
        yield match.start(), match.end(), _division(naming.edition, match["part"], naming)
    for match in _SELF_LIST.finditer(text):
        first, last = match.span("numbers")
        for number in _PART_NUMBER.finditer(text, first, last):
            start = match.start() if number.start() == first else number.start()
            eid = f"{_SHORT[match['type'].lower()]}_{number.group().lower()}"
            target = ProvisionId(naming.edition, cited_annex(eid, naming.own))
            yield start, match.end() if number.end() == last else number.end(), target


def _division(edition: EditionKey, part: str, naming: CitingText) -> Target:
    """Return the part of an edition: "Appendix A to Annex 1 to" → `annex_1__app_a`.

    "The annex" of the naming text itself is the one that it has, however that is headed.
    """
    segments = [
        "_".join(filter(None, (_SHORT[match["type"].lower()], (match["number"] or "").lower())))
        for match in _PART_NAME.finditer(part)
    ]
    eid = "__".join(reversed(segments))
    try:
        return ProvisionId(edition, cited_annex(eid, naming.own) if edition == naming.edition else eid)
    except InvalidKey:
        return edition


_FINDERS: tuple[Callable[[str, CitingText], Iterator[Found]], ...] = (
    _named,
    _own_parts,
    named_articles,
    treaties,
)
