"""What is held, by instrument: each edition with its standing, where it came from, and its parse report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote, urlencode

from assistant.library.library import Library
from assistant.library.storage import SHIPPED
from assistant.web.addresses import address, first_clause
from assistant.web.markup import Html, element
from assistant.web.origins import origin
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


def text_list(library: Library, asked: TextQuery, *, curating: bool) -> Html:
    """Render the texts that are asked for; a curator may remove them."""
    found = [one for one in library.editions if _fits(one, asked.words)]
    after = asked.after if 0 < asked.after < len(found) else 0
    shown = found[after : after + PAGE]
    groups = [list(one) for _, one in groupby(shown, key=lambda one: one.key.instrument)]
    items = [element("li", *_instrument(one, library, curating=curating)) for one in groups]
    return element(
        "section",
        element("h2", "Held"),
        _filter(asked, len(library.editions)),
        element("p", _count(found, asked.words), class_="count"),
        element("ul", *items, class_="held-texts") if items else "",
        _pages(asked.words, after, len(found)),
        id="held",
        aria_label="Held",
    )


def _fits(edition: Edition, words: str) -> bool:
    """Tell whether an edition's name, title and key have every word."""
    text = f"{edition.name} {edition.title} {edition.key}".casefold()
    return all(one in text for one in words.casefold().split())


def _filter(asked: TextQuery, count: int) -> Html:
    """Render the box that finds texts; a handful needs none."""
    if count < 8 and not asked.words:
        return Html("")
    return element(
        "form",
        element("label", "Find a text by words of its name or title", for_="find"),
        element(
            "div",
            element("input", type="search", id="find", name_="q", value=asked.words, autocomplete="off"),
            element("button", "Find", type="submit"),
            class_="pair",
        ),
        method="get",
        action="/library",
        role="search",
        class_="find",
    )


def _count(found: Sequence[Edition], words: str) -> str:
    """Say how many texts there are."""
    clauses = sum(len(one.provisions) for one in found)
    texts = f"{counted(len(found), 'text')}, {counted(clauses, 'clause')}"
    if not words:
        return texts if found else "No text is held."
    return f"{texts} with “{words}”" if found else f"No text that is held has “{words}” in its name or title."


def _pages(words: str, after: int, count: int) -> Html:
    """Render the ways to the texts before and after those that are shown."""
    if count <= PAGE:
        return Html("")
    links = []
    if after:
        links.append(("Earlier texts", max(0, after - PAGE)))
    if after + PAGE < count:
        links.append(("More texts", after + PAGE))
    said = f"Texts {after + 1:,} to {min(after + PAGE, count):,} of {count:,}"
    anchors = [element("a", name, href=f"/library?{urlencode({'q': words, 'after': at})}#held")
               for name, at in links]  # fmt: skip
    return element("nav", element("span", said), *anchors, class_="pages", aria_label="More texts")


def _instrument(editions: Sequence[Edition], library: Library, *, curating: bool) -> Iterator[Html]:
    """Render the editions of an instrument under the title of the newest, the newest first."""
    newest = editions[-1]
    yield element("h3", newest.title or newest.name)
    for one in reversed(editions):
        yield _edition(one, library, curating=curating)


def _edition(edition: Edition, library: Library, *, curating: bool) -> Html:
    """Render one edition."""
    opening, record = first_clause(edition), library.records.get(edition.key)
    in_force = library.is_in_force(edition.key)
    shipped = record is not None and record.file == SHIPPED
    facts = [
        element("span", "in force" if in_force else "superseded", class_="" if in_force else "superseded"),
        element("span", _figures(edition, library.questions.get(edition.key, 0))),
        element("span", origin(record)),
    ]
    remove = element(
        "a", "Remove", href=remove_address(edition.key), aria_label=f"Remove {edition.name}", class_="remove"
    )
    return element(
        "div",
        element("a", edition.name, href=address(opening)) if opening else edition.name,
        element("p", *facts, remove if curating and not shipped else "", class_="facts"),
        _report(record.report, edition.name) if record else "",
        class_="held-edition",
    )


def _figures(edition: Edition, questions: int) -> str:
    """Say how many clauses and references an edition has, and how many questions its pack."""
    clauses, references = len(edition.provisions), len(edition.references)
    pack = f", {counted(questions, 'question')} in its pack" if questions else ""
    return f"{counted(clauses, 'clause')}, {counted(references, 'reference')}{pack}"


def counted(count: int, what: str) -> str:
    """Return a number with what it counts: "1 text", "1,204 texts"."""
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def remove_address(key: EditionKey) -> str:
    """Return the address of the page that asks whether an edition is to be removed."""
    return f"/library/remove?key={quote(str(key), safe='')}"


def _report(report: Report, name: str) -> Html:
    """Render what became of the lines of a text: one line, and the rest when it is wanted."""
    odd = odd_lines(report)
    hidden = element("span", f" of {name}", class_="voice")
    return element(
        "details",
        element("summary", "Parse report", hidden, f": {odd or 'every line has its place'}"),
        *_parts(report),
        class_="report odd" if odd else "report",
    )


def odd_lines(report: Report) -> str:
    """Say how much of a text found no place or was odd: "2 unowned lines, 1 gap"; '' when nothing was."""
    counts = ((report.unowned, "unowned line"), (report.gaps, "gap"), (report.warnings, "warning"))
    return ", ".join(counted(len(found), what) for found, what in counts if found)


def _parts(report: Report) -> Iterator[Html]:
    """Render the parts of a report that say anything."""
    steps: dict[str, list[int]] = defaultdict(list)
    for one in report.removed:
        steps[one.step].append(one.line)
    removed = [f"{step}: {_lines(lines)}" for step, lines in steps.items()]
    gaps = [f"line {one.line}: {one.expected} was expected, {one.found} came" for one in report.gaps]
    yield _part(f"Removed, {counted(len(report.removed), 'line')}, by step", removed)
    yield _part("Lines that no clause owns", [_lines(report.unowned)] if report.unowned else [])
    yield _part("Numbers that do not follow", gaps)
    yield _part("Warnings", report.warnings)
    if not (removed or report.unowned or gaps or report.warnings):
        yield element("p", "No line was removed, none is left over, all numbers follow.")


def _part(title: str, rows: Sequence[str]) -> Html:
    """Render one part of a report."""
    if not rows:
        return Html("")
    more = [f"and {len(rows) - _LISTED:,} more"] if len(rows) > _LISTED else []
    return element(
        "div", element("h4", title), element("ul", *(element("li", one) for one in (*rows[:_LISTED], *more)))
    )


def _lines(numbers: Iterable[int]) -> str:
    """Name lines by their numbers: "3 lines (12, 40, 81)"."""
    found = list(numbers)
    listed = ", ".join(str(one) for one in found[:_LISTED]) + (", …" if len(found) > _LISTED else "")
    return f"{counted(len(found), 'line')} ({listed})"
