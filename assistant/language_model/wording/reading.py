"""What a model wrote → sentences, each with its tokens; a sentence without one is not read.

Thoughts, markup, addresses and characters that nobody sees are taken out before anything is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.sentences import sentences
from ingest.invisible import visible

MAX_SENTENCES = 24
"""Sentences of an answer that are read."""
_CHARACTERS = 20_000  # of an answer that are read
_LINE = 1_500  # characters of a line that are read
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_IMAGE = re.compile(r"!\[[^\]\n]*\](?:\([^)\n]*\)|\[[^\]\n]*\])?")
_LINK = re.compile(r"\[(?P<said>[^\]\n]*)\]\([^)\n]*\)")
_TAG = re.compile(r"</?[A-Za-z!][^<>\n]*>")
_ADDRESS = re.compile(
    r"\b(?:[a-z][a-z0-9+.-]{1,20}://|(?:javascript|data|mailto|file|vbscript):(?=\S)|www\.)\S*"
    r"|\b[\w-]+(?:\.[\w-]+){1,8}/\S*",
    re.IGNORECASE,
)
_OPENING = re.compile(r"^(?:[\s>|]|[-*+•–](?=\s)|#{1,6}(?=\s)|\d{1,2}[.)](?=\s))+")
_EMPHASIS = re.compile(r"\*+|__+|`+|~~+")
_ONE = r"\[\s*c\d{1,3}(?:[\s,;&]+c\d{1,3})*\s*\]"
_TOKENS = re.compile(rf"{_ONE}(?:[\s,;&]*{_ONE})*", re.IGNORECASE)
_TOKEN = re.compile(r"c\d{1,3}", re.IGNORECASE)
_BLANK = re.compile(r" (?P<sign>[.,;:])(?=\s|$)")  # left before a sign by what was taken out
_SIGNS = " .:;,-–—"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that a model wrote, and the tokens that it ends with, in order."""

    text: str
    tokens: tuple[str, ...]


def read_sentences(said: str) -> tuple[Sentence, ...]:
    """Return the sentences that have a token, in order.

    >>> read_sentences("Well. **It** counts. [c1][C2]")
    (Sentence(text='It counts.', tokens=('c1', 'c2')),)
    """
    found: list[Sentence] = []
    for line in _THOUGHT.sub(" ", visible(said[:_CHARACTERS])).splitlines():
        found += _sentences(_OPENING.sub("", _plain(line[:_LINE])))
    return tuple(found[:MAX_SENTENCES])


def _plain(line: str) -> str:
    """Leave out what is no sentence: images, links, tags, addresses, emphasis."""
    for form, instead in ((_IMAGE, " "), (_LINK, r"\g<said>"), (_TAG, " "), (_ADDRESS, " ")):
        line = form.sub(instead, line)
    return _EMPHASIS.sub("", line)


def _sentences(line: str) -> Iterator[Sentence]:
    """Read one line: a token belongs to the sentence before it, or, where it opens the line, after it."""
    marks = list(_TOKENS.finditer(line))
    if not marks:
        return
    leads = marks[0].start() == 0 and any(one.isalpha() for one in line[marks[-1].end() :])
    starts = [0, *(one.end() for one in marks[:-1])]
    ends = [*(one.start() for one in marks[1:]), len(line)]
    for mark, start, end in zip(marks, starts, ends, strict=True):
        text = (line[mark.end() : end] if leads else line[start : mark.start()]).lstrip(_SIGNS)
        if spans := sentences(text):
            first, last = spans[0 if leads else -1]
            tokens = dict.fromkeys(one.lower() for one in _TOKEN.findall(mark.group()))
            said = " ".join(text[first:last].split())
            yield Sentence(_BLANK.sub(r"\g<sign>", said), tuple(tokens))
