"""What programs ask: the operations over REST, their OpenAPI document, health, metrics; a page about them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from assistant.operations import OPERATIONS, Context, Operation, OperationError, failure_of
from assistant.operations.openapi import PREFIX, openapi
from assistant.web.request_log import CONTENT_TYPE
from assistant.web.routes import Routes, served_at
from assistant.web.security.authentication import METRICS, account_of, owner_of
from assistant.web.security.guard import BodyTooLarge
from assistant.web.traffic.costs import Cost
from assistant.web.wording import for_pages, without_places

Made = TypeVar("Made")
_NO_STORE = {"Cache-Control": "no-store"}


class ApiRoutes(Routes):
    """Serves the operations, and health checks for whoever monitors the server."""

    @served_at("/api")
    def about(self, request: Request) -> Response:
        """Serve the page for people."""
        return self.page(
            request,
            "api.html",
            operations=OPERATIONS.values(),
            base=self.base_of(request),
            prefix=PREFIX,
            needs_key=self.service.settings.needs_sign_in,
        )

    @served_at(f"{PREFIX}/openapi.json")
    def openapi(self, request: Request) -> Response:
        """Serve the description for programs."""
        needs_key = self.service.settings.needs_sign_in
        return JSONResponse(_described(self.base_of(request), needs_key=needs_key))

    @served_at(f"{PREFIX}/{{operation}}", methods=("GET", "POST"), cost=Cost.CALL)
    async def call(self, request: Request) -> Response:
        """Carry out an operation; an error is JSON, too."""
        name = request.path_params["operation"]
        try:
            operation = OPERATIONS.get(name)
            if operation is None:
                why, remedy = f"there is no operation '{name[:60]}'", f"use one of {', '.join(OPERATIONS)}"
                raise OperationError("unknown_operation", why, remedy, 404)
            values = await _given(request, operation)
            result = await run_in_threadpool(
                self.answered, request, lambda context: operation.run(context, values)
            )
        except OperationError as error:
            retry = {"Retry-After": str(error.retry_after)} if error.retry_after else {}
            return JSONResponse(failure_of(error), error.status, headers={**_NO_STORE, **retry})
        return JSONResponse(result.model_dump(mode="json"), headers=_NO_STORE)

    def answered(self, request: Request, make: Callable[[Context], Made]) -> Made:
        """Return what a call makes of the library; no text in it was removed by the time it is returned."""
        base, asks = self.base_of(request), self.service.limited(request.scope)
        limits = self.service.settings.limits
        return self.service.answered(
            owner_of(request), lambda state: make(replace(state, base=base, asks=asks, limits=limits))
        )

    @served_at("/healthz", cost=Cost.WATCH)
    async def alive(self, request: Request) -> Response:
        """Say that the process is alive."""
        del request
        return PlainTextResponse("alive\n")

    @served_at("/alive")
    async def run(self, request: Request) -> Response:
        """Name this run of the server to an open page, which asks every few seconds."""
        del request
        return JSONResponse({"start": self.service.start}, headers={"Cache-Control": "no-store"})

    @served_at("/readyz", cost=Cost.WATCH)
    async def ready(self, request: Request) -> Response:
        """Say whether anything is served, from what; to who is let in, also what is wrong with it.

        {"ready", "answering", "generation", "editions", "clauses", "embedding_model", "language_model",
        "notices"}: `generation` is '' where there is no index, `embedding_model` then "off"; it is
        "shipped" or "configured" otherwise. `language_model` is "up", "degraded" after a failure, or "off":
        then `language_model_stage` says why, to who is let in. The status is 503 where no text is served.
        """
        state, service = self.service.now, self.service
        editions, model = state.assistant.library.editions, state.assistant.searcher.model
        report: dict[str, object] = {
            "ready": bool(editions),
            "answering": not service.questions.notice,
            "generation": service.library.generation if model else "",
            "editions": len(editions),
            "clauses": sum(len(edition.provisions) for edition in editions),
            "embedding_model": ("shipped" if model.is_shipped else "configured") if model else "off",
            "language_model": state.model_reader.state if state.model_reader else "off",
        }
        if account := account_of(request):
            notices = list(state.assistant.notices)
            if not account.is_curator:
                notices = [for_pages(without_places(notice, (), service.settings)) for notice in notices]
            report |= {"language_model_stage": service.model.stage, "notices": notices}
        return JSONResponse(report, 200 if editions else 503, headers={"Cache-Control": "no-store"})

    @served_at(METRICS, cost=Cost.WATCH)
    async def metrics(self, request: Request) -> Response:
        """Give the counters to Prometheus.

        Where a sign-in is needed, a curator has to be signed in, or the key of one sent as "Authorization:
        Bearer KEY" (`resolutions account key add NAME`). Raises HTTPException for a reader.
        """
        account = account_of(request)
        if account is not None and not account.is_curator:
            raise HTTPException(403, "Only a curator may read the metrics.")
        return Response(self.service.metrics.exposition(), media_type=CONTENT_TYPE)


@lru_cache(maxsize=8)
def _described(base: str, *, needs_key: bool) -> dict[str, Any]:
    return openapi(OPERATIONS.values(), base, needs_key=needs_key)


async def _given(request: Request, operation: Operation[Any, Any]) -> Mapping[str, Any]:
    """Read the values of a call: the fields of the address, or the JSON of the body."""
    if request.method != "POST":
        return operation.given(request.query_params.multi_items())
    try:
        values = json.loads(await request.body() or b"{}")
    except BodyTooLarge:
        raise OperationError("too_large", "the request is too large", "send less", 413) from None
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        raise OperationError(
            "bad_json", "the body is not a JSON object", f"send one with the fields of {operation.name}"
        )
    return values
