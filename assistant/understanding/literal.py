"""Exact words: whatever the shape of their quotation marks, dashes and spaces, and past footnote marks."""

from __future__ import annotations

import re

_DOUBLE, _SINGLE, _DASHES = '"“”„‟«»″', "'‘’‚‛′", "-‐‑‒–—−"
_MARKS = "\xad\u200b-\u200f\u2060\ufeff⁰¹²³⁴-⁹"  # what is printed within words and is no part of them
_MARK = re.compile(f"[{_MARKS}]+")
_SHAPES = str.maketrans(
    {**dict.fromkeys(_DOUBLE, '"'), **dict.fromkeys(_SINGLE, "'"), **dict.fromkeys(_DASHES, "-")}
)
_ONE_OF = {'"': f"[{_DOUBLE}]", "'": f"[{_SINGLE}]", "-": f"[{re.escape(_DASHES)}]"}
_LETTER = rf"[^\W{_MARKS}]"  # of a word, or a digit
_WORD = re.compile(rf"{_LETTER}+(?:[-'./]{_LETTER}+)*")


def folded(text: str) -> str:
    """Return a text with plain quotation marks, dashes and single spaces, without marks of footnotes.

    >>> folded("the  Union’s plan¹ – 2024‑2027")
    "the Union's plan - 2024-2027"
    """
    return " ".join(_MARK.sub("", text).translate(_SHAPES).split())


def phrase_pattern(phrase: str, *, whole_words: bool, match_case: bool) -> re.Pattern[str]:
    """Compile what finds a phrase in a text as it is printed; the phrase must have a letter or a digit."""
    plain = folded(phrase)
    between = f"[{_MARKS}]*"
    parts = [
        rf"{between}\s+{between}" if char == " " else _ONE_OF.get(char, re.escape(char)) for char in plain
    ]
    before = f"(?<!{_LETTER})" if whole_words and _is_letter(plain[0]) else ""
    after = f"(?!{_LETTER})" if whole_words and _is_letter(plain[-1]) else ""
    return re.compile(f"{before}{''.join(parts)}{after}", 0 if match_case else re.IGNORECASE)


def word_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return where the words of a folded text are; "follow-up", "70/1" and "Union's" are one word each."""
    return tuple(match.span() for match in _WORD.finditer(text))


def _is_letter(character: str) -> bool:
    return re.fullmatch(_LETTER, character) is not None
