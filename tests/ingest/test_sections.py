"""Resolutions and recommendations with numbered sections, and what a text says of itself."""

import pytest

from corpus.instruments import Mark
from ingest import parse_source, text_source
from ingest.lines import Line
from ingest.source import Source

ASSEMBLY = """International Telecommunication Union

FOREWORD

The Union is large.

RESOLUTION 1 (Rev. Lisbon, 2030)

Rules for piers

(Lisbon, 2030)¹

¹ First published in 1956.

The World Telecommunication Standardization Assembly (Lisbon, 2030),

considering

a) that piers are long;

a)bis that boats are short,

resolves

that the following rules hold:

SECTION 1

Piers

1.1 The keeper minds the piers.

1.2 The warden minds:

a) the oil;

b) the glass.

1.2bis Nobody minds the ice.

SECTION 1bis – Boats

1bis.1 Boats of oak

1bis.1.1 They sail in summer.

NOTE – They rest in winter.

SECTION 2

Nets

2.1 Nets are mended.

Appendix I

(to Resolution 1 (Rev. Lisbon, 2030))

Forms of boats

1 Long ones.
"""
UNITS = [
    ("preface__docnumber", "RESOLUTION 1 (Rev. Lisbon, 2030)", "preface"),
    ("preface__title", "Rules for piers", "preface"),
    ("preface__para_nn_1", "(Lisbon, 2030)¹", "preface"),
    ("ftn_1", "First published in 1956.", "preface__para_nn_1"),
    (
        "preamble__formula",
        "The World Telecommunication Standardization Assembly (Lisbon, 2030),",
        "preamble",
    ),
    ("preamble__considering", "considering", "preamble"),
    ("preamble__considering__rec_a", "that piers are long;", "preamble__considering"),
    ("preamble__considering__rec_abis", "that boats are short,", "preamble__considering"),
    ("resolves", "resolves", "body"),
    ("resolves__para_nn_1", "that the following rules hold:", "resolves"),
    ("sec_1", "SECTION 1", "body"),
    ("sec_1__title", "Piers", "sec_1"),
    ("para_1-1", "The keeper minds the piers.", "sec_1"),
    ("para_1-2", "The warden minds:", "sec_1"),
    ("para_1-2__point_a", "the oil;", "para_1-2"),
    ("para_1-2__point_b", "the glass.", "para_1-2"),
    ("para_1-2bis", "Nobody minds the ice.", "sec_1"),
    ("sec_1bis", "SECTION 1bis – Boats", "body"),
    ("sec_1bis-1", "Boats of oak", "sec_1bis"),
    ("para_1bis-1-1", "They sail in summer.", "sec_1bis-1"),
    ("sec_1bis-1__para_nn_1", "NOTE – They rest in winter.", "sec_1bis-1"),
    ("sec_2", "SECTION 2", "body"),
    ("sec_2__title", "Nets", "sec_2"),
    ("para_2-1", "Nets are mended.", "sec_2"),
    ("app_i", "Appendix I", ""),
    ("app_i__para_nn_1", "(to Resolution 1 (Rev. Lisbon, 2030))", "app_i"),
    ("app_i__title", "Forms of boats", "app_i"),
    ("app_i__para_1", "Long ones.", "app_i"),
]


def test_sections_stand_in_the_operative_part():
    parse = parse_source(text_source(ASSEMBLY), "rules")
    assert [(one.eid, one.text, one.parent) for one in parse.provisions] == UNITS
    assert str(parse.key) == "itu-wtsa/res-1/2030"
    assert parse.report.gaps == parse.report.unowned == parse.report.warnings == ()
    assert {one.step for one in parse.report.removed} == {"front matter"}


def test_a_paragraph_of_a_section_is_operative_and_cited_by_its_number():
    parse = parse_source(text_source(ASSEMBLY), "rules")
    found = next(one for one in parse.provisions if one.eid == "para_1-2")
    assert (found.label, found.kind.value, found.part.value) == ("§1.2", "operative", "operative")


COMMITTEE = """ITU-T U.7 (03/93)

Recommendation U.7

SIGNALS OF BEACONS

(Melbourne, 1988; revised at Helsinki, 1993)

The CCITT,

considering

(a) that beacons signal,

unanimously declares the view

1 Signals

1.1 A beacon sends three flashes.

TABLE 1/U.7

Flashes by pier

Pier\tFlashes
North\ttwo long ones

NOTES

1 They are white.

2 They are slow.

2 Silence

2.1 It lasts a minute.
"""


