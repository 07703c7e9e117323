"""How long an answer takes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evals.report.pictures import curves
from evals.report.tables import Section, Table
from evals.results import Results


def seconds(results: Results) -> Section:
    """Show how long each stage takes, half and nearly all of the time."""
    rows = [
        (stage, str(len(times)), *(f"{one * 1000:.0f} ms" for one in quantiles(times).values()))
        for stage, times in results.seconds.items()
    ]
    lines = {stage: _shares(times) for stage, times in list(results.seconds.items())[:2]}
    picture = curves(
        "Share of the answers given within so many milliseconds", ("milliseconds", "share"), lines
    )
    said = "Half of the answers take no longer than p50, 95 of 100 than p95; the first loads the model."
    return Section("Speed", said, (Table(("", "times", "p50", "p95", "longest"), tuple(rows)),), (picture,))


def quantiles(times: Sequence[float]) -> dict[str, float]:
    """Return the seconds within which half, nearly all, and all of the times lie."""
    return {name: _at(times, share) for name, share in (("p50", 0.5), ("p95", 0.95), ("longest", 1.0))}


def _shares(times: Sequence[float]) -> tuple[list[float], list[float]]:
    """Return the milliseconds within which each share of the times lies, without the last hundredth."""
    shares = [at / 100 for at in range(100)]
    return [_at(times, share) * 1000 for share in shares], shares


def _at(times: Sequence[float], share: float) -> float:
    """Return the time within which a share of the times lies."""
    return float(np.quantile(np.array(times), share))
