"""What the words of a last turn say of how it hangs on those before it; no text of a library is known.

A turn may ask for the next clause, pick one of those shown, correct the turn before it, drop its
topic, be a fragment that takes the place of a part of the question before, or lean on it by a pronoun.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from assistant.understanding.forms import topic

_COURTESY = re.compile(
    r"^\W*(?:(?:many |very |so )?(?:thanks?|thank you|thx|cheers|great|good|perfect|ok(?:ay)?|fine|nice|"
    r"right|got it|i see|understood|very|much|a lot|that helps|helpful|excellent|clear|alright|yes|well)\b"
    r"\W*)+$",
    re.IGNORECASE,
)
_COURTEOUS = re.compile(
    r"^(?:(?:ok(?:ay)?|thanks|thank you(?: very much)?|thx)\b[ ,.!;:–-]*"
    r"|(?:right|fine|good|great|perfect|well|i see|got it|alright|yes|very good)\b *[,.!;:–-]+ *)+",
    re.IGNORECASE,
)
_NEW = re.compile(
    r"^(?:(?:well|now|so|and|but)\b[,.:; ]+)*"
    r"(?:(?:(?:an?|one|on an?) )?(?:new|different|another|other|separate) (?:question|topic|subject|matter|"
    r"thing|note)"
    r"|something (?:(?:quite|very|completely|entirely|totally) )?(?:else|different)(?: entirely)?"
    r"|(?:a )?chang(?:e|ing)(?: of| the)? (?:topic|subject)|moving on|"
    r"next (?:question|topic|subject)|unrelated|by the way|btw"
    r"|let(?:'s|’s| us) (?:talk|turn|move|go|switch|speak)\b[^:,?]*[:,]"
    r"|now,? (?:to |for |on |about |as for )?(?=(?:the )?[\w -]{3,40}:))\W*",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    r"^(?:(?:no+|nope|sorry|pardon|wait|oh|oops|my mistake|correction|apologies|wrong [\w-]+|not (?:that|"
    r"those|them|it|this|the [\w-]+)(?: one)?|(?:that|this|it)(?:'s| is| was)(?:n't| not)"
    r" (?:it|that|right|the one|what i (?:meant|mean|asked)))\b[ ,.:;!–-]*"
    r"|not [^,.;?]{2,40}[,;] *(?:but )?)+",
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
_ON = frozenset(
    "next following follows after afterwards continue further forward down below beneath underneath".split()
)
_BACK = frozenset("previous preceding precedes prior before back up above".split())
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5}
_AROUND = """
    again also another article bullet chapter clause come condition continue definition direct duty
    enabler entry footnote get give go goal heading immediate indent instruction invitation item kindly
    let letter like line list look move need number obligation outcome para paragraph part passage
    please pls plz point principle priority provision purpose read reason recital recommendation request
    requirement right risk row rule section see sentence show stand step subparagraph take target task
    tell text thing title turn want whats