def test_a_recommendation_has_sections_below_its_last_head():
    parse = parse_source(text_source(COMMITTEE), "signals")
    assert str(parse.key) == "itu-t/rec-u-7/1993"
    assert parse.name == "Recommendation U.7 (Helsinki, 1993)"
    assert [one.eid for one in parse.provisions] == [
        "preface__docnumber",
        "preface__title",
        "preface__para_nn_1",
        "preamble__formula",
        "preamble__considering",
        "preamble__considering__rec_a",
        "unanimously-declares-view",
        "sec_1",
        "para_1-1",
        "sec_1__dvs_nn_1",
        "sec_1__dvs_nn_2",
        "para_1-1__table_1",
        "para_1-1__table_1__row_1",
        "sec_1__dvs_nn_3",
        "sec_1__dvs_nn_3__point_1",
        "sec_1__dvs_nn_3__point_2",
        "sec_2",
        "para_2-1",
    ]
    assert parse.report.gaps == parse.report.unowned == ()


IDENTITIES = {
    "history": ("Recommendation U.1", "(Melbourne, 1988)", "The CCITT,", "itu-t/rec-u-1/1988"),
    "history of several": (
        "Recommendation U.1",
        "(Lisbon, 1953; amended at Rome, 1956, 1960 and Oslo, 1993)",
        "The CCITT,",
        "itu-t/rec-u-1/1993",
    ),
    "number with a month": ("Recommendation ITU-T X.509 (10/2012)", "", "", "itu-t/rec-x-509/2012"),
    "sector first": ("ITU-T Recommendation U.1", "(Oslo, 1993)", "", "itu-t/rec-u-1/1993"),
    "radio": ("Recommendation ITU-R M.1036-6", "(2019)", "", "itu-r/rec-m-1036-6/2019"),
    "years of every edition": (
        "RESOLUTION ITU-R 1-8",
        "(1993-1995-2019)",
        "The ITU Radiocommunication Assembly,",
        "itu-ra/res-1-8/2019",
    ),
    "council": ("RESOLUTION 1332 (modified 2016)", "", "The ITU Council,", "itu-council/res-1332/2016"),
    "radio with a place": ("RECOMMENDATION 370", "(Geneva, 1951)", "The CCIR,", "itu-r/rec-370/1951"),
    "no year": ("Recommendation U.1", "", "The CCITT,", None),
    "no committee": ("Recommendation U.1", "(Oslo, 1993)", "The Committee,", "committee/rec-u-1/1993"),
    "assembly": (
        "RESOLUTION ITU-R 48-2 (REV. LISBON, 2030)",
        "",
        "The ITU Radiocommunication Assembly,",
        "itu-ra/res-48-2/2030",
    ),
    "development conference": (
        "RESOLUTION 5 (Rev. Lisbon, 2030)",
        "",
        "The World Telecommunication Development Conference (Lisbon, 2030),",
        "itu-wtdc/res-5/2030",
    ),
}


@pytest.mark.parametrize(("number", "history", "formula", "key"), IDENTITIES.values(), ids=IDENTITIES)
def test_a_text_says_which_it_is(number, history, formula, key):
    opening = "\n\n".join(filter(None, [number, "Piers", history, formula]))
    parse = parse_source(text_source(f"{opening}\n\nconsidering\n\na) that piers are long."), "name")
    assert (str(parse.key) if parse.key else None) == key


def test_a_cover_dates_a_text_that_does_not():
    cover = "Union\n\nBEACONS\n\nSTANDARDIZATION SECTOR (03/93)\n\nFOREWORD\n\nIt is old."
    body = "Recommendation U.7\n\nBeacons\n\nThe CCITT,\n\nconsidering\n\n(a) that they signal."
    parse = parse_source(text_source(f"{cover}\n\n{body}"), "name")
    assert (str(parse.key), parse.name) == ("itu-t/rec-u-7/1993", "Recommendation U.7 (03/93)")
    assert parse.provisions[2].text == "STANDARDIZATION SECTOR (03/93)"
    assert parse.report.unowned == ()


MODERN = """International Telecommunication Union

STANDARDIZATION SECTOR

X.77

(04/2031)

Beacons of the coast

Recommendation ITU-T X.77

FOREWORD

The Union is large.

CONTENTS

1\tScope\t1
2\tBeacons\t1

Recommendation ITU-T X.77

Beacons of the coast

1 Scope

Beacons are lit at night.

2 Beacons

2.1 They are white.

Annex A

Lenses

A.1 Glass

A.1.1 It is clear.

A.2 Stone

A.2.1 It is not.

B.2 is the name of a pier.
"""


