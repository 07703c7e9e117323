"""Texts whose units a conversion has run together: an invented one in full, then one row a rule."""

from dataclasses import replace
from pathlib import Path

import pytest
from printing import print_provisions

from corpus import Kind
from ingest import Parse, parse_file, parse_source, text_source
from ingest.itu.merged import split_merged
from ingest.itu.signs import shows_merging
from ingest.lines import Line
from ingest.text.emphasis import lift

UNITS = [
    (3, "preface__docnumber", "RESOLUTION 12 (REV. LISBON, 2030)"),
    (5, "preface__title", "Beacons along the northern coast"),
    (
        7,
        "preamble__formula",
        "The Plenipotentiary Conference of the International Telecommunication Union (Lisbon, 2030),",
    ),
    (9, "preamble__recalling", "recalling"),
    (11, "preamble__recalling__rec_a", "that beacons guide the smaller boats to far harbours1;"),
    (13, "preamble__recalling__rec_b", "the reports of the wardens, which the assembly noted;"),
    (13, "ftn_1", "These include harbours in ice, harbours without a road and harbours with one pier."),
    (15, "preamble__recalling__rec_c", "that keepers learn their trade on the piers,"),
    (15, "preamble__noting-with-concern", "noting with concern"),
    (17, "preamble__noting-with-concern__rec_a", "that fewer keepers come each year;"),
    (19, "preamble__noting-with-concern__rec_b", "that boats wait for light,"),
    (19, "preamble__noting-also", "noting also"),
    (19, "preamble__noting-also__rec_nn_1", "that harbours differ,"),
    (21, "preamble__taking-into-account", "taking into account"),
    (23, "preamble__taking-into-account__rec_nn_1", "the rules on fuel in Article 5 of the Convention,"),
    (23, "encourages-member-states-sector-members", "encourages Member States and Sector Members"),
    (23, "encourages-member-states-sector-members__para_1", "to send keepers to the far harbours;"),
    (23, "encourages-member-states-sector-members__para_2", "to send oil;"),
    (23, "encourages-member-states-sector-members__para_3", "to tell the wardens what they have sent,"),
    (25, "resolves", "resolves"),
    (27, "resolves__para_1", "to keep every beacon lit, in accordance with resolves 2 below, and to have:"),
    (29, "resolves__para_1__point_i", "a keeper for each pier;"),
    (29, "resolves__para_1__point_ii", "oil for each winter, including, but not limited to:"),
    (29, "resolves__para_1__point_ii__indent_1", "oil of fish;"),
    (29, "resolves__para_1__point_ii__indent_2", "oil of seed;"),
    (29, "resolves__para_1__point_iii", "spare glass;"),
    (31, "resolves__para_2", "that beacons with large flames be watched by two, subject to the following:"),
    (31, "resolves__para_2__para_2-1", "that neither sleeps;"),
    (31, "resolves__para_2__para_2-2", "that both can swim;"),
    (33, "resolves__para_3", "that wardens report;"),
    (35, "resolves__para_4", "that glass be clear;"),
    (37, "resolves__para_5", "that oil be clean;"),
    (39, "resolves__para_6", "that piers be dry;"),
    (41, "resolves__para_7", "that boats be counted;"),
    (43, "resolves__para_8", "that ice be cut;"),
    (45, "resolves__para_9", "that nets be mended;"),
    (45, "resolves__para_10", "that ropes be tarred;"),
    (45, "resolves__para_11", "that keepers be paid,"),
    (
        45,
        "instructs-keeper-piers-in-close-consultation-with-wardens-harbours",
        "instructs the Keeper of the Piers, in close consultation with the wardens of the harbours",
    ),
    (
        47,
        "instructs-keeper-piers-in-close-consultation-with-wardens-harbours__para_1",
        "to mend what is broken;",
    ),
    (49, "instructs-keeper-piers-in-close-consultation-with-wardens-harbours__para_2", "to write it down,"),
    (49, "ftn_2", "See resolves 3 above."),
    (49, "instructs-wardens", "instructs the Wardens"),
    (49, "instructs-wardens__para_nn_1", "to count the boats2 each night,"),
    (49, "invites-all-stakeholders", "invites all stakeholders"),
    (49, "invites-all-stakeholders__para_nn_1", "to help in this work."),
    (49, "annex_1", "ANNEX 1 TO RESOLUTION 12 (REV. LISBON, 2030)"),
    (49, "annex_1__title", "Matters for the wardens"),
    (49, "annex_1__indent_1", "Oil and its price"),
    (49, "annex_1__indent_2", "Glass for the beacons"),
    (49, "annex_1__indent_3", "Keepers and their children"),
    (49, "annex_1__indent_4", "Ice."),
    (49, "annex_2", "ANNEX 2 TO RESOLUTION 12 (REV. LISBON, 2030)"),
    (49, "annex_2__title", "Plan for the coast"),
    (51, "annex_2__sec_1", "Purpose"),
    (51, "annex_2__sec_1__para_nn_1", "The plan serves the harbours."),
    (51, "annex_2__sec_1__dvs_nn_1", "Harbours without a road"),
    (
        51,
        "annex_2__sec_1__dvs_nn_1__para_nn_1",
        "The wardens visit them twice a year. They note what they see.",
    ),
    (51, "annex_2__sec_1__dvs_nn_2", "Harbours with ice"),
    (51, "annex_2__sec_1__dvs_nn_2__para_nn_1", "No boat comes in winter."),
    (53, "annex_2__sec_2", "Aims"),
    (53, "annex_2__sec_2__para_nn_1", "The aims are listed below."),
    (53, "annex_2__sec_2__dvs_nn_1", "Goal 1 - Light: Beacons for all"),
    (53, "annex_2__sec_2__dvs_nn_1__para_nn_1", "The coast has many dark piers."),
    (53, "annex_2__sec_2__dvs_nn_2", "Goal 2 - Oil: Enough for a winter"),
    (53, "annex_2__sec_2__dvs_nn_2__para_nn_1", "The oil comes by boat."),
    (53, "annex_2__sec_2__dvs_nn_3", "Table 1: Targets"),
    (53, "annex_2__sec_2__dvs_nn_4", "Goal 1: Light"),
    (53, "annex_2__target_1-1", "By 2035, a beacon on each pier"),
    (53, "annex_2__target_1-2", "By 2035, two keepers on each pier"),
    (53, "annex_2__sec_2__dvs_nn_5", "Goal 2: Oil"),
    (53, "annex_2__target_2-1", "By 2035, oil for two winters"),
    (55, "annex_2__sec_3", "Costs"),
    (55, "annex_2__sec_3__table_1__row_1", "Table 2: Costs by harbour North\t1,200\t1,300\t2,500"),
    (55, "annex_2__sec_3__table_1__row_2", "South\t0\t0\t0"),
    (59, "annex_2__sec_3__table_1__row_3", "East\t400\t500\t900"),
    (59, "annex_2__sec_3__table_1__row_4", "Total\t1,600\t1,800\t3,400"),
    (59, "annex_3", "ANNEX 3 TO RESOLUTION 12 (REV. LISBON, 2030)"),
    (59, "annex_3__title", "Work of the wardens"),
    (59, "annex_3__para_nn_1", "The wardens look at the following:"),
    (61, "annex_3__para_nn_1__point_a", "the light;"),
    (63, "annex_3__para_nn_1__point_b", "the oil;"),
    (65, "annex_3__para_nn_1__point_c", "the glass."),
    (65, "annex_3__para_nn_2", "They write to the keeper once a month."),
]


