"""The page itself: Gradio's, with ours around the chat."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message

from assistant.web.authentication import account_of
from assistant.web.filter_bar import filter_bar
from assistant.web.service import Service
from assistant.web.shell import content_policy, header, page
from assistant.web.visitors import read_visitor


class Home:
    """Serves the chat with the reader beside it; `chat` is Gradio's application."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.chat: ASGIApp | None = None

    def routes(self) -> list[Route]:
        """List what is served here."""
        return [Route("/", self.home)]

    async def home(self, request: Request) -> Response:
        """Serve the page: Gradio's own, with ours around the chat."""
        assert self.chat is not None
        self.service.look()
        index, state = await _body(self.chat, request), self.service.now
        library, account = state.assistant.library, account_of(request)
        top = header(library, state.assistant.notices, "/", account)
        filters = filter_bar(read_visitor(request).filters, library, state.finder.heads.addressees)
        html = page(
            index, state, top, filters, request.query_params.get("clause", ""), self.service.model.line
        )
        policy = content_policy(html, forms=bool(account and account.name))  # the one to sign out
        return HTMLResponse(html, headers={"Content-Security-Policy": policy, "Cache-Control": "no-store"})


async def _body(app: ASGIApp, request: Request) -> str:
    """Return what an application answers to a request, as text that is not compressed."""
    parts: list[bytes] = []

    async def send(message: Message) -> None:
        parts.append(message.get("body", b""))

    headers = [pair for pair in request.scope["headers"] if pair[0] != b"accept-encoding"]
    await app({**request.scope, "headers": headers}, request.receive, send)
    return b"".join(parts).decode()
