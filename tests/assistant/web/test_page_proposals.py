"""Proposals: begun, edited by forms and by the script, kept, exported; nobody sees another's."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from assistant.administration.accounts import Accounts, Role
from assistant.library.library import Library
from assistant.proposals import store as stores
from assistant.proposals.about import form_of, numbering_of
from assistant.proposals.numbering import Numbering
from assistant.proposals.proposal import Operation
from assistant.proposals.store import ProposalStore
from assistant.settings import Settings
from assistant.web.palette import places
from assistant.web.proposing import remarks
from assistant.web.server import application
from corpus.catalogue import Catalogue
from corpus.keys import EditionKey

KEY = "itu-pp/res-71/2022"
FIRST, SECOND, THIRD = (f"instructs-itu-council__para_{number}" for number in (1, 2, 3))
CLAUSE = f"{KEY}#{FIRST}"
HERE = "http://127.0.0.1"
SCRIPT = {"Accept": "application/json"}
SECRET = "purple lanterns"


@pytest.fixture(scope="module")
def app(assistant, tmp_path_factory):
    return application(assistant, Settings(home=tmp_path_factory.mktemp("home")))


@pytest.fixture
def store(app, tmp_path):
    app.state.service.proposals = ProposalStore(tmp_path)
    return app.state.service.proposals


@pytest.fixture
def client(app, store):
    del store  # of this test alone
    with TestClient(app, base_url=HERE, headers={"Accept": "text/html"}) as client:
        yield client


@pytest.fixture
def path(client):
    return client.post("/propose", data={"text": KEY, "title": "Of Elbonia"}).url.path


def id_of(path):
    return path.rpartition("/")[2]


def form(html):
    """Return the fields of the open clause's form, as a browser without script sends them."""
    found = re.search(r'class="clause-form".*?</form>', html, re.DOTALL)[0]
    fields = dict(re.findall(r'<input[^>]*name="([^"]+)" value="([^"]*)"', found))
    return fields | {name: unescape(words) for name, words in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n(.*?)</textarea>', found, re.DOTALL)}  # fmt: skip  # noqa: E501


def opened(client, path, clause=FIRST):
    return form(client.get(path, params={"edit": clause}).text)


def step(client, path, deed="save", clause=FIRST, headers=None, **fields):
    sent = opened(client, path, clause) | {"do": deed} | fields
    return client.post(f"{path}/change", data=sent, headers=headers)


def printed(store, path):
    """Return the changed clauses of a proposal: operation, number, words."""
    proposal = store.read("", id_of(path)).proposal
    return [(clause.operation.value, clause.marker.now, clause.text.now) for clause in proposal.changed]


def test_a_clause_of_the_reader_is_changed_by_forms_alone(client, store):
    assert "Propose a change</a></p></noscript>" in client.get("/", params={"clause": CLAUSE}).text
    asked = client.get("/propose", params={"clause": CLAUSE}).text
    assert f'name="clause" value="{CLAUSE}"' in asked
    page = client.post("/propose", data={"clause": CLAUSE})
    path = page.url.path
    assert "Proposal on Resolution 71" in page.text
    words = form(page.text)["words"]
    saved = client.post(f"{path}/change", data=form(page.text) | {"words": f"{words} and the piers"})
    assert (saved.url.path, saved.url.fragment) == (path, f"c-{FIRST}")
    assert "1 of 206 clauses changed" in saved.text
    assert re.search(r"<ins><span class=\"voice\">Inserted: </span> ?and the piers", saved.text)
    added = step(client, path, "after")
    assert form(added.text) == {"clause": "new_1", "state": form(added.text)["state"], "number": "1 bis", "words": "", "reasons": ""}  # fmt: skip  # noqa: E501
    step(client, path, clause="new_1", words=f"to count\n<b>{SECRET}</b>", reasons="They are lost.")
    step(client, path, "delete", clause=SECOND)
    assert printed(store, path) == [
        ("MOD", "1", f"{words} and the piers"),
        ("ADD", "1 bis", f"to count <b>{SECRET}</b>"),
        ("SUP", "2", store.read("", id_of(path)).proposal.clause(SECOND).old),
    ]
    html = client.get(path).text
    assert f"&lt;b&gt;{SECRET}&lt;/b&gt;" in html
    assert "They are lost." in html
    assert "3 of 207 clauses changed; 1 without reasons" in html
    markdown = client.get(f"{path}/as/md")
    assert "**ADD 2**" in markdown.text
    assert markdown.headers["cache-control"] == "no-store"
    assert client.get(f"{path}/as/exe").status_code == 404
    assert "Proposal on Resolution 71" in client.get("/propose", params={"clause": CLAUSE}).text


def test_a_list_is_numbered_anew_unless_the_body_keeps_its_numbers(client, store, path):
    offer = "Number the list anew"
    assert offer in client.get(path, params={"edit": FIRST}).text
    store.change("", id_of(path), lambda proposal: replace(proposal, numbering=Numbering.LETTERS))
    assert offer not in client.get(path, params={"edit": FIRST}).text
    refused = client.post(f"{path}/change", data=opened(client, path) | {"do": "anew"})
    assert "The numbers of a treaty stay" in refused.text
    assert not printed(store, path)


def test_the_script_is_sent_the_changed_clauses_alone(client, path):
    typed = step(client, path, words="to keep lanterns", headers=SCRIPT).json()
    assert [row["id"] for row in typed["changed"]] == [FIRST]
    assert (typed["summary"], typed["canUndo"]) == ("1 of 206 clauses changed", False)
    moved = step(client, path, "down", headers=SCRIPT).json()
    assert [(row["id"], row["after"]) for row in moved["changed"]] == [
        (FIRST, "instructs-itu-council"),
        ("new_1", SECOND),
    ]
    assert (moved["focus"], moved["canUndo"]) == ("new_1", True)
    undone = client.post(f"{path}/undo", headers=SCRIPT).json()
    assert (undone["gone"], [row["id"] for row in undone["changed"]]) == (["new_1"], [FIRST])
    assert "keep lanterns" in undone["changed"][0]["html"]
    assert client.post(f"{path}/undo", headers=SCRIPT).status_code == 400


def test_of_two_windows_the_second_is_shown_both_wordings_and_may_save_again(client, store, path):
    other = opened(client, path)
    step(client, path, words="the first window")
    refused = client.post(f"{path}/change", data=other | {"words": "the second window"})
    assert refused.status_code == 409
    assert "This clause was changed in another window" in refused.text
    assert '<b>Saved in another window:</b> <span dir="auto">the first window</span>' in refused.text
    assert form(refused.text)["words"] == "the second window"
    told = client.post(f"{path}/change", data=other | {"words": "the second window"}, headers=SCRIPT)
    assert (told.status_code, told.json()["stored"]) == (409, "the first window")
    client.post(f"{path}/change", data=form(refused.text))
    assert printed(store, path) == [("MOD", "1", "the second window")]
    sent = client.post(f"{path}/change", data=opened(client, path, SECOND) | {"words": "elsewhere"})
    assert sent.status_code == 200, "another clause is no conflict"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"words": "x" * 100_001}, "at most 100,000 characters"),
        ({"number": "9" * 61}, "at most 60 characters"),
        ({"do": "explode"}, "cannot be done to a clause"),
        ({"clause": "new_9"}, "no longer in the proposal"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(client, store, path, fields, sentence):
    sent = opened(client, path) | fields
    for headers in (SCRIPT, {}):
        answer = client.post(f"{path}/change", data=sent, headers=headers)
        assert (answer.status_code, sentence in answer.text) == (400, True)
    assert printed(store, path) == []


def test_words_survive_a_restart_and_versions_come_back(client, store, path, tmp_path, monkeypatch):
    step(client, path, words="early words")
    monkeypatch.setattr(stores, "_PAUSE", timedelta(0))
    step(client, path, words="late words")
    again = ProposalStore(tmp_path)
    (version,) = again.versions("", id_of(path))
    assert printed(again, path) == [("MOD", "1", "late words")]
    assert f"{path}/versions/{version.number}" in client.get(path).text
    client.post(f"{path}/versions/{version.number}")
    assert printed(store, path) == [("MOD", "1", "early words")]
    assert len(store.versions("", id_of(path))) == 2, "what was there before going back is kept too"
    monkeypatch.setattr(stores, "MOST_VERSIONS", 2)
    step(client, path, words="third")
    assert [version.number for version in store.versions("", id_of(path))] == [3, 2]


def test_a_deleted_proposal_can_be_restored_for_ten_minutes(client, store, path):
    deleted = client.post(f"{path}/delete")
    assert "“Of Elbonia” was deleted." in deleted.text
    assert client.get(path).status_code == 404
    assert "Of Elbonia" in client.post(f"{path}/restore").text
    client.post(f"{path}/delete")
    past = (datetime.now(UTC) - timedelta(minutes=11)).isoformat(timespec="microseconds")
    with store._changing() as database:
        database.execute("update proposal set deleted = ?", (past,))
    assert client.post(f"{path}/restore").status_code == 404
    client.post("/propose", data={"text": KEY})
    assert store.count("") == 1


def test_limits_are_said_in_a_sentence(client, path, monkeypatch):
    monkeypatch.setattr(stores, "MOST_PROPOSALS", 1)
    refused = client.post("/propose", data={"text": KEY})
    assert (refused.status_code, "the limit of 1 proposals" in refused.text) == (400, True)
    monkeypatch.setattr(stores, "LONGEST_PROPOSAL", 10)
    assert "no room left" in step(client, path, words="longer words", headers=SCRIPT).json()["refusal"]
    said = client.post(f"{path}/about", data={"title": "x" * 201, "form": "itu"})
    assert (said.status_code, "at most 200 characters" in said.text) == (400, True)
    missing = client.get("/propose", params={"text": "itu-pp/res-71/1998"})
    assert (missing.status_code, "is not in the library" in missing.text) == (404, True)


def test_a_long_clause_and_many_changes_are_kept(client, store, path):
    step(client, path, words="lantern " * 5_000)
    proposal = store.read("", id_of(path)).proposal
    ids = [clause.id for clause in proposal.clauses if clause.operation is Operation.UNCHANGED]

    def all_typed(before):
        for id_ in ids:
            before = before.typed(id_, f"{before.clause(id_).now} – and more")
        return before

    store.change("", id_of(path), all_typed)
    assert len(printed(store, path)) == 206
    assert client.get(path, params={"show": "changes"}).text.count('class="proposed mod') == 206


def test_beside_a_clause_is_adopted_language_and_who_has_such_a_duty(client, path):
    words = "to oversee the implementation of the strategic plan and report to the plenipotentiary conference"
    html = client.post(f"{path}/beside", data={"clause": THIRD, "words": words}).text
    assert "Adopted language" in html
    assert "Who has a duty like this" in html
    assert f'%23{THIRD}"' not in html, "not the clause itself"
    assert "Adopted language" in client.get(path, params={"edit": FIRST}).text, "without script too"


def test_what_became_of_the_adopted_text_is_said(client, store, path, assistant):
    stored = store.read("", id_of(path))
    assert remarks(stored, assistant.library) == ()
    (said,) = remarks(stored, Library((), Catalogue(())))
    assert (
        said
        == "Resolution 71 (Rev. Bucharest, 2022) is no longer in the library. Your proposal has its own copy."
    )
    store.change("", id_of(path), lambda proposal: proposal.typed(FIRST, "words"))
    with store._changing():
        found = store._read("", id_of(path)).proposal
        store._write("", id_of(path), type(found)(found.edition, "other", found.clauses, found.numbering))
    assert "was replaced since" in client.get(path).text


@pytest.mark.parametrize(
    ("key", "form"),
    [
        ("itu-pp/res-71/2022", "itu"),
        ("un-ga/res-79-1/2024", "un"),
        ("who-wha/res-1/2020", "who"),
        ("fao/a/2020", "other"),
    ],
)
def test_the_form_is_that_of_the_body(key, form):
    assert form_of(EditionKey.parse(key)) == form


def test_the_palette_and_the_numbers_know_the_text(app, assistant):
    (group,) = [
        group
        for group in places("propose 71 council 3", app.state.service.now)
        if group.name.startswith("Propose")
    ]
    assert group.options[0].href == f"/propose?clause={KEY.replace('/', '%2F')}%23{THIRD}"
    assert numbering_of(assistant.library.editions[0]) is Numbering.LATIN


def test_nothing_of_one_account_is_seen_or_changed_by_another(assistant, tmp_path, monkeypatch):
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr("assistant.administration.accounts.PasswordHasher", lambda: quick)
    for name in ("anna", "rolf"):
        Accounts(tmp_path).add(name, "lanterns on the pier", Role.READER)
    app = application(assistant, Settings(home=tmp_path, sign_in=True))
    with TestClient(app, base_url=HERE, headers={"Accept": "text/html"}) as client:

        def sign_in(name):
            client.cookies.clear()
            client.post("/sign-in", data={"name": name, "password": "lanterns on the pier"})

        sign_in("anna")
        path = client.post("/propose", data={"text": KEY, "title": SECRET}).url.path
        sent = opened(client, path) | {"words": SECRET}
        client.post(f"{path}/change", data=sent)
        sign_in("rolf")
        for page in (
            path,
            f"{path}/clause?clause={FIRST}",
            f"{path}/as/md",
            f"/propose?deleted={id_of(path)}",
        ):
            answer = client.get(page)
            assert (answer.status_code, SECRET in answer.text) == (404 if path in page else 200, False), page
        for way in ("change", "beside", "undo", "about", "versions/1", "delete", "restore"):
            answer = client.post(f"{path}/{way}", data=sent | {"words": "rolf was here"})
            assert (answer.status_code, SECRET in answer.text) == (404, False), way
        assert SECRET not in client.get("/propose").text
        sign_in("anna")
        assert "rolf was here" not in client.get(path).text
        assert SECRET in client.get("/propose").text
        assert SECRET not in client.get(f"/find?text={KEY}&q={SECRET}").text
