"""Does a clause say what a claim says? A row a rule; the clause is an invented one."""

from __future__ import annotations

import pytest

from assistant.answer import Support
from assistant.verification.amounts import amounts
from assistant.verification.source import Source
from assistant.verification.verifier import verify

CLAUSE = (
    "to report annually to the Harbour Council, no later than 1 March 2031, on the 4.4.1 lanterns and two "
    "thirds of the wardens' piers, and not to put out more than 1,250 lanterns at dawn"
)
GLAD = "to lend willows and reeds to all wardens of the northern harbours"
LABEL = "Resolution 900 (Rev. Lisbon, 2030), instructs the Secretary-General 3"

VERBATIM, PARAPHRASE, UNSUPPORTED = Support.VERBATIM, Support.PARAPHRASE, Support.UNSUPPORTED
ROWS = [
    ("the clause itself", CLAUSE, CLAUSE, VERBATIM),
    ("a stretch of it", "on the 4.4.1 lanterns and two thirds of the wardens' piers", CLAUSE, VERBATIM),
    (
        "a stretch that ends before a reservation",
        "that lamps are lent for 60 days at 90 crowns a day",
        "that lamps are lent for 60 days at 90 crowns a day, save to the poorest harbours;",
        UNSUPPORTED,
    ),
    (
        "a verb that looks like a reservation",
        "to light the piers",
        "to light the piers, which saves lives;",
        VERBATIM,
    ),
    (
        "a long item put into a short clause",
        "Six to Northern, to hear complaints of broken lamps and other harbours",
        "Six to Northern and other harbours;",
        UNSUPPORTED,
    ),
    (
        "a stretch that ends before its condition",
        "to report annually to the Harbour Council",
        CLAUSE,
        UNSUPPORTED,
    ),
    (
        "a verb with less force than the head's",
        "the Secretary-General is invited to lend willows and reeds to wardens",
        GLAD,
        UNSUPPORTED,
    ),
    (
        "another body acting than the head addresses",
        "the Wardens must lend willows and reeds to all northern harbours",
        GLAD,
        UNSUPPORTED,
    ),
    (
        "an all that was none",
        "all lanterns and all piers are reported to the Harbour Council annually, not "
        "more than 1,250, no later than 1 March 2031",
        CLAUSE,
        UNSUPPORTED,
    ),
    (
        "a name that the clause does not have",
        "to lend willows and reeds to Oslo's wardens",
        GLAD,
        UNSUPPORTED,
    ),
    ("a stretch in quotation marks", "“lend willows and reeds”", GLAD, VERBATIM),
    ("other blanks", "to  lend\nwillows and reeds", GLAD, VERBATIM),
    ("another apostrophe", "the wardens’ piers", CLAUSE, VERBATIM),
    (
        "a number changed",
        "to report annually to the Harbour Council, no later than 1 March 2032",
        CLAUSE,
        UNSUPPORTED,
    ),
    ("a day changed", "to report to the Harbour Council no later than 2 March 2031", CLAUSE, UNSUPPORTED),
    ("a symbol changed", "the Harbour Council is told of the 4.4.2 lanterns annually", CLAUSE, UNSUPPORTED),
    ("a number made up", "to lend 300 willows and reeds to wardens", GLAD, UNSUPPORTED),
    (
        "a number word changed",
        "to report to the Harbour Council on three thirds of the wardens' piers, not more",
        CLAUSE,
        UNSUPPORTED,
    ),
    ("a number word made up", "to lend two willows and reeds to all wardens", GLAD, UNSUPPORTED),
    ("a negation added", "not to lend willows and reeds to wardens", GLAD, UNSUPPORTED),
    ("another negation added", "willows and reeds are never lent to wardens", GLAD, UNSUPPORTED),
    (
        "a contracted negation added",
        "wardens of the harbours aren't lent willows and reeds",
        GLAD,
        UNSUPPORTED,
    ),
    (
        "a negation lost",
        "to report annually to the Harbour Council and to put out more than 1,250 lanterns at dawn",
        CLAUSE,
        UNSUPPORTED,
    ),
    (
        "a quote that leaves out the not before it",
        "to put out more than 1,250 lanterns at dawn",
        CLAUSE,
        UNSUPPORTED,
    ),
    ("the same with its not", "not to put out more than 1,250 lanterns at dawn", CLAUSE, VERBATIM),
    (
        "the clause's words in another order",
        "wardens of the northern harbours are lent reeds and willows",
        GLAD,
        PARAPHRASE,
    ),
    ("words bent", "lending reeds and willows to a warden of northern harbours", GLAD, PARAPHRASE),
    (
        "words of the head, which stands in the label",
        "the Secretary-General is instructed to lend willows and reeds to wardens",
        GLAD,
        PARAPHRASE,
    ),
    (
        "a number that stands in the label",
        "paragraph 3 of Resolution 900: willows and reeds lent to wardens, northern harbours",
        GLAD,
        PARAPHRASE,
    ),
    ("other words altogether", "ships may enter at night without a pilot", GLAD, UNSUPPORTED),
    (
        "a near miss in other words",
        "to lend ropes and anchors to the keepers of southern harbours",
        GLAD,
        UNSUPPORTED,
    ),
    (
        "a made-up quote inside true words",
        "wardens are lent “willows and ropes” of the northern harbours",
        GLAD,
        UNSUPPORTED,
    ),
    (
        "a true quote inside true words",
        "wardens of the harbours are lent “willows and reeds”",
        GLAD,
        PARAPHRASE,
    ),
    ("a quote that ends in mid-word", "to lend willo", GLAD, UNSUPPORTED),
    ("a quote that begins in mid-word", "end willows and reeds", GLAD, UNSUPPORTED),
    ("not is no quote of nothing", "not", "nothing is lent", UNSUPPORTED),
    ("nothing claimed", "", GLAD, UNSUPPORTED),
    ("blanks claimed", " \n ", GLAD, UNSUPPORTED),
    ("quotation marks alone", "“”", GLAD, UNSUPPORTED),
    ("signs alone", "…", GLAD, UNSUPPORTED),
    ("words that say nothing", "it is that which was", GLAD, UNSUPPORTED),
    ("something of nothing", "to lend willows", "", UNSUPPORTED),
]

