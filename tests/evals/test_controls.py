"""What controls are made of: mutated claims, systems, bounds. That all hold is in test_run.

There forty mutated claims of each kind are judged, and every eighth honest one; here are more.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Answer, Status, Support
from assistant.library.library import Library
from assistant.pipeline import Assistant
from corpus import catalogue
from corpus.keys import ProvisionId
from evals import metrics
from evals.cases import Case
from evals.claims import ClaimCase
from evals.controls import Control, scored, systems
from evals.controls.bounds import exactly, unscored
from evals.controls.claims import gathered, is_accepted
from evals.controls.mutators import MUTATORS, Material, mutants
from evals.controls.scored import bounded
from evals.controls.stated import Stated, is_plural
from evals.gates import Gates, broken
from evals.golden import Golden, read_golden
from evals.metrics.abstention import SHOWN
from evals.metrics.verification import accepted, judge_claims, rejected
from evals.results import Results
from evals.worlds import Texts
from index import search_without_index

EACH = 100
KEPT = "to count the lanterns every three years, where the Council agrees, and to report to Member States"
LABEL = "Resolution 900 (Rev. Lisbon, 2030), instructs the Harbour Council 1"


@pytest.fixture(scope="module")
def golden(golden_texts: Texts) -> Golden:
    return read_golden(golden_texts, "dev")


@pytest.fixture(scope="module")
def materials(golden_texts: Texts) -> tuple[Material, ...]:
    return gathered(golden_texts)


def test_the_controls_come_out_alike_in_every_run(golden: Golden, golden_texts: Texts, word_assistants):
    cases = golden.cases[:10]
    first, second = (scored.system_controls(cases, golden_texts, word_assistants) for _ in range(2))
    assert first == second


# -- claims -----------------------------------------------------------------------------------------


@pytest.mark.rest
@pytest.mark.parametrize("name", MUTATORS)
def test_no_mutated_claim_is_accepted(name: str, materials: tuple[Material, ...]):
    claims = mutants(MUTATORS[name], materials, EACH)
    assert len(claims) == len(set(claims)) == EACH
    assert [one.claim for one in claims if is_accepted(one)] == []


@pytest.mark.rest
def test_no_claim_that_nobody_changed_is_rejected(materials: tuple[Material, ...]):
    claims = [one for material in materials for one in material.claims]
    assert [one.claim for one in claims if not is_accepted(one)] == []


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("negation", KEPT.replace("to count", "not to count")),
        ("number", KEPT.replace("three", "four")),
        ("condition", KEPT.replace(", where the Council agrees", "")),
        ("some to all", KEPT.replace("to Member States", "to all Member States")),
        ("force", "The Harbour Council is invited " + KEPT),
        ("addressee", "The Lantern Board is instructed " + KEPT),
        ("added item", KEPT.replace("years", "years")),
    ],
)
def test_a_mutator_changes_one_thing(name: str, made: str, harbours):
    class Here(Material):
        bodies = ("the Lantern Board",)
        items = ()

    given = [
        Stated(frame, KEPT, KEPT + ";", LABEL, harbours.id_of(harbours.provisions[0]))
        for frame in ("", "The Harbour Council is instructed ")
    ]
    found = {one.claim for claim in given for one in MUTATORS[name](claim, Here(harbours, ()))}
    assert (made in found) == (name != "added item"), "without items of other lists none is added"


def test_what_is_still_true_is_no_mutated_claim(harbours):
    class Here(Material):
        @property
        def claims(self):
            text = "to keep 3 lanterns; to keep 4 lanterns"
            return (Stated("", "to keep 3 lanterns", text, LABEL, harbours.id_of(harbours.provisions[0])),)

    claims = {one.claim for one in mutants(MUTATORS["number"], [Here(harbours, ())], 9)}
    assert claims == {"to keep 30 lanterns", "to keep 2 lanterns"}, "to keep 4 stands there too"


@pytest.mark.parametrize(
    ("addressee", "many"),
    [
        ("the Secretary-General", False),
        ("Member States", True),
        ("the Directors of the Bureaux", True),
        ("the Director of the Radiocommunication Bureau", False),
        ("the Secretary-General and the Directors of the Bureaux", True),
        ("the Parties to the Beacon Convention", True),
        ("Academia", False),
    ],
)
def test_one_body_is_told_and_several_are(addressee: str, many: bool):
    assert is_plural(addressee) == many


def test_claims_are_judged_on_both_sides(harbours, harbour_texts: Texts):
    id_ = ProvisionId(harbours.key, "instructs-harbour-council__para_1")
    assert harbours.find(id_.eid) is not None
    absent = ProvisionId.parse("itu-pp/res-77/2018#resolves")
    rows = [
        ClaimCase("right", "dev", "to count the lanterns every three years", id_, Support.VERBATIM),
        ClaimCase("wrong", "dev", "to count the lanterns every four years", id_, Support.UNSUPPORTED, "date"),
        ClaimCase("far", "dev", "ships may enter without a pilot", id_, Support.PARAPHRASE),
        ClaimCase(
            "let through", "dev", "to count the lanterns every three years", id_, Support.UNSUPPORTED, "date"
        ),
        ClaimCase("elsewhere", "dev", "anything", absent, Support.PARAPHRASE),
    ]
    judged = judge_claims(rows, harbour_texts)
    assert accepted(judged) == {"wrong": 0.0, "let through": 1.0}
    assert rejected(judged) == {"right": 0.0, "far": 1.0}


# -- systems ----------------------------------------------------------------------------------------


@pytest.fixture
def lookup(asked: Callable[..., Case], harbours) -> Case:
    return asked("resolves__para_1", held=(harbours.key,), id="lookup")


SYSTEMS = {
    "refusing": (lambda texts: systems.refusing, 0),
    "the oracle": (systems.oracle, 1),
    "misquoting": (systems.misquoting, 1),
}


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_system_answers_alike_in_every_run(name: str, lookup: Case, harbour_texts: Texts):
    make, count = SYSTEMS[name]
    first, second = make(harbour_texts)(lookup), make(harbour_texts)(lookup)
    assert first == second
    assert len(first.claims) == count


def test_the_oracle_gives_the_gold_and_the_status(lookup: Case, asked, harbour_texts: Texts):
    answer = systems.oracle(harbour_texts)(lookup)
    assert [str(one.provision) for claim in answer.claims for one in claim.citations] == sorted(lookup.cited)
    none = systems.oracle(harbour_texts)(asked(status=Status.OUT_OF_SCOPE))
    assert (none.status, none.claims) == (Status.OUT_OF_SCOPE, ())


def test_a_misquote_has_the_right_words_and_the_wrong_clause(lookup: Case, harbour_texts: Texts):
    claim = systems.misquoting(harbour_texts)(lookup).claims[0]
    right = systems.oracle(harbour_texts)(lookup).claims[0]
    _, provision = harbour_texts.provision(claim.citations[0].provision)
    assert claim.text == right.text
    assert claim.text not in provision.text


def test_a_system_that_errs_is_told_as_every_error_is(lookup: Case):
    def answers(case: Case) -> Answer:
        raise ValueError("on purpose")

    (outcome,) = systems.outcomes(answers, [lookup])
    assert outcome.answer is None
    assert outcome.error == "q/a.jsonl:1: ValueError: on purpose"


# -- bounds, and what lies at the edge ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "bound", "scores", "holds"),
    [
        ("the value", exactly("m", 1, ""), {"a": 1.0, "b": 1.0}, True),
        ("another value", exactly("m", 1, ""), {"a": 1.0, "b": 0.0}, False),
        ("no value where there must be one", exactly("m", 1, ""), {}, False),
        ("no value where there may be none", unscored("m", ""), {}, True),
        ("a value where there may be none", unscored("m", ""), {"a": 0.0}, False),
    ],
)
def test_a_bound_holds_or_not(rule: str, bound, scores, holds: bool, lookup: Case):
    assert bounded("a system", bound, {"m": scores}, [lookup]).holds == holds, rule


def test_a_bound_over_no_case_holds_never():
    assert not bounded("a system", exactly("m", 1, ""), {"m": {"a": 1.0}}, []).holds


def test_an_empty_library_answers_nothing(golden: Golden):
    assistant = Assistant(Library((), catalogue()), search_without_index((), ()))
    cases = golden.cases[:: len(golden.cases) // 60]
    assert [case.id for case in cases if assistant.ask(case.turns).status in SHOWN] == []


def test_a_row_that_errs_fails_the_run_and_harms_no_other(golden: Golden, golden_texts: Texts):
    cases = golden.cases[:5]

    def answers(case: Case) -> Answer:
        if case is cases[2]:
            raise ValueError("on purpose")
        return systems.refusing(case)

    few = Golden(cases, (), (), ())
    outcomes = systems.outcomes(answers, cases)
    results = Results("dev", golden_texts, few, outcomes, {})
    assert set(metrics.scores(outcomes, golden_texts)["right status"]) == {
        case.id for case in cases if case is not cases[2]
    }
    assert broken(results, Gates({}, {})) == (f"a row erred: {cases[2].place}: ValueError: on purpose",)


def test_a_control_that_does_not_hold_fails_the_run(golden_texts: Texts):
    results = Results(
        "dev", golden_texts, Golden((), (), (), ()), (), {}, (Control("one", "be 1", "0", holds=False),)
    )
    assert broken(results, Gates({}, {})) == ("control: one must be 1, got 0",)
