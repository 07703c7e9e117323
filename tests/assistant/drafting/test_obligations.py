"""What a treaty lays down: who must do what, by the subject before "shall"."""

from __future__ import annotations

import pytest

from assistant.drafting.bodies import names_office, plain_name
from assistant.drafting.duties import duties_of
from assistant.drafting.obligations import is_item, is_lead_in, obligations
from assistant.library.library import Library
from assistant.register.entries import DutyRegister
from corpus.catalogue import catalogue
from corpus.instruments import Edition, Kind, Provision
from corpus.keys import EditionKey


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        (
            "a body at the start",
            "The Board shall count the lamps.",
            [("the Board", "shall", "count the lamps")],
        ),
        (
            "a prohibition",
            "A Member State shall not paint piers.",
            [("a Member State", "shall not", "paint piers")],
        ),
        (
            "an opening stays with the words",
            "In the absence of a keeper, the Board shall count.",
            [("the Board", "shall", "In the absence of a keeper, the Board shall count")],
        ),
        (
            "a condition before the body",
            "If the post falls vacant, the Deputy Secretary-General shall succeed to it.",
            [
                (
                    "the Deputy Secretary-General",
                    "shall",
                    "If the post falls vacant, the Deputy Secretary-General shall succeed to it",
                )
            ],
        ),
        (
            "several bodies",
            "The Secretary-General and the Directors of the Bureaux shall meet weekly.",
            [("the Secretary-General and the Directors of the Bureaux", "shall", "meet weekly")],
        ),
        (
            "nouns in the plural",
            "Study groups shall sweep stairs.",
            [("study groups", "shall", "sweep stairs")],
        ),
        (
            "an aside",
            "The Board shall, subject to No. 5, act.",
            [("the Board", "shall", "subject to No. 5, act")],
        ),
        (
            "each sentence by itself",
            "The Board is old. The Council shall act.",
            [("the Council", "shall", "act")],
        ),
        ("advice", "Member States should light lamps.", [("Member States", "should", "light lamps")]),
        ("a necessity", "The Board must not act.", [("the Board", "must not", "act")]),
        ("a way before the body", "Either way the Lamp Centre should act.", []),
        ("a note", "NOTE – A study group shall act.", []),
        ("what a body is", "The Board shall consist of five members.", []),
        ("what a body undergoes", "The Board shall be elected by the Conference.", []),
        ("what a body has", "Each Member State shall have one vote.", []),
        ("a thing", "The functions of the Board shall include counting.", []),
        ("a thing made by a body", "A reservation made by a Member State shall stand.", []),
        ("a pronoun", "It shall count the lamps.", []),
        ("nobody", "No Member State shall paint piers.", []),
        (
            "a list within the opening",
            "When lamps are out at a conference, an assembly or a meeting of a group, the Board shall act.",
            [],
        ),
        (
            "a person known by a list of offices",
            "In that case, any State a national of which is Chairman, Director or President shall act.",
            [],
        ),
    ],
)
def test_obligations_are_read(rule: str, text: str, expected: list[tuple[str, str, str]]):
    found = [
        (one.head.addressee, one.head.verb, text[one.action : one.end].strip(" ,."))
        for one in obligations(text)
    ]
    assert found == expected, rule


@pytest.mark.parametrize(
    "text", ["The Board shall:", "In addition, the Board shall:", "The Board shall, in particular,"]
)
def test_an_introduction_leads_to_its_items(text: str):
    (one,) = obligations(text)
    assert (one.opens_list, text[one.action : one.end]) == (True, "")


@pytest.mark.parametrize(
    ("text", "item", "leading"),
    [
        ("count the lamps;", True, False),
        ("with the help of pilots, count the lamps;", True, False),
        ("in relation to lamps:", True, True),
        ("also undertake the following:", True, True),
        ("the lamps of the quay;", False, False),
        ("Member States of the coast;", False, False),
    ],
)
def test_items_go_on_with_shall(text: str, item: bool, leading: bool):
    assert (is_item(text), is_lead_in(text)) == (item, leading)


@pytest.mark.parametrize(
    ("name", "plain", "office"),
    [
        ("each Member State", "Member States", True),
        ("any radiocommunication assembly", "radiocommunication assemblies", True),
        ("the Secretary-General", "Secretary-General", True),
        ("relevant stakeholders", "stakeholders", False),
        ("the private sector", "private sector", False),
        ("the Group", "Group", False),
        ("these entities", "entities", False),
        ("entities of the Lighthouse Service", "entities of the Lighthouse Service", True),
        ("the working group", "working group", False),
        ("study groups", "study groups", True),
    ],
)
def test_names_of_offices_are_told_from_classes_of_people(name: str, plain: str, office: bool):
    assert (plain_name(name), names_office(name)) == (plain, office)


def convention(*rows: tuple[str, str, str]) -> Edition:
    """Make a treaty of clauses: number, the number above or '', words."""
    heading = Provision("art_1", "Article 1", "body", Kind.HEADING, "Harbour Bureau", 1)
    clauses = [
        Provision(
            f"no_{number}",
            f"No. {number}",
            f"no_{above}" if above else "art_1",
            Kind.LIST_ITEM if above else Kind.PARAGRAPH,
            text,
            at,
            marker=number,
        )
        for at, (number, above, text) in enumerate(rows, 2)
    ]
    key = EditionKey.parse("itu/harbour-convention/2030")
    return Edition(key, "Harbour Convention", "Harbours", "", "2030", (heading, *clauses))


TREATY = convention(
    ("1", "", "The Director of the Harbour Bureau shall organize the work."),
    ("2", "", "The Director shall, in particular:"),
    ("3", "2", "in relation to lamps:"),
    ("4", "3", "count them each year;"),
    ("5", "2", "report to the Council on the piers."),
    ("6", "", "The Council shall supervise the harbour; it shall in particular:"),
    ("7", "6", "adopt the budget every two years."),
    ("8", "", "The members of the Bureau shall light the lamps."),
)


def test_a_short_name_is_the_one_of_its_article():
    names = [one.addressees for one in duties_of(TREATY)]
    assert names == [
        *[("Director of the Harbour Bureau",)] * 4,
        *[("Council",)] * 2,
        ("members of the Harbour Bureau",),
    ]


def test_each_item_under_an_introduction_is_a_duty():
    found = DutyRegister(Library((TREATY,), catalogue())).entries()
    assert [(one.duty.label.partition(" of")[0], one.words) for one in found] == [
        ("No. 1", "organize the work"),
        ("No. 4", "in relation to lamps: count them each year"),
        ("No. 5", "report to the Council on the piers"),
        ("No. 6", "supervise the harbour; it shall in particular"),
        ("No. 7", "adopt the budget every two years"),
        ("No. 8", "light the lamps"),
    ]
    assert [one.items for one in found] == [()] * 6


def test_an_item_may_be_filtered_by_its_time():
    found = DutyRegister(Library((TREATY,), catalogue())).entries()
    assert [one.duty.frequency for one in found] == [None, "each year", None, None, "every two years", None]
