"""Does a clause say what a claim says? A row a rule; the clause is an invented one."""

from __future__ import annotations

import pytest

from assistant.answers import Support
from assistant.verification import verify

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


@pytest.mark.parametrize(("rule", "claim", "clause", "support"), ROWS, ids=[row[0] for row in ROWS])
def test_a_claim_is_judged(rule: str, claim: str, clause: str, support: Support):
    verdict = verify(claim, clause, LABEL)
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
        ("to lend ropes and anchors to keepers of southern harbours", "anchor"),
    ],
)
def test_the_reason_names_what_was_found(claim: str, said: str):
    assert any(said in reason for reason in verify(claim, GLAD, LABEL).reasons)


def test_every_unit_is_a_verbatim_quote_of_itself(resolution):
    for one in resolution.provisions:
        assert verify(one.text, one.text, one.label).support == VERBATIM, one.eid
