"""Vectors in a store at an address: what each kind does alike, and what comes of it when it fails."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from qdrant_client import QdrantClient

from corpus.errors import IndexUnavailable
from corpus.instruments import Edition
from corpus.keys import EditionKey, InstrumentKey
from index import EmbeddingCache, build, current, open_generation, passages, read_manifest, shared_store
from index.child import last_line
from index.chroma import ChromaServer, ChromaVectors
from index.generation import read_segments
from index.qdrant import QdrantVectors
from index.shared_store import StoreAddress, open_store, read_note, recorded_store, state
from index.syncing import is_synced, refill, sync
from index.vector_store import bring_up_to_date, compared

QUERIES = ["wooden mast and iron anchor", "quiet warden at dawn", "zebra", "narrow pier"]
SHARED = ["Chroma", "Qdrant"]
pytestmark = pytest.mark.filterwarnings("ignore:Local mode performs exact:UserWarning")


class Local:
    """Qdrant's local mode, in memory or in a folder, reached as if it were at an address."""

    address = StoreAddress("Qdrant", "http://127.0.0.1:6333")

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self.start()

    def start(self) -> None:
        self.client = QdrantClient(path=str(self._folder)) if self._folder else QdrantClient(":memory:")

    def stop(self) -> None:
        self.client.close()

    def open(self, address: StoreAddress, name: str, seconds: int) -> QdrantVectors:
        del address, seconds
        return QdrantVectors(self.client, name)


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory, chroma_process) -> Iterator[dict[str, Any]]:
    found: dict[str, Any] = {
        "Chroma": chroma_process(tmp_path_factory.mktemp("chroma")),
        "Qdrant": Local(),
        "Qdrant in a folder": Local(tmp_path_factory.mktemp("qdrant")),
    }
    yield found
    for server in found.values():
        server.stop()


@pytest.fixture(params=SHARED)
def server(request, servers, monkeypatch):
    found = servers[request.param]
    if isinstance(found, Local):
        monkeypatch.setattr(shared_store, "open_store", found.open)
    return found


@pytest.fixture(params=["Chroma's files", *SHARED])
def store(request, servers, tmp_path: Path) -> ChromaVectors | ChromaServer | QdrantVectors:
    """An empty store of each kind."""
    if request.param == "Chroma's files":
        return ChromaVectors(tmp_path / "chroma", create=True)
    server, name = servers[request.param], f"resolutions-{uuid4().hex}"
    opened = server.open if isinstance(server, Local) else open_store
    found = opened(server.address, name, 60)
    found.clear(16)
    return found


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def make(root: Path, tmp_path: Path, word_model) -> Callable[..., Path]:
    def made(*editions: Edition) -> Path:
        return build(editions, root, word_model, EmbeddingCache(tmp_path / "cache.sqlite")).folder

    return made


@pytest.fixture
def asked(server, monkeypatch) -> list[int]:
    """How many were wanted of the store, by question."""
    found: list[int] = []
    kind = QdrantVectors if isinstance(server, Local) else ChromaServer
    nearest = kind.nearest
    monkeypatch.setattr(
        kind, "nearest", lambda self, vector, top: (found.append(top), nearest(self, vector, top))[1]
    )
    return found


def other(edition: Edition, number: int, word: str = "") -> Edition:
    """The same text under another key, every provision with a word of its own."""
    return replace(
        edition,
        key=EditionKey(InstrumentKey("itu-pp", f"res-{700 + number}"), 2030),
        provisions=tuple(
            replace(provision, text=f"{provision.text} {word or f'word{number}'}")
            for provision in edition.provisions
        ),
    )


def collection(server, root: Path) -> ChromaServer | QdrantVectors:
    """The collection of an index, with its record read."""
    found = shared_store.open_store(server.address, read_note(root).collection, 60)
    found.record()
    return found


def problem(server, root: Path) -> str:
    """What the check says of the collection of an index."""
    folder = current(root)
    return compared(collection(server, root), read_segments(folder, read_manifest(folder)))


