"""Clauses that a copy has run into one line, cut where each begins.

"… 74/132. Report of the Council The General Assembly, Recalling …, Having considered …, 1. Notes …; 2. …"
"Considering the need for lamps, Decides that piers are lit; and Requests the Keeper to report."
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from corpus.heads import is_reciting, main_verb
from corpus.mandates import opens_clause, opens_with_verb, recites
from ingest.identity import bare
from ingest.itu.pieces import Row
from ingest.lines import Line
from ingest.un.lines import cut

_LONG = 400  # characters from which a line may hold a formula in its midst
_VERB = 120  # characters in which a clause has its verb
_SEVERAL = 2  # clauses at least behind a body's name that is too long to be known
_REACH = 3_000  # characters in which its formula stands
_FORMULA = re.compile(r"\b(?:The|THE) [A-Z][^,;:.]{2,120}(?:, at its [^,;:.]{3,60})?,(?= [A-Za-z])")
_HEADING = re.compile(r" (?=\[[a-z]|[0-9]{1,3}/[0-9]{1,4}\. [A-Z])")  # above: a statement, the number
# behind a sentence's part, which a footnote's flat mark may end; not behind a clause's own number
_CLAUSE = re.compile(r"(?<=[,;.:0-9])(?<! [0-9]\.)(?<! [0-9]{2}\.) (?=[A-Z])|(?<=[,;] and) (?=[A-Z])")
_NEXT = re.compile(r"(?<=[,;])(?: and)? (?=[A-Z])|(?<=[a-z)][.；]) ?(?=[a-z])")
_NEXT_IN_SMALL = re.compile(r"(?<=;) (?=\w)")  # behind a recital that opens with a small letter
_NUMBER = re.compile(r"(?<=[,;.:\w]) (?P<n>[0-9]{1,3})\. (?=[A-Z])")
_LETTER = re.compile(r"(?:(?<=[,;:])|(?<=[,;] and)) (?=\((?:[a-z]|[ivx]{1,5})\) )")
_CLOSING = re.compile(r"(?<=[.;]) (?=[0-9]{1,5}(?:st|nd|rd|th) (?:plenary )?meeting\b)")
_RULE = re.compile(r" (?=_{3,} )")
_NOTE = re.compile(r" (?P<n>[0-9]{1,3}) (?=[A-Z“\"])")


def part_run_on(lines: Sequence[Line]) -> Sequence[Line]:
    """Cut a line that holds several clauses, or a sentence that adopts and a clause, where each begins."""
    kept: list[Line] = []
    for line in lines:
        formula = _formula(line.text)
        cuts = {*(_glued(line.text) if formula is None else _cuts(line.text, formula))}
        kept += Row([line]).pieces(sorted({0, *cuts})) if cuts else [line]
    return kept if len(kept) > len(lines) else lines


def _formula(text: str) -> re.Match[str] | None:
    """Return the sentence that says who adopts, right before a recital or a decision.

    Before a small letter it is one only where other clauses follow: "The Council, noting …; Resolves".
    """
    forms = _FORMULA.finditer(text[:_REACH]) if len(text) >= _LONG else filter(None, [_FORMULA.match(text)])
    for form in forms:
        rest = text[form.end() + 1 :]
        if _opens(rest) and (rest[0].isupper() or (form.start() == 0 and any(_glued(rest)))):
            return form
    return None


def _glued(text: str) -> Iterator[int]:
    """Walk the places where a clause begins within a line that another opens."""
    words = bare(text)
    words = words[cut(Line((1,), words)).offset :]
    is_small = words[:1].islower() and recites(words)
    forms = (_NEXT, _NEXT_IN_SMALL) if is_small else (_NEXT,)
    places = sorted(one.end() for form in forms for one in form.finditer(text))
    found = [place for place in _outside_quotations(text, places) if _opens_next(text, place)]
    if _opens(words) or (words.startswith("The ") and len(found) >= _SEVERAL):
        yield from found


def _outside_quotations(text: str, places: Iterable[int]) -> Iterator[int]:
    """Walk those places that stand in no quotation."""
    open_quotes = last = 0
    for place in places:
        open_quotes += text.count("“", last, place) - text.count("”", last, place)
        last = place
        if open_quotes <= 0:
            yield place


def _opens_next(text: str, place: int) -> bool:
    """Return True for a clause that begins within a line, not for "…, and INVITES …", which is stressed."""
    is_stressed = text[place : place + 2].isupper() and text[place - 2] != ";"
    return not is_stressed and opens_clause(text[place : place + _VERB])


def _cuts(text: str, formula: re.Match[str]) -> Iterator[int]:
    yield from (one.end() for one in _HEADING.finditer(text, 0, formula.start()))
    yield from (formula.start(), formula.end())
    yield from (formula.end() + 1 + place for place in _glued(text[formula.end() + 1 :]))
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
    due = 1
    for match in form.finditer(text, start, end):
        if int(match["n"]) == due:
            due += 1
            yield match.start("n")


def _opens(text: str) -> bool:
    return is_reciting(main_verb(text[:80])) or opens_with_verb(text)
