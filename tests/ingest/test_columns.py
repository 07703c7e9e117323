"""Tables whose cells a page has run together: when their amounts tell the columns, and when not."""

import pytest

from ingest import parse_source, text_source
from ingest.itu.tables import is_caption, is_data_row, length_of_table, part_columns, rows_follow
from ingest.joining import join_markers
from ingest.lines import Line


def lines_of(texts: list[str], *, gap: bool = False) -> list[Line]:
    return [Line((at,), text, gap=gap) for at, text in enumerate(texts, 1)]


TABLES = {
    "whole numbers": (
        ["North 12 14 26", "South 3 9 12"],
        ["North\t12\t14\t26", "South\t3\t9\t12"],
    ),
    "groups of three digits": (
        ["North 3 918 4 000 7 918", "South 12 400 1 000 13 400"],
        ["North\t3 918\t4 000\t7 918", "South\t12 400\t1 000\t13 400"],
    ),
    "commas": (
        ["North 3,918 4,000 7,918", "All of it 0 0 0"],
        ["North\t3,918\t4,000\t7,918", "All of it\t0\t0\t0"],
    ),
    "signs and shares": (
        ["North -2 605 -4 815 -7 420", "South 25% 20% 10%"],
        ["North\t-2 605\t-4 815\t-7 420", "South\t25%\t20%\t10%"],
    ),
    "long amounts that only the other rows tell": (
        ["North 259 198 259 198 518 396", "South 3 912 3 912 7 824", "East 400 400 800"],
        ["North\t259 198\t259 198\t518 396", "South\t3 912\t3 912\t7 824", "East\t400\t400\t800"],
    ),
    "zeros that begin nothing": (
        ["North 500 500 1 000", "South 1 2 3"],
        ["North\t500\t500\t1 000", "South\t1\t2\t3"],
    ),
    "rows of different lengths": (
        ["North 12 14 26", "South 3 9 12 24"],
        ["North 12 14 26", "South 3 9 12 24"],
    ),
    "rows that can be cut in two ways": (
        ["North 259 198 259 198 518 396", "South 226 376 226 376 452 752"],
        ["North 259 198 259 198 518 396", "South 226 376 226 376 452 752"],
    ),
    "one row": (["North 12 14 26"], ["North 12 14 26"]),
    "cells of their own": (["North\t12 14 26", "South\t1 2 3"], ["North\t12 14 26", "South\t1 2 3"]),
}


@pytest.mark.parametrize(("rows", "parted"), TABLES.values(), ids=TABLES)
def test_cells_are_parted_where_every_row_has_as_many(rows, parted):
    assert [line.text for line in part_columns(lines_of(rows))] == parted


def test_rows_follow_each_other_without_a_gap():
    parted = part_columns(lines_of(["North 12 14 26", "South 1 2 3"], gap=True))
    assert [line.gap for line in parted] == [True, False]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("North\t12\t14", True),
        ("North\t1 200\t-3,5%", True),
        ("Harbour\tKeeper", False),
        ("Harbour\t2030\tKeeper", False),
        ("Harbour\t\t", False),
    ],
)
def test_a_row_of_amounts_heads_no_table(text, expected):
    assert is_data_row(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TABLE 1", True),
        ("Table 2a/U.1", True),
        ("Table 3: Boats by pier", True),
        ("Figure 9.1 – Boats by pier", True),
        ("Table 4 shows the boats", False),
        ("Table 4 shows the boats.", False),
        ("Tables 1 and 2", False),
    ],
)
def test_a_caption_names_a_table(text, expected):
    assert is_caption(text) is expected


def test_rows_are_looked_for_past_headings_only():
    assert rows_follow(lines_of(["Boats", "2030", "North\t1"]))
    assert not rows_follow(lines_of(["Boats sail.", "North\t1"]))
    assert not rows_follow(lines_of(["1 Boats", "North\t1"]))


def test_a_blank_line_parts_two_tables_unless_one_stands_before_every_row():
    rows = lines_of(["a\tb", "c\td", "e\tf"])
    assert length_of_table(rows, 0) == 3
    rows[2] = Line((3,), "e\tf", gap=True)
    assert length_of_table(rows, 0) == 2
    assert length_of_table(lines_of(["a\tb", "c\td", "e\tf"], gap=True), 0) == 3
    assert length_of_table(lines_of(["a\tb"]), 0) == 0


TABS = {
    "items": (["a)\tpiers;", "b)\tboats;"], ["a) piers;", "b) boats;"]),
    "a dash": (["–\tpiers"], ["– piers"]),
    "rows with a number": (["No.\tPier", "1\tNorth", "2\tSouth"], ["No.\tPier", "1\tNorth", "2\tSouth"]),
    "items, a table, items": (
        ["3\tpiers;", "Pier\tKeeper", "North\tone", "4\tboats;"],
        ["3 piers;", "Pier\tKeeper", "North\tone", "4 boats;"],
    ),
    "three cells": (["1\tNorth\t12"], ["1\tNorth\t12"]),
    "words": (["North\tSouth"], ["North\tSouth"]),
}


@pytest.mark.parametrize(("texts", "expected"), TABS.values(), ids=TABS)
def test_a_tab_after_a_marker_parts_no_cells(texts, expected):
    assert [line.text for line in join_markers(lines_of(texts))] == expected


CAPTIONS = """RESOLUTION 7 (REV. LISBON, 2030)

Piers

The Plenipotentiary Conference (Lisbon, 2030),

resolves

to mend.

ANNEX

TABLE 1

Boats

North has 12; South has 14.

TABLE 2

Nets

North 12 14 26

South 1 2 3
"""


def test_captions_hang_where_they_stand_and_lost_columns_are_told():
    parse = parse_source(text_source(CAPTIONS), "piers")
    assert [(one.eid, one.text) for one in parse.provisions[5:]] == [
        ("annex", "ANNEX"),
        ("annex__dvs_nn_1", "TABLE 1"),
        ("annex__dvs_nn_1__dvs_nn_1", "Boats"),
        ("annex__dvs_nn_1__para_nn_1", "North has 12; South has 14."),
        ("annex__dvs_nn_2", "TABLE 2"),
        ("annex__dvs_nn_3", "Nets"),
        ("annex__table_1__row_1", "North\t12\t14\t26"),
        ("annex__table_1__row_2", "South\t1\t2\t3"),
    ]
    assert parse.report.warnings == (
        "line 13: the columns of 'TABLE 1' are lost: its rows are read as paragraphs",
    )


def test_a_flattened_row_alone_is_told():
    parse = parse_source(text_source("Piers\n\nNorth 12 14 26\n\nThey are long."), "piers")
    assert [one for one in parse.report.warnings if "columns" in one] == [
        "line 3: the columns of a table are lost: its rows are read as paragraphs"
    ]
