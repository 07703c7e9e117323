"""Numbers as lists print them: letters, roman numerals, with leading zeros."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST_LETTERS = 30  # a letter that is repeated more often is no number


def roman(number: int) -> str:
    """Print 1 to 3999 in small roman numerals, any other number in digits.

    >>> roman(14)
    'xiv'
    """
    if not 0 < number < 4000:
        return str(number)
    printed: list[str] = []
    for value, sign in _ROMAN:
        printed.append(sign * (number // value))
        number %= value
    return "".join(printed)


def letters(number: int) -> str:
    """Print a … z, aa, ab … as web pages do; what is below 1 in digits.

    >>> letters(28)
    'ab'
    """
    if number < 1:
        return str(number)
    printed = ""
    while number:
        number, letter = divmod(number - 1, 26)
        printed = chr(ord("a") + letter) + printed
    return printed


def repeated_letters(number: int) -> str:
    """Print a … z, aa, bb … as Word does; what is below 1 or has too many letters in digits.

    >>> repeated_letters(28)
    'bb'
    """
    times, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (times + 1) if 0 <= times < _MOST_LETTERS else str(number)


def ordinal(number: int) -> str:
    """Print 1st, 2nd, 3rd, 4th.

    >>> ordinal(22)
    '22nd'
    """
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}" + {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
