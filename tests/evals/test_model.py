"""A run with the language model on: what is counted, and that what is not said is noticed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answer import Answer, Status, Support
from assistant.language_model.wording import Worded
from assistant.language_model.wording.contract import Dropped
from assistant.library.held import Library
from assistant.rendering import Chosen, claims
from corpus.catalogue import catalogue
from evals import model
from evals.cases import Case, Gold
from evals.worlds import Texts

COUNT = "instructs-harbour-council__para_1"


@pytest.fixture
def texts(harbours):
    return Texts({harbours.key: harbours}, {})


@pytest.fixture
def before(harbours):
    shown = claims([Chosen(harbours, harbours.provision(COUNT))], Library((harbours,), catalogue()))
    return Answer(Status.ANSWERED, "", shown, seconds=0.02)


def asked(before, worded):
    cited = before.claims[0].citations[0]
    case = Case("h-1", "dev", "delegate", "duty", ("Who counts?",), (cited.provision.edition,),
                Status.ANSWERED, ((Gold(cited.provision, cited.quote),),))  # fmt: skip
    return model.Asked(case, before, worded)


def in_words(before, said):
    (claim,) = before.claims
    return replace(before, claims=(replace(claim, text=said, support=Support.PARAPHRASE),))


def test_a_statement_that_its_clause_does_not_say_is_counted(texts, before):
    honest = in_words(before, "The Harbour Council is instructed to count the lanterns every three years.")
    lie = in_words(before, "The Harbour Council is instructed to count the lanterns every four years.")
    found = model.told("m", [asked(before, Worded(honest, kept=honest.claims))], texts)
    assert (found["unsupported"], found["changed"], found["kept"]) == ([], 1, {"paraphrase": 1})
    found = model.told("m", [asked(before, Worded(lie, kept=lie.claims))], texts)
    assert found["unsupported"] == [f"h-1: {lie.claims[0].text}"]


def test_a_quote_that_does_not_stand_in_its_clause_is_counted(texts, before):
    (claim,) = before.claims
    forged = replace(claim, citations=(replace(claim.citations[0], quote="to sell the lanterns"),))
    assert model.stands(claim, texts)
    assert not model.stands(forged, texts)
    assert not model.stands(replace(claim, citations=()), texts)


def test_why_answers_were_left_as_they_were_is_printed(texts, before):
    dropped = (Dropped("Well.", "it cites no clause"), Dropped("So.", "put in: “so”"))
    rows = [
        asked(before, Worded(before, "slow")),
        asked(before, Worded(before, "unverified", dropped=dropped)),
    ]
    found = model.told("m", rows, texts)
    printed = "\n".join(model.printed(found, details=True))
    assert found["left"] == {"slow": 1, "unverified": 1}
    assert found["dropped"] == {"it cites no clause": 1, "put in": 1}
    assert "0 of 2" in printed
    assert "dropped, h-1: Well. (it cites no clause)" in printed


def test_without_a_model_nothing_is_asked(capsys):
    assert model.run(1, "dev", as_json=False, details=False) == 0
    assert "no language model is configured" in capsys.readouterr().err
