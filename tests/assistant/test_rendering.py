"""Leads and reasons → sentences, and that they are written nowhere else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer import Answer, ReasonCode, Status
from assistant.comparison.changes import ChangeKind
from assistant.rendering import Lead, Reason, leads, out_of_scope, reasons, rendered
from assistant.rendering.leads import (
    Candidates,
    Changes,
    Compared,
    EditionStanding,
    Labelled,
    Listed,
    Lists,
    Quoted,
    Several,
    StandsFor,
    UnderHead,
    UnderHeading,
)
from assistant.rendering.out_of_scope import (
    NO_CONTENT_ASKED,
    BadFilter,
    BadQuestion,
    Fault,
    NotInEnglish,
    SmallTalk,
)
from assistant.rendering.reasons import (
    LEFT_OUT,
    NAMED_ELSEWHERE,
    NO_REASON,
    NOT_SURE,
    NOTHING_HELD,
    SPELT_OUT,
    EndOfList,
    Fixed,
    NoSuchLabel,
    NotHeld,
    NothingLeft,
    NothingNear,
    NotMentioned,
    NotQuoted,
    NotSpeltOut,
    NotStated,
    SeveralFit,
    SupersededOnly,
    UnknownText,
)
from assistant.understanding.languages import Language
from corpus.instruments import Instrument
from corpus.keys import EditionKey

ROOT = Path(__file__).parents[2]
A, B, C, D = (f"Resolution {number}" for number in (1, 2, 3, 4))
PIERS = Listed(A, "requests the Council", "", 2)
ADDRESS = Instrument(EditionKey.parse("itu-pp/res-4/2022"), D, "", address="https://itu.example/4")
NONE_FOUND = "no clause was found that answers the question"
ADD = "Once you have the text, add it to the library and ask again."
COUNTS = tuple((f"Resolution {number}", 8 - number) for number in range(1, 8))

LEADS: list[tuple[Lead, str]] = [
    (Labelled("Resolution 1, resolves 2", "resolves"), "“Resolution 1, resolves 2”:"),
    (EditionStanding("Resolution 1"), "Resolution 1 is in force, as far as this library knows:"),
    (
        EditionStanding("Resolution 1", "Resolution 2"),
        "Resolution 1 is not in force; it is superseded by Resolution 2:",
    ),
    (EditionStanding("Resolution 1 (draft)", is_adopted=False), "Resolution 1 (draft) is not in force:"),
    (UnderHead(A, "instructs the Council"), "Resolution 1, “instructs the Council”:"),
    (UnderHeading(A, "Aims:"), "Resolution 1, “Aims”:"),
    (UnderHeading(A, "Aim\tTarget"), "Resolution 1, “Aim | Target”:"),
    (UnderHeading(A), "Resolution 1:"),
    (Several((A,), 2), "Resolution 1, 2 clauses:"),
    (Several((A, B), 2), "Resolution 1 and Resolution 2, 2 clauses:"),
    (Several((A, B, C), 4), "Resolution 1, Resolution 2 and Resolution 3, 4 clauses:"),
    (Several((A, B, C, D), 9), "9 clauses from 4 texts:"),
    (PIERS, "Resolution 1, “requests the Council”, 2 items:"),
    (Listed(A, "Aims", "Annex 1", 1), "Resolution 1, “Aims”, “Annex 1”, 1 item:"),
    (Listed(A, "", "", 3), "Resolution 1, 3 items:"),
    (Lists((PIERS,), 2), "Resolution 1, “requests the Council”, 2 items:"),
    (
        Lists((PIERS, Listed(B, "invites", "", 3)), 5),
        "5 clauses in 2 lists, from 2 texts:",
    ),
    (
        Lists((PIERS, Listed(A, "invites", "", 3)), 5),
        "5 clauses in 2 lists of Resolution 1:",
    ),
    (Candidates(), "These clauses may answer your question, most likely first:"),
    (
        Candidates(("WIPO", "Rome")),
        "No text searched contains “WIPO” or “Rome”. "
        "These clauses may answer your question, most likely first:",
    ),
    (StandsFor(A, "SIDS", "small states"), "Resolution 1: SIDS stands for “small states”."),
    (StandsFor(A, "SOs", "orders"), "Resolution 1: SOs stand for “orders”."),
    (Quoted(("a pier",), ((A, 1),), 1), "“a pier” appears in 1 clause (Resolution 1: 1)."),
    (
        Quoted(("a pier", "a lamp"), ((A, 2), (B, 1)), 3),
        "“a pier” and “a lamp” appear together in 3 clauses (Resolution 1: 2, Resolution 2: 1).",
    ),
    (
        Quoted(("a pier",), COUNTS, 20),
        "“a pier” appears in 28 clauses (Resolution 1: 7, Resolution 2: 6, Resolution 3: 5, "
        "Resolution 4: 4, Resolution 5: 3, Resolution 6: 2, and 1 other text). The first 20:",
    ),
    (Compared(A, B, ChangeKind.MOD), "From Resolution 1 to Resolution 2: changed."),
    (Compared(A, B, ChangeKind.SUP), "From Resolution 1 to Resolution 2: deleted in the later edition."),
    (
        Changes(A, B, ((ChangeKind.MOD, 3),), (ChangeKind.MOD, ChangeKind.ADD)),
        "From Resolution 1 to Resolution 2, clauses and headings: 3 changed, 0 new, 0 deleted, 0 moved, "
        "0 unchanged. The changed and new clauses as they now read:",
    ),
    (
        Changes(A, B, ((ChangeKind.SUP, 20), (ChangeKind.NOC, 1)), (ChangeKind.SUP,), 12),
        "From Resolution 1 to Resolution 2, clauses and headings: 0 changed, 0 new, 20 deleted, 0 moved, "
        "1 unchanged. The first 12 deleted clauses:",
    ),
    (
        Changes(A, B, ((ChangeKind.ADD, 1),), (ChangeKind.ADD,), not_compared=("Annex 2 is not here.",)),
        "From Resolution 1 to Resolution 2, clauses and headings: 0 changed, 1 new, 0 deleted, 0 moved, "
        "0 unchanged. Annex 2 is not here. The new clauses:",
    ),
]

REASONS: list[tuple[Reason, str, str]] = [
    (NOT_SURE, "", ""),
    (SPELT_OUT, "", ""),
    (
        SeveralFit("No. 6", 2),
        "“No. 6” fits 2 clauses; which one do you mean?",
        "several clauses have this label",
    ),
    (NOTHING_HELD, "The library is empty.", "no text has been added"),
    (
        NothingLeft("the recitals of 2030"),
        "Nothing in the library matches the filter: the recitals of 2030.",
        "",
    ),
    (LEFT_OUT, "The filter excludes the text you named.", ""),
    (NothingNear(), "No clause about this was found.", "no clause is close enough"),
    (NothingNear(("WIPO", "Rome")), "No clause about this was found.", "no text contains “WIPO” or “Rome”"),
    (
        NotQuoted(("a pier", "a lamp")),
        "No clause in the texts searched contains “a pier” and “a lamp” word for word.",
        "no clause has these exact words",
    ),
    (NotMentioned("zebras"), "No clause contains the words “zebras”.", "no text contains these words"),
    (
        NotMentioned("zebras", A, (B,)),
        "No clause in Resolution 1 contains the words “zebras”; Resolution 2 does.",
        "other texts contain them",
    ),
    (
        NotMentioned("zebras", A, (B, C)),
        "No clause in Resolution 1 contains the words “zebras”; Resolution 2 and Resolution 3 do.",
        "other texts contain them",
    ),
    (
        NotMentioned("zebras", "", (A, B, C, D)),
        "No clause contains the words “zebras”; Resolution 1, Resolution 2 and 2 other texts do.",
        "other texts contain them",
    ),
    (
        NAMED_ELSEWHERE,
        "No citation of it was found in the texts you asked about; other texts cite it.",
        "no citation of it was found there",
    ),
    (NoSuchLabel("No. 6"), "The library has no “No. 6”.", "no clause has this label"),
    (NoSuchLabel("No. 6", A), "The library has no “No. 6” in Resolution 1.", "no clause has this label"),
    (
        EndOfList("resolves 3", is_last=True),
        "resolves 3 is the last item at its level.",
        "the list ends there",
    ),
    (
        EndOfList("resolves 1", is_last=False),
        "resolves 1 is the first item at its level.",
        "the list ends there",
    ),
    (
        NotHeld(D, 1),
        f"Resolution 4 is cited here, but its text is not in the library, so what it says cannot be "
        f"shown. {ADD}",
        "Resolution 4 is cited by 1 clause but not in the library",
    ),
    (
        NotHeld(D, 2, ADDRESS),
        "Resolution 4 is cited here, but its text is not in the library, so what it says "
        "cannot be shown. The official text is at https://itu.example/4; add it to the library and ask "
        "again.",
        "Resolution 4 is cited by 2 clauses but not in the library",
    ),
    (
        UnknownText(D),
        f"Resolution 4 is not in the library. {ADD}",
        "Resolution 4 is not in the library",
    ),
    (
        SupersededOnly((A,)),
        "The text in force is not in the library, which has only Resolution 1.",
        "the library has only a superseded edition",
    ),
    (NotStated(), "These clauses come closest.", NONE_FOUND),
    (NotStated(ReasonCode.DATE), "These clauses come closest.", NONE_FOUND),
    (
        NotStated(unknown=("Rome", "WHO")),
        "The closest clauses do not contain “Rome” or “WHO”.",
        NONE_FOUND,
    ),
    (NotSpeltOut("XQ"), "No clause was found that says what XQ stands for.", NONE_FOUND),
    (NO_REASON, "", ""),
    (SmallTalk(ReasonCode.THANKS), "You are welcome.", ""),
    (
        NotInEnglish(Language.OTHER),
        "The texts are in English: please ask in English.",
        "the question is not in English",
    ),
    (
        NO_CONTENT_ASKED,
        "I answer only from the texts in the library, which contain no opinions or predictions.",
        "the question is not about what a text says",
    ),
    (BadQuestion("The question is empty"), "The question is empty", "The question is empty"),
    (BadFilter("'x' is no year"), "'x' is no year.", "'x' is no year"),
    (
        Fault("12ab"),
        "The fault is logged as 12ab. Ask again; if it fails again, report this number.",
        "",
    ),
]


@pytest.mark.parametrize(("lead", "words"), LEADS, ids=[words for _, words in LEADS])
def test_a_lead_is_said_in_these_words(lead: Lead, words: str):
    answer = rendered(Answer(Status.ANSWERED, reason="kept"), lead)
    assert (answer.lead, answer.heads, answer.reason) == (words, lead.heads, "kept")
    assert all(head in words for head in answer.heads)


@pytest.mark.parametrize(("reason", "lead", "words"), REASONS, ids=[repr(row[0]) for row in REASONS])
def test_a_reason_is_said_in_these_words(reason: Reason, lead: str, words: str):
    answer = rendered(Answer(Status.NOT_STATED, heads=("resolves",)), reason=reason)
    assert (answer.lead, answer.reason, answer.reason_code) == (lead, words, reason.code)
    assert answer.heads == ()


def test_a_lead_goes_before_what_a_reason_says_in_its_place():
    assert rendered(Answer(Status.CANDIDATES), Candidates(), NoSuchLabel("No. 6")).lead == Candidates().words


def test_every_kind_is_said_here():
    said = {type(row[0]) for row in (*LEADS, *REASONS)}
    kinds = {
        one
        for module in (leads, out_of_scope, reasons)
        for one in vars(module).values()
        if isinstance(one, type) and hasattr(one, "words") and one.__module__ == module.__name__
    }
    assert kinds - said == {Lead, Reason}
    fixed = {
        one for module in (out_of_scope, reasons) for one in vars(module).values() if isinstance(one, Fixed)
    }
    assert fixed == {row[0] for row in REASONS if isinstance(row[0], Fixed)}


def written(source: str) -> Iterator[int]:
    """Walk the lines on which an answer or a finding is given a lead or a reason as a sentence."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Answer", "Finding", "replace"):
            given = [*node.args[1:2], *(one.value for one in node.keywords if one.arg in ("lead", "reason"))]
            if any(isinstance(one, ast.Constant | ast.JoinedStr) for one in given):
                yield node.lineno


def test_sentences_are_written_in_the_rendering_alone():
    files = [one for one in (ROOT / "assistant").rglob("*.py") if "library" not in one.parts]
    found = {one.name: list(written(one.read_text(encoding="utf-8"))) for one in files}
    assert {name: lines for name, lines in found.items() if lines} == {}
    assert list(written('Answer(status, "No.")\nreplace(a, reason=f"{b}")\nFinding(status, lead)')) == [1, 2]
