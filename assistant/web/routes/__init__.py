"""What is served at which address, one module per page; `served_at` marks the handlers.

home            asking beside reading                 start            an introduction to a text
reading         one edition or clause, also by its short address, as a file, as a QR code
duties          who is told to do what, as files too  comparing        two texts side by side
streamlining    clauses that several texts share
references      who cites whom                        concordance      a phrase over all texts
drafting        adopted language for a draft          checking         what a document says of texts, checked
library         the texts, and what curators do       conversations    a person's conversations, verdicts
notes           a person's notes on clauses           collections      a person's collections of clauses
offline         offline copies and meeting mode
proposal_tables proposals on one text in a table
sign_in         signing in and out                    model            choosing a language model
palette         where typed words lead                api              operations, health and metrics
proposals       a person's proposals to change texts

If something goes wrong, browsers get a page with links, REST and MCP JSON, other clients one line of text.
A route that cannot serve a request raises HTTPException with a sentence for all of them. Routes that compute
are plain functions: Starlette runs them in a thread. One with `takes_form` is given the fields of a form too.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from http import HTTPStatus
from secrets import token_hex
from typing import Any, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.convertors import Convertor, register_url_convertor
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from assistant.library.library import Library
from assistant.operations.openapi import PREFIX
from assistant.web.request_log import HEADER, request_id
from assistant.web.security.authentication import account_of, curators, is_by_curator
from assistant.web.security.guard import DOCUMENTS, MCP, Refused, is_for_programs, refused_call
from assistant.web.service import Service
from assistant.web.templating import POLICY, ROOMS, render, served
from assistant.web.traffic.costs import Cost, CostlyRoute
from assistant.web.wording import as_sentence, error_message, for_pages, without_places
from corpus.errors import HomeUnavailable, NotFound, ResolutionsError

_LOG = logging.getLogger(__name__)
_BY_STATUS = {
    403: ("Not allowed", "refused", ""),
    404: (
        *("Page not found", "not_found"),
        "There is no page at this address. It may be misspelled, or the page may have moved.",
    ),
    405: ("This cannot be done here", "bad_method", "This address does not take requests of this kind."),
    429: ("Too many requests", "too_many_calls", ""),
    503: ("The server is busy", "busy", ""),
}
"""For a status: a heading for people, a code for programs, what is said where no route says more."""
Handler = TypeVar("Handler", bound=Callable[..., object])
Result = TypeVar("Result")
COSTLY = [
    CostlyRoute.at(f"{PREFIX}/ask", Cost.QUESTION),
    CostlyRoute.at(MCP, Cost.QUESTION),
    CostlyRoute.at(DOCUMENTS, Cost.CHECK),
]
"""The routes that are no plain pages: these, and those that `served_at` adds. The first that fits counts."""


class _Number(Convertor[int]):
    """A number in a path, as `{year:number}`; Starlette's own `int` takes digits without end, and fails."""

    regex = "[0-9]{1,9}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


register_url_convertor("number", _Number())


def served_at(
    *paths: str,
    methods: tuple[str, ...] = ("GET",),
    by_curators: bool = False,
    cost: Cost = Cost.PLAIN,
    takes_form: bool = False,
) -> Callable[[Handler], Handler]:
    """Serve the method at these paths, to curators only if `by_curators`."""
    if cost is not Cost.PLAIN:
        COSTLY.extend(CostlyRoute.at(path, cost) for path in paths)

    def placed(handler: Handler) -> Handler:
        handler.__dict__["routes"] = [(path, methods, by_curators, takes_form) for path in paths]
        return handler

    return placed


def routes_of(group: object) -> list[Route]:
    """List the routes that the methods of an object serve, in their order."""
    routes = []
    for name, method in vars(type(group)).items():
        for path, methods, by_curators, takes_form in getattr(method, "routes", ()):
            endpoint = _with_form(getattr(group, name)) if takes_form else getattr(group, name)
            routes.append(Route(path, curators(endpoint) if by_curators else endpoint, methods=methods))
    return routes


async def fields_of(request: Request) -> QueryParams:
    """Read the fields of a form without files; a field may come more than once."""
    return QueryParams((await request.body()).decode("utf-8", "replace"))


def _with_form(handler: Callable[[Request, QueryParams], Response]) -> Callable[..., Awaitable[Response]]:
    """Read a form, then run a handler in a thread."""

    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(handler, request, await fields_of(request))

    return endpoint


