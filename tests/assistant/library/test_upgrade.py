"""A home that an earlier release wrote is opened, brought up to date, and answers.

tests/homes/home-0.1.0.zip was made by tests/homes/make_home.py with version 0.1.0.
"""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant.administration.accounts import Accounts
from assistant.conversations.store import ConversationStore
from assistant.doctor import check_integrity
from assistant.library.inventory import read_inventory
from assistant.library.library import open_library
from assistant.library.privacy import make_private, private_files
from assistant.library.renewal import renew
from assistant.opening import open_assistant, rebuild
from assistant.settings import Settings
from index import current
from index.check import problem
from index.generation import VERSION

HOMES = sorted(Path(__file__).parents[2].joinpath("homes").glob("home-*.zip"))
QUESTION = "What shall every harbour keep?"


@pytest.fixture(params=HOMES, ids=[one.stem for one in HOMES])
def at(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    with zipfile.ZipFile(request.param) as archive:
        archive.extractall(tmp_path / "home")
    with private_files():  # as every command begins; a zip file keeps no rights
        make_private(tmp_path / "home")
        yield Settings(home=tmp_path / "home", readers=1)


@pytest.fixture
def small(model_of_words, monkeypatch: pytest.MonkeyPatch, read_here, with_chroma):
    """The model that the home was indexed with, and no question packs."""
    del read_here, with_chroma
    model = model_of_words(dimensions=8)
    monkeypatch.setattr("index.bank._packs", lambda *_: [])
    monkeypatch.setattr("assistant.doctor.problem_in_child", problem)  # in this process
    for module in ("assistant.opening", "assistant.doctor"):
        monkeypatch.setattr(f"{module}.EmbeddingModel", lambda folder: model)
    return model


def manifest_before(home: Path) -> None:
    path = current(home / "index") / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "version": VERSION - 1}))


def parser_before(home: Path) -> None:
    """What an earlier parser read."""
    path = home / "library" / "itu-pp" / "res-900" / "2030.json"
    first, _, rest = path.read_text(encoding="utf-8").partition("\n")
    record = json.loads(first.removesuffix(",") + "}")
    record["record"]["parser"] = 1
    path.write_text(json.dumps(record)[:-1] + ",\n" + rest, encoding="utf-8")


def conversations_before(home: Path) -> None:
    """Written before deleted conversations could be restored."""
    with closing(sqlite3.connect(home / "conversations.sqlite")) as database, database:
        database.execute("drop table deleted")


def as_it_was(home: Path) -> None:
    del home


BEFORE = [
    ("as the release wrote it", as_it_was),
    ("an index of the version before", manifest_before),
    ("a text read by the parser before", parser_before),
    ("conversations without the table of the deleted", conversations_before),
]


@pytest.mark.parametrize(("rule", "change"), BEFORE, ids=[row[0] for row in BEFORE])
def test_a_home_of_an_earlier_release_is_upgraded_and_answers(at: Settings, small, rule: str, change):
    change(at.home)
    one = open_assistant(at)
    assert one.notices == (), rule
    answer = one.ask([QUESTION])
    cited = {str(one.provision) for claim in answer.claims for one in claim.citations}
    assert "itu-pp/res-900/2030#resolves__para_1" in cited
    assert all(hit.dense is not None for hit in one.search("lantern put out before dawn"))
    conversations = ConversationStore(at.home)
    assert conversations.notice == ""
    (kept,) = conversations.list("")
    assert [turn.question for turn in conversations.turns("", kept.id)] == [QUESTION]
    conversations.close()
    assert Accounts(at.home).verify("anna", "lantern-keeper-71") is not None


@pytest.mark.parametrize(("rule", "change"), BEFORE, ids=[row[0] for row in BEFORE])
def test_after_an_index_command_the_doctor_has_nothing_to_say(at: Settings, small, rule: str, change):
    change(at.home)
    assert all(line.endswith(": parsed anew from its original") for line in renew(at))
    rebuild(open_library(at.home), at, anew=True)
    assert [one for one in check_integrity(at) if not one.ok] == []
    assert [str(key) for key in read_inventory(at.home / "library")] == ["itu-pp/res-900/2030"]


def test_the_copies_are_small():
    assert HOMES
    assert all(one.stat().st_size < 300_000 for one in HOMES)
