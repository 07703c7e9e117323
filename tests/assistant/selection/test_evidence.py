"""What speaks for a hit and for a question: each number means what it says."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.library.library import Library
from assistant.scope.retriever import Retriever
from assistant.scope.scope import ScopeFinder
from assistant.selection.evidence import READ, Evidence, WordNumbers, gathered
from assistant.understanding.query import read_query
from corpus.catalogue import Catalogue
from corpus.instruments import Edition
from corpus.packs import PackQuestion
from index import EmbeddingCache, Hit, Level, Searcher, passages, search_without_index
from index.bank import BankQuestion, Neighbour, Neighbours, QuestionBank
from index.lexical import LexicalIndex
from index.matcher import UNLIKELY
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

2 to sharpen the anchors of:

a) ferries ;

b) dinghies ;
"""
TITLE = "preface__title"
RECITAL, OF_BOATS = "preamble__considering__rec_a", "preamble__considering__rec_b"
RUNG, WARDENS, ROPES = (f"resolves__para_{at}" for at in (1, 2, 3))
MAST = "instructs-harbour-council__para_1"
HULL, ANCHORS = (f"instructs-keeper-general__para_{at}" for at in (1, 2))
FERRIES, DINGHIES = (f"{ANCHORS}__point_{at}" for at in "ab")

# The order of the columns on which the trees of local.json were fitted.
NUMBERS = (
    "behind first lexical dense second second_behind beside shared apart uncovered stated body title colon "
    "heading heads_hit under_hit densest most_lexical best_second in_list dense_behind packed score_behind "
    "recalled recalled_4 recalled_8 voted vote_share missed nearest nearest_cosine nearest_6 at_first "
    "gained_behind margin nearest_margin nearest_alone nearest_breadth matched_question matched_questions "
    "matched_miss matched_behind match match_behind best_match"
).split()
OF_QUESTION = (
    "log_best best lead first_five margin nearest_margin answered missed uncovered stated packed whole "
    "weakest rarest meaning shared beside matched_question matched_miss matched_margin "
    "matched_margin_of_five best_match match_lead match"
).split()
OF_BANK = NUMBERS[NUMBERS.index("score_behind") : NUMBERS.index("match")]


@pytest.fixture(scope="module")
def bells() -> Edition:
    return parse_source(text_source(TEXT), "bells").edition()


@pytest.fixture
def retriever(bells: Edition, model_of_words, tmp_path: Path) -> Retriever:
    """A retriever on which words are near only to themselves."""

    rows = [one for one in passages(bells) if one.level == Level.LEAF]
    model, cache = model_of_words(dimensions=512), EmbeddingCache(tmp_path / "embeddings.sqlite")
    vectors = cache.embed([one.wording for one in rows], model)
    lexical = LexicalIndex.build(one.wording for one in rows)
    searcher = Searcher(rows, lexical, model, vectors, None, Reranker(cache, model))
    return Retriever(ScopeFinder(Library((bells,), Catalogue(()))).widest, searcher)


def found(
    retriever: Retriever, question: str, hits: Sequence[Hit] | None = None
) -> dict[str, dict[str, float]]:
    """Return the numbers of every hit read, by its eId and by what each is."""
    hits = every(retriever, question) if hits is None else hits
    evidence = gathered(retriever, read_query(question, retriever.lexicon), hits)
    return {hit.passage.eid: one for hit, one in zip(hits, evidence.clauses, strict=False)}


def every(retriever: Retriever, question: str) -> tuple[Hit, ...]:
    return retriever.search(read_query(question, retriever.lexicon).text, READ)


@pytest.fixture
def compare(retriever: Retriever) -> Callable[[str], dict[str, WordNumbers]]:
    """Return how every clause read compares with a question's words, by its eId."""

    def compared(question: str) -> dict[str, WordNumbers]:
        hits = every(retriever, question)
        evidence = gathered(retriever, read_query(question, retriever.lexicon), hits)
        return {hit.passage.eid: one for hit, one in zip(hits, evidence.words, strict=True)}

    return compared


# -- words ------------------------------------------------------------------------------------------


