"""Health: whether the process is alive, which run of it this is, and what it serves."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from assistant.web.request_log import CONTENT_TYPE
from assistant.web.routes import Routes
from assistant.web.security.authentication import METRICS, account_of
from assistant.web.wording import for_pages, without_places


class Health(Routes):
    """Health checks for whoever monitors the server."""

    def routes(self) -> list[Route]:
        """List what is served here."""
        return [
            Route("/healthz", self.alive),
            Route("/readyz", self.ready),
            Route("/alive", self.run),
            Route(METRICS, self.metrics),
        ]

    async def alive(self, request: Request) -> Response:
        """Say that the process is alive."""
        del request
        return PlainTextResponse("alive\n")

    async def run(self, request: Request) -> Response:
        """Name this run of the server to an open page, which asks every few seconds."""
        del request
        return JSONResponse({"start": self.service.start}, headers={"Cache-Control": "no-store"})

    async def ready(self, request: Request) -> Response:
        """Say whether anything is served, from what; to who is let in, also what is wrong with it.

        {"ready", "answering", "generation", "editions", "clauses", "embedding_model", "language_model",
        "notices"}: `generation` is '' where there is no index, `embedding_model` then "off"; it is
        "shipped" or "configured" otherwise. `language_model` is "up", "degraded" after a failure, or "off":
        then `language_model_stage` says why, to who is let in. The status is 503 where no text is served.
        """
        state, service = self.service.now, self.service
        editions, model = state.assistant.library.editions, state.assistant.searcher.model
        said: dict[str, object] = {
            "ready": bool(editions),
            "answering": not service.questions.notice,
            "generation": service.library.generation if model else "",
            "editions": len(editions),
            "clauses": sum(len(one.provisions) for one in editions),
            "embedding_model": ("shipped" if model.is_shipped else "configured") if model else "off",
            "language_model": state.model_reader.state if state.model_reader else "off",
        }
        if account := account_of(request):
            notices = list(state.assistant.notices)
            if not account.is_curator:
                notices = [for_pages(without_places(notice, (), service.settings)) for notice in notices]
            said |= {"language_model_stage": service.model.stage, "notices": notices}
        return JSONResponse(said, 200 if editions else 503, headers={"Cache-Control": "no-store"})

    async def metrics(self, request: Request) -> Response:
        """Give the counters to Prometheus.

        Where a sign-in is needed, a curator has to be signed in, or the key of one sent as "Authorization:
        Bearer KEY" (`resolutions account key add NAME`). Raises HTTPException for a reader.
        """
        account = account_of(request)
        if account is not None and not account.is_curator:
            raise HTTPException(403, "Only a curator may read the metrics.")
        return Response(self.service.metrics.exposition(), media_type=CONTENT_TYPE)
