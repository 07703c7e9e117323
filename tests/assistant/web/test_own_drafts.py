"""A draft that an account adds for itself: its owner works with it, for everybody else it does not exist."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.administration.accounts import Accounts, Role
from assistant.library.adding import Upload
from assistant.library.own_drafts import MOST, DraftStore
from assistant.library.storage import DRAFTS
from assistant.operations import OPERATIONS
from assistant.settings import Settings
from assistant.web.asking import Asking, Tab, Visitor
from assistant.web.library_page.jobs import Jobs
from assistant.web.security.authentication import COOKIE, VIEWER
from assistant.web.server import application
from corpus import EditionKey
from corpus.errors import ResolutionsError, UnknownEdition
from ingest.limits import Limits

HERE = "http://127.0.0.1"
ANNA, ROLF, CURATOR = PEOPLE = ("anna", "rolf", "carla")
PASSWORD = "lanterns on the pier"
ADOPTED, KEY = "itu-pp/res-71/2022", "itu-pp/res-71/2026"
SECRET = re.compile("phosphorescent|doha", re.IGNORECASE)  # of its text and its title, of its name
QUESTION = "What does the draft Resolution 71 resolve?"
MCP = {"Accept": "application/json, text/event-stream"}
pytestmark = pytest.mark.usefixtures("one_chat", "read_here")


@pytest.fixture(scope="module")
def draft(harbours_text: str) -> bytes:
    text = harbours_text.replace(
        "RESOLUTION 900 (REV. LISBON, 2030)", "DRAFT RESOLUTION 71 (REV. DOHA, 2026)"
    )
    text = text.replace("Lisbon, 2030", "Doha, 2026").replace(
        "Lanterns along", "Phosphorescent lanterns along"
    )
    return text.replace(
        "every harbour shall keep a lantern", "every harbour shall be phosphorescent"
    ).encode()


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr("assistant.administration.accounts.PasswordHasher", lambda: quick)
    monkeypatch.setattr(Jobs, "_begin", lambda *_: None)
    monkeypatch.setattr("assistant.web.routes.library.check_integrity", lambda _: ())
    monkeypatch.setattr("assistant.web.model_switch.found_here", lambda _: ())
    for name in PEOPLE:
        Accounts(tmp_path).add(name, PASSWORD, Role.CURATOR if name == CURATOR else Role.READER)
    return tmp_path


@pytest.fixture
def clients(assistant, at: Path) -> Iterator[dict[str, TestClient]]:
    """A client for each person."""
    app = application(assistant, Settings(home=at, sign_in=True))
    with TestClient(app, base_url=HERE, follow_redirects=False) as client:
        found = {}
        for name in PEOPLE:
            reply = client.post("/sign-in", data={"name": name, "password": PASSWORD})
            cookies = {COOKIE: reply.cookies[COOKIE]}
            found[name] = TestClient(app, base_url=HERE, follow_redirects=False, cookies=cookies)
            client.cookies.clear()
        yield found


def id_of(at: Path, name: str) -> str:
    return Accounts(at).existing(name).id


def add(client: TestClient, data: bytes, name: str = "draft.txt", **fields: str):
    return client.post("/library/drafts", files={"files": (name, data)}, data=fields)


def named_in(operation: str, values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if name in OPERATIONS[operation].takes.model_fields}


NAMING = {
    "question": QUESTION, "query": "phosphorescence of harbours", "id": f"{KEY}#preface__title", "a": ADOPTED,
    "claim": "A harbour shall glow.", "draft": "resolves that every harbour shall glow", "b": KEY,
    "text": KEY, "phrase": "harbour shall be", "label": "resolves 1", "edition": KEY,
    "clause": f"{KEY}#preface__title",
    "key": KEY, "q": "draft 71 resolves 1", "title": "one", "view": "changes", "words": "harbour",
    "ask": QUESTION, "format": "json",
}  # fmt: skip
"""What names the draft in addresses, forms and calls, or asks for its words."""


def replies(client: TestClient, values: dict[str, str]) -> Iterator[tuple[str, int, str]]:
    """Walk what all routes of ours answer, with values in addresses and forms, and all operations."""
    named = {"key": KEY, "issuer": "itu-pp", "work": "res-71", "year": "2026", "clause": "resolves/1",
             "form": "json", "ending": "csv", "operation": "list_texts"}  # fmt: skip
    for route in client.app.routes:
        if not isinstance(route, Route) or route.path == "/sign-out":
            continue
        path = re.sub(
            r"\{(\w+)[^}]*\}", lambda match: named.get(match[1], "1") if values else "1", route.path
        )
        for method in sorted((route.methods or set()) - {"HEAD"}):
            given = {"params" if method == "GET" else "data": values}
            reply = client.request(method, path, **given)
            yield f"{method} {route.path}", reply.status_code, f"{reply.text} {reply.headers.get('location')}"
    for name in OPERATIONS:
        asked = named_in(name, values)
        reply = client.get(f"/api/v1/{name}", params=asked)
        yield name, reply.status_code, reply.text
        call = {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "tools/call",
            "params": {"name": name, "arguments": asked},
        }
        reply = client.post("/mcp", json=call, headers=MCP)
        yield f"MCP {name}", reply.status_code, reply.text


def statuses(client: TestClient) -> dict[str, int]:
    return {what: status for what, status, _ in replies(client, NAMING)}


# -- for others it does not exist ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", [ROLF, CURATOR])
def test_no_reply_to_another_account_has_anything_of_a_draft(clients, draft, name, every_row, caplog):
    caplog.set_level(logging.INFO)
    before = statuses(clients[name])
    assert add(clients[ANNA], draft, "phosphorescent.txt").status_code == 303
    assert SECRET.search(clients[ANNA].get("/library").text)
    assert clients[ANNA].get("/api/v1/ask", params={"question": QUESTION}).status_code == 200
    assert not [line for line in caplog.messages if SECRET.search(line)]

    def check(row: tuple[str, int, str]) -> None:
        what, status, text = row
        assert status not in (429, 500)
        assert not SECRET.search(text), text
        assert status == before.get(what, status), "as if it were not there"

    rows = [
        *replies(clients[name], NAMING),
        *((f"plain {what}", *row) for what, *row in replies(clients[name], {})),
    ]
    assert len(rows) > 200
    every_row([(row[0], row) for row in rows], check)
    assert not [text for what, _, text in rows if what.startswith("plain") and KEY in text], "nor its id"


def test_the_chat_shows_each_their_own_whoever_asked_before(clients, at, draft):
    add(clients[ANNA], draft)
    asking = Asking(clients[ANNA].app.state.service)
    VIEWER.set(id_of(at, ANNA))  # a queue may have been started by her request
    shown = {name: [*asking.answer(QUESTION, Tab(), Visitor(id_of(at, name)))][-1] for name in (ANNA, ROLF)}
    VIEWER.set("")
    assert "phosphorescent" in shown[ANNA]
    assert not SECRET.search(shown[ROLF])
    assert not SECRET.search(asking.begin(Tab(), Visitor(id_of(at, ROLF))))


def test_two_accounts_have_each_their_own_draft_of_one_edition(clients, draft):
    other = draft.replace(b"hosphorescent", b"ellucid")
    assert add(clients[ANNA], draft).status_code == add(clients[ROLF], other).status_code == 303
    texts = {name: clients[name].get(f"/read/{KEY}").text for name in (ANNA, ROLF)}
    assert "ellucid" not in texts[ANNA]
    assert "hosphorescent" not in texts[ROLF]
    assert clients[ROLF].post("/library/drafts/delete", data={"key": KEY}).status_code == 303
    assert clients[ROLF].get(f"/read/{KEY}").status_code == 404
    assert clients[ANNA].get(f"/read/{KEY}").status_code == 200


def test_nobody_deletes_what_is_not_theirs(clients, at, draft):
    add(clients[ANNA], draft)
    for name in (ROLF, CURATOR):
        assert clients[name].post("/library/drafts/delete", data={"key": KEY}).status_code == 404
        assert clients[name].post("/library/remove", data={"key": KEY}).status_code in (403, 404)
    assert DraftStore(at).of(id_of(at, ANNA))


# -- its owner works with it --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "given"),
    [
        ("/read/{key}", {}),
        ("/library", {}),
        ("/compare", {"a": ADOPTED, "b": KEY}),
        ("/propose", {}),
        ("/palette", {"q": "71"}),
        ("/download/akn/{key}", {}),
        ("/api/v1/ask", {"question": QUESTION}),
        ("/api/v1/list_texts", {}),
        ("/api/v1/fetch", {"id": KEY}),
        ("/quotation", {"clause": NAMING["clause"]}),
        ("/api/v1/compare_editions", {"a": ADOPTED, "b": KEY}),
    ],
)
def test_its_owner_finds_it(clients, draft, path, given):
    add(clients[ANNA], draft)
    reply = clients[ANNA].get(path.format(key=KEY), params=given)
    assert reply.status_code == 200
    assert SECRET.search(reply.text)


def test_its_owner_proposes_on_it_and_deletes_it(clients, draft):
    add(clients[ANNA], draft)
    begun = clients[ANNA].post("/propose", data={"text": KEY})
    assert (begun.status_code, "/propose/" in begun.headers["location"]) == (303, True)
    page = clients[ANNA].get("/library").text
    assert "seen only by you" in page
    assert clients[ANNA].post("/library/drafts/delete", data={"key": KEY}).status_code == 303
    assert not SECRET.search(clients[ANNA].get("/library").text)


def test_a_program_with_her_key_sees_it(clients, at, draft):
    add(clients[ANNA], draft)
    for name, sees in ((ANNA, True), (ROLF, False)):
        key = {"Authorization": f"Bearer {Accounts(at).add_key(name)}"}
        found = TestClient(clients[ANNA].app, base_url=HERE).get("/api/v1/list_texts", headers=key).text
        assert bool(SECRET.search(found)) is sees


def test_adopted_texts_answer_as_before(clients, draft):
    question = {"question": "What is Resolution 71 about?"}
    before = clients[ANNA].get("/api/v1/ask", params=question).json()
    add(clients[ANNA], draft)
    assert clients[ANNA].get("/api/v1/ask", params=question).json() == before


def test_without_a_sign_in_there_are_no_drafts_of_ones_own(assistant, at, draft):
    with TestClient(application(assistant, Settings(home=at)), base_url=HERE) as client:
        assert add(client, draft).status_code == 404
        assert "Your drafts" not in client.get("/library").text


# -- how they are kept --------------------------------------------------------------------------------------


@pytest.fixture
def keep(tmp_path: Path, assistant):
    """Add a file to anna's drafts, as the page does."""
    store = DraftStore(tmp_path)

    def kept(data: bytes, name: str = "draft.txt", key: str = "") -> EditionKey:
        path = tmp_path / name
        path.write_bytes(data)
        library = assistant.library.with_own(store.of("#anna"))
        return store.add(
            "#anna", Upload(name, path), EditionKey.parse(key) if key else None, library, Limits()
        )

    kept.store = store
    return kept


