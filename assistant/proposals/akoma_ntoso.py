"""A proposal → Akoma Ntoso 3.0: a document of type amendment, with what is changed where as its metadata.

Below the line and the citation of a clause stands the clause as it would read, what was deleted in <del> and
what was inserted in <ins>. Reasons are justifications.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from lxml import etree

from assistant.comparison.redline import Edit
from assistant.proposals.about import About
from assistant.proposals.layout import Entry, entries, head
from assistant.proposals.proposal import Operation, Proposal, ProposedClause
from corpus.instruments import Kind
from corpus.keys import ProvisionId
from ingest.akn.iris import iri
from ingest.akn.names import AKN, Element, akn, fit, sub
from ingest.akn.units import add_text

_TYPES = {
    Operation.MODIFIED: "substitution",
    Operation.ADDED: "insertion",
    Operation.SUPPRESSED: "repeal",
}
_HIERARCHY = {
    Kind.OPERATIVE: "paragraph",
    Kind.ANNEX_PARAGRAPH: "paragraph",
    Kind.PARAGRAPH: "paragraph",
    Kind.LIST_ITEM: "point",
}
_MARKS = {"+": "ins", "-": "del"}
_DATE = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])")
_PROPOSER = "proposer"
_LANGUAGE = "und"  # a proposal does not say in which it is written


def amendments(proposal: Proposal, about: About) -> bytes:
    """Print the amendments of a proposal, each with its line and its reasons."""
    root = etree.Element(akn("akomaNtoso"), nsmap={None: AKN})
    document = sub(root, "amendment", name="proposal", contains="originalVersion")
    made = [entry for entry in entries(proposal, about) if entry.line]
    _add_meta(document, proposal, about, made)
    first = head(proposal, about)
    if lines := (*first.left, *first.right, *first.centre):
        preface = sub(document, "preface")
        for line in lines:
            add_text(sub(preface, "p"), line)
    body = sub(document, "amendmentBody")
    for at, entry in enumerate(made, 1):
        _add_amendment(body, at, entry, proposal)
    if not made:
        sub(sub(body, "amendmentContent"), "p")  # a body has an amendment at least
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _add_amendment(body: Element, at: int, entry: Entry, proposal: Proposal) -> None:
    first = entry.clauses[0]
    add_text(sub(sub(body, "amendmentHeading"), "p"), entry.line.replace("\t", " "))
    line = sub(sub(body, "amendmentContent"), "p")
    if first.operation is not Operation.UNCHANGED:
        line = sub(line, "mod", eId=f"mod_{at}")
    if not first.is_new:
        add_text(sub(line, "ref", href=_address(first, proposal)), first.label)
    if first.operation in (Operation.MODIFIED, Operation.ADDED):
        quoted = sub(line, "quotedStructure")
        for clause in entry.clauses:
            _add_clause(quoted, clause)
    if entry.reasons:
        add_text(sub(sub(body, "amendmentJustification"), "p"), entry.reasons)


def _add_clause(quoted: Element, clause: ProposedClause) -> None:
    name = _HIERARCHY.get(clause.kind, "hcontainer")
    element = sub(quoted, name, **({"name": clause.kind.value} if name == "hcontainer" else {}))
    if clause.marker.edits:
        _add_runs(sub(element, "num"), clause.marker.edits)
    is_heading = clause.kind is Kind.HEADING
    _add_runs(sub(element, "heading") if is_heading else sub(sub(element, "content"), "p"), clause.text.edits)


def _add_runs(element: Element, runs: Iterable[Edit]) -> None:
    for sign, words in runs:
        add_text(sub(element, _MARKS[sign]) if sign in _MARKS else element, words)


def _address(clause: ProposedClause, proposal: Proposal) -> str:
    return iri(ProvisionId(proposal.edition, clause.id))


def _add_meta(document: Element, proposal: Proposal, about: About, made: Sequence[Entry]) -> None:
    meta = sub(document, "meta")
    identification = sub(meta, "identification", source=f"#{_PROPOSER}")
    date = about.date if _DATE.fullmatch(about.date) else datetime.now(UTC).date().isoformat()
    number = re.sub(r"[^A-Za-z0-9]+", "-", about.document).strip("-").lower() or "draft"
    work = f"/akn/un/amendment/{proposal.edition.instrument.issuer}/{date}/{number}"
    level = _level(identification, "FRBRWork", work, date)
    sub(level, "FRBRcountry", value="un")
    sub(level, "FRBRnumber", value=fit(about.document or "draft"), showAs=fit(about.title))
    level = _level(identification, "FRBRExpression", f"{work}/{_LANGUAGE}@{date}", date)
    sub(level, "FRBRlanguage", language=_LANGUAGE)
    level = _level(identification, "FRBRManifestation", f"{work}/{_LANGUAGE}@{date}.xml", date)
    sub(level, "FRBRformat", value="application/akn+xml")
    _add_changes(meta, proposal, made)
    references = sub(meta, "references", source=f"#{_PROPOSER}")
    organization = f"/akn/ontology/organization/un/{_PROPOSER}"
    name = fit(about.author or "The proposer")
    sub(references, "TLCOrganization", eId=_PROPOSER, href=organization, showAs=name)


def _level(above: Element, name: str, uri: str, date: str) -> Element:
    level = sub(above, name)
    sub(level, "FRBRthis", value=f"{uri}/!main")
    sub(level, "FRBRuri", value=uri)
    sub(level, "FRBRdate", date=date, name="proposed")
    sub(level, "FRBRauthor", href=f"#{_PROPOSER}")
    return level


def _add_changes(meta: Element, proposal: Proposal, made: Sequence[Entry]) -> None:
    """Say what is done where; what is inserted stands after a clause, or first among those below it."""
    changes = [(at, entry) for at, entry in enumerate(made, 1) if entry.clauses[0].operation in _TYPES]
    if not changes:
        return
    modifications = sub(sub(meta, "analysis", source=f"#{_PROPOSER}"), "activeModifications")
    for at, entry in changes:
        clause, after = entry.clauses[0], entry.after
        change = sub(modifications, "textualMod", type=_TYPES[clause.operation], eId=f"amod_{at}")
        sub(change, "source", href=f"#mod_{at}")
        if not clause.is_new:
            sub(change, "destination", href=_address(clause, proposal))
        elif after is None:
            sub(change, "destination", href=iri(proposal.edition), pos="start")
        else:
            position = "after" if after.level == clause.level else "start"
            sub(change, "destination", href=_address(after, proposal), pos=position)
