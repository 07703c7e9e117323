"""Resolutions of many bodies, invented in the manner of each: the kind, label and head of every clause."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pytest

from corpus import Kind, Part
from corpus.labels import label_key
from corpus.mandates import opens_like_decision
from ingest import Parse, parse_source, text_source
from ingest.abridging import LONGEST
from ingest.readers import decode
from ingest.un.opening import clause_of

BODIES = Path(__file__).with_name("clauses_of_bodies")
# the body → the kind of each clause, its label, what governs it, its first words
ROWS = {
    body: [tuple(row[1:]) for row in rows]
    for body, rows in groupby(
        (line.split("\t") for line in (BODIES / "rows.tsv").read_text("utf-8").splitlines()),
        key=lambda row: row[0],
    )
}


def parsed(text: str) -> Parse:
    return parse_source(text_source(text), "a text")


def of_page(body: str) -> Parse:
    return parse_source(decode(f"<!DOCTYPE html><html>{body}".encode(), "pier.html"), "pier")


def rows_of(parse: Parse) -> list[tuple[str, str, str]]:
    """Return kind, label and head of what stands below the title."""
    shown = [one for one in parse.provisions if one.part is not Part.PREFACE]
    return [(one.kind.value, one.label, str(one.head or "")) for one in shown]


@pytest.mark.parametrize("body", sorted(ROWS))
def test_each_clause_is_known_by_its_form(body: str):
    parse = parsed((BODIES / f"{body}.txt").read_text("utf-8"))
    shown = [one for one in parse.provisions if one.part is not Part.PREFACE]
    words = [" ".join(one.text.split()[:3]) for one in shown]
    assert [(*row, said) for row, said in zip(rows_of(parse), words, strict=True)] == ROWS[body]
    assert parse.report.unowned == ()
    assert max(len(one.label) for one in parse.provisions) <= LONGEST


CLAUSES = {
    "Recalling its words,": "recital",
    "(a) Whereas the lamps are out;": "recital",
    "RECALLING the lamps; and": "recital",
    "3. URGES Members:": "decision",
    "DISPATCHES the lamps;": "decision",
    "Dispatches the lamps;": "",
    "Lighting of piers": "",
    "Members shall light their lamps;": "",
    "requests the Council;": "",
}


@pytest.mark.parametrize(("text", "kind"), CLAUSES.items())
def test_a_clause_is_told_by_its_verb_and_its_end(text: str, kind: str):
    assert clause_of(text) == kind


def test_a_plural_that_opens_a_sentence_is_no_verb():
    texts = ("Forbids the sale;", "Teachers serving abroad must rest;", "Lamps based on oil smoke;")
    assert [opens_like_decision(text) for text in texts] == [True, False, False]


def test_a_verb_in_print_opens_a_clause_after_a_list():
    parse = of_page(
        "<p>The Harbour Council,<p><b>noting</b> the lamps,<p><b>decides</b> that<ul><li>oil is bought"
        "<li>wicks are cut, as the Council</ul><p><b>also decides</b> that<ul><li>lamps are lit</ul>"
    )
    assert rows_of(parse)[2:] == [
        ("operative", "operative paragraph 1", "decides"),
        ("list-item", "operative paragraph 1 (1)", "decides"),
        ("list-item", "operative paragraph 1 (2)", "decides"),
        ("operative", "operative paragraph 2", "also decides"),
        ("list-item", "operative paragraph 2 (1)", "also decides"),
    ]


def test_a_list_in_a_list_ends_where_the_page_ends_it():
    parse = of_page(
        "<p>The Harbour Council,<p>Decides that:<ul><li>lamps are:<ul><li>lit,<li>kept,</ul>"
        "<li>oil is bought.</ul>"
    )
    assert [row[1] for row in rows_of(parse)][2:] == [
        "operative paragraph 1 (1)",
        "operative paragraph 1 (1) (1)",
        "operative paragraph 1 (1) (2)",
        "operative paragraph 1 (2)",
    ]


def test_the_classes_of_a_page_print_verbs_and_raise_marks():
    parse = of_page(
        "<head><style><!-- span.Verb {font-style:italic} .mark {vertical-align:super} --></style><body>"
        "<p>The Harbour Council,<p><span class=Verb>Recalling</span> its words<span class=mark>1</span>,"
        "<p>1. <span class=Verb>Bids</span> the Keeper to report.<p><span class=mark>1</span> Paper 7."
    )
    assert [one.kind for one in parse.provisions] == [
        Kind.FORMULA,
        Kind.RECITAL,
        Kind.OPERATIVE,
        Kind.FOOTNOTE,
    ]
    assert parse.provisions[1].marks[0].style == "em"
    assert parse.provisions[3].anchor == parse.provisions[1].eid


PICTURES = {
    "large": ("<p>Lamps are lit.<img src=a.png width=400 height=300>", True),
    "of no size": ("<p>Lamps are lit.<img src=a.png>", True),
    "icon": ("<p>Lamps are lit.<img src=a.png width=16 height=16>", False),
    "decoration": ("<p>Lamps are lit.<img src=a.png role=presentation>", False),
    "emblem above the text": ("<img src=a.png><p>Lamps are lit.", False),
}


@pytest.mark.parametrize(("body", "told"), PICTURES.values(), ids=PICTURES)
def test_a_picture_that_may_show_a_table_is_told(body: str, told: bool):
    warnings = of_page(body).report.warnings
    assert any("a picture, perhaps of a table, is not read" in one for one in warnings) is told


def test_a_decision_without_its_number_is_not_swallowed_by_the_one_before():
    parse = parsed(
        "The Harbour Council,\n\n1. URGES Members to light their lamps;\n\nREQUESTS the Keeper:\n\n"
        "(1) to buy oil;\n\n(2) to cut wicks."
    )
    assert rows_of(parse)[2:] == [
        ("operative", "operative paragraph 2", "REQUESTS the Keeper"),
        ("list-item", "operative paragraph 2 (1)", "REQUESTS the Keeper"),
        ("list-item", "operative paragraph 2 (2)", "REQUESTS the Keeper"),
    ]


def test_a_list_of_contents_and_a_header_in_markdown_are_no_clauses():
    parse = parsed(
        "---\ntitle: Lamps\n---\n\n* TOC\n{:toc}\n\n*The Harbour Council,*\n\n*Recalling* its words,[^1]\n\n"
        "9bis. *Decides* to meet.\n\n[^1]: Paper 7."
    )
    assert rows_of(parse) == [
        ("formula", "enacting formula", ""),
        ("recital", "preambular para. 1", "Recalling"),
        ("operative", "para. 9bis", "Decides"),
        ("footnote", "footnote 1", ""),
    ]


def test_a_title_governs_no_label_and_numbers_run_through_a_text_that_is_no_resolution():
    parse = parsed(
        "Recommendation No. 61 to the Keepers of the harbours concerning lamps, oil and wicks\n\n"
        "The keepers met in Belmar and agreed on the following recommendation:\n\n1. Lamps should be lit.\n\n"
        "2. Oil should be bought."
    )
    assert [(one.kind.value, one.label) for one in parse.provisions][1:] == [
        ("paragraph", "first paragraph"),
        ("operative", "§1"),
        ("operative", "§2"),
    ]


def test_a_number_alone_is_no_title():
    parse = parsed("Resolution C 14/2027\n\nUse of lamps\n\nCongress,\n\nconsidering\n\nthat lamps smoke,")
    assert [one.eid for one in parse.provisions][:3] == [
        "preface__docnumber",
        "preface__title",
        "preamble__formula",
    ]


def test_labels_that_repeat_long_headings_are_cut_at_a_word_and_stay_apart():
    heading = "Measures for the lighting of the piers of all the harbours of the northern coast"
    body = f"**{heading} in winter**\n\nLamps are lit.\n\n**{heading} in summer**\n\nLamps are lit.\n\n"
    parse = parsed(
        f"The Harbour Council,\n\nRecalling its words,\n\n1. Decides to meet.\n\nAnnex\n\nLamps\n\n{body}"
    )
    labels = [one.label for one in parse.provisions if "…" in one.label]
    assert labels == [
        'annex, heading "Measures for the lighting of the piers…"',
        'annex, heading "Measures…", first unnumbered paragraph',
        'annex, heading "Measures for the lighting of the piers…" (2)',
        'annex, heading "Measures…", first unnumbered paragraph (2)',
    ]


def test_an_operative_paragraph_is_found_by_its_number():
    assert label_key("operative paragraph 4 (b)") == label_key("para. 4 (b)")
    assert label_key("operative paragraph") != label_key("para.")
