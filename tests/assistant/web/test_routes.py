"""Every route of the application: who may use it, and what is refused on all of them.

The tables name each route, so a new one has to be added here, with who may use it.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from itertools import cycle, product
from pathlib import Path
from urllib.parse import quote

import pytest
from argon2 import PasswordHasher
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.testclient import TestClient

from assistant.administration.accounts import Accounts, Role
from assistant.settings import Settings
from assistant.web.library_page.jobs import Jobs
from assistant.web.security.authentication import COOKIE
from assistant.web.server import application

HERE = "http://127.0.0.1"
NOBODY, READER, CURATOR = ROLES = ("nobody", "reader", "curator")  # each may do what those before it may
PASSWORDS = {READER: "willows and reeds", CURATOR: "lanterns on the pier"}
REFUSED = {401, 403}
pytestmark = pytest.mark.usefixtures("one_chat")

OPEN = (
    "GET /healthz", "GET /readyz", "GET /static/{path}", "GET /sign-in", "POST /sign-in",
)  # fmt: skip
FOR_READERS = (
    "GET /", "GET /alive", "GET /api", "GET /api/v1/openapi.json", "GET /api/v1/{operation}",
    "GET /assets/{path}", "GET /check", "GET /check/{session}",
    "GET /check/{session}/report.{ending}", "GET /compare", "GET /compare/{ending}", "GET /concordance",
    "GET /concordance.csv", "GET /collections/add", "GET /collections/{id}", "GET /collections/{id}.{form}",
    "GET /conversations/{id}/{turn:number}/collect", "GET /notes", "GET /notes.{form}",
    "GET /notes/in/{key:path}", "GET /notes/on", "GET /notes/{id}",
    "GET /conversations", "GET /conversations/{id}.{form}", "GET /conversations/{id}/print",
    "GET /conversations/{id}/{turn:number}.{form}", "GET /conversations/{id}/{turn:number}/print",
    "GET /download/{form}/{key:path}", "GET /draft", "GET /draft/{session}/{number:number}", "GET /duties",
    "GET /duties/changes", "GET /duties/export/{ending}", "GET /duties/office",
    "GET /duties/office/calendar.ics", "GET /find", "GET /glossary", "GET /gradio.js", "GET /handout",
    "GET /handout/file", "GET /kept", "GET /library", "GET /meeting", "GET /meeting/code", "GET /meeting/qr",
    "GET /service-worker.js", "POST /handout", "GET /streamline", "GET /streamline/{ending}",
    "GET /library/progress", "GET /palette", "GET /qr", "GET /quotation", "GET /read/{key:path}",
    "GET /references", "GET /refusal", "GET /share", "GET /short", "GET /start", "GET /whereabouts",
    "GET /{issuer}/{work}/{year:number}", "GET /{issuer}/{work}/{year:number}/{clause:path}",
    "GET /{work}/{year:number}", "GET /{work}/{year:number}/{clause:path}", "POST /api/v1/{operation}",
    "GET /proposals", "GET /proposals/{session}", "GET /proposals/{session}/table.{ending}",
    "POST /proposals/new", "POST /proposals/{session}/own/{text:number}/{number:number}",
    "POST /check/new", "POST /collections/add", "POST /collections/choose", "POST /collections/{id}/delete",
    "POST /collections/{id}/move", "POST /collections/{id}/remove", "POST /collections/{id}/rename",
    "POST /collections/{id}/restore", "POST /notes/on", "POST /notes/{id}", "POST /notes/{id}/delete",
    "POST /notes/{id}/restore",
    "GET /propose", "GET /propose/{id}", "GET /propose/{id}/as/{ending}", "GET /propose/{id}/clause",
    "POST /propose", "POST /propose/{id}/about", "POST /propose/{id}/beside", "POST /propose/{id}/change",
    "POST /propose/{id}/delete", "POST /propose/{id}/restore", "POST /propose/{id}/undo",
    "POST /propose/{id}/versions/{number:number}",
    "POST /conversations/{id}/delete", "POST /conversations/{id}/rename", "POST /conversations/{id}/restore",
    "POST /draft", "POST /draft/file", "POST /draft/selection/{ending}", "POST /mcp", "POST /verdict",
    "POST /library/drafts", "POST /library/drafts/delete", "POST /sign-out",
)  # fmt: skip
FOR_CURATORS = (
    "GET /library/check", "GET /library/remove", "GET /metrics", "GET /model",
    "POST /library/add", "POST /library/fetch",
    "POST /library/forget", "POST /library/index", "POST /library/remove", "POST /library/review",
    "POST /model/decline", "POST /model/elsewhere", "POST /model/look", "POST /model/off", "POST /model/stop",
    "POST /model/test",
)  # fmt: skip
OURS = {
    **dict.fromkeys(OPEN, NOBODY),
    **dict.fromkeys(FOR_CURATORS, CURATOR),
    **dict.fromkeys(FOR_READERS, READER),  # its last ends the session
}
"""Who may at least use each of our routes. Files that pages load are there before a sign-in only if ours."""

GRADIO = {
    "GET /chat/config", "GET /chat/config/", "GET /chat/static/{path}", "GET /chat/theme.css",
    "GET /chat/gradio_api/app_id", "GET /chat/gradio_api/app_id/",
    "GET /chat/gradio_api/heartbeat/{session_hash}", "GET /chat/gradio_api/info",
    "GET /chat/gradio_api/info/", "GET /chat/gradio_api/queue/data", "GET /chat/gradio_api/startup-events",
    "POST /chat/gradio_api/cancel", "POST /chat/gradio_api/queue/join", "POST /chat/gradio_api/reset",
    "POST /chat/gradio_api/reset/",
}  # fmt: skip
"""What of Gradio's application is open to readers. All else that it has is closed to everybody."""

