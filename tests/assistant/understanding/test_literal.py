"""Exact words: the shapes of signs and marks of footnotes are no difference, letters and words are."""

from __future__ import annotations

import pytest

from assistant.understanding.literal import folded, phrase_pattern, word_spans


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        ("curly quotation marks", "the “Union’s” piers", 'the "Union\'s" piers'),
        ("dashes", "2024–2027 — long‑term", "2024-2027 - long-term"),
        ("spaces of any kind", " a\u00a0lamp\n\tand  a reed ", "a lamp and a reed"),
        ("marks of footnotes", "wardens¹ trim them²³", "wardens trim them"),
        ("soft hyphens", "har\u00adbours", "harbours"),
        ("case and accents stay", "Côte d’Ivoire", "Côte d'Ivoire"),
    ],
)
def test_a_text_is_folded(rule: str, text: str, expected: str):
    assert folded(text) == expected, rule


@pytest.mark.parametrize(
    ("rule", "phrase", "text", "options", "found"),
    [
        ("whatever the case", "strategic plan", "The Strategic Plan", {}, ["Strategic Plan"]),
        ("in the case given", "strategic plan", "Strategic Plan, strategic plan", {"match_case": True},
         ["strategic plan"]),
        ("whole words", "ICT", "predictable ICT, ICTs", {}, ["ICT"]),
        ("inside words", "ict", "predictable ICT", {"whole_words": False}, ["ict", "ICT"]),
        ("every place", "a reed", "a reed and a reed", {}, ["a reed", "a reed"]),
        ("other quotation marks", "the \"quiet\" pier's lamp", "the “quiet” pier’s lamp", {},
         ["the “quiet” pier’s lamp"]),
        ("another dash", "2024-2027", "for 2024–2027", {}, ["2024–2027"]),
        ("across a line", "of the harbour", "of the\n  harbour", {}, ["of the\n  harbour"]),
        ("past a mark of a footnote", "wardens answer", "The wardens¹ answer", {}, ["wardens¹ answer"]),
        ("before a mark of a footnote", "wardens", "The wardens¹ answer", {}, ["wardens"]),
        ("signs of patterns are signs", "plan (a.b)*", "plan (a.b)* planxab", {}, ["plan (a.b)*"]),
        ("a phrase that ends with a sign", "the reeds;", "to cut the reeds;", {}, ["the reeds;"]),
        ("words of another order", "plan strategic", "the strategic plan", {}, []),
    ],
)  # fmt: skip
def test_a_phrase_is_found(rule: str, phrase: str, text: str, options: dict[str, bool], found: list[str]):
    pattern = phrase_pattern(phrase, **{"whole_words": True, "match_case": False, **options})
    assert [match.group() for match in pattern.finditer(text)] == found, rule


def test_words_with_a_sign_inside_are_one_word():
    text = "follow-up of 70/1, the Union's plan."
    assert [text[start:end] for start, end in word_spans(text)] == [
        "follow-up", "of", "70/1", "the", "Union's", "plan",
    ]  # fmt: skip
