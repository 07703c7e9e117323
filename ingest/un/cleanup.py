"""Clean-up of United Nations pages: run-on clauses, mastheads, running heads, footnotes at the page's foot.

A text dump of a page carries them in the flow; where a reader has taken them out, the steps find
nothing to do. A copy may have run clauses into one line, which is cut where each begins:

"… 74/132. Report of the Council The General Assembly, Recalling …, Having considered …, 1. Notes …; 2. …"
"Considering the need for lamps, Decides that piers are lit; and Requests the Keeper to report."
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from corpus.heads import is_reciting, main_verb
from corpus.mandates import opens_clause, opens_with_verb, recites
from ingest.cleanup import LINE_BREAKS, Lines, Steps, drop_ornaments
from ingest.identity import bare, number_line, symbol_in
from ingest.itu.pieces import Row
from ingest.joining import join_conjunctions, join_markers
from ingest.lines import Line, without_edges
from ingest.markers import superscript
from ingest.un.joining import join_cut, join_lines
from ingest.un.lines import end_of, split_marker
from ingest.un.opening import body_at, is_masthead, lacks_day

_JOB = r"(?:GE\.)?[0-9]{2}-[0-9]{5,6}(?: ?\([A-Z]\))?(?:\s+[0-9]{6})*"
_PAGE = r"[0-9]{1,3}/[0-9]{1,3}"
_COUNT = (
    r"(?i:page|p\.|pág\.|página|seite) ?[0-9]{1,3}(?: ?(?:of|de|von|sur|/) ?[0-9]{1,3})?"
    r"|[-–—] ?[0-9]{1,3} ?[-–—]"
)
_SYMBOL = r"(?=\S*[0-9])[A-Z][\w.()-]*(?:/[\w.()-]+)+"  # alone in its line it is no paragraph
_SYMBOL_ALONE = re.compile(_SYMBOL)
_FOOT = re.compile(
    rf"{_JOB}|{_PAGE}|{_JOB} {_PAGE}|{_PAGE} {_JOB}|(?:{_SYMBOL} )?(?:{_COUNT})|\*?[0-9]{{7,8}}\*?"
)
_CLUSTER = 5  # lines of a title in a running head at most
_RULE = re.compile(r"_{3,}|[-–—]{8,}")
_FLAT_NOTE = re.compile(r"(?P<n>[0-9]{1,3})\s+(?=\S)")
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
_NOTES_RULE = re.compile(r" (?=_{3,} )")
_NOTE = re.compile(r" (?P<n>[0-9]{1,3}) (?=[A-Z“\"])")


def drop_masthead(lines: Lines) -> Lines:
    """Remove the names, the distribution and the job number above the opening; its symbol stays."""
    formula = body_at(lines)
    dropped = [at < formula and is_masthead(line.text) for at, line in enumerate(lines)]
    for at in range(1, formula):
        if lacks_day(lines[at - 1].text):
            dropped[at] = False
    return [line for line, drop in zip(lines, dropped, strict=True) if not drop]


def drop_running_heads(lines: Lines) -> Lines:
    """Remove symbol, title, job number and page number where pages meet."""
    formula = body_at(lines)
    if formula < 0:
        return lines
    known = (found for line in lines[:formula] if (found := symbol_in(line.text)))
    form = (line.text for line in lines[:formula] if _SYMBOL_ALONE.fullmatch(line.text))
    symbol = next(known, next(form, ""))
    title = _title(lines[:formula])
    dropped = [False] * len(lines)
    for at in range(formula + 1, len(lines)):
        if _FOOT.fullmatch(lines[at].text):
            dropped[at] = True
        elif symbol and (rest := _beside(lines[at].text, symbol)) is not None:
            for place in _repeated(lines, at, rest, title):
                dropped[place] = True
        elif _SYMBOL_ALONE.fullmatch(lines[at].text):  # between paragraphs
            dropped[at] = dropped[at] or lines[at].gap or end_of(lines[at - 1].text) in (".", ";")
    return without_edges(lines, dropped)


def find_footnotes(lines: Lines) -> Lines:
    """Print the footnotes below a page's rule with their mark; the rule goes."""
    kept: list[Line] = []
    last = -1  # the number of the last footnote below this page's rule; -1 above it
    for at, line in enumerate(lines):
        if line.turn:
            last = -1
        below = _FLAT_NOTE.match(lines[at + 1].text) if at + 1 < len(lines) else None
        if below and _RULE.fullmatch(line.text):
            last = int(below["n"]) - 1
            continue
        match = _FLAT_NOTE.match(line.text)
        if match and last + 1 == int(match["n"]):
            last += 1
            line = replace(line, text=superscript(match["n"]) + line.text[match.end("n") :])
        kept.append(line)
    return kept


