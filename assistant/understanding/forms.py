"""The forms of questions: how English asks for a list, a definition, a date, an opinion.

Each form is a table of patterns, one way of asking a line. They know no text of the library.
"""

from __future__ import annotations

import re
from enum import StrEnum

from index.tokens import words


class Fact(StrEnum):
    """The kind of fact that a clause must hold to answer a question."""

    DATE = "date"
    MONEY = "amount of money"
    SHARE = "share"
    NUMBER = "number"


class Intent(StrEnum):
    """What a question is for."""

    ASK = "ask"  # the content of a text
    OPINION = "opinion"  # an opinion, a prediction, chat
    GREETING = "greeting"
    THANKS = "thanks"
    HELP = "help"  # how to use the assistant
    WRITING = "writing"  # a new text


def any_of(*ways: str) -> re.Pattern[str]:
    """Compile alternatives, whatever the case."""
    return re.compile("|".join(ways), re.IGNORECASE)


_EACH = r"\beach\b(?! (?:year|month|week|time|session|other|of|one)\b)"

_OPINION = any_of(
    r"\bhow are you\b",
    r"\b(?:do|would|did|could|will) you (?:think|like|prefer|agree|feel|believe|recommend|personally|vote|"
    r"choose|pick|expect|bet|support|say|rather|rate|rank|reckon)\b(?! (?:is|the text)\b)",
    r"\b(?:be honest|honestly|if you ask me|you like (?:better|best|more)|any good|predict|guess)\b",
    r"\b(?:your|personal) (?:\w+ )?(?:opinion|view|favou?rite|take)\b",
    r"\bwill (?:\w+ ){1,6}(?:still|ever|really|succeed|fail|win)\b",
    r"\b(?:book|buy) (?:me|us) (?:an? |the |some )",
    r"\b(?:tell|sing|write|compose) (?:me |us )?an? (?:\w+ )?"
    r"(?:joke|song|poem|story|speech|letter|e-?mail)\b",
    r"\b(?:ignore|disregard|forget|override) (?:all |any |the |your |these |those |my )*"
    r"(?:previous |prior |above |earlier |other )?(?:instructions?|prompts?|rules)\b",
    r"\b(?:system prompt|pretend (?:to be|you|that)|act as (?:an?|if)|you are now)\b",
    r"\bshould (?:i|we|(?:my|our) \w+)\b(?! (?:look|read|find|cite|quote|send|report|submit|ask|do)\b)",
)
_END = r"\W*(?:there|all|again|everyone|team|please)?\W*$"
_SMALL_TALK = {
    Intent.GREETING: any_of(rf"^\W*(?:hi|hello|hey|greetings|good (?:morning|afternoon|evening|day)){_END}"),
    Intent.THANKS: any_of(
        r"^\W*(?:(?:many |very |so )?(?:thanks?|thank you|thx|cheers)(?: (?:you|so much|very much|a lot|"
        rf"again))*|bye|goodbye|great|perfect|ok(?:ay)?){_END}"
    ),
    Intent.WRITING: any_of(
        r"^\W*(?:(?:can|could|would) you |please )*(?:write|draft|compose|formulate|prepare) "
        r"(?:me |us )?(?:an? |some |my |our )(?:\w+ ){0,2}?"
        r"(?:proposals?|amendments?|resolutions?|decisions?|clauses?|paragraphs?|statements?|wording|language)\b"
    ),
    Intent.HELP: any_of(
        r"^\W*(?:(?:can|could) you )?help(?: me)?\W*$",
        r"^\W*what(?: is|'s) this\W*$|^\W*(?:who|what) are you\W*$",
        r"^\W*what can (?:i|you|we) (?:ask|do)(?: (?:you|here))?\W*$|^\W*what (?:do|can) you know\W*$",
        r"^\W*how do(?:es)? (?:this|it) work\W*$|^\W*how do i use (?:this|it)\W*$",
    ),
}
_COMPARISON = any_of(
    r"\b(?:vs?\.?|versus|as against|compared? (?:to|with)|in comparison (?:to|with))(?!\w)",
    r"^(?:please )?compare\b|\bdistinguish(?:es)?\b|\bside by side\b|\bdistinction\b",
    r"\bdiffer(?:s|ence)?(?: \w+){0,4} (?:from|between)\b|\bdiffer(?:ent)?(?: as \w+)?\W*$",
    rf"{_EACH}|\bcontrast\b|\bthe (?:difference|same)\b|\b(?:alike|identical)\b",
    r"\A(?>.*?\bwhich ).+ and which\b",
    r"\b(?:agrees?|square|tally|match(?:es)?|conflict|contradict|consistent)(?: with| on|\W*$)",
    r"\bold (?:against|versus|and|to) (?:the )?new\b|\bfrom one \w+ to (?:the next|another)\b",
)
# Asks under which condition, not on which day: "when does a text count as adopted?"
CONDITIONAL = any_of(
    r"\A(?>.*?\bwhen (?:is|are|do|does|may|can|must|should) ).*\b(?:all right|ok(?:ay)?|allowed|permitted|"
    r"counts?|appl(?:y|ies)|considered|deemed|regarded|qualif\w+|possible|necessary|required)\b"
)
COUNTED = any_of(r"\bhow many (?!(?:do|does|did|are|is|was|were|have|has|will|of)\b)((?:[\w-]+ ?){1,2})")
FACTS: tuple[tuple[Fact, re.Pattern[str]], ...] = (
    (
        Fact.MONEY,
        any_of(
            r"\bwhat (?:is|was|will be) the (?:\w+ )?(?:budget|cost|contribution)s? (?:of|for)\b",
            r"\bhow much\b.{0,40}\b(?:money|funding|cost|paid|pay|spend|budget|chf|francs|dollars|euros?)\b",
            r"\bwhat (?:does|will|would|did) .{3,60} cost\b",
            r"\b(?:what|which) (?:is the |was the )?(?:\w+ )?(?:price|amount|salary|fee|sum)\b",
            r"\bhow (?:expensive|costly)\b|\bhow much (?:is|was|are|were|will be) (?:the|an?|one)\b",
            r"\b(?:price|cost|salary|wages?) of (?:an? |the |one )",
        ),
    ),
    (
        Fact.SHARE,
        any_of("%", r"\b(?:per ?cent(?:age)?|proportion|quota|(?:what|the) (?:share|fraction) of)\b"),
    ),
    (
        Fact.DATE,
        any_of(
            r"(?:^|[,:;] |\bsince |\bby |\band )when(?: exactly)? "
            r"(?:is|are|was|were|did|does|do|will|must|should|has|have|can)\b",
            r"[,:;-] (?:since |by )?when(?: and \w+)?\W*$",
            r"\b(?:what|which) (?:date|day|year|years|month)\b",
            r"\bdeadline\b|\b(?:date|year) of\b",
            r"\bhow (?:often|long)\b",
        ),
    ),
    (
        Fact.NUMBER,
        any_of(
            r"\bhow (?:many|large|big|fast|high|few)\b",
            r"\b(?:what|which) (?:is the )?numbers?\b",
            r"\b(?:indicator|article) (?:nos?|numbers?)\b",
            r"\bwhat (?:\w+ ){0,2}(?:speed|size|length|height|quantity|threshold)\b",
        ),
    ),
)
FORM_WORDS = frozenset(
    words(
        "what which who where when how list all every give name tell show find please pls say says said text "
        "resolution clause clauses paragraph paragraphs provision mention mentions mentioned speak speaks "
        "talk meant mean means meaning definition define explained term word stand exactly quote words "
        "wording read many much often there any anything something everything exact each one ones point "
        "points complete full about under according language adopted need want"
    )
)
"""Words that say what form of answer is asked for, not what it is about; stemmed."""


def topic(text: str) -> tuple[str, ...]:
    """Return the stemmed words that say what a question is about, in order, each once."""
    return tuple(dict.fromkeys(word for word in words(text) if word not in FORM_WORDS))


def small_talk(text: str) -> Intent | None:
    """Return the intent of a turn that greets, thanks, asks about the assistant or for a new text, else None.

    >>> small_talk("Hello there!"), small_talk("Hello, what must the Council do?")
    (<Intent.GREETING: 'greeting'>, None)
    """
    return next((intent for intent, form in _SMALL_TALK.items() if form.match(text)), None)


def intent_of(text: str, form: str) -> Intent:
    """Return what a question is for, by its text and the words that say the form of its answer."""
    return small_talk(text) or (Intent.OPINION if _OPINION.search(form) else Intent.ASK)


def compares(text: str) -> bool:
    """Return True for a question that compares things."""
    return _COMPARISON.search(text) is not None
