"""A home so small that a thousand can be built, broken and mended: a few invented texts, a model of words.

The code is the program's own. What is replaced, for speed alone: the shipped texts (none), the model, the
processes that read a file, check an index, or bring Chroma up to date (done in the same process).
"""

from __future__ import annotations

import hashlib
import importlib
import json
import logging
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from corpus.errors import ResolutionsError, UnreadableFile
from evals.faults.attacks import load
from evals.faults.forked import forked
from evals.faults.words import WordModel
from index.shared_store import StoreAddress

SUBJECTS = ("cisterns", "windmills", "ferries")
"""What the texts of the library are about, numbered from 950; a fourth is about orchards."""
NUMBERS = range(950, 953)
QUERIES = ("who counts the cisterns", "keeper of the windmills", "ropes for ferries", "rain in winter")
_STAYING = ExitStack()  # the world that lasts as long as the process
_DIGITS = 5  # of a score that are compared
_LOG = logging.getLogger(__name__)


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
            "assistant.doctor.problem_in_child": _problem_here,
            "assistant.opening.begin_syncing": _sync_here,
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
    before = set(sys.modules)
    use()
    return [name for name in sys.modules if name not in before and name != "__main__"]


def _problem_here(root: Path) -> str:
    """Return what is wrong with an index, or ''; what this process does to the disk counts no more."""
    from evals.faults.shim import disarm
    from index.check import problem

    disarm()
    return problem(root)


def _sync_here(root: Path, address: StoreAddress | None = None, *, anew: bool = False) -> None:
    """Bring Chroma up to date in this process, whose touches of the disk count.

    What stops it ends a process of its own otherwise, and is logged.
    """
    from index.syncing import sync

    if anew:
        (root / "chroma" / "CURRENT").unlink(missing_ok=True)
    try:
        sync(root, address)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        _LOG.warning("Chroma is not up to date: %s", error)


def chroma_defect(home: Path) -> str:
    """Bring Chroma up to date once more, as the next start does; return what is wrong then, or ''."""
    from index.check import problem
    from index.syncing import sync

    ended = forked(lambda: sync(home / "index") or problem(home / "index"))
    defect = ended.crash or (ended.said[-300:] if ended.value is None else str(ended.value))
    return f"Chroma is not as the index is: {defect}" if defect else ""


def _read_here(order: bytes, seconds: float) -> tuple[int, bytes]:
    """Read a file as ingest.child does, in this process."""
    from ingest.child import read, refused

    del seconds
    line, _, data = order.partition(b"\n")
    try:
        return 0, read(json.loads(line), data)
    except UnreadableFile as error:
        return 0, refused(str(error), error.reason)


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
