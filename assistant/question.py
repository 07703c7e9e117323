"""What a question asks for, read from its form: a value, no guess about the texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.errors import InvalidQuestion
from index.lexical import words

MAX_CHARACTERS = 2000
_HINT = "ask about a text in the library, as in: What is the Council instructed to do?"


class Want(StrEnum):
    """The form of answer that a question asks for."""

    TALK = "talk"  # small talk, an opinion, a prediction
    LIST = "list"
    DEFINITION = "definition"
    MENTIONS = "mentions"  # every place that speaks of something
    COMPARISON = "comparison"
    PASSAGE = "passage"


class Fact(StrEnum):
    """The kind of fact that a clause must hold to answer a question; of what has none it is said that it "gives no …"."""

    PERSON = "person's name"
    DATE = "date"
    MONEY = "amount of money"
    SHARE = "share"
    NUMBER = "number"
    PLACE = "place"
    REASON = "reason"
    PENALTY = "penalty"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was read.

    `topic` are its stemmed content words without those that only say what form of answer is
    asked for. `subject` is the phrase that a definition or a search for mentions is about.
    """

    text: str
    want: Want
    topic: tuple[str, ...]
    fact: Fact | None = None
    subject: str = ""
    sides: tuple[str, ...] = ()


_TALK = re.compile(
    r"^(?:hi|hello|hey|good (?:morning|afternoon|evening)|thanks?|thank you|bye|who are you|what are you)\b"
    r"(?!.*\b(?:resolution|clause|annex|council|text|plan)\b)"
    r"|\bhow are you\b|\b(?:do|would|did) you (?:think|like|prefer|agree|feel|believe|recommend|personally)\b"
    r"|\b(?:your|personal) (?:opinion|view|favou?rite|take)\b|\bin your (?:opinion|view)\b|\byou like (?:better|best|more)\b"
    r"|\b(?:tell|sing|write) (?:me |us )?an? (?:joke|song|poem|story)\b|\b(?:weather|football|recipe|horoscope)\b"
    r"|\b(?:is|was|are) (?:it|this|that|the \w+(?: \w+)?) (?:a )?(?:good|bad|wise|stupid|too ambitious|ambitious enough|realistic|sensible|worth it)\b"
    r"|\bwill (?:\w+ ){1,5}(?:succeed|fail|win|be (?:achieved|reached|met|re-?elected|elected)|ever)\b"
    r"|\b(?:predict|forecast for me|guess)\b|\bshould (?:i|we|my country|my government)\b",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"\b(?:list|enumerate|name all|all (?:of )?(?:the (?!way\b|time\b)|its|their|them)|every (?:one|point|item|single)?|each of the|"
    r"everything|complete list|full list|give (?:me )?(?:all|every)|take me through|whole (?:part|section|list)|one by one)\b"
    r"|^(?:what|which) (?:are|were) (?:the|its|their|all)\b|^which \w+s (?:are|is|does|do|was|were)\b|\bwhat (?:\w+ )?\w+s (?:are|does|do)\b"
    r"|^(?:the )?(?:outcomes|targets|goals|enablers|tasks|duties|instructions|priorities)\b",
    re.IGNORECASE,
)
_DEFINITION = re.compile(
    r"(?:\bwhat (?:is|are) meant by|\bwhat do(?:es)? (?:they|the \w+|it|itu|one|you) mean by|\bmeaning of|\bdefinition of|\bdefine[ds]?(?: as)?|"
    r"\bwhat counts as|\bwhat does the (?:term|word|abbreviation|acronym)|\bhow (?:is|are)(?: the (?:component|term|word|notion|concept))?)"
    r"\s+(?:an? |the |by )?(?P<after>.+?)(?:\s+(?:mean|defined|explained|described|stand for|in (?:this|the) (?:text|plan|resolution)))?\s*[?.!]*$"
    r"|\bwhat does (?P<mid>[\"'‘“]?[\w /-]+?[\"'’”]?) (?:mean|stand for)\b"
    r"|^[\"'‘“](?P<quoted>[^\"'’”]+)[\"'’”]\s*[-–—:,]?\s*(?:meaning|definition|what is (?:it|that))"
    r"|^(?P<short>[\w /-]+?)\s*[-–—:,]\s*(?:meaning|definition|what does it mean|what is (?:it|that))\b"
    r"|\bwhat(?:'s| is| are) (?:an? )?[\"'‘“](?P<what>[^\"'’”]+)[\"'’”]"
    r"|[\"'‘“](?P<then>[^\"'’”]+)[\"'’”]\. what (?:is|are) (?:it|they|that|those)\b"
    r"|^what(?:'s| is| are) (?:an? )(?P<plain>[\w /-]+?)\s*[?.!]*$",
    re.IGNORECASE,
)
_MENTIONS = re.compile(
    r"(?:\bwhere (?:does|do|is|are)(?: the| this)? ?(?:text|resolution|plan|it|they)? ?"
    r"(?:speaks?|talks?|mentions?|mentioned|refers?|referred to|says? (?:something|anything)|named|cited)"
    r"|\b(?:which|what) (?:clauses?|paragraphs?|provisions?|places?|parts?|recitals?) (?:mentions?|speaks?|talks?|refers?|names?|cites?)"
    r"|\bevery (?:place|clause|paragraph|mention|time)(?: that| where| of)?(?: (?:mentions?|speaks?|names?))?"
    r"|\ball mentions)(?: of| about| to| on)?\s+(?P<after>.+?)\s*[?.!]*$"
    r"|^[\"'‘“](?P<quoted>[^\"'’”]+)[\"'’”]\s*[-–—:,]?\s*(?:which|what|where)",
    re.IGNORECASE,
)
_COMPARISON = re.compile(
    r"\b(?:vs\.?|versus|compared? (?:to|with)|differ(?:s|ence)?(?: \w+){0,4} (?:from|between)|"
    r"what (?:is|does) each|for each|which .+ and which|one mean, and which)\b",
    re.IGNORECASE,
)
_SIDES = re.compile(
    r"\b(?:difference|differences|compare) (?:between )?(?P<a>.+?) (?:and|with|to) (?P<b>.+?)\s*[?.:]*$"
    r"|how do(?:es)? (?P<c>.+?) differ from (?:that of |those of )?(?P<d>.+?)\s*[?.]*$"
    r"|^(?P<e>.+?) (?:vs\.?|versus) (?P<f>.+?)(?:[:?,].*)?$"
    r"|^(?P<g>.+?) and (?P<h>.+?): .*\beach\b"
    r"|\bwhich (?P<i>.+?),? and which (?P<j>.+?)\s*[?.]*$",
    re.IGNORECASE,
)
_FACTS: tuple[tuple[Fact, re.Pattern[str]], ...] = tuple(
    (fact, re.compile(pattern, re.IGNORECASE))
    for fact, pattern in (
        (
            Fact.PERSON,
            r"\bwho (?:is|was|are|were|chairs?|heads?|leads?|runs?|wrote|signed|drafted|presides?|serves as)\b"
            r"(?! (?:told|asked|instructed|invited|responsible|to|expected|requested|urged|meant|in charge))"
            r"|\bname of the (?:\w+[- ]){0,3}(?:person|president|chair\w*|secretary|director|head|official|author|general)\b|\bwhose name\b",
        ),
        (Fact.NAME, r"\b(?:what is|give|which is|what's) the (?:exact |full |official )?names? of\b|\bwhat (?:is|are) .{3,60} called\b"),
        (Fact.PENALTY, r"\b(?:sanctions?|penalt(?:y|ies)|fined?|punish\w*|consequences?)\b|\bwhat happens (?:if|when|to)\b"),
        (Fact.MONEY, r"\bhow much\b.{0,40}\b(?:money|funding|cost|paid|pay|spend|budget|chf|francs|dollars|euros?)\b|\bwhat (?:does|will|would|did) .{3,60} cost\b|\b(?:what|which) (?:is the |was the )?(?:\w+ )?(?:price|amount|salary|fee|sum)\b|\bhow (?:expensive|costly)\b|\bbudget (?:in|of) (?:chf|francs|dollars|euros)\b"),
        (Fact.SHARE, r"%|\b(?:per ?cent(?:age)?|percentage|proportion|what share|what fraction)\b"),
        (Fact.DATE, r"^when\b|[,:;] when\b|\b(?:what|which) (?:date|day|year|years|month)\b|\bby when\b|\bsince when\b|\bdeadline\b|\bwhat year\b|\bcovers? which years\b|\bon (?:what|which) date\b|\bhow often\b|\bhow long\b"),
        (Fact.NUMBER, r"\bhow many\b|\b(?:what|which) (?:is the )?numbers?\b|\bhow (?:large|big|fast|high|few)\b|\b(?:indicator|article) (?:nos?|numbers?)\b|\bwhat (?:speed|size|length|height|quantity)\b"),
        (Fact.PLACE, r"\b(?:what|which) (?:city|country|town|place|venue)\b|^where (?:is|was|will|are|were) .*\b(?:held|located|based|headquartered|meet|take place|situated)\b"),
        (Fact.REASON, r"^why\b|\bwhat (?:is the |was the )?reasons?\b|\bfor what reason\b|\bhow come\b"),
    )
)  # fmt: skip
# Words that say what form of answer is asked for, not what it is about.
_FORM = frozenset(
    words(
        "what which who where when how list all every give name tell show find please pls say says said text resolution "
        "clause clauses paragraph paragraphs provision mention mentions mentioned speak speaks talk meant mean means meaning "
        "definition define explained term word stand exactly quote words wording read many much often there any anything "
        "something everything exact each one ones point points complete full about under according language adopted need want"
    )
)


