"""Files that hold several texts: where each text begins, and the file cut into them.

A text opens with its number, maybe a title, and the sentence that says who adopts it. Short resolutions
have no such sentence: numbers of one form that count on, each set apart and with words below it, open texts
too. A number without either is a reference, a line of contents or a running head; one below the heading of
an annex opens an annexed text, which stays with the text before it.

What stands before the first text (a cover, a list of contents), and the headings between texts, belong to no
text and are removed by a named step.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.bodies.registry import NOUNS
from ingest.identity import bare, number_line, symbol_in
from ingest.itu.cleanup import drop_page_numbers, drop_running_heads
from ingest.lines import Line, Removal, ending, is_headline
from ingest.opening import is_doc_number, read_division
from ingest.source import Source
from ingest.status import is_banner
from ingest.un.opening import OPENING, formula_before, is_masthead, is_un_formula, role_of_line
from ingest.unwrap import is_broken

FRONT = "front matter"
BETWEEN = "between texts"
_NAMED = 3  # texts that a sentence names
_WRAPPED = 4  # lines that an opening sentence takes at most where lines are broken
_MASTHEAD = 12  # lines above a number at most that name the organization, the symbol, the day
_ANNEXED = 3  # lines between the heading of an annex and the number of an annexed text at most
# a digit in the first words, which are no marker of a list
_MAY_BE_NUMBER = re.compile(r"(?!\(?[0-9]{1,3}[.)]?\s)(?:\S{1,60}\s+){0,4}\S{0,60}[0-9]")
# "Resolution 003-2013", "Decision No. 5 (Lisbon, 2030): Lanterns", "Resolution 1 of the 24th CGPM (2011)",
# "Draft resolution II", "Recommendation No. 61 to the Ministries", which only a heading may be
_NUMBERED = re.compile(
    rf"(?:\[?(?:draft|proposed)\]? )?(?P<noun>{'|'.join(NOUNS)}) (?:no\. ?)?"
    r"(?P<number>[^\s,;:]*[0-9][^\s,;:]*?|[IVXLC]+)(?: of (?:the )?[^,.:;()]{2,60}?)?(?: \([^()]{1,60}\))?"
    r"(?:[.:]?(?:\s+[–—-])?\s+(?P<title>(?-i:[A-Z“\"‘])\S*.*)|[.:]?|\s+(?P<lower>(?-i:[a-z]).*[^.,;:]))",
    re.IGNORECASE,
)
# what a masthead has above a number, beside the names of the organization
_ABOVE = re.compile(r"[\w-]+ (?:special |emergency |regular )*session|Agenda items? .{1,40}", re.IGNORECASE)
_PARAGRAPH = re.compile(r"(?P<number>[0-9]{1,4})\.?\s+(?=[A-Z])")
_CONTENTS = re.compile(r".*(?:\t|\.{3,}|(?:\. ){3,}|…)\s*[0-9]{1,4}")  # a line of a list of contents
_SURE = ("resolution", "decision")  # what opens texts without a sentence that says who adopts it


@dataclass(frozen=True, slots=True)
class Part:
    """One text of a file: its lines, and its number and title for a grammar that does not know them."""

    source: Source
    name: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class _Number:
    """A line that may open a text: its place, its number and title, and what its number counts."""

    at: int
    name: str
    title: str
    noun: str
    form: str
    counts: tuple[int, ...]


def divide(source: Source) -> tuple[Part, ...]:
    """Return the texts of a source, in order; the source itself where it holds one.

    Every line that the source accounts for is one part's.
    """
    numbers = _openings(source.lines, source.whole)
    if max(len(numbers), len(source.starts)) < 2:
        return (Part(source),)
    if not source.whole:
        source = _without_page_edges(source)
        numbers = _openings(source.lines, source.whole)
    if len(source.starts) > len(numbers):
        numbers = _by_form(source)
    return tuple(_parts(source, numbers))


def contents_of(names: Sequence[str]) -> str:
    """Name the texts of a file, of many the first: "4 texts, among them A, B, C"."""
    named = ", ".join(names[:_NAMED])
    return f"{len(names)} texts, {f'among them {named}' if len(names) > _NAMED else named}"


def opens_text(lines: Sequence[Line]) -> bool:
    """Return True if a text opens in some lines, each a whole paragraph."""
    return bool(_openings(lines, whole=True))


# -- openings ------------------------------------------------------------------------------------------------


def _openings(lines: Sequence[Line], whole: bool) -> list[_Number]:
    """Return the numbers that open texts."""
    found = [
        number
        for at in range(len(lines))
        if (number := _number(lines, at, whole)) and not _is_annexed(lines, at)
    ]
    ends = _ends(found, len(lines))
    adopted = [
        number
        for number in found
        if _is_adopted(lines, number, min(ends[number.at], number.at + OPENING), whole)
    ]
    known = {number.at for number in adopted}
    for chain in _chains(lines, found, adopted, ends):
        known |= {number.at for number in chain}
    return [number for number in found if number.at in known]


def _ends(found: Sequence[_Number], length: int) -> Mapping[int, int]:
    """Return where the words below each number end: at the next number."""
    return {one.at: other.at for one, other in pairwise(found)} | ({found[-1].at: length} if found else {})


def _number(lines: Sequence[Line], at: int, whole: bool) -> _Number | None:
    """Read a line that has the number of a text, alone or before its title."""
    text = bare(lines[at].text)
    if _CONTENTS.fullmatch(text) or not (_MAY_BE_NUMBER.match(text) or _NUMBERED.fullmatch(text)):
        return None
    if not whole and not _is_apart(lines, at):
        return None
    general, known = _NUMBERED.fullmatch(text), number_line((text,))
    if general is not None and general["lower"] and not (known or _is_set(lines[at], len(text))):
        return None
    if known is not None:
        name, title = text[: known.end].rstrip(".: "), text[known.title :] if known.title else ""
    elif general is not None:
        title = general["title"] or general["lower"] or ""
        name = text[: len(text) - len(title)].rstrip(".:–—- ")
    elif is_doc_number(text):
        name, title = text, ""
    else:
        return None
    title = title[: _title_end(lines[at], name) - len(text) + len(title)].rstrip()
    counts = tuple(int(one) for one in re.findall("[0-9]+", name))
    noun = known.name.series.noun if known else general["noun"].lower() if general else ""
    return _Number(at, name, title, noun, re.sub("[0-9]+", "0", name.lower()), counts)


def _title_end(line: Line, name: str) -> int:
    """Return where a title ends that stands in the line of its number: where the bold ends, if it is bold."""
    strong = _strong_end(line)
    return strong if strong > len(name) + 1 else len(line.text)


def _strong_end(line: Line) -> int:
    """Return where the bold ends with which a line begins, 0 where it does not."""
    return next((one.end for one in line.marks if one.style == "strong" and not one.start), 0)


def _is_apart(lines: Sequence[Line], at: int) -> bool:
    """Return True for a line with which a paragraph may begin, where lines are broken."""
    line = lines[at]
    return not at or line.gap or line.turn or bool(ending(lines[at - 1].text)) or line.text.isupper()


def _is_annexed(lines: Sequence[Line], at: int) -> bool:
    """Return True for a line below the heading of an annex, with nothing but headings between."""
    for above in reversed(lines[max(at - _ANNEXED, 0) : at]):
        if read_division(bare(above.text)):
            return True
        if ending(above.text):
            return False
    return False


def _is_adopted(lines: Sequence[Line], number: _Number, end: int, whole: bool) -> bool:
    """Return True if a title and the sentence that says who adopts follow a number."""
    first = number.at + (1 if number.title else 2)
    return any(_is_formula(lines, at, whole) for at in range(first, end))


def _is_formula(lines: Sequence[Line], at: int, whole: bool) -> bool:
    """Return True if the sentence that says who adopts begins at a line."""
    if is_un_formula(lines[at].text) or formula_before(lines[at].text):
        return True
    words = bare(lines[at].text)
    if whole or not words.startswith(("The ", "THE ")):
        return False
    for line in lines[at + 1 : at + _WRAPPED]:
        words = f"{words} {bare(line.text)}"
        if words.endswith(","):
            return is_un_formula(words)
    return False


# -- texts without a sentence that says who adopts -----------------------------------------------------------


def _chains(
    lines: Sequence[Line],
    found: Sequence[_Number],
    adopted: Sequence[_Number],
    ends: Mapping[int, int],
) -> Iterator[Sequence[_Number]]:
    """Walk the numbers that open texts by their form alone: set apart, counting on, with words below them.

    Beside one text that says who adopts it, other numbers are headings inside it.
    """
    is_plain = not any(one.marks or one.heading for one in lines)
    for form in dict.fromkeys(number.form for number in found):
        longest: dict[str, _Number] = {}
        for number in (one for one in found if one.form == form):
            if not (_is_set(lines[number.at], len(number.name)) or (is_plain and lines[number.at].gap)):
                continue
            kept = longest.get(number.name.lower())
            if kept is None or ends[number.at] - number.at > ends[kept.at] - kept.at:
                longest[number.name.lower()] = number
        chain = sorted(longest.values(), key=lambda number: number.at)
        chain = [one for one in chain if ends[one.at] - one.at > (1 if one.title else 2)]
        is_adopted = any(one.form == form for one in adopted)
        is_sure = is_adopted or (len(adopted) != 1 and all(one.noun in _SURE for one in chain))
        if is_sure and len(chain) > 1 and _counts_on(chain, by_one=not is_adopted):
            yield chain


def _is_set(line: Line, length: int) -> bool:
    """Return True for a line that its source sets as a heading, or with so many characters in bold."""
    return bool(line.heading) or line.text.startswith(("#", "**")) or _strong_end(line) >= length


def _counts_on(chain: Sequence[_Number], *, by_one: bool) -> bool:
    """Return True for numbers each of which is greater than the one before, most of them `by_one`."""
    steps = [
        [after - before for before, after in zip(one.counts, other.counts, strict=True) if after != before]
        for one, other in pairwise(chain)
    ]
    if any(len(step) != 1 or step[0] < 1 for step in steps):
        return False
    return not by_one or 2 * sum(step == [1] for step in steps) >= len(steps)


# -- cutting -------------------------------------------------------------------------------------------------


def _without_page_edges(source: Source) -> Source:
    """Remove page numbers and running heads, and mark broken lines: a short text alone may not show them."""
    lines: Sequence[Line] = source.lines
    removed = list(source.removed)
    for name, step in (("running heads", drop_running_heads), ("page numbers", drop_page_numbers)):
        kept = step(lines)
        left = {number for line in kept for number in line.numbers}
        removed += [Removal(number, name) for line in lines for number in line.numbers if number not in left]
        lines = kept
    if is_broken(lines):
        lines = [replace(line, broken=True) for line in lines]
    return replace(source, lines=tuple(lines), removed=tuple(removed))


def _by_form(source: Source) -> list[_Number]:
    """Return the openings of texts whose beginnings the form of the file tells."""
    starts = set(source.starts)
    return [
        _number(source.lines, at, whole=True) or _Number(at, "", "", "", "", ())
        for at, line in enumerate(source.lines)
        if line.number in starts
    ]


def _parts(source: Source, numbers: Sequence[_Number]) -> Iterator[Part]:
    """Cut a source before each opening."""
    lines = source.lines
    befores = [-1, *(number.at for number in numbers)]
    begins = [_begin(lines, before, one.at) for before, one in zip(befores, numbers, strict=False)]
    ends = list(_ends_of_texts(lines, begins))
    front = lines[: begins[0]]
    edges = (*source.edges, *(line.text for line in front if is_banner(line.text)))
    owners = _owners(source, begins)
    for place, number in enumerate(numbers):
        outside = [] if place else [Removal(one, FRONT) for line in front for one in line.numbers]
        following = begins[place + 1] if place + 1 < len(begins) else len(lines)
        outside += [Removal(one, BETWEEN) for line in lines[ends[place] : following] for one in line.numbers]
        yield Part(
            replace(
                source,
                lines=lines[begins[place] : ends[place]],
                numbers=tuple(one for one in source.numbers if owners[one] == place),
                removed=(*outside, *(one for one in source.removed if owners[one.line] == place)),
                warnings=() if place else source.warnings,
                edges=edges,
                starts=(),
            ),
            number.name,
            number.title or _title(lines, number.at + 1),
        )


def _title(lines: Sequence[Line], at: int) -> str:
    """Return the line below a number, where it is a title; '' where it is none."""
    text = bare(lines[at].text) if at < len(lines) else ""
    is_title = text[:1].isupper() and not ending(text) and role_of_line(text) != "statement"
    return text if is_title and "\t" not in text else ""


def _begin(lines: Sequence[Line], before: int, at: int) -> int:
    """Return where the text with a number at a line begins: with its masthead, where it has one.

    `before` is the line of the number before.
    """
    for above in range(max(at - _MASTHEAD, before + 1), at):
        if _is_masthead(lines[above].text) and not any(ending(one.text) for one in lines[above:at]):
            return above
    return at


def _is_masthead(text: str) -> bool:
    """Return True for a line of a masthead; a day alone may be the last line of the text before."""
    words = bare(text)
    names_organization = is_masthead(words) and not words[:1].isdigit()
    is_named = names_organization or _ABOVE.fullmatch(words) is not None
    return is_named or role_of_line(words) == "statement" or bool(symbol_in(words))


def _ends_of_texts(lines: Sequence[Line], begins: Sequence[int]) -> Iterator[int]:
    """Walk where each text ends: where the report goes on, or before the headings over the next text.

    A report numbers its paragraphs through; one that follows the last before the texts goes on with it.
    """
    last = _last_paragraph(lines[: begins[0]], 0)
    for begin, following in pairwise([*begins, len(lines)]):
        at = _report_at(lines, begin, following, last) if last > 1 else following
        last = _last_paragraph(lines[at:following], last)
        while at < len(lines) and at - 1 > begin + 1 and _is_heading_between(lines[at - 1]):
            at -= 1
        yield at


def _report_at(lines: Sequence[Line], begin: int, end: int, last: int) -> int:
    """Return the line at which a report goes on below a text, its end where it does not."""
    own = 0
    for at in range(begin, end):
        number = _paragraph_number(lines[at])
        if number == last + 1 != own + 1:
            return at
        own = number or own
    return end


def _last_paragraph(lines: Sequence[Line], last: int) -> int:
    """Return the last number of the paragraphs that count on from a number."""
    for line in lines:
        last += _paragraph_number(line) == last + 1
    return last


def _paragraph_number(line: Line) -> int:
    """Return the number of a paragraph, 0 where it has none."""
    match = _PARAGRAPH.match(bare(line.text))
    return int(match["number"]) if match else 0


def _is_heading_between(line: Line) -> bool:
    """Return True for a heading above a text that is neither its number nor its title."""
    text = bare(line.text)
    is_set = bool(line.heading) or line.text.startswith("#") or text.isupper()
    return is_set and is_headline(text) and read_division(text) is None


def _owners(source: Source, begins: Sequence[int]) -> Mapping[int, int]:
    """Return, for each line of the file by its number, the place of the part that accounts for it."""
    lines = source.lines
    found: dict[int, int] = {}
    for at, line in enumerate(lines):
        for number in line.numbers:
            found[number] = max(bisect_right(begins, at) - 1, 0)
    firsts = [lines[at].number for at in begins]
    for number in (*source.numbers, *(one.line for one in source.removed)):
        found.setdefault(number, max(bisect_right(firsts, number) - 1, 0))
    return found
