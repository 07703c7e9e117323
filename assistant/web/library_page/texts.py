"""The texts in the library, each with its origin and its parse report; and those that they cite beside it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import quote, urlencode, urlsplit

from assistant.library.library import Library, Target
from assistant.library.standing import counted_texts, validity_of
from assistant.library.storage import SHIPPED, UNKNOWN
from assistant.plain_text import counted
from assistant.references.names import full_name, instrument_of
from assistant.web.addresses import Link, clause_link, missing_row_address, missing_row_id, text_address
from assistant.web.wording import last_name
from corpus.instruments import Edition
from corpus.issuers import kind_name
from corpus.keys import EditionKey, InstrumentKey, ProvisionId
from ingest.parse import Report

PAGE = 100
"""Texts on one page."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LISTED = 20  # lines, gaps or warnings of one kind in a report


@dataclass(frozen=True, slots=True)
class TextList:
    """The texts that were asked for by words, by instrument; `links` lead to those before and after."""

    words: str
    total: int
    count: str
    instruments: tuple[tuple[Edition, ...], ...]
    range: str
    links: tuple[Link, ...]


def text_list(library: Library, words: str = "", after: int = 0) -> TextList:
    """Return the texts with these words in their names or titles, behind the first so many, newest first."""
    wanted = words.casefold().split()
    found = [
        edition
        for editions in library.every_instrument.values()
        for edition in editions
        if all(word in f"{edition.name} {edition.title} {edition.key}".casefold() for word in wanted)
    ]
    after = after if 0 < after < len(found) else 0
    groups = groupby(found[after : after + PAGE], key=lambda edition: edition.key.instrument)
    pages = (("Earlier texts", max(0, after - PAGE), after > 0), ("More texts", after + PAGE, True))
    return TextList(
        words,
        len(library.every),
        _count(found, words, library),
        tuple(tuple(group) for _, group in groups),
        f"Texts {after + 1:,} to {min(after + PAGE, len(found)):,} of {len(found):,}",
        tuple(
            Link(label, f"/library?{urlencode({'q': words, 'after': first})}#texts")
            for label, first, is_there in pages
            if is_there and first < len(found)
        ),
    )


def _count(found: Sequence[Edition], words: str, library: Library) -> str:
    adopted = [edition for edition in found if edition.is_adopted]
    clauses = sum(len(edition.provisions) for edition in adopted)
    texts = f"{counted_texts(adopted, library)}, {counted(clauses, 'clause')}"
    texts += f", and {counted(len(found) - len(adopted), 'text')} not adopted" if adopted != found else ""
    if not words:
        return texts if found else "There is no text in the library yet."
    return f"{texts} with “{words}”" if found else f"No text has “{words}” in its name or title."


def facts(edition: Edition, library: Library) -> Iterator[Link]:
    """Walk what a reader should know of a text: its adoption, standing, other editions; '' leads nowhere."""
    if edition.is_adopted:
        on = edition.adopted
        day = f"{date.fromisoformat(on):on %-d %B %Y}" if _DAY.fullmatch(on) else f"in {edition.key.year}"
        yield Link(f"adopted {day}", "")
    successor = library.successor(edition.key)
    if successor:
        later = library.find(successor)
        words = f"superseded by {library.superseded_by(edition.key)}"
        yield Link(words, text_address(later) if later else missing_row_address(successor, library))
    else:
        yield Link(validity_of(edition.key, library), "")
    for other in library.instruments.get(edition.key.instrument, ()):
        if edition.is_adopted and other.key.year < edition.key.year:
            yield Link(f"supersedes {other.name}", text_address(other))
            return


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
        page = next((provision.page for provision in library.edition(key).provisions), 0)
        source += f" (text {record.part} of {record.parts}{f', page {page}' if page else ''})"
    return f"{source}, not the text that comes with the program" if library.replaces_shipped(key) else source


def odd_lines(report: Report) -> str:
    """Say how much of a text found no place or was odd: "2 unplaced lines, 1 gap"; '' when nothing was."""
    counts = ((report.unowned, "unplaced line"), (report.gaps, "gap"), (report.warnings, "warning"))
    return ", ".join(counted(len(found), what) for found, what in counts if found)


