"""A draft goes to the precedent finder with its filters; what comes of it is scored against its gold."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from assistant.library.library import Library
from corpus.catalogue import catalogue
from corpus.instruments import Edition
from corpus.keys import ProvisionId
from evals.cases import Gold
from evals.drafting import METRICS, find_drafts
from evals.drafts import Draft
from index import search_without_index
from ingest import parse_source, text_source

KEY = "itu-pp/res-900/2030"
# seven clauses, each with one word less of the draft than the one before
WORDS = "lantern willow reed pier warden north dawn".split()
TEXT = """\
RESOLUTION 900 (REV. LISBON, 2030)

Lanterns

The Plenipotentiary Conference (Lisbon, 2030),

resolves

"""


def id_of(eid: str) -> ProvisionId:
    return ProvisionId.parse(f"{KEY}#{eid}")


def draft(id_: str, *gold: tuple[str, ...], **filters: str) -> Draft:
    groups = tuple(tuple(Gold(id_of(eid), "x") for eid in group) for group in gold)
    return Draft(id_, "dev", " ".join(WORDS), filters, (id_of("a").edition,), groups, "reworded")


class Holding:
    """Assistants who hold one text and search it by words; they count how often they are asked for."""

    def __init__(self, edition: Edition) -> None:
        self.assistant = SimpleNamespace(
            library=Library((edition,), catalogue()), searcher=search_without_index((edition,), ())
        )
        self.asked = 0

    def holding(self, held) -> SimpleNamespace:
        self.asked += 1
        return self.assistant


@pytest.fixture
def assistants() -> Holding:
    items = [f"{at} {' '.join(WORDS[: 8 - at])} {'harbour ' * at};" for at in range(1, 8)]
    last = "\n\ninstructs the Harbour Board\n\nto wait for ships\n"
    return Holding(parse_source(text_source(TEXT + "\n\n".join(items) + last), "lanterns").edition())


def resolves(*numbers: int) -> tuple[str, ...]:
    return tuple(f"resolves__para_{number}" for number in numbers)


@pytest.mark.parametrize(
    ("rule", "gold", "scores"),
    [
        ("found first", [resolves(1)], (1, 1, 1)),
        ("found below the fifth", [resolves(6)], (0, 1, 1 / 6)),
        ("either of two", [resolves(6, 2)], (1, 1, 1 / 2)),
        ("a merged draft, one of its clauses found early", [resolves(2), resolves(7)], (0.5, 1, 1 / 2)),
    ],
)
def test_a_draft_is_scored_by_where_its_clauses_come(rule: str, gold, scores, assistants: Holding):
    found = find_drafts([draft("a", *gold)], assistants)
    assert {name: rows["a"] for name, rows in found.items()} == pytest.approx(
        dict(zip(METRICS, scores, strict=True))
    ), rule


def test_a_draft_is_found_within_its_filters(assistants: Holding):
    gold = ("instructs-harbour-board__para_nn_1",)
    found = find_drafts([draft("plain", gold), draft("filtered", gold, verb="instruct")], assistants)
    assert found["draft MRR"] == {"plain": 1 / 8, "filtered": 1}
    nothing = find_drafts([draft("none", gold, verb="urge")], assistants)
    assert nothing["draft recall@10"] == {"none": 0}


def test_every_draft_has_its_scores_and_each_set_of_texts_is_opened_once(assistants: Holding):
    found = find_drafts([draft("a", resolves(1)), draft("b", resolves(2))], assistants)
    assert list(found) == ["draft recall@5", "draft recall@10", "draft MRR"]
    assert all(list(rows) == ["a", "b"] for rows in found.values())
    assert assistants.asked == 1


def test_without_drafts_there_are_no_scores(assistants: Holding):
    assert find_drafts([], assistants) == {name: {} for name in METRICS}
