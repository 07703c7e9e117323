"""One spelling for what has several: quotation marks, dashes and blanks, currencies, days, abbreviations.

`plain` changes signs only, so that an exact quote stays one. `alike` also changes words, for claims
that are compared and not quoted.
"""

from __future__ import annotations

import re

from assistant.forms import any_of

_SIGNS = str.maketrans("’‘‛`´“”„‟«»‐‑‒–—―−", '\'\'\'\'\'""""""-------')
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
# a note's mark, raised or, where the source lost that, glued to a word: "developing countries1;"
_MARK = re.compile(r"(?<=[\w.,;)])[⁰¹²³⁴⁵⁶⁷⁸⁹]+|(?<=[a-z]{4})\d{1,2}(?=[\s,;:.)]|$)|\*+")
_NEED = any_of(r"\b(?:as|if|when|where|whenever|wherever) (?:necessary|required|needed)\b")
_ALIKE = (
    (_NEED, "if necessary"),
    (any_of(r"\bSwiss francs?\b"), "CHF"),
    (any_of(r"\b(?:United States|US|U\.S\.) dollars?\b|\bUS\$|\bUSD\b"), "USD"),
    (any_of(r"\beuros?\b|€"), "EUR"),
    (any_of(r" ?° ?C\b"), " degrees Celsius"),
    (re.compile(r"\bPP-?(\d\d)\b"), r"Plenipotentiary Conference 20\1"),
    (re.compile(r"\bBureaux\b"), "Bureau"),
    (re.compile(r"\b([A-Z]{2,})s\b"), r"\1"),
    (any_of(r"\bno\. ?(?=\d)"), "No. "),
    (any_of(r"\bevery (?:other|second) (year|month|week|day)\b"), r"every two \1s"),
    (any_of(r"\b(?:go|goes|carry|carries|keep|keeps) on (?=\w+ing\b)"), "continue "),
    (any_of(r"\b(?:goes|going|go|carried|carries) on\b"), "continue"),
    (any_of(r"\bbiennially\b"), "every two years"),
    (any_of(r"\bhalf an hour\b"), "30 minutes"),
    (any_of(r"\ban hour and a half\b"), "90 minutes"),
    (any_of(r"\bhalf a year\b"), "6 months"),
    (any_of(r"\bround(?: |-)the(?: |-)clock\b"), "day and night"),
    (any_of(r"\b(?:the )?end of (?:the year )?(?=\d{4}\b)"), "31 December "),
)


def plain(text: str) -> str:
    r"""Make signs and blanks alike and leave out what nobody sees and the marks of notes.

    >>> plain("the “Union’s” plan¹ for 2024–2027")
    'the "Union\\'s" plan for 2024-2027'
    """
    return " ".join(_MARK.sub("", _UNSEEN.sub("", text.translate(_SIGNS))).split())


def alike(text: str) -> str:
    """Say alike what is alike: "where needed" and "when necessary", "Swiss francs" and "CHF"."""
    for form, other in _ALIKE:
        text = form.sub(other, text)
    return text
