"""Asking with filters: only what passes is shown, counted and searched; the way out is told."""

from __future__ import annotations

import pytest

from assistant.answer import Status
from assistant.filtered import Filtered, described
from assistant.library.held import Library
from assistant.pipeline import Assistant
from assistant.scope.filters import ClauseKind, Filters
from assistant.scope.narrowing import narrowed
from corpus.catalogue import catalogue
from corpus.errors import UnknownEdition
from corpus.instruments import Part
from index import search_without_index

HARBOURS, PLAN = "itu-pp/res-900/2030", "itu-pp/res-71/2022"


@pytest.fixture(scope="module")
def library(resolution, harbours):
    return Library((resolution, harbours), catalogue())


@pytest.fixture(scope="module")
def filtered(library):
    searcher = search_without_index(library.editions, ())
    return Filtered(Assistant(library, searcher, library.editions[0].key.instrument))


def cited(answer):
    return [one.provision for claim in answer.claims for one in claim.citations]


def shown(answer):
    return [*cited(answer), *answer.closest, *answer.retrieved]


FILTERS = [
    Filters(kind=ClauseKind.PREAMBULAR),
    Filters(kind=ClauseKind.OPERATIVE),
    Filters(kind=ClauseKind.ANNEX),
    Filters(edition=HARBOURS),
    Filters(edition=PLAN, kind=ClauseKind.OPERATIVE),
    Filters(addressee="ITU Council"),
    Filters(addressee="Harbour Council", edition=HARBOURS),
]
QUESTIONS = [
    "What are the strategic goals?",
    "What is the Council instructed to do?",
    "Who counts the lanterns?",
    "How often are lanterns counted?",
    "List the recitals",
    "resolves 1",
    "Which clauses mention developing countries?",
    "What is the difference between goals and targets?",
    "Which texts are cited?",
    "What is this text about?",
    "What does Resolution 900 resolve?",
]


@pytest.mark.parametrize("filters", FILTERS, ids=str)
@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_is_shown_that_a_filter_leaves_out(filtered, library, filters, question):
    left = narrowed(library, filters)
    answer = filtered.ask([question], filters)
    assert [one for one in shown(answer) if left.provision(one) is None] == []


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        (ClauseKind.PREAMBULAR, Part.PREAMBLE),
        (ClauseKind.OPERATIVE, Part.OPERATIVE),
        (ClauseKind.ANNEX, Part.ANNEX),
    ],
)
def test_a_part_is_kept_whole_and_alone(library, kind, part):
    left = narrowed(library, Filters(kind=kind))
    for edition in library.editions:
        wanted = [one.eid for one in edition.provisions if edition.part_of(one) == part]
        assert [one.eid for one in left.edition(edition.key).provisions] == wanted


def test_a_body_keeps_its_head_and_all_that_stands_under_it(library, harbours):
    left = narrowed(library, Filters(addressee="Harbour Council"))
    (edition,) = left.editions
    assert [one.label for one in edition.provisions] == [
        "instructs the Harbour Council",
        "instructs the Harbour Council 1",
        "instructs the Harbour Council 2",
    ]


@pytest.mark.parametrize(
    ("rule", "question", "status", "first"),
    [
        ("a group", "What is the Harbour Council instructed to do?", Status.ANSWERED, 1),
        ("a label", "instructs the Harbour Council 2", Status.ANSWERED, 2),
        ("by words alone nothing is sure", "What is the Council instructed to do?", Status.CANDIDATES, 2),
    ],
)
def test_what_the_filter_leaves_is_answered(filtered, rule: str, question: str, status: Status, first: int):
    answer = filtered.ask([question], Filters(edition=HARBOURS))
    assert answer.status == status, rule
    assert {str(one.edition) for one in cited(answer)} == {HARBOURS}, rule
    assert str(cited(answer)[0]) == f"{HARBOURS}#instructs-harbour-council__para_{first}", rule


def test_a_refusal_says_what_would_answer_without_the_filter(filtered):
    answer = filtered.ask(["Annex 1 para 54"], Filters(edition=HARBOURS))
    assert answer.status != Status.ANSWERED
    assert (
        "Without the filter this is answered, by Resolution 71 (Rev. Bucharest, 2022)" in answer.notices[-1]
    )


def test_a_text_that_the_filter_leaves_out_is_not_said_to_be_missing(filtered):
    answer = filtered.ask(["What does Resolution 900 (Rev. Lisbon, 2030) say?"], Filters(edition=PLAN))
    assert answer.status != Status.REFERENCED_NOT_HELD


@pytest.mark.parametrize("filters", [Filters(edition="itu-pp/res-9/2000"), Filters(edition="nonsense")])
def test_a_text_that_is_not_held_is_told(filtered, library, filters):
    answer = filtered.ask(["Why?"], filters)
    assert answer.status == Status.OUT_OF_SCOPE
    assert filters.edition in answer.lead
    with pytest.raises(UnknownEdition):
        narrowed(library, filters)


def test_a_filter_that_leaves_nothing_is_told(filtered):
    answer = filtered.ask(["What are the strategic goals?"], Filters(addressee="the Moon"))
    assert answer.status == Status.NOT_IN_CORPUS
    assert answer.lead == (
        "Nothing in the library matches the filter: the clauses of all texts addressed to the Moon."
    )


def test_a_follow_up_means_what_was_shown_before_the_filter(filtered):
    first = filtered.ask(["What is the ITU Council instructed to do?"], Filters())
    turns = ["What is the ITU Council instructed to do?", "the second one, please"]
    answer = filtered.ask(turns, Filters(edition=PLAN), [first])
    assert cited(answer) == cited(first)[1:2]


def test_without_a_filter_the_answer_is_the_same(filtered):
    assert filtered.ask(["Who counts the lanterns?"], Filters()).claims


def test_filters_are_told_in_words(library):
    filters = Filters(kind=ClauseKind.OPERATIVE, edition=HARBOURS, addressee="the Harbour Council")
    said = "the operative clauses of Resolution 900 (Rev. Lisbon, 2030) addressed to the Harbour Council"
    assert described(filters, library) == said
