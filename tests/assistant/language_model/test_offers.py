"""Looking for language models on this machine: what is asked, and what no stranger at a port can do."""

from __future__ import annotations

import json
import socket
import time

import pytest

from assistant.language_model import offers
from assistant.language_model.offers import LocalServer, Offer, found_here


def look(monkeypatch, port: int, own_port: int = 0) -> tuple[Offer, ...]:
    monkeypatch.setattr(offers, "LOCAL_SERVERS", (LocalServer("Ollama", port),))
    return found_here(own_port)


def names(*models: object) -> bytes:
    return json.dumps({"data": [{"id": model} for model in models]}).encode()


def test_a_server_is_asked_for_its_models_and_for_nothing_else(fake, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    fake.listed = names("qwen2.5:14b", "nomic-embed-text", "a\nb", "x" * 201, 7, "qwen2.5:14b", "phi4")
    found = look(monkeypatch, fake.server.server_port)
    address = f"http://127.0.0.1:{fake.server.server_port}/v1"
    assert found == (Offer("Ollama", address, ("qwen2.5:14b", "phi4")),)
    assert [path for path, _ in fake.looked] == ["/v1/models"]
    assert not {"Authorization", "Cookie"} & set(fake.looked[0][1])
    assert fake.heard == []


def test_our_own_port_is_not_asked(fake, monkeypatch):
    port = fake.server.server_port
    assert look(monkeypatch, port, own_port=port) == ()
    assert fake.looked == []


@pytest.mark.parametrize(
    ("what", "status", "listed"),
    [
        ("a page", 200, b"<html>Hello</html>"),
        ("JSON of another form", 200, b'[{"id": "small"}]'),
        ("a list that is none", 200, b'{"data": 7}'),
        ("deep JSON", 200, b"[" * 200_000),
        ("bytes that are no text", 200, b'{"data": [{"id": "\xff"}]}'),
        ("ten megabytes", 200, names("small", "x" * 10_000_000)),
        ("only models that write nothing", 200, names("nomic-embed-text", "bge-reranker")),
        ("a refusal", 401, names("small")),
        ("an error", 500, names("small")),
    ],
)
def test_what_offers_no_model_is_not_found(fake, monkeypatch, what: str, status: int, listed: bytes):
    fake.status, fake.listed = status, listed
    assert look(monkeypatch, fake.server.server_port) == (), what
    assert len(fake.looked) == 1


def test_a_redirect_is_not_followed(fake, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        fake.status, fake.location = 307, f"http://127.0.0.1:{elsewhere.getsockname()[1]}/v1/models"
        assert look(monkeypatch, fake.server.server_port) == ()
        elsewhere.setblocking(False)
        with pytest.raises(BlockingIOError):  # nobody came
            elsewhere.accept()


def test_ports_that_are_closed_or_never_answer_end_the_search_soon(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        ports = (silent.getsockname()[1], 1)
        monkeypatch.setattr(offers, "LOCAL_SERVERS", tuple(LocalServer("Ollama", port) for port in ports))
        started = time.perf_counter()
        assert found_here(0) == ()
        assert time.perf_counter() - started < 30  # httpx alone would wait as long as it likes
