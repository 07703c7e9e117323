"""Parsing apart: each file in a process of its own, under limits, which it cannot leave.

A file that hangs, takes all memory or breaks its reader ends its own process and no other.
"""

from __future__ import annotations

import json
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from corpus.bodies import bodies_in_use
from corpus.errors import UnreadableFile
from corpus.keys import EditionKey
from ingest.files import name_of, read_file
from ingest.handover import read_parse
from ingest.limits import Limits
from ingest.parse import Parse
from ingest.reading_process import COMMAND, READING_PROCESSES
from ingest.stated import StatedIdentity
from ingest.word.changes import ParagraphKind, TrackedDocument, TrackedParagraph, TrackedRun

Item = TypeVar("Item")
Result = TypeVar("Result")
_CHILD = COMMAND
_TIME = (-signal.SIGXCPU, -signal.SIGALRM) if sys.platform != "win32" else ()
_GRACE = 10  # seconds for a process to end by its own limits before it is ended


def parse_file_in_child(
    path: Path, key: EditionKey | None = None, limits: Limits | None = None
) -> tuple[Parse, ...]:
    """Read a file and parse each of its texts in a process of its own. Raises UnreadableFile."""
    limits = limits or Limits()
    keys = (key,) if key else ()
    return parse_in_child(read_file(path, limits.size), str(path), name_of(path), keys, limits)


def parse_in_child(
    data: bytes,
    name: str,
    called: str,
    keys: Sequence[EditionKey | None] = (),
    limits: Limits | None = None,
    stated: Sequence[StatedIdentity] = (),
) -> tuple[Parse, ...]:
    """Parse each text in a file's bytes in a process of its own. Raises UnreadableFile.

    `name` is what messages call the file, `called` what a text is called that does not say; `keys` and
    `stated` are those of the texts, as ingest.parse.parse_texts takes them; a single key for several texts
    means the one that has it.
    """
    limits = limits or Limits()
    order = {
        "name": name,
        "called": called,
        "keys": [str(key) if key else None for key in keys],
        "stated": [statement.as_json() for statement in stated],
        "limits": asdict(limits),
        "bodies": bodies_in_use().added,
    }
    return _answer(order, data, limits, lambda found: tuple(read_parse(row) for row in found["parses"]))


def read_paragraphs_in_child(
    data: bytes, name: str, limits: Limits | None = None, *, before_changes: bool = False
) -> tuple[tuple[tuple[int, str, bool], ...], tuple[str, ...]]:
    """Read a document's paragraphs in a process of its own; also what was odd about it.

    Each is its line, its text, and whether it is a block quotation. Raises UnreadableFile. Of a Word file
    with tracked changes, the text with all of them accepted, or as it was before them.
    """
    limits = limits or Limits()
    order = {"name": name, "paragraphs": True, "before_changes": before_changes, "limits": asdict(limits)}
    return _answer(
        order,
        data,
        limits,
        lambda found: (
            tuple((int(line), str(text), bool(is_quoted)) for line, text, is_quoted in found["paragraphs"]),
            tuple(found["warnings"]),
        ),
    )


def read_changes_in_child(data: bytes, name: str, limits: Limits | None = None) -> TrackedDocument:
    """Read a Word file with its tracked changes in a process of its own. Raises UnreadableFile."""
    limits = limits or Limits()
    order = {"name": name, "changes": True, "limits": asdict(limits)}
    return _answer(order, data, limits, lambda found: _tracked(**found["changes"]))


def _tracked(paragraphs: Sequence[Mapping[str, Any]], comments: int, formats: int) -> TrackedDocument:
    """Read a document with its changes from plain values."""
    read = (
        TrackedParagraph(
            tuple(TrackedRun(**run) for run in paragraph["runs"]),
            paragraph["old_marker"],
            paragraph["marker"],
            ParagraphKind(paragraph["kind"]),
        )
        for paragraph in paragraphs
    )
    return TrackedDocument(tuple(read), comments, formats)


def _answer(
    order: Mapping[str, object], data: bytes, limits: Limits, read: Callable[[dict[str, Any]], Result]
) -> Result:
    """Have an order carried out, and read the answer. Raises UnreadableFile."""
    name = str(order["name"])
    code, answer = _run(json.dumps(order).encode() + b"\n" + data, limits.clock(limits.pages) + _GRACE)
    try:
        document: dict[str, Any] = json.loads(answer)
        if "refused" in document:
            _refuse(name, limits, **document["refused"])
        return read(document)
    except (ValueError, KeyError, TypeError):
        if code is None or code in _TIME:
            _refuse(name, limits, "", "time")
        names: dict[int, str] = {-sig.value: sig.name for sig in signal.Signals}
        _refuse(name, limits, names.get(code, f"exit status {code}"), "crashed")


def get_ready_to_parse() -> None:
    """Start a process that reads, because a file is about to come: it needs a second to get ready."""
    READING_PROCESSES.get_ready()


def in_order(do: Callable[[Item], Result], items: Iterable[Item], workers: int) -> Iterator[Result]:
    """Do something for each item, several at once, and give the results in the order of the items.

    No more than twice as many as there are workers wait to be taken.
    """
    waiting: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        try:
            for item in items:
                waiting.append(pool.submit(do, item))
                if len(waiting) >= 2 * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _run(order: bytes, seconds: float) -> tuple[int | None, bytes]:
    """Have a file read; return the exit status, None where its reader had to be ended, and the answer."""
    return READING_PROCESSES.read(order, seconds, _CHILD)


def _refuse(name: str, limits: Limits, said: str, reason: str) -> NoReturn:
    if reason == "time":
        spent = f"{limits.seconds:g} s and {limits.seconds_a_page:g} s a page"
        said = f"took longer than {spent}; give a smaller file, or raise RESOLUTIONS_FILE_SECONDS"
    elif reason == "memory":
        size = f"{limits.memory >> 20:,} MB"
        said = f"needs more memory than {size}; give a smaller file, or raise RESOLUTIONS_FILE_MEMORY_MB"
    elif reason == "crashed":
        said = f"ended its reader ({said}); print it to a new PDF, or save it as plain text"
    else:
        raise UnreadableFile(said, reason)
    raise UnreadableFile(f"{name}: {said}", reason)
