"""The page on which a newcomer starts with a text: in short, its anatomy, its map, its words, questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from assistant.comparison.changes import Change, ChangeKind
from assistant.drafting.duties import duties_of
from assistant.library.library import Library
from assistant.overview.anatomy import anatomy
from assistant.overview.outline import outline
from assistant.overview.plan import Panel, Plan, in_short, plan
from assistant.overview.questions import questions
from assistant.overview.summary import summary
from assistant.plain_text import counted
from assistant.web.addresses import Link, MissingEdition, address, ask_address, edition_asked, start_address
from assistant.web.comparing import ComparisonQuery
from assistant.web.editions import edition_choices
from assistant.web.routes import Routes, served_at
from assistant.web.routes.home import edition_of_clause
from assistant.web.routes.offline import with_fingerprint
from assistant.web.service import State
from assistant.web.templating import status_of
from assistant.web.traffic.costs import Cost
from corpus.errors import InvalidKey, ResolutionsError
from corpus.instruments import Edition, Kind
from corpus.keys import InstrumentKey

_SEARCHED = 100  # characters of a search
_COMMON = 5  # an abbreviation that a text has in more than one of so many clauses needs no mark


_BECAME = {
    ChangeKind.MOD: "changed",
    ChangeKind.ADD: "new",
    ChangeKind.MOVED: "moved",
    ChangeKind.NOC: "unchanged",
}


class Changes(NamedTuple):
    """Changes since an edition: by section, the deleted sections, and a link to the comparison."""

    since: int
    sections: Sequence[tuple[str, str]]
    deleted: Sequence[str]
    compare: Link


class StartRoutes(Routes):
    """Serves the page, and the abbreviations of a text for the reader."""

    @served_at("/start", cost=Cost.PAGE)
    def start(self, request: Request) -> Response:
        """Serve the page of one text; without one, of the text that the library is about."""
        state, asked = self.service.now, request.query_params.get("text", "").strip()
        library = state.library
        try:
            edition = _edition(asked, library) if asked else edition_of_clause("", state.assistant)
        except ResolutionsError as error:
            row = error.row if isinstance(error, MissingEdition) else ""
            return self._refused(request, str(error), status_of(error), row)
        if edition is None:
            message = "The library has no texts yet. Add one, and this page shows how it is built."
            return self._refused(request, message)
        terms, duties = state.terms(), tuple(duties_of(edition))
        searched = request.query_params.get("q", "").strip()[:_SEARCHED]
        drawn = plan(edition, duties, library)
        newer = library.successor(edition.key)
        scope = edition.key if len(library.editions) > 1 else None
        response = self.page(
            request,
            "start.html",
            edition=edition,
            choices=edition_choices(library, titled=True),
            newer=(library.superseded_by(edition.key), start_address(newer)) if newer else None,
            plan=drawn,
            library=library,
            changes=_changes(drawn, edition, state),
            summary=tuple(in_short(drawn)) if drawn.is_strategic else summary(edition, duties),
            pieces=anatomy(edition),
            regions=outline(edition),
            entries=terms.search(searched, edition) if searched else terms.of(edition),
            searched=searched,
            questions=[(question, ask_address(question, scope)) for question in questions(edition)],
        )
        return with_fingerprint(request, response, bytes(response.body).decode().partition("<main")[2])

    @served_at("/glossary", cost=Cost.PAGE)
    def glossary(self, request: Request) -> Response:
        """Serve the abbreviations that a text uses as JSON; `mark` tells which are worth marking in it."""
        state = self.service.now
        try:
            edition = _edition(request.query_params.get("text", ""), state.library)
        except ResolutionsError as error:
            raise HTTPException(status_of(error), str(error)) from None
        most = max(len(edition.provisions) // _COMMON, 1)
        terms = [
            {"term": term.term, "words": term.words, "label": term.label, "address": address(term.provision),
             "mark": term.uses <= most}
            for term in state.terms().abbreviations(edition)
        ]  # fmt: skip
        return JSONResponse({"terms": terms})

    def _refused(self, request: Request, sentence: str, status: int = 200, row: str = "") -> Response:
        instruments = self.library.instruments.values()
        return self.page(
            request, "start_refused.html", status, sentence=sentence, row=row, instruments=instruments
        )


def _changes(drawn: Plan, edition: Edition, state: State) -> Changes | None:
    """Return what changed since the edition before; None where it is not in the library."""
    editions = state.library.instruments.get(edition.key.instrument, ())
    before = max((other.key for other in editions if other.key < edition.key), default=None)
    if before is None:
        return None
    compared = state.comparisons.of(before, edition.key)
    changed, added, deleted = (
        compared.counts[kind] for kind in (ChangeKind.MOD, ChangeKind.ADD, ChangeKind.SUP)
    )
    words = f"In all {counted(changed, 'clause')} changed, {added} added, {deleted} deleted: compare"
    link = Link(words, ComparisonQuery(str(before), str(edition.key)).address)
    kinds = {change.new.eid: change.kind for change in compared.every if change.new}
    sections = [(panel.heading.words, _became(panel, kinds)) for panel in drawn.panels]
    gone = [change.old.text for change in compared.every if _is_deleted_section(change) and change.old]
    return Changes(before.year, sections if drawn.is_strategic else [], gone, link)


def _became(panel: Panel, kinds: Mapping[str, ChangeKind]) -> str:
    """Say what became of the clauses of a section: "new", "unchanged", "2 changed, 1 new"."""
    lines = [*panel.lines, *(below for line in panel.lines for below in line.lines)]
    found = Counter(kinds.get(line.provision.eid) for line in lines)
    if len(found) == 1:
        return next((name for kind, name in _BECAME.items() if found[kind]), "changed")
    return ", ".join(f"{found[kind]} {name}" for kind, name in _BECAME.items() if found[kind])


def _is_deleted_section(change: Change) -> bool:
    old = change.old
    return change.kind is ChangeKind.SUP and old is not None and old.kind is Kind.HEADING and bool(old.marker)


def _edition(asked: str, library: Library) -> Edition:
    """Return the text with a key, of an instrument the newest. Raises MissingEdition, ResolutionsError."""
    with suppress(InvalidKey):
        if editions := library.instruments.get(InstrumentKey.parse(asked)):
            return editions[0]
    return edition_asked(asked, library)
