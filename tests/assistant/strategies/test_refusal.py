"""No clause answers: which status says why, and which clauses come closest."""

from __future__ import annotations

import pytest

from assistant.answer import Status
from assistant.selection.evidence import JUDGED, best_first
from assistant.strategies.desk import Desk
from assistant.strategies.passage import by_passage
from assistant.strategies.refusal import _WHY, not_stated, refusal
from assistant.strategies.unnumbered import by_document
from corpus.packs import NEAR_MISSES, PackQuestion
from index.bank import BankQuestion, Neighbour, Neighbours

BODY = """\
noting

a) that the Harbour Charter was adopted by the wardens;

resolves

1 that every pier shall have a rail of iron;

2 that the colours of rails are those of the enamel chart in Annex 7 to this resolution;

instructs the Harbour Council

1 to inspect the piers with due care.
"""
EARLIER = BODY.replace(
    "2 that the colours", "2 that ferries shall carry geese free of charge;\n\n3 that the colours"
)


@pytest.fixture
def text(resolution_of) -> str:
    return resolution_of(BODY)


@pytest.fixture
def both(resolution_of) -> tuple[str, str]:
    return resolution_of(EARLIER, year=2027), resolution_of(BODY)


def test_the_topic_is_there_and_the_fact_is_not(asking, text):
    finding = asking(text, near={"resolves__para_1": 0.6}).ask(
        by_passage, "How many piers have a rail of iron?"
    )
    assert (finding.status, finding.chosen) == (Status.NOT_STATED, ())
    assert "gives no number" in finding.lead
    assert finding.closest[0].eid == "resolves__para_1"
    assert len(finding.closest) == 3


@pytest.mark.parametrize(
    ("rule", "question", "said"),
    [
        ("the kind of fact", "How much does a rail of iron cost?", "gives no amount of money"),
        ("the year that no text has", "Which rail must a pier have in 2044?", "gives no answer for 2044"),
        ("the thing asked which of", "Which locksmith keeps the piers?", "gives no locksmith"),
        ("no more than that", "Is the pier with a rail of iron wide?", "gives no answer"),
    ],
)
def test_what_is_not_stated_is_said(asking, text, rule: str, question: str, said: str):
    near = {"resolves__para_1": 0.55}
    desk, asked, hits = asking(text, near=near).read(question)
    finding = refusal(desk, asked, best_first(desk, asked, hits))
    assert finding.status == Status.NOT_STATED, rule
    assert said in f"{finding.lead} {finding.reason}", rule


@pytest.mark.parametrize(
    ("rule", "question", "reason"),
    [
        ("nothing comes near", "who bakes bread for breakfast?", "no clause comes near enough"),
        ("a name besides", "does the text speak of bread from Zanzibar?", "no text names Zanzibar"),
    ],
)
def test_what_is_on_another_matter_is_not_in_the_library(asking, text, rule: str, question: str, reason: str):
    finding = asking(text).ask(by_passage, question)
    assert finding.status == Status.NOT_IN_CORPUS, rule
    assert finding.reason == reason, rule
    assert len(finding.closest) == 3, rule


def test_of_an_empty_library_it_is_said_that_it_is_empty(asking):
    finding = asking().ask(by_passage, "who keeps the piers?")
    assert (finding.status, finding.reason) == (Status.NOT_IN_CORPUS, "no text is held")


def test_what_only_an_earlier_edition_says_is_told_with_its_clause(asking, both):
    near = {"res-910/2027#resolves__para_2": 0.95}
    finding = asking(*both, near=near).ask(by_passage, "What do ferries carry free of charge?")
    assert (finding.status, finding.chosen) == (Status.SUPERSEDED_ONLY, ())
    assert str(finding.closest[0]) == "itu-pp/res-910/2027#resolves__para_2"
    assert "Resolution 910 (Rev. Willowford, 2027)" in finding.lead
    assert "is superseded by Resolution 910 (Rev. Willowford, 2031)" in finding.lead


@pytest.mark.parametrize(
    ("rule", "near"),
    [
        (
            "one in force comes as near",
            {"res-910/2027#resolves__para_2": 0.6, "res-910/2031#resolves__para_1": 0.58},
        ),
        ("the earlier one does not answer either", {"res-910/2027#resolves__para_2": 0.25}),
    ],
)
def test_an_earlier_edition_that_is_not_ahead_is_left_out(asking, both, rule: str, near: dict[str, float]):
    finding = asking(*both, near=near).ask(by_passage, "How many geese do the ferries carry free of charge?")
    assert finding.status in (Status.NOT_STATED, Status.NOT_IN_CORPUS), rule
    assert {one.edition.year for one in finding.closest} == {2031}, rule


