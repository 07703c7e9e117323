"""Who is let in: where a sign-in is needed, nothing but the way to it answers without one.

An ASGI layer around our routes and Gradio alike. Behind it `scope["state"]["account"]` says who asks.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request, cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.administration.accounts import NOBODY_IN_PARTICULAR, Account, AccountsUnavailable
from assistant.web.security.programs import is_for_programs, refused_call
from assistant.web.security.rate_limit import RateLimit
from assistant.web.security.sessions import Sessions

COOKIE = "resolutions"
_OPEN = frozenset(("/healthz", "/readyz", "/sign-in"))
METRICS = "/metrics"
"""Where Prometheus asks, with the key of a curator: behind a proxy every visitor comes from this machine."""
_FILES = "/static/"
Endpoint = Callable[[Request], Awaitable[Response]]


class Authentication:
    """Finds out who asks, and turns away who must sign in first."""

    def __init__(self, app: ASGIApp, sessions: Sessions | None, calls: RateLimit) -> None:
        """Stand before an application; without sessions everybody is let in."""
        self.app, self.sessions, self.calls = app, sessions, calls

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request in, or turn it away."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan" or self.sessions is None:
                await self.app(scope, receive, send)
            else:  # a socket; the pages open none
                await send({"type": "websocket.close", "code": 1008})
            return
        takes_key = is_for_programs(scope["path"]) or scope["path"] == METRICS
        if self.sessions and takes_key and (key := key_of(scope)):
            await self._call(key, self.sessions, scope, receive, send)
            return
        account = _who(scope, self.sessions) if self.sessions else NOBODY_IN_PARTICULAR
        scope["state"] = {**scope.get("state", {}), "account": account}
        let_in = account is not None or _is_open(scope["path"])
        await (self.app if let_in else _turned_away(scope))(scope, receive, send)

    async def _call(self, key: str, sessions: Sessions, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the call of a program in, or refuse it."""
        app: ASGIApp = self.app
        try:
            found = sessions.accounts.of_key(key)
        except AccountsUnavailable:
            said = "The accounts of this server cannot be read."
            await refused_call(503, "accounts_unavailable", said)(scope, receive, send)
            return
        if found is None:
            app = refused_call(401, "bad_key", "This key is not known, or was revoked.")
        elif seconds := self.calls.wait(found[1]):
            said = f"More than {self.calls.a_minute} calls a minute with one key."
            app = refused_call(429, "too_many_calls", said, {"Retry-After": str(seconds)})
        else:
            scope["state"] = {**scope.get("state", {}), "account": found[0]}
        await app(scope, receive, send)


def key_of(scope: Scope) -> str:
    """Return the key that a program sends, or ''."""
    kind, _, key = Headers(scope=scope).get("authorization", "").partition(" ")
    return key.strip() if kind.lower() == "bearer" else ""


def _is_open(path: str) -> bool:
    """Return True if a path answers without a sign-in: the way to it, and the files of our pages."""
    return path in _OPEN or (path.startswith(_FILES) and ".." not in path)


def _who(scope: Scope, sessions: Sessions) -> Account | None:
    """Return who is signed in; where the accounts are damaged it is nobody."""
    try:
        return sessions.account(secret_of(scope))
    except AccountsUnavailable:
        return None


def secret_of(scope: Scope) -> str:
    """Return the secret that a browser holds, or ''."""
    return cookie_parser(Headers(scope=scope).get("cookie", "")).get(COOKIE, "")


def _turned_away(scope: Scope) -> ASGIApp:
    """Send who wants a page to the sign-in, tell everything else that one is needed."""
    if is_for_programs(scope["path"]):
        return refused_call(401, "key_needed", "A key is needed here.", {"WWW-Authenticate": "Bearer"})
    wants_page = scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", "")
    if not wants_page:
        return PlainTextResponse("Sign in first, at /sign-in.\n", 401, {"Cache-Control": "no-store"})
    query = f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else ""
    wanted = quote(f"{scope['path']}{query}", safe="")
    return RedirectResponse(f"/sign-in?then={wanted}", 303, {"Cache-Control": "no-store"})


def account_of(request: Request) -> Account | None:
    """Return who asks; None for somebody who has not signed in."""
    account: Account | None = request.scope["state"]["account"]
    return account


def curators(endpoint: Endpoint) -> Endpoint:
    """Let only curators ask for something: for others raise HTTPException before anything is read."""

    async def guarded(request: Request) -> Response:
        account = account_of(request)
        if account is None or not account.is_curator:
            raise HTTPException(403, "Only a curator may do this; ask one, or sign in as one.")
        return await endpoint(request)

    return guarded
