"""Duties: who is told to do what, in both ways of drafting, a row a rule."""

from __future__ import annotations

import pytest

from assistant.drafting.duties import Duty, duties, duties_of
from assistant.library.library import Library
from assistant.scope.filters import Filters
from corpus.catalogue import catalogue
from corpus.errors import UnknownEdition
from corpus.heads import Head
from corpus.instruments import Edition, Kind
from corpus.keys import EditionKey
from ingest import parse_source, text_source

ITU = """\
RESOLUTION {number} (REV. {place})

Lamps

The Plenipotentiary Conference of the International Telecommunication Union ({place}),

considering

that the Board instructs wardens to wait,

{operative}
"""
UN = """\
United Nations A/RES/99/7
General Assembly
Distr.: General
4 December 2044

Resolution adopted by the General Assembly on 2 December 2044

99/7. Lamps

The General Assembly,

Recalling its resolution 98/3, in which it requested the Secretary-General to report,

{operative}
"""


def itu(operative: str, number: int = 950, place: str = "LISBON, 2030") -> Edition:
    text = ITU.format(number=number, place=place, operative=operative)
    return parse_source(text_source(text), "lamps").edition()


def un(operative: str) -> Edition:
    return parse_source(text_source(UN.format(operative=operative)), "lamps").edition()


def library(*editions: Edition) -> Library:
    return Library(editions, catalogue())


def told(one: Duty) -> tuple:
    return one.provision.eid, one.head.verb, one.addressees, one.action, one.deadline, one.conditions


BOARD = "instructs-harbour-board__para_1"
# rule → (operative part, duties: eId, verb, addressees, action, deadline, conditions)
HEADS = {
    "an item below a head": (
        "instructs the Harbour Board\n\n1 to count the lamps every year, where appropriate;\n\n2 to wait,",
        [
            (
                BOARD,
                "instructs",
                ("Harbour Board",),
                "to count the lamps every year, where appropriate",
                "every year",
                ("where appropriate",),
            ),
            (BOARD[:-1] + "2", "instructs", ("Harbour Board",), "to wait", None, ()),
        ],
    ),
    "one unnumbered paragraph, two bodies": (
        "invites Member States and Sector Members\n\nto lend reeds,",
        [
            (
                "invites-member-states-sector-members__para_nn_1",
                "invites",
                ("Member States", "Sector Members"),
                "to lend reeds",
                None,
                (),
            )
        ],
    ),
    "items share the time and the conditions of their paragraph": (
        "instructs the Harbour Board\n\n1 to report each year, subject to means, on:"
        "\ni) lamps;\nii) piers, if asked,",
        [
            (
                BOARD,
                "instructs",
                ("Harbour Board",),
                "to report each year, subject to means, on",
                "each year",
                ("subject to means",),
            ),
            (
                BOARD + "__point_i",
                "instructs",
                ("Harbour Board",),
                "lamps",
                "each year",
                ("subject to means",),
            ),
            (
                BOARD + "__point_ii",
                "instructs",
                ("Harbour Board",),
                "piers, if asked",
                "each year",
                ("subject to means", "if asked"),
            ),
        ],
    ),
    "who is only heard is not told": (
        "instructs the Secretary-General, in consultation with the Harbour Board\n\n1 to wait;\n\n2 to act,",
        [
            (
                "instructs-secretary-general-in-consultation-with-harbour-board__para_1",
                "instructs",
                ("Secretary-General",),
                "to wait",
                None,
                (),
            ),
            (
                "instructs-secretary-general-in-consultation-with-harbour-board__para_2",
                "instructs",
                ("Secretary-General",),
                "to act",
                None,
                (),
            ),
        ],
    ),
    "a decision binds a body": (
        "resolves\n\n1 that the Harbour Board shall review the fees by 2034;\n\n2 that lamps shall be green,",
        [("resolves__para_1", "resolves", ("Harbour Board",), "review the fees by 2034", "by 2034", ())],
    ),
    "what a body undergoes or may do is none": (
        "resolves\n\n1 that the Harbour Board shall be informed;\n\n2 that the Harbour Board may act,",
        [],
    ),
    "a decision to instruct": (
        "resolves\n\n1 to instruct the Harbour Board to report without delay;\n\n2 to adopt the plan,",
        [
            (
                "resolves__para_1",
                "resolves to instruct",
                ("Harbour Board",),
                "to report without delay",
                "without delay",
                (),
            )
        ],
    ),
}
PARAGRAPHS = {
    "a paragraph that is its own head": (
        "1. Requests the Secretary-General, within existing resources, to report at its hundredth session;",
        [
            (
                "para_1",
                "Requests",
                ("Secretary-General",),
                "within existing resources, to report at its hundredth session",
                "at its hundredth session",
                ("within existing resources",),
            )
        ],
    ),
    "an aside before the body": (
        "1. Requests, subject to funds, the Secretary-General to report;",
        [("para_1", "Requests", ("Secretary-General",), "to report", None, ("subject to funds",))],
    ),
    "several in one paragraph, each with its own": (
        "1. Welcomes it, requests the Harbour Board to report by 2046, and invites Member States to pay;",
        [
            ("para_1", "requests", ("Harbour Board",), "to report by 2046", "by 2046", ()),
            ("para_1", "invites", ("Member States",), "to pay", None, ()),
        ],
    ),
    "what two verbs share": (
        "1. Urges donor countries and encourages Member States to pay each year;",
        [
            ("para_1", "Urges", ("donor countries",), "to pay each year", "each year", ()),
            ("para_1", "encourages", ("Member States",), "to pay each year", "each year", ()),
        ],
    ),
    "a list below": (
        "1. Calls upon Member States:\n\n(a) To count lamps by 2050;\n\n(b) To wait;",
        [
            ("para_1__subpara_a", "Calls upon", ("Member States",), "To count lamps by 2050", "by 2050", ()),
            ("para_1__subpara_b", "Calls upon", ("Member States",), "To wait", None, ()),
        ],
    ),
    "a decision binds a body": (
        "1. Decides that the Harbour Committee shall meet annually;",
        [("para_1", "Decides", ("Harbour Committee",), "meet annually", "annually", ())],
    ),
    "a paragraph that asks nothing": ("1. Welcomes the report of the Secretary-General;", []),
}


