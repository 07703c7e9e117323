"""A checked document as a file: comments in Word stand at the words, Markdown and JSON have each finding."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

from assistant.checking.document import Document
from assistant.checking.document import Paragraph as Read
from assistant.checking.export import FORMS
from assistant.checking.judging import Finding
from assistant.checking.report import CheckedDocument, Citation, changes_since
from assistant.library.library import Library
from assistant.references.checking import check_references
from assistant.verification.verifier import Judgement
from corpus.catalogue import Catalogue
from corpus.errors import ResolutionsError

WRONG = "every harbour shall keep two lanterns"
CLAUSE = (
    "“that every harbour shall keep a lantern, and that none shall be put out before dawn;” "
    "(Resolution 900 (Rev. Lisbon, 2030), resolves 1)"
)
LINE = f"As agreed in Lisbon, “{WRONG}”, and none less."


@pytest.fixture(scope="module")
def library(harbours) -> Library:
    return Library((harbours,), Catalogue(()))


@pytest.fixture(scope="module")
def clause(harbours):
    return harbours.id_of(next(one for one in harbours.provisions if "keep a lantern" in one.text))


def checked(*paragraphs: str, about: dict[str, str], provision=None) -> CheckedDocument:
    """Return a document of which words are contradicted; `about` has the paragraph of each."""
    findings = tuple(
        Finding(
            paragraphs.index(text), text.index(words), text.index(words) + len(words), words,
            Judgement.CONTRADICTED, (f"reason for {words}",), provision,
        )
        for words, text in about.items()
    )  # fmt: skip
    read = tuple(Read(line, text) for line, text in enumerate(paragraphs, 1))
    return CheckedDocument(Document("a paper.docx", "5" * 64, read), findings, (), {})


def written(document) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def commented(data: bytes) -> list[tuple[str, str]]:
    """Return each comment's text, and the words from its beginning to its end."""
    document, found = docx.Document(BytesIO(data)), []
    for comment in document.comments:
        (start,) = (
            mark
            for mark in document.element.body.iter(qn("w:commentRangeStart"))
            if mark.get(qn("w:id")) == str(comment.comment_id)
        )
        words = ""
        for element in start.itersiblings():
            if element.tag == qn("w:commentRangeEnd"):
                break
            words += "".join(text.text for text in element.iter(qn("w:t")))
        found.append((comment.text, words))
    return found


def as_word(report: CheckedDocument, library: Library, original: bytes = b"") -> list[tuple[str, str]]:
    return commented(FORMS["docx"].write(report, library, original))


def test_a_comment_stands_at_its_words_with_the_clause(library, clause, harbours):
    document = docx.Document()
    document.add_paragraph("Lanterns")
    paragraph = document.add_paragraph("As agreed in Lisbon, “")
    paragraph.add_run(WRONG).italic = True
    paragraph.add_run("”, and none less.")
    report = checked("Lanterns", LINE, about={WRONG: LINE}, provision=clause)
    ((said, words),) = as_word(report, library, written(document))
    assert words == WRONG
    assert said == f"Contradicted: reason for {WRONG}.\n{CLAUSE}"


def test_a_comment_stands_in_its_cell_of_a_table(library):
    document = docx.Document()
    document.add_paragraph(WRONG)  # the same words earlier, in a paragraph of its own
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["Text", "Says", "Resolution 900", LINE], strict=True):
        cell.text = text
    row = f"Resolution 900 {LINE}"
    report = checked(WRONG, "Text Says", row, about={WRONG: row})
    ((_, words),) = as_word(report, library, written(document))
    assert words == WRONG
    data = FORMS["docx"].write(report, library, written(document))
    assert [cell.text for cell in docx.Document(BytesIO(data)).tables[0]._cells][-1] == LINE


def test_words_that_a_heading_has_alone_do_not_draw_a_comment_to_it(library):
    document = docx.Document()
    document.add_paragraph("lanterns")
    document.add_paragraph(LINE)
    report = checked("lanterns", LINE, about={WRONG: LINE})
    assert [words for _, words in as_word(report, library, written(document))] == [WRONG]


def test_of_words_that_a_paragraph_has_twice_those_that_are_meant_are_commented(library):
    line = "Of 70 lanterns, Resolution 70 says, 170 burn, and 70 in bold."
    document = docx.Document()
    paragraph = document.add_paragraph()
    paragraph.add_run("1) Of 70 lanterns, Resolution ").italic = True
    paragraph.add_run("70 says, 170 burn, and 70 in bold.").bold = True
    report = checked(line, about={"70": line})
    start = line.index("70 says")
    report = replace(report, findings=(replace(report.findings[0], start=start, end=start + 2),))
    body = docx.Document(BytesIO(FORMS["docx"].write(report, library, written(document)))).element.body
    (mark,) = body.iter(qn("w:commentRangeStart"))
    assert mark.getprevious().text.endswith("Resolution ")
    assert (mark.getnext().text, mark.getnext().rPr.find(qn("w:b")) is not None) == ("70", True)


def test_the_same_paragraph_twice_has_each_comment_at_its_own(library):
    document = docx.Document()
    for text in (LINE, "Between them.", LINE):
        document.add_paragraph(text)
    first = checked(LINE, "Between them.", LINE, about={WRONG: LINE})
    report = replace(first, findings=(*first.findings, replace(first.findings[0], paragraph=2)))
    data = FORMS["docx"].write(report, library, written(document))
    body = docx.Document(BytesIO(data))
    marked = [bool(paragraph._p.findall(qn("w:commentRangeStart"))) for paragraph in body.paragraphs]
    assert marked == [True, False, True]


