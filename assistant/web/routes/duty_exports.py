"""Duties as files: the rows that an address asks for, and the calendar of one body."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from assistant.register.calendar_export import calendar
from assistant.register.entries import DutyRegister, Entry
from assistant.register.office import office
from assistant.register.selection import Wanted, grouped, narrowed, select
from assistant.web.addresses import address
from assistant.web.layout import attachment, error_page
from assistant.web.messages import as_sentence
from assistant.web.routes import Routes
from corpus.errors import ResolutionsError, UnknownEdition

_BODY = 200  # characters: longer is no name of a body
_KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ics": "text/calendar; charset=utf-8",
}
"""What duties are exported as: the ending of the file and its media type."""


class DutyExportRoutes(Routes):
    """Serves duties as files."""

    def routes(self) -> list[Route]:
        """List what is served here."""
        return [
            Route("/duties/export/{ending}", self.export),
            Route("/duties/office/calendar.ics", self.office_calendar),
        ]

    def export(self, request: Request) -> Response:
        """Serve the duties that the address asks for as a file."""
        ending, register = request.path_params["ending"], self.service.now.duties
        if ending not in _KINDS:
            return PlainTextResponse(f"'{ending}' is no form of an export; use {', '.join(_KINDS)}\n", 404)
        try:
            wanted, _ = narrowed(register, Wanted.read(request.query_params), register.organisation)
            found = select(register, wanted)
        except ResolutionsError as error:
            status = 404 if isinstance(error, UnknownEdition) else 400
            return error_page(request, self.service, "Nothing to export", as_sentence(str(error)), status)
        written = _written(ending, found, wanted, register, _links(request))
        return attachment(written, _KINDS[ending], f"duties.{ending}", is_kept=False)

    def office_calendar(self, request: Request) -> Response:
        """Serve the calendar of one body as a file."""
        register, body = self.service.now.duties, request.query_params.get("body", "").strip()[:_BODY]
        superseded = request.query_params.get("superseded", "") not in ("", "0")
        found = office(register, body, superseded=superseded, first=register.organisation)
        if not found.is_known:
            sentence = f"“{body}” was not found in the library." if body else "Choose a body first."
            return error_page(request, self.service, "Nothing to export", sentence)
        entries, link = (*found.duties, *found.shared), _links(request)
        written = calendar(entries, register.library, f"Duties: {found.body}", link, datetime.now(UTC))
        return attachment(written, _KINDS["ics"], "office.ics", is_kept=False)


def _links(request: Request) -> Callable[[Entry], str]:
    """Return what gives the full address of a duty's clause."""
    base = str(request.base_url).rstrip("/")
    return lambda one: f"{base}{address(one.duty.provision)}"


def _written(
    ending: str, found: Sequence[Entry], wanted: Wanted, register: DutyRegister, link: Callable[[Entry], str]
) -> bytes:
    """Write duties as a file; python-docx and openpyxl are loaded when they are wanted."""
    if ending == "ics":
        return calendar(found, register.library, "Duties", link, datetime.now(UTC))
    from assistant.register.files import csv_file, word_file, xlsx_file

    if ending == "docx":
        return word_file("Duties", grouped(register, found, wanted.group))
    return (csv_file if ending == "csv" else xlsx_file)(found, link)
