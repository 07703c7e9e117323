"""The page for asking and reading: the chat in the middle of a page of ours, with the filters above it.

The filters are in the URL of the page, so they persist across questions and can be shared.
"""

from __future__ import annotations

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from assistant.library.library import Library
from assistant.pipeline import Assistant
from assistant.scope.filters import KIND_NAMES, Filters
from assistant.understanding.query import MAX_CHARACTERS
from assistant.web.addresses import clause_asked
from assistant.web.answer_view import everything
from assistant.web.asking import read_visitor
from assistant.web.chat.blocks import CHAT_POLICY
from assistant.web.editions import edition_choices
from assistant.web.routes import Routes, served_at
from assistant.web.security.authentication import is_by_curator
from assistant.web.security.clients import client_of
from assistant.web.templating import Html, render
from assistant.web.wording import for_pages
from corpus.errors import ResolutionsError
from corpus.instruments import Edition
from corpus.keys import ProvisionId


class Home(Routes):
    """Serves the chat with the reader beside it."""

    @served_at("/refusal")
    def refusal(self, request: Request) -> Response:
        """Say why the question that was just asked was refused; '' where the reason is another."""
        sentence = self.service.questions.why(client_of(request.scope))
        return JSONResponse({"sentence": sentence}, headers={"Cache-Control": "no-store"})

    @served_at("/")
    def home(self, request: Request) -> Response:
        """Serve the page."""
        state, clause = self.service.now, request.query_params.get("clause", "")
        models, is_curator = self.service.models, is_by_curator(request)
        library, asked = state.library, clause_asked(clause, state.library)
        return self.page(
            request,
            "chat.html",
            policy=CHAT_POLICY,
            filters=filter_bar(read_visitor(request).filters, library, state.finder.heads.addressees),
            reader=state.texts.frame(edition_of_clause(clause, state.assistant), clause),
            model=for_pages(models.used.line),
            offer=models.offer if is_curator else None,
            may_change_model=is_curator and not models.is_fixed,
            short=state.short.clause(asked[0]) if asked else "",
            start=self.service.start,
            longest=MAX_CHARACTERS,
            is_asking="ask" in request.query_params,
            is_reopened="conversation" in request.query_params,
        )


def filter_bar(filters: Filters, library: Library, bodies: Iterable[str]) -> Html:
    """Render the filters as they are set; ask.js keeps the chip true to the choices."""
    groups = [("", [("", everything(library))]), *edition_choices(library, pending=True)]
    names = {key: name for _, choices in groups for key, name in choices}
    parts = [names.get(filters.edition, names[""])]
    parts += [KIND_NAMES[filters.kind]] if filters.kind else []
    parts += [f"addressed to {filters.addressee}"] if filters.addressee else []
    return render(
        "filters.html",
        searching=" · ".join(parts),
        is_narrow=bool(filters),
        editions=groups,
        kinds=(("", "all parts"), *KIND_NAMES.items()),
        filters=filters,
        bodies=tuple(bodies),
        earlier=len(library.editions) - len(library.newest),
    )


def edition_of_clause(clause: str, assistant: Assistant) -> Edition | None:
    """Return the edition that an address asks for, or another of its text, else the subject."""
    library = assistant.library
    try:
        key = ProvisionId.parse(clause).edition
        asked = library.find(key) or next(iter(library.instruments.get(key.instrument, ())), None)
    except ResolutionsError:
        asked = None
    first = [edition for edition in library.editions if edition.key in assistant.subject]
    in_force = [edition for edition in library.editions if library.is_in_force(edition.key)]
    return asked or next(iter(first or in_force or library.editions), None)
