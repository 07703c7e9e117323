"""Questions that lead through a text, and the answers that lead on to the page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answer import Answer, Citation, Claim, Status, Support
from assistant.library.library import Library
from assistant.overview.questions import overview_text, questions, starting
from assistant.pipeline import Assistant
from corpus import catalogue
from corpus.instruments import Edition
from corpus.packs import READERS
from index import search_without_index


def test_the_questions_written_for_a_text_are_answered_from_it(assistant: Assistant):
    edition = assistant.library.editions[0]
    by_reader = starting([edition.key])
    assert {reader: len(offered) for reader, offered in by_reader.items()} == dict.fromkeys(READERS, 3)
    written = questions(edition)
    assert len(set(written)) == len(written) == 10
    for question in {*written, *(text for offered in by_reader.values() for text in offered)}:
        assert (question, assistant.ask([question]).status) == (question, Status.ANSWERED)


def test_a_text_without_questions_of_its_own_has_none_to_begin_with(lamps: Edition):
    assert starting([lamps.key]) == {}


@pytest.fixture(scope="module")
def without_packs(resolution: Edition, lamps: Edition, plan: Edition) -> Assistant:
    library = Library((resolution, lamps, plan), catalogue())
    return Assistant(library, search_without_index(library.editions, ()))


def test_questions_of_a_text_without_a_pack_fit_the_text(
    without_packs: Assistant, lamps: Edition, plan: Edition
):
    assert questions(lamps) == (
        "What is UNGA Resolution 91/12 about?",
        "What must the Secretary-General do under UNGA Resolution 91/12?",
        "What does the preamble of UNGA Resolution 91/12 say?",
        "What must the Harbour Board do under UNGA Resolution 91/12?",
    )
    name = "Resolution 901 (Rev. Lisbon, 2030)"
    assert questions(plan) == (
        f"What is {name} about?",
        f"How is {name} organized?",
        f"What must the Harbour Council do under {name}?",
        f"What does the preamble of {name} say?",
        f"What does {name} decide?",
    )


def test_a_text_has_at_most_ten_questions_and_one_with_nothing_to_ask_has_none(
    without_packs: Assistant, resolution: Edition, lamps: Edition
):
    found = questions(replace(resolution, key=replace(resolution.key, year=2023)))
    assert len(found) == 10
    assert f"Which texts does {resolution.name} cite?" in found
    assert questions(replace(lamps, provisions=(), references=())) == ()


@pytest.mark.parametrize("text", ["lamps", "plan"])
def test_every_question_that_fits_a_text_is_answered_from_it(
    without_packs: Assistant, request: pytest.FixtureRequest, text: str
):
    edition: Edition = request.getfixturevalue(text)
    for question in questions(edition):
        answer = without_packs.ask([question])
        assert (question, answer.status) == (question, Status.ANSWERED)
        assert {one.edition for one in answer.cited} == {edition.key}


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
