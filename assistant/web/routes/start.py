"""The page on which a newcomer starts with a text: in short, its anatomy, its map, its words, a walk."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from assistant.drafting.duties import duties_of
from assistant.library.library import Library
from assistant.overview.anatomy import anatomy
from assistant.overview.bodies import bodies
from assistant.overview.outline import outline
from assistant.overview.summary import summary
from assistant.web.addresses import address, ask_address, first_clause, holding_id, start_address
from assistant.web.layout import page
from assistant.web.markup import Html
from assistant.web.overviews import Overview, Overviews
from assistant.web.routes.home import edition_asked
from assistant.web.service import Service
from assistant.web.templating import render
from corpus.errors import InvalidKey
from corpus.instruments import Edition
from corpus.keys import EditionKey, InstrumentKey

_SHOWN = 80  # characters of what was asked for that are shown again
_SEARCHED = 100  # characters of a search
_COMMON = 5  # an abbreviation that a text has in more than one of so many clauses needs no mark


@dataclass(frozen=True, slots=True)
class Choice:
    """A text that the page can show."""

    key: str
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a text cannot be shown: a sentence, and where it is told how to get it, '' where it is unknown."""

    sentence: str
    status: int
    holding: str = ""


class StartRoutes:
    """Serves the page, its walk of questions, and the abbreviations of a text for the reader."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self._overviews = Overviews(service)

    def routes(self) -> list[Route]:
        """List what is served here."""
        return [
            Route("/start", self.start),
            Route("/start/walk", self.walk),
            Route("/glossary", self.glossary),
        ]

    async def start(self, request: Request) -> Response:
        """Serve the page of one text; without one, of the text that the library is about."""
        self.service.look()
        overview, asked = self._overviews.now, request.query_params.get("text", "").strip()
        library = overview.state.assistant.library
        if asked:
            edition = _edition(asked, library)
        else:
            edition = edition_asked("", overview.state.assistant) or Refusal(_EMPTY, 200)
        if isinstance(edition, Refusal):
            return self._page(request, "Start here", _refused(edition, library), edition.status)
        content = await run_in_threadpool(_content, edition, overview, request)
        return self._page(request, f"Start here: {edition.name}", content)

    async def walk(self, request: Request) -> Response:
        """Serve the walk of a text as HTML to put into the page."""
        overview = self._overviews.now
        edition = _edition(request.query_params.get("text", ""), overview.state.assistant.library)
        if isinstance(edition, Refusal):
            return PlainTextResponse(f"{edition.sentence}\n", edition.status)
        steps = await run_in_threadpool(overview.walk, edition)
        return HTMLResponse(str(_walk(steps, edition, overview)))

    async def glossary(self, request: Request) -> Response:
        """Serve the abbreviations that a text uses as JSON; `mark` tells which are worth marking in it."""
        overview = self._overviews.now
        edition = _edition(request.query_params.get("text", ""), overview.state.assistant.library)
        if isinstance(edition, Refusal):
            return PlainTextResponse(f"{edition.sentence}\n", edition.status)
        found = await run_in_threadpool(overview.terms.abbreviations, edition)
        most = max(len(edition.provisions) // _COMMON, 1)
        terms = [
            {"term": one.term, "words": one.words, "label": one.label, "address": address(one.provision),
             "mark": one.uses <= most}
            for one in found
        ]  # fmt: skip
        return JSONResponse({"terms": terms})

    def _page(self, request: Request, title: str, content: Html, status: int = 200) -> HTMLResponse:
        return page(request, self.service, title, content, room="/start", status=status,
                    styles=["sheet.css", "start.css"], scripts=["start.js"])  # fmt: skip


_EMPTY = "The library has no texts yet. Add one, and this page shows how it is built."


def _edition(asked: str, library: Library) -> Edition | Refusal:
    """Return the text with a key, of an instrument the newest; else why there is none."""
    shown = asked[:_SHOWN]
    key: EditionKey | InstrumentKey
    try:
        key = EditionKey.parse(asked)
    except InvalidKey:
        try:
            key = InstrumentKey.parse(asked)
        except InvalidKey:
            sentence = f"“{shown}” does not name a text; a key looks like itu-pp/res-71/2022."
            return Refusal(sentence, 400) if asked else Refusal("Say which text you mean.", 400)
    instrument = key.instrument if isinstance(key, EditionKey) else key
    every = [one for one in library.editions if one.key.instrument == instrument]
    found = library.find(key) if isinstance(key, EditionKey) else max(every, key=_year, default=None)
    if found is not None:
        return found
    known = library.catalogue.edition(key) if isinstance(key, EditionKey) else None
    if known is not None:
        holding = f"/library#{quote(holding_id(key, library), safe=':/')}"
        return Refusal(f"{known.name} is not in the library.", 404, holding)
    names = f"; it has {', '.join(one.name for one in every)}" if every else ""
    return Refusal(f"“{shown}” is not in the library{names}.", 404)


def _year(edition: Edition) -> int:
    return edition.key.year


def _refused(refusal: Refusal, library: Library) -> Html:
    return render("start_refused.html", refusal=refusal, choices=_choices(library))


def _choices(library: Library) -> tuple[Choice, ...]:
    """Return the texts that can be shown, the newest edition of each instrument first."""
    every = (one for editions in library.instruments.values() for one in editions)
    return tuple(Choice(str(one.key), one.name, one.title) for one in every)


def _content(edition: Edition, overview: Overview, request: Request) -> Html:
    """Render the page of a text; its walk only if it is known, or wanted by a reader without script."""
    library, terms = overview.state.assistant.library, overview.terms
    searched = request.query_params.get("q", "").strip()[:_SEARCHED]
    is_wanted = bool(request.query_params.get("walk"))
    steps = overview.walk(edition) if is_wanted else overview.walk_known(edition)
    opening, duties = first_clause(edition), tuple(duties_of(edition))
    return render(
        "start.html",
        edition=edition,
        read=address(opening) if opening else "/",
        choices=_choices(library),
        newer=_newer(edition, library),
        summary=summary(edition, duties),
        pieces=anatomy(edition),
        regions=outline(edition),
        bodies=bodies(duties),
        entries=terms.search(searched, edition) if searched else terms.of(edition),
        searched=searched,
        walk=None if steps is None else _walk(steps, edition, overview),
        address=address,
        duties_of_body=_duties_address,
    )


def _newer(edition: Edition, library: Library) -> tuple[str, str] | None:
    """Return the name and the page of the edition that has superseded one; None where none has."""
    name = library.superseded_by(edition.key)
    newest = library.in_force(edition.key.instrument)
    return (name, start_address(newest)) if name and newest else None


def _walk(steps: object, edition: Edition, overview: Overview) -> Html:
    """Render a walk."""
    asked = overview.asks_of(edition)
    return render(
        "start_walk.html", steps=steps, address=address, ask=lambda question: ask_address(question, asked)
    )


def _duties_address(name: str, edition: Edition) -> str:
    """Return the address of the duties that a text gives to a body."""
    return f"/duties?body={quote(name, safe='')}&text={quote(str(edition.key), safe='/')}"
