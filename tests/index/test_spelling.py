"""Slips are mended towards the words of the texts and of the thesaurus; what is known is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.thesaurus import thesaurus
from index.spelling import Spelling, count_words

TEXTS = ["instructs the Council to examine each notification of a lighthouse", "party to a conference"]


@pytest.mark.parametrize(
    ("asked", "mended"),
    [
        pytest.param("notificaton", "notification", id="a slip of a word of the texts"),
        pytest.param("watchdgo", "watchdog", id="a slip of a word of the thesaurus"),
        pytest.param("whcih clauses menton it", "which clauses mention it", id="slips of words that ask"),
        pytest.param("ponits", "points", id="letters that changed places"),
        pytest.param("instruct", "instruct", id="another form of a word of the texts"),
        pytest.param("parity", "parity", id="a word of the thesaurus beside one of the texts"),
        pytest.param("coherence", "coherence", id="the same, of a longer one"),
        pytest.param("NOTIFICATON", "NOTIFICATON", id="a symbol"),
        pytest.param("9.c.1 and 75/233", "9.c.1 and 75/233", id="numbers"),
        pytest.param("teh", "teh", id="a short word"),
        pytest.param("zzyzx", "zzyzx", id="a word like no other"),
    ],
)
def test_a_slip_is_mended_and_nothing_else(asked: str, mended: str) -> None:
    assert Spelling([count_words(TEXTS)]).correct(asked) == mended


def test_a_word_of_the_dictionary_is_left_alone(tmp_path: Path) -> None:
    dictionary = tmp_path / "words"
    dictionary.write_text("lighthorse\n", encoding="utf-8")
    assert Spelling([count_words(TEXTS)]).correct("lighthorse") == "lighthouse"
    assert Spelling([count_words(TEXTS)], dictionary).correct("lighthorse") == "lighthorse"


def test_no_word_of_the_thesaurus_is_changed() -> None:
    spelling = Spelling([count_words(TEXTS)])
    for entry in thesaurus():
        for way in (*entry.official, *entry.plain):
            assert spelling.correct(way) == way