def test_whatever_a_file_says_it_is_a_draft_beside_the_adopted_text(keep):
    key = keep(b"RESOLUTION 71 (REV. BUCHAREST, 2022)\n\nStrategic plan\n\nresolves\n\n1 to glow;\n")
    edition, _ = keep.store.of("#anna")[key]
    assert (str(key), edition.is_adopted) == ("itu-pp/res-71/2023", False)
    assert edition.name == "Resolution 71 (Rev. Bucharest, 2022; draft, not adopted)"


def test_a_file_that_does_not_say_what_it_is_is_called_by_its_name(keep):
    key = keep(b"The harbours shall glow.\n\nThe piers shall not.\n", "glowing piers.txt")
    assert "Glowing piers" in keep.store.of("#anna")[key][0].name


def test_the_same_file_is_there_once_and_another_of_its_edition_is_refused(keep, draft):
    assert keep(draft) == keep(draft, "copy.txt") == EditionKey.parse(KEY)
    with pytest.raises(ResolutionsError, match="delete it first, or choose another year"):
        keep(draft + b"\n3 that they glow.\n")
    assert str(keep(draft + b"\n3 that they glow.\n", key="itu-pp/res-71/2027")).endswith("2027")
    assert keep.store.count("#anna") == 2


def test_an_account_has_so_many(keep, monkeypatch):
    assert MOST > 1
    monkeypatch.setattr("assistant.library.own_drafts.MOST", 1)
    keep(b"One.\n\nTwo.\n", "one.txt")
    with pytest.raises(ResolutionsError, match="delete one first"):
        keep(b"Three.\n\nFour.\n", "two.txt")


def test_an_adopted_text_hides_its_draft(keep, draft, assistant):
    keep(draft)
    drafts = keep.store.of("#anna")
    adopted = drafts[EditionKey.parse(KEY)][0]
    library = type(assistant.library)((adopted,), assistant.library.catalogue).with_own(drafts)
    assert (library.pending, library.own) == ((), frozenset())


def test_a_damaged_draft_is_left_out_until_its_file_is_added_again(keep, draft, tmp_path):
    key = keep(draft)
    (path,) = (tmp_path / DRAFTS).glob("*/itu-pp/res-71/2026.json")
    path.write_bytes(b"{}")
    keep.store._read.cache_clear()
    assert not keep.store.of("#anna")
    assert keep(draft) == key
    assert key in keep.store.of("#anna")


def test_what_an_account_has_is_erased_with_it(keep, draft):
    keep(draft)
    assert (keep.store.count("#anna"), keep.store.count("#rolf")) == (1, 0)
    keep.store.erase("#anna")
    assert (keep.store.count("#anna"), dict(keep.store.of("#anna"))) == (0, {})
    with pytest.raises(UnknownEdition):
        keep.store.remove("#anna", EditionKey.parse(KEY))
