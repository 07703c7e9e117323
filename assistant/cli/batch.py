"""Batches: one JSON object a line in, one a line out, in order; a bad line harms no other."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any

from corpus.errors import ResolutionsError, UnreadableFile

Row = Mapping[str, Any]


def run_batch(source: str, out: IO[str], answer: Callable[[Row], Mapping[str, Any]]) -> int:
    """Answer every line of a file, or of standard input for "-"; return the exit status.

    A line that cannot be read or answered gives {"id", "line", "error"} in its place and makes
    the status 1.
    """
    status = 0
    with _lines(source) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            id_: object = None
            try:
                row = _read(line)
                id_ = row.get("id")
                found = answer(row)
            except ResolutionsError as error:
                found, status = {"id": id_, "line": number, "error": str(error)}, 1
            out.write(json.dumps(found, ensure_ascii=False) + "\n")
            out.flush()
    return status


def field(row: Row, name: str, kind: type | tuple[type, ...] = str) -> Any:  # noqa: ANN401  JSON values
    """Return a field of a row. Raises ResolutionsError when it is missing or of another kind."""
    if name not in row:
        raise ResolutionsError(f"the field '{name}' is missing")
    if not isinstance(row[name], kind):
        raise ResolutionsError(
            f"the field '{name}' is {json.dumps(row[name])[:60]}, which is of the wrong kind"
        )
    return row[name]


def _read(line: str) -> Row:
    try:
        row = json.loads(line, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise ResolutionsError(f"the line is no JSON ({error.msg} at character {error.pos + 1})") from error
    except (ValueError, RecursionError) as error:  # a number too long, NaN, nested without end
        raise ResolutionsError(f"the line is no JSON that can be read ({error})") from error
    if not isinstance(row, dict):
        raise ResolutionsError("the line is no JSON object")
    return row


def _no_constant(name: str) -> None:  # NaN and its kin, which Python reads
    raise ValueError(f"{name} is no JSON")


@contextmanager
def _lines(source: str) -> Iterator[IO[str]]:
    """Open a batch. Raises UnreadableFile."""
    if source == "-":
        if isinstance(sys.stdin, TextIOWrapper):
            sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")
        yield sys.stdin
        return
    try:
        file = Path(source).open(encoding="utf-8-sig", errors="replace")  # noqa: SIM115  closed below
    except OSError as error:
        raise UnreadableFile(
            f"{source}: cannot be read ({error.strerror}); give a file of JSON lines"
        ) from error
    with file:
        yield file
