"""Editions that are not adopted: answers come from them only where they are named, and no other changes."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from assistant.answer import Answer, Status
from assistant.drafting.duties import duties
from assistant.filtered import FilteredAssistant
from assistant.library.library import Library
from assistant.pipeline import Assistant
from assistant.references.graph import Graph
from assistant.register.entries import DutyRegister
from assistant.scope.filters import ClauseKind, Filters
from assistant.understanding.labels.resolver import resolve
from assistant.understanding.names.asked import edition_key, texts_in_focus
from assistant.understanding.names.pending import pending_named
from corpus.adoption import with_status_mark
from corpus.catalogue import Catalogue
from corpus.instruments import Edition, EditionStatus
from index import search_without_index
from index.bank import packed_questions
from ingest import parse_source, text_source

DRAFT_KEY, TO_COME_KEY = "itu-pp/res-900/2034", "itu-pp/res-900/2099"
DRAFT = "Resolution 900 (Rev. Doha, 2034; draft, not adopted)"
TO_COME = "Resolution 900 (Rev. Osterley, 2099; dated 2099, not yet adopted)"
_QUESTIONS = 40  # of the bank, taken by chance


def edition(text: str, status: EditionStatus = EditionStatus.ADOPTED) -> Edition:
    return with_status_mark(parse_source(text_source(text), "harbours").edition(), status)


def moved(text: str, city: str, year: int, **words: str) -> str:
    """Return the harbours' resolution of another place and year, with other words."""
    text = text.replace("LISBON, 2030", f"{city.upper()}, {year}").replace("Lisbon, 2030", f"{city}, {year}")
    for before, after in words.items():
        text = text.replace(before.replace("_", " "), after)
    return text


@pytest.fixture(scope="module")
def pending(harbours_text: str) -> tuple[Edition, ...]:
    """A draft and an edition to come of an instrument that is held, and a draft of one that is not."""
    return (
        edition(
            moved(harbours_text, "Doha", 2034, every_three_years="every single year", willows="oars"),
            EditionStatus.DRAFT,
        ),
        edition(moved(harbours_text, "Osterley", 2099, dark_piers="bright piers"), EditionStatus.TO_COME),
        edition(harbours_text.replace("900", "905").replace("lanterns", "beacons"), EditionStatus.DRAFT),
    )


@pytest.fixture(scope="module")
def alone(resolution: Edition, harbours: Edition) -> Library:
    return Library((resolution, harbours), Catalogue(()))


@pytest.fixture(scope="module")
def library(alone: Library, pending: tuple[Edition, ...]) -> Library:
    return replace(alone, pending=pending)


def over(library: Library) -> FilteredAssistant:
    searcher = search_without_index(library.editions, ())
    return FilteredAssistant(Assistant(library, searcher, library.editions[0].key.instrument))


@pytest.fixture(scope="module")
def filtered(library: Library) -> FilteredAssistant:
    return over(library)


def ask(filtered: FilteredAssistant, *turns: str, filters: Filters | None = None) -> Answer:
    return filtered.ask(turns, filters or Filters())


def labels(answer: Answer) -> list[str]:
    return [one.label for claim in answer.claims for one in claim.citations]


# -- nothing else changes ----------------------------------------------------------------------------


def plain(answer: Answer) -> Answer:
    return replace(answer, seconds=0.0)


COUNTED: dict[str, Callable[[Library], Any]] = {
    "duties": lambda library: duties(library),
    "register": lambda library: DutyRegister(library).entries(superseded=True),
    "references": lambda library: Graph.of(library).links,
    "newest editions": lambda library: library.newest,
    "editions by instrument": lambda library: dict(library.instruments),
    "named and not held": lambda library: dict(library.named),
    "labels": lambda library: dict(library.labelled),
    "index": lambda library: library.fingerprints(),
    "questions": lambda library: library.questions,
}


@pytest.mark.parametrize("count", COUNTED.values(), ids=COUNTED)
def test_a_text_that_is_not_adopted_changes_no_list(alone: Library, library: Library, count):
    assert count(library) == count(alone)


