"""Clean-up of United Nations pages: mastheads, running heads, rules, footnotes at the page's foot.

A text dump of a page carries them in the flow; where a reader has taken them out, the steps find
nothing to do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.identity import bare, number_line, symbol_in
from ingest.lines import Line, without_edges
from ingest.markers import superscript
from ingest.un.lines import end_of
from ingest.un.opening import body_at, is_masthead, lacks_day

Lines = Sequence[Line]
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
_ORNAMENT = re.compile(r"(?:[*_=•·–—-]\s*){3,}")
_FLAT_NOTE = re.compile(r"(?P<n>[0-9]{1,3})\s+(?=\S)")


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
    symbol = _symbol(lines[:formula])
    title = _title(lines[:formula])
    dropped = [False] * len(lines)
    for at in range(formula + 1, len(lines)):
        if _FOOT.fullmatch(lines[at].text):
            dropped[at] = True
        elif symbol and (rest := _beside(lines[at].text, symbol)) is not None:
            for place in _repeated(lines, at, rest, title):
                dropped[place] = True
        else:
            dropped[at] = dropped[at] or _is_symbol_between(lines, at)
    return without_edges(lines, dropped)


def _symbol(opening: Lines) -> str:
    known = (found for line in opening if (found := symbol_in(line.text)))
    form = (line.text for line in opening if _SYMBOL_ALONE.fullmatch(line.text))
    return next(known, next(form, ""))


def _is_symbol_between(lines: Lines, at: int) -> bool:
    """Return True for a symbol that stands alone between paragraphs."""
    if not _SYMBOL_ALONE.fullmatch(lines[at].text):
        return False
    return lines[at].gap or end_of(lines[at - 1].text) in (".", ";")


def drop_ornaments(lines: Lines) -> Lines:
    """Remove rows of asterisks and rules that part one piece of text from another."""
    return [line for line in lines if not _ORNAMENT.fullmatch(line.text)]


def find_footnotes(lines: Lines) -> Lines:
    """Print the footnotes below a page's rule with their mark; the rule goes."""
    kept: list[Line] = []
    last = -1  # the number of the last footnote below this page's rule; -1 above it
    for at, line in enumerate(lines):
        if line.turn:
            last = -1
        if _RULE.fullmatch(line.text) and (first := _first_note(lines[at + 1 : at + 2])):
            last = first - 1
            continue
        match = _FLAT_NOTE.match(line.text)
        if match and last + 1 == int(match["n"]):
            last += 1
            line = replace(line, text=superscript(match["n"]) + line.text[match.end("n") :])
        kept.append(line)
    return kept


def _first_note(following: Lines) -> int:
    match = next((_FLAT_NOTE.match(line.text) for line in following), None)
    return int(match["n"]) if match else 0


def _title(opening: Lines) -> str:
    """Return the words of the title, which running heads repeat; lower case, blanks left out."""
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
    """Return the lines of a running head: the symbol's, and those around it that give the title."""
    for above in range(_CLUSTER):
        for below in range(_CLUSTER):
            words = [line.text for line in lines[at - above : at]] + [rest]
            words += [line.text for line in lines[at + 1 : at + 1 + below]]
            if _squeezed("".join(words)) == title:
                return range(at - above, at + below + 1)
    return range(at, at if rest.strip() else at + 1)
