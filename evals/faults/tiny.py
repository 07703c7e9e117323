"""A home so small that a thousand can be built, broken and mended: a few invented texts, a model of words.

The code is the program's own. What is replaced, for speed alone: the shipped texts (none), the model, the
processes that read a file or check an index (forked instead of started anew).
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from unittest.mock import patch

from corpus.errors import ResolutionsError, UnreadableFile
from evals.faults.attacks import load
from evals.faults.forked import forked
from evals.faults.words import WordModel

SUBJECTS = ("cisterns", "windmills", "ferries")
"""What the texts of the library are about, numbered from 950; a fourth is about orchards."""
NUMBERS = range(950, 953)
QUERIES = ("who counts the cisterns", "keeper of the windmills", "ropes for ferries", "rain in winter")
_STAYING = ExitStack()  # the world that lasts as long as the process
_DIGITS = 5  # of a score that are compared


@contextmanager
def tiny_world() -> Iterator[WordModel]:
    """Let the program be quick until the end of the block. Raises AttributeError where a name is gone."""
    from corpus.catalogue import Catalogue
    from index.chroma import load as load_chroma

    load_chroma()  # once, before anything is forked
    model = WordModel()
    with ExitStack() as stack:
        for name, stand_in in {
            "assistant.library.library.catalogue": lambda: Catalogue(()),
            "assistant.opening.EmbeddingModel": lambda *_: model,
            "assistant.doctor.EmbeddingModel": lambda *_: model,
            "assistant.doctor.problem_in_child": problem_in_fork,
            "index.building.problem_in_child": problem_in_fork,
            "index.building.Checker": ForkedChecker,
            "ingest.apart._run": _read_here,
        }.items():
            stack.enter_context(patch(name, stand_in))
        yield model


def stay_tiny(scratch: Path) -> WordModel:
    """Let the program be quick until this process ends, and return the model.

    Everything that a command or a question imports is imported once, so that no trial reads program files.
    A home in a scratch folder, removed afterwards, shows what that is.
    """
    model = _STAYING.enter_context(tiny_world())
    home, other, backup = scratch / "home", scratch / "other", scratch / "backup"
    write_pack(home)
    texts = write_texts(scratch / "texts")
    for use in (
        lambda: command(home, "add", str(texts)),
        lambda: answers(home, model),
        lambda: command(home, "doctor"),
        lambda: command(home, "index"),
        lambda: command(home, "backup", str(backup)),
        lambda: command(other, "restore", str(backup)),
    ):
        for name in forked(partial(_imported, use)).value:
            importlib.import_module(name)
    shutil.rmtree(scratch)
    return model


def _imported(use: Callable[[], object]) -> list[str]:
    """Use a home and return the modules that this has imported."""
    before = set(sys.modules)
    use()
    return [name for name in sys.modules if name not in before and name != "__main__"]


class ForkedChecker:
    """Checks a generation in a process that was forked before Chroma was opened here."""

    def __enter__(self) -> Self:
        """Fork it; it waits for a folder."""
        self._ask, order, answer, self._answer = _pipes()
        self._process = os.fork()
        if self._process == 0:
            _check(order, answer, (self._ask, self._answer))
        os.close(order)
        os.close(answer)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let it end."""
        self._close()

    def problem(self, folder: Path) -> str:
        """Return what is wrong with a generation, or ''."""
        os.write(self._ask, f"{folder}\n".encode())
        os.close(self._ask)
        self._ask = -1
        output = b"".join(iter(lambda: os.read(self._answer, 4096), b""))
        status = self._close()
        return "" if status == 0 else output.decode(errors="replace") or "it ended without a word"

    def _close(self) -> int:
        """Close the pipes and wait for the process once."""
        if not self._process:
            return 0
        if self._ask >= 0:
            os.close(self._ask)
        os.close(self._answer)
        _, status = os.waitpid(self._process, 0)
        self._process = 0
        return status


def _pipes() -> tuple[int, int, int, int]:
    """Return the ends of two pipes: to ask, the order, the answer, to hear it."""
    order, ask = os.pipe()
    hear, answer = os.pipe()
    return ask, order, answer, hear


def _check(order: int, answer: int, others: Sequence[int]) -> None:
    """Read a folder's name, check the folder, say what is wrong, and end; nothing is raised to who forked."""
    fault = "the check ended early"
    try:
        for pipe in others:
            os.close(pipe)
        _disarm()
        fault = _problem(b"".join(iter(lambda: os.read(order, 4096), b"")).decode().strip())
        os.write(answer, fault.splitlines()[-1].encode()[:1000] if fault else b"")
    finally:
        os._exit(int(bool(fault)))


def _problem(name: str) -> str:
    """Return what is wrong with the folder of a generation, or ''; without a name there is none to check."""
    from index.check import problem

    try:
        return problem(Path(name)) if name else ""
    except BaseException as error:
        return f"{type(error).__name__}: {error}"


