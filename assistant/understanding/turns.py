"""Classify how a follow-up depends on earlier turns, by its words alone.

A turn may thank, correct the one before it, change the topic, be a fragment, or refer back by a pronoun.
`places.py` finds the place that it points to among the clauses shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.understanding.addressees import spelt_out
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
_TEXT = r"(?:text|resolution|decision|document|instrument)"
_ALL_TEXTS = re.compile(
    rf"\b(?:any|every|each|what|other)(?: other)? {_TEXT}s?\b"
    rf"|\ball(?: of)?(?: the| our)?(?: other)? {_TEXT}s\b"
    rf"|\bwhich (?:(?!(?:of|in|under|does|the|this)\b)[\w’'-]+ ){{0,2}}{_TEXT}s?\b"
    r"|\b(?:anywhere|elsewhere)\b",
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
_AGAIN = re.compile(
    r"^(?:and |please |can you |could you |show |give |me |us |quote |read |repeat |what (?:are|is) )*"
    r"(?:(?:the |its |their )?(?:exact|precise|full|very|own|original) (?:words?|wording|text|clause)"
    r"(?: of (?:it|that|this|them|those))?"
    r"|(?:quote|read|repeat|cite) (?:it|that|this|them|those)(?: again| out| in full)?"
    r"|verbatim|word for word|in full)(?:,? please)?\W*$",
    re.IGNORECASE,
)
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
_ANTECEDENT = 3  # content words from which a pronoun behind them means one of them
_SAYS_ENOUGH = 4  # content words from which a turn says what it is about
_CHOSEN = frozenset(topic("one case clause item paragraph show take make"))


def spoken(turns: Sequence[str]) -> tuple[str, ...]:
    """Return the turns that say something: thanks between them are left out, the last always stays.

    >>> spoken(["What is a pier?", "Thanks!", "And a quay?"])
    ('What is a pier?', 'And a quay?')
    """
    return (*(turn for turn in turns[:-1] if not is_courtesy(turn)), *turns[-1:])


def is_courtesy(turn: str) -> bool:
    """Return True for a turn that only thanks or agrees."""
    return _COURTESY.match(turn) is not None


def plain(turn: str) -> str:
    """Return a turn without the courtesy that opens it; one of nothing else stays as it is."""
    return _COURTEOUS.sub("", turn.strip()) or turn


def new_topic(turn: str) -> str:
    """Return what a turn that changes the topic is about; '' for one that does not.

    >>> new_topic("New question: who lends willows?")
    'who lends willows?'
    """
    bare = plain(turn)
    fresh = _NEW.sub("", bare)
    return fresh if fresh != bare else ""


def asks_of_all_texts(turn: str) -> bool:
    """Return True for a turn that asks of all texts, or which text it is.

    >>> asks_of_all_texts("Is it in any other text?"), asks_of_all_texts("What does the text say?")
    (True, False)
    """
    return _ALL_TEXTS.search(turn) is not None


def wants_words(turn: str) -> bool:
    """Return True for a turn that asks for the exact words of what was shown."""
    return _AGAIN.match(turn.strip()) is not None


def is_fragment(turn: str) -> bool:
    """Return True for words that ask nothing alone: a name, a phrase, a label, whatever opens them."""
    bare = fragment(turn)
    alone = not asks(bare) and not _BIDS.match(bare) and not re.search(r"[.!?;] +\w", bare)
    return bool(bare) and alone and len(topic(bare)) <= _OPENED


def fragment(turn: str) -> str:
    """Return a turn without what opens it and its question mark: "And on piers?" → "on piers"."""
    bare = _OPENING.sub("", turn.strip()).strip(" ?.!,;:–-")
    return re.sub(r"(?:,? (?:then|too|as well|please|instead)){1,9}$", "", bare, flags=re.IGNORECASE)


def depends_on_earlier(turn: str) -> bool:
    """Return True for a turn that makes no sense alone: a pronoun or an ellipsis, few words of its own."""
    bare = _without_false_pointers(turn)
    own = len(topic(bare))
    if _OPENING.match(bare):
        return own <= _OPENED
    if not own and _BARE.search(bare):
        return True
    return own <= _SHORT and points_back(turn)


def points_back(turn: str) -> bool:
    """Return True for a turn with a word that points back: "it", "they", "those".

    Behind enough words of the turn's own it points to these.

    >>> points_back("Who pays for it?"), points_back("What fine does a State pay if it misses the target?")
    (True, False)
    """
    bare = _without_false_pointers(turn)
    found = _LEANS.search(bare)
    return found is not None and len(topic(bare[: found.start()])) < _ANTECEDENT


def _without_false_pointers(turn: str) -> str:
    """Return a turn without what points to nothing before it: "there is", "this resolution"."""
    return _OWN.sub(" ", _EXISTENCE.sub(" ", turn))


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


def choice(turn: str) -> frozenset[str]:
    """Return the words by which a turn chooses one of what was shown; none of a turn that asks.

    >>> sorted(choice("the one on buoys, please"))
    ['buoy']
    """
    if asks(turn) or _OPENING.match(turn) or "?" in turn:
        return frozenset()
    found = frozenset(topic(spelt_out(fragment(turn)))) - _CHOSEN
    return found if len(found) <= _SAYS_ENOUGH else frozenset()
