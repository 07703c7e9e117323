"""Questions for every place that mentions something, and for the texts that a text names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from assistant.understanding.forms import any_of, topic
from corpus.instruments import Part
from index.tokens import words

_QUOTED = re.compile(  # with a word in it
    r"“([^“”\w]*\w[^“”]*)”"
    r"|«([^«»\w]*\w[^«»]*)»"
    r"|\"([^\"\w]*\w[^\"]*)\""
    r"|(?<!\w)‘([^‘’\w]*\w[^‘’]*)’(?!\w)"
)


@dataclass(frozen=True, slots=True)
class MentionsAsked:
    """What every mention is asked of.

    `texts`: whether texts are asked for, "which texts mention …". `by_name`: whether the words themselves
    are, "which clause names …". `part` is the part of a text that is asked for, "which recital mentions …".
    """

    words: str
    texts: bool
    by_name: bool
    part: Part | None


class Cited(Enum):
    """Which texts, of those that a text names, are asked for."""

    ANY = auto()
    OF_ASSEMBLY = auto()
    RESOLUTIONS = auto()
    DECISIONS = auto()
    TREATIES = auto()


# The first opening and the first kind behind it are enough; to try others takes long
_CITED = re.compile(
    r"\A(?>.*?\b(?:which|what|list|all|name)\b)"
    r"(?>.*?\b(?P<kind>(?:unga |general assembly |united nations |un )?resolutions|decisions|texts|"
    r"instruments|documents|treaties)\b).*"
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


def phrases_asked(text: str) -> tuple[str, ...]:
    """Return the phrases in quotation marks that a question asks for, if it asks for nothing else."""
    if set(topic(_QUOTED.sub(" ", text))) - _PHRASING:
        return ()
    return tuple(next(one for one in match.groups() if one).strip() for match in _QUOTED.finditer(text))


def mentions_asked(subject: str, form: str) -> MentionsAsked:
    """Read a question for every place that mentions something."""
    part = next((part for part, pattern in _PARTS.items() if pattern.search(form)), None)
    return MentionsAsked(subject, _TEXTS.search(form) is not None, _MENTION.search(form) is not None, part)


def cited_asked(text: str, about: Sequence[str]) -> Cited | None:
    """Return which named texts a question asks for, if it asks for all of them and is about nothing else."""
    match = _CITED.search(text)
    if match is None or set(about) - _CITING:
        return None
    return _KINDS.get(match["kind"].lower(), Cited.OF_ASSEMBLY)
