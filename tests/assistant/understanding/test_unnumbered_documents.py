"""Documents cited without a number: found by name, told from each other and from texts in the library."""

from __future__ import annotations

import pytest

from assistant.understanding.unnumbered_documents import Document, asks_content, document_named, documents
from corpus.instruments import Edition
from index.tokens import words
from ingest import parse_source, text_source

TEXT = """\
RESOLUTION 910 (REV. Willowford, 2031)

{title}

The Plenipotentiary Conference of the International Telecommunication Union (Willowford, 2031),

recalling

a) {clause};

resolves

1 that piers are swept.
"""


def text(clause: str, title: str = "Piers") -> Edition:
    return parse_source(text_source(TEXT.format(clause=clause, title=title)), "a text").edition()


def names(*editions: Edition) -> list[str]:
    return [one.name for one in documents(editions)]


@pytest.mark.parametrize(
    ("rule", "clause", "found"),
    [
        ("a capital before it", "the Osterley Charter, adopted long ago", ["Osterley Charter"]),
        ("several", "the Quiet Harbours Action Plan of that year", ["Quiet Harbours Action Plan"]),
        ("what it is on, after it", "the Convention on Quiet Harbours", ["Convention on Quiet Harbours"]),
        ("both", "the Osterley Declaration on Bells", ["Osterley Declaration on Bells"]),
        ("of two words", "the Willowford Road Map", ["Willowford Road Map"]),
        ("of a year", "the 2030 Agenda for the coast", ["2030 Agenda"]),
        ("two in one clause", "the Osterley Charter, the Velden Pact", ["Osterley Charter", "Velden Pact"]),
        ("the noun alone tells nothing", "the Charter and the Agenda", []),
        ("nor does a noun beside an article", "the Charter and Article 9 of it", []),
        ("of two subjects", "the Code of Bells and Lamps", ["Code of Bells and Lamps"]),
        ("without a capital it is no name", "a plan for quiet harbours, and the agenda of a meeting", []),
        ("another thing is no document", "the Osterley Tower and the Velden Fair", []),
    ],
)  # fmt: skip
def test_a_document_goes_by_its_name(rule: str, clause: str, found: list[str]):
    assert names(text(clause)) == found, rule


def test_two_documents_that_are_joined_are_two():
    assert names(text("the Osterley Charter and the Velden Pact")) == ["Osterley Charter", "Velden Pact"]


def test_a_document_has_every_clause_that_names_it_whatever_its_case():
    first = text("the Osterley Charter, which binds")
    second = text("the OSTERLEY Charter, long forgotten")
    (one,) = documents([first, second])
    assert (one.name, one.noun, one.distinct) == (
        "Osterley Charter",
        frozenset(words("charter")),
        ("osterley",),
    )
    assert [(edition is first, provision.eid) for edition, provision in one.naming] == [
        (True, "preamble__recalling__rec_a"),
        (False, "preamble__recalling__rec_a"),
    ]


def test_what_is_held_under_its_name_is_not_missing():
    naming = text("the Osterley Charter on Bells, and the Velden Pact")
    assert names(naming) == ["Osterley Charter on Bells", "Velden Pact"]
    assert names(naming, text("nothing", title="Osterley Charter on Bells")) == ["Velden Pact"]


@pytest.fixture(scope="module")
def known() -> tuple[Document, ...]:
    clause = "the Osterley Charter on Quiet Harbours and Bells, the Osterley Charter, and the Velden Pact"
    return documents([text(clause)])


@pytest.mark.parametrize(
    ("rule", "question", "name"),
    [
        ("in full", "What is in the Osterley Charter on Quiet Harbours and Bells?",
         "Osterley Charter on Quiet Harbours and Bells"),
        ("shortened to two words that tell it apart", "the Osterley Harbours Charter",
         "Osterley Charter on Quiet Harbours and Bells"),
        ("the short one of two of a kind", "the Osterley Charter", "Osterley Charter"),
        ("in lower case", "what is in the velden pact?", "Velden Pact"),
        ("without what it is", "What happened in Osterley?", None),
        ("without what comes first in its name", "the Quiet Harbours Charter", None),
        ("what it is alone", "the Charter", None),
        ("another of its kind", "the Osterley Pact", None),
    ],
)  # fmt: skip
def test_a_question_names_a_document(known: tuple[Document, ...], rule: str, question: str, name: str | None):
    found = document_named(words(question), known)
    assert (found.name if found else None) == name, rule


@pytest.mark.parametrize(
    ("question", "content"),
    [
        ("What does the Osterley Charter say on bells?", True),
        ("What is in the Velden Pact?", True),
        ("Which article of the Osterley Charter deals with bells?", True),
        ("Who may ring a bell under the Velden Pact?", True),
        ("According to the Velden Pact, who rings?", True),
        ("Summarise the Velden Pact.", True),
        ("When was the Velden Pact signed?", False),
        ("What does the plan say about the Velden Pact?", False),
        ("Which aims does the text give to the Velden Pact?", False),
        ("Who signed the Osterley Charter?", False),
        ("Why is the Velden Pact important?", False),
    ],
)
def test_content_is_asked_for_or_what_others_tell(question: str, content: bool):
    assert asks_content(question) is content


def test_the_shipped_text_names_documents_that_it_is_not(resolution: Edition):
    found = documents([resolution])
    assert "2030 Agenda for Sustainable Development" in [one.name for one in found]
    for one in found:
        assert one.distinct, one.name
        assert all(one.name.lower() in provision.text.lower() for _, provision in one.naming), one.name
