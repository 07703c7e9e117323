"""Clauses that are kept, taken away: quoted, with their citations in footnotes, nothing of it markup."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import docx
import pytest

from assistant.drafting.export import FORMS, SelectedClause, markdown, selected_clauses, word
from assistant.library.library import Library
from corpus.catalogue import Catalogue
from corpus.errors import ResolutionsError
from ingest import parse_source, text_source

TEXT = """\
RESOLUTION 910 (REV. {city}, {year})

Piers

The Plenipotentiary Conference of the International Telecommunication Union ({place}, {year}),

instructs the Warden

1 to sweep each [pier] at dawn <b>;

2 to light the lamps.
"""
EDITIONS = tuple(
    parse_source(text_source(TEXT.format(city=place.upper(), place=place, year=year)), "a text").edition()
    for place, year in (("Osterley", 2027), ("Willowford", 2031))
)
LIBRARY = Library(EDITIONS, Catalogue(()))
NOW, THEN = (f"itu-pp/res-910/{year}#instructs-warden__para_1" for year in (2031, 2027))
CITED = "Resolution 910 (Rev. {}), instructs the Warden 1"


def test_a_clause_is_kept_with_its_head_and_its_standing():
    assert selected_clauses([NOW, THEN, NOW], LIBRARY) == (
        SelectedClause(
            "instructs the Warden",
            "to sweep each [pier] at dawn <b>;",
            CITED.format("Willowford, 2031"),
            True,
        ),
        SelectedClause(
            "instructs the Warden", "to sweep each [pier] at dawn <b>;", CITED.format("Osterley, 2027"), False
        ),
    )


@pytest.mark.parametrize(
    ("rule", "ids", "said"),
    [
        ("nothing", [], "nothing is kept; tick a clause first"),
        ("a clause that is no more", [NOW.replace("para_1", "para_9")], "is not in the library any more"),
        ("no id", ["piers"], "piers"),
    ],
)
def test_what_cannot_be_kept_is_told(rule, ids, said):
    with pytest.raises(ResolutionsError, match=said):
        selected_clauses(ids, LIBRARY)


def test_markdown_has_footnotes_and_no_markup_of_the_clause():
    written = markdown("to sweep\n# piers", selected_clauses([NOW, THEN], LIBRARY))
    assert written == (
        "## Draft\n\nto sweep \\# piers\n\n## Adopted language\n\n"
        "*instructs the Warden* …\n\n> to sweep each \\[pier\\] at dawn \\<b\\>;[^1]\n\n"
        "*instructs the Warden* …\n\n> to sweep each \\[pier\\] at dawn \\<b\\>;[^2]\n\n"
        f"[^1]: {CITED.format('Willowford, 2031')}.\n\n[^2]: {CITED.format('Osterley, 2027')} (superseded).\n"
    )


def test_the_word_file_has_real_styles_and_footnotes():
    written = word("to sweep", selected_clauses([NOW, THEN], LIBRARY))
    document = docx.Document(BytesIO(written))
    told = [(one.style.name, one.text) for one in document.paragraphs]
    assert told == [
        ("Heading 1", "Draft"), ("Normal", "to sweep"), ("Heading 1", "Adopted language"),
        ("Body Text", "instructs the Warden …"), ("Quote", "to sweep each [pier] at dawn <b>;"),
        ("Body Text", "instructs the Warden …"), ("Quote", "to sweep each [pier] at dawn <b>;"),
    ]  # fmt: skip
    with ZipFile(BytesIO(written)) as parts:
        notes, text = (parts.read(f"word/{name}.xml").decode() for name in ("footnotes", "document"))
        assert "footnotes+xml" in parts.read("[Content_Types].xml").decode()
    assert [CITED.format("Willowford, 2031") in notes, "(superseded)." in notes] == [True, True]
    assert [f'<w:footnoteReference w:id="{at}"/>' in text for at in (2, 3)] == [True, True]


@pytest.mark.parametrize("form", FORMS)
def test_a_basket_without_a_draft_has_no_draft_in_it(form):
    kind, write = FORMS[form]
    assert kind
    assert write("", selected_clauses([NOW], LIBRARY)) != write("to sweep", selected_clauses([NOW], LIBRARY))


def test_characters_that_xml_cannot_have_are_left_out():
    one = SelectedClause("", "to sweep\x0b\x00 piers", "Resolution 910", in_force=True)
    assert docx.Document(BytesIO(word("\x01", [one]))).paragraphs[-1].text == "to sweep   piers"