def is_whole(server, root: Path) -> bool:
    return state(root, read_manifest(current(root)), server.address)[1]


# -- every kind --------------------------------------------------------------------------------------------


def test_what_was_added_is_found_until_it_is_removed(store, harbours: Edition):
    rows = list(passages(harbours))[:12]
    vectors = np.random.default_rng(1).normal(size=(12, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    store.add(rows, vectors)
    assert store.count() == 12
    assert store.ids() == {row.id for row in rows}
    (first, cosine), *rest = store.nearest(vectors[3], 4)
    assert (first, len(rest)) == (rows[3].id, 3)
    assert cosine == pytest.approx(1, abs=1e-5)
    exact = np.sort(vectors @ vectors[3])[::-1][1:4]
    assert [cosine for _, cosine in rest] == pytest.approx(exact.tolist(), abs=1e-5)
    store.remove([row.id for row in rows[:5]])
    assert store.ids() == {row.id for row in rows[5:]}
    assert store.nearest(vectors[3], 1)[0][0] != rows[3].id


def test_it_follows_a_change_of_the_index(make, store, harbours: Edition):
    def segments(folder: Path) -> dict:
        manifest = read_manifest(folder)
        return dict(zip(manifest.segments, read_segments(folder, manifest), strict=True))

    texts = [other(harbours, number) for number in range(4)]
    before = segments(make(*texts))
    if not isinstance(store, ChromaVectors):
        store.clear(next(iter(before.values())).vectors.shape[1])
    bring_up_to_date(store, before, ())
    assert compared(store, list(before.values())) == ""
    after = segments(make(*texts[1:3], other(harbours, 3, "amended"), other(harbours, 9)))
    assert compared(store, list(after.values())) != ""
    bring_up_to_date(store, after, before)
    assert compared(store, list(after.values())) == ""


# -- at an address -----------------------------------------------------------------------------------------


def test_a_new_collection_has_every_passage_and_says_so(make, root: Path, server, harbours: Edition):
    make(harbours)
    assert not is_synced(root, server.address)
    assert not is_whole(server, root)
    assert sync(root, server.address) == ""
    assert is_synced(root, server.address)
    assert not is_synced(root), "Chroma's files are another store"
    assert not is_synced(root, replace(server.address, url="http://127.0.0.1:1"))
    assert is_whole(server, root)
    assert problem(server, root) == ""


def test_only_what_is_new_is_added_to_it(make, root: Path, server, harbours: Edition, monkeypatch):
    texts = [other(harbours, number) for number in range(5)]
    make(*texts)
    sync(root, server.address)
    added: list[str] = []
    kind = type(collection(server, root))
    add = kind.add
    monkeypatch.setattr(
        kind,
        "add",
        lambda self, rows, vectors: (added.extend(row.id for row in rows), add(self, rows, vectors))[1],
    )
    make(*texts[:-1], other(harbours, 9))
    assert sync(root, server.address) == ""
    assert added
    assert {id_.partition("/2030")[0] for id_ in added} == {"itu-pp/res-709"}
    assert is_whole(server, root)
    assert problem(server, root) == ""


def test_two_homes_have_collections_of_their_own(
    make, root: Path, server, harbours: Edition, tmp_path: Path, word_model
):
    make(harbours)
    build([other(harbours, 1)], tmp_path / "two", word_model, EmbeddingCache(tmp_path / "cache.sqlite"))
    for home in (root, tmp_path / "two"):
        assert sync(home, server.address) == ""
    assert is_whole(server, root)
    assert is_whole(server, tmp_path / "two")


@pytest.mark.parametrize("when", ["added", "removed", "checked"])
def test_a_change_that_is_interrupted_leaves_no_record(
    make, root: Path, server, harbours: Edition, monkeypatch, when: str
):
    texts = [other(harbours, number) for number in range(5)]
    make(*texts)
    sync(root, server.address)
    make(*texts[:-1], other(harbours, 9))

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        if when == "checked":
            patched.setattr(shared_store, "compared", end)
        else:
            patched.setattr(type(collection(server, root)), {"added": "add", "removed": "remove"}[when], end)
        with pytest.raises(KeyboardInterrupt):
            sync(root, server.address)
    assert collection(server, root).record() == ""
    assert not is_synced(root, server.address)
    with pytest.raises(
        IndexUnavailable, match=r"does not have the passages of this index.* Run: resolutions"
    ):
        recorded_store(root, read_manifest(current(root)), server.address)
    assert sync(root, server.address) == ""
    assert is_whole(server, root)
    assert problem(server, root) == ""


def test_a_collection_of_another_library_is_filled_anew(make, root: Path, server, harbours: Edition):
    make(harbours)
    sync(root, server.address)
    collection(server, root).write_record('{"of another library": 7}')
    make(other(harbours, 1))
    assert sync(root, server.address) == ""
    assert problem(server, root) == ""


def test_one_that_lost_passages_is_filled_anew(make, root: Path, server, harbours: Edition):
    texts = [other(harbours, number) for number in range(5)]
    make(*texts)
    sync(root, server.address)
    found = collection(server, root)
    found.remove(sorted(found.ids())[:3])
    assert not is_whole(server, root)
    make(*texts, other(harbours, 9))
    assert sync(root, server.address) == "", "its check shows it"
    assert problem(server, root) == ""
    found.record()
    found.remove(sorted(found.ids())[:3])
    assert refill(root, server.address) == "", "as `resolutions index` does"
    assert problem(server, root) == ""


def test_one_that_loses_a_vector_is_not_used(make, root: Path, server, harbours: Edition, monkeypatch):
    kind = QdrantVectors if isinstance(server, Local) else ChromaServer
    add = kind.add
    monkeypatch.setattr(kind, "add", lambda self, rows, vectors: add(self, rows[1:], vectors[1:]))
    make(harbours)
    assert "vectors for" in sync(root, server.address)
    assert not is_synced(root, server.address)
    assert not is_whole(server, root)


# -- questions ---------------------------------------------------------------------------------------------


@pytest.fixture
def exact(make, word_model, harbour_plan: Edition):
    searcher = open_generation(make(harbour_plan), word_model)
    return [searcher.search(query, top=50) for query in QUERIES]


@pytest.fixture
def opened(make, exact, root: Path, server, word_model, monkeypatch) -> SimpleNamespace:
    """A searcher that asks the store, its answers, and another look at a store that failed."""
    assert sync(root, server.address) == ""
    monkeypatch.setattr("index.retriever._SCANNED", 0)
    searcher = open_generation(current(root), word_model, address=server.address)
    late = searcher._retriever._store

    def answers() -> list:
        return [searcher.search(query, top=50) for query in QUERIES]

    def look_again() -> None:
        late._due = 0.0  # the minute is over
        late.wait()

    late.wait()
    return SimpleNamespace(searcher=searcher, look_again=look_again, answers=answers)


def test_a_question_over_many_passages_asks_it_and_finds_what_an_exact_search_finds(opened, exact, asked):
    assert opened.answers() == exact
    assert asked
    assert opened.searcher.notices == []


@pytest.mark.parametrize(
    "server", [pytest.param("Chroma", marks=pytest.mark.slow), "Qdrant in a folder"], indirect=True
)
def test_one_that_is_down_changes_no_answer_and_is_asked_when_it_is_back(opened, exact, asked, server):
    assert opened.answers() == exact
    server.stop()
    try:
        assert opened.answers() == exact
        (first,) = opened.searcher.notices
        opened.look_again()
        assert opened.answers() == exact
        (notice,) = opened.searcher.notices
    finally:
        server.start()
    assert notice.startswith(f"{server.address.kind} does not answer as it should (")
    assert server.address.url not in notice
    assert notice.endswith(f"Start it, or correct or unset RESOLUTIONS_{server.address.kind.upper()}_URL")
    assert "\n" not in notice
    assert first.startswith(f"{server.address.kind} does not answer as it should (")
    opened.look_again()
    asked.clear()
    assert opened.answers() == exact
    assert asked
    assert opened.searcher.notices == []


def test_one_that_contradicts_the_stored_vectors_changes_no_answer(opened, exact, server, root: Path):
    folder = current(root)
    (segment,) = read_segments(folder, read_manifest(folder))
    found = collection(server, root)
    found.remove(sorted(found.ids()))
    found.add(segment.texts.passages, segment.vectors[::-1])
    assert opened.answers() == exact
    (notice,) = opened.searcher.notices
    assert notice.startswith(f"{server.address.kind}'s index is damaged")
    assert notice.endswith("Run: resolutions index")


def test_one_that_is_being_changed_is_not_believed(opened, exact, asked, server, root: Path):
    collection(server, root).write_record("")
    assert opened.answers() == exact
    assert len(asked) == 1, "it is not asked again for a while"
    (notice,) = opened.searcher.notices
    assert "does not have the passages of this index" in notice


# -- the other side ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "header"), [("Chroma", b"authorization: bearer hush"), ("Qdrant", b"api-key: hush")]
)
def test_one_that_never_answers_is_given_up_and_its_key_goes_to_it_alone(
    make, root: Path, harbours: Edition, kind: str, header: bytes, monkeypatch, recwarn
):
    make(harbours)
    monkeypatch.setattr(shared_store, "_ANSWER", 1)
    requests: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as silent:

        def listen() -> None:
            connection, _ = silent.accept()
            with connection:
                requests.append(connection.recv(4096).lower())
                connection.recv(1)  # until it is closed

        thread = Thread(target=listen, daemon=True)
        thread.start()
        address = StoreAddress(kind, f"http://127.0.0.1:{silent.getsockname()[1]}", "hush")
        with pytest.raises(IndexUnavailable, match=r"does not answer as it should .*timed out") as error:
            state(root, read_manifest(current(root)), address)
        thread.join()
    assert header in requests[0]
    assert "hush" not in f"{error.value} {address} {address!r}"


@pytest.mark.parametrize("kind", SHARED)
def test_where_nothing_listens_it_is_said_in_one_line(
    make, root: Path, harbours: Edition, kind: str, chroma_process
):
    make(harbours)
    address = StoreAddress(kind, f"http://127.0.0.1:{chroma_process.free_port()}")
    line = refill(root, address)
    assert line.startswith(f"{kind} does not answer as it should (")
    assert "refused" in line
    assert "\n" not in line
    assert not is_synced(root, address)


def test_a_server_of_something_else_is_not_believed(make, root: Path, harbours: Edition, servers):
    make(harbours)
    address = replace(servers["Chroma"].address, kind="Qdrant")
    assert "does not answer as it should" in refill(root, address)


@pytest.mark.slow
def test_a_process_of_its_own_says_last_that_it_is_down(
    make, root: Path, harbours: Edition, chroma_process, in_fresh_process
):
    make(harbours)
    url = f"http://127.0.0.1:{chroma_process.free_port()}"
    done = in_fresh_process("-P", "-m", "index.syncing", str(root), "0", "Chroma", url)
    assert done.returncode == 1
    line = last_line(done.stderr)
    assert line.startswith("Chroma does not answer as it should (")
    assert line.endswith("Connection refused)")


@pytest.mark.slow
def test_a_process_of_its_own_brings_it_up_to_date_while_this_one_goes_on(
    make, root: Path, harbours: Edition, servers, in_fresh_process
):
    make(harbours)
    server = servers["Chroma"]
    code = (
        "import sys, pathlib, index.syncing as it; from index.shared_store import StoreAddress;"
        "it.begin_syncing(pathlib.Path(sys.argv[1]), StoreAddress('Chroma', sys.argv[2]));"
        "it.finish_syncing()"
    )
    done = in_fresh_process("-P", "-c", code, str(root), server.address.url)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert is_synced(root, server.address)
    assert is_whole(server, root)
