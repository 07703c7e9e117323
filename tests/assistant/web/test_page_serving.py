"""What the server lets in, and what it says with every response."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import httpx
import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from assistant.administration.accounts import Accounts, Role
from assistant.settings import Settings, read_settings
from assistant.web import build, serve
from assistant.web.security.clients import BY_NAME
from assistant.web.security.guard import MAX_BODY
from assistant.web.security.questions import MAX_QUEUE
from assistant.web.server import application
from assistant.web.service import Service
from corpus.errors import ResolutionsError


@contextmanager
def served_apart(home: Path, **environment: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serve a home in a process of its own, as `resolutions chat` does."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    given = {**os.environ, "RESOLUTIONS_HOME": str(home), "RESOLUTIONS_PORT": str(port), **environment}
    process = subprocess.Popen([sys.executable, "-m", "assistant.cli", "chat"], env=given)
    try:
        for _ in range(600):
            try:
                urlopen(f"http://127.0.0.1:{port}/healthz").close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.kill()
        process.wait()


def wrong_password(address: str, sender: str) -> int:
    """Give a wrong password, as a proxy passes it on."""
    form = {"name": "anna", "password": "a wrong password", "then": "/"}
    sent = {"data": form, "headers": {"X-Forwarded-For": sender}, "timeout": 60}
    return httpx.post(f"{address}/sign-in", **sent).status_code


@pytest.fixture(scope="module")
def client(assistant, home):
    with TestClient(application(assistant, Settings(home=home)), base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture
def service(assistant, home):
    return Service(assistant, Settings(home=home))


def test_the_page_holds_the_reader_before_any_script_runs(client, resolution):
    html = client.get("/").text
    assert resolution.provisions[-1].text[:60] in html
    assert "<gradio-app" in html


def test_the_page_has_no_inline_script_and_its_policy_allows_none(client):
    answer = client.get("/")
    policy = answer.headers["Content-Security-Policy"]
    scripts = next(one for one in policy.split("; ") if one.startswith("script-src"))
    assert scripts == "script-src 'self' 'unsafe-eval'"
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"<script(?![^>]*\ssrc=)", answer.text)


def test_the_page_for_asking_loads_few_scripts_and_styles(client):
    sizes = {"js": 0, "css": 0}
    for path, kind in re.findall(r'(?:src|href)="(/static/[^"]+[.](js|css))"', client.get("/").text):
        sizes[kind] += len(client.get(path).content)
    assert 20_000 < sizes["js"] < 62_000
    assert 20_000 < sizes["css"] < 43_000


def test_an_address_without_a_page_is_answered_by_a_page_with_ways_on(client):
    answer = client.get("/nowhere", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "There is no page at this address" in answer.text
    assert 'href="/library"' in answer.text
    assert (
        client.get("/nowhere").text
        == "There is no page at this address. It may be misspelled, or the page may have moved.\n"
    )


@pytest.mark.parametrize(
    "path",
    ["/", "/static/page.js", "/static/read.css", "/healthz", "/nowhere", "/chat/theme.css", "/gradio.js"],
)
def test_every_response_is_guarded(client, path):
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"  # with no-referrer our own forms say Origin: null
    assert "default-src" in headers["Content-Security-Policy"]
    assert "server" not in headers


CLOSED = [
    "/chat/gradio_api/upload",
    "/chat/gradio_api/file=/etc/passwd",
    "/chat/gradio_api/proxy=https://example.org/",
    "/chat/",
    "/chat/gradio_api/openapi.json",
    "/chat/gradio_api/runs",
    "/chat",
    "/monitoring",
    "/docs",
    "/openapi.json",
    "/static/../page.py",
    "/static/..%2fserver.py",
    "/assets/..%2findex.html",
    "/read/..%2f..%2fsettings.py",
    "/read/itu-pp/dec-5/2022",
    "/read/nonsense",
]


@pytest.mark.parametrize("path", CLOSED)
def test_what_the_page_does_not_need_is_closed(client, path):
    assert client.get(path).status_code == 404
    assert client.post(path).status_code in (404, 405)


def test_a_call_past_the_queue_is_refused(client):
    assert client.post("/chat/gradio_api/run/predict", json={"data": []}).status_code == 404
    assert client.post("/chat/gradio_api/call/answer", json={"data": []}).status_code == 404


def test_another_host_name_is_refused(client):
    assert client.get("/", headers={"Host": "example.org"}).status_code == 400


def test_another_site_is_not_allowed_to_read(client):
    assert (
        "access-control-allow-origin"
        not in client.get("/", headers={"Origin": "https://example.org"}).headers
    )


def test_a_request_with_two_hosts_is_refused(client):
    headers = [("Host", "127.0.0.1"), ("Host", "example.org")]
    assert client.get("/", headers=headers).status_code == 400


@pytest.mark.parametrize(
    "body", ['{"fn_index": 99, "data": []}', '{"data": []}', "[]", "nothing", '{"fn_index": {}}']
)
def test_a_function_that_the_chat_has_not_is_refused(client, body):
    sent = {"content": body, "headers": {"Content-Type": "application/json"}}
    assert client.post("/chat/gradio_api/queue/join", **sent).status_code == 400


@pytest.mark.parametrize("address", ["10.0.0.300", "proxy.example", "*"])
def test_a_proxy_is_named_by_its_address(address):
    with pytest.raises(ResolutionsError, match="RESOLUTIONS_PROXIES"):
        read_settings({"RESOLUTIONS_PROXIES": f"127.0.0.1, {address}"})


@pytest.mark.usefixtures("one_chat")
@pytest.mark.parametrize(("proxies", "believed"), [((), "127.0.0.1"), (("127.0.0.1",), "192.0.2.7")])
def test_only_proxies_that_were_named_are_believed(assistant, tmp_path, served, proxies, believed):
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    Accounts(tmp_path, quick).add("anna", "a long password", Role.READER)
    address = served(assistant, tmp_path, sign_in=True, proxies=proxies)
    for _ in range(BY_NAME):
        assert wrong_password(address, "192.0.2.7") == 403
    assert wrong_password(address, "192.0.2.7") == 429
    assert wrong_password(address, "192.0.2.8") == (429 if believed == "127.0.0.1" else 403)


@pytest.mark.slow
def test_a_server_that_is_told_to_end_ends_while_pages_are_open(home):
    with served_apart(home) as (address, process):
        stream = urlopen(f"{address}/chat/gradio_api/heartbeat/one")
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        stream.close()
    assert time.monotonic() - started < 10


def test_a_large_request_is_refused(client):
    sent = {"content": b" " * (MAX_BODY + 1), "headers": {"Content-Type": "application/json"}}
    assert client.post("/chat/gradio_api/queue/join", **sent).status_code == 413


def test_a_large_request_that_hides_its_length_is_refused(client):
    sent = {"content": iter([b" " * MAX_BODY, b" "]), "headers": {"Content-Type": "application/json"}}
    assert client.post("/chat/gradio_api/queue/join", **sent).status_code == 413


def test_the_reader_s_text_is_served_by_key(client, resolution):
    assert f'data-edition="{resolution.key}"' in client.get(f"/read/{resolution.key}").text


@pytest.mark.parametrize("path", ["/", "/start", "/duties/export/csv", "/static/page.css"])
def test_what_is_read_travels_compressed_where_the_browser_takes_it(client, path):
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert plain.status_code == packed.status_code == 200
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.text == plain.text
    assert 2 * int(packed.headers["Content-Length"]) < int(plain.headers["Content-Length"])
    assert "Accept-Encoding" in packed.headers["Vary"]


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_a_file_that_is_compressed_already_travels_as_it_is(client, form):
    file = client.get(f"/duties/export/{form}", headers={"Accept-Encoding": "gzip"})
    assert file.content.startswith(b"PK")
    assert "Content-Encoding" not in file.headers


def test_health_says_what_is_served(client, assistant):
    assert client.get("/healthz").text == "alive\n"
    ready = client.get("/readyz").json()
    assert ready["ready"] is True
    assert ready["clauses"] == sum(len(one.provisions) for one in assistant.library.editions)
    assert ready["generation"].startswith("gen-")
    assert {name: ready[name] for name in ("answering", "embedding_model", "language_model")} == {
        "answering": True,
        "embedding_model": "shipped",
        "language_model": "off",
    }
    assert "version" not in json.dumps(ready)


def test_a_port_that_is_taken_is_said(assistant, home):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ResolutionsError, match=f"127.0.0.1:{port}.*RESOLUTIONS_PORT"):
            serve(assistant, Settings(home=home, port=port))


def test_the_chat_is_bounded_and_closed_to_programs(service):
    blocks = build(service)
    assert blocks._queue.max_size == MAX_QUEUE
    assert blocks.analytics_enabled is False
    assert {one.api_visibility for one in blocks.fns.values()} == {"private"}


@pytest.mark.parametrize(("form", "begins", "kind"), [("json", "{", "json"), ("akn", "<?xml", "xml")])
def test_a_text_is_downloaded(client, resolution, form, begins, kind):
    answer = client.get(f"/download/{form}/{resolution.key}")
    assert answer.text.startswith(begins)
    assert kind in answer.headers["Content-Type"]
    assert 'attachment; filename="itu-pp_res-71_2022.' in answer.headers["Content-Disposition"]
    assert resolution.provisions[-1].text[:40] in answer.text


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("pdf/itu-pp/res-71/2022", "No text is exported as 'pdf': choose json, akn"),
        ("json/itu-pp/res-9/2022", "itu-pp/res-9/2022"),
    ],
)
def test_what_cannot_be_downloaded_is_told(client, path, said):
    answer = client.get(f"/download/{path}")
    assert (answer.status_code, said in answer.text) == (404, True)
