"""Whether a clause holds the date, sum, share or number that a question asks for.

One number of the selector's evidence. The same for persons, places, names, reasons and penalties made no
difference on unseen questions (`evals/lab/NOTES.md`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from assistant.understanding.forms import CONDITIONAL, COUNTED, FACTS, Fact
from assistant.understanding.vocabulary import Vocabulary
from index.tokens import words
from ingest.markers import MONTHS

_MONTH = rf"(?:{MONTHS})"
_COUNT = (
    "(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|fifty|"
    "hundred|thousand|million)"
)
_DURATION = (
    rf"\b(?:\d+|{_COUNT}|one|an?|each|the first)(?:-| (?:full |consecutive |working |calendar |further )?)"
    r"(?:minutes?|hours?|days?|weeks?|months?|years?)\b"
)
_EDITION_NAME = re.compile(
    r"(?:Resolutions?|Decisions?|Annex|Article|Nos?\.|Report|Appendix|Goal|"
    r"Target)\s+[\w./-]+(?:\s*\([^()]*\))?"
    r"|\([^()]*\d{4}\)"
)
_WHOLE = re.compile(r"\b(?:all|every|each|universal) ([\w-]+)", re.IGNORECASE)  # a share too: the whole
_EVIDENCE: dict[Fact, re.Pattern[str]] = {
    Fact.DATE: re.compile(
        rf"\b{_MONTH}\b|\b(?:19|20)\d\d\b"
        rf"|\b(?:no later than|within \w+ (?:days|weeks|months|years))\b|{_DURATION}"
    ),
    Fact.MONEY: re.compile(r"\b(?:CHF|USD|EUR|Swiss francs?|dollars?|euros?)\b|[$€]\s?\d"),
    Fact.SHARE: re.compile(
        r"\d\s?(?:%|per ?cent)|\b(?:majority|half|thirds?|quarters?|most)\b", re.IGNORECASE
    ),
    Fact.NUMBER: re.compile(rf"\d|\b{_COUNT}\b", re.IGNORECASE),
}
_YEARS = re.compile(r"\b(?:19|20)\d{2}\b")
_NUMBERS = re.compile(rf"\b(?:\d+|{_COUNT})\b")
_REACH = 3  # words after a number within which what it counts must stand
_FREQUENCY = re.compile(
    r"\b(?:annual|annually|biennial|quadrennial|yearly|monthly|quarterly|every \w+ years?|each year|"
    rf"\w+-year)\b|{_DURATION}",
    re.IGNORECASE,
)
_OFTEN = re.compile(r"\bhow (?:often|long)\b", re.IGNORECASE)
_DAY = re.compile(r"\b(?:by|on|from) (?:what|which) (?:date|day)\b", re.IGNORECASE)
_DATED = re.compile(rf"\b{_MONTH}\b|\b(?:no later than|within|before|by) (?:the )?(?:\d|{_COUNT})")
_PAST = re.compile(r"\b(?:was|were|did|had|has|have)\b", re.IGNORECASE)
_EVENT = re.compile(r"\b(?:before|by|until|to|at) (?:the|its|their) (?:next|\d{4})\b")


class DateKind(Enum):
    """What kind of date is asked for."""

    DAY = auto()
    MONTH = auto()
    OFTEN = auto()  # how often, how long
    PAST = auto()  # when something was
    DUE = auto()  # when something is, or is to be


@dataclass(frozen=True, slots=True)
class FactAsked:
    """The kind of fact that a question asks for.

    `topic` are the stemmed words that the question is about. `counted` is the stem of what is to be counted,
    or ''; `when` is the kind of date.
    """

    kind: Fact
    topic: frozenset[str]
    counted: str
    when: DateKind

    def is_held_by(self, text: str) -> bool:
        """Return True if a text holds a fact of this kind; names of texts are neither numbers nor dates."""
        bare = text if self.kind == Fact.MONEY else _EDITION_NAME.sub(" ", text)
        bare = bare if self.kind == Fact.DATE else _YEARS.sub(" ", bare)
        return _EVIDENCE[self.kind].search(bare) is not None

    def is_stated_by(self, text: str, vocabulary: Vocabulary) -> bool:
        """Return True if a clause states this.

        A number must stand right before what is counted, if a text has the word for that; what is due
        may be due at an event, or every year; all of what is asked about is a share of it.
        """
        if self.kind == Fact.SHARE and any(set(words(noun)) & self.topic for noun in _WHOLE.findall(text)):
            return True
        if self.kind == Fact.NUMBER and self.counted and self.counted in vocabulary:
            bare = _YEARS.sub(" ", _EDITION_NAME.sub(" ", text)).lower()
            after = (
                re.findall(r"[a-z]+", bare[match.end() :][:80])[:_REACH] for match in _NUMBERS.finditer(bare)
            )
            return any(self.counted in words(" ".join(following)) for following in after)
        return self._dates(text) if self.kind == Fact.DATE else self.is_held_by(text)

    def _dates(self, text: str) -> bool:
        if self.when == DateKind.DAY:
            return _DATED.search(text) is not None
        if self.when == DateKind.MONTH:
            return re.search(rf"\b{_MONTH}\b", text) is not None
        if self.when == DateKind.OFTEN:
            return bool(_FREQUENCY.search(text))
        if self.when == DateKind.DUE and (_EVENT.search(text) or _FREQUENCY.search(text)):
            return True
        return self.is_held_by(text)


def fact_asked(form: str, about: Sequence[str]) -> FactAsked | None:
    """Return the kind of fact that a question asks for, by the words that say the form of its answer."""
    kind = next((fact for fact, pattern in FACTS if pattern.search(form)), None)
    if kind is None or (kind == Fact.DATE and CONDITIONAL.search(form)):
        return None
    counted = words(match[1]) if (match := COUNTED.search(form)) else []
    return FactAsked(kind, frozenset(about), next(iter(counted), ""), _when(form))


def _when(form: str) -> DateKind:
    if _DAY.search(form):
        return DateKind.DAY
    if "month" in form.lower():
        return DateKind.MONTH
    if _OFTEN.search(form):
        return DateKind.OFTEN
    return DateKind.PAST if _PAST.search(form) else DateKind.DUE
