"""What the forms of the library page bring: files, and what a person says of files that wait.

Files go to a private folder on disk, not into memory. File names are untrusted: folders and invisible
characters are removed. The form can state the edition: who adopted it, its type, its number, the year.
"""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from assistant.library.adding import Upload
from assistant.library.importing import NOTHING, Allowed
from assistant.library.quarantine import QuarantinedFile
from assistant.library.reviewing import ReviewDecision, review_decision
from assistant.web.security.guard import MAX_UPLOAD, BodyTooLarge
from assistant.web.wording import last_name
from corpus.bodies import bodies_in_use
from corpus.errors import InvalidKey, ResolutionsError
from corpus.issuers import WORKS
from corpus.keys import EditionKey, InstrumentKey
from ingest.stated import StatedIdentity

MAX_FILES = 100
"""Files that one form may bring."""
TREATIES = {"constitution": "Constitution", "convention": "Convention", "regulations": "Regulations"}
"""The kinds of instrument that have no number."""
_PARSED = 200  # parts of a form that are looked at to say how many files it brings
_LONGEST_NAME, _LONGEST_FIELD = 150, 40  # characters
_NO_FILE = "The form brought no file; choose at least one."


@dataclass(frozen=True, slots=True)
class EditionChoice:
    """What was chosen in the form; all empty where the file says by itself which edition it is."""

    body: str = ""
    type: str = ""
    number: str = ""
    year: str = ""

    @classmethod
    def read(cls, form: Mapping[str, object]) -> Self:
        """Read the fields of a form."""
        names = [field.name for field in fields(cls)]
        return cls(**{name: str(form.get(name, "")).strip()[:_LONGEST_FIELD] for name in names})

    @classmethod
    def of(cls, key: EditionKey) -> Self:
        """Return the choice that gives a key."""
        type_, _, number = key.instrument.work.partition("-")
        return cls(key.instrument.issuer, type_, number.replace("-", "/"), str(key.year))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was chosen."""
        return not any(asdict(self).values())

    def key(self) -> EditionKey | None:
        """Return the key of the edition, None where nothing was chosen. Raises InvalidKey: what is wrong."""
        if self.is_empty:
            return None
        year, is_numbered = self.year, self.type in WORKS
        wanted = [
            ("who adopted it", self.body in bodies_in_use().names),
            ("the type", is_numbered or self.type in TREATIES),
            ("the number", bool(self.number) or not is_numbered),
            ("the year (four digits)", year.isascii() and year.isdigit() and len(year) == 4),
        ]
        if missing := [name for name, is_given in wanted if not is_given]:
            raise InvalidKey(f"Choose {' and '.join(missing)} of the file, or leave all of them empty.")
        number = self.number.lower().replace("/", "-").replace(".", "-")
        work = f"{self.type}-{number}" if is_numbered else self.type
        try:
            return EditionKey(InstrumentKey(self.body, work), int(year))
        except InvalidKey:
            raise InvalidKey(f"“{self.number}” is no number of an instrument; write 71 or 79/226.") from None


class UploadRefused(ResolutionsError):
    """A form cannot be taken; `status` is the HTTP status, the rest what was typed in it."""

    code = "upload-refused"

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status, self.choice, self.allowed = status, EditionChoice(), NOTHING


@dataclass(frozen=True, slots=True)
class SubmittedFiles:
    """What a form brought: files in a temporary folder, deleted with this object."""

    uploads: tuple[Upload, ...]
    folder: TemporaryDirectory[str]
    key: EditionKey | None = None
    allowed: Allowed = NOTHING


async def read_upload(request: Request, size: int) -> SubmittedFiles:
    """Read a form whose files have at most so many bytes each. Raises UploadRefused."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise UploadRefused(_NO_FILE)
    try:
        async with request.form(max_files=_PARSED, max_fields=_PARSED) as form:
            return await run_in_threadpool(_taken, form, size)
    except BodyTooLarge:
        message = f"The files have more than {MAX_UPLOAD:,} bytes together; send fewer at once."
        raise UploadRefused(message, 413) from None
    except HTTPException:  # what Starlette says of it is meant for programmers
        raise UploadRefused("The form cannot be read; choose the files again.") from None


