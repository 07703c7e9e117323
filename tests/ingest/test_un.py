"""United Nations resolutions, invented, in every shape that their drafting allows."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from printing import print_provisions

from corpus import Kind, Mark, Part
from corpus.keys import is_eid
from ingest import Parse, parse_source, text_source
from ingest.lines import Line
from ingest.parse import grammar_of
from ingest.source import Source

OPENING = """\
Resolution adopted by the General Assembly on 9 January 2037

[on the report of the Third Committee (A/91/400, para. 12)]

91/12. Care of the lanterns on the piers

The General Assembly,
"""

# the body after the opening → eId, label, the words it begins with
SHAPES = {
    "recitals": (
        """
Recalling its earlier words on the piers,

Deeply concerned at the fog,

Aware of the boats, and mindful of the lamps,

In pursuance of its duty,

Having considered the matter,

1. Takes note of the report.""",
        [
            ("preamble__rec_1", "preambular para. 1", "Recalling its"),
            ("preamble__rec_2", "preambular para. 2", "Deeply"),
            ("preamble__rec_3", "preambular para. 3", "Aware of"),
            ("preamble__rec_4", "preambular para. 4", "In pursuance"),
            ("preamble__rec_5", "preambular para. 5", "Having"),
            ("para_1", "para. 1", "Takes note"),
        ],
    ),
    "recital with items and more words": (
        """
Noting the following reports:

(a) The report of the wardens;

(b) The report of the keepers,

Recalling the words of the eldest keeper:

“The lamp is never out.”

1. Takes note of both.""",
        [
            ("preamble__rec_1", "preambular para. 1", "Noting"),
            ("preamble__rec_1__subpara_a", "preambular para. 1 (a)", "The report of the wardens"),
            ("preamble__rec_1__subpara_b", "preambular para. 1 (b)", "The report of the keepers"),
            ("preamble__rec_2", "preambular para. 2", "Recalling"),
            ("preamble__rec_2__para_nn_1", "preambular para. 2, first unnumbered paragraph", "“The lamp"),
            ("para_1", "para. 1", "Takes note"),
        ],
    ),
    "items in items": (
        """
1. Requests the Secretary-General:

(a) To light the lanterns:

(i) In winter;

(ii) In fog;

(b) To report;

as the wardens have asked;

2. Urges Member States to mend the piers.

The piers of the north come first.""",
        [
            ("para_1", "para. 1", "Requests"),
            ("para_1__subpara_a", "para. 1 (a)", "To light"),
            ("para_1__subpara_a__subpara_i", "para. 1 (a) (i)", "In winter"),
            ("para_1__subpara_a__subpara_ii", "para. 1 (a) (ii)", "In fog"),
            ("para_1__subpara_b", "para. 1 (b)", "To report"),
            ("para_1__wrapup", "para. 1, last sentence", "as the wardens"),
            ("para_2", "para. 2", "Urges"),
            ("para_2__para_nn_1", "para. 2, first unnumbered paragraph", "The piers"),
        ],
    ),
    "nine letters": (
        "\n1. Decides on:\n\n" + "\n\n".join(f"({one}) Lamp {one};" for one in "abcdefghij"),
        [("para_1", "para. 1", "Decides")]
        + [(f"para_1__subpara_{one}", f"para. 1 ({one})", f"Lamp {one}") for one in "abcdefghij"],
    ),
    "one decision without a number": (
        """
Having considered the plea of the Islands,

Decides to admit the Islands, subject to:

(a) The oath;

(b) The dues.""",
        [
            ("preamble__rec_1", "preambular para. 1", "Having"),
            ("para_nn_1", "operative paragraph 1", "Decides"),
            ("para_nn_1__subpara_a", "operative paragraph 1 (a)", "The oath"),
            ("para_nn_1__subpara_b", "operative paragraph 1 (b)", "The dues"),
        ],
    ),
    "sections through which numbers run": (
        """
Recalling the fog,

I. Lanterns

1. Takes note of the lamps;

2. Decides to keep them;

II

Boats