def test_a_recommendation_without_a_formula_begins_at_its_first_section():
    parse = parse_source(text_source(MODERN), "beacons")
    assert (str(parse.key), parse.name) == ("itu-t/rec-x-77/2031", "Recommendation ITU-T X.77 (04/2031)")
    assert [one.eid for one in parse.provisions] == [
        "preface__docnumber",
        "preface__title",
        "preface__para_nn_1",
        "sec_1",
        "sec_1__para_nn_1",
        "sec_2",
        "para_2-1",
        "annex_a",
        "annex_a__title",
        "annex_a__sec_a-1",
        "annex_a__para_a-1-1",
        "annex_a__sec_a-2",
        "annex_a__para_a-2-1",
        "annex_a__sec_a-2__para_nn_1",
    ]
    labels = [one.label for one in parse.provisions[-3:-1]]
    assert labels == ["Annex A, section A.2", "Annex A, §A.2.1"]
    assert parse.report.unowned == parse.report.gaps == ()


WHOLE = [
    ("RESOLUTION 7 (REV. LISBON, 2030)", 0),
    ("Care of the piers", 0),
    ("The Plenipotentiary Conference (Lisbon, 2030),", 0),
    ("considering", 11),
    ("a)\tthat piers are long, and", 0),
    ("b)\tthat ice is cold,", 0),
    ("resolves", 8),
    ("1\tto mend:", 0),
    ("i)\tpiers", 0),
    ("ii)\tboats;", 0),
    ("2\tto rest,", 0),
    ("invites the Wardens", 19),
    ("to count the boats.", 0),
]


def test_whole_paragraphs_need_no_blank_lines_and_are_never_joined():
    lines = tuple(
        Line((at,), text, (Mark(0, italic, "em"),) if italic else ())
        for at, (text, italic) in enumerate(WHOLE, 1)
    )
    parse = parse_source(Source(lines, tuple(range(1, len(WHOLE) + 1)), "", whole=True), "piers")
    assert [(one.eid, one.text) for one in parse.provisions] == [
        ("preface__docnumber", "RESOLUTION 7 (REV. LISBON, 2030)"),
        ("preface__title", "Care of the piers"),
        ("preamble__formula", "The Plenipotentiary Conference (Lisbon, 2030),"),
        ("preamble__considering", "considering"),
        ("preamble__considering__rec_a", "that piers are long, and"),
        ("preamble__considering__rec_b", "that ice is cold,"),
        ("resolves", "resolves"),
        ("resolves__para_1", "to mend:"),
        ("resolves__para_1__point_i", "piers"),
        ("resolves__para_1__point_ii", "boats;"),
        ("resolves__para_2", "to rest,"),
        ("invites-wardens", "invites the Wardens"),
        ("invites-wardens__para_nn_1", "to count the boats."),
    ]
    assert parse.report.unowned == parse.report.gaps == ()


@pytest.mark.parametrize("alone", ["or,", "and", "and/or"])
def test_a_conjunction_on_a_line_of_its_own_ends_the_item_before_it(alone):
    texts = [text for text, _ in WHOLE]
    texts[10:10] = [alone]  # behind "ii) boats;"
    lines = tuple(Line((at,), text) for at, text in enumerate(texts, 1))
    parse = parse_source(Source(lines, tuple(range(1, len(texts) + 1)), "", whole=True), "piers")
    assert f"boats; {alone}" in [one.text for one in parse.provisions]
    assert alone not in [one.text for one in parse.provisions]
    assert parse.report.unowned == ()


GOALS = """RESOLUTION 7 (REV. LISBON, 2030)

Piers of the coming years

The Plenipotentiary Conference of the International Telecommunication Union (Lisbon, 2030),

resolves

1 to adopt the plan in Annex 1.

ANNEX 1 TO RESOLUTION 7 (REV. LISBON, 2030)

1 Overview of the piers

Targets for Goal 1: piers – by 2040:
1.1: Better lamps
1.2: Longer piers

1 The Keeper minds the piers.

Targets for Goal 2: boats – by 2040:
2.1: Dry boats

The Keeper minds the boats.
"""


def test_paragraphs_behind_the_targets_of_a_goal_stand_below_its_section():
    units = parse_source(text_source(GOALS), "goals").provisions
    above = {one.text: one.parent for one in units}
    assert above["Better lamps"] == "annex_1__sec_1__goal_1"
    assert above["The Keeper minds the piers."] == "annex_1__sec_1"
    assert above["The Keeper minds the boats."] == "annex_1__sec_1"