def _taken(form: FormData, size: int) -> SubmittedFiles:
    """Take what a form brought; its files go to a folder that nobody else can read. Raises UploadRefused."""
    files = [file for file in form.getlist("files") if isinstance(file, UploadFile) and file.filename]
    choice, allowed = EditionChoice.read(form), Allowed("replace" in form, "supersede" in form)
    try:
        if not files:
            raise UploadRefused(_NO_FILE)
        if len(files) > MAX_FILES:
            raise UploadRefused(f"{len(files)} files are too many; send at most {MAX_FILES} at once.", 413)
        if large := next((file for file in files if (file.size or 0) > size), None):
            message = f"{large.size:,} bytes; give a file of at most {size:,} bytes. Nothing was added."
            raise UploadRefused(f"{file_name(large.filename or '')}: {message}", 413)
        if not choice.is_empty and len(files) != 1:
            raise UploadRefused(f"You chose one edition for {len(files)} files; add that file by itself.")
        try:
            key = choice.key()
        except InvalidKey as error:
            raise UploadRefused(str(error)) from None
    except UploadRefused as error:
        error.choice, error.allowed = choice, allowed
        raise
    folder = TemporaryDirectory(prefix="resolutions-upload-")
    uploads = []
    for number, file in enumerate(files):
        path = Path(folder.name, str(number))
        with path.open("wb") as target:
            shutil.copyfileobj(file.file, target)
        uploads.append(Upload(file_name(file.filename or ""), path))
    return SubmittedFiles(tuple(uploads), folder, key, allowed)


def file_name(sent: str) -> str:
    """Return a file's name without folders and without what cannot be seen: `../a.pdf` is `a.pdf`."""
    last = unicodedata.normalize("NFC", sent.replace("\\", "/")).rpartition("/")[2]
    name = "".join(character for character in last if character.isprintable()).strip()
    if len(name) > _LONGEST_NAME:
        name = f"{name[: _LONGEST_NAME - 20]}…{name[-19:]}"
    return name if name.strip(".") else "file"


FIELDS = ("name", "title", "year", "instrument")
_LONGEST = 1000  # characters of a field
WHY = {
    "no-key": "The file does not say for certain which text it is.",
    "same-edition": "The library has this edition with other words. If you add the file, it replaces them.",
    "supersedes": "If you add the file, it supersedes the edition in the library.",
    "draft": "A draft of a text in the library. It is added beside that text, under the year given here.",
}
"""Why a file waits, by the reason for which it was set aside."""


class ReviewRefused(ResolutionsError):
    """A form about files that wait cannot be carried out."""

    code = "review-refused"


def to_review(aside: Sequence[QuarantinedFile]) -> list[list[QuarantinedFile]]:
    """Return the files about which a person is asked, those with the same bytes together."""
    groups: dict[str, list[QuarantinedFile]] = {}
    for file in aside:
        if file.proposal is not None:
            groups.setdefault(file.sha256, []).append(file)
    return list(groups.values())


def read_choices(form: Mapping[str, str], aside: Sequence[QuarantinedFile]) -> tuple[ReviewDecision, ...]:
    """Return what a form says of the files that are ticked in it. Raises ReviewRefused."""
    waiting = [file for file in aside if file.proposal is not None and f"accept-{file.id}" in form]
    if not waiting:
        raise ReviewRefused("Tick at least one text.")
    keys: dict[EditionKey, str] = {}
    rows = []
    for file in waiting:
        try:
            row = _judged(file, form)
        except ResolutionsError as error:
            message = str(error).rstrip(".")
            raise ReviewRefused(f"{last_name(file.name)}: {message}. Nothing was added.") from None
        if row.key in keys:
            files = f"{keys[row.key]} and {last_name(file.name)}"
            raise ReviewRefused(f"{files} would be the same text ({row.key}); tick one. Nothing was added.")
        keys[row.key] = last_name(file.name)
        rows.append(row)
    return tuple(rows)


def _judged(file: QuarantinedFile, form: Mapping[str, str]) -> ReviewDecision:
    """Return what a form says of a file. Raises ResolutionsError."""
    name, title, year, instrument = (
        " ".join(form.get(f"{field}-{file.id}", "").split())[:_LONGEST] for field in FIELDS
    )
    if not (year.isascii() and year.isdigit() and len(year) == 4 and year != "0000"):
        raise InvalidKey("give the year of adoption in four digits")
    key = EditionKey(InstrumentKey.parse(instrument), int(year))
    assert file.proposal is not None
    is_same_year = file.proposal.adopted.startswith(year)
    adopted = file.proposal.adopted if is_same_year else year
    return review_decision(file, key, StatedIdentity(name, title, adopted, f"draft-{file.id}" in form))
