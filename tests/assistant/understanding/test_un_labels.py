"""Labels of United Nations resolutions that people type, and what their paragraphs ask of a body."""

from __future__ import annotations

import pytest

from assistant.library.library import Library
from assistant.rendering import ChosenClause, clause_lead, list_lead
from assistant.strategies.duties import duties
from assistant.understanding.addressees import duty_asked
from assistant.understanding.labels.resolver import resolve
from assistant.understanding.names.asked import edition_key, named_editions, without_edition
from corpus import catalogue
from corpus.instruments import Edition
from corpus.keys import EditionKey
from ingest import parse_source, text_source

LAMPS = """\
Resolution adopted by the General Assembly on 9 January 2037

91/12. Lamps on the piers

The General Assembly,

Recalling the fog,

Noting the boats:

(a) Of the north,

1. Requests the Secretary-General to light the lamps;

2. Welcomes the oil, and in this regard requests the Secretary-General and the Harbour Board:

(a) To buy it;

(b) To count it;

3. Invites Member States to mend the piers, and asks the Board to assist them;

4. Decides to wait.

Annex I

Plan of the lamps

Goal 1. Light every pier

1.1 By 2040, light the piers of the north

1. Lamps shall burn.

2. The Board shall watch.
"""
FOG = """\
Resolution 2901 (2031)

Adopted by the Security Council at its 9999th meeting, on 3 March 2031

The Security Council,

Recalling the fog,

1. Urges all States to wait;

2. Urges the harbours:

(1) to count lamps;

(2) to count boats;

(3) to wait;

3. Requests the Secretary-General:

(1) to count fogs;

(2) to report on them;

4. Decides to remain seized of the matter.
"""

OIL = """\
Resolution adopted by the General Assembly on 9 January 2037

91/13. Oil for lamps

The General Assembly,

Recalling the fog,

Decides that oil:

- Is bought;

- Is kept.
"""


@pytest.fixture(scope="module")
def lamps() -> Edition:
    return parse_source(text_source(LAMPS), "lamps").edition()


@pytest.fixture(scope="module")
def library(lamps: Edition) -> Library:
    fog, oil = (parse_source(text_source(text), "a text").edition() for text in (FOG, OIL))
    return Library((lamps, fog, oil), catalogue())


TYPED = {
    "citation": ("UNGA Resolution 91/12, para. 2 (a)", ["para_2__subpara_a"]),
    "number alone": ("91/12", ["preface__docnumber"]),
    "paragraph number alone": ("91/12, 3", ["para_3"]),
    "symbol": ("A/RES/91/12 paragraph 3", ["para_3"]),
    "operative": ("GA res. 91/12 OP1", ["para_1"]),
    "preambular": ("91/12 PP 1", ["preamble__rec_1"]),
    "preambular, in words": ("preambular paragraph 2(a) of resolution 91/12", ["preamble__rec_2__subpara_a"]),
    "annex": ("91/12, annex I, para 2", ["annex_i__para_2"]),
    "title": ("the title of 91/12", ["preface__title"]),
    "goal": ("91/12 Goal 1", ["annex_i__goal_1"]),
    "target": ("resolution 91/12, target 1.1", ["annex_i__target_1-1"]),
    "a number with its year alone": ("2901 (2031) para 1", ["para_1"]),
    "Security Council": ("Security Council resolution 2901 (2031), paragraph 1", ["para_1"]),
    "Security Council without a year": ("UNSC Resolution 2901 para. 2", ["para_2"]),
    "numbers in their order": ("2901 (2031) paragraph 3(2)", ["para_3__subpara_2"]),
    "numbers in the other order": ("2901 (2031) paragraph 2(3)", ["para_2__subpara_3"]),
    "numbers said backwards": ("subparagraph 2 of paragraph 3 of 2901 (2031)", ["para_3__subpara_2"]),
    "number that is not there": ("91/12 para 9", []),
    "resolution that is not held": ("91/14 para 1", []),
    "the only paragraph, counted": ("91/13 operative paragraph 1", ["para_nn_1"]),
    "the only paragraph": ("the operative paragraph of 91/13", ["para_nn_1"]),
    "an indent, counted": ("91/13, paragraph 1(2)", ["para_nn_1__indent_2"]),
    "an indent, called a bullet": (
        "the second bullet of operative paragraph 1 of 91/13",
        ["para_nn_1__indent_2"],
    ),
    "an item, before its paragraph": ("the first item of paragraph 2", ["para_2__subpara_1"]),
    "an indent, by its place": (
        "second indent of operative paragraph 1 of 91/13",
        ["para_nn_1__indent_2"],
    ),
    "an indent, by its place in the only paragraph": (
        "91/13 operative paragraph, first indent",
        ["para_nn_1__indent_1"],
    ),
}


