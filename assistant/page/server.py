"""Serving: the page, its reader, health; Gradio's application stands behind them."""

from __future__ import annotations

import logging
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from threading import Thread

import gradio as gr
import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message

from assistant.answering import Assistant
from assistant.basket import FORMS as BASKETS
from assistant.basket import kept
from assistant.exporting import FORMS, printed
from assistant.page.backlinks import Backlinks
from assistant.page.chat import THEME, build
from assistant.page.drafting import Form, sheet
from assistant.page.guard import Guard
from assistant.page.reading import reading
from assistant.page.shell import STYLES, content_policy, header, page
from assistant.precedents import PrecedentFinder
from assistant.settings import Settings
from assistant.wording import Wording, open_wording
from corpus.errors import ResolutionsError
from corpus.keys import EditionKey

_FOLDER = Path(__file__).parent
_LOG = logging.getLogger(__name__)


def serve(assistant: Assistant, settings: Settings) -> None:
    """Serve the page until it is interrupted. Raises ResolutionsError when the port is taken."""
    listening = _listen(settings)
    host, port = listening.getsockname()[:2]
    _LOG.info("Resolutions is at http://%s:%s", host, port)
    # The first question loads the model: it is asked here, before a reader asks it.
    Thread(target=assistant.ask, args=(["What is in the text?"],), daemon=True).start()
    config = uvicorn.Config(
        application(assistant, settings), log_level="warning", server_header=False, date_header=False
    )
    uvicorn.Server(config).run(sockets=[listening])


def application(assistant: Assistant, settings: Settings) -> Starlette:
    """Build the whole application: our routes first, Gradio's behind them, guards around both."""
    model = settings.language_model
    wording = open_wording(model, assistant.library) if model else None
    site = _Site(assistant, wording)
    app = Starlette(
        routes=site.routes(),
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=_hosts(settings.host), www_redirect=False),
            Middleware(Guard),
            Middleware(CORSMiddleware, allow_origins=[]),  # no other site may read or ask
        ],
    )
    gr.mount_gradio_app(
        app,
        build(assistant, wording),
        path="/",
        server_name=settings.host,
        server_port=settings.port,
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        mcp_server=False,
        enable_monitoring=False,
        max_file_size=0,
        theme=THEME,
    )
    site.chat = app.routes[-1].app  # type: ignore[attr-defined]  # what was mounted just now
    return app


