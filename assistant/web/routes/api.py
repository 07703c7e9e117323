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
from assistant.web.routes import Routes

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
        return self.page(
            request,
            "api.html",
            operations=OPERATIONS.values(),
            base=self.base_of(request),
            prefix=PREFIX,
            needs_key=self.service.settings.needs_sign_in,
        )

    def openapi(self, request: Request) -> Response:
        """Serve the description for programs."""
        needs_key = self.service.settings.needs_sign_in
        return JSONResponse(_described(self.base_of(request), needs_key=needs_key))

    async def call(self, request: Request) -> Response:
        """Carry out an operation; an error is JSON, too."""
        asked, kept = request.path_params["operation"], {"Cache-Control": "no-store"}
        try:
            operation = OPERATIONS.get(asked)
            if operation is None:
                said, remedy = f"there is no operation '{asked[:60]}'", f"use one of {', '.join(OPERATIONS)}"
                raise OperationError("unknown_operation", said, remedy, 404)
            given = await _given(request, operation)
            found = await run_in_threadpool(
                self.answered, request, lambda context: operation.run(context, given)
            )
        except OperationError as error:
            again = {"Retry-After": str(error.retry_after)} if error.retry_after else {}
            return JSONResponse(failure_of(error), error.status, headers={**kept, **again})
        return JSONResponse(found.model_dump(mode="json"), headers=kept)

    def answered(self, request: Request, make: Callable[[Context], Made]) -> Made:
        """Return what a call makes of the library; no text in it was removed by the time it is returned."""
        base, asks = self.base_of(request), self.service.limited(request.scope)
        return self.service.library.answered(lambda state: make(replace(state, base=base, asks=asks)))


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
