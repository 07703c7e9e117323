"""The words of a clause that answer by themselves, and where none are certain."""

from __future__ import annotations

import pytest

from assistant.understanding.fact_words import fact_words
from assistant.understanding.facts import fact_asked


def found(question: str, text: str) -> str:
    fact = fact_asked(question, ())
    assert fact is not None
    span = fact_words(question, fact, text)
    return text[slice(*span)] if span else ""


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        ("When is the report due?", "to report by 15 March 2031 on the piers;", "by 15 March 2031"),
        ("When is the report due?", "to report no later than end May 2031;", "no later than end May 2031"),
        ("When was the seminar?", "held at Holm on 4-7 August 2030,", "on 4-7 August 2030"),
        ("When was it done?", "Done at Holm this eleventh day of May 2030.", "eleventh day of May 2030"),
        ("When does the ballot open?", "The ballot opens on 2031-03-10.", "on 2031-03-10"),
        ("In which year is the review?", "The review is held by the Council in 2031.", "2031"),
        (
            "When must it be sent?",
            "It is sent not less than 90 days before the opening of the session.",
            "not less than 90 days before the opening of the session",
        ),
        ("How often does the Board meet?", "It shall meet at least once a year.", "at least once a year"),
        ("How often is it reviewed?", "to be reviewed annually by the Council.", "annually"),
        ("How long does the Chair serve?", "The Chair serves for a two-year term.", "two-year"),
        (
            "How many members has the Board?",
            "The Board has forty-one elected members.",
            "forty-one elected members",
        ),
        ("How many staff are needed?", "to keep 10-15 trained staff", "10-15 trained staff"),
        ("How many lamps are there?", "170 lamps, of which none is lit", "170 lamps"),
        ("How much does a permit cost?", "A permit costs 1 250 Swiss francs.", "1 250 Swiss francs"),
        ("What percentage is lent?", "Up to 60 per cent of the fund is lent.", "60 per cent"),
        ("What share of the votes is needed?", "It needs a two-thirds majority.", "a two-thirds majority"),
    ],
)
def test_words_that_answer(question: str, text: str, words: str):
    assert found(question, text) == words


@pytest.mark.parametrize(
    ("question", "text"),
    [
        # two of them
        (
            "When does the Board meet?",
            "It meets no sooner than 60 days and no later than 90 days thereafter.",
        ),
        ("How many members has the Board?", "The Board has nine members, the Panel six members."),
        # one of several things that are asked for
        ("How large is the loan, and over how many years is it paid back?", "It is paid back over 50 years."),
        # the number of something else, of a text, of a part of one
        ("How many members has the Board?", "The Board has nine rooms."),
        ("How many lamps are there?", "as Resolution 12 (Holm, 2030) on lamps says"),
        # what the question says itself
        ("Which report of 2031 is meant, and of what year?", "the report of 2031"),
        # no number, date or share is asked for
        ("Is a deadline set?", "The report is due on 3 May 2031."),
        ("By how much did it grow, and how many lamps are there?", "There are 30 lamps."),
        ("What if 3 per cent is not enough?", "It shall not exceed 5 per cent."),
        # a word that is also a month, an article that is no number
        ("When is a permit given?", "On any day may the Board give a permit."),
        ("How long does it take?", "The Board meets once a month."),
    ],
)
def test_no_words_are_certain(question: str, text: str):
    assert found(question, text) == ""
