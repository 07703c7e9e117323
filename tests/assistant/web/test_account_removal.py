"""What an account leaves behind: nobody who gets its name later has it, and it is erased when asked."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from assistant.administration.accounts import Accounts, Role
from assistant.answer import Answer, Status
from assistant.conversations.database import FILE
from assistant.conversations.store import ConversationStore
from assistant.library.adding import Upload
from assistant.library.library import Library
from assistant.library.own_drafts import DraftStore
from assistant.notebook.note import StoredClause
from assistant.notebook.store import NotebookStore
from assistant.proposals.about import About
from assistant.proposals.proposal import Proposal
from assistant.proposals.store import ProposalStore
from assistant.scope.filters import Filters
from assistant.settings import Settings
from assistant.web.server import application
from corpus.catalogue import catalogue
from ingest.limits import Limits

HERE = "http://127.0.0.1"
PASSWORD = "lanterns on the pier"
SECRET = "who trims the secret lanterns?"
ANSWER = Answer(Status.NOT_IN_CORPUS)
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.administration.accounts.PasswordHasher", lambda: QUICK)


@pytest.fixture
def at(tmp_path: Path) -> Path:
    """A home in which anna and rolf have an account and a conversation each."""
    home = tmp_path / "home"
    accounts = Accounts(home)
    for name in ("anna", "rolf"):
        keep(home, accounts.add(name, PASSWORD, Role.READER).id, f"{SECRET} asks {name}")
    return home


def keep(home: Path, owner: str, question: str) -> None:
    store = ConversationStore(home)
    store.append(owner, "", question, Filters(), ANSWER)
    store.close()


def questions(home: Path) -> list[str]:
    with closing(sqlite3.connect(home / FILE)) as database:
        return [row[0] for row in database.execute("select question from turn order by question")]


def pages_of(assistant, home: Path, name: str) -> str:
    """Return the list of conversations that a person sees who signs in."""
    app = application(assistant, Settings(home=home, sign_in=True))
    with TestClient(app, base_url=HERE) as client:
        client.post("/sign-in", data={"name": name, "password": PASSWORD, "then": "/conversations"})
        return client.get("/conversations").text


def test_an_account_with_the_name_of_a_removed_one_sees_none_of_its_conversations(
    run, assistant, at, one_chat
):
    assert f"{SECRET} asks anna" in pages_of(assistant, at, "anna")
    assert run("account", "remove", "anna", "--keep", at=at).status == 0
    run("account", "add", "anna", stdin=f"{PASSWORD}\n".encode(), at=at)
    assert SECRET not in pages_of(assistant, at, "anna")
    assert questions(at) == [f"{SECRET} asks anna", f"{SECRET} asks rolf"]


def test_conversations_are_erased_to_the_last_byte(run, at):
    done = run("account", "remove", "anna", "--erase", "--json", at=at)
    assert done.json == {"removed": "anna", "erased": 1}
    assert done.err == "Account 'anna' removed. 1 conversation erased; earlier backups still contain them.\n"
    assert questions(at) == [f"{SECRET} asks rolf"]
    assert f"{SECRET} asks anna".encode() not in (at / FILE).read_bytes()


def test_notes_collections_proposals_and_drafts_are_erased_with_them(run, at, resolution, read_here):
    clause = StoredClause("itu-pp/res-900/2030#resolves", "Resolution 900", "resolves")
    ids = [Accounts(at).existing(name).id for name in ("anna", "rolf")]
    with closing(NotebookStore(at)) as notebook:
        for id_ in ids:
            notebook.write(id_, clause, 0, 0, f"a note {SECRET} of {id_}")
            notebook.collect(id_, "", f"collection {SECRET} of {id_}", [clause])
    with closing(ProposalStore(at)) as proposals:
        for id_ in ids:
            about = About(f"proposal {SECRET} of {id_}", "", "", "", "itu", "", "Resolution 71", "")
            proposals.begin(id_, Proposal.on(resolution), about)
    drafts, file, library = DraftStore(at), at / "draft.txt", Library((), catalogue())
    file.write_text(SECRET)
    for id_ in ids:
        drafts.add(id_, Upload("draft.txt", file), None, library, Limits())
    done = run("account", "remove", "anna", "--erase", at=at)
    assert "1 conversation, 1 note, 1 collection, 1 proposal and 1 draft erased;" in done.err
    assert [drafts.count(id_) for id_ in ids] == [0, 1]
    with closing(NotebookStore(at)) as notebook:
        assert [notebook.count(id_) for id_ in ids] == [(0, 0), (1, 1)]
    with closing(ProposalStore(at)) as proposals:
        assert [proposals.count(id_) for id_ in ids] == [0, 1]
    assert f"{SECRET} of {ids[0]}".encode() not in (at / FILE).read_bytes()


def test_conversations_that_are_kept_are_said_to_be(run, at):
    done = run("account", "remove", "anna", "--keep", "--json", at=at)
    assert done.json == {"removed": "anna", "erased": 0}
    assert "Its conversations, notes, collections, proposals and drafts are retained" in done.err


def test_without_a_terminal_it_has_to_be_said_whether_to_erase(run, at):
    done = run("account", "remove", "anna", at=at)
    assert (done.status, done.err) == (
        1,
        "resolutions: 'anna' may have conversations or notes; add --erase to erase them, or --keep to keep"
        " them\n",
    )
    assert Accounts(at).find("anna")
    assert len(questions(at)) == 2


@pytest.mark.parametrize(
    ("typed", "left", "is_removed"),
    [("erase\n", 1, True), ("keep\n", 2, True), ("\n", 2, False), ("", 2, False)],
)
def test_at_a_terminal_it_is_asked(run, at, monkeypatch, typed, left, is_removed):
    monkeypatch.setattr("assistant.cli.accounts.is_terminal", lambda: True)
    done = run("account", "remove", "anna", stdin=typed.encode(), at=at)
    assert done.err.startswith("Account 'anna' has 1 conversation. Erase or keep? [erase/keep] ")
    assert len(questions(at)) == left
    assert (Accounts(at).find("anna") is None) is is_removed
    assert done.status == (0 if is_removed else 1)


def test_both_at_once_cannot_be_asked(run, at):
    assert run("account", "remove", "anna", "--erase", "--keep", at=at).status == 2


def test_where_conversations_cannot_be_erased_the_account_stays(run, at):
    (at / FILE).write_bytes(b"no database at all" * 100)
    done = run("account", "remove", "anna", "--erase", at=at)
    assert done.status == 1
    assert "cannot be opened" in done.err
    assert Accounts(at).find("anna")
    assert run("account", "remove", "anna", "--keep", at=at).status == 0


def test_an_account_of_an_earlier_version_keeps_its_conversations_and_its_name_does_not(
    run, assistant, at, one_chat
):
    """Before accounts had an id, conversations belonged to a name."""
    path = at / "accounts.json"
    rows = json.loads(path.read_text())["accounts"]
    bare = [{name: row[name] for name in ("name", "role", "hash", "keys")} for row in rows]
    path.write_text(json.dumps({"accounts": bare}))
    with closing(sqlite3.connect(at / FILE)) as database, database:
        for row in rows:
            database.execute("update conversation set owner = ? where owner = ?", (row["name"], row["id"]))
    assert f"{SECRET} asks anna" in pages_of(assistant, at, "anna")
    run("account", "add", "another", stdin=f"{PASSWORD}\n".encode(), at=at)
    assert f"{SECRET} asks anna" in pages_of(assistant, at, "anna")
    run("account", "remove", "anna", "--keep", at=at)
    run("account", "add", "anna", stdin=f"{PASSWORD}\n".encode(), at=at)
    assert SECRET not in pages_of(assistant, at, "anna")
    assert f"{SECRET} asks rolf" in pages_of(assistant, at, "rolf")


def test_a_draft_stays_with_the_account_and_not_with_its_name(run, assistant, at, one_chat):
    app = application(assistant, Settings(home=at, sign_in=True))
    with TestClient(app, base_url=HERE) as client:
        client.post("/sign-in", data={"name": "anna", "password": PASSWORD})
        address = client.post("/draft", data={"draft": "to trim secret lanterns"}).url.path
        assert "to trim secret lanterns" in client.get(address).text
        run("account", "remove", "anna", "--keep", at=at)
        run("account", "add", "anna", stdin=f"{PASSWORD}\n".encode(), at=at)
        assert client.get(address).status_code == 401, "the session ends with the account"
        client.post("/sign-in", data={"name": "anna", "password": PASSWORD})
        assert "to trim secret lanterns" not in client.get(address).text


def test_without_a_sign_in_conversations_stay_where_they_were(assistant, at, one_chat):
    keep(at, "", "asked on this machine")
    with TestClient(application(assistant, Settings(home=at)), base_url=HERE) as client:
        html = client.get("/conversations").text
    assert "asked on this machine" in html
    assert SECRET not in html
