"""What shows that a conversion has run a text's units together, and where in a line one may begin.

In an annex these show where a unit begins:

"Strategic goals The strategic goals are …"      a sentence's first word without a stop before it
"Targets Targets show …"                         the heading's words again
"Goal 1: Piers … Goal 2: Boats …"                labels that count
"Care of the piers - Paint - Oil - Nails"        several dashes, outside brackets
"North 12 14 26 South 3 5 8"                     rows of amounts
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.heads import Head, is_deciding, is_reciting, main_verb
from ingest.itu.pieces import RULE
from ingest.lines import Line, ending, is_headline
from ingest.markers import Marker, cut_marker
from ingest.opening import is_strict_head

DIVISION = re.compile(
    r"(?<!\S)(?:ANNEX|APPENDIX|ATTACHMENT)(?: [0-9]{1,3}| [A-Z]| [IVX]{1,5})? TO (?:THE |THIS )?"
    r"(?:RESOLUTION|DECISION|RECOMMENDATION|OPINION|ANNEX|APPENDIX)\b"
    r"(?: [A-Z]?[0-9][\w./-]*| [A-Z]\b)?(?: \([^()a-z]{1,40}[0-9]{4}\))?(?!\S)"
)
BULLETS = "•●▪"
# where a unit may begin: past a stop and "and", or at a bullet
PLACE = re.compile(
    r"(?P<sign>[;,.:])[\"'”’»)\]0-9⁰¹²³⁴⁵⁶⁷⁸⁹]*(?P<joint> (?:and/or|and|or)(?= \(?\w{1,5}\)? ))? +(?=\S)"
    rf"| (?=[{BULLETS}] \S)"
)
MARKER = 60  # characters that hold a marker and its first words
HEAD = 400  # characters of a head
_COUNTED = ("number", "letter", "roman", "paren")
_BULLET = re.compile(rf"(?<=[:;]) +[{BULLETS}] +\S")
_REACH = 4_000  # characters of a list's first item
# the first item of a list: "1 to mend", "a) the pier"; "1 above", "1 to 4", "1 and 2" name clauses
_FIRST = re.compile(r" (?=(?:1|a\)|\(a\)|i\)|1\)) (?!(?:above|below|of|and|or|to [0-9])\b)[^\W\d_\"“])")
_SECOND = {"1": "2", "a)": "b)", "(a)": "(b)", "i)": "ii)", "1)": "2)"}
_LONGEST = 200  # characters of a heading
# Words that have a capital only where a sentence begins.
_FIRST_WORDS = (
    "A|An|In|It|For|With|By|As|Since|While|When|Where|During|Being|Bearing"
    "|Pursuant|According|Recognizing|Considering|To|Each|All|Such|There|On|At|From|Under|Following"
    "|Among|Within|Given|However|Further|If|Any|No|Set"
)
_SENTENCE = re.compile(
    r"(?<=[\w)\]%\"”]) +(?=(?:The (?!Hague\b)|(?:This|These|Those|Its) "
    rf"|(?:{_FIRST_WORDS})\b,? [a-z0-9\"“(]))"
)
_AUXILIARY = "is|are|was|were|will|has|have|had|shall|should|may|can|must|would|could"
_SUBJECT = re.compile(rf"(?:(?<!\S)(?:[a-z][^ ]*|[0-9][^ ]*)|\)) +(?=[A-Z][\w/-]* (?:{_AUXILIARY})\b)")
_QUOTE = re.compile(r"(?<=[a-z)]) +(?=[\"“][A-Z])")
_AGAIN = re.compile(  # the heading's words again
    r"\A(?P<words>[A-Z][\w-]*(?: [\w()-]+){0,5}?)(?: \([^()]{2,12}\))?"
    r" +(?=(?:The |An? )?(?P=words)s?(?!\w).{0,60}? [a-z])",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?<=[a-z0-9)]) +(?=(?:\(?[1a]\)|[1]\.?|[-–−•]) [A-Z\"“])")
_NO_HEADING = re.compile(
    rf"(?<!\b[A-Z])[.;!?] |\b(?:{_AUXILIARY}) |\b(?:an?|and|as|at|by|for|from|in|of|on|or|that|the|to|with)\Z"
)
STOP = re.compile(r"(?:[.!?][\"'”’)\]]*|(?<=[a-z])[.!?][0-9]{1,2})(?= +[\"“(]?[A-Z])")
# "Goal 1: Piers", "Goal 1 - Piers", "Target 1.2: By 2030", "Table 3: Boats"
_LABEL = re.compile(
    r"(?<=\S) +(?=(?P<noun>[A-Z][a-z]+) (?P<n>[0-9]{1,2}(?:\.[0-9]{1,2})?)(?::| [-–]) [A-Z\"“])"
)
# "R.1-a: More boats", "R.1-2: Charts", "R.2 Piers of stone: Build"
_CODE = re.compile(
    r"(?<=[^\s•●▪−–-]) +(?=[A-Z][.-][0-9]{1,2}(?:[.-](?:[a-z]|[0-9]{1,2}):| [A-Z][^.:]{2,90}: [A-Z]))"
)
_APPENDIX = re.compile(r"(?<=[.;]) (?=(?:Annex|Appendix|Attachment) (?:[0-9]{1,2}|[A-Z]) [-–—] [A-Z])")
_LETTERED_OR_MINUS = re.compile(r" (?=[0-9]{1,2}\.[a-z] [A-Z]|− \S)")
_DASH_OR_BRACKET = re.compile(r"(?P<bracket>[()])|(?<![0-9.])(?<!\b[A-Z]) (?=[-–] [A-Z\"“])")
_FEWEST_DASHES = 3  # fewer part a name from its explanation: "the Harbour Office - HO"
# a row of a table in a row of rows: its label and three amounts or more
_AMOUNT = r"[-–]?[0-9]{1,3}(?:,[0-9]{3})*(?:\.[0-9]+)?%?(?= |$)"
_ROW = re.compile(rf"(?<=[\w%)]) {_AMOUNT}(?: {_AMOUNT}){{2,}} (?!{_AMOUNT})(?=\S)")
_FORMS = (_ROW, _APPENDIX, _LETTERED_OR_MINUS)


@dataclass(frozen=True, slots=True)
class Opened:
    """A head's verb, and where the first item begins that has run into it; 0 for none."""

    verb: str
    item: int = 0


