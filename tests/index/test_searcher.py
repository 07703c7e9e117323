"""A query becomes ranked hits: two scores joined by a rule that can be done by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelUnavailable
from corpus.instruments import Edition, Kind, Part
from corpus.keys import EditionKey, InstrumentKey
from index import (
    EmbeddingCache,
    Hit,
    Passage,
    Searcher,
    build,
    open_generation,
    passages,
    search_without_index,
)
from index.encoded import Encoded
from index.late_store import LateStore
from index.lexical import LexicalIndex
from index.reranker import Reranker
from index.search import MEASURED, Weights
from index.syncing import sync

KEY = EditionKey.parse("un-ga/res-1-1/2030")


class PlainModel:
    """A model that has the vectors it is told to have; every other text points east."""

    name, sha256, dictionary = "plain", "0" * 64, Path("no dictionary")

    def __init__(self, **vectors: list[float]) -> None:
        self.vectors = vectors
        self.asked: list[str] = []

    def embed(self, texts):
        return self.encode(texts).vectors

    def encode(self, texts) -> Encoded:
        self.asked += texts
        rows = np.array([self.vectors.get(text, [1.0, 0.0]) for text in texts], dtype=np.float32)
        return Encoded(rows, tuple(row[None, :] for row in rows))


def leaf(number: int, text: str, kind: Kind = Kind.OPERATIVE) -> Passage:
    return Passage(KEY, f"para_{number}", f"{number}", text, (), kind, Part.OPERATIVE)


def searcher(texts: list[str], vectors: list[list[float]] | None = None, model=None) -> Searcher:
    rows = [leaf(number, text) for number, text in enumerate(texts, 1)]
    dense = None if vectors is None else np.array(vectors, dtype=np.float32)
    return Searcher(rows, LexicalIndex.build(texts), model or (PlainModel() if vectors else None), dense)


def found(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.passage.eid for hit in hits]


def test_scores_are_joined_as_by_hand():
    vectors = [[1.0, 0.0], [0.6, 0.8], [0.0, 1.0]]
    texts = ["quiet piers", "loud lanterns", "lanterns and more lanterns"]
    hits = searcher(texts, vectors).search("lanterns")
    lexical = LexicalIndex.build(texts).scores(["lantern"])
    assert lexical[2] > lexical[1] > lexical[0] == 0
    between = lexical[1] / lexical[2]  # min-max, the least being 0
    share = MEASURED.dense / (MEASURED.dense + MEASURED.lexical)  # without a second look
    by_hand = {
        "para_1": share * 1.0 + (1 - share) * 0.0,
        "para_2": share * 0.6 + (1 - share) * between,
        "para_3": share * 0.0 + (1 - share) * 1.0,
    }
    assert {hit.passage.eid: hit.score for hit in hits} == pytest.approx(by_hand, abs=1e-6)
    assert found(hits) == sorted(by_hand, key=lambda eid: -by_hand[eid])
    assert {hit.passage.eid: hit.dense for hit in hits} == pytest.approx(
        {"para_1": 1.0, "para_2": 0.6, "para_3": 0.0}, abs=1e-6
    )
    assert {hit.passage.eid: hit.lexical for hit in hits} == pytest.approx(
        {"para_1": lexical[0], "para_2": lexical[1], "para_3": lexical[2]}
    )


@pytest.mark.parametrize(
    ("rule", "weights", "first"),
    [
        ("by meaning alone", Weights(lexical=0.0), "para_1"),
        ("by words alone", Weights(dense=0.0), "para_2"),
    ],
)
def test_weights_are_an_argument(rule: str, weights: Weights, first: str):
    texts, vectors = ["quiet piers", "loud lanterns"], np.array([[1.0, 0.0], [0.6, 0.8]], dtype=np.float32)
    rows = [leaf(number, text) for number, text in enumerate(texts, 1)]
    index = Searcher(rows, LexicalIndex.build(texts), PlainModel(), vectors, weights=weights)
    assert found(index.search("lanterns"))[0] == first, rule


def test_without_vectors_words_alone_are_scored_and_no_cosine_is_invented():
    hits = searcher(["quiet piers", "loud lanterns"]).search("lanterns")
    assert [(hit.passage.eid, hit.score, hit.dense, hit.second) for hit in hits] == [
        ("para_2", 1.0, None, None),
        ("para_1", 0.0, None, None),
    ]


@pytest.mark.parametrize("query", ["zebra", "the of", "lanterns"])
def test_equal_scores_come_in_the_order_of_the_text(query: str):
    hits = searcher(["lanterns"] * 5, [[1.0, 0.0]] * 5).search(query)
    assert found(hits) == [f"para_{number}" for number in range(1, 6)]
    assert {hit.score for hit in hits} == {0.0}, "scores that are all alike say nothing"


def test_vectors_of_zeros_harm_nothing():
    hits = searcher(["quiet piers", "loud lanterns"], [[0.0, 0.0], [0.0, 0.0]]).search("lanterns")
    assert found(hits) == ["para_2", "para_1"]
    assert hits[0].score == pytest.approx(MEASURED.lexical / (MEASURED.dense + MEASURED.lexical))
    assert [hit.dense for hit in hits] == [0.0, 0.0]


@pytest.mark.parametrize(
    ("rule", "top", "count"),
    [("as many as asked for", 2, 2), ("all, where there are fewer", 9, 3), ("one", 1, 1)],
)
def test_the_best_are_given(rule: str, top: int, count: int):
    assert len(searcher(["a pier", "a reed", "a tide"]).search("pier", top=top)) == count, rule


def test_only_the_editions_asked_for_are_searched():
    other = EditionKey.parse("itu-pp/res-901/2031")
    rows = [leaf(1, "lanterns"), replace(leaf(2, "dark lanterns"), edition=other), leaf(3, "piers")]
    everything = Searcher(rows, LexicalIndex.build(one.text for one in rows))
    assert found(everything.search("lanterns", editions={other})) == ["para_2"]
    assert found(everything.search("lanterns", editions={rows[0].edition})) == ["para_1", "para_3"]
    assert everything.search("lanterns", editions=set()) == ()


def test_a_query_is_embedded_once():
    model = PlainModel()
    one = searcher(["lanterns", "piers"], [[1.0, 0.0], [0.0, 1.0]], model)
    for _ in range(2):
        one.search("lanterns")
    assert model.asked == ["lanterns"]


def test_a_model_that_is_missing_is_said_once_and_words_answer():
    class Missing(PlainModel):
        def encode(self, texts) -> Encoded:
            raise ModelUnavailable("no weights; install them")

    one = searcher(["quiet piers", "loud lanterns"], [[1.0, 0.0], [0.0, 1.0]], Missing())
    assert [hit.dense for hit in one.search("lanterns")] == [None, None]
    assert found(one.search("piers")) == ["para_1", "para_2"]
    assert one.notices == ["no weights; install them; searching by words alone"]


def test_the_reranker_finds_the_passage_whose_words_meet_the_questions(tmp_path: Path, word_model):
    texts = ["dark lanterns", "dark piers and lanterns and reeds", "reeds"]
    rows = [leaf(number, text) for number, text in enumerate(texts, 1)]
    cache = EmbeddingCache(tmp_path / "embeddings.sqlite")
    vectors = cache.embed([one.wording for one in rows], word_model)
    one = Searcher(rows, LexicalIndex.build(texts), word_model, vectors, None, Reranker(cache, word_model))
    hits = one.search("dark lanterns")
    assert found(hits)[0] == "para_1"
    assert hits[0].second == pytest.approx(1.0, abs=0.02)
    assert all(hit.second is not None for hit in hits)
    assert all(0 <= hit.score <= 1 for hit in hits)


def test_editions_are_searched_by_words_where_there_is_no_index(harbours: Edition, resolution: Edition):
    one = search_without_index([harbours, resolution], ["no index"])
    assert one.notices == ["no index"]
    (best,) = one.search("lantern put out before dawn", top=1)
    assert str(best.passage.provision) == "itu-pp/res-900/2030#resolves__para_1"
    assert best.dense is None


@pytest.fixture(scope="module")
def plan(tmp_path_factory, harbour_plan: Edition, model_of_words):
    """An index of more passages than are compared one by one."""
    folder = tmp_path_factory.mktemp("plan")
    model = model_of_words()
    built = build([harbour_plan], folder / "index", model, EmbeddingCache(folder / "cache.sqlite"))
    assert sync(folder / "index") == ""
    return open_generation(built.folder, model)


@pytest.fixture(params=["exactly", "from Chroma"])
def found_by(request, plan: Searcher, monkeypatch: pytest.MonkeyPatch) -> str:
    """How the nearest of many passages are found: otherwise only a large library asks Chroma."""
    if request.param == "from Chroma":
        monkeypatch.setattr("index.retriever._SCANNED", 0)
        plan._retriever._store.wait()
    return request.param


QUERIES = [
    "wooden mast and iron anchor",
    "quiet warden at dawn",
    "zebra",
    "narrow pier",
    "the red net of the north",
]


@pytest.mark.usefixtures("found_by")
@pytest.mark.parametrize("query", QUERIES)
def test_the_best_of_many_are_those_that_an_exact_comparison_finds(
    plan: Searcher, query: str, harbour_plan, model_of_words
):
    rows = list(passages(harbour_plan))
    assert len(rows) > 2 * 128
    model = model_of_words()
    cosines = model.embed([one.wording for one in rows]) @ model.embed([query])[0]
    best = {rows[at].eid: float(cosines[at]) for at in np.argsort(-cosines)[:5]}
    hits = plan.search(query, top=300)
    shown = {hit.passage.eid: hit.dense for hit in hits}
    assert best == pytest.approx({eid: shown[eid] for eid in best}, abs=1e-5)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert plan.notices == []


@pytest.mark.usefixtures("found_by")
@pytest.mark.parametrize("query", QUERIES)
def test_among_many_marked_passages_only_they_are_found(plan: Searcher, query: str):
    eids = {one.eid for one in plan.rows}
    marked = set(sorted(eids)[::2])
    assert len(marked) > 128
    hits = plan.among(plan.mark(lambda one: one.eid in marked)).search(query, top=300)
    assert hits
    assert set(found(hits)) <= marked


def test_an_edition_that_is_one_of_many_gets_all_its_nearest(tmp_path: Path, harbour_plan, model_of_words):
    model = model_of_words()
    others = [
        replace(harbour_plan, key=EditionKey(InstrumentKey("itu-pp", f"res-{number}"), 2030))
        for number in range(800, 804)
    ]
    built = build([harbour_plan, *others], tmp_path / "index", model, EmbeddingCache(tmp_path / "c.sqlite"))
    many = open_generation(built.folder, model)
    alone = Searcher(*_exact(harbour_plan, model))
    for query in QUERIES:
        ours = many.search(query, top=20, editions={harbour_plan.key})
        assert {one.passage.edition for one in ours} == {harbour_plan.key}
        nearest = sorted((one.dense for one in alone.search(query, top=128)), reverse=True)[:5]
        assert sorted((one.dense for one in many.search(query, top=128, editions={harbour_plan.key})),
                      reverse=True)[:5] == pytest.approx(nearest, abs=1e-5)  # fmt: skip


def _exact(edition: Edition, model) -> tuple:
    rows = list(passages(edition))
    texts = [one.wording for one in rows]
    return rows, LexicalIndex.build(texts), model, model.embed(texts)


def test_a_small_library_is_searched_without_a_vector_store(
    plan, tmp_path: Path, harbour_plan, model_of_words
):
    class Unasked:
        def count(self):
            pytest.fail("the vector store was asked")

    found = Searcher(*_exact(harbour_plan, model_of_words()), LateStore(Unasked))
    for query in QUERIES:
        assert found.search(query) == plan.search(query)


def test_a_store_that_contradicts_the_vectors_is_left_and_said(
    plan, harbour_plan, model_of_words, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("index.retriever._SCANNED", 0)

    class Liar:
        def count(self):
            return len(plan.rows)

        def nearest(self, vector, top):
            return [(plan.rows[0].id, 0.123)]

    class Silent(Liar):
        def nearest(self, vector, top):
            raise RuntimeError("gone")

    class Lacking(Liar):
        def count(self):
            return len(plan.rows) - 1

    for broken in (Liar, Silent, Lacking):
        store = LateStore(broken)
        store.wait()
        one = Searcher(*_exact(harbour_plan, model_of_words()), store)
        for query in QUERIES:
            assert one.search(query) == plan.search(query)
        (notice,) = one.notices
        assert "Chroma's index is damaged" in notice
        assert "resolutions index" in notice
