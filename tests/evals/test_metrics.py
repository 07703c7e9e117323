"""Metrics on cases made by hand, where the right score is known; one that does not apply has none."""

from __future__ import annotations

import random
from types import SimpleNamespace

import ir_measures
import pytest
from ir_measures import R

from assistant.answers import Answer, Citation, Claim, Status, Support
from assistant.library import Library
from corpus import ProvisionId, catalogue
from corpus.instruments import Edition
from evals import metrics
from evals.cases import Case, Gold
from evals.metrics import mean, recall_at, table

KEY = "itu-pp/res-71/2022"
UNITS = [f"annex_1__para_{number}" for number in range(1, 77)]


def id_of(eid: str) -> ProvisionId:
    return ProvisionId.parse(f"{KEY}#{eid}")


def case(*gold: str | tuple[str, ...], status: Status = Status.ANSWERED) -> Case:
    groups = tuple(
        tuple(Gold(id_of(eid), "x") for eid in ([one] if isinstance(one, str) else one)) for one in gold
    )
    return Case("a", "dev", "delegate", "lookup", ("what?",), (), status, groups, "here:1")


@pytest.fixture(scope="module")
def library(resolution: Edition) -> Library:
    return Library((resolution,), catalogue())


@pytest.fixture
def answer(resolution: Edition):
    """Make an answer that cites units and retrieves others after them."""

    def made(
        *eids: str, status: Status = Status.ANSWERED, retrieved: tuple[str, ...] | None = None
    ) -> Answer:
        claims = []
        for eid in eids:
            text = resolution.provision(eid).text
            citation = Citation(id_of(eid), "label", 0, len(text), text)
            claims.append(Claim(text, Support.VERBATIM, (citation,)))
        ids = tuple(id_of(eid) for eid in (eids if retrieved is None else retrieved))
        return Answer(status, "lead", tuple(claims), (), ids)

    return made


ANSWERABLE = case("annex_1__para_3", "annex_1__para_4")
UNANSWERABLE = case(status=Status.NOT_STATED)
NAMES = [
    "recall@5",
    "recall@10",
    "citation recall",
    "citation precision",
    "answered exactly",
    "citation validity",
    "wrongly refused",
    "refusal precision",
    "refusal recall",
    "right status",
]

# What each answerer gets for an answerable question with two gold units and for an unanswerable one.
CONTROLS = {
    "an oracle": ((1, 1, 1, 1, 1, 1, 0, None, None, 1), (None, None, None, None, None, None, None, 1, 1, 1)),
    "one that always refuses": (
        (0, 0, 0, None, 0, None, 1, 0, None, 0),
        (None, None, None, None, None, None, None, 1, 1, 1),
    ),
    "one that cites twenty": (
        (1, 1, 1, 0.1, 0, 1, 0, None, None, 1),
        (None, None, None, 0, None, 1, None, None, 0, 0),
    ),
    "one that says it knows and cites nothing": (
        (0, 0, 0, None, 0, None, 0, None, None, 1),
        (None, None, None, None, None, None, None, None, 0, 0),
    ),
    "one that finds half": (
        (0.5, 0.5, 0.5, 1, 0, 1, 0, None, None, 1),
        (None, None, None, 0, None, 1, None, None, 0, 0),
    ),
}


@pytest.fixture
def answerers(answer):
    refusal = answer(status=Status.NOT_STATED)
    twenty = answer(*(f"annex_1__para_{number}" for number in range(3, 23)))
    half = answer("annex_1__para_3")
    return {
        "an oracle": (answer("annex_1__para_3", "annex_1__para_4"), refusal),
        "one that always refuses": (refusal, refusal),
        "one that cites twenty": (twenty, twenty),
        "one that says it knows and cites nothing": (answer(), answer()),
        "one that finds half": (half, half),
    }


@pytest.mark.parametrize("name", CONTROLS)
@pytest.mark.parametrize("at", [0, 1], ids=["answerable", "unanswerable"])
def test_a_control_gets_the_score_that_it_deserves(library: Library, answerers, name: str, at: int):
    asked, said = (ANSWERABLE, UNANSWERABLE)[at], answerers[name][at]
    scores = {metric: score(asked, said) for metric, score in table(library).items()}
    assert list(scores) == NAMES
    assert scores == pytest.approx(dict(zip(NAMES, CONTROLS[name][at], strict=True)))


