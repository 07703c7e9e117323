"""Which clauses name a text: asked of every text that the invented ones name."""

from __future__ import annotations

from collections import defaultdict

import pytest

from assistant.answer import Status
from assistant.library.library import Library
from assistant.pipeline import Assistant
from corpus import catalogue
from corpus.instruments import Edition
from corpus.keys import InstrumentKey, ProvisionId
from evals.worlds import gather
from index.opening import search_without_index

_TYPES = {"res": "Resolution", "dec": "Decision"}


@pytest.fixture(scope="module")
def invented() -> Assistant:
    editions = tuple(gather().editions.values())
    return Assistant(Library(editions, catalogue()), search_without_index(editions, ()))


def _said(instrument: InstrumentKey) -> str:
    """Return the name of a numbered text as people type it, '' for one that goes by its number in no way."""
    type_, _, number = instrument.work.partition("-")
    if instrument.issuer.startswith("un-") and instrument.issuer != "un-ga":
        return ""
    if instrument.issuer == "un-ga":
        session, _, of_session = number.partition("-")
        return f"General Assembly resolution {session}/{of_session}" if of_session.isdigit() else ""
    return f"{_TYPES[type_]} {number}" if type_ in _TYPES and number.isdigit() else ""


def _naming(assistant: Assistant) -> dict[tuple[Edition, str], set[ProvisionId]]:
    """Return the clauses that name a text, by the text that they stand in and the name.

    What two conferences number alike is left out: "Resolution 88".
    """
    meant = defaultdict(set)
    for _, one in assistant.library.references():
        meant[_said(one.instrument)].add(one.instrument)
    found: dict[tuple[Edition, str], set[ProvisionId]] = defaultdict(set)
    for edition in assistant.library.newest:
        for one in edition.references:
            name = _said(one.instrument)
            if name and len(meant[name]) == 1 and one.instrument != edition.key.instrument:
                found[edition, name].add(ProvisionId(edition.key, one.source))
    return found


def _shown(assistant: Assistant, question: str) -> set[ProvisionId]:
    answer = assistant.ask([question])
    assert answer.status == Status.ANSWERED, question
    return {one.provision for claim in answer.claims for one in claim.citations}


@pytest.mark.parametrize(
    "form", ["Which clauses of {0} mention {1}?", "Where does {0} refer to {1}?", "Does {0} cite {1}?"]
)
def test_every_clause_of_a_text_that_names_another_is_shown(form: str, invented: Assistant):
    named = sorted(_naming(invented).items(), key=lambda row: (row[0][0].key, row[0][1]))
    assert len(named) > 50
    for (edition, name), clauses in named:
        assert _shown(invented, form.format(edition.name, name)) == clauses


@pytest.mark.parametrize("form", ["Which clauses cite {}?", "Which texts refer to {}?", "Where is {} cited?"])
def test_every_clause_of_all_texts_that_names_one_is_shown(form: str, invented: Assistant):
    named: dict[str, set[ProvisionId]] = defaultdict(set)
    for (_, name), clauses in _naming(invented).items():
        named[name] |= clauses
    assert len(named) > 50
    for name, clauses in named.items():
        assert _shown(invented, form.format(name)) == clauses


def test_a_text_that_does_not_name_another_is_told_so(invented: Assistant):
    named = _naming(invented)
    name = next(name for _, name in named if name.startswith("General"))
    other = next(one for one in invented.library.newest if (one, name) not in named)
    answer = invented.ask([f"Does {other.name} cite {name}?"])
    assert answer.status == Status.NOT_STATED
    assert {one.edition for one in answer.closest} <= {edition.key for edition, at in named if at == name}


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("Which UN texts cite 95/301?", Status.ANSWERED),
        ("Which texts of the United Nations cite 95/301?", Status.ANSWERED),
        ("Which General Assembly resolutions cite 95/301?", Status.ANSWERED),
        ("Which resolutions of 2041 cite 95/301?", Status.ANSWERED),
        ("Which texts mention the 2030 Agenda resolution 95/301?", Status.ANSWERED),
        ("Which ITU texts mention UNGA Resolution 95/301?", Status.NOT_STATED),
        ("Which itu documents cite 95/301?", Status.NOT_STATED),
        ("Which texts of the Security Council cite 95/301?", Status.NOT_STATED),
        ("Which resolutions of 2042 cite 95/301?", Status.NOT_STATED),
        ("Which decisions cite 95/301?", Status.NOT_STATED),
    ],
)
def test_only_texts_of_the_body_and_the_year_that_are_asked_for_are_shown(
    question, status, invented: Assistant
):
    answer = invented.ask([question])
    shown = {one.provision.edition.instrument.issuer for claim in answer.claims for one in claim.citations}
    assert (answer.status, shown) == (status, {"un-ga"} if status == Status.ANSWERED else set())
    assert answer.trace.strategy == "naming"


@pytest.mark.parametrize(
    "question",
    [
        "Which Pilot Board texts cite 95/301?",
        "Which texts since 2042 cite 95/301?",
        "Does 95/999 cite 95/301?",
    ],
)
def test_texts_of_what_cannot_be_read_are_left_to_the_search(question: str, invented: Assistant):
    assert invented.ask([question]).trace.strategy != "naming"