@pytest.mark.parametrize(("typed", "expected"), TYPED.values(), ids=TYPED)
def test_a_label_names_its_unit(library: Library, typed: str, expected: list[str]):
    assert [match.provision.eid for match in resolve(typed, library)] == expected


def test_every_unit_is_found_by_its_citation(library: Library):
    for edition in library.editions:
        for one in edition.provisions:
            found = resolve(edition.citation(one), library)
            assert [str(match.id) for match in found] == [str(edition.id_of(one))]


def test_a_question_that_names_a_resolution_is_asked_of_it(library: Library, lamps: Edition):
    question = "What does General Assembly resolution 91/12 ask of the Board?"
    editions, _ = named_editions(question, library)
    assert list(editions) == [lamps]
    assert without_edition(question, library) == "What does this text ask of the Board?"
    assert edition_key("A/RES/91/12", library) == lamps.key


# a question → the paragraphs that tell the body what it is asked for
QUESTIONS = {
    "one verb": (
        "What is the Secretary-General requested to do?",
        ["para_1", "para_2", "para_2__subpara_a", "para_2__subpara_b"],
    ),
    "another body": ("What must the Harbour Board do?", ["para_2", "para_2__subpara_a", "para_2__subpara_b"]),
    "verb in the question": ("What are Member States invited to do?", ["para_3"]),
    "what about": ("What must the Secretary-General do about whales?", []),
    "who": ("Who is requested to light the lamps?", []),
    "body that nothing is asked of": ("What must the Wardens do?", []),
}


@pytest.mark.parametrize(("question", "expected"), QUESTIONS.values(), ids=QUESTIONS)
def test_what_a_body_is_told_is_gathered_over_the_text(lamps: Edition, question: str, expected: list[str]):
    found = duties(duty, [lamps]) if (duty := duty_asked(question)) else []
    assert [one.eid for group in found for one in group.members] == expected


OTHERS = {
    "what is demanded of a body by “that”": ("What must Lumaria do?", ["para_1"]),
    "a decision that binds a body": ("What must the Lamp Board do?", ["para_2"]),
    "the verb of the question": ("What is the Warden-General authorized to do?", ["para_3"]),
    "another verb of the same body": ("What is the Warden-General requested to do?", ["para_4"]),
}


@pytest.mark.parametrize(("question", "expected"), OTHERS.values(), ids=OTHERS)
def test_what_a_body_is_told_is_found_in_the_texts_of_any_body(question: str, expected: list[str]):
    text = (
        "RESOLUTION 7\n\nLamps\n\nThe Assembly,\n\nRECALLING the fog,\n\n1. DEMANDS that Lumaria:\n\n"
        "(1) light lamps;\n\n2. DECIDES that the Lamp Board shall meet;\n\n3. AUTHORIZES the Warden-General "
        "to pay;\n\n4. REQUESTS the Warden-General to count."
    )
    edition = parse_source(text_source(text), "lamps", EditionKey.parse("lamp-a/res-7/2040")).edition()
    asked = duty_asked(question)
    assert asked is not None
    assert [one.eid for group in duties(asked, [edition]) for one in group.members] == expected


def test_a_text_by_its_title_is_found_among_many():
    editions = [
        parse_source(
            text_source(
                f"Resolution adopted by the General Assembly on 9 January 2037\n\n91/{number}. Care of {what}"
                "\n\nThe General Assembly,\n\nRecalling the fog,\n\n"
                + "\n\n".join(f"{at}. REQUESTS the Lamp Board to act on {at};" for at in range(1, 6))
            ),
            what,
        ).edition()
        for number, what in enumerate(("lamps", "piers", "reeds", "buoys"), 1)
    ]
    named = duty_asked("What must the Lamp Board do about reeds?")
    every = duty_asked("What must the Lamp Board do?")
    assert named is not None
    assert every is not None
    assert [group.edition.title for group in duties(named, editions)] == ["Care of reeds"]
    assert duties(every, editions) == []


def test_a_lead_does_not_repeat_the_verb_of_a_paragraph(lamps: Edition):
    paragraph = clause_lead([ChosenClause(lamps, lamps.provision("para_1"))]).words
    assert paragraph == "“UNGA Resolution 91/12, para. 1”:"
    item = clause_lead([ChosenClause(lamps, lamps.provision("para_2__subpara_a"))]).words
    assert item == "UNGA Resolution 91/12, “requests the Secretary-General and the Harbour Board”:"
    assert list_lead(lamps, lamps.provision("preface__title"), 3).words == "UNGA Resolution 91/12, 3 items:"
