"""What is cited, on answers whose score is known."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from sklearn.metrics import precision_score, recall_score

from assistant.answer import Answer, Citation, Claim, Status, Support
from corpus.instruments import Edition, Provision
from corpus.keys import EditionKey, ProvisionId
from evals.metrics import citation, table
from evals.worlds import Texts
from ingest import parse_source, text_source

KEY = EditionKey.parse("itu-pp/res-900/2030")
KEEP, PAINT, GREEN, RED = (
    "resolves__para_1", "resolves__para_2", "resolves__para_2__point_i", "resolves__para_2__point_ii"
)  # fmt: skip
COUNT, REPORT = "instructs-harbour-council__para_1", "instructs-harbour-council__para_2"
WARDENS = "annex_1__para_1"


def claim(text: str, *citations: Citation, support: Support = Support.VERBATIM) -> Claim:
    return Claim(text, support, citations)


def answered(*claims: Claim, lead: str = "") -> Answer:
    return Answer(Status.ANSWERED, lead, claims)


# -- against the gold -------------------------------------------------------------------------------

# gold (a tuple holds alternatives), cited → recall, precision, answered exactly, correct
KNOWN = [
    ("all and nothing else", (KEEP, COUNT), (KEEP, COUNT), (1, 1, 1, 1)),
    ("all and more", (KEEP,), (KEEP, COUNT, REPORT, WARDENS), (1, 0.25, 0, 1)),
    ("half", (KEEP, COUNT), (KEEP,), (0.5, 1, 0, 0)),
    ("another", (KEEP,), (COUNT,), (0, 0, 0, 0)),
    ("either of two alternatives", ((KEEP, COUNT),), (COUNT,), (1, 1, 1, 1)),
    ("both of two alternatives", ((KEEP, COUNT),), (KEEP, COUNT), (1, 1, 1, 1)),
    ("an alternative for one part only", ((KEEP, COUNT), REPORT), (COUNT,), (0.5, 1, 0, 0)),
    ("the same clause twice", (KEEP,), (KEEP, KEEP), (1, 1, 1, 1)),
    ("a refusal", (KEEP,), (), (0, None, 0, 0)),
    ("an answer to the unanswerable", (), (KEEP,), (None, 0, None, 0)),
    ("a refusal of the unanswerable", (), (), (None, None, None, 1)),
]


@pytest.mark.parametrize(("rule", "gold", "cited", "scores"), KNOWN, ids=[row[0] for row in KNOWN])
def test_citations_get_the_score_that_is_known(asked, said, rule, gold, cited, scores):
    case, answer = asked(*gold), said(*cited)
    metrics = (citation.recall, citation.precision, citation.exact, citation.correct)
    assert tuple(metric(case, answer) for metric in metrics) == pytest.approx(scores), rule


# gold, shown as candidates → recall; no other of them judges candidates
CANDIDATES = [
    ("all of the gold", (KEEP, COUNT), (KEEP, COUNT), 1),
    ("all and more", (KEEP,), (KEEP, COUNT, REPORT, WARDENS, RED), 1),
    ("half of the gold", (KEEP, COUNT), (COUNT,), 0.5),
    ("no gold", (KEEP,), (COUNT,), 0),
    ("where nothing answers", (), (KEEP,), None),
]


@pytest.mark.parametrize(("rule", "gold", "shown", "recall"), CANDIDATES, ids=[row[0] for row in CANDIDATES])
def test_candidates_are_not_judged_as_an_answer(asked, said, rule, gold, shown, recall):
    case, answer = asked(*gold), said(*shown, status=Status.CANDIDATES)
    assert citation.recall(case, answer) == recall, rule
    metrics = (citation.precision, citation.exact, citation.correct, citation.conciseness)
    assert [metric(case, answer) for metric in metrics] == [None] * 4, rule


def test_candidates_where_several_are_meant_are_not_judged_as_an_answer(asked, said):
    case = asked(KEEP, COUNT, status=Status.NEEDS_CLARIFICATION)
    answer = said(KEEP, COUNT, status=Status.CANDIDATES)
    metrics = (citation.precision, citation.exact, citation.correct, citation.conciseness)
    assert [metric(case, answer) for metric in metrics] == [None] * 4


@pytest.mark.parametrize(
    ("rule", "deserved", "met", "score"),
    [
        ("gold cited under the right status", Status.ANSWERED, Status.ANSWERED, 1.0),
        ("gold cited, but asked which is meant", Status.ANSWERED, Status.NEEDS_CLARIFICATION, 0.0),
        ("several are meant and all shown", Status.NEEDS_CLARIFICATION, Status.NEEDS_CLARIFICATION, 1.0),
    ],
)
def test_the_status_is_part_of_what_is_correct(asked, said, rule, deserved, met, score):
    assert citation.correct(asked(KEEP, status=deserved), said(KEEP, status=met)) == score, rule


def test_a_refusal_for_another_reason_is_not_correct(asked, said):
    case = asked(status=Status.NOT_STATED)
    assert citation.correct(case, said(status=Status.NOT_IN_CORPUS)) == 0.0


@pytest.mark.parametrize("seed", range(3))
def test_a_hundred_answers_are_scored_as_by_scikit_learn(asked, said, harbours: Edition, seed: int):
    dice, units = random.Random(seed), [one.eid for one in harbours.provisions]
    for _ in range(100):
        gold, cited = dice.sample(units, dice.randint(1, 6)), dice.sample(units, dice.randint(1, 12))
        case, answer = asked(*gold), said(*cited)
        truth, shown = [one in gold for one in units], [one in cited for one in units]
        assert citation.recall(case, answer) == pytest.approx(recall_score(truth, shown), abs=1e-6)
        assert citation.precision(case, answer) == pytest.approx(
            precision_score(truth, shown, zero_division=0), abs=1e-6
        )


# -- validity ---------------------------------------------------------------------------------------


def cited(text: str, start: int = 0, eid: str = KEEP, label: str = "Resolution 900, resolves 1") -> Citation:
    """Cite words at a place, whether they stand there or not."""
    return Citation(ProvisionId(KEY, eid), label, start, start + len(text), text)


BROKEN = [
    ("words that are not the clause's", cited("that no harbour shall")),
    ("words beside where they stand", cited("that every", 1)),
    ("another case of letters", cited("That every")),
    ("no words", cited("")),
    ("words before the beginning", Citation(ProvisionId(KEY, KEEP), "l", -5, -1, "dawn")),
    ("a clause that is not there", cited("that every", eid="resolves__para_99")),
    ("the words of another clause", cited("to count the lanterns")),
    ("a text that is not held", replace(cited("that"), provision=ProvisionId.parse("itu-pp/res-77/2018#a"))),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "broken"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_citation_is_valid_only_where_its_words_stand(harbour_texts, asked, said, rule, broken):
    sound = said(KEEP)
    validity, grounded = citation.validity(harbour_texts), citation.grounded(harbour_texts)
    assert validity(asked(KEEP), sound) == 1.0
    one = replace(sound, claims=(*sound.claims, claim(broken.quote or "x", broken)))
    assert validity(asked(KEEP), one) == 0.0, rule
    assert grounded(asked(KEEP), one) == 0.0, rule


# -- severed ----------------------------------------------------------------------------------------

ASSEMBLY = """\
Resolution adopted by the General Assembly on 3 May 2040

