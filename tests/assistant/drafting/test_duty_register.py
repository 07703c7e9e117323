"""The register of duties: Resolution 71 by hand, lists below a clause, filters, two editions, an office."""

from __future__ import annotations

import tomllib
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from assistant.comparison.comparison import Comparison
from assistant.drafting.timing import TimeKind
from assistant.library.library import Library
from assistant.register.changes import changed_duties
from assistant.register.entries import DutyRegister, Entry
from assistant.register.office import office
from assistant.register.selection import DutyQuery, Grouping, grouped, narrowed, select
from corpus.catalogue import catalogue
from corpus.errors import ResolutionsError, UnknownEdition
from corpus.instruments import Edition
from corpus.keys import EditionKey
from ingest import parse_source, text_source

GOLDEN = Path(__file__).parent / "duties_of_resolution_71.toml"
ITU = """\
RESOLUTION {number} (REV. {place})

Lamps

The Plenipotentiary Conference of the International Telecommunication Union ({place}),

considering

that the Harbour Board waits,

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

Recalling its resolution 98/3,

{operative}
"""
OLD = """\
instructs the Harbour Board

1 to count the lamps every year;

2 to paint the piers;

requests the Secretary-General

1 to lend reeds for the roofs of the wardens;

2 to publish the figures of the harbour by 2034,

invites Member States

to contribute willows, in order to:
- mend the piers;
- shade the quays, where possible,"""
NEW = """\
instructs the Harbour Board

1 to count the lamps and the buoys every year;

2 to sweep the stairs of every lighthouse,

invites the Secretary-General

1 to lend reeds for the roofs of the wardens;

instructs the Pilots' Board

1 to publish the figures of the harbour by 2034,

invites Member States

to contribute willows, in order to:
- mend the piers;
- shade the quays, where possible,"""


def itu(operative: str, number: int = 950, place: str = "LISBON, 2030") -> Edition:
    text = ITU.format(number=number, place=place, operative=operative)
    return parse_source(text_source(text), "lamps").edition()


def un(operative: str) -> Edition:
    return parse_source(text_source(UN.format(operative=operative)), "lamps").edition()


def register(*editions: Edition) -> DutyRegister:
    return DutyRegister(Library(editions, catalogue()))


BOTH = (itu(OLD, place="PORTO, 2026"), itu(NEW))
THEN, NOW = (EditionKey.parse(f"itu-pp/res-950/{year}") for year in (2026, 2030))


ITEMS = """\
instructs the Harbour Board

1 to keep the piers in order, and to this end:
i) to count the lamps every year, where possible;
ii) to report to the Council on the quays by 2034;
iii) to paint them,"""


def test_what_an_item_says_stays_with_the_item():
    one = register(itu(ITEMS)).of(NOW)[0]
    assert (one.duty.times, one.duty.conditions, one.duty.reports_to) == ((), (), ())
    assert one.lines(lambda own: (time.words for time in own.times)) == "i): every year\nii): by 2034"
    assert one.lines(lambda own: own.conditions) == "i): where possible"
    assert one.lines(lambda own: own.reports_to) == "ii): the Council"
    found = [select(register(itu(ITEMS)), DutyQuery.read({"when": when})) for when in ("recurring", "due")]
    assert [len(each) for each in found] == [1, 1]


def test_what_a_clause_says_is_the_clauses_not_the_items():
    text = "instructs the Harbour Board\n\n1 to report each year on:\ni) piers;\nii) lamps, if any,"
    one = register(itu(text)).of(NOW)[0]
    assert one.lines(lambda own: (time.words for time in own.times)) == "each year"


def first(one: Entry, *kinds: TimeKind) -> str | None:
    return next((time.words for time in one.times if time.kind in kinds), None)


def row(one: Entry) -> dict[str, object]:
    """Return an entry as the golden file has it, what it does not say left out."""
    found = {
        "clause": one.duty.provision.eid,
        "bodies": list(one.duty.addressees),
        "verb": one.verb,
        "force": one.strength.value if one.strength else "",
        "items": [item.marker for item in one.items],
        "frequency": first(one, TimeKind.FREQUENCY),
        "due": first(one, TimeKind.DATE, TimeKind.EVENT, TimeKind.PROMPT),
        "conditions": [words for part in one.sections for words in part.own.conditions],
        "reports_to": [words for part in one.sections for words in part.own.reports_to],
    }
    return {name: value for name, value in found.items() if value}


def test_the_duties_of_resolution_71_are_those_of_the_list_made_by_hand(resolution: Edition):
    expected = tomllib.loads(GOLDEN.read_text(encoding="utf-8"))["duty"]
    found = register(resolution).of(resolution.key)
    bounds = [(one.pop("begins"), one.pop("ends")) for one in expected]
    assert [row(one) for one in found] == expected
    for one, (begins, ends) in zip(found, bounds, strict=True):
        assert one.words.startswith(begins)
        assert one.words.endswith(ends)