"""
"""Content words that a turn may have around the word for a step; any other asks for something else."""
_AGAIN = re.compile(
    r"^(?:and |please |can you |could you |show |give |me |us |quote |read |repeat |what (?:are|is) )*"
    r"(?:(?:the |its |their )?(?:exact|precise|full|very|own|original) (?:words?|wording|text|clause)"
    r"(?: of (?:it|that|this|them|those))?"
    r"|(?:quote|read|repeat|cite) (?:it|that|this|them|those)(?: again| out| in full)?"
    r"|verbatim|word for word|in full)(?:,? please)?\W*$",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"^(?:and )?(?:what|anything|who) else(?: is there)?(?:,? please)?\W*$", re.IGNORECASE)
_OPENS = re.compile(
    r"^(?:and|or|but|so|also|then|plus|what about|how about|same(?: question)?|likewise)\b", re.IGNORECASE
)
_ENDS = re.compile(r"\b(?:too|then|as well|also|instead)\W*$", re.IGNORECASE)
_OPENING = re.compile(
    r"^(?:(?:and|or|but|so|also|then|plus|what about|how about|same(?: question)?(?: for)?|likewise)\b"
    r"[ ,]*)+",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"\b(?:it|its|they|them|their|these|those|this|that|he|she|his|her|there|then|the same|the other|"
    r"the former|"
    r"the latter|such|whom)\b|\bones?\b(?=\W*$)"
    r"|^(?:and )?(?:by|to|for|from|of|on|in|with|since|until|under|at|about) "
    r"(?:whom|when|what|whose|which)\b.{0,20}$",
    re.IGNORECASE,
)
_BARE = re.compile(r"^(?:why|who|when|where|which|how)\b.{0,30}$", re.IGNORECASE)  # if it names nothing
_EXISTENCE = re.compile(  # it says that something exists, and points back to nothing
    r"\b(?:is|are|was|were|be|been) there\b|\bthere (?:is|are|was|were|will|must|may|shall|should|can)\b",
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
_BIDS = re.compile(
    r"^(?:please )?(?:read|show|list|give|tell|quote|compare|explain|define|find|open|name|summari[sz]e|"
    r"describe|say|cite|display|everything|all)\b",
    re.IGNORECASE,
)
_SHORT = 3  # content words up to which a turn may lean on the one before
_OPENED = 6  # the same of a turn that opens with "and"
ALONE = 4
"""Content words from which a turn that leans says what it is about."""


def spoken(turns: Sequence[str]) -> tuple[str, ...]:
    """Return the turns that say something: thanks between them are left out, the last always stays.

    >>> spoken(["What is a pier?", "Thanks!", "And a quay?"])
    ('What is a pier?', 'And a quay?')
    """
    return (*(one for one in turns[:-1] if not is_courtesy(one)), *turns[-1:])


def is_courtesy(turn: str) -> bool:
    """Return True for a turn that only thanks or agrees."""
    return _COURTESY.match(turn) is not None


def plain(turn: str) -> str:
    """Return a turn without the courtesy that opens it; one of nothing else stays as it is."""
    return _COURTEOUS.sub("", turn.strip()) or turn


def renewed(turn: str) -> str:
    """Return what a turn that changes the topic is about; '' for one that does not.

    >>> renewed("New question: who lends willows?")
    'who lends willows?'
    """
    bare = plain(turn)
    fresh = _NEW.sub("", bare)
    return fresh if fresh != bare else ""


def steps(turn: str) -> tuple[int, ...]:
    """Return how many clauses on from those shown a turn asks for: (1,), (−1,), (1, 2); () for none."""
    said = re.sub(r"\b(?:go|carry) on\b", "continue", turn.lower()).replace("’", "'")
    told = re.findall(r"[\w']+", said)
    on, back = _ON & set(told), _BACK & set(told)
    if bool(on) == bool(back) or _asks_more([one for one in told if one not in on | back | _COUNTS.keys()]):
        return ()
    count = next((_COUNTS[one] for one in told if one in _COUNTS), 1)
    return tuple(range(1, count + 1)) if on else tuple(range(-count, 0))


def _asks_more(told: Sequence[str]) -> bool:
    """Return True for words that ask for something of their own, not just for a clause."""
    return bool(set(topic(" ".join(told))) - _around())


@cache
def _around() -> frozenset[str]:
    return frozenset(topic(_AROUND))


_FROM = re.compile(
    r"^(?:and |so |please )*(?:what|which \w+)(?:'s| is| comes| stands)? ?(?:directly |immediately |right )?"
    r"(?:(?P<on>after|follows)|(?:before|precedes)) (?P<label>.+?)\W*$",
    re.IGNORECASE,
)


def step_from(turn: str) -> tuple[str, str] | None:
    """Return what a turn steps on from, and the step, as two turns.

    >>> step_from("What comes after resolves 2?")
    ('resolves 2', 'next')
    """
    match = _FROM.match(turn.strip())
    return (match["label"], "next" if match["on"] else "previous") if match else None


def understood(turns: Sequence[str]) -> str:
    """Return a question for the last of some turns, put together by their words alone.

    What leans on the turn before, or corrects it, is asked together with it.
    """
    told = spoken(turns)
    if len(told) < 2:
        return told[-1] if told else ""
    last, before = plain(told[-1]), told[-2].strip()
    core = corrected(last)
    if fresh := renewed(last):
        return fresh
    return f"{before} {core}" if core != last or leans(last) else last


def wants_words(turn: str) -> bool:
    """Return True for a turn that asks for the exact words of what was shown."""
    return _AGAIN.match(turn.strip()) is not None


def wants_others(turn: str) -> bool:
    """Return True for a turn that asks what else there is."""
    return _OTHERS.match(turn.strip()) is not None


def is_fragment(turn: str) -> bool:
    """Return True for words that ask nothing alone: a name, a phrase, a label, whatever opens them."""
    bare = fragment(turn)
    alone = not asks(bare) and not _BIDS.match(bare) and not re.search(r"[.!?;] +\w", bare)
    return bool(bare) and alone and len(topic(bare)) <= _OPENED


def fragment(turn: str) -> str:
    """Return a turn without what opens it and its question mark: "And on piers?" → "on piers"."""
    bare = _OPENING.sub("", turn.strip()).strip(" ?.!,;:–-")
    return re.sub(r"(?:,? (?:then|too|as well|please|instead)){1,9}$", "", bare, flags=re.IGNORECASE)


def opens(turn: str) -> bool:
    """Return True for a turn that opens with "and" or "what about", or ends with "too" or the like."""
    return _OPENS.search(turn.strip()) is not None or _ENDS.search(turn.strip()) is not None


def leans(turn: str) -> bool:
    """Return True for a turn that makes no sense alone: a pronoun or an ellipsis, few words of its own."""
    bare = _OWN.sub(" ", _EXISTENCE.sub(" ", turn))
    own = len(topic(bare))
    if _OPENS.search(bare):
        return own <= _OPENED
    if not own:
        return bool(_LEANS.search(bare) or _BARE.search(bare))
    return bool(_LEANS.search(bare)) and own <= _SHORT


def points_back(turn: str) -> bool:
    """Return True for a turn with a word that points back: "it", "they", "those"."""
    return _LEANS.search(_OWN.sub(" ", _EXISTENCE.sub(" ", turn))) is not None


def corrected(turn: str) -> str:
    """Return what a turn corrects the one before it to: "no, I meant the annex" → "the annex"."""
    core = _CORRECTION.sub("", turn.strip())
    meant = re.sub(r"^(?:meant?|wanted)\b", "", _MEANT.sub(" ", core), flags=re.IGNORECASE)
    if core == turn.strip() and (meant == core or not re.match(r"\W*i\b", turn, re.IGNORECASE)):
        return turn
    return " ".join(meant.split()).strip(" ,.:;")


def asks(turn: str) -> bool:
    """Return True for a turn that has a question word or an auxiliary of its own."""
    return _ASKS.search(turn) is not None


PLACES = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1}
"""Ordinal words, and the place from 0 that they give; −1 is the last."""
_PICKS = re.compile(
    r"^(?:and |i meant? |the |no, |what about )*(?P<word>first|second|third|fourth|fifth|last)"
    rf"(?: {_THING}| of (?:them|these|those))?,?(?: please| pls| then)?\W*$"
    r"|^(?:number |no\. ?|#)?(?P<number>[1-9])\W*$",
    re.IGNORECASE,
)


def picked(turn: str) -> int | None:
    """Return the place, from 0, that a turn picks among what was shown; −1 is the last."""
    match = _PICKS.match(turn.strip())
    if match is None:
        return None
    return PLACES[match["word"].lower()] if match["word"] else int(match["number"]) - 1


_ORDINAL = re.compile(rf"\b(?:{'|'.join(PLACES)})\b", re.IGNORECASE)


def ordinal(question: str) -> int | None:
    """Return the place, from 0, that a question names somewhere, if it names just one; −1 is the last."""
    found = {one.lower() for one in _ORDINAL.findall(question)}
    return PLACES[found.pop()] if len(found) == 1 else None


_CHOICE = re.compile(
    r"^\W*(?:(?:i (?:mean|meant|want)|make it|take|show(?: me)?|ok|yes|no)\b[ ,]*)*"
    r"(?P<one>the (?:one|case|clause|item|paragraph|recital|target|point) (?:on|about|of|under|in|for|with|"
    r"from|to|by)|(?:that|this) (?:on|about|of|under|in|for))?"
    r"(?: ?under| ?for| ?the)?\b",
    re.IGNORECASE,
)


def choice(turn: str) -> frozenset[str]:
    """Return the words by which a turn chooses one of what was shown; none of a turn that asks.

    >>> sorted(choice("the one on buoys, please"))
    ['buoy']
    """
    if asks(turn) or _OPENS.search(turn) or steps(turn) or "?" in turn:
        return frozenset()
    found = topic(_CHOICE.sub("", turn.strip()))
    return frozenset(found) - {"pleas", "one"} if len(found) <= ALONE else frozenset()


def chooses(turn: str) -> bool:
    """Return True for a turn that says it chooses: "the one on buoys", "the case of the piers"."""
    match = _CHOICE.match(turn.strip())
    return match is not None and match["one"] is not None
