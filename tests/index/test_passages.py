"""An edition is cut into its provisions, and each carries what makes it understandable."""

from __future__ import annotations

import pytest

from corpus.instruments import Edition, Kind
from index import Passage, passages
from index.passages import context_of

STRUCTURE = "Overview of ITU's structure"
OUTCOMES = "ITU's work under enabling environment is expected to deliver the following outcomes:"


@pytest.fixture(scope="module")
def cut(resolution: Edition) -> dict[str, Passage]:
    """Resolution 71's passages by eId."""
    return {one.eid: one for one in passages(resolution)}


@pytest.mark.parametrize(
    ("rule", "passage", "context"),
    [
        ("a head stands above its recitals", "preamble__considering__rec_b", ["considering"]),
        (
            "verb and addressee stand above a duty",
            "instructs-itu-council__para_3",
            ["instructs the ITU Council"],
        ),
        (
            "an item has its head and its introduction",
            "invites-member-states__para_nn_1__indent_2",
            ["invites Member States", "to contribute national and regional insights"],
        ),
        ("only the nearest heading is kept", "annex_1__para_62", ["Convening platforms"]),
        (
            "an item in a sentence has its opening",
            "annex_1__para_1__point_e",
            [STRUCTURE, "Pursuant to the ITU Constitution and ITU Convention, the Union comprises:"],
        ),
        (
            "an item on a line of its own has its introduction",
            "annex_1__para_34__point_2",
            ["Enabling environment", OUTCOMES],
        ),
        (
            "a footnote has the clause that carries its mark",
            "annex_1__ftn_2",
            ["Enabling environment", OUTCOMES, "Enhanced digital inclusion²."],
        ),
        (
            "a target has its goal",
            "annex_1__target_1-6",
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
    assert "Components of strategic plan\tDefinition" in cut["annex_1__para_7__table_1__row_1"].context


def test_the_opening_of_a_sentence_leaves_out_the_other_items(cut: dict[str, Passage]):
    assert "supreme organ" not in cut["annex_1__para_1__point_e"].wording


def test_what_is_embedded_is_the_context_and_the_text(cut: dict[str, Passage]):
    assert cut["instructs-itu-council__para_3"].wording.startswith("instructs the ITU Council\nto present")


def test_every_unit_is_a_passage_of_its_own_words_and_of_headings_the_titles(
    cut: dict[str, Passage], resolution: Edition
):
    found = {one.eid: one.text for one in cut.values()}
    units = [one for one in resolution.provisions if one.kind != Kind.HEADING]
    titles = [resolution.provision(eid) for eid in ("preface__title", "annex_1__title")]
    assert found == {one.eid: one.text for one in (*units, *titles)}


def test_passages_come_in_the_order_of_the_text(resolution: Edition):
    order = [one.eid for one in resolution.provisions]
    places = [order.index(one.eid) for one in passages(resolution)]
    assert places == sorted(places)


def test_no_two_passages_share_an_id(resolution: Edition, harbours: Edition):
    ids = [one.id for edition in (resolution, harbours) for one in passages(edition)]
    assert len(ids) == len(set(ids))


def test_a_passage_knows_its_provision_and_what_can_be_filtered_by(cut: dict[str, Passage]):
    duty = cut["instructs-itu-council__para_3"]
    assert duty.id == "itu-pp/res-71/2022#instructs-itu-council__para_3"
    assert str(duty.provision) == "itu-pp/res-71/2022#instructs-itu-council__para_3"
    assert duty.label == "Resolution 71 (Rev. Bucharest, 2022), instructs the ITU Council 3"
    assert (duty.kind, duty.part, duty.verb, duty.addressee) == (
        "operative",
        "operative",
        "instructs",
        "the ITU Council",
    )


def test_a_footnote_has_the_clause_that_carries_its_mark(harbours: Edition):
    (carrier,) = [one for one in harbours.provisions if one.text.startswith("The wardens")]
    assert [one.kind for one in harbours.children(carrier.eid)] == ["footnote"]
    footnote = harbours.children(carrier.eid)[0]
    assert context_of(harbours, footnote) == (
        "Keeping of lanterns",
        "The wardens¹ answer to the Harbour Council.",
    )