def test_shared_is_what_the_clause_has_of_the_questions_words_by_rarity(compare, retriever: Retriever):
    words = compare("bells oiled dusk")
    weight = {word: retriever.lexicon.vocabulary.weight(word) for word in ("bell", "oil", "dusk")}
    assert weight["oil"] > weight["dusk"] > weight["bell"], "the rarer the more"
    whole = sum(weight.values())
    assert words[RUNG].shared == pytest.approx((weight["bell"] + weight["dusk"]) / whole)
    assert words[ROPES].shared == pytest.approx(weight["oil"] / whole)
    assert words[MAST].shared == 0


def test_meaning_is_how_near_the_words_come_rare_ones_counting_for_more(compare, retriever: Retriever):
    words = compare("bells oiled")
    weight = {word: retriever.lexicon.vocabulary.weight(word) for word in ("bell", "oil")}
    near = 0.2  # words that are not alike point almost anywhere
    assert words[RUNG].meaning == pytest.approx(weight["bell"] / sum(weight.values()), abs=near)
    assert words[ROPES].meaning == pytest.approx(weight["oil"] / sum(weight.values()), abs=near)
    assert words[ROPES].meaning > words[RUNG].meaning > words[MAST].meaning


def test_words_that_only_say_what_form_of_answer_is_asked_for_have_no_meaning(compare):
    plain, wordy = compare("bells oiled"), compare("which clauses say exactly what is said of bells oiled")
    assert {ROPES, RUNG, MAST} <= set(plain) & set(wordy)
    for eid in (ROPES, RUNG, MAST):
        assert wordy[eid].meaning == pytest.approx(plain[eid].meaning, abs=1e-6)


def test_weakest_is_the_nearness_of_the_two_words_that_it_comes_least_near(compare):
    words = compare("bells rung dusk oiled")
    assert compare("bells rung dusk")[RUNG].weakest == pytest.approx(1, abs=0.02)
    assert words[RUNG].weakest == pytest.approx(0.5, abs=0.15), "of one that is had and one that is not"
    assert words[MAST].weakest < 0.2


def test_rarest_is_the_nearness_of_the_rarest_word(compare):
    words = compare("bells oiled")
    assert words[ROPES].rarest == pytest.approx(1, abs=0.02)
    assert words[RUNG].rarest < 0.2, "it has the other word only"


def test_uncovered_is_what_it_does_not_come_near_by_rarity(compare, retriever: Retriever):
    words = compare("bells oiled")
    weight = {word: retriever.lexicon.vocabulary.weight(word) for word in ("bell", "oil")}
    assert words[RUNG].uncovered == pytest.approx(weight["oil"] / sum(weight.values()))
    assert words[ROPES].uncovered == pytest.approx(weight["bell"] / sum(weight.values()))
    assert words[MAST].uncovered == 1
    assert compare("bells rung dusk")[RUNG].uncovered == 0


@pytest.mark.parametrize(
    ("rule", "question", "eid", "stated"),
    [
        ("no fact is asked for", "who shall look after the bells?", WARDENS, 0.0),
        ("the number of what is counted", "how many wardens look after the bells?", WARDENS, 1.0),
        ("a number of something else", "how many wardens look after the bells?", OF_BOATS, -0.5),
        ("no number", "how many wardens look after the bells?", RUNG, -1.0),
    ],
)
def test_stated_tells_whether_the_fact_is_there(compare, rule: str, question: str, eid: str, stated: float):
    assert compare(question)[eid].stated == stated, rule


def test_a_question_without_words_of_its_own_compares_with_nothing(compare):
    for one in compare("what is it?").values():
        assert (one.meaning, one.weakest, one.rarest, one.uncovered) == (0.0,) * 4


def test_what_heads_a_list_may_date_its_items():
    dated = TEXT.replace("2 to sharpen the anchors of:", "2 to sharpen by 2033 the anchors of:")
    edition = parse_source(text_source(dated), "bells").edition()
    words_only = Retriever(
        ScopeFinder(Library((edition,), Catalogue(()))).widest, search_without_index([edition], ())
    )
    asked = read_query("in which year are the anchors of dinghies sharpened?", words_only.lexicon)
    hits = words_only.search(asked.text, READ)
    evidence = gathered(words_only, asked, hits)
    stated = {hit.passage.eid: one.stated for hit, one in zip(hits, evidence.words, strict=True)}
    assert stated[DINGHIES] > stated[HULL] == -1


