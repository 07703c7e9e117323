"""Clauses that were chosen, as they are shown: with the lists that they open."""

from __future__ import annotations

import pytest

from assistant.rendering import ChosenClause
from assistant.selection.arranging import arranged
from corpus.instruments import Edition
from ingest import parse_source, text_source

TEXT = """\
RESOLUTION 911 (REV. Willowford, 2031)

Ropes along the piers

The Plenipotentiary Conference of the International Telecommunication Union (Willowford, 2031),

resolves

1 that the wardens shall keep:

a) ropes of hemp;

b) bells, which are of two kinds:

i) bells of brass;

ii) bells of tin;

2 that the keepers shall feed the geese;
"""
WARDENS, ROPES, BELLS, GEESE = (
    "resolves__para_1", "resolves__para_1__point_a", "resolves__para_1__point_b", "resolves__para_2",
)  # fmt: skip
KINDS = [f"{BELLS}__point_i", f"{BELLS}__point_ii"]


@pytest.fixture(scope="module")
def edition() -> Edition:
    return parse_source(text_source(TEXT), "rope.txt").edition()


@pytest.mark.parametrize(
    ("rule", "chosen", "shown"),
    [
        ("a list with its inner list", [WARDENS], [WARDENS, ROPES, BELLS, *KINDS]),
        ("beside another clause", [WARDENS, GEESE], [WARDENS, ROPES, BELLS, *KINDS, GEESE]),
        ("an inner list alone", [BELLS], [BELLS, *KINDS]),
        ("each clause once", [WARDENS, BELLS], [WARDENS, ROPES, BELLS, *KINDS]),
        ("a clause without a list", [GEESE], [GEESE]),
    ],
)
def test_a_clause_that_ends_with_a_colon_is_shown_with_its_list(
    edition: Edition, rule: str, chosen: list[str], shown: list[str]
):
    _, found = arranged([ChosenClause(edition, edition.provision(one)) for one in chosen])
    assert [one.provision.eid for one in found] == shown, rule


def test_a_part_of_a_clause_that_ends_before_the_colon_is_shown_alone(edition: Edition):
    part = ChosenClause(edition, edition.provision(WARDENS), 0, len("that the wardens"))
    assert arranged([part])[1] == (part,)
