"""The two things that a question compares, and the question asked of each alone.

What the two share is said once: "the duties of the Council and of the Secretary-General", "ITU-R and
ITU-T outcomes". Each side gets it back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.understanding import forms
from assistant.understanding.noun_phrases import PREPOSITION

_HEADED = re.compile(rf"(?P<head>.+?\s)(?P<preposition>{PREPOSITION})\s(?P<rest>.+)", re.IGNORECASE)
_OF_OTHER = re.compile(
    rf"(?:(?P<that>that|those|(?:the )?ones?) )?(?P<preposition>{PREPOSITION}) (?P<rest>.+)", re.IGNORECASE
)
_OWNED = re.compile(r".+?['’]s? (?P<thing>.+)")
# "the majority for changing the Constitution", "the Convention": two names alike at the ends
_NAME = r"(?:the|an?) [\w-]+(?: [\w-]+)*|(?-i:[A-Z])[\w-]+"
_ENDING = re.compile(rf"(?P<head>.+\s{PREPOSITION} (?:[\w-]+ing )?)(?:{_NAME})", re.IGNORECASE)
# What may stand alone before a noun that comes later: a name, a symbol, an adjective.
_QUALIFIER = re.compile(
    r"(?:the )?(?:(?-i:[A-Z])[\w/.-]*|[\w-]+(?:al|ive|ic|ed|ous|ary|ent|ern|ble))", re.IGNORECASE
)
_QUALIFIED = re.compile(r"(?:the )?[\w/.-]+ (?P<noun>(?-i:[a-z]).*)", re.IGNORECASE)
# What both are asked about, before them or behind: "By 2030: schools versus homes", "… on the budget".
_NAMED_FIRST = re.compile(r"[^:]+: (?=\S)")
_SHARED = re.compile(
    r" (?:on|about|regarding|concerning|when it comes to|as regards|with regard to) |[.;!?] ", re.IGNORECASE
)
_COMPARING = forms.any_of(
    r"\b(?:what(?:'s| is| are) )?(?:the |a )?(?:main |exact |only )?(?:difference|distinction|contrast)s?"
    r"(?: (?:between|in))?\b",
    r"\b(?:please )?(?:compare|contrast|set)\b|\bwhat distinguishes\b",
    r"\b(?:differ(?:s|ent)?|compared?|in comparison)\b(?: (?:from|with|to))?",
    r"\b(?:the same|alike|identical)\b|\beach(?: of (?:them|the two))?\b|\bside by side\b",
    r"\bdo(?:es)? not(?:,? and the other way round)?(?=\W*$)",
)
_OPENING = forms.any_of(
    r"^(?:is there|are there|are|is|do|does) ", r"\b(?:how|in what \w+) (?:do|does|are|is) "
)


@dataclass(frozen=True, slots=True)
class Side:
    """One of two things that are compared, in full, and what is asked of it."""

    said: str
    asked: str


def sides_of(text: str) -> tuple[Side, ...]:
    """Return the two things that a question compares, or nothing."""
    match = forms.SIDES.search(text) if forms.COMPARISON.search(text) else None
    spans = [match.span(at) for at in range(1, len(match.groups()) + 1) if match[at]] if match else []
    if len(spans) != 2:
        return ()
    (start, end), (begin, close) = spans
    if named := _NAMED_FIRST.match(text[start:end]):
        start += named.end()
    if shared := _SHARED.search(text[begin:close]):
        close = begin + shared.start()
    said = _in_full(text[start:end].strip(), text[begin:close].strip())
    first, second = (without_comparing(f"{text[:start]}{one}{text[close:]}") for one in said)
    return Side(said[0], first), Side(said[1], second)


def _in_full(first: str, second: str) -> tuple[str, str]:
    """Give each side what only the other says for both."""
    head, of_other = _HEADED.fullmatch(first), _OF_OTHER.fullmatch(second)
    if head and of_other and head["preposition"].lower() == of_other["preposition"].lower():
        return first, f"{head['head']}{of_other['preposition']} {of_other['rest']}"
    if of_other and of_other["that"]:
        owned = _OWNED.fullmatch(first)
        return first, f"the {owned['thing']} of {of_other['rest']}" if owned else of_other["rest"]
    ending = _ENDING.fullmatch(first)
    if ending and re.fullmatch(_NAME, second, re.IGNORECASE) and not re.search(rf"\b{PREPOSITION}\b", second):
        return first, f"{ending['head']}{second}"
    if (qualified := _QUALIFIED.fullmatch(second)) and _QUALIFIER.fullmatch(first):
        alike = first[0].isupper() == second[0].isupper()
        return (f"{first} {qualified['noun']}", second) if alike else (first, second)
    return first, second


def without_comparing(text: str) -> str:
    """Return a question without the words that compare."""
    left = " ".join(_COMPARING.sub(" ", text).split())
    return _OPENING.sub("", left)
