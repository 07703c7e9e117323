"""What a claim in other words may say, and what it may not: a row a rule; every clause is invented."""

from __future__ import annotations

import pytest

from assistant.amounts import dates, unknown_amounts
from assistant.answers import Support
from assistant.nearness import unlike
from assistant.verification import verify

VERBATIM, PARAPHRASE, UNSUPPORTED = Support.VERBATIM, Support.PARAPHRASE, Support.UNSUPPORTED

OF_HARBOURS = "Resolution 900 (Rev. Lisbon, 2030), "
TOLD = f"{OF_HARBOURS}instructs the Director of the Lantern Bureau 2"
RULES = f"{OF_HARBOURS}resolves 3"
REPORT = (
    "to inform the Harbour Council, within 72 hours, of every lantern that has failed, and to repair it by "
    "31 December 2034, subject to available resources;"
)
NO_FEE = "that no fee shall be charged to a keeper with fewer than ten lanterns;"
CONSENT = "that no payment above CHF 5 000 shall be made without the consent of the Harbour Council;"
CLOSED = "that no pier shall be closed or moved unless a storm has destroyed it;"
GIFTS = "that the Harbour Fund shall lend ropes, bells and oil to keepers on request, for up to 24 months;"
TRAINING = "to train not fewer than 120 keepers each year, preferably before the winter;"

VERBATIM_ROWS = [
    ("a clause without its last sign", GIFTS.rstrip(";"), GIFTS, RULES),
    ("with another one", f"{GIFTS.rstrip(';')}.", GIFTS, RULES),
    ("with the “and” of its list", f"{GIFTS} and", GIFTS, RULES),
    ("without “that”, as a sentence", f"T{GIFTS[6:]}", GIFTS, RULES),
    ("its head before it", f"resolves {GIFTS}", GIFTS, RULES),
    ("its addressee told", f"The Director of the Lantern Bureau is instructed {TRAINING}", TRAINING, TOLD),
    ("its label before it", f"resolves 3: {GIFTS}", GIFTS, RULES),
    ("its label behind it", f"{GIFTS} (resolves 3)", GIFTS, RULES),
    ("in quotation marks of another kind", f"«{GIFTS}»", GIFTS, RULES),
    ("another dash", "the plan for 2024-2027", "the plan for 2024–2027, as adopted,", RULES),
    ("a blank that does not break", "CHF 5\u00a0000", "a payment of CHF 5 000 a year", RULES),
    ("a raised mark left out", "keepers of piers who answer", "keepers of piers³ who answer", RULES),
    ("a lowered mark left out", "keepers of lanterns who answer", "keepers of lanterns3 who answer", RULES),
]

