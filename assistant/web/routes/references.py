"""Who cites whom: a table of all texts, one text, one clause."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from assistant.library.standing import counted_texts
from assistant.overview.wording import shortened
from assistant.references.graph import Graph
from assistant.understanding.names.asked import edition_key
from assistant.web.addresses import clause_asked, target_address
from assistant.web.editions import edition_choices
from assistant.web.references import (
    About,
    about_clause,
    about_text,
    asked_for,
    columns,
    notes,
    page_of,
    table,
)
from assistant.web.routes import Routes, served_at
from assistant.web.traffic.costs import Cost
from corpus.keys import EditionKey, InstrumentKey

_SHOWN = 120  # characters of an address that are repeated


class ReferencesRoutes(Routes):
    """Serves the pages of references."""

    @served_at("/references", cost=Cost.PAGE)
    def references(self, request: Request) -> Response:
        """Serve the table of all texts, or the references of the text or clause that is asked for."""
        graph = self.service.now.graph()
        text, clause = (request.query_params.get(name, "").strip() for name in ("text", "clause"))
        if clause:
            return self._clause(request, clause, graph)
        if text:
            return self._text(request, text, graph)
        rows = table(graph)
        return self.page(
            request,
            "references.html",
            rows=rows,
            columns=columns(rows),
            counts=graph.counts,
            texts=counted_texts(graph.library.editions, graph.library),
            references=len(graph.links),
            page_of=page_of,
        )

    def _text(self, request: Request, text: str, graph: Graph) -> Response:
        """Serve the references of a text, at the address that has its key."""
        library = graph.library
        named, key = edition_key(text, library), asked_for(text, graph)
        if named is not None and library.is_pending(named):
            name = library.edition(named).name
            return self._unknown(request, f"{name}: references are listed for adopted texts only.")
        if key is None:
            sentence = f"The library neither has nor cites a text called “{shortened(text, _SHOWN)}”."
            return self._unknown(request, sentence)
        if text != str(key):
            return RedirectResponse(page_of(key), 303)
        return self._about(request, about_text(key, graph), key, graph)

    def _clause(self, request: Request, clause: str, graph: Graph) -> Response:
        asked = clause_asked(clause, graph.library)
        if asked is None:
            return self._unknown(request, f"There is no clause “{shortened(clause, _SHOWN)}” in the library.")
        return self._about(request, about_clause(asked[0], graph), asked[0].edition, graph)

    def _about(
        self, request: Request, about: About, key: EditionKey | InstrumentKey, graph: Graph
    ) -> Response:
        return self.page(
            request,
            "references_of.html",
            about=about,
            choices=edition_choices(graph.library),
            key=str(key),
            page_of=page_of,
            library=graph.library,
            target_address=target_address,
            notes=notes,
        )

    def _unknown(self, request: Request, sentence: str) -> Response:
        return self.refused(request, "Not in the library", sentence)
