"""Questions for every place that mentions something, and for the texts that a text names."""

from __future__ import annotations

import re
from enum import Enum, auto

from assistant.understanding.forms import any_of
from assistant.understanding.question import Question, Want, topic, without_quoted
from corpus.instruments import Part
from index.tokens import words


class Cited(Enum):
    """Which texts, of those that a text names, are asked for."""

    ANY = auto()
    OF_ASSEMBLY = auto()
    RESOLUTIONS = auto()
    DECISIONS = auto()
    TREATIES = auto()


_CITED = re.compile(
    r"\b(?:which|what|list|all|name)\b.*?"
    r"\b(?P<kind>(?:unga |general assembly |united nations |un )?resolutions|decisions|texts|instruments|"
    r"documents|treaties)\b.*"
    r"\b(?:cite[sd]?|named?|names|refer(?:s|red)?|mention(?:s|ed)?|invoke[sd]?|recall(?:s|ed)?|quote[sd]?|lists?|"
    r"rel(?:y|ies) on|builds? on|based on)\b",
    re.IGNORECASE,
)
_KINDS = {
    "resolutions": Cited.RESOLUTIONS,
    "decisions": Cited.DECISIONS,
    "treaties": Cited.TREATIES,
    "texts": Cited.ANY,
    "instruments": Cited.ANY,
    "documents": Cited.ANY,
}
_CITING = frozenset(
    topic(
        "unga general assembly un united nations resolutions decisions texts instruments documents treaties "
        "cite cited cites named names refer refers referred invoke invoked recall recalled quote quoted to "
        "rely relies build builds based plan "
        "other does by in itu"
    )
)
_TEXTS = any_of(r"\b(?:which|what) (?:texts|resolutions|documents)\b")
_MENTION = any_of(r"\b(?:mention|cite|refer|name)(?:s|d|ed|rred)?\b")
_PARTS = {
    Part.PREAMBLE: any_of(r"\b(?:recitals?|preamble|preambular)\b"),
    Part.OPERATIVE: any_of(r"\b(?:operative|instructions?)\b"),
    Part.ANNEX: any_of(r"\b(?:annex(?:es)?)\b"),
}
_PHRASING = frozenset(
    words(
        "use uses used phrase phrases expression occur occurs appear appears contain contains stand stands "
        "have has text texts resolution resolutions decision decisions document documents search adopted "
        "language"
    )
)


def asks_quoted(question: Question) -> bool:
    """Tell a question for what stands in quotation marks and nothing else."""
    if not question.quoted or question.want == Want.DEFINITION:
        return False
    return not set(topic(without_quoted(question.text))) - _PHRASING


def asks_texts(form: str) -> bool:
    """Tell a question for texts: "which texts mention …"."""
    return _TEXTS.search(form) is not None


def asks_words(form: str) -> bool:
    """Tell a question for the words themselves: "which clause names …"."""
    return _MENTION.search(form) is not None


def part_asked(form: str) -> Part | None:
    """Return the part of a text that a question asks for: "which recital mentions …"."""
    return next((part for part, pattern in _PARTS.items() if pattern.search(form)), None)


def cited_asked(question: Question) -> Cited | None:
    """Return which named texts a question asks for, if it asks for all of them."""
    match = _CITED.search(question.text)
    if match is None or set(question.topic) - _CITING:
        return None
    return _KINDS.get(match["kind"].lower(), Cited.OF_ASSEMBLY)
