"""A parse as JSON and back: how a process hands over what it read, and how a report is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING, Any

from corpus.keys import InstrumentKey
from ingest.lines import Removal
from ingest.parse import Parse, Report
from ingest.tree import Gap

if TYPE_CHECKING:
    from pydantic import TypeAdapter


def parse_json(parse: Parse) -> dict[str, Any]:
    """Return a parse as plain dictionaries and lists; `read_parse` is the inverse."""
    return asdict(parse)


def read_parse(document: object) -> Parse:
    """Read what `parse_json` wrote. Raises ValueError when it is damaged."""
    parse = _parses().validate_python(document)
    if parse.proposal:
        InstrumentKey(parse.proposal.issuer, parse.proposal.work)
    return parse


@cache
def _parses() -> TypeAdapter[Parse]:
    """Return the reader of parses; only the process that reads them loads it, which takes 0.1 s."""
    from pydantic import TypeAdapter

    return TypeAdapter(Parse)


def report_json(report: Report) -> dict[str, Any]:
    """Return a report as other tools read it, which leaves out who owns each line."""
    return {
        "removed": [asdict(removal) for removal in report.removed],
        "unowned": list(report.unowned),
        "gaps": [asdict(gap) for gap in report.gaps],
        "warnings": list(report.warnings),
    }


def read_report(document: Mapping[str, Any]) -> Report:
    """Read what `report_json` wrote. Raises KeyError or TypeError when it is damaged."""
    return Report(
        owners={},
        removed=tuple(Removal(**row) for row in document["removed"]),
        unowned=tuple(document["unowned"]),
        gaps=tuple(Gap(**row) for row in document["gaps"]),
        warnings=tuple(document["warnings"]),
    )