@pytest.fixture(scope="module")
def beacons() -> Parse:
    return parse_file(Path(__file__).with_name("beacons.md"))


def test_every_unit_of_the_invented_text_is_found_inside_its_line(beacons: Parse):
    assert [(one.line, one.eid, one.text) for one in beacons.provisions] == UNITS


def test_both_pieces_of_a_line_own_it_and_no_number_is_missing(beacons: Parse):
    assert str(beacons.key) == "itu-pp/res-12/2030"
    assert beacons.report.unowned == beacons.report.gaps == ()


def test_a_footnote_inside_a_line_hangs_on_the_word_that_carries_its_mark(beacons: Parse):
    notes = [(one.eid, one.anchor) for one in beacons.provisions if one.kind is Kind.FOOTNOTE]
    assert notes == [
        ("ftn_1", "preamble__recalling__rec_a"),
        ("ftn_2", "instructs-wardens__para_nn_1"),
    ]


def test_a_table_without_columns_is_told(beacons: Parse):
    assert [one.split(": ", 1)[1] for one in beacons.report.warnings] == [
        "the columns of 'Table 1: Targets' are lost: its rows are read as paragraphs"
    ]


def test_what_was_cut_apart_prints_what_parses_the_same(beacons: Parse):
    again = parse_source(text_source(print_provisions(beacons.provisions)), "again")
    assert [replace(one, line=0) for one in again.provisions] == [
        replace(one, line=0) for one in beacons.provisions
    ]


