"""Short addresses of texts and clauses, and their QR codes."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from assistant.library.standing import edition_name
from assistant.web.addresses import address, first_clause, holding_id
from assistant.web.layout import page
from assistant.web.qr_code import qr_svg
from assistant.web.service import Service
from assistant.web.short_addresses import ShortAddresses
from assistant.web.templating import render
from corpus.errors import InvalidKey
from corpus.issuers import issuer_name
from corpus.keys import EditionKey, ProvisionId

_LONGEST = 200  # characters of an address that an error repeats
_LOCAL = ("127.0.0.1", "localhost", "::1")
# A browser may keep the redirect, but asks each time: what a name means depends on the library.
_ASK_AGAIN = {"Cache-Control": "no-cache"}
Way = tuple[str, str]  # a name and its address


class ShortAddressRoutes:
    """Redirects short addresses for good, and shows the short address of a clause with its QR code."""

    def __init__(self, service: Service) -> None:
        self.service = service

    def routes(self) -> list[Route]:
        """List the pages about short addresses."""
        return [Route("/share", self.share), Route("/qr", self.qr), Route("/short", self.address)]

    def short(self) -> list[Route]:
        """List the short addresses themselves: they fit many a path, so they come after all other routes."""
        text = "/{work}/{year:int}"
        return [
            Route(path, self.redirect)
            for path in (
                text,
                f"{text}/{{clause:path}}",
                f"/{{issuer}}{text}",
                f"/{{issuer}}{text}/{{clause:path}}",
            )
        ]

    async def redirect(self, request: Request) -> Response:
        """Lead to the page of a text or a clause, or say why there is none."""
        short, given = self.service.now.texts.short, request.path_params
        work, year = given["work"], given["year"]
        issuer, clause = given.get("issuer", ""), given.get("clause", "").strip("/")
        texts = short.texts(work, year, issuer)
        if len(texts) > 1:
            return self._choice(request, texts, clause)
        if not texts or short.library.find(texts[0]) is None:
            return self._no_text(request, texts, short.editions(work, issuer))
        target = short.page(texts[0], clause)
        if not target:
            return self._no_clause(request, texts[0], clause)
        query = f"{'&' if '?' in target else '?'}{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"{target}{query}", 301, _ASK_AGAIN)

    def _choice(self, request: Request, texts: tuple[EditionKey, ...], clause: str) -> Response:
        """Ask which text is meant: several bodies have adopted one with this number."""
        short = self.service.now.texts.short
        rest = f"/{clause}" if clause else ""
        ways = [
            (f"{edition_name(one, short.library)}, {issuer_name(one.instrument)}", f"{short.text(one)}{rest}")
            for one in texts
        ]
        sentence = "Several bodies adopted a text with this number in this year."
        return self._ways(request, "Which text do you mean?", sentence, ways, 300)

    def _no_text(
        self, request: Request, texts: tuple[EditionKey, ...], others: tuple[EditionKey, ...]
    ) -> Response:
        """Say that a text is not in the library, and lead to its row there or to its other editions."""
        library = self.service.now.texts.library
        sentence, ways = "The library has no edition of this text from this year.", []
        if texts:
            name = edition_name(texts[0], library)
            sentence = f"{name} is not in the library."
            ways = [(f"How to add {name}", f"/library#{holding_id(texts[0], library)}")]
        elif not others:
            raise HTTPException(404)
        return self._ways(request, "Text not found", sentence, [*ways, *map(self._way, others)], 404)

    def _no_clause(self, request: Request, key: EditionKey, clause: str) -> Response:
        """Say that a text has no such clause, and lead to the text and to clauses with similar names."""
        short = self.service.now.texts.short
        edition = short.library.edition(key)
        near = [
            (edition.citation(edition.provision(one.eid)), address(one))
            for one in short.near(key, clause[:_LONGEST])
        ]
        shown = clause if len(clause) <= _LONGEST else f"{clause[:_LONGEST]}…"
        sentence = f"{edition.name} has no clause “{shown}”."
        return self._ways(request, "Clause not found", sentence, [*near, self._way(key)], 404)

    def _way(self, key: EditionKey) -> Way:
        """Return the name of a text in the library and its address."""
        edition = self.service.now.texts.library.edition(key)
        opening = first_clause(edition)
        return edition.name, address(opening) if opening else "/"

    def _ways(self, request: Request, heading: str, sentence: str, ways: list[Way], status: int) -> Response:
        """Serve a page with a sentence and the ways on."""
        content = render("ways.html", heading=heading, sentence=sentence, ways=ways)
        return page(request, self.service, heading, content, status=status)

    async def share(self, request: Request) -> Response:
        """Serve the short address of a clause with its QR code."""
        found = self._clause(request)
        if found is None:
            return self._unknown(request)
        id_, label = found
        host = request.url.hostname or ""
        content = render(
            "share.html",
            label=label,
            href=_absolute(request, id_, self.service.now.texts.short),
            code=f"/qr?{request.url.query}",
            clause=address(id_),
            only_here=host if host in _LOCAL else "",
        )
        return page(request, self.service, f"Share {label}", content, styles=["sheet.css", "share.css"])

    async def address(self, request: Request) -> Response:
        """Serve the short address of a clause as text, to be copied."""
        found = self._clause(request)
        if found is None:
            return PlainTextResponse("The library has no clause at this address.\n", 404)
        return PlainTextResponse(_absolute(request, found[0], self.service.now.texts.short))

    async def qr(self, request: Request) -> Response:
        """Serve the QR code of a clause's short address as a picture."""
        found = self._clause(request)
        if found is None:
            return self._unknown(request)
        svg = qr_svg(_absolute(request, found[0], self.service.now.texts.short))
        if svg is None:
            return self._ways(request, "No QR code", "This address is too long for a QR code.", [], 404)
        return Response(svg, media_type="image/svg+xml", headers={"Cache-Control": "no-store"})

    def _clause(self, request: Request) -> tuple[ProvisionId, str] | None:
        """Return the clause that is asked for with its citation, or None."""
        try:
            id_ = ProvisionId.parse(request.query_params.get("clause", ""))
        except InvalidKey:
            return None
        found = self.service.now.texts.library.provision(id_)
        return (id_, found[0].citation(found[1])) if found else None

    def _unknown(self, request: Request) -> Response:
        """Say that there is no such clause to share."""
        return self._ways(request, "Clause not found", "The library has no clause at this address.", [], 404)


def _absolute(request: Request, id_: ProvisionId, short: ShortAddresses) -> str:
    """Return the short address of a clause with the name under which this server was asked."""
    return f"{request.url.scheme}://{request.url.netloc}{short.clause(id_)}"
