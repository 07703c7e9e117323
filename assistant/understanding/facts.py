"""Whether a clause holds the kind of fact that a question asks for.

Scores alone cannot refuse: on near misses the best score tells answerable from unanswerable no
better than a coin (measured again here: AUROC .54 by cosine, .59 by shared words). The kind of
fact decides, and names and numbers that no text has.
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
# Capitals that name no particular thing: every text of the field has them.
_COMMON_CAPITALS = (
    "(?:ITU|Union|Member|Sector|United|Nations|General|Council|Plenipotentiary|Directors?|Bureaux?|States?|"
    "Goals?|"
    r"Annex|Resolutions?|Decisions?|Convention|Constitution|Secretar\w+|Members?|Sectors?|Internet)\b"
)
_PERSON_NAMED = re.compile(r"\b(?:Mr|Ms|Mrs|Dr|H\.E\.)\b")
_DOING = re.compile(r"\bwho (?:chairs?|heads?|presides?|signed|wrote|leads?|commands?)\b", re.IGNORECASE)
_WHOLE = re.compile(r"\b(?:all|every|each|universal) ([\w-]+)", re.IGNORECASE)  # a share too: the whole
_EVIDENCE: dict[Fact, re.Pattern[str]] = {
    Fact.PERSON: re.compile(
        r"\b(?:Mr|Ms|Mrs|Dr|H\.E\.)\b|\b(?:chaired|headed|led|presided over|signed) by\b"
    ),
    Fact.DATE: re.compile(
        rf"\b{_MONTH}\b|\b(?:19|20)\d\d\b"
        rf"|\b(?:no later than|within \w+ (?:days|weeks|months|years))\b|{_DURATION}"
    ),
    Fact.MONEY: re.compile(r"\b(?:CHF|USD|EUR|Swiss francs?|dollars?|euros?)\b|[$€]\s?\d"),
    Fact.SHARE: re.compile(
        r"\d\s?(?:%|per ?cent)|\b(?:majority|half|thirds?|quarters?|most)\b", re.IGNORECASE
    ),
    Fact.NUMBER: re.compile(rf"\d|\b{_COUNT}\b", re.IGNORECASE),
    Fact.PLACE: re.compile(
        rf"\b(?:in|at) (?!{_COMMON_CAPITALS})[A-Z][a-z]+\b|\([A-Z][a-z]+(?: [A-Z][a-z]+)?, \d{{4}}\)"
    ),
    Fact.REASON: re.compile(
        r"\b(?:because|in order (?:to|that)|so that|due to|owing to|as a result|with a view to|since|"
        r"therefore|given that|in the light of|essential|vital|to (?:ensure|enable|avoid|better))\b",
        re.IGNORECASE,
    ),
    Fact.NAME: re.compile(
        rf"\b(?:called|named|known as|entitled|namely)\b|(?<=[a-z,] )(?!{_COMMON_CAPITALS})[A-Z][a-z]+"
    ),
    Fact.PENALTY: re.compile(
        r"\b(?:sanctions?|penalt|suspen|forfeit|fines?\b|loss of (?:the )?(?:right|vote)|breach|struck|"
        r"removed?\b|"
        r"withdr[ae]w|laps(?:es?|ed)\b|revok|cancel|exclud|repay|refund|terminat|ceases? to|los(?:es?|"
        r"t) (?:the|its|"
        r"their)|void\b|recover|bear the cost|liable)",
        re.IGNORECASE,
    ),
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
_REASONED = 0.2  # of a question for a reason, the share that a clause must have: it presupposes the rest


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
    or ''; `when` the kind of date; `by_deed`: whether a person is asked for who does something.
    """

    kind: Fact
    topic: frozenset[str]
    counted: str
    when: DateKind
    by_deed: bool

    def is_held_by(self, text: str) -> bool:
        """Return True if a text holds a fact of this kind."""
        return holds(self.kind, text)

    def is_stated_by(self, text: str, coverage: float, vocabulary: Vocabulary) -> bool:
        """Return True if a clause states this, given the share of the question's words that it has.

        A number must stand right before what is counted, if a text has the word for that; a reason
        is given only by a clause that has enough of what the question takes for granted; what is due
        may be due at an event, or every year; all of what is asked about is a share of it; the head of
        something is a person, by name.
        """
        if self.kind == Fact.REASON and coverage < _REASONED:
            return False
        if self.kind == Fact.SHARE and any(set(words(noun)) & self.topic for noun in _WHOLE.findall(text)):
            return True
        if self.kind == Fact.PERSON and not self.by_deed:
            return _PERSON_NAMED.search(text) is not None
        if self.kind == Fact.NUMBER and self.counted and self.counted in vocabulary:
            return _counts(text, [self.counted])
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
    by_deed = _DOING.search(form) is not None
    return FactAsked(kind, frozenset(about), next(iter(counted), ""), _when(form), by_deed)


def _when(form: str) -> DateKind:
    if _DAY.search(form):
        return DateKind.DAY
    if "month" in form.lower():
        return DateKind.MONTH
    if _OFTEN.search(form):
        return DateKind.OFTEN
    return DateKind.PAST if _PAST.search(form) else DateKind.DUE


def holds(fact: Fact, text: str) -> bool:
    """Return True if a text holds a fact of this kind; names of instruments are neither numbers nor dates."""
    bare = _EDITION_NAME.sub(" ", text) if fact in (Fact.NUMBER, Fact.SHARE, Fact.DATE) else text
    bare = bare if fact == Fact.DATE else _YEARS.sub(" ", bare)
    return _EVIDENCE[fact].search(bare) is not None


def _counts(text: str, wanted: Sequence[str]) -> bool:
    bare = _YEARS.sub(" ", _EDITION_NAME.sub(" ", text)).lower()
    after = (re.findall(r"[a-z]+", bare[match.end() :][:80])[:_REACH] for match in _NUMBERS.finditer(bare))
    return any(set(wanted) <= set(words(" ".join(following))) for following in after)
