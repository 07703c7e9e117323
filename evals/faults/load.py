"""Many readers at once against a running server: waiting times, rejections, answers to the wrong reader.

Each reader pauses between questions and has a separate set of questions with known clauses. A reply must
show these and no others. Three of four readers use the page, the rest the REST interface. Each has a
separate address, behind a proxy that the server trusts.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from html import unescape
from itertools import count
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic
from urllib.parse import unquote

from assistant.library.library import open_library
from corpus.errors import ResolutionsError
from evals.served import Reply, Tab, called, memory, server
from index.bank import packed_questions

_ASKED = re.compile(r'<h2 class="question">(.*?)</h2>', re.DOTALL)
_TURNS = 6  # questions of a conversation, then the reader begins another
_EVERY = 0.5  # seconds between two looks at the memory
_PROGRAMS = 4  # each so manieth reader is a program
_PROBES = 1.5  # times as many as are needed are tried
_PROXY = {
    "RESOLUTIONS_PROXIES": "127.0.0.1",
    "RESOLUTIONS_ADDRESS_API_CALLS": "100000",
    "RESOLUTIONS_ADDRESS_QUESTIONS": "100000",
    "RESOLUTIONS_ADDRESS_REQUESTS": "1000000",
}


@dataclass(frozen=True, slots=True)
class Load:
    """How many readers, for how long or for how many questions in all, and the seconds that each thinks."""

    readers: int = 50
    seconds: float = 180.0
    questions: int = 0
    pause: float = 5.0
    seed: int = 71


@dataclass(frozen=True, slots=True)
class Known:
    """A question and a clause that its answer cites; `is_plain` where it is in plain words, not a label."""

    question: str
    clause: str
    is_plain: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One question that was asked: how long it took, and what was wrong."""

    seconds: float
    is_full: bool
    problem: str
    is_crossed: bool


