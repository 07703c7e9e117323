"""The page of clauses that several texts share, and the same as files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from assistant.exports import SPREADSHEET, WORD
from assistant.library.library import Library
from assistant.overview.wording import shortened
from assistant.streamlining.map import MOST, Action, StreamliningMap, streamlining_map
from assistant.web.addresses import address, edition_asked
from assistant.web.editions import edition_choices
from assistant.web.routes import Routes, served_at
from assistant.web.service import Service, State
from assistant.web.templating import attachment, status_of
from assistant.web.traffic.costs import Cost
from corpus.errors import ResolutionsError
from corpus.keys import EditionKey

_KINDS = {"xlsx": SPREADSHEET, "docx": WORD}
"""What a map is exported as: the ending of the file and its media type."""
_SHOWN = 300  # lines of a page; a file has all


@dataclass(frozen=True, slots=True)
class MapQuery:
    """The texts of a map by their keys as typed, and the action that is shown, None for all."""

    texts: tuple[str, ...] = ()
    action: Action | None = None

    @classmethod
    def read(cls, query: QueryParams) -> Self:
        """Read an address. Raises ResolutionsError for an unknown action."""
        texts = tuple(dict.fromkeys(filter(None, map(str.strip, query.getlist("text")))))
        action = query.get("show", "")
        if action and action not in list(Action):
            known = ", ".join(Action)
            raise ResolutionsError(f"“{shortened(action)}” is not a proposal; the proposals are {known}.")
        return cls(texts, Action(action) if action else None)

    def showing(self, action: Action | None) -> str:
        """Return the address of the same texts with one action, or with all."""
        return f"/streamline?{replace(self, action=action).encoded}"

    @property
    def encoded(self) -> str:
        """The query of an address."""
        pairs = [("text", text) for text in self.texts]
        return urlencode([*pairs, *([("show", self.action.value)] if self.action else [])], safe="/")

    def keys(self, library: Library) -> list[EditionKey]:
        """Return the texts. Raises MissingEdition, ResolutionsError."""
        return [edition_asked(text, library).key for text in self.texts]


class StreamliningRoutes(Routes):
    """Serves the streamlining map; the last one is remembered for its filters and files."""

    def __init__(self, service: Service) -> None:
        super().__init__(service)
        self._last: tuple[Library, Sequence[EditionKey], StreamliningMap] | None = None

    @served_at("/streamline", cost=Cost.PAGE)
    def streamline(self, request: Request) -> Response:
        """Serve the page: the choice of texts, and the lines of their map."""
        state = self.service.now
        asked, found, refusal, status = MapQuery(), None, "", 200
        try:
            asked = MapQuery.read(request.query_params)
            found = self._map(asked.keys(state.library), state) if asked.texts else None
        except ResolutionsError as error:
            refusal, status = str(error), status_of(error)
        return self.page(
            request,
            "streamline.html",
            status,
            asked=asked,
            found=found,
            groups=list(found.groups(asked.action, _SHOWN)) if found else (),
            shown=_SHOWN,
            most=MOST,
            refusal=refusal,
            texts=edition_choices(state.library, titled=True),
            count=len(state.library.editions),
        )

    @served_at("/streamline/{ending}", cost=Cost.EXPORT)
    def export(self, request: Request) -> Response:
        """Serve a map as a file; python-docx and openpyxl are loaded when they are wanted."""
        ending, state = request.path_params["ending"], self.service.now
        if ending not in _KINDS:
            return self.refused(
                request, "There is no such file", f"A map can be exported as {' or '.join(_KINDS)}."
            )
        try:
            found = self._map(MapQuery.read(request.query_params).keys(state.library), state)
        except ResolutionsError as error:
            return self.refused(request, "Not exported", str(error), status_of(error))
        from assistant.streamlining.files import word_file, xlsx_file

        base = self.base_of(request)
        written = (
            word_file(found)
            if ending == "docx"
            else xlsx_file(found, lambda clause: f"{base}{address(clause.edition.id_of(clause.provision))}")
        )
        return attachment(written, _KINDS[ending], f"streamlining-map.{ending}", is_kept=False)

    def _map(self, keys: Sequence[EditionKey], state: State) -> StreamliningMap:
        """Return the map of some texts. Raises ResolutionsError."""
        last = self._last
        if last is None or last[0] is not state.library or last[1] != keys:
            found = streamlining_map(state.library, keys, state.comparisons)
            self._last = last = state.library, keys, found
        return last[2]
