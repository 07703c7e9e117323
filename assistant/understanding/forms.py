"""The forms of questions: how English asks for a list, a definition, a date, an opinion.

Each form is a table of patterns, one way of asking a line. They know no text of the library.
"""

from __future__ import annotations

import re
from enum import StrEnum

from index.tokens import words


class Fact(StrEnum):
    """The kind of fact that a clause must hold to answer a question."""

    PERSON = "person's name"
    DATE = "date"
    MONEY = "amount of money"
    SHARE = "share"
    NUMBER = "number"
    PLACE = "place"
    REASON = "reason"
    PENALTY = "penalty"
    NAME = "name"


def any_of(*ways: str) -> re.Pattern[str]:
    """Compile alternatives, whatever the case."""
    return re.compile("|".join(ways), re.IGNORECASE)


def first_group(match: re.Match[str]) -> str:
    """Return the first group that took part in a match."""
    return next((one for one in match.groups() if one), "")


def from_first(opening: str, rest: str) -> str:
    """Write an opening with what goes on behind it; of several openings only the first is tried."""
    return rf"\A(?>.*?{opening}){rest}"


_OPEN, _CLOSE = "[\"'‘“]", "[\"'’”]"
# What a question asks of has 84 characters at most; 300 keep long questions quick
_QUOTED = rf"{_OPEN}([^\"'’”]{{1,300}}){_CLOSE}"
_EACH = r"\beach\b(?! (?:year|month|week|time|session|other|of|one)\b)"
_SHORT_FORM = "(?-i:[A-Z][A-Z0-9-]{1,9})"
_END = r" ?[?.!]{0,20}$"

