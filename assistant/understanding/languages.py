"""The language of a question.

Told apart are the languages of the United Nations: three by their script, French and Spanish by their
commonest words. Any other language is answered in English. A language model that helps with a question
names the language by its code.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from enum import StrEnum

from index.tokens import words


class Language(StrEnum):
    """A language in which a question may be asked, by its ISO 639-1 code."""

    ENGLISH = "en"
    FRENCH = "fr"
    SPANISH = "es"
    RUSSIAN = "ru"
    ARABIC = "ar"
    CHINESE = "zh"
    OTHER = ""


_SCRIPTS = {"CYRILLIC": Language.RUSSIAN, "ARABIC": Language.ARABIC, "CJK": Language.CHINESE}
_COMMON = {
    Language.FRENCH: (
        "le la les des du une est que qui quels quelles quel quelle dans pour sur et au aux par avec sont "
        "doit doivent comment quand où pourquoi combien ce cette ces"
    ),
    Language.SPANISH: (
        "el los las una qué que cuáles cuál para sobre por del al con son debe deben cómo cuándo dónde "
        "quién es está y se cuántos en"
    ),
    Language.OTHER: (
        "der die das und ist welche welcher was wie nicht über von dem den il gli che della sono quali o os "
        "para não uma het een van wat"
    ),
}
_WORDS = {language: frozenset(row.split()) for language, row in _COMMON.items()}
_ENGLISH = frozenset(
    "the of to in is are what which who how when where why does do for on and by from with a an it".split()
)

_ENGLISH_ALONE = _ENGLISH - frozenset("a an by do in is it on to".split())
_LEFTWARDS = frozenset("ar dv fa he ps sd ug ur yi".split())
_FEW = 2  # words from which a question in no known language is taken for one in another


def is_leftwards(code: str) -> bool:
    """Return True if a language is written from right to left."""
    return code in _LEFTWARDS


def may_be_foreign(text: str, known: Container[str]) -> bool:
    """Return True for a question that is in another language than English, or seems to be.

    It seems so if it has no word that is English alone, and letters that English lacks, or half of its
    words are not among the `known` stems, those of the texts.

    >>> may_be_foreign("Kto nadzoruje plan strategiczny?", {"plan"})
    True
    """
    if language_of(text) != Language.ENGLISH:
        return True
    tokens = re.findall(r"[^\W\d_]+", text.lower())
    if len(tokens) < _FEW or any(word in _ENGLISH_ALONE for word in tokens):
        return False
    stems = words(text)
    return not "".join(tokens).isascii() or sum(stem not in known for stem in stems) >= len(stems) / 2


def language_of(text: str) -> Language:
    """Return the language of a question; too little to say counts as English.

    >>> language_of("Quels sont les objectifs de l'Union ?")
    <Language.FRENCH: 'fr'>
    """
    letters = [char for char in text if char.isalpha()]
    foreign = [unicodedata.name(letter, "").split()[0] for letter in letters if not letter.isascii()]
    for script, language in _SCRIPTS.items():
        if foreign.count(script) > len(letters) / 3:
            return language
    if sum(alphabet != "LATIN" for alphabet in foreign) > len(letters) / 3:
        return Language.OTHER
    tokens = re.findall(r"[^\W\d_]+", text.lower())
    counts = {language: sum(word in common for word in tokens) for language, common in _WORDS.items()}
    best = max(counts, key=lambda language: counts[language])
    if counts[best] < 2 or counts[best] <= sum(word in _ENGLISH for word in tokens):
        return Language.ENGLISH
    return best


def names_in(text: str) -> list[str]:
    """Return the words of a question that are names or numbers in any language."""
    return [
        word
        for word in text.replace("’", "'").split()
        if any(mark.isdigit() or (mark.isascii() and mark.isupper()) for mark in word)
    ]