def test_a_text_that_is_not_adopted_changes_no_answer(alone: Library, library: Library, resolution: Edition):
    """The draft has the words of the text in force, so that any answer that read it would show it."""
    copy = with_status_mark(
        replace(resolution, key=replace(resolution.key, year=2034)), EditionStatus.DRAFT
    )  # of Resolution 71 too
    held = replace(library, pending=(*library.pending, copy))
    before, after = over(alone), over(held)
    bank, _ = packed_questions(alone.editions, None)
    asked = [one.question.text for one in random.Random(71).sample(list(bank), _QUESTIONS)]
    asked += [
        "How often are lanterns counted?",
        "What is the Council told to do?",
        "Resolution 900 resolves 1",
    ]
    for question in asked:
        assert plain(ask(after, question)) == plain(ask(before, question)), question


def test_a_conversation_about_the_text_in_force_stays_with_it(alone: Library, filtered: FilteredAssistant):
    turns = ("What does Resolution 900 instruct the Harbour Council?", "And the Member States?")
    assert plain(ask(filtered, *turns)) == plain(ask(over(alone), *turns))


# -- a question that names one -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("What does the draft Resolution 900 say on lanterns?", DRAFT_KEY),
        ("what is in the draft of res. 900", DRAFT_KEY),
        ("Draft revised resolution 900: how often are lanterns counted?", DRAFT_KEY),
        ("How often are lanterns counted in Resolution 900 (draft)?", DRAFT_KEY),
        ("How often are lanterns counted in the Resolution 900 draft?", DRAFT_KEY),
        ("Resolution 900 (Rev. Doha, 2034), resolves 1", DRAFT_KEY),
        ("Res. 900 (Rev. Doha) resolves 1", DRAFT_KEY),
        (f"{DRAFT}, resolves 1", DRAFT_KEY),
        ("Resolution 900 (Rev. Osterley, 2099) resolves 1", TO_COME_KEY),
        (f"{TO_COME}, resolves 1", TO_COME_KEY),
    ],
)
def test_a_question_names_an_edition_that_is_not_adopted(library: Library, question: str, key: str):
    assert [str(one) for one in pending_named(question, library).editions] == [key]


@pytest.mark.parametrize(
    "question",
    [
        "What does Resolution 900 say on lanterns?",
        "What does Resolution 900 (Rev. Lisbon, 2030) say?",
        "What does Resolution 900 say about draft plans for lanterns?",
        "Who prepares the draft strategic plan of Resolution 71?",
        "What does the Drafting Committee do under Resolution 900?",
        "What does Resolution 900 want done by 2034?",
        "What does the draft say?",
        "What does the draft Resolution 71 say?",
        "",
    ],
)
def test_a_question_that_names_none(library: Library, question: str):
    assert pending_named(question, library).editions == ()


def test_a_named_draft_is_searched_alone_and_marked(filtered: FilteredAssistant):
    answer = ask(filtered, "How often does the draft Resolution 900 tell the Council to count the lanterns?")
    assert answer.status in (Status.ANSWERED, Status.CANDIDATES)
    assert "every single year" in answer.text
    assert labels(answer)
    assert all(one.startswith(f"{DRAFT}, ") for one in labels(answer))
    assert {str(one.edition) for one in answer.retrieved} == {DRAFT_KEY}
    assert answer.trace is not None
    assert answer.trace.texts == (DRAFT,)
    assert not any(one.superseded_by for claim in answer.claims for one in claim.citations)


def test_a_question_after_it_stays_with_the_draft(filtered: FilteredAssistant):
    answer = ask(
        filtered, "What does the draft Resolution 900 instruct the Harbour Council?", "And the Member States?"
    )
    assert labels(answer) == [f"{DRAFT}, invites Member States"]
    assert "to lend oars and reeds" in answer.text


def test_a_question_after_it_that_names_the_text_leaves_the_draft(filtered: FilteredAssistant):
    turns = ("What does the draft Resolution 900 instruct the Council?", "What does Resolution 900 invite?")
    assert not any("draft" in one for one in labels(ask(filtered, *turns)))