def read_question(text: str) -> Question:
    """Read one question. Raises InvalidQuestion: empty, too long, or not text."""
    plain = check(text)
    definition, mention = _DEFINITION.search(plain), _MENTIONS.search(plain)
    want, subject = Want.PASSAGE, ""
    if _TALK.search(plain):
        want = Want.TALK
    elif mention:
        want, subject = Want.MENTIONS, _first(mention)
    elif sides := _sides(plain):
        return Question(plain, Want.COMPARISON, topic(plain), _fact(plain), sides=sides)
    elif definition:
        want, subject = Want.DEFINITION, _first(definition)
    elif _LIST.search(plain):
        want = Want.LIST
    return Question(plain, want, topic(plain), _fact(plain), subject.strip(" \"'‘’“”"))


def check(text: str) -> str:
    """Return a question with its blanks made alike. Raises InvalidQuestion."""
    if len(text) > MAX_CHARACTERS:
        raise InvalidQuestion(
            f"The question has {len(text):,} characters; ask in at most {MAX_CHARACTERS:,}."
        )
    controls = sum(unicodedata.category(one) in ("Cc", "Cf", "Co", "Cs") and one not in "\t\n\r" for one in text)
    plain = "".join(
        " " if unicodedata.category(one)[0] == "C" else one for one in unicodedata.normalize("NFC", text)
    )
    plain = " ".join(plain.split())
    if not plain:
        raise InvalidQuestion(f"The question is empty; {_HINT}")
    if controls > len(text) // 10 or not re.search(r"[^\W_]", plain):
        raise InvalidQuestion(f"The question holds no words that can be read; {_HINT}")
    return plain


