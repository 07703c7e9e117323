"""The doctor looks at everything an installation keeps, changes nothing, and says what to do."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from assistant.administration.accounts import Accounts, Role
from assistant.conversations.database import FILE
from assistant.conversations.store import ConversationStore
from assistant.doctor import check_integrity
from assistant.library.adding import add_files
from assistant.library.backup import back_up
from assistant.library.importing import Allowed
from assistant.library.library import open_library
from assistant.library.privacy import private_files
from assistant.opening import open_assistant
from assistant.settings import Settings
from corpus.catalogue import TEXTS


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory, model_of_words) -> Path:
    """A home with all that it can have; each test damages a copy."""
    home = tmp_path_factory.mktemp("lived in") / "home"
    with pytest.MonkeyPatch.context() as patched, private_files():
        patched.setattr("index.bank._packs", lambda *_: [])
        open_assistant(Settings(home=home), model=model_of_words())
        ConversationStore(home).close()
        Accounts(home).add("anna", "lantern-keeper-71", Role.READER)
        back_up(home, home / "yesterday.backup")
    return home


@pytest.fixture(autouse=True)
def _small_model(model_of_words, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.bank._packs", lambda *_: [])
    monkeypatch.setattr("assistant.doctor.problem_in_child", lambda _: "")  # has tests elsewhere
    for module in ("assistant.opening", "assistant.doctor"):
        monkeypatch.setattr(f"{module}.EmbeddingModel", lambda folder: model_of_words())


@pytest.fixture
def at(lived_in: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(lived_in, tmp_path / "home"))


def bad(home: Path, **settings: object) -> dict[str, str]:
    return {one.what: one.said for one in check_integrity(Settings(home=home, **settings)) if not one.ok}


def files(home: Path) -> dict[Path, bytes]:
    """The files of a home, but for Chroma's database, to which each opening writes."""
    found = (one for one in home.rglob("*") if one.is_file())
    return {one: one.read_bytes() for one in found if not one.name.startswith("chroma.sqlite3")}


def test_a_sound_home_is_sound_and_stays_as_it_is(at: Path):
    before = files(at)
    assert bad(at) == {}
    assert files(at) == before
    looked = {one.what for one in check_integrity(Settings(home=at))}
    assert {"disk", "embedding cache", "conversations", "accounts", "backups"} <= looked


def cache(home: Path) -> Path:
    return home / "cache" / "embeddings.sqlite"


def drop_tokens(home: Path) -> None:
    with closing(sqlite3.connect(cache(home))) as table, table:
        table.execute("delete from tokens where rowid < 4")


def change_value(home: Path) -> None:
    with closing(sqlite3.connect(cache(home))) as table, table:
        table.execute("update vectors set value = zeroblob(length(value)) where rowid = 2")


def other_version(home: Path) -> None:
    with closing(sqlite3.connect(home / FILE)) as database:
        database.execute("pragma user_version = 99")


def change_backup(home: Path) -> None:
    path = home / "yesterday.backup"
    data = bytearray(path.read_bytes())
    data[-50] ^= 1
    path.write_bytes(data)


FAULTS = [
    ("cache lost", lambda home: cache(home).unlink(), "embedding cache", "is missing", "resolutions index"),
    ("cache damaged", lambda home: cache(home).write_bytes(b"x" * 9000), "embedding cache", "is damaged",
     "resolutions index"),
    ("tokens lost", drop_tokens, "embedding cache", "lacks 3 of ", "resolutions index"),
    ("a value changed", change_value, "embedding cache", "have changed", "resolutions index"),
    ("conversations damaged", lambda home: (home / FILE).write_bytes(b"x" * 9000), "conversations", "damaged",
     "copy from a backup"),
    ("of another version", other_version, "conversations", "another version", "move the file away"),
    ("accounts damaged", lambda home: (home / "accounts.json").write_bytes(b"{"), "accounts", "is damaged",
     "resolutions account add"),
    ("accounts for all", lambda home: (home / "accounts.json").chmod(0o644), "privacy",
     "accounts.json: others", "chmod -R go= "),
    ("backup changed", change_backup, "backups", "has been changed", "another copy"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "damage", "what", "said", "remedy"), FAULTS, ids=[row[0] for row in FAULTS])
def test_a_fault_is_found_with_its_remedy(at: Path, rule: str, damage, what: str, said: str, remedy: str):
    damage(at)
    found = bad(at)
    assert list(found) == [what]
    assert said in found[what]
    assert remedy in found[what]
    assert "\n" not in found[what]


# -- whose words they are ------------------------------------------------------------------------------------

