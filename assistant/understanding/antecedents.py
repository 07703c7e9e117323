"""What a pronoun of a last turn stands for, by the question before and the clause that answered it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.understanding.noun_phrases import phrases

_SINGULAR = r"it|that one|this one|(?:that|this)(?=\W*$)"
_PLURAL = r"they|them|(?:those|these)(?=\W*$)"
_PRONOUN = re.compile(
    rf"\b(?:(?P<one>{_SINGULAR})|(?P<several>{_PLURAL})|(?P<its>its)|(?P<their>their)(?! own))\b",
    re.IGNORECASE,
)
_EXPLETIVE = re.compile(
    r"\b(?:is|was|does|make|take) it (?:possible|true|necessary|clear|that|to)\b", re.IGNORECASE
)
_TEXT = re.compile(
    r"\b(?:resolution|decision|plan|text|document|edition|annex|constitution|convention|preamble|section|"
    r"paragraph|clause|recital|part|chapter|edition)\b",
    re.IGNORECASE,
)
_WHO = re.compile(r"^(?:who|which|what (?!is\b|are\b|does\b|do\b))", re.IGNORECASE)
_WHICH = re.compile(r"^(?:in |by |under |at )?(?:which|what (?!is\b|are\b|does\b|do\b))", re.IGNORECASE)
_SUBJECT = re.compile(
    r"\b(?:must|does|do|did|shall|should|may|can|has|have|will) (?P<it>it|they|he|she)\b", re.IGNORECASE
)
_NAMED_TEXT = re.compile(
    r"\b(?:that|the same|those) (?P<noun>annex|appendix|resolution|decision|recommendation)(?:es|s)?\b",
    re.IGNORECASE,
)


def resolved(turn: str, before: str, quotes: Iterable[str], addressees: Sequence[str] = ()) -> str | None:
    """Return a turn with its pronoun spelt out; None where it has none or what it stands for is open.

    >>> resolved("Who oversees it?", "What is the harbour fund of works for?", [])
    'Who oversees the harbour fund of works?'
    """
    if named := _NAMED_TEXT.search(turn):
        found = _text_named(named["noun"], quotes)
        return f"{turn[: named.start()]}{found}{turn[named.end() :]}" if found else None
    if told := _addressee_meant(turn, before, addressees):
        return told
    match = _PRONOUN.search(turn)
    if match is None or _EXPLETIVE.search(turn):
        return None
    several = bool(match["several"] or match["their"])
    meant = [
        one
        for start, end in phrases(before)
        if _is_plural(one := before[start:end]) == several and not _TEXT.search(one)
    ]
    if not meant or (_WHO.match(before) and len(meant) > 1) or _WHICH.match(before):
        return None  # it may be what the question before asked for
    owner = "’s" if match["its"] else "’" if match["their"] else ""
    return f"{turn[: match.start()]}{meant[-1]}{owner}{turn[match.end() :]}"


def _addressee_meant(turn: str, before: str, addressees: Sequence[str]) -> str | None:
    """Spell out who a turn speaks of, as the clause that answered is addressed: "that Director"."""
    for name in addressees:
        noun = re.search(r"[A-Z][\w-]+", _bare(name).removeprefix("ITU "))
        if noun and (match := re.search(rf"\b(?:that|this|the same) {noun.group()}\b", turn)):
            return f"{turn[: match.start()]}the {_bare(name)}{turn[match.end() :]}"
    subject = _SUBJECT.search(turn)
    if subject is None or not _WHO.match(before) or len(addressees) != 1:
        return None
    return f"{turn[: subject.start('it')]}the {_bare(addressees[0])}{turn[subject.end('it') :]}"


def _bare(name: str) -> str:
    """Return a body's name without its article."""
    return re.sub(r"^[Tt]he ", "", name)


def _is_plural(phrase: str) -> bool:
    """Return True for a phrase whose noun is in the plural: the last word before what hangs on it."""
    noun = re.split(r" (?:of|for|on) ", phrase)[0].split()[-1].lower()
    return bool(re.search(r"[^su]s$", noun))


def _text_named(noun: str, quotes: Iterable[str]) -> str | None:
    """Return the one text of a type that quoted words name: "Appendix A to Annex 1"."""
    pattern = re.compile(
        rf"\b{noun} (?!to\b)[\w-]+(?: \([^)]*\))?"
        r"(?: to (?:the )?(?:(?-i:[A-Z])[\w-]*(?: [\w.-]*\d[\w.-]*)?(?: \([^)]*\))?|this [a-z]+))*",
        re.IGNORECASE,
    )
    found = dict.fromkeys(match.group() for quote in quotes for match in pattern.finditer(quote))
    return next(iter(found)) if len(found) == 1 else None
