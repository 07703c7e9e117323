"""The ASGI layer around the routes: it counts requests, has what is costly wait its turn, sends in pieces."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from contextlib import AsyncExitStack
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.settings import Settings
from assistant.web.security.authentication import key_of
from assistant.web.security.clients import client_of, is_account
from assistant.web.security.rate_limit import ClientRate
from assistant.web.service import Service
from assistant.web.traffic.costs import Cost, costing
from assistant.web.traffic.kept import KeptExports, Made
from assistant.web.traffic.places import Full, Places, Turns
from assistant.web.traffic.sending import PIECE, Unread, send_in_pieces

PAUSE = 1.0
"""Seconds before a refusal: a program that asks on at once cannot keep the server busy with refusals."""
_AGAIN = 5  # seconds until another try where no place came free
_UPLOADS = 2  # at once
_NAMES = {
    Cost.PLAIN: "requests",
    Cost.PAGE: "pages",
    Cost.EXPORT: "exports",
    Cost.SHARED_EXPORT: "exports",
    Cost.UPLOAD: "uploads",
    Cost.CALL: "calls",
    Cost.QUESTION: "calls",
}

Refuse = Callable[[Request, Any], Awaitable[Response]]
"""What responds to a request that is refused by an HTTPException."""


class _Refused(HTTPException):
    """A request that is refused before anything is sent."""

    def __init__(self, status: int, sentence: str, seconds: int) -> None:
        times = "1 second" if seconds == 1 else f"{seconds} seconds"
        headers = {"Retry-After": str(seconds), "Cache-Control": "no-store"}
        super().__init__(status, f"{sentence} Try again in {times}.", headers)


class TrafficControl:
    """Lets through what a client may ask for and the server has a place for."""

    def __init__(self, app: ASGIApp, service: Service, refuse: Refuse) -> None:
        """Stand before an application; behind authentication, because accounts are counted."""
        self.app, self._service, self._refuse = app, service, refuse
        limits = service.settings.traffic
        self._rates, self._seconds = _rates(service.settings), limits.seconds
        pages, exports = (
            Places(most, limits.seconds) for most in (limits.pages_at_once, limits.exports_at_once)
        )
        self._places = {
            Cost.PAGE: pages,
            Cost.CALL: pages,
            Cost.EXPORT: exports,
            Cost.SHARED_EXPORT: exports,
            Cost.UPLOAD: Places(_UPLOADS, limits.seconds),
        }
        self._makers = Turns(1)
        self._kept, self._unread = KeptExports(limits.kept), Unread(limits.unread)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        route = costing(scope["path"])
        if route.path:
            scope["route"] = route  # for the log, where no route is asked
        try:
            self._count(route.cost, scope)
            serve = self._serve_shared if route.cost is Cost.SHARED_EXPORT else self._serve
            await serve(route.cost, scope, receive, send)
        except _Refused as refusal:
            await asyncio.sleep(PAUSE)
            await (await self._refuse(Request(scope), refusal))(scope, receive, send)

    def _count(self, cost: Cost, scope: Scope) -> None:
        """Count a request. Raises _Refused. A call with a key was counted by its key."""
        rate, client = self._rates.get(cost), client_of(scope)
        is_keyed = cost in (Cost.CALL, Cost.QUESTION) and is_account(client) and key_of(scope)
        if rate is None or is_keyed:
            return
        if seconds := rate.wait(client):
            sentence = f"More than {rate.a_minute(client):,} {_NAMES[cost]} a minute from {_whose(client)}."
            raise _Refused(429, sentence, seconds)

    async def _serve(self, cost: Cost, scope: Scope, receive: Receive, send: Send) -> None:
        """Have a request answered; its place is free again once the response is made."""
        async with AsyncExitStack() as making:
            await self._take_place(making, cost, client_of(scope))
            sending = _Sending(send, self._unread, client_of(scope), making.aclose)
            await self.app(scope, receive, sending)
        if sending.is_refused:
            raise _unread(client_of(scope))

    async def _serve_shared(self, cost: Cost, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a file that is the same for everybody."""
        made, client = await self._made(cost, scope, receive), client_of(scope)
        if not made.is_kept and len(made.body) > PIECE and self._unread.is_full(client):
            raise _unread(client)
        with made.read() if made.is_kept else self._unread.counted(client, len(made.body)):
            await send({**made.start, "headers": list(made.start["headers"])})
            await send_in_pieces(made.body, send)

    async def _made(self, cost: Cost, scope: Scope, receive: Receive) -> Made:
        """Return a file that is kept, or make it; who asks for it meanwhile waits for it."""
        state = await run_in_threadpool(self._service.library.fresh)
        key = _address(scope)
        async with AsyncExitStack() as making:
            until = asyncio.get_running_loop().time() + self._seconds
            try:
                await making.enter_async_context(self._makers.turn(key, until))
            except TimeoutError:
                raise _busy(cost) from None
            made = self._kept.find(state, key)
            if made is None:
                await self._take_place(making, cost, client_of(scope))
                made = await _collected(self.app, scope, receive)
                if self._service.now is state:
                    self._kept.keep(state, key, made)
        return made

    async def _take_place(self, making: AsyncExitStack, cost: Cost, client: str) -> None:
        """Take a place for as long as something is made. Raises _Refused."""
        if cost not in self._places:
            return
        try:
            await making.enter_async_context(self._places[cost].place(client))
        except Full as full:
            raise (_under_way(cost, client) if full.is_own else _busy(cost)) from None


