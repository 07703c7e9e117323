"""A walk of questions that the text answers, and the answers that lead on to the page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answer import Answer, Citation, Claim, Status, Support
from assistant.overview.walk import STEPS, overview_text, walk
from assistant.pipeline import Assistant
from corpus.instruments import Edition
from corpus.keys import ProvisionId


@pytest.fixture(scope="module")
def steps(assistant: Assistant):
    edition = assistant.library.editions[0]
    return edition, walk(edition, assistant.searcher, lambda question: assistant.ask([question]))


def test_a_text_with_a_pack_has_ten_different_questions(steps):
    _, found = steps
    assert len({one.question for one in found}) == len(found) == STEPS


def test_each_is_answered_in_the_words_of_the_text(steps):
    edition, found = steps
    for step in found:
        assert step.citations
        for one in step.citations:
            assert edition.provision(one.provision.eid).text[one.start : one.end] == one.quote


def test_each_leads_to_clauses_that_none_before_has_shown_all(steps):
    _, found = steps
    seen: set[ProvisionId] = set()
    assert len(found) == len({tuple(one.provision for one in step.citations) for step in found})
    for step in found:
        own = {one.provision for one in step.citations}
        assert own - seen, step.question
        seen |= own
    assert len({one.eid.rpartition("__")[0] for one in seen}) >= 5


def test_a_text_without_a_pack_is_asked_what_any_text_answers(assistant: Assistant, lamps: Edition):
    def ask(question: str) -> Answer:
        eid = {
            "What is UNGA Resolution 91/12 about?": "para_1",
            "Why was UNGA Resolution 91/12 adopted?": "para_2",
        }
        if question not in eid:
            return Answer(Status.NOT_STATED)
        return answered(lamps, eid[question], question)

    found = walk(lamps, assistant.searcher, ask)
    assert [one.citations[0].provision.eid for one in found] == ["para_1", "para_2"]


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
