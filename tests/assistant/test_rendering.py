"""Leads and reasons → sentences, and that they are written nowhere else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Answer, ReasonCode, Status
from assistant.comparison.changes import ChangeKind
from assistant.comparison.redline import redline
from assistant.rendering import ChosenClause, Lead, Reason, leads, reasons, rendered
from assistant.understanding.languages import Language
from corpus.instruments import Instrument, Relation
from corpus.keys import EditionKey
from ingest import parse_source, text_source

ROOT = Path(__file__).parents[2]
A, B, C, D = (f"Resolution {number}" for number in (1, 2, 3, 4))
ADDRESS = Instrument(EditionKey.parse("itu-pp/res-4/2022"), D, "", address="https://itu.example/4")
NONE_FOUND = "no clause was found that answers the question"
ADD = "Once you have the text, add it to the library and ask again."
COUNTS = tuple((f"Resolution {number}", 8 - number) for number in range(1, 8))

LEADS: list[tuple[Lead, str]] = [
    (leads.standing_lead(A), "Resolution 1 is in force, as far as this library knows:"),
    (leads.standing_lead(A, B), "Resolution 1 is not in force; it is superseded by Resolution 2:"),
    (leads.standing_lead("Resolution 1 (draft)", is_adopted=False), "Resolution 1 (draft) is not in force:"),
    (leads.candidates_lead(), "These clauses may answer your question, most likely first:"),
    (
        leads.candidates_lead(("WIPO", "Rome")),
        "No text searched contains “WIPO” or “Rome”. "
        "These clauses may answer your question, most likely first:",
    ),
    (leads.letters_lead(A, "SIDS", "small states"), "Resolution 1: SIDS stands for “small states”."),
    (leads.letters_lead(A, "SOs", "orders"), "Resolution 1: SOs stand for “orders”."),
    (leads.phrases_lead(("a pier",), ((A, 1),), 1), "“a pier” appears in 1 clause (Resolution 1: 1)."),
    (
        leads.phrases_lead(("a pier", "a lamp"), ((A, 2), (B, 1)), 3),
        "“a pier” and “a lamp” appear together in 3 clauses (Resolution 1: 2, Resolution 2: 1).",
    ),
    (
        leads.phrases_lead(("a pier",), COUNTS, 20),
        "“a pier” appears in 28 clauses (Resolution 1: 7, Resolution 2: 6, Resolution 3: 5, "
        "Resolution 4: 4, Resolution 5: 3, Resolution 6: 2, and 1 other text). The first 20:",
    ),
    (leads.change_lead(A, B, ChangeKind.MOD), "From Resolution 1 to Resolution 2: changed."),
    (
        leads.change_lead(A, B, ChangeKind.MOD, redline("to oil at noon, daily", "to oil and count at dawn")),
        "From Resolution 1 to Resolution 2: added “and count”; “noon, daily” is now “dawn”.",
    ),
    (
        leads.change_lead(A, B, ChangeKind.MOD, redline("to oil", "to oil " + "every old gate " * 9)),
        "From Resolution 1 to Resolution 2: changed.",
    ),
    (leads.unchanged_lead(A, B, 4), "From Resolution 1 to Resolution 2: all 4 clauses are unchanged:"),
    (
        leads.change_lead(A, B, ChangeKind.SUP),
        "From Resolution 1 to Resolution 2: deleted in the later edition.",
    ),
    (
        leads.changes_lead(A, B, {ChangeKind.MOD: 3}, (ChangeKind.MOD, ChangeKind.ADD)),
        "From Resolution 1 to Resolution 2, clauses and headings: 3 changed, 0 new, 0 deleted, 0 moved, "
        "0 unchanged. The changed and new clauses as they now read:",
    ),
    (
        leads.changes_lead(A, B, {}, (ChangeKind.ADD,), 12, ["Annex 2 is not here."]),
        "From Resolution 1 to Resolution 2, clauses and headings: 0 changed, 0 new, 0 deleted, 0 moved, "
        "0 unchanged. Annex 2 is not here. 12 of the new clauses:",
    ),
]

REASONS: list[tuple[Reason, str, str]] = [
    (
        reasons.several_fit("No. 6", 2),
        "“No. 6” fits 2 clauses; which one do you mean?",
        "several clauses have this label",
    ),
    (
        reasons.nothing_left("the recitals of 2030"),
        "Nothing in the library matches the filter: the recitals of 2030.",
        "",
    ),
    (reasons.nothing_near(), "No clause about this was found.", "no clause is close enough"),
    (
        reasons.nothing_near(("WIPO", "Rome")),
        "No clause about this was found.",
        "no text contains “WIPO” or “Rome”",
    ),
    (
        reasons.not_quoted(("a pier", "a lamp")),
        "No clause in the texts searched contains “a pier” and “a lamp” word for word.",
        "no clause has these exact words",
    ),
    (reasons.not_cited(A), "No clause in the library cites Resolution 1.", "no clause cites it"),
    (
        reasons.not_related(A, Relation.REVOKES, by_it=False),
        "No clause in the library revokes Resolution 1.",
        "no clause revokes it",
    ),
    (
        reasons.not_related(A, Relation.AMENDS, by_it=True),
        "No clause of Resolution 1 amends another text.",
        "no clause amends another text",
    ),
    (reasons.no_such_label("No. 6"), "The library has no “No. 6”.", "no clause has this label"),
    (
        reasons.no_such_label("No. 6", A),
        "The library has no “No. 6” in Resolution 1.",
        "no clause has this label",
    ),
    (
        reasons.end_of_list("resolves 3", is_last=True),
        "resolves 3 is the last item at its level.",
        "the list ends there",
    ),
    (
        reasons.end_of_list("resolves 1", is_last=False),
        "resolves 1 is the first item at its level.",
        "the list ends there",
    ),
    (
        reasons.not_held(D, 1),
        f"Resolution 4 is cited here, but its text is not in the library, so what it says cannot be "
        f"shown. {ADD}",
        "Resolution 4 is cited by 1 clause but not in the library",
    ),
    (
        reasons.not_held(D, 2, ADDRESS),
        "Resolution 4 is cited here, but its text is not in the library, so what it says "
        "cannot be shown. The official text is at https://itu.example/4; add it to the library and ask "
        "again.",
        "Resolution 4 is cited by 2 clauses but not in the library",
    ),
    (
        reasons.unknown_text(D),
        f"Resolution 4 is not in the library. {ADD}",
        "Resolution 4 is not in the library",
    ),
    (
        reasons.superseded_only((A,)),
        "The text in force is not in the library, which has only Resolution 1.",
        "the library has only a superseded edition",
    ),
    (reasons.not_stated(), "No clause was found that answers this.", NONE_FOUND),
    (reasons.not_stated(ReasonCode.DATE), "No clause was found that answers this.", NONE_FOUND),
    (
        reasons.not_stated(unknown=("Rome", "WHO")),
        "The closest clauses do not contain “Rome” or “WHO”.",
        NONE_FOUND,
    ),
    (reasons.not_spelt_out("XQ"), "No clause was found that says what XQ stands for.", NONE_FOUND),
    (reasons.small_talk(ReasonCode.THANKS), "You are welcome.", ""),
    (
        reasons.not_in_english(Language.OTHER),
        "The texts are in English: please ask in English.",
        "the question is not in English",
    ),
    (reasons.bad_question("The question is empty"), "The question is empty", "The question is empty"),
    (reasons.bad_filter("'x' is no year"), "'x' is no year.", "'x' is no year"),
    (
        reasons.fault("12ab"),
        "The fault is logged as 12ab. Ask again; if it fails again, report this number.",
        "",
    ),
]


@pytest.mark.parametrize(("lead", "words"), LEADS, ids=[words for _, words in LEADS])
def test_a_lead_is_said_in_these_words(lead: Lead, words: str):
    answer = rendered(Answer(Status.ANSWERED, reason="kept"), lead)
    assert (answer.lead, answer.heads, answer.reason) == (words, lead.heads, "kept")


@pytest.mark.parametrize(("reason", "lead", "words"), REASONS, ids=[repr(row[0]) for row in REASONS])
def test_a_reason_is_said_in_these_words(reason: Reason, lead: str, words: str):
    answer = rendered(Answer(Status.NOT_STATED, heads=("resolves",)), reason=reason)
    assert (answer.lead, answer.reason, answer.reason_code) == (lead, words, reason.code)
    assert answer.heads == ()


def test_a_lead_goes_before_what_a_reason_says_in_its_place():
    lead = leads.candidates_lead()
    assert rendered(Answer(Status.CANDIDATES), lead, reasons.no_such_label("No. 6")).lead == lead.words


TEXT = """\
RESOLUTION 910 (REV. WILLOWFORD, 2031)

