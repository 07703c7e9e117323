"""The ASGI layer that counts requests, has them wait their turn, and sends responses in pieces."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.plain_text import counted
from assistant.web.chat.queue import CHAT, FILES
from assistant.web.routes import COSTLY
from assistant.web.security.clients import RateLimit, client_of, is_account
from assistant.web.security.guard import Refuse
from assistant.web.service import Service
from assistant.web.traffic.bounds import PIECE, NoPlaceFree, Places, UnsentBytes, send_in_pieces
from assistant.web.traffic.costs import Cost, CostlyRoute

PAUSE = 1.0
"""Seconds before a refusal: a program that asks on at once cannot keep the server busy with refusals."""
_AGAIN = 5  # seconds until another try where no place came free
_FORMS = 2  # with files to add, and with documents to check, at once
_WITHOUT_TEXTS = (CHAT, *FILES, "/healthz", "/alive", "/static/")  # no text is in them
_NAMES = {
    Cost.PLAIN: "requests",
    Cost.PAGE: "pages",
    Cost.EXPORT: "exports",
    Cost.UPLOAD: "uploads",
    Cost.CHECK: "checks",
    Cost.CALL: "calls",
    Cost.QUESTION: "calls",
}


def costly_route(path: str) -> CostlyRoute | None:
    """Return the first route that fits a path, None where it costs no more than a plain page."""
    return next((route for route in COSTLY if route.pattern.match(path)), None)


class _Refused(HTTPException):
    """A request that is refused before anything is sent."""

    def __init__(self, status: int, sentence: str, seconds: int = _AGAIN) -> None:
        headers = {"Retry-After": str(seconds), "Cache-Control": "no-store"}
        super().__init__(status, f"{sentence} Try again in {counted(seconds, 'second')}.", headers)


class TrafficControl:
    """Enforces rates and concurrency limits, after bringing the state up to date with the disk.

    A request then takes the state as it is. The chat compares when a question's turn comes.
    """

    def __init__(self, app: ASGIApp, service: Service, refuse: Refuse) -> None:
        """Stand before an application; behind authentication, because accounts are counted."""
        self.app, self._service, self._refuse = app, service, refuse
        settings, limits = service.settings, service.settings.traffic
        most = {
            Cost.PLAIN: (limits.requests, limits.address_requests),
            Cost.PAGE: (limits.pages, limits.address_pages),
            Cost.EXPORT: (limits.exports, limits.address_exports),
            Cost.CHECK: (limits.exports, limits.address_exports),
            Cost.CALL: (settings.api_calls, settings.address_api_calls),
            Cost.QUESTION: (settings.api_calls, settings.address_api_calls),
        }
        self._rates = {cost: RateLimit(service.counters, _NAMES[cost], *most[cost]) for cost in most}
        pages = Places(limits.pages_at_once, limits.seconds)
        self._places = {
            Cost.PAGE: pages,
            Cost.CALL: pages,
            Cost.EXPORT: Places(limits.exports_at_once, limits.seconds),
            Cost.UPLOAD: Places(_FORMS, limits.seconds),
            Cost.CHECK: Places(_FORMS, limits.seconds),
        }
        self._unread = UnsentBytes(limits.unread)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if not scope["path"].startswith(_WITHOUT_TEXTS) and not self._service.library.agrees():
            await run_in_threadpool(self._service.library.fresh)
        cost = Cost.PLAIN
        if route := costly_route(scope["path"]):
            cost, scope["route"] = route.cost, route  # for the log, where no route is asked
        try:
            self._count(cost, scope)
            await self._serve(cost, scope, receive, send)
        except _Refused as refusal:
            await asyncio.sleep(PAUSE)
            await (await self._refuse(Request(scope), refusal))(scope, receive, send)

    def _count(self, cost: Cost, scope: Scope) -> None:
        """Count a request, one with a key for the key. Raises _Refused."""
        rate, client = self._rates.get(cost), client_of(scope)
        key = scope.get("state", {}).get("key", "")
        if rate and (seconds := rate.wait(f"{client} with key {key}" if key else client)):
            where = "with one key" if key else f"from {_whose(client)}"
            sentence = f"More than {rate.a_minute(client):,} {_NAMES[cost]} a minute {where}."
            raise _Refused(429, sentence, seconds)

    async def _serve(self, cost: Cost, scope: Scope, receive: Receive, send: Send) -> None:
        """Have a request answered, in pieces; its place is free again once the response is made."""
        client, is_refused = client_of(scope), False
        async with AsyncExitStack() as stack:
            await self._take_place(stack, cost, client)

            async def sending(message: Message) -> None:
                nonlocal is_refused
                if message["type"] == "http.response.start":
                    await stack.aclose()
                    size = int(Headers(raw=message["headers"]).get("content-length", "0"))
                    is_refused = size > PIECE and self._unread.is_full(client)
                body = message.get("body", b"")
                if not is_refused and len(body) <= PIECE:
                    await send(message)
                elif not is_refused:
                    with self._unread.counted(client, len(body)):
                        await send_in_pieces(body, send, more=message.get("more_body", False))

            await self.app(scope, receive, sending)
        if is_refused:
            sentence = f"Too much of what was requested from {_whose(client)} has not been received yet."
            raise _Refused(429, sentence)

    async def _take_place(self, stack: AsyncExitStack, cost: Cost, client: str) -> None:
        """Take a place for as long as something is made. Raises _Refused."""
        if cost not in self._places:
            return
        try:
            await stack.enter_async_context(self._places[cost].place(client))
        except NoPlaceFree as full:
            if full.is_own:
                own = f"Other {_NAMES[cost]} from {_whose(client)} are still under way."
                raise _Refused(429, own) from None
            raise _Refused(503, f"The server is busy with other {_NAMES[cost]}.") from None


def _whose(client: str) -> str:
    return "your account" if is_account(client) else "your address"