def test_an_earlier_edition_that_states_the_fact_and_comes_no_nearer_is_left_out(asking, resolution_of):
    told = BODY.replace("that every pier", "that 40 piers")
    texts = resolution_of(told, year=2027), resolution_of(BODY)
    question, earlier = "How many piers have a rail of iron?", "res-910/2027#resolves__para_1"
    alike = asking(*texts, near={earlier: 0.8, "res-910/2031#resolves__para_1": 0.78}).ask(
        by_passage, question
    )
    ahead = asking(*texts, near={earlier: 0.8, "res-910/2031#resolves__para_1": 0.5}).ask(
        by_passage, question
    )
    assert (alike.status, ahead.status) == (Status.NOT_STATED, Status.SUPERSEDED_ONLY)


def test_where_the_earlier_edition_is_searched_it_is_not_told_as_superseded(asking, both):
    made = asking(*both, near={"res-910/2027#resolves__para_2": 0.95})
    own = type(made.desk)(made.library, made.searcher, made.library.editions[:1])
    _, asked, _ = made.read("What do ferries carry free of charge?")
    finding = by_passage(own, asked, own.search(asked.text, 50))
    assert (finding.status, finding.chosen[0].provision.eid) == (Status.ANSWERED, "resolves__para_2")


def test_a_part_that_is_described_and_not_held_is_told_by_its_name(asking, text):
    desk, asked, hits = asking(text).read("Under the enamel chart, which shade of blue is used?")
    finding = refusal(desk, asked, best_first(desk, asked, hits))
    assert (finding.status, finding.chosen) == (Status.REFERENCED_NOT_HELD, ())
    assert finding.lead.startswith("Annex 7 to Resolution 910 (Rev. Willowford, 2031) is named here")
    assert [one.eid for one in finding.closest] == ["resolves__para_2"]


def test_a_document_that_is_named_and_not_held_is_told(asking, text):
    finding = asking(text).ask(by_document, "What does the Harbour Charter say about ropes?")
    assert (finding.status, finding.chosen) == (Status.REFERENCED_NOT_HELD, ())
    assert [one.eid for one in finding.closest] == ["preamble__noting__rec_a"]
    assert finding.lead.startswith("Harbour Charter is named here but its text is not in the library")
    assert "resolutions add" in finding.lead


def test_not_stated_names_what_is_asked_and_three_clauses_at_most(asking, text):
    desk, asked, hits = asking(text).read("How many rails?")
    near = [desk.choose(hit, asked.topic) for hit in hits[:5]]
    finding = not_stated("number", near)
    assert finding.lead == "The text speaks of this but gives no number."
    assert finding.reason == "number asked for, and no clause on this gives one"
    assert list(finding.closest) == [hit.passage.provision for hit in hits[:3]]
    assert JUDGED > 3


# -- by the question bank ---------------------------------------------------------------------------


def remembered(desk: Desk, monkeypatch, *near_misses: tuple[PackQuestion, float]) -> None:
    """Let near misses come so near to whatever is asked."""
    edition = desk.editions[0].key
    found = tuple(Neighbour(BankQuestion(edition, one), nearness) for one, nearness in near_misses)
    monkeypatch.setattr(desk.searcher, "neighbours", lambda *_: Neighbours((), found), raising=False)


GEESE = PackQuestion("what do geese cost", ("resolves__para_2",), "number", "staff", "number")


def test_a_near_miss_that_asks_the_same_gives_the_reason_and_its_clauses(asking, text, monkeypatch):
    desk, asked, hits = asking(text, near={"resolves__para_1": 0.55}).read(
        "Is the pier with a rail of iron wide?"
    )
    remembered(desk, monkeypatch, (GEESE, 0.81))
    finding = refusal(desk, asked, best_first(desk, asked, hits))
    assert finding.status == Status.NOT_STATED
    assert finding.lead == "The text speaks of this but gives no number."
    assert finding.reason == "much the same as “what do geese cost”, which no clause answers"
    assert [one.eid for one in finding.closest] == ["resolves__para_2"]


def test_a_near_miss_that_is_only_alike_gives_none(asking, text, monkeypatch):
    desk, asked, hits = asking(text, near={"resolves__para_1": 0.55}).read(
        "Is the pier with a rail of iron wide?"
    )
    remembered(desk, monkeypatch, (GEESE, 0.79))
    assert "geese" not in refusal(desk, asked, best_first(desk, asked, hits)).reason


def test_every_kind_of_near_miss_has_its_sentence():
    assert set(_WHY) == set(NEAR_MISSES)