def _title(opening: Lines) -> str:
    texts = [bare(line.text) for line in opening]
    number = number_line(tuple(texts))
    if number is None or not number.title:
        return ""
    return _squeezed(" ".join([texts[number.at][number.title :], *texts[number.at + 1 :]]))


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad-]+", "", text).lower()


def _beside(text: str, symbol: str) -> str | None:
    for name in (symbol, symbol.split(" ")[0]):
        if text.startswith(name):
            return text.removeprefix(name)
        if text.endswith(name):
            return text.removesuffix(name)
    return None


def _repeated(lines: Lines, at: int, rest: str, title: str) -> range:
    for above in range(_CLUSTER):
        for below in range(_CLUSTER):
            words = [line.text for line in lines[at - above : at]] + [rest]
            words += [line.text for line in lines[at + 1 : at + 1 + below]]
            if _squeezed("".join(words)) == title:
                return range(at - above, at + below + 1)
    return range(at, at if rest.strip() else at + 1)


def part_run_on(lines: Lines) -> Lines:
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
    matches = _FORMULA.finditer(text[:_REACH]) if len(text) >= _LONG else filter(None, [_FORMULA.match(text)])
    for match in matches:
        rest = text[match.end() + 1 :]
        if _opens(rest) and (rest[0].isupper() or (match.start() == 0 and any(_glued(rest)))):
            return match
    return None


def _glued(text: str) -> Iterator[int]:
    """Walk the places where a clause begins within a line that another opens."""
    words = bare(text)
    words = words[split_marker(Line((1,), words)).offset :]
    is_small = words[:1].islower() and recites(words)
    forms = (_NEXT, _NEXT_IN_SMALL) if is_small else (_NEXT,)
    places = sorted(match.end() for form in forms for match in form.finditer(text))
    found = [place for place in _outside_quotations(text, places) if _opens_next(text, place)]
    if _opens(words) or (words.startswith("The ") and len(found) >= _SEVERAL):
        yield from found


def _outside_quotations(text: str, places: Iterable[int]) -> Iterator[int]:
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
    yield from (match.end() for match in _HEADING.finditer(text, 0, formula.start()))
    yield from (formula.start(), formula.end())
    yield from (formula.end() + 1 + place for place in _glued(text[formula.end() + 1 :]))
    rule = _NOTES_RULE.search(text, formula.end())
    end = rule.start() if rule else len(text)
    if rule:
        yield from (rule.end(), *_counted(_NOTE, text, rule.end(), len(text)))
    closing = _CLOSING.search(text, formula.end(), end)
    if closing:
        yield closing.end()
        end = closing.start()
    yield from (
        match.end() for match in _CLAUSE.finditer(text, formula.end(), end) if _opens(text[match.end() :])
    )
    yield from _counted(_NUMBER, text, formula.end(), end)
    yield from (match.end() for match in _LETTER.finditer(text, formula.end(), end))


def _counted(form: re.Pattern[str], text: str, start: int, end: int) -> Iterator[int]:
    due = 1
    for match in form.finditer(text, start, end):
        if int(match["n"]) == due:
            due += 1
            yield match.start("n")


def _opens(text: str) -> bool:
    return is_reciting(main_verb(text[:80])) or opens_with_verb(text)


STEPS: Steps = (
    ("run-on clauses", part_run_on),
    ("masthead", drop_masthead),
    ("running heads", drop_running_heads),
    ("marker tabs", join_markers),
    ("footnotes", find_footnotes),
    ("ornaments", drop_ornaments),
    (LINE_BREAKS, join_lines),
    ("lone conjunctions", join_conjunctions),
    ("cut sentences", join_cut),
)
