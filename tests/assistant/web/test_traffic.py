"""What pages and exports may cost: rates, places, responses in pieces."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from argon2 import PasswordHasher
from starlette.responses import Response
from starlette.routing import Mount
from starlette.testclient import TestClient

from assistant.administration.accounts import Accounts, Role
from assistant.pipeline import Assistant
from assistant.settings import Settings, Traffic, read_settings
from assistant.web.routes import COSTLY, concordance, duties
from assistant.web.security.authentication import COOKIE
from assistant.web.security.clients import network_of
from assistant.web.server import application
from assistant.web.service import Service
from assistant.web.traffic import layer
from assistant.web.traffic.bounds import PIECE
from assistant.web.traffic.costs import Cost
from assistant.web.traffic.layer import costly_route
from corpus.errors import ResolutionsError

HERE = "http://127.0.0.1"
KEY = "itu-pp/res-71/2022"
DUTIES = "/duties/export/csv"
PASSWORD = "willows and reeds"
ELSEWHERE = {"X-Forwarded-For": "192.0.2.8"}  # another address: the client is a proxy
MCP = {"Accept": "application/json, text/event-stream"}
FAR = 30  # seconds that a test waits for what comes at once
PLAIN = {
    "/", "/alive", "/api", "/api/v1/openapi.json", "/assets/{path}", "/chat/{path}", "/check",
    "/collections/add", "/collections/choose", "/collections/{id}/delete", "/collections/{id}/move",
    "/collections/{id}/remove", "/collections/{id}/rename", "/collections/{id}/restore",
    "/notes/{id}/delete",
    "/notes/{id}/restore",
    "/conversations/{id}/delete", "/conversations/{id}/rename", "/conversations/{id}/restore", "/draft",
    "/find", "/gradio.js", "/kept", "/library/drafts/delete", "/library/fetch",
    "/library/forget", "/library/index",
    "/library/progress", "/library/remove", "/meeting/code", "/meeting/qr", "/model", "/model/decline",
    "/model/elsewhere", "/model/look", "/model/off", "/model/stop", "/model/test", "/qr", "/quotation",
    "/propose/{id}/about",
    "/propose/{id}/change", "/propose/{id}/delete", "/propose/{id}/restore", "/propose/{id}/undo",
    "/propose/{id}/versions/{number:number}", "/proposals",
    "/proposals/{session}/own/{text:number}/{number:number}", "/read/{key:path}", "/refusal",
    "/service-worker.js", "/share", "/short", "/sign-in",
    "/sign-out", "/static/{path}", "/verdict", "/whereabouts",
    "/{issuer}/{work}/{year:number}", "/{issuer}/{work}/{year:number}/{clause:path}",
    "/{work}/{year:number}", "/{work}/{year:number}/{clause:path}",
}  # fmt: skip
"""The routes that cost little, or are limited elsewhere: a walk of questions counts as a question."""

Serve = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("one_chat")


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse and hash passwords at once."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr("assistant.administration.accounts.PasswordHasher", lambda: quick)
    monkeypatch.setattr(layer, "PAUSE", 0.0)


@pytest.fixture
def serve(assistant: Assistant, tmp_path: Path) -> Iterator[Serve]:
    """Serve pages under limits; return a client. Where no sign-in is needed an address is what counts."""
    with ExitStack() as served:

        def start(*, sign_in: bool = False, api_calls: int = 120, **limits: Any) -> TestClient:
            given = Settings(home=tmp_path, sign_in=sign_in, api_calls=api_calls, traffic=Traffic(**limits))
            app = application(assistant, replace(given, proxies=("192.0.2.7",)))
            return served.enter_context(TestClient(app, base_url=HERE, client=("192.0.2.7", 1)))

        yield start


@pytest.fixture
def signed_in(tmp_path: Path, serve: Serve) -> Serve:
    """Return a client, and the headers of two accounts behind its address."""

    def start(**limits: Any) -> tuple[TestClient, dict[str, str], dict[str, str]]:
        for name in ("anna", "ben"):
            Accounts(tmp_path).add(name, PASSWORD, Role.READER)
        client = serve(sign_in=True, **limits)
        return client, _cookie(client, "anna"), _cookie(client, "ben")

    return start


def _cookie(client: TestClient, name: str) -> dict[str, str]:
    signed = client.post("/sign-in", data={"name": name, "password": PASSWORD}, follow_redirects=False)
    client.cookies.clear()
    return {"Cookie": f"{COOKIE}={signed.cookies[COOKIE]}"}


class Blocked:
    """A step that many requests take, and that waits until it is let go."""

    def __init__(self, step: Callable[..., Any]) -> None:
        self.step, self.calls = step, 0
        self.begun, self.go = Event(), Event()

    def __call__(self, *given: Any) -> Any:
        self.calls += 1
        self.begun.set()
        assert self.go.wait(FAR)
        return self.step(*given)


@pytest.fixture
def writing(monkeypatch: pytest.MonkeyPatch) -> Blocked:
    """The step that writes an export of duties."""
    blocked = Blocked(duties._written)
    monkeypatch.setattr(duties, "_written", blocked)
    return blocked


@contextmanager
def under_way(blocked: Blocked, *requests: Callable[[], Any]) -> Iterator[list[Future[Any]]]:
    """Have requests sent at once, of which at least one has begun; they end when the block does."""
    with ThreadPoolExecutor(len(requests)) as pool:
        sent = [pool.submit(request) for request in requests]
        assert blocked.begun.wait(FAR)
        try:
            yield sent
        finally:
            blocked.go.set()


# -- what each route costs ----------------------------------------------------------------------------------


def test_each_route_has_one_cost(assistant, tmp_path):
    routes = application(assistant, Settings(home=tmp_path)).routes
    paths = {f"{one.path}/{{path}}" if isinstance(one, Mount) else one.path for one in routes}
    costly = {route.path for route in COSTLY}
    operations = {"/api/v1/ask", "/api/v1/check_document"}  # of the route /api/v1/{operation}
    assert paths == (costly - operations) | PLAIN
    assert not costly & PLAIN


@pytest.mark.parametrize(
    ("path", "cost"),
    [
        ("/", None),
        ("/static/page.css", None),
        ("/compare", Cost.PAGE),
        ("/compare/docx", Cost.EXPORT),
        ("/download/akn/itu-pp/res-71/2022", Cost.EXPORT),
        ("/conversations/abc.docx", Cost.EXPORT),
        ("/conversations/abc/2.md", Cost.EXPORT),
        ("/conversations/abc/2/print", Cost.PAGE),
        ("/draft/selection/docx", Cost.EXPORT),
        ("/draft/abc/2", Cost.PAGE),
        ("/handout", Cost.PAGE),
        ("/handout/file", Cost.EXPORT),
        ("/meeting", Cost.PAGE),
        ("/check/new", Cost.CHECK),
        ("/proposals/new", Cost.CHECK),
        ("/proposals/abc", Cost.PAGE),
        ("/proposals/abc/table.docx", Cost.EXPORT),
        ("/check/abc", Cost.PAGE),
        ("/check/abc/report.docx", Cost.EXPORT),
        ("/api/v1/ask", Cost.QUESTION),
        ("/api/v1/concordance", Cost.CALL),
        ("/mcp", Cost.QUESTION),
        ("/readyz", Cost.WATCH),
    ],
)
def test_a_path_costs_what_its_route_costs(path, cost):
    route = costly_route(path)
    assert (route.cost if route else None) is cost


# -- so many at once --------------------------------------------------------------------------------------


def test_a_file_names_the_host_that_it_was_asked_from(serve):
    client = serve()
    assert "http://127.0.0.1/" in client.get(DUTIES).text
    assert "http://localhost/" in client.get(DUTIES, headers={"Host": "localhost"}).text


def test_an_export_waits_for_its_turn_and_is_then_refused(serve, writing):
    client = serve(exports_at_once=1, seconds=0.05)
    with under_way(writing, lambda: client.get(DUTIES)) as sent:
        own = client.get("/duties/export/ics")
        late = client.get("/duties/export/ics", headers={**ELSEWHERE, "Accept": "text/html"})
        same = client.get(DUTIES, headers=ELSEWHERE)
        writing.go.set()
        assert sent[0].result().status_code == 200
    assert (own.status_code, own.headers["Retry-After"]) == (429, "5")
    assert own.text == "Other exports from your address are still under way. Try again in 5 seconds.\n"
    assert (late.status_code, same.status_code) == (503, 503)
    assert "<h2>The server is busy</h2>" in late.text
    assert "The server is busy with other exports. Try again in 5 seconds." in late.text
    assert client.get("/duties/export/ics").status_code == 200, "the place is free again"


def test_one_client_takes_half_of_the_places_at_most(serve, writing):
    client = serve(exports_at_once=2, seconds=0.05)
    with under_way(writing, lambda: client.get(DUTIES)), ThreadPoolExecutor(1) as pool:
        assert client.get("/duties/export/ics").status_code == 429
        second = pool.submit(client.get, "/duties/export/ics", headers=ELSEWHERE)
        while writing.calls < 2:
            writing.begun.wait(0.01)
        writing.go.set()
        assert second.result().status_code == 200


def test_a_page_waits_until_another_is_made(serve, monkeypatch):
    client = serve(pages_at_once=1)
    blocked = Blocked(concordance.shown)
    monkeypatch.setattr(concordance, "shown", blocked)
    with under_way(blocked, *[lambda: client.get("/concordance?q=plan")] * 3) as sent:
        assert blocked.calls == 1
        blocked.go.set()
        assert [one.result().status_code for one in sent] == [200] * 3


def test_questions_and_plain_pages_wait_for_no_export_and_no_page(serve, writing, monkeypatch):
    client = serve(exports_at_once=1, pages_at_once=1)
    pages = Blocked(concordance.shown)
    monkeypatch.setattr(concordance, "shown", pages)
    exports = [partial(client.get, f"{DUTIES}?{number}") for number in range(40)]
    found = [partial(client.get, "/concordance?q=plan")] * 40
    ask = {"name": "ask", "arguments": {"question": "What are the strategic goals?"}}
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": ask}
    with under_way(writing, *exports), under_way(pages, *found):
        assert client.get("/api/v1/ask?question=What are the strategic goals?").status_code == 200
        assert "answered" in client.post("/mcp", json=body, headers=MCP).text
        assert client.get("/").status_code == 200
        assert client.get(f"/read/{KEY}").status_code == 200
        assert not writing.go.is_set()
        assert not pages.go.is_set()


def test_a_place_is_free_again_after_a_fault(serve, monkeypatch):
    client = serve(exports_at_once=1, pages_at_once=1, seconds=0.05)
    for path in ("/concordance.csv?q=plan", "/concordance?q=plan"):
        with monkeypatch.context() as patched:
            patched.setattr(concordance, "read_wanted", lambda _: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                client.get(path)
        assert client.get(path).status_code == 200


# -- so many a minute ---------------------------------------------------------------------------------------


def test_an_account_exports_so_many_files_a_minute_and_others_go_on(signed_in):
    client, anna, ben = signed_in(exports=2)
    status = [client.get(path, headers=anna).status_code for path in (DUTIES, f"/download/akn/{KEY}")]
    late = client.get(DUTIES, headers=anna)
    assert (status, late.status_code) == ([200, 200], 429)
    assert re.fullmatch(
        r"More than 2 exports a minute from your account. Try again in \d+ seconds.\n", late.text
    )
    assert 1 <= int(late.headers["Retry-After"]) <= 30
    assert client.get(DUTIES, headers=ben).status_code == 200
    assert client.get("/duties", headers=anna).status_code == 200, "pages have a rate of their own"
    page = client.get(DUTIES, headers={**anna, "Accept": "text/html"})
    assert (page.status_code, "<h2>Too many requests</h2>" in page.text) == (429, True)


def test_a_call_with_a_cookie_counts_like_one_with_a_key(signed_in, tmp_path):
    client, anna, ben = signed_in(api_calls=3)
    path = "/api/v1/list_texts"
    calls = [client.get(path, headers=anna) for _ in range(4)]
    assert [one.status_code for one in calls] == [200] * 3 + [429]
    assert calls[-1].json()["error"]["code"] == "too_many_calls"
    listed = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    assert client.post("/mcp", json=listed, headers={**anna, **MCP}).status_code == 429
    key = f"Bearer {Accounts(tmp_path).add_key('anna')}"
    assert client.get(path, headers={**anna, "Authorization": key}).status_code == 200
    assert client.get(path, headers={**anna, "Authorization": "Bearer "}).status_code == 429
    assert client.get(path, headers=ben).status_code == 200


@pytest.mark.parametrize(
    ("limits", "path", "named"),
    [
        ({"address_pages": 2}, "/compare", "pages"),
        ({"address_exports": 2}, f"/download/json/{KEY}", "exports"),
        ({"address_requests": 2}, "/", "requests"),
    ],
)
def test_an_address_where_nobody_signs_in_has_a_rate_of_its_own(serve, limits, path, named):
    client = serve(**limits)
    replies = [client.get(path) for _ in range(3)]
    assert [one.status_code for one in replies] == [200, 200, 429]
    assert replies[-1].text.startswith(f"More than 2 {named} a minute from your address. Try again in ")
    assert client.get(path, headers=ELSEWHERE).status_code == 200


def test_a_monitor_is_never_refused(serve):
    client = serve(address_requests=1)
    for path in ("/healthz", "/readyz", "/metrics"):
        assert [client.get(path).status_code for _ in range(3)] == [200] * 3


@pytest.mark.slow
def test_nobody_meets_a_limit_by_reading(signed_in):
    client, anna, _ = signed_in()
    home = client.get("/", headers=anna).text
    files = re.findall(r'(?:src|href)="(/(?:static|assets|gradio)[^"]*)"', home)
    assert len(files) > 15
    tab = ["/", *files, "/alive", f"/read/{KEY}", f"/glossary?text={KEY}", "/alive", "/compare", "/duties"]
    five = [*(f"/duties/export/{form}" for form in ("csv", "xlsx", "docx", "ics")), f"/download/akn/{KEY}"]
    with ThreadPoolExecutor(6) as browser:
        replies = browser.map(lambda path: client.get(path, headers=anna), 10 * tab + five)
        assert {one.status_code for one in replies} == {200}


# -- responses in pieces ------------------------------------------------------------------------------------


class Reader:
    """A connection that takes pieces of a response only while it reads."""

    def __init__(self, *, reads: bool = True) -> None:
        self.status, self.pieces, self.reads = 0, list[bytes](), asyncio.Event()
        self.ended = False
        if reads:
            self.reads.set()

    async def __call__(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            return
        self.pieces.append(message["body"])
        self.ended = not message.get("more_body", False)
        await self.reads.wait()


def layered(assistant: Assistant, home: Path, body: bytes, **limits: Any) -> Callable[..., Any]:
    """Return a layer before an application that always answers the same; call it with a path and a reader."""

    async def refuse(_: Any, refusal: Any) -> Response:
        return Response(refusal.detail, refusal.status_code)

    service = Service(assistant, Settings(home=home, traffic=Traffic(**limits)))
    traffic = layer.TrafficControl(Response(body), service, refuse)

    async def ask(path: str, send: Reader) -> None:
        scope = {"type": "http", "method": "GET", "path": path, "headers": [], "client": ("192.0.2.7", 1)}
        await traffic({**scope, "scheme": "http", "query_string": b""}, lambda: None, send)

    return ask


@pytest.mark.parametrize("path", ["/", "/duties", "/duties/export/csv", "/conversations/abc.md"])
@pytest.mark.parametrize("size", [0, 1, PIECE, PIECE + 1, 5 * PIECE])
def test_a_response_is_sent_in_pieces_and_is_whole(assistant, tmp_path, path, size):
    body, reader = bytes(range(256)) * (size // 256) + b"x" * (size % 256), Reader()
    asyncio.run(layered(assistant, tmp_path, body)(path, reader))
    assert (reader.status, b"".join(reader.pieces), reader.ended) == (200, body, True)
    assert max(map(len, reader.pieces)) <= PIECE


@pytest.mark.parametrize("path", ["/", "/duties", "/conversations/abc.md", "/duties/export/csv"])
def test_who_takes_nothing_is_sent_nothing_more(assistant, tmp_path, path):
    async def run() -> tuple[list[int], int]:
        ask = layered(assistant, tmp_path, b"x" * 200_000, unread=500_000)
        idle = [Reader(reads=False) for _ in range(5)]
        sent = [asyncio.create_task(ask(path, one)) for one in idle]
        while not all(one.status for one in idle):
            await asyncio.sleep(0)
        taken = sum(len(piece) for one in idle if one.status == 200 for piece in one.pieces)
        for one in idle:
            one.reads.set()
        await asyncio.gather(*sent)
        after = Reader()
        await ask(path, after)
        assert (after.status, after.ended) == (200, True)
        return [one.status for one in idle], taken

    status, taken = asyncio.run(run())
    assert sorted(status) == [200, 200, 200, 429, 429]
    assert taken == 3 * PIECE, "of each response only a piece is in the buffer of its connection"


# -- settings and networks ----------------------------------------------------------------------------------


def test_each_limit_of_traffic_is_set_by_a_variable():
    names = (
        *("PAGES", "ADDRESS_PAGES", "EXPORTS", "ADDRESS_EXPORTS", "REQUESTS", "ADDRESS_REQUESTS"),
        *("PAGES_AT_ONCE", "EXPORTS_AT_ONCE", "WAIT_SECONDS", "UNREAD_MB"),
    )
    given = {f"RESOLUTIONS_{name}": str(number) for number, name in enumerate(names, 1)}
    assert read_settings(given).traffic == Traffic(1, 2, 3, 4, 5, 6, 7, 8, 9.0, 10_000_000)
    assert read_settings({}).traffic == Traffic(240, 1200, 60, 300, 1200, 6000, 4, 2, 20.0, 64_000_000)
    for name in names:
        with pytest.raises(ResolutionsError, match=f"RESOLUTIONS_{name}="):
            read_settings({f"RESOLUTIONS_{name}": "many"})
    calls = read_settings({"RESOLUTIONS_ADDRESS_API_CALLS": "7"}).address_api_calls
    assert (calls, read_settings({}).address_api_calls) == (7, 600)


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::9", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_an_address_counts_for_its_network(address, counted):
    assert network_of(address) == counted
