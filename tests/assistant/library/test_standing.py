"""In force if the catalogue says so, superseded if a newer edition is known, else the newest."""

from __future__ import annotations

import pytest

from assistant.library.library import Library
from assistant.library.standing import EditionValidity, edition_name, validity_of
from corpus.catalogue import Catalogue
from corpus.instruments import Edition, Instrument
from corpus.keys import EditionKey
from ingest import parse_source, text_source

TEXT = """\
RESOLUTION {number} (REV. {city}, {year})

Sails of the pilot boats

The Plenipotentiary Conference of the International Telecommunication Union ({place}, {year}),

resolves

1 {clause}
"""


def edition(number: int, place: str, year: int, clause: str = "that sails be dyed brown.") -> Edition:
    text = TEXT.format(number=number, city=place.upper(), place=place, year=year, clause=clause)
    return parse_source(text_source(text), "sails").edition()


THEN, NOW = edition(970, "Osterley", 2027), edition(970, "Willowford", 2031)
CITING = edition(971, "Willowford", 2031, "that Resolution 970 (Rev. Fairhaven, 2035) be read aloud.")
LATER = EditionKey(NOW.key.instrument, 2035)


def listed(key: EditionKey) -> Catalogue:
    return Catalogue((Instrument(key, "Resolution 970 (listed)", "Sails"),))


NOBODY = Catalogue(())
# rule → (the editions, the catalogue, the edition, its standing)
RULES = {
    "nobody knows more": ((THEN, NOW), NOBODY, NOW, EditionValidity.NEWEST),
    "a newer one is in the library": ((THEN, NOW), NOBODY, THEN, EditionValidity.SUPERSEDED),
    "the catalogue has it": ((THEN, NOW), listed(NOW.key), NOW, EditionValidity.IN_FORCE),
    "the catalogue has an older one": ((THEN, NOW), listed(THEN.key), NOW, EditionValidity.NEWEST),
    "the catalogue has a newer one": ((THEN, NOW), listed(LATER), NOW, EditionValidity.SUPERSEDED),
    "a text cites a newer one": ((NOW, CITING), NOBODY, NOW, EditionValidity.NEWEST),
    "a newer one is cited than the catalogue has": (
        (NOW, CITING),
        listed(NOW.key),
        NOW,
        EditionValidity.IN_FORCE,
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_the_standing_of_an_edition(rule):
    editions, catalogue, one, wanted = RULES[rule]
    assert validity_of(one.key, Library(editions, catalogue)) is wanted


def test_filters_do_not_change_what_is_known():
    whole = Library((THEN, NOW), NOBODY)
    assert validity_of(THEN.key, Library((THEN,), NOBODY, whole=whole)) is EditionValidity.SUPERSEDED


@pytest.mark.parametrize(
    ("rule", "library", "name"),
    [
        ("its own", Library((NOW,), NOBODY), NOW.name),
        ("the catalogue's", Library((), listed(NOW.key)), "Resolution 970 (listed)"),
        ("its key", Library((), NOBODY), str(NOW.key)),
    ],
)
def test_an_edition_is_named_by_the_best_that_is_known(rule, library, name):
    assert edition_name(NOW.key, library) == name, rule


def test_an_edition_that_is_only_cited_is_named_by_the_citing_words():
    assert edition_name(LATER, Library((NOW, CITING), NOBODY)) == "Resolution 970 (Rev. Fairhaven, 2035)"
