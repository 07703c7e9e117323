"""Where the index cannot be built or read, what was indexed before answers; a lost cache is filled once."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from assistant.library.adding import add_files
from assistant.library.renewal import remove_editions
from assistant.opening import open_assistant
from assistant.pipeline import Assistant
from assistant.settings import Settings
from corpus.keys import EditionKey
from index import current
from index.generation import VERSION

QUESTION = "What is meant by a thematic priority?"
PRIORITY = "annex_1__para_7__table_1__row_5"


@pytest.fixture(autouse=True)
def _small_model(model_of_words, monkeypatch: pytest.MonkeyPatch, read_here) -> None:
    del read_here
    monkeypatch.setattr("index.bank._packs", lambda *_: [])
    monkeypatch.setattr("assistant.opening.EmbeddingModel", lambda folder: model_of_words())


@pytest.fixture(scope="module")
def furnished(tmp_path_factory, model_of_words) -> Path:
    """A home with its index, built once; each test damages a copy."""
    home = tmp_path_factory.mktemp("furnished") / "home"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("index.bank._packs", lambda *_: [])
        open_assistant(Settings(home=home), model=model_of_words())
    return home


@pytest.fixture
def at(furnished: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(furnished, tmp_path / "home"))


def answers(assistant: Assistant) -> bool:
    """Whether the assistant still answers from the clause."""
    shown = [one.provision.eid for claim in assistant.ask([QUESTION]).claims for one in claim.citations]
    return shown == [PRIORITY]


def vectors(home: Path) -> None:
    next((home / "index" / "segments").glob("*/vectors.npy")).write_bytes(b"")


def passages(home: Path) -> None:
    next((home / "index" / "segments").glob("*/passages.jsonl")).unlink()


@pytest.fixture
def grown(at: Path, tmp_path: Path, harbours_text: str) -> Path:
    """A home to which a text was added that is not in its index yet."""
    file = tmp_path / "harbours.txt"
    file.write_text(harbours_text)
    add_files([file], Settings(home=at))
    return at


def full(*_: object) -> None:
    raise sqlite3.OperationalError("database or disk is full")


def too_little_room(monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage("/")
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage._replace(free=300_000))


def failing_check(patched: pytest.MonkeyPatch) -> None:
    patched.setattr("index.segments.Segment.is_saved", lambda *_: False)


LACKS = ", which lacks these texts; they are found by their words alone: Resolution 900 (Rev. Lisbon, 2030)"
# What a build embedded before it was stopped is in the cache, and lacks nothing.
STOPS = [
    ("too little room", too_little_room, "0.3 MB are free", True),
    (
        "full at once",
        lambda patched: patched.setattr("index.building._segments", full),
        "no space left",
        True,
    ),
    (
        "full at last",
        lambda patched: patched.setattr("index.building.write_manifest", full),
        "no space left",
        False,
    ),
    ("the check fails", failing_check, "was not read back", False),
]


@pytest.mark.parametrize(("rule", "stop", "said", "lacks"), STOPS, ids=[row[0] for row in STOPS])
def test_where_a_build_fails_what_was_indexed_before_answers(
    grown: Path, monkeypatch, rule: str, stop, said: str, lacks: bool
):
    with monkeypatch.context() as patched:
        stop(patched)
        one = open_assistant(Settings(home=grown))
    (notice,) = one.notices
    assert said in notice
    assert notice.endswith(f"Until then answers come from what was indexed before{LACKS if lacks else ''}"), (
        rule
    )
    assert "\n" not in notice
    assert answers(one)
    assert one.search("digital skills")[0].dense, "by vectors too"
    found = one.search("lantern put out before dawn")
    assert str(found[0].passage.edition) == "itu-pp/res-900/2030"
    assert bool(found[0].dense) != lacks
    assert [one.name for one in sorted((grown / "index").glob("gen-*"))] == ["gen-000001"]
    assert open_assistant(Settings(home=grown)).notices == (), "and it is built when it can be"


def test_a_text_that_was_removed_is_not_cited_where_a_build_fails(grown: Path, monkeypatch):
    open_assistant(Settings(home=grown))
    remove_editions([EditionKey.parse("itu-pp/res-900/2030")], Settings(home=grown))
    monkeypatch.setattr("index.building.write_manifest", full)
    one = open_assistant(Settings(home=grown))
    assert "no space left" in one.notices[0]
    assert "lacks" not in one.notices[0]
    assert {str(hit.passage.edition) for hit in one.search("lantern put out before dawn")} == {
        "itu-pp/res-71/2022"
    }


def lose_cache(home: Path) -> None:
    (home / "cache" / "embeddings.sqlite").unlink()


LEFT = [
    ("the cache", [vectors], True),
    ("the cache, where the passages are damaged too", [vectors, passages], True),
    ("words", [lose_cache, vectors], False),
]


@pytest.mark.parametrize(("rule", "damages", "is_dense"), LEFT, ids=[row[0] for row in LEFT])
def test_vectors_come_from_where_they_are_left(at: Path, rule: str, damages, is_dense: bool):
    sound = open_assistant(Settings(home=at)).search("digital skills")
    for damage in damages:
        damage(at)
    one = open_assistant(Settings(home=at))
    (notice,) = one.notices
    assert "vectors.npy" in notice
    assert ("Until then answers come from what was indexed before" in notice) == is_dense
    found = one.search("digital skills")
    assert {hit.dense is not None for hit in found} == {is_dense}
    assert not is_dense or [hit.passage.id for hit in found] == [hit.passage.id for hit in sound]


def test_an_index_of_an_earlier_version_is_built_again(at: Path):
    path = at / "index" / "gen-000001" / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "version": VERSION - 1}))
    one = open_assistant(Settings(home=at))
    assert one.notices == ()
    assert current(at / "index").name == "gen-000002"
    assert answers(one)


@pytest.mark.parametrize(
    ("rule", "damage"),
    [
        ("lost", Path.unlink),
        ("no database", lambda path: path.write_bytes(b"not a database" * 500)),
        ("cut off", lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])),
    ],
)
def test_a_damaged_cache_of_embeddings_is_mended_once_at_opening(
    at: Path, word_model, caplog, rule: str, damage
):
    damage(at / "cache" / "embeddings.sqlite")
    seen: list[tuple[int, int]] = []
    one = open_assistant(Settings(home=at), lambda done, total: seen.append((done, total)), model=word_model)
    assert seen, "the progress is shown"
    assert "were embedded again" in caplog.text
    word_model.embedded.clear()
    one.search("digital skills")
    assert word_model.embedded == ["digital skills"], rule
    caplog.clear()
    open_assistant(Settings(home=at), model=word_model)
    assert word_model.embedded == ["digital skills"], "once"
    assert caplog.text == ""


def test_a_cache_that_cannot_be_mended_is_said(at: Path):
    shutil.rmtree(at / "cache")
    (at / "cache").write_text("in the way")
    one = open_assistant(Settings(home=at))
    (notice,) = one.notices
    assert "the cache of embeddings is incomplete and cannot be written" in notice
    assert answers(one)
