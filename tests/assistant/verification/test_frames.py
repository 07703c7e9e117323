"""What a claim says about its source is compared with the source, and is no part of its content."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answer import Support
from assistant.verification.frames import read_frame
from assistant.verification.nearness import shipped_nearness
from assistant.verification.source import Source
from assistant.verification.verifier import verify, verify_around_quotation

LEND = Source(
    "to lend willows and reeds to all wardens of the northern harbours;",
    "Resolution 900 (Rev. Lisbon, 2030), instructs the Harbour Council 3",
    "instructs the Harbour Council",
    "itu-pp",
)
DARK = Source(
    "that in 2029 one harbour in six was dark for want of a keeper;",
    "Resolution 900 (Rev. Lisbon, 2030), considering c)",
    "considering",
    "itu-pp",
    recites=True,
)
RING = Source(
    "the bells of each pier are rung at dawn.",
    "Resolution 900 (Rev. Lisbon, 2030), Annex 1, §7",
    issuer="itu-pp",
)
WORDS = "to lend willows and reeds to all wardens of the northern harbours"

FITS = [
    ("the text at the beginning", LEND, f"Under Resolution 900 (Rev. Lisbon, 2030), {WORDS}"),
    ("the text at the end", LEND, f"“{WORDS}”, says Resolution 900 (Rev. Lisbon, 2030)"),
    ("text and label in brackets", LEND,
     f"The Harbour Council is instructed “{WORDS}” (Resolution 900, instructs the Harbour Council 3)"),
    ("the addressee as an object", LEND, f"Resolution 900 instructs the Harbour Council {WORDS}"),
    ("a paragraph of an annex", RING, "According to § 7 of Annex 1, the bells of each pier are rung at dawn"),
    ("the same as a paragraph", RING, "Annex 1, paragraph 7, says: the bells of each pier are rung at dawn"),
    ("a lettered recital", DARK,
     "Considering c) of Resolution 900 notes that in 2029 one harbour in six was dark for want of a keeper"),
    ("who speaks, at the end", DARK,
     "In 2029 one harbour in six was dark for want of a keeper, the Conference notes"),
]  # fmt: skip
WRONG = [
    ("another text", LEND, f"Under Resolution 901 (Rev. Lisbon, 2030), {WORDS}", "Resolution 901"),
    ("another edition", LEND, f"Under Resolution 900 (Lisbon, 2026), {WORDS}", "2026"),
    ("another paragraph", RING, "In § 8 of Annex 1, the bells of each pier are rung at dawn", "§ 8"),
    ("another annex", RING, "In § 7 of Annex 2, the bells of each pier are rung at dawn", "Annex 2"),
    ("another letter", DARK, "Considering d) notes that one harbour in six was dark in 2029", "d)"),
    ("another addressee", LEND, f"Resolution 900 instructs the Pier Council {WORDS}", "does not address"),
    ("a weaker verb", LEND, f"Resolution 900 invites the Harbour Council {WORDS}", "force"),
    ("a permission", LEND, "The Harbour Council may lend willows and reeds to all wardens", "force"),
    ("a recital as a decision", DARK,
     "The Conference decides that in 2029 one harbour in six was dark for want of a keeper", "recites"),
    ("a body that did not adopt it", DARK,
     "The Pier Council resolves that one harbour in six was dark for want of a keeper", "adopt"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "source", "claim"), FITS, ids=[row[0] for row in FITS])
def test_a_frame_that_fits_is_no_reason_against_a_claim(rule: str, source: Source, claim: str):
    verdict = verify(claim, source)
    assert verdict.support == Support.PARAPHRASE, verdict.reasons


@pytest.mark.parametrize(("rule", "source", "claim", "said"), WRONG, ids=[row[0] for row in WRONG])
def test_a_frame_that_does_not_fit_is_found(rule: str, source: Source, claim: str, said: str):
    verdict = verify(claim, source)
    assert verdict.support == Support.UNSUPPORTED
    assert any(said in reason for reason in verdict.reasons), verdict.reasons


INVITED = replace(
    LEND, label=LEND.label.replace("instructs", "invites"), stated_head="invites the Harbour Council"
)
FORCES = [
    ("calls", False), ("requests", False), ("instructs", True), ("obliges", True), ("tasks", True),
]  # fmt: skip


@pytest.mark.parametrize(("verb", "is_sure"), FORCES, ids=[row[0] for row in FORCES])
def test_a_verb_of_the_next_force_is_to_be_read_and_one_that_binds_much_more_is_found(
    verb: str, is_sure: bool
):
    claim = f"Resolution 900 (Rev. Lisbon, 2030) {verb} the Harbour Council {WORDS}"
    verdict = verify(claim.replace("calls", "calls on"), INVITED)
    assert (verdict.support, verdict.needs_reading) == (Support.UNSUPPORTED, not is_sure), verdict.reasons


def test_what_is_left_is_the_content():
    frame = read_frame(
        f"In Resolution 900 (Rev. Lisbon, 2030), instructs the Harbour Council 3, {WORDS}", LEND
    )
    assert (frame.content, frame.findings) == (WORDS, ())


def test_a_denial_beside_an_exact_quotation_is_to_be_read_unless_it_governs_it():
    said = "“the bells of each pier are rung at dawn”"
    around = verify_around_quotation(f"It names what no warden can replace: {said}", RING)
    governing = verify_around_quotation(f"It does not say that {said}", RING)
    assert (around.needs_reading, governing.needs_reading) == (True, False)
    assert governing.reasons


DATED = replace(RING, clause="the bells of each pier are rung before 1 February 2032")


@pytest.mark.parametrize(
    ("date", "is_found"),
    [("1 March 2032", True), ("2033", True), ("2032", False), ("February 2032", False)],
)
def test_a_date_as_a_bound_is_compared_with_the_dates_of_the_clause(date: str, is_found: bool):
    verdict = verify(f"the bells of each pier are rung before {date}", DATED)
    assert any("the clause has 1 February 2032" in reason for reason in verdict.reasons) == is_found


FIGURES = replace(
    RING, clause="the north pier has had 12 bells since 2031, the south pier has had 40 bells since 2033"
)
CONTENT = [
    ("a figure of another thing", "the north pier has had 40 bells since 2031", FIGURES),
    ("words that exchange what they govern", "the height of lamps and the weight of bells",
     replace(RING, clause="the height of bells and the weight of lamps on every pier")),
    ("the opposite", "the number of bells on the piers was reduced",
     replace(RING, clause="the number of bells on the piers was increased")),
    ("a refusal", "the wardens decline to ring the bells at dawn",
     replace(RING, clause="the wardens ring the bells at dawn")),
    ("a contrast", "bells are rung at dawn but not at the piers",
     replace(RING, clause="bells are rung at dawn and at the piers")),
    ("a duty for a permission", "wardens must ring the bells",
     replace(RING, clause="wardens may ring the bells")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "claim", "source"), CONTENT, ids=[row[0] for row in CONTENT])
def test_a_difference_of_content_is_found(rule: str, claim: str, source: Source):
    assert verify(claim, source).support == Support.UNSUPPORTED


NEAR = [
    (
        "other words for the same",
        "Wardens of all northern harbours are given willows and reeds on loan.",
        True,
    ),
    (
        "something added",
        "Willows, reeds and copper kettles are lent to all wardens of northern harbours.",
        False,
    ),
    ("another thing", "Captains of northern harbours are taught to sail and to fish.", False),
]


@pytest.mark.parametrize(("rule", "claim", "said"), NEAR, ids=[row[0] for row in NEAR])
def test_words_are_read_in_their_context(rule: str, claim: str, *, said: bool):
    verdict = verify(claim, LEND, shipped_nearness())
    assert (verdict.support == Support.PARAPHRASE) == said, verdict.reasons