FOREIGN = [
    "https://example.org", "null", "", "file://", "http://127.0.0.1:1", "http://127.0.0.1.example.org",
    "http://127.0.0.1@example.org", "http://localhost", "http://example.org/http://127.0.0.1",
]  # fmt: skip
HOSTS = [
    "example.org", "127.0.0.1.example.org", "127.0.0.1.", "127.0.0.1@example.org", "127.0.0.1:80@example.org",
    "", "localhost.example.org", "[::1].example.org", "0.0.0.0", "192.168.0.1",
]  # fmt: skip
CANARY = "canary-of-this-test"
TRAVERSALS = [
    f"../{CANARY}", f"../../../../{CANARY}", f"..\\..\\{CANARY}", f"....//....//{CANARY}", f"/{CANARY}",
    f"%2e%2e%2f{CANARY}", f"{CANARY}\0.json", f"json/../../../{CANARY}", f"file:///{CANARY}", f"C:\\{CANARY}",
    f"./{CANARY}", f"page.css/../../{CANARY}", f"~/{CANARY}",
]  # fmt: skip
NAMES = (
    "a", "b", "add", "after", "clause", "conversation", "deleted", "edition", "format", "issuer", "key",
    "kind", "label", "q", "quote", "removed", "show", "text", "then", "turn", "view", "words",
)  # fmt: skip


