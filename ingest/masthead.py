"""Reads number, adopting body and date of a text from the lines above its first paragraph.

Resolution 12                              the number's line, alone or before a title
Lighthouse Assembly                        who adopts, also in a formula or a sentence of adoption
Oslo, 4 June 2019                          a place and a day
Twelfth session, Oslo, 3 to 7 June 2019    a meeting
Passed by the Council on 4 June 2019       a sentence of adoption

What its file says above all of its texts counts last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.bodies import bodies_in_use
from corpus.bodies.names import name_reader
from corpus.bodies.registry import NOUNS
from corpus.heads import is_reciting, main_verb
from ingest.dates import YEAR, date_in, has_day, is_dated, without_days, without_treaties
from ingest.first_page import (
    Organ,
    completed,
    formula_organ,
    has_usual_name,
    head_organ,
    is_adoption,
    meeting_in,
    names_organ,
    organ_in,
    subject_organ,
)
from ingest.identity import (
    Number,
    bare,
    code_of,
    has_letters,
    is_code,
    issuers_of,
    number_line,
    number_of,
    subject,
    year_in_number,
)
from ingest.lines import Line, ending
from ingest.proposal import PROPERTIES
from ingest.source import Metadata, Source
from ingest.text.markdown import header_length

EDGES = "the edges of the pages"
LONGEST_DAY = 160
"""Characters of a line that says when, at most."""
_LONGEST = 200  # characters of a line that may begin another text
_CONVENED = 300  # characters from which a formula's first day is that of its meeting, not of the text
_OPENING, _CLOSING = 40, 8  # lines in which an opening and the closing words stand
_SUBJECTS = 3  # paragraphs at most before the one whose subject is the organ
_TAG = re.compile(r"<[!/]?[a-z-][^<>]*>", re.IGNORECASE)
_RULE = re.compile(r"[-=_* ]{3,}")
_LABELLED = re.compile(r"\W*[A-Z][a-z]+(?: by)?: (?P<value>\S.{2,100})")  # "– Author: UN General Assembly"
# a symbol behind a heading: "(95/553/EG)", "(LAMP/2019/3)"
_BRACKETED = re.compile(r"\((?P<symbol>(?=[^)]*[0-9])(?=[^)]*[A-Z]{2})[0-9A-Z]+(?:/[0-9A-Z]+){1,3})\)$")
_MET = ("having", "meeting", "assembled", "convened", "gathered")  # what a formula says before its recitals
# a participle or a verb, what says until when or from when, another text: not the day of adoption
_OTHER_DAY = re.compile(
    r"\b(?:[a-z]{2,}ed|is|are|was|were|be|will|shall|must|may|into|until|before|after|since|due)\b"
    rf"|\b(?i:{'|'.join(NOUNS)}) \S*[0-9]"
)
_MEETS = "conference|congress|council|assembly|session|meeting"


@dataclass(frozen=True)
class HeadLine:
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
        formula = next((at for at, line in enumerate(lines[:_OPENING]) if formula_organ(line.text)), None)
        prose = next((at for at, line in enumerate(lines[:_OPENING]) if _is_prose(line)), _OPENING)
        end = min(prose, len(lines)) if formula is None else formula
        self.opening = [line for line in lines[:end] if not _is_prose(line)]
        self.formulas = lines[end : end + 1] if formula is not None else []
        self.body = lines[end:]
        self.closing = lines[max(end, len(lines) - _CLOSING) :]
        front = [line for line in _head_lines(source.front, whole=source.whole) if not is_adoption(line.text)]
        self.above = [*front, *(HeadLine(text, EDGES) for text in dict.fromkeys(source.edges))]


def _head_lines(lines: Sequence[Line], *, whole: bool) -> list[HeadLine]:
    """Return lines without the header, the comments and the tags of a Markdown file."""
    visible: list[Line] = []
    is_hidden = False
    for line in lines[header_length(lines) :]:
        is_hidden = is_hidden or line.text.startswith("<!--")
        visible += [] if is_hidden else [line]
        is_hidden = is_hidden and "-->" not in line.text
    found = []
    for at, line in enumerate(visible):
        text = " ".join(_TAG.sub(" ", bare(line.text)).split())
        if text and not _RULE.fullmatch(line.text):
            is_underlined = at + 1 < len(visible) and re.fullmatch(r"(?:={3,}|-{3,})", visible[at + 1].text)
            marked = len(line.text) - len(line.text.lstrip("#")) or int(bool(is_underlined) and not line.gap)
            is_number = number_of(text) is not None  # "Recommendation 5" / "of the Council of Lamps on fog"
            is_whole = (whole or marked) and not is_number
            block = text if is_whole else " ".join([text, *_rest(visible, at, is_number)])
            found.append(HeadLine(text, f"line {line.number}", line.heading or marked, block))
    return found


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


def _is_prose(line: HeadLine) -> bool:
    """Return True for a line that ends a sentence or goes on as one."""
    is_sentence = ending(line.block) in tuple(".;,:") and len(line.block.split()) > 6 and not line.level
    return is_sentence and not is_adoption(line.text) and number_of(line.text) is None


# -- the number --------------------------------------------------------------------------------------------


def own_numbers(head: Masthead, metadata: Metadata, called: str) -> Iterator[tuple[Number, HeadLine]]:
    """Walk what may be the number of a text and its line: a noun before a symbol alone; last a property.

    `called` is the name of its file, or the number at which that was cut.
    """
    read = (
        (number_of(line.text) and (number_of(line.block) or number_of(line.text)), line)
        for line in head.opening
    )
    numbered = [(number, line) for number, line in read if number]
    yield from sorted(numbered, key=lambda row: row[0].rank)
    issuers = next(filter(None, (issuers_of(line.text) for line in (*head.formulas, *head.opening))), ())
    if found := number_line(tuple(line.text for line in head.opening), issuers):
        head_line, name = head.opening[found.at], found.name
        title = subject(head_line.text[found.title :]) if found.title else ""
        yield (
            Number(name.series.noun, head_line.text[: found.end], name.printed, title, year=name.year),
            head_line,
        )
    for head_line in head.opening:
        code = code_of(head_line.text)
        if code is not None and code[0] == called:
            yield Number("", code[0], code[0], subject(code[1]), year=year_in_number(code[0])), head_line
    for head_line in (head_line for head_line in head.opening if head_line.level):
        match = _BRACKETED.search(head_line.text)
        symbol = match["symbol"] if match else head_line.text if is_code(head_line.text) else ""
        if symbol:
            yield Number("", symbol, symbol, organ=organ_in(head_line.text)), head_line
    for text in (metadata.number, metadata.title):
        if number := number_of(text):
            yield number, HeadLine(text, PROPERTIES)


def is_own(number: Number, head: Masthead) -> bool:
    """Return True for a number that is the text's, not that of the paper that has it: "Document No. 12".

    A noun that no list has is what the text calls itself.
    """
    if number.noun in ("", *NOUNS) or has_letters(number.number):
        return True
    noun = re.compile(rf"\b{number.noun}\b", re.IGNORECASE)
    return any(noun.search(line.text) for line in head.body)


def has_further(own: Number | None, head: Masthead) -> bool:
    """Return True if another text's number stands in the head, or one of its kind begins a line below."""
    lines = (*head.opening, *head.body[1:])
    read = [
        (line, number) for line in lines if len(line.text) < _LONGEST and (number := number_of(line.text))
    ]
    if own is None:
        return len(read) > 1
    kinds = [own.noun, *NOUNS]
    numbers = [
        number.number
        for line, number in read
        if number.noun in (kinds if line in head.opening else kinds[:1])
    ]
    codes = [line.text for line in lines if not own.noun and is_code(line.text)]
    return any(number != own.number for number in (*codes, *numbers))


