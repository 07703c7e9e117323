"""Names that no text has: which words of a question are such."""

from __future__ import annotations

import pytest

from assistant.understanding.unknown_names import KnownNames
from assistant.understanding.vocabulary import Vocabulary
from corpus.instruments import Edition


@pytest.fixture(scope="module")
def known(harbours: Edition) -> KnownNames:
    return KnownNames([harbours], Vocabulary([harbours]))


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Does the lamp at Dunmore burn all night?", ["Dunmore"]),
        ("The ship is registered in Dunmore. Who looks after the lamps?", ["Dunmore"]),
        ("We ask about Dunmore, who looks after its lamps?", ["Dunmore"]),
        ("Our ship is registered in Dunmore.", ["Dunmore"]),
    ],
)
def test_a_word_with_a_capital_that_no_text_has_is_a_foreign_name(
    known: KnownNames, question: str, names: list[str]
):
    assert known.foreign_names(question) == names
