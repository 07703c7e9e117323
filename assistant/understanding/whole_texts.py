"""Questions about a text as a whole: what it is about, who adopted it, what its parts are."""

from __future__ import annotations

import re
from enum import Enum, auto

from assistant.understanding.forms import any_of

_TEXT = r"(?:this |the |that )?(?:resolution|text|document|plan|strategic plan|decision|it|resolution \d+)"
_PART = rf"(?:{_TEXT}|annex \w+)"


class Whole(Enum):
    """What is asked of a text as a whole."""

    SUMMARY = auto()
    SUBJECT = auto()
    ADOPTION = auto()
    RECITALS = auto()
    PARTS = auto()
    TASKS = auto()


_FORMS = {
    Whole.SUMMARY: any_of(
        rf"\b(?:summar(?:y|i[sz]es?)|overview)(?: of)? {_TEXT}\W*$",
        r"^(?:(?:give|show) (?:me |us )?|please )*(?:an? |the )?(?:summary|overview)(?: please)?\W*$",
    ),
    Whole.SUBJECT: any_of(
        rf"\bwhat(?:'s| is| are) {_TEXT}(?: all)? about\W*$",
        rf"\bwhat is the (?:subject|purpose|aim|title) of {_TEXT}\W*$",
        rf"\bwhat does {_TEXT} (?:do|resolve|decide|cover|deal with|address|concern|treat|govern)\W*$",
        rf"\btitle(?: of)? {_TEXT}\W*$",
    ),
    Whole.ADOPTION: any_of(
        rf"\bwho (?:has )?(?:adopted|wrote|approved|passed|issued) {_TEXT}\b",
        rf"\b(?:when|where|by whom) was {_TEXT} adopted\b",
    ),
    Whole.RECITALS: any_of(
        r"\bwhat (?:does|do|is in|are) the (?:preamble|recitals)(?: (?:say|contain|cover|recall))?\W*$",
        r"^(?:show|list|give)(?: me)? (?:all )?the (?:preamble|recitals)\W*$",
    ),
    Whole.PARTS: any_of(
        rf"\bhow is {_PART} (?:organi[sz]ed|structured|built|laid out|divided)\b",
        rf"\b(?:structure|outline|contents|map|parts|sections|chapters) of {_PART}(?:,? please)?\W*$",
        r"\btable of contents\b",
    ),
    Whole.TASKS: any_of(
        r"^who (?:is|are|was|were) (?:told|asked|instructed|invited|requested|charged)(?: to do)? what"
        rf"(?: to do)?(?: (?:in|under|by) {_TEXT})?\W*$",
        rf"^who (?:must|has to|should|shall|does) (?:do )?what(?: (?:in|under) {_TEXT})?\W*$",
        r"\bwhat (?:is|are) (?:everyone|everybody|each body|all bodies) (?:told|asked|instructed) to do\b",
    ),
}
"""How each is asked for; the first form that fits counts."""
_OF_ANNEX = any_of(r"\b(?:annex|(?:structure|outline|contents|map|parts|sections|chapters) of the plan)\b")
_OVERVIEW = (Whole.SUMMARY, Whole.SUBJECT, Whole.PARTS)
_WHAT_IS_THIS = any_of(rf"^(?:so )?what(?:'s| is) (?:{_TEXT}|this)\W*$", rf"^explain {_TEXT}\W*$")
_ADOPTED = re.compile(r"\b[Aa]dopted by the\b")


def asked_of_text(text: str) -> Whole | None:
    """Return what a question asks of a text as a whole, if that is what it asks."""
    return next((asked for asked, form in _FORMS.items() if form.search(text)), None)


def asks_overview(text: str) -> bool:
    """Return True for a question about a text as a whole: what it is, what it says, how it is built."""
    return asked_of_text(text) in _OVERVIEW or _WHAT_IS_THIS.search(text) is not None


def is_of_annex(text: str) -> bool:
    """Return True for a question about a text as a whole that means its annex."""
    return _OF_ANNEX.search(text) is not None


def says_who_adopted(text: str) -> bool:
    """Return True for a clause that says who adopted the text."""
    return _ADOPTED.search(text) is not None