# -- the search and the structure -------------------------------------------------------------------


def test_every_hit_has_the_same_numbers_and_no_more_than_the_first_hits_are_read(harbour_plan: Edition):
    many = Retriever(
        ScopeFinder(Library((harbour_plan,), Catalogue(()))).widest, search_without_index([harbour_plan], ())
    )
    asked = read_query("the old warden of the harbour", many.lexicon)
    hits = many.search(asked.text, 50)
    assert len(hits) == 50
    evidence = gathered(many, asked, hits)
    assert [list(one) for one in evidence.clauses] == [NUMBERS] * READ
    assert list(evidence.of_question([0.5] * READ)) == OF_QUESTION
    assert len(evidence.words) == len(evidence.whole) == len(evidence.packed) == READ
    assert evidence == gathered(many, asked, hits[:READ])


def test_what_the_words_say_is_among_a_hits_numbers(retriever: Retriever, compare):
    asked = "how many wardens look after the bells?"
    words = compare(asked)
    usual = sum(one.meaning for one in words.values()) / len(words)
    for eid, numbers in found(retriever, asked).items():
        of_words = words[eid].shared, words[eid].meaning - usual, words[eid].uncovered
        assert (numbers["shared"], numbers["apart"], numbers["uncovered"]) == pytest.approx(of_words)
        assert numbers["stated"] == words[eid].stated


def test_scores_are_told_as_they_are_and_as_what_is_lacking_to_the_best(retriever: Retriever):
    asked = "bells shall be rung at dusk"
    hits = every(retriever, asked)
    numbers = found(retriever, asked)
    for hit in hits:
        own = numbers[hit.passage.eid]
        assert hit.dense is not None
        assert hit.second is not None
        assert (own["dense"], own["second"]) == (hit.dense, hit.second)
        assert own["lexical"] == pytest.approx(hit.lexical / max(one.lexical for one in hits))
        assert own["behind"] == pytest.approx(hits[0].score - hit.score)
        assert own["dense_behind"] == pytest.approx(max(one.dense or 0.0 for one in hits) - hit.dense)
        assert own["second_behind"] == pytest.approx(max(one.second or 0.0 for one in hits) - hit.second)
    for best in ("first", "densest", "most_lexical", "best_second"):
        assert {eid for eid, own in numbers.items() if own[best]} == {RUNG}, best


def test_how_far_a_hit_lies_behind_is_told_with_what_the_bank_adds_and_without(retriever: Retriever):
    asked = "bells shall be rung at dusk"
    hits = every(retriever, asked)
    raised = [replace(hit, score=hit.score + 1.5, recalled=1.5) if hit is hits[-1] else hit for hit in hits]
    before, after = found(retriever, asked), found(retriever, asked, raised)
    last = hits[-1].passage.eid
    assert after[last]["behind"] == pytest.approx(before[last]["behind"])
    assert after[last]["score_behind"] == 0 < before[last]["score_behind"]
    assert after[RUNG]["score_behind"] > 0 == before[RUNG]["score_behind"]
    assert (after[last]["gained_behind"], after[RUNG]["gained_behind"]) == (0, 1.5)
    unlike = {"score_behind", "gained_behind"}
    assert {name: one for name, one in after[RUNG].items() if name not in unlike} == pytest.approx(
        {name: one for name, one in before[RUNG].items() if name not in unlike}
    )


@pytest.mark.parametrize(
    ("number", "eids"),
    [
        ("title", {TITLE}),
        ("heading", {TITLE}),
        ("colon", {ANCHORS}),
        ("heads_hit", {ANCHORS}),
        ("under_hit", {FERRIES, DINGHIES}),
    ],
)
def test_what_a_hit_is_in_its_text_is_told(retriever: Retriever, number: str, eids: set[str]):
    numbers = found(retriever, "who sharpens the anchors of ferries?")
    assert {TITLE, ANCHORS, FERRIES, DINGHIES, MAST} <= set(numbers)
    assert {eid for eid, one in numbers.items() if one[number]} == eids


