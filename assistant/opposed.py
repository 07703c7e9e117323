"""Opposites and denials: whether a claim and its clause say yes to the same things.

A "no" may stand in many words ("shall not be charged", "free of charge", "exempt"), and two of them
may undo each other ("no payment without consent" asks for consent).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import product

from assistant.forms import any_of
from assistant.nearness import content, unlike
from corpus.wording import wording
from index.lexical import words

Side = tuple[tuple[str, ...], ...]  # the stems of each word on one side of a pair

_BOUNDS = any_of(  # a "no" in these bounds a number, or belongs to a phrase that denies nothing
    r"\b(?:no|not) (?:later|earlier|more|less|fewer|longer|higher|lower|closer|further) than\b",
    r"\b(?:no|not) (?:later|less|more|fewer)\b|\b(?:no|nor) doubt\b|\bnot necessarily\b",
    r"\bwhether or not\b|\bnot (?:only|just|merely|limited to)\b|\bno matter\b|\bno one left behind\b",
    r"\bwithout (?:delay|prejudice|exception|a break|interruption|fail)\b",
    r"\b(?:shall|may|does|do|must|should|can) not (?:exceed|last longer|go beyond|"
    r"be (?:more|less|longer) than)\b",
    r"\bcannot (?:exceed|go beyond)\b",
    r"\bnot (?:even|half|quite)\b|\bNos?\. ?(?=\d)",
)
_DENIES = any_of(
    r"\bnon-(?=\w)|\b(?:keep|stop|prevent)(?:s|ing|ed)? [\w' ]{2,40}? from (?=\w+ing\b)",
    r"\b(?:not|no|never|neither|without|cannot|none|nobody|nothing)\b|n't\b|(?<!\w)nor\b",
)
_NEITHER = re.compile(r"\b(?:neither|not|no|never)\b([^.;]{0,160}?)\bnor\b")
_DENIES_TOO = any_of(  # without a "no"
    r"\b(?:exempt\w*|except\w*|free|freely|lack\w*|absence|absent|withh\w+|forb\w+|ban(?:s|ned|ning)?)\b",
    r"\b(?:prohibit\w*|refus\w+|refrain\w*|prevent\w*|exclu\w+|fail\w*|bar(?:s|red|ring)?|ceas\w+|stop\w*)\b",
    r"\b(?:avoid\w*|shut|closed|regardless|irrespective|wait\w*|waiv\w+|abolish\w*|end(?:s|ed)|drop\w*)\b",
    r"\b(?:rather than|instead of|want of|un[a-z]{2,}(?:ed|ly|t|le|e)\b|non-\w+|den(?:y|"
    r"ies|ied)|reject\w*)\b",
    r"\bin(?:ability|sufficient|adequate|capable)\w*\b|\b(?:leav\w+|left) out\b|\bomit\w*|\bspare[sd]?\b",
    r"\b(?:unanonym|anonym|unlawful|illegal|zero|untouched|unchanged|gratis|remov\w+|keep\w* out)\w*\b",
)
# What may say in a claim that something is not so.
_EXCEPTS = any_of(
    r"\b(?:without|unless|until|except\w*|save|other than|exempt\w*|apart from|barring|out of|outside)\b"
)
_LIMITS = any_of(
    r"\bwithin\b(?![\w ]{0,12}\d)|\b(?:limited to|limits? (?:of|laid|set|fixed)|bounds?|"
    r"only|solely|alone|until|unless)\b"
    r"|\b(?:whether or not|regardless|irrespective|whatever)\b"
)
# Behind a "no": what bounds or excepts, so that in all nothing is denied that may not be said without a "no".
_BOUNDED = re.compile(
    r"\b(?:not?|never|cannot|nobody|nothing|none)\b[^.;]{0,160}?(?:\b(?:without|unless|"
    r"except|save|other than)\b"
    r"|\b(?:above|beyond|over|more than|exceeding) (?:[A-Z]{3} )?(?:\d|one|two|three|"
    r"four|five|six|seven|eight|"
    r"nine|ten|half)(?:[^.;,]{0,60}\bwithout\b)?)"
    r"|\bwithout\b[^.;]{0,200}\b(?:cannot|not|no|never|nothing|nobody)\b"
    r"|\b(?:not|nothing [^.;,]{0,80}?) (?:prevents?|hinders?|precludes?|bars?|forbids?|prohibits?|stops?)\b",
    re.IGNORECASE,
)
_LEAVES_OUT = re.compile(r"\b(?:leav(?:ing|es?) out|exclud(?:ing|es?))\b", re.IGNORECASE)
_SCOPE = 9  # words behind a "no" of which it speaks
_SPOKEN = 0.55  # of these, the share that a claim about them has
_UNLIMITED = re.compile(r"\bwithout (?:any )?(?:limit|restriction)s?\b", re.IGNORECASE)
_THAN = re.compile(r"\bthan\b(?! [\w.,]*\d)")
_LEAST_DEVELOPED = re.compile(r"\bleast[- ]developed\b|\bLDCs?\b", re.IGNORECASE)
_MORE_THAN = re.compile(
    r"\b(?:more|less|fewer|higher|lower|longer|shorter|greater|most|least|over|under|above|below) "
    r"(?:than )?(?=[\w.]*\d|one\b|two\b|three\b|four\b|five\b|six\b|seven\b|eight\b|nine\b|ten\b|half\b|"
    r"CHF|USD|an? (?:third|quarter|year|month|week|day)\b)"
)


def denials(claim: str, clause: str) -> Iterator[str]:
    """Find a denial that was added or lost, or a word that says the opposite."""
    said, told = (_BOUNDS.sub(" ", _UNLIMITED.sub(" unlimited ", text)) for text in (claim, clause))
    scopes = tuple(_scopes(told, _DENIES))
    denied = [one for one in (*scopes, *_scopes(told, _LEAVES_OUT)) if _speaks_of(claim, one)]
    ours = _count(said)
    if turned := next(_turned(said, told), None):
        if bool(ours) == any(_speaks_of(claim, one) or turned[1] in one for one in scopes):
            yield f"“{turned[0]}” says the opposite of “{turned[1]}”"
        return
    soft = _own(_DENIES_TOO, told, said)
    if ours and not scopes and not soft and not _LIMITS.search(told):
        yield "the claim denies, the clause does not"
    elif ours > len(_DENIES.findall(told)) + len(soft) + len(_LIMITS.findall(told)):
        yield "the claim denies more than the clause does"
    if (
        denied
        and not _DENIES.search(said)
        and not _own(_DENIES_TOO, said, told)
        and not _own(_EXCEPTS, said, told)
    ):
        yield "the clause denies, the claim does not"
    if _is_compared_the_other_way(claim, clause):
        yield "the clause compares the other way round"


def _scopes(text: str, denying: re.Pattern[str]) -> Iterator[str]:
    """Walk the words of which each plain "no" of a text speaks."""
    plain = _BOUNDED.sub(" ", _NEITHER.sub(r"not\1", text))
    for match in denying.finditer(plain):
        yield " ".join(re.split(r"[,;:.]", plain[match.end() :])[0].split()[:_SCOPE])


def _speaks_of(claim: str, scope: str) -> bool:
    """Tell whether a claim has most of the words of which a "no" speaks."""
    about = content(scope)
    return bool(about) and len(unlike(scope, claim)) <= (1 - _SPOKEN) * len(about)


def denies(text: str) -> bool:
    """Tell whether a text denies something, with a "no" or without."""
    return bool(_DENIES.search(text) or _DENIES_TOO.search(text))


def unbounded(text: str) -> str:
    """Return a text without the phrases in which a "no" denies nothing."""
    return _BOUNDS.sub(" ", text)


def _count(text: str) -> int:
    """Count what denies in a text, without what is bounded or excepted; "neither … nor" is one."""
    return len(_DENIES.findall(_BOUNDED.sub(" ", _NEITHER.sub(r"not\1", text))))


def _is_compared_the_other_way(claim: str, clause: str) -> bool:
    """Tell whether what stands behind "than" in the one stands before it in the other, and the reverse."""
    ours, theirs = _THAN.search(claim), _THAN.search(clause)
    if ours is None or theirs is None:
        return False
    mine, yours = (content(text[match.end() :])[:1] for text, match in ((claim, ours), (clause, theirs)))
    return (
        bool(mine and yours)
        and mine != yours
        and mine[0] in content(clause[: theirs.start()])
        and yours[0] in content(claim[: ours.start()])
    )


def _own(form: re.Pattern[str], text: str, other: str) -> list[str]:
    """Return what a pattern finds in a text and the other text has not."""
    known = other.lower()
    return [one.group() for one in form.finditer(text) if one.group().lower() not in known]


def _turned(claim: str, clause: str) -> Iterator[tuple[str, str]]:
    """Walk the words of a claim whose opposite stands in the clause, where neither text has both."""
    ours, theirs = (_places(_MORE_THAN.sub(" ", text)) for text in (claim, clause))
    for one, other in _pairs():
        for mine, yours in ((one, other), (other, one)):
            said = [ours[stems] for stems in mine if stems in ours]
            denied = [theirs[stems] for stems in yours if stems in theirs]
            both = any(stems in theirs for stems in mine) or any(stems in ours for stems in yours)
            if said and denied and not both:
                yield from _without_likes(said, denied, claim, clause)


def _without_likes(said: list[str], denied: list[str], claim: str, clause: str) -> Iterator[tuple[str, str]]:
    """Walk the pairs of opposites of which neither text has a like of the other's, apart from the two."""
    for mine, yours in product(said, denied):
        if unlike(mine, _lacking(clause, yours)) and unlike(yours, _lacking(claim, mine)):
            yield mine, yours


