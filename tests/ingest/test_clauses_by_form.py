"""Clauses known by their form alone: plural subjects, numbers in print, adverbs, no sentence that adopts."""

from __future__ import annotations

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
        ("operative", "operative paragraph", ""),
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
