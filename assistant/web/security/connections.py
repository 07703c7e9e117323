"""Limits on connections: how many at once, and how long one may keep the server waiting.

uvicorn closes a connection that is idle after a response. But it waits forever for the first byte of a
request, for the rest of a slow request, and for a client that stops reading a response; and at its limit it
sends only two words. So this class extends uvicorn's own.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any, cast

import h11
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from assistant.settings import Settings
from assistant.web.security.clients import Proxies, network_of
from assistant.web.security.guard import is_for_programs, refused_call

MAX_HEADERS = 64 * 1024
"""Bytes of a request's head: an address may carry a question of 2,000 characters in any script."""
_RATE = 1_000  # bytes of a body for each of which there is a second more
_TAKING = 3  # times the seconds of a request, for a client to take what it asked for
_SPARE = 64  # connections beyond the bound that are told so; further ones are closed without a word
_AGAIN = "5"  # seconds until another try
_FULL = "The server has too many connections. Try again in a few seconds."
_FULL_OF_ADDRESS = (
    "There are too many connections from your address. Close some, or try again in a few seconds."
)


class Connection(H11Protocol):
    """A connection of a server with at most `most` of them, which waits `seconds` for a request.

    `of_address` of them may come from one network, unless it is one of the `proxies`; `networks` counts them.
    """

    most: int
    of_address: int
    seconds: float
    proxies: Proxies
    networks: Counter[str]

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request; beyond the bound the first one is refused."""
        super().connection_made(transport)
        self._due: asyncio.TimerHandle | None = None
        self._taking: asyncio.TimerHandle | None = None
        self._began, self._received = 0.0, 0
        host = self.client[0] if self.client else ""
        self._network = network_of(host)
        self.networks[self._network] += 1
        of_host = 0 if host in self.proxies else self.networks[self._network]
        if len(self.connections) > self.most + _SPARE or of_host > self.of_address + _SPARE:
            transport.abort()
            return
        if len(self.connections) > self.most:
            self.app = cast("Any", _full(_FULL))
        elif of_host > self.of_address:
            self.app = cast("Any", _full(_FULL_OF_ADDRESS))
        self._await_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self.networks[self._network] -= 1
        if not self.networks[self._network]:
            del self.networks[self._network]
        self._stop()
        self.resume_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take in a part of a request, which is awaited until it is whole."""
        self._received += len(data)
        super().data_received(data)
        if self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            self._stop()
        elif self._due is None:
            self._await_request(len(data))

    def pause_writing(self) -> None:
        """Begin to wait for a client that takes no more of a response."""
        super().pause_writing()
        self._taking = self.loop.call_later(_TAKING * self.seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """Stop waiting for it."""
        if self._taking is not None:
            self._taking.cancel()
            self._taking = None
        super().resume_writing()

    def _await_request(self, received: int = 0) -> None:
        """Begin to wait for a request, of which so many bytes are there."""
        self._began, self._received = self.loop.time(), received
        self._due = self.loop.call_later(self.seconds, self._look)

    def _look(self) -> None:
        """Close a connection whose request is late. While it is not read, the client is not to blame."""
        self._due = None
        if self.flow.read_paused:
            self._await_request()
            return
        is_body = self.conn.their_state is h11.SEND_BODY
        allowed = self.seconds + (self._received / _RATE if is_body else 0.0)
        left = allowed - (self.loop.time() - self._began)
        if left > 0:
            self._due = self.loop.call_later(left, self._look)
        else:
            self.transport.close()

    def _stop(self) -> None:
        if self._due is not None:
            self._due.cancel()
            self._due = None


def connections(settings: Settings) -> type[Connection]:
    """Return the class of a server's connections, with the bounds that the settings give."""
    bounds = {
        "most": settings.connections,
        "of_address": settings.address_connections,
        "seconds": settings.connection_seconds,
        "proxies": Proxies(settings.proxies),
        "networks": Counter[str](),
    }
    return type("BoundedConnection", (Connection,), bounds)


def _full(sentence: str) -> ASGIApp:
    """Return an application that refuses a request, closes its connection and says why."""

    async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
        headers = {"Retry-After": _AGAIN, "Connection": "close", "Cache-Control": "no-store"}
        response: Response = PlainTextResponse(f"{sentence}\n", 503, headers)
        if is_for_programs(scope["path"]):
            response = refused_call(503, "too_many_connections", sentence, headers)
        await response(scope, receive, send)

    return refuse
