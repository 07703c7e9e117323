"""The page that checks a document, and what was found in one as a page and as files."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from assistant.checking.export import FORMS
from assistant.checking.report import MOST_STATEMENTS, VERDICTS, CheckedDocument, check_document
from assistant.web.checking import Checks, SentDocument, check_page, read_sent
from assistant.web.routes import Routes, served_at
from assistant.web.security.authentication import owner_of
from assistant.web.service import Service
from assistant.web.templating import attachment
from assistant.web.traffic.costs import Cost
from assistant.web.wording import for_pages
from corpus.errors import UnreadableFile
from ingest.apart import get_ready_to_parse

_FORGOTTEN = "This check is no longer on the server; check the document again."
_CHANGED = "The library has changed since this document was checked. Check it again."


class CheckingRoutes(Routes):
    """Serves the form, what was found in a document, and the same as a file."""

    def __init__(self, service: Service) -> None:
        super().__init__(service)
        self.checks = Checks()

    @served_at("/check")
    async def empty(self, request: Request) -> Response:
        """Serve the form."""
        get_ready_to_parse()  # a file may come
        return self._form(request)

    @served_at("/check/new", methods=("POST",), cost=Cost.CHECK)
    async def check(self, request: Request) -> Response:
        """Check a document, and lead to what was found; or say in the form why it is not checked."""
        sent = SentDocument()
        try:
            sent = await read_sent(request)
            checked = await run_in_threadpool(self._checked, sent)
        except ClientDisconnect:
            return Response(status_code=400)  # the sender has gone
        except UnreadableFile as error:
            sentence = f"{for_pages(str(error)).rstrip('.')}."
            return self._form(request, sent.text, sentence, 400)
        return RedirectResponse(f"/check/{self.checks.keep(owner_of(request), checked, sent.data)}", 303)

    @served_at("/check/{session}", cost=Cost.PAGE)
    def found(self, request: Request) -> Response:
        """Serve what was found in a document."""
        check = self.checks.find(owner_of(request), request.path_params["session"])
        if check is None:
            return self._form(request, refusal=_FORGOTTEN, status=404)
        hashes = self.library.fingerprints()
        changed = any(hashes.get(key) != hash_ for key, hash_ in check.checked.texts.items())
        return self.page(
            request,
            "checked.html",
            notices=[_CHANGED] if changed else (),
            check=check,
            found=check_page(check.checked, self.library),
            verdicts=VERDICTS,
            session=request.path_params["session"],
        )

    @served_at("/check/{session}/report.{ending}", cost=Cost.EXPORT)
    def export(self, request: Request) -> Response:
        """Serve what was found in a document as a file."""
        session, ending = request.path_params["session"], request.path_params["ending"]
        if ending not in FORMS:
            raise HTTPException(404, f"No report is exported as '{ending}': choose {', '.join(FORMS)}.")
        check = self.checks.find(owner_of(request), session)
        if check is None:
            raise HTTPException(404, _FORGOTTEN)
        written = FORMS[ending].write(check.checked, self.library, check.original or b"")
        return attachment(written, FORMS[ending].media_type, f"checked.{ending}", is_kept=False)

    def _checked(self, sent: SentDocument) -> CheckedDocument:
        """Read and check a document. Raises UnreadableFile."""
        state, document = self.service.now, sent.read(self.service.settings.limits)
        body = next(iter(state.assistant.subject), None)
        return check_document(document, state.filtered, state.library, body, most=MOST_STATEMENTS)

    def _form(self, request: Request, text: str = "", refusal: str = "", status: int = 200) -> Response:
        return self.page(request, "check.html", status, text=text, refusal=refusal)