def test_the_list_below_an_open_clause_belongs_to_it():
    one = register(itu(OLD)).of(NOW)[-1]
    assert (
        one.words
        == "to contribute willows, in order to:\n- mend the piers;\n- shade the quays, where possible,"
    )
    assert one.duty.conditions == ()
    assert [item.own.conditions for item in one.items] == [(), ("where possible",)]


def test_a_clause_that_only_names_the_body_gives_an_entry_for_each_item():
    text = "1. Calls upon Member States, with the help of pilots:\n\n(a) To count lamps;\n\n(b) To wait;"
    found = register(un(text)).entries()
    assert [one.words for one in found] == [
        "with the help of pilots: To count lamps",
        "with the help of pilots: To wait",
    ]


def test_a_list_that_goes_on_with_another_verb_is_not_the_bodys():
    text = "1. We encourage the Board to act. We decide to:\n\n(a) Mend the piers;\n\n(b) Wait;"
    assert [one.words for one in register(un(text)).entries()] == ["to act"]


def test_superseded_editions_are_left_out_unless_they_are_asked_for():
    both = register(*BOTH)
    assert {one.key for one in both.entries()} == {NOW}
    assert {one.key for one in both.entries(superseded=True)} == {THEN, NOW}
    named = select(both, DutyQuery(text="itu-pp/res-950/2026"))
    assert {one.key for one in named} == {THEN}


@pytest.mark.parametrize(
    ("rule", "asked", "clauses"),
    [
        ("a body", {"body": "Harbour Board"}, ["count", "sweep"]),
        ("part of a name", {"body": "Board"}, ["count", "sweep", "publish"]),
        ("a force", {"verb": "inviting"}, ["lend", "contribute"]),
        ("a verb", {"verb": "instructs"}, ["count", "sweep", "publish"]),
        ("words of the list below", {"words": "willows shade"}, ["contribute"]),
        ("what recurs", {"when": "recurring"}, ["count"]),
        ("what is due", {"when": "due"}, ["publish"]),
        ("what has a time", {"when": "timed"}, ["count", "publish"]),
        ("a text by its name", {"text": "Resolution 950", "verb": "inviting"}, ["lend", "contribute"]),
        ("by force", {"sort": "force"}, ["count", "sweep", "publish", "lend", "contribute"]),
        ("by time", {"sort": "time"}, ["publish", "count", "sweep", "lend", "contribute"]),
        ("nothing", {"words": "unicorn"}, []),
    ],
)
def test_duties_are_selected(rule: str, asked: dict[str, str], clauses: list[str]):
    found = select(register(*BOTH), DutyQuery.read(asked))
    assert [one.words.split()[1] for one in found] == clauses, rule


def test_what_is_asked_survives_its_own_address():
    asked = {
        "body": "Board",
        "words": "a&b=c",
        "when": "due",
        "superseded": "1",
        "group": "body",
        "sort": "force",
    }
    wanted = DutyQuery.read(asked)
    assert dict(parse_qsl(wanted.query)) == asked
    assert DutyQuery.read(dict(parse_qsl(wanted.query))) == wanted
    assert DutyQuery.read(asked | {"verb": ""}) == wanted


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"sort": "size"}, "'size' is no value of 'sort'; use text, body, force, time"),
        ({"words": "a" * 2000}, "the field 'words' has 2,000 characters"),
    ],
)
def test_a_bad_field_is_refused_with_a_sentence(asked: dict[str, str], error: str):
    with pytest.raises(ResolutionsError, match=error):
        DutyQuery.read(asked)


def test_a_text_that_is_not_in_the_library_is_refused():
    with pytest.raises(UnknownEdition, match="“nonsense” is not in the library"):
        select(register(*BOTH), DutyQuery(text="nonsense"))


def test_a_duty_of_two_bodies_is_in_both_groups():
    text = "invites Member States and Sector Members\n\nto lend reeds,"
    one = register(itu(text))
    groups = grouped(one, one.entries(), Grouping.BODY)
    assert [(name, len(found)) for name, found in groups] == [("Member States", 1), ("Sector Members", 1)]


def test_duties_change_between_two_editions():
    found = [
        (one.kind.value, (one.new or one.old).words.split()[1])
        for one in changed_duties(register(*BOTH), Comparison.of(*BOTH))
    ]
    assert found == [
        ("reworded", "count"),
        ("added", "sweep"),
        ("weaker", "lend"),
        ("stronger", "publish"),
        ("unchanged", "contribute"),
        ("dropped", "paint"),
    ]


def test_an_edition_does_not_change_against_itself():
    changes = changed_duties(register(*BOTH), Comparison.of(BOTH[1], BOTH[1]))
    assert {one.kind.value for one in changes} == {"unchanged"}


GROUPED = """\
instructs the Directors of the Bureaux

1 to mend the piers,

instructs the Director of the Harbour Bureau

1 to count the lamps, as the Security Council and the Director of the Pier Bureau ask;

invites Member States

1 to help the Director of the Harbour Bureau,"""


