"""The report as one page that stands alone: no script, nothing fetched."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from evals.report.report import Report


def page(report: Report) -> str:
    """Return the page; whatever it says is escaped, pictures are our own."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    worlds = list(dict.fromkeys(one.world for one in report.failures))
    return environment.get_template("page.html").render(report=report, worlds=worlds)
