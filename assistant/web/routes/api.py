"""The operations for other programs: REST, their OpenAPI document, and a page for people about them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from assistant.operations import OPERATIONS, Context, Operation, OperationError, failure_of
from assistant.operations.openapi import PREFIX, openapi
from assistant.web.asked import limited
from assistant.web.layout import page
from assistant.web.routes import Routes
from assistant.web.service import Service
from assistant.web.state import State
from assistant.web.templating import render

Made = TypeVar("Made")


class ApiRoutes(Routes):
    """Serves the operations."""

    def routes(self) -> list[Route]:
        """List what is served here."""
        return [
            Route("/api", self.about),
            Route(f"{PREFIX}/openapi.json", self.openapi),
            Route(f"{PREFIX}/{{operation}}", self.call, methods=["GET", "POST"]),
        ]

    def about(self, request: Request) -> Response:
        """Serve the page for people."""
        content = render(
            "api.html",
            operations=OPERATIONS.values(),
            base=base_of(request, self.service),
            prefix=PREFIX,
            needs_key=self.service.settings.needs_sign_in,
        )
        return page(request, self.service, "For programs", content, styles=["sheet.css", "api.css"])

    def openapi(self, request: Request) -> Response:
        """Serve the description for programs."""
        needs_key = self.service.settings.needs_sign_in
        return JSONResponse(_described(base_of(request, self.service), needs_key=needs_key))

    async def call(self, request: Request) -> Response:
        """Carry out an operation."""
        try:
            operation = OPERATIONS.get(request.path_params["operation"])
            if operation is None:
                raise _unknown(request.path_params["operation"])
            given = await _given(request, operation)
            found = await run_in_threadpool(
                answered, request, self.service, lambda context: operation.run(context, given)
            )
        except OperationError as error:
            return failure(error)
        return JSONResponse(found.model_dump(mode="json"), headers={"Cache-Control": "no-store"})


def base_of(request: Request, service: Service) -> str:
    """Return the address at which the pages are served: as set, else as this request has it."""
    return service.settings.address or str(request.base_url).rstrip("/")


def answered(request: Request, service: Service, make: Callable[[Context], Made]) -> Made:
    """Return what a call makes of the library; no text in it was removed by the time it is returned."""
    asks = limited(service, request.scope)
    return service.library.answered(
        lambda state: make(replace(served_at(state, request, service), asks=asks))
    )


def served_at(state: State, request: Request, service: Service) -> State:
    """Return a state whose addresses are those of a request."""
    return replace(state, base=base_of(request, service))


def failure(error: OperationError) -> Response:
    """Return an error as JSON."""
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after else {}
    return JSONResponse(failure_of(error), error.status, headers={"Cache-Control": "no-store", **headers})


@lru_cache(maxsize=8)
def _described(base: str, *, needs_key: bool) -> dict[str, Any]:
    """Return the OpenAPI document for an address, made once."""
    return openapi(OPERATIONS.values(), base, needs_key=needs_key)


async def _given(request: Request, operation: Operation[Any, Any]) -> Mapping[str, Any]:
    """Read the values of a call: the fields of the address, or the JSON of the body."""
    if request.method != "POST":
        return operation.given(request.query_params.multi_items())
    try:
        given = json.loads(await request.body() or b"{}")
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise OperationError(
            "bad_json", "the body is not a JSON object", f"send one with the fields of {operation.name}"
        )
    return given


def _unknown(name: str) -> OperationError:
    """Say that there is no such operation."""
    return OperationError(
        "unknown_operation",
        f"there is no operation '{name[:60]}'",
        f"use one of {', '.join(OPERATIONS)}",
        404,
    )