@pytest.mark.parametrize("rule", HEADS)
def test_heads_tell_what_stands_below_them(rule: str):
    operative, expected = HEADS[rule]
    assert [told(one) for one in duties_of(itu(operative))] == expected


@pytest.mark.parametrize("rule", PARAGRAPHS)
def test_a_paragraph_tells_what_its_own_words_say(rule: str):
    operative, expected = PARAGRAPHS[rule]
    assert [told(one) for one in duties_of(un(operative))] == expected


# a text in the manner of another body → the first word of each duty, and whom it addresses
OTHERS = {
    "verbs in capitals, numbered items": (
        "RESOLUTION 7\n\nLamps\n\nThe Assembly,\n\nRECALLING that keepers should light lamps,\n\n"
        "1. URGES FURTHER Member States:\n\n(1) to count lamps, by:\n\n(a) asking keepers;\n\n"
        "(2) to paint lamps;\n\n2. DECIDES that the Lamp Board shall meet;\n\n3. REVOKES resolution 6.",
        [
            ("to", "Member States"),
            ("asking", "Member States"),
            ("to", "Member States"),
            ("meet", "Lamp Board"),
        ],
    ),
    "a decision by infinitives": (
        "RESOLUTION 7\n\nLamps\n\nTHE GENERAL ASSEMBLY,\n\nNOTING the fog,\n\nRESOLVES:\n\n"
        "1. To urge member states to count lamps.\n\n2. To request the Lamp Board to:\n\na. Paint them;\n\n"
        "b. Light them.\n\n3. To renew the mandate of the Lamp Group.",
        [("to", "member states"), ("Paint", "Lamp Board"), ("Light", "Lamp Board")],
    ),
    "numbered recitals": (
        "1. RECALLING Resolution 6, in which it requests the Lamp Board to paint lamps;\n\n"
        "2. AWARE that Contracting Parties should light lamps;\n\nTHE CONFERENCE OF THE PARTIES\n\n"
        "3. AGREES that the Lamp Committee should count lamps;\n\n4. THANKS the keepers.",
        [("count", "Lamp Committee")],
    ),
    "a verb that stands for itself": (
        "THE CONFERENCE OF THE PARTIES\n\n1. URGES:\n\na) all Parties to count lamps; and\n\n"
        "b) range States to paint lamps;",
        [("to", "Parties"), ("to", "range States")],
    ),
    "a sentence behind a head and its item": (
        "Resolution 7\n\nLamps\n\nThe Committee on Lamps\n\nrequests LSO/CS\n\nto count lamps.\n\n"
        "The resolution was taken by unanimity.\n\nencourages the keepers to paint lamps.",
        [("to", "LSO/CS"), ("to", "keepers")],
    ),
    "advice in prose": (
        "1. Member States should light lamps.\n\n2. Lamps should be green.\n\n3. The Lamp Board must report. "
        "It is yearly:\n\n(a) in spring;",
        [("light", "Member States"), ("report", "Lamp Board")],
    ),
    "what a conference recommends": (
        "Therefore, we recommend that all Ministries:\n\n1. Count lamps.\n\n2. Paint lamps.",
        [("Count", "Ministries"), ("Paint", "Ministries")],
    ),
}


