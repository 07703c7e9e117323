"""Where the recitals of a text stand, known by their form in any language.

A text is one sentence: who adopts it, recitals, decisions. Recitals come first and end with a comma or a
semicolon. They open with a participle ("Considering", "considérant", "CONSIDERANDO") or with one word that
comes again ("Given the …; Given that …;"), and what stands between two of them is one too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from corpus.mandates import opens_like_decision, recites
from ingest.identity import bare
from ingest.lines import Line
from ingest.un.lines import end_of, opens_decision, split_marker
from ingest.unwrap import is_broken

_REACH = 60  # lines before the first recital at most
_LONGEST = 200  # lines of a preamble at most
_OPENING_WORDS = 200  # characters in which the words of a paragraph that tell are
_TITLE = 80  # characters of a line of the opening that ends like a sentence, at most
_ARTICLE = r"(?:the|an?|le|la|les|el|los|las|il|lo|gli|os?|as|der|die|das|un|una|une)"
_OPENS_SUBJECT = re.compile(rf"(?:{_ARTICLE}\s|l[’'])", re.IGNORECASE)
_ADOPTER = re.compile(
    rf"(?:(?:{_ARTICLE}\s|l[’'])[^;:.]{{3,120}}[,:]|(?:we|nous|nosotros|nós|wir)\b[^;:.]{{0,400}},)",
    re.IGNORECASE,
)
# "rappelant", "tenant compte", "teniendo en cuenta", "overwegende"
_PARTICIPLE = re.compile(r"[^\W\d_]{2,}(?:ant|[aei]ndo|ende)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph of the source: where it begins, its opening words past a marker, what ends it."""

    at: int
    words: str
    end: str
    has_marker: bool

    @property
    def raised(self) -> str:
        """Its opening words with a capital."""
        return self.words[:1].upper() + self.words[1:]

    @property
    def first(self) -> str:
        """The word that opens it."""
        word = _WORD.match(self.words)
        return word.group().lower() if word else ""

    @property
    def goes_on(self) -> bool:
        """Whether the sentence of the text goes on behind it."""
        return self.end in (",", ";") and self.first != ""

    @property
    def recites(self) -> bool:
        """Whether it opens with a participle, in English or a language of its family."""
        return recites(self.raised) or is_participle(self.words)

    @property
    def decides(self) -> bool:
        """Whether it opens with a verb that is known to decide, or ends with a colon."""
        return opens_decision(self.raised) or (not self.recites and self.end == ":")


def recitals_in(lines: Sequence[Line]) -> range:
    """Return the places of the lines from the first recital to the last; empty where none is known."""
    paragraphs = [*_paragraphs(lines[: _REACH + _LONGEST])]
    opening = [*takewhile(_may_open, paragraphs)]
    first = next((at for at in range(len(opening)) if _opens(paragraphs, at)), -1)
    if first < 0:
        return range(0)
    last = _last(paragraphs, first)
    while first and _precedes(paragraphs[first - 1]):
        first -= 1
    end = paragraphs[last + 1].at if last + 1 < len(paragraphs) else len(lines)
    return range(paragraphs[first].at, end)


def is_adopter(text: str) -> bool:
    """Return True for the form of the words that say who adopts, right before the recitals.

    >>> is_adopter("La Commission des phares,"), is_adopter("Vu le rapport des gardiens,")
    (True, False)
    """
    return _ADOPTER.fullmatch(bare(text[:_OPENING_WORDS])) is not None


def is_participle(text: str) -> bool:
    """Return True for words that open with a participle as other languages form it.

    >>> is_participle("Rappelant la résolution 3/7,"), is_participle("Rappelle la résolution 3/7,")
    (True, False)
    """
    word = _WORD.match(text)
    return word is not None and _PARTICIPLE.fullmatch(word.group()) is not None


def _opens(paragraphs: Sequence[_Paragraph], at: int) -> bool:
    paragraph = paragraphs[at]
    if not paragraph.goes_on or paragraph.decides:
        return False
    return paragraph.recites or (
        not paragraph.has_marker and any(_agree(paragraph, other) for other in paragraphs[at + 1 : at + 2])
    )


def _may_open(paragraph: _Paragraph) -> bool:
    """Return True for what the first recital is or stands below: no sentence by itself, no decision."""
    is_sentence = paragraph.end == "." and len(paragraph.words) > _TITLE and not paragraph.recites
    is_decision = paragraph.end != "" and opens_decision(paragraph.raised)
    return paragraph.at < _REACH and not (is_sentence or is_decision)


def _precedes(paragraph: _Paragraph) -> bool:
    """Return True for what stands above a recital and is one too: its sentence goes on, or it is listed."""
    return (paragraph.goes_on and not is_adopter(paragraph.words)) or (
        paragraph.has_marker and paragraph.recites
    )


def _agree(paragraph: _Paragraph, other: _Paragraph) -> bool:
    """Return True for two paragraphs of one sentence that open with one word, which is no article."""
    is_same = paragraph.first == other.first and other.goes_on and not _OPENS_SUBJECT.match(paragraph.words)
    return is_same and not opens_like_decision(paragraph.raised)


def _last(paragraphs: Sequence[_Paragraph], first: int) -> int:
    """Return the place of the last recital: what comes behind it decides, or is another part of the text."""
    last = first
    for at in range(first + 1, len(paragraphs)):
        paragraph = paragraphs[at]
        counts = paragraph.has_marker and not (paragraphs[last].has_marker or paragraphs[last].end == ":")
        if (
            paragraph.decides
            or not (paragraph.goes_on or paragraph.recites)
            or (counts and not paragraph.recites)
        ):
            break
        listed = (paragraph.has_marker and not paragraphs[first].has_marker) or paragraph.end == paragraphs[
            first
        ].end == ","
        if listed or paragraph.recites or _agree(paragraphs[first], paragraph):
            last = at
    return last


def _paragraphs(lines: Sequence[Line]) -> Iterator[_Paragraph]:
    broken = is_broken(lines)
    at = 0
    while at < len(lines):
        words, end = bare(lines[at].text[:_OPENING_WORDS]), at + 1
        while broken and end < len(lines) and not lines[end].gap and not end_of(lines[end - 1].text):
            words, end = f"{words} {bare(lines[end].text)}"[:_OPENING_WORDS], end + 1
        marked = split_marker(Line((1,), words))
        closing = end_of(bare(lines[end - 1].text[-_OPENING_WORDS:]))
        yield _Paragraph(at, words[marked.offset :], closing, bool(marked.readings))
        at = end