@pytest.mark.parametrize(
    ("rule", "gold", "retrieved", "k", "recall"),
    [
        ("all found", 2, [3, 4], 5, 1.0),
        ("one found", 2, [3, 9], 5, 0.5),
        ("found below the cut", 1, [9, 10, 3], 2, 0.0),
        ("more gold than places: the places count", 10, [3, 4, 5, 6, 7], 5, 1.0),
        ("more gold than places, some missed", 10, [3, 4, 5, 6, 99], 5, 0.8),
        ("as much gold as places", 5, [3, 4, 5, 6], 5, 0.8),
        ("nothing retrieved", 2, [], 5, 0.0),
    ],
)
def test_recall_is_of_what_can_be_found(rule: str, gold: int, retrieved: list[int], k: int, recall: float):
    asked = case(*(f"annex_1__para_{number}" for number in range(3, 3 + gold)))
    said = SimpleNamespace(retrieved=tuple(id_of(f"annex_1__para_{number}") for number in retrieved))
    assert recall_at(k)(asked, said) == pytest.approx(recall), rule


@pytest.mark.parametrize(
    ("rule", "cited", "recall", "precision"),
    [
        ("either of two alternatives is right", ["annex_1__para_4"], 1.0, 1.0),
        ("both of them are no mistake", ["annex_1__para_3", "annex_1__para_4"], 1.0, 1.0),
        ("neither of them", ["annex_1__para_5"], 0.0, 0.0),
    ],
)
def test_alternatives(answer, rule: str, cited: list[str], recall: float, precision: float):
    asked = case(("annex_1__para_3", "annex_1__para_4"))
    assert metrics.citation_recall(asked, answer(*cited)) == recall, rule
    assert metrics.citation_precision(asked, answer(*cited)) == precision, rule


BROKEN = [
    ("words that are not the clause's", lambda one, text: Citation(one, "l", 0, 8, "lanterns")),
    ("a stretch beside the words", lambda one, text: Citation(one, "l", 1, 9, text[:8])),
    ("no words", lambda one, text: Citation(one, "l", 0, 0, "")),
    (
        "a unit that is not there",
        lambda one, text: Citation(id_of("annex_1__para_999"), "l", 0, len(text), text),
    ),
]


@pytest.mark.parametrize(("rule", "citation"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_citation_is_valid_only_where_the_words_stand(
    library: Library, answer, resolution, rule: str, citation
):
    sound = answer("annex_1__para_3")
    assert metrics.citation_validity(library)(ANSWERABLE, sound) == 1.0
    text = resolution.provision("annex_1__para_3").text
    broken = Claim(text, Support.VERBATIM, (citation(id_of("annex_1__para_3"), text),))
    said = Answer(Status.ANSWERED, "lead", (*sound.claims, broken))
    assert metrics.citation_validity(library)(ANSWERABLE, said) == 0.0


def test_a_mean_counts_only_the_cases_to_which_it_applies(answer):
    cases, said = [ANSWERABLE, UNANSWERABLE], [answer("annex_1__para_3"), answer("annex_1__para_3")]
    assert mean("r", metrics.citation_recall, cases, said) == metrics.Row("r", 0.5, 1)
    assert mean("p", metrics.citation_precision, cases, said) == metrics.Row("p", 0.5, 2)
    assert mean("n", metrics.refusal_recall, [ANSWERABLE], said[:1]) == metrics.Row("n", None, 0)


@pytest.mark.parametrize("k", [1, 5, 10])
def test_recall_agrees_with_ir_measures_where_both_measure_the_same(k: int):
    dice = random.Random(k)
    cases = [case(*dice.sample(UNITS, dice.randint(1, k))) for _ in range(60)]
    ranked = [dice.sample(UNITS, 20) for _ in cases]
    qrels = [
        ir_measures.Qrel(str(at), eid, 1)
        for at, asked in enumerate(cases)
        for eid in sorted(one.partition("#")[2] for one in asked.cited)
    ]
    run = [
        ir_measures.ScoredDoc(str(at), eid, float(-place))
        for at, eids in enumerate(ranked)
        for place, eid in enumerate(eids)
    ]
    theirs = {one.query_id: one.value for one in ir_measures.iter_calc([R @ k], qrels, run)}
    for at, (asked, eids) in enumerate(zip(cases, ranked, strict=True)):
        said = SimpleNamespace(retrieved=tuple(map(id_of, eids)))
        assert recall_at(k)(asked, said) == pytest.approx(theirs[str(at)])
