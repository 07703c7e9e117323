"""Who cites whom: all texts in one picture, one text, one clause."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from assistant.library.library import Library
from assistant.understanding.names.asked import edition_key
from assistant.web.addresses import clause_asked, holding_address, target_address
from assistant.web.editions import edition_choices
from assistant.web.references import About, about_clause, about_text, asked_for, notes, page_of
from assistant.web.routes import Routes, served_at
from assistant.web.wording import shortened
from corpus.keys import EditionKey, InstrumentKey

_SHOWN = 120  # characters of an address that are repeated


class ReferencesRoutes(Routes):
    """Serves the pages of references."""

    @served_at("/references")
    def references(self, request: Request) -> Response:
        """Serve the picture of the library, or the references of the text or clause that is asked for."""
        text, clause = (request.query_params.get(name, "").strip() for name in ("text", "clause"))
        if clause:
            return self._clause(request, clause)
        if text:
            return self._text(request, text)
        found = self.service.now.references()
        return self.page(
            request, "references.html", found=found, page_of=page_of, holding_address=holding_address
        )

    def _text(self, request: Request, text: str) -> Response:
        """Serve the references of a text, at the address that has its key."""
        texts = self.service.now.references().texts
        library = texts.library
        named, key = edition_key(text, library), asked_for(text, texts)
        if named is not None and library.is_pending(named):
            name = library.edition(named).name
            return self._unknown(request, f"{name}: references are listed for adopted texts only.")
        if key is None:
            said = f"The library neither has nor cites a text called “{shortened(text, _SHOWN)}”."
            return self._unknown(request, said)
        if text != str(key):
            return RedirectResponse(page_of(key), 303)
        return self._about(request, about_text(key, texts), key, library)

    def _clause(self, request: Request, clause: str) -> Response:
        texts = self.service.now.references().texts
        asked = clause_asked(clause, texts.library)
        if asked is None:
            return self._unknown(request, f"There is no clause “{shortened(clause, _SHOWN)}” in the library.")
        return self._about(request, about_clause(asked[0], texts), asked[0].edition, texts.library)

    def _about(
        self, request: Request, about: About, key: EditionKey | InstrumentKey, library: Library
    ) -> Response:
        return self.page(
            request,
            "references_of.html",
            about=about,
            choices=edition_choices(library),
            key=str(key),
            page_of=page_of,
            library=library,
            target_address=target_address,
            notes=notes,
        )

    def _unknown(self, request: Request, sentence: str) -> Response:
        return self.refused(request, "Not in the library", sentence)
