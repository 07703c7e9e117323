"""Questions about what changed between two editions of a text."""

from __future__ import annotations

import re
from enum import Enum, auto

from assistant.understanding.forms import FORM_WORDS, any_of
from corpus.instruments import Edition
from index.tokens import words


class Changed(Enum):
    """Which changes an overview is asked for."""

    GONE = auto()
    NEW = auto()
    ANY = auto()


_CHANGE = any_of(
    r"\b(?:chang|differ|amend|revis|alter|rewr[io]t|replac|updat|modif|reword)\w*",
    r"\b(?:compar\w+|versus|vs\.?|against|than|still|no longer|any more|gone (?:up|down)|went (?:up|down))\b",
    r"\b(?:add(?:ed|s)?|drop(?:ped)?|remov\w+|delet\w+|missing|gone|different|new|kept|keep|rais\w+|lower\w+|since|between|"
    r"from .+ to)\b",
    r"\bnow\b.*\b(?:was|were|then|before)\b",
)
_OF_EDITIONS = any_of(
    r"\b(?:between|of) (?:the )?(?:two |both )?(?:editions|versions|revisions)\b",
    r"\b(?:since|from|than in|compared (?:to|with)) (?:the )?(?:last|previous|earlier|former|old)\b"
    r" ?(?:edition|version|revision|text|plan|resolution|decision|one)?",
    r"\bwhat(?:'s| is| has| was)? (?:been )?(?:new|changed|different|missing|gone|added|dropped|removed) in "
    r"(?:the |this )?(?:new )?(?:(?:\w+ )?(?:plan|resolution|decision|text|edition|version)"
    r"|(?:resolution|decision|res|dec)\.? \d+)(?: \([^)]*\))?\W*$",
)
_OVERVIEWS = {
    Changed.GONE: any_of(r"\b(?:missing|gone|dropped|removed|deleted)\b"),
    Changed.NEW: any_of(r"\b(?:new|added) in\b"),
}
_WORDS = FORM_WORDS | frozenset(
    words(
        "change changed changes differ differs different difference differences amend amended revise revised "
        "alter altered rewritten rewrite replace replaced update updated modify modified compare compared "
        "comparison versus against than still longer added dropped removed deleted new kept since between "
        "from now then before edition editions version versions revision revisions wording old previous "
        "missing gone what earlier former present current later next plan resolution decision both two number"
    )
)
"""Words that ask for changes and do not say of what; stemmed."""


def asks_change(text: str) -> bool:
    """Tell a question that may ask what changed."""
    return _CHANGE.search(text) is not None


def asks_of_editions(text: str) -> bool:
    """Tell a question that compares editions without saying which."""
    return _OF_EDITIONS.search(text) is not None


def changes_asked(text: str) -> Changed:
    """Return which changes an overview is asked for."""
    return next((asked for asked, form in _OVERVIEWS.items() if form.search(text)), Changed.ANY)


def asked_about(text: str, old: Edition, new: Edition) -> str:
    """Return a question without what says which editions: what it is about, or '' where it does not say."""
    left = text
    for edition in (old, new):
        for said in (str(edition.key.year), *re.findall(r"[A-Z]\w+", edition.revision)):
            left = re.sub(rf"\b{re.escape(said)}\b(?:['’]s)?", " ", left)
    left = re.sub(
        r"\b(?:editions?|versions?|revisions?)\b", " ", _OF_EDITIONS.sub(" ", left), flags=re.IGNORECASE
    )
    work = new.key.instrument.work.partition("-")[2]
    left = re.sub(
        rf"\b(?:res(?:olution)?|dec(?:ision)?)\.? ?{re.escape(work)}\b", " ", left, flags=re.IGNORECASE
    )
    return " ".join(left.split()) if set(words(left)) - _WORDS else ""