RULE = "____________________"
BODY = {
    "head at the end, its list below": (
        ["*resolves*", "1 to mend, further resolves", "1 to light"],
        ["resolves", "1 to mend,", "further resolves", "1 to light"],
    ),
    "head with an addressee and commas": (
        ["*resolves*", "1 to mend, invites Member States, Sector Members and Academia", "1 to light"],
        ["resolves", "1 to mend,", "invites Member States, Sector Members and Academia", "1 to light"],
    ),
    "head and its first item": (
        ["*noting*", "that it rains, instructs the Wardens 1 to mend; 2 to light.", f"x {RULE} 1 A note."],
        ["noting", "that it rains,", "instructs the Wardens", "1 to mend;", "2 to light.", "x", "¹ A note."],
    ),
    "head that runs into its paragraph": (
        ["*resolves*", "1 to mend; 2 to light, invites the Wardens to count the boats."],
        ["resolves", "1 to mend;", "2 to light,", "invites the Wardens to count the boats."],
    ),
    "verb that decides and its words": (
        ["*noting*", "a) that it rains; b) that it snows, resolves to light the pier,", "*invites Members*"],
        [
            "noting",
            "a) that it rains;",
            "b) that it snows,",
            "resolves to light the pier,",
            "invites Members",
        ],
    ),
    "verb that the next head has": (
        ["*noting*", "a) that it rains; b) the rules, on piers, resolves that they hold,", "*resolves*"],
        ["noting", "a) that it rains;", "b) the rules, on piers, resolves that they hold,", "resolves"],
    ),
    "group that a number names": (
        ["*resolves*", "1 to mend; 2 to light, invites Study Group 1 to meet."],
        ["resolves", "1 to mend;", "2 to light,", "invites Study Group 1 to meet."],
    ),
    "head whose verb the sentence could hold": (
        ["*noting*", "a) that it rains, recognizing that it snows,", "b) piers; c) boats,", "*resolves*"],
        ["noting", "a) that it rains, recognizing that it snows,", "b) piers;", "c) boats,", "resolves"],
    ),
    "verb of a sentence before the next recital": (
        ["*noting*", "a) the report, which notes fog, invites the Wardens to rest;", "b) piers; c) ice"],
        [
            "noting",
            "a) the report, which notes fog, invites the Wardens to rest;",
            "b) piers;",
            "c) ice",
        ],
    ),
    "clause that is named": (
        ["*resolves*", "1 to mend; 2 to light, bearing in mind, resolves 1 above, the ice"],
        ["resolves", "1 to mend;", "2 to light, bearing in mind, resolves 1 above, the ice"],
    ),
    "number that a list has not come to": (
        ["*resolves*", "1 to mend; 2 to light; 12 boats are enough;"],
        ["resolves", "1 to mend;", "2 to light; 12 boats are enough;"],
    ),
    "decimals below a number": (
        ["*resolves*", "1 to mend: 1.1 that it rains; 1.2 that it snows; 2 to light,"],
        ["resolves", "1 to mend:", "1.1 that it rains;", "1.2 that it snows;", "2 to light,"],
    ),
    "list that goes on below": (
        ["*resolves*", "1 to mend: i) piers; ii) boats;", "iii) nets; iv) ropes;"],
        ["resolves", "1 to mend: i) piers; ii) boats;", "iii) nets;", "iv) ropes;"],
    ),
    "list inside a sentence": (
        ["*resolves*", "1 to mend: a) piers; b) boats; 2 to light;"],
        ["resolves", "1 to mend: a) piers; b) boats;", "2 to light;"],
    ),
    "list that bullets part": (
        ["*resolves*", "1 to mend: • piers; • boats; 2 to light;"],
        ["resolves", "1 to mend:", "• piers;", "• boats;", "2 to light;"],
    ),
    "footnote, then the list": (
        ["*resolves*", f"1 to mend piers1; {RULE} 1 Of stone. 2 to light;"],
        ["resolves", "1 to mend piers1;", "¹ Of stone.", "2 to light;"],
    ),
    "footnote in mid-sentence": (
        ["*resolves*", f"1 to mend piers1 that {RULE} 1 Of stone. ships use;"],
        ["resolves", "1 to mend piers1 that ships use;", "¹ Of stone."],
    ),
    "two footnotes": (
        ["*resolves*", f"1 to mend1 and light2; {RULE} 1 With stone. 2 With oil."],
        ["resolves", "1 to mend1 and light2;", "¹ With stone.", "² With oil."],
    ),
    "footnote that quotes a number": (
        ["*resolves*", f'1 to mend1; {RULE} 1 No. 12 says: "2. It rains. It snows."'],
        ["resolves", "1 to mend1;", '¹ No. 12 says: "2. It rains. It snows."'],
    ),
    "number that begins a line in mid-sentence": (
        ["*resolves*", "1 to mend; 2 to spend up to", "3 per cent of the sum;", "3 to light;"],
        ["resolves", "1 to mend;", "2 to spend up to 3 per cent of the sum;", "3 to light;"],
    ),
}


