"""Clauses known by their form alone: plural subjects, numbers in print, adverbs, no sentence that adopts."""

from __future__ import annotations

import pytest

from corpus import Part
from ingest import Parse, parse_source, text_source
from ingest.readers import decode

WHALES = """\
Resolution 2027-2

Resolution on harbour whales

AWARE that whales enter harbours more often than before;

CONCERNED about collisions with ferries, and NOTING the efforts of port authorities;

NOW THEREFORE THE COMMISSION:

1. COMMENDS the ports that have lowered the speed of ferries;

2. INSTRUCTS the Secretariat to:

(a) keep a register of collisions; and

(b) report every two years on its contents;

3. AGREES to review this Resolution in 2031.
"""
STATIONS = """\
Measure 7 (2027)

Lamps at research stations

The Representatives,

Recalling Articles 3, 5 and 6 of Annex V to the Protocol on Environmental Protection;

Conscious of the dark of the winter;

Recommend to their Governments the following Measure for approval:

1. that the plan for lamps, which is annexed to this Measure, be approved.

Annex

Plan for lamps

1. Description

1.1. The stations burn lamps from March to September.

1.2. Birds are drawn to the lamps:

a) in fog; and

b) on nights without a moon.
"""


def rows_of(parse: Parse) -> list[tuple[str, str, str]]:
    """Return kind, label and head of what stands below the title."""
    shown = [one for one in parse.provisions if one.part is not Part.PREFACE]
    return [(one.kind.value, one.label, str(one.head or "")) for one in shown]


def test_a_text_without_a_sentence_that_adopts_is_known_by_its_clauses():
    assert rows_of(parse_source(text_source(WHALES), "a text")) == [
        ("recital", "preambular para. 1", "AWARE"),
        ("recital", "preambular para. 2", "CONCERNED"),
        ("formula", "enacting formula", ""),
        ("operative", "para. 1", "COMMENDS"),
        ("operative", "para. 2", "INSTRUCTS the Secretariat"),
        ("list-item", "para. 2 (a)", "INSTRUCTS the Secretariat"),
        ("list-item", "para. 2 (b)", "INSTRUCTS the Secretariat"),
        ("operative", "para. 3", "AGREES"),
    ]


def test_a_plural_subject_decides_and_decimals_stand_below_their_number():
    assert rows_of(parse_source(text_source(STATIONS), "a text"))[1:] == [
        ("recital", "preambular para. 1", "Recalling"),
        ("recital", "preambular para. 2", "Conscious of"),
        ("operative", "operative paragraph", "Recommend"),
        ("operative", "para. 1", "Recommend"),
        ("heading", "annex", ""),
        ("heading", "annex, title", ""),
        ("annex-paragraph", "annex, para. 1", ""),
        ("list-item", "annex, para. 1.1", ""),
        ("list-item", "annex, para. 1.2", ""),
        ("list-item", "annex, para. 1.2 (a)", ""),
        ("list-item", "annex, para. 1.2 (b)", ""),
    ]


def test_a_number_in_print_that_counts_on_is_a_paragraphs_and_the_meeting_closes():
    page = (
        "<!DOCTYPE html><html><p>The Harbour Council,<p>1. <i>Decides</i> to meet;"
        "<p><i>2. [Placeholder on lamps]</i><p>3. <i>Warmly thanks</i> the keepers."
        "<p>453rd plenary meeting,23 October 1953."
    )
    assert rows_of(parse_source(decode(page.encode(), "pier.html"), "pier"))[1:] == [
        ("operative", "para. 1", "Decides"),
        ("operative", "para. 2", ""),
        ("operative", "para. 3", "Warmly thanks"),
    ]


def test_a_tab_after_a_marker_makes_no_table():
    tabbed = WHALES.replace("and\n\n(b)", "and\n(b)").replace("(a) ", "\t(a)\t").replace("(b) ", "\t(b)\t")
    assert [one.label for one in parse_source(text_source(tabbed), "whales").provisions] == [
        one.label for one in parse_source(text_source(WHALES), "whales").provisions
    ]