3. Calls upon the boats to wait.""",
        [
            ("preamble__rec_1", "preambular para. 1", "Recalling"),
            ("sec_i", "section I", "Lanterns"),
            ("para_1", "para. 1", "Takes note"),
            ("para_2", "para. 2", "Decides"),
            ("sec_ii", "section II", "Boats"),
            ("para_3", "para. 3", "Calls upon"),
        ],
    ),
    "sections in which numbers restart": (
        """
I

Lanterns

Having considered the first report,

1. Takes note of it;

2. Decides to keep the lamps;

II

Boats

Having considered the second report,

1. Takes note of it;

III

Decides to close the books.""",
        [
            ("sec_i", "section I", "Lanterns"),
            ("sec_i__rec_1", "section I, preambular para. 1", "Having considered the first"),
            ("sec_i__para_1", "section I, para. 1", "Takes note"),
            ("sec_i__para_2", "section I, para. 2", "Decides"),
            ("sec_ii", "section II", "Boats"),
            ("sec_ii__rec_1", "section II, preambular para. 1", "Having considered the second"),
            ("sec_ii__para_1", "section II, para. 1", "Takes note"),
            ("sec_iii", "section III", "III"),
            ("sec_iii__para_nn_1", "section III, operative paragraph 1", "Decides"),
        ],
    ),
    "numbers that run through sections, and a list of its own": (
        """
I

Lanterns

1. Takes note of the report;

2. Decides to keep the lamps;

II

Boats

3. Decides to count the boats;

Tasks of the crew

1. Boats are counted at dawn.""",
        [
            ("sec_i", "section I", "Lanterns"),
            ("para_1", "para. 1", "Takes note"),
            ("para_2", "para. 2", "Decides"),
            ("sec_ii", "section II", "Boats"),
            ("para_3", "para. 3", "Decides to count"),
            ("sec_ii__dvs_nn_1", 'section II, heading "Tasks of the crew"', "Tasks"),
            ("sec_ii__para_1", "section II, para. 1", "Boats"),
        ],
    ),
    "letters below roman numbers": (
        """
I. Lanterns

A. Lamps

1. Takes note of the lamps;

B. Oil

2. Takes note of the oil;

C. Wicks

3. Takes note of the wicks;

II. Boats

A. Oars

4. Takes note of the oars.""",
        [
            ("sec_i", "section I", "Lanterns"),
            ("sec_i__sec_a", "section I.A", "Lamps"),
            ("para_1", "para. 1", "Takes"),
            ("sec_i__sec_b", "section I.B", "Oil"),
            ("para_2", "para. 2", "Takes"),
            ("sec_i__sec_c", "section I.C", "Wicks"),
            ("para_3", "para. 3", "Takes"),
            ("sec_ii", "section II", "Boats"),
            ("sec_ii__sec_a", "section II.A", "Oars"),
            ("para_4", "para. 4", "Takes"),
        ],
    ),
    "headings between paragraphs": (
        """
1. Takes note of the lamps;

Care of the boats

2. Asks the wardens to count the boats.""",
        [
            ("para_1", "para. 1", "Takes"),
            ("dvs_nn_1", 'heading "Care of the boats"', "Care of the boats"),
            ("para_2", "para. 2", "Asks"),
        ],
    ),
    "numbered headings between running paragraphs": (
        """
1. Takes note of the lamps;

2. Takes note of the oil;

1. The boats of the north

1.1 Small boats

3. Takes note of the boats.""",
        [
            ("para_1", "para. 1", "Takes"),
            ("para_2", "para. 2", "Takes"),
            ("sec_1", "section 1", "The boats"),
            ("sec_1-1", "section 1.1", "Small boats"),
            ("para_3", "para. 3", "Takes"),
        ],
    ),
    "acting under a chapter, between paragraphs": (
        """
1. Condemns the fog;

Acting under Chapter VII of the Charter of the United Nations,

2. Decides that the lamps shall burn.""",
        [
            ("para_1", "para. 1", "Condemns"),
            ("preamble__rec_1", "preambular para. 1", "Acting"),
            ("para_2", "para. 2", "Decides"),
        ],
    ),
    "declaration in the body": (
        """
Adopts the following declaration:

Declaration on the lanterns of the northern piers and on the boats that wait for them in the long \
nights of the winter and the short nights of the year

