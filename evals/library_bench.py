"""A library of many resolutions: what it costs to build, to add to, and to ask."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from assistant.drafting.precedents import PrecedentFinder
from assistant.opening import open_assistant
from assistant.settings import Settings
from corpus.instruments import Edition
from evals.measuring import Figure, times, weighed
from evals.perturbed import write_library
from ingest import parse_file

_QUESTIONS = (
    "Who reports to the Assembly every year?",
    "What is the Secretary-General requested to do?",
    "When is the next review?",
    "Which resolutions mention developing countries?",
    "What is said about capacity building?",
)
_DRAFTS = (
    "Requests the Secretary-General to report every year on what was done for developing countries",
    "instructs the Council to review the budget, within available resources, before the next conference",
    "noting with concern that many people still have no access to the Internet,",
    "invites Member States to make voluntary contributions to the fund",
    "that each office shall have the staff that it needs",
)


def library_figures(folder: Path, count: int, texts: Path | None) -> Iterator[Figure]:
    """Build a library of so many resolutions in an empty home, then change it."""
    *files, last = write_library(folder / "texts", count + 1, _sources(texts))
    last = last.rename(folder / last.name)
    home = folder / "home"
    seconds, gigabytes, added = _add(home, files[0].parent)
    provisions = sum(row["provisions"] for row in added["added"])
    yield Figure("resolutions added", "count", sum(row["status"] == "added" for row in added["added"]))
    yield Figure("their provisions", "count", provisions)
    yield Figure("lines unowned", "count", sum(len(row["unowned"]) for row in added["added"]), 0.0)
    yield Figure("texts embedded", "count", added["embedded"])
    yield Figure("the library from files to searchable", "s", seconds, 900.0 if count == 1000 else None)
    yield Figure("a provision of it", "ms", 1000 * seconds / provisions)
    yield Figure("peak memory while it is built", "GB", gigabytes, 2.5)
    seconds, gigabytes, added = _add(home, files[0].parent)
    yield Figure("the same files added again", "s", seconds)
    yield Figure("texts embedded then", "count", added["embedded"], 0.0)
    seconds, gigabytes, added = _add(home, last)
    yield Figure("one more resolution, from file to searchable", "s", seconds, 10.0)
    yield Figure("peak memory then", "GB", gigabytes, 2.5)
    asked, found = _asked(home)
    yield Figure("warm question, p50", "s", asked)
    yield Figure("precedents of a draft, p50", "s", found, 0.500)
    yield Figure("disk: library", "MB", _size(home / "library"))
    yield Figure("disk: index, all generations", "MB", _size(home / "index"))
    yield Figure("disk: embedding cache", "MB", _size(home / "cache"))


def _sources(texts: Path | None) -> Sequence[Edition]:
    """Return the editions that clauses are drawn from: of a folder, else the shipped one."""
    if texts is None:
        from corpus.catalogue import TEXTS, catalogue

        return [
            parse_file(TEXTS / instrument.text, instrument.edition).edition()
            for instrument in catalogue().shipped()
        ]
    parses = [parse_file(path) for path in sorted(texts.iterdir()) if path.is_file()]
    return [parse.edition() for parse in parses if parse.key]


def _add(home: Path, path: Path) -> tuple[float, float, dict[str, Any]]:
    """Add files in a process of its own: seconds, peak GB of its largest process, what it printed."""
    started = perf_counter()
    gigabytes, printed = weighed(["-m", "assistant.cli", "add", str(path), "--json"], home)
    return perf_counter() - started, gigabytes, json.loads(printed)


def _asked(home: Path) -> tuple[float, float]:
    """Return the median seconds of a warm question, and of the precedents of a draft."""
    assistant = open_assistant(Settings(home=home))
    finder = PrecedentFinder(assistant.library, assistant.searcher)
    return _median(lambda text: assistant.ask([text]), _QUESTIONS), _median(finder.find, _DRAFTS)


def _median(ask: Callable[[str], object], texts: tuple[str, ...]) -> float:
    """Return the median seconds of asking each text, after a first time that is not counted."""
    return median(times(ask, [*texts, *(f"{text} " for text in texts * 5)])[len(texts) :])


def _size(folder: Path) -> float:
    """Return the size of a folder in MB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
