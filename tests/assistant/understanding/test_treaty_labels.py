"""What people type as a label of a treaty → the provisions that it names, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.library.library import Library
from assistant.understanding.label_spotting import find_label
from assistant.understanding.labels.resolver import resolve
from assistant.understanding.names.asked import edition_key, named_editions, without_edition
from corpus import EditionKey, catalogue
from corpus.catalogue import TEXTS
from ingest import parse_file, parse_source, text_source

LANTERNS = Path(__file__).parents[2] / "ingest" / "lantern-convention.txt"
STATUTE = (
    "STATUTE OF THE PIERS\n\nArticle 1\nSeat\n\nOslo.\n\nArticle 2\nKeepers\n\n1. They mind.\n2. They:\n"
    "(a) light;\n(b) mend.\n\nArticle 3\nEnd\n\nThat is all."
)


@pytest.fixture(scope="module")
def library() -> Library:
    """A library with a convention that the catalogue calls CV, an older one, and a statute."""
    texts = [
        parse_file(TEXTS / "resolution-71-bucharest-2022.txt").edition(),
        parse_file(LANTERNS, EditionKey.parse("itu/convention/2018")).edition(),
        parse_file(LANTERNS, EditionKey.parse("itu/convention/2022")).edition(),
        parse_source(text_source(STATUTE), "statute", EditionKey.parse("piers/statute/2031")).edition(),
    ]
    return Library(tuple(texts), catalogue())


def named(label: str, library: Library) -> list[str]:
    return [str(match.id).removeprefix("itu/convention/") for match in resolve(label, library)]


LABELS = [
    ("the citation", "No. 24 of the Convention", ["2022#no_24"]),
    ("the short label", "No. 15AA", ["2022#no_15aa"]),
    ("small letters, no point", "no 15aa", ["2022#no_15aa"]),
    ("the word number", "number 24 of the Convention", ["2022#no_24"]),
    ("the organization's name", "No. 24 of the ITU Convention", ["2022#no_24"]),
    ("the treaty first", "Convention No. 24", ["2022#no_24"]),
    ("its symbol", "CV 24", ["2022#no_24"]),
    ("its symbol, a solidus", "CV/24", ["2022#no_24"]),
    ("an article for short", "CV/Art. 2A", ["2022#art_2a"]),
    ("an article, then the symbol", "Art. 6 CV", ["2022#art_6"]),
    ("an inserted number", "CV 12 bis", ["2022#no_12bis"]),
    ("an inserted number in one word", "No. 12bis of the Convention", ["2022#no_12bis"]),
    ("a number that was taken out with others", "No. 14 of the Convention", ["2022#no_13-15"]),
    ("an item below a number", "CV 1001A b)", ["2022#no_1001a__point_b"]),
    ("an item in brackets", "No. 1001A (b) of the Convention", ["2022#no_1001a__point_b"]),
    ("a chapter", "chapter I of the Convention", ["2022#chp_i"]),
    ("a section of a chapter", "CV chapter I section 1", ["2022#chp_i__sec_1"]),
    ("the annex", "Annex to the Convention", ["2022#annex"]),
    ("an older edition by its year", "No. 24 of the Convention (2018)", ["2018#no_24"]),
    ("a treaty alone", "the Convention", ["2022#preface__title"]),
    (
        "a paragraph of an article",
        "Article 2(2) of the Statute of the Piers",
        ["piers/statute/2031#art_2__para_2"],
    ),
    (
        "an item of a paragraph",
        "Article 2, para 2 (b) of the Statute of the Piers",
        ["piers/statute/2031#art_2__para_2__point_b"],
    ),
    ("an article of several treaties", "Article 1", ["2022#art_1", "piers/statute/2031#art_1"]),
    ("a number that is not there", "No. 999 of the Convention", []),
    ("a label of a resolution", "recognizing (d)", ["itu-pp/res-71/2022#preamble__recognizing__rec_d"]),
    ("a paragraph of a resolution's annex", "Annex 1 para 54", ["itu-pp/res-71/2022#annex_1__para_54"]),
]


@pytest.mark.parametrize(
    ("rule", "typed", "ids"), LABELS, ids=[f"{rule}: {typed}" for rule, typed, _ in LABELS]
)
def test_a_label_of_a_treaty_names(library: Library, rule: str, typed: str, ids: list[str]):
    assert named(typed, library) == ids


@pytest.mark.parametrize("form", ["citation", "full id"])
def test_every_unit_of_a_treaty_is_found_by_what_it_is_called(library: Library, form: str):
    edition = library.edition(EditionKey.parse("itu/convention/2022"))
    for one in edition.provisions:
        typed = edition.citation(one) if form == "citation" else str(edition.id_of(one))
        assert named(typed, library) == [f"2022#{one.eid}"]


def test_without_a_treaty_its_labels_name_nothing():
    alone = Library((parse_file(TEXTS / "resolution-71-bucharest-2022.txt").edition(),), catalogue())
    assert resolve("No. 24 of the Convention", alone) == ()
    assert resolve("CV 24", alone) == ()


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("CV", "itu/convention/2022"),
        ("the Convention", "itu/convention/2022"),
        ("Statute of the Piers", "piers/statute/2031"),
        ("the Charter", None),
    ],
)
def test_a_treaty_is_named_by_its_name_or_symbol(library: Library, typed: str, key: str | None):
    found = edition_key(typed, library)
    assert (str(found) if found else None) == key


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What does No. 24 of the Convention say?", "No. 24 of the Convention"),
        ("who counts the piers under CV 24 in the winter of each year?", "CV 24"),
    ],
)
def test_a_label_is_spotted_in_a_question(library: Library, question: str, words: str):
    spotted = find_label(question, library)
    assert spotted is not None
    assert (spotted.words, [one.provision.eid for one in spotted.matches]) == (words, ["no_24"])


ASKED_OF = [
    ("under it", "Who pays under the Convention?", ["itu/convention/2022"], "Who pays under this text?"),
    ("in it", "Which seats are set out in the ITU Convention?", ["itu/convention/2022"], ""),
    (
        "does it say",
        "Does the convention fix a seat?",
        ["itu/convention/2022"],
        "Does this text fix a seat?",
    ),
    (
        "its symbol",
        "Who votes according to CV?",
        ["itu/convention/2022"],
        "Who votes according to this text?",
    ),
    (
        "an older one",
        "under the Convention (2018), who votes?",
        ["itu/convention/2018"],
        "under this text, who votes?",
    ),
    ("a statute by its title", "Who lights by the Statute of the Piers?", ["piers/statute/2031"], ""),
]


@pytest.mark.parametrize(("rule", "question", "keys", "rest"), ASKED_OF, ids=[row[0] for row in ASKED_OF])
def test_a_question_asks_of_a_treaty(library: Library, rule: str, question: str, keys: list[str], rest: str):
    assert [str(one.key) for one in named_editions(question, library)[0]] == keys
    assert without_edition(question, library) != question
    assert rest in ("", without_edition(question, library))


@pytest.mark.parametrize(
    "question",
    [
        "Which texts name the Convention?",
        "Who reports to the conference in a conventional way?",
        "Is the Convention on Biological Diversity named?",
        "What does Resolution 71 say of the Convention?",
    ],
)
def test_a_treaty_that_is_only_mentioned_is_not_asked_of(library: Library, question: str):
    named, rest = named_editions(question, library)
    assert not [one for one in named if one.key.instrument.work == "convention"] or rest == question