def shows_merging(lines: Sequence[Line]) -> bool:
    """Return True for a text whose units have run together, by signs that no other text has."""
    return any(_is_sign(line, following) for line, following in pairwise([*lines, Line((0,), "")]))


def listed_head(text: str, at: int) -> Opened | None:
    """Read a head at a place of a line that the first item of its list follows.

    A second item must follow, for "invites Group 1 to meet" names a group, but not where a verb
    stands alone or a clause begins: "invites the Wardens 1 that …".
    """
    window = text[at : at + HEAD]
    verb = main_verb(window[:80])
    first = _FIRST.search(window) if is_reciting(verb) or is_deciding(verb) else None
    if first is None:
        return None
    head, item = window[: first.start()], at + first.end()
    if not is_strict_head(head) or re.search("[;:.]", head):
        return None
    marker = text[item:].split(" ", 1)[0]
    second = re.escape(_SECOND[marker])
    counts = re.search(rf"[;,:] (?:and )?{second} ", text[item : item + _REACH]) is not None
    alone = not Head.parse(head).addressee or text.startswith(f"{marker} that ", item)
    return Opened(verb, item) if alone or counts else None


def stretches(text: str) -> Iterator[tuple[int, int, bool]]:
    """Cut a text at the names of annexes: start, end, whether it is such a name."""
    done = 0
    for division in DIVISION.finditer(text):
        if division.start() > done:
            yield done, division.start(), False
        yield division.start(), division.end(), True
        done = division.end() + 1
    if done < len(text):
        yield done, len(text), False