class _Site:
    """Answers what is not the chat: the page around it, the reader's texts, health."""

    def __init__(self, assistant: Assistant, wording: Wording | None) -> None:
        self.assistant, self.wording = assistant, wording
        self.backlinks = Backlinks.of(assistant.library)
        self.finder = PrecedentFinder(assistant.library, assistant.searcher)
        self.chat: ASGIApp | None = None

    def routes(self) -> list[Route]:
        """List our routes."""
        return [
            Route("/", self.home),
            Route("/read/{key:path}", self.read),
            Route("/download/{form}/{key:path}", self.download),
            Route("/draft/basket/{ending}", self.basket, methods=["POST"]),
            Route("/draft", self.draft, methods=["GET", "POST"]),
            *(Route(f"/{name}", _file(name, "text/css")) for name in (*STYLES, "draft.css")),
            Route("/page.js", _file("page.js", "text/javascript")),
            Route("/healthz", self.health),
            Route("/readyz", self.ready),
        ]

    async def home(self, request: Request) -> Response:
        """Serve the page: Gradio's own, with ours around the chat."""
        assert self.chat is not None
        index = await _body(self.chat, request)
        clause = request.query_params.get("clause", "")
        html = page(index, self.assistant, self.backlinks, clause)
        policy = content_policy(html)
        return HTMLResponse(html, headers={"Content-Security-Policy": policy, "Cache-Control": "no-store"})

    async def read(self, request: Request) -> Response:
        """Serve the reader's HTML of one edition."""
        try:
            edition = self.assistant.library.edition(EditionKey.parse(request.path_params["key"]))
        except ResolutionsError as error:
            return PlainTextResponse(f"{error}\n", 404)
        return HTMLResponse(str(reading(edition, self.assistant.library, self.backlinks)))

    async def download(self, request: Request) -> Response:
        """Serve one edition as a file."""
        form = request.path_params["form"]
        try:
            edition = self.assistant.library.edition(EditionKey.parse(request.path_params["key"]))
        except ResolutionsError as error:
            return PlainTextResponse(f"{error}\n", 404)
        if form not in FORMS:
            return PlainTextResponse(
                f"'{form}' is no form of a text; the forms are {', '.join(FORMS)}\n", 404
            )
        ending, kind = FORMS[form]
        text = await run_in_threadpool(printed, edition, self.assistant.library, form)
        name = f"{str(edition.key).replace('/', '_')}.{ending}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(text.encode("utf-8", "backslashreplace"), media_type=kind, headers=headers)

    async def draft(self, request: Request) -> Response:
        """Serve the page for drafters; a draft comes in the body of a form."""
        return await self._drafting(Form.read(await request.body()))

    async def basket(self, request: Request) -> Response:
        """Serve the clauses that are kept as a file, or say why not on the page."""
        form, ending = Form.read(await request.body()), request.path_params["ending"]
        if ending not in BASKETS:
            return PlainTextResponse(f"'{ending}' is no form of a basket: {', '.join(BASKETS)}\n", 404)
        kind, write = BASKETS[ending]
        try:
            clauses = kept(form.basket, self.assistant.library)
        except ResolutionsError as error:
            return await self._drafting(form, str(error))
        written = await run_in_threadpool(write, form.draft, clauses)
        headers = {"Content-Disposition": f'attachment; filename="adopted-language.{ending}"'}
        return Response(written, media_type=kind, headers=headers)

    async def _drafting(self, form: Form, refusal: str = "") -> Response:
        """Serve the page for drafters with what was typed."""
        top = header(self.assistant.library, self.assistant.notices, "/draft")
        body = next(iter(self.assistant.subject), None)
        html = await run_in_threadpool(sheet, form, self.finder, top, body, refusal)
        policy = content_policy(html, forms=True)
        return HTMLResponse(html, headers={"Content-Security-Policy": policy, "Cache-Control": "no-store"})

    async def health(self, request: Request) -> Response:
        """Say that the process is alive."""
        del request
        return PlainTextResponse("alive\n")

    async def ready(self, request: Request) -> Response:
        """Say what is served, and what is wrong with it."""
        del request
        editions = self.assistant.library.editions
        return JSONResponse({
            "ready": bool(editions),
            "editions": len(editions),
            "clauses": sum(len(one.provisions) for one in editions),
            "language_model": self.wording.state if self.wording else "off",
            "notices": list(self.assistant.notices),
        }, 200 if editions else 503)  # fmt: skip


def _file(name: str, kind: str) -> Callable[[Request], Awaitable[Response]]:
    """Serve one file of this folder."""

    async def serving(request: Request) -> Response:
        del request
        return FileResponse(_FOLDER / name, media_type=kind, headers={"Cache-Control": "no-cache"})

    return serving


async def _body(app: ASGIApp, request: Request) -> str:
    """Return what an application answers to a request, as text that is not compressed."""
    parts: list[bytes] = []

    async def send(message: Message) -> None:
        parts.append(message.get("body", b""))

    headers = [pair for pair in request.scope["headers"] if pair[0] != b"accept-encoding"]
    await app({**request.scope, "headers": headers}, request.receive, send)
    return b"".join(parts).decode()


def _hosts(host: str) -> list[str]:
    """List the names under which the page may be asked for: another name is another site's trick."""
    if host in ("127.0.0.1", "localhost", "::1"):
        return ["127.0.0.1", "localhost", "[::1]"]
    return ["*"] if host in ("0.0.0.0", "::") else [host, "127.0.0.1", "localhost"]  # noqa: S104


def _listen(settings: Settings) -> socket.socket:
    """Open the socket. Raises ResolutionsError when that cannot be."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        raise ResolutionsError(
            f"{settings.host}:{settings.port}: cannot be served at ({error.strerror}); "
            "set RESOLUTIONS_PORT to a free port"
        ) from None
