"""What is let in and what every response says: an ASGI layer around the whole application."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.settings import is_loopback
from assistant.web.layout import served
from assistant.web.security.programs import is_for_programs, refused_call
from assistant.web.templating import render

MAX_BODY = 256 * 1024
"""Bytes that a request may carry: room to say of a draft that it is too long."""

JOIN, CANCEL, RESET = "/gradio_api/queue/join", "/gradio_api/cancel", "/gradio_api/reset"
DATA = "/gradio_api/queue/data"
"""Below the chat, where Gradio is asked to do something."""
MAX_UPLOAD = 200_000_000
"""Bytes that a form with files may carry; they are never all in memory."""

UPLOAD_PATHS = ("/library/add",)
"""Where such a form goes; its route refuses who may not send one before anything is read."""

_GRADIO_PATHS = (
    "/config", "/theme.css", "/static/", "/gradio_api/info", "/gradio_api/startup-events",
    DATA, "/gradio_api/heartbeat/", "/gradio_api/app_id", JOIN, CANCEL, RESET,
)  # fmt: skip
"""What the embedded chat needs. Gradio has more routes (files, uploads, proxies); no setting closes them."""

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: browsers then send `Origin: null` with our own forms. Links that leave say noreferrer.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


class Guard:
    """Closes what is not needed, bounds what is sent, and adds the headers."""

    def __init__(self, app: ASGIApp, chat: str, origins: Sequence[str], address: str) -> None:
        """Stand before an application.

        `chat` is the path of Gradio's application; `origins` are the sites that may call the interfaces for
        programs; `address` is where people open the pages, '' where that is the host that they ask.
        """
        self.app, self.chat, self.origins, self.address = app, chat, origins, address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal, sending = self._refusal(scope), _with_headers(send)
        if refusal or scope["path"] in UPLOAD_PATHS:
            await (refusal or self.app)(scope, _bounded(receive), sending)
            return
        body = await _read(receive)
        app = _TOO_LARGE if body is None else self.app
        await app(scope, again(body or b"", receive), sending)

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        """Return the response to a request for what is closed, or that another site makes a reader send."""
        path, headers = scope["path"], Headers(scope=scope)
        if len(headers.getlist("host")) != 1:
            return _TWO_HOSTS
        is_gradio = path == self.chat or path.startswith(f"{self.chat}/")
        if is_gradio and not path.removeprefix(self.chat).startswith(_GRADIO_PATHS):
            return _CLOSED
        if is_for_programs(path) and headers.get("origin") in self.origins:
            return None
        return None if scope["method"] in ("GET", "HEAD") or self._is_ours(headers) else _FOREIGN

    def _is_ours(self, headers: Headers) -> bool:
        """Return whether a page of this server sent a request, or a program that is no browser.

        A proxy may ask for the server's own host instead of the one that people opened. Where the address is
        set, only its pages are ours, and those that are opened on this machine.
        """
        origin, host = headers.get("origin"), headers.get("host", "")
        if origin is None or (self.address and origin == self.address):
            return True
        return origin.partition("://")[2] == host and (not self.address or _is_here(host))


def _is_here(host: str) -> bool:
    """Return whether a Host header names this machine."""
    try:
        return is_loopback(urlsplit(f"//{host}").hostname or "")
    except ValueError:
        return False


class BodyTooLarge(Exception):
    """A request that is read piece by piece has more bytes than it may have."""


class _Refused:
    """Refuses a request: with a page for a browser that wants one, with a line of text for anything else."""

    def __init__(self, status: int, code: str, heading: str, sentence: str) -> None:
        self.status, self.code, self.heading, self.sentence = status, code, heading, sentence

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if is_for_programs(scope["path"]):
            await refused_call(self.status, self.code, self.sentence)(scope, receive, send)
            return
        wants_page = "text/html" in Headers(scope=scope).get("accept", "")
        await (self._page() if wants_page else PlainTextResponse(f"{self.sentence}\n", self.status))(
            scope, receive, send
        )

    def _page(self) -> Response:
        """Return the page; who asks is not known yet, so it names nobody."""
        html = render("refused.html", title=self.heading, heading=self.heading, sentence=self.sentence)
        return served(html, self.status)


_TOO_LARGE = _Refused(413, "too_large", "Too large", "The request is too large.")
_TWO_HOSTS = _Refused(400, "bad_host", "Bad request", "The request must have exactly one Host header.")
_CLOSED = _Refused(404, "not_found", "Page not found", "There is nothing at this address.")
_FOREIGN = _Refused(
    403, "foreign_site", "Not allowed", "Another site sent this; nothing was done. Use the page itself."
)


async def _read(receive: Receive) -> bytes | None:
    """Read the body of a request; None when it is larger than it may be, whatever it said it was."""
    body = b""
    while len(body) <= MAX_BODY:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return body if len(body) <= MAX_BODY else None
    return None


def again(body: bytes, receive: Receive) -> Receive:
    """Give the application a body that was read already, then what comes after it."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receiving() -> Message:
        return waiting.pop() if waiting else await receive()

    return receiving


def _bounded(receive: Receive) -> Receive:
    """Count the bytes of a body that is read piece by piece. The result raises BodyTooLarge."""
    left = MAX_UPLOAD

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
