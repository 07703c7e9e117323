"""Resolution 71 against its golden document: every unit, in order, and every reference."""

import json
from pathlib import Path

import pytest

from corpus import catalogue
from corpus.catalogue import TEXTS
from ingest import Parse, parse_file

GOLDEN = [
    json.loads(row)
    for row in Path(__file__)
    .with_name("res-71-bucharest-2022.clauses.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]

REFERENCES = [
    ("preamble__considering__rec_a", "ITU Constitution", "itu/constitution/2022"),
    ("preamble__considering__rec_a", "ITU Convention", "itu/convention/2022"),
    ("preamble__considering__rec_b", "Resolution 25 (Rev. Bucharest, 2022)", "itu-pp/res-25/2022"),
    ("preamble__considering__rec_c", "Resolution 48 (Rev. Bucharest, 2022)", "itu-pp/res-48/2022"),
    ("preamble__considering__rec_d", "Resolution 70 (Rev. Bucharest, 2022)", "itu-pp/res-70/2022"),
    ("preamble__considering__rec_e", "Resolution 140 (Rev. Bucharest, 2022)", "itu-pp/res-140/2022"),
    ("preamble__considering__rec_f", "Resolution 151 (Rev. Bucharest, 2022)", "itu-pp/res-151/2022"),
    ("preamble__considering__rec_g", "Resolution 191 (Rev. Bucharest, 2022)", "itu-pp/res-191/2022"),
    ("preamble__considering__rec_h", "Resolution 200 (Rev. Bucharest, 2022)", "itu-pp/res-200/2022"),
    (
        "preamble__considering-further__rec_a",
        "United Nations General Assembly (UNGA) Resolutions 75/233",
        "un-ga/res-75-233/2020",
    ),
    ("preamble__considering-further__rec_a", "72/279", "un-ga/res-72-279/2018"),
    ("preamble__considering-further__rec_a", "74/297", "un-ga/res-74-297/2020"),
    ("preamble__considering-further__rec_a", "UNGA Resolution 71/243", "un-ga/res-71-243/2016"),
    ("preamble__considering-further__rec_b", "UNGA Resolution 75/1", "un-ga/res-75-1/2020"),
    ("preamble__noting__rec_a", "Annex 2 to this resolution", "itu-pp/res-71/2022#annex_2"),
    ("preamble__noting__rec_b", "Annex 3 to this resolution", "itu-pp/res-71/2022#annex_3"),
    (
        "preamble__recognizing__rec_b",
        "United Nations Joint Inspection Unit (JIU) Report 2012/12",
        "un-jiu/rep-2012-12/2012",
    ),
    (
        "preamble__recognizing__rec_e",
        "Annex 1 to Decision 5 (Rev. Bucharest, 2022)",
        "itu-pp/dec-5/2022#annex_1",
    ),
    (
        "preamble__recognizing__rec_e",
        "Appendix A to Annex 1 to this resolution",
        "itu-pp/res-71/2022#annex_1__app_a",
    ),
    ("resolves__para_nn_1", "Annex 1 to this resolution", "itu-pp/res-71/2022#annex_1"),
    (
        "instructs-secretary-general-directors-bureaux__para_5",
        "No. 235 of the Convention",
        "itu/convention/2022#no_235",
    ),
    ("instructs-itu-council__para_5", "Decision 5 (Rev. Bucharest, 2022)", "itu-pp/dec-5/2022"),
    ("annex_1__para_1", "ITU Constitution", "itu/constitution/2022"),
    ("annex_1__para_1", "ITU Convention", "itu/convention/2022"),
    ("annex_1__para_36", "Constitution", "itu/constitution/2022"),
    ("annex_1__para_36", "Convention", "itu/convention/2022"),
    ("annex_1__para_40", "Constitution", "itu/constitution/2022"),
    ("annex_1__para_40", "Convention", "itu/convention/2022"),
]


@pytest.fixture(scope="module")
def parse() -> Parse:
    return parse_file(TEXTS / "resolution-71-bucharest-2022.txt")


def test_it_has_214_units(parse: Parse):
    assert len(parse.provisions) == len(GOLDEN) == 214


def test_a_unit_is_as_the_golden_document_has_it(parse: Parse, every_row):
    def check(pair) -> None:
        found, row = pair
        text = row["text"].replace("*", "").replace(" | ", "\t")  # the product keeps spans and tabs
        assert (found.eid, found.label, found.parent) == (row["id"], row["label"], row["parent"])
        assert (found.kind, found.text) == (row["kind"], text)
        assert (found.line, found.anchor) == (row["line"], row["anchor"])

    pairs = zip(parse.provisions, GOLDEN, strict=True)
    every_row([(row["id"], (found, row)) for found, row in pairs], check)


def test_the_text_says_which_edition_it_is(parse: Parse):
    assert str(parse.key) == "itu-pp/res-71/2022"
    assert parse.name == "Resolution 71 (Rev. Bucharest, 2022)"
    assert parse.title == "Strategic plan for the Union for 2024-2027"
    assert (parse.revision, parse.adopted) == ("Rev. Bucharest, 2022", "2022")


def test_every_line_is_accounted_for_and_every_number_follows(parse: Parse):
    assert parse.report.unowned == ()
    assert parse.report.gaps == ()
    assert parse.report.warnings == ()


def test_emphasis_is_kept_beside_the_text(parse: Parse):
    emphasised = [
        provision.text[mark.start : mark.end]
        for provision in parse.provisions
        for mark in provision.marks
        if mark.style == "strong"
    ]
    assert len(emphasised) == 2
    assert emphasised[0].startswith("Goal 1 – Universal Connectivity:")


def test_its_references_are_found(parse: Parse):
    assert [(one.source, one.text, str(one.target)) for one in parse.references] == REFERENCES


@pytest.mark.parametrize("instrument", catalogue().instruments, ids=lambda one: str(one.edition))
def test_the_clauses_that_the_catalogue_lists_name_their_instrument(parse: Parse, instrument):
    for clause in instrument.named_by:
        named = [one.target_edition for one in parse.edition().references_from(clause.eid)]
        assert instrument.edition in named
