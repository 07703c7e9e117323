"""One edition: as the reader shows it, and as a file to take away."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from assistant.exporting import FORMS, printed
from assistant.page.reading import reading
from assistant.page.service import Service
from corpus.errors import ResolutionsError
from corpus.keys import EditionKey


class ReadingRoom:
    """Serves editions by their keys."""

    def __init__(self, service: Service) -> None:
        self.service = service

    def routes(self) -> list[Route]:
        """List what is served here."""
        return [Route("/read/{key:path}", self.read), Route("/download/{form}/{key:path}", self.download)]

    async def read(self, request: Request) -> Response:
        """Serve the reader's HTML of one edition."""
        state = self.service.now
        try:
            edition = state.assistant.library.edition(EditionKey.parse(request.path_params["key"]))
        except ResolutionsError as error:
            return PlainTextResponse(f"{error}\n", 404)
        return HTMLResponse(str(reading(edition, state.assistant.library, state.backlinks)))

    async def download(self, request: Request) -> Response:
        """Serve one edition as a file."""
        library, form = self.service.now.assistant.library, request.path_params["form"]
        try:
            edition = library.edition(EditionKey.parse(request.path_params["key"]))
        except ResolutionsError as error:
            return PlainTextResponse(f"{error}\n", 404)
        if form not in FORMS:
            return PlainTextResponse(
                f"'{form}' is no form of a text; the forms are {', '.join(FORMS)}\n", 404
            )
        ending, kind = FORMS[form]
        text = await run_in_threadpool(printed, edition, library, form)
        name = f"{str(edition.key).replace('/', '_')}.{ending}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(text.encode("utf-8", "backslashreplace"), media_type=kind, headers=headers)
