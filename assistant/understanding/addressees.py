"""Questions about a body's duties: how they are asked, how bodies are named, which heads address them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from assistant.understanding.forms import any_of, topic
from corpus.heads import Head
from corpus.instruments import Edition
from corpus.remembered import once_per_edition
from corpus.thesaurus import thesaurus
from index.tokens import words

_DUTY = any_of(
    r"\b(?:must|shall|should|have to|has to|supposed to|expected to|told|tells?|asks?|asked)\b",
    r"\b(?:instruct(?:s|ed|ions?)?|invit(?:es?|ed|ations?)|request(?:s|ed)?|urge[sd]?|encourage[sd]?|"
    r"authori[sz]e[sd]?|recommended)\b",
    r"\bcall(?:s|ed) (?:up)?on\b|\b(?:want|expect|demand|requir)(?:s|es|ed)? (?:from|of)\b",
    r"\b(?:task(?:s|ed)?|dut(?:y|ies)|responsib\w+|mandates?|obligations?|to-?do|homework|assignments?)\b",
)
_WHO = re.compile(
    r"^\s*who(?:m)?\b|\bwho (?:has|have|must|is|was|should)\b|\bwhich (?:body|organ|part)\b", re.IGNORECASE
)
# What bodies are called for short, and how heads spell them.
BODIES = {
    "sg": "secretary-general",
    "secretary general": "secretary-general",
    "secgen": "secretary-general",
    "gov council": "council",
    "bureau directors": "directors",
    "bureaux directors": "directors",
    "ms": "member states",
    "member countries": "member states",
    "governments": "member states",
    "countries": "member states",
    "sm": "sector members",
    "sect. members": "sector members",
}
_BUREAUX = {
    "bdt": "director of the telecommunication development bureau",
    "tsb": "director of the telecommunication standardization bureau",
    "br": "director of the radiocommunication bureau",
}
# "the head of BDT", "BDT's Director", "the radio bureau's Director"
_OF_BUREAU = re.compile(
    r"\b(?:directors?|head|chief|boss) of (?:the )?(?P<of>bdt|tsb|br)\b"
    r"|\b(?P<own>bdt|tsb|br)(?:'s)? (?:director|head|chief|boss)\b"
)
_VERBS = {
    "instruct": r"instruct|told|must|order",
    "invite": r"invit",
    "request": r"request",
    "urge": r"urge",
    "encourage": r"encourag",
    "authori": r"authori[sz]",
    "recommend": r"recommend",
}
_SHORT_FORM = re.compile(r"\b[A-Z]{3,8}\b")
_INITIALS = 3  # letters that name a body for short
DUTY_WORDS = frozenset(
    words(
        "must shall should have told tell ask asked instruct instructed instructs instruction instructions "
        "invite invited invites invitation request requested urge urged call called upon encourage "
        "encouraged task tasks tasked duty duties responsible responsibility responsibilities mandate "
        "obligation obligations expected supposed do does done everything all this plan strategic "
        "paragraph resolution job jobs assignment role want wants wanted expect expects demand demands"
    )
)


@dataclass(frozen=True, slots=True)
class DutyAsked:
    """A question for a body's duties.

    `bodies` is the question with bodies spelt as in heads; `last` is the same for its last sentence: "what
    must A do? and B?" asks about B. `about` are the stems of its other words, without those that ask for
    duties or for a form of answer. `verbs` are the stems of its verbs of mandate.
    """

    bodies: str
    last: str
    about: frozenset[str]
    verbs: tuple[str, ...]


def duty_asked(text: str) -> DutyAsked | None:
    """Return what duties a question asks for; None if it asks which body has them."""
    if not _DUTY.search(text) or _WHO.search(text):
        return None
    bodies = names_said(text)
    return DutyAsked(
        bodies,
        names_said(re.split(r"[?.!] ", text.strip())[-1]),
        frozenset(topic(spelt_out(text))) - DUTY_WORDS,
        tuple(stem for stem, forms in _VERBS.items() if re.search(forms, bodies)),
    )


def spelt_out(text: str) -> str:
    """Spell bodies as heads do, in lower case."""
    lowered = f" {text.lower()} ".replace("’", "'")
    for short, long in BODIES.items():
        lowered = re.sub(rf"(?<!\w){re.escape(short)}(?!\w)", long, lowered)
    return _OF_BUREAU.sub(lambda match: _BUREAUX[match["of"] or match["own"]], lowered)


def names_said(text: str) -> str:
    """Spell bodies as heads do; short forms in capitals stand at the end again: "[who]"."""
    return " ".join((spelt_out(text), *(f"[{short}]" for short in _short_forms(text))))


def _short_forms(text: str) -> list[str]:
    """Return the short forms in capitals that a text has, in lower case."""
    return [] if text.isupper() else [short.lower() for short in dict.fromkeys(_SHORT_FORM.findall(text))]


def addressee_named(head: Head, lowered: str) -> str:
    """Return the longest name of whom a head addresses that a question has, or ''."""
    return max(
        (name for addressee in head.addressees for name in names_of(addressee, lowered)), key=len, default=""
    )


def names_of(addressee: str, lowered: str) -> list[str]:
    """Return the names of an addressee that a question has."""
    names = (name for name in _names(addressee) if name in lowered)
    return [name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", lowered)]


def bodies_told(editions: Iterable[Edition]) -> frozenset[str]:
    """Return whom the heads of texts address, as the heads spell them."""
    return frozenset(name for edition in editions for name in _told(edition))


@once_per_edition
def _told(edition: Edition) -> Iterator[str]:
    """Walk whom the heads of a text address."""
    for provision in edition.provisions:
        yield from provision.head.addressees if provision.head else ()


def with_body(question: str, turn: str, bodies: Iterable[str]) -> str:
    """Return a question with the body that a turn names in place of its own; '' if there is none.

    >>> with_body("What must the SG report?", "for the Council", ["the ITU Council", "the Secretary-General"])
    'What must the Council report?'
    """
    known = {name for body in bodies for name in _names(body) if not name.startswith("[")}
    names = sorted({*known, *BODIES, *_BUREAUX}, key=len, reverse=True)
    named = rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)"
    meant = re.fullmatch(rf"(?:(?:of|for|to|by|on) )?(?:the )?(?P<body>{named})", turn, re.IGNORECASE)
    said = list(re.finditer(named, question, re.IGNORECASE))
    if not meant or len({match.group().lower() for match in said}) != 1:
        return ""
    return re.sub(named, meant["body"], question, flags=re.IGNORECASE)


@cache
def _names(addressee: str) -> tuple[str, ...]:
    """Return the ways to name an addressee: whole, without "ITU", a collective's first word, for short."""
    bare, *in_brackets = map(str.strip, re.split("[()]", addressee.lower()))
    found = [bare, bare.removeprefix("itu "), *filter(None, in_brackets)]
    if bare.startswith("directors of"):
        found.append("directors")
    initials = "".join(re.findall(r"\b[A-Z]", addressee)).lower()
    if len(initials) >= _INITIALS:
        found.append(f"[{initials}]")
    for entry in thesaurus():
        if bare in entry.official:
            found += [*entry.official, *entry.plain, *(f"[{short.lower()}]" for short in entry.abbreviations)]
    return tuple(dict.fromkeys(found))