TALK = any_of(
    r"\bhow are you\b",
    r"\b(?:do|would|did|could|will) you (?:think|like|prefer|agree|feel|believe|recommend|personally|vote|"
    r"choose|pick|expect|bet|support|say|rather|rate|rank|reckon)\b(?! (?:is|the text)\b)",
    r"\b(?:be honest|honestly|in your (?:opinion|view)|if you ask me)\b",
    r"\b(?:is|are|was|were) .{2,60} likely to\b|\bwho will win\b",
    r"^will .*\b(?:still|ever|really|actually|eventually)\b",
    r"\b(?:your|personal) (?:\w+ )?(?:opinion|view|favou?rite|take)\b",
    r"\bany good\b",
    r"\b(?:book|buy) (?:me|us) (?:an? |the |some )",
    r"\byou like (?:better|best|more)\b",
    r"\b(?:tell|sing|write|compose) (?:me |us )?an? (?:\w+ )?"
    r"(?:joke|song|poem|story|speech|letter|e-?mail)\b",
    r"\b(?:is|was|are) (?:it|this|that|the \w+(?: \w+)?) (?:a )?"
    r"(?:good|bad|wise|stupid|too ambitious|ambitious enough|realistic|sensible|worth it)\b",
    r"\bwill (?:\w+ ){1,5}(?:succeed|fail|win|be (?:achieved|reached|met|re-?elected|elected)|ever)\b",
    r"\b(?:predict|guess)\b",
    r"\b(?:ignore|disregard|forget|override) (?:all |any |the |your |these |those |my )*"
    r"(?:previous |prior |above |earlier |other )?(?:instructions?|prompts?|rules)\b",
    r"\b(?:system prompt|pretend (?:to be|you|that)|act as (?:an?|if)|you are now)\b",
    r"\bshould (?:i|we|(?:my|our) \w+)\b(?! (?:look|read|find|cite|quote|send|report|submit|ask|do)\b)",
)
_PLURAL = any_of(
    r"\b(?:make-?up|composition|components|contents) of\b",
    r"\b(?:made up|composed|consists?|comprised) of\b",
    r"\bwhat (?:does|do|must|should|shall|may|can) .{3,60} (?:consist of|comprise|include|contain|state|"
    r"cover)\b",
    r"\b(?:which|what) (?:(?!is\b|was\b|does\b|has\b|this\b)[\w-]+ ){0,2}"
    r"(?:(?!is\b|was\b|does\b|has\b|this\b|status\b|process\b)[\w-]{3,}(?<!s)s)\b",
    r"\b(?:give|list|name|quote|show|tell)(?: (?:me|us))? (?:all )?(?:the |its |"
    r"their )(?:[\w-]+ ){0,3}[\w-]{3,}s\b",
    r"\b(?:the|its|their|all) (?:[\w-]+ )?(?:ways|details|points|steps|elements|items|conditions|criteria|"
    r"measures|"
    r"topics|terms|principles|sources|parts|kinds|sorts|types|tasks|duties|instructions|requirements)\b",
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten) (?:[\w-]+ )?[\w-]{3,}s\b",
)
_BEHIND = (
    r"(?:,? (?:in the first place|exactly|anyway|really|here|for (?:the )?purposes? of .+|"
    r"(?:in|under) (?:this|these|that|the) "
    r"(?:text|plan|resolution|convention|constitution|decision|annex)s?))*"
)
_NO_DEED = r"(?!.*\b(?:to|told|asked|instructed|invited|requested|about|for|if|when|that|which)\b)"
DEFINITION = any_of(
    r"(?:\bwhat(?: (?:sort|kind|type) of \w+)? (?:is|are) meant by|\bwhat do(?:es)? .{2,50}? mean by|"
    r"\bmeaning of|\bdefin(?:it)?ion of|\bdefine[ds]?(?: as)?|\bwhat counts as|"
    r"\bwhat does the (?:term|word|abbreviation|acronym)|"
    r"\bhow (?:is|are)(?: the (?:component|term|word|notion|concept))?)\s+(?:an? |the |by )?(.+?)"
    r"(?:\s+(?:mean|defined|explained|described|stand for))?"
    rf"{_BEHIND}{_END}",
    rf"\bwhat does ({_OPEN}?[\w /-]{{1,300}}?{_CLOSE}?) (?:mean|stand for)\b",
    rf"^{_QUOTED} ?[-–—:,]? ?(?:meaning|definition|what is (?:it|that))",
    r"^([\w /-]+?) ?[-–—:,] ?(?:meaning|definition|what does it mean|what(?:'s| is| are) "
    r"(?:it|that|they|meant by (?:it|that|them)))\b",
    rf"\bwhat(?:'s| is| are) (?:an? )?{_QUOTED}",
    rf"\b(?:explains?|defines?|describes?) (?:the (?:term|word) )?{_QUOTED}",
    rf"{_QUOTED}\. what (?:is|are) (?:it|they|that|those)\b",
    rf"\b({_SHORT_FORM})\b"
    r"(?=.{0,300}\b(?:letters|short for|stands? for|spel(?:t|led) out|abbreviates?)\b)",
    rf"\b({_SHORT_FORM})\W+in full\b",
    r"\b(?:letters|short for|stands? for|full name of|spell out|long form of)\b"
    rf".{{0,300}}?\b({_SHORT_FORM})\b",
    rf"^({_SHORT_FORM})\s*(?:\?+|=|[-–—:,]) ?(?:who|what)(?:'s| is) (?:it|that|this)\b",
    rf"^(?:[\w ]{{2,30}}[:,–—-] )?what(?:'s| is| are)(?: exactly)? (?:an? )([\w /-]+?){_BEHIND}{_END}",
    rf"^what(?:'s| is| are) (?:the )?((?-i:[A-Z][A-Z0-9-]{{1,9}}s?)){_BEHIND}{_END}",
    r"^what(?:'s| is) (?!(?:the|this|that|it|its|there|their|an?|in|on|to|not|new|said|meant|for)\b)"
    rf"([a-z-]{{4,}}(?: [a-z-]{{4,}})?){_END}",
    rf"^what exactly (?:is|are) (?:an? |the )?{_NO_DEED}([\w /'-]+?){_BEHIND}{_END}",
    rf"^who is an? {_OPEN}?([\w /-]+?){_CLOSE}?{_BEHIND}{_END}",
    rf"^who are (?:the )?([\w /-]+?){_END}",
    r"^([\w /-]+?) = ?\?",
    rf"^({_SHORT_FORM}s?)\W*$",
)
MENTIONS = any_of(
    r"(?:\bwhere (?:does|do|is|are)(?: the| this)? ?(?:text|resolution|plan|it|they)? ?(?:speaks?|talks?|"
    r"mentions?|mentioned|refers?|referred to|says? (?:something|anything)|named|cited)"
    r"|\b(?:which|what) (?:clauses?|paragraphs?|provisions?|places?|parts?|recitals?|texts|resolutions|"
    r"documents)"
    r"(?: (?:of|in) (?:the|this) [\w-]+)? "
    r"(?:mentions?|speaks?|talks?|refers?|names?|cites?)"
    r"|\bevery (?:place|clause|paragraph|mention|time)(?: that| where| of)?(?: (?:mentions?|speaks?|names?))?"
    r"|\beverything (?:that )?(?:the|this) \w+ says"
    r"|\b(?:does|do) (?:the|this|it|any|anything)(?: \w+)? "
    r"(?:mention|speak|talk|refer|say (?:something|anything))"
    rf"|\ball mentions)(?: of| about| to| on)? (.+?){_END}",
    rf"^{_QUOTED} ?[-–—:,]? ?(?:which|what|where)",
    r"\bwhere(?: else)?(?: in (?:the|this) [\w ]{1,300}?)? (?:is|are|does|do) (.{1,300}?) "
    rf"(?:mentioned|referred to|named|cited|spoken of|talked about|come up|appear|occur){_END}",
    r"\b(?:which|what) (?:clauses?|paragraphs?|provisions?|recitals?) (?:uses?|has|have|contains?) "
    rf"(?:the (?:words?|terms?|phrase|expression) )(.+?){_END}",
    r"\b(?:is|are) there (?:anything|something|(?:an?|any) (?:clause|mention|reference)s?)"
    rf"(?: (?:in|under) (?:the|this) [\w ]{{1,300}}?)? (?:about|on|of|to) (.+?){_END}",
)
_COMPARISON = any_of(
    r"\b(?:vs?\.?|versus|as against|compared? (?:to|with)|in comparison (?:to|with))(?!\w)",
    r"^(?:please )?compare\b|\bdistinguish(?:es)?\b|\bside by side\b|\bdistinction\b",
    r"\bdiffer(?:s|ence)?(?: \w+){0,4} (?:from|between)\b",
    rf"{_EACH}",
    r"^contrast\b",
    r"\b(?:the same|alike|identical)\b",
    r"\bdiffer(?:ent)?(?: as \w+)?\W*$",
    from_first(r"\b(?:how|in what \w+) do(?:es)? ", r".+ differ\b"),
    r"\bcontrast\b|\bthe difference\b|\bwhat to\b",
    from_first(r"\bagainst\b", r".*\beach\b"),
    from_first(r"\bdo that ", r".+ do(?:es)? not\b"),
    from_first(r"\bwhich ", r".+ and which\b"),
    r"\b(?:agrees?|square|tally|match(?:es)?|conflict|contradict|consistent)(?: with| on|\W*$)",
    r"\bold (?:against|versus|and|to) (?:the )?new\b|\bfrom one \w+ to (?:the next|another)\b",
)
# Asks under which condition, not on which day: "when does a text count as adopted?"
CONDITIONAL = any_of(
    from_first(
        r"\bwhen (?:is|are|do|does|may|can|must|should) ",
        r".*\b(?:all right|ok(?:ay)?|allowed|permitted|counts?|appl(?:y|ies)|considered|deemed|regarded|"
        r"qualif\w+|possible|necessary|required)\b",
    )
)
COUNTED = any_of(r"\bhow many (?!(?:do|does|did|are|is|was|were|have|has|will|of)\b)((?:[\w-]+ ?){1,2})")
FACTS: tuple[tuple[Fact, re.Pattern[str]], ...] = (
    (
        Fact.PERSON,
        any_of(
            r"\bwho (?:chairs?|heads?|presides?|signed|wrote)\b(?! off)",
            r"\bwho (?:is|was) (?:the )?(?:current |present |itu )?"
            r"(?:(?:deputy )?secretary-general|sg|president|director|head|chief|chair\w*|leader)\b",
            r"\bname of the (?:\w+[- ]){0,3}"
            r"(?:person|president|chair\w*|secretary|director|head|official|author|general)\b",
            r"\bwhose name\b",
            r"\bwho (?:(?:is|was|were|has been) )?(?:elected|appointed|commands?|re-elected)\b",
        ),
    ),
    (
        Fact.NAME,
        any_of(
            r"\b(?:what is|give|which is|what's) the (?:exact |full |official )?names? of\b",
            r"\bwhat (?:is|are) .{3,60} called\b",
        ),
    ),
    (
        Fact.PENALTY,
        any_of(
            r"\b(?:sanctions?|penalt(?:y|ies)|fined?|punish\w*|consequences?)\b",
            r"\bwhat happens (?:if|when)\b.*"
            r"\b(?:not|n't|fails?|breach\w*|violat\w+|ignor\w+|refus\w+|late|miss\w*)",
        ),
    ),
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
            r"[,:;-] (?:since |by )?when\b",
            r"^when\W*$",
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
    (
        Fact.PLACE,
        any_of(
            r"\b(?:what|which) (?:city|cities|town|towns|venue|venues|place is)\b",
            r"^where (?:is|was|will|are|were) .*"
            r"\b(?:held|located|based|headquartered|meet|take place|situated)\b",
        ),
    ),
    (
        Fact.REASON,
        any_of(r"^why\b", r"\b(?:what|which|for what) (?:is the |was the )?reasons?\b", r"\bhow come\b"),
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


def asks_several(text: str) -> bool:
    """Return True for a question for several things, whatever they are called: "which details …?"."""
    return _PLURAL.search(text) is not None


def compares(text: str) -> bool:
    """Return True for a question that compares things."""
    return _COMPARISON.search(text) is not None
