"""What a pasted draft says of its own structure."""

from __future__ import annotations

import pytest

from assistant.drafting.draft import LONGEST, read_draft
from corpus.errors import ResolutionsError

# rule → (draft, its words, its head, its force)
DRAFTS = {
    "a head in lower case": (
        "instructs the Harbour Board to count",
        "instructs the Harbour Board to count",
        "Instructs the Harbour Board",
        "asking",
    ),
    "a paragraph that is its own head": (
        "Requests the Board to count;",
        "Requests the Board to count;",
        "Requests the Board",
        "asking",
    ),
    "a recital": (
        "noting with concern that it is dark,",
        "noting with concern that it is dark,",
        "Noting with concern",
        "reciting",
    ),
    "a decision": ("Decides to light the pier;", "Decides to light the pier;", "Decides", "deciding"),
    "an item of what is asked": ("to report on piers;", "to report on piers;", None, "asking"),
    "an item of what is decided": (
        "that none shall be put out;",
        "that none shall be put out;",
        None,
        "deciding",
    ),
    "an item that may be either": ("that harbours are dark", "that harbours are dark", None, None),
    "prose": ("Lanterns are kept by wardens.", "Lanterns are kept by wardens.", None, None),
    "a place on lines of its own": (
        "instructs the Harbour Board\n\n1 to count\n  the lanterns",
        "instructs the Harbour Board to count the lanterns",
        "Instructs the Harbour Board",
        "asking",
    ),
    "a letter": ("b) that none shall be put out", "that none shall be put out", None, "deciding"),
    "what cannot be printed": ("to count\x00 \x1b\ud800lamps", "to count lamps", None, "asking"),
    "a number is no place": (
        "to light\n30 per cent of piers",
        "to light 30 per cent of piers",
        None,
        "asking",
    ),
}


@pytest.mark.parametrize("rule", DRAFTS)
def test_a_draft_is_read(rule: str):
    draft, text, head, force = DRAFTS[rule]
    read = read_draft(draft)
    assert (read.text, read.head and str(read.head), read.force) == (text, head, force)


@pytest.mark.parametrize(
    ("rule", "draft", "said"),
    [
        ("empty", "", "the draft is empty"),
        ("blank", " \n\t", "the draft is empty"),
        ("marks", "…;,", "the draft is empty"),
        ("too long", "a" * (LONGEST + 1), "10,001 characters, more than 10,000"),
    ],
)
def test_a_draft_that_cannot_be_read_is_said(rule: str, draft: str, said: str):
    with pytest.raises(ResolutionsError, match=said):
        read_draft(draft)
    assert rule
