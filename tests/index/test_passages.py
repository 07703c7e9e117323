"""An edition is cut at every level of its tree, and each piece carries what makes it understandable."""

from __future__ import annotations

import pytest

from corpus.instruments import Edition, Kind
from index import Level, Passage, passages
from index.passages import context_of

STRUCTURE = "Overview of ITU's structure"
OUTCOMES = "ITU's work under enabling environment is expected to deliver the following outcomes:"


@pytest.fixture(scope="module")
def cut(resolution: Edition) -> dict[str, Passage]:
    """Resolution 71's passages by eId and level."""
    return {f"{one.eid}@{one.level}": one for one in passages(resolution)}


@pytest.mark.parametrize(
    ("rule", "passage", "members"),
    [
        ("a recital stands for itself", "preamble__considering__rec_b@leaf", []),
        (
            "a head holds its recitals",
            "preamble__considering-further@head",
            ["preamble__considering-further__rec_a", "preamble__considering-further__rec_b"],
        ),
        ("a head with one paragraph holds it", "resolves@head", ["resolves__para_nn_1"]),
        (
            "a paragraph with items is a list",
            "instructs-secretary-general-directors-bureaux__para_3@list",
            [
                "instructs-secretary-general-directors-bureaux__para_3__point_i",
                "instructs-secretary-general-directors-bureaux__para_3__point_ii",
            ],
        ),
        (
            "a head holds the items of its paragraphs too",
            "invites-member-states@head",
            [
                "invites-member-states__para_nn_1",
                "invites-member-states__para_nn_1__indent_1",
                "invites-member-states__para_nn_1__indent_2",
            ],
        ),
        (
            "a section holds its paragraphs",
            "annex_1__sec_2-4@section",
            ["annex_1__para_10", "annex_1__para_11", "annex_1__para_12"],
        ),
        (
            "an unnumbered heading holds its paragraphs",
            "annex_1__sec_2-7__dvs_nn_8@section",
            ["annex_1__para_62", "annex_1__para_63"],
        ),
        (
            "targets are a list under their heading",
            "annex_1__sec_2-5__goal_2@list",
            [f"annex_1__target_2-{number}" for number in range(1, 6)],
        ),
        (
            "a table's rows are a list",
            "annex_1__para_7__table_1@list",
            [f"annex_1__para_7__table_1__row_{number}" for number in range(1, 10)],
        ),
        (
            "the paragraph above a table introduces its rows, past the row of headings",
            "annex_1__para_7@list",
            [f"annex_1__para_7__table_1__row_{number}" for number in range(1, 10)],
        ),
        (
            "items in a sentence are a list, with the words that close it",
            "annex_1__para_1@list",
            [*(f"annex_1__para_1__point_{letter}" for letter in "abcdefg"), "annex_1__para_1__wrapup"],
        ),
    ],
)
def test_a_group_stands_for_its_units_in_order(
    cut: dict[str, Passage], rule: str, passage: str, members: list[str]
):
    assert list(cut[passage].members) == members, rule


@pytest.mark.parametrize(
    ("rule", "passage", "context"),
    [
        ("a head stands above its recitals", "preamble__considering__rec_b@leaf", ["considering"]),
        ("a head needs nothing above it", "instructs-itu-council@head", []),
        (
            "verb and addressee stand above a duty",
            "instructs-itu-council__para_3@leaf",
            ["instructs the ITU Council"],
        ),
        (
            "an item has its head and its introduction",
            "invites-member-states__para_nn_1__indent_2@leaf",
            ["invites Member States", "to contribute national and regional insights"],
        ),
        ("only the nearest heading is kept", "annex_1__para_62@leaf", ["Convening platforms"]),
        (
            "an item in a sentence has its opening",
            "annex_1__para_1__point_e@leaf",
            [STRUCTURE, "Pursuant to the ITU Constitution and ITU Convention, the Union comprises:"],
        ),
        (
            "an item on a line of its own has its introduction",
            "annex_1__para_34__point_2@leaf",
            ["Enabling environment", OUTCOMES],
        ),
        (
            "a footnote has the clause that carries its mark",
            "annex_1__ftn_2@leaf",
            ["Enabling environment", OUTCOMES, "Enhanced digital inclusion²."],
        ),
        (
            "a target has its goal",
            "annex_1__target_1-6@leaf",
            ["Targets for Goal 1: Universal Connectivity – by 2030:"],
        ),
    ],
)
def test_a_passage_carries_what_makes_it_understandable(
    cut: dict[str, Passage], rule: str, passage: str, context: list[str]
):
    found = cut[passage].context
    assert len(found) == len(context), rule
    assert all(one.startswith(wanted) for one, wanted in zip(found, context, strict=True)), found


