"""The concordance → what its template shows: places in context, counts by text and year, close wordings."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from urllib.parse import quote, urlencode

from assistant.drafting.concordance import Found, Place, Wanted
from assistant.drafting.variants import Piece, Variant
from assistant.library.library import Library
from corpus.instruments import Edition

CONTEXT = 90
"""Characters shown on either side of a phrase."""

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


def read_wanted(query: Mapping[str, str]) -> Wanted:
    """Read a phrase and its options from an address."""
    options = {field: query.get(name, "") == "1" for name, field in _OPTIONS.items()}
    return Wanted(" ".join(query.get("q", "").split()), **options)


def concordance_address(phrase: str, wanted: Wanted | None = None, path: str = "/concordance") -> str:
    """Return the address of a phrase's places, with the options of another search."""
    options = {name: "1" for name, field in _OPTIONS.items() if wanted and getattr(wanted, field)}
    return f"{path}?{urlencode({'q': phrase, **options})}"


def shown(found: Found) -> dict[str, object]:
    """Return what the template shows of what was found.

    `texts` have how many places each has and those that are shown; `first` and `last` say when it is used.
    """
    years = sorted(set(found.years) | {year for one in found.variants for year, _ in one.years})
    listed = found.variants[:_VARIANTS]
    exact = Wording(
        ((found.wanted.phrase, False),), tuple(found.years[one] for one in years), len(found.places)
    )
    return {
        "found": found,
        "texts": tuple(_texts(found)),
        "years": years,
        "wordings": (exact, *(_wording(one, years, found.wanted) for one in listed)),
        "more_wordings": len(found.variants) - len(listed),
        "first": _use(found, min(found.years, default=0)),
        "last": _use(found, max(found.years, default=0)),
        "most": MOST,
    }


def _use(found: Found, year: int) -> str:
    """Say which text of a year has the phrase, or how many."""
    editions = [edition for edition, _ in found.by_text if edition.key.year == year]
    if len(editions) == 1:
        name = editions[0].name
        return name if str(year) in name else f"{name} ({year})"
    return f"{year}, in {len(editions)} texts"


def _texts(found: Found) -> Iterator[tuple[Edition, int, tuple[Place, ...]]]:
    """Walk the texts, each with the number of its places and these, until enough are shown."""
    left = MOST
    for edition, places in found.by_text:
        yield edition, len(places), tuple(places[:left])
        left -= len(places[:left])


def _wording(variant: Variant, years: list[int], wanted: Wanted) -> Wording:
    """Count a close wording by year."""
    counts = dict(variant.years)
    search = concordance_address(variant.text, wanted)
    return Wording(variant.pieces, tuple(counts.get(one, 0) for one in years), variant.count, search)


def as_csv(found: Found, library: Library, host: str) -> str:
    """Return every place as a row of a table; `host` begins the addresses, "http://127.0.0.1:7860"."""
    from assistant.register.files import harmless  # python-docx and openpyxl are loaded when they are wanted

    written = StringIO()
    rows = csv.writer(written)
    rows.writerow(["text", "year", "superseded by", "clause", "before", "phrase", "after", "address"])
    for place in found.places:
        edition, id_ = place.edition, place.edition.id_of(place.provision)
        later = library.superseded_by(edition.key)
        link = f"{host}/?clause={quote(str(id_), safe='')}"
        cells = (
            *(edition.name, str(edition.key.year), later, place.provision.label),
            *(place.before, place.phrase, place.after, link),
        )
        rows.writerow([harmless(" ".join(one.split())) for one in cells])
    return written.getvalue()
