"""The texts in the library, by instrument: each edition with its origin and its parse report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote, urlencode

from assistant.library.library import Library
from assistant.library.standing import Standing, counted_texts, edition_name, standing
from assistant.library.storage import SHIPPED
from assistant.web.addresses import Link, text_address
from assistant.web.library_page.origins import origin
from assistant.web.wording import counted
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
    """An edition: `remove` is '' where it cannot be removed, `odd` '' where every line found its place.

    Its report is for a curator: titles, each with its rows.
    """

    name: str
    href: str
    standing: str
    is_superseded: bool
    facts: tuple[str, ...]
    remove: str
    has_report: bool
    odd: str
    report: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class TextList:
    """The texts that were asked for, by title of the newest; `links` lead to those before and after."""

    query: TextQuery
    total: int
    count: str
    instruments: tuple[tuple[str, tuple[TextRow, ...]], ...]
    range: str
    links: tuple[Link, ...]


def text_list(library: Library, asked: TextQuery, *, curating: bool) -> TextList:
    """Return the texts that are asked for; a curator may remove them."""
    held = (one for editions in library.every_instrument.values() for one in reversed(editions))
    found = [one for one in held if _fits(one, asked.words)]
    after = asked.after if 0 < asked.after < len(found) else 0
    groups = [
        list(one) for _, one in groupby(found[after : after + PAGE], key=lambda one: one.key.instrument)
    ]
    return TextList(
        asked,
        len(library.every),
        _count(found, asked.words, library),
        tuple(_instrument(one, library, curating=curating) for one in groups),
        f"Texts {after + 1:,} to {min(after + PAGE, len(found)):,} of {len(found):,}",
        tuple(_links(asked.words, after, len(found))),
    )


def _fits(edition: Edition, words: str) -> bool:
    """Return True if an edition's name, title and key have all of some words."""
    all_ = f"{edition.name} {edition.title} {edition.key}".casefold()
    return all(word in all_ for word in words.casefold().split())


def _count(found: Sequence[Edition], words: str, library: Library) -> str:
    """Say how many texts there are."""
    adopted = [edition for edition in found if edition.is_adopted]
    clauses = sum(len(edition.provisions) for edition in adopted)
    texts = f"{counted_texts(adopted, library)}, {counted(clauses, 'clause')}"
    texts += f", and {counted(len(found) - len(adopted), 'text')} not adopted" if adopted != found else ""
    if not words:
        return texts if found else "There is no text in the library yet. Add one above."
    return f"{texts} with “{words}”" if found else f"No text has “{words}” in its name or title."


def _links(words: str, after: int, count: int) -> Iterator[Link]:
    """Return the ways to the texts before and after those that are shown."""
    pages = (("Earlier texts", max(0, after - PAGE), after > 0), ("More texts", after + PAGE, True))
    for label, first, is_there in pages:
        if is_there and first < count:
            yield Link(label, f"/library?{urlencode({'q': words, 'after': first})}#texts")


def _instrument(
    editions: Sequence[Edition], library: Library, *, curating: bool
) -> tuple[str, tuple[TextRow, ...]]:
    """Return the title of the newest edition of an instrument, and the editions, the newest first."""
    rows = tuple(_edition(one, library, curating=curating) for one in reversed(editions))
    return editions[-1].title or editions[-1].name, rows


def _edition(edition: Edition, library: Library, *, curating: bool) -> TextRow:
    """Return the row of an edition."""
    record = library.records.get(edition.key)
    known, newer = standing(edition.key, library), library.successor(edition.key)
    is_superseded = known is Standing.SUPERSEDED
    shipped = record is not None and record.file == SHIPPED
    return TextRow(
        edition.name,
        text_address(edition),
        f"superseded by {edition_name(newer, library)}" if is_superseded and newer else known.value,
        is_superseded,
        (
            _figures(edition, library.questions.get(edition.key, 0) if curating else 0),
            origin(edition.key, library),
        ),
        remove_address(edition.key) if curating and not shipped else "",
        record is not None and curating,
        odd_lines(record.report) if record else "",
        tuple(_parts(record.report)) if record else (),
    )


def _figures(edition: Edition, questions: int) -> str:
    """Say how many clauses and references an edition has, and how many questions its pack, if any."""
    clauses, references = len(edition.provisions), len(edition.references)
    pack = f", {counted(questions, 'question')} in its pack" if questions else ""
    return f"{counted(clauses, 'clause')}, {counted(references, 'reference')}{pack}"


def remove_address(key: EditionKey) -> str:
    """Return the address of the page that asks whether an edition is to be removed."""
    return f"/library/remove?key={quote(str(key), safe='')}"


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
