"""Asking with filters: only what passes is shown, counted and searched; the way out is told."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from assistant.answer import Status, UnfilteredNotice
from assistant.filtered import FilteredAssistant, described
from assistant.library.library import Library
from assistant.pipeline import Assistant
from assistant.scope.filters import ClauseKind, Filters
from assistant.scope.narrowing import narrowed
from assistant.selection.model import READER_STRATEGY, ModelReader
from assistant.trace import Trace
from corpus.catalogue import Catalogue, catalogue
from corpus.errors import UnknownEdition
from corpus.heads import Head
from corpus.instruments import Part
from index import search_without_index
from ingest import parse_source, text_source

HARBOURS, PLAN = "itu-pp/res-900/2030", "itu-pp/res-71/2022"


@pytest.fixture(scope="module")
def library(resolution, harbours):
    return Library((resolution, harbours), catalogue())


@pytest.fixture(scope="module")
def filtered(library):
    searcher = search_without_index(library.editions, ())
    return FilteredAssistant(Assistant(library, searcher, library.editions[0].key.instrument))


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


# -- editions: which one is in force does not depend on the filter ------------------------------------------

NEWER = "Resolution 900 (Rev. Porto, 2034)"
INSTRUCTED = "What is the Harbour Council instructed to do?"


def parsed(text, changes):
    for before, after in changes.items():
        text = text.replace(before, after)
    return parse_source(text_source(text), "harbours").edition()


@pytest.fixture(scope="module")
def of_both(harbours_text, harbours):
    """Two editions of a text; the newer one invites the body that the earlier one instructs."""
    changes = {"LISBON, 2030": "PORTO, 2034", "Lisbon, 2030": "Porto, 2034", "instructs the": "invites the"}
    editions = harbours, parsed(harbours_text, changes)
    return FilteredAssistant(Assistant(Library(editions, Catalogue(())), search_without_index(editions, ())))


@pytest.mark.parametrize("question", [INSTRUCTED, "What does Resolution 900 instruct?", "Who counts?"])
def test_a_clause_filter_searches_the_newest_edition_though_only_an_earlier_one_passes(of_both, question):
    answer = of_both.ask([question], Filters(verb="instruct"))
    assert (answer.status, answer.claims) == (Status.NOT_IN_CORPUS, ())
    assert answer.lead == "No clause in the texts searched matches the filter."


@pytest.mark.parametrize(
    ("filters", "question"),
    [
        (Filters(verb="instruct"), "What does Resolution 900 (Rev. Lisbon, 2030) instruct?"),
        (Filters(instrument="itu-pp/res-900", verb="instruct"), INSTRUCTED),
        (Filters(edition=HARBOURS), INSTRUCTED),
        (Filters(until=2031), INSTRUCTED),
        (Filters(until=2031, verb="instruct"), INSTRUCTED),
    ],
    ids=str,
)
def test_a_filter_does_not_hide_that_an_edition_is_superseded(of_both, filters, question):
    answer = of_both.ask([question], filters)
    assert {str(one.edition) for one in cited(answer)} == {HARBOURS}
    assert {one.superseded_by for claim in answer.claims for one in claim.citations} == {NEWER}


def test_the_text_in_force_that_a_filter_leaves_out_is_not_said_to_be_missing(of_both):
    question = "What does the current edition instruct the Harbour Council to do?"
    answer = of_both.ask([question], Filters(until=2031))
    assert (answer.status, answer.lead) == (Status.NOT_IN_CORPUS, "The filter excludes the text you named.")


# -- the language model reads what the filter leaves --------------------------------------------------------


class NamesAll:
    """A language model that names every clause that it may be shown, and keeps what it was sent."""

    def complete(self, system, user, *, seconds, schema=None):
        self.user = user
        named = [{"token": f"c{at}", "words": "", "part": 1} for at in range(1, 25)]
        return json.dumps({"clauses": named, "answered": True, "missing": "", "opening": ""})


def by_reader(answer, retrieved=()):
    """The answer as if the local reader had decided it, of these clauses."""
    trace = Trace(answer.understood_as, READER_STRATEGY, (), ())
    return replace(answer, retrieved=tuple(retrieved) or answer.retrieved, trace=trace)


@pytest.mark.parametrize("filters", [Filters(), *FILTERS], ids=str)
def test_the_library_is_what_the_filter_leaves(filtered, library, filters):
    assert filtered.library(filters).editions == narrowed(library, filters).editions


@pytest.mark.parametrize("filters", [Filters(edition="nonsense"), Filters(addressee="the Moon")], ids=str)
def test_a_filter_that_leaves_nothing_leaves_an_empty_library(filtered, filters):
    assert filtered.library(filters).editions == ()


def test_the_model_fills_no_list_with_clauses_that_the_filter_leaves_out(harbours_text):
    """Two of the three items of a list pass; with all of the library the third would be shown with them."""
    edition = parsed(harbours_text, {"2 to report": "2 to paint the piers;\n\n3 to report"})
    other = edition.provision("instructs-harbour-council__para_3")
    invited = replace(other, head=Head.parse("invites the Harbour Council"))
    edition = replace(
        edition, provisions=tuple(invited if one is other else one for one in edition.provisions)
    )
    filtered = FilteredAssistant(
        Assistant(Library((edition,), Catalogue(())), search_without_index([edition], ()))
    )
    filters, model = Filters(verb="instruct"), NamesAll()
    own = [edition.id_of(edition.provision(f"instructs-harbour-council__para_{at}")) for at in (1, 2, 3)]
    before = by_reader(filtered.ask([INSTRUCTED], filters), own)
    after = ModelReader(model, "small").read(before, [INSTRUCTED], filtered.library(filters)).answer
    assert cited(after) == own[:2]
    assert "dark piers" not in model.user


def test_what_the_model_shows_says_what_has_superseded_it(of_both):
    filters = Filters(until=2031)
    before = by_reader(of_both.ask([INSTRUCTED], filters))
    after = ModelReader(NamesAll(), "small").read(before, [INSTRUCTED], of_both.library(filters)).answer
    assert after.claims
    assert {one.superseded_by for claim in after.claims for one in claim.citations} == {NEWER}


def test_an_answer_of_the_model_loses_the_way_out_of_the_refusal(filtered, harbours):
    filters, question = Filters(edition=HARBOURS), "Annex 1 para 54"
    refused = filtered.ask([question], filters)
    assert isinstance(refused.notices[-1], UnfilteredNotice)
    own = [harbours.id_of(harbours.provision("resolves__para_1"))]
    before = replace(by_reader(refused, own), notices=("The index is old", *refused.notices))
    after = ModelReader(NamesAll(), "small").read(before, [question], filtered.library(filters)).answer
    assert (after.status, after.notices) == (Status.ANSWERED, ("The index is old",))


SWEPT = """\
RESOLUTION {number} (REV. {place}, {year})

Piers

The Plenipotentiary Conference of the International Telecommunication Union ({place}, {year}),

resolves

1 that piers are swept at {hour};

2 that geese are fed.
"""


@pytest.mark.parametrize("edition", ["", "itu-pp/res-910/2022"])
@pytest.mark.parametrize("question", ["What changed since 2018?", "What has changed since the 2018 edition?"])
def test_what_changed_is_asked_of_the_main_text_in_both_its_editions(edition: str, question: str):
    drafts = [
        SWEPT.format(number=number, place=place, year=year, hour=hour)
        for number in (910, 911)
        for place, year, hour in (("Dubai", 2018, "noon"), ("Bucharest", 2022, "dusk"))
    ]
    editions = tuple(parse_source(text_source(draft), "piers").edition() for draft in drafts)
    library = Library(editions, Catalogue(()))
    main = editions[0].key.instrument
    assistant = Assistant(library, search_without_index(library.editions, ()), main)
    answer = FilteredAssistant(assistant).ask([question], Filters(edition=edition))
    assert answer.trace.strategy == "change"
    assert {cited.edition.instrument for cited in answer.cited} == {main}
