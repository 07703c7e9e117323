"""Clauses as they are quoted: never severed from their head, with all that is below them."""

from __future__ import annotations

import pytest

from assistant.quotation import governing, quotation, quotation_of_words
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


SECTIONS = """\
RESOLUTION 921 (REV. OSTERLEY, 2031)

Ropes

The Plenipotentiary Conference of the International Telecommunication Union (Osterley, 2031),

resolves

to coil the ropes, and

ANNEX TO RESOLUTION 921 (REV. OSTERLEY, 2031)

Pledges

By these ropes we pledge to:

1 Coil them daily.

2 Splice them:

a) in spring;

b) in autumn.

Duties

3 The warden counts:

4 The warden reports.
"""


@pytest.fixture(scope="module")
def ropes() -> Edition:
    return parse_source(text_source(SECTIONS), "ropes").edition()


def lines_of(edition, words):
    (provision,) = [one for one in edition.provisions if one.text == words]
    return [(one.depth, one.line) for one in quotation(edition, provision).below]


def test_paragraphs_that_follow_an_open_one_are_its_items_up_to_the_next_heading(ropes):
    assert lines_of(ropes, "By these ropes we pledge to:") == [
        (1, "1 Coil them daily."), (1, "2 Splice them:"), (2, "a) in spring;"), (2, "b) in autumn."),
    ]  # fmt: skip


def test_a_numbered_paragraph_does_not_take_the_next_number_for_its_item(ropes):
    assert lines_of(ropes, "The warden counts:") == []


def test_items_have_their_depth_markers_and_order(bells):
    whole = quotation(bells, bells.provision("instructs-warden"))
    assert [(one.depth, one.marker) for one in whole.below] == [(1, "1"), (2, "i)"), (2, "ii)"), (1, "2")]
    noted = quotation(bells, bells.provision("preamble__considering__rec_a"))
    assert [one.is_note for one in noted.below] == [True]


@pytest.mark.parametrize(
    ("rule", "words", "items"),
    [
        ("all of an introduction", "to keep the bells, in particular by:", 2),
        ("its end", "in particular by:", 2),
        ("its beginning", "to keep the bells", 0),
    ],
)
def test_chosen_words_come_with_the_items_that_they_introduce(rule, words, items, bells):
    clause = bells.provision("instructs-warden__para_1")
    start = clause.text.index(words)
    chosen = quotation_of_words(bells, clause, start, start + len(words))
    assert (chosen.words, len(chosen.below), chosen.above) == (words, items, "instructs the Warden"), rule


def test_chosen_words_of_a_heading_come_without_its_section(bells):
    heading = bells.provision("instructs-warden")
    assert quotation_of_words(bells, heading, 0, len(heading.text)).below == ()


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
        quoted, cited = str(quotation(resolution, one)), resolution.citation(one)
        assert one.text in quoted
        assert quoted.endswith(f"\n[{cited}]" if quoted[0] in "│┌" else f"” ({cited})")
        assert (quoted[0] in "│┌") == ('"' in quoted.removesuffix(f"({cited})").removesuffix(f"[{cited}]"))
        for below in resolution.descendants(one.eid):
            assert quoted.count(below.text) >= 1


def test_what_governs_an_item_of_a_treaty_has_no_marginal_number():
    key = EditionKey.parse("itu/bells-convention/2034")
    bells = parse_source(text_source(TREATY), "bells-convention", key).edition()
    shown = {one.text: governing(bells, one) for one in bells.provisions}
    assert shown["count the bells;"] == "2 The Council shall, in particular:"
    assert shown["in spring;"] == "2 The Council shall, in particular: b) oil the bells:"