def topic(text: str) -> tuple[str, ...]:
    """Return the stemmed words that say what a question is about, in order, each once."""
    return tuple(dict.fromkeys(word for word in words(text) if word not in _FORM))


def is_english(text: str) -> bool:
    """Tell English, or too little to say, from a text in another language or script."""
    letters = [one for one in text if one.isalpha()]
    if sum(not one.isascii() for one in letters) > len(letters) / 3:
        return False
    found = re.findall(r"[a-zà-ÿ']+", text.lower())
    foreign = sum(word in _FOREIGN for word in found)
    return foreign < 2 or foreign <= sum(word in _ENGLISH for word in found)


_FOREIGN = frozenset(
    "le la les des du une est que qui quels quelles quel quelle dans pour sur el los las una qué cuáles cuál para "
    "sobre por der die das und ist welche welcher was wie nicht über von dem den il gli che della sono quali o os".split()
)
_ENGLISH = frozenset("the of to in is are what which who how when where does do for on and by from with".split())


def _first(match: re.Match[str]) -> str:
    """Return the first group that took part in a match."""
    return next((one for one in match.groups() if one), "")


def _fact(text: str) -> Fact | None:
    """Return the kind of fact that is asked for, if the form says so."""
    return next((fact for fact, pattern in _FACTS if pattern.search(text)), None)


def _sides(text: str) -> tuple[str, ...]:
    """Return the two things that a question compares, or nothing."""
    if not _COMPARISON.search(text):
        return ()
    match = _SIDES.search(text)
    found: Sequence[str] = [one.strip() for one in match.groups() if one] if match else ()
    return tuple(found) if len(found) == 2 else ()
