"""Edited texts have the edits that they say they have, and a comparison finds them."""

from __future__ import annotations

import pytest

from evals.comparison.edited_texts import PLANS, EditedText, edited_texts
from evals.comparison.measuring import score


@pytest.fixture(scope="module")
def texts() -> list[EditedText]:
    return list(edited_texts(3 * len(PLANS), 3_000))


@pytest.mark.parametrize(
    ("plan", "is_made"),
    [
        ("deleted", lambda text: len(text.pairs) < len(text.old_places)),
        ("inserted", lambda text: len(text.pairs) < len(text.new_places)),
        ("moved in its list", lambda text: text.moved),
        ("moved to another head", lambda text: text.moved),
        ("list renumbered", lambda text: text.renumbered),
        ("split", lambda text: text.parts),
        ("merged", lambda text: text.parts),
    ],
)
def test_every_kind_of_edit_is_made(texts: list[EditedText], plan, is_made):
    assert any(is_made(text) for text in texts if text.plan == plan)


def test_clauses_that_only_moved_keep_their_words(texts: list[EditedText]):
    for text in texts:
        old = {address: text.old.provisions[at].text for at, address in text.old_places.items()}
        new = {address: text.new.provisions[at].text for at, address in text.new_places.items()}
        if text.plan not in ("words", "several at once"):
            assert [address for address, _ in text.pairs if old[address] != new[address]] == []


def test_a_comparison_finds_what_is_known(texts: list[EditedText]):
    figures = score(texts)["Compare", ""].figures()
    for name in ("pairs F1", "moves recall", "moves precision", "numbers recall", "numbers precision"):
        assert (figures[name] or 0) >= 0.97, (name, figures)
