"""How likely a clause answers: each piece of evidence means what it says, and all are weighed by hand."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import astuple, replace
from pathlib import Path

import pytest

from assistant.library.held import Library
from assistant.selection.evidence import (
    JUDGED,
    NEAR,
    Evidence,
    Judged,
    Regression,
    best_first,
    is_answered,
    judge,
)
from assistant.strategies.desk import Desk
from assistant.understanding.question import Question, read_question
from corpus.catalogue import Catalogue
from corpus.instruments import Edition
from corpus.packs import PackQuestion
from index import EmbeddingCache, Hit, Level, Searcher, passages, search_without_index
from index.bank import BankQuestion, Neighbour, Neighbours
from index.lexical import LexicalIndex
from index.reranker import Reranker
from ingest import parse_source, text_source

TEXT = """\
RESOLUTION 910 (REV. Willowford, 2031)

Bells along the piers

The Plenipotentiary Conference of the International Telecommunication Union (Willowford, 2031),

considering

a) that bells are rung at dusk by tired wardens ;

b) that 4 boats ran aground last winter ;

resolves

1 that bells shall be rung at dusk ;

2 that 12 wardens shall look after the bells ;

3 that ropes are oiled in spring ;

instructs the Harbour Council

1 to repaint every mast ;

instructs the Keeper-General

1 to repaint every hull ;