def test_a_row_has_the_names_of_its_columns(cut: dict[str, Passage]):
    assert "Components of strategic plan\tDefinition" in cut["annex_1__para_7__table_1__row_1@leaf"].context


def test_the_opening_of_a_sentence_leaves_out_the_other_items(cut: dict[str, Passage]):
    assert "supreme organ" not in cut["annex_1__para_1__point_e@leaf"].wording


def test_what_is_embedded_is_the_context_and_the_text(cut: dict[str, Passage]):
    assert cut["instructs-itu-council__para_3@leaf"].wording.startswith(
        "instructs the ITU Council\nto present"
    )


def test_a_group_has_the_words_of_all_its_units(cut: dict[str, Passage], resolution: Edition):
    group = cut["annex_1__para_34@list"]
    assert group.text.split("\n") == [
        resolution.provision(eid).text for eid in ("annex_1__para_34", *group.members)
    ]


def test_every_unit_is_a_leaf_of_its_own_words_and_of_headings_the_titles(
    cut: dict[str, Passage], resolution: Edition
):
    leaves = {one.eid: one.text for one in cut.values() if one.level == Level.LEAF}
    units = [one for one in resolution.provisions if one.kind != Kind.HEADING]
    titles = [resolution.provision(eid) for eid in ("preface__title", "annex_1__title")]
    assert leaves == {one.eid: one.text for one in (*units, *titles)}


def test_every_heading_with_units_below_is_a_group(cut: dict[str, Passage], resolution: Edition):
    grouped = {one.eid for one in cut.values() if one.level != Level.LEAF}
    headings = [
        one for one in resolution.provisions if one.kind == Kind.HEADING and resolution.children(one.eid)
    ]
    assert {one.eid for one in headings} <= grouped


def test_passages_come_in_the_order_of_the_text(resolution: Edition):
    order = [one.eid for one in resolution.provisions]
    places = [order.index(one.eid) for one in passages(resolution)]
    assert places == sorted(places)


def test_no_two_passages_share_an_id(resolution: Edition, harbours: Edition):
    ids = [one.id for edition in (resolution, harbours) for one in passages(edition)]
    assert len(ids) == len(set(ids))


def test_a_passage_knows_its_provision_and_what_can_be_filtered_by(cut: dict[str, Passage]):
    duty = cut["instructs-itu-council__para_3@leaf"]
    assert duty.id == "itu-pp/res-71/2022#instructs-itu-council__para_3@leaf"
    assert str(duty.provision) == "itu-pp/res-71/2022#instructs-itu-council__para_3"
    assert duty.label == "Resolution 71 (Rev. Bucharest, 2022), instructs the ITU Council 3"
    assert (duty.kind, duty.part, duty.verb, duty.addressee) == (
        "operative",
        "operative",
        "instructs",
        "the ITU Council",
    )


@pytest.mark.parametrize(
    ("passage", "level", "members"),
    [
        ("instructs-harbour-council", Level.HEAD, 2),
        ("resolves__para_2", Level.LIST, 2),
        ("annex_1__sec_1", Level.SECTION, 2),
        ("annex_1", Level.SECTION, 2),
    ],
)
def test_another_text_is_cut_alike(harbours: Edition, passage: str, level: Level, members: int):
    (found,) = [one for one in passages(harbours) if one.eid == passage and one.level != Level.LEAF]
    assert (found.level, len(found.members)) == (level, members)


def test_a_footnote_is_no_member_of_a_list(harbours: Edition):
    (carrier,) = [one for one in harbours.provisions if one.text.startswith("The wardens")]
    assert [one.kind for one in harbours.children(carrier.eid)] == ["footnote"]
    assert [one.level for one in passages(harbours) if one.eid == carrier.eid] == [Level.LEAF]
    footnote = harbours.children(carrier.eid)[0]
    assert context_of(harbours, footnote) == (
        "Keeping of lanterns",
        "The wardens¹ answer to the Harbour Council.",
    )