def test_of_a_list_that_was_not_found_no_item_is_under_a_hit(retriever: Retriever):
    asked = "who sharpens the anchors of ferries?"
    hits = [hit for hit in every(retriever, asked) if hit.passage.eid != ANCHORS]
    assert not any(one["under_hit"] or one["heads_hit"] for one in found(retriever, asked, hits).values())


def test_the_hits_of_the_same_list_are_counted(retriever: Retriever):
    numbers = found(retriever, "bells")
    assert {numbers[eid]["in_list"] for eid in (RUNG, WARDENS, ROPES)} == {3.0}
    assert {numbers[eid]["in_list"] for eid in (FERRIES, DINGHIES)} == {2.0}
    assert numbers[MAST]["in_list"] == 1.0, "itself alone"


def test_beside_a_hit_those_of_its_list_among_the_first_hits_are_counted(retriever: Retriever):
    asked = "bells"
    by_eid = {hit.passage.eid: hit for hit in every(retriever, asked)}
    order = [RUNG, WARDENS, MAST, HULL, TITLE, RECITAL, ROPES, OF_BOATS]
    hits = [by_eid[eid] for eid in order]
    beside = {eid: one["beside"] for eid, one in found(retriever, asked, hits).items()}
    assert beside[RUNG] == beside[WARDENS] == pytest.approx(1 / 5), "without itself"
    assert beside[ROPES] == pytest.approx(2 / 5), "it is not one of the first"
    assert beside[OF_BOATS] == pytest.approx(1 / 5)
    assert beside[MAST] == beside[HULL] == beside[TITLE] == 0


def test_of_the_lists_of_the_first_hits_the_one_with_most_hits_is_counted(retriever: Retriever):
    asked = "bells"
    by_eid = {hit.passage.eid: hit for hit in every(retriever, asked)}
    first = [by_eid[eid] for eid in (RUNG, MAST, HULL, TITLE, RECITAL, FERRIES)]
    for later, beside in (((), 1), ((OF_BOATS,), 2), ((OF_BOATS, WARDENS, ROPES), 3)):
        hits = [*first, *(by_eid[eid] for eid in later)]
        assert gathered(retriever, read_query(asked, retriever.lexicon), hits).beside == beside


def test_words_alone_give_no_meaning_and_no_cosine(bells: Edition):
    words_only = Retriever(
        ScopeFinder(Library((bells,), Catalogue(()))).widest, search_without_index([bells], ())
    )
    asked = read_query("how many wardens look after the bells at dusk?", words_only.lexicon)
    hits = words_only.search(asked.text, READ)
    evidence = gathered(words_only, asked, hits)
    words = {hit.passage.eid: one for hit, one in zip(hits, evidence.words, strict=True)}
    for one in words.values():
        assert (one.meaning, one.weakest, one.rarest, one.uncovered) == (0.0,) * 4
    assert set(evidence.whole) == {0.0}
    assert all(math.isfinite(number) for one in evidence.clauses for number in one.values())
    assert words[WARDENS].shared > words[RUNG].shared > 0
    assert words[WARDENS].stated == 1.0


def test_one_hit_is_read_alone(retriever: Retriever):
    hits = every(retriever, "bells rung at dusk")[:1]
    evidence = gathered(retriever, read_query("bells rung at dusk", retriever.lexicon), hits)
    assert len(evidence.clauses) == 1
    assert evidence.beside == 1
    of_question = evidence.of_question([0.8])
    assert (of_question["best"], of_question["lead"], of_question["first_five"]) == (0.8, 0.8, 0.8)


# -- the question bank ------------------------------------------------------------------------------


@pytest.fixture
def recall(
    retriever: Retriever, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., dict[str, dict[str, float]]]:
    """Return the numbers of every hit where these bank questions are near, each by its clauses and cosine."""

    def recalled(
        answered: Sequence[tuple[tuple[str, ...], float]],
        missed: Sequence[tuple[tuple[str, ...], float]] = (),
    ) -> dict[str, dict[str, float]]:
        near = neighbours(retriever.editions[0], answered, missed)
        for name in ("neighbours", "neighbours_by_word"):
            monkeypatch.setattr(retriever.searcher, name, lambda *_: near)
        return found(retriever, "bells rung at dusk")

    return recalled


