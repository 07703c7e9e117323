"""English words in labels: ordinal numbers, and the singular of a list's noun."""

from __future__ import annotations

from corpus.bodies import ordinals

_SPELT = {number: word for word, number in ordinals.ORDINALS.items() if number <= 20}
_PLURALS = (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("s", ""))


def singular(noun: str) -> str:
    """Return the singular of a regular English plural: "policies" → "policy"."""
    for plural, end in _PLURALS:
        if noun.endswith(plural):
            return noun.removesuffix(plural) + end
    return noun


def ordinal(number: int) -> str:
    """Print an ordinal number: "first", "21st"."""
    return _SPELT.get(number) or ordinals.ordinal(number)
