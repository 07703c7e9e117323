"""What an edit makes of a wording."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.proposals.revision import Revision

LANTERNS = Revision.of("to count the lanterns;")


def test_what_was_typed_over_is_deleted_and_inserted():
    assert LANTERNS.retyped("to count all lanterns;").edits == (
        ("=", "to count "), ("-", "the"), ("+", "all"), ("=", " lanterns;"),
    )  # fmt: skip


def test_a_word_replaced_in_part_is_replaced_as_a_whole():
    assert Revision.of("and instructs him").retyped("and invites him").edits == (
        ("=", "and "), ("-", "instructs"), ("+", "invites"), ("=", " him"),
    )  # fmt: skip


def test_letters_added_to_a_word_are_all_that_is_inserted():
    assert Revision.of("a lantern;").retyped("a lanterns;").edits == (
        ("=", "a lantern"), ("+", "s"), ("=", ";"),
    )  # fmt: skip


def test_two_edits_stay_two():
    changed = LANTERNS.retyped("to count annually the lanterns;").retyped("to count annually the lamps;")
    assert changed.edits == (
        ("=", "to count "), ("+", "annually "), ("=", "the "), ("-", "lanterns"), ("+", "lamps"), ("=", ";"),
    )  # fmt: skip


def test_a_wording_that_was_edited_elsewhere_and_pasted_is_compared_word_for_word():
    was = (
        "1 to oversee the further development and the implementation of the plan, and to report to it yearly;"
    )
    pasted = was.replace("1", "2").replace("further", "rapid").replace("yearly", "each year")
    assert [run for sign, run in Revision.of(was).retyped(pasted).edits if sign == "+"] == [
        "2", "rapid", "each year",
    ]  # fmt: skip
    both = Revision.of(was).retyped(was.replace("further", "rapid")).retyped(pasted)
    assert (both.old, both.now) == (was, pasted)
    assert [run for sign, run in both.edits if sign == "+"] == ["2", "rapid", "each year"]


def test_what_was_inserted_and_deleted_again_leaves_nothing():
    assert LANTERNS.retyped("to count all the lanterns;").retyped(LANTERNS.now) == LANTERNS


def test_what_was_deleted_and_typed_again_is_kept():
    assert LANTERNS.retyped("to the lanterns;").retyped(LANTERNS.now) == LANTERNS


def test_words_moved_by_two_edits_are_deleted_at_one_place_and_inserted_at_the_other():
    moved = LANTERNS.retyped("to count lanterns;").retyped("the to count lanterns;")
    assert moved.edits == (
        ("+", "the "), ("=", "to count "), ("-", "the "), ("=", "lanterns;"),
    )  # fmt: skip


def test_a_place_outside_the_wording_is_refused():
    with pytest.raises(ValueError, match="characters 3 to 99 of 22"):
        LANTERNS.replaced(3, 99, "")


WORDINGS = st.text("ab c", max_size=8) | st.lists(
    st.sampled_from(["the ", "plan ", "a), ", "b"]), min_size=40
).map("".join)


@given(WORDINGS, st.lists(WORDINGS, max_size=5))
def test_whatever_is_typed_both_wordings_are_exact(first, typed):
    revision = Revision.of(first)
    for words in typed:
        revision = revision.retyped(words)
        assert (revision.old, revision.now) == (first, words)
        assert Revision.made_of(revision.edits) == revision
