"""Questions about a text as a whole: what it is about, what its parts are."""

from __future__ import annotations

from enum import Enum, auto

from assistant.understanding.forms import any_of

_TEXT = r"(?:this |the |that )?(?:resolution|text|document|plan|strategic plan|decision|it)"


class Whole(Enum):
    """What is asked of a text as a whole."""

    SUBJECT = auto()
    PARTS = auto()


_FORMS = {
    Whole.PARTS: any_of(
        rf"\bhow is {_TEXT} (?:organi[sz]ed|structured|built|divided)\b",
        rf"\b(?:structure|outline|contents|parts) of {_TEXT}\W*$",
    ),
    Whole.SUBJECT: any_of(
        rf"\b(?:summary|overview)(?: of {_TEXT})?\W*$|\b(?:summari[sz]e|explain) {_TEXT}\W*$",
        rf"\bwhat(?:'s| is| are) {_TEXT}(?: all)? about\W*$",
        rf"^(?:so )?what(?:'s| is) (?:{_TEXT}|this)\W*$",
        rf"\bwhat is the (?:subject|purpose|aim) of {_TEXT}\W*$",
        rf"\bwhat does {_TEXT} (?:do|resolve|decide|cover|deal with)\W*$",
    ),
}
"""How each is asked for; the first form that fits counts."""
_WHOM = any_of(r"\W*(?:to )?whom?\b")


def asked_of_text(text: str) -> Whole | None:
    """Return what a question asks of a text as a whole, if that is what it asks."""
    return next((asked for asked, form in _FORMS.items() if form.search(text)), None)


def asks_whom(text: str) -> bool:
    """Return True for a question that asks for bodies: "Who is invited?", "Whom does it instruct?"."""
    return _WHOM.match(text) is not None
