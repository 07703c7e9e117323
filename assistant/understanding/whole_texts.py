"""Questions about a text as a whole, its parts, its preamble or what its heads govern."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from assistant.understanding.forms import any_of, topic
from corpus.heads import main_verb
from corpus.instruments import Kind, Provision
from index.tokens import words

_TEXT = r"(?:this |the |that )?(?:resolution|text|document|plan|strategic plan|decision|it)"
_ASK = r"^(?:(?:please|can|could|you|i|need|give|show|explain|what|is|are|me|us|the|an?|short|brief)\W+)*"


class OverviewKind(Enum):
    """What is asked of a text as a whole."""

    SUBJECT = auto()
    PARTS = auto()
    ADOPTION = auto()  # when or where it was adopted
    ADOPTER = auto()  # by whom


_WHEN = (
    r"(?:when|where|since when|"
    r"(?:(?:on|in|since|from) )?(?:what|which) (?:date|day|year|session|city))"
)
_ADOPT = r"(?:adopt(?:ed)?|approved?|pass(?:ed)?|agreed?(?: on)?|revised?|in force)"
_FORMS = {
    OverviewKind.ADOPTION: any_of(
        rf"^(?:and )?{_WHEN} (?:was|were|is|has) {_TEXT}(?: been| last| first)* {_ADOPT}\W*$",
        rf"^(?:and )?{_WHEN} did (?:\w+ ){{1,5}}{_ADOPT} {_TEXT}\W*$",
        rf"^(?:and )?(?:what|which) (?:is|was) the (?:date|year|place) of adoption of {_TEXT}\W*$",
    ),
    OverviewKind.ADOPTER: any_of(
        rf"^(?:and )?(?:who|which (?:body|conference|organ)) {_ADOPT} {_TEXT}\W*$",
        rf"^(?:and )?by (?:whom|which (?:body|conference|organ)) (?:was|is) {_TEXT} {_ADOPT}\W*$",
    ),
    OverviewKind.PARTS: any_of(
        rf"\bhow is {_TEXT} (?:organi[sz]ed|structured|built|divided)\b",
        rf"{_ASK}(?:structure|outline|contents|parts) of {_TEXT}\W*$",
    ),
    OverviewKind.SUBJECT: any_of(
        rf"{_ASK}(?:summary|overview)(?: of {_TEXT})?(?:,? please)?\W*$",
        rf"\b(?:summari[sz]e|explain) {_TEXT}\W*$",
        rf"\bwhat(?:'s| is| are) {_TEXT}(?: all)? about\W*$",
        rf"^(?:so )?what(?:'s| is) (?:{_TEXT}|this)\W*$",
        rf"\bwhat is the (?:subject|purpose|aim) of {_TEXT}\W*$",
        rf"\bwhat does {_TEXT} (?:do|resolve|decide|cover|deal with)\W*$",
    ),
}
"""How each is asked for; the first form that fits counts."""
_IT = any_of(r"\b(?:it|this|that|(?:this|that|the) (?:text|resolution|decision|document|plan))\b")
# What a text as a whole may be asked: what it cites, what it does to others, whether it is in force
_OF_TEXTS = frozenset(
    topic(
        "cite cites cited refer refers referred mention mentions mentioned recall recalls quote quotes name "
        "names adopt adopted approve approved revise revised revises revoke revokes revoked replace replaces "
        "replaced supersede superseded amend amends amended force valid still other others texts "
        "resolutions decisions documents instruments body conference year date edition"
    )
)
_WHOM = any_of(r"\W*(?:to )?whom?\b")
_NOT_WHAT = any_of(r"\b(?:which|how|when|where|why)\b")
_PREAMBLE = frozenset(words("preamble recital"))
_WORDS_FOR_TEXTS = _PREAMBLE | {
    *words("resolution decision recommendation text document plan conference assembly say")
}
"""What a question calls a text, a part of it and who adopts it; stemmed."""


def asked_of_text(text: str) -> OverviewKind | None:
    """Return what a question asks of a text as a whole, if that is what it asks."""
    return next((asked for asked, form in _FORMS.items() if form.search(text)), None)


def asked_of_it(turn: str, name: str) -> str:
    """Return a question of a text as a whole, which it calls "it", with the text's name; '' for any other.

    >>> asked_of_it("What cites it?", "Resolution 9"), asked_of_it("Who pays for it?", "Resolution 9")
    ('What cites Resolution 9?', '')
    """
    found = _IT.search(turn)
    if not found or set(topic(_IT.sub(" ", turn))) - _OF_TEXTS:
        return ""
    return f"{turn[: found.start()]}{name}{turn[found.end() :]}"


def asks_whom(text: str) -> bool:
    """Return True for a question that asks for bodies: "Who is invited?", "Whom does it instruct?"."""
    return _WHOM.match(text) is not None


def head_asked(form: str, about: Sequence[str]) -> frozenset[str] | None:
    """Return the stems of the head whose clauses a question asks for and nothing else: "What is noted?".

    None are left of a question for the preamble. Return None if it asks for something else. `about` are its
    stemmed content words, `form` are the words that say the form of its answer.
    """
    asked = frozenset(about) - _WORDS_FOR_TEXTS
    if _NOT_WHAT.search(form) or not (asked or _PREAMBLE.intersection(about)):
        return None
    return asked


def is_asked_of(provision: Provision, asked: frozenset[str]) -> bool:
    """Return True if a provision is or has the head that is asked for, or is a recital where none is."""
    if not asked:
        return provision.kind == Kind.RECITAL
    head = provision.head if provision.kind in (Kind.HEADING, Kind.OPERATIVE, Kind.RECITAL) else None
    return (
        head is not None
        and asked.issuperset(words(main_verb(head.text)))
        and asked.issubset(words(head.verb))
    )