We, the wardens of the piers,

Recalling the long night,

1. We reaffirm the lamp.

2. Realizing this will take a year.""",
        [
            ("para_nn_1", "operative paragraph", "Adopts"),
            ("dvs_nn_1", None, "Declaration on"),
            ("preamble__rec_1", "preambular para. 1", "We, the wardens"),
            ("preamble__rec_2", "preambular para. 2", "Recalling"),
            ("para_1", "para. 1", "We reaffirm"),
            ("para_2", "para. 2", "Realizing"),
        ],
    ),
    "goals and targets": (
        """
Adopts the following plan:

The plan

1. We resolve to keep the lamps.

Goal 1. Light every pier

1.1 By 2040, light the piers of the north

1.a Raise the coins for oil

Goal 2. Mend every boat

Means

2.1 By 2040, mend the boats

Review

2. We will review the plan.""",
        [
            ("para_nn_1", "operative paragraph", "Adopts"),
            ("dvs_nn_1", 'heading "The plan"', "The plan"),
            ("para_1", "para. 1", "We resolve"),
            ("goal_1", "Goal 1", "Goal 1. Light"),
            ("target_1-1", "target 1.1", "By 2040, light"),
            ("target_1-a", "target 1.a", "Raise"),
            ("goal_2", "Goal 2", "Goal 2. Mend"),
            ("goal_2__dvs_nn_1", 'Goal 2, heading "Means"', "Means"),
            ("target_2-1", "target 2.1", "By 2040, mend"),
            ("dvs_nn_2", 'heading "Review"', "Review"),
            ("para_2", "para. 2", "We will review"),
        ],
    ),
    "closing lines": (
        """
1. Takes note of the lamps.

41st plenary meeting

9 January 2037""",
        [
            ("para_1", "para. 1", "Takes"),
            ("conclusions__para_nn_1", "closing lines, first paragraph", "41st plenary"),
            ("conclusions__para_nn_2", "closing lines, second paragraph", "9 January"),
        ],
    ),
    "annexed declaration": (
        """
1. Adopts the Declaration annexed to the present resolution.

41st plenary meeting

Annex

Declaration on lanterns

We, the wardens,

Recalling the long night,

1. Lanterns shall be lit.

2. Keepers shall:

(a) Watch;

• From the pier

II. Means

3. Boats shall carry a lamp.""",
        [
            ("para_1", "para. 1", "Adopts"),
            ("conclusions__para_nn_1", "closing lines, first paragraph", "41st"),
            ("annex", "annex", "Annex"),
            ("annex__title", "annex, title", "Declaration on lanterns"),
            ("annex__para_nn_1", "annex, first unnumbered paragraph", "We, the wardens"),
            ("annex__para_nn_2", "annex, second unnumbered paragraph", "Recalling"),
            ("annex__para_1", "annex, para. 1", "Lanterns"),
            ("annex__para_2", "annex, para. 2", "Keepers"),
            ("annex__para_2__subpara_a", "annex, para. 2 (a)", "Watch"),
            ("annex__para_2__subpara_a__indent_1", "annex, para. 2 (a), first indent", "From"),
            ("annex__sec_ii", "annex, section II", "Means"),
            ("annex__para_3", "annex, para. 3", "Boats"),
        ],
    ),
    "two annexes and an appendix": (
        """
1. Approves the annexes.

Annex I

Lamps

1. Lamps shall be dimmed:

a. In winter;

b. In fog.

Appendix

The oil of the year.

Annex II

Boats

1. Boats shall be counted.""",
        [
            ("para_1", "para. 1", "Approves"),
            ("annex_i", "annex I", "Annex I"),
            ("annex_i__title", "annex I, title", "Lamps"),
            ("annex_i__para_1", "annex I, para. 1", "Lamps"),
            ("annex_i__para_1__subpara_a", "annex I, para. 1 (a)", "In winter"),
            ("annex_i__para_1__subpara_b", "annex I, para. 1 (b)", "In fog"),
            ("annex_i__app", "annex I, appendix", "Appendix"),
            ("annex_i__app__para_nn_1", "annex I, appendix, first unnumbered paragraph", "The oil"),
            ("annex_ii", "annex II", "Annex II"),
            ("annex_ii__title", "annex II, title", "Boats"),
            ("annex_ii__para_1", "annex II, para. 1", "Boats shall"),
        ],
    ),
    "annexes by letters, items with full stops": (
        """
