"""Text dumps of United Nations pages: an invented one in full, as two convertors leave it."""

from dataclasses import replace

import pytest

from ingest import parse_source, text_source
from ingest.lines import Line
from ingest.source import Source
from ingest.un.cleanup import drop_running_heads, find_footnotes

# blank lines between paragraphs, numbers alone, heads and notes of the page in the flow
APART = """\
United Nations \nA/RES/91/12
 \nGeneral Assembly \nDistr.: General \n12 January 2037 \n \n37-00123 (E)    120137 \n*3700123*
 \nNinety-first session \nAgenda item 7 (b) \nCare of the piers: lanterns and \nthe boats that wait for them
 \n Resolution adopted by the General Assembly \non 9 January 2037 \n \n\
[on the report of the Third Committee (A/91/400)]
 \n 91/12. Care of the lanterns on the piers and of the \nboats of the north \n \nThe General Assembly,
 \nRecalling its resolution 90/3 of 4 May 2036 on the lanterns of the northern piers \nand on the boats, 1
 \nWelcoming also the words of the keepers of the multi-
lamp piers, which the Boats \nUnited Association has read,
 \n1.
Takes note of the report of the Harbour Board on the lanterns, the oil and the \nwicks \
of the northern piers; 2
__________________
 \n1 A/90/1, and the words that the eldest of the keepers said when the harbour had \nno light.
 \n2 A/91/20. \n
A/RES/91/12
Care of the lanterns on the piers and of the
boats of the north
 \n37-00123
2/2 \n \n2.
Requests the Secretary-General, within the means that the Assembly has given, to \nlight every lantern \
of the northern piers and to report on the boats, on the oil and \non the wicks:
 \n(a)
In the winter of the \nyear;
 \n(b) \nIn the fog;
 \n3.
Decides to remain seized of the matter.
 \n41st plenary meeting \n9 January 2037
"""
# no blank line between paragraphs, each head on a line or two
RUN_ON = """\
 United Nations  A/RES/91/12
General Assembly
Distr.: General
12 January 2037
37-00123 (E)
*3700123*
Ninety-first session
Agenda item 7 (b)
Care of the piers: lanterns and
the boats that wait for them
  Resolution adopted by the General Assembly
on 9 January 2037
 [on the report of the Third Committee (A/91/400)]
 91/12. Care of the lanterns on the piers and of the
boats of the north
 The General Assembly,
 Recalling its resolution 90/3 of 4 May 2036 on the lanterns of the northern piers
and on the boats, 1
 Welcoming also the words of the keepers of the multi-
lamp piers, which the Boats
United Association has read,
 1. Takes note of the report of the Harbour Board on the lanterns, the oil and the
wicks of the northern piers; 2
_______________
 1 A/90/1, and the words that the eldest of the keepers said when the harbour had
no light.
 2 A/91/20.
A/RES/91/12 Care of the lanterns on the piers and of the boats of the north

37-00123 2/2
 2. Requests the Secretary-General, within the means that the Assembly has given, to
light every lantern of the northern piers and to report on the boats, on the oil and
on the wicks:
 (a) In the winter of the
year;
 (b) In the fog;
 3. Decides to remain seized of the matter.
41st plenary meeting
9 January 2037
"""
UNITS = [
    ("preface__docnumber", "91/12."),
    ("preface__title", "Care of the lanterns on the piers and of the boats of the north"),
    ("preamble__formula", "The General Assembly,"),
    (
        "preamble__rec_1",
        "Recalling its resolution 90/3 of 4 May 2036 on the lanterns of the northern piers and on the "
        "boats, 1",
    ),
    (
        "preamble__rec_2",
        "Welcoming also the words of the keepers of the multi-lamp piers, which the Boats United Association "
        "has read,",
    ),
    (
        "para_1",
        "Takes note of the report of the Harbour Board on the lanterns, the oil and the wicks of the "
        "northern piers; 2",
    ),
    ("ftn_1", "A/90/1, and the words that the eldest of the keepers said when the harbour had no light."),
    ("ftn_2", "A/91/20."),
    (
        "para_2",
        "Requests the Secretary-General, within the means that the Assembly has given, to light every "
        "lantern of the northern piers and to report on the boats, on the oil and on the wicks:",
    ),
    ("para_2__subpara_a", "In the winter of the year;"),
    ("para_2__subpara_b", "In the fog;"),
    ("para_3", "Decides to remain seized of the matter."),
    ("conclusions__para_nn_1", "41st plenary meeting"),
    ("conclusions__para_nn_2", "9 January 2037"),
]
DUMPS = {"blank lines between paragraphs": APART, "no blank lines": RUN_ON}


@pytest.mark.parametrize("text", DUMPS.values(), ids=DUMPS)
def test_a_dump_is_put_together_again(text):
    parse = parse_source(text_source(text), "a text")
    found = [(one.eid, one.text) for one in parse.provisions if "preface__para_nn" not in one.eid]
    assert found == UNITS
    assert not parse.report.unowned
    assert not parse.report.gaps


@pytest.mark.parametrize("text", DUMPS.values(), ids=DUMPS)
def test_footnotes_of_a_dump_hang_where_their_marks_stand(text):
    parse = parse_source(text_source(text), "a text")
    anchors = {one.eid: one.anchor for one in parse.provisions if one.anchor}
    assert anchors == {"ftn_1": "preamble__rec_1", "ftn_2": "para_1"}


