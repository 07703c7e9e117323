"""A draft as text or file → the report card: what in it departs from the adopted texts of its body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.drafting.duties import duties_of
from assistant.library.library import Library
from assistant.report_card.content import (
    acronym_findings,
    recital_findings,
    reference_findings,
    repetition_findings,
    two_things_findings,
)
from assistant.report_card.duties import resource_findings, timing_findings
from assistant.report_card.finding import Finding, ReportCard
from assistant.report_card.practice import Practice, clauses_of, practice_of
from assistant.report_card.verbs import addressee_findings, force_findings, form_findings
from assistant.settings import today
from assistant.understanding.languages import Language, language_of
from corpus.errors import UnreadableFile
from corpus.instruments import Edition, Kind
from corpus.issuers import issuer_name
from corpus.keys import EditionKey, InstrumentKey
from ingest.apart import parse_in_child
from ingest.limits import Limits

MOST = 500
"""Clauses of a draft: some 50 pages."""
_NUMBER = "draft-1"
_WORD = re.compile(r"[a-z-]{3,}")
_SAME = 0.6  # of the words of two formulas: "The Seventy-eighth World Health Assembly"


def read_draft_file(
    data: bytes, name: str, library: Library, limits: Limits, subject: InstrumentKey | None = None
) -> Edition:
    """Read a draft in a process of its own, as a text of the body in its formula, else of `subject`'s.

    Raises UnreadableFile, also where it has several texts, no clause, too many, or is not in English.
    """
    parses = parse_in_child(data, name, "draft", limits=limits)
    if len(parses) > 1:
        raise UnreadableFile(f"{name}: has {len(parses)} texts; give one draft at a time", "several-texts")
    key = EditionKey(InstrumentKey("draft", _NUMBER), today().year)
    draft = replace(parses[0], key=key, references=()).edition()
    issuer = _issuer(draft, library) or (subject.issuer if subject else "draft")
    draft = replace(draft, key=EditionKey(InstrumentKey(issuer, _NUMBER), key.year))
    clauses = list(clauses_of(draft))
    if language_of(" ".join(unit.text for unit in draft.provisions)) is not Language.ENGLISH:
        raise UnreadableFile(f"{name}: not in English; give an English draft", "language")
    if not any(clause.head for clause in clauses):
        raise UnreadableFile(f"{name}: no clause found; give recitals and operative clauses", "no-clause")
    if len(clauses) > MOST:
        raise UnreadableFile(f"{name}: {len(clauses):,} clauses, and at most {MOST} are read", "too-large")
    return draft


def report_card(draft: Edition, library: Library) -> ReportCard:
    """Compare a draft with the adopted texts of its body."""
    practice = practice_of(library, draft.key.instrument.issuer)
    body = practice.editions[-1].key if practice else None
    place = {clause.eid: at for at, clause in enumerate(draft.provisions)}
    findings = [*reference_findings(draft, library, body), *(_compared(draft, practice) if practice else ())]
    findings = [finding for finding in findings if finding.precedents]
    findings.sort(key=lambda finding: place[finding.clause.eid])
    clauses = sum(1 for _ in clauses_of(draft))
    if practice is None:
        return ReportCard(tuple(findings), clauses)
    compared = issuer_name(practice.editions[0].key.instrument)
    return ReportCard(tuple(findings), clauses, compared, len(practice.editions))


def _compared(draft: Edition, practice: Practice) -> Iterator[Finding]:
    duties = duties_of(draft)
    unusual = list(force_findings(draft, duties, practice))
    yield from unusual
    yield from form_findings(draft, practice, {finding.words for finding in unusual})
    yield from addressee_findings(draft, duties, practice)
    yield from acronym_findings(draft, practice)
    yield from timing_findings(draft, duties, practice)
    yield from resource_findings(draft, duties, practice)
    yield from recital_findings(draft, practice)
    yield from repetition_findings(draft, practice)
    yield from two_things_findings(draft, practice)


def _issuer(draft: Edition, library: Library) -> str:
    """Return the issuer of the adopted texts whose formula is most like the draft's, or ''."""
    own = _formula(draft)
    alike = {
        edition.key.instrument.issuer: len(own & words) / len(own | words)
        for edition in library.editions
        if own and (words := _formula(edition))
    }
    best = max(alike, key=lambda issuer: alike[issuer], default="")
    return best if alike.get(best, 0) >= _SAME else ""


def _formula(edition: Edition) -> frozenset[str]:
    """Return the words of a text's formula without place and year."""
    formula = next((unit.text for unit in edition.provisions if unit.kind is Kind.FORMULA), "")
    return frozenset(_WORD.findall(re.sub(r"\([^()]*\d[^()]*\)", "", formula).lower()))