def neighbours(
    edition: Edition,
    answered: Sequence[tuple[tuple[str, ...], float]],
    missed: Sequence[tuple[tuple[str, ...], float]] = (),
) -> Neighbours:
    def near(clauses: tuple[str, ...], nearness: float, why: str) -> Neighbour:
        row = PackQuestion(f"{clauses} {nearness}", clauses, "lookup", "staff", why)
        return Neighbour(BankQuestion(edition.key, row), nearness)

    return Neighbours(
        tuple(near(*one, "") for one in answered), tuple(near(*one, "person") for one in missed)
    )


def test_where_no_question_is_near_the_bank_says_nothing(retriever: Retriever):
    said = set(OF_BANK) - {"score_behind", "at_first"}  # these two are of the search
    for one in found(retriever, "bells rung at dusk").values():
        assert {one[name] for name in (*said, "packed")} == {0.0}


def test_a_clause_has_the_nearness_of_the_nearest_question_that_it_answers(recall):
    numbers = recall([((WARDENS,), 0.9), ((WARDENS, ROPES), 0.8)])
    assert [numbers[eid]["recalled"] for eid in (WARDENS, ROPES, MAST)] == [0.9, 0.8, 0.0]
    assert numbers[ROPES]["recalled_4"] == pytest.approx(0.8**4)
    assert numbers[ROPES]["recalled_8"] == pytest.approx(0.8**8)


def test_near_questions_vote_for_their_clauses_less_for_each_of_many(recall):
    numbers = recall([((WARDENS,), 0.9), ((WARDENS, ROPES), 0.8), ((HULL,), -0.5)])
    most = 0.9**6 + 0.8**6 / 2**0.5
    assert numbers[WARDENS]["voted"] == pytest.approx(most)
    assert numbers[ROPES]["voted"] == pytest.approx(0.8**6 / 2**0.5)
    assert numbers[HULL]["voted"] == 0, "what is far votes for nothing"
    assert numbers[WARDENS]["vote_share"] == 1
    assert numbers[ROPES]["vote_share"] == pytest.approx(0.8**6 / 2**0.5 / most)


@pytest.fixture
def compare_questions(retriever: Retriever, monkeypatch: pytest.MonkeyPatch):
    """Return the numbers where bank questions match so well, each by its clauses."""

    def compared(answered, missed=()) -> tuple[dict[str, dict[str, float]], dict[str, float]]:
        near = neighbours(
            retriever.editions[0], [(one, 0.5) for one, _ in answered], [(one, 0.5) for one, _ in missed]
        )
        near = near.scored([0.5] * (len(answered) + len(missed)), [m for _, m in (*answered, *missed)])
        monkeypatch.setattr(retriever.searcher, "neighbours_by_word", lambda *_: near)
        asked = "bells rung at dusk"
        hits = every(retriever, asked)
        evidence = gathered(retriever, read_query(asked, retriever.lexicon), hits)
        of_question = evidence.of_question([0.5] * len(hits))
        return found(retriever, asked), of_question

    return compared


def test_a_clause_has_the_best_match_of_the_questions_that_it_answers(compare_questions):
    numbers, _ = compare_questions([((WARDENS,), 0.3), ((WARDENS, ROPES), 0.8)], [((MAST,), 0.6)])
    assert [numbers[eid]["matched_question"] for eid in (WARDENS, ROPES, MAST)] == [0.8, 0.8, 0.0]
    assert numbers[WARDENS]["matched_questions"] == pytest.approx(0.3 + 0.8 / 2**0.5)
    assert [numbers[eid]["matched_miss"] for eid in (WARDENS, MAST)] == [0.0, 0.6]
    assert [numbers[eid]["matched_behind"] for eid in (WARDENS, MAST)] == [0.0, 0.8]


