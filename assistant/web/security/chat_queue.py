"""The way into the queue of Gradio's chat: an ASGI layer that refuses a question before it waits there.

Gradio would refuse it with an error of its own, and only once its queue is full. The page asks at /refusal
for the sentence, because Gradio passes none on to it.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.security.guard import JOIN, again
from assistant.web.security.questions import QuestionRefused, Questions, client_of


class ChatQueue:
    """Lets into the queue what there is a place for."""

    def __init__(self, app: ASGIApp, chat: str, asks: Collection[int], questions: Questions) -> None:
        """Stand before an application; `asks` are the functions of Gradio that answer a question."""
        self.app, self._path, self._asks, self._questions = app, f"{chat}{JOIN}", asks, questions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        if scope["type"] != "http" or scope["path"] != self._path or scope["method"] != "POST":
            await self.app(scope, receive, send)
            return
        body = (await receive()).get("body", b"")  # the guard has read all of it, and what it names
        asked, client = json.loads(body or b"{}"), client_of(scope)
        try:
            tab = self._enter(asked, client)
        except QuestionRefused as refusal:
            await _refused(refusal)(scope, receive, send)
            return
        await self._join(tab, client, scope, again(body, receive), send)

    def _enter(self, asked: dict[str, Any], client: str) -> str:
        """Give a question a place and return its tab; '' for what is none. Raises QuestionRefused."""
        if asked.get("fn_index") not in self._asks:
            self._questions.allow(client)
            return ""
        given = asked.get("data")
        if isinstance(given, list) and given and isinstance(given[0], str) and not given[0].strip():
            return ""  # nothing is asked
        tab = tab_of(asked.get("session_hash"))
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


def tab_of(session: object) -> str:
    """Return by which name a tab has its place: Gradio's name of it."""
    return f"tab {str(session)[:64]}"


def _refused(refusal: QuestionRefused) -> Response:
    """Return the response to Gradio's script."""
    headers = {"Retry-After": str(refusal.seconds), "Cache-Control": "no-store"}
    return JSONResponse({"detail": refusal.sentence}, refusal.status, headers)
