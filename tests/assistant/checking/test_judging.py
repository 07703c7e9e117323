"""A document about Resolution 71, judged: what is right, wrong, and in need of a reader."""

from __future__ import annotations

import pytest

from assistant.checking.document import Document, Paragraph, read_document
from assistant.checking.report import CheckedDocument, changes_since, check_document
from assistant.filtered import FilteredAssistant
from corpus.errors import ResolutionsError, UnreadableFile
from ingest.limits import Limits

NAMED = "Resolution 71 (Rev. Bucharest, 2022)"
OVERSEE = "to oversee the development and implementation of the ITU results framework"
WRONG = OVERSEE.replace("implementation", "abolition")


@pytest.fixture(scope="module")
def check(assistant):
    filtered, body = FilteredAssistant(assistant), next(iter(assistant.subject))

    def checked(*paragraphs: str) -> CheckedDocument:
        numbered = tuple(Paragraph(line, text) for line, text in enumerate(paragraphs, 1))
        return check_document(Document("paper", "0", numbered), filtered, assistant.library, body)

    return checked


@pytest.mark.parametrize(
    ("words", "verdict", "clause"),
    [
        (f"{NAMED} instructs the Council “{OVERSEE}”.",
         "verbatim", "instructs-itu-council__para_1"),
        (f"{NAMED} instructs the Secretary-General to report annually to the Council.",
         "supported", "instructs-secretary-general-directors-bureaux__para_4"),
        (f"{NAMED} instructs the Council “{WRONG}”.",
         "contradicted", "instructs-itu-council__para_1"),
        (f"Under instructs the ITU Council 4 of {NAMED}, it is “{OVERSEE}”.",
         "contradicted", "instructs-itu-council__para_1"),
        (f"Under instructs the ITU Council 19 of {NAMED}, the Council is to buy a ship.",
         "contradicted", "preface__docnumber"),
        ("As the plan says, “every lantern on the pier shall be painted green”.", "not_supported", None),
    ],
)  # fmt: skip
def test_a_statement_gets_the_verdict_of_the_clause_that_decides(check, words, verdict, clause):
    (finding,) = check(words).findings
    assert (finding.judgement, finding.provision and finding.provision.eid) == (verdict, clause), (
        finding.reasons
    )
    assert bool(finding.reasons) == finding.is_fault


def test_a_few_exact_words_do_not_settle_what_is_said_around_them(check):
    (finding,) = check(f"{NAMED} asks every State to buy a green ship for “the strategic plan”.").findings
    assert finding.is_fault


def test_a_wrong_quotation_is_marked_where_it_stands(check):
    text = f"We like plans. {NAMED} instructs the Council “{WRONG}”."
    (finding,) = check(text).findings
    assert text[finding.start : finding.end] == finding.words == WRONG
    assert finding.reasons == ("the clause has “implementation” where the quotation has “abolition”",)


def test_what_is_cited_and_not_held_is_said_and_judged_by_nobody(check):
    checked = check("Resolution 4321 (Rev. Willowford, 2031) abolishes the plan.")
    assert checked.findings == ()
    (citation,) = checked.citations
    assert citation.reference.said == "Not in the library."
    assert checked.summary == (
        "0 statements: nothing that can be checked; 1 citation, 1 not in force or not found"
    )


def test_a_document_that_speaks_of_no_text_has_no_statements(check):
    checked = check("We thank the chair.", "Lunch is at noon.")
    assert checked.findings == ()
    assert checked.summary == "0 statements: nothing that can be checked"


def test_another_day_beside_an_exact_quotation_is_found(check):
    text = f"{NAMED} points to the declaration of {{}}: States “undertook to improve digital cooperation”."
    (right,) = check(text.format("21 September 2020")).findings
    (wrong,) = check(text.format("21 October 2020")).findings
    assert (right.judgement, wrong.judgement) == ("verbatim", "contradicted")
    assert wrong.reasons == ("the clause has 21 September 2020, not 21 October 2020",)


def test_a_document_in_another_language_says_what_can_be_checked(check):
    checked = check("Le Conseil est chargé de superviser le plan et les pays sont invités par le texte.")
    assert ["not in English" in warning for warning in checked.document.warnings] == [True]
    assert check("The Council oversees the plan.").document.warnings == ()


def test_two_reports_are_compared(check):
    right = f"{NAMED} instructs the Council “{OVERSEE}”."
    first, second = check(right).as_json(), check(right.replace("results", "lantern")).as_json()
    assert changes_since(first, first) == []
    assert "not a statement; it was verbatim" in " ".join(changes_since(first, second))
    assert first["texts"].keys() == {"itu-pp/res-71/2022"}
    with pytest.raises(ResolutionsError, match="not a report"):
        changes_since({"document": 1}, first)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b" \n", "empty"),
        ("a.bin", b"\x7fELF" + bytes(100), "a program, not plain text"),
        ("a.md", b"<!-- nothing -->\n", "no words to check"),
    ],
)
def test_a_file_that_is_no_document_is_refused_in_a_sentence(name, data, said):
    with pytest.raises(UnreadableFile, match=said):
        read_document(data, name, Limits())


def test_a_document_is_read_in_paragraphs_whatever_its_form():
    text = b"# Title\n\n**Bold** words that go\non in a second line.\n\n- an item\n"
    read = read_document(text, "a.md", Limits())
    assert read.paragraphs[0].text == "Title"
    assert "Bold words" in read.paragraphs[1].text
