"""A comparison as a file: accepting its tracked changes gives the new text, rejecting them the old one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from assistant.comparison.comparison import Comparison
from assistant.drafting.tracked_changes import AUTHOR, line_of, with_tracked_changes
from corpus.instruments import Edition
from ingest import parse_file

TEXTS = Path(__file__).parents[3] / "evals" / "texts"
EDITIONS = {
    name: parse_file(TEXTS / f"{name}.txt").edition()
    for name in (
        "res-901-tallinn-2031",
        "res-901-montevideo-2035",
        "res-913-tallinn-2031",
        "res-913-montevideo-2035",
        "a-res-95-301",
        "a-res-96-288",
        "s-res-3104",
    )
}
PAIRS = [
    ("two editions", "res-901-tallinn-2031", "res-901-montevideo-2035"),
    ("the newer one first", "res-901-montevideo-2035", "res-901-tallinn-2031"),
    ("two editions of another text", "res-913-tallinn-2031", "res-913-montevideo-2035"),
    ("another text, the newer one first", "res-913-montevideo-2035", "res-913-tallinn-2031"),
    ("two resolutions of the Assembly", "a-res-95-301", "a-res-96-288"),
    ("texts of different length that share nothing", "s-res-3104", "a-res-96-288"),
]


def clauses(edition: Edition) -> list[str]:
    return [line_of(one) for one in edition.provisions if not one.inline]


@pytest.mark.parametrize(("rule", "old", "new"), PAIRS, ids=[one[0] for one in PAIRS])
def test_accepting_gives_the_new_text_and_rejecting_the_old_one(settled, rule, old, new):
    file = with_tracked_changes(Comparison.of(EDITIONS[old], EDITIONS[new]))
    assert settled(file, "w:ins", "w:del") == clauses(EDITIONS[new]), rule
    assert settled(file, "w:del", "w:ins") == clauses(EDITIONS[old]), rule


def test_a_file_that_ends_in_clauses_of_one_text_alone_ends_right(settled, harbours):
    shorter = replace(harbours, provisions=harbours.provisions[:-3])
    for old, new in ((harbours, shorter), (shorter, harbours)):
        file = with_tracked_changes(Comparison.of(old, new))
        assert settled(file, "w:ins", "w:del") == clauses(new)
        assert settled(file, "w:del", "w:ins") == clauses(old)


@pytest.fixture(scope="module")
def file() -> bytes:
    compared = Comparison.of(*(EDITIONS[one] for one in PAIRS[0][1:]))
    return with_tracked_changes(compared, datetime(2036, 5, 4, 12, 30, tzinfo=UTC))


def test_every_change_has_an_author_a_date_and_a_number_of_its_own(file):
    body = docx.Document(BytesIO(file)).element.body
    changes = [*body.iter(qn("w:ins")), *body.iter(qn("w:del"))]
    assert len(changes) > 50
    assert {one.get(qn("w:author")) for one in changes} == {AUTHOR}
    assert {one.get(qn("w:date")) for one in changes} <= {"2036-05-04T12:30:00Z", "2036-05-04T12:28:00Z"}
    assert len({one.get(qn("w:id")) for one in changes}) == len(changes)


def test_edits_on_both_sides_of_a_paragraph_mark_have_times_that_keep_them_apart(file):
    """LibreOffice joins them otherwise, and loses the mark when they are rejected."""
    last, met = None, 0
    for paragraph in docx.Document(BytesIO(file)).element.body.iter(qn("w:p")):
        content = [one for one in paragraph if one.tag != qn("w:pPr")]
        if last is not None and content[0].tag == last.tag and last.tag != qn("w:r"):
            assert content[0].get(qn("w:date")) != last.get(qn("w:date"))
            met += 1
        mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
        last = None if mark is not None and len(mark) else content[-1]
    assert met, "no two edits meet at a mark"


def test_headings_look_like_headings_and_each_page_names_both_texts(file):
    document = docx.Document(BytesIO(file))
    styles = {one.style.name for one in document.paragraphs}
    assert {"Heading 1", "Heading 2", "Normal"} <= styles
    names = "Resolution 901 (Rev. Tallinn, 2031) → Resolution 901 (Rev. Montevideo, 2035)"
    assert document.sections[0].header.paragraphs[0].text == names
    assert document.core_properties.title == names


def test_characters_that_xml_cannot_have_become_blanks(settled, harbours):
    odd = "that \x00every\x0b harbour \ud800shall\ufffe keep a lantern"
    provisions = tuple(
        replace(one, text=odd) if one.eid == "resolves__para_1" else one for one in harbours.provisions
    )
    changed = replace(harbours, provisions=provisions)
    assert settled(with_tracked_changes(Comparison.of(harbours, changed)), "w:ins", "w:del") == clauses(
        changed
    )
    assert "that  every  harbour  shall  keep a lantern" in line_of(changed.provision("resolves__para_1"))
