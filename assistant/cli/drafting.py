"""The commands for drafters: precedents, duties."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from assistant.cli import contracts
from assistant.cli.asking import given_filters, opened_assistant
from assistant.cli.batch import Row, field, run_batch
from assistant.cli.terminal import opened_library, print_json, say
from assistant.comparison.redline import marked
from assistant.drafting.duties import Duty
from assistant.drafting.duties import duties as duties_of_library
from assistant.drafting.precedents import Precedent, PrecedentFinder
from assistant.library.library import Library
from assistant.scope.filters import Filters
from corpus.errors import ResolutionsError
from corpus.keys import ProvisionId


def precedents(arguments: Namespace) -> int:
    """Print the adopted clauses closest to a draft, or to a batch of drafts."""
    if bool(arguments.draft) == bool(arguments.batch):
        raise ResolutionsError("give a draft, or --batch FILE, and not both")
    given = given_filters(arguments)
    Filters.read(given)  # a bad filter is said before the model is loaded
    assistant = opened_assistant()
    finder = PrecedentFinder(assistant.library, assistant.searcher)

    def found(row: Row) -> dict[str, Any]:
        filters = Filters.read({**given, **(field(row, "filters", (dict, type(None))) or {})})
        hits = finder.find(field(row, "draft"), filters, arguments.top)
        return contracts.precedents_json(hits, finder.library, row.get("id"))

    if arguments.batch:
        return run_batch(arguments.batch, sys.stdout, lambda row: found({"filters": None, **row}))
    draft = " ".join(arguments.draft)
    if arguments.json:
        return print_json(found({"draft": draft, "filters": None}))
    result = finder.find(draft, Filters.read(given), arguments.top)
    colours = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    for hit in result.hits:
        sys.stdout.write("\n".join(_lines(hit, finder.library, colours=colours)) + "\n\n")
    if result.reason:
        say(result.reason)
    return 0


def duties(arguments: Namespace) -> int:
    """Print who is told to do what."""
    library = opened_library()
    filters = Filters.read(given_filters(arguments))
    found = duties_of_library(library, filters)
    if arguments.json:
        return print_json(contracts.duties_json(found))
    for one in found:
        sys.stdout.write("\n".join(_duty_lines(one)) + "\n\n")
    if not found:
        say(f"no duty in the texts in force{f' has {filters}' if str(filters) else ''}")
    return 0


def _lines(hit: Precedent, library: Library, *, colours: bool) -> Iterator[str]:
    """Print a precedent: label and score, its words, how the draft differs, where the language was used."""
    yield f"{hit.score:.3f}  {hit.passage.label}{'' if hit.in_force else ' (superseded)'}"
    yield f"       {hit.passage.text}"
    yield f"       draft: {marked(hit.diff, colours=colours)}"
    if hit.first != hit.last:
        first, last = (_cited(one, library) for one in (hit.first, hit.last))
        yield f"       first used in {first}, last in {last}"


def _duty_lines(one: Duty) -> Iterator[str]:
    """Print a duty."""
    yield one.label
    yield f"    {one.mandate}: {one.action}"
    if one.deadline:
        yield f"    when: {one.deadline}"
    if one.conditions:
        yield f"    conditions: {'; '.join(one.conditions)}"
    if one.reports_to:
        yield f"    reports to: {'; '.join(one.reports_to)}"


def _cited(id_: ProvisionId, library: Library) -> str:
    """Return the citation of a provision that is held."""
    edition = library.edition(id_.edition)
    return edition.citation(edition.provision(id_.eid))
