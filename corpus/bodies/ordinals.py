"""Ordinals and Roman numerals: how sessions, chapters and items are counted."""

from __future__ import annotations

_UNITS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TEENS = (
    "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def _words() -> dict[str, int]:
    found = {word: number for number, word in enumerate((*_UNITS, *_TEENS)) if word}
    for ten, stem in enumerate(_TENS, start=2):
        found[f"{stem.removesuffix('y')}ieth"] = 10 * ten
        found |= {f"{stem}-{unit}": 10 * ten + number for number, unit in enumerate(_UNITS) if unit}
    return found


ORDINALS = _words()
"""The ordinals in words, "first" to "ninety-ninth", with their numbers."""
ORDINAL = rf"(?:[1-9][0-9]{{0,2}}(?:st|nd|rd|th)|(?i:{'|'.join(ORDINALS).replace('-', '[- ]')}))"
"""The pattern of an ordinal in digits or words: no word of ORDINALS begins another."""


def ordinal_number(text: str) -> int | None:
    """Return the number of an ordinal in digits or words, "24th", "Sixty-sixth", None for any other text."""
    digits = text[:-2]
    if digits.isdigit() and text[-2:].lower() in ("st", "nd", "rd", "th"):
        return int(digits)
    return ORDINALS.get(text.lower().replace(" ", "-"))


def ordinal(number: int) -> str:
    """Return an ordinal in digits: "1st", "12th", "23rd"."""
    last = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{last}"


def roman(number: int) -> str:
    """Return a Roman numeral from I to CCCXCIX, any other number in digits."""
    if not 0 < number < 400:
        return str(number)
    printed = ""
    for value, sign in _ROMAN:
        while number >= value:
            printed, number = printed + sign, number - value
    return printed


def roman_number(text: str) -> int | None:
    """Return the number of a Roman numeral in any case, None for one that is not well formed: "IIII"."""
    number, rest = 0, text.upper()
    for value, sign in _ROMAN:
        while rest.startswith(sign):
            number, rest = number + value, rest.removeprefix(sign)
    return number if not rest and roman(number) == text.upper() else None