def _is_sign(line: Line, following: Line) -> bool:
    """Return True for a line that holds the beginning of another unit for certain."""
    text = line.text
    if RULE.search(text) or _BULLET.search(text):
        return True
    division = DIVISION.search(text)
    if division and division.group() != text and text[: division.start()].rstrip().endswith((".", ";", ",")):
        return True
    begins = any(reading.order in (0, 1) for reading in cut_marker(following.text[:MARKER]).readings)
    if begins and not ending(text):  # "…, further resolves", with its list below
        ends = (place.end() for place in PLACE.finditer(text, max(0, len(text) - HEAD)))
        if any(text[end - 2] in ",;." and is_strict_head(text[end:]) for end in ends):
            return True
    stops = (place.end() for place in PLACE.finditer(text) if place["sign"] in (",", ";", "."))
    if any(listed_head(text, stop) for stop in stops):  # "…, resolves 1 to mend"
        return True
    return any(_next_inside(text, reading) for reading in cut_marker(text[:MARKER]).readings)


def _next_inside(text: str, marker: Marker) -> bool:
    """Return True for a line whose list goes on inside it: "i) the pier; ii) the boats"."""
    for place in PLACE.finditer(text):
        if marker.style not in _COUNTED or place["sign"] not in (";", ":"):
            continue
        for reading in cut_marker(text[place.end() : place.end() + MARKER]).readings:
            if reading.style == marker.style and place["sign"] == ":" and reading.order == 1:
                return False  # a list of its own inside the sentence
            if reading.style == marker.style and place["sign"] == ";" and reading.order == marker.order + 1:
                return True
    return False


def annex_places(text: str, start: int, nouns: frozenset[str], *, titled: bool) -> Iterator[int]:
    """Walk the places after `start` where a title's text, labelled units, items and rows begin.

    `titled` tells that an annex's title stands at the start; `nouns` are those that label units.
    """
    marked = cut_marker(text[start : start + _LONGEST])
    number = marked.reading("number", "decimal")
    if titled or number:
        begin = start + (marked.offset if number else 0)
        yield from _heading_ends(text, begin, (_SENTENCE, _SUBJECT, _QUOTE, _ITEM, _AGAIN))
    for stop in STOP.finditer(text, start):  # a heading in the midst of a line, by the surest sign
        for end in _heading_ends(text, stop.end() + 1, (_SENTENCE, _AGAIN)):
            yield from (stop.end() + 1, end)
    yield from label_places(text, nouns, start)
    yield from (match.end() for form in _FORMS for match in form.finditer(text, start))
    depth = 0
    dashes: list[int] = []
    for match in _DASH_OR_BRACKET.finditer(text, start):
        if match["bracket"]:
            depth = depth + 1 if match["bracket"] == "(" else max(0, depth - 1)  # "a)" closes nothing
        elif not depth:
            dashes.append(match.end())
    if len(dashes) >= _FEWEST_DASHES:
        yield from dashes


def label_places(text: str, nouns: frozenset[str], start: int = 0) -> list[int]:
    """Return the places after `start` where units begin that nouns or codes label."""
    named = [match.end() for match in _LABEL.finditer(text, start) if match["noun"] in nouns]
    return [*named, *(match.end() for match in _CODE.finditer(text, start))]


def label_nouns(texts: Iterable[str]) -> frozenset[str]:
    """Return the nouns whose numbers count on in a text, 1 → 2 or 1.3 → 1.4: they label units."""
    numbers: dict[str, list[list[int]]] = {}
    for text in texts:
        for label in _LABEL.finditer(f" {text}"):
            numbers.setdefault(label["noun"], []).append([*map(int, label["n"].split("."))])
    return frozenset(
        noun
        for noun, sequence in numbers.items()
        if any(later == [*first[:-1], first[-1] + 1] for first, later in pairwise(sequence))
    )


def _heading_ends(text: str, begin: int, signs: Sequence[re.Pattern[str]]) -> list[int]:
    """Return where the text begins after a heading at a place; nothing where no heading has run into it."""
    window = text[begin : begin + _LONGEST]
    ends = sorted(match.end() for sign in signs for match in sign.finditer(window))
    heads = ((end, window[:end].rstrip()) for end in ends)
    return [begin + end for end, head in heads if is_headline(head) and not _NO_HEADING.search(head)][:1]
