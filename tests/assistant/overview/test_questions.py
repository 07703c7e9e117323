"""Questions that lead through a text, and the answers that lead on to the page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answer import Answer, Citation, Claim, Status, Support
from assistant.overview.questions import overview_text, questions
from assistant.pipeline import Assistant
from corpus.instruments import Edition


def test_a_text_with_a_pack_has_ten_different_questions_of_its_own(assistant: Assistant):
    edition = assistant.library.editions[0]
    found = questions(edition, assistant.searcher)
    assert len(set(found)) == len(found) == 10
    assert found[0] == f"What is {edition.name} about?"
    assert assistant.searcher.bank is not None
    asked = {one.question.text for one in assistant.searcher.bank.questions if one.edition == edition.key}
    assert len(asked.intersection(found)) == 7


def test_a_text_without_a_pack_has_those_of_any_text(assistant: Assistant, lamps: Edition):
    found = questions(lamps, assistant.searcher)
    assert len(set(found)) == len(found) == 10
    assert found[3] == "Why was UNGA Resolution 91/12 adopted?"


def answered(edition: Edition, eid: str, question: str) -> Answer:
    one = edition.provision(eid)
    cited = Citation(edition.id_of(one), one.label, 0, len(one.text), one.text)
    return Answer(
        Status.ANSWERED, claims=(Claim(one.text, Support.VERBATIM, (cited,)),), understood_as=question
    )


@pytest.mark.parametrize(
    ("question", "leads_on"),
    [
        ("What is this?", True),
        ("What is this resolution?", True),
        ("Summarise the resolution", True),
        ("How is the plan built?", True),
        ("What is the resolution about?", True),
        ("Who adopted it?", False),
        ("What is this lamp?", False),
        ("What must the Council do?", False),
    ],
)
def test_an_answer_about_a_whole_text_leads_on_to_its_page(question: str, leads_on: bool, lamps: Edition):
    answer = answered(lamps, "para_1", question)
    assert overview_text(answer) == (lamps.key if leads_on else None)


def test_a_refusal_and_an_answer_from_several_texts_lead_to_no_page(lamps: Edition, plan: Edition):
    answer = answered(lamps, "para_1", "Summarise the resolution")
    other = answered(plan, "resolves__para_nn_1", "Summarise the resolution")
    assert overview_text(replace(answer, status=Status.NOT_STATED)) is None
    assert overview_text(replace(answer, claims=(*answer.claims, *other.claims))) is None