KEEPERS = (
    "that the keepers shall trim the lanterns, the ropes and the bells every second year, if the Council "
    "approves, and that at least a fifth of them shall be islanders; that no keeper may be given more than "
    "nine piers"
)
OVERSEEING = (
    "to oversee the implementation of the rules on lanterns, including the adoption of marks that show the "
    "worth of the plan for the piers"
)
RULING = "Resolution 900 (Rev. Lisbon, 2030), resolves 4"
ASKING = (
    "Requests the World Lantern Organization to train 450 keepers by 2045, at least 60 per cent of them women"
)
SYMBOL = "UNGA Resolution 95/900, para. 4"
RECITAL = "that one harbour in six was dark in 2029 for want of a keeper"
RECITING = "Resolution 900 (Rev. Lisbon, 2030), noting with concern a)"
CONVINCED = "Resolution 900 (Rev. Lisbon, 2030), convinced b)"
LATER_ROWS = [
    # the clause's words repeated, one thing changed
    ("a not put in", KEEPERS.replace("shall trim", "shall not trim"), KEEPERS, RULING, UNSUPPORTED),
    (
        "a not put in where the clause has one",
        KEEPERS.replace("be islanders", "not be islanders"),
        KEEPERS,
        RULING,
        UNSUPPORTED,
    ),
    (
        "another force that the clause has elsewhere",
        KEEPERS.replace("shall trim", "may trim"),
        KEEPERS,
        RULING,
        UNSUPPORTED,
    ),
    ("an item put in", KEEPERS.replace("the ropes", "the ropes, the nets"), KEEPERS, RULING, UNSUPPORTED),
    (
        "a condition left out in the middle",
        KEEPERS.replace(", if the Council approves", ""),
        KEEPERS,
        RULING,
        UNSUPPORTED,
    ),
    (
        "another stretch of time",
        KEEPERS.replace("every second year", "every year"),
        KEEPERS,
        RULING,
        UNSUPPORTED,
    ),
    (
        "an all that the clause has not there",
        KEEPERS.replace("trim the", "trim all the"),
        KEEPERS,
        RULING,
        UNSUPPORTED,
    ),
    (
        "an item left out",
        KEEPERS.replace(", the ropes and the bells", " and the bells"),
        KEEPERS,
        RULING,
        PARAPHRASE,
    ),
    (
        "an object left out, so that another takes its place",
        "to oversee the implementation of the plan for the piers",
        OVERSEEING,
        RULING,
        UNSUPPORTED,
    ),
    (
        "the same from a later place",
        "to oversee the use of the harbours, and to report on it",
        "to oversee the use of the lanterns of the harbours, and to report on it",
        RULING,
        UNSUPPORTED,
    ),
    (
        "what comes last left out",
        "to oversee the implementation of the rules on lanterns",
        OVERSEEING,
        RULING,
        VERBATIM,
    ),
    (
        "a manner left out",
        "to report on the lanterns every second year",
        "to report in a single document on the lanterns every second year",
        RULING,
        PARAPHRASE,
    ),
    (
        "a sentence put behind",
        f"{KEEPERS}. The bells are rung by the mayor at noon.",
        KEEPERS,
        RULING,
        UNSUPPORTED,
    ),
    (
        "a label's number for the clause's",
        "Goal 3: Keep the lanterns lit",
        "Goal 1: Keep the lanterns lit",
        "Resolution 900 (Rev. Lisbon, 2030), Annex 1, §3",
        UNSUPPORTED,
    ),
    (
        "a condition that opens the sentence left out",
        "the warden shall ring the bell",
        "Where fog hides the pier, the warden shall ring the bell.",
        RULING,
        UNSUPPORTED,
    ),
    # who says what to whom
    ("the adopting body", f"The Conference resolves {KEEPERS}", KEEPERS, RULING, PARAPHRASE),
    ("the text's name", f"Under Resolution 900 (Rev. Lisbon, 2030), {KEEPERS}", KEEPERS, RULING, PARAPHRASE),
    (
        "the name of another edition",
        f"Under Resolution 900 (Lisbon, 2026), {KEEPERS}",
        KEEPERS,
        RULING,
        UNSUPPORTED,
    ),
    ("a body that did not adopt it", f"The Council resolves {KEEPERS}", KEEPERS, RULING, UNSUPPORTED),
    ("a recital told as a decision", f"The Conference decides {RECITAL}", RECITAL, RECITING, UNSUPPORTED),
    ("a recital told as one", f"The Conference notes {RECITAL}", RECITAL, RECITING, PARAPHRASE),
    (
        "the addressee in the clause",
        "The World Lantern Organization is requested to train 450 keepers by 2045",
        ASKING,
        SYMBOL,
        PARAPHRASE,
    ),
    ("a recital's own verb", f"The Conference notes with concern {RECITAL}", RECITAL, RECITING, PARAPHRASE),
    (
        "a body convinced",
        "The Conference is convinced that reeds bend",
        "that reeds bend",
        CONVINCED,
        PARAPHRASE,
    ),
    (
        "a body told",
        "The Conference is instructed that reeds bend",
        "that reeds bend",
        CONVINCED,
        UNSUPPORTED,
    ),
    (
        "a note's mark left out",
        "wardens of the far piers answer",
        "wardens of the far piers² answer",
        RULING,
        PARAPHRASE,
    ),
    (
        "a sentence of its own",
        "To trim lamps, ropes and bells, which shall be bright",
        "to trim lamps, ropes and bells, which shall be bright;",
        LABEL,
        PARAPHRASE,
    ),
    ("its abbreviation", "The WLO is requested to train 450 keepers by 2045", ASKING, SYMBOL, PARAPHRASE),
    (
        "another addressee",
        "The World Bell Organization is requested to train 450 keepers by 2045",
        ASKING,
        SYMBOL,
        UNSUPPORTED,
    ),
    (
        "a body as the first word",
        "WBO is requested to train 450 keepers by 2045",
        ASKING,
        SYMBOL,
        UNSUPPORTED,
    ),
    (
        "an order where the head asks",
        "The World Lantern Organization is ordered to train 450 keepers by 2045",
        ASKING,
        SYMBOL,
        UNSUPPORTED,
    ),
    # other words
    (
        "amounts written otherwise",
        "Keepers trim lanterns, ropes and bells every two years, once the Council approves; "
        "20 per cent of keepers at least are islanders",
        KEEPERS,
        RULING,
        PARAPHRASE,
    ),
    (
        "one in six",
        "In 2029 a sixth of harbours lacked a keeper and were dark",
        RECITAL,
        RECITING,
        PARAPHRASE,
    ),
    (
        "a least told as a most",
        "At most 60 per cent of keepers trained by 2045 are women, 450 in all",
        ASKING,
        SYMBOL,
        UNSUPPORTED,
    ),
    (
        "an only",
        "Training by 2045 is for 450 keepers only, 60 per cent of them women",
        ASKING,
        SYMBOL,
        UNSUPPORTED,
    ),
]


