"""Which clauses of a text cite others of it."""

from __future__ import annotations

import pytest

from assistant.answer import Status
from assistant.library.library import Library
from assistant.pipeline import Assistant
from assistant.references.within import own_citations
from corpus.catalogue import Catalogue
from corpus.instruments import Edition
from index.opening import search_without_index
from ingest import parse_source, text_source

PIERS = """RESOLUTION 910 (REV. WILLOWFORD, 2031)

Piers

The Plenipotentiary Conference of the International Telecommunication Union (Willowford, 2031),

considering

a) that piers decay;

b) that ropes decay, as resolves 3 of Resolution 911 (Rev. Willowford, 2031) says,

resolves

1 that piers be painted;

2 that ropes be counted;

3 that buoys be lit;

4 that, in line with resolves 1 to 3 above, a list be kept,

instructs the ITU Council

1 to examine the list referred to in resolves 4 above;

2 to report on considering a) and b) and on instructs the Council 1 above in order to save rope;

3 to hear, under Resolution 911 (Rev. Willowford, 2031), resolves 1, the keepers
"""
LAMPS = """# Resolution A.906(30)

# Care of lamps

THE ASSEMBLY,

RECALLING resolution A.905(25), on lamps,

1. INVITES keepers to trim every wick;

2. REQUESTS the Council to follow paragraph 1 above;

3. URGES all to observe paragraph 1 of Article 4 of the Convention.
"""


def edition(text: str) -> Edition:
    return parse_source(text_source(text), "a text").edition()


@pytest.mark.parametrize(
    ("text", "citing"),
    [
        (
            PIERS,
            {
                "resolves 4": ["resolves 1", "resolves 2", "resolves 3"],
                "instructs the ITU Council 1": ["resolves 4"],
                "instructs the ITU Council 2": [
                    "considering a)",
                    "considering b)",
                    "instructs the ITU Council 1",
                ],
            },
        ),
        (LAMPS, {"para. 2": ["para. 1"]}),
    ],
    ids=["by heads, never those of another text", "by numbers"],
)
def test_a_text_cites_its_own_clauses(text: str, citing: dict[str, list[str]]):
    read = edition(text)
    found: dict[str, list[str]] = {}
    for source, target in own_citations(read):
        found.setdefault(read.provision(source).label, []).append(read.provision(target).label)
    assert found == citing


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    library = Library(tuple(map(edition, (PIERS, LAMPS))), Catalogue(()))
    return Assistant(library, search_without_index(library.editions, ()))


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("Which clauses of Resolution 910 cite considering a)?", ["instructs-itu-council__para_2"]),
        ("Where is resolves 4 of Resolution 910 referred to?", ["instructs-itu-council__para_1"]),
        ("What refers to resolves 1 of Resolution 910?", ["resolves__para_4"]),
        ("Which clauses of A.906(30) refer to paragraph 1?", ["para_2"]),
    ],
)
def test_the_clauses_that_cite_a_clause_are_shown(assistant: Assistant, question: str, shown: list[str]):
    answer = assistant.ask([question])
    assert (answer.status, [id_.eid for id_ in answer.cited]) == (Status.ANSWERED, shown)


@pytest.mark.parametrize("turn", ["What cites it?", "Which clauses refer to it?"])
def test_after_a_clause_was_shown_it_is_the_clause(assistant: Assistant, turn: str):
    answer = assistant.ask(["resolves 4 of Resolution 910", turn])
    assert (answer.status, [id_.eid for id_ in answer.cited]) == (
        Status.ANSWERED,
        ["instructs-itu-council__para_1"],
    )


def test_a_clause_that_nothing_cites_is_said_to_be_so(assistant: Assistant):
    answer = assistant.ask(["Which clauses of Resolution 910 cite instructs the ITU Council 3?"])
    assert answer.status == Status.NOT_STATED
    assert answer.lead == (
        "No clause in the library cites Resolution 910 (Rev. Willowford, 2031), instructs the ITU Council 3."
    )
