"""Opening the assistant: what is missing is built, what is stale is rebuilt, what is broken is said."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from assistant.doctor import check_integrity
from assistant.library.adding import add_files
from assistant.opening import open_assistant
from assistant.pipeline import Assistant
from assistant.settings import Settings
from index import current
from index.check import problem
from index.syncing import sync

QUESTION = "What is meant by a thematic priority?"
PRIORITY = "annex_1__para_7__table_1__row_5"


@pytest.fixture(scope="module")
def furnished(tmp_path_factory, model_of_words) -> Path:
    """A home with its index, built once; each test damages a copy."""
    home = tmp_path_factory.mktemp("furnished") / "home"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("index.bank._packs", lambda *_: [])
        patched.setattr("assistant.opening.EmbeddingModel", lambda folder: model_of_words())
        open_assistant(Settings(home=home))
    sync(home / "index")
    return home


@pytest.fixture(autouse=True)
def _small_model(model_of_words, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.bank._packs", lambda *_: [])
    for module in ("assistant.opening", "assistant.doctor"):
        monkeypatch.setattr(f"{module}.EmbeddingModel", lambda folder: model_of_words())
    monkeypatch.setattr("assistant.doctor.problem_in_child", problem)  # in this process


@pytest.fixture
def at(furnished: Path, tmp_path: Path, read_here) -> Path:
    return Path(shutil.copytree(furnished, tmp_path / "home"))


def answers(assistant: Assistant) -> bool:
    """Whether the assistant still answers from the clause."""
    shown = [one.provision.eid for claim in assistant.ask([QUESTION]).claims for one in claim.citations]
    return shown == [PRIORITY]


def test_the_first_start_builds_the_index_and_tells_its_progress(tmp_path: Path):
    seen: list[tuple[int, int]] = []
    one = open_assistant(Settings(home=tmp_path / "new"), lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1] > 150
    assert current(tmp_path / "new" / "index").name == "gen-000001"
    assert one.notices == ()
    assert answers(one)


def test_the_second_start_builds_nothing(at: Path):
    def progress(done: int, total: int) -> None:
        raise AssertionError("nothing is embedded")

    assert open_assistant(Settings(home=at), progress).notices == ()
    assert current(at / "index").name == "gen-000001"


def test_a_library_that_changed_is_indexed_anew(at: Path, tmp_path: Path, harbours_text: str):
    file = tmp_path / "harbours.txt"
    file.write_text(harbours_text)
    add_files([file], Settings(home=at))
    one = open_assistant(Settings(home=at))
    assert current(at / "index").name == "gen-000002"
    assert "itu-pp/res-900/2030" in {
        str(hit.passage.edition) for hit in one.search("lantern put out before dawn")
    }


def test_a_text_that_was_taken_away_is_never_cited(at: Path, tmp_path: Path, harbours_text: str):
    file = tmp_path / "harbours.txt"
    file.write_text(harbours_text)
    add_files([file], Settings(home=at))
    open_assistant(Settings(home=at))
    shutil.rmtree(at / "library" / "itu-pp" / "res-900")
    one = open_assistant(Settings(home=at))
    assert {str(hit.passage.edition) for hit in one.search("lantern put out before dawn")} == {
        "itu-pp/res-71/2022"
    }


def pointer(home: Path) -> None:
    (home / "index" / "CURRENT").write_text("gen-000099\n")


def manifest(home: Path) -> None:
    (home / "index" / "gen-000001" / "manifest.json").write_text("{")


def version(home: Path) -> None:
    path = home / "index" / "gen-000001" / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "version": 99}))


def model(home: Path) -> None:
    path = home / "index" / "gen-000001" / "manifest.json"
    path.write_text(
        json.dumps({**json.loads(path.read_text()), "model": "a small one", "model_sha256": "0" * 64})
    )


def vectors(home: Path) -> None:
    next((home / "index" / "segments").glob("*/vectors.npy")).write_bytes(b"")


def passages(home: Path) -> None:
    next((home / "index" / "segments").glob("*/passages.jsonl")).unlink()


def generation(home: Path) -> None:
    shutil.rmtree(home / "index" / "gen-000001")


DAMAGES = [
    ("the pointer leads nowhere", pointer, "the index in use is damaged"),
    ("the manifest is cut off", manifest, "the manifest is damaged"),
    ("the index is of another version", version, "an index of version 99"),
    (
        "the index is of another model",
        model,
        "built with the model a small one, the model in use is word model",
    ),
    ("the vectors are empty", vectors, "/vectors.npy)"),
    ("the passages are gone", passages, "/passages.jsonl)"),
    ("the generation is gone", generation, "the index in use is damaged"),
]


@pytest.mark.parametrize(("rule", "damage", "said"), DAMAGES, ids=[row[0] for row in DAMAGES])
def test_a_broken_index_is_named_with_the_remedy_and_answers_still_come(
    at: Path, rule: str, damage, said: str
):
    damage(at)
    one = open_assistant(Settings(home=at))
    (notice,) = one.notices
    assert said in notice
    assert "resolutions index" in notice
    assert answers(one)
    assert one.ask([QUESTION]).notices == one.notices, "each answer says so too"


@pytest.mark.parametrize(("rule", "damage", "said"), DAMAGES, ids=[row[0] for row in DAMAGES])
def test_the_doctor_finds_it(at: Path, rule: str, damage, said: str):
    damage(at)
    bad = [one for one in check_integrity(Settings(home=at)) if not one.ok]
    assert [one.what for one in bad] == ["index"]
    assert "resolutions index" in bad[0].said


def test_the_doctor_finds_damage_to_chroma_which_harms_no_answer(at: Path):
    (database,) = (at / "index" / "chroma").glob("*/chroma.sqlite3")
    database.write_bytes(b"not a database")
    assert open_assistant(Settings(home=at)).notices == ()
    (finding,) = [one for one in check_integrity(Settings(home=at)) if not one.ok]
    assert "Chroma: " in finding.said
    assert "resolutions index" in finding.said


def test_the_doctor_has_nothing_to_say_of_a_sound_home(at: Path):
    assert all(one.ok for one in check_integrity(Settings(home=at)))


def test_a_home_that_cannot_be_written_is_said_and_the_assistant_works(unusable: Path):
    one = open_assistant(Settings(home=unusable))
    assert answers(one)
    assert all(str(unusable) in notice for notice in one.notices)
    assert any("RESOLUTIONS_HOME" in notice for notice in one.notices)
    assert all(hit.dense is not None for hit in one.search("digital skills")), (
        "with a full index, for this run"
    )


def test_the_doctor_says_that_a_home_cannot_be_written(unusable: Path):
    bad = {one.what: one.said for one in check_integrity(Settings(home=unusable)) if not one.ok}
    assert "home" in bad
    assert "RESOLUTIONS_HOME" in bad["home"]


def test_a_model_that_is_missing_is_said_and_words_answer(at: Path, tmp_path: Path, monkeypatch):
    from index import EmbeddingModel

    monkeypatch.setattr("assistant.opening.EmbeddingModel", EmbeddingModel)
    one = open_assistant(Settings(home=at, model=tmp_path / "nowhere"))
    (notice,) = one.notices
    assert str(tmp_path / "nowhere") in notice
    assert "RESOLUTIONS_MODEL" in notice
    assert answers(one)
    assert {hit.dense for hit in one.search("digital skills")} == {None}


def test_a_damaged_cache_of_embeddings_harms_no_answer(at: Path):
    sound = open_assistant(Settings(home=at)).search("digital skills")
    (at / "cache" / "embeddings.sqlite").write_bytes(b"not a database" * 500)
    one = open_assistant(Settings(home=at))
    found = one.search("digital skills")
    # Tokens that are kept have a byte a number, computed ones four: the scores differ by a hair.
    assert {hit.passage.id: hit.score for hit in found} == pytest.approx(
        {hit.passage.id: hit.score for hit in sound}, abs=0.01
    )
