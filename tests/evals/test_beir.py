"""A collection in the layout of BEIR is read or refused by line, and searched as the product searches."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.settings import Settings
from evals.lab import beir
from evals.lab.beir import BadSetting, Retrieval, read_weights
from evals.lab.collection import BadCollection, Collection, CorpusText, read_collection, understood
from index.search import MEASURED, Weights

PASSAGES = [
    {"_id": "1:a", "title": "Harbours", "text": "Every harbour keeps a lantern that burns until dawn."},
    {"_id": "1:b", "text": "Wardens trim the lanterns and are paid by the council."},
    {"_id": "2:a", "text": "Cattle are counted in spring by the shepherds."},
    {"_id": "2:b", "text": ""},
]
QUERIES = [
    {"_id": "q1", "text": "Until when must a light burn in a harbour?"},
    {"_id": "q2", "turns": ["Who counts the cattle?", "And when?"]},
    {"_id": "q3", "text": "Who judges this?"},
    {"_id": "q4", "text": "Who pays the wardens?"},
]
QRELS = ["query-id\tcorpus-id\tscore", "q1\t1:a\t1", "q2\t2:a\t1", "q3\t1:a\t0", "q4\t1:b\t2"]
FILES = {
    "corpus.jsonl": [json.dumps(row) for row in PASSAGES],
    "queries.jsonl": [json.dumps(row) for row in QUERIES],
    "qrels/test.tsv": QRELS,
}

Write = Callable[..., Path]


@pytest.fixture(scope="session")
def write(tmp_path_factory: pytest.TempPathFactory) -> Write:
    """Write the collection, with a line more in one of its files, or without that file."""

    def written(file: str = "", line: bytes | None = b"", *, instead: bool = False) -> Path:
        folder = tmp_path_factory.mktemp("collections") / "small"
        (folder / "qrels").mkdir(parents=True)
        for name, lines in FILES.items():
            kept = [] if name == file and instead else [one.encode() for one in lines]
            if name != file or line is not None:
                added = [line] if name == file and line else []
                (folder / name).write_bytes(b"\n".join([*kept, *added]) + b"\n")
        return folder

    return written


BAD = [
    ("a passage that is not JSON", "corpus.jsonl", b'{"_id": "x", ', ":5: not JSON"),
    ("a passage that is no object", "corpus.jsonl", b"[]", ":5: not an object"),
    ("a passage without text", "corpus.jsonl", b'{"_id": "x"}', ":5: 'text' must be a string"),
    (
        "a passage whose text is a number",
        "corpus.jsonl",
        b'{"_id": "x", "text": 7}',
        "'text' must be a string",
    ),
    ("a passage without an id", "corpus.jsonl", b'{"text": "x"}', ":5: '_id' must be a string"),
    ("an empty id", "corpus.jsonl", b'{"_id": "", "text": "x"}', ":5: the _id '' is empty"),
    ("the id of another", "corpus.jsonl", b'{"_id": "1:a", "text": "x"}', ":5: the _id '1:a' comes twice"),
    ("bytes that are no text", "corpus.jsonl", b'{"_id": "\xff"}', ":5: not UTF-8"),
    ("a query without words", "queries.jsonl", b'{"_id": "x", "text": " "}', ":5: a query needs words"),
    (
        "a conversation without turns",
        "queries.jsonl",
        b'{"_id": "x", "turns": []}',
        ":5: a query needs words",
    ),
    ("turns that are one text", "queries.jsonl", b'{"_id": "x", "turns": "a"}', ":5: a query needs words"),
    ("a turn that is a number", "queries.jsonl", b'{"_id": "x", "turns": [1]}', ":5: a query needs words"),
    ("a text and turns", "queries.jsonl", b'{"_id": "x", "text": "a", "turns": ["a"]}', "has one of them"),
    ("a judgement of an unknown query", "qrels/test.tsv", b"q9\t1:a\t1", ":6: unknown query 'q9'"),
    ("a judgement of an unknown passage", "qrels/test.tsv", b"q1\t9:z\t1", ":6: unknown passage '9:z'"),
    ("a judgement of two columns", "qrels/test.tsv", b"q1\t1:a", ":6: not query-id, corpus-id and a whole"),
    ("a judgement by words", "qrels/test.tsv", b"q1\t1:a\tgood", ":6: not query-id, corpus-id and a whole"),
    ("no passages", "corpus.jsonl", None, "corpus.jsonl: cannot be read (No such file"),
    ("no queries", "queries.jsonl", None, "queries.jsonl: cannot be read (No such file"),
    ("no judgements", "qrels/test.tsv", None, "qrels/test.tsv: cannot be read (No such file"),
]


@pytest.mark.parametrize(("rule", "file", "line", "said"), BAD, ids=[row[0] for row in BAD])
def test_what_does_not_follow_the_layout_is_named_by_file_and_line(
    write: Write, rule: str, file: str, line: bytes | None, said: str
):
    folder = write(file, line)
    with pytest.raises(BadCollection) as caught:
        read_collection(folder)
    assert str(caught.value).startswith(str(folder / file))
    assert said in str(caught.value), rule
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("file", "said"),
    [("corpus.jsonl", "empty"), ("queries.jsonl", "empty"), ("qrels/test.tsv", "no query has a relevant")],
)
def test_an_empty_file_is_named(write: Write, file: str, said: str):
    with pytest.raises(BadCollection, match=f"{file}: {said}"):
        read_collection(write(file, instead=True))


def test_a_folder_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(BadCollection, match="nowhere: no such folder; one has corpus"):
        read_collection(tmp_path / "nowhere")


@pytest.fixture(scope="session")
def collection(write: Write) -> Collection:
    return read_collection(write())


def test_queries_that_nothing_is_relevant_to_are_left_out(collection: Collection):
    assert list(collection.queries) == ["q1", "q2", "q4"]
    assert collection.qrels == {"q1": {"1:a": 1}, "q2": {"2:a": 1}, "q4": {"1:b": 2}}
    assert collection.texts[0] == CorpusText("1:a", PASSAGES[0]["title"], PASSAGES[0]["text"])


def test_of_a_conversation_what_the_assistant_understands_is_searched_for(collection: Collection):
    assert collection.queries["q1"] == QUERIES[0]["text"]
    assert collection.queries["q2"] == "Who counts the cattle? And when?"


@pytest.mark.parametrize(
    ("rule", "passage", "document"),
    [("the part before its colon", "3:1.2:7", "3"), ("without a colon, itself", "4983", "4983")],
)
def test_a_document_is_told_from_a_passages_id(rule: str, passage: str, document: str):
    texts = (CorpusText(passage, "", "x"),)
    assert Collection(texts, {"q": "x"}, {"q": {passage: 1}}).document_of("q") == document, rule


def test_a_byte_order_of_lines_and_a_missing_header_harm_nothing(write: Write):
    folder = write()
    rows = (folder / "qrels" / "test.tsv").read_text().splitlines()[1:]
    (folder / "qrels" / "test.tsv").write_bytes("\r\n".join(rows).encode() + b"\r\n\r\n")
    assert set(read_collection(folder).qrels) == {"q1", "q2", "q4"}


@pytest.mark.parametrize(
    ("settings", "weights"),
    [
        (["second=0"], Weights(second=0)),
        (["dense=1", "expansion=0.5"], Weights(dense=1, expansion=0.5)),
        ([], MEASURED),
    ],
)
def test_settings_are_read_over_the_measured_ones(settings: list[str], weights: Weights):
    assert read_weights(settings) == weights


@pytest.mark.parametrize(
    "setting", ["second", "second=", "second=x", "second=nan", "dense=2", "third=0", "=1"]
)
def test_what_is_no_setting_is_refused(setting: str):
    said = f"'{setting}' is no setting; give one of lexical, dense, second, rare, expansion"
    with pytest.raises(BadSetting, match=said):
        read_weights([setting])


def test_rankings_are_scored_as_by_hand():
    texts = tuple(CorpusText(str(at), "", "") for at in range(4))
    collection = Collection(texts, {"a": "x", "b": "x"}, {"a": {"0": 1, "1": 1}, "b": {"2": 1}})
    found = beir._measured(collection, {"a": {"3": 10.0, "1": 9.0, "0": 8.0}, "b": {"0": 10.0}})
    assert found["recall@10"] == {"a": 1.0, "b": 0.0}
    assert found["map@10"] == pytest.approx({"a": (1 / 2 + 2 / 3) / 2, "b": 0.0})
    assert found["ndcg@10"]["a"] == pytest.approx((0.6309298 + 0.5) / (1 + 0.6309298))


@pytest.fixture(scope="module")
def retrieval(collection: Collection, home: Path) -> Retrieval:
    return Retrieval(collection, Settings(home=home), shown=False)


def test_the_products_own_search_finds_the_passages(retrieval: Retrieval):
    assert retrieval.measure() == {name: dict.fromkeys(["q1", "q2", "q4"], 1.0) for name in beir.MEASURES}


def test_queries_are_embedded_once_for_all_settings(retrieval: Retrieval, monkeypatch: pytest.MonkeyPatch):
    retrieval.measure()
    asked: list[str] = []
    monkeypatch.setattr("index.model.EmbeddingModel.encode", lambda self, texts: asked.extend(texts))
    retrieval.measure(Weights(second=0))
    assert asked == []


def test_figures_and_comparisons_are_printed(
    write: Write, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("RESOLUTIONS_HOME", str(home))
    assert beir.run(write(), as_json=True, against=[["second=0", "dense=0"]]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"recall@10", "map@10", "ndcg@10", "queries", "seconds", "against"}
    assert found["queries"] == 3
    assert found["recall@10"]["value"] == 1.0
    assert found["recall@10"]["low"] < found["recall@10"]["high"] == 1.0
    assert found["against"]["second=0 dense=0"]["recall@10"]["difference"] == 0.0
    assert beir.run(write(), against=[["second=0"]]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("small: 3 queries")
    assert "as measured less second=0, paired" in printed


# -- conversations ----------------------------------------------------------------------------------

BEFORE = "What shall the Harbour Council count?"
UNDERSTOOD = [
    ("a question that stands alone", "Which colour are the lanterns of northern harbours painted?",
     "Which colour are the lanterns of northern harbours painted?"),
    ("a pronoun leans", "How often must it do so?", f"{BEFORE} How often must it do so?"),
    ("an ellipsis leans", "And dark piers?", f"{BEFORE} And dark piers?"),
    ("a new topic drops what was said", "New question: who lends willows?", "who lends willows?"),
    ("thanks are no part of the question", "Thanks. Something else: who lends willows?",
     "who lends willows?"),
    ("by the way", "By the way, who lends willows?", "who lends willows?"),
    ("a named topic", "Right. Now the wardens: who pays them?", "the wardens: who pays them?"),
    ("a correction", "No, sorry, I meant the wardens.", f"{BEFORE} the wardens"),
    ("a correction that says what not", "not the piers, I mean the wardens", f"{BEFORE} the wardens"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "turn", "meant"), UNDERSTOOD, ids=[row[0] for row in UNDERSTOOD])
def test_a_turn_is_understood_by_its_words(rule: str, turn: str, meant: str):
    assert understood([BEFORE, turn]) == meant


def test_a_first_turn_is_itself():
    assert understood(["It?"]) == "It?"
    assert understood([]) == ""
