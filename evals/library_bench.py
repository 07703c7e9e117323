"""`python -m evals bench --library N`: how a library grows to N provisions, resumed where it was stopped.

    FOLDER/texts        the resolutions, a file each
    FOLDER/home         the home that they are added to
    FOLDER/points.json  what was measured at each size

At each size the library is added to by a process of its own, and a server's work on it is measured in
another: opening, questions, one more text, the first question after it, its removal. Beyond `MODEL_READS`
provisions the vectors of a text are put together from those of its tokens in other texts, because the model
needs 10 to 30 ms a provision: they cost as much to keep and to search, but what is found means nothing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from itertools import islice
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
from filelock import FileLock

from assistant.library.adding import add_files
from assistant.library.library import open_library
from assistant.library.renewal import remove_editions
from assistant.opening import open_assistant, rebuild
from assistant.settings import Settings
from assistant.web.service import Service
from corpus.catalogue import TEXTS, catalogue
from corpus.instruments import Edition
from evals.bench_first_clause import blind_questions
from evals.measuring import p95, run, times
from evals.perturbed import write_library
from index.encoded import Encoded
from index.model import EmbeddingModel
from index.passages import passages
from index.syncing import finish_syncing
from ingest import parse_file
from ingest.apart import parse_file_in_child

MODEL_READS = 3_500  # provisions whose vectors the model makes
CHROMA_UPTO = (
    50_000  # provisions; beyond, filling Chroma takes longer than all else, and questions do without
)
_SIZES = (1_000, 3_500, 10_000, 30_000, 100_000, 300_000, 1_000_000)
_A_TEXT = 35  # provisions
_NOISE = 0.3  # of the length of a token's vector


@dataclass(frozen=True, slots=True)
class Point:
    """What was measured at one size, in seconds unless the name says otherwise."""

    provisions: int
    build_ms_a_provision: float
    chroma_ms_a_provision: float
    opening: float
    first_question: float
    first_fifty: float
    question_p50: float
    question_p95: float
    adding: float
    first_question_after: float
    removing: float
    memory_gb: float
    disk_kb_a_provision: float


def growth(folder: Path, provisions: int, texts: Path | None) -> Iterator[Point]:
    """Let a library grow and yield each point when it is measured, those of an earlier run first.

    The clauses are perturbed ones of the shipped text, or of the files in the folder `texts`.
    """
    kept = folder / "points.json"
    points = [Point(**row) for row in json.loads(kept.read_text())] if kept.is_file() else []
    yield from points
    sizes = [size for size in _SIZES if size < provisions] + [provisions]
    count = provisions // _A_TEXT + 1
    found = sorted((folder / "texts").glob("*.txt"))
    files = found if len(found) == count else write_library(folder / "texts", count, _sources(texts))
    for before, size in zip([0, *sizes], sizes, strict=False):
        if points and points[-1].provisions >= size:
            continue
        home = folder / "home"
        chosen = [str(path) for path in files[before // _A_TEXT : size // _A_TEXT]]
        built = _apart("build", home, "made" if size > MODEL_READS else "model", *chosen)
        probed = _apart("probe", home, str(files[-1]))
        points.append(Point(provisions=size, **built, **probed))
        kept.write_text(json.dumps([asdict(point) for point in points], indent=1))
        yield points[-1]


def draw(points: Sequence[Point], path: Path) -> None:
    """Draw each measure over the size of the library, as PNG."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    names = [field.name for field in fields(Point)][1:]
    figure, panels = pyplot.subplots(3, 4, figsize=(12, 7))
    for axes, name in zip(panels.flat, names, strict=False):
        axes.plot([point.provisions for point in points], [getattr(point, name) for point in points], "o-")
        axes.set(xscale="log", ylim=(0, None), title=name.replace("_", " "))
        axes.title.set_size(9)
        axes.grid(visible=True, linewidth=0.4)
    figure.supxlabel("provisions")
    figure.tight_layout()
    figure.savefig(path, dpi=110)
    pyplot.close(figure)


def _sources(texts: Path | None) -> Sequence[Edition]:
    """Return the editions that clauses are drawn from: of a folder, else the shipped one."""
    if texts is None:
        shipped = catalogue().shipped()
        return [parse_file(TEXTS / text.text, text.edition).edition() for text in shipped]
    parses = [parse_file(path) for path in sorted(texts.iterdir()) if path.is_file()]
    return [parse.edition() for parse in parses if parse.key]


def _apart(task: str, home: Path, *arguments: str) -> dict[str, float]:
    """Do a task of this module in a process of its own; return what it measured."""
    measured: dict[str, float] = json.loads(
        run(["-m", "evals.library_bench", task, *arguments], home).splitlines()[-1]
    )
    return measured