def cut(lines: list[str]) -> list[str]:
    made = []
    for at, text in enumerate(lines):
        plain, marks = lift(text)
        made.append(Line((at,), plain, marks, gap=True))
    return [line.text for line in split_merged(made)]


@pytest.mark.parametrize(("lines", "pieces"), BODY.values(), ids=BODY)
def test_a_line_is_cut_before_what_can_only_begin_a_unit(lines, pieces):
    assert cut(lines) == pieces


NAME = "ANNEX 1 TO RESOLUTION 7 (REV. LISBON, 2030)"
ANNEX = {
    "title and text": (
        f"1 to mend. {NAME} Care of the piers The piers need care.",
        ["1 to mend.", NAME, "Care of the piers", "The piers need care."],
    ),
    "title alone": (f"1 to mend. {NAME} Care of the piers", ["1 to mend.", NAME, "Care of the piers"]),
    "title and a list": (
        f"1 to mend. {NAME} Care of the piers 1) Paint. Oil. 2) Nails.",
        ["1 to mend.", NAME, "Care of the piers", "1) Paint. Oil.", "2) Nails."],
    ),
    "title and a dash": (
        f"1 to mend. {NAME} Care - Paint - Oil - Nails",
        ["1 to mend.", NAME, "Care", "- Paint", "- Oil", "- Nails"],
    ),
    "dashes in brackets": (
        f"1 to mend. {NAME} Care The Office (Port Office - PO; Dock Office - DO; Pier Office - IO) paints.",
        [
            "1 to mend.",
            NAME,
            "Care",
            "The Office (Port Office - PO; Dock Office - DO; Pier Office - IO) paints.",
        ],
    ),
    "words of the title again": (
        f"1 to mend. {NAME} Piers Piers are long.",
        ["1 to mend.", NAME, "Piers", "Piers are long."],
    ),
    "title that a quotation follows": (
        f'1 to mend. {NAME} Motto "Light for all"',
        ["1 to mend.", NAME, "Motto", '"Light for all"'],
    ),
    "coded items": (
        f"1 to mend. {NAME} Aims The aims are: R.1-a: Piers of stone R.1-b: Boats of oak",
        ["1 to mend.", NAME, "Aims", "The aims are:", "R.1-a: Piers of stone", "R.1-b: Boats of oak"],
    ),
    "a place that has an article": (
        f"1 to mend. {NAME} Care The boats from The Hague come in spring.",
        ["1 to mend.", NAME, "Care", "The boats from The Hague come in spring."],
    ),
}


@pytest.mark.parametrize(("line", "pieces"), ANNEX.values(), ids=ANNEX)
def test_an_annex_inside_a_line_is_cut_into_its_units(line, pieces):
    assert cut(["*resolves*", line]) == ["resolves", *pieces]


UNTOUCHED = {
    "plain items": ["resolves", "1 to mend;", "2 to light."],
    "list inside a sentence": ["resolves", "1 to mend: a) piers; b) boats; and c) nets;", "2 to light."],
    "heads of their own": ["noting", "that it rains, resolves that it snows,", "resolves", "1 to mend,"],
    "annex that is named": ["resolves", "to mend what Annex 1 to Resolution 7 (Rev. Lisbon, 2030) lists."],
    "rule alone": ["resolves", "1 to mend;", RULE, "2 to light."],
    "numbers in a sentence": ["resolves", "1 to send 2 boats, 3 nets; 4 to light."],
}


@pytest.mark.parametrize("lines", UNTOUCHED.values(), ids=UNTOUCHED)
def test_a_text_without_sure_signs_is_left_alone(lines):
    made = [Line((at,), text, gap=True) for at, text in enumerate(lines)]
    assert not shows_merging(made)
    assert split_merged(made) is made


def test_a_piece_knows_the_line_that_it_stood_on_and_keeps_its_emphasis():
    made = [
        Line((1,), "Care", gap=True),
        Line((3,), *lift("1 to spend up to"), gap=True),
        Line((5,), *lift("3 per cent of *all*; 2 to *light*, further resolves"), gap=True),
        Line((7,), "1 to rest.", gap=True),
    ]
    pieces = [
        (line.numbers, line.text, [line.text[m.start : m.end] for m in line.marks])
        for line in split_merged(made)
    ]
    assert pieces == [
        ((1,), "Care", []),
        ((3, 5), "1 to spend up to 3 per cent of all;", ["all"]),
        ((5,), "2 to light,", ["light"]),
        ((5,), "further resolves", []),
        ((7,), "1 to rest.", []),
    ]
