"""The title of a text whose grammar does not know it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.heads import is_reciting, main_verb
from corpus.mandates import is_third_person
from ingest.dates import has_day, is_dated
from ingest.first_page import is_adoption, meeting_in, names_organ, subject_organ
from ingest.grammar import Identity
from ingest.identity import Number, code_of, is_item, number_of
from ingest.lines import Line, ending, is_headline
from ingest.masthead import HeadLine, Masthead
from ingest.proposal import PROPERTIES
from ingest.source import Source
from ingest.status import is_banner
from ingest.un.opening import is_beside_title

# "Article 1", "PART II", "Motion 1: Lamps": the heading of a part
_NUMBERED = re.compile(r"\w+ (?:[0-9]+|[IVXLC]+)(?:[.:–-] ?.*)?")
_MINUTES = re.compile(r"[A-Z]\w+ of ")  # the meeting
_LONGEST = 400  # characters of a title that is set as a heading
_MARKED = re.compile(r"(?P<word>\w*(?:[A-Za-z]|[0-9]{4}[–-][0-9]{4}))[0-9]$")
_LABEL = re.compile(r"(?P<label>[A-Z][a-z]+):? (?=[A-Z0-9])")
# a place, a person or his office, an address, a document, those present, whom it must not reach
_NO_TITLE = re.compile(
    r"(?:[A-Z][a-z’'.-]+ ){0,3}[A-Z][a-z’'.-]+, (?:[A-Z][a-z’'.-]+ ?){1,3}|.*(?:://|\bwww\.).*"
    r"|(?:.*\W)?(?:Mr|Mrs|Ms|Dr|Prof)\b\.? [A-Z].*"
    r"|[A-Z][a-z]+(?: by)?: (?=.*,)(?:[A-Z][\w’'.-]*(?:,? |$)){2,8}"
    r"|Doc(?:ument)?\.?(?: [Nn]o\.?)?:? \S*[0-9].{0,40}|(?:Attendees|Apologies|Present)\b.*"
    r"|(?:Not|NOT) (?:for|FOR) .*"
)
_SUBJECT = re.compile(r"(?i:this|the) (?:\w+ ){1,3}\w+")  # with its verb: "This Union Notes"
_BEHIND = re.compile(r"(?:\s*[0-9]{1,2}/)+$|[\s(]+Doc\. \S*[0-9]\S*$")  # marks of notes, a document's number
_FIELD = re.compile(r"(?:[A-Z]\w+ )?[Tt]itle:\s+(?=\S)")
_FEW = 2  # texts that may share a word or a line by chance
_START = 30  # characters by which a title is found
_FEWEST = 4  # letters of a word that says what a text is about


def find_title(
    source: Source, head: Masthead, identity: Identity, number: Number | None, number_at: str
) -> tuple[str, str]:
    """Return the title and its place: in the number's line, below it, as the grammar read it, in a heading.

    A word alone ("DECISIONS") is a title only where nothing else is.
    """
    pairs = zip([None, *head.opening], head.opening, strict=False)  # none that goes on with the one before
    lines = [
        line for before, line in pairs if not (before and f"{before.block} ".endswith(f" {line.block} "))
    ]
    at = next((at for at, line in enumerate(lines) if line.place == number_at), -1)
    if at >= 0:
        rest = lines[at + 1 :]
        below = [line for line in rest if _is_title(line)]
        below = below or [line for line in rest if _is_title(line, may_name_organ=True)]
        below = below or [line for line in rest[:1] if _is_word(line.text)]
        beside = number.title if number and not subject_organ(number.title) else ""  # "The Board decided …"
        if beside or below:
            return (beside, lines[at].place) if beside else (below[0].block, below[0].place)
    found = _heading(lines, head) if at < 0 else _about(_set_apart(lines[:at]), head.body)[:1]
    read = identity.title
    is_read = read[:1].isupper() and not (ending(read) or is_other(read) or is_kind(read))
    title = read.casefold()
    start = next((line for line in lines if title[:_START] in line.text.casefold()), None)
    start = start or next((line for line in lines if title.startswith(line.text.casefold())), None)
    if is_read and start and (_about([HeadLine(read, "")], head.body) or not _about(found, head.body)):
        return read, start.place
    stated = source.metadata.title
    if number is None and stated and not source.whole:  # a header that somebody wrote for the text
        return stated, PROPERTIES
    if found:
        return found[0].block.rstrip("."), found[0].place
    return ("", "") if is_other(stated) else (stated, PROPERTIES)


def without_mark(title: str, lines: Sequence[Line]) -> str:
    """Return a title without its label, a document's number and the marks of footnotes behind it.

    "Plan 2013–20202" → "Plan 2013–2020": a mark that lost its height, where the text has the word alone.
    """
    title = _BEHIND.sub("", _FIELD.sub("", title))
    match = _MARKED.search(title)
    words = [word for line in lines for word in re.split(r"[^\w–-]+", line.text)]
    is_mark = match is not None and match["word"] in words and words.count(match.group()) < 2
    return title[:-1] if is_mark else title


def plain_titles(titles: Sequence[str]) -> Sequence[str]:
    """Return the titles of a file's texts without a label that all have: "Subject Lamps", "Subject Piers"."""
    labels = [match["label"] if (match := _LABEL.match(title)) else "" for title in titles]
    if len(titles) <= _FEW or len(set(labels)) > 1:
        return titles
    return [title.removeprefix(labels[0]).lstrip(": ") for title in titles]