def test_a_question_is_told_by_its_best_matches_on_both_sides(compare_questions):
    _, asked = compare_questions([((WARDENS,), at / 10) for at in range(9)], [((MAST,), 0.6), ((HULL,), 0.2)])
    assert (asked["matched_question"], asked["matched_miss"]) == (0.8, 0.6)
    assert asked["matched_margin"] == pytest.approx(0.2)
    assert asked["matched_margin_of_five"] == pytest.approx((0.8 + 0.7 + 0.6 + 0.5 + 0.4) / 5 - 0.4)


@pytest.fixture
def give_pack(retriever: Retriever) -> Callable[[Edition], None]:
    """Give an edition a pack of one question."""

    def given(edition: Edition) -> None:
        row = BankQuestion(edition.key, PackQuestion("when do bells ring", (RUNG,), "lookup", "staff"))
        assert retriever.searcher.model is not None
        retriever.searcher.bank = QuestionBank([row], retriever.searcher.model.embed([row.question.text]))

    return given


def test_a_hit_has_the_odds_of_the_matcher(retriever: Retriever, give_pack, monkeypatch: pytest.MonkeyPatch):
    odds = {WARDENS: 2.0, ROPES: 0.5}
    told = lambda _, passages: [odds.get(one.eid, -3.0) for one in passages]  # noqa: E731
    monkeypatch.setattr(retriever.searcher, "matched", told)
    give_pack(retriever.editions[0])
    asked = "bells rung at dusk"
    numbers = found(retriever, asked)
    assert [numbers[eid]["match"] for eid in (WARDENS, ROPES, MAST)] == [2.0, 0.5, -3.0]
    assert [numbers[eid]["match_behind"] for eid in (WARDENS, ROPES)] == [0.0, 1.5]
    assert {eid for eid, one in numbers.items() if one["best_match"]} == {WARDENS}
    hits = every(retriever, asked)
    at = [hit.passage.eid for hit in hits].index(ROPES)
    likely = [0.9 if place == at else 0.1 for place in range(len(hits))]
    evidence = gathered(retriever, read_query(asked, retriever.lexicon), hits)
    of_question = evidence.of_question(likely)
    assert [of_question[name] for name in ("best_match", "match_lead", "match")] == [2.0, 1.5, 0.5]


