"""Short addresses of texts and clauses, and their QR codes.

A browser is led to the page of a clause. A request with ?format=json or akn, or with an Accept header for
one of them, gets the clause or the text itself.
"""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import segno
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from assistant.library.export import printed
from assistant.library.standing import edition_name
from assistant.operations import OPERATIONS
from assistant.web.addresses import address, clause_asked, first_clause, holding_address, text_address
from assistant.web.routes import Routes
from assistant.web.state import State
from assistant.web.wording import shortened
from corpus.instruments import Edition
from corpus.issuers import issuer_name
from corpus.keys import EditionKey, ProvisionId
from ingest.akn import print_akn

_LONGEST = 200  # characters of an address that an error repeats
_LOCAL = ("127.0.0.1", "localhost", "::1")
# A browser may keep the redirect, but asks each time: what a name means depends on the library.
_ASK_AGAIN = {"Cache-Control": "no-cache", "Vary": "Accept"}
_FORMS = {"json": "application/json", "akn": "application/akn+xml"}
"""What a clause or a text can be asked for as, besides a page: by name, its media type."""
_UNKNOWN = "The library has no clause at this address."


class ShortAddressRoutes(Routes):
    """Redirects short addresses for good, and shows the short address of a clause with its QR code."""

    def routes(self) -> list[Route]:
        """List the pages about short addresses."""
        return [Route("/share", self.share), Route("/qr", self.qr), Route("/short", self.address)]

    def short(self) -> list[Route]:
        """List the short addresses themselves: they fit many a path, so they come after all other routes."""
        text = "/{work}/{year:number}"
        paths = (text, f"{text}/{{clause:path}}", f"/{{issuer}}{text}", f"/{{issuer}}{text}/{{clause:path}}")
        return [Route(path, self.redirect) for path in paths]

    def redirect(self, request: Request) -> Response:
        """Lead to the page of a text or a clause, or say why there is none."""
        state, given = self.service.now, request.path_params
        short, work, issuer = state.short, given["work"], given.get("issuer", "")
        clause = given.get("clause", "").strip("/")
        texts = short.texts(work, given["year"], issuer)
        if len(texts) > 1:
            return self._choice(request, state, texts, clause)
        edition = state.library.find(texts[0]) if texts else None
        if edition is None:
            return self._no_text(request, state, texts, short.editions(work, issuer))
        id_ = short.provision(edition.key, clause) if clause else first_clause(edition)
        if clause and not id_:
            near = [
                (edition.citation(edition.provision(one.eid)), address(one))
                for one in short.near(edition.key, clause[:_LONGEST])
            ]
            sentence = f"{edition.name} has no clause “{shortened(clause, _LONGEST)}”."
            return self.refused(request, "Clause not found", sentence, ways=[*near, _way(edition)])
        if form := _form(request):
            return self._data(request, state, form, edition, id_ if clause else None)
        target = address(id_) if id_ else "/"
        query = f"{'&' if '?' in target else '?'}{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"{target}{query}", 301, _ASK_AGAIN)

    def _data(
        self, request: Request, state: State, form: str, edition: Edition, id_: ProvisionId | None
    ) -> Response:
        """Serve a text, or a clause of it, as data. Raises HTTPException for another form."""
        if form not in _FORMS:
            raise HTTPException(400, f"There is no form '{form[:20]}': choose {', '.join(_FORMS)}.")
        if form == "akn":
            content = print_akn(edition, id_.eid if id_ else "")
        elif id_:
            at = replace(state, base=self.base_of(request))
            content = OPERATIONS["fetch"].run(at, {"id": str(id_)}).model_dump_json()
        else:
            content = printed(edition, state.library, "json")
        data = content.encode("utf-8", "backslashreplace")
        return Response(data, media_type=_FORMS[form], headers=_ASK_AGAIN)

    def _choice(self, request: Request, state: State, texts: tuple[EditionKey, ...], clause: str) -> Response:
        """Ask which text is meant: several bodies have adopted one with this number."""
        rest = f"/{clause}" if clause else ""
        ways = [
            (
                f"{edition_name(one, state.library)}, {issuer_name(one.instrument)}",
                f"{state.short.text(one)}{rest}",
            )
            for one in texts
        ]
        sentence = "Several bodies adopted a text with this number in this year."
        return self.refused(request, "Which text do you mean?", sentence, 300, ways)

    def _no_text(
        self,
        request: Request,
        state: State,
        texts: tuple[EditionKey, ...],
        others: tuple[EditionKey, ...],
    ) -> Response:
        """Say that a text is not in the library, and lead to its row there or to its other editions."""
        sentence, ways = "The library has no edition of this text from this year.", []
        if texts:
            name = edition_name(texts[0], state.library)
            sentence = f"{name} is not in the library."
            ways = [(f"How to add {name}", holding_address(texts[0], state.library))]
        elif not others:
            raise HTTPException(404)
        ways += [_way(state.library.edition(one)) for one in others]
        return self.refused(request, "Text not found", sentence, ways=ways)

    def share(self, request: Request) -> Response:
        """Serve the short address of a clause with its QR code."""
        found = self._asked(request)
        if found is None:
            return self.refused(request, "Clause not found", _UNKNOWN)
        id_, label, short = found
        host = request.url.hostname or ""
        return self.page(
            request,
            "share.html",
            label=label,
            href=short,
            code=f"/qr?{request.url.query}",
            clause=address(id_),
            only_here=host if host in _LOCAL else "",
        )

    def address(self, request: Request) -> Response:
        """Serve the short address of a clause as text, to be copied."""
        found = self._asked(request)
        return PlainTextResponse(found[2]) if found else PlainTextResponse(f"{_UNKNOWN}\n", 404)

    def qr(self, request: Request) -> Response:
        """Serve the QR code of a clause's short address as a picture."""
        found = self._asked(request)
        if found is None:
            return self.refused(request, "Clause not found", _UNKNOWN)
        made = BytesIO()
        try:
            code = segno.make(found[2], error="m", micro=False)
        except segno.DataOverflowError:  # more than 2,331 bytes
            return self.refused(request, "No QR code", "This address is too long for a QR code.")
        # black on white with its margin, so that any theme can show it
        code.save(made, kind="svg", scale=8, border=4, dark="#000", light="#fff", title=found[2])
        headers = {"Cache-Control": "no-store"}
        return Response(made.getvalue(), media_type="image/svg+xml", headers=headers)

    def _asked(self, request: Request) -> tuple[ProvisionId, str, str] | None:
        """Return the clause that is asked for, its citation and its short address, or None.

        The address begins with the name under which this server was asked.
        """
        state = self.service.now
        found = clause_asked(request.query_params.get("clause", ""), state.library)
        if found is None:
            return None
        short = f"{request.url.scheme}://{request.url.netloc}{state.short.clause(found[0])}"
        return found[0], found[1].citation(found[2]), short


def _form(request: Request) -> str:
    """Return the form that is asked for, by name or by the header; '' for a page."""
    asked, accepted = request.query_params.get("format", ""), request.headers.get("accept", "")
    if asked or "text/html" in accepted:
        return asked
    return next((name for name, kind in _FORMS.items() if kind in accepted), "")


def _way(edition: Edition) -> tuple[str, str]:
    return edition.name, text_address(edition) or "/"
