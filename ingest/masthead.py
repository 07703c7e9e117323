"""The head of a text: the lines above its first paragraph, and what its file says above all of its texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.dates import has_day
from ingest.first_page import formula_organ, is_adoption, meeting_in, names_organ, subject_organ
from ingest.identity import bare, number_of
from ingest.lines import Line, ending
from ingest.source import Source
from ingest.text.markdown import header_length

EDGES = "the edges of the pages"
_OPENING, _CLOSING = 40, 8  # lines in which an opening and the closing words stand
_SUBJECTS = 3  # paragraphs at most before the one whose subject is the organ
_TAG = re.compile(r"<[!/]?[a-z-][^<>]*>", re.IGNORECASE)
_RULE = re.compile(r"[-=_* ]{3,}")


@dataclass(frozen=True)
class At:
    """A line at the head of a text: its words, the words of its place, the level of a heading, else 0.

    `block` are the words of the paragraph that it begins, where lines are broken.
    """

    text: str
    place: str
    level: int = 0
    block: str = ""


class Masthead:
    """The lines above the first paragraph of a text, that paragraph, its last lines, and its file's head."""

    def __init__(self, source: Source) -> None:
        """Cut the opening off at the formula, or before the first paragraph that ends like one."""
        lines = _head_lines(source.lines, whole=source.whole)
        formula = next((at for at, one in enumerate(lines[:_OPENING]) if formula_organ(one.text)), None)
        prose = next((at for at, one in enumerate(lines[:_OPENING]) if _is_prose(one)), _OPENING)
        end = min(prose, len(lines)) if formula is None else formula
        self.opening = [one for one in lines[:end] if not _is_prose(one)]
        self.formulas = lines[end : end + 1] if formula is not None else []
        self.body = lines[end:]
        self.closing = lines[max(end, len(lines) - _CLOSING) :]
        front = [one for one in _head_lines(source.front, whole=source.whole) if not is_adoption(one.text)]
        self.above = [*front, *(At(text, EDGES) for text in dict.fromkeys(source.edges))]

    @property
    def subjects(self) -> list[At]:
        """The paragraph whose subject is the organ, where no formula names it."""
        found = (one for one in self.body[:_SUBJECTS] if subject_organ(one.text))
        return [] if self.formulas else [*found][:1]


def _head_lines(lines: Sequence[Line], *, whole: bool) -> list[At]:
    """Return lines without the header, the comments and the tags of a Markdown file."""
    shown = [*_shown(lines[header_length(lines) :])]
    found = []
    for at, line in enumerate(shown):
        text = " ".join(_TAG.sub(" ", bare(line.text)).split())
        if text and not _RULE.fullmatch(line.text):
            is_underlined = at + 1 < len(shown) and re.fullmatch(r"(?:={3,}|-{3,})", shown[at + 1].text)
            marked = len(line.text) - len(line.text.lstrip("#")) or int(bool(is_underlined) and not line.gap)
            is_number = number_of(text) is not None  # "Recommendation 5" / "of the Council of Lamps on fog"
            is_whole = (whole or marked) and not is_number
            block = text if is_whole else " ".join([text, *_rest(shown, at, is_number)])
            found.append(At(text, f"line {line.number}", line.heading or marked, block))
    return found


def _shown(lines: Sequence[Line]) -> Iterator[Line]:
    """Walk the lines that are in no comment."""
    is_hidden = False
    for line in lines:
        is_hidden = is_hidden or line.text.startswith("<!--")
        if not is_hidden:
            yield line
        is_hidden = is_hidden and "-->" not in line.text


def _rest(lines: Sequence[Line], at: int, is_number: bool) -> Iterator[str]:
    """Walk the lines that go on with a line, and with them to the end of the paragraph.

    They begin in small letters, or are in capitals as the line is, where it is no number, body or day.
    """
    is_capital = not is_number and lines[at].text.isupper() and not _stands_alone(lines[at].text)
    goes_on = is_number and not ending(lines[at].text)
    for line in lines[at + 1 : at + _OPENING]:
        is_apart = (line.gap or line.heading) and not (goes_on and line.text[:1].islower())
        is_next = is_capital and line.text.isupper() and not _stands_alone(line.text)
        if is_apart or not (line.text[:1].islower() or is_next or at < 0):
            return
        at = -1 if not is_capital else at
        yield bare(line.text)


def _stands_alone(text: str) -> bool:
    """Return True for a line in capitals of a masthead that is no part of a title."""
    text = bare(text)
    is_of_body = names_organ(text) or meeting_in(text) is not None or number_of(text) is not None
    return is_of_body or has_day(text) or " " not in text or bool(ending(text))


def _is_prose(one: At) -> bool:
    """Return True for a line that ends a sentence or goes on as one."""
    is_sentence = ending(one.block) in tuple(".;,:") and len(one.block.split()) > 6 and not one.level
    return is_sentence and not is_adoption(one.text) and number_of(one.text) is None