def test_a_text_without_a_pack_is_matched_too(
    retriever: Retriever, harbours: Edition, give_pack, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(retriever.searcher, "matched", lambda _, passages: [2.0] * len(passages))
    give_pack(harbours)
    assert {one["match"] for one in found(retriever, "bells rung at dusk").values()} == {2.0}


def test_a_model_that_the_matcher_does_not_know_gives_no_match(retriever: Retriever, give_pack):
    give_pack(retriever.editions[0])
    assert {one["match"] for one in found(retriever, "bells rung at dusk").values()} == {UNLIKELY}


def test_near_misses_speak_of_the_clauses_that_they_come_close_to(recall):
    numbers = recall([((WARDENS,), 0.9)], [((ROPES,), 0.7), ((ROPES,), 0.6)])
    assert numbers[ROPES]["missed"] == pytest.approx(0.7**6 + 0.6**6)
    assert numbers[WARDENS]["missed"] == 0
    assert numbers[ROPES]["recalled"] == 0, "it answers none of them"


@pytest.mark.parametrize(
    ("clauses", "alone", "breadth"),
    [
        ((WARDENS,), 1.0, 1 / 8),
        ((WARDENS, ROPES), 0.0, 2 / 8),
        ((WARDENS, *(f"x_{at}" for at in range(9))), 0.0, 1.0),
    ],
)
def test_a_clause_of_the_nearest_question_is_told_and_how_many_answer_it(
    recall, clauses: tuple[str, ...], alone: float, breadth: float
):
    numbers = recall([(clauses, 0.9), ((MAST,), 0.8)])
    of_nearest = numbers[WARDENS]
    assert (of_nearest["nearest"], of_nearest["nearest_cosine"]) == (1.0, 0.9)
    assert of_nearest["nearest_6"] == pytest.approx(0.9**6)
    assert (of_nearest["nearest_alone"], of_nearest["nearest_breadth"]) == (alone, breadth)
    named = ("nearest", "nearest_cosine", "nearest_6", "nearest_alone", "nearest_breadth")
    assert {numbers[MAST][name] for name in named} == {0.0}


@pytest.mark.parametrize(("answered", "missed"), [(0.9, 0.6), (0.6, 0.9)])
def test_which_side_of_the_bank_is_nearer_is_told_to_every_clause(recall, answered: float, missed: float):
    numbers = recall([((WARDENS,), answered), ((ROPES,), 0.5)], [((ROPES,), missed)])
    for one in numbers.values():
        assert one["margin"] == pytest.approx((answered + 0.5) / 2 - missed)
        assert one["nearest_margin"] == pytest.approx(answered - missed)


def test_only_the_first_hit_is_at_first(retriever: Retriever):
    asked = "bells rung at dusk"
    first = {eid for eid, one in found(retriever, asked).items() if one["at_first"]}
    assert first == {every(retriever, asked)[0].passage.eid}


def test_a_hit_is_packed_where_its_text_has_a_question_pack(
    retriever: Retriever, harbours: Edition, give_pack
):
    asked = "bells rung at dusk"
    for edition, packed in ((retriever.editions[0], True), (harbours, False)):
        give_pack(edition)
        evidence = gathered(retriever, read_query(asked, retriever.lexicon), every(retriever, asked))
        assert set(evidence.packed) == {packed}
        assert {one["packed"] for one in found(retriever, asked).values()} == {float(packed)}


# -- the question -----------------------------------------------------------------------------------


@pytest.fixture
def of_question(bells: Edition) -> Callable[[Sequence[float]], Mapping[str, float]]:
    """Return a question's numbers for the likelihoods of two hits or more, by what each is."""
    evidence = Evidence(
        clauses=({},) * 7,
        words=(WordNumbers(0.1, 0.2, 0.3, 0.4, 0.5, 0.6), WordNumbers(0.9, 0.8), *[WordNumbers()] * 5),
        whole=(0.55, 0.65, *[0.0] * 5),
        matches=(0.0,) * 7,
        is_matched=True,
        packed=(False, True, *[False] * 5),
        beside=4,
        texts=1,
        neighbours=neighbours(bells, [((RUNG,), 0.9), ((ROPES,), 0.7)], [((MAST,), 0.6)]),
    )

    def told(likely: Sequence[float]) -> Mapping[str, float]:
        return evidence.of_question(likely)

    return told


def test_a_question_is_told_how_likely_its_clauses_answer(of_question):
    told = of_question([0.5, 0.2, 0.4, 0.1, 0.05, 0.03, 0.02])
    assert told["log_best"] == pytest.approx(math.log(0.501))
    assert (told["best"], told["lead"]) == pytest.approx((0.5, 0.1))
    assert told["first_five"] == pytest.approx(0.5 + 0.4 + 0.2 + 0.1 + 0.05)
    assert told["beside"] == 4


def test_a_question_is_told_how_near_both_sides_of_the_bank_are(of_question):
    told = of_question([0.5] * 7)
    assert (told["answered"], told["missed"], told["nearest_margin"]) == pytest.approx((0.9, 0.6, 0.3))
    assert told["margin"] == pytest.approx(0.8 - 0.6)


@pytest.mark.parametrize(
    ("likely", "words", "whole", "packed"),
    [
        ((0.9, 0.1), (0.1, 0.2, 0.3, 0.4, 0.5, 0.6), 0.55, 0.0),
        ((0.1, 0.9), (0.9, 0.8, 0, 0, 0, 0), 0.65, 1.0),
    ],
)
def test_a_question_is_told_what_speaks_for_its_likeliest_clause_wherever_it_stands(
    of_question, likely: tuple[float, ...], words: tuple[float, ...], whole: float, packed: float
):
    told = of_question([*likely, *[0.0] * 5])
    names = ("shared", "meaning", "weakest", "rarest", "uncovered", "stated")
    assert tuple(told[name] for name in names) == words
    assert (told["whole"], told["packed"]) == (whole, packed)


def test_no_number_is_infinite_where_no_clause_is_likely(of_question):
    assert np.isfinite(list(of_question([0.0] * 7).values())).all()
