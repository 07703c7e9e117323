"""Two editions of a text in one question: compared with a word of change, or by being two."""

from __future__ import annotations

from collections import Counter

import pytest

from assistant.answer import Status
from assistant.comparison.comparison import Comparison
from assistant.library.library import Library
from assistant.pipeline import Assistant
from assistant.scope.retriever import Retrieval, Retriever
from assistant.scope.scope import ScopeFinder
from assistant.strategies.changes import by_change
from assistant.understanding.query import read_query
from corpus import catalogue
from corpus.instruments import Edition, Kind, Provision
from corpus.keys import ProvisionId
from evals.worlds import gather
from index.opening import search_without_index

OLD = "resolves\n\n1 that piers are swept at noon by the warden;\n\n2 that geese are fed;\n"
NEW = OLD.replace("at noon", "at dawn and at dusk")
OTHER = "resolves\n\n1 that boats are tarred at noon;\n"
BEFORE, AFTER = "res-910/2027#resolves__para_1", "res-910/2031#resolves__para_1"
CLAUSES = (Kind.PARAGRAPH, Kind.RECITAL, Kind.OPERATIVE, Kind.ANNEX_PARAGRAPH)
NEAR = {BEFORE: 0.9, AFTER: 0.9}


@pytest.fixture
def texts(resolution_of) -> tuple[str, ...]:
    return (
        resolution_of(OLD, year=2027, place="Osterley"),
        resolution_of(NEW),
        resolution_of(OTHER, number=911, title="Boats", year=2027, place="Osterley"),
    )


@pytest.mark.parametrize(
    ("rule", "question"),
    [
        ("the later one first", "When are piers swept by Resolution 910 in 2031 compared with 2027?"),
        ("two places", "Resolution 910, Osterley versus Willowford: when are piers swept?"),
        (
            "a year and a word of change",
            "How has the sweeping of piers changed since Resolution 910 of 2027?",
        ),
    ],
)
def test_both_editions_are_shown_the_older_first(asking, chosen, texts, rule: str, question: str):
    finding = asking(*texts, near=NEAR).ask(by_change, question)
    assert (finding.status, chosen(finding)) == (Status.ANSWERED, [BEFORE, AFTER]), rule
    assert finding.lead.words.endswith(": “noon” is now “dawn and at dusk”."), rule


def test_the_last_edition_is_the_one_before_not_the_oldest(asking, chosen, texts, resolution_of):
    oldest = resolution_of(OLD, year=2023, place="Penrith")
    near = {**NEAR, "res-910/2023#resolves__para_1": 0.9}
    finding = asking(oldest, *texts, near=near).ask(
        by_change, "How has the sweeping of piers changed since the last edition of Resolution 910?"
    )
    assert chosen(finding) == [BEFORE, AFTER]


@pytest.mark.parametrize(
    ("rule", "question"),
    [
        ("one edition, no word of change", "When are piers swept in the 2027 edition of Resolution 910?"),
        (
            "one edition said twice",
            "In 2027, by the Osterley edition of Resolution 910, when are piers swept?",
        ),
        ("no edition", "When are piers swept?"),
        ("a year of something else", "Which brooms do wardens use since the Board changed them in 2027?"),
        (
            "a comparison that is only prepared",
            "For a comparison table I need the hours of sweeping in Resolution 910 (Osterley, 2027).",
        ),
        (
            "a text of which one edition is held",
            "When are boats tarred under Resolution 911 in 2027 compared with 2031?",
        ),
    ],
)
def test_nothing_is_compared(asking, texts, rule: str, question: str):
    assert asking(*texts, near=NEAR).ask(by_change, question) is None, rule


PLAN = """\
resolves to adopt the plan in Annex 1,

ANNEX 1 TO RESOLUTION 910 (REV. {place}, {year})

Plan of the piers

1 Aims of the piers

{aims}

2 Aims told again

1 Aim 1 – Dry feet, told again.

2 Aim 2 – Bright nights, told again.
"""
FEET_2027, NIGHTS_2027, BOATS_2027 = (f"res-910/2027#annex_1__sec_1__para_{number}" for number in (1, 2, 3))
FEET_2031, NIGHTS_2031 = (f"res-910/2031#annex_1__sec_1__para_{number}" for number in (1, 2))
AIMS = "1 Aim 1 – Dry feet.\n\n2 Aim 2 – Bright nights.\n"


