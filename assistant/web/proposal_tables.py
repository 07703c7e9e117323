"""Tables of proposals: a form with Word files → the tables that a person made, kept for this person alone."""

from __future__ import annotations

from typing import NamedTuple

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from assistant.proposals.incoming import ProposalFile
from assistant.proposals.table import Table
from assistant.web.library_page.forms import file_name
from assistant.web.security.guard import BodyTooLarge
from corpus.errors import UnreadableFile

MOST_FILES = 20
"""Word files of a form."""
MOST_TABLES = 5
"""Tables of a person; one more drops the oldest."""
_TOO_MUCH = f"Give at most {MOST_FILES} Word files, of 200 MB together."


class SentTables(NamedTuple):
    """The tables of the files of a form, and why some of these were not read."""

    tables: tuple[Table, ...]
    refusals: tuple[str, ...]


async def read_form(request: Request, largest: int) -> tuple[list[ProposalFile], list[str]]:
    """Return the files of the form, and the ids of the person's own proposals.

    Raises UnreadableFile: too many, too large.
    """
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return [], []
    try:
        async with request.form(max_files=MOST_FILES, max_fields=MOST_FILES) as form:
            files = [file for file in form.getlist("files") if isinstance(file, UploadFile) and file.filename]
            for file in files:
                if (file.size or 0) > largest:
                    sizes = f"{file.size:,} bytes, and at most {largest:,} are read"
                    raise UnreadableFile(f"{file_name(file.filename or '')}: {sizes}", "too-large")
            own = [id_ for id_ in form.getlist("own") if isinstance(id_, str)]
            return [ProposalFile(file_name(file.filename or ""), await file.read()) for file in files], own
    except (BodyTooLarge, HTTPException):  # what Starlette says of it is meant for programmers
        raise UnreadableFile(_TOO_MUCH, "too-large") from None