MAIN = "itu-pp/res-71/2022"
WORDS = (TEXTS / "resolution-71-bucharest-2022.txt").read_text(encoding="utf-8")
VERSIONS = [
    ("words changed", WORDS.replace("strategic plan", "lantern plan"), " differ from Resolution 71"),
    ("a clause deleted", WORDS.replace("\nc)\t", "\n").replace("\nc) ", "\n"), " missing. "),
    ("a clause added", f"{WORDS}\n\n99 Lanterns are kept on all piers.\n", " new"),
]


def replaced(at: Path, folder: Path, words: str) -> None:
    """Replace the shipped text, as `resolutions add FILE --replace` does, and index the library."""
    file = folder / "copy.txt"
    file.write_text(words, encoding="utf-8")
    add_files([file], Settings(home=at), allowed=Allowed(replacing=True))
    open_assistant(Settings(home=at))


@pytest.mark.parametrize(("rule", "words", "said"), VERSIONS, ids=[row[0] for row in VERSIONS])
def test_a_text_in_the_place_of_the_shipped_one_is_not_vouched_for(
    at: Path, tmp_path: Path, read_here, rule: str, words: str, said: str
):
    assert words != WORDS
    replaced(at, tmp_path, words)
    found = bad(at)
    assert list(found) == ["library"]
    assert "is not the one that comes with the program; it is from " in found["library"]
    assert "copy.txt: " in found["library"]
    assert said in found["library"]
    assert f"run: resolutions remove {MAIN}" in found["library"]


def test_the_shipped_words_from_another_file_are_said_to_be_the_same(at: Path, tmp_path: Path, read_here):
    replaced(at, tmp_path, f"{WORDS}\n\n")
    assert bad(at) == {}
    said = " ".join(one.said for one in check_integrity(Settings(home=at)))
    assert "is not the one that comes with the program" in said
    assert "with the same words in every clause" in said


def edit(path: Path) -> None:
    data = path.read_bytes()
    assert b"lantern" in data
    path.write_bytes(data.replace(b"lantern", b"candles"))


@pytest.mark.parametrize(
    ("name", "said"), [("2030.json", "damaged, left out"), ("2030.*.source", "its original is damaged")]
)
def test_a_text_that_was_edited_by_hand_is_not_vouched_for(
    at: Path, tmp_path: Path, read_here, harbours_text: str, name: str, said: str
):
    file = tmp_path / "harbours.txt"
    file.write_text(harbours_text)
    add_files([file], Settings(home=at))
    open_assistant(Settings(home=at))
    assert bad(at) == {}
    (path,) = (at / "library" / "itu-pp" / "res-900").glob(name)
    edit(path)
    found = [one.said for one in check_integrity(Settings(home=at)) if not one.ok and one.what == "library"]
    assert any(said in one for one in found)


def test_the_shipped_text_is_as_it_ships_whatever_was_edited_in_the_home(at: Path):
    for path in (at / "library" / "itu-pp" / "res-71").iterdir():
        path.write_bytes(path.read_bytes().replace(b"strategic", b"imaginary"))
    assert bad(at) == {}
    assert "imaginary" not in " ".join(
        provision.text for one in open_library(at).editions for provision in one.provisions
    )


def test_a_packaged_text_that_was_edited_is_not_vouched_for(at: Path, tmp_path: Path, monkeypatch):
    monkeypatch.setattr("assistant.library.storage.TEXTS", tmp_path)
    (tmp_path / "resolution-71-bucharest-2022.txt").write_text(WORDS.replace("strategic", "imaginary"))
    assert "the program's own file was changed" in " ".join(
        one.said for one in check_integrity(Settings(home=at)) if not one.ok
    )


def test_a_disk_with_too_little_room_is_said_with_figures(at: Path, monkeypatch):
    usage = shutil.disk_usage(at)
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage._replace(free=300_000))
    found = bad(at)
    assert list(found) == ["disk"]
    assert "0.3 MB free, about " in found["disk"]
    assert "free some space" in found["disk"]


def test_pages_with_a_sign_in_need_a_curator(at: Path):
    assert "account add NAME --role curator" in bad(at, sign_in=True)["accounts"]
    Accounts(at).add("berta", "pier-keeper-72", Role.CURATOR)
    assert bad(at, sign_in=True) == {}


def test_a_home_that_is_read_only_is_said_to_be_so_and_nothing_else(at: Path):
    done = subprocess.run(["mount", "--bind", at, at], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("mounting a file system is not permitted here")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", at], check=True)
        assert not os.access(at, os.W_OK)
        found = bad(at)
        assert list(found) == ["home"]
        assert "Read-only file system" in found["home"]
        assert "RESOLUTIONS_HOME" in found["home"]
        assistant = open_assistant(Settings(home=at))
        assert assistant.notices == ()
        assert all(hit.dense is not None for hit in assistant.search("digital skills"))
    finally:
        subprocess.run(["umount", "-l", at], check=True)