@pytest.fixture
def plans(resolution_of) -> tuple[str, ...]:
    drafts = (
        ("Osterley", 2027, AIMS + "\n3 Aim 3 – Tarred boats.\n"),
        ("Willowford", 2031, AIMS.replace("feet", "boots")),
    )
    return tuple(
        resolution_of(
            PLAN.format(place=place.upper(), year=year, aims=aims),
            year=year,
            place=place,
            title="Plan of the piers",
        )
        for place, year, aims in drafts
    )


@pytest.mark.parametrize(
    "question",
    [
        "What changed in the aims since the last plan?",
        "How do the aims differ from the previous plan?",
        "How did the number of aims change between the 2027 and 2031 plans?",
    ],
)
def test_of_a_list_the_clause_is_shown_that_comes_nearest_as_it_stood_and_stands(
    asking, chosen, plans, question: str
):
    finding = asking(*plans, near={FEET_2027: 0.9, FEET_2031: 0.9}).ask(by_change, question)
    assert (finding.status, chosen(finding)) == (Status.ANSWERED, [FEET_2027, FEET_2031])
    assert finding.lead.words.endswith(": “feet” is now “boots”.")


@pytest.mark.parametrize(
    ("rule", "near", "expected", "change"),
    [
        ("nearer than what stands", {BOATS_2027: 0.9, NIGHTS_2031: 0.8}, [BOATS_2027], "deleted"),
        ("less near than what stands", {BOATS_2027: 0.7, NIGHTS_2031: 0.8}, [NIGHTS_2027, NIGHTS_2031],
         "unchanged"),
    ],
)  # fmt: skip
def test_an_item_that_is_gone_is_shown_where_it_is_what_is_asked_about(
    asking, chosen, plans, rule: str, near: dict[str, float], expected: list[str], change: str
):
    finding = asking(*plans, near=near).ask(by_change, "Which aims were dropped since the last plan?")
    assert chosen(finding) == expected, rule
    assert f": {change}" in finding.lead.words, rule


def test_what_changed_in_a_text_that_is_called_by_its_type(asking, plans):
    finding = asking(*plans).ask(by_change, "What changed in the plan?")
    assert "clauses and headings: " in finding.lead.words


TOLD = """\
Vision

Piers for all.

instructs the Council

1 to count the piers;

2 to paint the {colour} piers;

instructs the Secretary-General

1 to count the {colour} geese.
"""


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("What changed since 2027 in what the Council is instructed to do in Resolution 910?",
         ["2031#instructs-council__para_2"]),
        ("How have the duties of the Secretary-General in Resolution 910 changed since 2027?",
         ["2027#instructs-secretary-general__para_1", "2031#instructs-secretary-general__para_1"]),
    ],
)  # fmt: skip
def test_of_a_bodys_duties_what_changed_is_shown(asking, chosen, resolution_of, question, shown):
    old = resolution_of(TOLD.format(colour="red"), year=2027, place="Osterley")
    finding = asking(old, resolution_of(TOLD.format(colour="blue"))).ask(by_change, question)
    assert chosen(finding) == [f"res-910/{clause}" for clause in shown]


def test_duties_that_did_not_change_are_said_to_be_so(asking, chosen, resolution_of):
    old = resolution_of(TOLD.format(colour="red"), year=2027, place="Osterley")
    finding = asking(old, resolution_of(TOLD.format(colour="red"))).ask(
        by_change, "What changed since 2027 in what the Council is instructed to do in Resolution 910?"
    )
    assert finding.lead.words.endswith("all 2 clauses are unchanged:")
    assert chosen(finding) == [f"res-910/2031#instructs-council__para_{number}" for number in (1, 2)]


