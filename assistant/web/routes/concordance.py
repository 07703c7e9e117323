"""A phrase over all texts: every place, counts, close wordings; the same as a table to take away."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from assistant.drafting.concordance import LONGEST, Found, NoWords, PhraseTooLong, Wanted
from assistant.web.concordance import CONTEXT, as_csv, concordance_address, read_wanted, shown
from assistant.web.layout import attachment, page
from assistant.web.routes import Routes
from assistant.web.templating import render
from assistant.web.wording import end_of, start_of

ROOM = "/concordance"


class ConcordanceRoutes(Routes):
    """Serves the concordance."""

    def routes(self) -> list[Route]:
        """List what is served here."""
        return [Route(ROOM, self.concordance), Route(f"{ROOM}.csv", self.export)]

    def concordance(self, request: Request) -> Response:
        """Serve the places of a phrase, or the form that asks for one."""
        state, wanted = self.service.now, read_wanted(request.query_params)
        texts = len(state.library.editions)
        if not wanted.phrase:
            return self._page(request, wanted, texts)
        try:
            found = state.concordance().find(wanted)
        except (PhraseTooLong, NoWords) as error:
            return self._page(request, wanted, texts, refusal=f"{error}.")
        return self._page(request, wanted, texts, found)

    def export(self, request: Request) -> Response:
        """Serve the places of a phrase as CSV; what cannot be searched for is said on the page."""
        state, wanted = self.service.now, read_wanted(request.query_params)
        try:
            found = state.concordance().find(wanted)
        except (PhraseTooLong, NoWords) as error:
            return self._page(request, wanted, len(state.library.editions), refusal=f"{error}.")
        host = f"{request.url.scheme}://{request.url.netloc}"
        written = as_csv(found, state.library, host)
        # with a mark of its encoding: Excel needs it
        return attachment(written.encode("utf-8-sig"), "text/csv", "concordance.csv")

    def _page(
        self, request: Request, wanted: Wanted, texts: int, found: Found | None = None, refusal: str = ""
    ) -> Response:
        """Serve the page."""
        content = render(
            "concordance.html",
            wanted=wanted,
            typed=wanted.phrase[: 2 * LONGEST],
            longest=LONGEST,
            **(shown(found) if found else {"found": None}),
            refusal=refusal,
            of=texts,
            superseded_by=self.service.now.library.superseded_by,
            before=lambda place: end_of(place.before, CONTEXT),
            after=lambda place: start_of(place.after, CONTEXT),
            export=concordance_address(wanted.phrase, wanted, f"{ROOM}.csv"),
        )
        title = f"“{wanted.phrase[:60]}”" if found else "Concordance"
        return page(
            request, self.service, title, content, room=ROOM, status=400 if refusal else 200,
            styles=["sheet.css", "concordance.css"],
        )  # fmt: skip
