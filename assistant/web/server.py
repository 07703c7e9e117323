"""Serving: our pages, and the application of the chat, which the page for asking embeds."""

from __future__ import annotations

import logging
import resource
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from math import ceil
from pathlib import Path
from threading import Thread
from typing import Any

import uvicorn
from mcp.server.lowlevel.server import Server
from mcp.server.streamable_http_manager import StreamableHTTPASGIApp, StreamableHTTPSessionManager
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from assistant.administration.accounts import accounts_of
from assistant.exports import SPREADSHEET, WORD
from assistant.operations.mcp_server import server as mcp_server
from assistant.pipeline import Assistant
from assistant.settings import Settings, in_url
from assistant.web.chat.blocks import build, file_routes, mount
from assistant.web.chat.queue import CHAT, is_closed
from assistant.web.request_log import RequestLog
from assistant.web.routes import Errors, routes_of
from assistant.web.routes.api import ApiRoutes
from assistant.web.routes.checking import CheckingRoutes
from assistant.web.routes.collections import CollectionsRoutes
from assistant.web.routes.comparing import ComparingRoutes
from assistant.web.routes.concordance import ConcordanceRoutes
from assistant.web.routes.conversations import ConversationsRoutes
from assistant.web.routes.drafting import DraftingRoutes
from assistant.web.routes.duties import DutiesRoutes
from assistant.web.routes.home import Home
from assistant.web.routes.library import LibraryRoutes
from assistant.web.routes.model import ModelRoutes
from assistant.web.routes.notes import NotesRoutes
from assistant.web.routes.offline import OfflineRoutes
from assistant.web.routes.palette import PaletteRoutes
from assistant.web.routes.proposal_tables import ProposalTableRoutes
from assistant.web.routes.proposals import ProposalsRoutes
from assistant.web.routes.reading import ReadingRoutes
from assistant.web.routes.references import ReferencesRoutes
from assistant.web.routes.sign_in import SignInRoutes
from assistant.web.routes.start import StartRoutes
from assistant.web.routes.streamlining import StreamliningRoutes
from assistant.web.security.authentication import Authentication
from assistant.web.security.clients import Throttle
from assistant.web.security.connections import MAX_HEADERS, connections
from assistant.web.security.guard import MAX_BODY, MCP, Guard
from assistant.web.security.sessions import Sessions
from assistant.web.served_model import Stage
from assistant.web.service import Service
from assistant.web.traffic.layer import TrafficControl
from corpus.errors import ResolutionsError

_STATIC, _OF_CHAT = Path(__file__).parent / "static", ("assistant.web.chat", "static")
_ENDING = 8  # seconds for running answers when the server shuts down; open pages do not delay it
_COMPRESSION = 5  # a page is a few per cent larger than with 9, in a third of the time
_COMPRESSED_ALREADY = (*DEFAULT_EXCLUDED_CONTENT_TYPES, WORD, SPREADSHEET)
_FILES_BESIDE = 256  # files that are open beside connections
_LOG = logging.getLogger(__name__)


def serve(assistant: Assistant, settings: Settings) -> None:
    """Serve the page until it is interrupted. Raises ResolutionsError when the port is taken."""
    listening = _listen(settings)
    host, port = listening.getsockname()[:2]
    _LOG.info("Resolutions is at http://%s:%s", in_url(host), port)
    # The first question loads the model: it is asked here, before a reader asks it.
    Thread(target=assistant.ask, args=(["What is in the text?"],), daemon=True).start()
    app = application(assistant, settings)
    app.state.service.warm(app.state.service.now)
    _begin_with_model(app.state.service)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = settings.connections + _FILES_BESIDE
    wanted = files if hard == resource.RLIM_INFINITY else min(files, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):  # where the machine does not allow it
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    uvicorn.Server(_configured(app, settings)).run(sockets=[listening])


def _configured(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=connections(settings),
        ws="none",  # the pages open no socket
        h11_max_incomplete_event_size=MAX_HEADERS,
        timeout_keep_alive=ceil(settings.connection_seconds),
        timeout_graceful_shutdown=_ENDING,
        log_config=None,  # its messages go the way of ours
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,  # the application reads them, behind the log of requests
    )