def refusal_of(request: Request, error: ResolutionsError) -> str:
    """Return why something was not done, as a sentence."""
    return as_sentence(error_message(error, is_curator=is_by_curator(request)))


def status_of_error(error: ResolutionsError, otherwise: int = 400) -> int:
    """Return the HTTP status of a refusal."""
    if isinstance(error, HomeUnavailable):
        return 503
    return 404 if isinstance(error, NotFound) else otherwise


def or_refused(request: Request, act: Callable[[], Result], otherwise: int = 400) -> Result:
    """Do something. Raises HTTPException where it is refused."""
    try:
        return act()
    except ResolutionsError as error:
        raise HTTPException(status_of_error(error, otherwise), refusal_of(request, error)) from None


class Routes:
    """Some pages of a service."""

    def __init__(self, service: Service) -> None:
        self.service = service

    @property
    def library(self) -> Library:
        """The library as it is now."""
        return self.service.now.library

    def page(
        self,
        request: Request,
        template: str,
        status: int = 200,
        *,
        notices: Sequence[str] = (),
        policy: str = POLICY,
        **values: object,
    ) -> HTMLResponse:
        """Serve a template that extends base.html, under the header of all pages."""
        account, service = account_of(request), self.service
        # Someone who has not signed in learns nothing about the library.
        lines = [service.questions.notice, *service.now.assistant.notices, *notices] if account else []
        html = render(
            template,
            **values,
            rooms=ROOMS if account else (),
            notices=[for_pages(without_places(line, (), service.settings)) for line in lines if line],
            account=account.name if account else "",
        )
        return served(html, status, policy=policy)

    def refused(
        self,
        request: Request,
        heading: str,
        sentence: str,
        status: int = 404,
        ways: Sequence[tuple[str, str]] = (),
    ) -> HTMLResponse:
        """Serve a page that says what went wrong; `ways` on are names and addresses."""
        message = for_pages(sentence)
        return self.page(request, "ways.html", status, heading=heading, sentence=message, ways=ways)

    def base_of(self, request: Request) -> str:
        """Return the address at which the pages are served: as set, else as this request has it."""
        return self.service.settings.address or str(request.base_url).rstrip("/")

    def print_head(self, request: Request, texts: str, path: str) -> str:
        """Return the line above a printed page: its texts, the day, where it is found."""
        today = date.today()
        return " · ".join(
            filter(None, (texts, f"{today.day} {today:%B %Y}", f"{self.base_of(request)}{path}"))
        )


class Errors(Routes):
    """Answers for refused requests and for faults of the program."""

    def handlers(self) -> Mapping[Any, Callable[[Request, Any], Awaitable[Response]]]:
        """Return what answers, by the exception."""
        return {HTTPException: self.refusal, Exception: self.fault}

    async def refusal(self, request: Request, error: HTTPException) -> Response:
        """Say why a request was refused."""
        default = ("This request cannot be answered", "refused", "")
        heading, code, explanation = _BY_STATUS.get(error.status_code, default)
        if isinstance(error, Refused):
            heading, code = error.heading, error.code
        sentence = error.detail
        if sentence == HTTPStatus(error.status_code).phrase:  # no route said more
            sentence = explanation or f"The server answered: {sentence}."
        response = self._response(request, code, heading, sentence, error.status_code)
        response.headers.update(error.headers or {})
        return response

    async def fault(self, request: Request, error: Exception) -> Response:
        """Log a fault, and say under which number."""
        id_ = request_id(request.scope) or token_hex(8)
        _LOG.error("fault %s", id_, exc_info=error)
        sentence = f"The program failed; the fault is logged as {id_}. Try again, or report this number."
        response = self._response(request, "fault", "Something went wrong", sentence, 500)
        response.headers[HEADER] = id_  # it goes out around the log of requests
        return response

    def _response(self, request: Request, code: str, heading: str, sentence: str, status: int) -> Response:
        """Serve JSON to a program, a page to a browser, a line of text to anything else."""
        if is_for_programs(request.url.path):
            return refused_call(status, code, sentence)
        if "text/html" not in request.headers.get("accept", ""):
            return PlainTextResponse(f"{sentence}\n", status)
        return self.refused(request, heading, sentence, status)
