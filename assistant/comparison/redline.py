"""Redlines: what changed between two wordings, word by word.

    redline("to count the lanterns;", "to count all lanterns,")
    (("=", "to count "), ("-", "the"), ("+", "all"), ("=", " lanterns,"))

Words, numbers ("75/233", "2024-2027") and punctuation marks are never split. Differences of layout do not
count: blanks, the shape of quotation marks and dashes, footnote marks, and the separator after an item
(";", ",", "; and", also before a closing quotation mark).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.plain_text import visible

Edit = tuple[str, str]
"""What happened to a run of words, "=", "-" or "+", and the run."""

_Run = tuple[str, str, str]  # the same, and the run as the old and as the new text have it

_MARK = "⁰¹²³⁴⁵⁶⁷⁸⁹"  # footnote marks, which count anew in each edition
_WORD = rf"[^\W{_MARK}]"
_TOKEN = re.compile(
    rf"(?P<form>{_WORD}+"
    rf"(?:(?:[-‐‑]\s?|[–'’]"  # "well-being", also where a line broke; "2024–2027", "ITU's"
    rf"|(?<=\d)[.,/:](?=\d)"  # "1.6", "1,000", "75/233"
    rf"|(?<=[A-Z])\.(?=\d)"  # "U.1"
    rf"){_WORD}+)*"
    rf"|[^\w\s])[{_MARK}]*"
)
_SHAPES = str.maketrans("“”„«»‘’‚‐‑–—−", '"""""\'\'\'-----')
_SEPARATORS = frozenset(";,.:")
_QUOTES = frozenset("\"'")
_ISLAND = 3  # tokens: "of the", left between two changes
_SMALL = 3  # letters: "of", "and", "the" hold nothing that a reader looks for
_LONG = 5_000  # tokens: beyond it frequent words no longer anchor, or the time grows as the square


@dataclass(frozen=True, slots=True)
class _Token:
    """A word, a number or a mark: what is compared, and its place in the text."""

    form: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Wording:
    """A text cut into tokens, and where the separator that closes it begins."""

    text: str
    tokens: tuple[_Token, ...]
    closing: int

    @classmethod
    def of(cls, text: str) -> _Wording:
        found = [
            _Token("".join(match["form"].split()).translate(_SHAPES), *match.span())
            for match in _TOKEN.finditer(text)
        ]
        if len(found) > 1 and found[-1].form in _QUOTES and found[-2].form in _SEPARATORS:
            found[-2:] = [_Token(found[-1].form, found[-2].start, found[-1].end)]
        forms = [token.form for token in found]
        kept = _before_marks(forms, len(forms))
        if kept > 1 and forms[kept - 1] == "and" and forms[kept - 2] in _SEPARATORS:
            kept = _before_marks(forms, kept - 1)
        kept = kept or len(forms)  # a text of marks alone keeps all
        return cls(text, tuple(found[:kept]), found[kept - 1].end if found else 0)

    @property
    def forms(self) -> tuple[str, ...]:
        return tuple(token.form for token in self.tokens)


def words(text: str) -> tuple[str, ...]:
    """Return what is compared of a text: its words, numbers and marks, in order."""
    return _Wording.of(text).forms


def redline(old: str, new: str) -> tuple[Edit, ...]:
    """Return the edits that turn an old wording into a new one.

    The "=" and "+" runs, joined, are the new text to the letter; the "=" and "-" runs hold the
    words of the old one. Where words were replaced, "-" comes before "+".
    """
    return tuple(_joined((sign, was if sign == "-" else is_) for sign, was, is_ in _runs(old, new)))


def struck(old: str, new: str) -> tuple[Edit, ...]:
    """Return the old wording to the letter, cut into "=" runs and the "-" runs that the new one lacks."""
    return tuple(_joined((sign, was) for sign, was, _ in _runs(old, new)))


def tracked(old: str, new: str) -> tuple[Edit, ...]:
    """Return the edits that turn an old wording into a new one to the letter.

    The "=" and "-" runs, joined, are the old text, the "=" and "+" runs the new one. So what is no
    difference to a reader, the shape of a dash or the mark that closes an item, is an edit here.
    """
    edits: list[Edit] = []
    for sign, was, is_ in _runs(old, new):
        if sign != "=" or was == is_:
            edits.append((sign, was or is_))
        else:
            edits += _respelt(was, is_)
    return tuple(_joined(edits))


