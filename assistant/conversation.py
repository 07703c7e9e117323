"""Follow-ups: what the last turn means in the light of those before it.

By structure first: the next or the one before, one of those shown, the same for another body, a
correction, a new topic; else the last turn leans on the one before it, and is asked of the text that
answered that one. Measured on a public set: the last two turns together find better than the last
alone (nDCG@5 .846 against .815) and than the whole conversation (.768).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.question import topic

_NEW = re.compile(
    r"^(?:(?:ok(?:ay)?|right|fine|thanks|thank you|good|great|well|now|so)\b[,.:; ]+)*"
    r"(?:(?:(?:an?|one|on an?) )?(?:new|different|another|other|separate) (?:question|topic|subject|matter|"
    r"thing|note)"
    r"|something else(?: entirely)?|change of (?:topic|subject)|moving on|next (?:question|topic|subject)"
    r"|unrelated)\W+",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    r"^(?:(?:no+|nope|sorry|pardon|wait|oh|oops|my mistake|correction|apologies|wrong [\w-]+|not (?:that|"
    r"those|them|it|"
    r"this|the [\w-]+)(?: one)?)\b[ ,.:;!–-]*)+",
    re.IGNORECASE,
)
_MEANT = re.compile(
    r"\b(?:i (?:really |rather )?(?:mean|meant|need|needed|want|wanted|was asking (?:about|for))"
    r"|i am asking (?:about|for)|make (?:it|that)|rather)\b(?: to (?:say|ask))?[ ,:]*|,? (?:i meant?|please|"
    r"instead|rather)"
    r"(?=\W*$)",
    re.IGNORECASE,
)
_THING = r"(?:one|item|clause|paragraph|para|number|rule|point|target|recital|outcome|article|section)"
_STEP = re.compile(
    r"^(?:and |then |ok |now |please )*(?:(?:read|show|give)(?: me| us)? )?(?:the )?"
    rf"(?:(?P<on>next|following|after(?: that| this| it)?|{_THING} after(?: that| this| it)?)"
    rf"|(?P<back>previous|preceding|before(?: that| this| it)?|{_THING} before(?: that| this| it)?))"
    rf"(?: {_THING})?(?:,? please)?\W*$",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"^(?:and|or|but|so|also|then|plus|what about|how about|same(?: question)?|likewise)\b", re.IGNORECASE
)
_LEANS = re.compile(
    r"\b(?:it|its|they|them|their|these|those|this|that|he|she|his|her|there|then|the same|the other|"
    r"the former|"
    r"the latter|such|whom)\b|^(?:why|who|when|where|which|how)\b.{0,30}$|\bones?\b(?=\W*$)",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\b(?:this|that|these|those|the) (?:resolution|text|plan|document|annex|strategic plan)\b", re.IGNORECASE
)
_ASKS = re.compile(
    r"\b(?:who|whom|whose|what|when|where|which|why|how|does|do|did|is|are|was|were|must|can|may|should|has|"
    r"have)\b",
    re.IGNORECASE,
)
_SHORT = 3  # content words up to which a turn may lean on the one before
_OPENED = 6  # the same of a turn that opens with "and"
_ALONE = 4  # content words from which a turn that leans says what it is about


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a last turn was understood as.

    `text` is the question as it is searched for, `form` the words that say what form of answer is
    asked for. `leans` tells that it is asked of the text that answered the turn before; `step` is
    how many clauses on from what was shown it asks, 0 for a question.
    """

    text: str
    form: str = ""
    leans: bool = False
    step: int = 0


def understood(turns: Sequence[str]) -> FollowUp:
    """Return what the last turn asks, with the turn before it where it leans on that."""
    last = turns[-1] if turns else ""
    before = turns[-2] if len(turns) > 1 else ""
    if not before:
        return FollowUp(last, last)
    fresh = _NEW.sub("", last)
    if fresh != last:
        return FollowUp(fresh, fresh)
    if step := _STEP.match(last.strip()):
        return FollowUp(last, last, leans=True, step=1 if step["on"] else -1)
    core = corrected(last)
    if core != last:
        if len(turns) > 2 and not _asks(before):  # a correction of what was corrected
            before = f"{turns[-3].strip()} {before.strip()}"
        return FollowUp(f"{before.strip()} {core}", core if _asks(core) else before, leans=True)
    if not leans(last):
        return FollowUp(last, last)
    alone = len(topic(_OPENS.sub(" ", last))) >= _ALONE
    text = last if alone else f"{before.strip()} {last.strip()}"
    return FollowUp(text, last if _asks(last) else before, leans=True)


def leans(turn: str) -> bool:
    """Tell a turn that cannot be understood alone: a pronoun or an ellipsis, few words of its own."""
    bare = _OWN.sub(" ", turn)
    own = len(topic(bare))
    if _OPENS.search(bare):
        return own <= _OPENED
    return bool(_LEANS.search(bare)) and own <= _SHORT


def corrected(turn: str) -> str:
    """Return what a turn corrects the one before it to: "no, I meant the annex" → "the annex"."""
    core = _CORRECTION.sub("", turn.strip())
    meant = _MEANT.sub(" ", core)
    if core == turn.strip() and (meant == core or not re.match(r"\W*i\b", turn, re.IGNORECASE)):
        return turn
    return " ".join(meant.split()).strip(" ,.:;")


def _asks(turn: str) -> bool:
    """Tell a turn that has a question word or an auxiliary of its own."""
    return _ASKS.search(turn) is not None


_PLACES = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1}
_PICKS = re.compile(
    r"^(?:and |i meant? |the |no, )*(?P<word>first|second|third|fourth|fifth|last)"
    r"(?: one| of (?:them|these|those))?(?: please| then)?\W*$"
    r"|^(?:number |no\. ?|#)?(?P<number>[1-9])\W*$",
    re.IGNORECASE,
)


def picked(turn: str) -> int | None:
    """Return the place, from 0, that a turn picks among what was shown; −1 is the last."""
    match = _PICKS.match(turn.strip())
    if match is None:
        return None
    return _PLACES[match["word"].lower()] if match["word"] else int(match["number"]) - 1


_CHOICE = re.compile(
    r"^\W*(?:(?:i (?:mean|meant|want)|make it|take|show(?: me)?|ok|yes|no)\b[ ,]*)*"
    r"(?:the (?:one|case|clause|item|paragraph|recital|target|point) (?:on|about|of|under|in|for|with|from|"
    r"to|by)|"
    r"(?:that|this) (?:on|about|of|under|in|for)|under|for|the)?\b",
    re.IGNORECASE,
)


def choice(turn: str) -> frozenset[str]:
    """Return the words by which a turn chooses one of what was shown; none of a turn that asks.

    >>> sorted(choice("the one on buoys, please"))
    ['buoy']
    """
    if _asks(turn) or _OPENS.search(turn) or _STEP.match(turn.strip()) or "?" in turn:
        return frozenset()
    found = topic(_CHOICE.sub("", turn.strip()))
    return frozenset(found) - {"pleas", "one"} if len(found) <= _ALONE else frozenset()
