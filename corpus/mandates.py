"""Mandates in running text, who is asked to do what: "Requests the Secretary-General to report …".

Paragraphs of United Nations texts have no head above them. A paragraph begins with its verb, names its
addressee and may then ask others: "…, and invites Governments to …".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from corpus.heads import Head, is_deciding, is_reciting, main_verb

# Verbs that ask something of somebody, as a declaration has them: "we request".
_ASKING = frozenset([
    "appeal", "ask", "authorize", "call", "charge", "direct", "encourage", "entrust", "exhort", "implore",
    "instruct", "invite", "mandate", "recommend", "remind", "request", "task", "urge",
])  # fmt: skip
_DECLARING = _ASKING | frozenset([
    "accept", "acknowledge", "adopt", "affirm", "agree", "applaud", "appoint", "appreciate", "approve",
    "bear", "commemorate", "commend", "commit", "concur", "condemn", "confirm", "congratulate", "consider",
    "convene", "decide", "declare", "demand", "denounce", "deplore", "designate", "determine", "draw",
    "elect", "emphasize", "endorse", "establish", "express", "extend", "hail", "highlight", "honour",
    "insist", "intend", "launch", "look", "note", "notice", "observe", "offer", "pay", "pledge", "proclaim",
    "propose", "reaffirm", "realize", "recall", "recognize", "recommit", "reconfirm", "regret", "reiterate",
    "reject", "remain", "renew", "repeat", "require", "resolve", "salute", "share", "stress", "support",
    "take", "terminate", "thank", "underline", "underscore", "voice", "warn", "welcome", "wish",
])  # fmt: skip
# participles and adjectives with which recitals open, beside those of these verbs
_RECITING = frozenset([
    "acting", "alarmed", "anxious", "appalled", "aware", "believing", "building", "concerned", "confident",
    "conscious", "convinced", "cognizant", "desiring", "desirous", "dismayed", "disturbed", "encouraged",
    "expecting", "fulfilling", "gratified", "guided", "having", "hoping", "inspired", "keeping", "mindful",
    "moved", "outraged", "referring", "satisfied", "seeking", "shocked", "troubled", "viewing", "whereas",
])  # fmt: skip
# every form of a verb that declares, in both spellings → its plain form
_BASES = {
    spelt: base
    for base in _DECLARING
    for form in (base, base + ("es" if base.endswith(("s", "sh", "ch", "x")) else "s"))
    for spelt in (form, re.sub(r"ize(s?)$", r"ise\1", form))
}
# What follows a verb and is not whom it addresses: ", in this regard, ", ", within existing resources, "
_ASIDE = re.compile(
    r",? (?:(?:in|within|with|through|as|on|for|by|at|inter|therefore|accordingly|subject|where|if)\b"
    r"[^,;:]{0,90},"
    r"|(?:in (?:this|that) (?:regard|context|respect|connection)|therefore|accordingly)) "
    r"(?=(?:the|all|each|its|those|other|relevant|[A-Z])\b)"
)
_DETERMINED = (
    r"the|a|an|its|their|his|this|that|these|those|all|any|each|such|which|whom|other|both|every|one|be"
)
# The end of what is addressed: "to report", a list's colon, the sentence's end.
_ASKED = re.compile(
    rf"(?P<asked>,? to (?!do so,? to\b|(?:{_DETERMINED})\b)[a-z](?<!position to d)|:)|[;.](?=\s|$)|$"
)
# "entrusts the Bureau with the preparation": verbs that have what is asked behind "with"
_LAYING_ON = ("charge", "entrust", "task")
_LAID_ON = re.compile(_ASKED.pattern.replace("(?P<asked>", "(?P<asked> with (?=[a-z])|", 1))
_CUT = re.compile(
    r", (?!and\b|or\b|as well as\b)(?:in|within|with|at|on|through|by|as|including|especially|particularly|"
    r"while|when|where|upon|subject|pursuant|for|under|during|after|before|from|without|taking|"
    r"acting|bearing|consistent|based|led|together|jointly|inter alia|no later|[a-z]+ing)\b.*"
    r"|(?<![, ])[, ]+(?:that|which|who)\b.*| in (?:this|that) (?:regard|context|respect)\b.*"
    r"| in a position to do so\b.*| [a-z]+ly$| to$",
    re.DOTALL,
)
_BODIES = (
    "academia|agencies|assembly|authorities|board|boards|bodies|body|businesses|centres|chair|"
    "chairs|civil society|coalition|commission|commissions|committee|committees|communities|"
    "community|companies|conference|coordinator|council|countries|delegation|delegations|department|director|"
    "entities|experts|forces|forum|foundations|funds|government|governments|group|groups|"
    "heads|institutions|media|ministries|ministry|mission|missions|municipalities|network|"
    "office|offices|organizations|organs|panel|parliaments|parties|peoples|persons|platforms|"
    "president|programmes|rapporteur|rapporteurs|representative|representatives|secretariat|"
    "secretariats|sector|sides|signatories|society|states|system|team|teams|universities|"
    "working group|youth"
)
_AGENTS = r"[a-z]{3,}(?:ers|ists|ors)(?<!\bmatters)(?<!\bfactors)(?<!sectors)"  # "shipowners", "donors"
_AGENT = r"(?:the|its|each|every) (?:[\w-]+ )*[a-z]{3,}(?:er|ist|or)(?<!\bmatter)(?<!\bfactor)(?<!under)"
_BODY = re.compile(rf"\A(?:(?:.*[ -])?(?:{_BODIES}|{_AGENTS}|[A-Z][\w’'/-]*)|{_AGENT})", re.DOTALL)
_PREPOSITION = re.compile(
    r" (?:of|for|in|on|by|with|from|at|between|among|to|concerned|undertaking|party|parties to)\b| ?\("
)
_ADDRESSED = re.compile(
    r"(?:(?:the|all|each|every|both|its|those|other|relevant|any|developed|developing|donor|interested|"
    r"concerned|their|national|local|regional|international|multilateral|bilateral|private|non-governmental|"
    rf"civil|academic|(?!that )(?:[a-z-]+ )?(?:{_BODIES}|{_AGENTS}|States|Governments|Parties))\b|[A-Z])"
)
_WE = re.compile(
    r"We (?:(?:will|shall|must|can|are|were|remain|have|do|need to|hereby|simultaneously|fully|jointly) )*"
)
# what stands before a verb that the text itself declares: "…, and in this regard requests"
_LEADS = re.compile(r"(?:^|[,;] |\b(?:and|regard|context|end|therefore|also|further|we|We) )$")
_SUBJECT = re.compile(r"\b[Ww]e (?:(?:hereby|also|further|therefore) )*$")
# "the resolution, which requests": what another text asks
_OF_ANOTHER = re.compile(
    r"\b(?:which|who|that|it|(?:that|which|whom) (?:the )?[A-Z][^,;:.]*) (?:(?:also|further) )*$"
)
# "Coins are counted", "Coins based on gold": a noun opens, not a verb
_NOUN = re.compile(
    r"\A\w+ (?:are|were|is|was|shall|will|should|may|must|can|have|had|who|which|of|based|[a-z]+(?:ed|ing))\b"
)
# a participle before what was decided: "BE IT RESOLVED, that", "recommended that the Council", "called upon"
_RESOLVED = re.compile(
    r"(?:(?:now,? )?(?:therefore,? )?be it )?(?:further )?resolved(?: \([^()]{1,30}\))?(?:[,:]| that\b| by\b)"
    r"|(?:also |further )?(?P<past>(?:[a-z]+ed(?= (?:that|the|its|all|an?)\b)|called(?= (?:up)?on\b)))",
    re.IGNORECASE,
)
# "The Pier Committee unanimously approved …"
_MINUTED = re.compile(
    r"The (?P<body>[A-Z][\w’'-]*(?: (?:[A-Z][\w’'-]*|of|for|on|and|the|in)){0,8}?)"
    r" (?:(?:also|further|unanimously|then|hereby|therefore) )*(?P<verb>[a-z]+)\b"
)
# "Notes of the meeting", "Requests and replies": nouns in titles; "Building Resilient Harbours"
_NOUN_LIKE = re.compile(r"\w+(?: (?:of|and|or|by) |[,;.])")
_TITLE = re.compile(r"\w+(?: [A-Z][a-z]|[,;.])")
_LEAD = re.compile(
    r"[,;]?(?: (?:and|also|further|therefore|accordingly)|,? in (?:this|that) (?:regard|context|respect|"
    r"connection)|,? to (?:this|that) end)*,? ?$|\. We (?:also |further )*$"
)
_SENTENCE = 120  # characters within which a paragraph that opens with other words has its verb


def head_of(text: str, *, decides: bool = False, declares: bool = False) -> Head | None:
    """Return the verb that opens a paragraph and whom it addresses, or None for plain prose.

    `decides`: it is a numbered paragraph of a resolution, whose verb may follow other words and need not be
    known. `declares`: it is one of a declaration, which may lack a subject ("Reaffirm …") and whose
    participles open plain prose ("Realizing this goal will …").
    """
    if match := _WE.match(text):
        start = match.end()
        if not main_verb(text[start : start + 40]):
            return None
        head = _head(text, start)
        return Head.parse(text[:start] + (head.text if head.addressee else head.verb))
    opens = text[:1].isupper()
    verb = main_verb(text[:_SENTENCE])
    known = base_of(verb) if not is_reciting(verb) else ""
    tells = (declares or verb != known) if known else decides and opens_like_decision(text)
    if opens and tells:
        return _head(text, 0)
    within = next(_verbs(text[:_SENTENCE], _DECLARING), None) if decides else None
    if within is not None:  # "In this regard, decides …"
        return _head(text, within)
    return _head(text, 0) if opens and recites(text) and not declares else None


@dataclass(frozen=True, slots=True)
class Mandate:
    """A request in a text, with its addressee: from `start` to `end`; `action` is where the task begins."""

    head: Head
    start: int
    action: int
    end: int


def find_mandates(text: str) -> tuple[Mandate, ...]:
    """Return the mandates of a paragraph with the words of each, up to the next.

    What two verbs share is asked by both: "requests donors and encourages others to give".
    """
    found = [(start, head) for start in _verbs(text, _ASKING) if (head := _head(text, start)).addressee]
    ends = [*(start for start, _ in found), len(text)][1:]
    mandates: list[Mandate] = []
    for (start, head), end in reversed(list(zip(found, ends, strict=True))):
        action = text.find(head.addressee, start) + len(head.addressee)  # something may stand before whom
        lead = _LEAD.search(text, max(end - 60, 0), end)  # to the next verb: ", and in this regard "
        mandate = Mandate(head, start, action, lead.start() if lead else end)
        shares = mandates and not re.search(r"\w", text[mandate.action : mandate.end])
        mandates.append(Mandate(head, start, mandates[-1].action, mandates[-1].end) if shares else mandate)
    return tuple(reversed(mandates))


def is_body(phrase: str) -> bool:
    """Return True for the name of a body, False for any other subject."""
    name = _PREPOSITION.split(phrase, maxsplit=1)[0]
    is_body = _BODY.fullmatch(name.split(",")[0]) or _BODY.fullmatch(name)
    return bool(_ADDRESSED.match(phrase) and is_body) and len(phrase) <= 300


@lru_cache(maxsize=256)
def list_head(text: str) -> Head | None:
    """Return the verb that a list below a paragraph goes on with: the last one that declares.

    In "Welcomes the report, and in this regard requests the Secretary-General:" it is "requests".
    """
    starts = [at for at in _verbs(text, _DECLARING) if _LEADS.search(text[:at])]
    if not starts:
        return None
    while len(starts) > 1:
        first = _head(text, starts[-2])
        between = text[starts[-2] : starts[-1]].removeprefix(first.text)
        if not (first.addressee and re.fullmatch(r",? and (?:also |further )?", between)):
            break
        starts.pop()  # with one list: "Calls upon States and invites others to:"
    subject = _SUBJECT.search(text[: starts[-1]])
    head = _head(text, starts[-1])
    return Head.parse(f"We {head.text}") if subject else head


def without_asides(name: str) -> str:
    """Leave out what qualifies a name: "the Board, in its next session," → "the Board"."""
    return _CUT.sub("", name)


def base_of(verb: str) -> str:
    """Return the plain form of a verb that declares, or '': "urges" → "urge"."""
    return _BASES.get(verb, "")


def is_third_person(verb: str) -> bool:
    """Return True for a known verb in the third person: "urges", not "urge"."""
    return base_of(verb) not in ("", verb)


def is_known_participle(verb: str) -> bool:
    """Return True for what recitals open with: a participle of a known verb, or a word like "aware"."""
    if not is_reciting(verb):
        return False
    stem = re.sub(r"(?:ing|ed)$", "", verb)
    forms = (stem, f"{stem}e", stem[:-1] if stem[-2:-1] == stem[-1:] else "")  # "committing"
    return verb in _RECITING or any(map(base_of, forms))


def recites(text: str) -> bool:
    """Return True if a text opens as a recital does: with a participle or an adjective."""
    return is_reciting(main_verb(text[:_SENTENCE])) and not has_decided(text)


def has_decided(text: str) -> bool:
    """Return True if a text opens with what was decided, in a participle: "RESOLVED, that lamps be lit"."""
    match = _RESOLVED.match(text)
    if match is None or match["past"] is None:
        return match is not None
    verb = match["past"].lower()
    return verb not in _RECITING and is_known_participle(verb)


def minuted_by(text: str) -> str:
    """Return the body that has decided, as minutes say it ("The Pier Committee approved …"), or ''."""
    match = _MINUTED.match(text)
    verb = match["verb"] if match else ""
    is_verb = is_third_person(verb) or (verb.endswith("ed") and is_known_participle(verb))
    return match["body"] if match and (is_verb or verb == "took") else ""


def opens_clause(text: str) -> bool:
    """Return True if a text opens with a known verb; False for a noun of that form ("Notes of the day")."""
    verb = main_verb(text[:_SENTENCE])
    if is_known_participle(verb):
        return not _TITLE.match(text) or any(map(base_of, (verb[:-3], f"{verb[:-3]}e")))
    return is_third_person(verb) and not _NOUN_LIKE.match(text)


def opens_like_decision(text: str) -> bool:
    """Return True for a paragraph that opens with a verb in the third person, which no list need have.

    "Forbids the sale of lamps" does, "Coins are counted" does not.
    """
    return text[:1].isupper() and is_deciding(main_verb(text[:_SENTENCE])) and not _NOUN.match(text)


def _verbs(text: str, known: frozenset[str]) -> Iterator[int]:
    """Walk the places where a verb of a kind stands, its adverbs included."""
    for match in _forms(known).finditer(text):
        verb, before = match["verb"].lower(), text[: match.start()]
        if text.startswith(" of ", match.end()):  # "mandates of the Board"
            continue
        if (verb != base_of(verb) and not _OF_ANOTHER.search(before)) or _SUBJECT.search(before):
            yield match.start()


@cache
def _forms(known: frozenset[str]) -> re.Pattern[str]:
    """Return a pattern of the forms of verbs with their adverbs; it skips words by their first letter."""
    endings: dict[str, list[str]] = {}
    for form in sorted((form for form, base in _BASES.items() if base in known), reverse=True):
        endings.setdefault(form[0], []).append(form[1:])
    verbs = "|".join(f"[{first}{first.upper()}](?ai:{'|'.join(rest)})" for first, rest in endings.items())
    letters = "".join({*endings, *"afsu"})  # "also", "further", "strongly", "urgently"
    adverbs = r"(?:(?i:also|further|strongly|urgently) )*"
    return re.compile(rf"\b(?=[{letters}{letters.upper()}]){adverbs}(?P<verb>{verbs})(?![A-Za-z])")


def _head(text: str, start: int) -> Head:
    verb = _verb_phrase(text[start : start + 200])
    end = start + len(verb)
    ends = _LAID_ON if base_of(verb.split(" ")[-1].lower()) in _LAYING_ON else _ASKED
    unlisted = not base_of(main_verb(verb)) and is_deciding(main_verb(verb))  # "Bids the Council to meet"
    names = asks(verb) and not text.startswith(" for ", end)  # "calls for lamps" names what is wanted
    addressee = _addressee(text, end, ends) if unlisted or names else ""
    if addressee:
        return Head.parse(f"{verb} {addressee}")
    return Head.parse(
        re.sub(
            r" (?:(?:its|the|our) [a-z]+ (?:to|upon|on)|(?<!forward )(?<!attention )to(?: [a-z]+)?)$",
            "",
            verb,
        )
    )


def _verb_phrase(text: str) -> str:
    """Return the words that belong to a verb, without a preposition that leads elsewhere."""
    verb = Head.parse(" ".join(text.split(" ")[:14])).verb
    verb = re.sub(r"[,;:\]].*", "", verb)
    while (shorter := re.sub(r" (?:and|in|with)$", "", verb)) != verb:
        verb = shorter
    infinitive = re.search(r" to (\w+)$", verb)
    if infinitive and infinitive[1] not in _ASKING:
        verb = verb[: infinitive.start()]
    return verb


def opens_with_verb(text: str) -> bool:
    """Return True if a clause opens with a verb in the third person, as "requests the Board to …" does."""
    verb = main_verb(text[:_SENTENCE])
    return is_third_person(verb)


def asks(verb: str) -> bool:
    """Return True for a verb phrase that addresses somebody."""
    return any(base_of(word) in _ASKING or word == "invitation" for word in verb.lower().split())


def _addressee(text: str, at: int, ends: re.Pattern[str]) -> str:
    """Read whom a verb addresses: up to what is asked, without what qualifies it."""
    if aside := _ASIDE.match(text, at):
        at = aside.end() - 1
    rest = text[at + 1 :]
    end = ends.search(rest)
    if not text.startswith(" ", at) or end is None or not end["asked"]:
        return ""
    phrase = _CUT.sub("", _before_next_verb(rest[: end.start()])).rstrip(" ,")
    return phrase if is_body(phrase) else ""


def _before_next_verb(phrase: str) -> str:
    """Leave out what another verb begins: "donors, and encourages others, to …" → "donors"."""
    for match in re.finditer(r",? (?:and )?(?:(?:also|further) )*(?P<verb>[a-z]+s)\b", phrase):
        verb = match["verb"]
        if base_of(verb) and re.match(
            r" (?:the|all|upon|on|that|its|other|[A-Z][a-z]+)\b", phrase[match.end() :]
        ):
            return phrase[: match.start()]
    return phrase
