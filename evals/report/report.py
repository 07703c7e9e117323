"""What a report says, whatever its form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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
