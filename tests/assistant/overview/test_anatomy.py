"""The parts of a text, with right counts and an explanation for each."""

from __future__ import annotations

import pytest

from assistant.overview.anatomy import Piece, anatomy
from assistant.overview.definitions import explanation
from corpus.heads import Head
from corpus.instruments import Edition


def part(edition: Edition, name: str) -> Piece:
    return next(one for one in anatomy(edition) if one.name == name)


def test_resolution_71_has_its_parts_and_heads(resolution: Edition):
    names = ["Title", "Enacting formula", "Preamble", "Operative part", "Annex 1", "Footnotes"]
    assert [one.name for one in anatomy(resolution)] == names
    assert [(one.name, one.count) for one in part(resolution, "Preamble").pieces] == [
        ("considering", "8 recitals"),
        ("considering further", "2 recitals"),
        ("noting", "2 recitals"),
        ("recognizing", "6 recitals"),
    ]
    assert [one.name for one in part(resolution, "Operative part").pieces] == [
        "resolves",
        "instructs the Secretary-General and the Directors of the Bureaux",
        "instructs the ITU Council",
        "invites Member States",
        "invites Sector Members",
    ]


def test_paragraphs_that_are_their_own_heads_are_counted_by_verb(lamps: Edition):
    assert [(one.name, one.count) for one in part(lamps, "Preamble").pieces] == [
        ("Recalling", "2 recitals"),
        ("Noting with concern", "1 recital"),
    ]
    assert [(one.name, one.count) for one in part(lamps, "Operative part").pieces] == [
        ("Requests", "2 paragraphs"),
        ("Recognizes", "1 paragraph"),
        ("Decides", "1 paragraph"),
    ]


def test_every_part_is_explained_and_leads_to_a_clause(resolution: Edition, lamps: Edition, plan: Edition):
    for edition in (resolution, lamps, plan):
        parts = anatomy(edition)
        assert sum(1 + len(one.pieces) for one in parts) > 3, edition.name
        for one in parts:
            for piece in (one, *one.pieces):
                assert piece.explanation.endswith(".")
                assert piece.provision.eid in edition


@pytest.mark.parametrize(
    ("one", "same", "is_recital"),
    [
        ("noting", "noting with concern", True),
        ("recognizing further", "recognising", True),
        ("Requests", "Also requests", False),
        ("instructs the Council", "further instructs the Director", False),
        ("Recognizes", "We recognize", False),
        ("We commit", "We will leave", False),
    ],
)
def test_a_verb_is_explained_alike_in_its_forms(one: str, same: str, is_recital: bool):
    said = [explanation(Head.parse(text), is_recital=is_recital) for text in (one, same)]
    assert said[0] == said[1]


@pytest.mark.parametrize("is_recital", [True, False])
def test_an_unknown_verb_gets_a_general_explanation(is_recital: bool):
    assert explanation(Head.parse("lamplighting"), is_recital=is_recital) == explanation(
        None, is_recital=is_recital
    )


def test_an_order_and_an_invitation_are_explained_differently():
    order, invitation = (explanation(Head.parse(f"{verb} Members"), is_recital=False)
                         for verb in ("instructs", "invites"))  # fmt: skip
    assert order != invitation
