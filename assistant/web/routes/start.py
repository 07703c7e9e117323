"""The page on which a newcomer starts with a text: in short, its anatomy, its map, its words, a walk."""

from __future__ import annotations

from anyio import CapacityLimiter, to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from assistant.drafting.duties import duties_of
from assistant.library.library import Library
from assistant.overview.anatomy import anatomy
from assistant.overview.bodies import bodies
from assistant.overview.outline import outline
from assistant.overview.summary import summary
from assistant.overview.walk import Step
from assistant.web.addresses import address, holding_address, start_address
from assistant.web.editions import edition_choices
from assistant.web.routes import Routes, served_at
from assistant.web.routes.home import edition_asked
from assistant.web.security.clients import client_of
from assistant.web.service import Service, State
from assistant.web.templating import Html, render
from corpus.errors import InvalidKey
from corpus.instruments import Edition
from corpus.keys import EditionKey, InstrumentKey

_SHOWN = 80  # characters of what was asked for that are shown again
_SEARCHED = 100  # characters of a search
_COMMON = 5  # an abbreviation that a text has in more than one of so many clauses needs no mark


class NoSuchText(HTTPException):
    """A text cannot be shown; `holding` is where it is told how to get it, '' where it is unknown."""

    def __init__(self, status: int, sentence: str, holding: str = "") -> None:
        super().__init__(status, sentence)
        self.holding = holding


class StartRoutes(Routes):
    """Serves the page, its walk of questions, and the abbreviations of a text for the reader."""

    def __init__(self, service: Service) -> None:
        super().__init__(service)
        self._walking = CapacityLimiter(1)  # a walk asks ten questions; nobody else is to wait for it

    @served_at("/start")
    async def start(self, request: Request) -> Response:
        """Serve the page of one text; without one, of the text that the library is about."""
        state, asked = self.service.now, request.query_params.get("text", "").strip()
        library = state.library
        try:
            edition = _edition(asked, library) if asked else edition_asked("", state.assistant)
            if edition is None:
                said = "The library has no texts yet. Add one, and this page shows how it is built."
                raise NoSuchText(200, said)
        except NoSuchText as refusal:
            held = library.instruments.values()
            return self.page(
                request, "start_refused.html", refusal.status_code, refusal=refusal, instruments=held
            )
        steps = state.walks.known(edition)
        if steps is None and request.query_params.get("walk"):  # by a reader without script
            steps = await self._walk(edition, state, request)
        return await to_thread.run_sync(self._introduction, request, edition, state, steps)

    def _introduction(
        self, request: Request, edition: Edition, state: State, steps: tuple[Step, ...] | None
    ) -> Response:
        library, terms, duties = state.library, state.terms(), tuple(duties_of(edition))
        searched = request.query_params.get("q", "").strip()[:_SEARCHED]
        newer = library.successor(edition.key)
        return self.page(
            request,
            "start.html",
            edition=edition,
            choices=edition_choices(library, titled=True),
            newer=(library.superseded_by(edition.key), start_address(newer)) if newer else None,
            summary=summary(edition, duties),
            pieces=anatomy(edition),
            regions=outline(edition),
            bodies=bodies(duties),
            entries=terms.search(searched, edition) if searched else terms.of(edition),
            searched=searched,
            walk=None if steps is None else _steps(steps, edition, state),
        )

    @served_at("/start/walk")
    async def walk(self, request: Request) -> Response:
        """Serve the walk of a text as HTML to put into the page."""
        state = self.service.now
        edition = _edition(request.query_params.get("text", ""), state.library)
        steps = await self._walk(edition, state, request)
        return HTMLResponse(str(_steps(steps, edition, state)))

    async def _walk(self, edition: Edition, state: State, request: Request) -> tuple[Step, ...]:
        """Return the walk of a text; one at a time is made, as one question. Raises QuestionRefused."""
        known = state.walks.known(edition)
        if known is not None:
            return known
        with self.service.questions.place(client_of(request.scope)):
            return await to_thread.run_sync(state.walks.of, edition, limiter=self._walking)

    @served_at("/glossary")
    def glossary(self, request: Request) -> Response:
        """Serve the abbreviations that a text uses as JSON; `mark` tells which are worth marking in it."""
        state = self.service.now
        edition = _edition(request.query_params.get("text", ""), state.library)
        most = max(len(edition.provisions) // _COMMON, 1)
        terms = [
            {"term": one.term, "words": one.words, "label": one.label, "address": address(one.provision),
             "mark": one.uses <= most}
            for one in state.terms().abbreviations(edition)
        ]  # fmt: skip
        return JSONResponse({"terms": terms})


def _edition(asked: str, library: Library) -> Edition:
    """Return the text with a key, of an instrument the newest. Raises NoSuchText."""
    shown = asked[:_SHOWN]
    key: EditionKey | InstrumentKey
    try:
        key = EditionKey.parse(asked) if asked.count("/") > 1 else InstrumentKey.parse(asked)
    except InvalidKey:
        sentence = f"“{shown}” does not name a text; a key looks like itu-pp/res-71/2022."
        raise NoSuchText(400, sentence if asked else "Say which text you mean.") from None
    held = library.instruments.get(key.instrument if isinstance(key, EditionKey) else key, ())
    found = next(iter(held), None) if isinstance(key, InstrumentKey) else library.find(key)
    if found is not None:
        return found
    if isinstance(key, EditionKey) and (known := library.catalogue.edition(key)):
        raise NoSuchText(404, f"{known.name} is not in the library.", holding_address(key, library))
    names = f"; it has {', '.join(one.name for one in reversed(held))}" if held else ""
    raise NoSuchText(404, f"“{shown}” is not in the library{names}.")


def _steps(steps: tuple[Step, ...], edition: Edition, state: State) -> Html:
    return render("start_walk.html", steps=steps, key=state.walks.scope(edition))
