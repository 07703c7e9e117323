"""The local reader: its trees, how it puts hits in order, what it chooses, and when it is sure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, astuple, replace
from math import log

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from assistant.answer import Status
from assistant.library.library import Library
from assistant.pipeline import Assistant
from assistant.scope.retriever import Retrieval, Retriever
from assistant.scope.scope import ScopeFinder
from assistant.selection import local
from assistant.selection.evidence import READ, gathered
from assistant.selection.local import (
    CONDITIONS,
    MODEL,
    FittedTrees,
    LocalReader,
    Reading,
    Thresholds,
    local_reader,
)
from assistant.selection.trees import Trees
from assistant.strategies import passage
from assistant.strategies.passage import by_passage
from assistant.understanding.query import read_query
from corpus.catalogue import Catalogue
from corpus.errors import ModelUnavailable
from corpus.instruments import Edition
from evals.selection import _SUMS, THRESHOLDS, _likelihood, _trees
from index import search_without_index
from index.search import Hit

STUMP = Trees(0.0, (((0, 0.5, 1, 2), (-2.0,), (2.0,)),))

# -- trees ------------------------------------------------------------------------------------------


def test_a_row_goes_left_where_its_feature_is_at_most_the_threshold():
    assert [round(STUMP.likelihood([x]), 3) for x in (0.4, 0.5, 0.6)] == [0.119, 0.119, 0.881]


def test_trees_add_up_in_log_odds():
    both = Trees(-1.0, (*STUMP.trees, ((1, 0.0, 1, 2), (-1.0,), (1.0,))))
    rows = ([1, 1], [1, 0], [0, 0])
    assert [both.likelihood(row) for row in rows] == pytest.approx([1 / (1 + np.exp(-x)) for x in (2, 0, -4)])


def test_trees_say_what_scikit_learn_says_of_rows_that_it_was_not_fitted_on():
    dice = np.random.default_rng(3)
    rows = dice.normal(size=(400, 5))
    answers = rows[:, 0] * rows[:, 1] + rows[:, 2] > 0.3
    models = [
        HistGradientBoostingClassifier(max_iter=20, max_depth=3, max_features=0.6, random_state=seed).fit(
            rows[:300], answers[:300]
        )
        for seed in range(_SUMS)
    ]
    trees = _trees(models)
    ours = [trees.likelihood(row) for row in rows[300:]]
    assert ours == pytest.approx(_likelihood(models, rows[300:]), abs=1e-5)


def test_a_reader_that_is_not_the_shipped_one_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(local, "MODEL", tmp_path / "local.json")
    local.MODEL.write_bytes(MODEL.read_bytes().replace(b"0.5", b"0.6", 1))
    with pytest.raises(ModelUnavailable, match=r"local\.json: sha256 .* install the program again"):
        local_reader.__wrapped__()


def test_trees_are_read_back_from_a_file():
    assert Trees.of(json.loads(json.dumps({"bias": STUMP.bias, "trees": STUMP.trees}))) == STUMP


@pytest.mark.parametrize("row", [{}, {"bias": 0}, {"bias": 0, "trees": 1}, {"bias": "x", "trees": []}])
def test_what_is_no_tree_is_refused(row: dict[str, object]):
    with pytest.raises((KeyError, TypeError, ValueError)):
        Trees.of(row)


# -- what is chosen ---------------------------------------------------------------------------------


def reading(
    *likely: float, answered: float = 0.9, packed: Sequence[bool] = (), texts: int = 1, **thresholds: float
) -> Reading:
    """Read hits that are called "0", "1", … in the order of the search, of texts with a pack by default."""
    hits = [Hit(str(at), 0.0, None, 0.0) for at in range(len(likely))]  # type: ignore[arg-type]
    usual = Thresholds(answered=0.5, of_several=0.3, without_pack=0.6, refused=0.2, least=0.25, beside=0.5)
    reader = LocalReader(*[FittedTrees(STUMP, STUMP)] * 3, thresholds=replace(usual, **thresholds))
    return reader.reading(hits, likely, answered, packed or [True] * len(hits), texts)


@pytest.mark.parametrize(
    ("rule", "likely", "packed", "texts", "is_sure"),
    [
        ("a confidence of .54 is enough with a pack", (0.8, 0.2), (True, False), 1, True),
        ("and is not where the text of the best clause has none", (0.8, 0.2), (False, True), 1, False),
        ("nor where several texts are searched", (0.8, 0.2), (False, True), 2, False),
        ("the likeliest is the best, wherever the search put it", (0.2, 0.8), (False, True), 1, True),
        ("a clause that stands out by .7 is enough without one", (0.9, 0.2), (False, False), 1, True),
        ("one that stands out by .5 is not, however likely", (0.9, 0.4), (False, False), 1, False),
        (".45 is not enough", (0.7, 0.2), (True, True), 1, False),
        ("but is where several texts are searched", (0.7, 0.2), (True, True), 2, True),
    ],
)
def test_the_assistant_stands_behind_an_answer_sooner_with_a_pack_and_several_texts(
    rule: str, likely: tuple[float, ...], packed: tuple[bool, ...], texts: int, is_sure: bool
):
    assert reading(*likely, packed=packed, texts=texts).is_sure == is_sure, rule


@pytest.mark.parametrize(
    ("rule", "likely", "thresholds", "chosen"),
    [
        ("the best alone", (0.9, 0.4), {}, "0"),
        ("one that is half as likely too", (0.9, 0.45), {}, "01"),
        ("not one that is unlikely by itself", (0.3, 0.24), {}, "0"),
        ("from just as likely on", (0.3, 0.25), {}, "01"),
        ("the best, however unlikely", (0.1, 0.09), {}, "0"),
        ("the likeliest first, not the first of the search", (0.5, 0.1, 0.9), {}, "20"),
        ("of those as likely the first of the search first", (0.6, 0.9, 0.6), {}, "102"),
        ("all that are as likely", (0.9,) * 10, {}, "0123456789"),
        ("a lower share of the best", (0.9, 0.4, 0.3), {"beside": 0.4}, "01"),
        ("a higher share of the best", (0.9, 0.8, 0.5), {"beside": 0.8}, "01"),
        ("likely enough by itself", (0.9, 0.8, 0.5), {"least": 0.7}, "01"),
    ],
)
def test_clauses_are_chosen_that_are_likely_by_themselves_and_beside_the_best(
    rule: str, likely: tuple[float, ...], thresholds: dict[str, float], chosen: str
):
    assert "".join(map(str, (hit.passage for hit in reading(*likely, **thresholds).chosen))) == chosen, rule


def test_how_likely_an_answer_is_does_not_decide_what_is_chosen():
    likely = (0.9, 0.5, 0.3)
    assert reading(*likely, answered=0.01).chosen == reading(*likely).chosen
    assert reading(*likely, refused=0.9).chosen == reading(*likely).chosen


def test_hits_are_put_in_the_order_of_their_likelihoods_and_all_are_kept():
    hits = reading(0.1, 0.9, 0.5, 0.02).hits
    assert [(str(hit.passage), likely) for hit, likely in hits] == [
        ("1", 0.9), ("2", 0.5), ("0", 0.1), ("3", 0.02),
    ]  # fmt: skip


def test_confidence_is_that_the_question_is_answered_times_the_lead_of_the_best_over_what_was_not_chosen():
    assert reading(0.2, 0.8, answered=0.5).confidence == pytest.approx(0.3)
    assert reading(0.9, 0.7, 0.2, answered=0.5).confidence == pytest.approx(0.35), "the second is chosen too"
    assert reading(0.8, 0.7, answered=0.5).confidence == pytest.approx(0.4), "nothing else was read"
    assert reading(0.8, 0.2, answered=0.0).confidence == 0


# -- over Resolution 71 -----------------------------------------------------------------------------

ASKED = "Who has to report to the Council on the plan every year?"
EID = "instructs-secretary-general-directors-bureaux__para_4"


@pytest.fixture
def retriever(assistant: Assistant) -> Retriever:
    return Retriever(ScopeFinder(assistant.library).widest, assistant.searcher)


def read(retriever: Retriever, text: str) -> Reading:
    question = read_query(text, retriever.lexicon)
    return local_reader().read(retriever, question, retriever.search(question.text, 50))


def test_the_clause_that_answers_is_chosen_with_confidence(retriever: Retriever):
    found = read(retriever, ASKED)
    assert found.is_sure
    assert EID in {hit.passage.eid for hit in found.chosen}


def test_of_many_hits_the_first_are_read_likeliest_first(retriever: Retriever):
    question = read_query(ASKED, retriever.lexicon)
    found = local_reader().read(retriever, question, hits := retriever.search(question.text, 50))
    assert {hit.passage.eid for hit, _ in found.hits} == {hit.passage.eid for hit in hits[:READ]}
    likely = [one for _, one in found.hits]
    assert likely == sorted(likely, reverse=True)
    assert found.chosen == tuple(hit for hit, _ in found.hits[: len(found.chosen)])


def test_one_hit_is_read_alone(retriever: Retriever):
    question = read_query(ASKED, retriever.lexicon)
    (one,) = retriever.search(question.text, 1)
    assert local_reader().read(retriever, question, [one]).chosen == (one,)


def test_a_near_miss_is_less_likely_answered(retriever: Retriever):
    near_miss = read(retriever, "Which officials sign the annual report to the Council?")
    assert near_miss.answered < read(retriever, ASKED).answered


def test_a_clause_of_near_bank_questions_has_their_nearness(retriever: Retriever):
    question = read_query(ASKED, retriever.lexicon)
    hits = retriever.search(question.text, READ)
    near = retriever.neighbours_by_word(question.text).recalled
    recalled = [near.get(hit.passage.provision, 0.0) for hit in hits]
    assert [row["recalled"] for row in gathered(retriever, question, hits).clauses] == pytest.approx(recalled)
    assert max(recalled) > 0.6


# -- the reader that ships --------------------------------------------------------------------------


def test_the_reader_that_ships_is_what_its_command_writes():
    row = json.loads(MODEL.read_text(encoding="utf-8"))
    assert row.keys() == {"thresholds", *CONDITIONS}
    reader = local_reader()
    for name in CONDITIONS:
        own = row[name]
        assert getattr(reader, name) == FittedTrees(Trees.of(own["clause"]), Trees.of(own["question"]))
    assert reader.thresholds == THRESHOLDS
    assert row["thresholds"] == asdict(THRESHOLDS)


def test_without_packs_or_vectors_that_the_matcher_knows_another_reader_reads(
    retriever: Retriever, monkeypatch
):
    question = read_query(ASKED, retriever.lexicon)
    hits = retriever.search(question.text, READ)
    reader = LocalReader(*(fitted(one, one) for one in (0.9, 0.5, 0.3)), thresholds=THRESHOLDS)
    assert reader.read(retriever, question, hits).hits[0][1] == pytest.approx(0.9)
    bank = retriever.searcher.bank
    monkeypatch.setattr(retriever.searcher, "bank", None)
    assert reader.read(retriever, question, hits).hits[0][1] == pytest.approx(0.5)
    monkeypatch.setattr(retriever.searcher, "bank", bank)
    monkeypatch.setattr(retriever.searcher, "matched", lambda *_: [])
    assert reader.read(retriever, question, hits).hits[0][1] == pytest.approx(0.3)


def test_a_title_answers_nothing_where_no_text_has_a_pack(retriever: Retriever, monkeypatch):
    monkeypatch.setattr(retriever.searcher, "bank", None)
    question = read_query("Resolution 71 on the strategic plan: why?", retriever.lexicon)
    hits = retriever.search(question.text, READ)
    titles = {one.passage.eid for one in hits if one.passage.eid.endswith("__title")}
    reader = LocalReader(*[fitted(0.9, 0.9)] * 3, thresholds=THRESHOLDS)
    read = reader.read(retriever, question, hits).hits
    assert titles
    assert {hit.passage.eid for hit, likely in read if not likely} == titles


def test_its_thresholds_are_likelihoods_and_what_is_answered_is_not_refused():
    thresholds = local_reader().thresholds
    assert all(0 < one < 1 for one in astuple(thresholds))
    assert thresholds.refused < thresholds.answered


def test_every_likelihood_is_between_0_and_1_whatever_the_numbers(retriever: Retriever):
    question = read_query(ASKED, retriever.lexicon)
    evidence = gathered(retriever, question, retriever.search(question.text, READ))
    reader, dice = local_reader(), np.random.default_rng(7)
    of_clauses = [[*numbers.values()] for numbers in evidence.clauses]
    of_question = [[*evidence.of_question([0.5] * READ).values()]]
    for trees, real in (
        (reader.packed.clause, of_clauses),
        (reader.packed.question, of_question),
        (reader.unpacked.clause, of_clauses),
        (reader.unpacked.question, of_question),
    ):
        rows = [*real, *(dice.normal(size=(200, len(real[0]))) * 1000), np.zeros(len(real[0]))]
        assert all(0 <= trees.likelihood(row) <= 1 for row in rows)


def test_it_asks_for_no_number_that_there_is_not_and_for_most(retriever: Retriever):
    row = json.loads(MODEL.read_text(encoding="utf-8"))
    question = read_query(ASKED, retriever.lexicon)
    evidence = gathered(retriever, question, retriever.search(question.text, 3))
    for part, count in (
        ("clause", len(evidence.clauses[0])),
        ("question", len(evidence.of_question([0.1, 0.2, 0.3]))),
    ):
        used = {
            name: {node[0] for tree in row[name][part]["trees"] for node in tree if len(node) > 1}
            for name in CONDITIONS
        }
        assert set().union(*used.values()) <= set(range(count))
        assert len(used["packed"]) > count / 2, f"{part}: most numbers are used"


def test_every_tree_leads_to_a_leaf():
    conditions = (getattr(local_reader(), name) for name in CONDITIONS)
    for trees in (each for one in conditions for each in (one.clause, one.question)):
        for tree in trees.trees:
            for at, node in enumerate(tree):
                below = node[2:] if len(node) > 1 else ()
                assert all(at < one < len(tree) for one in below)


def test_each_clause_is_read_by_the_trees_for_its_text(retriever: Retriever):
    question = read_query(ASKED, retriever.lexicon)
    hits = retriever.search(question.text, 2)
    evidence = replace(gathered(retriever, question, hits), packed=(True, False))
    reader = LocalReader(fitted(0.2, 0.9), fitted(0.6, 0.4), fitted(0.5, 0.5), THRESHOLDS)
    read = reader.weighed(hits, evidence)
    assert [likely for _, likely in read.hits] == pytest.approx([0.6, 0.2])
    assert read.answered == pytest.approx(0.4), "the question is read by those for the likeliest clause"


# -- answered, candidates or refused ----------------------------------------------------------------


@pytest.fixture
def words_only(harbours: Edition) -> Retriever:
    """A retriever whose searcher has no vectors."""
    return Retriever(
        ScopeFinder(Library((harbours,), Catalogue(()))).widest, search_without_index([harbours], ())
    )


def always(likelihood: float) -> Trees:
    """Trees that say the same of every row."""
    return Trees(log(likelihood / (1 - likelihood)), ())


def fitted(clause: float, question: float) -> FittedTrees:
    """Trees that say the same of every clause and of every question."""
    return FittedTrees(always(clause), always(question))


@pytest.mark.parametrize(
    ("rule", "clause", "question", "status", "count"),
    [
        ("both likely", 0.9, 0.9, Status.ANSWERED, READ),
        ("as confident as it takes", 0.5, 0.5, Status.ANSWERED, READ),
        ("likely answered, by no clause that stands out", 0.25, 0.9, Status.CANDIDATES, 5),
        ("a likely clause, and hardly an answer", 0.9, 0.22, Status.CANDIDATES, 5),
        ("hardly an answer", 0.9, 0.19, Status.NOT_STATED, 0),
    ],
)
def test_thresholds_decide_whether_clauses_answer_may_answer_or_do_not(
    retriever: Retriever, monkeypatch, rule: str, clause: float, question: float, status: Status, count: int
):
    thresholds = Thresholds(
        answered=0.25, of_several=0.25, without_pack=0.25, refused=0.2, least=0.25, beside=0.5
    )
    reader = LocalReader(*[fitted(clause, question)] * 3, thresholds=thresholds)
    monkeypatch.setattr(passage, "local_reader", lambda: reader)
    asked = read_query("Which officials sign the annual report to the Council?", retriever.lexicon)
    finding = by_passage(Retrieval(retriever, asked, retriever.search(asked.text, 50)))
    assert finding.status == status, rule
    assert finding.reading is not None
    assert (finding.reading.answered, finding.reading.hits[0][1]) == pytest.approx((question, clause)), rule
    read = {str(hit.passage.provision) for hit, _ in finding.reading.hits}
    shown = [one for one in finding.chosen if str(one.edition.id_of(one.provision)) in read]
    assert len(shown) == count, rule  # clauses that open a list bring its items, which were not all read


def test_a_question_just_as_likely_answered_as_it_takes_is_not_refused(retriever: Retriever, monkeypatch):
    thresholds = Thresholds(
        answered=0.9, of_several=0.9, without_pack=0.9, refused=0.5, least=0.25, beside=0.5
    )
    reader = LocalReader(*[fitted(0.5, 0.5)] * 3, thresholds=thresholds)
    monkeypatch.setattr(passage, "local_reader", lambda: reader)
    question = read_query(ASKED, retriever.lexicon)
    assert (
        by_passage(Retrieval(retriever, question, retriever.search(question.text, 50))).status
        == Status.CANDIDATES
    )


def test_nothing_is_answered_where_no_text_is_held(words_only: Retriever):
    finding = by_passage(
        Retrieval(words_only, read_query("who counts the lanterns?", words_only.lexicon), ())
    )
    assert (finding.status, finding.chosen, finding.reading) == (Status.NOT_IN_CORPUS, (), None)


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("who counts the lanterns every three years?", "instructs-harbour-council__para_1"),
        ("that harbours without lanterns are dark", "preamble__considering__rec_a"),
        ("willows and reeds", "invites-member-states__para_nn_1"),
    ],
)
def test_without_vectors_clauses_with_its_words_may_answer_and_none_is_sure_to(
    words_only: Retriever, question: str, best: str
):
    asked = read_query(question, words_only.lexicon)
    finding = by_passage(Retrieval(words_only, asked, hits := words_only.search(asked.text, 50)))
    assert finding.status == Status.CANDIDATES
    assert finding.chosen[0].provision.eid == best
    assert finding.reading is not None
    assert [hit for hit, _ in finding.reading.hits] == list(hits[:READ]), "in the order of the search"
    assert not finding.reading.is_sure


def test_without_vectors_what_shares_no_word_is_refused(words_only: Retriever):
    asked = read_query("which pancake is eaten on trains?", words_only.lexicon)
    finding = by_passage(Retrieval(words_only, asked, words_only.search(asked.text, 50)))
    assert finding.status == Status.NOT_IN_CORPUS
    assert finding.chosen == ()
    assert finding.reading is not None
    assert finding.reading.answered == 0
