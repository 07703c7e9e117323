"""What a question speaks of: "the …", "a …", what "What are …?" names, without knowing grammar.

A phrase runs from its article or preposition to the next word that cannot be part of it. What it
swallows beyond that, a verb before another article or a participle at the end, is cut off.
"""

from __future__ import annotations

import re

PREPOSITION = (
    r"(?:of|for|on|about|over|under|in|at|by|to|from|with|without|within|during|before|after|against|between|"
    r"among|through|regarding|concerning)"
)
_DETERMINER = r"(?:the|an?|its|their|this|that|these|those)"
_STOPS = (
    rf"(?:{PREPOSITION}|{_DETERMINER}|and|or|but|if|which|who|whom|whose|what|how|why|when|where|is|are|was|were|"
    r"be|been|do|does|did|must|shall|should|may|can|could|will|would|has|have|had|not|up|out|down|also|say|says|"
    r"said|mean|means|due|told|asked|invited|instructed|requested|defined|expected|given|made|held|kept)"
)
WORDS = rf"(?:(?!{_STOPS}\b)[\w’'./-]+)(?: (?!{_STOPS}\b)[\w’'./-]+)*"
"""A run of words that may stand in one phrase."""
_NAMED = re.compile(
    rf"^(?:what|who)(?: (?:is|are|was|were)|['’]s) (?P<named>(?:the |an? )?{WORDS})"
    r"(?: (?:for|about|like))?\W*$",
    re.IGNORECASE,
)
_PHRASE = re.compile(
    rf"\b(?:the|an?|its|their) {WORDS}(?: (?:of|for|on) (?:the |an? )?{WORDS})?"
    rf"|(?<=\b(?:of|on) )(?:{WORDS})|(?<=\b(?:for) )(?:{WORDS})|(?<=\babout )(?:{WORDS})",
    re.IGNORECASE,
)
_PARTICIPLE = re.compile(r" \w+(?:ed|en|wn|ld|pt|ut|ade)$")
_AUXILIARY = re.compile(r"\b(?:do|does|did|must|shall|should|can|may|will|would) $", re.IGNORECASE)
_VERB = re.compile(r" (?:do|say|mean|have|be)\b", re.IGNORECASE)
# Verbs that a phrase may swallow after "does the text": no nouns of the field.
_SWALLOWED = re.compile(
    r" (?:mention|refer|speak|talk|contain|cover|define|include|allow|forbid|oblige|apply|concern|deal|"
    r"describe|explain|give|tell|ask|require|recall|cite|name)\b.*$",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"(?:by |since |until )?(?:where|when|how|why)\b", re.IGNORECASE)

Span = tuple[int, int]


def named(question: str) -> Span | None:
    """Return where a question has what it asks the meaning of, as in "What are the piers?"."""
    match = _NAMED.match(question)
    return match.span("named") if match else None


def phrases(question: str) -> list[Span]:
    """Return where a question has what it speaks of, in order.

    >>> [question[start:end] for question in ["Who counts the piers of the old harbour yearly?"]
    ...  for start, end in phrases(question)]
    ['the piers of the old harbour yearly']
    """
    if meant := named(question):
        return [meant]
    return [
        (match.start(), match.start() + len(_cut(match, question))) for match in _PHRASE.finditer(question)
    ]


def last_phrase(question: str) -> str:
    """Return what a question speaks of at its end, or ''."""
    found = phrases(question)
    if not found:
        return ""
    start, end = found[-1]
    rest = question[end:].strip(" ?.!")
    return question[start:end] if not rest or _PARTICIPLE.fullmatch(f" {rest}") else ""


def _cut(match: re.Match[str], question: str) -> str:
    """Return a phrase without what it swallowed: "the Council run [a scheme]" → "the Council"."""
    phrase = match.group()
    if _AUXILIARY.search(question[: match.start()]):
        phrase = _SWALLOWED.sub("", phrase)
    rest = question[match.end() :]
    if _AUXILIARY.search(question[: match.start()]) and not _VERB.match(rest) and phrase.count(" ") > 1:
        return phrase.rpartition(" ")[0]
    if re.match(rf" {_DETERMINER}\b", rest, re.IGNORECASE) and phrase.count(" ") > 1:
        return phrase.rpartition(" ")[0]
    if _PASSIVE.match(question) and phrase.count(" ") > 1:
        return _PARTICIPLE.sub("", phrase)
    return phrase
