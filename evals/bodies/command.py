"""`python -m evals bodies FOLDER`: the files of a gold, added to a fresh home in one call, and marked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from assistant.cli.terminal import print_json
from assistant.library.library import Library, open_library
from assistant.library.quarantine import Quarantine
from corpus.errors import ResolutionsError
from corpus.instruments import Edition
from evals.bodies.gold import GoldFile, read_gold
from evals.bodies.marks import ACCEPTED, MEASURES, Mark, Text, is_named, mark_file, mark_identities, text_of
from ingest.proposal import Proposal

_PAGE = 3000  # characters of a page where the gold does not say how many a file has
_LISTED = 5  # wrong facts of a measure that are listed for a file

Refusals = Mapping[str, str]  # the path of a file that was not taken → why


class NothingAdded(ResolutionsError):
    """The program that adds the files ended without a reply."""

    code = "nothing-added"


@dataclass(frozen=True, slots=True)
class Reply:
    """The refusals of the program by file, and the seconds it spent reading."""

    refused: Refusals
    reading: float = 0.0


Adding = Callable[[Sequence[Path], Path], Reply]  # files, a home → what became of them


@dataclass(frozen=True, slots=True)
class Marked:
    """A file of the gold with its marks, and why it was not taken.

    `accepted` are the marks of what it would have if every proposal that has a year were accepted.
    """

    gold: GoldFile
    marks: tuple[Mark, ...]
    refused: str = ""
    accepted: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """The files of a gold, marked; their pages; the seconds until they could be searched.

    `reading` are the seconds that reading each file took, in all; several are read at once.
    """

    marked: tuple[Marked, ...]
    pages: int
    seconds: float
    reading: float


def run(folder: Path, *, home: Path | None = None, as_json: bool = False) -> int:
    """Measure how the files of a gold are read. Raises BadGold, NothingAdded.

    The fresh home is a temporary one, or the folder `home`, which is kept.
    """
    files = read_gold(folder)
    with tempfile.TemporaryDirectory() as temporary:
        measured = measure(files, home or Path(temporary))
    if as_json:
        rows = {body: _shares(group) for body, group in _by_body(measured.marked).items()}
        accepted = {body: _accepted(group) for body, group in _by_body(measured.marked).items()}
        figures = {"pages": measured.pages, "seconds": measured.seconds, "reading": measured.reading}
        return print_json({"bodies": rows, "accepted": accepted, **figures})
    for line in (*table(measured.marked), *wrong(measured.marked), speed(measured)):
        sys.stdout.write(f"{line}\n")
    return 0


def measure(files: Sequence[GoldFile], home: Path, add: Adding | None = None) -> Measured:
    """Add files to a fresh home, by default in one call of the program, and mark what comes of them."""
    started = perf_counter()
    reply = (add or _add)([file.path for file in files], home)
    seconds = perf_counter() - started
    library = open_library(home)
    proposed = [(entry.file, entry.proposal) for entry in Quarantine(home, 0).proposed() if entry.proposal]
    marked = tuple(_marked(file, library, reply.refused, proposed) for file in files)
    pages = sum(_pages(file, _editions(file.path, library)) for file in files)
    return Measured(marked, pages, seconds, reply.reading)


def speed(measured: Measured) -> str:
    """Return how long it took, and how long reading took; in all and for each page."""
    whole, reading = (
        f"{seconds:.0f} s, {1000 * seconds / max(measured.pages, 1):.0f} ms a page"
        for seconds in (measured.seconds, measured.reading)
    )
    return f"{measured.pages} pages; in all {whole}; reading {reading}"


def table(marked: Sequence[Marked]) -> Iterator[str]:
    """Walk the lines of the table: how many are right of how many, by body and in all.

    The last columns are those of ACCEPTED.
    """
    columns = (*MEASURES, *(f"all {name}" for name in ACCEPTED))
    yield f"{'':<12}" + "".join(f"{column:>13}" for column in columns)
    for body, group in _by_body(marked).items():
        counts = [*_shares(group).values(), *_accepted(group).values()]
        yield f"{body:<12}" + "".join(f"{_cell(*pair):>13}" for pair in counts)


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
    return _counted([mark for file in marked for mark in file.marks], MEASURES)


def _accepted(marked: Sequence[Marked]) -> Mapping[str, tuple[int, int]]:
    """Count the same if every proposal that has a year were accepted."""
    return _counted([mark for file in marked for mark in file.accepted], ACCEPTED)


def _counted(marks: Sequence[Mark], measures: Sequence[str]) -> Mapping[str, tuple[int, int]]:
    """Count the right marks and all marks of each measure."""
    every = Counter(mark.measure for mark in marks)
    right = Counter(mark.measure for mark in marks if mark.is_right)
    return {name: (right[name], every[name]) for name in measures}


def _by_body(marked: Sequence[Marked]) -> Mapping[str, Sequence[Marked]]:
    """Gather files by body; all of them come last."""
    bodies: dict[str, list[Marked]] = {}
    for file in marked:
        bodies.setdefault(file.gold.body, []).append(file)
    return {**bodies, "all": list(marked)}


def _marked(
    gold: GoldFile, library: Library, refused: Refusals, proposed: Sequence[tuple[str, Proposal]] = ()
) -> Marked:
    """Return a file of the gold with its marks; unreadable files and duplicates get none."""
    editions = _editions(gold.path, library) or _from_elsewhere(gold, library)
    if not gold.is_readable or gold.same_as:
        return Marked(gold, ())
    reason = "" if editions else refused.get(str(gold.path), "no reason given")
    texts = [text_of(edition) for edition in editions]
    proposals = [
        proposal for file, proposal in proposed if file == os.path.abspath(gold.path) and proposal.year
    ]
    texts += [Text(proposal.name, proposal.title, proposal.year) for proposal in proposals]
    return Marked(gold, tuple(mark_file(gold, editions)), reason, tuple(mark_identities(gold, texts)))


def _editions(path: Path, library: Library) -> list[Edition]:
    """Return the editions that came from a file."""
    origin = os.path.abspath(path)
    return [edition for edition in library.every if library.records[edition.key].file.startswith(origin)]


def _from_elsewhere(gold: GoldFile, library: Library) -> list[Edition]:
    """Return the editions of a file's texts if another file has added them already."""
    names = [text.names[0] for text in gold.texts]
    return [edition for edition in library.every if is_named(text_of(edition).name, names)]


def _pages(gold: GoldFile, editions: Sequence[Edition]) -> int:
    """Count the pages of a file: those that the gold says, else by its characters."""
    if gold.length:
        return gold.length
    characters = sum(len(provision.text) for edition in editions for provision in edition.provisions)
    return -(-characters // _PAGE)


def _add(paths: Sequence[Path], home: Path) -> Reply:
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


def read_reply(reply: object) -> Reply:
    """Return what a reply in JSON says of files, wherever in it they stand."""
    rows = list(_rows(reply))
    refused = {str(row["file"]): str(row["said"]) for row in rows if row.get("said")}
    return Reply(refused, sum(float(row.get("seconds") or 0) for row in rows))


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