def marked(edits: Iterable[Edit], *, colours: bool = False) -> str:
    """Print edits in one line: [-deleted-] and {+added+}, or struck red and underlined green.

    What could be taken for such a mark in the words is escaped.
    """
    signs, marks = {"-": ("[-", "-]"), "+": ("{+", "+}")}, "[]{}"
    if colours:
        marks = ""
        signs = {"-": ("\x1b[9;31m", "\x1b[0m"), "+": ("\x1b[4;32m", "\x1b[0m")}
    printed, last = "", "="
    for sign, run in edits:
        start, end = signs.get(sign, ("", ""))
        bare = visible(run.strip(), marks)
        left, right = (" " if run[at].isspace() else "" for at in (0, -1))
        space = " " if "=" not in (last, sign) and not printed.endswith(" ") else left
        printed += f"{space}{start}{bare}{end}{right}" if bare else " "
        last = sign
    return printed.strip()


def _before_marks(forms: Sequence[str], kept: int) -> int:
    while kept and forms[kept - 1] in _SEPARATORS:
        kept -= 1
    return kept


def _kept(before: _Wording, after: _Wording) -> list[tuple[_Token, _Token]]:
    long = len(before.tokens) + len(after.tokens) > _LONG
    matcher = SequenceMatcher(None, before.forms, after.forms, autojunk=long)
    blocks = [(block.a, block.b, block.size) for block in matcher.get_matching_blocks()]
    kept: list[tuple[_Token, _Token]] = []
    for at, (old, new, size) in enumerate(blocks[:-1]):
        if not _is_island(blocks, at, before.forms[old : old + size]):
            pairs = zip(before.tokens[old : old + size], after.tokens[new : new + size], strict=True)
            kept += pairs
    return kept


def _is_island(blocks: Sequence[tuple[int, int, int]], at: int, forms: Sequence[str]) -> bool:
    """Return True for a few small words that stayed by chance between words that were replaced.

    >>> redline("the Council of Harbours", "a Board of Piers")
    (('-', 'the Council of Harbours'), ('+', 'a Board of Piers'))
    """
    if len(forms) > _ISLAND or any(len(form) > _SMALL or form.isdigit() for form in forms):
        return False
    old, new, size = blocks[at]
    last_old, last_new, last = blocks[at - 1] if at else (0, 0, 0)
    gaps = [
        (old - last_old - last, new - last_new - last),
        (blocks[at + 1][0] - old - size, blocks[at + 1][1] - new - size),
    ]
    return all(min(gap) > 0 and max(gap) >= size for gap in gaps)


def _respelt(old: str, new: str) -> Iterator[Edit]:
    """Give the edits between two spellings of the same words, without what they begin and end with."""
    shorter = min(len(old), len(new))
    start = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    rest = shorter - start
    end = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
    yield "=", old[:start]
    yield "-", old[start : len(old) - end]
    yield "+", new[start : len(new) - end]
    yield "=", old[len(old) - end :]


def _runs(old: str, new: str) -> Iterator[_Run]:
    """Walk what stayed, what went and what came, each run as both texts have it."""
    before, after = _Wording.of(old), _Wording.of(new)
    if kept := _kept(before, after):
        yield from _edits(before, after, kept)
    else:
        yield "-", old, ""
        yield "+", "", new


def _edits(before: _Wording, after: _Wording, kept: Sequence[tuple[_Token, _Token]]) -> Iterator[_Run]:
    """Walk both texts from one token that stayed to the next."""
    old = new = 0
    ends = (_Token("", before.closing, len(before.text)), _Token("", after.closing, len(after.text)))
    for was, is_ in [*kept, ends]:
        yield from _between(before.text[old : was.start], after.text[new : is_.start])
        yield "=", before.text[was.start : was.end], after.text[is_.start : is_.end]
        old, new = was.end, is_.end


def _between(old: str, new: str) -> Iterator[_Run]:
    """Give the words between two tokens that stayed; a blank that both have stays too."""
    if not _TOKEN.search(old) and not _TOKEN.search(new):
        yield "=", old, new
        return
    before, lead = (len(text) - len(text.lstrip()) for text in (old, new))
    if before and lead:
        yield "=", old[:before], new[:lead]
        old, new = old[before:], new[lead:]
    both = old[-1:].isspace() and new[-1:].isspace()
    tail, end = (len(new.rstrip()), len(old.rstrip())) if both else (len(new), len(old))
    yield "-", old[:end], ""
    yield "+", "", new[:tail]
    yield "=", old[end:], new[tail:]


def _joined(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Join neighbours of one kind and leave out empty runs."""
    sign, run = "", ""
    for kind, words_ in edits:
        if kind == sign or not words_:
            run += words_
            continue
        if run:
            yield sign, run
        sign, run = kind, words_
    if run:
        yield sign, run