def problem_in_fork(folder: Path) -> str:
    """Return what is wrong with a generation, or ''; a process of its own looks."""
    with ForkedChecker() as checker:
        return checker.problem(folder)


def _read_here(order: bytes, seconds: float) -> tuple[int, bytes]:
    """Read a file as ingest.child does, in this process."""
    from ingest.child import read, refused

    del seconds
    line, _, data = order.partition(b"\n")
    try:
        return 0, read(json.loads(line), data)
    except UnreadableFile as error:
        return 0, refused(str(error), error.reason)


def _disarm() -> None:
    """Stop counting what this process does to the disk."""
    from evals.faults.shim import disarm

    disarm()


def write_texts(folder: Path, subjects: Sequence[str] = SUBJECTS, **changed: str) -> Path:
    """Write the texts of the library; of those named by their subject, the verb is another."""
    folder.mkdir(parents=True, exist_ok=True)
    samples = load("samples")
    for number, subject in enumerate(subjects, NUMBERS[0]):
        text = samples.resolution(number, subject, changed.get(subject, "be cleaned"))
        (folder / f"{subject}.txt").write_bytes(samples.as_text(text))
    return folder


def write_pack(home: Path) -> None:
    """Give a home a question pack about its first text, so that there is a question bank too."""
    from corpus.keys import EditionKey
    from corpus.packs import PackQuestion, pack_path, pack_text
    from ingest import parse_source, text_source

    edition = parse_source(text_source(load("samples").resolution(NUMBERS[0])), "cisterns").edition()
    clauses = [provision.eid for provision in edition.provisions if provision.marker]
    questions = [
        PackQuestion(f"what about the cisterns {at}", (eid,), "lookup", "staff", why)
        for at, eid in enumerate(clauses)
        for why in ("", "fact-absent")[at % 2 :][:1]
    ]
    path = pack_path(EditionKey.parse(str(edition.key)), home / "questions")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(pack_text(edition, questions), encoding="utf-8")


def command(home: Path, *arguments: str) -> int:
    """Run a command of the program on a home; return its exit status."""
    from assistant.cli.main import main

    os.environ["RESOLUTIONS_HOME"] = str(home)
    os.environ["RESOLUTIONS_READERS"] = "1"
    return main(list(arguments))


def library_state(home: Path) -> dict[str, str]:
    """Return the hash of the words of every edition that can be read, by its key."""
    from assistant.library.library import open_library

    return open_library(home).fingerprints()


def index_state(home: Path, model: WordModel) -> dict[str, Any] | None:
    """Return what the generation in use has and finds; None where there is none.

    Raises IndexUnavailable where it is damaged.
    """
    from assistant.opening import embedding_cache
    from assistant.settings import Settings
    from index.generation import current, read_manifest
    from index.opening import open_generation

    if not (home / "index" / "CURRENT").exists():
        return None
    folder = current(home / "index")
    searcher = open_generation(folder, model, embedding_cache(Settings(home)))  # type: ignore[arg-type]
    rows = "\n".join(f"{row.id} {row.wording}" for row in searcher.rows)
    return {
        "editions": dict(read_manifest(folder).editions),
        "rows": hashlib.sha256(rows.encode()).hexdigest(),
        "answers": [_rounded(searcher.search(query, top=10)) for query in QUERIES],
        "notices": list(searcher.notices),
    }


def answers(home: Path, model: WordModel) -> dict[str, Any]:
    """Open the assistant on a home as `resolutions ask` does, and ask; an error is one line."""
    from assistant.opening import open_assistant
    from assistant.settings import Settings

    try:
        assistant = open_assistant(Settings(home, subject=None))
        model.embedded = 0
        found = [_rounded(assistant.search(query, 10)) for query in QUERIES]
        texts = [assistant.ask([f"{query}?"]).text for query in QUERIES]
    except ResolutionsError as error:
        return {"error": str(error), "notices": [], "found": [], "texts": []}
    notices = list(assistant.notices)
    return {"error": "", "notices": notices, "found": found, "texts": texts, "embedded": model.embedded}


def _rounded(hits: Sequence[Any]) -> list[list[Any]]:
    """Return hits as plain values."""
    return [[hit.passage.id, round(hit.score, _DIGITS)] for hit in hits]


def leftovers(home: Path) -> list[str]:
    """Return the files of a home that no finished run leaves: half written, or of half a generation."""
    found = [path for path in home.rglob("*") if path.name.endswith((".new", ".tmp", ".copying", "-journal"))]
    found += [folder for folder in (home / "index").glob("gen-*") if not (folder / "manifest.json").is_file()]
    return sorted(path.relative_to(home).as_posix() for path in found)


def tree(folder: Path) -> Mapping[str, str]:
    """Return the hash of every file below a folder, by its name."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "LOCK"
    }
