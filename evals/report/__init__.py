"""The report of a run: one page for a reader, the same for a terminal, and as JSON."""

from evals.report.report import Report
from evals.report.writing import make_report, print_report, write_report

__all__ = ["Report", "make_report", "print_report", "write_report"]