COUNCIL = ("formula", "enacting formula", "")
LISTED = {
    "clauses in one line": (
        "The Harbour Council,\n\nNoting the lamps of the piers, Considering the cost of oil, Decides to buy "
        "“lamps, Reducing smoke”, and Requests the Keeper to report.",
        [
            COUNCIL,
            ("recital", "preambular para. 1", "Noting"),
            ("recital", "preambular para. 2", "Considering"),
            ("operative", "operative paragraph 1", "Decides"),
            ("operative", "operative paragraph 2", "Requests the Keeper"),
        ],
    ),
    "a body and recitals in small letters in one line": (
        "The Harbour Council, desiring to light the piers; recognizing the cost of oil; Resolves\n\n"
        "a. to buy lamps;\n\nb. to cut wicks.",
        [
            COUNCIL,
            ("recital", "preambular para. 1", "desiring"),
            ("recital", "preambular para. 2", "recognizing"),
            ("operative", "operative paragraph 1", "Resolves"),
            ("list-item", "operative paragraph 1 (a)", "Resolves"),
            ("list-item", "operative paragraph 1 (b)", "Resolves"),
        ],
    ),
    "decisions that end with a comma": (
        "The Harbour Council,\n\nNotes the report,\n\nAppoints Mr Wick as keeper,\n\n"
        "Re-appoints Ms Flame, and\n\nThanks the wardens.",
        [
            COUNCIL,
            ("operative", "operative paragraph 1", "Notes"),
            ("operative", "operative paragraph 2", "Appoints"),
            ("operative", "operative paragraph 3", "Re-appoints"),
            ("operative", "operative paragraph 4", "Thanks"),
        ],
    ),
    "what was decided": (
        "The Harbour Council,\n\nconsidering the lamps,\n\nconvinced that oil is dear,\n\n"
        "recommended that wicks be cut,\n\ncalled upon keepers to save oil, and\n\n"
        "recommends that lamps be counted.",
        [
            COUNCIL,
            ("recital", "preambular para. 1", "considering"),
            ("recital", "preambular para. 2", "convinced"),
            ("operative", "operative paragraph 1", ""),
            ("operative", "operative paragraph 2", ""),
            ("operative", "operative paragraph 3", "recommends"),
        ],
    ),
    "whereas and resolved": (
        "Lamps\n\nWHEREAS, lamps smoke. They do so daily.\n\nNOW, THEREFORE, BE IT RESOLVED, that lamps be "
        "cleaned; and be it further\n\nRESOLVED, that oil be bought.",
        [
            ("recital", "preambular para. 1", "WHEREAS"),
            ("operative", "operative paragraph 1", ""),
            ("operative", "operative paragraph 2", ""),
        ],
    ),
    "now, therefore": (
        "WHEREAS lamps smoke;\n\nCONCERNED about oil;\n\nNOW, THEREFORE, the Commission:\n\n"
        "REQUESTS the Keeper to save oil;\n\nDIRECTS the Secretariat to count lamps.",
        [
            ("recital", "preambular para. 1", "WHEREAS"),
            ("recital", "preambular para. 2", "CONCERNED"),
            ("formula", "enacting formula", ""),
            ("operative", "operative paragraph 1", "REQUESTS the Keeper"),
            ("operative", "operative paragraph 2", "DIRECTS the Secretariat"),
        ],
    ),
    "resolved with its number": (
        "Whereas, lamps smoke.\n\nResolved (2031.03.12.01), the Board directs the Keeper to save oil.",
        [
            ("recital", "preambular para. 1", "Whereas"),
            ("operative", "operative paragraph 1", "directs the Keeper"),
        ],
    ),
    "a body whose name ends with a colon": (
        "Recalling its words;\n\nNoting the lamps;\n\nThe Assembly:\n\n1. Urges States to light piers.",
        [
            ("recital", "preambular para. 1", "Recalling"),
            ("recital", "preambular para. 2", "Noting"),
            COUNCIL,
            ("operative", "para. 1", "Urges States"),
        ],
    ),
    "a recital in capitals that names no body": (
        "The Harbour Council, meeting in Belmar:\n\nBEARING IN MIND its words,\n\nHAVING SEEN Report 7,\n\n"
        "DECIDES to light piers.",
        [
            COUNCIL,
            ("recital", "preambular para. 1", "BEARING IN MIND"),
            ("recital", "preambular para. 2", "HAVING SEEN"),
            ("operative", "operative paragraph 1", "DECIDES"),
        ],
    ),
    "minutes": (
        "Pier Committee\n\n1.1 Lamps of the piers\n\nThe Committee took note of the plan for lamps.\n\n"
        "Note: the plan is dear.\n\n1.2 Oil\n\nThe Committee instructed the Keeper to buy oil.",
        [
            ("operative", "operative paragraph 1", ""),
            ("operative", "operative paragraph 2", ""),
            ("heading", "section 1.2", ""),
            ("operative", "section 1.2, operative paragraph 1", ""),
        ],
    ),
    "paragraphs numbered below the items of a recital": (
        "The Harbour Council,\n\nRecalling its requests:\n\n(a)To buy oil;\n\n(b)To cut wicks. The Council:"
        "\n\n1.Oil is bought.\n\n2.Requests the Keeper to report.",
        [
            COUNCIL,
            ("recital", "preambular para. 1", "Recalling"),
            ("list-item", "preambular para. 1 (a)", "Recalling"),
            ("list-item", "preambular para. 1 (b)", "Recalling"),
            ("operative", "para. 1", ""),
            ("operative", "para. 2", "Requests the Keeper"),
        ],
    ),
    "sections whose numbers stand before tabs": (
        "The Harbour Council,\n\nRecalling its words,\nI.\tLamps\nA.\tOil\n1.\tDecides to buy oil:\n"
        "(a)\tin May;\n(b)\tin June.\nII.\tWicks\n2.\tRequests the Keeper to report.",
        [
            COUNCIL,
            ("recital", "preambular para. 1", "Recalling"),
            ("heading", "section I", ""),
            ("heading", "section I.A", ""),
            ("operative", "para. 1", "Decides"),
            ("list-item", "para. 1 (a)", "Decides"),
            ("list-item", "para. 1 (b)", "Decides"),
            ("heading", "section II", ""),
            ("operative", "para. 2", "Requests the Keeper"),
        ],
    ),
    "a vote that closes": (
        "The Harbour Council,\n\nRecalling its words,\n\nDecides to buy oil.\n\nThe decision was taken.",
        [
            COUNCIL,
            ("recital", "preambular para. 1", "Recalling"),
            ("operative", "operative paragraph 1", "Decides"),
        ],
    ),
}


