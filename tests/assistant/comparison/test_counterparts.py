"""Where clauses are: in another edition, and what became of an address that leads nowhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.comparison.comparison import Comparisons
from assistant.comparison.counterparts import ClauseLocator
from assistant.library.library import Library
from assistant.web.editions import whereabouts
from corpus.catalogue import Catalogue
from corpus.keys import EditionKey, ProvisionId
from ingest import parse_source, text_source

TEXT = """\
RESOLUTION 930 (REV. {city}, {year})

Ropes of the piers

The Plenipotentiary Conference of the International Telecommunication Union ({place}, {year}),

resolves

{clauses}
"""
OLD = """\
1 that every pier shall keep a coil of hemp rope for the boats that come in at night;

2 that wardens shall splice what the winter storms have torn apart;

3 that the price of rope shall be written on a board beside the harbour gate."""
NEW = """\
1 that wardens shall splice what the winter storms have torn apart;

2 that the price of rope shall be written on a board beside the harbour gate."""


def edition(place: str, year: int, clauses: str):
    text = TEXT.format(city=place.upper(), place=place, year=year, clauses=clauses)
    return parse_source(text_source(text), "ropes").edition()


def locator(*editions):
    return ClauseLocator(Comparisons(Library(editions, Catalogue(()))))


THEN, NOW = edition("Osterley", 2027, OLD), edition("Willowford", 2031, NEW)
WHERE = locator(THEN, NOW)
KEY = "itu-pp/res-930"
NOWHERE = "Resolution 930 (Rev. Willowford, 2031) has no clause at this address. "


def said(address: str) -> str:
    return "".join(map(str, WHERE.fate(address)))


def test_the_same_clause_stands_under_another_number():
    spliced = ProvisionId.parse(f"{KEY}/2027#resolves__para_2")
    assert [str(one) for one in WHERE.elsewhere(spliced)] == [f"{KEY}/2031#resolves__para_1"]
    assert WHERE.elsewhere(ProvisionId.parse(f"{KEY}/2031#resolves__para_1")) == (spliced,)


@pytest.mark.parametrize(
    "gone", [f"{KEY}/2027#resolves__para_1", f"{KEY}/2027#resolves__para_8", "x/y/2020#a"]
)
def test_a_clause_that_no_other_edition_has_is_nowhere_else(gone):
    assert WHERE.elsewhere(ProvisionId.parse(gone)) == ()


# rule → (address, what became of it)
FATES = {
    "it is there": (f"{KEY}/2031#resolves__para_1", ""),
    "renumbered": (
        f"{KEY}/2031#resolves__para_3",
        f"{NOWHERE}The address is that of {KEY}/2027#resolves__para_3. In this edition, the same clause is "
        f"{KEY}/2031#resolves__para_2.",
    ),
    "what is above it": (
        f"{KEY}/2031#resolves__para_9__point_a",
        f"{NOWHERE}The nearest clause is {KEY}/2031#resolves.",
    ),
    "what is below it": (
        f"{KEY}/2031#preamble",
        f"{NOWHERE}The nearest clause is {KEY}/2031#preamble__formula.",
    ),
    "nothing near": (f"{KEY}/2031#zzz", f"{NOWHERE}The nearest clause is {KEY}/2031#preface__docnumber."),
    "an edition that is not in the library": (
        f"{KEY}/2019#resolves__para_3",
        f"{KEY}/2019 is not in the library. In another edition, the nearest clause is "
        f"{KEY}/2027#resolves__para_3.",
    ),
    "an edition that is not in the library, nor such a place": (
        f"{KEY}/2019#annex_4",
        f"{KEY}/2019 is not in the library. In another edition, the nearest clause is "
        f"{KEY}/2031#preface__docnumber.",
    ),
    "a text that is not in the library": (
        "itu-pp/res-931/2019#a",
        "itu-pp/res-931/2019 is not in the library.",
    ),
    "nonsense": (
        "nonsense",
        "“nonsense” is not the address of a clause. "
        "An address looks like itu-pp/res-71/2022#resolves__para_1.",
    ),
}


@pytest.mark.parametrize("rule", FATES)
def test_what_became_of_a_clause_is_said_in_a_sentence(rule):
    address, fate = FATES[rule]
    assert said(address) == fate


def test_a_clause_that_an_edition_left_out_is_told():
    short = edition("Willowford", 2031, "1 that wardens shall splice what the winter storms have torn apart;")
    where = locator(THEN, short)
    fate = where.fate(f"{KEY}/2031#resolves__para_3")
    assert fate[1:] == (
        ProvisionId(THEN.key, "resolves__para_3"),
        ", which has no counterpart in this edition.",
    )


def test_an_edition_without_provisions_has_no_nearest_clause():
    where = locator(replace(THEN, provisions=()))
    assert where.fate(f"{KEY}/2027#a") == (f"{THEN.name} has no clause at this address.",)
    assert where.fate(f"{KEY}/2019#a")[1:] == (" is not in the library.",)


def test_a_clause_is_the_same_only_if_its_words_are():
    later = edition("Willowford", 2031, NEW.replace("splice", "mend"))
    where = locator(THEN, later)
    spliced, mended = ProvisionId(THEN.key, "resolves__para_2"), ProvisionId(later.key, "resolves__para_1")
    assert where.elsewhere(spliced) == (mended,)
    assert not where.reads_alike(spliced, mended)
    newer, older = (str(whereabouts(str(clause), where)) for clause in (mended, spliced))
    assert "The clause reads differently in the 2027 edition" in newer
    assert "Open the corresponding clause there, which reads differently" in older
    swapped = edition("Willowford", 2031, NEW.replace("price of rope", "cost of rope"))
    fate = locator(THEN, swapped).fate(f"{KEY}/2031#resolves__para_3")
    assert fate[2] == ". In this edition, the corresponding clause is "


def test_a_long_address_is_shown_in_part():
    assert len(said("x" * 5_000)) < 200


def test_the_texts_that_a_sentence_names_are_keys():
    assert WHERE.fate(f"{KEY}/2019#annex_4")[0] == EditionKey.parse(f"{KEY}/2019")
