"""What texts explain, in entries, rows, sentences and notes; the term whose meaning a question asks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from assistant.understanding.forms import any_of, topic
from corpus.instruments import Edition, Kind, Provision
from corpus.remembered import stored_per_edition
from index.tokens import words

_ABBREVIATION = re.compile(r"\b[A-Z][A-Z0-9-]{1,9}s?\b")
_LETTERS = any_of(
    r"\b(?:stands? for|short for|spel(?:t|led|l|ls) (?:it )?out|long form|full name|letters|abbreviat\w+)\b"
)
_WHAT_IS = any_of(r"^what(?:'s| is| are)\b")
_MEANING = any_of(
    r"\b(?:means?|meant|meaning|defin\w+|explain\w*|counts? as)\b",
    r"(?:^|[:,] )(?:what|who)(?:'s| is| are)(?: exactly)? an? |= ?\?",
    r"^what exactly (?:is|are) (?!the\b)",
)
_QUOTED = re.compile(r"[\"'‘“]([^\"'’”]{2,100})[\"'’”]")
_IDLE = frozenset(
    topic(
        "plan resolution convention constitution decision annex table component concept notion question "
        "plain exactly really here purpose place first sort kind setting letters short what's who's it's "
        "contain"
    )
)
"""Stemmed words beside a term that do not belong to it."""
_EXPLAINS = (
    r"(?:(?:consists?|comprises?|means?|denotes?|refers? to|represents?|includes?)\b"
    r"|(?:is|are)(?= (?:an?|the|any|all|one|every|those|what|how|where)\b))"
)
# "A learning centre is …", "“Sky glow” means …", "The term “pier” (…) includes …"
_SENTENCE = re.compile(
    r"(?:that )?(?:the (?:term|word|expression) |an?\b|the\b|these\b|ITU's)? ?"
    rf"[“\"‘']?(?P<term>[\w/' -]{{2,60}}?)[”\"’']?(?: \([^()]*\))? (?:shall |also )?{_EXPLAINS}",
    re.IGNORECASE,
)
# "Expert: A person sent by either:"
_ENTRY = re.compile(r"[“\"]?(?P<term>[A-Z][\w/'’ -]{1,60}?)[”\"]?(?: \([^()]*\))?: (?=[A-Z“\"])")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")  # a note's mark, raised or not
_DIGIT = re.compile(r"\d")  # of a numbered row: "Goal 1: …"
_DEFINES = re.compile(r"\b(?:definitions?|meanings?|explanations?)\b", re.IGNORECASE)
# "This agenda", "duties of the Board", "each text should": what only looks like a name
_NO_NAME = re.compile(
    r"\b(?:this|these|that|those|there|they|it|its|we|our|each|any|all|to|of|and|which|where|what|for|"
    r"should|shall|may|must|can|will|be)\b|\b(?:\w+\W+){6}",
    re.IGNORECASE,
)


class ExplanationKind(IntEnum):
    """How a unit explains a term, best kind first."""

    ENTRY = 0
    ROW = 1
    SENTENCE = 2
    NOTE = 3


@dataclass(frozen=True, slots=True)
class TermAsked:
    """A term whose meaning is asked for: an abbreviation, or the stems of words.

    `asks_letters`: whether the question is what its letters stand for.
    """

    stems: frozenset[str]
    abbreviation: str = ""
    asks_letters: bool = False


def term_asked(text: str) -> TermAsked | None:
    """Return the term to define, or None.

    >>> sorted(term_asked("What is meant by 'sky glow'?").stems)
    ['glow', 'sky']
    """
    letters, about = _LETTERS.search(text), frozenset(topic(text)) - _IDLE
    if short := _abbreviation(text, letters):
        stems = frozenset(words(short))
        if letters or (_WHAT_IS.search(text) and about <= stems) or text.strip(" ?=.!") == short:
            return TermAsked(stems, short, letters is not None)
    if not _MEANING.search(text):
        return None
    quoted = _QUOTED.search(text)
    stems = frozenset(topic(quoted[1])) if quoted else about
    return TermAsked(stems) if stems else None


def _abbreviation(text: str, letters: re.Match[str] | None) -> str:
    """Return the abbreviation nearest to the words that ask for letters, else the first; '' for none."""
    matches = [] if text.isupper() and " " in text.strip(" ?=.!") else list(_ABBREVIATION.finditer(text))
    if letters:
        matches.sort(key=lambda match: max(match.start() - letters.end(), letters.start() - match.end()))
    return matches[0].group() if matches else ""


def explanations(editions: Iterable[Edition]) -> Mapping[frozenset[str], Sequence[tuple[Edition, Provision]]]:
    """Return what explains each term, by its stems: entries, else rows, else the first sentence or note."""
    found: dict[frozenset[str], dict[ExplanationKind, list[tuple[Edition, Provision]]]] = defaultdict(dict)
    for edition in editions:
        for term, provision, how in _explained(edition):
            if stems := frozenset(topic(term)):
                found[stems].setdefault(how, []).append((edition, provision))
    best = ((stems, min(ways), ways[min(ways)]) for stems, ways in found.items())
    return {stems: units[:1] if how >= ExplanationKind.SENTENCE else units for stems, how, units in best}


def defined(edition: Edition) -> Iterator[tuple[str, Provision]]:
    """Yield the terms that a text defines, as written.

    Stricter than a look-up, which may find a term in any row or sentence: in an annex or an article alone, a
    row under a heading that speaks of definitions, a sentence whose subject is a name.
    """
    for term, provision, how in _explained(edition):
        if how is ExplanationKind.ROW:
            heading = edition.find(provision.parent)
            is_defining = heading is not None and _DEFINES.search(heading.text) is not None
            sets_out = is_defining and provision.text.count("\t") == 1
        else:
            no_name = _NO_NAME if how is ExplanationKind.SENTENCE else _DIGIT
            in_body = provision.kind in (Kind.ANNEX_PARAGRAPH, Kind.PARAGRAPH)
            sets_out = in_body and not provision.text.startswith("ITU's") and not no_name.search(term)
        if term and sets_out and how is not ExplanationKind.NOTE:
            yield term, provision


@stored_per_edition(lambda edition, row: (row[0], edition.provisions[row[1]], ExplanationKind(row[2])))
def _explained(edition: Edition) -> Iterator[tuple[str, Provision, ExplanationKind]]:
    """Walk the terms that units explain in their words, and how."""
    for provision in edition.provisions:
        if provision.kind == Kind.HEADING:
            continue
        if entry := _ENTRY.match(provision.text):
            yield entry["term"], provision, ExplanationKind.ENTRY
        if provision.kind == Kind.TABLE_ROW:
            yield provision.text.split("\t")[0], provision, ExplanationKind.ROW
        elif opening := _SENTENCE.match(provision.text):
            yield opening["term"], provision, ExplanationKind.SENTENCE
        yield from ((term, note, ExplanationKind.NOTE) for term, note in _noted(edition, provision))


def _noted(edition: Edition, provision: Provision) -> Iterator[tuple[str, Provision]]:
    """Walk the notes of a unit, each with the last words before its mark: one word, two, up to four."""
    for note in () if provision.inline else edition.children(provision.eid):
        text = provision.text.translate(_LOWERED)
        mark = re.escape(note.marker.translate(_LOWERED))
        marked = re.search(rf"((?:[\w'’-]+ ){{0,3}}[\w'’-]*[^\W\d]){mark}(?!\w)", text)
        before = marked[1].split() if marked and note.kind == Kind.FOOTNOTE else []
        yield from ((" ".join(before[at:]), note) for at in range(len(before)))
