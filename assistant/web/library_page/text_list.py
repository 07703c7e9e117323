"""The texts in the library, by instrument: each edition with its origin and its parse report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode, urlsplit

from assistant.library.library import Library
from assistant.library.standing import Standing, counted_texts, edition_name, standing
from assistant.library.storage import SHIPPED, UNKNOWN
from assistant.web.addresses import Link
from assistant.web.wording import counted, last_name
from corpus.instruments import Edition
from corpus.keys import EditionKey
from ingest.parse import Report

PAGE = 100
"""Texts on one page."""
_LISTED = 20  # lines, gaps or warnings of one kind in a report


@dataclass(frozen=True, slots=True)
class TextQuery:
    """Which texts are asked for: words of their names or titles, and how many come before."""

    words: str = ""
    after: int = 0


@dataclass(frozen=True, slots=True)
class TextRow:
    """An edition in the list; `odd` is '' where every line found its place.

    Its report is for a curator, None where there is none: titles, each with its rows.
    """

    edition: Edition
    standing: str
    is_superseded: bool
    facts: tuple[str, ...]
    can_go: bool
    odd: str
    report: tuple[tuple[str, tuple[str, ...]], ...] | None


@dataclass(frozen=True, slots=True)
class TextList:
    """The texts that were asked for, by instrument; `links` lead to those before and after."""

    query: TextQuery
    total: int
    count: str
    instruments: tuple[tuple[TextRow, ...], ...]
    range: str
    links: tuple[Link, ...]


def text_list(library: Library, asked: TextQuery, *, curating: bool) -> TextList:
    """Return the texts that are asked for, the newest edition first; a curator may remove them."""
    words = asked.words.casefold().split()
    found = [
        one
        for editions in library.every_instrument.values()
        for one in editions
        if all(word in f"{one.name} {one.title} {one.key}".casefold() for word in words)
    ]
    after = asked.after if 0 < asked.after < len(found) else 0
    groups = groupby(found[after : after + PAGE], key=lambda one: one.key.instrument)
    pages = (("Earlier texts", max(0, after - PAGE), after > 0), ("More texts", after + PAGE, True))
    return TextList(
        asked,
        len(library.every),
        _count(found, asked.words, library),
        tuple(tuple(_row(one, library, curating=curating) for one in group) for _, group in groups),
        f"Texts {after + 1:,} to {min(after + PAGE, len(found)):,} of {len(found):,}",
        tuple(
            Link(label, f"/library?{urlencode({'q': asked.words, 'after': first})}#texts")
            for label, first, is_there in pages
            if is_there and first < len(found)
        ),
    )


def _count(found: Sequence[Edition], words: str, library: Library) -> str:
    """Say how many texts there are."""
    adopted = [edition for edition in found if edition.is_adopted]
    clauses = sum(len(edition.provisions) for edition in adopted)
    texts = f"{counted_texts(adopted, library)}, {counted(clauses, 'clause')}"
    texts += f", and {counted(len(found) - len(adopted), 'text')} not adopted" if adopted != found else ""
    if not words:
        return texts if found else "There is no text in the library yet. Add one above."
    return f"{texts} with “{words}”" if found else f"No text has “{words}” in its name or title."


def _row(edition: Edition, library: Library, *, curating: bool) -> TextRow:
    record = library.records.get(edition.key)
    known, newer = standing(edition.key, library), library.successor(edition.key)
    is_superseded = known is Standing.SUPERSEDED
    figures = [counted(len(edition.provisions), "clause"), counted(len(edition.references), "reference")]
    if curating and (questions := library.questions.get(edition.key, 0)):
        figures.append(f"{counted(questions, 'question')} in its pack")
    return TextRow(
        edition,
        f"superseded by {edition_name(newer, library)}" if is_superseded and newer else known.value,
        is_superseded,
        (", ".join(figures), origin(edition.key, library)),
        curating and (record is None or record.file != SHIPPED),
        odd_lines(record.report) if record else "",
        tuple(_parts(record.report)) if record and curating else None,
    )


def origin(key: EditionKey, library: Library) -> str:
    """Say where a text came from: "came with the program", "fetched on 2030-05-01 from example.org".

    Of a file with several texts also where in it: "text 3 of 18, page 12". No place on the machine is named.
    """
    record = library.records.get(key)
    if record is None or record.file == UNKNOWN:
        source = "added by an earlier version"
    elif record.file == SHIPPED:
        source = "came with the program"
    elif record.fetched:
        source = f"fetched on {record.fetched} from {urlsplit(record.file).hostname or 'an address'}"
    else:
        source = f"from the file {last_name(record.file)}"
    if record and record.parts > 1:
        page = next((one.page for one in library.edition(key).provisions), 0)
        source += f" (text {record.part} of {record.parts}{f', page {page}' if page else ''})"
    return f"{source}, not the text that comes with the program" if library.replaces_shipped(key) else source


def odd_lines(report: Report) -> str:
    """Say how much of a text found no place or was odd: "2 unplaced lines, 1 gap"; '' when nothing was."""
    counts = ((report.unowned, "unplaced line"), (report.gaps, "gap"), (report.warnings, "warning"))
    return ", ".join(counted(len(found), what) for found, what in counts if found)


def _parts(report: Report) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Return the parts of a report that say anything."""
    steps: dict[str, list[int]] = defaultdict(list)
    for one in report.removed:
        steps[one.step].append(one.line)
    parts = (
        (f"{counted(len(report.removed), 'line')} removed, by step",
         [f"{step}: {_lines(lines)}" for step, lines in steps.items()]),
        ("Lines that belong to no clause", [_lines(report.unowned)] if report.unowned else []),
        ("Numbers that do not follow",
         [f"line {one.line}: {one.expected} was expected, {one.found} came" for one in report.gaps]),
        ("Warnings", list(report.warnings)),
    )  # fmt: skip
    for title, rows in parts:
        if rows:
            more = [f"and {len(rows) - _LISTED:,} more"] if len(rows) > _LISTED else []
            yield title, (*rows[:_LISTED], *more)


def _lines(numbers: Iterable[int]) -> str:
    """Name lines by their numbers: "3 lines (12, 40, 81)"."""
    found = list(numbers)
    listed = ", ".join(str(one) for one in found[:_LISTED]) + (", …" if len(found) > _LISTED else "")
    return f"{counted(len(found), 'line')} ({listed})"
