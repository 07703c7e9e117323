"""The page for drafters, and the clauses that they select."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from assistant.drafting.export import FORMS, selected_clauses
from assistant.web.checking import read_sent
from assistant.web.drafting import Drafts, Form, drafting
from assistant.web.routes import Routes, served_at
from assistant.web.security.authentication import owner_of
from assistant.web.security.guard import MAX_BODY
from assistant.web.service import Service
from assistant.web.templating import attachment
from assistant.web.traffic.costs import Cost
from corpus.errors import ResolutionsError, UnreadableFile

_PART = "give the resolution without its annexes"
_FORGOTTEN = "this draft is no longer on the server; paste it again"


class DraftingRoutes(Routes):
    """Serves the form, what was found for a draft, and the selection as a file."""

    def __init__(self, service: Service) -> None:
        super().__init__(service)
        self.drafts = Drafts()

    @served_at("/draft")
    async def empty(self, request: Request) -> Response:
        """Serve the page without a draft."""
        return await self._page(request, Form())

    @served_at("/draft", methods=("POST",))
    async def send(self, request: Request) -> Response:
        """Keep a draft that a form sends, and lead to its address: Back and reload then send no form."""
        return RedirectResponse(self._kept(request, Form.read(await request.body())), 303)

    @served_at("/draft/file", methods=("POST",), cost=Cost.CHECK)
    async def read_file(self, request: Request) -> Response:
        """Read a draft from a file into the form, and lead to its address."""
        try:
            sent = await read_sent(request)
            document = await run_in_threadpool(sent.read, self.service.settings.limits)
        except ClientDisconnect:
            return Response(status_code=400)  # the sender has gone
        except UnreadableFile as error:
            return await self._page(request, Form(), str(error), 400)
        text = "\n\n".join(paragraph.text for paragraph in document.paragraphs)
        if len(text.encode()) > MAX_BODY:
            return await self._page(request, Form(), f"{document.name}: too long for a draft; {_PART}", 400)
        return RedirectResponse(self._kept(request, Form(draft=text)), 303)

    @served_at("/draft/{session}/{number:number}", cost=Cost.PAGE)
    async def draft(self, request: Request) -> Response:
        """Serve the page with a draft that was sent, and why its selection could not be exported."""
        session, number = request.path_params["session"], request.path_params["number"]
        form = self.drafts.draft(owner_of(request), session, number)
        if form is None:
            return await self._page(request, Form(), _FORGOTTEN, 404)
        refusal = ""
        if "unexported" in request.query_params:
            try:
                selected_clauses(form.selection, self.library)
            except ResolutionsError as error:
                refusal = str(error)
        return await self._page(request, form, refusal)

    @served_at("/draft/selection/{ending}", methods=("POST",), cost=Cost.EXPORT)
    async def export(self, request: Request) -> Response:
        """Serve the selected clauses as a file, or say why not on the page of the draft."""
        form, ending = Form.read(await request.body()), request.path_params["ending"]
        if ending not in FORMS:
            raise HTTPException(404, f"No selection is exported as '{ending}': choose {', '.join(FORMS)}.")
        path, (kind, write) = self._kept(request, form), FORMS[ending]
        try:
            clauses = selected_clauses(form.selection, self.library)
        except ResolutionsError:
            return RedirectResponse(f"{path}?unexported", 303)
        written = await run_in_threadpool(write, form.draft, clauses)
        return attachment(written, kind, f"adopted-language.{ending}", is_kept=False)

    def _kept(self, request: Request, form: Form) -> str:
        session, number = self.drafts.keep(owner_of(request), form)
        return f"/draft/{session}/{number}"

    async def _page(self, request: Request, form: Form, refusal: str = "", status: int = 200) -> Response:
        state = self.service.now
        body = next(iter(state.assistant.subject), None)
        limits = self.service.settings.limits
        page = await run_in_threadpool(drafting, form, state.finder, body, refusal, limits)
        status = 400 if page.is_bad and status == 200 else status
        return self.page(request, "draft.html", status, page=page)