1. Approves the annexes.

Annex A: The lamps of the north

1. The lamps are:

i. The first lamp;

ii. The second lamp;

iii. The third lamp.

Annex B

Annex A names the lamps.""",
        [
            ("para_1", "para. 1", "Approves"),
            ("annex_a", "annex A", "Annex A"),
            ("annex_a__title", "annex A, title", "The lamps"),
            ("annex_a__para_1", "annex A, para. 1", "The lamps are"),
            ("annex_a__para_1__subpara_i", "annex A, para. 1 (i)", "The first"),
            ("annex_a__para_1__subpara_ii", "annex A, para. 1 (ii)", "The second"),
            ("annex_a__para_1__subpara_iii", "annex A, para. 1 (iii)", "The third"),
            ("annex_b", "annex B", "Annex B"),
            ("annex_b__para_nn_1", "annex B, first unnumbered paragraph", "Annex A names"),
        ],
    ),
    "articles in parts": (
        """
1. Adopts the Declaration.

Annex

Declaration on keepers

Part I

The keepers of the piers

Article 1

Keepers have a name.

Article 2

1. Keepers may rest.

2. Keepers may sing.

Part II

Article 3

1. Boats shall wait.

Article 4. Boats may sing.""",
        [
            ("para_1", "para. 1", "Adopts"),
            ("annex", "annex", "Annex"),
            ("annex__title", "annex, title", "Declaration"),
            ("annex__part_i", "annex, Part I", "Part I"),
            ("annex__part_i__title", "annex, Part I, title", "The keepers"),
            ("annex__art_1", "annex, Article 1", "Article 1"),
            ("annex__art_1__para_nn_1", "annex, Article 1, first unnumbered paragraph", "Keepers have"),
            ("annex__art_2", "annex, Article 2", "Article 2"),
            ("annex__art_2__para_1", "annex, Article 2, para. 1", "Keepers may rest"),
            ("annex__art_2__para_2", "annex, Article 2, para. 2", "Keepers may sing"),
            ("annex__part_ii", "annex, Part II", "Part II"),
            ("annex__art_3", "annex, Article 3", "Article 3"),
            ("annex__art_3__para_1", "annex, Article 3, para. 1", "Boats shall wait"),
            ("annex__art_4", "annex, Article 4", "Article 4. Boats"),
        ],
    ),
    "footnotes": (
        """
Recalling its words,¹

1. Takes note of the report² of the wardens*.

¹ A/91/20.

² A/91/21.

* The wardens of the north.""",
        [
            ("preamble__rec_1", "preambular para. 1", "Recalling"),
            ("para_1", "para. 1", "Takes"),
            ("ftn_1", "footnote 1", "A/91/20"),
            ("ftn_2", "footnote 2", "A/91/21"),
            ("ftn_star1", "footnote *", "The wardens"),
        ],
    ),
    "table": (
        """
1. Approves the following coins:

Lamp\tCoins
North\t3
South\t4

