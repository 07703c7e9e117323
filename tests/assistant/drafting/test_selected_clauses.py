"""A drafter's selection, exported: quoted whole, citations in footnotes, nothing of it markup."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import docx
import pytest

from assistant.drafting.export import FORMS, SelectedClause, markdown, selected_clauses, word
from assistant.library.library import Library
from assistant.quotation import Item, Quotation
from corpus.catalogue import Catalogue
from corpus.errors import ResolutionsError
from ingest import parse_source, text_source

TEXT = """\
RESOLUTION 910 (REV. {city}, {year})

Piers

The Plenipotentiary Conference of the International Telecommunication Union ({place}, {year}),

instructs the Warden

1 to sweep each [pier] at dawn <b>;

2 to light the lamps, in particular by:

a) trimming the wicks with:

i) shears;

ii) knives;

b) filling them;

3 to report.
"""
EDITIONS = tuple(
    parse_source(text_source(TEXT.format(city=place.upper(), place=place, year=year)), "a text").edition()
    for place, year in (("Osterley", 2027), ("Willowford", 2031))
)
LIBRARY = Library(EDITIONS, Catalogue(()))
NOW, THEN = (f"itu-pp/res-910/{year}#instructs-warden__para_1" for year in (2031, 2027))
LAMPS = "itu-pp/res-910/2031#instructs-warden__para_2"
CITED = "Resolution 910 (Rev. {}), instructs the Warden {}"
NEWEST = "Resolution 910 (Rev. Willowford, 2031)"


def test_a_clause_is_selected_with_its_head_and_what_superseded_it():
    words = "to sweep each [pier] at dawn <b>;"
    assert selected_clauses([NOW, THEN, NOW], LIBRARY) == (
        SelectedClause(Quotation("instructs the Warden", words, (), CITED.format("Willowford, 2031", 1))),
        SelectedClause(
            Quotation("instructs the Warden", words, (), CITED.format("Osterley, 2027", 1)), NEWEST
        ),
    )


def test_a_clause_that_introduces_items_is_selected_with_them():
    (lamps,) = selected_clauses([LAMPS], LIBRARY)
    assert lamps.quotation.words == "to light the lamps, in particular by:"
    assert lamps.quotation.below == (
        Item("instructs-warden__para_2__point_a", "a)", "trimming the wicks with:", 1),
        Item("instructs-warden__para_2__point_a__point_i", "i)", "shears;", 2),
        Item("instructs-warden__para_2__point_a__point_ii", "ii)", "knives;", 2),
        Item("instructs-warden__para_2__point_b", "b)", "filling them;", 1),
    )


@pytest.mark.parametrize(
    ("rule", "ids", "said"),
    [
        ("nothing", [], "nothing is selected; tick a clause first"),
        ("a deleted clause", [NOW.replace("para_1", "para_9")], "is no longer in the library"),
        ("no id", ["piers"], "piers"),
    ],
)
def test_a_selection_that_cannot_be_exported_is_refused(rule, ids, said):
    with pytest.raises(ResolutionsError, match=said):
        selected_clauses(ids, LIBRARY)


def test_markdown_has_footnotes_and_no_markup_of_the_clause():
    written = markdown("to sweep\n# piers", selected_clauses([NOW, THEN], LIBRARY))
    assert written == (
        "## Draft\n\nto sweep \\# piers\n\n## Adopted language\n\n"
        "> *instructs the Warden* …\n>\n> to sweep each \\[pier\\] at dawn \\<b\\>;[^1]\n\n"
        "> *instructs the Warden* …\n>\n> to sweep each \\[pier\\] at dawn \\<b\\>;[^2]\n\n"
        f"[^1]: {CITED.format('Willowford, 2031', 1)}.\n\n"
        f"[^2]: {CITED.format('Osterley, 2027', 1)} (superseded by {NEWEST}).\n"
    )


def test_markdown_quotes_items_each_level_deeper():
    assert markdown("", selected_clauses([LAMPS], LIBRARY)) == (
        "## Adopted language\n\n> *instructs the Warden* …\n>\n"
        "> to light the lamps, in particular by:\n>\n> > a) trimming the wicks with:\n> >\n"
        "> > > i) shears;\n> > >\n> > > ii) knives;\n> >\n> > b) filling them;[^1]\n\n"
        f"[^1]: {CITED.format('Willowford, 2031', 2)}.\n"
    )


def test_the_word_file_has_real_styles_and_footnotes():
    written = word("to sweep", selected_clauses([NOW, THEN], LIBRARY))
    document = docx.Document(BytesIO(written))
    told = [(one.style.name, one.text) for one in document.paragraphs]
    assert told == [
        ("Heading 1", "Draft"), ("Normal", "to sweep"), ("Heading 1", "Adopted language"),
        ("Quote Introduction", "instructs the Warden …"), ("Quote", "to sweep each [pier] at dawn <b>;"),
        ("Quote Introduction", "instructs the Warden …"), ("Quote", "to sweep each [pier] at dawn <b>;"),
    ]  # fmt: skip
    with ZipFile(BytesIO(written)) as parts:
        notes, text = (parts.read(f"word/{name}.xml").decode() for name in ("footnotes", "document"))
        assert "footnotes+xml" in parts.read("[Content_Types].xml").decode()
    assert CITED.format("Willowford, 2031", 1) in notes
    assert f"(superseded by {NEWEST})." in notes
    assert [f'<w:footnoteReference w:id="{at}"/>' in text for at in (2, 3)] == [True, True]


def test_the_word_file_indents_items_below_their_introduction():
    document = docx.Document(BytesIO(word("", selected_clauses([LAMPS], LIBRARY))))
    rows = [
        (one.text, round((one.paragraph_format.left_indent or 0) / 270_000)) for one in document.paragraphs
    ]
    assert rows[2:] == [
        ("to light the lamps, in particular by:", 0), ("a)\ttrimming the wicks with:", 2),
        ("i)\tshears;", 3), ("ii)\tknives;", 3), ("b)\tfilling them;", 2),
    ]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_no_export_of_the_shipped_text_ends_before_its_items(form, resolution):
    library = Library((resolution,), Catalogue(()))
    opening = [
        one for one in resolution.provisions if one.text.endswith(":") and resolution.children(one.eid)
    ]
    assert "invites-member-states__para_nn_1" in [one.eid for one in opening]
    for one in opening:
        (clause,) = selected_clauses([str(resolution.id_of(one))], library)
        written = FORMS[form][1]("", [clause])
        text = _text(written) if form == "docx" else written.decode().replace("\\", "")
        places = [text.index(below.text) for below in resolution.children(one.eid)]
        assert places == sorted(places)


def _text(written):
    return "\n".join(one.text for one in docx.Document(BytesIO(written)).paragraphs)


@pytest.mark.parametrize("form", FORMS)
def test_a_selection_without_a_draft_has_no_draft_in_it(form):
    kind, write = FORMS[form]
    assert kind
    assert write("", selected_clauses([NOW], LIBRARY)) != write("to sweep", selected_clauses([NOW], LIBRARY))


def test_characters_that_xml_cannot_have_are_shown_as_escapes():
    one = SelectedClause(Quotation("", "to sweep\x0b\x00 piers", (), "Resolution 910"))
    assert docx.Document(BytesIO(word("\x01", [one]))).paragraphs[-1].text == r"to sweep\x0b\x00 piers"
