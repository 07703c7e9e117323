"""A vector store at an address: its settings, and what the commands say of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.opening import open_assistant
from assistant.settings import Settings, read_settings
from corpus.errors import ResolutionsError
from index.chroma import ChromaServer
from index.shared_store import StoreAddress

QUESTION = "what the Council does about the strategic plan"


def read(**values: str) -> StoreAddress | None:
    return read_settings({f"RESOLUTIONS_{name}": value for name, value in values.items()}).store


@pytest.fixture(scope="module")
def chroma(chroma_process, tmp_path_factory) -> Iterator:
    server = chroma_process(tmp_path_factory.mktemp("chroma"))
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def _small_model(model_of_words, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.bank._packs", lambda *_: [])
    for module in ("assistant.opening", "assistant.doctor"):
        monkeypatch.setattr(f"{module}.EmbeddingModel", lambda folder: model_of_words())


@pytest.mark.parametrize(
    ("values", "store"),
    [
        ({}, None),
        ({"CHROMA_URL": " "}, None),
        ({"CHROMA_API_KEY": "hush"}, None),
        ({"CHROMA_URL": "http://127.0.0.1:8000/"}, StoreAddress("Chroma", "http://127.0.0.1:8000")),
        ({"CHROMA_URL": "https://store.example:443"}, StoreAddress("Chroma", "https://store.example")),
        (
            {"QDRANT_URL": "http://[::1]:6333", "QDRANT_API_KEY": "hush", "CHROMA_API_KEY": "loud"},
            StoreAddress("Qdrant", "http://[::1]:6333", "hush"),
        ),
    ],
)
def test_an_address_is_read(values: dict[str, str], store: StoreAddress | None):
    assert read(**values) == store
    assert "hush" not in f"{read(**values)} {read(**values)!r} {Settings(Path(), store=read(**values))!r}"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            {"CHROMA_URL": "http://a.example", "QDRANT_URL": "http://b.example"},
            "RESOLUTIONS_CHROMA_URL and RESOLUTIONS_QDRANT_URL are both set; unset one",
        ),
        ({"CHROMA_URL": "127.0.0.1:8000"}, "RESOLUTIONS_CHROMA_URL='127.0.0.1:8000' is not the address"),
        ({"QDRANT_URL": "ftp://a.example"}, "RESOLUTIONS_QDRANT_URL='ftp://a.example' is not the address"),
        ({"CHROMA_URL": "http://a.example/path"}, "is not the address"),
        ({"CHROMA_URL": "http://me:hush@a.example"}, "RESOLUTIONS_CHROMA_URL is not the address"),
        ({"QDRANT_URL": "http://a.example?key=hush"}, "RESOLUTIONS_QDRANT_URL is not the address"),
        (
            {"QDRANT_URL": "http://a.example", "QDRANT_API_KEY": "hu\nsh"},
            "RESOLUTIONS_QDRANT_API_KEY has characters that no key has",
        ),
    ],
)
def test_what_is_no_address_is_said_in_one_line_that_keeps_secrets(values: dict[str, str], message: str):
    with pytest.raises(ResolutionsError) as raised:
        read(**values)
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)
    assert "hush" not in str(raised.value)


def test_without_the_client_of_qdrant_the_command_that_installs_it_is_said(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "qdrant_client", None)
    with pytest.raises(ResolutionsError, match=r"run: pip install 'qdrant-client>=1\.16,<2'"):
        read(QDRANT_URL="http://127.0.0.1:6333")


@pytest.mark.usefixtures("with_chroma")
def test_the_assistant_keeps_the_vectors_there_and_finds_the_same(chroma, tmp_path: Path, monkeypatch):
    settings = Settings(tmp_path / "home", store=chroma.address)
    assistant = open_assistant(settings)
    exact = assistant.search(QUESTION)
    found: list[int] = []
    nearest = ChromaServer.nearest
    monkeypatch.setattr(
        ChromaServer,
        "nearest",
        lambda self, vector, top: (found.append(top), nearest(self, vector, top))[1],
    )
    monkeypatch.setattr("index.retriever._SCANNED", 0)
    assistant.searcher._retriever._store.wait()
    assert assistant.search(QUESTION) == exact
    assert found
    assert assistant.notices == ()
    assert [path.name for path in (settings.home / "index" / "chroma").iterdir()] == ["LOCK"]


def test_the_commands_fill_it_and_look_at_it(chroma, run, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("RESOLUTIONS_CHROMA_URL", chroma.address.url)
    monkeypatch.setenv("RESOLUTIONS_CHROMA_API_KEY", "hush")
    home = tmp_path / "home"
    missing = run("doctor", at=home)
    done = run("index", at=home)
    assert done.status == 0
    last = done.err.splitlines()[-1]
    assert last.startswith(f"{chroma.address}: ")
    assert last.endswith(" passages, checked")
    (line,) = [line for line in run("doctor", at=home).out.splitlines() if "vector store" in line]
    passages = last.removeprefix(f"{chroma.address}: ").removesuffix(", checked")
    assert line.startswith(f"ok   vector store: {chroma.address}: version ")
    assert line.endswith(f", all {passages}")
    (home / "index" / "store.json").unlink()
    (line,) = [line for line in run("doctor", at=home).out.splitlines() if "vector store" in line]
    assert line.startswith(f"BAD  vector store: {chroma.address}: version ")
    assert line.endswith(f", does not have the {passages}; run: resolutions index")
    assert "hush" not in missing.out + done.err + line


def test_the_commands_say_that_it_is_down(chroma_process, run, tmp_path: Path, monkeypatch):
    url = f"http://127.0.0.1:{chroma_process.free_port()}"
    monkeypatch.setenv("RESOLUTIONS_CHROMA_URL", url)
    done = run("index", at=tmp_path / "home")
    assert done.status == 1
    said = "Chroma does not answer as it should ("
    assert done.err.splitlines()[-1].startswith(f"Chroma at {url}: {said}")
    looked = run("doctor", at=tmp_path / "home")
    assert looked.status == 1
    (line,) = [line for line in looked.out.splitlines() if "vector store" in line]
    assert line.startswith(f"BAD  vector store: {said}")
