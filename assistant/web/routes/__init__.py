"""What is served at which address, a module a page: each takes the service and lists its routes.

home            asking beside reading                 start            an introduction to a text
reading         one edition, to read and download     short_addresses  /res-71/2022/council-2, QR codes
duties          who is told to do what, as files too  comparing        two texts side by side
references      who cites whom                        concordance      a phrase over all texts
drafting        adopted language for a draft          conversations    a person's conversations, verdicts
library         the texts, and what curators do       api              the operations for programs
sign_in         signing in and out                    health           alive, ready, metrics
errors          pages for refusals and faults

Routes that compute are plain functions: Starlette runs them in a thread.
"""

from __future__ import annotations

from collections.abc import Sequence

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import HTMLResponse

from assistant.library.library import Library
from assistant.web.layout import POLICY, ROOMS, served
from assistant.web.security.authentication import account_of
from assistant.web.service import Service
from assistant.web.templating import render
from assistant.web.wording import for_pages, without_places


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
        said = [service.questions.notice, *service.now.assistant.notices, *notices] if account else []
        html = render(
            template,
            **values,
            rooms=ROOMS if account else (),
            notices=[for_pages(without_places(one, (), service.settings)) for one in said if one],
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
        said = for_pages(sentence)
        return self.page(request, "ways.html", status, heading=heading, sentence=said, ways=ways)

    def base_of(self, request: Request) -> str:
        """Return the address at which the pages are served: as set, else as this request has it."""
        return self.service.settings.address or str(request.base_url).rstrip("/")


class _Number(Convertor[int]):
    """A number in a path, as `{year:number}`; Starlette's own `int` takes digits without end, and fails."""

    regex = "[0-9]{1,9}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


register_url_convertor("number", _Number())
