"""Who is told to do what: the table, one body's office, two editions; the same as files and calendars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from assistant.comparison.comparison import Comparison
from assistant.exports import SPREADSHEET, WORD
from assistant.library.library import Library
from assistant.overview.wording import shortened
from assistant.register.bodies import Body
from assistant.register.calendar_export import calendar, dates
from assistant.register.changes import DutyChange, changed_duties
from assistant.register.entries import DutyRegister, Entry
from assistant.register.office import Office, office
from assistant.register.selection import DutyQuery, Grouping, grouped, narrowed, select
from assistant.web.addresses import address, edition_asked
from assistant.web.duties import NAMES, agenda, empty_columns, interval, listing, snippet, verb_choices
from assistant.web.editions import edition_choices
from assistant.web.routes import Routes, served_at
from assistant.web.templating import attachment, status_of
from assistant.web.traffic.costs import Cost
from assistant.web.wording import as_sentence
from corpus.errors import ResolutionsError, UnknownEdition
from corpus.instruments import Edition

_MENTIONS = 10  # mentions that an office shows at first
_BODY = 200  # characters: longer is no name of a body
_KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": SPREADSHEET,
    "docx": WORD,
    "ics": "text/calendar; charset=utf-8",
}
"""What duties are exported as: the ending of the file and its media type."""


class DutiesRoutes(Routes):
    """Serves the pages of duties, and duties as files."""

    @property
    def register(self) -> DutyRegister:
        """The duties of the library as it is now."""
        return self.service.now.duties

    @served_at("/duties", cost=Cost.PAGE)
    def duties(self, request: Request) -> Response:
        """Serve the table of the duties that the address asks for."""
        register, refusal, status = self.register, "", 200
        wanted, found, others = DutyQuery(), tuple[Entry, ...](), tuple[Body, ...]()
        try:
            wanted, found, others = _selected(request, register)
        except ResolutionsError as error:
            refusal, status = as_sentence(str(error)), status_of(error)
        verbs, verb = verb_choices(register, wanted)
        return self._page(
            request,
            register,
            "duties.html",
            status,
            wanted=wanted,
            listing=listing(register, found, wanted.group, request.query_params.get("open", "")),
            others=others,
            verbs=[(choice, choice) for choice in verbs],
            verb=verb,
            refusal=refusal,
            query=wanted.query,
            **{name: choices.items() for name, choices in NAMES.items()},
        )

    @served_at("/duties/office", cost=Cost.PAGE)
    def office(self, request: Request) -> Response:
        """Serve what concerns one body, or the form by which one is chosen."""
        register, query = self.register, request.query_params
        body, found, refusal, status = query.get("body", "").strip(), None, "", 200
        if len(body) > _BODY:
            refusal = f"The name has {len(body):,} characters, more than {_BODY}. Choose a body below."
            status = 400
        elif body:
            found = _office(request, register, body)
            if not found.is_known:
                refusal, status = f"“{body}” was not found in the library.", 404
        mentions = found.mentions if found else ()
        shown = mentions if query.get("mentions") == "all" else mentions[:_MENTIONS]
        entries = (*found.duties, *found.shared) if found else ()
        return self._page(
            request,
            register,
            "duties_office.html",
            status,
            found=found,
            refusal=refusal,
            listing=listing(register, found.duties if found else (), Grouping.TEXT, query.get("open", "")),
            agenda=agenda(dates(entries, register.library), date.today()),
            interval=interval,
            empty_columns=empty_columns,
            mentions=[(mention, snippet(mention)) for mention in shown],
            query=urlencode({"body": found.body}) if found else "",
            superseded=_with_superseded(request),
        )

    @served_at("/duties/changes", cost=Cost.PAGE)
    def changes(self, request: Request) -> Response:
        """Serve what became of the duties of one edition in another, or the form that asks for two."""
        state = self.service.now
        register, library = state.duties, state.library
        old, new, kind = (request.query_params.get(name, "").strip() for name in ("a", "b", "kind"))
        shown: Mapping[str, object] = {"names": (), "changes": (), "counts": (), "note": ""}
        refusal, status = "", 200
        if old and new:
            try:
                first, second = _compared(old, new, library)
                shown = _changes(register, state.comparisons.of(first.key, second.key), kind)
            except ResolutionsError as error:
                refusal, status = str(error), status_of(error)
        pairs = [pair for editions in library.instruments.values() for pair in pairwise(editions)]
        return self._page(
            request,
            register,
            "duties_changes.html",
            status,
            **shown,
            old=old,
            new=new,
            kind=kind,
            refusal=refusal,
            pairs=pairs,
        )

    @served_at("/duties/export/{ending}", cost=Cost.EXPORT)
    def export(self, request: Request) -> Response:
        """Serve the duties that the address asks for as a file."""
        ending, register = request.path_params["ending"], self.register
        if ending not in _KINDS:
            return PlainTextResponse(f"'{ending}' is no form of an export; use {', '.join(_KINDS)}\n", 404)
        try:
            wanted, found, _ = _selected(request, register)
        except ResolutionsError as error:
            return self.refused(request, "Nothing to export", as_sentence(str(error)), status_of(error))
        written = _written(ending, found, wanted, register, _links(request))
        return attachment(written, _KINDS[ending], f"duties.{ending}", is_kept=False)

    @served_at("/duties/office/calendar.ics", cost=Cost.EXPORT)
    def office_calendar(self, request: Request) -> Response:
        """Serve the calendar of one body as a file."""
        register, body = self.register, request.query_params.get("body", "").strip()[:_BODY]
        found = _office(request, register, body)
        if not found.is_known:
            sentence = f"“{body}” was not found in the library." if body else "Choose a body first."
            return self.refused(request, "Nothing to export", sentence)
        entries, name = (*found.duties, *found.shared), f"Duties: {found.body}"
        written = calendar(entries, register.library, name, _links(request), datetime.now(UTC))
        return attachment(written, _KINDS["ics"], "office.ics", is_kept=False)

    def _page(
        self, request: Request, register: DutyRegister, template: str, status: int, **shown: object
    ) -> Response:
        values: dict[str, Any] = {
            **shown,
            "register": register,
            "texts": edition_choices(register.library),
            "bodies": register.bodies.listed(register.organisation),
            "is_empty": not register.library.editions,
        }
        return self.page(request, template, status, **values)


def _selected(
    request: Request, register: DutyRegister
) -> tuple[DutyQuery, tuple[Entry, ...], tuple[Body, ...]]:
    """Return what an address asks for, the duties, and bodies of the same name. Raises ResolutionsError."""
    wanted, others = narrowed(register, DutyQuery.read(request.query_params), register.organisation)
    return wanted, tuple(select(register, wanted)), tuple(others)


def _with_superseded(request: Request) -> bool:
    return request.query_params.get("superseded", "") not in ("", "0")


def _office(request: Request, register: DutyRegister, body: str) -> Office:
    return office(register, body, superseded=_with_superseded(request), first=register.organisation)


def _compared(old: str, new: str, library: Library) -> tuple[Edition, Edition]:
    """Return two adopted editions by their keys. Raises ResolutionsError."""
    first, second = edition_asked(old, library), edition_asked(new, library)
    for edition in (first, second):
        if not edition.is_adopted:
            raise UnknownEdition(f"{edition.name} is not adopted. Choose two editions below.")
    if first is second:
        raise ResolutionsError("Both are the same edition. Choose two different ones.")
    return first, second


def _changes(register: DutyRegister, compared: Comparison, kind: str) -> Mapping[str, object]:
    """Return the changes of a kind, '' for all; how many there are of each, and what to know first.

    Raises ResolutionsError for an unknown kind.
    """
    if kind and kind not in list(DutyChange):
        raise ResolutionsError(f"“{shortened(kind)}” is not a kind of change. Choose one below.")
    changes = changed_duties(register, compared)
    counts = Counter(change.kind for change in changes)
    note = ""
    if not changes:
        note = f"No duties found in {compared.old.name} or {compared.new.name}."
    elif not compared.is_of_one_instrument:
        note = "These are two different texts: duties are paired where their clauses are worded alike."
    return {
        "names": (compared.old.name, compared.new.name),
        "changes": [
            change
            for change in changes
            if (change.kind == kind if kind else change.kind is not DutyChange.UNCHANGED)
        ],
        "counts": [(change, counts[change]) for change in DutyChange if counts[change]],
        "note": " ".join(filter(None, (note, *compared.not_compared))),
    }


def _links(request: Request) -> Callable[[Entry], str]:
    base = str(request.base_url).rstrip("/")
    return lambda entry: f"{base}{address(entry.duty.provision)}"


def _written(
    ending: str,
    found: Sequence[Entry],
    wanted: DutyQuery,
    register: DutyRegister,
    link: Callable[[Entry], str],
) -> bytes:
    """Write duties as a file; python-docx and openpyxl are loaded when they are wanted."""
    if ending == "ics":
        return calendar(found, register.library, "Duties", link, datetime.now(UTC))
    from assistant.register.files import csv_file, word_file, xlsx_file

    if ending == "docx":
        return word_file("Duties", grouped(register, found, wanted.group))
    return (csv_file if ending == "csv" else xlsx_file)(found, link)
