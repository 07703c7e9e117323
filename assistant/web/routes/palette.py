"""What the palette (⌘K) offers for the words that are typed into it, as JSON."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from assistant.web.palette import places
from assistant.web.routes import Routes, served_at
from assistant.web.traffic.costs import Cost
from corpus.errors import InvalidQuestion


class PaletteRoutes(Routes):
    """Serves the places to go to."""

    @served_at("/palette", cost=Cost.PAGE)
    def palette(self, request: Request) -> Response:
        """Serve groups of places; without any, the sentence that says why."""
        try:
            found, remark = places(request.query_params.get("q", ""), self.service.now), ""
        except InvalidQuestion as error:
            found, remark = (), str(error)
        groups = [
            {"name": group.name, "options": [option._asdict() for option in group.options]} for group in found
        ]
        return JSONResponse({"groups": groups, "remark": remark}, headers={"Cache-Control": "no-store"})
