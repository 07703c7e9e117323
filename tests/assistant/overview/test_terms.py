"""Abbreviations and terms, each with the words of the clause that explains it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.library.library import Library
from assistant.overview.terms import Entry, Terms
from assistant.understanding.abbreviations import spelt_out_in, used_in
from corpus.catalogue import catalogue
from corpus.instruments import Edition, Kind, Provision
from corpus.keys import EditionKey


@pytest.fixture
def terms(resolution: Edition, lamps: Edition, plan: Edition) -> Terms:
    return Terms(Library((resolution, lamps, plan), catalogue()))


def entry(terms: Terms, edition: Edition, name: str) -> Entry:
    return next(one for one in terms.of(edition) if one.term == name)


@pytest.mark.parametrize(
    ("rule", "text", "found"),
    [
        ("its words before it", "the Lamp Advisory Group (LAG) met", [("LAG", "Lamp Advisory Group")]),
        ("a plural", "dark harbour piers (DHPs)", [("DHPs", "dark harbour piers")]),
        ("letters in another order", "the Lamp Bureau (BL)", [("BL", "Lamp Bureau")]),
        ("a numeral", "chapter three (III)", []),
        ("one word alone", "the Bureau (BR)", []),
        ("words beyond a bracket", "Pier) and Lamp Unit (PLU)", []),
        ("nothing that fits", "the harbour (QX)", []),
    ],
)
def test_abbreviations_are_read_where_they_are_spelt_out(rule: str, text: str, found: list[tuple[str, str]]):
    assert list(spelt_out_in(text)) == found, rule


def test_uses_are_counted_by_clause_with_plurals_and_not_inside_words():
    assert used_in(["LAG and LAGs", "the LAG", "FLAG", "LAG-2"], ["LAGs", "PLU"]) == {"LAG": 2}


def test_an_abbreviation_has_its_words_and_its_clause(terms: Terms, lamps: Edition):
    found = entry(terms, lamps, "HA")
    assert (found.uses > 0, found.words, found.provision.eid) == (True, "Harbour Assembly", "para_2")


def test_an_abbreviation_that_another_text_spells_out_is_explained_by_it(resolution: Edition, lamps: Edition):
    first, *others = lamps.provisions
    using = replace(lamps, provisions=(*others, replace(first, eid="para_9", text="the WSIS process")))
    terms = Terms(Library((resolution, using), catalogue()))
    assert entry(terms, using, "WSIS").provision.edition == resolution.key


@pytest.mark.parametrize(
    ("term", "begins"),
    [
        ("WSIS", "World Summit on the Information Society"),
        ("Vision", "The better world"),
        ("Enablers", "Ways of working"),
        ("Targets", "The desired results"),
        ("enabling environment", "An enabling environment consists of"),
    ],
)
def test_resolution_71_explains_its_own_words(term: str, begins: str, terms: Terms, resolution: Edition):
    found = entry(terms, resolution, term)
    assert found.words.startswith(begins)
    assert found.words.removesuffix(" …").rstrip(".") in resolution.provision(found.provision.eid).text


def test_what_is_no_name_is_no_term(terms: Terms, resolution: Edition):
    names = {one.term.lower() for one in terms.of(resolution) if not one.uses}
    assert len(names) > 3
    assert not names & {"work", "these", "this", "goal 1", "functions of itu-d"}


def test_bodies_and_terms_of_a_treaty_are_explained_where_a_text_names_them(lamps: Edition):
    rows = (
        ("The Council", Kind.HEADING, ""),
        ("The functions of the Council are specified in the Rules.", Kind.PARAGRAPH, "art_0"),
        ("1 The Council shall be composed of seven keepers.", Kind.PARAGRAPH, "art_0"),
        ("Harbour Bureau", Kind.HEADING, ""),
        ("The Director of the Harbour Bureau shall count the lamps.", Kind.PARAGRAPH, "art_3"),
        ("Sector Member: An entity that lights lamps.", Kind.PARAGRAPH, "art_3"),
    )
    provisions = tuple(
        Provision(f"art_{at}", f"No. {at}", above, kind, text, at)
        for at, (text, kind, above) in enumerate(rows)
    )
    key = EditionKey.parse("itu/constitution/2030")
    treaty = Edition(key, "Constitution", "Harbours", "", "2030", provisions)

    def explained(text: str) -> dict[str, str]:
        first, *_ = lamps.provisions
        key = EditionKey.parse("itu-pp/res-930/2031")
        using = replace(lamps, key=key, provisions=(replace(first, text=text),))
        return {one.term: one.label for one in Terms(Library((treaty, using), catalogue())).of(using)}

    assert explained("Sector Members ask the Council and the Harbour Bureau") == {
        "Council": "No. 2 of the Constitution",
        "Harbour Bureau": "No. 4 of the Constitution",
        "Sector Member": "No. 5 of the Constitution",
    }
    assert explained("the Security Council asks") == {}


def test_a_search_goes_through_all_texts(terms: Terms, resolution: Edition):
    assert {one.term for one in terms.search("harbour", resolution)} == {"HA"}
    assert terms.search("no such word", resolution) == ()
