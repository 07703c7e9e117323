"""Pages on an IPv6 address: printed as a browser takes it, had under its own name, closed to others."""

from __future__ import annotations

import logging
import socket
import threading
import time
from http.client import HTTPConnection

import httpx
import pytest
from starlette.testclient import TestClient

from assistant.settings import Settings, read_settings
from assistant.web import serve
from assistant.web.server import application
from corpus.errors import ResolutionsError

try:
    socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    HAS_IPV6 = True
except OSError:
    HAS_IPV6 = False
needs_ipv6 = pytest.mark.skipif(not HAS_IPV6, reason="this machine has no IPv6")


@needs_ipv6
def test_the_printed_address_is_the_one_that_answers(assistant, home, one_chat, caplog):
    caplog.set_level(logging.INFO, logger="assistant")
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as free:
        port = free.getsockname()[1]
    settings = read_settings(
        {"RESOLUTIONS_HOME": str(home), "RESOLUTIONS_HOST": "::1", "RESOLUTIONS_PORT": str(port)}
    )
    threading.Thread(target=serve, args=(assistant, settings), daemon=True).start()
    for _ in range(600):
        if f"Resolutions is at http://[::1]:{port}" in caplog.messages:
            break
        time.sleep(0.1)
    address = f"http://[::1]:{port}"
    assert httpx.get(f"{address}/readyz", timeout=60).status_code == 200
    connection = HTTPConnection("::1", port)  # as a browser asks
    connection.request("GET", "/", headers={"Host": f"[::1]:{port}", "Origin": address})
    assert connection.getresponse().status == 200


@pytest.fixture(scope="module")
def client(assistant, home):
    with TestClient(application(assistant, Settings(home=home, host="::1"))) as client:
        yield client


@pytest.mark.parametrize(
    ("rule", "headers", "status"),
    [
        ("its own name", {"Host": "[::1]:7860"}, 303),
        ("its own page", {"Host": "[::1]:7860", "Origin": "http://[::1]:7860"}, 303),
        ("another page of this machine", {"Host": "[::1]:7860", "Origin": "http://[::1]:8080"}, 403),
        ("another site", {"Host": "[::1]:7860", "Origin": "http://harbours.example"}, 403),
        ("another name", {"Host": "harbours.example"}, 400),
        ("another address", {"Host": "[2001:db8::1]:7860"}, 400),
    ],
)
def test_pages_are_had_under_their_own_name_alone(client, rule: str, headers: dict[str, str], status: int):
    answer = client.post(
        "/draft", data={"text": "to count lanterns"}, headers=headers, follow_redirects=False
    )
    assert answer.status_code == status, rule


def test_gradio_answers_a_page_on_ipv6(client):
    headers = {"Host": "[::1]:7860", "Origin": "http://[::1]:7860"}
    assert client.get("/chat/config", headers=headers).status_code == 200


@pytest.mark.parametrize("host", ["::", "2001:db8::1", "fd00::1", "fe80::1"])
def test_an_address_that_others_reach_needs_a_sign_in_as_with_ipv4(assistant, home, host: str):
    settings = read_settings({"RESOLUTIONS_HOME": str(home), "RESOLUTIONS_HOST": host})
    assert settings.needs_sign_in
    with pytest.raises(ResolutionsError, match=rf"\[{host}\]: the pages need a sign-in there"):
        application(assistant, settings)


@pytest.mark.parametrize("host", ["::1", "[::1]", " 0:0:0:0:0:0:0:1 "])
def test_an_address_may_be_written_in_any_way(host: str):
    settings = read_settings({"RESOLUTIONS_HOST": host})
    assert settings.host == "::1"
    assert not settings.needs_sign_in


@needs_ipv6
def test_a_port_that_is_taken_is_named_with_the_address_in_brackets(assistant, home):
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ResolutionsError, match=rf"^\[::1\]:{port}: cannot be served at"):
            serve(assistant, Settings(home=home, host="::1", port=port))
