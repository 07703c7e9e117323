"""Reading a form that brings files: they go to a private folder on disk, none is kept in memory.

What a file is called is what somebody wrote: no folder of it counts, nor a character that cannot
be seen.
"""

from __future__ import annotations

import shutil
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from assistant.library.adding import Upload
from assistant.library.importing import NOTHING, Allowed
from assistant.web.library_page.edition_choice import EditionChoice
from assistant.web.security.guard import MAX_UPLOAD, BodyTooLarge
from corpus.errors import InvalidKey, ResolutionsError
from corpus.keys import EditionKey

MAX_FILES = 100
"""Files that one form may bring."""
_PARSED = 200  # parts of a form that are looked at to say how many files it brings
_LONGEST = 150  # characters of a file's name
_TYPE = "multipart/form-data"


class UploadRefused(ResolutionsError):
    """A form cannot be taken; `status` is the HTTP status, the rest what was typed in it."""

    code = "upload-refused"

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status, self.choice, self.allowed = status, EditionChoice(), NOTHING


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form brought: files in a folder that is gone when nobody holds this any more."""

    uploads: tuple[Upload, ...]
    folder: TemporaryDirectory[str]
    key: EditionKey | None = None
    allowed: Allowed = NOTHING


async def read_upload(request: Request, size: int) -> Sent:
    """Read a form whose files have at most so many bytes each. Raises UploadRefused."""
    if not request.headers.get("content-type", "").startswith(_TYPE):
        raise UploadRefused("The form brought no file; choose at least one.")
    try:
        async with request.form(max_files=_PARSED, max_fields=_PARSED) as form:
            return await run_in_threadpool(_taken, form, size)
    except BodyTooLarge:
        said = f"The files have more than {MAX_UPLOAD:,} bytes together; send fewer at once."
        raise UploadRefused(said, 413) from None
    except HTTPException:  # what Starlette says of it is meant for programmers
        raise UploadRefused("The form cannot be read; choose the files again.") from None


def _taken(form: FormData, size: int) -> Sent:
    """Take what a form brought. Raises UploadRefused."""
    files = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
    try:
        _check(files, size)
        return _kept(files, _key(form, len(files)), _allowed(form))
    except UploadRefused as error:
        error.choice, error.allowed = EditionChoice.read(form), _allowed(form)
        raise


def _allowed(form: FormData) -> Allowed:
    """Read what the files may do to texts in the library."""
    return Allowed("replace" in form, "supersede" in form)


def _check(files: list[UploadFile], size: int) -> None:
    """Look at how many files there are and how large. Raises UploadRefused."""
    if not files:
        raise UploadRefused("The form brought no file; choose at least one.")
    if len(files) > MAX_FILES:
        raise UploadRefused(f"{len(files)} files are too many; send at most {MAX_FILES} at once.", 413)
    for one in files:
        if (one.size or 0) > size:
            said = (
                f"{file_name(one.filename or '')}: {one.size:,} bytes; give a file of at most {size:,} bytes."
            )
            raise UploadRefused(f"{said} Nothing was added.", 413)


def _key(form: FormData, files: int) -> EditionKey | None:
    """Read which edition the one file is, where that was chosen. Raises UploadRefused."""
    choice = EditionChoice.read(form)
    if not choice.is_empty and files != 1:
        raise UploadRefused(f"You chose one edition for {files} files; add that file by itself.")
    try:
        return choice.key()
    except InvalidKey as error:
        raise UploadRefused(str(error)) from None


def _kept(files: list[UploadFile], key: EditionKey | None, allowed: Allowed) -> Sent:
    """Copy the files to a folder that nobody else can read."""
    folder = TemporaryDirectory(prefix="resolutions-upload-")
    uploads = []
    for number, one in enumerate(files):
        path = Path(folder.name, str(number))
        with path.open("wb") as target:
            shutil.copyfileobj(one.file, target)
        uploads.append(Upload(file_name(one.filename or ""), path))
    return Sent(tuple(uploads), folder, key, allowed)


def file_name(sent: str) -> str:
    """Return a file's name without folders and without what cannot be seen: `../a.pdf` is `a.pdf`."""
    last = unicodedata.normalize("NFC", sent.replace("\\", "/")).rpartition("/")[2]
    seen = "".join(one for one in last if one.isprintable()).strip()
    if len(seen) > _LONGEST:
        seen = f"{seen[: _LONGEST - 20]}…{seen[-19:]}"
    return seen if seen.strip(".") else "file"
