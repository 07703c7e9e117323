"""The queue of the chat: a request to it is read once, as an event of ours, and admitted while there is room.

An ASGI layer before Gradio, which would refuse a question only once its queue is full, and by its own error.
The page asks at /refusal for the sentence, because Gradio passes none on to it.

What Gradio's script does not send is refused, too: Gradio reads a request before it looks at it closely, and
prints what it cannot use, words of questions among it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import QueryParams
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.security.clients import client_of
from assistant.web.security.guard import again
from assistant.web.security.questions import Action, ChatEvent, ForeignTab, QuestionRefused, Questions

CHAT = "/chat"
"""Where Gradio's application is mounted."""
FILES = ("/gradio.js", "/assets/")
"""Where the files are that an embedding page loads: gradio.js imports ./assets/."""
_QUEUE = f"{CHAT}/gradio_api"
JOIN, DATA = f"{_QUEUE}/queue/join", f"{_QUEUE}/queue/data"
"""Where a question is sent, and where its answer comes from."""
_CANCEL, _RESET = f"{_QUEUE}/cancel", f"{_QUEUE}/reset"
_NEEDED = (
    *(f"{CHAT}/config", f"{CHAT}/theme.css", f"{CHAT}/static/", f"{_QUEUE}/info", f"{_QUEUE}/startup-events"),
    *(f"{_QUEUE}/heartbeat/", f"{_QUEUE}/app_id", JOIN, DATA, _CANCEL, _RESET),
)
_NO_STORE = {"Cache-Control": "no-store"}
_UNKNOWN_TAB = PlainTextResponse("This tab is not known here.\n", 404, _NO_STORE)
_MALFORMED = PlainTextResponse("The chat cannot read this request.\n", 400, _NO_STORE)
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
"""What Gradio's script calls a tab or an event."""
Number = Annotated[int, Field(ge=0, lt=10_000)]  # more than the chat has components
Functions = Mapping[int, tuple[type, ...]]
"""The functions that Gradio may call, by their numbers: the types of what its script sends for each."""


def is_closed(path: str) -> bool:
    """Return True for routes that the chat does not need, as uploads; no setting closes them."""
    return (path == CHAT or path.startswith(f"{CHAT}/")) and not path.startswith(_NEEDED)


class MalformedRequest(Exception):
    """A body that Gradio's script does not send."""


class _QueueMessage(BaseModel):
    """What the script sends: these fields in these types, and no other."""

    model_config = ConfigDict(strict=True, extra="forbid")


class _Resetting(_QueueMessage):
    """A request to reset an event."""

    event_id: Name


class _Cancelling(_Resetting):
    """A request to cancel a function of a tab."""

    fn_index: Number
    session_hash: Name


class _Joining(_QueueMessage):
    """A request to carry out a function: its number, the tab, the question, None where it takes none."""

    fn_index: Number
    session_hash: Name
    data: list[str | None]
    event_data: None = None
    trigger_id: Number | None = None


_FORMS: Mapping[str, type[_Joining | _Resetting]] = {JOIN: _Joining, _CANCEL: _Cancelling, _RESET: _Resetting}


def read_event(path: str, body: bytes, client: str, functions: Functions) -> ChatEvent:
    """Read a request that is posted to the queue. Raises MalformedRequest."""
    try:
        sent = _FORMS[path].model_validate_json(body)
    except ValidationError:
        raise MalformedRequest from None
    if not isinstance(sent, _Joining | _Cancelling):
        return ChatEvent(Action.RESET, client)
    if sent.fn_index not in functions:
        raise MalformedRequest
    if isinstance(sent, _Cancelling):
        return ChatEvent(Action.CANCEL, client, sent.session_hash)
    if tuple(map(type, sent.data)) != functions[sent.fn_index]:
        raise MalformedRequest
    question = next((value for value in sent.data if value is not None), None)
    action = Action.SHOW if question is None else Action.ANSWER
    return ChatEvent(action, client, sent.session_hash, question or "")


class ChatQueue:
    """Reads requests and admits them, or refuses them."""

    def __init__(self, app: ASGIApp, functions: Functions, questions: Questions) -> None:
        """Stand before Gradio's application, which has these functions."""
        self.app, self._functions, self._questions = app, functions, questions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        path = scope["path"].rstrip("/") if scope["type"] == "http" else ""
        if path != DATA and not (path in _FORMS and scope["method"] == "POST"):
            await self.app(scope, receive, send)
            return
        body, client = (await receive()).get("body", b""), client_of(scope)  # the guard has read all of it
        try:
            if path == DATA:
                tab = QueryParams(scope["query_string"]).get("session_hash", "")
                event = ChatEvent(Action.LISTEN, client, tab)
            else:
                event = read_event(path, body, client, self._functions)
            scope["state"]["event"] = event  # for the log
            self._questions.admit(event)
        except MalformedRequest:
            await _MALFORMED(scope, receive, send)
        except ForeignTab:
            await (_UNKNOWN_TAB if event.action is Action.LISTEN else _MALFORMED)(scope, receive, send)
        except QuestionRefused as refusal:
            await _refused(refusal)(scope, receive, send)
        else:
            await self._pass_on(event, scope, again(body, receive), send)

    async def _pass_on(self, event: ChatEvent, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; where Gradio's own queue is full, say so as we do."""
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            if status != 503:
                await send(message)

        await self.app(scope, receive, sending)
        if event.is_question and status != 200:
            self._questions.leave(event.tab)
        if status == 503:
            await _refused(self._questions.full(event.client))(scope, receive, send)


def _refused(refusal: QuestionRefused) -> Response:
    headers = {"Retry-After": str(refusal.seconds), **_NO_STORE}
    return JSONResponse({"detail": refusal.sentence}, refusal.status, headers)


def asking(session: str, question: str) -> dict[str, object]:
    """Return what the script sends to JOIN when a tab asks: the first function answers."""
    return {"data": [question, None], "fn_index": 0, "session_hash": session}


def answer_in(stream: str) -> str | None:
    """Return the HTML of the answer in a stream from DATA, None if it failed or broke off."""
    shown = ""
    for line in stream.splitlines():
        event = json.loads(line[5:]) if line.startswith("data:") else {}
        values = (event.get("output") or {}).get("data") or ()
        shown = next((value for value in values if isinstance(value, str)), shown)
        if event.get("msg") == "process_completed":
            return shown if event.get("success") else None
    return None
