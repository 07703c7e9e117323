"""The page on which a newcomer starts with a text: in short, its anatomy, its map, its words, questions."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from assistant.drafting.duties import duties_of
from assistant.library.library import Library
from assistant.overview.anatomy import anatomy
from assistant.overview.outline import outline
from assistant.overview.summary import bodies, summary
from assistant.web.addresses import address, ask_address, missing_row_address, start_address
from assistant.web.editions import edition_choices
from assistant.web.routes import Routes, served_at
from assistant.web.routes.home import edition_asked
from assistant.web.traffic.costs import Cost
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
    """Serves the page, and the abbreviations of a text for the reader."""

    @served_at("/start", cost=Cost.PAGE)
    def start(self, request: Request) -> Response:
        """Serve the page of one text; without one, of the text that the library is about."""
        state, asked = self.service.now, request.query_params.get("text", "").strip()
        library = state.library
        try:
            edition = _edition(asked, library) if asked else edition_asked("", state.assistant)
            if edition is None:
                message = "The library has no texts yet. Add one, and this page shows how it is built."
                raise NoSuchText(200, message)
        except NoSuchText as refusal:
            editions = library.instruments.values()
            return self.page(
                request, "start_refused.html", refusal.status_code, refusal=refusal, instruments=editions
            )
        terms, duties = state.terms(), tuple(duties_of(edition))
        searched = request.query_params.get("q", "").strip()[:_SEARCHED]
        newer = library.successor(edition.key)
        scope = edition.key if len(library.editions) > 1 else None
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
            questions=[(question, ask_address(question, scope)) for question in state.questions(edition.key)],
        )

    @served_at("/glossary", cost=Cost.PAGE)
    def glossary(self, request: Request) -> Response:
        """Serve the abbreviations that a text uses as JSON; `mark` tells which are worth marking in it."""
        state = self.service.now
        edition = _edition(request.query_params.get("text", ""), state.library)
        most = max(len(edition.provisions) // _COMMON, 1)
        terms = [
            {"term": term.term, "words": term.words, "label": term.label, "address": address(term.provision),
             "mark": term.uses <= most}
            for term in state.terms().abbreviations(edition)
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
    editions = library.instruments.get(key.instrument if isinstance(key, EditionKey) else key, ())
    found = next(iter(editions), None) if isinstance(key, InstrumentKey) else library.find(key)
    if found is not None:
        return found
    if isinstance(key, EditionKey) and (known := library.catalogue.edition(key)):
        raise NoSuchText(404, f"{known.name} is not in the library.", missing_row_address(key, library))
    names = f"; it has {', '.join(edition.name for edition in reversed(editions))}" if editions else ""
    raise NoSuchText(404, f"“{shown}” is not in the library{names}.")