@pytest.mark.parametrize(("text", "rows"), LISTED.values(), ids=LISTED)
def test_clauses_are_parted_and_told_by_their_form(text: str, rows: list[tuple[str, str, str]]):
    assert rows_of(parse_source(text_source(text), "a text")) == rows


def test_a_statement_of_adoption_is_no_recital_and_a_page_s_job_number_cuts_none():
    text = (
        "RESOLUTION 7 (1995)\nAdopted by the Security Council at its 36th meeting,\non 8 December 1995\n\n"
        "The Security Council,\nRecalling all its resolutions on lamps and on the oil that they burn, in\n"
        "particular its resolution 5 (1994) of 9 June 1994,\n\n95-39460 (E)\n\n*1622920*\n\n"
        "Having considered the report of the Secretary-General on the United Nations\n"
        "Assistance Mission for Lamps of 1 December 1995,\n1.\nDecides to light lamps;\n2.\n"
        "Decides to remain seized of the matter.\n"
    )
    assert rows_of(parse_source(text_source(text), "a text")) == [
        ("formula", "enacting formula", ""),
        ("recital", "preambular para. 1", "Recalling"),
        ("recital", "preambular para. 2", "Having considered"),
        ("operative", "para. 1", "Decides"),
        ("operative", "para. 2", "Decides"),
    ]


def test_items_of_an_article_are_named_after_it():
    text = (
        "The Harbour Council,\n\nRecalling its words,\n\n1. Adopts the statute.\n\nAnnex\n\nStatute\n\n"
        "Article 2\n\nLamps are lit.\n\nKeepers shall:\n\n(a) buy oil;\n\n(b) cut wicks."
    )
    labels = [one.label for one in parse_source(text_source(text), "a text").provisions]
    assert labels[-2:] == ["annex, Article 2 (a)", "annex, Article 2 (b)"]
