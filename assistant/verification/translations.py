"""The translation of a checked opening: it is shown only where its numbers and names are the same.

Whether it says the same in every other respect cannot be checked here: it is shown as a language model's
translation, above the checked sentence. A number or a month in words of another language cannot be read, so
both are asked for in digits, and names in English; a translation in which they differ is not shown.
"""

from __future__ import annotations

import re
import unicodedata

from assistant.verification.amounts import numbers
from assistant.verification.openings import form_objection
from index.tokens import words
from ingest.markers import MONTHS

_LONGEST = 600  # characters
_MONTH_NUMBERS = {name: str(at) for at, name in enumerate(MONTHS.split("|"), 1)}
_DATED = re.compile(rf"\b({MONTHS})\b(?=,? \d)|(?<=\d )\b({MONTHS})\b")
_LATIN = re.compile(r"[A-Za-z][\w’'-]*")
_NAME = re.compile(r"[A-Z][\w-]*")
_ABBREVIATION = re.compile(r"\b[A-Z][a-z]*[A-Z][\w-]*")
_TOKEN = re.compile(r"\bc\d+\b")
_NOUNS_WITH_CAPITALS = frozenset(("de", "lb"))


def translation_objection(translation: str, sentence: str, language: str) -> str:
    """Return why a translation of a checked sentence is not shown; '' where it may be.

    >>> translation_objection("Le Council siège 4 jours.", "The Council sits for 3 days.", "fr")
    'its numbers are not those of the sentence: 3, 4'
    """
    if not translation:
        return "there is none"
    if problem := form_objection(translation, _LONGEST):
        return problem
    if translation.strip() == sentence.strip():
        return "it repeats the sentence"
    translation = _in_common_digits(translation)
    if figures := _figures(translation) ^ _figures(_dated(sentence)):
        return f"its numbers are not those of the sentence: {', '.join(sorted(figures))}"
    if _TOKEN.search(translation):
        return "it names a clause by its token"
    if others := _other_names(translation, sentence, language):
        return f"its names are not those of the sentence: {', '.join(others)}"
    return ""


def _figures(text: str) -> set[str]:
    return {part.lstrip("0") or "0" for number in numbers(text) for part in re.findall(r"\d+", number)}


def _dated(sentence: str) -> str:
    return _DATED.sub(lambda match: _MONTH_NUMBERS[match[1] or match[2]], sentence)


def _in_common_digits(text: str) -> str:
    return "".join(str(unicodedata.digit(char)) if char.isdigit() else char for char in text)


def _other_names(translation: str, sentence: str, language: str) -> list[str]:
    """Return names of the sentence that its translation lacks, and names that only the translation has."""
    known = {part for name in _names(sentence) for part in words(name)}
    there = set(words(" ".join(_LATIN.findall(translation))))
    if language in _NOUNS_WITH_CAPITALS:
        capitalised = set(_ABBREVIATION.findall(translation))
    else:
        capitalised = {match.group() for match in _NAME.finditer(translation) if match.start() > 0}
    own = set(words(sentence))
    new = sorted(name for name in capitalised if not own.issuperset(words(name)))
    return [*sorted(known - there), *new]


def _names(sentence: str) -> list[str]:
    """Return the capitalised words of a sentence; the first only where it is part of a longer name."""
    found = list(_NAME.finditer(_DATED.sub("", sentence)))
    return [
        match.group()
        for at, match in enumerate(found)
        if match.start() > 0
        or _ABBREVIATION.fullmatch(match.group())
        or (at + 1 < len(found) and found[at + 1].start() == match.end() + 1)
    ]
