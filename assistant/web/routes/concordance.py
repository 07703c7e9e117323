"""A phrase over all texts: every place in context, counts by year, close wordings; the same as a table."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from assistant.drafting.concordance import LONGEST, PhraseQuery, PhraseResult
from assistant.drafting.variants import Piece
from assistant.library.library import Library
from assistant.web.addresses import address
from assistant.web.routes import Routes, served_at
from assistant.web.templating import attachment
from assistant.web.traffic.costs import Cost
from assistant.web.wording import end_of, start_of
from corpus.errors import ResolutionsError

ROOM = "/concordance"
CONTEXT = 90  # characters shown on either side of a phrase
MOST = 400
"""Places on one page; the export has all."""
_VARIANTS = 12  # close wordings that are shown
_OPTIONS = {"case": "match_case", "inside": "inside_words", "current": "without_superseded"}


@dataclass(frozen=True, slots=True)
class Wording:
    """The phrase or a close wording: its pieces, how often in each of the years, how often in all.

    `search` is the address of its own places; '' for the phrase itself.
    """

    pieces: tuple[Piece, ...]
    counts: tuple[int, ...]
    count: int
    search: str = ""


class ConcordanceRoutes(Routes):
    """Serves the concordance."""

    @served_at(ROOM, cost=Cost.PAGE)
    def concordance(self, request: Request) -> Response:
        """Serve the places of a phrase, or the form that asks for one."""
        wanted = read_wanted(request.query_params)
        try:
            found = self.service.now.concordance().find(wanted) if wanted.phrase else None
        except ResolutionsError as error:
            return self._page(request, wanted, refusal=f"{error}.")
        return self._page(request, wanted, found)

    @served_at(f"{ROOM}.csv", cost=Cost.EXPORT)
    def export(self, request: Request) -> Response:
        """Serve the places of a phrase as CSV; what cannot be searched for is said on the page."""
        state, wanted = self.service.now, read_wanted(request.query_params)
        try:
            found = state.concordance().find(wanted)
        except ResolutionsError as error:
            return self._page(request, wanted, refusal=f"{error}.")
        written = as_csv(found, state.library, f"{request.url.scheme}://{request.url.netloc}")
        # with a mark of its encoding: Excel needs it
        return attachment(written.encode("utf-8-sig"), "text/csv", "concordance.csv")

    def _page(
        self, request: Request, wanted: PhraseQuery, found: PhraseResult | None = None, refusal: str = ""
    ) -> Response:
        return self.page(
            request,
            "concordance.html",
            400 if refusal else 200,
            wanted=wanted,
            typed=wanted.phrase[: 2 * LONGEST],
            **(shown(found) if found else {"found": None}),
            refusal=refusal,
            of=len(self.library.editions),
            superseded_by=self.library.superseded_by,
            before=lambda place: end_of(place.before, CONTEXT),
            after=lambda place: start_of(place.after, CONTEXT),
            export=_address(wanted.phrase, wanted, f"{ROOM}.csv"),
        )


def read_wanted(query: Mapping[str, str]) -> PhraseQuery:
    """Read a phrase and its options from an address."""
    options = {field: query.get(name, "") == "1" for name, field in _OPTIONS.items()}
    return PhraseQuery(" ".join(query.get("q", "").split()), **options)


def _address(phrase: str, wanted: PhraseQuery, path: str = ROOM) -> str:
    options = {name: "1" for name, field in _OPTIONS.items() if getattr(wanted, field)}
    return f"{path}?{urlencode({'q': phrase, **options})}"


def shown(found: PhraseResult) -> dict[str, object]:
    """Return what the template shows of what was found.

    `texts` have how many places each has and those that are shown; `first` and `last` say when it is used.
    """
    years = sorted(set(found.years) | {year for variant in found.variants for year, _ in variant.years})
    wordings = [
        Wording(
            ((found.wanted.phrase, False),), tuple(found.years[year] for year in years), len(found.places)
        )
    ]
    for variant in found.variants[:_VARIANTS]:
        counts, search = dict(variant.years), _address(variant.text, found.wanted)
        by_year = tuple(counts.get(year, 0) for year in years)
        wordings.append(Wording(variant.pieces, by_year, variant.count, search))
    texts, left = [], MOST
    for edition, places in found.by_text:
        texts.append((edition, len(places), tuple(places[:left])))
        left -= len(places[:left])
    return {
        "found": found,
        "texts": texts,
        "years": years,
        "wordings": wordings,
        "more_wordings": max(0, len(found.variants) - _VARIANTS),
        "first": _use(found, min(found.years, default=0)),
        "last": _use(found, max(found.years, default=0)),
        "most": MOST,
    }


def _use(found: PhraseResult, year: int) -> str:
    """Say which text of a year has the phrase, or how many."""
    names = [edition.name for edition, _ in found.by_text if edition.key.year == year]
    if len(names) != 1:
        return f"{year}, in {len(names)} texts"
    return names[0] if str(year) in names[0] else f"{names[0]} ({year})"


def as_csv(found: PhraseResult, library: Library, host: str) -> str:
    """Return every place as a row of a table; `host` begins the addresses, "http://127.0.0.1:7860"."""
    from assistant.register.files import harmless  # python-docx and openpyxl are loaded when they are wanted

    written = StringIO()
    rows = csv.writer(written)
    rows.writerow(["text", "year", "superseded by", "clause", "before", "phrase", "after", "address"])
    for place in found.places:
        edition = place.edition
        cells = (
            *(edition.name, str(edition.key.year), library.superseded_by(edition.key)),
            *(place.provision.label, place.before, place.phrase, place.after),
            f"{host}{address(edition.id_of(place.provision))}",
        )
        rows.writerow([harmless(" ".join(cell.split())) for cell in cells])
    return written.getvalue()