class MadeVectors(EmbeddingModel):
    """The shipped model, whose vectors are put together from those that it has given to tokens elsewhere."""

    def learn(self, wordings: Sequence[str]) -> None:
        """Take the vectors of tokens from some texts."""
        self.dice = np.random.default_rng(71)
        self.by_word: dict[str, np.ndarray] = {}
        for wording, rows in zip(wordings, super().encode(wordings).tokens, strict=True):
            spans = self.token_spans(wording)
            self.by_word |= {
                wording[start:end].lower(): row for (start, end), row in zip(spans, rows, strict=True)
            }
        self.others = np.stack(list(self.by_word.values()))

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Return unit vectors as the model does."""
        tokens = [self._tokens(text) for text in texts]
        return Encoded(_units(np.stack([rows.mean(axis=0) for rows in tokens])), tuple(tokens))

    def _tokens(self, text: str) -> np.ndarray:
        words = [text[start:end].lower() for start, end in self.token_spans(text)]
        other = self.dice.integers(len(self.others), size=len(words))
        rows = np.stack(
            [self.by_word.get(word, self.others[at]) for word, at in zip(words, other, strict=True)]
        )
        noise = self.dice.normal(scale=_NOISE / rows.shape[1] ** 0.5, size=rows.shape)
        return _units(rows + noise).astype(np.float32)


def _units(rows: np.ndarray) -> np.ndarray:
    lengths: np.ndarray = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return lengths


def _build(settings: Settings, vectors: str, *files: str) -> dict[str, float]:
    """Add files, and bring index and Chroma up to date."""
    model = EmbeddingModel() if vectors == "model" else MadeVectors()
    started = perf_counter()
    added = add_files([Path(file) for file in files], settings)
    if any(row.is_aside for row in added):
        raise SystemExit("a text was not added")
    library = open_library(settings.home)
    if isinstance(model, MadeVectors):
        learnt = (passage.wording for edition in library.editions for passage in passages(edition))
        model.learn(list(islice(learnt, 1_000)))
    rebuild(library, settings, model=model)
    seconds, started = perf_counter() - started, perf_counter()
    finish_syncing()
    provisions = sum(row.provisions for row in added)
    return {
        "build_ms_a_provision": 1000 * seconds / provisions,
        "chroma_ms_a_provision": 1000 * (perf_counter() - started) / provisions,
    }


def _probe(settings: Settings, file: str) -> dict[str, float]:
    """Measure a server's work."""
    opening, assistant = _timed(lambda: open_assistant(settings))
    shipped = [assistant.library.edition(instrument.edition) for instrument in catalogue().shipped()]
    first, *questions = [case.turns[0] for case in blind_questions(settings.home, shipped)]
    first_question, _ = _timed(lambda: assistant.ask([first]))
    # what is worked out of each text when a question first needs it
    first_fifty, _ = _timed(lambda: [assistant.ask([question]) for question in questions[:50]])
    seconds = times(lambda question: assistant.ask([question]), questions[50:])
    service = Service(assistant, settings)
    service.now.duties.entries(superseded=True)  # what a server works out when it starts
    memory = getrusage(RUSAGE_SELF).ru_maxrss / 1e6
    disk = sum(path.stat().st_size for path in settings.home.rglob("*") if path.is_file())

    def change(act: Callable[[], Any]) -> Any:  # noqa: ANN401  what it returns
        done = act()
        rebuild(open_library(settings.home), settings, model=assistant.searcher.model)
        service.library.reopen()
        return done

    parse_file_in_child(Path(file))  # so that the process that reads is ready, as for an open page
    adding, added = _timed(lambda: change(lambda: add_files([Path(file)], settings)))
    after, _ = _timed(lambda: service.now.assistant.ask([first]))
    keys = [row.key for row in added if row.key]
    removing, _ = _timed(lambda: change(lambda: remove_editions(keys, settings)))
    finish_syncing()
    return {
        "opening": opening,
        "first_question": first_question,
        "first_fifty": first_fifty,
        "question_p50": median(seconds),
        "question_p95": p95(seconds),
        "adding": adding,
        "first_question_after": after,
        "removing": removing,
        "memory_gb": memory,
        "disk_kb_a_provision": disk / 1000 / len(assistant.searcher.rows),
    }


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    started = perf_counter()
    done = act()
    return perf_counter() - started, done


@contextmanager
def _chroma(home: Path, texts: int) -> Iterator[None]:
    """Leave Chroma as it is while a library is large."""
    if texts * _A_TEXT <= CHROMA_UPTO:
        yield
        return
    (home / "index" / "chroma").mkdir(parents=True, exist_ok=True)
    with FileLock(home / "index" / "chroma" / "LOCK"):
        yield


if __name__ == "__main__":
    from assistant.settings import read_settings

    task, *arguments = sys.argv[1:]
    settings = read_settings()
    with _chroma(settings.home, len(open_library(settings.home).editions) + len(arguments)):
        measured = (_build if task == "build" else _probe)(settings, *arguments)
    sys.stdout.write(json.dumps(measured) + "\n")
