"""Numbers as lists print them in letters."""

from __future__ import annotations

_MOST_LETTERS = 30  # a letter that is repeated more often is no number


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
