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
from index import EmbeddingCache, Hit, Searcher, passages, search_without_index
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
OF_BOATS = "preamble__considering__rec_b"
RUNG, WARDENS, ROPES = (f"resolves__para_{at}" for at in (1, 2, 3))
MAST = "instructs-harbour-council__para_1"
HULL, ANCHORS = (f"instructs-keeper-general__para_{at}" for at in (1, 2))
DINGHIES = f"{ANCHORS}__point_b"

# The order of the columns on which the trees of local.json were fitted.
NUMBERS = (
    "behind first lexical dense second second_behind shared apart uncovered stated dense_behind packed "
    "score_behind recalled missed nearest margin nearest_margin matched_question matched_miss match "
    "match_behind"
).split()
OF_QUESTION = (
    "best lead nearest_margin uncovered stated shared matched_question matched_miss matched_margin "
    "best_match match_lead match"
).split()
OF_BANK = NUMBERS[NUMBERS.index("score_behind") : NUMBERS.index("match")]


@pytest.fixture(scope="module")
def bells() -> Edition:
    return parse_source(text_source(TEXT), "bells").edition()


@pytest.fixture
def retriever(bells: Edition, model_of_words, tmp_path: Path) -> Retriever:
    """A retriever on which words are near only to themselves."""

    rows = list(passages(bells))
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
        assert (one.meaning, one.uncovered) == (0.0, 0.0)


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
    assert len(evidence.words) == len(evidence.packed) == READ
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
    assert {eid for eid, own in numbers.items() if own["first"]} == {RUNG}


def test_how_far_a_hit_lies_behind_is_told_with_what_the_bank_adds_and_without(retriever: Retriever):
    asked = "bells shall be rung at dusk"
    hits = every(retriever, asked)
    raised = [replace(hit, score=hit.score + 1.5, recalled=1.5) if hit is hits[-1] else hit for hit in hits]
    before, after = found(retriever, asked), found(retriever, asked, raised)
    last = hits[-1].passage.eid
    assert after[last]["behind"] == pytest.approx(before[last]["behind"])
    assert after[last]["score_behind"] == 0 < before[last]["score_behind"]
    assert after[RUNG]["score_behind"] > 0 == before[RUNG]["score_behind"]
    for numbers in (before[RUNG], after[RUNG]):
        del numbers["score_behind"]
    assert after[RUNG] == pytest.approx(before[RUNG])


def test_words_alone_give_no_meaning_and_no_cosine(bells: Edition):
    words_only = Retriever(
        ScopeFinder(Library((bells,), Catalogue(()))).widest, search_without_index([bells], ())
    )
    asked = read_query("how many wardens look after the bells at dusk?", words_only.lexicon)
    hits = words_only.search(asked.text, READ)
    evidence = gathered(words_only, asked, hits)
    words = {hit.passage.eid: one for hit, one in zip(hits, evidence.words, strict=True)}
    for one in words.values():
        assert (one.meaning, one.uncovered) == (0.0, 0.0)
    assert all(math.isfinite(number) for one in evidence.clauses for number in one.values())
    assert words[WARDENS].shared > words[RUNG].shared > 0
    assert words[WARDENS].stated == 1.0


def test_one_hit_is_read_alone(retriever: Retriever):
    hits = every(retriever, "bells rung at dusk")[:1]
    evidence = gathered(retriever, read_query("bells rung at dusk", retriever.lexicon), hits)
    assert len(evidence.clauses) == 1
    of_question = evidence.of_question([0.8])
    assert (of_question["best"], of_question["lead"]) == (0.8, 0.8)


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
    of_bank = set(OF_BANK) - {"score_behind"}  # that one is of the search
    for numbers in found(retriever, "bells rung at dusk").values():
        assert {numbers[name] for name in (*of_bank, "packed")} == {0.0}


def test_a_clause_has_the_nearness_of_the_nearest_question_that_it_answers(recall):
    numbers = recall([((WARDENS,), 0.9), ((WARDENS, ROPES), 0.8)])
    assert [numbers[eid]["recalled"] for eid in (WARDENS, ROPES, MAST)] == [0.9, 0.8, 0.0]


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
    assert [numbers[eid]["matched_miss"] for eid in (WARDENS, MAST)] == [0.0, 0.6]


def test_a_question_is_told_by_its_best_matches_on_both_sides(compare_questions):
    _, asked = compare_questions([((WARDENS,), at / 10) for at in range(9)], [((MAST,), 0.6), ((HULL,), 0.2)])
    assert (asked["matched_question"], asked["matched_miss"]) == (0.8, 0.6)
    assert asked["matched_margin"] == pytest.approx(0.2)


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


def test_the_clauses_of_the_nearest_question_are_told(recall):
    numbers = recall([((WARDENS, ROPES), 0.9), ((MAST,), 0.8)])
    assert [numbers[eid]["nearest"] for eid in (WARDENS, ROPES, MAST)] == [1.0, 1.0, 0.0]


@pytest.mark.parametrize(("answered", "missed"), [(0.9, 0.6), (0.6, 0.9)])
def test_which_side_of_the_bank_is_nearer_is_told_to_every_clause(recall, answered: float, missed: float):
    numbers = recall([((WARDENS,), answered), ((ROPES,), 0.5)], [((ROPES,), missed)])
    for one in numbers.values():
        assert one["margin"] == pytest.approx((answered + 0.5) / 2 - missed)
        assert one["nearest_margin"] == pytest.approx(answered - missed)


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
        words=(WordNumbers(0.1, 0.2, 0.3, 0.4), WordNumbers(0.9, 0.8), *[WordNumbers()] * 5),
        matches=(0.0,) * 7,
        is_matched=True,
        packed=(False, True, *[False] * 5),
        texts=1,
        neighbours=neighbours(bells, [((RUNG,), 0.9), ((ROPES,), 0.7)], [((MAST,), 0.6)]),
    )

    def told(likely: Sequence[float]) -> Mapping[str, float]:
        return evidence.of_question(likely)

    return told


def test_a_question_is_told_how_likely_its_clauses_answer(of_question):
    told = of_question([0.5, 0.2, 0.4, 0.1, 0.05, 0.03, 0.02])
    assert (told["best"], told["lead"]) == pytest.approx((0.5, 0.1))


def test_a_question_is_told_which_side_of_the_bank_is_nearer(of_question):
    assert of_question([0.5] * 7)["nearest_margin"] == pytest.approx(0.9 - 0.6)


@pytest.mark.parametrize(("likely", "words"), [((0.9, 0.1), (0.1, 0.3, 0.4)), ((0.1, 0.9), (0.9, 0.0, 0.0))])
def test_a_question_is_told_what_speaks_for_its_likeliest_clause_wherever_it_stands(
    of_question, likely: tuple[float, ...], words: tuple[float, ...]
):
    told = of_question([*likely, *[0.0] * 5])
    assert tuple(told[name] for name in ("shared", "uncovered", "stated")) == words


def test_no_number_is_infinite_where_no_clause_is_likely(of_question):
    assert np.isfinite(list(of_question([0.0] * 7).values())).all()
