"""Who is let in: where a sign-in is needed, nothing but the way to it answers without one.

An ASGI layer around our routes and the chat alike. Behind it `scope["state"]["account"]` says who asks, and
`scope["state"]["key"]` has the id of the key with which a program does.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from contextvars import ContextVar
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request, cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.administration.accounts import NOBODY_IN_PARTICULAR, Account, AccountsUnavailable
from assistant.web.security.guard import is_for_programs, refused_call
from assistant.web.security.sessions import Sessions

COOKIE = "resolutions"
# What answers without a sign-in: the way to it, and the files of our pages.
_OPEN = frozenset(("/healthz", "/readyz", "/sign-in"))
METRICS = "/metrics"
"""Where Prometheus asks, with the key of a curator: behind a proxy every visitor comes from this machine."""
_FILES = "/static/"
Endpoint = Callable[[Request], Awaitable[Response]]
VIEWER: ContextVar[str] = ContextVar("viewer", default="")
"""The id of the account for which a page is made, '' for nobody; not in the chat, which waits in a queue."""


class Authentication:
    """Finds out who asks, and turns away who must sign in first."""

    def __init__(self, app: ASGIApp, sessions: Sessions | None) -> None:
        """Stand before an application; without sessions everybody is let in."""
        self.app, self.sessions = app, sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        VIEWER.set("")
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
        account: Account | None = None
        with suppress(AccountsUnavailable):  # where they are damaged, nobody is signed in
            account = self.sessions.account(secret_of(scope)) if self.sessions else NOBODY_IN_PARTICULAR
        path, scope["state"] = scope["path"], {**scope.get("state", {}), "account": account}
        is_open = path in _OPEN or (path.startswith(_FILES) and ".." not in path)
        if account:
            VIEWER.set(account.id)
        await (self.app if account or is_open else _turned_away(scope))(scope, receive, send)

    async def _call(self, key: str, sessions: Sessions, scope: Scope, receive: Receive, send: Send) -> None:
        app: ASGIApp = self.app
        try:
            found = sessions.accounts.of_key(key)
        except AccountsUnavailable:
            app = refused_call(503, "accounts_unavailable", "The accounts of this server cannot be read.")
        else:
            if found is None:
                app = refused_call(401, "bad_key", "This key is not known, or was revoked.")
            else:
                scope["state"] = {**scope.get("state", {}), "account": found[0], "key": found[1]}
                VIEWER.set(found[0].id)
        await app(scope, receive, send)


def key_of(scope: Scope) -> str:
    """Return the key that a program sends, or ''."""
    kind, _, key = Headers(scope=scope).get("authorization", "").partition(" ")
    return key.strip() if kind.lower() == "bearer" else ""


def secret_of(scope: Scope) -> str:
    """Return the secret that a browser holds, or ''."""
    return cookie_parser(Headers(scope=scope).get("cookie", "")).get(COOKIE, "")


def _turned_away(scope: Scope) -> ASGIApp:
    """Redirect requests for a page to the sign-in; refuse all others with 401."""
    if is_for_programs(scope["path"]):
        return refused_call(401, "key_needed", "A key is needed here.", {"WWW-Authenticate": "Bearer"})
    wants_page = scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", "")
    if not wants_page:
        return PlainTextResponse("Sign in first, at /sign-in.\n", 401, {"Cache-Control": "no-store"})
    query = f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else ""
    wanted = quote(f"{scope['path']}{query}", safe="")
    return RedirectResponse(f"/sign-in?then={wanted}", 303, {"Cache-Control": "no-store"})


def account_of(request: HTTPConnection) -> Account | None:
    """Return who asks; None for somebody who has not signed in."""
    account: Account | None = request.scope.get("state", {}).get("account")
    return account


def is_by_curator(request: HTTPConnection) -> bool:
    """Return whether a curator asks, or anybody where nobody signs in."""
    account = account_of(request)
    return account is not None and account.is_curator


def owner_of(request: HTTPConnection) -> str:
    """Return the id of the account that has signed in, '' where nobody does."""
    account = account_of(request)
    return account.id if account else ""


def curators(endpoint: Endpoint) -> Endpoint:
    """Let only curators ask for something: for others raise HTTPException before anything is read."""

    async def guarded(request: Request) -> Response:
        if not is_by_curator(request):
            raise HTTPException(403, "Only a curator may do this; ask one, or sign in as one.")
        return await endpoint(request)

    return guarded
