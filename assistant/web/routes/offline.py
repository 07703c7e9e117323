"""Offline copies (“handouts”), as pages and as HTML files; meeting mode; the pages saved on a device.

/handout?…  /handout/file?…  /meeting?…  /meeting/code?…  /meeting/qr?…   of a text, an answer or a selection
/kept                        what the browser has saved; service_worker.js opens it without a connection
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from assistant.library.library import Library
from assistant.settings import is_loopback
from assistant.web.drafting import Form
from assistant.web.offline import Handout, HandoutFinder, content_of, file_of, fingerprint, screens
from assistant.web.routes import Routes, or_refused, served_at
from assistant.web.routes.reading import qr_picture
from assistant.web.security.authentication import owner_of
from assistant.web.templating import Html, attachment
from assistant.web.traffic.costs import Cost
from corpus.keys import ProvisionId

_WORKER = Path(__file__).parents[1] / "static" / "service_worker.js"


class OfflineRoutes(Routes):
    """Serves handouts and meeting mode; none of their pages needs the server once it is loaded."""

    @served_at("/service-worker.js")
    def worker(self, _: Request) -> Response:
        """Serve the service worker from the root, as it may open only what is below its own address."""
        headers = {"Cache-Control": "no-cache", "Content-Security-Policy": "default-src 'self'"}
        return FileResponse(_WORKER, media_type="text/javascript", headers=headers)

    @served_at("/kept")
    def kept(self, request: Request) -> Response:
        """Serve the inventory; kept.js fills it on the device."""
        return self.page(request, "kept.html")

    @served_at("/handout", cost=Cost.PAGE)
    def handout(self, request: Request) -> Response:
        """Serve a handout as a page; 304 to a browser that keeps the same words."""
        handout, _, content = self._handout(request)
        response = self.page(request, "handout.html", handout=handout, content=content)
        return with_fingerprint(request, response, content)

    @served_at("/handout", methods=("POST",))
    async def select(self, request: Request) -> Response:
        """Lead from the form of a drafter's selection to its handout; the draft is in no address."""
        selection = Form.read(await request.body()).selection
        clauses = "&".join(f"clause={quote(id_, safe='')}" for id_ in selection)
        return RedirectResponse(f"/handout?{clauses}", 303)

    @served_at("/handout/file", cost=Cost.EXPORT)
    def file(self, request: Request) -> Response:
        """Serve a handout as one HTML file."""
        handout, _, content = self._handout(request)
        now = datetime.now(UTC)
        html = file_of(handout, content, f"{now.day} {now:%B %Y}", self.base_of(request))
        name = str(handout.editions[0].key).replace("/", "_") if handout.answer is None else "clauses"
        data = html.encode("utf-8", "backslashreplace")
        return attachment(data, "text/html; charset=utf-8", f"{name}.html", is_kept=False)

    @served_at("/meeting", cost=Cost.PAGE)
    def meeting(self, request: Request) -> Response:
        """Serve the clauses of a handout one at a time, in large type."""
        handout, library = self._asked(request)
        shown = screens(handout, library)
        if not shown:
            raise HTTPException(404, "There is no clause to show here.")
        return self.page(
            request,
            "meeting.html",
            handout=handout,
            screens=shown,
            address=f"{self._server(request)}/meeting?{handout.shared}",
        )

    @served_at("/meeting/code")
    def code(self, request: Request) -> Response:
        """Serve the address of a screen with its QR code."""
        host, (handout, at) = request.url.hostname or "", self._place(request)
        return self.page(
            request,
            "share.html",
            label=handout.title,
            href=f"{self._server(request)}/meeting?{handout.shared}{at}",
            code=f"/meeting/qr?{request.url.query}",
            clause=f"/meeting?{handout.query}{at}",
            only_here=host if is_loopback(host) else "",
        )

    @served_at("/meeting/qr")
    def qr(self, request: Request) -> Response:
        """Serve the QR code of the address of a screen."""
        handout, at = self._place(request)
        return qr_picture(f"{self._server(request)}/meeting?{handout.shared}{at}")

    def _place(self, request: Request) -> tuple[Handout, str]:
        """Return a handout, and the fragment of the screen that is asked for."""
        handout, at = self._asked(request)[0], request.query_params.get("at", "")
        if not at:
            return handout, ""
        id_ = or_refused(request, lambda: ProvisionId.parse(at), 404)
        return handout, f"#{quote(str(id_), safe='/')}"

    def _handout(self, request: Request) -> tuple[Handout, Library, Html]:
        handout, library = self._asked(request)
        return handout, library, content_of(handout, self.service.now.texts.text)

    def _asked(self, request: Request) -> tuple[Handout, Library]:
        """Return the handout that is asked for, and the library it is from. Raises HTTPException."""
        library = self.library
        finder = HandoutFinder(library, self.service.conversations, owner_of(request))
        return or_refused(request, lambda: finder.find(request.query_params), 404), library

    def _server(self, request: Request) -> str:
        return f"{request.url.scheme}://{request.url.netloc}"


def with_fingerprint(request: Request, response: HTMLResponse, content: str) -> Response:
    """Return a page with the fingerprint of its words, or 304 without it if the browser keeps the same."""
    tag = f'W/"{fingerprint(content)}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag, "Cache-Control": "no-store"})
    response.headers["ETag"] = tag
    return response