@pytest.mark.parametrize("text", DUMPS.values(), ids=DUMPS)
def test_each_line_that_is_taken_out_names_its_step(text):
    parse = parse_source(text_source(text), "a text")
    lines = text.split("\n")
    removed = {one.step: [] for one in parse.report.removed}
    for one in parse.report.removed:
        removed[one.step].append(lines[one.line - 1].strip())
    assert set(removed) == {"masthead", "running heads", "footnotes"}
    assert "Distr.: General" in removed["masthead"]
    assert {"37-00123", "37-00123 2/2"} & set(removed["running heads"])
    assert all(set(line) == {"_"} for line in removed["footnotes"])


WHOLE = """\
# 91/12.\tCare of the lanterns
on the piers

The General Assembly

Adopts the following plan:

## Lamps

1. Lamps shall burn,1 and boats shall wait, in every winter that the keepers count, however long the night.

*  *  *

## Boats
of the north

2. Boats shall wait until the fog has gone, and the keepers shall tell them when it has, by day and by night.
"""


def test_whole_paragraphs_pass_and_headings_keep_their_lines():
    parse = parse_source(text_source(WHOLE), "a text")
    assert [(one.eid, one.text[:28]) for one in parse.provisions] == [
        ("preface__docnumber", "91/12."),
        ("preface__title", "Care of the lanterns on the "),
        ("preamble__formula", "The General Assembly"),
        ("para_nn_1", "Adopts the following plan:"),
        ("dvs_nn_1", "Lamps"),
        ("para_1", "Lamps shall burn,1 and boats"),
        ("dvs_nn_2", "Boats of the north"),
        ("para_2", "Boats shall wait until the f"),
    ]
    assert [one.step for one in parse.report.removed] == ["ornaments"]


# paragraphs that a reader of pages has cut, a footnote between the halves → the units
CUT = {
    "in mid-sentence": (
        ["1. Asks the Board to light the", "lamps of the piers;"],
        ["Asks the Board to light the lamps"],
    ),
    "a footnote between": (
        ["1. Asks the Board¹ to light the", "¹ A/91/1.", "lamps of the piers;"],
        ["Asks the Board¹ to light the lamps", "A/91/1."],
    ),
    "before a number": (["1. Asks for the", "2.6 coins of oil;"], ["Asks for the 2.6 coins"]),
    "job number between": (
        ["1. Asks the Board to light the", "37-00123 (E)\t120137", "lamps of the piers;"],
        ["Asks the Board to light the lamps"],
    ),
    "ended": (
        ["1. Asks the Board to light the lamps;", "as it has said;"],
        ["Asks the Board", "as it has said;"],
    ),
}


@pytest.mark.parametrize(("body", "expected"), CUT.values(), ids=CUT)
def test_what_a_reader_has_cut_is_joined(body, expected):
    opening = ["91/12. Fog", "The General Assembly,", "Recalling the fog,"]
    found = tuple(Line((at,), text, gap=True) for at, text in enumerate([*opening, *body], 1))
    parse = parse_source(Source(found, tuple(range(1, len(found) + 1)), "", whole=True), "a text")
    units = parse.provisions[4:]
    assert len(units) == len(expected)
    assert all(one.text.startswith(words) for one, words in zip(units, expected, strict=True))


def lines(*texts: str) -> list[Line]:
    return [Line((number,), text) for number, text in enumerate(texts, 1)]


OPENING = ("A/RES/91/12", "91/12. Care of the lanterns", "of the north", "The General Assembly,")
# what follows the formula → what is left of it
HEADS = {
    "symbol alone": (["Recalling", "A/RES/91/12", "the fog,"], ["Recalling", "the fog,"]),
    "title beside the symbol": (["A/RES/91/12 Care of the lanterns of the north", "fog"], ["fog"]),
    "title before the symbol": (["Care of the lanterns of the north A/RES/91/12", "fog"], ["fog"]),
    "title on lines around it": (["Care of the", "lanterns A/RES/91/12", "of the north", "fog"], ["fog"]),
    "title after it": (["A/RES/91/12", "Care of the lanterns of", "the north", "fog"], ["fog"]),
    "page numbers": (["37-00123", "2/14", "3/14 37-00123", "37-00123 4/14", "fog"], ["fog"]),
    "words of the title in a sentence": (
        ["of the north", "A/RES/91/12", "Care of the lanterns of the north"],
        ["of the north"],
    ),
    "another symbol": (["A/RES/91/13", "fog"], ["A/RES/91/13", "fog"]),
    "its own symbol in a sentence": (["A/RES/91/12 is foggy"], ["A/RES/91/12 is foggy"]),
}


@pytest.mark.parametrize(("body", "kept"), HEADS.values(), ids=HEADS)
def test_running_heads_go_and_sentences_stay(body, kept):
    assert [one.text for one in drop_running_heads(lines(*OPENING, *body))][4:] == kept


NOTES = {
    "below a rule": (["____", "1 A/91/1.", "and more", "2 A/91/2."], ["¹ A/91/1.", "and more", "² A/91/2."]),
    "a date goes on": (["____", "1 Read on", "28 May 2036."], ["¹ Read on", "28 May 2036."]),
    "going on from the page before": (["____", "7 A/91/1.", "8 A/91/2."], ["⁷ A/91/1.", "⁸ A/91/2."]),
    "no rule": (["1 A/91/1."], ["1 A/91/1."]),
    "a rule above prose": (["____", "The fog."], ["____", "The fog."]),
}


@pytest.mark.parametrize(("page", "kept"), NOTES.values(), ids=NOTES)
def test_footnotes_get_their_marks_below_a_rule(page, kept):
    assert [one.text for one in find_footnotes(lines(*page))] == kept


def test_on_the_next_page_the_footnotes_are_over():
    *page, first = lines("____", "1 A/91/1.", "2 Boats shall wait;")
    assert find_footnotes([*page, replace(first, turn=True)])[-1].text == "2 Boats shall wait;"
