"""Names that no text has: which words of a question are such, and which only tell a reader's case."""

from __future__ import annotations

import pytest

from assistant.understanding.unknown_names import Known
from assistant.understanding.vocabulary import Vocabulary
from corpus.instruments import Edition


@pytest.fixture(scope="module")
def known(harbours: Edition) -> Known:
    return Known([harbours], Vocabulary([harbours]))


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Does the lamp at Dunmore burn all night?", ["Dunmore"]),
        ("Our ship is registered in Dunmore. Who looks after the lamps?", []),
        ("We sail from Dunmore and call at Kestria; must we show a lamp?", []),
        ("I sailed from Dunmore. Am I to show a lamp?", []),
        ("My ship is from Dunmore. Must the lamps of Kestria burn all night?", ["Kestria"]),
        ("The ship is registered in Dunmore. Who looks after the lamps?", ["Dunmore"]),
        ("We ask about Dunmore, who looks after its lamps?", ["Dunmore"]),
        ("Our ship is registered in Dunmore.", ["Dunmore"]),
    ],
)
def test_the_case_that_a_reader_tells_names_nothing_that_is_asked_for(
    known: Known, question: str, names: list[str]
):
    assert known.foreign_names(question) == names
