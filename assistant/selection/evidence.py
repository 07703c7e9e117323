"""Features of each hit, and of whether the question is answered at all.

The numbers mean the same in every question, so that what is fitted on some texts holds on others. Those
of the question bank are 0 where no text searched has a pack. The trees know a number by its place: the
order in which they stand here is theirs. In both rows those from `matched_question` on are the matcher's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
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
_LEAST = 2  # words that a clause comes least near, whose mean is looked at
_UNCOVERED = 0.35  # the nearness below which a word is not covered
_BESIDE = 6  # of the first hits, those among which others of the same list are counted
_VOTE = 6  # the power of a cosine by which bank questions vote for a clause
_AVERAGED = 5  # bank questions of each side whose matches are averaged
_LONGEST = 8  # clauses of a bank question from which more make no difference


@dataclass(frozen=True, slots=True)
class WordNumbers:
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
    """The numbers of each hit by their names, and what those of the question are made from.

    `matches` are the matcher's log odds that each hit answers; `is_matched` is False where it cannot read the
    model's vectors. `packed` is True for a hit whose text has a question pack. `beside` is the largest number
    of hits that share a parent with one of the first six, `texts` the number of texts searched.
    """

    clauses: tuple[Mapping[str, float], ...]
    words: tuple[WordNumbers, ...]
    whole: tuple[float, ...]
    matches: tuple[float, ...]
    is_matched: bool
    packed: tuple[bool, ...]
    beside: int
    neighbours: Neighbours
    texts: int

    def of_question(self, likely: Sequence[float]) -> dict[str, float]:
        """Return the numbers of the question, given how likely each hit answers.

        Without a word that says otherwise a number is that of the likeliest clause.
        """
        near = self.neighbours
        ranked = sorted(likely, reverse=True)
        at = max(range(len(likely)), key=likely.__getitem__)
        best = self.words[at]
        answered, missed = _nearest(near.answered), _nearest(near.near_misses)
        same, same_miss = _best_matches(near.answered), _best_matches(near.near_misses)
        matches = sorted(self.matches, reverse=True)
        return {
            "log_best": log(ranked[0] + 1e-3),
            "best": ranked[0],
            "lead": ranked[0] - (ranked[1] if len(ranked) > 1 else 0.0),
            "first_five": sum(ranked[:5]),
            "margin": near.answered_nearness - near.near_miss_nearness,
            "nearest_margin": answered - missed,
            "answered": answered,
            "missed": missed,
            "uncovered": best.uncovered,
            "stated": best.stated,
            "packed": float(self.packed[at]),
            "whole": self.whole[at],
            "weakest": best.weakest,
            "rarest": best.rarest,
            "meaning": best.meaning,
            "shared": best.shared,
            "beside": float(self.beside),
            "matched_question": same[0],
            "matched_miss": same_miss[0],
            "matched_margin": same[0] - same_miss[0],
            "matched_margin_of_five": fmean(same) - fmean(same_miss),
            "best_match": matches[0],
            "match_lead": matches[0] - matches[1] if len(matches) > 1 else 0.0,
            "match": self.matches[at],
        }


def gathered(retriever: Retriever, query: Query, hits: Sequence[Hit]) -> Evidence:
    """Gather the evidence for the first hits; there must be one."""
    hits = hits[:READ]
    compared = _compared(retriever, query, hits)
    near = retriever.neighbours_by_word(query.text)
    packs = retriever.packed
    packed = tuple(hit.passage.edition in packs for hit in hits)
    parents = [(hit.passage.edition, retriever.unit(hit.passage)[1].parent) for hit in hits]
    of_search = _of_search(hits, compared, parents)
    of_bank = _of_bank(hits, near)
    odds = retriever.searcher.matched(query.text, [hit.passage for hit in hits])
    matches = tuple(odds or [UNLIKELY] * len(hits))
    best = max(matches)
    return Evidence(
        clauses=tuple(
            {
                **search,
                "packed": float(pack),
                **recalled,
                "match": match,
                "match_behind": best - match,
                "best_match": float(match == best),
            }
            for search, pack, recalled, match in zip(of_search, packed, of_bank, matches, strict=True)
        ),
        words=tuple(compared),
        whole=tuple(hit.dense or 0.0 for hit in hits),
        matches=matches,
        is_matched=bool(odds),
        packed=packed,
        beside=max(map(parents.count, parents[:_BESIDE])),
        neighbours=near,
        texts=len(retriever.editions),
    )


def _of_search(
    hits: Sequence[Hit], compared: Sequence[WordNumbers], parents: Sequence[object]
) -> list[dict[str, float]]:
    """Return what the search and the structure of the texts say of each hit.

    "Behind" is the distance from the best hit.
    """
    found = [hit.score - hit.recalled for hit in hits]
    dense = [hit.dense or 0.0 for hit in hits]
    second = [hit.second or 0.0 for hit in hits]
    lexical = [hit.lexical for hit in hits]
    most = max(lexical) or 1.0
    mean = sum(numbers.meaning for numbers in compared) / len(compared)
    places = [(hit.passage.edition, hit.passage.eid) for hit in hits]
    return [
        {
            "behind": max(found) - found[at],
            "first": float(found[at] == max(found)),
            "lexical": lexical[at] / most,
            "dense": dense[at],
            "second": second[at],
            "second_behind": max(second) - second[at],
            "beside": (parents[:_BESIDE].count(parents[at]) - (at < _BESIDE)) / 5,
            "shared": numbers.shared,
            "apart": numbers.meaning - mean,
            "uncovered": numbers.uncovered,
            "stated": numbers.stated,
            "body": numbers.body,
            "title": float(hit.passage.eid.endswith("__title")),
            "colon": float(hit.passage.text.rstrip().endswith(":")),
            "heading": float(hit.passage.kind == Kind.HEADING),
            "heads_hit": float(places[at] in parents),
            "under_hit": float(parents[at] in places),
            "densest": float(dense[at] == max(dense)),
            "most_lexical": float(lexical[at] == max(lexical)),
            "best_second": float(second[at] == max(second)),
            "in_list": float(parents.count(parents[at])),
            "dense_behind": max(dense) - dense[at],
        }
        for at, (hit, numbers) in enumerate(zip(hits, compared, strict=True))
    ]


def _of_bank(hits: Sequence[Hit], near: Neighbours) -> list[dict[str, float]]:
    """Return what the question bank says of each hit, 0 where no text searched has a pack."""
    votes: dict[ProvisionId, float] = defaultdict(float)
    shared: dict[ProvisionId, float] = defaultdict(float)
    for neighbour in near.answered:
        for provision in neighbour.asked.provisions:
            votes[provision] += max(0.0, neighbour.nearness) ** _VOTE / len(neighbour.asked.provisions) ** 0.5
            shared[provision] += neighbour.match / len(neighbour.asked.provisions) ** 0.5
    misses: dict[ProvisionId, float] = defaultdict(float)
    for neighbour in near.near_misses:
        for provision in neighbour.asked.provisions:
            misses[provision] += max(0.0, neighbour.nearness) ** _VOTE
    same, same_miss = _by_clause(near.answered), _by_clause(near.near_misses)
    best_match = max(same.values(), default=0.0)
    nearest = frozenset(near.answered[0].asked.provisions if near.answered else ())
    answered, missed = _nearest(near.answered), _nearest(near.near_misses)
    score, gained = max(hit.score for hit in hits), max(hit.recalled for hit in hits)
    most = max(votes.values(), default=0.0)
    rows: list[dict[str, float]] = []
    for at, hit in enumerate(hits):
        provision = hit.passage.provision
        recalled, voted = near.recalled.get(provision, 0.0), votes.get(provision, 0.0)
        first = float(provision in nearest)
        rows.append({
            "score_behind": score - hit.score,
            "recalled": recalled,
            "recalled_4": recalled**4,
            "recalled_8": recalled**8,
            "voted": voted,
            "vote_share": voted / most if most else 0.0,
            "missed": misses.get(provision, 0.0),
            "nearest": first,
            "nearest_cosine": first * answered,
            "nearest_6": first * answered**6,
            "at_first": float(at == 0),
            "gained_behind": gained - hit.recalled,
            "margin": near.answered_nearness - near.near_miss_nearness,
            "nearest_margin": answered - missed,
            "nearest_alone": first * (len(nearest) == 1),
            "nearest_breadth": first * min(len(nearest), _LONGEST) / _LONGEST,
            "matched_question": same.get(provision, 0.0),
            "matched_questions": shared.get(provision, 0.0),
            "matched_miss": same_miss.get(provision, 0.0),
            "matched_behind": best_match - same.get(provision, 0.0),
        })  # fmt: skip
    return rows


def _by_clause(neighbours: Sequence[Neighbour]) -> dict[ProvisionId, float]:
    found: dict[ProvisionId, float] = {}
    for neighbour in neighbours:
        for provision in neighbour.asked.provisions:
            found[provision] = max(found.get(provision, 0.0), neighbour.match)
    return found


def _best_matches(neighbours: Sequence[Neighbour]) -> list[float]:
    return sorted((neighbour.match for neighbour in neighbours), reverse=True)[:_AVERAGED] or [0.0]


def _nearest(neighbours: Sequence[Neighbour]) -> float:
    return neighbours[0].nearness if neighbours else 0.0


def _compared(retriever: Retriever, query: Query, hits: Sequence[Hit]) -> list[WordNumbers]:
    near = retriever.searcher.by_word(query.text, [hit.passage for hit in hits])
    stems = [(words(word) or [""])[0] for word, _ in near]
    rarities = [
        (retriever.lexicon.vocabulary.weight(stem), nearness)
        for stem, (_, nearness) in zip(stems, near, strict=True)
        if stem and stem not in FORM_WORDS
    ]
    total = sum(rarity for rarity, _ in rarities)
    bodies = _bodies(retriever, query, hits)
    found = []
    for at, hit in enumerate(hits):
        pairs = [(rarity, nearness[at]) for rarity, nearness in rarities] if total else []
        least = sorted(nearness for _, nearness in pairs)[:_LEAST]
        found.append(
            WordNumbers(
                shared=retriever.coverage(hit, query.topic),
                meaning=sum(rarity * nearness for rarity, nearness in pairs) / (total or 1.0),
                weakest=sum(least) / max(len(least), 1),
                rarest=max(pairs)[1] if pairs else 0.0,
                uncovered=sum(rarity for rarity, nearness in pairs if nearness < _UNCOVERED) / (total or 1.0),
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
