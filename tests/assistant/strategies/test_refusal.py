"""No clause answers: which status says why, and which clauses come closest."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.answer import ReasonCode, Status
from assistant.rendering import ChosenClause, reasons
from assistant.rendering.reasons import NOTHING_HELD
from assistant.scope.retriever import Retrieval, Retriever
from assistant.selection.local import Reading
from assistant.strategies.finding import Finding
from assistant.strategies.passage import by_passage
from assistant.strategies.refusal import not_stated, refusal
from assistant.understanding.query import Query
from corpus.packs import NEAR_MISSES, PackQuestion
from index import Hit
from index.bank import BankQuestion, Neighbour, Neighbours

BODY = """\
noting

a) that the Harbour Charter was adopted by the wardens;

resolves

1 that every pier shall have a rail of iron;

2 that the colours of rails are those of the enamel chart in Annex 7 to this resolution;

instructs the Harbour Council

1 to inspect the piers with due care.
"""
EARLIER = BODY.replace(
    "2 that the colours", "2 that ferries shall carry geese free of charge;\n\n3 that the colours"
)


@pytest.fixture
def text(resolution_of) -> str:
    return resolution_of(BODY)


@pytest.fixture
def both(resolution_of) -> tuple[str, str]:
    return resolution_of(EARLIER, year=2027), resolution_of(BODY)


def refused(retriever: Retriever, query: Query, hits: Sequence[Hit]) -> Finding:
    """Refuse a question whose hits were read and found not to answer."""
    return refusal(
        retriever, query, Reading(tuple((one, one.dense or 0.0) for one in hits), 0.1, hits[:1], 0.5)
    )


def test_the_topic_is_there_and_the_fact_is_not(asking, reading, text):
    reading(0.1)
    finding = asking(text, near={"resolves__para_1": 0.6}).ask(
        by_passage, "How many piers have a rail of iron?"
    )
    assert (finding.status, finding.chosen) == (Status.NOT_STATED, ())
    assert finding.reason == reasons.not_stated()
    assert finding.closest[0].eid == "resolves__para_1"
    assert len(finding.closest) == len(set(finding.closest)) == 5


@pytest.mark.parametrize(
    ("rule", "question", "said"),
    [
        (
            "the kind of fact",
            "How much does a rail of iron cost?",
            "No clause was found that answers this.",
        ),
        (
            "the year that no text has",
            "Which rail must a pier have in 2044?",
            "The closest clauses do not contain “2044”.",
        ),
        (
            "the place that no text has",
            "Which rail must a pier of Zanzibar have?",
            "The closest clauses do not contain “Zanzibar”.",
        ),
        (
            "the thing asked which of",
            "Which locksmith keeps the piers?",
            "No clause was found that answers this.",
        ),
        (
            "no more than that",
            "Is the pier with a rail of iron wide?",
            "No clause was found that answers this.",
        ),
    ],
)
def test_what_is_not_stated_is_said(asking, text, rule: str, question: str, said: str):
    near = {"resolves__para_1": 0.55}
    retriever, asked, hits = asking(text, near=near).read(question)
    finding = refused(retriever, asked, hits)
    assert finding.status == Status.NOT_STATED, rule
    assert finding.reason.lead == said, rule
    assert finding.reason.words == "no clause was found that answers the question", rule
    assert finding.reason.code == ReasonCode.FACT_ABSENT, rule


@pytest.mark.parametrize(
    ("rule", "question", "unknown", "code"),
    [
        ("nothing comes near", "who bakes bread for breakfast?", (), ReasonCode.NOTHING_NEAR),
        ("a name besides", "does the text speak of bread from Zanzibar?", ("Zanzibar",),
         ReasonCode.UNKNOWN_NAME),
    ],
)  # fmt: skip
def test_what_is_on_another_matter_is_not_in_the_library(
    asking, reading, text, rule: str, question: str, unknown: tuple[str, ...], code: ReasonCode
):
    reading(0.1)
    finding = asking(text).ask(by_passage, question)
    assert finding.status == Status.NOT_IN_CORPUS, rule
    assert (finding.reason, finding.reason.code) == (reasons.nothing_near(unknown), code), rule
    assert (finding.chosen, len(finding.closest)) == ((), 5), rule


def test_of_an_empty_library_it_is_said_that_it_is_empty(asking):
    finding = asking().ask(by_passage, "who keeps the piers?")
    assert (finding.status, finding.reason) == (Status.NOT_IN_CORPUS, NOTHING_HELD)


def test_what_is_on_another_matter_is_not_shown_as_what_may_answer(asking, reading, text):
    reading(0.4)
    finding = asking(text, near={"resolves__para_1": 0.29}).ask(by_passage, "who bakes bread for breakfast?")
    assert (finding.status, finding.reason) == (Status.NOT_IN_CORPUS, reasons.nothing_near())
    nearer = asking(text, near={"resolves__para_1": 0.3}).ask(by_passage, "who bakes bread for breakfast?")
    assert (nearer.status, nearer.chosen[0].provision.eid) == (Status.CANDIDATES, "resolves__para_1")
    reading(0.6)
    likely = asking(text, near={"resolves__para_1": 0.29}).ask(by_passage, "who bakes bread for breakfast?")
    assert likely.status == Status.CANDIDATES


@pytest.mark.parametrize("near", [0.95, 0.25])
def test_an_earlier_edition_is_left_out_where_the_later_is_held(asking, reading, both, near: float):
    reading(0.1)
    finding = asking(*both, near={"res-910/2027#resolves__para_2": near}).ask(
        by_passage, "How many geese do the ferries carry free of charge?"
    )
    assert finding.status in (Status.NOT_STATED, Status.NOT_IN_CORPUS)
    assert finding.chosen == ()
    assert {one.edition.year for one in finding.closest} == {2031}


def test_where_the_earlier_edition_is_searched_it_answers(asking, reading, both):
    reading(1.0)
    made = asking(*both, near={"res-910/2027#resolves__para_2": 0.95})
    own = made.over(made.library.editions[0])
    _, asked, _ = made.read("What do ferries carry free of charge?")
    finding = by_passage(Retrieval(own, asked, own.search(asked.text, 50)))
    assert (finding.status, finding.chosen[0].provision.eid) == (Status.ANSWERED, "resolves__para_2")


def test_not_stated_names_what_is_asked_and_five_clauses_at_most(asking, text):
    retriever, _, hits = asking(text).read("How many rails?")
    near = [ChosenClause(*retriever.unit(hit.passage)) for hit in hits]
    finding = not_stated(near)
    assert list(finding.closest) == [hit.passage.provision for hit in hits[:5]]
    assert len(hits) > 5


# -- by the question bank ---------------------------------------------------------------------------


def remembered(retriever: Retriever, monkeypatch, *near_misses: tuple[PackQuestion, float]) -> None:
    """Let near misses come so near to whatever is asked."""
    edition = retriever.editions[0].key
    found = tuple(Neighbour(BankQuestion(edition, one), nearness) for one, nearness in near_misses)
    monkeypatch.setattr(retriever.searcher, "neighbours", lambda *_: Neighbours((), found), raising=False)


GEESE = PackQuestion("what do geese cost", ("resolves__para_2",), "number", "staff", "number")


def test_a_near_miss_that_asks_the_same_gives_the_reason_and_its_clauses(asking, text, monkeypatch):
    retriever, asked, hits = asking(text, near={"resolves__para_1": 0.55}).read(
        "Is the pier with a rail of iron wide?"
    )
    remembered(retriever, monkeypatch, (GEESE, 0.81))
    finding = refused(retriever, asked, hits)
    assert finding.status == Status.NOT_STATED
    assert finding.reason == reasons.not_stated(ReasonCode.NUMBER)
    assert finding.reason.lead == "No clause was found that answers this."
    assert [one.eid for one in finding.closest] == ["resolves__para_2"]


def test_a_near_miss_that_is_only_alike_gives_none(asking, text, monkeypatch):
    retriever, asked, hits = asking(text, near={"resolves__para_1": 0.55}).read(
        "Is the pier with a rail of iron wide?"
    )
    remembered(retriever, monkeypatch, (GEESE, 0.79))
    assert refused(retriever, asked, hits).reason == reasons.not_stated()


# -- a refusal claims nothing of the clauses that it shows ------------------------------------------

# what is asked → wordings in which a clause gives it
GIVEN = {
    "How often are the piers inspected?": ("every two years", "once in each spring", "at each session"),
    "When must the piers be inspected?": ("by 31 March 2034", "before the first frost", "in the year 2034"),
    "On which day were the piers inspected?": ("on the eve of the regatta", "on 3 June 2030"),
    "What share of the piers is inspected?": ("half of them", "20 per cent of them", "two in three of them"),
    "How many piers are inspected?": ("seven of them", "40 of them", "the north pier and the south pier"),
    "Why are the piers inspected?": (
        *("because rails rust", "in order to find rust", "since rails rust", "with a view to finding rust"),
        *("so as to find rust", "for fear of rust"),
    ),
    "Where are the piers inspected?": ("at the seat of the Council", "in Osterley", "on the quay"),
    "Who inspects the piers, by name?": ("by Ms Anna Osterley", "by the warden, A. Osterley"),
    "How much does the inspection of piers cost?": ("for 400 Swiss francs", "free of charge"),
    "Which body inspects the piers?": ("through its Rail Committee",),
    "What is the penalty if piers are not inspected?": ("on pain of losing the berth",),
}
WAYS = [(question, words) for question, wordings in GIVEN.items() for words in wordings]


@pytest.mark.parametrize("code", reasons.NEAR_MISSES)
def test_whatever_the_reason_nothing_is_said_of_what_the_clauses_lack(code: ReasonCode):
    reason = reasons.not_stated(code)
    assert (reason.lead, reason.words, reason.code) == (
        "No clause was found that answers this.",
        "no clause was found that answers the question",
        code,
    )


@pytest.mark.parametrize(("question", "words"), WAYS)
def test_of_a_clause_that_gives_what_is_asked_it_is_not_said_that_it_does_not(
    asking, resolution_of, monkeypatch, question: str, words: str
):
    body = BODY.replace("with due care.", f"with due care, {words}.")
    retriever, asked, hits = asking(
        resolution_of(body), near={"instructs-harbour-council__para_1": 0.6}
    ).read(question)
    by_words = refused(retriever, asked, hits)
    for why in ("number", "date", "reason", "person", "condition"):
        near_miss = PackQuestion(question, ("instructs-harbour-council__para_1",), "number", "staff", why)
        remembered(retriever, monkeypatch, (near_miss, 0.95))
        by_bank = refused(retriever, asked, hits)
        for finding in (by_words, by_bank):
            assert "instructs-harbour-council__para_1" in [one.eid for one in finding.closest]
            assert finding.reason.lead == "No clause was found that answers this."
            assert finding.reason.words == "no clause was found that answers the question"


@pytest.mark.parametrize("place", ["resolves__para_1", "resolves__para_1__point_i"])
def test_a_name_that_stands_below_or_above_a_closest_clause_is_not_said_to_be_missing(
    asking, resolution_of, place: str
):
    body = "resolves\n\n1 that the piers have rails as in Zanzibar:\ni) of iron;\nii) of oak\n"
    made = asking(resolution_of(body), near={place: 0.6})
    edition = made.library.editions[0]
    shown = [ChosenClause(edition, edition.provision(place))]
    assert not_stated(shown, unknown=("Zanzibar",)).reason == reasons.not_stated()
    assert not_stated(shown, unknown=("Rome",)).reason == reasons.not_stated(unknown=("Rome",))


def test_every_kind_of_near_miss_has_its_code():
    assert set(reasons.NEAR_MISSES) == {ReasonCode(why.replace("-", "_")) for why in NEAR_MISSES}
