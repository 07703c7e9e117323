"""Who cites whom: a table of all texts, one text, one clause."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from assistant.references.graph import Graph
from assistant.understanding.names.asked import edition_key
from assistant.web.addresses import clause_asked, target_address
from assistant.web.layout import error_page, page
from assistant.web.markup import Html
from assistant.web.references import About, about_clause, about_text, asked_for, notes, page_of, table
from assistant.web.routes import Routes
from assistant.web.templating import render
from assistant.web.wording import shortened
from corpus.keys import EditionKey, InstrumentKey

ROOM = "/references"
_SHOWN = 120  # characters of an address that are repeated


class ReferencesRoutes(Routes):
    """Serves the pages of references."""

    def routes(self) -> list[Route]:
        """List what is served here."""
        return [Route(ROOM, self.references)]

    def references(self, request: Request) -> Response:
        """Serve the table of all texts, or the references of the text or clause that is asked for."""
        graph = self.service.now.graph()
        text, clause = (request.query_params.get(name, "").strip() for name in ("text", "clause"))
        if clause:
            return self._clause(request, clause, graph)
        return self._text(request, text, graph) if text else self._all(request, graph)

    def _all(self, request: Request, graph: Graph) -> Response:
        """Serve the table of all texts."""
        content = render("references.html", rows=table(graph), references=len(graph.links))
        return self._page(request, "References", content)

    def _text(self, request: Request, text: str, graph: Graph) -> Response:
        """Serve the references of a text, at the address that has its key."""
        key, library = asked_for(text, graph), graph.library
        named = edition_key(text, library)
        if named is not None and library.is_pending(named):
            name = library.edition(named).name
            return self._unknown(request, f"{name}: references are listed for adopted texts only.")
        if key is None:
            return self._unknown(
                request, f"The library neither has nor cites a text called “{shortened(text, _SHOWN)}”."
            )
        if text != str(key):
            return RedirectResponse(page_of(key), 303)
        return self._about(request, about_text(key, graph), graph, key)

    def _clause(self, request: Request, clause: str, graph: Graph) -> Response:
        """Serve the references of a clause."""
        asked = clause_asked(clause, graph.library)
        if asked is None:
            return self._unknown(request, f"There is no clause “{shortened(clause, _SHOWN)}” in the library.")
        return self._about(request, about_clause(asked[0], graph), graph, asked[0].edition)

    def _about(
        self, request: Request, about: About, graph: Graph, key: EditionKey | InstrumentKey
    ) -> Response:
        """Serve the references of a text or a clause."""
        order = [str(one.key) for held in graph.library.instruments.values() for one in held]
        rows = sorted(table(graph), key=lambda row: order.index(row.key))
        content = render(
            "references_of.html", about=about, rows=rows, open=page_of(key), page_of=page_of,
            library=graph.library, target_address=target_address, notes=notes,
        )  # fmt: skip
        return self._page(request, f"References: {about.name}", content)

    def _page(self, request: Request, title: str, content: Html) -> Response:
        """Serve a page of references."""
        return page(request, self.service, title, content, room=ROOM, styles=["sheet.css", "references.css"])

    def _unknown(self, request: Request, sentence: str) -> Response:
        """Say that there is no such text or clause."""
        return error_page(request, self.service, "Not in the library", sentence)