95/900. Lanterns

The General Assembly,

1. Requests the Secretary-General:

(a) To count lanterns;

(b) To mend nets.
"""
HARBOUR_COUNCIL = "Resolution 900 (Rev. Lisbon, 2030), instructs the Harbour Council 1"

SEVERED = [
    ("the label has the head", COUNT, HARBOUR_COUNCIL, "", (), 0),
    ("the label has it over two lines", COUNT, "Res. 900, instructs  the\nHarbour Council 1", "", (), 0),
    ("the label has only the verb", COUNT, "Res. 900, instructs 1", "", (), 1),
    ("the label has only the addressee", COUNT, "Res. 900, the Harbour Council 1", "", (), 1),
    ("the label has a number", COUNT, "Res. 900, 1", "", (), 1),
    ("the lead has the head", COUNT, "Res. 900, 1", "Resolution 900 instructs the Harbour Council:", (), 0),
    ("the lead has another verb", COUNT, "Res. 900, 1", "Resolution 900 invites the Harbour Council:", (), 1),
    ("the lead has another addressee", COUNT, "Res. 900, 1", "It instructs the Harbour Councils:", (), 1),
    ("a verb inside a word is no verb", KEEP, "Res. 900, unresolves 1", "", (), 1),
    ("a head without addressee", KEEP, "Res. 900, resolves 1", "", (), 0),
    ("a recital without its head", "preamble__considering__rec_a", "Res. 900, a)", "", (), 1),
    ("the head itself is shown above", COUNT, "Res. 900, 1", "", ("instructs-harbour-council",), 0),
    ("another head is shown above", COUNT, "Res. 900, 1", "", ("invites-member-states",), 1),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "eid", "label", "lead", "above", "severed"), SEVERED, ids=[row[0] for row in SEVERED]
)
def test_a_citation_without_its_head_is_severed(
    harbour_texts, harbours: Edition, asked, rule, eid, label, lead, above, severed
):
    text = harbours.provision(eid).text
    shown = [claim(text, cited(text, eid=eid, label=label))]
    for head in above:
        words = harbours.provision(head).text
        shown.append(claim(words, cited(words, eid=head, label=words)))
    found = citation.severed(harbour_texts)(asked(), answered(*shown, lead=lead))
    assert found == pytest.approx(severed / len(shown)), rule


@pytest.mark.parametrize(
    ("rule", "governing", "severed"),
    [
        ("the head", "instructs the Harbour Council", 0),
        ("the verb alone", "instructs", 1),
        ("another addressee", "instructs the Harbour Councils", 1),
        ("nothing", "", 1),
    ],
)
def test_the_words_that_govern_a_quote_show_its_head(
    harbour_texts, harbours, asked, rule, governing, severed
):
    text = harbours.provision(COUNT).text
    one = replace(cited(text, eid=COUNT, label="Res. 900, 1"), governing=governing)
    assert citation.severed(harbour_texts)(asked(), answered(claim(text, one))) == severed, rule


def test_what_stands_under_no_head_cannot_be_severed(harbour_texts, asked, said):
    assert citation.severed(harbour_texts)(asked(), said(WARDENS)) is None
    assert citation.severed(harbour_texts)(asked(), said()) is None


def test_an_item_of_the_assembly_is_severed_unless_its_paragraph_says_who_is_asked(asked):
    edition = parse_source(text_source(ASSEMBLY), "assembly").edition()
    texts, score = Texts({edition.key: edition}, {}), None
    opening, item = (edition.provision(eid) for eid in ("para_1", "para_1__subpara_a"))
    assert item.head is not None

    def shown(*units: Provision) -> Answer:
        return answered(*(
            claim(one.text, Citation(edition.id_of(one), edition.citation(one), 0, len(one.text), one.text))
            for one in units
        ))  # fmt: skip

    score = citation.severed(texts)
    assert score(asked(), shown(item)) == 1.0
    assert score(asked(), shown(opening, item)) == 0.0


# -- conciseness ------------------------------------------------------------------------------------

CONCISE = [
    ("only gold", (KEEP,), (KEEP,), 1.0),
    ("gold and as many other words", (GREEN,), (GREEN, RED), 4 / 8),
    ("no gold", (KEEP,), (GREEN,), 0.0),
    ("an alternative is gold", ((KEEP, GREEN), RED), (KEEP, GREEN, RED), 1.0),
    ("nothing shown", (KEEP,), (), None),
    ("nothing to be shown", (), (KEEP,), None),
]


@pytest.mark.parametrize(("rule", "gold", "shown", "score"), CONCISE, ids=[row[0] for row in CONCISE])
def test_conciseness_is_the_share_of_words_that_are_gold(asked, said, rule, gold, shown, score):
    assert citation.conciseness(asked(*gold), said(*shown)) == score, rule


def test_words_that_cite_nothing_are_shown_in_vain(asked, said):
    shown = answered(*said(GREEN).claims, claim("Lanterns are a joy."))
    assert citation.conciseness(asked(GREEN), shown) == 4 / 8
    assert citation.conciseness(asked(GREEN), answered(claim("Lanterns are a joy."))) == 0.0


# -- grounded ---------------------------------------------------------------------------------------

ALL = "to count the lanterns every three years;"
TOLD = "The Harbour Council is instructed"
OWN, OTHER = Support.VERBATIM, Support.PARAPHRASE

GROUNDED = [
    ("the clause's own words", ALL, OWN, 1),
    ("its own words in quotation marks", f"“{ALL}”", OWN, 1),
    ("other words for the same", f"{TOLD} to count the lanterns every three years.", OTHER, 1),
    ("other words, said to be its own", f"{TOLD} to count the lanterns every three years.", OWN, 0),
    ("another number", f"{TOLD} to count the lanterns every five years.", OTHER, 0),
    ("another force", "The Harbour Council may count the lanterns every three years.", OTHER, 0),
    ("a denial", f"{TOLD} not to count the lanterns every three years.", OTHER, 0),
    ("said to be unsupported, and shown", ALL, Support.UNSUPPORTED, 0),
    ("nothing of it", "Willows and reeds grow in the north.", OTHER, 0),
]


@pytest.mark.parametrize(("rule", "text", "support", "score"), GROUNDED, ids=[row[0] for row in GROUNDED])
def test_a_claim_is_grounded_where_its_clause_says_it(harbour_texts, asked, rule, text, support, score):
    said = answered(claim(text, cited(ALL, eid=COUNT, label=HARBOUR_COUNCIL), support=support))
    assert citation.grounded(harbour_texts)(asked(COUNT), said) == score, rule


def test_one_claim_that_is_not_grounded_spoils_the_answer(harbour_texts, asked, said):
    grounded = citation.grounded(harbour_texts)
    sound = said(KEEP, COUNT)
    assert grounded(asked(KEEP), sound) == 1.0
    assert grounded(asked(KEEP), replace(sound, claims=(*sound.claims, claim("Lanterns are a joy.")))) == 0.0
    assert grounded(asked(KEEP), said()) is None


def test_a_grounded_answer_may_be_wrong(harbour_texts, asked, said):
    case, answer = asked(KEEP), said(COUNT)
    assert citation.grounded(harbour_texts)(case, answer) == 1.0
    assert citation.correct(case, answer) == 0.0


# -- all of them ------------------------------------------------------------------------------------


def test_the_oracle_gets_the_best_score_of_every_metric(harbour_texts, asked, said):
    case, answer = asked(KEEP, COUNT, REPORT), said(KEEP, COUNT, REPORT)
    found = {name: metric(case, answer) for name, metric in table(harbour_texts).items()}
    worst = {"wrong document": 0, "severed": 0, "wrongly refused": 0}
    no_score = {"refusal precision": None, "refusal recall": None, "false answers": None}
    assert found == {name: {**worst, **no_score}.get(name, 1) for name in found}


def test_a_refusal_that_is_right_has_only_the_scores_of_a_refusal(harbour_texts, asked, said):
    found = {name: metric(asked(), said()) for name, metric in table(harbour_texts).items()}
    right = {
        "correct": 1,
        "refusal precision": 1,
        "refusal recall": 1,
        "right status": 1,
        "false answers": 0,
    }
    assert found == {name: right.get(name) for name in found}


CANDIDATE_SCORES = {
    # of an answerable question, of one that nothing answers; a metric that is not here has no score
    "recall@5": (1, None),
    "recall@10": (1, None),
    "nDCG@10": (1, None),
    "MAP@10": (1, None),
    "MRR": (1, None),
    "wrong document": (0, None),
    "citation recall": (1, None),
    "decisive recall": (0, None),
    "shown recall": (1, None),
    "false answers": (None, 0),
    "citation validity": (1, 1),
    "severed": (0, 0),
    "grounded": (1, 1),
    "wrongly refused": (0, None),
}


@pytest.mark.parametrize(("at", "gold"), [(0, (KEEP, COUNT)), (1, ())], ids=["answerable", "unanswerable"])
def test_candidates_have_the_scores_of_what_is_shown_and_none_of_an_answer(
    harbour_texts, asked, said, at: int, gold
):
    case, answer = asked(*gold), said(KEEP, COUNT, status=Status.CANDIDATES)
    metrics = table(harbour_texts)
    assert set(CANDIDATE_SCORES) <= set(metrics)
    found = {name: metric(case, answer) for name, metric in metrics.items()}
    assert found == {name: CANDIDATE_SCORES.get(name, (None, None))[at] for name in found}
