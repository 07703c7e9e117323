"""Questions about a document without a number that is not in the library: its content is not invented."""

from __future__ import annotations

import pytest

from assistant.answer import Status
from assistant.rendering.reasons import not_held
from assistant.scope.retriever import Retrieval
from assistant.strategies.not_held import by_document
from assistant.understanding.query import read_query

BODY = """\
recalling

a) the Osterley Charter on Quiet Harbours, which was signed by forty wardens and limits the use of horns;

b) the Charter of the Bell Founders;

c) the Osterley Charter on Quiet Harbours again;

d) the Osterley Charter on Quiet Harbours once more;

e) the Osterley Charter on Quiet Harbours a last time;

resolves

1 that the piers are painted;
"""
OSTERLEY = ["preamble__recalling__rec_a", "preamble__recalling__rec_c", "preamble__recalling__rec_d"]


@pytest.fixture
def text(resolution_of) -> str:
    return resolution_of(BODY)


@pytest.mark.parametrize(
    ("rule", "question", "name", "closest"),
    [
        (
            "what it says",
            "What does the Osterley Charter on Quiet Harbours say about sails?",
            "Osterley Charter on Quiet Harbours",
            OSTERLEY,
        ),
        (
            "a part of it",
            "Which article of the Osterley Quiet Harbours Charter is on sails?",
            "Osterley Charter on Quiet Harbours",
            OSTERLEY,
        ),
        (
            "the document with the longest name that is meant",
            "What does the Charter of the Bell Founders require?",
            "Charter of the Bell Founders",
            ["preamble__recalling__rec_b"],
        ),
    ],
)
def test_what_stands_in_it_is_not_in_the_library(asking, text, rule, question, name, closest):
    finding = asking(text).ask(by_document, question)
    assert (finding.status, finding.chosen) == (Status.REFERENCED_NOT_HELD, ()), rule
    assert finding.reason.words.startswith(f"The {name} is cited by "), rule
    assert [one.eid for one in finding.closest] == closest, rule


def test_how_many_clauses_name_it_is_said(asking, text):
    many = asking(text).ask(by_document, "What does the Osterley Charter on Quiet Harbours say about sails?")
    one = asking(text).ask(by_document, "What does the Charter of the Bell Founders require?")
    assert many.reason == not_held("Osterley Charter on Quiet Harbours", 4)
    assert one.reason == not_held("Charter of the Bell Founders", 1)


@pytest.mark.parametrize(
    ("rule", "question"),
    [
        (
            "a held clause says what is asked",
            "Does the Osterley Charter on Quiet Harbours say that horns are limited?",
        ),
        ("of it, not in it", "When was the Osterley Charter on Quiet Harbours signed?"),
        ("what no held text says of it either", "Who was against the Osterley Charter on Quiet Harbours?"),
        ("a word of its name is no name", "What does the text say about Quiet Harbours?"),
        ("another of its kind", "What does the Charter of Velden say about sails?"),
        ("none is named", "What does the text say about sails?"),
        (
            "its words are said far apart",
            "Which measures to keep harbours clean and sails dry does the charter of Osterley require?",
        ),
    ],
)
def test_held_texts_are_left_to_answer(asking, text, rule: str, question: str):
    assert asking(text).ask(by_document, question) is None, rule


def test_a_question_that_names_a_held_text_is_left_to_it(asking, text):
    asked = asking(text)
    own = asked.over(asked.library.editions[0])  # the scope of a question that names it
    query = read_query("What does the Osterley Charter on Quiet Harbours say about sails?", own.lexicon)
    assert query.document is not None
    assert by_document(Retrieval(own, query, ())) is None


def test_a_document_that_is_held_is_none(asking, text, resolution_of):
    held = resolution_of(
        "resolves\n\n1 that a charter is kept;\n", number=911, title="Osterley Charter on Quiet Harbours"
    )
    question = "What does the Osterley Charter on Quiet Harbours say about sails?"
    assert asking(text, held).ask(by_document, question) is None