def application(assistant: Assistant, settings: Settings) -> Starlette:
    """Build the whole application: our pages, the chat below them, guards around both.

    Raises ResolutionsError where a sign-in is needed and nobody has an account.
    """
    accounts = accounts_of(settings)
    sessions = Sessions(accounts) if accounts else None
    service = Service(assistant, settings)
    api = ApiRoutes(service)
    tools = _Tools(mcp_server(api.answered))
    trusted: Any = ProxyHeadersMiddleware  # typed for uvicorn's own kind of application
    handlers = Errors(service).handlers()
    groups = (
        Home(service),
        DraftingRoutes(service),
        CheckingRoutes(service),
        ProposalTableRoutes(service),
        ConversationsRoutes(service),
        NotesRoutes(service),
        CollectionsRoutes(service),
        LibraryRoutes(service),
        ModelRoutes(service),
        StartRoutes(service),
        ReferencesRoutes(service),
        ConcordanceRoutes(service),
        ComparingRoutes(service),
        StreamliningRoutes(service),
        DutiesRoutes(service),
        OfflineRoutes(service),
        PaletteRoutes(service),
        ProposalsRoutes(service),
        api,
        SignInRoutes(sessions, Throttle(service.counters), is_https=settings.address.startswith("https://")),
        ReadingRoutes(service),  # the last: its short addresses fit many a path
    )
    app = Starlette(
        routes=[
            Route(MCP, tools, methods=["POST"]),  # the server begins nothing by itself
            Mount("/static", _Revalidated(directory=_STATIC, packages=[_OF_CHAT])),
            *file_routes(),
            *(route for group in groups for route in routes_of(group)),
        ],
        lifespan=tools.lifespan,
        middleware=[
            Middleware(RequestLog, service.metrics, settings.proxies, CHAT),
            *([Middleware(trusted, trusted_hosts=list(settings.proxies))] if settings.proxies else []),
            Middleware(TrustedHostMiddleware, allowed_hosts=_hosts(settings), www_redirect=False),
            Middleware(Guard, is_closed, settings.api_origins, settings.address, handlers[HTTPException]),
            Middleware(Authentication, sessions),
            Middleware(TrafficControl, service, handlers[HTTPException]),
            Middleware(GZipMiddleware, compresslevel=_COMPRESSION, exclude_content_types=_COMPRESSED_ALREADY),
        ],
        exception_handlers=handlers,
    )
    mount(app, build(service), service)
    app.state.service = service
    return app


class _Tools:
    """MCP over HTTP. A manager of the SDK runs once; an application may be started more than once."""

    def __init__(self, served: Server[Any]) -> None:
        self._server = served
        self._app: ASGIApp | None = None

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        """Answer while the application runs."""
        before = self._app
        manager = StreamableHTTPSessionManager(
            self._server, json_response=True, stateless=True, max_request_body_size=MAX_BODY
        )
        async with manager.run():
            self._app = StreamableHTTPASGIApp(manager)
            yield
        self._app = before

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self._app is not None, "the application has not been started"
        await self._app(scope, receive, send)


def _begin_with_model(service: Service) -> None:
    """Look for models, say whether one is used and where questions go, and test one that is new."""
    service.models.begin()
    if service.model.configured is None:
        return
    if service.model.stage in (Stage.NOT_USED, Stage.USED):
        _LOG.info("%s", service.model.line)
    service.test_model()


class _Revalidated(StaticFiles):
    """Files that a browser asks for again each time: their names do not change with their contents."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Serve one."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


def _hosts(settings: Settings) -> list[str]:
    """List the host names that are served; a request for any other may be DNS rebinding by another site.

    Where a sign-in is needed, rebinding gains nothing, and a proxy may use any name.
    """
    host = settings.host
    if settings.sign_in:
        return ["*"]
    if host in ("127.0.0.1", "localhost", "::1"):
        return ["127.0.0.1", "localhost", "[::1]"]
    return ["*"] if host in ("0.0.0.0", "::") else [in_url(host), "127.0.0.1", "localhost"]  # noqa: S104  it is compared, not opened  # nosec B104


def _listen(settings: Settings) -> socket.socket:
    """Open the socket. Raises ResolutionsError if the host or the port cannot be used."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        raise ResolutionsError(
            f"{in_url(settings.host)}:{settings.port}: cannot be served at ({error.strerror}); "
            "set RESOLUTIONS_PORT to a free port"
        ) from None
