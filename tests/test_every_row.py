"""What the fixture for long tables promises: every row is checked, and each that fails is named."""

from __future__ import annotations

import pytest

ROWS = [("one", 1), ("two", 2), ("three", 3), ("four", 4)]


def is_odd(number: int) -> None:
    assert number % 2, f"{number} is even"


def test_every_failing_row_is_named_with_its_reason(every_row):
    with pytest.raises(pytest.fail.Exception) as caught:
        every_row(ROWS, is_odd)
    said = str(caught.value)
    assert said.startswith("2 of 4 rows fail:\ntwo\n    AssertionError: 2 is even")
    assert "\nfour\n    AssertionError: 4 is even" in said
    assert "one" not in said


def test_a_row_that_raises_another_error_fails_and_the_rows_behind_it_are_checked(every_row):
    def check(number: int) -> None:
        is_odd(7 // (number - 1) if number < 3 else number)

    with pytest.raises(pytest.fail.Exception, match=r"one\n +ZeroDivisionError: .*\nfour\n +AssertionError"):
        every_row(ROWS, check)


def test_a_table_whose_rows_all_hold_passes(every_row):
    every_row(ROWS, lambda number: number)


def test_an_empty_table_fails(every_row):
    with pytest.raises(AssertionError, match="no rows"):
        every_row([], is_odd)