def test_an_office_has_its_duties_those_of_its_group_and_its_mentions():
    found = office(register(itu(GROUPED)), "Director of the Harbour Bureau")
    assert [one.words.split()[1] for one in found.duties] == ["count"]
    assert [one.words.split()[1] for one in found.shared] == ["mend"]
    assert [one.provision.text for one in found.mentions] == ["to help the Director of the Harbour Bureau,"]


def test_a_filter_by_one_director_has_the_duties_of_the_directors():
    one = register(itu(GROUPED))
    found = select(one, DutyQuery(body="Director of the Harbour Bureau"))
    assert [(each.words.split()[1], each.is_shared) for each in found] == [("mend", True), ("count", False)]


SECRETARIES = (
    itu(
        "instructs the Secretary-General\n\n1 to count lamps every year;\n\ninvites Member States\n\n"
        "1 to write to the Secretary-General of the United Nations;\n\n2 to help the Secretary-General,"
    ),
    un("1. Requests the Secretary-General to mend piers;\n\n2. Calls upon the wardens to help;"),
)


@pytest.mark.parametrize(
    ("asked", "label", "acts", "other"),
    [
        ("Secretary-General", "Secretary-General (ITU)", ["count"], "Secretary-General (United Nations)"),
        (
            "secretary general (itu)",
            "Secretary-General (ITU)",
            ["count"],
            "Secretary-General (United Nations)",
        ),
        ("Secretary-General (UN)", "Secretary-General (United Nations)", ["mend"], "Secretary-General (ITU)"),
        ("UN Secretary-General", "Secretary-General (United Nations)", ["mend"], "Secretary-General (ITU)"),
    ],
)
def test_a_body_is_that_of_one_organization(asked: str, label: str, acts: list[str], other: str):
    both = DutyRegister(Library(SECRETARIES, catalogue()), SECRETARIES[0].key)
    wanted, others = narrowed(both, DutyQuery(body=asked), both.organisation)
    assert wanted.body == label
    assert [one.label for one in others] == [other]
    assert [one.words.split()[1] for one in select(both, wanted)] == acts
    found = office(both, asked, first=both.organisation)
    assert (found.body, [one.words.split()[1] for one in found.duties]) == (label, acts)


def test_a_text_says_whose_body_is_meant():
    both = DutyRegister(Library(SECRETARIES, catalogue()), SECRETARIES[0].key)
    wanted, others = narrowed(both, DutyQuery(body="Secretary-General", text="un-ga/res-99-7"), "itu")
    assert (wanted.body, others) == ("Secretary-General", ())
    assert [one.words.split()[1] for one in select(both, wanted)] == ["mend"]


def test_mentions_are_those_of_the_organizations_own_body():
    both = DutyRegister(Library(SECRETARIES, catalogue()))
    for body, words in (("ITU", "to help"), ("UN", "to write")):
        found = office(both, f"Secretary-General ({body})").mentions
        assert [one.provision.text.partition(" the")[0][:8].strip() for one in found] == [words]


def test_spellings_of_a_body_are_one_body():
    texts = ("the ITU Council", "the Council", "all Member States", "the Directors of the three Bureaux")
    text = "\n\n".join(f"instructs {name}\n\n1 to count lamp {at}," for at, name in enumerate(texts))
    one = register(itu(text + "\n\ninstructs the Directors of the Bureaux\n\n1 to wait,"))
    assert [(name, [(b.label, b.duties) for b in bodies]) for name, bodies in one.bodies.listed()] == [
        ("ITU", [("Directors of the Bureaux", 2), ("ITU Council", 2), ("Member States", 1)])
    ]


def test_offices_of_the_main_text_come_first_and_nouns_that_name_none_last():
    other = un(
        "1. Requests the Group and the stakeholders to wait;\n\n2. Requests the Security Council to act;"
    )
    both = DutyRegister(Library((other, itu("instructs the Council\n\n1 to count,")), catalogue()))
    found = both.bodies.listed("itu")
    assert [name for name, _ in found] == ["ITU", "United Nations", "Others"]
    assert {one.name for one in found[-1][1]} == {"Group", "stakeholders"}


def test_a_name_within_a_longer_one_is_no_mention():
    assert not office(register(itu(GROUPED)), "Council").mentions


def test_a_body_that_no_text_names_is_not_known():
    assert not office(register(*BOTH), "Unicorn Board").is_known
    assert not office(register(), "Harbour Board").is_known


def test_a_body_and_its_short_form_are_one():
    text = "1. Invites the Harbour Lamp Committee (HLC) to count lamps;\n\n2. REQUESTS the HLC to paint; and"
    edition = parse_source(text_source(UN.format(operative=text)), "lamps").edition()
    duties = DutyRegister(Library((edition,), catalogue()))
    (body,) = duties.bodies.find("HLC")
    assert (body.name, body.duties) == ("Harbour Lamp Committee (HLC)", 2)
    assert duties.bodies.find("Harbour Lamp Committee") == (body,)
    assert [(one.verb, one.words) for one in duties.entries()] == [
        ("invites", "to count lamps"),
        ("requests", "to paint"),
    ]