@pytest.mark.parametrize(
    ("rule", "claim", "clause", "label", "support"), LATER_ROWS, ids=[row[0] for row in LATER_ROWS]
)
def test_a_claim_is_judged_under_its_label(rule: str, claim: str, clause: str, label: str, support: Support):
    verdict = verify(claim, Source(clause, label))
    assert verdict.support == support, verdict.reasons


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("a year and a half", "18 months"),
        ("annually", "every year"),
        ("biennial", "every second year"),
        ("one island in six", "a sixth of islands"),
        ("a fifth", "20 per cent"),
        ("two thirds", "two in three"),
        ("within 48 hours", "within two days"),
        ("7%", "7 per cent"),
    ],
)
def test_an_amount_is_the_same_however_it_is_written(one: str, same: str):
    assert amounts(one) == amounts(same) != set()


def test_a_long_claim_takes_no_long_time():
    long = " ".join(f"the keeper shall trim lantern {number} of the pier;" for number in range(4000))
    assert verify(long.replace("lantern 17 ", "lantern 18 "), Source(long, RULING)).support == UNSUPPORTED


@pytest.mark.parametrize(("rule", "claim", "clause", "support"), ROWS, ids=[row[0] for row in ROWS])
def test_a_claim_is_judged(rule: str, claim: str, clause: str, support: Support):
    verdict = verify(claim, Source(clause, LABEL))
    assert verdict.support == support, verdict.reasons
    assert bool(verdict.reasons) == (support == UNSUPPORTED), (
        "what is not supported says why, what is does not"
    )


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("to report annually to the Harbour Council by 1 May 2033", "2033"),
        ("to never lend willows and reeds to wardens", "the clause does not"),
        ("“willows and ropes”", "willows and ropes"),
        ("to lend ropes and anchors to keepers of the piers", "anchor"),
    ],
)
def test_the_reason_names_what_was_found(claim: str, said: str):
    assert any(said in reason for reason in verify(claim, Source(GLAD, LABEL)).reasons)


def test_every_unit_is_a_verbatim_quote_of_itself(resolution):
    for one in resolution.provisions:
        assert verify(one.text, Source(one.text, one.label)).support == VERBATIM, one.eid
