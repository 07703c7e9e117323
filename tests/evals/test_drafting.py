"""A draft is searched for as it is written; what comes of it is scored against the clauses it comes from."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from corpus.keys import ProvisionId
from evals.cases import Gold
from evals.drafting import METRICS, find_drafts
from evals.drafts import Draft

KEY = "itu-pp/res-900/2030"


def id_of(eid: str) -> ProvisionId:
    return ProvisionId.parse(f"{KEY}#{eid}")


def draft(id_: str, *gold: tuple[str, ...]) -> Draft:
    groups = tuple(tuple(Gold(id_of(eid), "x") for eid in group) for group in gold)
    return Draft(id_, "dev", f"that lanterns be lit ({id_})", {}, (id_of("a").edition,), groups, "reworded")


class Finding:
    """Assistants who find the same clauses for every draft, and note what they are asked."""

    def __init__(self, *eids: str) -> None:
        self.hits = [SimpleNamespace(passage=SimpleNamespace(provision=id_of(eid))) for eid in eids]
        self.asked: list[str] = []

    def holding(self, held) -> Finding:
        return self

    def search(self, query: str, top: int):
        self.asked.append(query)
        return self.hits[:top]


SEVEN = [f"para_{at}" for at in range(1, 8)]


@pytest.mark.parametrize(
    ("rule", "gold", "scores"),
    [
        ("found first", [("para_1",)], (1, 1, 1)),
        ("found below the fifth", [("para_6",)], (0, 1, 1 / 6)),
        ("not found", [("para_9",)], (0, 0, 0)),
        ("either of two", [("para_9", "para_2")], (1, 1, 1 / 2)),
        ("a merged draft, one of its clauses found", [("para_2",), ("para_9",)], (0.5, 0.5, 1 / 2)),
    ],
)
def test_a_draft_is_scored_by_where_its_clauses_come(rule: str, gold: list[tuple[str, ...]], scores):
    found = find_drafts([draft("a", *gold)], Finding(*SEVEN))
    assert {name: rows["a"] for name, rows in found.items()} == pytest.approx(
        dict(zip(METRICS, scores, strict=True))
    ), rule


def test_every_draft_has_its_scores_and_is_searched_for_in_its_own_words():
    drafts, assistants = [draft("a", ("para_1",)), draft("b", ("para_2",))], Finding(*SEVEN)
    found = find_drafts(drafts, assistants)
    assert list(found) == ["draft recall@5", "draft recall@10", "draft MRR"]
    assert all(list(rows) == ["a", "b"] for rows in found.values())
    assert assistants.asked == [one.draft for one in drafts]


def test_without_drafts_there_are_no_scores():
    assert find_drafts([], Finding()) == {name: {} for name in METRICS}
