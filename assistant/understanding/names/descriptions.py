"""Texts that a question describes instead of naming: "the island resolution", "the Tallinn edition".

A text is described by its type with words of its title, its body, its place or its year: "the Cork resolution
on tests", "the WHO resolution on buoys", "the finance decision of 2035". A description that fits several
texts alike means all of them. Where only one text is held nothing needs to be told apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from assistant.library.library import Library
from assistant.understanding.addressees import DUTY_WORDS
from assistant.understanding.names.reader import TextName
from corpus.bodies import bodies_in_use
from corpus.bodies.registry import NOUNS
from corpus.instruments import Edition
from corpus.issuers import organisation, organisation_names
from corpus.keys import InstrumentKey
from corpus.remembered import once
from index.expansion import expander
from index.tokens import words

_TREATIES = ("agreement", "constitution", "convention", "treaty")  # what a text without a number is called
_TITLED = ("agenda", "declaration", "outcome", "pact", "plan", "review")  # what a text is called by its title
_TYPES = tuple(dict.fromkeys((*NOUNS, *_TREATIES, *_TITLED)))
# An agenda is pursued more often than it is asked of: "its contribution to the 2030 Agenda".
_ASKED_OF = re.compile(
    r"\b(?:does|do|did|under|(?:goals?|targets?|preamble|paragraphs?|paras?|recitals?|clauses?|text|sections?|parts?|"
    r"principles)(?: \(?[\w.]{1,5}\)?)? (?:of|in)) $",
    re.IGNORECASE,
)
_WHICH = re.compile(r"\b(?:which|what)(?: other| else)? $", re.IGNORECASE)  # asks for a text, describes none
_STOP = (
    r"the|an?|this|that|these|those|of|in|under|by|to|from|for|with|and|or|does|do|did|is|are|was|what|which|"
    r"(?-i:[Ww]ho)|how|when|where|why|our|your|its|their|any|all|each|every|other|another|per|as|on|about|at|into|"
    r"said|same|whole|first|second|third|next|last|current|new|old|former|earlier|previous|annexed"
)
_DESCRIBED = re.compile(
    rf"(?P<article>\b(?:the|this|that|our|your) )?"
    rf"(?P<before>(?:(?<![\w’'-])(?!(?:{_STOP})\b)[\w’'-]+ ){{0,4}})"
    rf"\b(?P<type>{'|'.join(_TYPES)})\b(?! (?:(?:of|for|on) )?(?:the )?[\w./-]*\d)"
    rf"(?P<after> (?:on|about|concerning|regarding|for|"
    rf"of) (?:the )?[\w’'-]+(?: (?!(?:{_STOP})\b)[\w’'-]+){{0,3}})?",
    re.IGNORECASE,
)
_ANY = ("text", "document", "resolution")  # a text of any type may be called so
_TYPE = "|".join(dict.fromkeys((*_TYPES, *_ANY)))
_OF = r"does|do|did|in|under|within|throughout|across|per|according to"
_SAYS = r"says?|mentions?|talks?|speaks?|contains?|lists?|defines?|covers?|includes?|describes?|states?|sets?"
_BARE = re.compile(
    rf"\b(?:{_OF}) (?:the|this) (?:[\w-]+ )?(?P<of>{_TYPE})\b(?![- ](?:of|for|on|\d))"
    rf"|\b(?:the|this) (?:[\w-]+ )?(?P<own>{_TYPE})['’]s\b"
    rf"|\b(?:the|this) (?:[\w-]+ )?(?P<says>{_TYPE}) (?:{_SAYS})\b",
    re.IGNORECASE,
)
_ASKS = "adopt ask call decide instruct invite oblige recall recommend refer request require resolve urge"
_GOING_ON = DUTY_WORDS | frozenset(words(f"{_SAYS} {_ASKS}".replace("|", " ").replace("?", "")))
_SAYING = frozenset(words(f"{_OF} {_SAYS} the this s".replace("|", " ").replace("?", "")))


def described(text: str, library: Library) -> TextName | None:
    """Find the first description in a question that tells some of the held texts from the others."""
    return next(descriptions(text, library), None)


def descriptions(text: str, library: Library) -> Iterator[TextName]:
    """Walk the descriptions in a question that tell some of the held texts from the others."""
    newest = library.newest
    for match in _DESCRIBED.finditer(text) if len(newest) > 1 else ():
        editions = _meant(match, newest, _by_type(library))
        by_the_way = match["type"].lower() == "agenda" and not _ASKED_OF.search(text[: match.start()])
        asked_for = _WHICH.search(text[: match.start()])
        if editions and len(editions) < len(newest) and not by_the_way and not asked_for:
            after = match["after"] if match["after"] and _fits(match["after"], editions) else None
            start, end = match.start(), match.end("after") if after else match.end("type")
            yield TextName(start, end, text[start:end], editions)


def spoken_to(text: str, library: Library, subject: Edition | None) -> Edition | None:
    """Return the text that a question is asked of by its type alone: "does the plan say …".

    That is the subject where it is of that type, else the only text in force that is.
    """
    match = _BARE.search(text)
    type_ = (match["of"] or match["own"] or match["says"]).lower() if match else ""
    adjectives = set(words(subject.title)) if subject else set()  # "the strategic plan"
    if match is None or set(words(match.group())) - _SAYING - {*words(type_)} - adjectives:
        return None
    fits = [edition for edition in library.newest if type_ in _ANY or _is_type(edition, type_)]
    return subject if subject in fits else fits[0] if len(fits) == 1 else None


def typed_as(text: str, editions: Mapping[InstrumentKey, Sequence[Edition]]) -> InstrumentKey | None:
    """Return the only instrument, of those of which several editions are held, that a text calls by its type.

    "since the last plan", "from one plan to the next".
    """
    types = [type_ for type_ in _TITLED if re.search(rf"\b{type_}s?\b", text, re.IGNORECASE)]
    found = {key for key, series in editions.items() for type_ in types if type_ in series[-1].title.lower()}
    return found.pop() if len(found) == 1 else None


def _meant(
    match: re.Match[str], editions: Sequence[Edition], by_type: Callable[[str], Sequence[Edition]]
) -> list[Edition]:
    """Return the texts that a description fits best: those that have most of its words, or its body.

    "The resolution on …", without words before its type, means a text only if all have titles and one title
    alone has every word.
    """
    wanted = list(dict.fromkeys(words(match["before"] or "")))
    # of "on …" the words up to a verb that goes on with the question: "on bridges" of "… require"
    tokens = (match["after"] or "").strip().partition(" ")[2].split()
    goes_on = (at for at, word in enumerate(tokens) if at and set(words(word)) & _GOING_ON)
    verb = next(goes_on, len(tokens))
    after = list(dict.fromkeys(words(" ".join(tokens[:verb]))))
    scored = [
        (_had(wanted, edition) + _adopts(match["before"] or "", edition), _had(after, edition), edition)
        for edition in by_type(match["type"].lower())
    ]
    best = max((before + beyond for before, beyond, _ in scored), default=0)
    if not best or (match["before"] and not any(before for before, _, _ in scored)):
        return []
    fits = [row for row in scored if row[0] + row[1] == best]
    is_told_apart = len(fits) == 1 and best == len(after) and all(edition.title for edition in editions)
    return [edition for before, _, edition in fits if before or is_told_apart]


@once
def _by_type(library: Library) -> Callable[[str], Sequence[Edition]]:
    """Return what gives the newest editions that may be called by a type."""
    return cache(lambda type_: [edition for edition in library.newest if _is_type(edition, type_)])


def _fits(after: str, editions: Sequence[Edition]) -> bool:
    return all(_had(words(after.strip().partition(" ")[2]), edition) for edition in editions)


def _had(stems: Sequence[str], edition: Edition) -> int:
    """Count the words that a text's title, place and year have, as they stand or in official ones."""
    known = set(words(f"{edition.title} {edition.revision} {edition.key.year}"))
    terms = expander().terms(list(stems))
    return sum(any(known.issuperset(way) for way in (term.stems, *term.others)) for term in terms)


def _adopts(text: str, edition: Edition) -> bool:
    """Return True if words have a name of the body whose text it is: "the Security Council resolution"."""
    key = edition.key.instrument
    organ = bodies_in_use().organs.get(key.issuer)
    names = (*(organ.names if organ else ()), *organisation_names(organisation(key)))
    return any(re.search(rf"\b{re.escape(name)}\b", text) for name in names)


def _is_type(edition: Edition, type_: str) -> bool:
    """Return True if a text may be called so: by its key, or, for a plan or a declaration, by its title."""
    instrument = edition.key.instrument
    return (
        (type_ in NOUNS and instrument.work.startswith(f"{NOUNS[type_]}-"))
        or (type_ in _TREATIES and not instrument.is_numbered)
        or (type_ in _TITLED and type_ in edition.title.lower())
    )
