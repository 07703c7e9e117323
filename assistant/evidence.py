"""Whether a clause holds the kind of fact that a question asks for, and how sure a match is.

Scores alone cannot refuse: on near misses the best score tells answerable from unanswerable no
better than a coin. The kind of fact decides first, then a calibrated score.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from assistant.question import Fact

_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_COUNT = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|fifty|hundred|thousand|million)"
)
_EDITION_NAME = re.compile(
    r"(?:Resolutions?|Decisions?|Annex|Article|Nos?\.|Report|Appendix|Goal|Target)\s+[\w./-]+(?:\s*\([^()]*\))?|\([^()]*\d{4}\)"
)
_EVIDENCE: dict[Fact, re.Pattern[str]] = {
    Fact.PERSON: re.compile(r"\b(?:Mr|Ms|Mrs|Dr|H\.E\.)\b|\b(?:chaired|headed|led|presided over|signed) by\b"),
    Fact.DATE: re.compile(
        rf"\b\d{{1,2}} {_MONTH}|\b{_MONTH} \d{{4}}|\b(?:19|20)\d\d\b"
        r"|\b(?:annual|annually|biennial|quadrennial|yearly|monthly|quarterly|every \w+ years?|each year)\b"
        r"|\b(?:next|before the|by the|at its \d{4}|no later than|within \w+ (?:days|weeks|months|years))\b"
        r"|\b\w+-year\b|\byearly basis\b"
    ),
    Fact.MONEY: re.compile(r"\b(?:CHF|USD|EUR|Swiss francs?|dollars?|euros?)\b|[$€]\s?\d"),
    Fact.SHARE: re.compile(r"\d\s?(?:%|per ?cent)|\b(?:majority|half|third|quarter|all)\b"),
    Fact.NUMBER: re.compile(rf"\d|\b{_COUNT}\b", re.IGNORECASE),
    Fact.PLACE: re.compile(r"\b(?:in|at) [A-Z][a-z]+(?:, [A-Z][a-z]+)?\b|\([A-Z][a-z]+(?: [A-Z][a-z]+)?, \d{4}\)"),
    Fact.REASON: re.compile(
        r"\b(?:because|in order (?:to|that)|so that|due to|owing to|as a result|with a view to|since|therefore|"
        r"given that|in the light of|essential|vital|to (?:ensure|enable|avoid|better))\b",
        re.IGNORECASE,
    ),
    Fact.PENALTY: re.compile(r"\b(?:sanctions?|penalt|suspen|forfeit|fines?\b|loss of (?:the )?(?:right|vote)|breach)", re.IGNORECASE),
}  # fmt: skip
# Fitted on the development questions over Resolution 71; see `python -m evals calibrate`.
_INTERCEPT, _DENSE, _COVERAGE = -4.0, 6.0, 3.0
ANSWERABLE = 0.5
"""The probability from which a clause is shown as an answer."""


def holds(fact: Fact, text: str) -> bool:
    """Tell whether a text holds a fact of this kind; names of instruments are no numbers or dates."""
    bare = _EDITION_NAME.sub(" ", text) if fact in (Fact.NUMBER, Fact.SHARE) else text
    return _EVIDENCE[fact].search(bare) is not None


def probability(dense: float | None, coverage: float) -> float:
    """Return how likely it is that a best match with these scores answers its question.

    A logistic function of the cosine and of the share of the question's words that the clause
    has; without vectors the coverage stands for both.
    """
    cosine = coverage if dense is None else dense
    return 1 / (1 + math.exp(-(_INTERCEPT + _DENSE * cosine + _COVERAGE * coverage)))


def named(facts: Iterable[Fact]) -> str:
    """Print kinds of facts: "a number or a date"."""
    return " or ".join(facts)
