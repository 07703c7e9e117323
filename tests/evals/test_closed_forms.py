"""Questions of the form that a strategy is for: what is right is read from the texts themselves."""

from __future__ import annotations

import pytest

from assistant.answer import Status
from assistant.library.library import Library
from corpus.catalogue import catalogue
from corpus.instruments import Edition
from evals import closed_forms
from evals.ablation import STEPS
from evals.closed_forms import Question, questions
from ingest import parse_file

TEXT = """RESOLUTION 931 (REV. OSLO, 2031)

Lanterns of the harbour

The Plenipotentiary Conference of the International Telecommunication Union (Oslo, 2031),

considering

a) that the Harbour Lantern Board (HLB) keeps lanterns burning through every storm of the winter;
b) that resolution 91/14 asks for lanterns,

resolves

1 to repair lanterns every year;
2 to count lanterns every year,

instructs the Secretary-General

to report on lanterns to the Council every year.
"""


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    path = tmp_path_factory.mktemp("text") / "res-931.txt"
    path.write_text(TEXT, encoding="utf-8")
    return parse_file(path).edition()


@pytest.fixture(scope="module")
def asked(edition: Edition) -> dict[str, list[Question]]:
    return questions(Library((edition,), catalogue()))


def golds(asked: dict[str, list[Question]], strategy: str) -> dict[str, list[str]]:
    """Return the questions for a strategy, each with the clauses that must be cited."""
    return {one.text: sorted(id_.split("#")[1] for id_ in one.gold) for one in asked[strategy]}


def test_every_form_is_for_a_strategy_that_can_be_switched_off(asked):
    assert set(asked) <= set(STEPS)
    assert {"label", "duties", "phrase", "naming", "references", "name", "definition", "form"} <= set(asked)


def test_the_same_questions_are_made_every_time(asked, edition: Edition):
    assert questions(Library((edition,), catalogue())) == asked


def test_what_stands_under_heads_is_right(asked):
    duties = golds(asked, "duties")
    assert [*duties.values()] == [["instructs-secretary-general__para_nn_1"]]


def test_a_number_that_is_not_held_is_asked_for_and_where_it_stands(asked):
    assert [*golds(asked, "naming").values()] == [["preamble__considering__rec_b"]]
    (missing,) = asked["name"]
    assert "91/14" in missing.text
    assert missing.status == Status.REFERENCED_NOT_HELD


def test_every_clause_that_has_a_phrase_is_right(asked):
    assert golds(asked, "phrase") == {
        'Where does it say "keeps lanterns burning through every storm"?': ["preamble__considering__rec_a"],
        'Where does it say "to report on lanterns to the"?': ["instructs-secretary-general__para_nn_1"],
    }


@pytest.mark.parametrize(
    ("rule", "status", "cited", "is_right", "found"),
    [
        ("exactly these", Status.ANSWERED, {"a", "b"}, 1, 1),
        ("one that may be cited too", Status.ANSWERED, {"a", "b", "c"}, 1, 1),
        ("one that is wrong", Status.ANSWERED, {"a", "b", "d"}, 0, 1),
        ("one is missing", Status.ANSWERED, {"a"}, 0, 0.5),
        ("candidates are no answer", Status.CANDIDATES, {"a", "b"}, 0, 0),
    ],
)
def test_what_counts_as_right(
    monkeypatch, rule: str, status: Status, cited: set[str], is_right: float, found: float
):
    class Given:
        pass

    answer = Given()
    answer.status = status
    monkeypatch.setattr(closed_forms, "_cited", lambda _: cited)
    one = Question("duties", "", frozenset("ab"), frozenset("c"))
    assert closed_forms._is_right(one, answer) == is_right, rule
    assert closed_forms._found(one, answer) == found, rule


def test_strategies_are_worth_something_on_their_forms(word_assistants, golden_texts):
    assistant = type(word_assistants)(golden_texts).holding(golden_texts.held("invented"))
    made = questions(assistant.library)
    for strategy in ("label", "phrase", "overview"):
        worth = closed_forms._worth(assistant, strategy, made[strategy][:10])
        assert worth.right[0] > worth.right[1], strategy
        assert worth.right[0] >= 0.9, strategy
