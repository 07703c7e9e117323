"""Features of each hit, and of whether the question is answered at all.

The numbers mean the same in every question, so that what is fitted on some texts holds on others. Those
of the question bank are 0 where no text searched has a pack. The trees know a number by its position, so
the order must not change without new trees. In both rows those from `matched_question` on are the matcher's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.scope.retriever import Retriever
from assistant.understanding.forms import FORM_WORDS
from assistant.understanding.query import Query
from corpus.keys import ProvisionId
from index.bank import Neighbour, Neighbours
from index.matcher import UNLIKELY
from index.search import Hit
from index.tokens import words

READ = 16  # hits that are read
_UNCOVERED = 0.35  # the nearness below which a word is not covered
_VOTE = 6  # the power of a cosine by which near misses vote against a clause


@dataclass(frozen=True, slots=True)
class WordNumbers:
    """How a clause compares with the words of a question, each about -1 to 1.

    `shared`: of the question's words, by rarity, those that the clause has. `meaning`: how near its tokens
    come to the question's words, rare words counting for more. `uncovered`: of the words, by rarity, those
    that it does not come near. `stated`: whether it holds the kind of fact that is asked for, 0 where none
    is.
    """

    shared: float = 0.0
    meaning: float = 0.0
    uncovered: float = 0.0
    stated: float = 0.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """The numbers of each hit by their names, and what those of the question are made from.

    `matches` are the matcher's log odds that each hit answers; `is_matched` is False where it cannot read the
    model's vectors. `packed` is True for a hit whose text has a question pack; `texts` is the number
    of texts searched.
    """

    clauses: tuple[Mapping[str, float], ...]
    words: tuple[WordNumbers, ...]
    matches: tuple[float, ...]
    is_matched: bool
    packed: tuple[bool, ...]
    neighbours: Neighbours
    texts: int

    def of_question(self, likely: Sequence[float]) -> dict[str, float]:
        """Return the numbers of the question, given how likely each hit answers.

        `uncovered`, `stated`, `shared` and `match` are those of the likeliest clause.
        """
        near = self.neighbours
        ranked = sorted(likely, reverse=True)
        best = max(range(len(likely)), key=likely.__getitem__)
        compared = self.words[best]
        same, same_miss = _best_match(near.answered), _best_match(near.near_misses)
        matches = sorted(self.matches, reverse=True)
        return {
            "best": ranked[0],
            "lead": ranked[0] - (ranked[1] if len(ranked) > 1 else 0.0),
            "nearest_margin": _nearest(near.answered) - _nearest(near.near_misses),
            "uncovered": compared.uncovered,
            "stated": compared.stated,
            "shared": compared.shared,
            "matched_question": same,
            "matched_miss": same_miss,
            "matched_margin": same - same_miss,
            "best_match": matches[0],
            "match_lead": matches[0] - matches[1] if len(matches) > 1 else 0.0,
            "match": self.matches[best],
        }


def gathered(retriever: Retriever, query: Query, hits: Sequence[Hit]) -> Evidence:
    """Gather the evidence for the first hits; there must be one."""
    hits = hits[:READ]
    compared = _compared(retriever, query, hits)
    near = retriever.neighbours_by_word(query.text)
    packs = retriever.packed
    packed = tuple(hit.passage.edition in packs for hit in hits)
    of_search = _of_search(hits, compared)
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
            }
            for search, pack, recalled, match in zip(of_search, packed, of_bank, matches, strict=True)
        ),
        words=tuple(compared),
        matches=matches,
        is_matched=bool(odds),
        packed=packed,
        neighbours=near,
        texts=len(retriever.editions),
    )


def _of_search(hits: Sequence[Hit], compared: Sequence[WordNumbers]) -> list[dict[str, float]]:
    """Return what the search says of each hit; "behind" is the distance from the best one."""
    found = [hit.score - hit.recalled for hit in hits]
    dense = [hit.dense or 0.0 for hit in hits]
    second = [hit.second or 0.0 for hit in hits]
    lexical = [hit.lexical for hit in hits]
    most = max(lexical) or 1.0
    mean = sum(numbers.meaning for numbers in compared) / len(compared)
    return [
        {
            "behind": max(found) - found[at],
            "first": float(found[at] == max(found)),
            "lexical": lexical[at] / most,
            "dense": dense[at],
            "second": second[at],
            "second_behind": max(second) - second[at],
            "shared": numbers.shared,
            "apart": numbers.meaning - mean,
            "uncovered": numbers.uncovered,
            "stated": numbers.stated,
            "dense_behind": max(dense) - dense[at],
        }
        for at, numbers in enumerate(compared)
    ]


def _of_bank(hits: Sequence[Hit], near: Neighbours) -> list[dict[str, float]]:
    """Return what the question bank says of each hit, 0 where no text searched has a pack."""
    misses: dict[ProvisionId, float] = defaultdict(float)
    for neighbour in near.near_misses:
        for provision in neighbour.asked.provisions:
            misses[provision] += max(0.0, neighbour.nearness) ** _VOTE
    same, same_miss = _by_clause(near.answered), _by_clause(near.near_misses)
    nearest = near.answered[0].asked.provisions if near.answered else ()
    score = max(hit.score for hit in hits)
    rows: list[dict[str, float]] = []
    for hit in hits:
        provision = hit.passage.provision
        rows.append({
            "score_behind": score - hit.score,
            "recalled": near.recalled.get(provision, 0.0),
            "missed": misses[provision],
            "nearest": float(provision in nearest),
            "margin": near.answered_nearness - near.near_miss_nearness,
            "nearest_margin": _nearest(near.answered) - _nearest(near.near_misses),
            "matched_question": same.get(provision, 0.0),
            "matched_miss": same_miss.get(provision, 0.0),
        })  # fmt: skip
    return rows


def _by_clause(neighbours: Sequence[Neighbour]) -> dict[ProvisionId, float]:
    found: dict[ProvisionId, float] = {}
    for neighbour in neighbours:
        for provision in neighbour.asked.provisions:
            found[provision] = max(found.get(provision, 0.0), neighbour.match)
    return found


def _best_match(neighbours: Sequence[Neighbour]) -> float:
    return max((neighbour.match for neighbour in neighbours), default=0.0)


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
    found = []
    for at, hit in enumerate(hits):
        pairs = [(rarity, nearness[at]) for rarity, nearness in rarities] if total else []
        found.append(
            WordNumbers(
                shared=retriever.coverage(hit, query.topic),
                meaning=sum(rarity * nearness for rarity, nearness in pairs) / (total or 1.0),
                uncovered=sum(rarity for rarity, nearness in pairs if nearness < _UNCOVERED) / (total or 1.0),
                stated=_stated(retriever, query, hit),
            )
        )
    return found


def _stated(retriever: Retriever, query: Query, hit: Hit) -> float:
    """Return 1 where a hit holds the fact asked for, -0.5 one of its kind, -1 none; 0 where none is asked."""
    if query.fact is None:
        return 0.0
    text = "\n".join((*hit.passage.context, hit.passage.text))  # what heads a list may date all its items
    if query.fact.is_stated_by(text, retriever.lexicon.vocabulary):
        return 1.0
    return -0.5 if query.fact.is_held_by(text) else -1.0
