"""A resolution whose paragraphs a copy has run into one line, cut where its clauses begin.

"… 74/132. Report of the Council The General Assembly, Recalling …, Having considered …, 1. Notes …; 2. …"
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.heads import is_reciting, main_verb
from corpus.mandates import base_of
from ingest.itu.pieces import Row
from ingest.lines import Line

_LONG = 400  # characters from which a line may hold a resolution
_REACH = 3_000  # characters in which its formula stands
_FORMULA = re.compile(r"\b(?:The|THE) [A-Z][^,;:.]{2,120}(?:, at its [^,;:.]{3,60})?,(?= [A-Z])")
_HEADING = re.compile(r" (?=\[[a-z]|[0-9]{1,3}/[0-9]{1,4}\. [A-Z])")  # above: a statement, the number
# behind a sentence's part, which a footnote's flat mark may end; not behind a clause's own number
_CLAUSE = re.compile(r"(?<=[,;.:0-9])(?<! [0-9]\.)(?<! [0-9]{2}\.) (?=[A-Z])|(?<=[,;] and) (?=[A-Z])")
_NUMBER = re.compile(r"(?<=[,;.:\w]) (?P<n>[0-9]{1,3})\. (?=[A-Z])")
_LETTER = re.compile(r"(?:(?<=[,;:])|(?<=[,;] and)) (?=\((?:[a-z]|[ivx]{1,5})\) )")
_CLOSING = re.compile(r"(?<=[.;]) (?=[0-9]{1,5}(?:st|nd|rd|th) (?:plenary )?meeting\b)")
_RULE = re.compile(r" (?=_{3,} )")
_NOTE = re.compile(r" (?P<n>[0-9]{1,3}) (?=[A-Z“\"])")


def part_run_on(lines: Sequence[Line]) -> Sequence[Line]:
    """Cut a line that holds a resolution, its formula in its midst, into its paragraphs."""
    kept: list[Line] = []
    for line in lines:
        formula = _formula(line.text) if len(line.text) >= _LONG else None
        kept += [line] if formula is None else Row([line]).pieces(sorted({0, *_cuts(line.text, formula)}))
    return kept if len(kept) > len(lines) else lines


def _formula(text: str) -> re.Match[str] | None:
    """Return the sentence that says who adopts, right before a recital or a decision."""
    return next((one for one in _FORMULA.finditer(text[:_REACH]) if _opens(text[one.end() + 1 :])), None)


def _cuts(text: str, formula: re.Match[str]) -> Iterator[int]:
    """Walk the places where a paragraph begins."""
    yield from (one.end() for one in _HEADING.finditer(text, 0, formula.start()))
    yield from (formula.start(), formula.end())
    rule = _RULE.search(text, formula.end())
    end = rule.start() if rule else len(text)
    if rule:
        yield from (rule.end(), *_counted(_NOTE, text, rule.end(), len(text)))
    closing = _CLOSING.search(text, formula.end(), end)
    if closing:
        yield closing.end()
        end = closing.start()
    yield from (one.end() for one in _CLAUSE.finditer(text, formula.end(), end) if _opens(text[one.end() :]))
    yield from _counted(_NUMBER, text, formula.end(), end)
    yield from (one.end() for one in _LETTER.finditer(text, formula.end(), end))


def _counted(form: re.Pattern[str], text: str, start: int, end: int) -> Iterator[int]:
    """Walk the places of numbers that count from 1."""
    due = 1
    for match in form.finditer(text, start, end):
        if int(match["n"]) == due:
            due += 1
            yield match.start("n")


def _opens(text: str) -> bool:
    """Return True for words that begin with the verb of a recital or of a decision."""
    verb = main_verb(text[:80])
    return is_reciting(verb) or base_of(verb) not in ("", verb)
