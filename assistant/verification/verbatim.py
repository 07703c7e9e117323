"""A claim that repeats its clause's words: every word added, replaced or left out counts.

What sets such a claim apart was measured on 59 honest claims in other words: none has more than .70
of its words in runs of the clause's, and one in thirty has as much as .36 of them in a single run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from assistant.verification.amounts import amounts, numbers
from assistant.verification.conditions import lost_after, lost_before, restricts
from assistant.verification.source_frames import Source, missing, without_frame
from index.tokens import words

_TOKEN = re.compile(r"[^\W_]+(?:[.,/:'’-][^\W_]+)*")
_REPEATS = 0.7  # of a claim's words, the share in runs of the clause's from which it repeats the clause
_LONGEST = 0.36  # or the share that stands in one run
_RUN = 2  # words in a row that make a run
_LONG_RUN = 3  # words that the one run has at least
_LONG = 2000  # words from which the commonest are not aligned: time grows with the square
_FILLERS = frozenset(
    "a an the that which who is are was were be been being it its of and has have had".split()
)
_ARTICLES = frozenset("a an the its their our this that these those such any all each every".split())
_PREPOSITIONS = frozenset(
    "of for in on to by with at from under through among between into within before after during against "
    "over about towards upon via".split()
)
_DENIES = {"not", "no", "never", "without", "nor", "neither"}
_FRAME = frozenset(
    "a an the under per according to of in on at by text says said that is are was were be it and also "
    "further hereby both they".split()
)


def repeats(claim: str, source: Source) -> bool:
    """Return True if a claim repeats its clause.

    It does if most of the claim stands in the clause word after word, or most of the clause in the
    claim, or much of the claim in one run.
    """
    clause_words, claim_words = _tokens(source.clause), _tokens(without_frame(claim, source))
    blocks = _blocks(clause_words, claim_words)
    runs = [size for _, _, size in blocks if size >= _RUN]
    if not runs:
        return False
    if sum(runs) >= _REPEATS * min(len(claim_words), len(clause_words)):
        return True
    if sum(size for _, _, size in blocks) >= len(claim_words) - 1:
        return True
    a, b, size = max(blocks, key=lambda block: block[2])
    moved = (b == 0 < a and a + size == len(clause_words)) or (a == 0 < b and b + size == len(claim_words))
    return size >= max(_LONG_RUN, _LONGEST * len(claim_words)) and not moved


def changes(claim: str, source: Source) -> Iterator[str]:
    """Find what a claim that repeats its clause changes."""
    clause_words, claim_words = _tokens(source.clause), _tokens(without_frame(claim, source))
    ends = (0, len(claim_words))  # a single word counts where the claim begins or ends
    blocks = [
        block
        for block in _blocks(clause_words, claim_words)
        if block[2] >= _RUN or (block[2] and {block[1], block[1] + block[2]} & {*ends})
    ]
    first, last = blocks[0], blocks[-1]
    yield from _before(source, claim_words[: first[1]], clause_words[: first[0]])
    inner = SequenceMatcher(
        None,
        clause_words[first[0] : last[0] + last[2]],
        claim_words[first[1] : last[1] + last[2]],
        autojunk=len(clause_words) > _LONG,
    )
    for kind, a1, a2, b1, b2 in inner.get_opcodes():
        old, new = clause_words[first[0] + a1 : first[0] + a2], claim_words[first[1] + b1 : first[1] + b2]
        if kind != "equal":
            yield from _changed(" ".join(old), " ".join(new))
        if kind == "delete" and _joins(clause_words, first[0] + a1, first[0] + a2):
            yield f"left out, so that what comes after it takes its place: “{' '.join(old)}”"
    yield from _changed("", " ".join(claim_words[last[1] + last[2] :]))
    stop = [match.end() for match in _TOKEN.finditer(source.clause)][last[0] + last[2] - 1]
    yield from (f"left out, {lost}" for lost in lost_after(source.clause, stop))
    yield from (f"not in the clause: {amount}" for amount in sorted(amounts(claim) - amounts(source.text)))


def _before(source: Source, frame: list[str], omitted: list[str]) -> Iterator[str]:
    """Find words before the clause's own which are not its head's, and a condition left out there."""
    known = f"{source.label} {' '.join(omitted)}"
    for word in frame:
        if word not in {*_FRAME, *_tokens(known)} and (missing(word, known) or not words(word)):
            yield f"put in: “{word}”"
    if numbers(" ".join(omitted)):  # numbers of the label do not take their place
        yield from (
            f"put in: {number}" for number in sorted(numbers(" ".join(frame)) - numbers(" ".join(omitted)))
        )
    start = [match.start() for match in _TOKEN.finditer(source.clause)][len(omitted)]
    for lost in lost_before(source.clause, start, denies=bool(_DENIES & set(frame))):
        yield f"left out, {lost}"


def _changed(old: str, new: str) -> Iterator[str]:
    """Say what was changed, where it is more than an article or a word bent."""
    if _DENIES & set(new.split()) - set(old.split()):
        yield "the claim denies, the clause does not"
    added = [word for word in new.split() if word not in _FILLERS and (old or word != "to")]
    removed = [word for word in old.split() if word not in _FILLERS]
    is_bent = words(" ".join(added)) == words(" ".join(removed)) != []
    if added and added != removed and not is_bent:
        yield f"“{new}” instead of “{old}”" if removed else f"put in: “{new}”"
    elif not added and (narrows := restricts(old)):
        yield f"left out: “{narrows}”"


def _joins(clause: list[str], start: int, end: int) -> bool:
    """Return True if words left out after a preposition contain one: "of the [results of the] plan".

    The preposition then has a different object. The same words may be left out from a later place:
    "progress [of the results] of the plan".
    """
    while True:
        behind = clause[start - 1] in _PREPOSITIONS | _ARTICLES
        if behind and _PREPOSITIONS & set(clause[start:end]):
            return True
        if end == len(clause) or clause[start] != clause[end]:
            return False
        start, end = start + 1, end + 1


def _tokens(text: str) -> list[str]:
    return [token.lower() for token in _TOKEN.findall(text)]


def _blocks(clause_words: list[str], claim_words: list[str]) -> list[tuple[int, int, int]]:
    matcher = SequenceMatcher(None, clause_words, claim_words, autojunk=len(clause_words) > _LONG)
    return [(block.a, block.b, block.size) for block in matcher.get_matching_blocks()]
