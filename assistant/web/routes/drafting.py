"""The page for drafters, and the clauses that they keep."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from assistant.drafting.export import FORMS, selected_clauses
from assistant.web.draft_form import Form
from assistant.web.drafting import drafting
from assistant.web.layout import page
from assistant.web.service import Service
from corpus.errors import ResolutionsError


class DraftingRoutes:
    """Serves the form, what was found for a draft, and the basket."""

    def __init__(self, service: Service) -> None:
        self.service = service

    def routes(self) -> list[Route]:
        """List what is served here."""
        return [
            Route("/draft/basket/{ending}", self.basket, methods=["POST"]),
            Route("/draft", self.draft, methods=["GET", "POST"]),
        ]

    async def draft(self, request: Request) -> Response:
        """Serve the page for drafters; a draft comes in the body of a form."""
        return await self._page(request, Form.read(await request.body()))

    async def basket(self, request: Request) -> Response:
        """Serve the clauses that are kept as a file, or say why not on the page."""
        form, ending = Form.read(await request.body()), request.path_params["ending"]
        if ending not in FORMS:
            raise HTTPException(404, f"No selection is exported as '{ending}': choose {', '.join(FORMS)}.")
        kind, write = FORMS[ending]
        try:
            clauses = selected_clauses(form.basket, self.service.now.assistant.library)
        except ResolutionsError as error:
            return await self._page(request, form, str(error))
        written = await run_in_threadpool(write, form.draft, clauses)
        headers = {"Content-Disposition": f'attachment; filename="adopted-language.{ending}"'}
        return Response(written, media_type=kind, headers=headers)

    async def _page(self, request: Request, form: Form, refusal: str = "") -> Response:
        """Serve the page with what was typed."""
        self.service.look()
        state = self.service.now
        body = next(iter(state.assistant.subject), None)
        content = await run_in_threadpool(drafting, form, state.finder, body, refusal)
        return page(request, self.service, "Draft", content, room="/draft", main="draft-text",
                    styles=["draft.css"], scripts=["copying.js", "draft.js"])  # fmt: skip