ROWS = [
    # -- what may be said in other words ------------------------------------------------------------
    (
        "another voice",
        "Keepers can borrow ropes, bells and oil from the Harbour Fund if they ask, for at most two years.",
        GIFTS,
        RULES,
        PARAPHRASE,
    ),
    # -- what may not -------------------------------------------------------------------------------
    (
        "the roles swapped",
        "The Harbour Council informs the Director of every failed lantern within 72 hours.",
        REPORT,
        TOLD,
        UNSUPPORTED,
    ),
    (
        "a reservation dropped",
        "The Director repairs every failed lantern by 31 December 2034.",
        REPORT,
        TOLD,
        UNSUPPORTED,
    ),
    (
        "a denial dropped",
        "A fee is charged to keepers with fewer than ten lanterns.",
        NO_FEE,
        RULES,
        UNSUPPORTED,
    ),
    (
        "a denial that turns two round",
        "Payments above CHF 5 000 need no consent of the Harbour Council.",
        CONSENT,
        RULES,
        UNSUPPORTED,
    ),
    ("an exception dropped", "Piers may not be closed or moved.", CLOSED, RULES, UNSUPPORTED),
    (
        "made unconditional",
        "The Fund lends ropes, bells and oil to keepers in every case, for up to 24 months.",
        GIFTS,
        RULES,
        UNSUPPORTED,
    ),
    (
        "an item added",
        "The Fund lends ropes, bells, anchors and oil to keepers on request for up to 24 months.",
        GIFTS,
        RULES,
        UNSUPPORTED,
    ),
    (
        "a ceiling made a floor",
        "The Fund lends ropes, bells and oil to keepers on request for at least 24 months.",
        GIFTS,
        RULES,
        UNSUPPORTED,
    ),
    (
        "after, for before",
        "At least 120 keepers are trained each year, preferably after the winter.",
        TRAINING,
        TOLD,
        UNSUPPORTED,
    ),
    (
        "another day by which",
        "Lanterns that have failed are repaired by 31 May 2034, subject to available resources.",
        REPORT,
        TOLD,
        UNSUPPORTED,
    ),
    (
        "more and less swapped round",
        "Keepers complain of fog far more often than of rain.",
        "that keepers complain of rain far more often than of fog,",
        f"{OF_HARBOURS}considering b)",
        UNSUPPORTED,
    ),
    (
        "two bodies crossed",
        "Piers are a matter for the LHO, and lanterns a matter for the PHO.",
        "that piers are a matter for the Pier Harbour Organization (PHO), and lanterns a "
        "matter for the Lantern "
        "Harbour Organization (LHO),",
        f"{OF_HARBOURS}recognizing a)",
        UNSUPPORTED,
    ),
    (
        "some of what is said of all",
        "Some keepers have to trim the lamps each week.",
        "that all keepers shall trim the lamps each week;",
        RULES,
        UNSUPPORTED,
    ),
    (
        "a decision told as a recital",
        "The Conference notes that keepers have trained for the winter.",
        TRAINING,
        TOLD,
        UNSUPPORTED,
    ),
    (
        "the opposite of a verb",
        "The Harbour Fund abolishes the register of lanterns.",
        "that the Harbour Fund shall keep the register of lanterns;",
        RULES,
        UNSUPPORTED,
    ),
]


@pytest.mark.parametrize(
    ("rule", "claim", "clause", "label"), VERBATIM_ROWS, ids=[row[0] for row in VERBATIM_ROWS]
)
def test_a_clause_quoted_in_full_is_verbatim(rule: str, claim: str, clause: str, label: str):
    verdict = verify(claim, clause, label)
    assert (verdict.support, verdict.reasons) == (VERBATIM, ())


@pytest.mark.parametrize(("rule", "claim", "clause", "label", "support"), ROWS, ids=[row[0] for row in ROWS])
def test_a_claim_in_other_words_is_judged(rule: str, claim: str, clause: str, label: str, support: Support):
    verdict = verify(claim, clause, label)
    assert verdict.support == support, verdict.reasons


def test_a_quote_cut_before_its_condition_is_not_supported_with_its_head_in_front():
    claim = "resolves that no pier shall be closed or moved"
    assert any("condition" in reason for reason in verify(claim, CLOSED, RULES).reasons)


def test_words_left_of_a_phrase_do_not_stand_for_it():
    assert unlike("before the storm", "to stay in the storm") == ("befor",)


def test_a_word_stands_for_those_of_its_row_and_its_kin():
    assert unlike("keepers shut standardized piers", "the keeper closes piers of one standard") == ()


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("the plan for 2024 to 2027", "the plan for 2024-2027"),
        ("all three places, Lund, Oslo and Bergen", "in Lund, Oslo and Bergen"),
        ("keepers aged 18 years old", "the age of 18"),
        ("on 1 May", "on 1 May 2031"),
        ("report 12 of 2012", "Report 2012/12"),
    ],
)
def test_a_number_is_known_in_another_form(claim: str, source: str):
    assert list(unknown_amounts(claim, source)) == []


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("the plan for 2024 to 2028", "the plan for 2024-2027"),
        ("both two sectors", "the three sectors, north, south and east"),
        ("on 1 June 2031", "on 1 May 2031 and in June 2032"),
    ],
)
def test_a_number_in_another_form_that_changed_is_found(claim: str, source: str):
    assert list(unknown_amounts(claim, source)) != []


def test_a_date_is_read_in_either_order():
    assert dates("September 21, 2030") == dates("21 September 2030")