def report_parts(report: Report) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Walk the parts of a report that say anything: titles, each with its rows."""
    steps: dict[str, list[int]] = defaultdict(list)
    for removal in report.removed:
        steps[removal.step].append(removal.line)
    parts = (
        (f"{counted(len(report.removed), 'line')} removed, by step",
         [f"{step}: {_lines(lines)}" for step, lines in steps.items()]),
        ("Lines that belong to no clause", [_lines(report.unowned)] if report.unowned else []),
        ("Numbers that do not follow",
         [f"line {gap.line}: {gap.expected} was expected, {gap.found} came" for gap in report.gaps]),
        ("Warnings", list(report.warnings)),
    )  # fmt: skip
    for title, rows in parts:
        if rows:
            more = [f"and {len(rows) - _LISTED:,} more"] if len(rows) > _LISTED else []
            yield title, (*rows[:_LISTED], *more)


def _lines(numbers: Iterable[int]) -> str:
    """Name lines by their numbers: "3 lines (12, 40, 81)"."""
    found = list(numbers)
    listed = ", ".join(str(number) for number in found[:_LISTED]) + (", …" if len(found) > _LISTED else "")
    return f"{counted(len(found), 'line')} ({listed})"


_CLAUSES = 6  # citing clauses that a row lists
_PARTS = "Parts of texts that are in the library without them"


@dataclass(frozen=True, slots=True)
class MissingText:
    """A cited text that is not in the library: the clauses that cite it, and how to get it.

    `ids` are the ids that references lead to: of the edition, and of the instrument without edition.
    `count` says how often it is cited, `more` how many citing clauses are not listed. `official` is the
    address of the official text, '' where none is known; `add` leads to the form for its file.
    `others` are the editions of the same text that are in the library, the newest first.
    """

    ids: tuple[str, ...]
    key: str
    name: str
    title: str
    count: int
    cited_by: tuple[Link, ...]
    more: int
    official: str = ""
    add: str = ""
    others: tuple[Link, ...] = ()

    @property
    def host(self) -> str:
        """The host of the official text."""
        return urlsplit(self.official).hostname or ""


@dataclass(frozen=True, slots=True)
class MissingGroup:
    """The missing texts of one kind, the most cited first."""

    kind: str
    texts: tuple[MissingText, ...]

    @property
    def count(self) -> int:
        """How often they are cited."""
        return sum(text.count for text in self.texts)


def missing_groups(library: Library) -> tuple[MissingGroup, ...]:
    """Return what is cited and not in the library, the kinds that are cited most first."""
    rows: defaultdict[str, list[MissingText]] = defaultdict(list)
    for targets in _same(library):
        is_part = isinstance(targets[0], ProvisionId)
        rows[_PARTS if is_part else kind_name(instrument_of(targets[0]))].append(_missing(targets, library))
    groups = [
        MissingGroup(kind, tuple(sorted(texts, key=lambda text: -text.count))) for kind, texts in rows.items()
    ]
    return tuple(sorted(groups, key=lambda group: (group.kind == _PARTS, -group.count, group.kind)))


def _same(library: Library) -> tuple[tuple[Target, ...], ...]:
    """Put an instrument cited without its edition beside its edition, where only one edition is cited.

    A text that is older than the edition cites another.
    """
    targets = library.named
    editions: defaultdict[InstrumentKey, list[Target]] = defaultdict(list)
    for target in targets:
        if isinstance(target, EditionKey):
            editions[target.instrument].append(target)
    groups: dict[Target, tuple[Target, ...]] = {}
    for target in targets:
        same = editions[target] if isinstance(target, InstrumentKey) else []
        leader = same[0] if len(same) == 1 else target
        if isinstance(leader, EditionKey) and any(id_.edition.year < leader.year for id_ in targets[target]):
            leader = target
        rest = groups.get(leader, ())
        groups[leader] = (target, *rest) if target == leader else (*rest, target)
    return tuple(groups.values())


def _missing(targets: Sequence[Target], library: Library) -> MissingText:
    target = targets[0]
    known = library.catalogue.edition(target) if isinstance(target, EditionKey) else None
    clauses = [clause for cited in targets for clause in library.named[cited]]
    distinct = list(dict.fromkeys(clauses))
    editions, first = library.instruments.get(instrument_of(target), ()), library.named[target][:1]
    # the words with which the first clause cites it, if that clause is in the library
    citing = [
        library.edition(clause.edition).references_from(clause.eid)
        for clause in first
        if library.provision(clause)
    ]
    row_id = missing_row_id(target, library)
    words = [
        reference.text
        for references in citing
        for reference in references
        if missing_row_id(reference.target, library) == row_id
    ]
    is_web = known is not None and known.address.startswith(("https://", "http://"))
    return MissingText(
        ids=tuple(missing_row_id(cited, library) for cited in targets),
        key=str(target),
        name=full_name(target, library, "".join(words[:1])),
        title=known.title if known else "",
        count=len(clauses),
        cited_by=tuple(filter(None, (clause_link(clause, library) for clause in distinct[:_CLAUSES]))),
        more=max(0, len(distinct) - _CLAUSES),
        official=known.address if known and is_web else "",
        add=f"/library?add={quote(str(target), safe='')}#add" if isinstance(target, EditionKey) else "",
        others=tuple(Link(edition.name, href) for edition in editions if (href := text_address(edition))),
    )
