"""Where quoted words stand, to the letter, and how a wrong quotation differs."""

from __future__ import annotations

import pytest

from assistant.checking.exact_words import ExactWords, difference
from assistant.library.library import Library
from corpus.catalogue import Catalogue
from ingest import parse_source, text_source

TEXT = """\
RESOLUTION 910 (REV. WILLOWFORD, 2031)

Piers

The Plenipotentiary Conference of the International Telecommunication Union (Willowford, 2031),

instructs the Secretary-General

1 to count the lamps¹ of the Union’s piers, north and south, every year – by hand – and to publish the count;

2 to ring the bells,
"""
EDITION = parse_source(text_source(TEXT), "a text").edition()
EXACT = ExactWords(Library((EDITION,), Catalogue(())))
COUNT = "instructs-secretary-general__para_1"


@pytest.mark.parametrize(
    "quote",
    [
        "to count the lamps of the Union's piers",
        "To count the lamps",
        "[T]o count the lamps",
        "count the lamps … and to publish the count",
        "every year - by hand - and to publish the count.",
        "to count the lamps [...] every year",
        "instructs the Secretary-General to count the lamps",
    ],
)
def test_a_quotation_is_found_to_the_letter(quote):
    assert [place.provision.eid for place in EXACT.places(quote)] == [COUNT]


@pytest.mark.parametrize(
    "quote",
    [
        "to count the bells",
        "publish the count … count the lamps",
        "ount the lamps",
        "the lamps … the bells",
        "…",
    ],
)
def test_other_words_are_not_found(quote):
    assert EXACT.places(quote) == ()


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("to ring the lamps", "the clause has “bells” where the quotation has “lamps”"),
        ("to ring all the bells", "the clause does not have “all” here"),
        ("to the bells", "the quotation leaves out “ring”"),
    ],
)
def test_the_difference_of_a_wrong_quotation_is_said(quote, said):
    share, found = difference(quote, "to ring the bells,")
    assert found == said
    assert 0.6 <= share <= 1
