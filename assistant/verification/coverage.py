"""How much of a claim its clause covers: by stems and the thesaurus, and by how near its other words come.

A claim that cannot be decided is not accepted.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from assistant.verification.nearness import Nearness
from assistant.verification.source import Source
from assistant.verification.vocabulary import FRAME_WORDS, THIN
from corpus.errors import ModelUnavailable
from corpus.sentences import sentences
from index.tokens import words

_PART = re.compile(r"[;:.]\s")
FITTED = Path(__file__).with_name("coverage.json")
"""What the acceptance of a claim in other words is judged with."""
_TOKEN = re.compile(r"[^\W_]+")
_LONG = 2000  # words from which the commonest are not aligned: time grows with the square
_QUOTATION = 3  # words of a quotation in a frame
_BENDS = frozenset("not no never without only all some any may must should shall can could if unless".split())
_NAMED = 3  # words that a reason names
_SHORTEST = 2  # words of a part
_COVERED, _BOTH, _SHARED = 0.33, 0.95, 0.5  # without an encoder: shares of words, see _by_stems


def uncovered(content: str, source: Source, nearness: Nearness | None) -> Iterator[str]:
    """Find a claim that says something which its clause may not say, or says next to nothing of it."""
    if nearness is None:
        for start, end in sentences(content):
            yield from _by_stems(content[start:end], source)
        return
    try:
        pairs = lacking_words(content, source, nearness)
    except ModelUnavailable as error:
        yield f"not sure what the clause says: {error}"
        return
    if all(near is not None for _, near in pairs):
        yield "says next to nothing of what the clause says"
    elif log_odds(features(pairs)) < fitted()["threshold"]:
        far = sorted((near, word) for word, near in pairs if near is not None)[:_NAMED]
        yield f"not sure that the clause says: {', '.join(word for _, word in far)}"


def _by_stems(content: str, source: Source) -> Iterator[str]:
    """Find a claim whose words are mostly not the clause's, or that has next to nothing of any part of it."""
    around = set(words(source.about)) - set(words(source.clause))
    wanted = [word for word in words(content) if word not in around]
    lacking = [word for word in source.lacks(content) if word not in around]
    if wanted and len(lacking) > (1 - _SHARED) * len(wanted):
        yield f"words that the clause does not have: {', '.join(dict.fromkeys(lacking))}"
        return
    covered = _covered(content, source)
    if covered < _COVERED or (wanted and 1 - len(lacking) / len(wanted) + covered < _BOTH):
        yield "says next to nothing of what the clause says"


def _covered(content: str, source: Source) -> float:
    """Return the share of a clause's words that a claim has, of the part of which it has most."""
    clause, head = source.clause, set(words(source.head.text if source.head else ""))
    every = (*_PART.split(clause), *(clause[a:b] for a, b in sentences(clause)))
    parts = [set(words(part)) - head for part in every]
    have = set(words(content))
    return max((len(have & part) / len(part) for part in parts if len(part) >= _SHORTEST), default=1.0)


def lacking_words(content: str, source: Source, nearness: Nearness) -> list[tuple[str, float | None]]:
    """Return the words of a claim that say something, each with how near it comes to one of the clause.

    What the clause has, in this or another form, has None.
    """
    lacking = set(source.lacks(content)) - THIN
    pairs = (
        nearness.words(content, f"{source.stated_head} {source.clause}".strip())
        if lacking
        else [(match.group(), 1.0) for match in _TOKEN.finditer(content)]
    )
    return [
        (word, near if lacking & set(words(word)) else None)
        for word, near in pairs
        if not THIN.issuperset(words(word))
    ]


def features(pairs: Sequence[tuple[str, float | None]]) -> dict[str, float]:
    """Return what the acceptance of a claim is judged by.

    `least` is how near its farthest word comes, `phrase` the most that words in a row add up to in distance,
    `length` the logarithm of how many words say something.
    """
    phrase, longest = 0.0, 0.0
    for _, near in pairs:
        phrase = 0.0 if near is None else phrase + 1 - near
        longest = max(longest, phrase)
    least = min((near for _, near in pairs if near is not None), default=1.0)
    return {"least": least, "phrase": longest, "length": math.log(max(1, len(pairs)))}


def log_odds(values: Mapping[str, float]) -> float:
    """Return the fitted log odds that a claim with these features is honest."""
    found = fitted()
    return found["one"] + sum(found[name] * value for name, value in values.items())


@cache
def fitted() -> dict[str, float]:
    """Return the weights and the threshold, which python -m evals accept makes."""
    found: dict[str, float] = json.loads(FITTED.read_text("utf-8"))
    return found


def framed_quotation(content: str, source: Source) -> tuple[int, int] | None:
    """Return where the clause has all that a claim says in one run of words; None where it has not."""
    own = [(match.group().lower(), match.span()) for match in _TOKEN.finditer(content)]
    said = [(match.group().lower(), match.span()) for match in _TOKEN.finditer(source.clause)]
    words_said, words_own = [word for word, _ in said], [word for word, _ in own]
    matcher = SequenceMatcher(None, words_said, words_own, autojunk=len(said) > _LONG)
    run = matcher.find_longest_match()
    rest = [word for at, (word, _) in enumerate(own) if not run.b <= at < run.b + run.size]
    elsewhere = set(words(source.clause[: said[run.a][1][0]])) if run.size else set()
    if elsewhere & set(words(" ".join(rest))):
        return None
    if (
        run.size < _QUOTATION
        or set(words(" ".join(rest))) - FRAME_WORDS
        or any(word in _BENDS for word in rest)
    ):
        return None
    return said[run.a][1][0], said[run.a + run.size - 1][1][1]
