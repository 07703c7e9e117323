"""The page on which a newcomer starts with a text: in short, its anatomy, its map, its words, questions."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from assistant.drafting.duties import duties_of
from assistant.library.library import Library
from assistant.overview.anatomy import anatomy
from assistant.overview.outline import outline
from assistant.overview.summary import bodies, summary
from assistant.web.addresses import address, ask_address, holding_address, start_address, text_address
from assistant.web.layout import page
from assistant.web.markup import Html
from assistant.web.routes import Routes
from assistant.web.routes.home import edition_asked
from assistant.web.state import State
from assistant.web.templating import render
from corpus.errors import InvalidKey
from corpus.instruments import Edition
from corpus.keys import EditionKey, InstrumentKey

_SHOWN = 80  # characters of what was asked for that are shown again
_SEARCHED = 100  # characters of a search
_COMMON = 5  # an abbreviation that a text has in more than one of so many clauses needs no mark


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a text cannot be shown: a sentence, and where it is told how to get it, '' where it is unknown."""

    sentence: str
    status: int
    holding: str = ""


class StartRoutes(Routes):
    """Serves the page, and the abbreviations of a text for the reader."""

    def routes(self) -> list[Route]:
        """List what is served here."""
        return [Route("/start", self.start), Route("/glossary", self.glossary)]

    def start(self, request: Request) -> Response:
        """Serve the page of one text; without one, of the text that the library is about."""
        state, asked = self.service.now, request.query_params.get("text", "").strip()
        if asked:
            edition = _edition(asked, state.library)
        else:
            edition = edition_asked("", state.assistant) or Refusal(_EMPTY, 200)
        if isinstance(edition, Refusal):
            refused = render("start_refused.html", refusal=edition, choices=_choices(state.library))
            return self._page(request, "Start here", refused, edition.status)
        searched = request.query_params.get("q", "").strip()[:_SEARCHED]
        return self._page(request, f"Start here: {edition.name}", _content(edition, state, searched))

    def glossary(self, request: Request) -> Response:
        """Serve the abbreviations that a text uses as JSON; `mark` tells which are worth marking in it."""
        state = self.service.now
        edition = _edition(request.query_params.get("text", ""), state.library)
        if isinstance(edition, Refusal):
            return PlainTextResponse(f"{edition.sentence}\n", edition.status)
        found = state.terms().abbreviations(edition)
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
    found = (
        library.find(key)
        if isinstance(key, EditionKey)
        else max(every, key=lambda one: one.key.year, default=None)
    )
    if found is not None:
        return found
    known = library.catalogue.edition(key) if isinstance(key, EditionKey) else None
    if known is not None:
        holding = holding_address(key, library)
        return Refusal(f"{known.name} is not in the library.", 404, holding)
    names = f"; it has {', '.join(one.name for one in every)}" if every else ""
    return Refusal(f"“{shown}” is not in the library{names}.", 404)


def _choices(library: Library) -> tuple[Edition, ...]:
    """Return the texts that can be shown, the newest edition of each instrument first."""
    return tuple(one for editions in library.instruments.values() for one in editions)


def _content(edition: Edition, state: State, searched: str) -> Html:
    """Render the page of a text."""
    library, terms = state.library, state.terms()
    duties = tuple(duties_of(edition))
    return render(
        "start.html",
        edition=edition,
        read=text_address(edition) or "/",
        choices=_choices(library),
        newer=_newer(edition, library),
        summary=summary(edition, duties),
        pieces=anatomy(edition),
        regions=outline(edition),
        bodies=bodies(duties),
        entries=terms.search(searched, edition) if searched else terms.of(edition),
        searched=searched,
        questions=state.questions(edition.key),
        ask=lambda question: ask_address(question, edition.key if len(library.editions) > 1 else None),
        duties_of_body=_duties_address,
    )


def _newer(edition: Edition, library: Library) -> tuple[str, str] | None:
    """Return the name and the page of the edition that has superseded one; None where none has."""
    newer = library.successor(edition.key)
    return (library.superseded_by(edition.key), start_address(newer)) if newer else None


def _duties_address(name: str, edition: Edition) -> str:
    """Return the address of the duties that a text gives to a body."""
    return f"/duties?body={quote(name, safe='')}&text={quote(str(edition.key), safe='/')}"