def test_inserted_words_are_commented_and_deleted_ones_are_not(library):
    document = docx.Document()
    document.add_paragraph("First.")
    paragraph = document.add_paragraph()
    for tag, text in (("w:del", "Nobody agreed. "), ("w:ins", LINE)):
        change = paragraph._p.makeelement(qn(tag), {qn("w:id"): "7", qn("w:author"): "A"})
        paragraph._p.append(change)
        change.append(paragraph.add_run(text)._r)
    report = checked("First.", LINE, about={WRONG: LINE})
    assert [words for _, words in as_word(report, library, written(document))] == [WRONG]


def test_a_paragraph_with_line_breaks_is_one_place_for_its_lines(library):
    document = docx.Document()
    document.add_paragraph("Before.")
    document.add_paragraph(f"Lanterns\n{LINE}")
    report = checked("Before.", "Lanterns", LINE, about={WRONG: LINE})
    ((_, words),) = as_word(report, library, written(document))
    assert words == f"Lanterns{LINE}"


def test_a_remark_on_a_note_says_what_it_is_about(library):
    document = docx.Document()
    document.add_paragraph("The body.")
    report = checked("The body.", LINE, about={WRONG: LINE})
    ((said, words),) = as_word(report, library, written(document))
    assert (said.split("\n")[0], words) == (f"“{WRONG}”", "The body.")


def with_macros() -> bytes:
    """Return a Word file that python-docx refuses for its type."""
    document = docx.Document()
    document.add_paragraph(LINE)
    data, file = written(document), BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(file, "w") as new:
        for name in old.namelist():
            plain, macros = b"wordprocessingml.document.main+xml", b"macroEnabled.main+xml"
            new.writestr(name, old.read(name).replace(plain, macros))
    return file.getvalue()


def damaged() -> bytes:
    """Return a Word file with a part that cannot be unpacked, and that our reader does not need."""
    data = bytearray(written(docx.Document()))
    with ZipFile(BytesIO(data)) as archive:
        at = archive.getinfo("word/theme/theme1.xml").header_offset + 200
    data[at : at + 50] = bytes(50)
    return bytes(data)


@pytest.mark.parametrize(
    "original",
    [b"", b"%PDF-1.7", with_macros(), written(docx.Document()), b"PK\x03\x04 cut off", damaged()],
    ids=["dropped", "another kind", "with macros", "without words", "cut off", "damaged in a part"],
)
def test_what_is_no_word_file_to_comment_is_written_from_its_paragraphs(library, original):
    report = checked("Lanterns", LINE, about={WRONG: LINE})
    data = FORMS["docx"].write(report, library, original)
    assert [paragraph.text for paragraph in docx.Document(BytesIO(data)).paragraphs] == ["Lanterns", LINE]
    assert [words for _, words in commented(data)] == [WRONG]


def test_markdown_has_the_count_and_each_finding_with_its_line(library, clause, harbours):
    words = "two *lanterns*"
    line = f"Keep {words}."
    report = checked("Lanterns", line, about={words: line}, provision=clause)
    references = check_references("Resolution 999 (Lisbon, 2050)", library, harbours.key)
    report = replace(report, citations=tuple(Citation(0, reference) for reference in references))
    text = FORMS["md"].write(report, library, b"").decode()
    assert text.split("\n\n") == [
        "# a paper.docx",
        "1 statement: 1 contradicted; 1 citation, 1 not in force or not found.",
        "## Line 1", "> Resolution 999 (Lisbon, 2050)", "Not in the library.",
        "## Line 2", "> two \\*lanterns\\*", "Contradicted: reason for two \\*lanterns\\*.",
        f"{CLAUSE}\n",
    ]  # fmt: skip


# -- JSON, and what has changed since ---------------------------------------------------------------------


def report_of(found: CheckedDocument, library: Library) -> dict:
    return json.loads(FORMS["json"].write(found, library, b""))


def test_nothing_has_changed_since_the_same_report(library):
    report = report_of(checked(LINE, about={WRONG: LINE}), library)
    assert report["statements"][0]["words"] == WRONG
    assert changes_since(report, report) == []


def test_each_difference_between_two_reports_is_a_sentence(library):
    before = checked(LINE, about={WRONG: LINE})
    quoted = replace(before.findings[0], judgement=Judgement.VERBATIM)
    document = replace(before.document, sha256="6" * 64)
    now = report_of(
        replace(before, document=document, findings=(quoted,), texts={"itu-pp/res-1/2030": "7"}), library
    )
    earlier = {**report_of(before, library), "program": "0.1"}
    assert changes_since(earlier, now) == [
        "the document has changed",
        f"the program is {now['program']}; it was 0.1",
        "itu-pp/res-1/2030 has changed, or only one of the reports used it",
        f"line 1: verbatim; it was contradicted: “{WRONG}”",
    ]  # fmt: skip


@pytest.mark.parametrize("earlier", [{}, {"document": 3}, {"document": {"sha256": "5"}, "program": "1"}])
def test_what_is_no_report_is_refused(library, earlier):
    with pytest.raises(ResolutionsError, match="not a report"):
        changes_since(earlier, report_of(checked(LINE, about={WRONG: LINE}), library))
