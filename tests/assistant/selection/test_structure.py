"""Lists: their items, and when one is shown whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from assistant.rendering import ChosenClause
from assistant.selection.arranging import completed, whole_list
from corpus.instruments import Edition
from ingest import parse_source, text_source

TEXT = """\
RESOLUTION 911 (REV. Willowford, 2031)

Ropes along the piers

The Plenipotentiary Conference of the International Telecommunication Union (Willowford, 2031),

resolves

1 that the wardens shall keep:

a) ropes of hemp;

b) bells of brass;

c) lanterns of tin;

d) boats of oak;

2 that the keepers shall keep:

a) geese;

b) goats;

so that every pier has its animals;

3 that a pier has: i) planks; ii) rails; and iii) steps;

4 that no pier is green,

instructs the Harbour Council

to oil the ropes
"""
WARDENS, KEEPERS, PIERS, GREEN = (f"resolves__para_{at}" for at in (1, 2, 3, 4))
A, B, C, D = (f"{WARDENS}__point_{at}" for at in "abcd")
GEESE, GOATS, CLOSING = f"{KEEPERS}__point_a", f"{KEEPERS}__point_b", f"{KEEPERS}__wrapup"
OIL = "instructs-harbour-council__para_nn_1"
FORMULA = "preamble__formula"
Whole = tuple[str, list[str]] | None


@pytest.fixture(scope="module")
def edition() -> Edition:
    return parse_source(text_source(TEXT), "ropes").edition()


@pytest.fixture(scope="module")
def whole(edition: Edition) -> Callable[[Sequence[str]], Whole]:
    """Return what introduces the list that is shown whole, and its items, where these were chosen."""

    def shown(chosen: Sequence[str]) -> Whole:
        found = whole_list(completed([ChosenClause(edition, edition.provision(eid)) for eid in chosen]))
        if found is None:
            return None
        of, above, own = found
        assert of is edition
        return above.eid, [one.eid for one in own]

    return shown


@pytest.mark.parametrize(
    ("rule", "above", "expected"),
    [
        ("points", WARDENS, [A, B, C, D]),
        ("the sentence that closes a list is none", KEEPERS, [GEESE, GOATS]),
        ("what stands within a sentence is none", PIERS, []),
        ("paragraphs below a head", "resolves", [WARDENS, KEEPERS, PIERS, GREEN]),
        ("a paragraph without a list has none", GREEN, []),
    ],
)
def test_the_items_of_a_list(edition: Edition, rule: str, above: str, expected: list[str]):
    assert [one.eid for one in edition.items(above)] == expected, rule


def test_headings_and_footnotes_are_no_items(harbours: Edition):
    kept = [one.eid for one in harbours.items("annex_1__sec_1")]
    assert kept == ["annex_1__para_1", "annex_1__para_2"]
    assert harbours.items("annex_1") == (), "a section is a heading"
    assert harbours.children("annex_1__para_2"), "a footnote stands below"
    assert harbours.items("annex_1__para_2") == ()


@pytest.mark.parametrize(
    ("rule", "chosen", "above", "shown"),
    [
        ("all items", [A, B, C, D], WARDENS, [A, B, C, D]),
        ("most of them", [A, B, D], WARDENS, [A, B, C, D]),
        ("in any order, shown in that of the text", [D, A, C], WARDENS, [A, B, C, D]),
        ("with what introduces them", [WARDENS, A, B, C], WARDENS, [A, B, C, D]),
        ("which may come last", [C, B, A, WARDENS], WARDENS, [A, B, C, D]),
        ("a list that a sentence closes", [GOATS, GEESE], KEEPERS, [GEESE, GOATS]),
        ("paragraphs below a head", [KEEPERS, WARDENS, GREEN], "resolves", [WARDENS, KEEPERS, PIERS, GREEN]),
    ],
)
def test_a_list_is_shown_whole_of_which_most_was_chosen(
    whole, rule: str, chosen: list[str], above: str, shown: list[str]
):
    assert whole(chosen) == (above, shown), rule


@pytest.mark.parametrize(
    ("rule", "chosen"),
    [
        ("half of the items are not most", [A, B]),
        ("what introduces a list does not make half of it most", [WARDENS, A, B]),
        ("one item", [A]),
        ("one item and what introduces it", [WARDENS, A]),
        ("what introduces a list alone", [KEEPERS]),
        ("items of two lists", [A, B, C, GEESE]),
        ("two whole lists", [A, B, C, D, GEESE, GOATS]),
        ("something else beside the items", [A, B, C, OIL]),
        ("something else first", [OIL, A, B, C, D]),
        ("what closes a list is no item", [GEESE, GOATS, CLOSING]),
        ("nor does it stand for one", [GEESE, CLOSING]),
        ("a clause that nothing introduces", [FORMULA]),
        ("the only item below a head", [OIL]),
    ],
)
def test_no_list_is_shown_whole_otherwise(whole, rule: str, chosen: list[str]):
    assert whole(chosen) is None, rule


@pytest.mark.parametrize(
    ("rule", "chosen", "shown"),
    [
        ("something else after it", [A, B, C, OIL], [A, B, C, D, OIL]),
        ("something else before it", [OIL, B, C, D], [OIL, A, B, C, D]),
        ("two lists", [A, C, D, GOATS, GEESE], [A, B, C, D, GEESE, GOATS]),
        ("what introduces it stays", [WARDENS, A, B, C, OIL], [WARDENS, A, B, C, D, OIL]),
        ("half of a list is not completed", [A, B, OIL], [A, B, OIL]),
        ("one of two items is not", [GEESE, OIL], [GEESE, OIL]),
    ],
)
def test_a_list_is_completed_beside_other_clauses(
    edition: Edition, rule: str, chosen: list[str], shown: list[str]
):
    found = completed([ChosenClause(edition, edition.provision(eid)) for eid in chosen])
    assert [one.provision.eid for one in found] == shown, rule


def test_items_of_the_same_list_in_two_texts_are_no_list(edition: Edition):
    other = parse_source(text_source(TEXT.replace("2031", "2035")), "later").edition()
    chosen = [ChosenClause(edition, edition.provision(eid)) for eid in (A, B, C)]
    assert whole_list(completed(chosen)) is not None
    assert whole_list(completed([*chosen, ChosenClause(other, other.provision(D))])) is None
