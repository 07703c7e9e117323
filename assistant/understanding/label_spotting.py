"""Labels inside a question: "what is in recognizing c?", "T1.1: what speed counts?"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.library.library import Library
from assistant.understanding.labels.resolver import Match, by_own_label, each_label, resolve
from assistant.understanding.names.reader import symbols_of, titles_of
from corpus.heads import main_verb
from corpus.instruments import Edition, Kind
from corpus.labels import label_key, says_unit
from corpus.remembered import once, once_per_edition

_ITEM = r"(?:\s*,?\s*(?:outcome|item|point|footnote|row)?\s*\(?(?:\d{1,2}|[a-z]|[ivx]{1,5})\)(?!\w))*"
_UNIT = (
    r"(?:annex \w{1,3},? *)?"
    r"(?:(?:§|\b(?:paras?|paragraphs?|section|sec|target|footnote|outcome)\b\.?) *\(?\d{1,3}(?:\.\d{1,3})*\)?"
    r"|\brecital \(?[a-z]\)?(?!\w)|\bt\d{1,2}\.\d{1,2}\b)" + _ITEM
)
_BODY = (
    r"\b(?:sg|secretary-general|council|directors|member states|sector members)(?: para(?:graph)?)? \d{1,2}\b"
    + _ITEM
)
_ASKS = re.compile(
    r"^(?:please |pls |can you |could you |i (?:want|need) (?:to see )?)*"
    r"(?:what(?:'s| is| are| does| do| did| stands)?|read|show|quote|give|open|display|cite|tell|list|find|"
    r"see|everything|all|every|(?:text|exact words|wording) of)"
    r"(?: (?:me|us|the|all|everything|every|exact|full|words?|text|wording|of|in|under|below|out|to|what|"
    r"that|which|is|are|stands?|clauses?|items?|paragraphs?|points?))*\b",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\b(?:says?|reads?|contains?|provides?|requires?|is|about|there|verbatim|exactly|please|pls|in full|"
    r"text|wording)\b",
    re.IGNORECASE,
)

_COUNTS = re.compile(
    r"^(?:the )?\d+ (?!(?:of|in|under|and|to|bis|ter)\b)[a-z]{3,}", re.IGNORECASE
)  # "5 goals"
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_OF_TEXT = re.compile(
    r"\b(?:(?:of|in|under|from|to) )?(?:the|this) (?:text|resolution|plan|decision|document)\b", re.IGNORECASE
)
_NUMBERED = re.compile(
    r"[\d§]|\b[a-z]\)|\([a-z]+\)|\b[a-z]$|\b(?:first|second|third|fourth|fifth|sixth) [a-z]+\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class LabelRef:
    """A label that a question contains: its words, what it names, and the question without it.

    `all_meant` tells "resolves 3 to 5" from a label that fits several clauses.
    """

    words: str
    matches: tuple[Match, ...]
    rest: str
    all_meant: bool = False


def find_label(question: str, library: Library) -> LabelRef | None:
    """Find the label that a question asks about; None when there is none.

    A question that is nothing but a label is read as one; otherwise the label must have a
    number or a letter, for plain words are no label in the midst of a sentence.
    """
    of_one = len(library.editions) == 1
    if of_one:  # "what did resolves 2 say in 2018?", in the edition of 2018
        question = re.sub(rf"\bin (?:the year )?{library.editions[0].key.year}\b", " ", question).rstrip()
    asked = _OF_TEXT.sub(" ", _ASKS.sub(" ", question.rstrip(" ?.!")))
    core = _SAYS.sub(" ", asked)
    bare = re.sub(r"\bstates?\b", " ", core, flags=re.IGNORECASE).strip(" :,-–—\"'")
    if _COUNTS.match(bare):
        return None
    for label in dict.fromkeys((core, bare)):  # "states" may be a verb or Member States
        each = each_label(label)
        found = by_own_label(each[0] if each else label, library)
        if found and (each or not of_one):  # another text may have it under another name
            found = resolve(label, library)
        if found and (
            of_one or label_key(label).has_number or len({clause.edition.key for clause in found}) == 1
        ):
            all_meant = 1 < len(found) == len(each)
            return LabelRef(label.strip(" :,"), found, "", all_meant)
    if bare and len(bare.split()) <= 12 and _NUMBERED.search(bare) and (matches := resolve(bare, library)):
        return LabelRef(bare, matches, "", 1 < len(matches) == len(each_label(bare)))
    heads = label_key(bare).heads
    if (
        of_one
        and heads in library.label_heads
        and not _YEAR.search(bare)  # "all targets for 2030"
        and (says_unit(bare) or (heads and label_key(bare).has_number))
    ):
        return LabelRef(bare, (), "")  # nothing but a label, which the text does not have
    for match in _pattern(library).finditer(question):
        matches = resolve(match.group(), library)
        rest = f"{question[: match.start()]} {question[match.end() :]}"
        return LabelRef(match.group().strip(), matches, " ".join(rest.split()))
    return None


@once
def _pattern(library: Library) -> re.Pattern[str]:
    heads = {verb for edition in library.editions for verb in _verbs(edition)}
    verbs = "|".join(sorted((re.escape(verb) for verb in heads), key=len, reverse=True)) or "resolves"
    recital = rf"\b(?:{verbs}) *(?:\([a-z]{{1,3}}\)|[a-z]\)|[a-z](?=[?.,;]|$)|\d{{1,2}}\b){_ITEM}"
    forms = filter(None, (_of_treaties(library), _UNIT, recital, _BODY))
    return re.compile("|".join(forms), re.IGNORECASE)


@once_per_edition
def _verbs(edition: Edition) -> Iterable[str]:
    """Return the verbs of a text's headings, in small letters."""
    headings = (provision for provision in edition.provisions if provision.kind == Kind.HEADING)
    heads = {heading.head for heading in headings if heading.head}
    return {head.verb.lower() for head in heads if main_verb(head.text)}


def _of_treaties(library: Library) -> str:
    """Return a pattern for the labels of the library's treaties in questions, or '' if there are none."""
    treaties = [edition for edition in library.editions if not edition.key.instrument.is_numbered]
    names, symbols = (
        "|".join(sorted({re.escape(name) for edition in treaties for name in listed(edition, library)}))
        for listed in (titles_of, symbols_of)
    )
    number = r"\d{1,4}[a-z]{0,2}(?:bis|ter)?\b(?:\(\w{1,3}\))*"
    unit = rf"\b(?:nos?|number|articles?|art)\.? ?{number}(?:,? (?:of|to) (?:the )?(?:itu )?(?:{names})\b)?"
    symbol = rf"\b(?:{symbols})[ /](?:(?:no|art)\.? ?)?{number}"
    return "|".join([*([unit] if treaties else []), *([symbol] if symbols else [])])
