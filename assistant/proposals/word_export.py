"""A proposal → Word: in the form of its body, as the text alone with tracked changes, or as the new text.

The tracked changes are the edits as they were made. A file of the text alone has a paragraph for each
clause: accepting all gives the new text, rejecting all the old one. In the form of a body, the lines and
reasons around the clauses are not tracked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time

from assistant.exports.tracked_word import TrackedFile, TrackedParagraph
from assistant.proposals.about import About
from assistant.proposals.layout import entries, head, runs, written
from assistant.proposals.proposal import Operation, Proposal, ProposedClause
from corpus.instruments import Kind

LINE, REASONS = "Proposal", "Reasons"
"""The styles of the lines that say what is done to a clause, and of the reasons, as ITU's files name them."""
_SIGNS = {Operation.ADDED: "+", Operation.SUPPRESSED: "-"}
_NOBODY = "Proposal"  # who made the changes, if the proposal does not say whose it is


def proposal_file(proposal: Proposal, about: About) -> bytes:
    """Write a proposal in the form of its body."""
    file, first = _file(about), head(proposal, about)
    file.add_style(LINE, bold=True)
    file.add_style(REASONS)
    file.columns(first.left, first.right)
    file.centred(first.centre)
    file.tracked([*_form(proposal, about)])
    return file.saved()


def tracked_file(proposal: Proposal, about: About) -> bytes:
    """Write the text with tracked changes, and nothing else."""
    file = _file(about)
    file.tracked([*_paragraphs(proposal).values()])
    return file.saved()


def clean_file(proposal: Proposal, about: About) -> bytes:
    """Write the text as it reads if the proposal is adopted."""
    file = _file(about)
    file.tracked(
        [_accepted(paragraph) for paragraph in _paragraphs(proposal).values() if paragraph.sign != "-"]
    )
    return file.saved()


def _file(about: About) -> TrackedFile:
    try:
        at = datetime.combine(date.fromisoformat(about.date), time(12), UTC)
    except ValueError:
        at = datetime.now(UTC)
    return TrackedFile(about.title or about.edition_name, about.author or _NOBODY, at)


def _form(proposal: Proposal, about: About) -> Iterator[TrackedParagraph]:
    paragraphs = _paragraphs(proposal)
    for entry in entries(proposal, about):
        if entry.line:
            yield TrackedParagraph((("=", entry.line),), style=LINE)
        yield from (paragraphs[clause.id] for clause in entry.clauses)
        if entry.reasons:
            yield TrackedParagraph((("=", entry.reasons),), style=REASONS)


def _paragraphs(proposal: Proposal) -> dict[str, TrackedParagraph]:
    """Return the paragraphs of both texts by the ids of their clauses, in order."""
    found: dict[str, TrackedParagraph] = {}
    path: list[ProposedClause] = []
    for clause in written(proposal):
        path = [above for above in path if above.level < clause.level]
        found[clause.id] = _paragraph(clause, sum(above.kind is Kind.HEADING for above in path))
        path.append(clause)
    return found


def _paragraph(clause: ProposedClause, headings: int) -> TrackedParagraph:
    """Return a clause's paragraph, indented as deep as it lies below the headings above it."""
    words, sign = runs(clause), _SIGNS.get(clause.operation, "=")
    if clause.kind is Kind.HEADING:
        return TrackedParagraph(words, sign, f"Heading {min(1 + headings, 4)}")
    hangs = bool(clause.marker.edits)
    return TrackedParagraph(words, sign, level=clause.level - headings + hangs, hangs=hangs)


def _accepted(paragraph: TrackedParagraph) -> TrackedParagraph:
    words = "".join(run for sign, run in paragraph.runs if sign != "-")
    return replace(paragraph, runs=(("=", words),), sign="=")
