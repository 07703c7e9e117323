"""The opening of a resolution whose paragraphs have verbs of their own: body, number, date, title.

How bodies number their texts and what their organs are called is data (`corpus/bodies`); a body that is not
known is recognised by the form of its formula.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from corpus.heads import is_reciting, main_verb
from corpus.keys import EditionKey
from corpus.mandates import base_of
from ingest.grammar import Identity
from ingest.identity import DATE, DAY, bare, first_date, issuers_of, number_line
from ingest.lines import Line
from ingest.opening import is_formula, is_strict_head
from ingest.tree import Node

OPENING = 60  # lines before the formula at most: a masthead, an agenda item, a title
_UNSIGNED = 12  # lines before the formula at most in a text without symbol or number
_ADOPTED = re.compile(r"(?:(?:Resolution|Decision) )?[Aa]dopted (?:by the [A-Z]|on [0-9]|at the [0-9])")
# what ends an opening's line that the next does not go on with
_WHOLE = re.compile(
    r"\]\W?$|\b[Ss]ession$|[Aa]genda items? .{1,20}$|[0-9]{4}\)?\W?$|^[A-Z/]*/[0-9/]+$|^(?:Distr|Original)\b"
)
_COMMITTEE = re.compile(r"\A\[.*\][*¹]?")
_MASTHEAD = re.compile(
    r"United Nations|General Assembly|Security Council|Economic and Social Council|Human Rights Council"
    rf"|Distr\.: .*|Original: .*|English|{DAY}|Please recycle\W*"
    r"|(?:GE\.)?[0-9]{2}-[0-9]{5,6}(?: ?\([A-Z]\))?(?: +[0-9]{6})*|\*?[0-9]{7,8}\*?"
)
_RUN_ON = re.compile(
    r"(?P<formula>(?:The|THE) [^,;:]{3,200}(?:, at its [^,;:]{3,60})?,)\s*"
    r"(?:[A-Z][a-z]+(?:ing|ed)|Aware|Mindful|Conscious|[A-Z]{4,})\b"
)
_LOST = re.compile(
    rf"(?P<statement>(?:Resolution|Decision) adopted by the [A-Z][^.;:]{{3,80}}? on {DAY})"
    r"(?: (?P<committee>\[[^\]]{3,200}\]))? (?P<number>[A-Z0-9][\w/.-]*[0-9]\. .{3,300}?)"
    r" (?P<formula>The (?:[A-Z]\w+ ){1,6}?(?:[A-Z]\w+), [A-Z])"
)
_ORGANIZATION = "itu"  # whose texts have heads that stand alone: another grammar's


def formula_at(lines: Sequence[Line]) -> int:
    """Return the place of the sentence that says who adopts; -1 without one."""
    for at, line in enumerate(lines[:OPENING]):
        if is_un_formula(line.text) or formula_before(line.text):
            return at
    return -1


def formula_before(text: str) -> int:
    """Return where a formula ends that runs on into its first recital, 0 without one.

    >>> formula_before("The Sixty-sixth World Health Assembly, Having considered the report,")
    38
    """
    match = _RUN_ON.match(text)
    if match and is_un_formula(match["formula"]) and issuers_of(match["formula"]):
        return match.end("formula")
    return 0


def split_formula(lines: Sequence[Line]) -> Sequence[Line]:
    """Part a formula from the recital that it runs on into."""
    at = formula_at(lines)
    end = formula_before(lines[at].text) if at >= 0 else 0
    if not end:
        return lines
    line = lines[at]
    start = len(line.text) - len(line.text[end:].lstrip())
    marks = tuple(
        replace(mark, start=max(mark.start - start, 0), end=mark.end - start)
        for mark in line.marks
        if mark.end > start
    )
    formula = replace(line, text=line.text[:end], marks=())
    recital = Line(line.numbers, line.text[start:], marks, gap=True, page=line.page)
    return [*lines[:at], formula, recital, *lines[at + 1 :]]


def split_opening(lines: Sequence[Line]) -> Sequence[Line]:
    """Part an opening that has lost its line breaks: statement of adoption, number with title, formula."""
    first = lines[0] if lines else None
    match = _LOST.match(first.text) if first else None
    if first is None or match is None or number_line((match["number"],)) is None:
        return lines
    rest = first.text[match.start("formula") :]
    end = formula_before(rest)
    if not end:
        return lines
    pieces = [match["statement"], match["committee"], match["number"], rest[:end], rest[end:].lstrip()]
    opening = [Line(first.numbers, text, gap=True, page=first.page) for text in pieces if text]
    return [*opening, *lines[1:]]


@lru_cache(maxsize=4096)
def is_un_formula(text: str) -> bool:
    """Return True for "The General Assembly,", and for the like of a body that is not known."""
    plain = bare(text)
    if is_formula(plain):
        return True
    return _KNOWN.fullmatch(plain) is not None


_KNOWN = re.compile(
    r"The (?:General Assembly|Security Council|Economic and Social Council|Human Rights Council)"
)


def recognises(lines: Sequence[Line]) -> bool:
    """Return True for a text whose formula is followed by paragraphs with verbs of their own."""
    at = formula_at(lines)
    if at < 0 or not lines[at + 1 :]:
        return False
    end = formula_before(lines[at].text)
    formula, following = (
        lines[at].text[: end or None],
        bare(lines[at].text[end:] if end else lines[at + 1].text),
    )
    issuers = issuers_of(formula)
    if issuers and all(issuer.startswith(f"{_ORGANIZATION}-") for issuer in issuers):
        return False
    if is_strict_head(following) and following[:1].islower():
        return False
    opening = [bare(line.text) for line in lines[:at]]
    if any(_ADOPTED.match(text) for text in opening) or number_line(tuple(opening), issuers):
        return True
    return at < _UNSIGNED and _opens(following)


def opens_in_lower_case(lines: Sequence[Line]) -> bool:
    """Return True for a text whose first paragraph begins with its verb in a small letter."""
    first = next(iter(lines[formula_at(lines) + 1 :]), None)
    return first is not None and first.text[:1].islower() and _opens(first.text.capitalize())


def _opens(text: str) -> bool:
    """Return True for a recital or a decision, which follows the formula."""
    verb = main_verb(text)
    return text[:1].isupper() and (is_reciting(verb) or (base_of(verb) not in ("", verb)))


def is_masthead(text: str) -> bool:
    """Return True for a line that names the organization, its languages or a day, as mastheads do."""
    return all(_MASTHEAD.fullmatch(column.strip()) for column in text.split("\t"))


def role_of_line(text: str) -> str:
    """Return what a line of the opening is that has no number: "statement" or "masthead"."""
    return "statement" if _ADOPTED.match(text) or _COMMITTEE.fullmatch(text) else "masthead"


def lacks_day(text: str) -> bool:
    """Return True for the statement of adoption whose day stands in the next line."""
    return _ADOPTED.match(text) is not None and DATE.search(text) is None


def runs_on_above(before: str, text: str) -> bool:
    """Return True for a line of the opening that goes on with the line before it: a title, a statement."""
    is_number = number_line((bare(text),)) is not None
    if is_number or role_of_line(text) != "masthead" or is_un_formula(text) or is_un_formula(before):
        return lacks_day(before) and DATE.search(text) is not None
    return lacks_day(before) or _WHOLE.search(before) is None


def identify(root: Node, name: str, given: EditionKey | None) -> Identity:
    """Return number, body, date and title as the opening has them; the given key wins."""
    preface = [node for node in root.walk() if node.eid == "" and node.ancestor("preface")]
    formula = next((node.text for node in root.walk() if node.role == "formula"), "")
    title = next((node.text for node in preface if node.role == "title"), "")
    adopted = _adopted([node.text for node in preface if node.role == "para_nn"], root)
    texts = tuple(bare(node.text) for node in preface if node.role in ("docnumber", "para_nn"))
    number = number_line(texts, issuers_of(formula))
    if number is None:
        return Identity(given, name, title, "", adopted)
    year = number.name.fields.get("year") or adopted[:4] or number.name.year or ""
    key = given or (EditionKey(number.name.instrument, int(year)) if year else None)
    fields = dict(number.name.fields)
    if year and "year" not in fields:
        fields["year"] = int(year)
    return Identity(key, number.name.series.print(fields), title, "", adopted or str(year))


def _adopted(front: Sequence[str], root: Node) -> str:
    """Return the day of adoption: as the opening states it, else as the closing lines do."""
    stated = [text for text in front if _ADOPTED.match(text)]
    closing = [node.text for node in root.walk() if node.ancestor("conclusions")]
    return first_date((*stated, *closing))
