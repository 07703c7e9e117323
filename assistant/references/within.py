"""The clauses of a text that cite other clauses of it: "resolves 1, 4 and 5 above", "considering f)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from assistant.library.library import Library
from assistant.understanding.labels.resolver import by_own_label
from corpus.catalogue import Catalogue
from corpus.instruments import Edition, Kind, Provision
from corpus.remembered import once_per_edition

_MARK = r"\(?(?:\d{1,3}(?:\.\d{1,3})*(?: ?(?:bis|ter))?(?:\(?[a-z]\))?|[a-z]{1,2}\)|[ivx]{1,5}\))(?!\w)"
_BETWEEN = r"(?:,? (?:and|or|to) |, ?| ?[–-] ?)"
_LIST = rf"{_MARK}(?:{_BETWEEN}{_MARK})*"
_STEP = re.compile(rf"(?P<between>{_BETWEEN})?(?P<mark>{_MARK})")
_RANGE = re.compile(r" ?[–-] ?| to ")
_NUMBER = re.compile(r"\(?(\d{1,3})\)?")
_ADDRESSEE = r"(?: [\w’'-]+){0,9}?"
_PARAGRAPH = r"(?:operative )?paragraphs?|paras?\.?"
_ANOTHER_TEXT = re.compile(r",? (?:of|in|to|under) (?:the |its |that )?(?:[A-Z]|resolution|decision|same)")
_THIS_TEXT = re.compile(r" (?:\w+ ){0,3}?(?:above|below|hereof)\b|,? of (?:this|the present)\b")
_NUMBERED = re.compile(r"\(?(?P<number>\w+(?:\.\d+)*)[.)]?\)?(?:\(?(?P<item>[a-z]{1,2})\))?")


def clauses_citing(edition: Edition, provision: Provision) -> tuple[Provision, ...]:
    """Return the clauses of a text that cite one of its clauses, in order."""
    sources = {source for source, target in own_citations(edition) if target == provision.eid}
    return tuple(clause for clause in edition.provisions if clause.eid in sources)


def is_cited_so(provision: Provision, label: str) -> bool:
    """Return True for a label as texts use it of their own clauses: a head, or a paragraph."""
    return provision.head is not None or re.search(_PARAGRAPH, label, re.IGNORECASE) is not None


@once_per_edition
def own_citations(edition: Edition) -> Iterator[tuple[str, str]]:
    """Walk which clause of a text cites which, as pairs of eIds, each once."""
    own = Library((edition,), Catalogue(()))
    verbs = {provision.head.verb for provision in edition.provisions if provision.head}
    heads = "".join(f"{re.escape(verb)}|" for verb in sorted(verbs, key=len, reverse=True))
    named = re.compile(
        rf"\b(?=(?:(?P<paragraph>{_PARAGRAPH})|(?P<head>(?:{heads}$^){_ADDRESSEE})) (?P<list>{_LIST}))",
        re.IGNORECASE,
    )
    found = (
        (clause.eid, cited.eid)
        for clause in edition.provisions
        if clause.kind != Kind.HEADING and not clause.inline
        for match in named.finditer(clause.text)
        if _is_of_this_text(match, clause, edition)
        for mark in _marks(match["list"])
        for cited in (
            _by_number(mark, clause, edition)
            if match["paragraph"]
            else _by_label(f"{match['head']} {mark}", clause, own)
        )
        if cited.eid != clause.eid
    )
    return iter(dict.fromkeys(found))


def _is_of_this_text(match: re.Match[str], clause: Provision, edition: Edition) -> bool:
    """Return True unless another text is named beside a label; of a paragraph the words must say so."""
    before = (match.start() - reference.end for reference in edition.references_from(clause.eid))
    if any(0 <= distance <= len(", ") for distance in before):
        return False
    if match["paragraph"]:
        return _THIS_TEXT.match(clause.text, match.end("list")) is not None
    return _ANOTHER_TEXT.match(clause.text, match.end("list")) is None


def _marks(listed: str) -> Iterator[str]:
    """Walk the numbers and letters of a list: "1, 4 to 6" → 1, 4, 5, 6."""
    before = 0
    for step in _STEP.finditer(listed):
        number = _NUMBER.fullmatch(step["mark"])
        if number and before and step["between"] and _RANGE.fullmatch(step["between"]):
            yield from map(str, range(before + 1, int(number[1])))
        before = int(number[1]) if number else 0
        yield step["mark"]


def _by_label(label: str, clause: Provision, own: Library) -> list[Provision]:
    """Return the clauses that a label names, those of the citing clause's own part where it has any."""
    found = [match.provision for match in by_own_label(label, own)]
    return [item for item in found if item.part == clause.part] or found


def _by_number(mark: str, clause: Provision, edition: Edition) -> list[Provision]:
    """Return the paragraph with a number that is nearest to the citing clause: of its section, its annex."""
    said = _NUMBERED.fullmatch(mark.strip())
    if said is None:
        return []
    numbered = [
        item
        for item in edition.provisions
        if item.kind not in (Kind.HEADING, Kind.FOOTNOTE, Kind.LIST_ITEM) and _bare(item) == said["number"]
    ]
    shared = [_shared(clause, item) for item in numbered]
    nearest = [item for item, depth in zip(numbered, shared, strict=True) if depth == max(shared)]
    if len(nearest) != 1:
        return []
    below = [item for item in edition.children(nearest[0].eid) if _bare(item) == said["item"]]
    return below if said["item"] else nearest


def _shared(clause: Provision, item: Provision) -> int:
    """Return how much of their place two clauses of a text share: its part, the section, the list."""
    pair = zip((clause.part, *clause.eid.split("__")), (item.part, *item.eid.split("__")[:-1]), strict=False)
    return sum(1 for _ in takewhile(lambda both: both[0] == both[1], pair))


def _bare(provision: Provision) -> str:
    return provision.marker.strip(" .()§")