# -- who adopts --------------------------------------------------------------------------------------------


def adopters(head: Masthead, numbered: HeadLine, number: Number | None) -> Iterator[tuple[HeadLine, Organ]]:
    """Walk the organs that the head of a text names, the surest first. `numbered` is the number's line."""
    yield from ((line, organ) for line in head.formulas if (organ := formula_organ(line.text)))
    if number is not None and number.organ is not None:
        yield numbered, number.organ
    adoptions = [line for line in (*head.opening, *head.closing) if is_adoption(line.text)]
    yield from ((line, organ) for line in adoptions if (organ := organ_in(line.text)))
    first = [] if head.formulas else head.body[:_SUBJECTS]
    subjects = [(line, organ) for line in first if (organ := subject_organ(line.text))][:1]
    yield from (row for row in subjects if has_usual_name(row[1].name))  # the masthead names it in full
    heads = _heads((*head.opening, *head.above))
    yield from sorted(heads, key=lambda row: (row[1].name == row[1].short, row[1].session is None))
    yield from subjects


def _heads(lines: Sequence[HeadLine]) -> Iterator[tuple[HeadLine, Organ]]:
    organs = name_reader(bodies_in_use()).organs
    for line in lines:
        meeting, label = meeting_in(line.text), _LABELLED.fullmatch(line.text)
        text = re.sub(rf",? {YEAR}$", "", line.text)
        if (meeting and meeting.name) or names_organ(text):
            yield line, head_organ(text)
        elif organs.called(name := label["value"] if label else line.text.rpartition(",")[0]):
            yield line, Organ(name)
        elif meeting and (organ_name := organs.anywhere(line.text)):
            yield line, completed(Organ(organ_name), meeting)