@pytest.mark.parametrize("rule", OTHERS)
def test_the_texts_of_any_body_tell_what_they_ask(rule: str):
    text, expected = OTHERS[rule]
    key = EditionKey.parse("lamp-assembly/res-7/2040")
    found = duties_of(parse_source(text_source(text), "lamps", key).edition())
    assert [(one.action.split()[0], name) for one in found for name in one.addressees] == expected


def test_an_item_names_its_paragraph():
    edition = itu("instructs the Harbour Board\n\n1 to report on:\ni) lamps;\nii) piers,")
    assert [one.under and one.under.eid for one in duties_of(edition)] == [None, BOARD, BOARD]


def test_every_unit_below_a_head_that_asks_is_a_duty_in_its_own_words(resolution: Edition):
    found = list(duties_of(resolution))
    asking = ("instructs", "invites")
    units = [
        one
        for one in resolution.provisions
        if one.kind != Kind.HEADING and one.head and one.head.verb in asking and not one.inline
    ]
    assert [one.provision.eid for one in found] == [one.eid for one in units if "__wrapup" not in one.eid]
    assert all(one.action in resolution.provision(one.provision.eid).text for one in found)
    assert all((one.deadline or "") in one.action or one.under for one in found)


def test_what_is_superseded_is_left_out_unless_it_is_named():
    old = itu("instructs the Harbour Board\n\n1 to wait;\n\n2 to act,", place="PORTO, 2026")
    new = itu("instructs the Harbour Board\n\n1 to act;\n\n2 to run,")
    both = library(old, new)
    assert {str(one.provision.edition) for one in duties(both)} == {"itu-pp/res-950/2030"}
    named = duties(both, Filters(edition="itu-pp/res-950/2026"))
    assert [one.action for one in named] == ["to wait", "to act"]
    with pytest.raises(UnknownEdition, match="'itu-pp/res-951/2030' is not in the library"):
        duties(both, Filters(edition="itu-pp/res-951/2030"))


@pytest.mark.parametrize(
    ("rule", "filters", "actions"),
    [
        ("by verb", Filters(verb="invite"), ["to lend reeds"]),
        ("by addressee", Filters(addressee="Harbour Board"), ["to wait", "to act"]),
        ("by both", Filters(verb="invite", addressee="Harbour Board"), []),
        ("by a name within a name", Filters(addressee="Board"), ["to wait", "to act"]),
    ],
)
def test_duties_are_filtered(rule: str, filters: Filters, actions: list[str]):
    edition = itu(
        "instructs the Harbour Board\n\n1 to wait;\n\n2 to act,\n\ninvites Member States\n\nto lend reeds,"
    )
    assert [one.action for one in duties(library(edition), filters)] == actions, rule


def test_the_names_of_bodies_stay_whole():
    names = Head.parse(
        "instructs the Directors of the Radiocommunication Bureau and the Telecommunication Development "
        "Bureau and the Secretary-General"
    ).addressees
    assert names == (
        "Directors of the Radiocommunication Bureau and the Telecommunication Development Bureau",
        "Secretary-General",
    )
    assert Head.parse("Invites the Commission on Science and Technology for Development").addressees == (
        "Commission on Science and Technology for Development",
    )