class _Sending:
    """Sends a response in pieces, unless its client must first receive others."""

    def __init__(self, send: Send, unread: Unread, client: str, made: Callable[[], Awaitable[None]]) -> None:
        self._send, self._unread, self._client, self._made = send, unread, client, made
        self.is_refused = False

    async def __call__(self, message: Message) -> None:
        """Send a message."""
        if message["type"] == "http.response.start":
            await self._made()
            size = int(Headers(raw=message["headers"]).get("content-length", "0"))
            self.is_refused = size > PIECE and self._unread.is_full(self._client)
        if self.is_refused:
            return
        body = message.get("body", b"")
        if len(body) <= PIECE:
            await self._send(message)
            return
        with self._unread.counted(self._client, len(body)):
            await send_in_pieces(body, self._send, more=message.get("more_body", False))


async def _collected(app: ASGIApp, scope: Scope, receive: Receive) -> Made:
    """Have a response made and sent nowhere."""
    start: dict[str, Any] = {}
    parts: list[bytes] = []

    async def collecting(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        else:
            parts.append(message.get("body", b""))

    await app(scope, receive, collecting)
    return Made(start, b"".join(parts))


def _rates(settings: Settings) -> dict[Cost, ClientRate]:
    """Return the rate of each cost that has one; files have one together, and calls."""
    limits = settings.traffic
    exports = ClientRate(limits.exports, limits.address_exports)
    calls = ClientRate(settings.api_calls, settings.address_api_calls)
    return {
        Cost.PLAIN: ClientRate(limits.requests, limits.address_requests),
        Cost.PAGE: ClientRate(limits.pages, limits.address_pages),
        Cost.EXPORT: exports,
        Cost.SHARED_EXPORT: exports,
        Cost.CALL: calls,
        Cost.QUESTION: calls,
    }


def _address(scope: Scope) -> Hashable:
    """Return the whole address of a file: its links begin with the host."""
    host = Headers(scope=scope).get("host", "")
    return scope["scheme"], host, scope.get("root_path", ""), scope["path"], scope["query_string"]


def _whose(client: str) -> str:
    return "your account" if is_account(client) else "your address"


def _under_way(cost: Cost, client: str) -> _Refused:
    return _Refused(429, f"Other {_NAMES[cost]} from {_whose(client)} are still under way.", _AGAIN)


def _busy(cost: Cost) -> _Refused:
    return _Refused(503, f"The server is busy with other {_NAMES[cost]}.", _AGAIN)


def _unread(client: str) -> _Refused:
    sentence = f"Too much of what was requested from {_whose(client)} has not been received yet."
    return _Refused(429, sentence, _AGAIN)
