"""The way into the queue of Gradio's chat: an ASGI layer that refuses a question before it waits there.

It also refuses what Gradio's script would not send: Gradio would print it, with the words of a question.

Gradio would refuse it with an error of its own, and only once its queue is full. The page asks at /refusal
for the sentence, because Gradio passes none on to it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from starlette.datastructures import QueryParams
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.security.chat_requests import (
    Joining,
    MalformedRequest,
    check_resetting,
    read_joining,
    tab_to_cancel,
)
from assistant.web.security.clients import client_of
from assistant.web.security.guard import CANCEL, DATA, JOIN, RESET, again
from assistant.web.security.questions import QuestionRefused, Questions
from assistant.web.security.rate_limit import remember


class ChatQueue:
    """Lets into the queue what there is a place for."""

    def __init__(
        self,
        app: ASGIApp,
        chat: str,
        functions: Mapping[int, tuple[type, ...]],
        asks: Collection[int],
        questions: Questions,
    ) -> None:
        """Stand before an application.

        `functions` are those of Gradio with the types of what each takes, `asks` those that answer questions.
        """
        self.app, self._chat, self._functions = app, chat, functions
        self._asks, self._questions = asks, questions
        self._tabs = _Tabs()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        path = scope["path"].removeprefix(self._chat).rstrip("/") if scope["type"] == "http" else ""
        if path == DATA:
            tab = QueryParams(scope["query_string"]).get("session_hash", "")
            is_own = self._tabs.belongs(tab, client_of(scope))
            await (self.app if is_own else _UNKNOWN_TAB)(scope, receive, send)
            return
        if path not in (JOIN, CANCEL, RESET) or scope["method"] != "POST":
            await self.app(scope, receive, send)
            return
        body = (await receive()).get("body", b"")  # the guard has read all of it
        receive, client = again(body, receive), client_of(scope)
        try:
            joining = self._read(path, body, client)
            tab = self._enter(joining, client) if joining else ""
        except MalformedRequest:
            await _MALFORMED(scope, receive, send)
        except QuestionRefused as refusal:
            await _refused(refusal)(scope, receive, send)
        else:
            await self._join(tab, client, scope, receive, send)

    def _read(self, path: str, body: bytes, client: str) -> Joining | None:
        """Read a request for a function; None for another that is sound. Raises MalformedRequest."""
        if path == JOIN:
            joining = read_joining(body, self._functions)
            if not self._tabs.take(joining.tab, client):
                raise MalformedRequest
            return joining
        if path == CANCEL:
            if not self._tabs.belongs(tab_to_cancel(body, self._functions), client):
                raise MalformedRequest
        else:
            check_resetting(body)
        return None

    def _enter(self, joining: Joining, client: str) -> str:
        """Give a question a place and return its tab; '' for what is none. Raises QuestionRefused."""
        if joining.function not in self._asks:
            self._questions.allow(client)
            return ""
        if not (joining.question or "").strip():
            return ""  # nothing is asked
        tab = tab_of(joining.tab)
        self._questions.enter(client, tab)
        return tab

    async def _join(self, tab: str, client: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; where Gradio's own queue is full, say so as we do."""
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            if status != 503:
                await send(message)

        await self.app(scope, receive, sending)
        if tab and status != 200:
            self._questions.leave(tab)
        if status == 503:
            await _refused(self._questions.full(client))(scope, receive, send)


class _Tabs:
    """Whose each tab is: what a tab is sent is for the client alone that joined the queue with it."""

    def __init__(self) -> None:
        self._clients: dict[str, str] = {}

    def take(self, tab: object, client: str) -> bool:
        """Give a tab to the client that joins with it first; return False if it is another's."""
        owner = self._clients.get(str(tab), client)
        remember(self._clients, str(tab), owner, _REMEMBERED)
        return owner == client

    def belongs(self, tab: object, client: str) -> bool:
        """Return True for a tab of this client."""
        return self._clients.get(str(tab)) == client


_REMEMBERED = 10_000  # tabs
_UNKNOWN_TAB = PlainTextResponse("This tab is not known here.\n", 404, {"Cache-Control": "no-store"})
_MALFORMED = PlainTextResponse("The chat cannot read this request.\n", 400, {"Cache-Control": "no-store"})


def tab_of(session: object) -> str:
    """Return by which name a tab has its place: Gradio's name of it."""
    return f"tab {str(session)[:64]}"


def _refused(refusal: QuestionRefused) -> Response:
    """Return the response to Gradio's script."""
    headers = {"Retry-After": str(refusal.seconds), "Cache-Control": "no-store"}
    return JSONResponse({"detail": refusal.sentence}, refusal.status, headers)
