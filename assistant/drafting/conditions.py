"""On what condition: the words of a mandate that limit it, "subject to …", "where appropriate", "if …"."""

from __future__ import annotations

import re

from assistant.understanding.forms import any_of

_FIT = (
    r"(?:appropriate|necessary|possible|applicable|required|needed|relevant|practicable|feasible|"
    r"(?:so )?requested|need be)"
)
_END = r"[^,;:.]*(?:(?:\.(?=\d)|(?<=No)\.|(?<=Nos)\.)[^,;:.]*)*"
_CONDITION = any_of(
    r"\b(?<!soon )(?!as (?:requested|required|needed|necessary|applicable|relevant) (?:by|in|for|to|under)\b)"
    r"(?:as|if|when|where|whenever|wherever)(?: and (?:as|if|when|where))? "
    rf"(?:deemed |considered )?{_FIT}\b",
    r"\b(?:subject to|provided that|on (?:the )?condition that|without prejudice to|unless|"
    r"except (?:for|where|when|in|if|that)|save (?:for|where|that|in)|in the event (?:of|that)|"
    rf"only (?:if|when|where|after|with))\b{_END}",
    r"\b(?:to the (?:fullest |greatest |maximum )?extent (?:possible|practicable|feasible)"
    r"|(?:in )?so far as (?:possible|practicable)|insofar as (?:possible|practicable)"
    r"|as far as (?:possible|practicable))\b",
    rf"\b(?:to the extent that|insofar as|in so far as|so long as|as long as)\b{_END}",
    r"\b(?:(?:up)?on (?:(?:their|its|the) )?|at (?:the|their|its) )request\b(?: of [^,;:.]+)?",
    r"\bwithin (?:(?:the|its|their|his|her|our) )?(?:[\w-]+ (?:and )?){0,4}?"
    r"(?:resources|means|limits?|budgets?|mandates?|competences?|remits?|appropriations|ceilings?|credits|"
    r"constraints|allocations?)\b(?: and (?:[\w-]+ ){0,2}?"
    r"(?:resources|means|budgets?|mandates?|competences?))?"
    rf"(?: (?:of|available|allocated|established|set|laid) {_END})?",
    rf"\b(?:if|whenever)\b{_END}",
    rf"(?:^|(?<=, )|(?<=and ))(?:where|wherever|when)\b{_END}",
)  # fmt: skip
_GOES_ON = re.compile(r" and (?:to|that|shall|[a-z]+ing)\b.*| and$", re.DOTALL)


def conditions(text: str) -> tuple[str, ...]:
    """Return the words that make what is asked conditional, in order, as the text has them.

    >>> conditions("to assist, where appropriate, within available resources")
    ('where appropriate', 'within available resources')
    """
    found = (_GOES_ON.sub("", match.group()).strip() for match in _CONDITION.finditer(text))
    return tuple(dict.fromkeys(limit for limit in found if " " in limit))  # "If, in that case, …": not "If"