def _lacking(text: str, some: str) -> str:
    """Return a text without some of its words."""
    plain = _LEAST_DEVELOPED.sub("developing", text)
    return re.sub(rf"\b(?:{'|'.join(re.escape(one) for one in some.split())})\b", " ", plain)


@lru_cache(maxsize=512)
def _places(text: str) -> dict[tuple[str, ...], str]:
    """Return the stems of a text, alone and by two and three in a row, with the words they come from."""
    text = _LEAST_DEVELOPED.sub("developing", text)
    tokens = [(stem, token) for token in re.findall(r"[\w'-]+", text) for stem in _stems(token)]
    found: dict[tuple[str, ...], str] = {}
    for length in (1, 2, 3):
        for at in range(len(tokens) - length + 1):
            row = tokens[at : at + length]
            found[tuple(stem for stem, _ in row)] = " ".join(dict.fromkeys(token for _, token in row))
    return found


@cache
def _pairs() -> tuple[tuple[Side, Side], ...]:
    """Return the pairs of opposites, stemmed."""
    return tuple((_side(one), _side(other)) for one, other in wording().opposed)


def _side(row: tuple[str, ...]) -> Side:
    """Stem one side of a pair."""
    found = (tuple(stem for token in re.findall(r"[\w'-]+", one) for stem in _stems(token)) for one in row)
    return tuple(dict.fromkeys(one for one in found if one))


def _stems(token: str) -> list[str]:
    """Stem a word; "developed" and "developing" are told apart."""
    plain = token.lower()
    return [plain] if plain in {"developed", "developing"} else words(plain)
