"""The way into the queue of Gradio's chat: an ASGI layer that refuses a question before it waits there.

Gradio would refuse it with an error of its own, and only once its queue is full. The page asks at /refusal
for the sentence, because Gradio passes none on to it.

What Gradio's script does not send is refused, too: Gradio reads a request before it looks at it closely, and
prints what it cannot use, words of questions among it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import QueryParams
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.security.clients import client_of
from assistant.web.security.guard import CANCEL, DATA, JOIN, RESET, again
from assistant.web.security.questions import QuestionRefused, Questions

_LARGEST = 10_000  # a number that no component of the chat has
_REMEMBERED = 10_000  # tabs; one more forgets the one that joined longest ago
_NO_STORE = {"Cache-Control": "no-store"}
_UNKNOWN_TAB = PlainTextResponse("This tab is not known here.\n", 404, _NO_STORE)
_MALFORMED = PlainTextResponse("The chat cannot read this request.\n", 400, _NO_STORE)
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
"""What Gradio's script calls a tab or an event."""
Number = Annotated[int, Field(ge=0, lt=_LARGEST)]


class MalformedRequest(Exception):
    """A body that Gradio's script does not send."""


class _QueueMessage(BaseModel):
    """What the script sends: these fields in these types, and no other."""

    model_config = ConfigDict(strict=True, extra="forbid")


class Joining(_QueueMessage):
    """A request to carry out a function: its number, the tab, the question, None where it takes none."""

    fn_index: Number
    session_hash: Name
    data: list[str | None]
    event_data: None = None
    trigger_id: Number | None = None

    @property
    def question(self) -> str | None:
        """The words of the text box."""
        return next((value for value in self.data if value is not None), None)


class Cancelling(_QueueMessage):
    """A request to cancel a function of a tab."""

    fn_index: Number
    session_hash: Name
    event_id: Name


class Resetting(_QueueMessage):
    """A request to reset an event."""

    event_id: Name


Form = TypeVar("Form", Joining, Cancelling, Resetting)


def read_request(form: type[Form], body: bytes, functions: Mapping[int, tuple[type, ...]]) -> Form:
    """Read a request about the functions, which are given with the types of what each takes.

    Raises MalformedRequest.
    """
    try:
        sent = form.model_validate_json(body)
    except ValidationError:
        raise MalformedRequest from None
    if not isinstance(sent, Resetting) and sent.fn_index not in functions:
        raise MalformedRequest
    if isinstance(sent, Joining) and tuple(map(type, sent.data)) != functions[sent.fn_index]:
        raise MalformedRequest
    return sent


class ChatQueue:
    """Admits requests to the queue while it has room."""

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
            tab = self._enter(path, body, client)
        except MalformedRequest:
            await _MALFORMED(scope, receive, send)
        except QuestionRefused as refusal:
            await _refused(refusal)(scope, receive, send)
        else:
            await self._join(tab, client, scope, receive, send)

    def _enter(self, path: str, body: bytes, client: str) -> str:
        """Give a question a place; return its tab, '' for none. Raises MalformedRequest, QuestionRefused."""
        if path == RESET:
            read_request(Resetting, body, self._functions)
            return ""
        if path == CANCEL:
            if not self._tabs.belongs(read_request(Cancelling, body, self._functions).session_hash, client):
                raise MalformedRequest
            return ""
        joining = read_request(Joining, body, self._functions)
        if not self._tabs.take(joining.session_hash, client):
            raise MalformedRequest
        if joining.fn_index not in self._asks:
            self._questions.allow(client)
            return ""
        if not (joining.question or "").strip():
            return ""  # nothing is asked
        tab = tab_of(joining.session_hash)
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
    """The owner of each tab: the client that first joined with it, which alone may read its events."""

    def __init__(self) -> None:
        self._clients: dict[str, str] = {}

    def take(self, tab: str, client: str) -> bool:
        """Give a tab to the client that joins with it first; return False if it is another's."""
        self._clients[tab] = owner = self._clients.pop(tab, client)
        if len(self._clients) > _REMEMBERED:
            del self._clients[next(iter(self._clients))]
        return owner == client

    def belongs(self, tab: str, client: str) -> bool:
        """Return True for a tab of this client."""
        return self._clients.get(tab) == client


def tab_of(session: object) -> str:
    """Return by which name a tab has its place: Gradio's name of it."""
    return f"tab {str(session)[:64]}"


def _refused(refusal: QuestionRefused) -> Response:
    headers = {"Retry-After": str(refusal.seconds), **_NO_STORE}
    return JSONResponse({"detail": refusal.sentence}, refusal.status, headers)