def is_kind(text: str) -> bool:
    """Return True for a word that says what sort of texts a file has: "DECISIONS", "Outcomes"."""
    return re.fullmatch(r"[A-Z]\w{3,20}", text) is not None


def _is_word(text: str) -> bool:
    """Return True for a word that may be a title below a number: "Fog", but not "Considering"."""
    verb = main_verb(text)
    is_head = is_reciting(verb) or is_third_person(verb)
    return re.fullmatch(r"[A-Z][a-z]+", text) is not None and not is_head


def _heading(lines: Sequence[HeadLine], head: Masthead) -> list[HeadLine]:
    """Return the heading of a text without number: the nearest to its formula, else the first."""
    kinds = [line for line in lines if is_kind(line.text)]
    found = _set_apart(lines)
    highest = min((line.level for line in kinds if line.level), default=_LONGEST)
    about = [line for line in _about(found, head.body) if line.level <= highest]
    named = [line for line in lines if line.level and _is_title(line, may_name_organ=True)]
    about = about or ([] if kinds else _about(named, head.body))
    minutes = [line for line in lines if meeting_in(line.text) and _MINUTES.match(line.text)]
    return about[-1:] if about and head.formulas else about[:1] or kinds[:1] or minutes[:1] or found[:1]


def _set_apart(lines: Sequence[HeadLine]) -> list[HeadLine]:
    """Return the titles that are set as headings, all if none is."""
    found = [line for line in lines if _is_title(line)]
    return [line for line in found if line.level] or found


def _is_title(line: HeadLine, *, may_name_organ: bool = False) -> bool:
    """Return True for a headline that is no number, organ, session, date or sentence of adoption."""
    words = line.block.rstrip(".") if line.level else line.block
    is_words = is_headline(words) or (line.level > 0 and len(words) <= _LONGEST and "\t" not in words)
    is_organ = names_organ(words) and not may_name_organ
    return is_words and words[:1].isupper() and " " in words and not (is_other(words) or is_organ)


def is_other(text: str) -> bool:
    """Return True for a line of a masthead that is no title."""
    is_placed = has_day(text) and (is_dated(text) or len(text) < 60)
    is_of_body = meeting_in(text) is not None or is_adoption(text) or is_banner(text) or is_beside_title(text)
    is_numbered = number_of(text) is not None or bool(_NUMBERED.fullmatch(text)) or is_item(text)
    code = code_of(text)
    is_numbered = is_numbered or (code is not None and not code[1])
    verb = text.rpartition(" ")[2].lower()
    is_clause = is_third_person(verb) and _SUBJECT.fullmatch(text) is not None
    is_recital = re.search(r"[;,] (?:and|or)$", text) is not None or is_clause
    return is_placed or is_of_body or is_numbered or is_recital or _NO_TITLE.fullmatch(text) is not None


def _about(found: Sequence[HeadLine], body: Sequence[HeadLine]) -> list[HeadLine]:
    """Return the titles most of whose words the text uses: another may be in another language."""
    used = {word for line in body for word in _words(line.text)}
    return [line for line in found if 2 * len(_words(line.text) & used) >= len(_words(line.text))]


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) >= _FEWEST}
