"""Texts that a question describes, editions by their year or place, what changed, what names what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answer import Status
from assistant.library.library import Library
from assistant.pipeline import Assistant
from assistant.understanding.names.asked import edition_named, named_editions, without_edition
from assistant.understanding.names.descriptions import described
from assistant.understanding.names.editions import dated
from corpus import catalogue
from corpus.instruments import Edition
from corpus.keys import EditionKey
from index.opening import search_without_index
from ingest import parse_source, text_source

_OPENING = "The Plenipotentiary Conference of the International Telecommunication Union ({place}),\n\n"
FERRIES = (
    """\
RESOLUTION 905 (REV. {CITY}, {year})

Ferries between the islands

"""
    + _OPENING
    + """\
considering

a) that ferries bind the islands;

b) Resolution 906 ({other}), on bridges,

resolves

1 that each ferry shall sail {times} a day;

2 that ferries shall carry goats free of charge;
{more}
instructs the Ferry Board

1 to publish the timetable of ferries {when};

2 to paint each hull.
"""
)
BRIDGES = (
    """\
RESOLUTION 906 (MALMO, 2030)

Bridges over the sounds

"""
    + _OPENING.format(place="Malmo, 2030")
    + """\
recalling

a) Resolution 905 (Rev. Oslo, 2026), on ferries,

resolves

1 that each bridge shall bear a lamp;

2 that goats shall pay a toll,

instructs the Bridge Board

