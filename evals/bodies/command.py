"""`python -m evals bodies FOLDER`: the files of a gold, added to a fresh home in one call, and marked."""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.cli.terminal import print_json
from assistant.library.library import Library, open_library
from corpus.adoption import without_status_mark
from corpus.errors import ResolutionsError
from corpus.instruments import Edition
from evals.bodies.gold import GoldFile, read_gold
from evals.bodies.marks import MEASURES, Mark, is_named, mark_file

_LISTED = 5  # wrong facts of a measure that are listed for a file

Refusals = Mapping[str, str]
"""The path of a file that was not taken → why."""
Adding = Callable[[Sequence[Path], Path], Refusals]  # files, a home → what became of them


class NothingAdded(ResolutionsError):
    """The program that adds the files ended without a reply."""

    code = "nothing-added"


@dataclass(frozen=True, slots=True)
class Marked:
    """A file of the gold with its marks, and why it was not taken."""

    gold: GoldFile
    marks: tuple[Mark, ...]
    refused: str = ""


def run(folder: Path, *, home: Path | None = None, as_json: bool = False) -> int:
    """Measure how the files of a gold are read. Raises BadGold, NothingAdded.

    The fresh home is a temporary one, or the folder `home`, which is kept.
    """
    files = read_gold(folder)
    with tempfile.TemporaryDirectory() as temporary:
        marked = measure(files, home or Path(temporary))
    if as_json:
        return print_json({"bodies": {body: _shares(group) for body, group in _by_body(marked).items()}})
    for line in (*table(marked), *wrong(marked)):
        sys.stdout.write(f"{line}\n")
    return 0


def measure(files: Sequence[GoldFile], home: Path, add: Adding | None = None) -> tuple[Marked, ...]:
    """Add files to a fresh home, by default in one call of the program, and mark what comes of them."""
    refused = (add or _add)([file.path for file in files], home)
    library = open_library(home)
    return tuple(_marked(file, library, refused) for file in files)


def table(marked: Sequence[Marked]) -> Iterator[str]:
    """Walk the lines of the table: how many are right of how many, by body and in all."""
    yield f"{'':<12}" + "".join(f"{measure:>13}" for measure in MEASURES)
    for body, group in _by_body(marked).items():
        yield f"{body:<12}" + "".join(f"{_cell(*pair):>13}" for pair in _shares(group).values())


def wrong(marked: Sequence[Marked]) -> Iterator[str]:
    """Walk what is wrong, file by file; some of each measure."""
    for file in marked:
        if file.refused:
            yield f"{file.gold.path.name}: not taken: {file.refused}"
        for measure in MEASURES[1:] if file.refused else MEASURES:
            mistakes = [mark.what for mark in file.marks if mark.measure == measure and not mark.is_right]
            shown = () if file.refused else mistakes[:_LISTED]
            yield from (f"{file.gold.path.name}: {measure}: {what}" for what in shown)
            if len(mistakes) > len(shown) > 0:
                yield f"{file.gold.path.name}: {measure}: and {len(mistakes) - len(shown)} more"


def _cell(right: int, count: int) -> str:
    """Show how many are right of how many; a measure that does not apply has no figure."""
    return f"{right}/{count} {right / count:.2f}".replace(" 0.", " .") if count else "–"


def _shares(marked: Sequence[Marked]) -> Mapping[str, tuple[int, int]]:
    """Count for each measure how many facts are right, and how many there are."""
    marks = [mark for file in marked for mark in file.marks]
    every = Counter(mark.measure for mark in marks)
    right = Counter(mark.measure for mark in marks if mark.is_right)
    return {name: (right[name], every[name]) for name in MEASURES}


def _by_body(marked: Sequence[Marked]) -> Mapping[str, Sequence[Marked]]:
    """Gather files by body; all of them come last."""
    bodies: dict[str, list[Marked]] = {}
    for file in marked:
        bodies.setdefault(file.gold.body, []).append(file)
    return {**bodies, "all": list(marked)}


def _marked(gold: GoldFile, library: Library, refused: Refusals) -> Marked:
    """Return a file of the gold with its marks; unreadable files and duplicates get none."""
    editions = _editions(gold.path, library) or _from_elsewhere(gold, library)
    if not gold.is_readable or gold.same_as:
        return Marked(gold, ())
    reason = "" if editions else refused.get(str(gold.path), "no reason given")
    return Marked(gold, tuple(mark_file(gold, editions)), reason)


def _editions(path: Path, library: Library) -> list[Edition]:
    """Return the editions that came from a file."""
    origin = os.path.abspath(path)
    return [edition for edition in library.every if library.records[edition.key].file.startswith(origin)]


def _from_elsewhere(gold: GoldFile, library: Library) -> list[Edition]:
    """Return the editions of a file's texts if another file has added them already."""
    names = [text.names[0] for text in gold.texts]
    return [edition for edition in library.every if is_named(without_status_mark(edition).name, names)]


def _add(paths: Sequence[Path], home: Path) -> Refusals:
    """Add files in one call, as a person would. Raises NothingAdded."""
    environment = {**os.environ, "RESOLUTIONS_HOME": str(home)}
    command = [sys.executable, "-m", "assistant.cli", "add", "--json", *map(str, paths)]
    done = subprocess.run(  # noqa: S603  our own program
        command, env=environment, capture_output=True, text=True, check=False
    )
    try:
        reply = json.loads(done.stdout)
    except ValueError as error:
        raise NothingAdded(f"nothing was added: {done.stderr[-2000:]}") from error
    return read_reply(reply)


def read_reply(reply: object) -> Refusals:
    """Return what a reply in JSON says of the files that were not taken, wherever in it they stand."""
    return {str(row["file"]): str(row["said"]) for row in _rows(reply) if row.get("said")}


def _rows(value: object) -> Iterator[Mapping[str, Any]]:
    """Walk what a reply says of each file."""
    if isinstance(value, dict):
        if "file" in value:
            yield value
            return
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _rows(part)
