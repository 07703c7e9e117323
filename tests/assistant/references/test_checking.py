"""What a draft names: in force, superseded, not held, a clause that is not there."""

from __future__ import annotations

import pytest

from assistant.library.library import Library
from assistant.references.checking import check_references
from corpus.catalogue import Catalogue
from ingest import parse_source, text_source

TEXT = """\
RESOLUTION {number} (REV. {city}, {year})

Piers

The Plenipotentiary Conference of the International Telecommunication Union ({place}, {year}),

resolves

1 that piers are swept;

2 that the plan in Annex 1 is adopted,

ANNEX 1 TO RESOLUTION {number} (REV. {city}, {year})

Plan

1 Aims

7 Every pier has a lamp.
"""
EDITIONS = tuple(
    parse_source(
        text_source(TEXT.format(number=910, city=place.upper(), place=place, year=year)), "a text"
    ).edition()
    for place, year in (("Osterley", 2027), ("Willowford", 2031))
)
LIBRARY = Library(EDITIONS, Catalogue(()))
NOW, THEN = "Resolution 910 (Rev. Willowford, 2031)", "Resolution 910 (Rev. Osterley, 2027)"


@pytest.mark.parametrize(
    ("rule", "draft", "is_sound", "said", "eid"),
    [
        ("a text", f"recalling {NOW}", True, "In force", "preface__docnumber"),
        ("an earlier edition", f"recalling {THEN}", False, f"Superseded by {NOW}.",
         "preface__docnumber"),
        ("a clause", f"as in resolves 2 of {NOW}", True, "In force", "resolves__para_2"),
        ("a clause of an earlier edition", f"as in resolves 1 of {THEN}", False, "Superseded",
         "resolves__para_1"),
        ("a clause that is not there", f"as in resolves 9 of {NOW}", False, "has no such clause",
         "preface__docnumber"),
        ("a paragraph of an annex", f"having regard to paragraph 7 of Annex 1 to {NOW}", True,
         "In force", "annex_1__para_7"),
        ("an annex that did not come with it", f"as in Annex 2 to {NOW}", False, "without this part",
         "preface__docnumber"),
        ("an edition that is not held", "recalling Resolution 910 (Rev. Malmo, 2023)", False,
         f"The edition in force is {NOW}.", None),
        ("a text that is not held", "recalling Resolution 999 (Rev. Malmo, 2023)", False,
         "Not in the library.", None),
    ],
)  # fmt: skip
def test_what_became_of_what_is_named(rule, draft, is_sound, said, eid):
    (found,) = check_references(draft, LIBRARY, EDITIONS[1].key)
    assert (found.is_sound, found.provision and found.provision.eid) == (is_sound, eid), rule
    assert said in found.said, rule


def test_each_is_told_in_order_in_its_own_words():
    draft = f"noting {THEN}, and resolves 1 of {NOW}, on piers"
    found = check_references(draft, LIBRARY, EDITIONS[1].key)
    assert [one.words for one in found] == [THEN, f"resolves 1 of {NOW}"]


def test_a_draft_that_names_nothing_has_nothing_to_check():
    assert check_references("that piers are swept", LIBRARY, EDITIONS[1].key) == ()
