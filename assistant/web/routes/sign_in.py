"""Signing in and out, where that is needed."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from assistant.administration.accounts import AccountsUnavailable, StoredAccount
from assistant.plain_text import counted
from assistant.web.routes import fields_of, served_at
from assistant.web.security.authentication import COOKIE, account_of, secret_of
from assistant.web.security.clients import Throttle
from assistant.web.security.sessions import SECONDS, Sessions
from assistant.web.templating import render, served

_NAME = 64  # characters of a name: no longer one has an account
_LONGEST = 2_000  # characters of a path to return to
_WRONG = "Wrong name or password. Try again."


class SignInRoutes:
    """Serves the form, checks what was typed in it, and ends sessions."""

    def __init__(self, sessions: Sessions | None, throttle: Throttle, *, is_https: bool = False) -> None:
        """Use the sessions of the server; without any nobody needs to sign in."""
        self.sessions, self.throttle = sessions, throttle
        self.is_https = is_https  # as people open the pages, whatever a proxy says
        # One hash at a time: each takes 64 MB, and what is counted is counted before the next.
        self._alone = asyncio.Lock()

    @served_at("/sign-in")
    async def form(self, request: Request) -> Response:
        """Serve the form; redirect a visitor who is already signed in."""
        wanted = wanted_path(request.query_params.get("then", ""))
        if self.sessions is None or account_of(request):
            return RedirectResponse(wanted, 303)
        return _page(wanted)

    @served_at("/sign-in", methods=("POST",))
    async def sign_in(self, request: Request) -> Response:
        """Check a name and a password, and begin a session."""
        fields = await fields_of(request)
        name, password, then = (fields.get(field, "") for field in ("name", "password", "then"))
        name = name.strip()[:_NAME]
        wanted, address = wanted_path(then), request.client.host if request.client else ""
        if self.sessions is None:
            return RedirectResponse(wanted, 303)
        try:
            account, minutes = await self._checked(name, password, address)
        except AccountsUnavailable as error:
            return _page(wanted, name, f"{error}.", 503)
        if minutes:
            message = f"Too many wrong passwords. Sign-in is locked for {counted(minutes, 'minute')}."
            return _page(wanted, name, message, 429, {"Retry-After": str(60 * minutes)})
        if account is None:
            return _page(wanted, name, _WRONG, 403)
        answer = RedirectResponse(wanted, 303)
        secret = await run_in_threadpool(self.sessions.begin, account)  # it writes to the disk
        self._give(request, answer, secret, SECONDS)
        return answer

    async def _checked(self, name: str, password: str, address: str) -> tuple[StoredAccount | None, int]:
        """Return whose password this is, or the minutes to wait before any. Raises AccountsUnavailable."""
        assert self.sessions is not None
        async with self._alone:
            if minutes := self.throttle.wait(name, address):
                return None, minutes
            account = await run_in_threadpool(self.sessions.accounts.verify, name, password)
            if account is None:
                self.throttle.wrong(name, address)
            else:
                self.throttle.right(name, address)
            return account, 0

    @served_at("/sign-out", methods=("POST",))
    async def sign_out(self, request: Request) -> Response:
        """End a session."""
        if self.sessions is None:
            raise HTTPException(404, "No sign-in is needed here.")
        await run_in_threadpool(self.sessions.end, secret_of(request.scope))
        answer = RedirectResponse("/sign-in", 303)
        self._give(request, answer, "", 0)
        return answer

    def _give(self, request: Request, answer: Response, secret: str, seconds: int) -> None:
        """Give a browser a secret that no script reads and no other site sends, or take it away."""
        is_secure = self.is_https or request.url.scheme == "https"
        answer.set_cookie(
            COOKIE, secret, max_age=seconds, path="/", httponly=True, samesite="strict", secure=is_secure
        )


def wanted_path(then: str) -> str:
    """Return the path to redirect to after the sign-in, which is always on this server.

    Browsers take a path with two slashes, a backslash or a tab for an address on another server.
    """
    plain = then.isprintable() and " " not in then and "\\" not in then and len(then) <= _LONGEST
    if not plain or not then.startswith("/") or then.startswith("//"):
        return "/"
    parts = urlsplit(then)
    return "/" if parts.scheme or parts.netloc or parts.path.startswith("/sign-") else then


def _page(
    wanted: str, name: str = "", refusal: str = "", status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    return served(render("sign_in.html", wanted=wanted, name=name, refusal=refusal), status, headers)
