"""What is served where something went wrong: a page with ways on for people, a line of text for programs.

A route that cannot serve what was asked raises HTTPException with a sentence for both.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from secrets import token_hex
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from assistant.web.request_log import HEADER, request_id
from assistant.web.routes import Routes
from assistant.web.security.programs import is_for_programs, refused_call

_LOG = logging.getLogger(__name__)
_HEADINGS = {
    403: "Not allowed",
    404: "Page not found",
    405: "This cannot be done here",
    429: "Too many requests",
    503: "The server is busy",
}
_CODES = {404: "not_found", 405: "bad_method", 429: "too_many_calls", 500: "fault", 503: "busy"}
_SENTENCES = {
    404: "There is no page at this address. It may be misspelled, or the page may have moved.",
    405: "This address does not take requests of this kind.",
}


class Errors(Routes):
    """Answers for refused requests and for faults of the program."""

    def handlers(self) -> Mapping[Any, Callable[[Request, Any], Awaitable[Response]]]:
        """Return what answers, by the exception."""
        return {HTTPException: self.refusal, Exception: self.fault}

    async def refusal(self, request: Request, error: HTTPException) -> Response:
        """Say why a request was refused."""
        heading = _HEADINGS.get(error.status_code, "This request cannot be answered")
        sentence = error.detail
        if sentence == HTTPStatus(error.status_code).phrase:  # no route said more
            sentence = _SENTENCES.get(error.status_code, f"The server answered: {sentence}.")
        response = self._response(request, heading, sentence, error.status_code)
        response.headers.update(error.headers or {})
        return response

    async def fault(self, request: Request, error: Exception) -> Response:
        """Log a fault, and say under which number."""
        id_ = request_id(request.scope) or token_hex(8)
        _LOG.error("fault %s", id_, exc_info=error)
        sentence = f"The program failed; the fault is logged as {id_}. Try again, or report this number."
        response = self._response(request, "Something went wrong", sentence, 500)
        response.headers[HEADER] = id_  # it goes out around the log of requests
        return response

    def _response(self, request: Request, heading: str, sentence: str, status: int) -> Response:
        """Serve JSON to a program, a page to a browser, a line of text to anything else."""
        if is_for_programs(request.url.path):
            return refused_call(status, _CODES.get(status, "refused"), sentence)
        if "text/html" not in request.headers.get("accept", ""):
            return PlainTextResponse(f"{sentence}\n", status)
        return self.refused(request, heading, sentence, status)