Piers

The Plenipotentiary Conference of the International Telecommunication Union (Willowford, 2031),

resolves

1 that a pier shall have a rail;

2 that a pier shall have a lamp,

instructs the Pier Council

to count the piers.
"""
NAME = "Resolution 910 (Rev. Willowford, 2031)"


def test_a_lead_says_where_clauses_stand_and_the_head_that_governs_them():
    edition = parse_source(text_source(TEXT), "piers").edition()
    rail, lamp, count = (edition.provision(eid) for eid in (
        "resolves__para_1", "resolves__para_2", "instructs-pier-council__para_nn_1"))  # fmt: skip
    head, title = edition.provision(count.parent), edition.provision("preface__title")
    told = Lead(f"{NAME}, “instructs the Pier Council”:", ("instructs the Pier Council",))
    assert leads.clause_lead([ChosenClause(edition, count)]) == told
    assert (
        leads.clause_lead([ChosenClause(edition, rail), ChosenClause(edition, lamp)]).words
        == "2 clauses from Resolution 910 (2031):"
    )
    treaty = replace(edition, key=EditionKey.parse("itu/constitution/2031"), name="Constitution")
    assert (
        leads.clause_lead([ChosenClause(edition, rail), ChosenClause(treaty, lamp)]).words
        == "2 clauses from Resolution 910 (2031) and the Constitution:"
    )
    assert leads.clause_lead([ChosenClause(edition, title)]).words == f"{NAME}:"
    assert leads.label_lead(edition, rail) == Lead(f"“{NAME}, resolves 1”:", ("resolves",))
    assert leads.list_lead(edition, head, 1).words == f"{NAME}, “instructs the Pier Council”:"
    one = (edition, head, 1)
    assert leads.lists_lead([one]) == leads.list_lead(*one)
    assert leads.lists_lead([one, one]).words == f"2 clauses in 2 lists of {NAME}:"


def test_every_lead_and_reason_is_said_here():
    source = Path(__file__).read_text(encoding="utf-8")
    rooms = (leads, "Lead"), (reasons, "Reason")
    made = [
        f"{room.__name__.rpartition('.')[2]}.{name}("
        for room, made in rooms
        for name, one in vars(room).items()
        if getattr(one, "__annotations__", {}).get("return") == made
    ]
    assert len(made) > 20
    assert [one for one in made if one not in source] == []


def written(source: str) -> Iterator[int]:
    """Walk the lines on which an answer or a finding is given a lead or a reason as a sentence."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Answer", "Finding", "replace"):
            given = [*node.args[1:2], *(one.value for one in node.keywords if one.arg in ("lead", "reason"))]
            if any(isinstance(one, ast.Constant | ast.JoinedStr) for one in given):
                yield node.lineno


def test_sentences_are_written_in_the_rendering_alone():
    files = [one for one in (ROOT / "assistant").rglob("*.py") if one.name != "doctor.py"]
    found = {one.name: list(written(one.read_text(encoding="utf-8"))) for one in files}
    assert {name: lines for name, lines in found.items() if lines} == {}
    assert list(written('Answer(status, "No.")\nreplace(a, reason=f"{b}")\nFinding(status, lead)')) == [1, 2]
