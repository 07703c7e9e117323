"""A plain word leads to the official ones; the spellings of a word are one."""

from __future__ import annotations

import pytest

from corpus.thesaurus import Entry, thesaurus
from index.expansion import Expander, Term, expander
from index.tokens import words

LAMPS = Expander([Entry(("harmonize the lamps",), ("organize lights",)), Entry(("modernize",), ("renew",))])


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        pytest.param("boost", "strengthen", id="an everyday word"),
        pytest.param("halfway check", "mid-term review", id="an everyday phrase"),
        pytest.param("NNAI", "numbering, naming, addressing and identification", id="an abbreviation"),
        pytest.param("behavior", "behaviour", id="American spelling"),
        pytest.param("prioritise", "prioritize", id="British spelling of what the texts write with z"),
        pytest.param("industrialised countries", "developed", id="British spelling inside a phrase"),
        pytest.param("industrialized countries", "developed", id="the other spelling of the phrase"),
    ],
)
def test_what_is_asked_leads_to_how_the_texts_say_it(asked: str, said: str) -> None:
    found = {word for term in expander().terms(words(asked)) for word in term.added}
    assert found >= set(words(said))


def test_a_word_that_no_entry_has_stands_alone() -> None:
    assert LAMPS.terms(["lantern", "2"]) == (Term(("lantern",)), Term(("2",)))


def test_the_longest_entry_is_found_first_whatever_the_spelling() -> None:
    (phrase, word) = LAMPS.terms(words("organise lights, modernise"))
    assert phrase.others[-1] == tuple(words("harmonize the lamps"))
    assert word.others == (("modern",),)


def test_a_word_that_only_looks_like_the_other_spelling_leads_to_no_other_word() -> None:
    assert LAMPS.terms(["promis", "basi"]) == (Term(("promis",), (("promiz",),)), Term(("basi",)))


def test_every_way_of_an_entry_is_found_and_none_is_cut_to_nothing(every_row) -> None:
    def check(entry: Entry) -> None:
        official = [tuple(words(one)) for one in entry.official]
        for asked in (*entry.plain, *entry.abbreviations):
            ways = {way for term in expander().terms(words(asked)) for way in (term.stems, *term.others)}
            assert ways.issuperset(official), asked

    every_row([(one.official[0], one) for one in thesaurus()], check)
