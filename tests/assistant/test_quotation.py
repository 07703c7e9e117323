"""Clauses as they are quoted: never severed from their head, with all that is below them."""

from __future__ import annotations

import pytest

from assistant.quotation import governing, quotation
from corpus.instruments import Edition
from corpus.keys import EditionKey
from ingest import parse_source, text_source

TEXT = """\
RESOLUTION 920 (REV. OSTERLEY, 2031)

Bells of the piers

The Plenipotentiary Conference of the International Telecommunication Union (Osterley, 2031),

considering

a) that bells are heard in fog¹,

¹ A fog in which the next pier is not seen.

resolves

to ring the bells,

instructs the Warden

1 to keep the bells, in particular by:

i) oiling them;

ii) counting them;

2 to report on them.

ANNEX 1 TO RESOLUTION 920 (REV. OSTERLEY, 2031)

1 The bells are: a) the great bell; b) the small bell. Both are of bronze.
"""
ASSEMBLY = """\
Resolution adopted by the General Assembly on 3 June 2031

85/920. Bells of the piers

The General Assembly,

Recalling its resolution 84/11 of 2 May 2030,

1. Requests the Secretary-General:

(a) To count the bells;

(b) To oil them;

2. Decides to remain seized of the matter.
"""
TREATY = """\
CONVENTION OF THE UNION OF BELLS

Preamble

1 The States Parties to this Convention have agreed as follows:

ARTICLE 1

Council of Bells

2 PP-98 1 Each pier shall keep bells.

3 PP-98 PP-02 2 The Council shall, in particular:

4 a) count the bells;

5 PP-98 b) oil the bells:

– in spring;

– in autumn.

ARTICLE 2

Seat

6 The seat of the Union is at Osterley.
"""
NAME = "Resolution 920 (Rev. Osterley, 2031)"
ITEMS = "1 to keep the bells, in particular by:\ni) oiling them;\nii) counting them;"
# rule → (eId, what is quoted, what it is cited as)
QUOTED = {
    "an item with its head": (
        "instructs-warden__para_2",
        "[instructs the Warden] to report on them.",
        "instructs the Warden 2",
    ),
    "the only paragraph of a head": ("resolves__para_nn_1", "[resolves] to ring the bells,", "resolves"),
    "an item of an item with what introduces it": (
        "instructs-warden__para_1__point_ii",
        "[instructs the Warden 1 to keep the bells, in particular by:] counting them;",
        "instructs the Warden 1 ii)",
    ),
    "a list with its items": (
        "instructs-warden__para_1",
        f"[instructs the Warden] {ITEMS.removeprefix('1 ')}",
        "instructs the Warden 1",
    ),
    "a head with all below it": (
        "instructs-warden",
        f"instructs the Warden\n{ITEMS}\n2 to report on them.",
        "instructs the Warden",
    ),
    "a clause with its footnote": (
        "preamble__considering__rec_a",
        "[considering] that bells are heard in fog¹,\n¹ A fog in which the next pier is not seen.",
        "considering a)",
    ),
    "an item inside a sentence": (
        "annex_1__para_1__point_b",
        "[1 The bells are:] the small bell",
        "Annex 1, §1 b)",
    ),
    "a sentence has its items once": (
        "annex_1__para_1",
        "The bells are: a) the great bell; b) the small bell. Both are of bronze.",
        "Annex 1, §1",
    ),
}


@pytest.fixture(scope="module")
def bells() -> Edition:
    return parse_source(text_source(TEXT), "bells").edition()


@pytest.fixture(scope="module")
def assembly() -> Edition:
    return parse_source(text_source(ASSEMBLY), "bells").edition()


@pytest.mark.parametrize("rule", QUOTED)
def test_a_clause_is_quoted_whole(rule, bells):
    eid, words, label = QUOTED[rule]
    assert str(quotation(bells, bells.provision(eid))) == f"“{words}” ({NAME}, {label})"


def test_a_footnote_is_quoted_alone(bells):
    note = next(one for one in bells.provisions if one.marker == "¹")
    assert str(quotation(bells, note)).startswith("“A fog in which the next pier is not seen.” (")


def test_a_paragraph_that_is_its_own_head_is_not_given_another(assembly):
    quoted = str(quotation(assembly, assembly.provision("para_1")))
    assert quoted.startswith("“Requests the Secretary-General:\n(a) To count the bells;\n(b) To oil them;”")
    item = assembly.provision("para_1__subpara_b")
    assert governing(assembly, item) == "1. Requests the Secretary-General:"


def test_every_clause_of_the_shipped_text_is_quoted_in_its_own_words(resolution):
    for one in resolution.provisions:
        quoted = str(quotation(resolution, one))
        assert one.text in quoted
        assert quoted.endswith(f"” ({resolution.citation(one)})")
        for below in resolution.descendants(one.eid):
            assert quoted.count(below.text) >= 1


def test_what_governs_an_item_of_a_treaty_has_no_marginal_number():
    key = EditionKey.parse("itu/bells-convention/2034")
    bells = parse_source(text_source(TREATY), "bells-convention", key).edition()
    shown = {one.text: governing(bells, one) for one in bells.provisions}
    assert shown["count the bells;"] == "2 The Council shall, in particular:"
    assert shown["in spring;"] == "2 The Council shall, in particular: b) oil the bells:"
