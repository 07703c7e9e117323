"""Texts that revoke others: asked of in the chat, and said where the revoked text is cited."""

from __future__ import annotations

import pytest

from assistant.answer import Status
from assistant.library.library import Library
from assistant.library.standing import EditionValidity, validity_of
from assistant.pipeline import Assistant
from assistant.references.graph import Graph
from assistant.web.reading import Backlinks
from assistant.web.references import about_text, notes
from corpus.bodies.relations import relation_verbs
from corpus.catalogue import Catalogue
from corpus.instruments import Edition, Relation
from corpus.keys import InstrumentKey
from index.opening import search_without_index
from ingest import parse_source, text_source

NEW = """# Resolution A.906(30)

# Care of lamps

THE ASSEMBLY,

RECALLING resolution A.905(25), on lamps,

1. INVITES keepers to trim every wick;

2. REVOKES resolutions A.904(24) and A.905(25);

3. AMENDS paragraph 2 of resolution A.903(23).
"""
OLD = """# Resolution A.905(25)

# Lamps

THE ASSEMBLY,

RECALLING its earlier work,

1. INVITES keepers to fill every lamp;

2. REQUESTS the Council to report on oil.
"""
KEEPER = """# Resolution A.907(31)

# Oil

THE ASSEMBLY,

RECALLING resolution A.905(25),

1. URGES keepers to store oil in the cellar.
"""
ASKED = {
    "in force, held": "Is A.905(25) still in force?",
    "in force, not held": "Is A.904(24) still in force?",
    "which text, held": "Which resolution revokes A.905(25)?",
    "which text, not held": "What revoked A.904(24)?",
    "whether": "Did the Assembly revoke A.904(24)?",
    "in the passive": "Has A.905(25) been revoked?",
    "by the text": "What does A.906(30) revoke?",
    "by the text, called replacing": "Which resolution does A.906(30) replace?",
    "called replacing": "Which text replaces A.905(25)?",
}


def edition(text: str) -> Edition:
    return parse_source(text_source(text), "lamps").edition()


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(tuple(map(edition, (OLD, NEW, KEEPER))), Catalogue(()))


@pytest.fixture(scope="module")
def assistant(library: Library) -> Assistant:
    return Assistant(library, search_without_index(library.editions, ()))


@pytest.mark.parametrize("question", ASKED.values(), ids=ASKED)
def test_the_clause_that_revokes_answers(assistant: Assistant, question: str):
    answer = assistant.ask([question])
    assert answer.status == Status.ANSWERED
    assert [str(one.provision) for claim in answer.claims for one in claim.citations] == [
        "imo-a/res-a-906/2017#para_2"
    ]


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("Which text revokes A.906(30)?", "No clause in the library revokes A.906(30)."),
        ("What does A.905(25) revoke?", "No clause of A.905(25) revokes another text."),
        ("Which text amends A.905(25)?", "No clause in the library amends A.905(25)."),
    ],
)
def test_what_nothing_revokes_is_said_so(assistant: Assistant, question: str, lead: str):
    answer = assistant.ask([question])
    assert (answer.status, answer.lead) == (Status.NOT_STATED, lead)


def test_whether_a_body_may_revoke_is_not_taken_for_whether_it_did(assistant: Assistant):
    answer = assistant.ask(["Who may revoke A.905(25)?"])
    assert answer.trace is not None
    assert answer.trace.strategy != "relation"


def test_a_text_that_is_revoked_is_said_not_to_be_in_force(assistant: Assistant):
    answer = assistant.ask(["Is A.905(25) in force?"])
    assert answer.lead == "A.905(25) is not in force; A.906(30) revokes it:"


def test_a_revoked_text_is_superseded_by_the_text_that_revokes_it(library: Library):
    old, new = library.editions[0].key, library.editions[1].key
    assert (library.successor(old), library.superseded_by(old)) == (new, "A.906(30)")
    assert (library.is_in_force(old), library.is_in_force(new)) == (False, True)
    assert (validity_of(old, library), validity_of(new, library)) == (
        EditionValidity.SUPERSEDED,
        EditionValidity.NEWEST,
    )


def test_where_a_revoked_text_is_cited_it_is_said_but_not_by_the_text_that_revokes_it(library: Library):
    graph = Graph.of(library)
    cited = {
        (link.source.edition.instrument.work, link.relation): link.superseded_by and str(link.superseded_by)
        for link in graph.into(library.editions[0].key)
    }
    assert cited == {
        ("res-a-906", None): None,
        ("res-a-906", Relation.REVOKES): None,
        ("res-a-907", None): "imo-a/res-a-906/2017",
    }


def test_the_reader_and_the_list_of_references_say_it_first(library: Library):
    old = library.editions[0].key
    cited = Backlinks.of(library).to(str(old))
    assert cited is not None
    assert [label for label, _ in cited.clauses] == [
        "A.906(30), para. 2 (revokes it)", "A.906(30), preambular para. 1", "A.907(31), preambular para. 1",
    ]  # fmt: skip
    sides = about_text(old, Graph.of(library)).around.cited_by
    revoking = next(side for side in sides if side.name == "A.906(30)")
    assert [note for one in revoking.links for note in notes(one, library)] == ["revokes it"]


def test_a_text_of_which_only_a_paragraph_is_amended_stays_in_force(library: Library):
    assert library.ended_by(InstrumentKey("imo-a", "res-a-903")) is None
    assert library.ended_by(InstrumentKey("imo-a", "res-a-904")) is not None


def test_every_verb_of_the_shipped_list_has_its_forms():
    from corpus.bodies import shipped_bodies

    past = relation_verbs(shipped_bodies()).past
    assert {"revoked", "withdrawn", "cancelled", "modified", "superseded", "suppressed"} <= past.keys()


def test_an_article_of_a_treaty_that_is_not_there_is_said_to_be_the_treatys(assistant: Assistant):
    answer = assistant.ask(["What does Article 4 of the Paris Agreement say?"])
    assert answer.status == Status.NOT_IN_CORPUS
    assert answer.lead.startswith("Article 4 of the Paris Agreement is not in the library.")