2. Decides to count them.""",
        [
            ("para_1", "para. 1", "Approves"),
            ("para_1__table_1", "para. 1, table (Lamp)", "Lamp\tCoins"),
            ("para_1__table_1__row_1", 'para. 1, table, row "North"', "North"),
            ("para_1__table_1__row_2", 'para. 1, table, row "South"', "South"),
            ("para_2", "para. 2", "Decides"),
        ],
    ),
    "years are no numbers": (
        "\n1. Takes note of the lamps;\n\n2030 was a year of fog.",
        [
            ("para_1", "para. 1", "Takes"),
            ("para_1__para_nn_1", "para. 1, first unnumbered paragraph", "2030 was"),
        ],
    ),
}


def parsed(text: str) -> Parse:
    return parse_source(text_source(text), "a text")


@pytest.mark.parametrize(("body", "expected"), SHAPES.values(), ids=SHAPES)
def test_units_have_their_ids_and_labels(body, expected):
    parse = parsed(OPENING + body)
    units = [one for one in parse.provisions if one.parent != "preface" and one.eid != "preamble__formula"]
    assert [one.eid for one in units] == [eid for eid, _, _ in expected]
    for one, (eid, label, words) in zip(units, expected, strict=True):
        assert label in (one.label, None), eid
        assert one.text.startswith(words), eid
    assert not parse.report.unowned
    assert not parse.report.gaps


@pytest.mark.parametrize("body", [body for body, _ in SHAPES.values()], ids=SHAPES)
def test_what_is_printed_parses_into_equal_provisions(body):
    provisions = parsed(OPENING + body).provisions
    again = parsed(print_provisions(provisions)).provisions
    assert [replace(one, line=0) for one in again] == [replace(one, line=0) for one in provisions]


KINDS = {
    "preamble__rec_1": (Kind.RECITAL, Part.PREAMBLE),
    "preamble__rec_1__subpara_a": (Kind.LIST_ITEM, Part.PREAMBLE),
    "sec_i": (Kind.HEADING, Part.OPERATIVE),
    "sec_i__rec_1": (Kind.RECITAL, Part.PREAMBLE),
    "sec_i__para_1": (Kind.OPERATIVE, Part.OPERATIVE),
    "sec_ii__para_1": (Kind.OPERATIVE, Part.OPERATIVE),
    "conclusions__para_nn_1": (Kind.PARAGRAPH, Part.PREFACE),
    "annex__para_nn_1": (Kind.ANNEX_PARAGRAPH, Part.ANNEX),
    "annex__para_1": (Kind.ANNEX_PARAGRAPH, Part.ANNEX),
    "preface__para_nn_1": (Kind.PARAGRAPH, Part.PREFACE),
}


def test_kinds_and_parts_tell_what_binds():
    edition = parsed(
        OPENING
        + """
Noting the reports:

(a) Of the wardens,

I

Lanterns

Recalling the fog,

1. Takes note of it;

II

Boats

1. Takes note of them.

41st plenary meeting

Annex

We, the wardens,

1. Lanterns shall be lit."""
    ).edition()
    found = {eid: edition.provision(eid) for eid in KINDS}
    assert {eid: (one.kind, edition.part_of(one)) for eid, one in found.items()} == KINDS


def test_a_paragraph_is_its_own_head_and_governs_its_items():
    parse = parsed(
        OPENING
        + """
Recalling the fog,

1. Requests the Secretary-General, within existing resources, to report:

(a) On lamps;

2. Welcomes the lamps, and in this regard invites the Harbour Board and all States:

(a) To light them;

