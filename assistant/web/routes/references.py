"""Who cites whom: all texts in one picture, one text, one clause."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from assistant.references.picture import Picture, picture
from assistant.references.texts import TextGraph
from assistant.web.layout import error_page, page
from assistant.web.markup import Html
from assistant.web.per_library import PerLibrary
from assistant.web.references import (
    About,
    Group,
    Row,
    about_clause,
    about_text,
    asked_for,
    clause_asked_for,
    missing_groups,
    page_of,
    table,
)
from assistant.web.service import Service
from assistant.web.templating import render
from corpus.keys import EditionKey, InstrumentKey

ROOM = "/references"
_SHOWN = 120  # characters of an address that are repeated


class ReferencesRoutes:
    """Serves the pages of references; the graph of a library and its picture are made once."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self._texts = PerLibrary(TextGraph.of)
        self._overview = PerLibrary(lambda library: _overview(self._texts.of(library)))

    def routes(self) -> list[Route]:
        """List what is served here."""
        return [Route(ROOM, self.references)]

    async def references(self, request: Request) -> Response:
        """Serve the picture of the library, or the references of the text or clause that is asked for."""
        self.service.look()
        text, clause = (request.query_params.get(name, "").strip() for name in ("text", "clause"))
        if clause:
            return await self._clause(request, clause)
        return await (self._text(request, text) if text else self._all(request))

    async def _all(self, request: Request) -> Response:
        """Serve the picture."""
        library = self.service.now.assistant.library
        drawn, rows, groups = await run_in_threadpool(self._overview.of, library)
        content = render(
            "references.html", picture=drawn, rows=rows, groups=groups, page_of=page_of,
            count=len(self._texts.of(library).graph.links),
        )  # fmt: skip
        return self._page(request, "References", content)

    async def _text(self, request: Request, text: str) -> Response:
        """Serve the references of a text, at the address that has its key."""
        texts = await run_in_threadpool(self._texts.of, self.service.now.assistant.library)
        key = asked_for(text, texts)
        if key is None:
            return self._unknown(request, f"The library neither has nor cites a text called “{_cut(text)}”.")
        if text != str(key):
            return RedirectResponse(page_of(key), 303)
        return self._about(request, await run_in_threadpool(about_text, key, texts), texts, key)

    async def _clause(self, request: Request, clause: str) -> Response:
        """Serve the references of a clause."""
        texts = await run_in_threadpool(self._texts.of, self.service.now.assistant.library)
        id_ = clause_asked_for(clause, texts.library)
        if id_ is None:
            return self._unknown(request, f"There is no clause “{_cut(clause)}” in the library.")
        about = await run_in_threadpool(about_clause, id_, texts)
        return self._about(request, about, texts, id_.edition)

    def _about(
        self, request: Request, about: About, texts: TextGraph, key: EditionKey | InstrumentKey
    ) -> Response:
        """Serve the references of a text or a clause."""
        rows = sorted(table(texts), key=lambda row: row.text.name)
        content = render("references_of.html", about=about, rows=rows, open=page_of(key), page_of=page_of)
        return self._page(request, f"References: {about.name}", content)

    def _page(self, request: Request, title: str, content: Html) -> Response:
        """Serve a page of references."""
        return page(request, self.service, title, content, room=ROOM,
                    styles=["sheet.css", "references.css"], scripts=["references.js"])  # fmt: skip

    def _unknown(self, request: Request, sentence: str) -> Response:
        """Say that there is no such text or clause."""
        return error_page(request, self.service, "Not in the library", sentence)


def _overview(texts: TextGraph) -> tuple[Picture, tuple[Row, ...], tuple[Group, ...]]:
    """Make what the page of all texts shows."""
    return picture(texts), table(texts), missing_groups(texts)


def _cut(text: str) -> str:
    """Shorten what an address says."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