def test_a_draft_is_compared_in_the_chat(filtered: FilteredAssistant):
    answer = ask(
        filtered, "What differs between Resolution 900 (Rev. Lisbon, 2030) and the draft Resolution 900?"
    )
    said = f"From Resolution 900 (Rev. Lisbon, 2030) to {DRAFT}, clauses and headings: "
    assert answer.text.removeprefix(said).startswith(
        "5 changed, 0 new, 0 deleted"
    )  # two clauses, the opening lines


def test_a_filter_names_a_draft(filtered: FilteredAssistant):
    filters = Filters(edition=DRAFT_KEY, kind=ClauseKind.OPERATIVE)
    answer = ask(filtered, "Who counts the lanterns?", filters=filters)
    assert labels(answer) or answer.closest
    assert {str(one.edition) for one in answer.retrieved} == {DRAFT_KEY}
    hits = filtered.search("count lanterns", filters, 5)
    assert {str(one.passage.edition) for one in hits} == {DRAFT_KEY}
    assert [one.key for one in filtered.library(filters).editions] == [
        edition_key(DRAFT_KEY, filtered.library(filters))
    ]


def test_what_a_language_model_is_asked_stays_with_the_draft(filtered: FilteredAssistant):
    answer = ask(filtered, "How often does the draft Resolution 900 count the lanterns?")
    assert filtered.scoped(answer, Filters()) == Filters(edition=DRAFT_KEY)
    other = ask(filtered, "How often are lanterns counted?")
    assert filtered.scoped(other, Filters()) == Filters()


def test_a_text_of_which_only_a_draft_is_held(filtered: FilteredAssistant):
    answer = ask(filtered, "What does Resolution 905 say about beacons?")
    name = "Resolution 905 (Rev. Lisbon, 2030; draft, not adopted)"
    assert answer.status is Status.NOT_IN_CORPUS
    assert answer.text.startswith(
        f"The library has no adopted text of Resolution 905, only {name}. Name that in full to search it."
    )
    assert not answer.claims
    assert labels(ask(filtered, f"What does {name} say about beacons?"))


# -- names and labels --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("draft Resolution 900, resolves 1", f"{DRAFT}, resolves 1"),
        ("Resolution 900 (Rev. Doha, 2034), resolves 1", f"{DRAFT}, resolves 1"),
        (f"{TO_COME}, resolves 1", f"{TO_COME}, resolves 1"),
        (f"{DRAFT_KEY}#resolves__para_1", f"{DRAFT}, resolves 1"),
        ("Resolution 900, resolves 1", "Resolution 900 (Rev. Lisbon, 2030), resolves 1"),
        ("Resolution 900 (Rev. Doha, 2034)", DRAFT),
    ],
)
def test_a_label_of_a_draft_is_resolved_in_the_draft(library: Library, label: str, found: str):
    assert [one.label for one in resolve(label, library)] == [found]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("draft Resolution 900", DRAFT_KEY),
        ("Resolution 900 (Rev. Doha, 2034)", DRAFT_KEY),
        (DRAFT, DRAFT_KEY),
        ("Resolution 900 (Rev. Osterley, 2099)", TO_COME_KEY),
        ("Resolution 900", "itu-pp/res-900/2030"),
        ("draft Resolution 905", "itu-pp/res-905/2030"),
    ],
)
def test_a_command_takes_the_name_of_a_draft(library: Library, name: str, key: str):
    assert str(edition_key(name, library)) == key


@pytest.mark.parametrize("turn", ["What does the draft Resolution 900 say?", f"What does {TO_COME} say?"])
def test_an_edition_that_is_not_adopted_is_never_taken_for_the_one_in_force_later(
    turn: str, library: Library
):
    before = "What does Resolution 900 say?"
    assert [edition.key.year for edition in texts_in_focus([before], library)] == [2030]
    assert texts_in_focus([before, turn, "Who counts the lanterns?"], library) == ()
