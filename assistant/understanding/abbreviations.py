"""Abbreviations: what is one, where it is used, and the words that it stands for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

_SHORT = "[A-Z][A-Z0-9-]{1,9}"
_IN_BRACKETS = re.compile(rf"\((?P<short>{_SHORT}s?)\)")
_CAPITALS = re.compile(rf"(?<![\w-]){_SHORT}s?(?![\w-])")
_SYMBOL = re.compile(r"[/.\d]")
_GOES_ON = ("/", *(f".{digit}" for digit in range(10)))  # what goes on is the symbol of a document
_SEVERAL_WORDS = re.compile(r"\w[ -]\w")
# What is no name: an item's end, a bracket, another Sector's letters ("ITU-T and the Lamp Sector").
_BEYOND_A_NAME = re.compile(r"[();:]|\b[A-Z]{2,}-[A-Z]\b")


def uses(text: str, abbreviation: str) -> bool:
    """Return True if a text has an abbreviation, or its plural."""
    return re.search(rf"\b{re.escape(abbreviation.removesuffix('s'))}s?\b", text) is not None


def spelt_out_in(text: str) -> Iterator[tuple[str, str]]:
    """Walk every abbreviation that a text spells out: as it stands there, and its words.

    Skips abbreviations that belong to another word or whose long form is unclear.

    >>> list(spelt_out_in("the Lamp Advisory Group (LAG) of the Union (see III)"))
    [('LAG', 'Lamp Advisory Group')]
    """
    for match in _IN_BRACKETS.finditer(text):
        before, short = text[: match.start()].rstrip(), match["short"].removesuffix("s")
        long = _of_initials(before, short) or _long_form(before, short)
        if _SEVERAL_WORDS.search(long) and not _BEYOND_A_NAME.search(long):
            yield match["short"], long


def short_forms(text: str) -> list[str]:
    """Return the words in capitals that may be abbreviations, in the singular; parts of symbols are none.

    >>> short_forms("several LAGs of decision 7/CMA.3, see WHA66.1")
    ['LAG']
    """
    found = (match for match in _CAPITALS.finditer(text) if _SYMBOL.match(text, match.start() - 1) is None)
    return [match.group().removesuffix("s") for match in found if not text.startswith(_GOES_ON, match.end())]


def used_in(texts: Iterable[str], abbreviations: Iterable[str]) -> Counter[str]:
    """Count the texts that have each abbreviation, its plural too; one that none has is left out."""
    wanted = {abbreviation.removesuffix("s") for abbreviation in abbreviations}
    counted = Counter[str]()
    for text in texts:
        counted.update({short.removesuffix("s") for short in _CAPITALS.findall(text)} & wanted)
    return counted


def _of_initials(before: str, abbreviation: str) -> str:
    """Return the capitalised words before a bracket if its letters are their initials in any order, or ''.

    The letters can be those of another language: "Telecommunication Development Bureau" for BDT.
    """
    found = before.split()[-len(abbreviation) :]
    initials = sorted(word[0] for word in found if word[0].isupper())
    return " ".join(found) if initials == sorted(abbreviation) else ""


def _long_form(before: str, abbreviation: str) -> str:
    """Return the words before a bracket that its letters abbreviate, or ''.

    Its letters occur in them in order, the first at the start of a word, as few words as do; the
    algorithm of Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions"
    (2003), read backwards: "landlocked developing countries" for LLDC.
    """
    letters = [char for char in abbreviation.lower() if char.isalnum()]
    at = len(before)
    for place, letter in reversed([*enumerate(letters)]):
        at = before.lower().rfind(letter, 0, at)
        while at > 0 and place == 0 and before[at - 1].isalnum():
            at = before.lower().rfind(letter, 0, at)
        if at < 0:
            return ""
    found = before[at:]
    return found if len(found.split()) <= min(len(letters) + 5, 2 * len(letters)) else ""
