"""How treaties name their own parts and each other's, and what they name of other texts."""

from __future__ import annotations

import pytest

from corpus import EditionKey, Kind, Provision, catalogue
from ingest.references import find_references
from ingest.targets import CitingText

OWN = ["no_8", "no_10", "no_12", "no_73bis", "no_191a", "art_5", "art_5__para_2", "art_33", "annex"]
ITU, HARBOURS = EditionKey.parse("itu/convention/2026"), EditionKey.parse("harbours/constitution/2031")

NAMED = {
    "above": ("No. 8 above", [("No. 8 above", "no_8")]),
    "a range below": ("Nos. 10 to 12 below", [("Nos. 10", "no_10"), ("12 below", "no_12")]),
    "one of two": ("No. 8 or 10 above", [("No. 8", "no_8"), ("10 above", "no_10")]),
    "of this treaty": ("No. 191A of this Convention", [("No. 191A of this Convention", "no_191a")]),
    "of the present treaty": (
        "Article 5 of the present Convention",
        [("Article 5 of the present Convention", "art_5")],
    ),
    "an inserted number": ("No. 73 bis of this Convention", [("No. 73 bis of this Convention", "no_73bis")]),
    "of the treaty with its organization": (
        "No. 8 of the ITU Convention",
        [("No. 8 of the ITU Convention", "no_8")],
    ),
    "without a treaty": ("No. 191A", [("No. 191A", "no_191a")]),
    "an article without a treaty": ("in Article 33 and elsewhere", [("Article 33", "art_33")]),
    "lists of lists": (
        "Nos. 8 to 10 and Nos. 12 to 191A of this Convention",
        [("Nos. 8", "no_8"), ("10", "no_10"), ("Nos. 12", "no_12"), ("191A of this Convention", "no_191a")],
    ),
    "a paragraph of an article": (
        "paragraph 2 of Article 5",
        [("paragraph 2 of Article 5", "art_5__para_2")],
    ),
    "an article and its paragraph": ("Article 5, paragraph 2", [("Article 5, paragraph 2", "art_5__para_2")]),
    "a paragraph in brackets": ("Article 5(2)", [("Article 5(2)", "art_5__para_2")]),
    "the annex": ("the Annex to this Convention", [("Annex to this Convention", "annex")]),
    "the whole": ("the provisions of this Convention", [("this Convention", "")]),
    "the treaty by its name": ("No. 8 of the Convention", [("No. 8 of the Convention", "no_8")]),
    "a number that it does not have": ("No. 999 above", []),
    "an article of another text": ("Article 5 of the Charter of the Lamp League", []),
    "numbers of other rules": ("Nos. 8, 10 and 12 of the General Rules of conferences", []),
}
OTHERS = {
    "of the other treaty": (
        "Articles 49 and 50 of the Constitution",
        [
            ("Articles 49", "itu/constitution/2022#art_49"),
            ("50 of the Constitution", "itu/constitution/2022#art_50"),
        ],
    ),
    "the other treaty": ("the Constitution shall prevail", [("Constitution", "itu/constitution/2022")]),
    "four digits": (
        "No. 1014 of the Constitution",
        [("No. 1014 of the Constitution", "itu/constitution/2022#no_1014")],
    ),
    "both": (
        "No. 5 of the Constitution or No. 8 of this Convention",
        [
            ("No. 5 of the Constitution", "itu/constitution/2022#no_5"),
            ("No. 8 of this Convention", "itu/convention/2026#no_8"),
        ],
    ),
}


def named(text: str, edition: EditionKey | None) -> list[tuple[str, str]]:
    units = [Provision(eid, eid, "body", Kind.HEADING, "", 1) for eid in OWN]
    units.append(Provision("no_1", "No. 1", "body", Kind.PARAGRAPH, f"{text}, which holds;", 1))
    return [(one.text, str(one.target)) for one in find_references(units, CitingText(edition, catalogue()))]


@pytest.mark.parametrize(("text", "expected"), NAMED.values(), ids=NAMED)
def test_a_treaty_names_its_own_parts(text: str, expected: list[tuple[str, str]]):
    own = [(words, f"itu/convention/2026#{eid}".rstrip("#")) for words, eid in expected]
    assert named(text, ITU) == own


@pytest.mark.parametrize(("text", "expected"), OTHERS.values(), ids=OTHERS)
def test_a_treaty_names_another_in_force(text: str, expected: list[tuple[str, str]]):
    assert named(text, ITU) == expected


def test_the_constitution_is_that_of_the_organization_whose_text_it_is():
    assert named("the Constitution", HARBOURS) == [("Constitution", "harbours/constitution/2031")]
    assert named("the Convention", HARBOURS) == []  # nobody knows which one
    assert named("the Convention", EditionKey.parse("un-ga/res-7-1/2031")) == []
    assert named("the Convention", None) == []
    assert named("the ITU Convention", None) == [("ITU Convention", "itu/convention/2022")]


def test_a_resolution_has_no_marginal_numbers_of_its_own():
    unit = Provision("resolves__para_1", "resolves 1", "resolves", Kind.OPERATIVE, "as in No. 8 above;", 1)
    assert find_references([unit], CitingText(EditionKey.parse("itu-pp/res-7/2030"), catalogue())) == ()