@pytest.mark.parametrize(
    ("rule", "question", "shown"),
    [
        ("what is new", "What is new in Resolution 910?", ["2031#resolves__para_3"]),
        ("what is gone", "What is missing in the new Resolution 910?", ["2027#resolves__para_2"]),
        (
            "what changed",
            "What changed in Resolution 910?",
            ["2031#resolves__para_1", "2031#resolves__para_3"],
        ),
        (
            "between two editions",
            "What are the differences between the two versions of Resolution 910?",
            ["2031#resolves__para_1", "2031#resolves__para_3"],
        ),
    ],
)
def test_what_became_of_the_clauses(asking, chosen, resolution_of, rule, question, shown):
    old = "resolves\n\n1 that piers are swept at noon by the warden;\n\n2 that geese eat bread and corn;\n"
    new = old.replace("noon", "dawn").replace(
        "2 that geese eat bread and corn", "3 that lamps burn on all quays"
    )
    texts = resolution_of(old, year=2027, place="Osterley"), resolution_of(new)
    finding = asking(*texts).ask(by_change, question)
    assert [one.partition("/")[2] for one in chosen(finding)] == shown, rule


def test_what_a_section_lists_stands_before_the_recitals_that_changed(asking, chosen, resolution_of):
    plan = """\
considering

a) the fog of {year},

resolves

1 to adopt the plan in Annex 1,

ANNEX 1 TO RESOLUTION 910 (REV. {place}, {year})

Plan for piers

1 Aims

1 The aims are listed hereafter.

2 Aim 1 – Safe piers: Nobody falls in {year}.

3 Aim 2 – Long piers: Ships moor in {year}.
"""
    editions = [
        resolution_of(plan.format(year=year, place=place.upper()), year=year, place=place)
        for year, place in ((2027, "Osterley"), (2031, "Willowford"))
    ]
    finding = asking(*editions).ask(by_change, "What changed in Resolution 910 since 2027?")
    assert [found.rpartition("__")[2] for found in chosen(finding)] == ["para_2", "para_3", "rec_a"]


def test_editions_are_compared_that_the_question_no_longer_names_in_its_scope(asking, chosen, texts):
    asked = asking(*texts, near=NEAR)
    scopes = ScopeFinder(asked.library)
    question = "How has the sweeping of piers changed since Resolution 910 of 2027?"
    scope, query = scopes.of(read_query(question, scopes.lexicon))
    assert "2027" not in query.text
    retriever = Retriever(scope, asked.searcher)
    finding = by_change(Retrieval(retriever, query, retriever.search(query.text, 50)))
    assert chosen(finding) == [BEFORE, AFTER]


@pytest.fixture(scope="module")
def invented() -> Assistant:
    """The invented texts that there are two editions of."""
    editions = sorted(gather().editions.values(), key=lambda one: one.key)
    counted = Counter(one.key.instrument for one in editions)
    twice = tuple(one for one in editions if counted[one.key.instrument] > 1)
    return Assistant(Library(twice, catalogue()), search_without_index(twice, ()))


@pytest.mark.parametrize(
    "form",
    [
        "How did {label} of {name} change since {old}?",
        "What changed in {name}, {label}, between {old} and {new}?",
    ],
)
def test_what_became_of_a_clause_that_is_named_by_its_label(form: str, invented: Assistant, every_row):
    pairs = zip(invented.library.editions, invented.library.editions[1:], strict=False)
    compared = [
        (old, new, Comparison.of(new, old).by_eid)
        for old, new in pairs
        if old.key.instrument == new.key.instrument
    ]
    rows = [
        (f"{new.name} {one.label}", (old, new, one, found))
        for old, new, before in compared
        for one in new.provisions
        if (found := before.get(one.eid)) and one.kind in CLAUSES and not one.inline
    ]
    assert len(rows) > 30

    def check(row: tuple[Edition, Edition, Provision, str]) -> None:
        old, new, one, found = row
        name = new.name.partition(" (")[0]
        asked = form.format(label=one.label, name=name, old=old.key.year, new=new.key.year)
        answer = invented.ask([asked])
        shown = {cited.provision for claim in answer.claims for cited in claim.citations}
        assert shown == {ProvisionId(old.key, found), ProvisionId(new.key, one.eid)}

    every_row(rows, check)


def test_what_changed_under_a_heading_is_all_of_it(invented: Assistant):
    answer = invented.ask(["What changed under resolves in Resolution 901 between 2031 and 2035?"])
    shown = [one.provision for claim in answer.claims for one in claim.citations]
    assert len(shown) > 1
    assert {one.eid.partition("__")[0] for one in shown} == {"resolves"}
    gone = invented.ask(["What was removed from resolves in Resolution 913 between 2031 and 2035?"])
    assert {one.provision.edition.year for claim in gone.claims for one in claim.citations} == {2031}
