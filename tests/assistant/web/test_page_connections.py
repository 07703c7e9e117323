"""Connections over raw sockets: idle and dripping ones are closed, one too many is told to come back."""

from __future__ import annotations

import socket
import sys
import threading
import time
from contextlib import ExitStack, suppress

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from assistant.settings import Settings
from assistant.web.server import _configured

MOST, OF_ADDRESS = 3, 2
NEAR, FURTHER = "127.0.0.1", "127.0.0.2"
FAR = 30  # seconds that a test waits for what comes within one or two
GET = b"GET /read HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
POST = b"POST /read HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4000\r\n\r\n"


async def read(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"{len(await request.body())} bytes")


async def much(request: Request) -> PlainTextResponse:
    return PlainTextResponse("x" * 50_000_000)


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """A small application behind our configuration of uvicorn, with small limits."""
    settings = Settings(
        home=tmp_path_factory.mktemp("home"),
        connections=MOST,
        address_connections=OF_ADDRESS,
        connection_seconds=0.5,
        proxies=(NEAR,),  # not bound by its address
    )
    routes = [Route("/read", read, methods=["GET", "POST"]), Route("/api/v1/x", read), Route("/much", much)]
    server = uvicorn.Server(_configured(Starlette(routes=routes), settings))
    listening = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join(FAR)


@pytest.fixture
def connect(port):
    with ExitStack() as opened:
        yield lambda source=NEAR: opened.enter_context(
            socket.create_connection(("127.0.0.1", port), FAR, (source, 0))
        )
    time.sleep(0.2)  # until the server has seen that they are closed


def all_of(connection: socket.socket) -> bytes:
    """Read until the server closes the connection. Raises TimeoutError where it does not."""
    read = b""
    try:
        while piece := connection.recv(65536):
            read += piece
    except ConnectionResetError:
        pass
    return read


@pytest.mark.parametrize(
    ("rule", "sent", "answered"),
    [
        ("nothing is sent", b"", False),
        ("half a head", b"GET /read HTTP/1.1\r\nHost: 127.0", False),
        ("a head without its body", POST, False),
        ("half a body", POST + b"x" * 2000, False),
        ("nothing after an answer", GET, True),
        ("half a head after an answer", GET + b"GET /re", True),
    ],
)
def test_a_connection_that_keeps_the_server_waiting_is_closed(connect, rule, sent, answered):
    connection = connect()
    connection.sendall(sent)
    assert all_of(connection).startswith(b"HTTP/1.1 200") is answered, rule


@pytest.mark.parametrize("sent", [b"GET /read HTTP/1.1\r\nX-Slow: ", POST])
def test_a_request_that_drips_is_cut_off(connect, sent):
    connection = connect()
    connection.sendall(sent)
    for _ in range(20 * FAR):
        if is_closed(connection):
            return
        with suppress(OSError):
            connection.sendall(b"x")
    pytest.fail("it drips on")


def is_closed(connection: socket.socket) -> bool:
    """Wait a moment, and tell whether the server has closed a connection."""
    connection.settimeout(0.05)
    try:
        return connection.recv(1) == b""
    except TimeoutError:
        return False
    except ConnectionResetError:
        return True


def test_a_body_that_keeps_coming_is_read_to_its_end(connect):
    connection = connect()
    connection.sendall(POST)
    for _ in range(8):  # longer than the limit, and faster than the least
        connection.sendall(b"x" * 500)
        time.sleep(0.1)
    assert connection.recv(65536).startswith(b"HTTP/1.1 200")


def test_a_client_that_takes_nothing_of_an_answer_is_cut_off(connect, port):
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    with connection:
        connection.connect(("127.0.0.1", port))
        connection.sendall(GET.replace(b"/read", b"/much"))
        time.sleep(3)  # twice the time that it has
        connection.settimeout(FAR)
        assert len(all_of(connection)) < 50_000_000


@pytest.mark.parametrize("path", [b"/read", b"/api/v1/x"])
def test_beyond_the_bound_one_sentence_says_when_to_come_back(connect, path):
    request = GET.replace(b"/read", path)
    others = [connect() for _ in range(MOST)]
    for one in others:
        one.sendall(GET[:20])
    late = connect()
    late.sendall(request)
    said = all_of(late)
    assert said.startswith(b"HTTP/1.1 503"), said
    assert b"retry-after: 5\r\n" in said.lower()
    assert b"The server has too many connections. Try again in a few seconds." in said
    assert (b'"code":"too_many_connections"' in said) is (path != b"/read")
    for one in others:
        one.close()
    time.sleep(0.2)
    again = connect()
    again.sendall(request)
    assert again.recv(100).startswith(b"HTTP/1.1 200")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has further addresses of the machine itself")
def test_one_address_cannot_take_all_connections(connect):
    others = [connect(FURTHER) for _ in range(OF_ADDRESS)]
    for one in others:
        one.sendall(GET[:20])
    late = connect(FURTHER)
    late.sendall(GET)
    said = all_of(late)
    assert said.startswith(b"HTTP/1.1 503"), said
    assert b"There are too many connections from your address." in said
    elsewhere = connect(NEAR)
    elsewhere.sendall(GET)
    assert elsewhere.recv(100).startswith(b"HTTP/1.1 200")
    others[0].close()
    time.sleep(0.2)
    again = connect(FURTHER)
    again.sendall(GET)
    assert again.recv(100).startswith(b"HTTP/1.1 200")


def test_a_head_that_is_too_large_is_refused(connect):
    connection = connect()
    connection.sendall(b"GET /read HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"x" * 200_000)
    assert all_of(connection).startswith(b"HTTP/1.1 4")


def test_no_socket_is_opened_beside_the_pages(connect):
    connection = connect()
    key = b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eA==\r\n"
    connection.sendall(GET[:-2] + b"Upgrade: websocket\r\nConnection: Upgrade\r\n" + key + b"\r\n")
    assert connection.recv(100).startswith(b"HTTP/1.1 200")
