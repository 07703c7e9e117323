"""Divides a file into its texts.

A cover or list of contents before the first text, headings between texts and the paragraphs of a report
around them belong to no text and are removed by a named step.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.heads import is_reciting, main_verb
from ingest.cleanup import drop_page_numbers
from ingest.collection import TextStart, number_at, openings
from ingest.identity import bare, symbol_in
from ingest.itu.cleanup import drop_running_heads
from ingest.lines import Line, Removal, ending, is_headline, removals
from ingest.opening import read_division
from ingest.source import NO_METADATA, Source
from ingest.status import is_banner
from ingest.titles import is_other
from ingest.treaty.opening import is_treaty
from ingest.un.opening import is_masthead, role_of_line
from ingest.unwrap import is_broken

FRONT = "front matter"
BETWEEN = "between texts"
_NAMED = 3  # texts that a sentence names
_MASTHEAD = 12  # lines above a number at most that name the organization, the symbol, the day
# what a masthead has above a number, beside the names of the organization
_ABOVE = re.compile(r"[\w-]+ (?:special |emergency |regular )*session|Agenda items? .{1,40}", re.IGNORECASE)
_PARAGRAPH = re.compile(r"(?P<number>[0-9]{1,4})\.?\s+(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Part:
    """One text of a file: its lines, and its number and title for a grammar that does not know them."""

    source: Source
    name: str = ""
    title: str = ""


def divide(source: Source) -> tuple[Part, ...]:
    """Return the texts of a source, in order; the source itself where it holds one.

    Every line that the source accounts for is one part's.
    """
    numbers = openings(source.lines, source.whole)
    if max(len(numbers), len(source.starts)) < 2:
        return (Part(source),)
    if not source.whole:
        source = _without_page_edges(source)
        numbers = openings(source.lines, source.whole)
    if len(source.starts) > len(numbers):
        numbers = [  # texts whose beginnings the form of the file tells
            number_at(source.lines, at, whole=True) or TextStart(at, "")
            for at, line in enumerate(source.lines)
            if line.number in source.starts
        ]
    front = [replace(line, text=bare(line.text)) for line in source.lines[: numbers[0].at]]
    if is_treaty(front):  # a treaty, with resolutions printed behind it
        numbers = [TextStart(0, ""), *numbers]
    return tuple(_parts(source, numbers))


def contents_of(names: Sequence[str]) -> str:
    """Name the texts of a file, of many the first: "4 texts, among them A, B, C"."""
    named = ", ".join(names[:_NAMED])
    return f"{len(names)} texts, {f'among them {named}' if len(names) > _NAMED else named}"


def _without_page_edges(source: Source) -> Source:
    """Remove page numbers and running heads, and mark broken lines: a short text alone may not show them."""
    lines: Sequence[Line] = source.lines
    removed = list(source.removed)
    for name, step in (("running heads", drop_running_heads), ("page numbers", drop_page_numbers)):
        kept = step(lines)
        removed += removals(lines, kept, name)
        lines = kept
    if is_broken(lines):
        lines = [replace(line, broken=True) for line in lines]
    return replace(source, lines=tuple(lines), removed=tuple(removed))


def _parts(source: Source, numbers: Sequence[TextStart]) -> Iterator[Part]:
    lines = source.lines
    befores = [-1, *(number.at for number in numbers)]
    begins = [_begin(lines, before, number.at) for before, number in zip(befores, numbers, strict=False)]
    if not any(number.title or _title(lines, number.at + 1) for number in numbers):
        above = [number.at - 1 for number in numbers]
        if all(at >= 0 and _is_heading_between(lines[at]) for at in above):  # each has its title above it
            begins = [min(begin, at) for begin, at in zip(begins, above, strict=True)]
    ends = list(_ends_of_texts(lines, begins))
    front = lines[: begins[0]]
    edges = (*source.edges, *(line.text for line in front if is_banner(line.text)))
    places = {number: at for at, line in enumerate(lines) for number in line.numbers}
    firsts = [lines[at].number for at in begins]

    def owner(number: int) -> int:
        at = bisect_right(begins, places[number]) if number in places else bisect_right(firsts, number)
        return max(at - 1, 0)

    owned: defaultdict[int, list[int]] = defaultdict(list)
    removed: defaultdict[int, list[Removal]] = defaultdict(list)
    for line_number in source.numbers:
        owned[owner(line_number)].append(line_number)
    for removal in source.removed:
        removed[owner(removal.line)].append(removal)
    for place, number in enumerate(numbers):
        outside = (
            [] if place else [Removal(line_number, FRONT) for line in front for line_number in line.numbers]
        )
        following = begins[place + 1] if place + 1 < len(begins) else len(lines)
        outside += [
            Removal(line_number, BETWEEN)
            for line in lines[ends[place] : following]
            for line_number in line.numbers
        ]
        yield Part(
            replace(
                source,
                lines=lines[begins[place] : ends[place]],
                numbers=tuple(owned[place]),
                removed=(*outside, *removed[place]),
                warnings=() if place else source.warnings,
                edges=edges,
                starts=(),
                metadata=NO_METADATA,
                front=lines[: numbers[0].at],
            ),
            number.name,
            number.title or _title(lines, number.at + 1),
        )


def _title(lines: Sequence[Line], at: int) -> str:
    """Return the line below a number, where it is a title; '' where it is none."""
    text = bare(lines[at].text) if at < len(lines) else ""
    is_title = text[:1].isupper() and not ending(text) and role_of_line(text) != "statement"
    is_title = is_title and not (is_other(text) or is_reciting(main_verb(text)))
    return text if is_title and "\t" not in text else ""


def _begin(lines: Sequence[Line], before: int, at: int) -> int:
    """Return where the text with a number at a line begins: with its masthead, where it has one.

    `before` is the line of the number before.
    """
    for above in range(max(at - _MASTHEAD, before + 1), at):
        words = bare(lines[above].text)
        # a day alone may be the last line of the text before
        is_named = (is_masthead(words) and not words[:1].isdigit()) or _ABOVE.fullmatch(words)
        is_above = is_named or role_of_line(words) == "statement" or symbol_in(words)
        if is_above and not any(ending(line.text) for line in lines[above:at]):
            return above
    return at


def _ends_of_texts(lines: Sequence[Line], begins: Sequence[int]) -> Iterator[int]:
    """Walk where each text ends: where the report goes on, or before the headings over the next text.

    A report numbers its paragraphs through; one that follows the last before the texts goes on with it.
    """
    matches = [_PARAGRAPH.match(bare(line.text)) for line in lines]
    numbers = [int(match["number"]) if match else 0 for match in matches]
    last = 0
    for number in numbers[: begins[0]]:
        last += number == last + 1
    for begin, following in pairwise([*begins, len(lines)]):
        at, own = begin if last > 1 else following, 0
        while at < following and not numbers[at] == last + 1 != own + 1:
            own = numbers[at] or own
            at += 1
        for number in numbers[at:following]:
            last += number == last + 1
        while at < len(lines) and at - 1 > begin + 1 and _is_heading_between(lines[at - 1]):
            at -= 1
        yield at


def _is_heading_between(line: Line) -> bool:
    """Return True for a heading above a text that is neither its number nor its title."""
    text = bare(line.text)
    is_set = bool(line.heading) or line.text.startswith("#") or text.isupper()
    return is_set and is_headline(text) and read_division(text) is None