2 to sharpen the anchors ;
"""
RECITAL, OF_BOATS = "preamble__considering__rec_a", "preamble__considering__rec_b"
RUNG, WARDENS, ROPES = (f"resolves__para_{at}" for at in (1, 2, 3))
MAST = "instructs-harbour-council__para_1"
HULL, ANCHORS = (f"instructs-keeper-general__para_{at}" for at in (1, 2))


@pytest.fixture(scope="module")
def bells() -> Edition:
    return parse_source(text_source(TEXT), "bells").edition()


@pytest.fixture
def desk(bells: Edition, model_of_words, tmp_path: Path) -> Desk:
    """A desk on which words are near only to themselves."""

    rows = [one for one in passages(bells) if one.level == Level.LEAF]
    model, cache = model_of_words(dimensions=512), EmbeddingCache(tmp_path / "embeddings.sqlite")
    vectors = cache.embed([one.wording for one in rows], model)
    lexical = LexicalIndex.build(one.wording for one in rows)
    searcher = Searcher(rows, lexical, model, vectors, None, Reranker(cache, model))
    return Desk(Library((bells,), Catalogue(())), searcher)


@pytest.fixture
def weigh(desk: Desk) -> Callable[[str], dict[str, Evidence]]:
    """Return the evidence for every clause judged, by its eId."""

    def weighed(question: str) -> dict[str, Evidence]:
        asked = read_question(question)
        return {one.hit.passage.eid: one.evidence for one in judge(desk, asked, every(desk, asked))}

    return weighed


def every(desk: Desk, question: Question) -> tuple[Hit, ...]:
    return desk.search(question.text, JUDGED)


def test_shared_is_what_the_clause_has_of_the_questions_words_by_rarity(weigh, desk: Desk):
    found = weigh("bells oiled dusk")
    weight = {word: desk.vocabulary.weight(word) for word in ("bell", "oil", "dusk")}
    assert weight["oil"] > weight["dusk"] > weight["bell"], "the rarer the more"
    whole = sum(weight.values())
    assert found[RUNG].shared == pytest.approx((weight["bell"] + weight["dusk"]) / whole)
    assert found[ROPES].shared == pytest.approx(weight["oil"] / whole)
    assert found[MAST].shared == 0


def test_meaning_is_how_near_the_words_come_rare_ones_counting_for_more(weigh, desk: Desk):
    found = weigh("bells oiled")
    weight = {word: desk.vocabulary.weight(word) for word in ("bell", "oil")}
    near = 0.2  # words that are not alike point almost anywhere
    assert found[RUNG].meaning == pytest.approx(weight["bell"] / sum(weight.values()), abs=near)
    assert found[ROPES].meaning == pytest.approx(weight["oil"] / sum(weight.values()), abs=near)
    assert found[ROPES].meaning > found[RUNG].meaning > found[MAST].meaning


def test_words_that_only_say_what_form_of_answer_is_asked_for_have_no_meaning(weigh):
    plain, wordy = weigh("bells oiled"), weigh("which clauses say exactly what is said of bells oiled")
    for eid in {ROPES, RUNG, MAST} & set(plain) & set(wordy):
        assert wordy[eid].meaning == pytest.approx(plain[eid].meaning, abs=1e-6)


def test_apart_is_by_how_much_that_is_more_than_the_usual(weigh):
    found = weigh("bells rung at dusk").values()
    usual = sum(one.meaning for one in found) / len(found)
    assert [one.apart for one in found] == pytest.approx([one.meaning - usual for one in found])
    assert max(one.apart for one in found) > 0.2


def test_weakest_is_the_nearness_of_the_two_words_that_it_comes_least_near(weigh):
    found = weigh("bells rung dusk oiled")
    assert weigh("bells rung dusk")[RUNG].weakest == pytest.approx(1, abs=0.02)
    assert found[RUNG].weakest == pytest.approx(0.5, abs=0.15), "of one that is had and one that is not"
    assert found[MAST].weakest < 0.2


def test_whole_is_the_cosine_and_far_what_it_falls_short_by(weigh, desk: Desk):
    asked = read_question("bells shall be rung at dusk")
    cosines = {hit.passage.eid: hit.dense for hit in every(desk, asked)}
    found = weigh(asked.text)
    assert {eid: one.whole for eid, one in found.items()} == pytest.approx(cosines)
    assert {eid: one.far for eid, one in found.items()} == pytest.approx(
        {eid: max(0.0, NEAR - cosine) for eid, cosine in cosines.items()}
    )
    assert found[RUNG].far == 0 < found[HULL].far


def test_behind_is_how_far_the_score_lies_behind_the_best(weigh, desk: Desk):
    asked = read_question("bells shall be rung at dusk")
    hits = every(desk, asked)
    found = weigh(asked.text)
    assert [found[hit.passage.eid].behind for hit in hits] == pytest.approx(
        [hits[0].score - hit.score for hit in hits]
    )
    assert found[hits[0].passage.eid].behind == 0 < found[hits[-1].passage.eid].behind


@pytest.mark.parametrize(
    ("rule", "question", "eid", "stated"),
    [
        ("no fact is asked for", "who shall look after the bells?", WARDENS, 0.0),
        ("the number of what is counted", "how many wardens look after the bells?", WARDENS, 1.0),
        ("a number of something else", "how many wardens look after the bells?", OF_BOATS, -0.5),
        ("no number", "how many wardens look after the bells?", RUNG, -1.0),
    ],
)
def test_stated_tells_whether_the_fact_is_there(weigh, rule: str, question: str, eid: str, stated: float):
    assert weigh(question)[eid].stated == stated, rule


@pytest.mark.parametrize(
    ("rule", "question", "eid", "least", "most"),
    [
        ("nothing is demanded", "are bells rung at dusk?", RUNG, 0.0, 0.0),
        ("what is demanded is there", "which ropes are oiled?", ROPES, 0.0, 0.0),
        ("the thing is not", "which ropes are oiled?", HULL, 0.5, 1.0),
        ("the deed is", "who repaints the mast?", MAST, 0.0, 0.0),
        ("the deed is not", "who repaints the mast?", ROPES, 0.4, 1.0),
    ],
)
def test_lacking_is_how_far_the_clause_stays_behind(weigh, rule, question, eid, least, most):
    assert least <= weigh(question)[eid].lacking <= most, rule


def test_only_titles_are_titles(weigh):
    assert {eid for eid, one in weigh("bells along the piers").items() if one.title} == {"preface__title"}


@pytest.mark.parametrize(
    ("rule", "question", "foreign"),
    [
        ("a name that no text has", "does the text speak of bells in Zanzibar?", 1.0),
        ("a year that no text has", "are bells rung in 2044?", 1.0),
        ("a name that the text has", "what must the Harbour Council repaint?", 0.0),
        ("the year of the text", "are bells rung in 2031?", 0.0),
        ("neither", "are bells rung at dusk?", 0.0),
    ],
)
def test_foreign_is_what_no_text_names_for_every_clause_alike(
    weigh, rule: str, question: str, foreign: float
):
    assert {one.foreign for one in weigh(question).values()} == {foreign}, rule


@pytest.mark.parametrize(
    ("rule", "question", "recital", "paragraph"),
    [
        ("a rule is asked for", "must bells be rung at dusk?", 1.0, 0.0),
        ("what may be done", "may wardens ring bells at dusk?", 1.0, 0.0),
        ("a month is no permission", "which bells rang in May 2031 at dusk?", 0.0, 0.0),
        ("a recital is asked for", "which recital is on bells rung at dusk?", 0.0, 1.0),
        ("the preamble", "what has the preamble on bells rung at dusk?", 0.0, 1.0),
        ("neither", "bells rung at dusk", 0.0, 0.0),
    ],
)
def test_recited_tells_what_is_of_the_wrong_part(weigh, rule, question, recital: float, paragraph: float):
    found = weigh(question)
    assert (found[RECITAL].recited, found[RUNG].recited) == (recital, paragraph), rule


@pytest.mark.parametrize(
    ("rule", "question", "bodies"),
    [
        ("one is named", "what shall the Harbour Council repaint?", {MAST: 1.0, HULL: -1.0, ROPES: 0.0}),
        ("the other", "what shall the Keeper-General repaint?", {MAST: -1.0, HULL: 1.0, ROPES: 0.0}),
        ("none is", "what is to be repainted?", {MAST: 0.0, HULL: 0.0, ROPES: 0.0}),
        ("one whom no head addresses", "what shall the bakers repaint?", {MAST: 0.0, HULL: 0.0, ROPES: 0.0}),
    ],
)
def test_body_is_whom_the_head_addresses(weigh, rule: str, question: str, bodies: dict[str, float]):
    found = weigh(question)
    assert {eid: found[eid].body for eid in bodies if eid in found} == {
        eid: value for eid, value in bodies.items() if eid in found
    }, rule
    assert {MAST, HULL} <= set(found), rule


@pytest.mark.parametrize(
    ("rule", "weights", "bias", "evidence", "likely"),
    [
        ("nothing known, nothing weighed", {}, 0.0, {}, 0.5),
        ("the bias alone", {}, 1.5, {}, 1 / (1 + math.exp(-1.5))),
        ("what speaks for it", {"shared": 2.0}, 0.0, {"shared": 1.0}, 1 / (1 + math.exp(-2))),
        ("what speaks against it", {"behind": -2.0}, 0.0, {"behind": 1.0}, 1 / (1 + math.exp(2))),
        ("what has no weight", {"shared": 2.0}, 0.0, {"title": 1.0}, 0.5),
        ("both", {"whole": 3.0, "title": -1.0}, -1.0, {"whole": 0.5, "title": 1.0}, 1 / (1 + math.exp(0.5))),
    ],
)
def test_evidence_is_weighed_by_hand(rule, weights, bias: float, evidence, likely: float):
    regression = Regression(Evidence(**weights), bias)
    assert regression.likelihood(Evidence(**evidence)) == pytest.approx(likely), rule


def test_the_likeliest_comes_first_and_no_more_than_the_first_hits_are_judged(desk: Desk):
    asked = read_question("who repaints every hull?")
    hits = desk.search(asked.text, 50)
    judged = best_first(desk, asked, hits)
    assert judged[0].hit.passage.eid == HULL
    likely = [one.probability for one in judged]
    assert likely == sorted(likely, reverse=True)
    assert {one.hit.passage.eid for one in judged} == {hit.passage.eid for hit in hits[:JUDGED]}


def test_of_many_hits_the_first_are_judged(harbour_plan: Edition):
    many = Desk(Library((harbour_plan,), Catalogue(())), search_without_index([harbour_plan], ()))
    asked = read_question("the old warden of the harbour")
    hits = many.search(asked.text, 50)
    assert len(hits) == 50
    assert [one.hit for one in judge(many, asked, hits)] == list(hits[:JUDGED])


def test_a_hit_keeps_its_place_where_only_judged(desk: Desk):
    asked = read_question("who repaints every hull?")
    hits = every(desk, asked)
    assert [one.hit for one in judge(desk, asked, hits)] == list(hits)


def test_of_no_hits_nothing_is_judged(desk: Desk):
    assert judge(desk, read_question("bells?"), ()) == []


def test_a_clause_in_the_questions_words_answers_and_one_on_another_matter_does_not(desk: Desk):
    asked = read_question("shall bells be rung at dusk?")
    best = best_first(desk, asked, every(desk, asked))[0]
    assert (best.hit.passage.eid, is_answered(best)) == (RUNG, True)
    foreign = read_question("which pancake is eaten in Zanzibar?")
    other = best_first(desk, foreign, every(desk, foreign))[0]
    assert not is_answered(other)
    assert best.answered > other.answered


@pytest.mark.parametrize(("answered", "near_misses", "more"), [(0.9, 0.6, True), (0.6, 0.9, False)])
def test_the_nearer_side_of_the_bank_makes_an_answer_likelier_or_less(
    desk: Desk, monkeypatch, answered: float, near_misses: float, more: bool
):
    asked = read_question("shall bells be rung at dusk?")
    without = best_first(desk, asked, every(desk, asked))[0]
    key = desk.editions[0].key
    row = PackQuestion("when are the bells rung", (RUNG,), "lookup", "staff")
    miss = PackQuestion("who pays for the bells", (RUNG,), "lookup", "staff", "person")
    found = Neighbours(
        (Neighbour(BankQuestion(key, row), answered),), (Neighbour(BankQuestion(key, miss), near_misses),)
    )
    monkeypatch.setattr(desk.searcher, "neighbours", lambda *_: found)
    best = best_first(desk, asked, every(desk, asked))[0]
    assert (best.answered > without.answered) == more
    assert best.answered != without.answered
    assert best.evidence == without.evidence


def test_a_clause_of_a_near_bank_question_is_likelier(desk: Desk):
    asked = read_question("shall bells be rung at dusk?")
    hits = every(desk, asked)
    raised = [replace(hit, score=hit.score + 1.5, recalled=1.5) if hit is hits[-1] else hit for hit in hits]
    before, after = judge(desk, asked, hits), judge(desk, asked, raised)
    assert after[-1].probability > before[-1].probability
    assert [one.evidence for one in after] == [one.evidence for one in before]


@pytest.fixture
def words_only(bells: Edition) -> Desk:
    """A desk whose searcher has no vectors."""
    return Desk(Library((bells,), Catalogue(())), search_without_index([bells], ()))


def test_words_alone_give_no_meaning_and_no_cosine(words_only: Desk):
    asked = read_question("how many wardens look after the bells at dusk?")
    judged = judge(words_only, asked, every(words_only, asked))
    found = {one.hit.passage.eid: one.evidence for one in judged}
    for one in found.values():
        assert (one.meaning, one.apart, one.weakest, one.whole, one.far) == (0.0,) * 5
        assert all(math.isfinite(value) for value in astuple(one))
    assert found[WARDENS].shared > found[RUNG].shared > 0
    assert found[WARDENS].stated == 1.0


def best_of(desk: Desk, question: str) -> Judged:
    asked = read_question(question)
    return best_first(desk, asked, every(desk, asked))[0]


def test_by_words_alone_the_clause_that_has_every_word_answers(words_only: Desk):
    best = best_of(words_only, "shall bells be rung at dusk?")
    assert (best.hit.passage.eid, is_answered(best)) == (RUNG, True)


def test_by_words_alone_more_words_shared_make_an_answer_likelier(words_only: Desk):
    near, far = best_of(words_only, "bells rung at dusk"), best_of(words_only, "pancakes eaten on trains")
    assert near.evidence.shared > far.evidence.shared == 0
    assert near.answered > far.answered


def test_by_words_alone_nothing_answers_of_which_no_word_is_held(words_only: Desk):
    assert not is_answered(best_of(words_only, "pancakes eaten on trains"))
