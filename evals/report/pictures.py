"""Pictures by matplotlib, as SVG whose colours are those of the page, in either light."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from evals.report.tables import Picture
from evals.stats import Interval

# Colours that stand for the page's, and what they become.
_INK, _RULE, _ONE, _TWO = "#010203", "#010204", "#010205", "#010206"
_COLOURS = {_INK: "var(--ink)", _RULE: "var(--rule)", _ONE: "var(--one)", _TWO: "var(--two)"}
_SERIES = ((_ONE, "o"), (_TWO, "s"))
_STYLE: Any = {
    "font.family": "sans-serif", "font.size": 9, "svg.fonttype": "none", "svg.hashsalt": "resolutions",
    "text.color": _INK, "axes.labelcolor": _INK, "axes.edgecolor": _RULE, "xtick.color": _INK,
    "ytick.color": _INK, "axes.grid": True, "grid.color": _RULE, "grid.linewidth": 0.6,
    "axes.spines.top": False, "axes.spines.right": False, "axes.axisbelow": True,
    "axes.facecolor": "none", "figure.facecolor": "none", "savefig.facecolor": "none",
    "legend.frameon": False,
    "xtick.major.size": 0, "ytick.major.size": 0, "lines.linewidth": 1.6, "lines.markersize": 5,
}  # fmt: skip
_WIDTH, _HEIGHT = 4.0, 2.7  # inches; a phone shows it at about this size

Points = Sequence[tuple[float, Interval]]


def bars(shows: str, names: Sequence[str], series: Mapping[str, Sequence[Interval | None]]) -> Picture:
    """Draw shares of named groups as points with their intervals, a mark for each series."""
    with _drawn(shows, height=0.7 + 0.36 * len(names)) as (axes, done):
        for at, (name, values) in enumerate(series.items()):
            shift = (at - (len(series) - 1) / 2) * 0.24
            known = [
                (place + shift, interval) for place, interval in enumerate(values) if interval is not None
            ]
            means, spread = _spread([interval for _, interval in known])
            colour, mark = _SERIES[at % len(_SERIES)]
            places = [place for place, _ in known]
            axes.errorbar(means, places, xerr=spread, fmt=mark, color=colour, elinewidth=1.2, label=name)
        axes.set_yticks(range(len(names)), names)
        axes.set_ylim(len(names) - 0.5, -0.5)
        axes.set_xlim(-0.02, 1.02)
        _legend(axes, len(series))
    return done[0]


def differences(shows: str, names: Sequence[str], bounds: Sequence[tuple[float, float, float]]) -> Picture:
    """Draw differences, low and high, around the line of none."""
    with _drawn(shows, height=0.7 + 0.24 * len(names)) as (axes, done):
        means, spread = _spread([Interval(mean, low, high, 0) for mean, low, high in bounds])
        axes.errorbar(means, range(len(names)), xerr=spread, fmt="o", color=_ONE, elinewidth=1.2)
        axes.axvline(0, color=_INK, linewidth=0.8)
        axes.set_yticks(range(len(names)), names)
        axes.invert_yaxis()
    return done[0]


def reliability(shows: str, points: Points) -> Picture:
    """Draw the share that is correct over the nearness of the nearest clause."""
    with _drawn(shows) as (axes, done):
        means, spread = _spread([interval for _, interval in points])
        axes.errorbar([x for x, _ in points], means, yerr=spread, fmt="o-", color=_ONE, elinewidth=1.2)
        axes.set_ylim(-0.02, 1.02)
        axes.set_xlabel("nearness of the nearest clause")
        axes.set_ylabel("share correct")
    return done[0]


def curves(
    shows: str,
    labels: tuple[str, str],
    lines: Mapping[str, tuple[Sequence[float], Sequence[float]]],
    marks: Mapping[str, float] | None = None,
) -> Picture:
    """Draw lines between 0 and 1, each with a name; `marks` are levels that are reached besides."""
    with _drawn(shows) as (axes, done):
        for (name, (x, y)), (colour, _) in zip(lines.items(), _SERIES, strict=False):
            axes.plot(x, y, color=colour, label=name)
            level = (marks or {}).get(name)
            if level is not None:
                axes.axhline(
                    level, color=colour, linestyle=":", linewidth=1.4, label=f"{name}, as it answers"
                )
        axes.set_ylim(-0.02, 1.05)
        axes.set_xlabel(labels[0])
        axes.set_ylabel(labels[1])
        _legend(axes, len(lines) * (2 if marks else 1))
    return done[0]


def _spread(intervals: Sequence[Interval]) -> tuple[list[float], list[list[float]]]:
    """Return means, and how far their intervals reach below and above them."""
    means = [interval.mean for interval in intervals]
    below = [
        max(0.0, interval.mean - interval.low) for interval in intervals
    ]  # a mean may be a hair outside by rounding
    return means, [below, [max(0.0, interval.high - interval.mean) for interval in intervals]]


def _legend(axes: Any, count: int) -> None:  # noqa: ANN401  the library's types stop here
    """Name the series above the picture, where there are several."""
    if count > 1:
        axes.legend(
            loc="lower left",
            bbox_to_anchor=(0, 1),
            ncols=2,
            borderaxespad=0.2,
            handlelength=1.4,
            columnspacing=1,
            fontsize=8,
        )


@contextmanager
def _drawn(shows: str, height: float = _HEIGHT) -> Iterator[tuple[Any, list[Picture]]]:
    """Give axes to draw on; afterwards the picture stands in the list."""
    done: list[Picture] = []
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(_WIDTH, height), layout="constrained")
        yield figure.add_subplot(), done
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    done.append(Picture(_cleaned(written.getvalue()), shows))


def _cleaned(svg: str) -> str:
    """Leave the head of the file and its fixed size out, and put the page's colours in."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r"font: 9px [^;\"]*", "font-size: 9px", svg)
    for colour, variable in _COLOURS.items():
        svg = svg.replace(colour, variable)
    return svg
