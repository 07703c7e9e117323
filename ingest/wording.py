"""English words in labels: ordinal numbers, and the singular of a list's noun."""

from __future__ import annotations

_ORDINALS = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth",
]  # fmt: skip
_PLURALS = (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("s", ""))


def singular(noun: str) -> str:
    """Return the singular of a regular English plural: "policies" → "policy"."""
    for plural, end in _PLURALS:
        if noun.endswith(plural):
            return noun.removesuffix(plural) + end
    return noun


def ordinal(number: int) -> str:
    """Print an ordinal number: "first", "21st"."""
    if number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
