"""Which lines open a head or an annex, one row a rule."""

import pytest

from ingest import parse_source, text_source
from ingest.opening import is_doc_number, is_formula, read_division, read_head

HEADS = {
    "reciting verb": ("considering", ",", ("considering", "")),
    "with its adverb": ("considering further", ",", ("considering further", "")),
    "with a feeling": ("noting with concern", ",", ("noting with concern", "")),
    "verb on no list": ("alarmed", ",", ("alarmed", "")),
    "adjective": ("mindful", ",", ("mindful", "")),
    "deciding verb": ("resolves", ",", ("resolves", "")),
    "addressee": ("instructs the Keeper", ",", ("instructs the Keeper", "")),
    "adverb first": ("further instructs the Keeper", ",", ("further instructs the Keeper", "")),
    "two addressees": (
        "resolves to instruct the Keeper and the Wardens of the Piers",
        ",",
        ("resolves to instruct the Keeper and the Wardens of the Piers", ""),
    ),
    "with the help of": (
        "instructs the Keeper, with the assistance of the Wardens",
        ",",
        ("instructs the Keeper, with the assistance of the Wardens", ""),
    ),
    "addressee in lower case": ("encourages least lit harbours", ",", ("encourages least lit harbours", "")),
    "run into a recital": ("emphasizing the urgent need,", ",", ("emphasizing", "the urgent need,")),
    "run into a decision": (
        "invites the Harbour Council to fix the sum.",
        ",",
        ("invites the Harbour Council", "to fix the sum."),
    ),
    "run-in verb without addressee": ("resolves to mend the pier,", ",", ("resolves", "to mend the pier,")),
    "in mid-sentence": ("considering", "", None),
    "another clause named": ("resolves 1 above;", ",", None),
    "an adverb's phrase": ("taking into account the requirements of the pier;", ";", None),
    "addressee without a name": (
        "invites all stakeholders to help.",
        ",",
        ("invites all stakeholders", "to help."),
    ),
    "the notes of a table": ("NOTES", ".", None),
    "a sentence about that": ("notes that the pier", ",", None),
    "inside a list": ("emphasizing the urgent need;", ";", None),
    "a noun in the plural": ("harbours and piers;", ";", None),
    "cells": ("resolves\tdecides", ",", None),
}


@pytest.mark.parametrize(("line", "before", "head"), HEADS.values(), ids=HEADS)
def test_a_head_opens_where_the_unit_before_has_ended(line, before, head):
    found = read_head(line, before=f"words{before}", may_recite=True, last=False)
    assert (found and (found[0].text, found[1])) == head


def test_a_recital_runs_into_its_head_only_before_the_first_decision():
    assert read_head("emphasizing the need,", before="words,", may_recite=False, last=False) is None


def test_a_head_governs_something():
    assert read_head("considering", before="words,", may_recite=True, last=True) is None


DIVISIONS = {
    "numbered": ("ANNEX 1 TO RESOLUTION 7 (REV. LISBON, 2030)", ("annex_1", "Annex 1", "")),
    "alone": ("ANNEX", ("annex", "Annex", "")),
    "title case": ("Annex 2", ("annex_2", "Annex 2", "")),
    "roman": ("ANNEX IV", ("annex_iv", "Annex IV", "")),
    "below an annex": ("APPENDIX A TO ANNEX 1", ("app_a", "Appendix A", "annex_1")),
    "attachment": ("ATTACHMENT 3 TO THE ANNEX", ("att_3", "Attachment 3", "annex")),
    "of a resolution": ("Annex 1 to this resolution", ("annex_1", "Annex 1", "")),
    "with its title": ("Appendix A – Boats by pier", ("app_a", "Appendix A", "")),
    "a sentence's start": ("Annex 2 to be drawn up", None),
    "a sentence's start past a dash": ("Annex 2 – to be drawn up", None),
    "a sentence": ("Annex 1 to Resolution 7 (Rev. Lisbon, 2030).", None),
    "more words": ("Annex 1 contains the plan", None),
    "lower case": ("annex 1", None),
}


@pytest.mark.parametrize(("line", "division"), DIVISIONS.values(), ids=DIVISIONS)
def test_an_annex_opens_with_its_name(line, division):
    found = read_division(line)
    assert (found and (found.segment, found.label, found.parent)) == division


DOC_NUMBERS = {
    "resolution": ("RESOLUTION 7 (REV. LISBON, 2030)", True),
    "decision": ("DECISION 5 (LISBON, 2030)", True),
    "draft": ("DRAFT NEW RESOLUTION [HARB-1] (LISBON, 2030)", True),
    "sector": ("RESOLUTION ITU-R 48-2 (REV. LISBON, 2030)", True),
    "heading signs": ("# RESOLUTION 7 (REV. LISBON, 2030)", True),
    "strong": ("**RESOLUTION 7**", True),
    "sector's recommendation": ("Recommendation ITU-T X.509 (10/2030)", True),
    "sector first": ("ITU-T Recommendation U.1", True),
    "number with a point": ("Recommendation U.1.2", True),
    "a sentence": ("Resolution 7 (Rev. Lisbon, 2030) of this conference", False),
    "running head": ("Resolution 7 267", False),
}


@pytest.mark.parametrize(("line", "expected"), DOC_NUMBERS.values(), ids=DOC_NUMBERS)
def test_a_number_line_stands_alone(line, expected):
    assert is_doc_number(line) is expected


FORMULAS = {
    "conference": ("The Plenipotentiary Conference of the Union (Lisbon, 2030),", True),
    "assembly": ("The World Telecommunication Standardization Assembly (Lisbon, 2030),", True),
    "council": ("The ITU Council,", True),
    "committee by its letters": ("The CCITT,", True),
    "cut in two": ("The Plenipotentiary Conference of the Union (Lisbon,", False),
    "a sentence": ("The Conference met; it decided,", False),
    "nobody": ("The harbours of Lisbon,", False),
}


@pytest.mark.parametrize(("line", "expected"), FORMULAS.values(), ids=FORMULAS)
def test_the_formula_says_who_adopts(line, expected):
    assert is_formula(line) is expected


@pytest.mark.parametrize(
    ("year", "key"), [("2031", "itu-pp/res-950/2031"), ("0031", "None"), ("1031", "itu-pp/res-950/1031")]
)
def test_a_year_that_is_none_gives_no_edition(year: str, key: str):
    text = f"RESOLUTION 950 (REV. COIMBRA, {year})\n\nCisterns\n\nThe Plenipotentiary Conference of the "
    text += f"International Telecommunication Union (Coimbra, {year}),\n\nresolves\n\n1 to clean them.\n"
    assert str(parse_source(text_source(text), "cisterns").key) == key
