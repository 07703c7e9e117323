"""What may be asked next: offered where it leads on, and understood as it stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.conversations.related_questions import follow_ups
from assistant.filtered import FilteredAssistant
from assistant.library.library import Library
from assistant.pipeline import Assistant
from assistant.scope.filters import Filters
from corpus import catalogue
from corpus.adoption import with_status_mark
from corpus.instruments import EditionStatus
from index import search_without_index
from ingest import parse_source, text_source

TEXT = """\
RESOLUTION 910 (REV. {city}, {year})

Piers

The Plenipotentiary Conference of the International Telecommunication Union ({place}, {year}),

considering

a) that piers are wet;

b) that gulls are loud,

instructs the Warden

1 to sweep each pier at dawn;

2 to light the lamps in fog;

invites boatmen

1 to bring brooms;

2 to bring oil.
"""
PLACES = (("Osterley", 2027), ("Willowford", 2031))
EDITIONS = tuple(
    parse_source(text_source(TEXT.format(city=place.upper(), place=place, year=year)), "a text").edition()
    for place, year in PLACES
)


def assistant(*editions) -> Assistant:
    return Assistant(Library(editions, catalogue()), search_without_index(editions, []))


@pytest.mark.parametrize(
    ("rule", "question", "expected"),
    [
        ("the next of a list", "considering a)", ["And the next one?", "And in 2027?"]),
        ("nothing after the last", "considering b)", ["And in 2027?"]),
        ("the next body, after all that one is told", "What is the Warden instructed to do?",
         ["And boatmen?", "And in 2027?"]),
        ("the first after the last", "What are boatmen invited to do?", ["And the Warden?", "And in 2027?"]),
        ("the edition in force", "What are boatmen invited to do under Resolution 910 (Rev. Osterley, 2027)?",
         ["And the Warden?", "And in 2031?"]),
        ("nothing after a refusal", "How old is the moon?", []),
    ],
)  # fmt: skip
def test_what_is_offered_is_understood(rule: str, question: str, expected: list[str]):
    one = assistant(*EDITIONS)
    offered = follow_ups(one.ask([question]), one.library)
    assert list(offered) == expected, rule
    for turn in offered:
        answer = one.ask([question, turn])
        assert answer.status.value == "answered", (rule, turn)
        assert answer.claims != one.ask([question]).claims, (rule, turn)


def test_no_other_edition_of_a_draft_is_offered():
    words = TEXT.format(city="ASHFORD", place="Ashford", year=2035)
    draft = with_status_mark(parse_source(text_source(words), "a text").edition(), EditionStatus.DRAFT)
    library = replace(assistant(*EDITIONS).library, pending=(draft,))
    one = FilteredAssistant(Assistant(library, search_without_index(EDITIONS, [])))
    answer = one.ask(["considering a) of the draft Resolution 910"], Filters())
    assert list(follow_ups(answer, library)) == ["And the next one?"]


def test_a_text_of_which_one_edition_is_held_offers_no_other():
    one = assistant(EDITIONS[1])
    assert follow_ups(one.ask(["considering b)"]), one.library) == ()
