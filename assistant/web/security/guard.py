"""What is let in and what every response says: an ASGI layer around the whole application.

Here it is also said where the interfaces for other programs are, and which sites may call them. They answer
errors as JSON: {"error": {"code", "message", "remedy"}}.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.operations.openapi import PREFIX
from assistant.settings import is_loopback

MCP = "/mcp"
"""The path of the Model Context Protocol."""
_REMEDIES = {
    "too_large": "send less",
    "bad_value": "see /api for what there is",
    "bad_host": "send exactly one Host header",
    "not_found": "see /api for what there is",
    "foreign_site": "ask whoever runs this server to add your site to RESOLUTIONS_API_ORIGINS",
    "key_needed": "send “Authorization: Bearer KEY”; whoever runs this server makes keys",
    "bad_key": "ask whoever runs this server for another key",
    "accounts_unavailable": "tell whoever runs this server, and try again later",
    "bad_method": "use GET or POST for REST, POST for MCP",
    "fault": "try again, or report the number",
    "refused": "see /api for what there is",
    "too_many_calls": "wait as long as the header Retry-After says",
    "busy": "wait as long as the header Retry-After says",
    "too_many_connections": "wait as long as the header Retry-After says",
}


def is_for_programs(path: str) -> bool:
    """Return True if a path belongs to REST or MCP."""
    return path == MCP or path.startswith((f"{MCP}/", "/api/"))


def refused_call(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return the response to a call that is refused before it is carried out."""
    error = {"code": code, "message": message, "remedy": _REMEDIES[code]}
    return JSONResponse({"error": error}, status, headers={"Cache-Control": "no-store", **(headers or {})})


MAX_BODY = 256 * 1024
"""Bytes that a request may carry: room to say of a draft that it is too long."""

DOCUMENTS = f"{PREFIX}/check_document"
MAX_DOCUMENT = 4 * 1024 * 1024
"""Where a program sends a document, and the bytes that such a request may carry."""

MAX_UPLOAD = 200_000_000
"""Bytes that a form with files may carry; they are never all in memory."""

MOST_UNREAD = {
    **dict.fromkeys(
        ("/library/add", "/library/drafts", "/check/new", "/draft/file", "/proposals/new"), MAX_UPLOAD
    ),
    DOCUMENTS: MAX_DOCUMENT,
}
"""Where much may be sent, and how many bytes; who may not send it is refused before anything is read."""

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: browsers then send `Origin: null` with our own forms. Links that leave say noreferrer.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"

Closes = Callable[[str], bool]  # says of a path that nothing is served there
Refuse = Callable[[Request, Any], Awaitable[Response]]
"""What responds to a request that is refused by an HTTPException."""


class Refused(HTTPException):
    """A request that is refused before it is known who asks; `code` is for programs, `heading` for people."""

    def __init__(self, status: int, code: str, heading: str, sentence: str) -> None:
        super().__init__(status, sentence)
        self.code, self.heading = code, heading


_TOO_LARGE = 413, "too_large", "Too large", "The request is too large."
_TWO_HOSTS = 400, "bad_host", "Bad request", "The request must have exactly one Host header."
_CLOSED = 404, "not_found", "Page not found", "There is nothing at this address."
_FOREIGN = (
    *(403, "foreign_site", "Not allowed"),
    "Cross-site request blocked. Use the page itself.",
)


class Guard:
    """Closes what is not needed, bounds what is sent, and adds the headers."""

    def __init__(
        self, app: ASGIApp, is_closed: Closes, origins: Sequence[str], address: str, refuse: Refuse
    ) -> None:
        """Stand before an application.

        `origins` are the sites that may call the interfaces for programs; `address` is where people open the
        pages, '' where that is the host that they ask.
        """
        self.app, self.origins, self.address = app, origins, address
        self._is_closed, self._refuse = is_closed, refuse
        self._shared = CORSMiddleware(  # the pages are for no script of another site
            app,
            allow_origins=origins,
            allow_methods=["GET", "POST"],
            expose_headers=["Retry-After", "X-Request-Id"],
            allow_headers=["Authorization", "Content-Type", "Mcp-Protocol-Version", "Mcp-Method", "Mcp-Name"],
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        sending = _with_headers(send)
        try:
            self._check(scope)
            app = self._shared if is_for_programs(scope["path"]) else self.app
            if scope["path"] in MOST_UNREAD:  # until it is known who sends it
                await app(scope, _bounded(receive, MOST_UNREAD[scope["path"]]), sending)
                return
            body = await _read(receive, MAX_BODY)
        except Refused as refusal:
            await (await self._refuse(Request(scope), refusal))(scope, _bounded(receive, MAX_UPLOAD), sending)
            return
        await app(scope, again(body, receive), sending)

    def _check(self, scope: Scope) -> None:
        """Raise Refused for a blocked path, and for a request that another site makes a browser send."""
        path, headers = scope["path"], Headers(scope=scope)
        if len(headers.getlist("host")) != 1:
            raise Refused(*_TWO_HOSTS)
        if self._is_closed(path):
            raise Refused(*_CLOSED)
        is_listed = is_for_programs(path) and headers.get("origin") in self.origins
        if not (is_listed or scope["method"] in ("GET", "HEAD") or self._is_ours(headers)):
            raise Refused(*_FOREIGN)

    def _is_ours(self, headers: Headers) -> bool:
        """Return whether a page of this server sent a request, or a program that is no browser.

        A proxy may ask for the server's own host instead of the one that people opened. Where the address is
        set, only its pages are ours, and those that are opened on this machine.
        """
        origin, host = headers.get("origin"), headers.get("host", "")
        if origin is None or (self.address and origin == self.address):
            return True
        try:
            is_here = is_loopback(urlsplit(f"//{host}").hostname or "")
        except ValueError:
            is_here = False
        return origin.partition("://")[2] == host and (not self.address or is_here)


class BodyTooLarge(Exception):
    """A request that is read piece by piece has more bytes than it may have."""


async def _read(receive: Receive, most: int) -> bytes:
    """Read the body of a request. Raises Refused for one that is too large, whatever it said it was."""
    body, more = bytearray(), True
    while more and len(body) <= most:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    if len(body) > most:
        raise Refused(*_TOO_LARGE)
    return bytes(body)


def again(body: bytes, receive: Receive) -> Receive:
    """Give the application a body that was read already, then what comes after it."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receiving() -> Message:
        return waiting.pop() if waiting else await receive()

    return receiving


def _bounded(receive: Receive, most: int) -> Receive:
    """Count the bytes of a body that is read piece by piece. The result raises BodyTooLarge."""
    left = most

    async def receiving() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise BodyTooLarge
        return message

    return receiving


def _with_headers(send: Send) -> Send:
    """Add the headers to the start of a response; a policy of its own is kept."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
            headers.setdefault("Content-Security-Policy", _POLICY)
        await send(message)

    return sending
