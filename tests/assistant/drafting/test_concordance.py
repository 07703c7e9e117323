"""A concordance over invented texts: every place in its context, by year; wordings close to a phrase."""

from __future__ import annotations

import pytest

from assistant.drafting.concordance import LONGEST, Concordance, PhraseQuery
from assistant.library.library import Library
from corpus.catalogue import Catalogue
from corpus.errors import ResolutionsError
from corpus.instruments import Edition
from ingest import parse_source, text_source

TEXT = """\
RESOLUTION {number} (REV. {city}, {year})

Lamps on the piers

The Plenipotentiary Conference of the International Telecommunication Union ({place}, {year}),

resolves

{clauses}
"""


def edition(number: int, place: str, year: int, *clauses: str) -> Edition:
    listed = "\n\n".join(f"{at} {one}" for at, one in enumerate(clauses, 1))
    text = TEXT.format(number=number, city=place.upper(), place=place, year=year, clauses=listed)
    return parse_source(text_source(text), "lamps").edition()


OLD = edition(
    950, "Osterley", 2026,
    "that wardens keep the lighting plan for the harbours: the Lighting Plan for the harbours is public;",
    "that the lighting scheme for the harbours be printed;",
)  # fmt: skip
NEW = edition(
    950, "Willowford", 2030,
    "that wardens keep the lighting and mooring plan for the harbours;",
    "that the “lighting plan” be shown to each warden’s deputy;",
    "that a lighting plan for the harbours be kept",
)  # fmt: skip
OTHER = edition(
    951, "Willowford", 2030,
    "that the annual plan for the harbours be read aloud;",
    "that geese be counted. Lighting plan for the Harbours of the north",
)  # fmt: skip


@pytest.fixture(scope="module")
def concordance() -> Concordance:
    return Concordance(Library((OLD, NEW, OTHER), Catalogue(())))


def places(concordance: Concordance, phrase: str, **options: bool) -> list[tuple[int, str, str]]:
    found = concordance.find(PhraseQuery(phrase, **options))
    return [(one.edition.key.year, one.provision.eid, one.phrase) for one in found.places]


def test_every_place_is_found_the_newest_text_first(concordance: Concordance):
    assert places(concordance, "lighting plan for the harbours") == [
        (2030, "resolves__para_3", "lighting plan for the harbours"),
        (2030, "resolves__para_2", "Lighting plan for the Harbours"),
        (2026, "resolves__para_1", "lighting plan for the harbours"),
        (2026, "resolves__para_1", "Lighting Plan for the harbours"),
    ]


@pytest.mark.parametrize(
    ("rule", "phrase", "options", "count"),
    [
        ("in the case given", "Lighting Plan", {"match_case": True}, 1),
        ("inside longer words", "harbour", {"inside_words": True}, 7),
        ("whole words, so that none is found", "harbour", {}, 0),
        ("without superseded editions", "lighting plan for the harbours", {"without_superseded": True}, 2),
        ("plain marks find curly ones", '"lighting plan"', {}, 1),
        ("an apostrophe of either shape", "warden's deputy", {}, 1),
    ],
)
def test_the_options(concordance: Concordance, rule: str, phrase: str, options: dict[str, bool], count: int):
    assert len(places(concordance, phrase, **options)) == count, rule


def test_a_place_has_its_context_and_the_position_of_its_words(concordance: Concordance):
    (place,) = concordance.find(PhraseQuery("mooring plan")).places
    assert place.before + place.phrase + place.after == place.provision.text
    assert (place.before, place.after) == ("that wardens keep the lighting and ", " for the harbours;")


def test_places_are_counted_by_year_and_by_text(concordance: Concordance):
    found = concordance.find(PhraseQuery("lighting plan for the harbours"))
    assert dict(found.years) == {2026: 2, 2030: 2}
    assert [(edition.key, len(own)) for edition, own in found.by_text] == [
        (NEW.key, 1), (OTHER.key, 1), (OLD.key, 2),
    ]  # fmt: skip


def test_close_wordings_are_counted_by_year_and_what_is_new_is_marked(concordance: Concordance):
    found = concordance.find(PhraseQuery("lighting plan for the harbours")).variants
    assert {one.text: one.years for one in found} == {
        "lighting scheme for the harbours": ((2026, 1),),
        "lighting and mooring plan for the harbours": ((2030, 1),),
        "annual plan for the harbours": ((2030, 1),),
    }
    marked = {one.text: [piece for piece, new in one.pieces if new] for one in found}
    assert marked["lighting and mooring plan for the harbours"] == ["and mooring"]
    assert marked["annual plan for the harbours"] == ["annual"]


@pytest.mark.parametrize(
    ("rule", "phrase", "text", "close"),
    [
        ("a word put in", "keep the tall lamps", "we keep the very tall lamps", ["keep the very tall lamps"]),
        ("two words put in, in a long phrase", "keep all tall lamps lit",
         "we keep all the very tall lamps lit", ["keep all the very tall lamps lit"]),
        ("two words put in, in a short phrase", "keep tall lamps", "we keep tall and very red lamps", []),
        ("a word left out", "keep all tall lamps", "we keep all lamps", ["keep all lamps"]),
        ("the last word left out", "keep all tall lamps", "we keep all tall", []),
        ("the last word replaced", "keep tall lamps", "we keep tall masts", ["keep tall masts"]),
        ("the last word replaced by one that says nothing", "keep tall lamps", "keep tall and quiet", []),
        ("both ends replaced", "keep very tall red lamps", "paint very tall red masts", []),
        ("little is left that carries meaning", "of the tall lamps", "of the green reeds", []),
        ("the phrase itself", "keep tall lamps", "we Keep tall lamps", []),
        ("the phrase with other signs between", "keep tall lamps", "we keep, tall lamps",
         ["keep, tall lamps"]),
        ("across two sentences", "keep tall lamps", "all we keep. Tall lamps are red", []),
        ("into brackets", "keep tall lamps lit", "we keep tall lamps (all lit", []),
        ("a phrase of two words", "tall lamps", "the tall red lamps", []),
    ],
)  # fmt: skip
def test_what_is_close(rule: str, phrase: str, text: str, close: list[str]):
    library = Library((edition(952, "Willowford", 2030, f"that {text}"),), Catalogue(()))
    assert [one.text for one in Concordance(library).find(PhraseQuery(phrase)).variants] == close, rule


def test_a_phrase_that_cannot_be_searched_for_is_refused_in_a_sentence(concordance: Concordance):
    with pytest.raises(ResolutionsError, match=r"300 characters at most; this one has 2,000"):
        concordance.find(PhraseQuery("lamps " * 333 + "la"))
    with pytest.raises(ResolutionsError, match="no word"):
        concordance.find(PhraseQuery("“ … ”"))


def test_a_phrase_of_the_greatest_length_is_searched_for(concordance: Concordance):
    assert concordance.find(PhraseQuery(("lamp " * LONGEST)[:LONGEST])).places == ()


def test_an_empty_library_has_no_places():
    assert Concordance(Library((), Catalogue(()))).find(PhraseQuery("a lamp")).places == ()
