"""Texts that no known body numbers are found by the words of their own name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.library.library import Library
from assistant.understanding.labels.resolver import resolve
from assistant.understanding.names.asked import edition_named
from corpus.catalogue import Catalogue
from corpus.keys import EditionKey
from ingest import parse_source, text_source

TEXT = """# Care of oil lamps

The Lighthouse Assembly,

1. Urges keepers to trim every wick daily;

2. Requests the Chief Keeper to report on oil.
"""
NAMES = ["Resolution 12 of the Lighthouse Assembly (2019)", "Resolution 12 of the Lighthouse Assembly (2016)"]


@pytest.fixture(scope="module")
def library() -> Library:
    parsed = parse_source(text_source(TEXT), "lamps", EditionKey.parse("lighthouse/res-12/2019")).edition()
    held = [
        replace(parsed, key=EditionKey.parse(f"lighthouse/res-12/{name[-5:-1]}"), name=name) for name in NAMES
    ]
    return Library(tuple(held), Catalogue(()))


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ("What does Resolution 12 of the Lighthouse Assembly request?", 2019),
        ("What does the Lighthouse Assembly's resolution 12 request?", 2019),
        ("What does Lighthouse Assembly resolution 12 (2016) request?", 2016),
        ("paragraph 2 of resolution 12 of the lighthouse assembly", 2019),
        ("What is Resolution 12 of the Lighthouse Assembly Meeting (2016) about?", 2016),
    ],
)
def test_a_text_of_an_unknown_body_is_named(library: Library, said: str, year: int):
    named = edition_named(said, library)
    assert named is not None
    assert [edition.key.year for edition in named.editions] == [year]


@pytest.mark.parametrize(
    "said", ["What does resolution 13 of the Lighthouse Assembly say?", "the Lighthouse Assembly"]
)
def test_another_number_or_the_body_alone_names_none(library: Library, said: str):
    named = edition_named(said, library)
    assert named is None or not named.editions


def test_its_clauses_are_found_by_label(library: Library):
    (match,) = resolve("paragraph 2 of the Lighthouse Assembly's resolution 12", library)
    assert match.provision.text == "Requests the Chief Keeper to report on oil."
