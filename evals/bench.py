"""`python -m evals bench`: speed, memory and rightness, beside a stock citation engine and a plain search.

Everything is measured from outside, as whole processes or whole answers, and given as a median.
The stock engine has a mock language model, so its figures leave a real model's time out.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

from assistant.drafting.precedents import PrecedentFinder
from assistant.library.library import open_library
from assistant.opening import open_assistant
from assistant.operations import OPERATIONS, Context
from assistant.settings import Settings
from corpus.keys import EditionKey
from corpus.packs import PackQuestion
from evals.bench_first_clause import (
    blind_questions,
    first_of_ours,
    first_of_plain,
    first_of_stock,
    plain_search,
)
from evals.golden import read_golden
from evals.library_bench import Point, draw, growth
from evals.measuring import Figure, environment_of, p95, times, weighed, whole
from evals.measuring import run as run_process
from evals.page_bench import serve_and_time
from evals.stock import StockEngine
from evals.worlds import gather
from index.bank import BankQuestion, QuestionBank

_QUESTION = "Who reports to the Council every year?"
_BANK = 20_000
_LATE = (
    "torch",
    "transformers",
    "llama_index",
    "chromadb",
    "gradio",
    "onnxruntime",
)  # what `read` must not load


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
        rows = [
            {
                "what": figure.what,
                "unit": figure.unit,
                "ours": figure.ours,
                "goal": figure.goal,
                "stock": figure.stock,
                "plain": figure.plain,
            }
            for figure in figures
        ]
        sys.stdout.write(json.dumps(rows, indent=1) + "\n")
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
    page = serve_and_time(home, _QUESTION, lambda: _questions(folder)[:60], lambda: _drafts(folder)[:60])
    cold = _cold_stock(stock)
    yield Figure("first start in an empty home to a page that answers", "s", page.start, 30.0, cold)
    questions = _questions(folder)
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
        first_of_ours(assistant, blind),
        None,
        first_of_stock(engine, editions, blind),
        first_of_plain(plain, blind),
    )
    yield Figure("the question bank asked, 20,000 questions, p95", "s", p95(_bank_lookups()), 0.005)
    found = times(_finder(home), _drafts(folder))
    yield Figure("precedents of a draft, p50", "s", median(found), 0.200)
    yield Figure("precedents of a draft, p95", "s", p95(found))
    yield Figure("the page for asking, served, p50", "s", median(page.pages))
    yield Figure("warm question on the page, round trip, p50", "s", median(page.answers))
    yield Figure("warm question on the page, round trip, p95", "s", p95(page.answers))
    yield Figure("precedents on the page, round trip, p50", "s", median(page.drafts), 0.400)
    yield Figure("precedents on the page, round trip, p95", "s", p95(page.drafts))
    for name, seconds in page.rooms.items():
        yield Figure(f"the page {name}, served, p50", "s", median(seconds), 1.0)
    in_process = _calls(home, questions)
    for name, seconds in page.calls.items():
        yield Figure(f"{name} over REST, p50", "s", median(seconds), 0.060)
        yield Figure(f"{name} in process, p50", "s", in_process[name])
    yield Figure(
        "read a clause, whole process",
        "s",
        whole(["-m", "assistant.cli", "read", "considering b)"], home),
        1.0,
    )
    yield Figure("late modules that read loads", "count", _loaded(home), 0.0)
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


def _questions(folder: Path) -> list[str]:
    """Return the golden questions of one turn."""
    home = folder / "home"
    keys = {edition.key for edition in open_library(home).editions}
    cases = read_golden(gather(home)).cases
    return [case.turns[0] for case in cases if len(case.turns) == 1 and keys.issuperset(case.held)]


def _drafts(folder: Path) -> list[str]:
    """Return the golden drafts over what is held."""
    home = folder / "home"
    keys = {edition.key for edition in open_library(home).editions}
    return [draft.draft for draft in read_golden(gather(home)).drafts if keys.issuperset(draft.held)]


def _finder(home: Path) -> Callable[[str], object]:
    """Return the finder of precedents over a home."""
    assistant = open_assistant(Settings(home=home))
    return PrecedentFinder(assistant.library, assistant.searcher).find


def _calls(home: Path, questions: Sequence[str]) -> dict[str, float]:
    """Return the median seconds of the same operations in process."""
    context = Context.of(open_assistant(Settings(home=home)))
    search, read = OPERATIONS["search"], OPERATIONS["read_provision"]
    return {
        "search": median(times(lambda query: search.run(context, {"query": query}), questions[:60])),
        "read_provision": median(times(lambda _: read.run(context, {"label": "considering b)"}), [""] * 20)),
    }


def _bank_lookups() -> list[float]:
    """Time lookups in a bank of random questions, every fourth a near miss."""
    dice = np.random.default_rng(71)
    vectors = dice.normal(size=(_BANK, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    edition = EditionKey.parse("itu-pp/res-71/2022")
    questions = [
        BankQuestion(
            edition, PackQuestion(f"{at}", ("resolves",), "lookup", "staff", "" if at % 4 else "date")
        )
        for at in range(_BANK)
    ]
    bank = QuestionBank(questions, vectors)
    seconds = []
    for vector in vectors[:500]:
        started = perf_counter()
        bank.neighbours(vector)
        seconds.append(perf_counter() - started)
    return seconds[1:]  # the first finds the rows of its scope


def _cold_stock(folder: Path) -> float:
    """Time the stock engine's first answer, its index built and kept on the way."""
    started = perf_counter()
    run_process(["-m", "evals.stock", str(folder), _QUESTION], folder)
    return perf_counter() - started


def _loaded(home: Path) -> float:
    """Count the heavy libraries that reading a clause loads."""
    script = (
        "import sys; from assistant.cli.main import main; main(['read', 'considering b)']); "
        f"sys.stderr.write(str(sum(name in sys.modules for name in {_LATE!r})))"
    )
    done = subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-c", script], env=environment_of(home), capture_output=True, text=True, check=True
    )
    return float(done.stderr.strip().splitlines()[-1])
