"""Backup and restore: everything comes back, every changed byte is noticed, nothing is lost."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from assistant.administration.accounts import Accounts, Role
from assistant.conversations.store import ConversationStore
from assistant.filtered import FilteredAssistant
from assistant.library.backup import DamagedBackup, back_up, examine, restore
from assistant.library.library import open_library
from assistant.opening import open_assistant
from assistant.scope.filters import Filters
from assistant.settings import Settings
from corpus.errors import ResolutionsError

QUESTION = "What does the resolution instruct the ITU Council to do?"


@pytest.fixture(scope="module")
def lived_in(home: Path, tmp_path_factory: pytest.TempPathFactory, assistant) -> Path:
    """A home with an account, a conversation and a reviewed case."""
    at = tmp_path_factory.mktemp("lived") / "home"
    shutil.copytree(home, at)
    Accounts(at).add("anna", "a long password", Role.CURATOR)
    (at / "questions").mkdir()
    (at / "questions" / "res-900.jsonl").write_text('{"text": "Who trims?"}\n', encoding="utf-8")
    (at / "language_model.json").write_text("{}", encoding="utf-8")
    (at / "cases").mkdir()
    (at / "cases" / "reviewed.jsonl").write_text('{"id": "one"}\n', encoding="utf-8")
    store = ConversationStore(at)
    answer = FilteredAssistant(assistant).ask([QUESTION], Filters())
    store.append("anna", "", QUESTION, Filters(), answer)
    store.close()
    return at


@pytest.fixture(scope="module")
def file(lived_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("backup") / "friday.backup"
    back_up(lived_in, path)
    return path


def files(home: Path) -> dict[str, bytes]:
    """Return what a backup is to bring back, but for the database, whose bytes may differ."""
    return {
        one.relative_to(home).as_posix(): one.read_bytes()
        for top in ("library", "cases", "questions", "accounts.json", "language_model.json")
        for one in ([home / top] if (home / top).is_file() else (home / top).rglob("*"))
        if one.is_file()
    }


def turns(home: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(home / "conversations.sqlite")) as database:
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [row for name in sorted(tables) for row in database.execute(f"SELECT * FROM {name}")]


def test_everything_comes_back_in_an_empty_home(lived_in, file, tmp_path):
    contents, aside = restore(tmp_path / "new", file)
    assert aside is None
    assert files(tmp_path / "new") == files(lived_in)
    assert turns(tmp_path / "new") == turns(lived_in) != []
    assert contents.files == len(files(lived_in)) + 1
    assert Accounts(tmp_path / "new").verify("anna", "a long password")
    for one in (file, tmp_path / "new" / "accounts.json", tmp_path / "new" / "conversations.sqlite"):
        assert one.stat().st_mode & 0o077 == 0, "for its owner alone"
    left = {one.name for one in (tmp_path / "new").iterdir()}
    assert left - {"LOCK", "accounts.LOCK"} == {
        *("library", "cases", "questions", "accounts.json", "language_model.json", "conversations.sqlite"),
    }


@pytest.mark.slow
def test_a_restored_home_answers_the_same(lived_in, file, tmp_path, embeddings):
    restore(tmp_path / "new", file)
    for one in (lived_in, tmp_path / "new"):
        shutil.copytree(embeddings, one / "cache", dirs_exist_ok=True)
    both = [open_assistant(Settings(home=one)) for one in (lived_in, tmp_path / "new")]
    assert both[0].library.fingerprints() == both[1].library.fingerprints()
    for question in (QUESTION, "Who oversees the strategic plan?", "What is the vision?"):
        first, second = (one.ask([question]).text for one in both)
        assert first == second


def test_what_was_there_is_kept_aside(file, lived_in, tmp_path):
    at = tmp_path / "home"
    open_library(at)  # furnishes it
    Accounts(at).add("rudi", "another password", Role.READER)
    (at / "conversations.sqlite-wal").write_bytes(b"of the old database")
    with pytest.raises(ResolutionsError, match=r"has library, accounts\.json; restore with --replace"):
        restore(at, file)
    _, aside = restore(at, file, replace=True)
    assert aside is not None
    assert Accounts(aside).find("rudi")
    assert Accounts(at).find("rudi") is None
    assert files(at) == files(lived_in)
    assert not (at / "conversations.sqlite-wal").exists()


def test_a_changed_byte_is_noticed_wherever_it_is(file, tmp_path):
    whole, dice = file.read_bytes(), random.Random(71)
    places = [*range(140), *dice.sample(range(140, len(whole)), 300), len(whole) - 1]
    broken = tmp_path / "broken.backup"
    for place in places:
        changed = bytearray(whole)
        changed[place] ^= 1 << dice.randrange(8)
        broken.write_bytes(changed)
        with pytest.raises(DamagedBackup):
            examine(broken)


@pytest.mark.parametrize("left", [0, 1, 30, 120, 1000, -1])
def test_a_backup_that_is_cut_off_is_noticed_and_nothing_is_put_in_place(file, tmp_path, left):
    broken, at = tmp_path / "broken.backup", tmp_path / "home"
    broken.write_bytes(file.read_bytes()[:left])
    with pytest.raises(DamagedBackup):
        restore(at, broken)
    assert {one.name for one in at.iterdir()} <= {"LOCK", "accounts.LOCK"}


def forged(path: Path, *names: str, content: bytes = b"x", size: int = 1) -> Path:
    """Write a backup that is whole in itself, with files of our choice that it lists as "x"."""
    archive = path.with_suffix(".zip")
    rows = {one: {"sha256": hashlib.sha256(b"x").hexdigest(), "size": size} for one in names}
    with zipfile.ZipFile(archive, "w") as written:
        written.writestr("MANIFEST.json", json.dumps({"format": 1, "made": "2030", "files": rows}))
        for one in names:
            written.writestr(one, content)
    data = archive.read_bytes()
    path.write_bytes(f"resolutions backup 1 sha256={hashlib.sha256(data).hexdigest()}\n".encode() + data)
    return path


@pytest.mark.parametrize(
    "name",
    ["../out.json", "/etc/passwd.json", "library/../../x.json", "index/x.json", "library/x.py", "x.json"],
)
def test_a_file_that_belongs_nowhere_is_refused(tmp_path, name):
    at = tmp_path / "home"
    with pytest.raises(DamagedBackup, match="contains an unexpected file"):
        restore(at, forged(tmp_path / "forged.backup", name))
    assert sorted(one.name for one in tmp_path.iterdir()) == ["forged.backup", "forged.zip", "home"]


@pytest.mark.parametrize(("content", "size"), [(b"y", 1), (b"xx", 1), (b"x" * 10_000_000, 10), (b"x", "1")])
def test_a_file_that_is_not_as_listed_is_refused(tmp_path, content, size):
    path = forged(tmp_path / "forged.backup", "library/itu/x.json", content=content, size=size)
    with pytest.raises(DamagedBackup, match="has been changed"):
        restore(tmp_path / "home", path)


def test_a_move_that_fails_is_undone(file, lived_in, tmp_path, monkeypatch):
    at, renamed, rename = tmp_path / "home", [], Path.rename
    shutil.copytree(lived_in, at)
    before = files(at)

    def failing(self, target):
        renamed.append(self)
        if len(renamed) == 8:
            raise OSError(5, "the disk fails")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(ResolutionsError, match="the disk fails"):
        restore(at, file, replace=True)
    assert len(renamed) > 8
    assert files(at) == before
    assert turns(at) == turns(lived_in)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a letter", "is not a backup"),
        (b"resolutions backup 2 sha256=00\nPK", "made by a newer version"),
        (b"resolutions backup 1 sha256=00\nPK", "has been changed since it was written"),
    ],
)
def test_what_is_no_backup_is_told(tmp_path, content, said):
    path = tmp_path / "x.backup"
    path.write_bytes(content)
    with pytest.raises(DamagedBackup, match=said):
        examine(path)


def test_commands_back_up_check_and_restore(run, lived_in, tmp_path):
    path, new = tmp_path / "friday.backup", tmp_path / "new"
    assert run("backup", str(path), at=lived_in).status == 0
    again = run("backup", str(path), at=lived_in)
    assert (again.status, "already exists" in again.err) == (1, True)
    assert run("restore", str(path), "--check", "--json", at=new).json["files"] > 3
    assert not (new / "library").exists()
    done = run("restore", str(path), at=new)
    assert (done.status, "restored" in done.err) == (0, True)
    assert files(new) == files(lived_in)
    assert run("restore", str(tmp_path / "none"), at=new).err.count("\n") == 1
