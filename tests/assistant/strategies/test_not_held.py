"""A text that is named and not in the library: what texts there say of it, and that it is not there."""

from __future__ import annotations

import pytest

from assistant.answer import ReasonCode, Status
from assistant.strategies.mentions import by_references
from assistant.strategies.not_held import by_name

TEXT = """\
considering

a) Resolution 940 (Rev. Osterley, 2027), on gulls and their nests;

b) General Assembly resolution 95/301 of 4 May 2041, on nets;

c) that Decision 941 (Penrith, 2029) is about oars;

resolves

1 that Resolution 940 (Rev. Osterley, 2027) is translated;
"""
A, B, C, ONE = (
    "preamble__considering__rec_a",
    "preamble__considering__rec_b",
    "preamble__considering__rec_c",
    "resolves__para_1",
)


@pytest.mark.parametrize(
    ("rule", "question", "shown"),
    [
        ("what it is about", "What is Resolution 940 about?", [A, ONE]),
        ("what a text says of it", "What does this text say about Resolution 940?", [A, ONE]),
        ("whether it is cited", "Is Decision 941 mentioned?", [C]),
        ("where it is cited", "Where is Resolution 940 cited?", [A, ONE]),
        ("its date", "When was resolution 95/301 adopted?", [B]),
    ],
)
def test_what_texts_say_of_it_is_shown(asking, chosen, resolution_of, rule: str, question: str, shown):
    finding = asking(resolution_of(TEXT), near={}).ask(by_name, question)
    assert finding.status == Status.ANSWERED, rule
    assert [one.partition("#")[2] for one in chosen(finding)] == shown, rule


@pytest.mark.parametrize(
    "question",
    [
        "What does Resolution 940 recall?",
        "Which resolutions does Resolution 940 cite?",
        "What does Resolution 940 say about gulls?",
        "Which paragraph of Resolution 940 is on boats?",
        "Which texts that Resolution 940 mentions are on boats?",
        "When was Resolution 940 adopted?",
    ],
)
def test_what_it_says_itself_is_not_in_the_library(asking, resolution_of, question: str):
    finding = asking(resolution_of(TEXT), near={}).ask(by_name, question)
    assert (finding.status, finding.chosen) == (Status.REFERENCED_NOT_HELD, ())
    assert finding.reason.code == ReasonCode.NAMED_NOT_HELD
    assert [one.eid for one in finding.closest] == [A, ONE]


@pytest.mark.parametrize(
    "question",
    [
        "Where is Resolution 940 cited for boats?",
        "Which recital on boats mentions Resolution 940?",
        "Does Resolution 940 mention gulls?",
    ],
)
def test_what_texts_say_of_it_on_something_is_left_to_the_search(asking, resolution_of, question: str):
    assert asking(resolution_of(TEXT), near={}).ask(by_name, question) is None


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("Which texts does this text cite?", [A, B, C, ONE]),
        ("Which instruments are cited?", [A, B, C, ONE]),
        ("Which resolutions does this text cite?", [A, B, ONE]),
        ("Which decisions does this text cite?", [C]),
        ("Which decisions and resolutions does this text cite?", [A, B, C, ONE]),
    ],
)
def test_the_clauses_by_which_a_text_cites_others(asking, chosen, resolution_of, question: str, shown):
    finding = asking(resolution_of(TEXT), near={}).ask(by_references, question)
    assert [one.partition("#")[2] for one in chosen(finding)] == shown


@pytest.mark.parametrize(
    "question", ["Which decisions does this text cite?", "Which resolutions on oars are cited?"]
)
def test_no_clause_is_shown_for_a_kind_that_is_not_cited_or_for_more(asking, resolution_of, question: str):
    text = resolution_of(TEXT.replace("Decision 941 (Penrith, 2029)", "a book"))
    assert asking(text, near={}).ask(by_references, question) is None
