"""What speaks for each hit, and for the question being answered at all, as numbers.

The numbers mean the same in every question, so that what is fitted on some texts holds on others. Those
of the question bank are 0 where no text searched has a pack.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from statistics import fmean

from assistant.scope.retriever import Retriever
from assistant.understanding.addressees import addressee_named
from assistant.understanding.forms import FORM_WORDS
from assistant.understanding.query import Query
from corpus.instruments import Kind
from corpus.keys import ProvisionId
from index.bank import Neighbour, Neighbours
from index.matcher import UNLIKELY
from index.search import Hit
from index.tokens import words

READ = 16  # hits that are read
MATCHED = 7  # the last numbers of a clause, and of a question: those that the matcher gives
_LEAST = 2  # words that a clause comes least near, whose mean is looked at
_UNCOVERED = 0.35  # the nearness below which a word is not covered
_BESIDE = 6  # of the first hits, those among which others of the same list are counted
_VOTE = 6  # the power of a cosine by which bank questions vote for a clause
_AVERAGED = 5  # bank questions of each side whose matches are averaged
_LONGEST = 8  # clauses of a bank question from which more make no difference


@dataclass(frozen=True, slots=True)
class Words:
    """How a clause compares with the words of a question, each about -1 to 1.

    `shared`: of the question's words, by rarity, those that the clause has. `meaning`: how near its tokens
    come to the question's words, rare words counting for more. `weakest`: the nearness of the two words
    that it comes least near; `rarest`: that of the rarest word; `uncovered`: of the words, by rarity, those
    that it does not come near. `stated`: whether it holds the kind of fact that is asked for, 0 where none
    is. `body`: 1 where its head addresses the body that the question names, -1 where it addresses another.
    """

    shared: float = 0.0
    meaning: float = 0.0
    weakest: float = 0.0
    rarest: float = 0.0
    uncovered: float = 0.0
    stated: float = 0.0
    body: float = 0.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """Numbers for each hit, shape (hits, kinds), and what those of the question are made from.

    `matches` are the matcher's log odds that each hit answers, `is_matched` tells whether it compared any,
    `packed` tells for each hit whether its text has a question pack, `beside` is the largest number of hits
    that share a parent with one of the first six, `texts` the number of texts searched.
    """

    clauses: tuple[tuple[float, ...], ...]
    words: tuple[Words, ...]
    whole: tuple[float, ...]
    matches: tuple[float, ...]
    is_matched: bool
    packed: tuple[bool, ...]
    beside: int
    neighbours: Neighbours
    texts: int

    def of_question(self, likely: Sequence[float]) -> tuple[float, ...]:
        """Return the numbers of the question, given how likely each hit answers."""
        near = self.neighbours
        ranked = sorted(likely, reverse=True)
        at = max(range(len(likely)), key=likely.__getitem__)
        best = self.words[at]
        answered, missed = _nearest(near.answered), _nearest(near.near_misses)
        same, same_miss = _best_matches(near.answered), _best_matches(near.near_misses)
        matches = sorted(self.matches, reverse=True)
        return (
            log(ranked[0] + 1e-3), ranked[0], ranked[0] - (ranked[1] if len(ranked) > 1 else 0.0),
            sum(ranked[:5]), near.answered_nearness - near.near_miss_nearness, answered - missed, answered,
            missed, best.uncovered, best.stated, float(self.packed[at]), self.whole[at],
            best.weakest, best.rarest, best.meaning, best.shared, float(self.beside), same[0], same_miss[0],
            same[0] - same_miss[0], fmean(same) - fmean(same_miss), matches[0],
            matches[0] - matches[1] if len(matches) > 1 else 0.0, self.matches[at],
        )  # fmt: skip


def gathered(retriever: Retriever, query: Query, hits: Sequence[Hit]) -> Evidence:
    """Gather the evidence for the first hits; there must be one."""
    hits = hits[:READ]
    compared = _compared(retriever, query, hits)
    near = retriever.neighbours_by_word(query.text)
    packs = retriever.packed
    packed = tuple(one.passage.edition in packs for one in hits)
    parents = [(one.passage.edition, retriever.unit(one.passage)[1].parent) for one in hits]
    of_search = _of_search(hits, compared, parents)
    of_bank = _of_bank(hits, near)
    odds = _odds(retriever, query, hits, packed)
    matches = tuple(UNLIKELY if one is None else one for one in odds)
    best = max(matches)
    return Evidence(
        clauses=tuple(
            (*search, float(pack), *recalled, match, best - match, float(match == best))
            for search, pack, recalled, match in zip(of_search, packed, of_bank, matches, strict=True)
        ),
        words=tuple(compared),
        whole=tuple(one.dense or 0.0 for one in hits),
        matches=matches,
        is_matched=any(one is not None for one in odds),
        packed=packed,
        beside=max(map(parents.count, parents[:_BESIDE])),
        neighbours=near,
        texts=len(retriever.editions),
    )


def _odds(
    retriever: Retriever, query: Query, hits: Sequence[Hit], packed: Sequence[bool]
) -> list[float | None]:
    """Return the matcher's log odds that each hit answers; None where it says nothing.

    It was trained on packs. Over other texts it puts clauses of the wrong text first more often.
    """
    known = [hit.passage for hit, pack in zip(hits, packed, strict=True) if pack]
    odds = iter(retriever.searcher.matched(query.text, known))
    return [next(odds, None) if pack else None for pack in packed]


def _of_search(
    hits: Sequence[Hit], compared: Sequence[Words], parents: Sequence[object]
) -> list[tuple[float, ...]]:
    found = [one.score - one.recalled for one in hits]
    dense = [one.dense or 0.0 for one in hits]
    second = [one.second or 0.0 for one in hits]
    lexical = [one.lexical for one in hits]
    most = max(lexical) or 1.0
    usual = sum(one.meaning for one in compared) / len(compared)
    own = [(one.passage.edition, one.passage.eid) for one in hits]
    return [
        (
            max(found) - found[at], float(found[at] == max(found)), lexical[at] / most, dense[at], second[at],
            max(second) - second[at], (parents[:_BESIDE].count(parents[at]) - (at < _BESIDE)) / 5, one.shared,
            one.meaning - usual, one.uncovered, one.stated, one.body,
            float(hit.passage.eid.endswith("__title")), float(hit.passage.text.rstrip().endswith(":")),
            float(hit.passage.kind == Kind.HEADING), float(own[at] in parents), float(parents[at] in own),
            float(dense[at] == max(dense)), float(lexical[at] == max(lexical)),
            float(second[at] == max(second)), float(parents.count(parents[at])), max(dense) - dense[at],
        )
        for at, (hit, one) in enumerate(zip(hits, compared, strict=True))
    ]  # fmt: skip


def _of_bank(hits: Sequence[Hit], near: Neighbours) -> list[tuple[float, ...]]:
    votes: dict[ProvisionId, float] = defaultdict(float)
    shared: dict[ProvisionId, float] = defaultdict(float)
    for one in near.answered:
        for provision in one.asked.provisions:
            votes[provision] += max(0.0, one.nearness) ** _VOTE / len(one.asked.provisions) ** 0.5
            shared[provision] += one.match / len(one.asked.provisions) ** 0.5
    misses: dict[ProvisionId, float] = defaultdict(float)
    for one in near.near_misses:
        for provision in one.asked.provisions:
            misses[provision] += max(0.0, one.nearness) ** _VOTE
    same, same_miss = _by_clause(near.answered), _by_clause(near.near_misses)
    best_match = max(same.values(), default=0.0)
    nearest = frozenset(near.answered[0].asked.provisions if near.answered else ())
    answered, missed = _nearest(near.answered), _nearest(near.near_misses)
    score, gained = max(one.score for one in hits), max(one.recalled for one in hits)
    most = max(votes.values(), default=0.0)
    rows: list[tuple[float, ...]] = []
    for at, hit in enumerate(hits):
        provision = hit.passage.provision
        recalled, voted = near.recalled.get(provision, 0.0), votes.get(provision, 0.0)
        first = float(provision in nearest)
        rows.append((
            score - hit.score, recalled, recalled**4, recalled**8, voted, voted / most if most else 0.0,
            misses.get(provision, 0.0), first, first * answered, first * answered**6, float(at == 0),
            gained - hit.recalled, near.answered_nearness - near.near_miss_nearness, answered - missed,
            first * (len(nearest) == 1), first * min(len(nearest), _LONGEST) / _LONGEST,
            same.get(provision, 0.0), shared.get(provision, 0.0), same_miss.get(provision, 0.0),
            best_match - same.get(provision, 0.0),
        ))  # fmt: skip
    return rows


def _by_clause(neighbours: Sequence[Neighbour]) -> dict[ProvisionId, float]:
    found: dict[ProvisionId, float] = {}
    for one in neighbours:
        for provision in one.asked.provisions:
            found[provision] = max(found.get(provision, 0.0), one.match)
    return found


def _best_matches(neighbours: Sequence[Neighbour]) -> list[float]:
    return sorted((one.match for one in neighbours), reverse=True)[:_AVERAGED] or [0.0]


def _nearest(neighbours: Sequence[Neighbour]) -> float:
    return neighbours[0].nearness if neighbours else 0.0


def _compared(retriever: Retriever, query: Query, hits: Sequence[Hit]) -> list[Words]:
    near = retriever.searcher.by_word(query.text, [one.passage for one in hits])
    stems = [(words(word) or [""])[0] for word, _ in near]
    told = [
        (retriever.lexicon.vocabulary.weight(stem), to)
        for stem, (_, to) in zip(stems, near, strict=True)
        if stem and stem not in FORM_WORDS
    ]
    total = sum(rarity for rarity, _ in told)
    bodies = _bodies(retriever, query, hits)
    found = []
    for at, hit in enumerate(hits):
        own = [(rarity, to[at]) for rarity, to in told] if total else []
        least = sorted(to for _, to in own)[:_LEAST]
        found.append(
            Words(
                shared=retriever.coverage(hit, query.topic),
                meaning=sum(rarity * to for rarity, to in own) / (total or 1.0),
                weakest=sum(least) / max(len(least), 1),
                rarest=max(own)[1] if own else 0.0,
                uncovered=sum(rarity for rarity, to in own if to < _UNCOVERED) / (total or 1.0),
                stated=_stated(retriever, query, hit),
                body=bodies[at],
            )
        )
    return found


def _bodies(retriever: Retriever, query: Query, hits: Sequence[Hit]) -> list[float]:
    heads = [retriever.unit(hit.passage)[1].head for hit in hits]
    named = [addressee_named(head, query.bodies) if head else "" for head in heads]
    longest = max(map(len, named), default=0)
    if not longest:
        return [0.0] * len(hits)
    return [
        float(len(name) == longest) if name else -float(bool(head and head.addressee))
        for name, head in zip(named, heads, strict=True)
    ]


def _stated(retriever: Retriever, query: Query, hit: Hit) -> float:
    """Return 1 where a hit holds the fact asked for, -0.5 one of its kind, -1 none; 0 where none is asked."""
    if query.fact is None:
        return 0.0
    text = "\n".join((*hit.passage.context, hit.passage.text))  # what heads a list may date all its items
    if query.fact.is_stated_by(text, retriever.coverage(hit, query.topic), retriever.lexicon.vocabulary):
        return 1.0
    return -0.5 if query.fact.is_held_by(text) else -1.0
