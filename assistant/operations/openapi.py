"""The OpenAPI document of the operations, which FastAPI derives from their types."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Any

from fastapi import Body, Depends, FastAPI, Query
from fastapi.security import HTTPBearer

from assistant.operations.operation import VERSION, Failure, Operation, OperationResult

PREFIX = f"/api/v{VERSION}"
"""Where the operations are served."""
_FAILURES = {
    "400": "A value cannot be used.",
    "401": "A key is needed, and there is none or a wrong one.",
    "403": "A script of another site called, and its site is not listed.",
    "404": "The library has no such text or clause.",
    "413": "The request is too large.",
    "429": "Too many calls with one key, or too many questions; try again after Retry-After.",
    "500": "The program failed; the number of the fault is in the message.",
    "503": "Answering is switched off, too many ask, or the accounts cannot be read; see the code.",
    "default": "Any other failure.",
}


class Error(OperationResult):
    """The body of a failed call."""

    error: Failure


def openapi(operations: Iterable[Operation[Any, Any]], base: str, *, needs_key: bool) -> dict[str, Any]:
    """Describe the operations as OpenAPI 3.1; each is called with GET and its fields, or POST and JSON."""
    app = FastAPI(
        title="Resolutions",
        version=VERSION,
        description="Adopted resolutions, clause by clause. All operations are read-only.",
        servers=[{"url": base or "/"}],
        dependencies=[Depends(HTTPBearer(scheme_name="key"))] if needs_key else [],
    )
    for operation in operations:
        for method, place, ending in (("GET", Query(), ""), ("POST", Body(), "_post")):
            app.add_api_route(
                f"{PREFIX}/{operation.name}",
                _endpoint(operation, place),
                methods=[method],
                operation_id=f"{operation.name}{ending}",
                summary=operation.title,
                description=operation.description,
                response_model=operation.gives,
                response_description="The result.",
                responses={
                    code: {"description": reason, "model": Error} for code, reason in _FAILURES.items()
                },
            )
    return app.openapi()


def _endpoint(operation: Operation[Any, Any], place: object) -> Callable[..., None]:
    """Return a function with the signature of a route; it is described and never called."""

    def endpoint(asked: object) -> None:
        del asked

    endpoint.__annotations__ = {"asked": Annotated[operation.takes, place]}
    return endpoint
