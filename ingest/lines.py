"""Lines of a source, on their way from file to grammar."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.instruments import Mark
from ingest.markers import NOTE_MARK

_CLOSERS = "\"'”’»*)]"
_TERMINALS = ".;:,!?"


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or several that were joined: source line numbers, text, emphasis, a blank before."""

    numbers: tuple[int, ...]
    text: str
    marks: tuple[Mark, ...] = ()
    gap: bool = False

    @property
    def number(self) -> int:
        """The source line where this one begins."""
        return self.numbers[0]


def ending(text: str) -> str:
    """Return the punctuation that ends a text, past quotes and footnote marks, or ''."""
    bare = NOTE_MARK.sub("", text.rstrip()).rstrip(_CLOSERS)
    return bare[-1] if bare and bare[-1] in _TERMINALS else ""


def is_headline(text: str) -> bool:
    """Tell a heading from a paragraph: short, capitalised, without a sentence's end."""
    return (
        bool(re.match(r"[\"'“‘(]?[A-Z0-9]", text))
        and len(text) <= 160
        and len(text.split()) <= 22
        and not ending(text)
        and "\t" not in text
    )
