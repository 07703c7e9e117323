"""The commands for drafters: precedents, the report card of a draft, duties."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from assistant import plain_text
from assistant.cli import contracts
from assistant.cli.asking import given_filters, opened_assistant, require_one
from assistant.cli.batch import Row, field, run_batch
from assistant.cli.terminal import opened_library, print_json, print_text, result, say
from assistant.comparison.redline import marked
from assistant.drafting.duties import Duty
from assistant.drafting.duties import duties as duties_of_library
from assistant.drafting.precedents import Precedent, PrecedentFinder
from assistant.library.library import Library
from assistant.quotation import quotation
from assistant.report_card.card import read_draft_file, report_card
from assistant.report_card.finding import FAULTS, ReportCard
from assistant.scope.filters import Filters
from assistant.settings import read_settings
from ingest.files import read_file


def precedents(arguments: Namespace) -> int:
    """Print the adopted clauses closest to a draft, or to a batch of drafts."""
    require_one(arguments.draft, arguments.batch, "a draft")
    options = given_filters(arguments)
    Filters.read(options)  # a bad filter is said before the model is loaded
    assistant = opened_assistant()
    finder = PrecedentFinder(assistant.library, assistant.searcher)

    def found(row: Row) -> dict[str, Any]:
        filters = Filters.read({**options, **(field(row, "filters", (dict, type(None))) or {})})
        hits = finder.find(field(row, "draft"), filters, arguments.top)
        return contracts.precedents_json(hits, finder.library, row.get("id"))

    if arguments.batch:
        return run_batch(arguments.batch, sys.stdout, lambda row: found({"filters": None, **row}))
    draft = " ".join(arguments.draft)
    if arguments.json:
        return print_json(found({"draft": draft, "filters": None}))
    best = finder.find(draft, Filters.read(options), arguments.top)
    colours = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    for hit in best.hits:
        print_text(*_lines(hit, finder.library, colours=colours), "")
    if best.reason:
        say(best.reason)
    return 0


def duties(arguments: Namespace) -> int:
    """Print who is told to do what."""
    library = opened_library()
    filters = Filters.read(given_filters(arguments))
    found = duties_of_library(library, filters)
    if not (found or arguments.json):
        say(f"no duty in the texts in force{f' has {filters}' if filters else ''}")
    lines = [line for duty in found for line in (*_duty_lines(duty), "")]
    return result(arguments, contracts.duties_json(found), *lines)


def draft(arguments: Namespace) -> int:
    """Print what in a draft departs from the adopted texts of its body."""
    limits = read_settings().limits
    data = read_file(arguments.file, limits.size)
    library = opened_library()
    draft = read_draft_file(data, str(arguments.file), library, limits, read_settings().subject)
    card = report_card(draft, library)
    return result(arguments, contracts.report_card_json(card, library), *_card_lines(card, library))


def _card_lines(card: ReportCard, library: Library) -> Iterator[str]:
    """Walk the lines of a report card: each finding with its clause and its precedents."""
    for finding in card.findings:
        yield plain_text.program_line(f"line {finding.clause.line}, {FAULTS[finding.fault]}: {finding.said}")
        yield plain_text.quote(finding.words)
        for precedent in finding.precedents:
            edition = library.edition(precedent.edition)
            yield str(quotation(edition, edition.provision(precedent.eid)))
        yield ""
    yield plain_text.program_line(card.summary)


def _lines(hit: Precedent, library: Library, *, colours: bool) -> Iterator[str]:
    """Walk the lines of a precedent: words, citation, score, how the draft differs, where it was used."""
    cited = plain_text.citation(hit.passage.label)
    yield plain_text.quote(hit.passage.text)
    yield f"{cited} {hit.score:.3f}{'' if hit.in_force else ' (superseded)'}"
    yield "In the draft:"
    yield plain_text.changed(marked(hit.diff, colours=colours))
    if hit.first != hit.last:
        editions = [(library.edition(id_.edition), id_.eid) for id_ in (hit.first, hit.last)]
        first, last = (
            plain_text.citation(edition.citation(edition.provision(eid))) for edition, eid in editions
        )
        yield f"First used in {first}, last in {last}"


def _duty_lines(duty: Duty) -> Iterator[str]:
    yield plain_text.governing(duty.mandate)
    yield plain_text.quote(duty.action)
    yield plain_text.citation(duty.label)
    if duty.deadline:
        yield f"When: {plain_text.named(duty.deadline)}"
    if duty.conditions:
        yield f"Conditions: {plain_text.named('; '.join(duty.conditions))}"
    if duty.reports_to:
        yield f"Reports to: {plain_text.named('; '.join(duty.reports_to))}"
