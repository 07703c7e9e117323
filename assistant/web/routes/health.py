"""Health: whether the process is alive, which run of it this is, and what it serves."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from assistant.web.security.authentication import account_of
from assistant.web.service import Service


class Health:
    """Tells who watches the server how it is."""

    def __init__(self, service: Service) -> None:
        self.service = service

    def routes(self) -> list[Route]:
        """List what is served here."""
        return [Route("/healthz", self.alive), Route("/readyz", self.ready), Route("/alive", self.run)]

    async def alive(self, request: Request) -> Response:
        """Say that the process is alive."""
        del request
        return PlainTextResponse("alive\n")

    async def run(self, request: Request) -> Response:
        """Name this run of the server to an open page, which asks every few seconds."""
        del request
        return JSONResponse({"start": self.service.start}, headers={"Cache-Control": "no-store"})

    async def ready(self, request: Request) -> Response:
        """Say whether anything is served; to who is let in, what it is and what is wrong with it."""
        self.service.look()
        state = self.service.now
        editions = state.assistant.library.editions
        if account_of(request) is None:
            return JSONResponse({"ready": bool(editions)}, 200 if editions else 503)
        return JSONResponse({
            "ready": bool(editions),
            "editions": len(editions),
            "clauses": sum(len(one.provisions) for one in editions),
            "language_model": state.model_reader.state if state.model_reader else self.service.model.stage,
            "notices": list(state.assistant.notices),
        }, 200 if editions else 503)  # fmt: skip
