"""Files that hold several texts: where each text opens.

A text opens with its number, maybe a title, and the sentence that says who adopts it. Short resolutions
have no such sentence: numbers of one form that count on, each set apart and with words below it, open texts
too. A number without either is a reference, a line of contents or a running head; one below the heading of
an annex opens an annexed text, which stays with the text before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.bodies.registry import NOUNS
from ingest.identity import bare, code_of, has_letters, is_code, is_item, number_line, number_of
from ingest.lines import Line, ending, is_headline
from ingest.opening import is_doc_number, read_division
from ingest.treaty.opening import is_treaty
from ingest.un.opening import OPENING, formula_before, is_un_formula, names_adopter

_WRAPPED = 4  # lines that an opening sentence takes at most where lines are broken
_ANNEXED = 3  # lines between the heading of an annex and the number of an annexed text at most
# a digit or a Roman numeral in the first words, which are no marker of a list
_MAY_BE_NUMBER = re.compile(
    r"(?!\(?[0-9]{1,3}[.)]?\s(?![A-Z]{2,8} [0-9]))(?:\S{1,60}\s+){0,4}(?:\S{0,60}[0-9]|[IVXLC]+\b)"
)
_CONTENTS = re.compile(r"(?:\t|\.{3}|(?:\. ){3}|…)\s{0,3}[0-9]{1,4}\Z")  # the end of a line of contents
_CONTENTS_END = 24  # characters in which that stands
_FEWEST = 4  # words of a paragraph
_LONGEST = 600  # characters of a number with its title, into whose line a page may run its first words
_SURE = ("resolution", "decision")  # what opens texts without a sentence that says who adopts it


@dataclass(frozen=True, slots=True)
class TextStart:
    """A line that may open a text: its place, its number, title and noun, '' where it has none."""

    at: int
    name: str
    title: str = ""
    noun: str = ""

    @property
    def form(self) -> str:
        """The number without its figures, in small letters."""
        return re.sub("[0-9]+", "0", self.name.lower())

    @property
    def counts(self) -> tuple[int, ...]:
        """The figures of the number."""
        return tuple(map(int, re.findall("[0-9]+", self.name)))


# -- openings ------------------------------------------------------------------------------------------------


def openings(lines: Sequence[Line], whole: bool) -> list[TextStart]:
    """Return the numbers that open texts."""
    found = [
        number
        for at in range(len(lines))
        if (number := number_at(lines, at, whole)) and not _is_annexed(lines, at)
    ]
    ends = _ends(found, len(lines))
    adopted = []  # a title and the sentence that says who adopts follow them
    for number in found:
        first, end = number.at + (1 if number.title else 2), min(ends[number.at], number.at + OPENING)
        if any(_is_formula(lines, at, whole) for at in range(first, end)):
            adopted.append(number)
    known = {number.at for number in adopted}
    for chain in _chains(lines, found, adopted, ends):
        known |= {number.at for number in chain}
    opened = [number for number in found if number.at in known]
    return opened if len(opened) > 1 or adopted else coded(lines, whole) or opened


def _ends(found: Sequence[TextStart], length: int) -> Mapping[int, int]:
    return {number.at: following.at for number, following in pairwise(found)} | (
        {found[-1].at: length} if found else {}
    )


def number_at(lines: Sequence[Line], at: int, whole: bool) -> TextStart | None:
    """Read a line that has the number of a text, alone or before its title."""
    text = bare(lines[at].text)
    if len(text) > _LONGEST or _CONTENTS.search(text[-_CONTENTS_END:]) or not _MAY_BE_NUMBER.match(text):
        return None
    text = text.replace("\t", " ")
    if not whole and not _is_apart(lines, at):
        return None
    line = lines[at]
    if known := number_line((text,)):
        noun, name = known.name.series.noun, text[: known.end].rstrip(".: ")
        title = text[known.title :] if known.title else ""
    elif unknown := _unknown(text, line) or (("", text, "") if is_doc_number(text) else None):
        noun, name, title = unknown
    else:
        return None
    bold = _strong_end(line) - len(text) + len(title)  # of the title; what follows it is none any more
    title = title[:bold].rstrip() if bold > 0 else title
    return TextStart(at, name, "" if is_item(title) else title, noun)


def _unknown(text: str, line: Line) -> tuple[str, str, str] | None:
    """Read noun, name and title from a line by its form; one that goes on in small letters is a heading."""
    is_set = _is_set(line, len(text))
    found = number_of(text[: _strong_end(line)]) or number_of(text.rstrip(".;,") if is_set else text)
    if is_set and is_code(text):
        return "", text, ""
    if found is None or (found.goes_on and not is_set):
        return None
    title = text[len(found.said) :].lstrip(" .:–—-")
    return found.noun, found.said, title if is_headline(title) or _strong_end(line) > len(found.said) else ""


def _strong_end(line: Line) -> int:
    """Return where the bold ends with which a line begins, 0 where it does not."""
    return next((mark.end for mark in line.marks if mark.style == "strong" and not mark.start), 0)


def _is_apart(lines: Sequence[Line], at: int) -> bool:
    """Return True for a line with which a paragraph may begin, where lines are broken."""
    line = lines[at]
    is_apart = not at or line.gap or line.turn or bool(ending(lines[at - 1].text)) or line.text.isupper()
    return is_apart or any(_is_formula(lines, below, whole=False) for below in range(at + 1, at + _WRAPPED))


def _is_annexed(lines: Sequence[Line], at: int) -> bool:
    """Return True for a line below the heading of an annex, with nothing but headings between."""
    for above in reversed(lines[max(at - _ANNEXED, 0) : at]):
        if read_division(bare(above.text)):
            return True
        if ending(above.text):
            return False
    return False


def _is_formula(lines: Sequence[Line], at: int, whole: bool) -> bool:
    """Return True if the sentence that says who adopts begins at a line."""
    if at >= len(lines):
        return False
    if is_un_formula(lines[at].text) or formula_before(lines[at].text) or names_adopter(lines, at):
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
    found: Sequence[TextStart],
    adopted: Sequence[TextStart],
    ends: Mapping[int, int],
) -> Iterator[Sequence[TextStart]]:
    """Walk the numbers that open texts by their form alone: set apart, counting on, with words below them.

    Beside one text that says who adopts it, other numbers are headings inside it.
    """
    is_plain = not any(line.marks or line.heading for line in lines)
    forms: dict[str, list[TextStart]] = {}
    for number in found:
        line = lines[number.at]
        if _is_set(line, len(number.name)) or (is_plain and line.gap):
            forms.setdefault(number.form, []).append(number)
    known = {number.form for number in adopted}
    chains = {
        form: [number for number in _longest(numbers, ends) if _has_words(lines, number, ends[number.at])]
        for form, numbers in forms.items()
    }
    yield from _mixed(chains.values())
    for form, chain in chains.items():
        is_own = (  # opens a text by itself; a report has recommendations and articles
            number.noun in _SURE or (number.noun not in NOUNS and has_letters(number.name))
            for number in chain
        )
        is_sure = form in known or (len(adopted) != 1 and all(is_own))
        if is_sure and len(chain) > 1:
            steps = _steps(chain)
            if min(steps) > 0 and (form in known or 2 * steps.count(1) >= len(steps)):
                yield chain


def _mixed(chains: Iterable[Sequence[TextStart]]) -> Iterator[Sequence[TextStart]]:
    """Walk the numbers that count on by one from kind to kind: "Resolution 1", "Decision 2"."""
    series: dict[str, list[TextStart]] = {}
    for number in sorted((number for chain in chains for number in chain), key=lambda number: number.at):
        series.setdefault(number.form.removeprefix(number.noun), []).append(number)
    for chain in series.values():
        nouns = {number.noun for number in chain}
        if len(nouns & {*_SURE}) > 1 and nouns <= {*NOUNS} and set(_steps(chain)) == {1}:
            yield chain


def coded(lines: Sequence[Line], whole: bool) -> list[TextStart]:
    """Return the longest chain of codes of one form whose figures grow, each with a paragraph below it.

    A treaty has such codes in its margin: "59A", "PP-98".
    """
    if is_treaty(lines):
        return []
    forms: dict[str, list[TextStart]] = {}
    for at, line in enumerate(lines):
        text = bare(line.text).replace("\t", " ")
        code = code_of(text) if len(text) <= _LONGEST and (whole or _is_apart(lines, at)) else None
        if code and not _CONTENTS.search(text) and not _is_annexed(lines, at):
            number = TextStart(at, *code)
            forms.setdefault(number.form, []).append(number)
    chains: list[list[TextStart]] = []
    for numbers in forms.values():
        growing: list[list[TextStart]] = []
        ends = _ends(numbers, len(lines))
        for number in _longest(numbers, ends):
            if any(_is_paragraph(line) for line in lines[number.at + 1 : ends[number.at]]):
                before = [chain for chain in growing if chain[-1].counts < number.counts]
                growing.append([*max(before, key=len, default=[]), number])
        chains += growing
    longest = max(chains, key=len, default=[])
    return longest if len(longest) > 1 else []


def _is_paragraph(line: Line) -> bool:
    """Return True for a line that ends a sentence or an item of one."""
    return ending(line.text) in tuple(".;:,") and len(line.text.split()) >= _FEWEST


def _has_words(lines: Sequence[Line], number: TextStart, end: int) -> bool:
    """Return True if a sentence stands beside or below a number, or more than a title below."""
    below = lines[number.at + 1 : end]
    if not number.title and _is_paragraph(lines[number.at]):
        return True
    return len(below) > (0 if number.title else 1) or any(
        ending(line.text) in tuple(".;:,") for line in below
    )


def _longest(numbers: Sequence[TextStart], ends: Mapping[int, int]) -> list[TextStart]:
    """Return each number once, where the most words stand below it: a list of contents has them too."""
    longest: dict[str, TextStart] = {}
    for number in numbers:
        kept = longest.setdefault(number.name.lower(), number)
        if ends[number.at] - number.at > ends[kept.at] - kept.at:
            longest[number.name.lower()] = number
    return sorted(longest.values(), key=lambda number: number.at)


def _is_set(line: Line, length: int) -> bool:
    """Return True for a line that its source sets as a heading, or with so many characters in bold."""
    return bool(line.heading) or line.text.startswith(("#", "**")) or _strong_end(line) >= length


def _steps(chain: Sequence[TextStart]) -> list[int]:
    """Return by how much the first figure grows that differs, from each number to the next."""
    pairs = (zip(number.counts, following.counts, strict=True) for number, following in pairwise(chain))
    return [next((after - before for before, after in pair if after != before), 0) for pair in pairs]
