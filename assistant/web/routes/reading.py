"""One edition or clause: in the reader, by its label or short address, quoted, as a file, as a QR code.

A browser that asks for a short address is led to the page of the clause. A request with ?format=json or akn,
or with an Accept header for one of them, gets the clause or the text itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

import segno
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

from assistant.library.export import FORMS, serialized
from assistant.library.library import Library
from assistant.library.standing import edition_name
from assistant.operations import OPERATIONS
from assistant.overview.wording import shortened
from assistant.quotation import quotation
from assistant.settings import is_loopback
from assistant.understanding.labels.resolver import resolve
from assistant.web.addresses import (
    address,
    clause_asked,
    edition_asked,
    first_clause,
    missing_row_address,
    text_address,
)
from assistant.web.editions import whereabouts
from assistant.web.routes import Routes, served_at
from assistant.web.service import State
from assistant.web.templating import attachment
from assistant.web.traffic.costs import Cost
from corpus.errors import ResolutionsError
from corpus.instruments import Edition
from corpus.issuers import issuer_name
from corpus.keys import EditionKey, ProvisionId
from ingest.akn import print_akn

_LABEL = 200  # characters: longer is no label
_OFFERED = 6  # clauses that a label may name
_LONGEST = 200  # characters of an address that an error repeats
_SHORT = [
    f"{issuer}/{{work}}/{{year:number}}{clause}"
    for issuer in ("", "/{issuer}")
    for clause in ("", "/{clause:path}")
]
# A browser may keep the redirect, but asks each time: what a name means depends on the library.
_ASK_AGAIN = {"Cache-Control": "no-cache", "Vary": "Accept"}
_FORMS = {"json": "application/json", "akn": "application/akn+xml"}
"""What a clause or a text can be asked for as, besides a page: by name, its media type."""


class ReadingRoutes(Routes):
    """Serves editions and clauses, redirects short addresses for good, shows those with a QR code."""

    @served_at("/read/{key:path}")
    def read(self, request: Request) -> Response:
        """Serve the reader's HTML of one edition."""
        texts = self.service.now.texts
        edition = _edition(request.path_params["key"], texts.library)
        return HTMLResponse(str(texts.text(edition)))

    @served_at("/find")
    def find(self, request: Request) -> Response:
        """Serve the clauses of one edition that a label names, as JSON."""
        library = self.library
        edition = _edition(request.query_params.get("key", ""), library)
        label = request.query_params.get("label", "").strip()
        own = Library((edition,), library.catalogue)
        matches = resolve(label, own) if label and len(label) <= _LABEL else ()
        clauses = [
            {"id": str(match.id), "label": match.label, "address": address(match.id)}
            for match in matches[:_OFFERED]
        ]
        return JSONResponse({"clauses": clauses})

    @served_at("/quotation")
    def quotation(self, request: Request) -> Response:
        """Serve a clause as a quotation with its citation."""
        clause = request.query_params.get("clause", "")
        found = clause_asked(clause, self.library)
        if found is None:
            raise HTTPException(404, f"The clause {clause[:_LABEL]} is not in the library.")
        return PlainTextResponse(str(quotation(*found[1:])))

    @served_at("/whereabouts")
    def whereabouts(self, request: Request) -> Response:
        """Serve what is said of a clause beyond its text, as HTML: nothing, or a paragraph."""
        clause, found = request.query_params.get("clause", ""), self.service.now.texts.whereabouts
        return HTMLResponse(str(whereabouts(clause, found)))

    @served_at("/download/{form}/{key:path}", cost=Cost.EXPORT)
    def download(self, request: Request) -> Response:
        """Serve one edition as a file."""
        library, form = self.library, request.path_params["form"]
        edition = _edition(request.path_params["key"], library)
        if form not in FORMS:
            raise HTTPException(404, f"No text is exported as '{form}': choose {', '.join(FORMS)}.")
        ending, kind = FORMS[form]
        text = serialized(edition, library, form)
        name = f"{str(edition.key).replace('/', '_')}.{ending}"
        return attachment(text.encode("utf-8", "backslashreplace"), kind, name)

    def _data(
        self, request: Request, state: State, form: str, edition: Edition, id_: ProvisionId | None
    ) -> Response:
        """Serve a text, or a clause of it, as data. Raises HTTPException for another form."""
        if form not in _FORMS:
            raise HTTPException(400, f"There is no form '{form[:20]}': choose {', '.join(_FORMS)}.")
        if form == "akn":
            content = print_akn(edition, id_.eid if id_ else "")
        elif id_:
            context = replace(state, base=self.base_of(request))
            content = OPERATIONS["fetch"].run(context, {"id": str(id_)}).model_dump_json()
        else:
            content = serialized(edition, state.library, "json")
        data = content.encode("utf-8", "backslashreplace")
        return Response(data, media_type=_FORMS[form], headers=_ASK_AGAIN)

    def _choice(self, request: Request, state: State, texts: Sequence[EditionKey], clause: str) -> Response:
        rest = f"/{clause}" if clause else ""
        ways = [
            (
                f"{edition_name(key, state.library)}, {issuer_name(key.instrument)}",
                f"{state.short.text(key)}{rest}",
            )
            for key in texts
        ]
        sentence = "Several bodies adopted a text with this number in this year."
        return self.refused(request, "Which text do you mean?", sentence, 300, ways)

    def _no_text(
        self, request: Request, state: State, texts: Sequence[EditionKey], others: Sequence[EditionKey]
    ) -> Response:
        """Say that a text is not in the library, and lead to its row there or to its other editions."""
        sentence, ways = "The library has no edition of this text from this year.", []
        if texts:
            name = edition_name(texts[0], state.library)
            sentence = f"{name} is not in the library."
            ways = [(f"How to add {name}", missing_row_address(texts[0], state.library))]
        elif not others:
            raise HTTPException(404)
        ways += [_way(state.library.edition(key)) for key in others]
        return self.refused(request, "Text not found", sentence, ways=ways)

    @served_at("/share")
    def share(self, request: Request) -> Response:
        """Serve the short address of a clause with its QR code."""
        id_, label, short = self._asked(request)
        host = request.url.hostname or ""
        return self.page(
            request,
            "share.html",
            label=label,
            href=short,
            code=f"/qr?{request.url.query}",
            clause=address(id_),
            only_here=host if is_loopback(host) else "",
        )

    @served_at("/short")
    def address(self, request: Request) -> Response:
        """Serve the short address of a clause as text, to be copied."""
        return PlainTextResponse(self._asked(request)[2])

    @served_at("/qr")
    def qr(self, request: Request) -> Response:
        """Serve the QR code of a clause's short address as a picture."""
        return qr_picture(self._asked(request)[2])

    def _asked(self, request: Request) -> tuple[ProvisionId, str, str]:
        """Return the clause asked for, its citation, its address at this server. Raises HTTPException."""
        state = self.service.now
        found = clause_asked(request.query_params.get("clause", ""), state.library)
        if found is None:
            raise HTTPException(404, "The library has no clause at this address.")
        short = f"{request.url.scheme}://{request.url.netloc}{state.short.clause(found[0])}"
        return found[0], found[1].citation(found[2]), short

    # These fit many a path: whatever else there is comes first.
    @served_at(*_SHORT)
    def redirect(self, request: Request) -> Response:
        """Lead to the page of a text or a clause, or say why there is none."""
        state, params = self.service.now, request.path_params
        short, work, issuer = state.short, params["work"], params.get("issuer", "")
        clause = params.get("clause", "").strip("/")
        texts = short.texts(work, params["year"], issuer)
        if len(texts) > 1:
            return self._choice(request, state, texts, clause)
        edition = state.library.find(texts[0]) if texts else None
        if edition is None:
            return self._no_text(request, state, texts, short.editions(work, issuer))
        id_ = short.provision(edition.key, clause) if clause else first_clause(edition)
        if clause and not id_:
            sentence = f"{edition.name} has no clause “{shortened(clause, _LONGEST)}”."
            return self.refused(request, "Clause not found", sentence, ways=[_way(edition)])
        if form := _form(request):
            return self._data(request, state, form, edition, id_ if clause else None)
        target = address(id_) if id_ else "/"
        query = f"{'&' if '?' in target else '?'}{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"{target}{query}", 301, _ASK_AGAIN)


def qr_picture(href: str) -> Response:
    """Serve the QR code of an address. Raises HTTPException for one that is too long."""
    picture = BytesIO()
    try:
        code = segno.make(href, error="m", micro=False)
    except segno.DataOverflowError:  # more than 2,331 bytes
        raise HTTPException(404, "This address is too long for a QR code.") from None
    # black on white with its margin, so that any theme can show it
    code.save(picture, kind="svg", scale=8, border=4, dark="#000", light="#fff", title=href)
    return Response(picture.getvalue(), media_type="image/svg+xml", headers={"Cache-Control": "no-store"})


def _edition(key: str, library: Library) -> Edition:
    try:
        return edition_asked(key, library)
    except ResolutionsError as error:
        raise HTTPException(404, str(error)) from None


def _form(request: Request) -> str:
    """Return the form that is asked for, by name or by the header; '' for a page."""
    asked, accepted = request.query_params.get("format", ""), request.headers.get("accept", "")
    if asked or "text/html" in accepted:
        return asked
    return next((name for name, kind in _FORMS.items() if kind in accepted), "")


def _way(edition: Edition) -> tuple[str, str]:
    return edition.name, text_address(edition) or "/"
