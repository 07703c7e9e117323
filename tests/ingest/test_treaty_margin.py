"""What stands in a treaty's margin and what heads its parts, and what only looks like it."""

from __future__ import annotations

import pytest

from ingest.treaty.margin import expected, is_next, read_margin
from ingest.treaty.opening import read_heading

MARGINS = {
    "paragraph and sub-paragraph": ("8 2 1) If a seat", "8", ["2", "1"], "If a seat"),
    "paragraph": ("24 1 Member States", "24", ["1"], "Member States"),
    "sub-paragraph": ("9 2) When a seat", "9", ["2"], "When a seat"),
    "letter": ("6 b) on a proposal", "6", ["b"], "on a proposal"),
    "number of a letter": ("19A j) promote", "19a", ["j"], "promote"),
    "two letters": ("160CA 1 bis) review", "160ca", ["1bis"], "review"),
    "inserted paragraph": ("60A 9 bis) A State", "60a", ["9bis"], "A State"),
    "inserted paragraph without a blank": ("93A 1bis) The Board", "93a", ["1bis"], "The Board"),
    "inserted paragraph and sub-paragraph": ("161B 3 bis) 1) At its", "161b", ["3bis", "1"], "At its"),
    "inserted letter": ("51A c bis) establish", "51a", ["cbis"], "establish"),
    "inserted number": ("73 bis The Keeper", "73bis", [], "The Keeper"),
    "dash": ("30 – an additional", "30", [""], "an additional"),
    "number alone": ("20 The Union", "20", [], "The Union"),
    "a paragraph of thousands": ("1001A Keeper: A person", "1001a", [], "Keeper: A person"),
    "mark of amendment": ("3 PP-98 a) to maintain", "3", ["a"], "to maintain"),
    "taken out": ("58 (SUP)", "58", [], "(SUP)"),
    "several taken out": ("219 to 221 (SUP)", "219-221", [], "(SUP)"),
    "two taken out": ("166 and 167 (SUP)", "166-167", [], "(SUP)"),
    "letters taken out": ("298A to B (SUP)", "298a-298b", [], "(SUP)"),
    "an amount is no paragraph": ("21 1/2 unit class", "21", [], "1/2 unit class"),
}


@pytest.mark.parametrize(("text", "value", "numbers", "words"), MARGINS.values(), ids=MARGINS)
def test_a_marginal_number_is_read(text: str, value: str, numbers: list[str], words: str):
    margin = read_margin(text)
    assert margin is not None
    assert (margin.value, [one[0].value for one in margin.markers]) == (value, numbers)
    assert text[margin.offset :] == words


UNSURE = ["126 of this Convention.", "30 June 1994 between", "1 unit class", "2027 shall see"]
NONE = [
    "5) something",
    "a) something",
    "219 to 221 of the Convention",
    "12",
    "",
    "Member States",
    "7.5 metres",
]


@pytest.mark.parametrize("text", UNSURE)
def test_words_that_a_line_may_have_broken_off_are_not_sure(text: str):
    margin = read_margin(text)
    assert margin is None or not margin.sure


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_marginal_number_is_none(text: str):
    assert read_margin(text) is None


ORDER = [
    ("the next", (7, "", 0), (8, "", 0), True),
    ("a letter", (19, "", 0), (19, "A", 0), True),
    ("the next letter", (19, "A", 0), (19, "B", 0), True),
    ("a letter below a letter", (160, "C", 0), (160, "CA", 0), True),
    ("past the letter below", (160, "CA", 0), (160, "D", 0), True),
    ("an adverb", (73, "", 0), (73, "", 1), True),
    ("a letter after an adverb", (73, "", 1), (73, "A", 0), True),
    ("a number left out", (7, "", 0), (9, "", 0), False),
    ("a letter left out", (19, "", 0), (19, "B", 0), False),
    ("a letter of a number left out", (7, "", 0), (8, "A", 0), False),
    ("an adverb left out", (7, "", 0), (7, "", 2), False),
    ("the same", (7, "", 0), (7, "", 0), False),
    ("back", (7, "", 0), (6, "", 0), False),
]


@pytest.mark.parametrize(("rule", "last", "order", "follows"), ORDER, ids=[one[0] for one in ORDER])
def test_a_number_follows_another(rule: str, last, order, follows: bool):
    assert is_next(order, last) is follows


def test_what_should_have_come_is_told():
    assert expected((9, "", 0), (7, "", 0)) == "8"
    assert expected((19, "C", 0), (19, "A", 0)) == "19B"


HEADINGS = {
    "article": ("ARTICLE 11A", ("art", "11a", "Article 11A", "")),
    "inserted article": ("Article 5 bis", ("art", "5bis", "Article 5bis", "")),
    "chapter": ("CHAPTER IVA", ("chp", "iva", "Chapter IVA", "")),
    "section": ("SECTION 2", ("sec", "2", "Section 2", "")),
    "part": ("Part III", ("part", "iii", "Part III", "")),
    "for short": ("Art. 7", ("art", "7", "Article 7", "")),
    "title after a dash": ("Article 5 – Seat", ("art", "5", "Article 5", "Seat")),
    "title after a point": ("Article 5. Seat of the Union", ("art", "5", "Article 5", "Seat of the Union")),
    "title after a colon": ("Chapter I: Purposes", ("chp", "i", "Chapter I", "Purposes")),
    "title alone": ("ARTICLE 5 Seat", ("art", "5", "Article 5", "Seat")),
    "title after a mark": ("ARTICLE 5 PP-98 Seat", ("art", "5", "Article 5", "Seat")),
    "taken out": ("(SUP) ARTICLES 26 to 30", ("art", "26-30", "Articles 26 to 30", "")),
    "chapter taken out": ("(SUP) CHAPTER III PP-98", ("chp", "iii", "Chapter III", "")),
}


@pytest.mark.parametrize(("text", "read"), HEADINGS.values(), ids=HEADINGS)
def test_a_heading_is_read(text: str, read):
    heading = read_heading(text)
    assert heading is not None
    title = "" if heading.bare else text[heading.offset :]
    assert (heading.role, heading.value, heading.label, title) == read


@pytest.mark.parametrize(
    "text",
    [
        "Article 55 of this Constitution",
        "Article 5 applies to States.",
        "Article 5 Member States shall act.",
        "part i",
        "Articles 3 and 4",
        "The following Article 5:",
        "Section",
        "",
    ],
)
def test_a_sentence_that_begins_like_a_heading_is_none(text: str):
    assert read_heading(text) is None
