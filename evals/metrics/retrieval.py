"""What was retrieved, against the gold. Ranked measures are those of ir-measures.

Where one of several provisions is right, the first of them that is retrieved stands for all; another
takes its place in the ranking and is no gold. At most k can be found among the first k: who finds as
many has all.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from assistant.answer import Answer
from evals.cases import Case

_DEEP = 1000  # beyond what any answer retrieves


def recall_at(k: int) -> Callable[[Case, Answer], float | None]:
    """Return recall@k: of the gold, the share among the first k retrieved."""

    def score(case: Case, answer: Answer) -> float | None:
        if not case.gold:
            return None
        found = set(_ranked(case, answer)[:k]) & _wanted(case)
        return len(found) / min(k, len(case.gold))

    return score


def ndcg_at_10(case: Case, answer: Answer) -> float | None:
    """Return the normalised discounted cumulative gain of the first ten."""
    return _measured("nDCG@10", case, answer)


def map_at_10(case: Case, answer: Answer) -> float | None:
    """Return the average precision of the first ten, over the gold that ten can hold."""
    found = _measured("AP@10", case, answer)  # trec_eval's, over all gold
    return None if found is None else found * len(case.gold) / min(10, len(case.gold))


def reciprocal_rank(case: Case, answer: Answer) -> float | None:
    """Return one over the place of the first that is right."""
    return _measured("RR", case, answer)


def wrong_document(case: Case, answer: Answer) -> float | None:
    """Whether the first that is retrieved stands in a text in which no gold does."""
    if not case.gold or not answer.retrieved:
        return None
    editions = {gold.provision.edition for group in case.gold for gold in group}
    return float(answer.retrieved[0].edition not in editions)


def _measured(name: str, case: Case, answer: Answer) -> float | None:
    """Measure one ranking with ir-measures."""
    if not case.gold:
        return None
    run = {"q": {place: float(_DEEP - rank) for rank, place in enumerate(_ranked(case, answer))}}
    qrels = {"q": dict.fromkeys(_wanted(case), 1)}
    if not run["q"]:
        return 0.0
    return float(next(iter(_measure(name).iter_calc(qrels, run))).value)


def _ranked(case: Case, answer: Answer) -> list[str]:
    """Return what stands at each place: a gold group's name, once, or what is no gold."""
    group_of = {str(gold.provision): f"gold {at}" for at, group in enumerate(case.gold) for gold in group}
    places: list[str] = []
    seen: set[str] = set()
    for rank, id_ in enumerate(answer.retrieved[:_DEEP]):
        name = group_of.get(str(id_), "")
        places.append(name if name and name not in seen else f"other {rank}")
        seen.add(name)
    return places


def _wanted(case: Case) -> set[str]:
    """Return the names of a case's gold groups."""
    return {f"gold {at}" for at in range(len(case.gold))}


@cache
def _measure(name: str) -> Any:  # noqa: ANN401  the library's type stops here
    import ir_measures

    return ir_measures.parse_measure(name)