def completed_by(head: Masthead, organ: Organ) -> Organ:
    """Return an organ with what the masthead says of it: organization, initials, session."""
    lines = (*head.opening, *head.above)
    heads = [named for _, named in _heads(lines)]
    heads += [adopter for line in head.opening if is_adoption(line.text) and (adopter := organ_in(line.text))]
    proper = [candidate for candidate in heads if not has_usual_name(candidate.name)]
    if has_usual_name(organ.name) and proper:
        words = organ.name.casefold()
        owner = next((candidate for candidate in proper if candidate.name != candidate.short), None)
        named = next((candidate.name for candidate in proper if words in candidate.name.casefold()), "")
        other = f"{organ.name} of the {owner.name}" if owner else proper[0].name
        organ = replace(organ, name=named or other)
    sessions = (meeting for line in lines if (meeting := meeting_in(line.text)) and meeting.session)
    for meeting in (*heads, *sessions):
        if organ.session in (None, meeting.session):
            organ = completed(organ, meeting)
    return organ


# -- when --------------------------------------------------------------------------------------------------


def adoption_days(head: Masthead, stated: str) -> Iterator[tuple[str, str, str]]:
    """Walk the days, or years, on which a text says it was adopted, with places and words, surest first.

    `stated` is the year that its number says: no other counts.
    """
    lines, above = (
        [line for line in part if number_of(line.text) is None] for part in (head.opening, head.above)
    )
    formulas = [replace(line, text=_without_recitals(line.text)) for line in head.formulas]
    sentences = [line for line in (*lines, *head.closing) if is_adoption(line.text)]
    days = [line for line in lines if _is_of_adoption(line)]
    closing = [line for line in head.closing if is_dated(line.text)]
    shared = [line for line in above if _is_of_adoption(line)]
    for line in (*sentences, *days, *formulas, *closing, *shared):
        is_own = line in sentences and has_day(line.text)
        if (date := date_in(without_treaties(line.text))) and (is_own or date.startswith(stated)):
            is_day = line not in shared and not (line in formulas and len(head.formulas[0].text) > _CONVENED)
            yield date if is_day else date[:4], line.place, line.text


def _is_of_adoption(line: HeadLine) -> bool:
    """Return True for a line whose day or meeting is the text's own, as far as its form says.

    "Comments are due by 3 May", "Entry into force: 3 May" and "downloaded on 3 May" speak of other days.
    """
    if line.level and has_day(line.text):
        return True
    text = re.sub(rf"(?i:\b(?:held|convened|date|{_MEETS})\b):?", "", line.text)
    is_own = meeting_in(line.text) is not None or is_adoption(line.text)
    return says_when(line.text) and (is_own or _OTHER_DAY.search(without_days(text)) is None)


def says_when(text: str) -> bool:
    """Return True for a line that says when a meeting was, or that has a day or its year and little else."""
    is_short = len(text) <= LONGEST_DAY and not re.match(r"\W*[0-9]{1,3}[.)] ", text)
    is_placed = text.endswith(")") or re.search(rf"(?i:{_MEETS}),? (?:of )?{YEAR}$", text) is not None
    is_when = has_day(text) or meeting_in(text) is not None or is_placed
    return is_short and is_when and not is_reciting(main_verb(text))


def _without_recitals(formula: str) -> str:
    """Return who adopts, where and when, without the recitals behind it and the days of other texts."""
    for clause in re.finditer(r"[,;] (?:and )?(?P<verb>[A-Za-z]+)", formula):
        verb = clause["verb"].lower()
        if is_reciting(verb) and verb not in _MET:
            formula = formula[: clause.start()]
            break
    return re.sub(r"\bof (?:[A-Z][a-z]+ )?[0-9][^,;]*(?:, [0-9]{4})?", "", formula)