to count the bridges every year.
"""
)


def text(text: str) -> Edition:
    return parse_source(text_source(text), "text").edition()


@pytest.fixture(scope="module")
def library() -> Library:
    """Ferries in two editions, and bridges."""
    old = FERRIES.format(
        CITY="OSLO", year=2026, place="Oslo, 2026", other="Oslo, 2026", times="three times", when="in March",
        more="\n3 that a ferry shall have a piper;\n",
    )  # fmt: skip
    new = FERRIES.format(
        CITY="MALMO", year=2030, place="Malmo, 2030", other="Malmo, 2030", times="five times",
        when="in March", more="\n3 that a ferry shall have a nurse;\n",
    )  # fmt: skip
    return Library((text(old), text(new), text(BRIDGES)), catalogue())


@pytest.fixture(scope="module")
def assistant(library: Library) -> Assistant:
    return Assistant(library, search_without_index(library.editions, []))


DESCRIBED = [
    ("by a word of its title", "What does the ferry resolution resolve?", ["itu-pp/res-905/2030"]),
    ("by what it is on", "List the tasks in the resolution on bridges", ["itu-pp/res-906/2030"]),
    ("by its place", "the Malmo resolution on bridges", ["itu-pp/res-906/2030"]),
    ("by what it is on, with a verb", "does the resolution on bridges require it?", ["itu-pp/res-906/2030"]),
    ("by half a title", "what does the resolution on rusty bridges say?", None),
    ("by a title and more", "what does the resolution on goat ferries say?", None),
    ("by words of two titles", "the island sounds resolution", None),
    ("by words of no title", "the harbour resolution", None),
    ("which one is asked", "Which resolution on bridges does the plan recall?", None),
    ("which other one is asked", "What other resolution on bridges is there?", None),
    ("by no words", "what does the resolution say?", None),
    ("without a type", "do ferries sail?", None),
]


@pytest.mark.parametrize(("rule", "question", "keys"), DESCRIBED, ids=[row[0] for row in DESCRIBED])
def test_a_text_is_described(library: Library, rule: str, question: str, keys: list[str] | None):
    found = described(question, library)
    assert (found and [str(one.key) for one in found.editions]) == keys


def test_where_a_text_has_no_title_none_is_told_from_the_others(library: Library):
    untitled = replace(library.editions[0], key=EditionKey.parse("itu-pp/res-907/2030"), title="")
    assert described("the resolution on bridges", Library((*library.editions, untitled), catalogue())) is None


def test_where_one_text_is_held_nothing_is_described(library: Library):
    alone = Library(library.editions[2:], catalogue())
    assert described("the resolution on bridges", alone) is None


DATED = [
    ("the year", "How often does Res. 905 want sailings in its 2026 version?", ["itu-pp/res-905/2026"]),
    ("the place", "How often do they sail in the Oslo edition of Resolution 905?", ["itu-pp/res-905/2026"]),
    ("the edition in force", "How often does Res. 905 want sailings?", ["itu-pp/res-905/2030"]),
    ("a place alone", "How often did they sail in the Oslo edition?", ["itu-pp/res-905/2026"]),
    ("a year that may date anything", "Was there a storm in 2026?",
     ["itu-pp/res-905/2030", "itu-pp/res-906/2030"]),
    ("a year that no edition has", "Res. 905 in its 2011 version", ["itu-pp/res-905/2030"]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "question", "keys"), DATED, ids=[row[0] for row in DATED])
def test_an_edition_is_named_by_its_year_or_place(
    library: Library, rule: str, question: str, keys: list[str]
):
    assert [str(one.key) for one in named_editions(question, library)[0]] == keys


def test_what_is_left_of_a_question_speaks_of_this_text(library: Library):
    assert (
        without_edition("What does the ferry resolution resolve?", library) == "What does this text resolve?"
    )
    assert dated("the 2026 version", library.editions[2:], library)[0] == library.editions[2:]


def test_what_is_only_spoken_of_is_not_what_is_asked_of(library: Library):
    assert edition_named("Which clauses mention Resolution 905?", library) is None
    assert edition_named("Where is Resolution 905 cited?", library) is None
    assert edition_named("Which edition of Resolution 905 does it rely on?", library) is None
    assert edition_named("Where is Resolution 905 in force?", library) is not None
    assert described("Any text that points to General Assembly resolution 70/125?", library) is None


CHANGES = [
    ("changed", "How did the number of ferry sailings a day change from Oslo to Malmo?",
     ["2026#resolves__para_1", "2030#resolves__para_1"], "“three” is now “five”."),
    ("unchanged", "Resolution 905: was the timetable rule different in the 2026 edition?",
     ["2026#instructs-ferry-board__para_1", "2030#instructs-ferry-board__para_1"], "unchanged."),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "question", "ids", "said"), CHANGES, ids=[row[0] for row in CHANGES])
def test_what_changed_is_shown_side_by_side(
    assistant: Assistant, rule: str, question: str, ids: list[str], said: str
):
    answer = assistant.ask([question])
    assert answer.status == Status.ANSWERED
    shown = [
        str(one.provision).removeprefix("itu-pp/res-905/")
        for claim in answer.claims
        for one in claim.citations
    ]
    assert shown == ids
    assert said in answer.lead


def test_what_changed_in_a_text_is_counted(assistant: Assistant):
    answer = assistant.ask(["What changed in Resolution 905 between 2026 and 2030?"])
    assert "5 changed" in answer.lead, "with the number of the text and its formula, as on the page"
    assert len(answer.claims) == 3


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("Which clauses of other texts mention Resolution 905?", ["906/2030#preamble__recalling__rec_a"]),
        ("Which provisions point to Res. 906?", ["905/2030#preamble__considering__rec_b"]),
        ("Which revision of Resolution 905 do other texts recall?", ["906/2030#preamble__recalling__rec_a"]),
        ("Where exactly is Resolution 906 mentioned?", ["905/2030#preamble__considering__rec_b"]),
        ("Which ITU resolutions of 2030 cite Resolution 906?", ["905/2030#preamble__considering__rec_b"]),
    ],
)
def test_every_clause_that_names_a_text_is_shown(assistant: Assistant, question: str, ids: list[str]):
    answer = assistant.ask([question])
    shown = [
        str(one.provision).removeprefix("itu-pp/res-") for claim in answer.claims for one in claim.citations
    ]
    assert shown == ids


def test_a_follow_up_stays_in_the_text_that_answered(assistant: Assistant):
    first = "What does the resolution on ferries say about goats?"
    answer = assistant.ask([first, "And in the Oslo edition?"])
    assert {str(one.provision.edition) for claim in answer.claims for one in claim.citations} == {
        "itu-pp/res-905/2026"
    }
    answer = assistant.ask([first, "the next one"])
    shown = [one.provision for claim in answer.claims for one in claim.citations]
    assert str(shown[0]) == "itu-pp/res-905/2030#resolves__para_3"
    assert {str(one.edition) for one in shown} == {"itu-pp/res-905/2030"}
