"""A home is for its owner alone: what is written, what earlier versions wrote, what the doctor says."""

from __future__ import annotations

import gc
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant.administration.accounts import Accounts, Role
from assistant.administration.answering_switch import switch_answering
from assistant.answer import Answer, Status
from assistant.conversations.database import FILE
from assistant.conversations.store import ConversationStore
from assistant.doctor import check_integrity
from assistant.library import privacy
from assistant.library.privacy import make_private, open_to_others, private_files
from assistant.scope.filters import Filters
from assistant.settings import Settings
from assistant.web.security.clients import Throttle
from assistant.web.security.counters import Counters
from assistant.web.security.sessions import Sessions


@pytest.fixture(autouse=True)
def _usual_umask() -> Iterator[None]:
    """Have the umask of most machines: others may read."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def small(model_of_words, monkeypatch: pytest.MonkeyPatch, read_here) -> None:
    del read_here
    monkeypatch.setattr("index.bank._packs", lambda *_: [])
    for module in ("assistant.opening", "assistant.doctor"):
        monkeypatch.setattr(f"{module}.EmbeddingModel", lambda *_: model_of_words())


def modes(home: Path) -> dict[str, str]:
    """Return what others have rights to, with its mode."""
    paths = (home, *home.rglob("*"))
    return {str(path): oct(mode) for path in paths if (mode := path.stat().st_mode & 0o777) & 0o077}


def live_in(home: Path, run, harbours: str, tmp_path: Path) -> None:
    """Have everything written that is ever written into a home."""
    text = tmp_path / "harbours.txt"
    text.write_text(harbours)
    (tmp_path / "nothing.pdf").write_bytes(b"%PDF-1.4 nothing")
    assert run("account", "add", "anna", stdin=b"lantern-keeper-71\n", at=home).status == 0
    run("add", str(text), str(tmp_path / "nothing.pdf"), at=home)
    assert run("answering", "off", at=home).status == 0
    assert run("backup", str(home / "friday.backup"), at=home).status == 0
    assert run("restore", str(home / "friday.backup"), "--replace", at=home).status == 0
    with private_files():  # as `resolutions chat` writes
        accounts = Accounts(home)
        Sessions(accounts).begin(accounts.stored()[0])
        Throttle(Counters(home)).wrong("anna", "192.0.2.7")
        store = ConversationStore(home)
        store.append("", "", "Who trims lanterns?", Filters(), Answer(Status.NOT_IN_CORPUS))
        store.close()


@pytest.mark.usefixtures("with_chroma")
def test_all_that_is_written_into_a_home_is_for_its_owner_alone(run, small, harbours_text, tmp_path):
    home = tmp_path / "home"
    live_in(home, run, harbours_text, tmp_path)
    written = {path.relative_to(home).parts[0] for path in home.rglob("*")}
    names = {"accounts.json", "sessions.json", FILE, "counters.sqlite"}
    assert {"library", "index", "cache", "quarantine", *names} <= written
    assert any(path.suffix == ".npy" for path in home.rglob("*"))
    assert any(path.name == "chroma.sqlite3" for path in home.rglob("*"))
    assert modes(home) == {}
    assert [path.name for path in home.iterdir() if not privacy._is_own(path)] == []


def test_the_journals_of_a_database_are_for_its_owner_alone(tmp_path):
    ConversationStore(tmp_path).close()
    make_private(tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE)) as database:
        database.execute("pragma journal_mode = wal")
        database.execute("create table more (x)")
        assert sorted(path.name for path in tmp_path.iterdir()) == [FILE, f"{FILE}-shm", f"{FILE}-wal"]
        assert modes(tmp_path) == {}


@pytest.fixture
def old(run, small, harbours_text, tmp_path) -> Path:
    """A home as an earlier version left it."""
    home = tmp_path / "home"
    live_in(home, run, harbours_text, tmp_path)
    gc.collect()  # a connection that nobody has any more takes its files away when it is collected
    for path in (home, *home.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return home


def test_the_next_command_makes_an_old_home_private(run, old):
    assert len(modes(old)) > 30
    assert run("account", "list", at=old).status == 0
    assert modes(old) == {}


def test_a_home_that_is_private_is_not_walked_again(old, monkeypatch):
    make_private(old)

    def walk(*_: object, **__: object) -> None:
        raise AssertionError("it was walked")

    monkeypatch.setattr("os.walk", walk)
    make_private(old)


def test_a_process_that_is_killed_leaves_the_rest_to_the_next(old, monkeypatch):
    real, changed = Path.chmod, []

    def killed(path: Path, mode: int) -> None:
        changed.append(path)
        if len(changed) > 5:
            raise KeyboardInterrupt
        real(path, mode)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "chmod", killed)
        with pytest.raises(KeyboardInterrupt):
            make_private(old)
    assert modes(old)
    make_private(old)
    assert modes(old) == {}


def test_what_is_not_the_program_s_is_left_as_it_is(tmp_path):
    switch_answering(tmp_path, on=False)
    (tmp_path / "answering-off").chmod(0o644)
    notes = tmp_path / "notes of the owner"
    notes.write_text("for all")
    tmp_path.chmod(0o755)
    elsewhere = tmp_path.parent / "elsewhere.txt"
    elsewhere.write_text("for all")
    (tmp_path / "cache").symlink_to(elsewhere)
    make_private(tmp_path)
    assert oct((tmp_path / "answering-off").stat().st_mode & 0o777) == "0o600"
    assert oct(notes.stat().st_mode & 0o777) == "0o644"
    assert oct(elsewhere.stat().st_mode & 0o777) == "0o644"
    assert oct(tmp_path.stat().st_mode & 0o777) == "0o755"
    assert open_to_others(tmp_path) == []


def test_a_home_for_a_group_becomes_its_owner_s(old):
    old.chmod(0o2770)
    (old / "library").chmod(0o2770)
    make_private(old)
    assert modes(old) == {}


def test_a_file_that_is_exported_has_the_rights_that_the_user_gives(run, small, tmp_path):
    target = tmp_path / "text.json"
    assert run("export", "itu-pp/res-71/2022", "--output", str(target), at=tmp_path / "home").status == 0
    assert oct(target.stat().st_mode & 0o777) == "0o644"
    assert os.umask(0o022) == 0o022, "the command gives the umask back"


def test_the_doctor_says_what_others_may_read(old):
    (said,) = [found.said for found in check_integrity(Settings(home=old)) if found.what == "privacy"]
    assert said.startswith(f"{old} and ")
    assert said.endswith(f"others on this machine may read or change this; run: chmod -R go= {old}")
    subprocess.run(said.partition("run: ")[2].split(), check=True)
    (found,) = [found for found in check_integrity(Settings(home=old)) if found.what == "privacy"]
    assert (found.ok, found.said) == (True, "the home is for its owner alone")


def test_a_home_that_cannot_be_changed_stops_no_command(tmp_path):
    home = tmp_path / "home"
    Accounts(home).add("anna", "lantern-keeper-71", Role.READER)
    home.chmod(0o755)
    done = subprocess.run(["mount", "--bind", home, home], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("mounting a file system is not permitted here")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", home], check=True)
        make_private(home)
        assert open_to_others(home)
    finally:
        subprocess.run(["umount", home], check=True)


def test_a_home_that_is_not_there_is_not_made(tmp_path):
    make_private(tmp_path / "home")
    assert not (tmp_path / "home").exists()
