"""Short addresses of texts and clauses, and their QR codes.

A browser is led to the page of a clause. A request with ?format=json or akn, or with an Accept header for
one of them, gets the clause or the text itself.
"""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from assistant.addresses.short_addresses import ShortAddresses
from assistant.library.export import printed
from assistant.library.library import Library
from assistant.library.standing import edition_name
from assistant.operations import OPERATIONS
from assistant.web.addresses import address, clause_asked, first_clause, holding_address, text_address
from assistant.web.layout import page
from assistant.web.qr_code import qr_svg
from assistant.web.routes import Routes
from assistant.web.routes.api import served_at
from assistant.web.state import State
from assistant.web.templating import render
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
Way = tuple[str, str]  # a name and its address


class ShortAddressRoutes(Routes):
    """Redirects short addresses for good, and shows the short address of a clause with its QR code."""

    def routes(self) -> list[Route]:
        """List the pages about short addresses."""
        return [Route("/share", self.share), Route("/qr", self.qr), Route("/short", self.address)]

    def short(self) -> list[Route]:
        """List the short addresses themselves: they fit many a path, so they come after all other routes."""
        text = "/{work}/{year:number}"
        return [
            Route(path, self.redirect)
            for path in (
                text,
                f"{text}/{{clause:path}}",
                f"/{{issuer}}{text}",
                f"/{{issuer}}{text}/{{clause:path}}",
            )
        ]

    def redirect(self, request: Request) -> Response:
        """Lead to the page of a text or a clause, or say why there is none."""
        state, given = self.service.now, request.path_params
        short = state.short
        work, year = given["work"], given["year"]
        issuer, clause = given.get("issuer", ""), given.get("clause", "").strip("/")
        texts = short.texts(work, year, issuer)
        if len(texts) > 1:
            return self._choice(request, short, texts, clause)
        edition = short.library.find(texts[0]) if texts else None
        if edition is None:
            return self._no_text(request, short.library, texts, short.editions(work, issuer))
        id_ = short.provision(edition.key, clause) if clause else first_clause(edition)
        if clause and not id_:
            return self._no_clause(request, short, edition.key, clause)
        form = _form(request)
        if form:
            at = served_at(state, request, self.service)
            return self._data(at, form, edition, id_ if clause else None)
        target = address(id_) if id_ else "/"
        query = f"{'&' if '?' in target else '?'}{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"{target}{query}", 301, _ASK_AGAIN)

    def _data(self, state: State, form: str, edition: Edition, id_: ProvisionId | None) -> Response:
        """Serve a text, or a clause of it, as data. Raises HTTPException for another form."""
        if form not in _FORMS:
            raise HTTPException(400, f"There is no form '{form[:20]}': choose {', '.join(_FORMS)}.")
        if form == "akn":
            content = print_akn(edition, id_.eid if id_ else "")
        elif id_:
            content = OPERATIONS["fetch"].run(state, {"id": str(id_)}).model_dump_json()
        else:
            content = printed(edition, state.library, "json")
        data = content.encode("utf-8", "backslashreplace")
        return Response(data, media_type=_FORMS[form], headers=_ASK_AGAIN)

    def _choice(
        self, request: Request, short: ShortAddresses, texts: tuple[EditionKey, ...], clause: str
    ) -> Response:
        """Ask which text is meant: several bodies have adopted one with this number."""
        rest = f"/{clause}" if clause else ""
        ways = [
            (f"{edition_name(one, short.library)}, {issuer_name(one.instrument)}", f"{short.text(one)}{rest}")
            for one in texts
        ]
        sentence = "Several bodies adopted a text with this number in this year."
        return self._ways(request, "Which text do you mean?", sentence, ways, 300)

    def _no_text(
        self,
        request: Request,
        library: Library,
        texts: tuple[EditionKey, ...],
        others: tuple[EditionKey, ...],
    ) -> Response:
        """Say that a text is not in the library, and lead to its row there or to its other editions."""
        sentence, ways = "The library has no edition of this text from this year.", []
        if texts:
            name = edition_name(texts[0], library)
            sentence = f"{name} is not in the library."
            ways = [(f"How to add {name}", holding_address(texts[0], library))]
        elif not others:
            raise HTTPException(404)
        ways += [_way(library.edition(one)) for one in others]
        return self._ways(request, "Text not found", sentence, ways, 404)

    def _no_clause(self, request: Request, short: ShortAddresses, key: EditionKey, clause: str) -> Response:
        """Say that a text has no such clause, and lead to the text and to clauses with similar names."""
        edition = short.library.edition(key)
        near = [
            (edition.citation(edition.provision(one.eid)), address(one))
            for one in short.near(key, clause[:_LONGEST])
        ]
        sentence = f"{edition.name} has no clause “{shortened(clause, _LONGEST)}”."
        return self._ways(request, "Clause not found", sentence, [*near, _way(edition)], 404)

    def _ways(self, request: Request, heading: str, sentence: str, ways: list[Way], status: int) -> Response:
        """Serve a page with a sentence and the ways on."""
        content = render("ways.html", heading=heading, sentence=sentence, ways=ways)
        return page(request, self.service, heading, content, status=status)

    def share(self, request: Request) -> Response:
        """Serve the short address of a clause with its QR code."""
        found = self._asked(request)
        if found is None:
            return self._unknown(request)
        id_, label, short = found
        host = request.url.hostname or ""
        content = render(
            "share.html",
            label=label,
            href=short,
            code=f"/qr?{request.url.query}",
            clause=address(id_),
            only_here=host if host in _LOCAL else "",
        )
        return page(request, self.service, f"Share {label}", content, styles=["sheet.css", "share.css"])

    def address(self, request: Request) -> Response:
        """Serve the short address of a clause as text, to be copied."""
        found = self._asked(request)
        if found is None:
            return PlainTextResponse("The library has no clause at this address.\n", 404)
        return PlainTextResponse(found[2])

    def qr(self, request: Request) -> Response:
        """Serve the QR code of a clause's short address as a picture."""
        found = self._asked(request)
        if found is None:
            return self._unknown(request)
        svg = qr_svg(found[2])
        if svg is None:
            return self._ways(request, "No QR code", "This address is too long for a QR code.", [], 404)
        return Response(svg, media_type="image/svg+xml", headers={"Cache-Control": "no-store"})

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

    def _unknown(self, request: Request) -> Response:
        """Say that there is no such clause to share."""
        return self._ways(request, "Clause not found", "The library has no clause at this address.", [], 404)


def _form(request: Request) -> str:
    """Return the form that is asked for, by name or by the header; '' for a page."""
    asked, accepted = request.query_params.get("format", ""), request.headers.get("accept", "")
    if asked or "text/html" in accepted:
        return asked
    return next((name for name, kind in _FORMS.items() if kind in accepted), "")


def _way(edition: Edition) -> Way:
    """Return the name of a text in the library and its address."""
    return edition.name, text_address(edition) or "/"
