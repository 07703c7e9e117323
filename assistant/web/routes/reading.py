"""One edition: as the reader shows it, a clause of it by its label or quoted, a file to take away."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from assistant.library.export import FORMS, printed
from assistant.library.library import Library
from assistant.quotation import quotation
from assistant.understanding.labels.resolver import resolve
from assistant.web.addresses import address
from assistant.web.layout import attachment
from assistant.web.routes import Routes
from assistant.web.whereabouts import whereabouts
from assistant.web.wording import as_sentence
from corpus.errors import ResolutionsError
from corpus.instruments import Edition
from corpus.keys import EditionKey, ProvisionId

_LABEL = 200  # characters: longer is no label
_OFFERED = 6  # clauses that a label may name


class ReadingRoutes(Routes):
    """Serves editions by their keys, and clauses of them."""

    def routes(self) -> list[Route]:
        """List what is served here."""
        return [
            Route("/read/{key:path}", self.read),
            Route("/find", self.find),
            Route("/quotation", self.quotation),
            Route("/whereabouts", self.whereabouts),
            Route("/download/{form}/{key:path}", self.download),
        ]

    async def read(self, request: Request) -> Response:
        """Serve the reader's HTML of one edition."""
        texts = self.service.now.texts
        edition = _edition(request.path_params["key"], texts.library)
        return HTMLResponse(str(await run_in_threadpool(texts.text, edition)))

    async def find(self, request: Request) -> Response:
        """Serve the clauses of one edition that a label names, as JSON."""
        library = self.library
        edition = _edition(request.query_params.get("key", ""), library)
        label = request.query_params.get("label", "").strip()
        own = Library((edition,), library.catalogue)
        found = resolve(label, own) if label and len(label) <= _LABEL else ()
        clauses = [
            {"id": str(one.id), "label": one.label, "address": address(one.id)} for one in found[:_OFFERED]
        ]
        return JSONResponse({"clauses": clauses})

    async def quotation(self, request: Request) -> Response:
        """Serve a clause as a quotation with its citation."""
        asked = request.query_params.get("clause", "")
        try:
            held = self.library.provision(ProvisionId.parse(asked))
        except ResolutionsError as error:
            raise HTTPException(404, as_sentence(str(error))) from None
        if held is None:
            raise HTTPException(404, f"The clause {asked[:_LABEL]} is not in the library.")
        return PlainTextResponse(str(quotation(*held)))

    async def whereabouts(self, request: Request) -> Response:
        """Serve what is said of a clause beyond its text, as HTML: nothing, or a paragraph."""
        asked, found = request.query_params.get("clause", ""), self.service.now.texts.whereabouts
        return HTMLResponse(str(await run_in_threadpool(whereabouts, asked, found)))

    async def download(self, request: Request) -> Response:
        """Serve one edition as a file."""
        library, form = self.library, request.path_params["form"]
        edition = _edition(request.path_params["key"], library)
        if form not in FORMS:
            raise HTTPException(404, f"No text is exported as '{form}': choose {', '.join(FORMS)}.")
        ending, kind = FORMS[form]
        text = await run_in_threadpool(printed, edition, library, form)
        name = f"{str(edition.key).replace('/', '_')}.{ending}"
        return attachment(text.encode("utf-8", "backslashreplace"), kind, name)


def _edition(key: str, library: Library) -> Edition:
    """Return the edition with a key. Raises HTTPException."""
    try:
        return library.edition(EditionKey.parse(key))
    except ResolutionsError as error:
        raise HTTPException(404, as_sentence(str(error))) from None
