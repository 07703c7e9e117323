"""The contents of a report, and its self-contained HTML page without script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from evals.report.failures import Failure
from evals.report.headline import Headline
from evals.report.tables import Section


@dataclass(frozen=True)
class Report:
    """What a report says, whatever its form.

    `broken` are its gates, a line each, `expected` the comparisons that may fail and do, `half` the half
    of the blind sets that the headlines are about, or ''.
    """

    date: str
    split: str
    questions: int
    answerable: int
    left_out: tuple[str, ...]
    broken: tuple[str, ...]
    expected: tuple[str, ...]
    half: str
    headlines: tuple[Headline, ...]
    sections: tuple[Section, ...]
    failures: tuple[Failure, ...]
    document: Mapping[str, Any]


def page(report: Report) -> str:
    """Return the page; whatever it says is escaped."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    worlds = list(dict.fromkeys(failure.world for failure in report.failures))
    return environment.get_template("page.html").render(report=report, worlds=worlds)
