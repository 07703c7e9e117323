"""A run → its report: sections, then the forms in which they are read."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evals.baselines import Tagged, compare
from evals.first_hit import comparisons, shown
from evals.report import blind, figures
from evals.report.failures import failures
from evals.report.headline import headlines
from evals.report.report import Report, page
from evals.report.tables import Section
from evals.report.text import failed, plain
from evals.results import Results
from evals.results import figures as figures_of
from evals.stats import Paired
from evals.test_runs import read_runs


def make_report(
    results: Results,
    broken: Sequence[str],
    tagged: Tagged | None = None,
    expected_to_fail: Collection[str] = (),
) -> Report:
    """Make the report of a run; some comparisons with the first hit may be expected to fail."""
    behind = compare(results.scores, tagged) if tagged else {}
    cases = results.golden.cases
    report = Report(
        date=datetime.now(UTC).date().isoformat(),
        split=results.split,
        questions=len(cases),
        answerable=sum(case.is_answerable for case in cases),
        left_out=results.golden.left_out,
        broken=tuple(broken),
        expected=tuple(
            shown(comparison)
            for comparison in comparisons(results)
            if comparison.is_worse and comparison.name in expected_to_fail
        ),
        half=blind.HALVES[results.headline_half] if results.headline_cases else "",
        headlines=headlines(results),
        sections=tuple(_sections(results, behind, tagged, expected_to_fail)),
        failures=failures(results),
        document=_document(results, behind),
    )
    return report


def write_report(report: Report, folder: Path) -> Path:
    """Write the report as a page and as JSON; return the page."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.json").write_text(json_report(report), encoding="utf-8")
    written = folder / "report.html"
    written.write_text(page(report), encoding="utf-8")
    return written


def print_report(report: Report, *, as_json: bool = False, details: bool = False) -> str:
    """Return what is printed of a report: plain tables or JSON; details are the questions that failed."""
    if as_json:
        return json_report(report)
    return plain(report) + (failed(report) if details else "")


def json_report(report: Report) -> str:
    """Return the report as JSON."""
    head = {name: getattr(report, name) for name in ("date", "split", "questions", "answerable", "left_out")}
    body = {
        **head,
        "broken": report.broken,
        "expected_to_fail": report.expected,
        "headlines": [asdict(headline) for headline in report.headlines],
        **report.document,
        "failures": [asdict(failure) for failure in report.failures],
    }
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def _sections(
    results: Results, behind: Mapping[str, Paired], tagged: Tagged | None, expected_to_fail: Collection[str]
) -> Iterator[Section]:
    """Give the sections in the order of the page; one that has nothing to show is left out."""
    if results.headline_cases and results.systems:
        yield blind.blind_sets(results, read_runs())
        yield blind.against_first_hit(results, expected_to_fail)
    yield figures.statuses(results)
    if results.reviewed.outcomes:
        yield figures.reviewed(results)
    yield figures.by_group(results)
    if results.controls:
        yield figures.controls(results)
    yield figures.all_figures(results, behind, tagged.name if tagged else "")


def _document(results: Results, behind: Mapping[str, Paired]) -> dict[str, Any]:
    shown: dict[str, dict[str, Any]] = {}
    for (by, name), found in results.figures.items():
        shown.setdefault(by, {})[name] = {metric: asdict(interval) for metric, interval in found.items()}
    return {
        "figures": shown,
        "baseline": {metric: asdict(difference) for metric, difference in behind.items()},
        "systems": {
            name: {metric: asdict(interval) for metric, interval in figures_of(scores).items()}
            for name, scores in results.systems.items()
        },
        "controls": [asdict(control) for control in results.controls],
        "statuses": figures.counts(results),
        "reviewed": {
            "cases": len(results.reviewed.outcomes),
            "correct": figures.right(results.reviewed),
            "left_out": results.reviewed.left_out,
        },
        "errors": list(results.errors),
    }
