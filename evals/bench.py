"""`python -m evals bench`: speed, memory and rightness, beside a stock citation engine and a plain search.

Everything is measured from outside, as whole processes or whole answers, and given as a median.
The stock engine has a mock language model, so its figures leave a real model's time out.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from statistics import median
from time import perf_counter

from assistant.drafting.precedents import PrecedentFinder
from assistant.library.library import open_library
from assistant.opening import open_assistant
from assistant.settings import Settings
from evals.bench_first_clause import (
    blind_questions,
    first_clause,
    first_of_stock,
    first_right,
    plain_search,
)
from evals.golden import read_golden
from evals.library_bench import Point, draw, growth
from evals.measuring import Figure, p95, times, weighed, whole
from evals.measuring import run as run_process
from evals.page_bench import serve_and_time
from evals.stock import StockEngine
from evals.worlds import gather

_QUESTION = "Who reports to the Council every year?"


def run(
    *,
    as_json: bool = False,
    library: int = 0,
    folder: Path | None = None,
    texts: Path | None = None,
    curves: Path | None = None,
) -> int:
    """Measure everything and print a table, or how a library grows to so many provisions.

    A library grows in `folder`, where it can go on later. Its clauses are perturbed ones of the shipped text,
    or of the files in the folder `texts`; `curves` is a picture that is drawn.
    """
    with tempfile.TemporaryDirectory(prefix="resolutions-bench-") as temporary:
        if library:
            return _measure_growth(folder or Path(temporary), library, texts, curves, as_json=as_json)
        figures = list(_figures(Path(temporary)))
    if as_json:
        sys.stdout.write(json.dumps([asdict(figure) for figure in figures], indent=1) + "\n")
        return 0
    sys.stdout.write(f"{'':<52}{'ours':>10}{'goal':>10}{'stock':>10}{'plain':>10}\n")
    for figure in figures:
        values = (figure.ours, figure.goal, figure.stock, figure.plain)
        cells = [f"{value:.3f}" if value is not None else "–" for value in values]
        sys.stdout.write(
            f"{figure.what + ', ' + figure.unit:<52}" + "".join(f"{cell:>10}" for cell in cells) + "\n"
        )
    return 0


def _measure_growth(
    folder: Path, provisions: int, texts: Path | None, curves: Path | None, *, as_json: bool
) -> int:
    """Print each size's figures when they are measured, a line of JSON each or a block of lines."""
    points: list[Point] = []
    for point in growth(folder, provisions, texts):
        points.append(point)
        lines = (f"{name.replace('_', ' '):<26}{value:>14,.3f}\n" for name, value in asdict(point).items())
        sys.stdout.write(json.dumps(asdict(point)) + "\n" if as_json else "".join(lines) + "\n")
        sys.stdout.flush()
    if curves is not None:
        draw(points, curves)
    return 0


def _figures(folder: Path) -> Iterator[Figure]:
    """Measure, one figure after another."""
    home, stock = folder / "home", folder / "stock"
    page = serve_and_time(home, _QUESTION, lambda: _asked(home))
    cold = _cold_stock(stock)
    yield Figure("first start in an empty home to a page that answers", "s", page.start, 30.0, cold)
    questions, drafts = _asked(home)
    assistant, engine = open_assistant(Settings(home=home)), StockEngine(stock)
    plain, editions = plain_search(assistant), assistant.library.editions
    ours = times(lambda question: assistant.ask([question]), questions)
    theirs, plainly = times(engine.ask, questions), times(plain, questions)
    yield Figure("warm question, p50", "s", median(ours), 0.025, median(theirs), median(plainly))
    yield Figure("warm question, p95", "s", p95(ours), 0.060, p95(theirs), p95(plainly))
    blind = blind_questions(home, editions)
    yield Figure(
        f"first clause right, {len(blind)} blind questions",
        "share",
        first_right(first_clause(assistant), blind),
        None,
        first_of_stock(engine, editions, blind),
        first_right(plain, blind),
    )
    found = times(PrecedentFinder(assistant.library, assistant.searcher).find, drafts)
    yield Figure("precedents of a draft, p50", "s", median(found), 0.200)
    yield Figure("precedents of a draft, p95", "s", p95(found))
    yield Figure("the page for asking, served, p50", "s", median(page.pages))
    yield Figure("warm question on the page, round trip, p50", "s", median(page.answers))
    yield Figure("warm question on the page, round trip, p95", "s", p95(page.answers))
    yield Figure("precedents on the page, round trip, p50", "s", median(page.drafts), 0.400)
    yield Figure("precedents on the page, round trip, p95", "s", p95(page.drafts))
    for name, seconds in page.rooms.items():
        yield Figure(f"the page {name}, served, p50", "s", median(seconds), 1.0)
    for name, seconds in page.calls.items():
        yield Figure(f"{name} over REST, p50", "s", median(seconds), 0.060)
    yield Figure(
        "read a clause, whole process",
        "s",
        whole(["-m", "assistant.cli", "read", "considering b)"], home),
        1.0,
    )
    cold = whole(["-m", "assistant.cli", "ask", _QUESTION], home)
    yield Figure(
        "ask, whole process", "s", cold, 8.0, whole(["-m", "evals.stock", str(stock), _QUESTION], home)
    )
    yield Figure(
        "peak memory of the server",
        "GB",
        page.memory,
        1.2,
        weighed(["-m", "evals.stock", str(stock), _QUESTION], folder)[0],
    )


def _asked(home: Path) -> tuple[list[str], list[str]]:
    """Return the golden questions of one turn and the golden drafts, over what is held."""
    golden, keys = read_golden(gather(home)), {edition.key for edition in open_library(home).editions}
    cases = [case for case in golden.cases if len(case.turns) == 1 and keys.issuperset(case.held)]
    drafts = [draft.draft for draft in golden.drafts if keys.issuperset(draft.held)]
    return [case.turns[0] for case in cases], drafts


def _cold_stock(folder: Path) -> float:
    """Time the stock engine's first answer, its index built and kept on the way."""
    started = perf_counter()
    run_process(["-m", "evals.stock", str(folder), _QUESTION], folder)
    return perf_counter() - started
