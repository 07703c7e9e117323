"""Redlines: words that stay, go and come; no word is split, and what the page does is no difference."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.comparison.redline import marked, redline, struck, tracked, words

WORDS = st.sampled_from(
    "the of and Council lanterns lantern willow's well-being 12 2024-2027 75/233 1.6 U.1".split()
    + "; , . : ( ) / “ ” ¹".split()
)
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from(["", " ", " ", "\u00a0", "\t"])), max_size=25).map(
    lambda pieces: "".join(word + blank for word, blank in [("lantern", " "), *pieces]).strip()
)


@pytest.mark.parametrize(
    ("rule", "old", "new", "edits"),
    [
        ("the same words", "to count", "to count", [("=", "to count")]),
        (
            "a word replaced",
            "to count the lanterns;",
            "to count all lanterns;",
            [("=", "to count "), ("-", "the"), ("+", "all"), ("=", " lanterns;")],
        ),
        (
            "words added inside",
            "to report to the Council",
            "to report annually to the Council",
            [("=", "to report "), ("+", "annually "), ("=", "to the Council")],
        ),
        (
            "words added at the end, before what separates items",
            "to lend willows;",
            "to lend willows and reeds,",
            [("=", "to lend willows"), ("+", " and reeds"), ("=", ",")],
        ),
        (
            "words gone at the end",
            "to lend willows and reeds.",
            "to lend willows;",
            [("=", "to lend willows"), ("-", " and reeds"), ("=", ";")],
        ),
        ("the first word gone", "the old lamps", "old lamps", [("-", "the "), ("=", "old lamps")]),
        (
            "a span of years is one number",
            "plan for 2020-2023",
            "plan for 2024-2027",
            [("=", "plan for "), ("-", "2020-2023"), ("+", "2024-2027")],
        ),
        (
            "a number of the Assembly is one number",
            "resolution 75/233",
            "resolution 75/234",
            [("=", "resolution "), ("-", "75/233"), ("+", "75/234")],
        ),
        (
            "a decimal is one number",
            "grew by 1.6 per cent",
            "grew by 1.7 per cent",
            [("=", "grew by "), ("-", "1.6"), ("+", "1.7"), ("=", " per cent")],
        ),
        (
            "a word that grew is another word",
            "the lantern shines",
            "the lanterns shine",
            [("=", "the "), ("-", "lantern shines"), ("+", "lanterns shine")],
        ),
        (
            "small words between two that were replaced go with them",
            "the Council of Harbours",
            "a Board of Piers",
            [("-", "the Council of Harbours"), ("+", "a Board of Piers")],
        ),
        (
            "a number between two that were replaced stays",
            "twelve 3 lamps",
            "thirty 3 masts",
            [("-", "twelve"), ("+", "thirty"), ("=", " 3 "), ("-", "lamps"), ("+", "masts")],
        ),
        (
            "or is not and",
            "Members or Associates",
            "Members and Associates",
            [("=", "Members "), ("-", "or"), ("+", "and"), ("=", " Associates")],
        ),
        (
            "a comma inside",
            "old, dark piers",
            "old dark piers",
            [("=", "old"), ("-", ","), ("=", " dark piers")],
        ),
        ("everything is new", "", "to lend reeds", [("+", "to lend reeds")]),
        ("nothing is left", "reeds;", "lamps;", [("-", "reeds;"), ("+", "lamps;")]),
        ("everything is gone", "to lend reeds", "", [("-", "to lend reeds")]),
        ("nothing at all", "", "", []),
    ],
)
def test_a_redline_has(rule: str, old: str, new: str, edits: list[tuple[str, str]]):
    assert list(redline(old, new)) == edits, rule


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("blanks", "to  count\tlanterns", "to count\u00a0lanterns"),
        ("quotation marks", "the “year’s” lamp", 'the "year\'s" lamp'),
        ("dashes", "2020–2023", "2020-2023"),
        ("a hyphen where a line broke", "the cost- recovery of 2020- 2023", "the cost-recovery of 2020-2023"),
        ("footnote marks", "the wardens¹ answer", "the wardens² answer"),
        ("what separates items", "green to the north;", "green to the north."),
        ("the conjunction before the last item", "green to the north; and", "green to the north;"),
        ("what separates items, inside quotation marks", "“green to the north”", "“green to the north.”"),
    ],
)
def test_no_difference_are(rule: str, old: str, new: str):
    assert words(old) == words(new), rule
    assert list(redline(old, new)) == [("=", new)], rule


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("the alternative before the last item", "green; or", "green; and"),
        ("capitals", "Member States", "member States"),
        ("a mark of punctuation inside", "no, lamps", "no lamps"),
        ("a mark that stands alone", ".", ";"),
    ],
)
def test_a_difference_is(rule: str, old: str, new: str):
    assert words(old) != words(new), rule


def without_separators(text: str) -> list[str]:
    """The words and marks of a text; whether a separator counts depends on what stands beside it."""
    return [one for one in words(text) if one not in (";", ",", ".", ":")]


@given(TEXTS, TEXTS)
@example("lantern ;“;", "lantern")
@example("lantern ;“", "lantern ;")
def test_both_wordings_can_be_read_from_a_redline(old: str, new: str):
    edits = redline(old, new)
    assert "".join(run for sign, run in edits if sign != "-") == new
    assert without_separators(" ".join(run for sign, run in edits if sign != "+")) == without_separators(old)
    assert all(run for _, run in edits)
    assert all(one[0] != other[0] for one, other in pairwise(edits))


@given(TEXTS, TEXTS)
def test_what_differs_in_no_word_is_kept_whole(old: str, new: str):
    assert (words(old) == words(new)) == all(sign == "=" for sign, _ in redline(old, new))


@given(TEXTS, TEXTS)
def test_the_old_wording_to_the_letter_has_the_words_that_went(old: str, new: str):
    edits = struck(old, new)
    assert "".join(run for _, run in edits) == old
    assert {sign for sign, _ in edits} <= {"=", "-"}
    gone = [run for sign, run in redline(old, new) if sign == "-"]
    assert [run for sign, run in edits if sign == "-"] == gone


@given(TEXTS, TEXTS)
def test_tracked_edits_give_both_wordings_to_the_letter(old: str, new: str):
    edits = tracked(old, new)
    assert "".join(run for sign, run in edits if sign != "+") == old
    assert "".join(run for sign, run in edits if sign != "-") == new
    assert all(run for _, run in edits)


@pytest.mark.parametrize(
    ("rule", "old", "new", "edits"),
    [
        ("what closes an item is tracked", "lend reeds;", "lend reeds.",
         [("=", "lend reeds"), ("-", ";"), ("+", ".")]),
        ("the shape of a dash is tracked", "2020–2023", "2020-2023",
         [("=", "2020"), ("-", "–"), ("+", "-"), ("=", "2023")]),
        ("what is the same is not", "lend reeds;", "lend reeds;", [("=", "lend reeds;")]),
    ],
)  # fmt: skip
def test_tracked_is_what_a_redline_leaves_out(rule: str, old: str, new: str, edits: list[tuple[str, str]]):
    assert list(tracked(old, new)) == edits, rule


def test_a_long_text_is_compared_too():
    old = [f"lantern{at % 900} of the" for at in range(4000)]
    new = [*old[:1000], "a new pier", *old[1000:]]
    edits = redline(" ".join(old), " ".join(new))
    assert [edit for edit in edits if edit[0] != "="] == [("+", "a new pier ")]


def test_a_redline_is_printed_with_marks_or_with_colours():
    edits = redline("to count the lanterns", "to count all lanterns daily")
    assert marked(edits) == "to count [-the-] {+all+} lanterns {+daily+}"
    assert marked(edits, colours=True) == (
        "to count \x1b[9;31mthe\x1b[0m \x1b[4;32mall\x1b[0m lanterns \x1b[4;32mdaily\x1b[0m"
    )