(b) Urges Member States to pay for the oil."""
    )
    heads = {one.eid: str(one.head) for one in parse.provisions if one.head}
    assert heads == {
        "preamble__rec_1": "Recalling",
        "para_1": "Requests the Secretary-General",
        "para_1__subpara_a": "Requests the Secretary-General",
        "para_2": "Welcomes",
        "para_2__subpara_a": "invites the Harbour Board and all States",
        "para_2__subpara_b": "Urges Member States",
    }


def test_a_footnote_hangs_on_the_unit_that_carries_its_mark():
    parse = parsed(OPENING + SHAPES["footnotes"][0])
    assert {one.eid: one.anchor for one in parse.provisions if one.kind == Kind.FOOTNOTE} == {
        "ftn_1": "preamble__rec_1",
        "ftn_2": "para_1",
        "ftn_star1": "para_1",
    }
    assert not parse.report.warnings


def test_missing_numbers_are_told():
    parse = parsed(OPENING + "\n1. Takes note of it;\n\n3. Decides to wait.")
    assert [(gap.expected, gap.found) for gap in parse.report.gaps] == [("2", "3.")]


ADOPTED = "Resolution adopted by the General Assembly on 2 March 2036\n\n"
# the opening → key, name, title, day of adoption
OPENINGS = {
    "General Assembly": (
        OPENING,
        "un-ga/res-91-12/2037",
        "UNGA Resolution 91/12",
        "Care of the lanterns on the piers",
        "2037-01-09",
    ),
    "with a masthead": (
        "United Nations\nA/RES/91/12\nGeneral Assembly\nDistr.: General\n12 January 2037\n\n37-00123 (E)\n"
        "*3700123*\n\nNinety-first session\nAgenda item 7 (b)\nCare of the piers: lanterns\n\n" + OPENING,
        "un-ga/res-91-12/2037",
        "UNGA Resolution 91/12",
        "Care of the lanterns on the piers",
        "2037-01-09",
    ),
    "emergency special session": (
        ADOPTED + "ES-12/3. Fog\n\nThe General Assembly,\n",
        "un-ga/res-es-12-3/2036",
        "UNGA Resolution ES-12/3",
        "Fog",
        "2036-03-02",
    ),
    "special session": (
        ADOPTED + "S-33/2. Fog\n\nThe General Assembly\n",
        "un-ga/res-s-33-2/2036",
        "UNGA Resolution S-33/2",
        "Fog",
        "2036-03-02",
    ),
    "part of a resolution": (
        ADOPTED + "90/29 B. Fog\n\nThe General Assembly,\n",
        "un-ga/res-90-29-b/2036",
        "UNGA Resolution 90/29 B",
        "Fog",
        "2036-03-02",
    ),
    "number on a line of its own": (
        ADOPTED + "90/29.\n\nFog\n\nThe General Assembly,\n",
        "un-ga/res-90-29/2036",
        "UNGA Resolution 90/29",
        "Fog",
        "2036-03-02",
    ),
    "number in the symbol alone": (
        "A/RES/90/29\n\n" + ADOPTED + "The General Assembly,\n",
        "un-ga/res-90-29/2036",
        "UNGA Resolution 90/29",
        "",
        "2036-03-02",
    ),
    "roman session": (
        "1514 (XV). Fog on the piers\n\nThe General Assembly,\n",
        None,
        "UNGA Resolution 1514 (XV)",
        "Fog on the piers",
        "",
    ),
    "Security Council": (
        "Resolution 2901 (2031)\n\nAdopted by the Security Council at its 9999th meeting, on\n3 March 2031"
        "\n\nThe Security Council,\n",
        "un-sc/res-2901/2031",
        "UNSC Resolution 2901 (2031)",
        "",
        "2031-03-03",
    ),
    "Economic and Social Council": (
        "Resolution adopted by the Economic and Social Council on 22 July 2030\n\n2030/23. Fog\n\n"
        "The Economic and Social Council,\n",
        "un-ecosoc/res-2030-23/2030",
        "ECOSOC Resolution 2030/23",
        "Fog",
        "2030-07-22",
    ),
    "Human Rights Council": (
        "Resolution adopted by the Human Rights Council on 8 October 2031\n\n68/13. The right to light\n\n"
        "The Human Rights Council,\n",
        "un-hrc/res-68-13/2031",
        "HRC Resolution 68/13",
        "The right to light",
        "2031-10-08",
    ),
}


@pytest.mark.parametrize(("opening", "key", "name", "title", "adopted"), OPENINGS.values(), ids=OPENINGS)
def test_a_resolution_says_what_it_is(opening, key, name, title, adopted):
    parse = parsed(opening + "\nRecalling the fog,\n\n1. Decides to wait.")
    assert (parse.key and str(parse.key), parse.name, parse.title) == (key, name, title)
    assert (parse.revision, parse.adopted) == ("", adopted)
    assert not parse.report.unowned


def test_the_day_of_the_closing_lines_counts_where_the_opening_has_none():
    parse = parsed("1514 (XV). Fog\n\nThe General Assembly,\n\nDecides to wait.\n\n14 December 2030")
    assert str(parse.key) == "un-ga/res-1514-xv/2030"


def test_each_part_of_a_resolution_has_its_own_formula():
    parse = parsed(
        "91/261. Coins\n\nA\n\nLamps\n\nThe General Assembly,\n\nResolves that:\n\n1. Coins are spent;\n\n"
        "B\n\nOil\n\nThe General Assembly,\n\nResolves that:\n\n1. Oil is bought."
    )
    assert [one.eid for one in parse.provisions][2:] == [
        "sec_a",
        "preamble__formula",
        "sec_a__para_nn_1",
        "sec_a__para_1",
        "sec_b",
        "sec_b__formula",
        "sec_b__para_nn_1",
        "sec_b__para_1",
    ]


GRAMMARS = {
    "resolution": (OPENING + "\n1. Decides to wait.", "un"),
    "draft without a number": ("Fog on the piers\n\nThe General Assembly,\n\nRecalling the fog,", "un"),
    "ITU resolution that names the Assembly": (
        "RESOLUTION 7 (Rome, 2030)\n\nFog\n\nThe Plenipotentiary Conference (Rome, 2030),\n\nrecalling\n\n"
        "a) A/RES/90/1;\n\nThe General Assembly,\n\nDecides nothing.",
        "itu",
    ),
    "report that speaks of the Assembly": (
        "The General Assembly, on 9 January 2037, adopted resolution 91/12.\n\nIt was foggy.",
        "itu",
    ),
    "formula far below, unsigned": (
        "\n\n".join(["A word."] * 20 + ["The General Assembly,", "Recalling,"]),
        "itu",
    ),
    "formula before plain prose": ("Fog\n\nThe General Assembly\n\nIt meets in the autumn.", "itu"),
}


@pytest.mark.parametrize(("text", "grammar"), GRAMMARS.values(), ids=GRAMMARS)
def test_only_resolutions_of_the_united_nations_are_claimed(text, grammar):
    assert grammar_of(text_source(text)).name == grammar


def line(number: int, text: str, style: str = "", page: int = 1) -> Line:
    marks = (Mark(0, len(text), style),) if style else ()
    return Line((number,), text, marks, gap=True, page=page)


def test_print_tells_headings_where_the_source_has_print():
    lines = (
        line(1, "91/12. Fog on the piers", "strong"),
        line(2, "The General Assembly,", "em"),
        line(3, "1. Takes note of the lamps"),
        line(4, "Goal 1. We will light the piers.", "strong"),
        line(5, "Lamps", "em"),
        line(6, "2. Takes note of the oil."),
        line(7, "North and South"),
        line(8, "Boats", "strong", page=2),
        line(9, "3. Takes note of the boats;"),
        line(10, "Oars"),
        line(11, "4. Takes note of the oars."),
    )
    source = Source(lines, tuple(range(1, 12)), "", whole=True)
    parse = parse_source(source, "a text")
    found = [(one.eid, one.kind.value, one.page) for one in parse.provisions[3:]]
    assert found == [
        ("para_1", "operative", 1),
        ("goal_1", "heading", 1),
        ("goal_1__dvs_nn_1", "heading", 1),
        ("para_2", "operative", 1),
        ("para_2__para_nn_1", "operative", 1),
        ("dvs_nn_1", "heading", 2),
        ("para_3", "operative", 1),
        ("dvs_nn_2", "heading", 1),
        ("para_4", "operative", 1),
    ]


PIECES = (
    "The General Assembly,|Recalling the fog,|1. Decides to wait;|2. Urges States to wait.|I|II. Lamps|A|"
    "B. Oil|(a) The lamp;|(i) In fog;|• Oil|Lamps|Annex|Annex II|Article 1|Goal 1. Light|Part I|Appendix|"
    "1.1 By 2040, light|41st plenary meeting|9 January 2037|¹ A/91/1.|* Fog.|A\tB|C\tD|as it said;|1.|____|"
    "The lamps are many.|Adopts the following plan:|1. The lamps|iii. Fog|2030 was foggy.|We, the keepers,|"
    "7/12|*  *  *"
).split("|")


@given(st.lists(st.sampled_from(PIECES), max_size=25), st.booleans())
def test_every_line_is_owned_whatever_the_order(pieces, gaps):
    text = OPENING + "\n" + ("\n\n" if gaps else "\n").join(pieces)
    parse = parsed(text)
    eids = [one.eid for one in parse.provisions]
    assert not parse.report.unowned
    assert len(eids) == len(set(eids))
    assert all(is_eid(eid) for eid in eids)
    assert all(
        one.parent in {*eids, "", "body", "preface", "preamble", "conclusions"} for one in parse.provisions
    )
