"""A parse as JSON and back: how a process hands over what it read, and how a report is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from corpus.canonical import (
    ABOUT,
    provision_json,
    read_provision,
    read_reference,
    read_status,
    reference_json,
    status_json,
)
from corpus.keys import EditionKey
from ingest.lines import Removal
from ingest.parse import Parse, Report
from ingest.proposal import read_proposal
from ingest.tree import Gap


def parse_json(parse: Parse) -> dict[str, Any]:
    """Return a parse as plain dictionaries and lists; `read_parse` is the inverse."""
    return {
        "key": str(parse.key) if parse.key else None,
        **{name: getattr(parse, name) for name in ABOUT},
        **status_json(parse.status),
        "part": parse.part,
        "parts": parse.parts,
        "proposal": parse.proposal.as_json() if parse.proposal else None,
        "provisions": [provision_json(provision) for provision in parse.provisions],
        "references": [reference_json(reference) for reference in parse.references],
        "report": report_json(parse.report),
        "owners": list(parse.report.owners.items()),
    }


def read_parse(document: Mapping[str, Any]) -> Parse:
    """Read what `parse_json` wrote. Raises KeyError, TypeError or ValueError when it is damaged."""
    return Parse(
        key=EditionKey.parse(document["key"]) if document["key"] else None,
        **{name: document[name] for name in ABOUT},
        provisions=tuple(read_provision(row) for row in document["provisions"]),
        references=tuple(read_reference(row) for row in document["references"]),
        report=read_report(document["report"], dict(document["owners"])),
        status=read_status(document),
        part=document["part"],
        parts=document["parts"],
        proposal=read_proposal(document["proposal"]) if document["proposal"] else None,
    )


def report_json(report: Report) -> dict[str, Any]:
    """Return a report as other tools read it, which leaves out who owns each line."""
    return {
        "removed": [asdict(removal) for removal in report.removed],
        "unowned": list(report.unowned),
        "gaps": [asdict(gap) for gap in report.gaps],
        "warnings": list(report.warnings),
    }


def read_report(document: Mapping[str, Any], owners: Mapping[int, str] | None = None) -> Report:
    """Read what `report_json` wrote. Raises KeyError or TypeError when it is damaged."""
    return Report(
        owners=dict(owners or {}),
        removed=tuple(Removal(**row) for row in document["removed"]),
        unowned=tuple(document["unowned"]),
        gaps=tuple(Gap(**row) for row in document["gaps"]),
        warnings=tuple(document["warnings"]),
    )
