"""A home that cannot be used: readers get a sentence without a path, curators and the terminal the path."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from assistant.administration.accounts import Accounts, Role
from assistant.conversations.database import FILE
from assistant.settings import Settings
from assistant.web.asking import Asking, Tab, Visitor
from assistant.web.server import application

HERE, PASSWORD = "http://127.0.0.1", "lanterns on the pier"
GOALS = "What are the strategic goals?"
ROLES = [Role.READER, Role.CURATOR]
pytestmark = pytest.mark.usefixtures("one_chat")


@pytest.fixture
def at(tmp_path: Path, monkeypatch) -> Path:
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr("assistant.administration.accounts.PasswordHasher", lambda: quick)
    for role in ROLES:
        Accounts(tmp_path).add(str(role), PASSWORD, role)
    return tmp_path


def client_of(assistant, at: Path, role: Role) -> TestClient:
    client = TestClient(application(assistant, Settings(home=at, sign_in=True)), base_url=HERE)
    client.post("/sign-in", data={"name": str(role), "password": PASSWORD})
    return client


@pytest.mark.parametrize("role", ROLES)
def test_conversations_that_cannot_be_opened_are_said_to_be(assistant, at, role, caplog):
    (at / FILE).write_bytes(b"no database" * 1000)
    client = client_of(assistant, at, role)
    html = client.get("/conversations").text
    chat = Asking(client.app.state.service).open(Tab(), Visitor(is_curator=role is Role.CURATOR))
    for shown in (html, chat):
        assert (str(at) in shown or "RESOLUTIONS_HOME" in shown) is (role is Role.CURATOR)
        assert ("Conversations, notes, collections and proposals cannot be saved at the moment" in shown) is (
            role is Role.READER
        )
    assert str(at / FILE) in chat or role is Role.READER
    (logged,) = [one for one in caplog.records if one.levelno == logging.WARNING and FILE in one.message]
    assert str(at / FILE) in logged.message


@pytest.mark.parametrize("role", ROLES)
def test_a_home_that_becomes_read_only_is_said_to_be(assistant, at, role):
    client = client_of(assistant, at, role)
    service, tab = client.app.state.service, Tab()
    visitor = Visitor("#1", is_curator=role is Role.CURATOR)
    list(Asking(service).answer(GOALS, tab, visitor))
    service.conversations._database.execute("pragma query_only = on")
    *_, shown = Asking(service).answer(GOALS, tab, visitor)
    assert ("cannot read or write its files at the moment. Tell a curator" in shown) is (role is Role.READER)
    assert (str(at / FILE) in shown) is (role is Role.CURATOR)
    for path in ("rename", "delete"):
        renamed = client.post(f"/conversations/{tab.conversation}/{path}", data={"title": "Goals"})
        assert (str(at) in renamed.text) is (role is Role.CURATOR)


@pytest.mark.parametrize("role", ROLES)
def test_notices_for_monitors_have_a_path_for_curators_alone(assistant, at, role, monkeypatch):
    client = client_of(assistant, at, role)
    said = f"{at}/index: damaged; run: resolutions index"
    monkeypatch.setattr(type(assistant), "notices", (said,))
    (notice,) = client.get("/readyz").json()["notices"]
    assert notice == (said if role is Role.CURATOR else "RESOLUTIONS_HOME/index: damaged")


def test_the_file_is_one_that_sqlite_refuses(at):
    (at / FILE).write_bytes(b"no database" * 1000)
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(at / FILE).execute("select * from conversation")