def walked(routes, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Walk what an application really has: methods and paths, also of what is mounted and included."""
    for one in routes:
        assert not isinstance(one, WebSocketRoute), "the pages open no socket"
        included = getattr(one, "original_router", None)
        if included is not None:
            yield from walked(included.routes, prefix)
        elif isinstance(one, Mount) and one.routes:
            yield from walked(one.routes, f"{prefix}{one.path}")
        elif isinstance(one, Mount):
            yield "GET", f"{prefix}{one.path}/{{path}}"
        else:
            assert isinstance(one, Route) or one.methods, f"what is {one!r}?"
            yield from ((method, f"{prefix}{one.path}") for method in one.methods - {"HEAD"})


def listed(app) -> set[str]:
    return {f"{method} {path.replace('{path:path}', '{path}')}" for method, path in walked(app.routes)}


def filled(route: str, value: str = "one") -> tuple[str, str]:
    """Return a method and a path in which each name has a value; numbers stay numbers."""
    method, path = route.split(" ")
    return method, re.sub(r"\{\w+(:number)?[^}]*\}", lambda it: "1" if it[1] else value, path)


@pytest.fixture(autouse=True)
def _harmless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin no job, check no library, hash passwords at once: what is tested is who gets that far."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr("assistant.administration.accounts.PasswordHasher", lambda: quick)
    monkeypatch.setattr(Jobs, "_begin", lambda *_: None)
    monkeypatch.setattr("assistant.web.routes.library.check_integrity", lambda _: ())
    monkeypatch.setattr("assistant.web.model_switch.found_here", lambda _: ())


@pytest.fixture
def at(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    Accounts(home).add(READER, PASSWORDS[READER], Role.READER)
    Accounts(home).add(CURATOR, PASSWORDS[CURATOR], Role.CURATOR)
    return home


@pytest.fixture
def app(assistant, at):
    return application(assistant, Settings(home=at, sign_in=True))


@pytest.fixture
def asks(app) -> Iterator[dict[str, TestClient]]:
    """Return a client for each role."""
    with TestClient(app, base_url=HERE, follow_redirects=False, raise_server_exceptions=False) as client:
        clients = {NOBODY: client}
        for role, password in PASSWORDS.items():
            signed_in = client.post("/sign-in", data={"name": role, "password": password})
            clients[role] = TestClient(
                app, base_url=HERE, follow_redirects=False, raise_server_exceptions=False,
                cookies={COOKIE: signed_in.cookies[COOKIE]},
            )  # fmt: skip
        client.cookies.clear()
        yield clients


@pytest.fixture
def client(assistant, at) -> Iterator[TestClient]:
    """A client where no sign-in is needed."""
    app = application(assistant, Settings(home=at))
    with TestClient(app, base_url=HERE, follow_redirects=False, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def routes(app) -> list[str]:
    """All routes of the application, ours and Gradio's."""
    return sorted(listed(app))


# -- who may use what ---------------------------------------------------------------------------------------


def test_the_tables_name_every_route_there_is(routes):
    assert {one for one in routes if " /chat" not in one} == set(OURS)
    assert set(routes) >= GRADIO
    assert len([one for one in routes if " /chat" in one]) > 3 * len(GRADIO)  # Gradio's routes were found


def sent(route: str, role: str) -> dict[str, object]:
    """Return what has to be sent so that a route answers and not refuses the person."""
    name = READER if role == NOBODY else role
    return {"data": {"name": name, "password": PASSWORDS[name]}} if route == "POST /sign-in" else {}


@pytest.mark.parametrize("role", ROLES)
def test_each_route_is_for_those_that_the_table_names(asks, role, every_row):
    def check(route: str) -> None:
        status = asks[role].request(*filled(route), **sent(route, role)).status_code
        asks[NOBODY].cookies.clear()  # who signed in is somebody
        may = ROLES.index(role) >= ROLES.index(OURS[route])
        expected = 401 if role == NOBODY else 403
        assert status < 500
        assert (status not in REFUSED) if may else (status == expected), status

    every_row([(one, one) for one in OURS], check)


def test_of_gradio_only_what_the_chat_needs_is_open(asks, routes, every_row):
    def check(route: str) -> None:
        method, path = filled(route)
        assert asks[NOBODY].request(method, path).status_code == (401 if route in GRADIO else 404)
        if route not in GRADIO:
            assert asks[CURATOR].request(method, path).text == "There is nothing at this address.\n"

    every_row([(one, one) for one in routes if " /chat" in one], check)


# -- another site, another name -----------------------------------------------------------------------------


def test_another_site_changes_nothing_anywhere(asks, routes, every_row):
    def check(row: tuple[str, str, str]) -> None:
        role, route, origin = row
        answer = asks[role].request(*filled(route), headers={"Origin": origin})
        assert answer.status_code == (403 if " /chat" not in route or route in GRADIO else 404)
        assert "access-control-allow-origin" not in answer.headers

    changing = [one for one in routes if not one.startswith("GET ")]
    rows = [(*one, origin) for one, origin in zip(product(ROLES, changing), cycle(FOREIGN), strict=False)]
    every_row([(" ".join(one), one) for one in rows], check)


def test_another_site_cannot_use_other_methods(asks, every_row):
    def check(row: tuple[str, str]) -> None:
        method, path = row
        status = asks[CURATOR].request(method, path, headers={"Origin": "https://example.org"}).status_code
        assert status in ((400, 403) if method == "OPTIONS" else (403,))

    rows = product(["PUT", "PATCH", "DELETE", "OPTIONS", "NONSENSE"], [filled(one)[1] for one in OURS])
    every_row([(" ".join(one), one) for one in rows], check)


def test_another_site_may_not_read_what_is_got(asks, every_row):
    def check(route: str) -> None:
        answer = asks[CURATOR].request(*filled(route), headers={"Origin": "https://example.org"})
        assert "access-control-allow-origin" not in answer.headers
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"

    every_row([(one, one) for one in OURS if one.startswith("GET ")], check)


def test_on_this_machine_another_host_name_is_refused_on_every_route(client, routes, every_row):
    def check(row: tuple[str, list[tuple[str, str]]]) -> None:
        assert client.request(*filled(row[0]), headers=row[1]).status_code == 400

    wrong = [[("Host", one)] for one in HOSTS] + [[("Host", "127.0.0.1"), ("Host", "example.org")]]
    rows = zip(routes, cycle(wrong), strict=False)
    every_row([(f"{route} {host}", (route, host)) for route, host in rows], check)


# -- files are served by id, never by name ------------------------------------------------------------------

_OPENED: list[str] = []


def _noted(event: str, given: tuple[object, ...]) -> None:
    if event in ("open", "os.listdir", "os.scandir") and given and CANARY in str(given[0]):
        _OPENED.append(str(given[0]))


sys.addaudithook(_noted)


@pytest.fixture
def canary(at: Path) -> str:
    """Put a file wherever a way out of a folder might lead; return what is in it."""
    words = "the canary sings of harbours"
    for folder in (at, at.parent, at.parent.parent):
        (folder / CANARY).write_text(words, encoding="utf-8")
    _OPENED.clear()
    return words


def test_the_note_of_opened_files_sees_one(canary, at):
    (at / CANARY).read_text(encoding="utf-8")
    assert len(_OPENED) == 1


def test_no_path_leads_to_a_file(client, canary, routes, every_row):
    def check(row: tuple[str, str]) -> None:
        answer = client.request(*filled(row[0], quote(row[1], safe="")))
        assert answer.status_code < 500
        assert canary not in answer.text
        assert not _OPENED, _OPENED

    named = [one for one in routes if "{" in one and "heartbeat" not in one]  # that one is a stream
    every_row([(f"{one} {name}", (one, name)) for one in named for name in TRAVERSALS], check)


def test_no_value_of_an_address_or_a_form_leads_to_a_file(client, canary, every_row):
    def check(row: tuple[str, str]) -> None:
        method, path = filled(row[0])
        fields = dict.fromkeys(NAMES, row[1])
        as_json = {"content": json.dumps(fields), "headers": {"Content-Type": "application/json"}}
        given = {"params": fields} if method == "GET" else as_json if "/api/" in path else {"data": fields}
        answer = client.request(method, path, **given)
        assert answer.status_code < 500
        assert canary not in answer.text
        assert not _OPENED, _OPENED

    every_row([(f"{one} {name}", (one, name)) for one in OURS for name in TRAVERSALS[:6]], check)