@dataclass(slots=True)
class Figures:
    """What was measured: every question, and the memory of the server by seconds."""

    asked: list[Asked] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)

    @property
    def growth(self) -> float:
        """The megabytes by which the last tenth of the time lies above the first tenth after a quarter."""
        rows = [megabytes for _, megabytes in self.memory]
        tenth = max(1, len(rows) // 10)
        begin = rows[len(rows) // 4 :][:tenth]
        return sum(rows[-tenth:]) / tenth - sum(begin) / len(begin) if begin else 0.0


def run(load: Load, home: Path, output: Path) -> int:
    """Serve a home, let the readers ask, print and write what was measured; 1 where something went wrong."""
    output.mkdir(parents=True, exist_ok=True)
    with server(home, output / "server.log", **_PROXY) as (process, port):
        known = _known(home, port, load)
        sys.stdout.write(f"{len(known)} questions with known answers; {load.readers} readers\n")
        figures = _measured(load, known, port, process.pid)
    text = described(load, figures)
    sys.stdout.write(text)
    (output / "load.md").write_text(text, encoding="utf-8")
    draw(figures, output / "memory.png")
    return int(any(question.problem or question.is_crossed for question in figures.asked))


def _known(home: Path, port: int, load: Load) -> list[Known]:
    """Ask questions once, one after the other: as many labels as questions of the bank in plain words."""
    library = open_library(home)
    dice = random.Random(load.seed)  # noqa: S311  the same in each run
    # A name with its year: what has none may mean another text after the turns before it.
    labels = [
        Known(name, str(edition.id_of(provision)))
        for edition in library.newest
        for provision in edition.provisions
        if provision.marker and str(edition.key.year) in (name := edition.citation(provision))
    ]
    questions, _ = packed_questions(library.newest, library.packs)
    plain = [
        Known(question.question.text, "", is_plain=True)
        for question in questions
        if question.question.is_answered
    ]
    wanted = max(load.readers, 10)
    found = [known for rows in (labels, plain) for known in _answered(rows, wanted, port, dice)]
    if len(found) < load.readers:
        raise ResolutionsError(f"only {len(found)} questions have a known answer; ask with a larger library")
    dice.shuffle(found)
    return found


def _answered(rows: Sequence[Known], wanted: int, port: int, dice: random.Random) -> list[Known]:
    """Return so many questions that are answered, each with a clause that its answer cites."""
    found: list[Known] = []
    for known in dice.sample(rows, min(len(rows), round(_PROBES * wanted))):
        reply = called(port, known.question, "192.0.2.1")
        cited = [] if reply.problem else _cited(reply.text)
        if known.clause in cited or (not known.clause and cited):
            found.append(replace(known, clause=known.clause or cited[0]))
        if len(found) == wanted:
            break
    return found


def _cited(text: str) -> list[str]:
    """Return the ids of the clauses that a reply cites, in JSON or HTML."""
    if text.startswith("{"):
        return [str(citation.get("id", "")) for citation in json.loads(text).get("citations", [])]
    return re.findall(r"[a-z-]+/[a-z0-9-]+/[0-9]{4}#[A-Za-z0-9_.-]+", unquote(unescape(text)))


def _measured(load: Load, known: Sequence[Known], port: int, process: int) -> Figures:
    """Let all readers ask until the time is over, or all questions are asked."""
    figures, lock, ended = Figures(), Lock(), Event()
    started, numbers = monotonic(), count()
    watch = Thread(target=_watch, args=(figures, process, started, ended), daemon=True)
    watch.start()

    def goes_on() -> bool:
        if load.questions:
            with lock:
                return next(numbers) < load.questions
        return monotonic() - started < load.seconds

    def keep(asked: Asked) -> None:
        with lock:
            figures.asked.append(asked)
            if len(figures.asked) % 100 == 0:
                sys.stdout.write(f"{len(figures.asked)} asked, {figures.memory[-1][1]:.0f} MB\n")
                sys.stdout.flush()

    with ThreadPoolExecutor(load.readers) as pool:
        parts = [known[at :: load.readers] for at in range(load.readers)]
        list(pool.map(lambda at: _read(at, parts[at], load, port, goes_on, keep, ended), range(load.readers)))
    ended.set()
    watch.join()
    return figures


def _watch(figures: Figures, process: int, started: float, ended: Event) -> None:
    while True:
        figures.memory.append((monotonic() - started, memory(process)))
        if ended.wait(_EVERY):
            return


def _read(
    at: int,
    choices: Sequence[Known],
    load: Load,
    port: int,
    goes_on: Callable[[], bool],
    keep: Callable[[Asked], None],
    ended: Event,
) -> None:
    """Be one reader: think, ask, compare."""
    dice = random.Random(f"{load.seed} {at}")  # noqa: S311  the same in each run
    address = f"198.18.{at // 250}.{at % 250 + 1}"
    tab, turns = Tab(port, address), list[str]()
    while not ended.wait(dice.expovariate(1 / load.pause) if load.pause else 0) and goes_on():
        known, started = dice.choice(list(choices)), monotonic()
        if at % _PROGRAMS == _PROGRAMS - 1:
            reply, shown = called(port, known.question, address), [known.question]
        else:
            if known.is_plain or len(turns) == _TURNS:  # what came before may change what plain words mean
                tab, turns = Tab(port, address), []
            reply, shown = tab.ask(known.question), [*turns, known.question]
            turns = turns if reply.is_full or reply.problem else shown
        keep(judged(reply, known, shown, monotonic() - started))


def judged(reply: Reply, known: Known, shown: Sequence[str], seconds: float) -> Asked:
    """Compare what came back with what the reader asked."""
    if reply.is_full or reply.problem:
        return Asked(seconds, reply.is_full, reply.problem, is_crossed=False)
    questions = [unescape(found).strip() for found in _ASKED.findall(reply.text)]
    is_crossed = bool(questions) and questions != list(shown)
    problem = "" if known.clause in _cited(reply.text) else f"without its clause: {known.question}"
    return Asked(seconds, is_full=False, problem=problem, is_crossed=is_crossed)


def described(load: Load, figures: Figures) -> str:
    """Say in lines what was measured."""
    done = sorted(
        question.seconds for question in figures.asked if not question.is_full and not question.problem
    )
    rows = dict(_rows(load, figures, done))
    return "".join(f"{name}: {value}\n" for name, value in rows.items())


def _rows(load: Load, figures: Figures, done: Sequence[float]) -> Iterator[tuple[str, str]]:
    asked = figures.asked
    full = sum(question.is_full for question in asked)
    yield (
        "readers",
        f"{load.readers}, who think {load.pause:g} s on average; half of what they ask is a label",
    )
    yield "questions", f"{len(asked):,}, {len(done):,} answered"
    for share in (0.5, 0.95, 0.99):
        yield (
            f"p{share * 100:.0f}",
            f"{done[min(len(done) - 1, int(share * len(done)))]:.3f} s" if done else "–",
        )
    yield "turned away because of too much to do", f"{full / len(asked):.1%}" if asked else "–"
    yield "errors", _counted(asked)
    yield "answers with another reader's words", str(sum(question.is_crossed for question in asked))
    yield "memory at the start, at most, at the end", _curve(figures)
    yield "growth after the first quarter", f"{figures.growth:.1f} MB"


def _counted(asked: Sequence[Asked]) -> str:
    wrong = [question.problem for question in asked if question.problem]
    return f"{len(wrong)} ({wrong[0][:200]})" if wrong else "0"


def _curve(figures: Figures) -> str:
    rows = [megabytes for _, megabytes in figures.memory]
    return f"{rows[0]:.0f}, {max(rows):.0f}, {rows[-1]:.0f} MB"


def draw(figures: Figures, path: Path) -> None:
    """Draw the memory of the server over time."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7.0, 3.5))
    axes.plot(
        [at / 60 for at, _ in figures.memory], [megabytes for _, megabytes in figures.memory], linewidth=1
    )
    axes.set_xlabel("minutes")
    axes.set_ylabel("memory of the server, MB")
    axes.set_ylim(bottom=0)
    axes.set_title(f"{len(figures.asked):,} questions")
    figure.tight_layout()
    figure.savefig(path, dpi=120)
    pyplot.close(figure)
