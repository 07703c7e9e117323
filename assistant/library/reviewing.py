"""Judging what could not be added for certain: proposals as a TOML file that a person edits, and applying it.

The files themselves wait in the quarantine, so that nothing need be sent again. A wrong review file is
refused as a whole, before anything is added.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from assistant.library.importing import Added, Allowed, Intake, Offer, Watch, no_progress, open_intake
from assistant.library.quarantine import QuarantinedFile
from assistant.library.storage import UPLOADED
from assistant.settings import Settings
from corpus.errors import InvalidKey, ResolutionsError, UnreadableFile
from corpus.keys import EditionKey
from ingest.apart import in_order, parse_in_child
from ingest.files import name_of
from ingest.proposal import YEAR
from ingest.stated import NOTHING_STATED, StatedIdentity

_HEAD = """\
# Texts that `resolutions add` was not sure of. Edit what is wrong, set accept = true for each text that is to
# be added, and apply the file with the same command: resolutions add --review {name}
"""
_FIELDS: Mapping[str, type] = {
    "file": str, "part": int, "key": str, "name": str, "title": str, "adopted": str, "draft": bool,
    "accept": bool,
}  # fmt: skip
_LONGEST = {"name": 200, "title": 1000}  # characters
_DAY = re.compile(r"[1-9][0-9]{3}(?:-[01][0-9]-[0-3][0-9])?")


class BadReview(ResolutionsError):
    """A review file that cannot be applied; the message gives file, line and remedy."""

    code = "bad-review"


@dataclass(frozen=True, slots=True)
class ReviewDecision:
    """What a person said of a file that waits: which edition it is, and what it is called."""

    waiting: QuarantinedFile
    key: EditionKey
    stated: StatedIdentity

    @property
    def allowed(self) -> Allowed:
        """What the file may do to texts in the library: only what the person was asked about."""
        proposal = self.waiting.proposal
        is_same = proposal is not None and proposal.key == self.key
        reason = self.waiting.reason if is_same else ""
        return Allowed(reason == "same-edition", reason in ("supersedes", "same-edition"))


def review_decision(waiting: QuarantinedFile, key: EditionKey, stated: StatedIdentity) -> ReviewDecision:
    """Return a person's decision about a file.

    Raises ResolutionsError for an invalid name, title or day.
    """
    for field, longest in _LONGEST.items():
        value = getattr(stated, field)
        if len(value) > longest or not value.isprintable():
            raise ResolutionsError(f"the {field} is no line of at most {longest} characters")
    if stated.adopted:
        _check_day(stated.adopted, key)
    return ReviewDecision(waiting, key, stated)


def _check_day(text: str, key: EditionKey) -> None:
    """Raise ResolutionsError for what is no day or year, or of another year than the key."""
    try:
        is_day = _DAY.fullmatch(text) is not None and (len(text) == 4 or bool(date.fromisoformat(text)))
    except ValueError:  # the calendar has no such day
        is_day = False
    if not is_day:
        raise ResolutionsError(f"'{text}' is no day; write 2019-06-14, or 2019 where only the year is known")
    if not text.startswith(str(key.year)):
        raise ResolutionsError(f"'{text}' is not in {key.year}, the year of the key {key}")


# -- applying ----------------------------------------------------------------------------------------


def add_judged(
    rows: Sequence[ReviewDecision], settings: Settings, watch: Watch = no_progress
) -> tuple[Added, ...]:
    """Add files that wait, each as a person said. Raises HomeUnavailable."""
    added = []
    with open_intake(settings) as intake:
        for offer in in_order(lambda row: _read(row, intake, settings), rows, settings.readers):
            added.append(intake.take(offer))
            watch(added[-1], len(rows))
    return tuple(added)


def _read(row: ReviewDecision, intake: Intake, settings: Settings) -> Offer:
    """Parse a file that waits, as what a person said that it is."""
    started, waiting = perf_counter(), row.waiting
    offer = Offer(waiting.file, waiting.file, stated=row.stated, allowed=row.allowed)
    name = name_of(Path(waiting.file.removeprefix(UPLOADED)))
    try:
        data = intake.quarantine.data(waiting)
        numbers = range(1, waiting.parts + 1)
        keys = [row.key if number == waiting.part else None for number in numbers]
        stated = [row.stated if number == waiting.part else NOTHING_STATED for number in numbers]
        parses = parse_in_child(data, waiting.name, name, keys, settings.limits, stated)
        parse = parses[waiting.part - 1]
        return replace(offer, data=data, parse=parse, seconds=perf_counter() - started)
    except OSError:
        message = f"{waiting.name}: its copy is gone and the file has changed; add the file again"
        return replace(offer, refused=UnreadableFile(message, "missing"))
    except UnreadableFile as error:
        return replace(offer, refused=error)


# -- the file ----------------------------------------------------------------------------------------


def write_review(path: Path, waiting: Sequence[QuarantinedFile], copies: Mapping[str, Sequence[str]]) -> None:
    """Write proposals for a person to judge. Raises ResolutionsError if the file exists or cannot be written.

    `copies` are the names of further files with the same bytes, by their hash.
    """
    text = "".join(
        [_HEAD.format(name=path), *(_entry(file, copies.get(file.sha256, ())) for file in waiting)]
    )
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise ResolutionsError(already_exists(path)) from None
    except OSError as error:
        raise ResolutionsError(f"{path}: cannot be written ({error.strerror})") from None


def already_exists(path: Path) -> str:
    """Say that a review file is there, which nothing overwrites."""
    return f"{path}: is there already; apply it with: resolutions add --review {path}, or give another name"


def _entry(file: QuarantinedFile, copies: Sequence[str]) -> str:
    """Write one proposal, below what was read where."""
    proposal = file.proposal
    assert proposal is not None
    notes = [file.said.removeprefix(f"{file.name}: ").partition("; ")[0], file.differs]
    notes += [f"the same bytes: {', '.join(copies)}"] * bool(copies)
    notes += [f"no year was found: write it in the place of {YEAR}"] * (not proposal.year)
    notes += map(str, proposal.evidence)
    values: dict[str, Any] = {
        "file": file.name,
        **({"part": file.part} if file.parts > 1 else {}),
        "key": proposal.key_text,
        "name": proposal.name,
        "title": proposal.title,
        "adopted": proposal.adopted,
        "draft": proposal.is_draft,
        "accept": False,
    }
    plain = ("".join(mark if mark.isprintable() else " " for mark in line) for line in notes if line)
    comments = "".join(f"# {line}\n" for line in plain)
    # The strings of TOML are JSON's, but for the character DEL.
    rows = ((field, json.dumps(value, ensure_ascii=False)) for field, value in values.items())
    fields = "".join(f"{field} = {row}\n" for field, row in rows).replace("\x7f", "\\u007f")
    return f"\n[[text]]\n{comments}{fields}"


def read_review(
    path: Path, waiting: Sequence[QuarantinedFile], added: Mapping[str, Any]
) -> tuple[ReviewDecision, ...]:
    """Read what a person accepted. Raises BadReview for the first error, with its line.

    `added` are the files from which editions of the library came: what an earlier call has added is
    passed over.
    """
    try:
        text = path.read_text(encoding="utf-8")
        document = tomllib.loads(text)
    except OSError as error:
        raise BadReview(f"{path}: cannot be read ({error.strerror})") from None
    except ValueError as error:
        raise BadReview(f"{path}: {error}") from None
    return tuple(
        _Review(path, text, {(file.name, file.part): file for file in waiting}, added).rows(document)
    )


@dataclass(frozen=True)
class _Review:
    """A review file: its words, the files that wait, those that were added."""

    path: Path
    text: str
    waiting: Mapping[tuple[str, int], QuarantinedFile]
    added: Mapping[str, Any]

    def rows(self, document: Mapping[str, Any]) -> Iterator[ReviewDecision]:
        """Walk the texts that are accepted. Raises BadReview."""
        entries = document.get("text", [])
        if set(document) - {"text"} or not isinstance(entries, list):
            raise BadReview(f"{self.path}, line 1: only [[text]] entries are known here")
        keys: dict[EditionKey, int] = {}
        for number, entry in enumerate(entries):
            self._check(number, entry)
            accepted = self._judged(number, entry) if entry.get("accept", False) else None
            if accepted is None:
                continue
            if accepted.key in keys:
                raise self._error(
                    number, "key", f"'{accepted.key}' is also the key in line {keys[accepted.key]}"
                )
            keys[accepted.key] = self._line(number, "key")
            yield accepted

    def _check(self, number: int, entry: object) -> None:
        """Raise BadReview for a field that is not known, has another type or is missing."""
        if not isinstance(entry, dict):
            raise self._error(number, "", "an entry begins with [[text]]")
        for field, value in entry.items():
            kind = _FIELDS.get(field)
            if kind is None:
                raise self._error(number, field, f"'{field}' is not known here; use: {', '.join(_FIELDS)}")
            if not isinstance(value, kind):
                expected = "true or false" if kind is bool else 'text in quotes, as in "2019-06-14"'
                raise self._error(number, field, f"'{field}' needs {expected}")
        for field in ("file", "key"):
            if field not in entry:
                raise self._error(number, "", f"'{field}' is missing")

    def _judged(self, number: int, entry: Mapping[str, Any]) -> ReviewDecision | None:
        """Return what was accepted, None for what an earlier call has added. Raises BadReview."""
        file = entry["file"]
        waiting = self.waiting.get((file, entry.get("part", 1)))
        if waiting is None:
            if file in self.added:
                return None
            raise self._error(number, "file", f"'{file}' does not wait for a review; add the file again")
        try:
            key = EditionKey.parse(entry["key"])
        except InvalidKey as error:
            raise self._error(number, "key", str(error)) from None
        name, title, adopted = (entry.get(field, "").strip() for field in ("name", "title", "adopted"))
        try:
            return review_decision(waiting, key, StatedIdentity(name, title, adopted, entry.get("draft")))
        except ResolutionsError as error:
            field = next((term for term in ("name", "title") if f"the {term} " in str(error)), "adopted")
            raise self._error(number, field, str(error)) from None

    def _error(self, number: int, field: str, message: str) -> BadReview:
        return BadReview(f"{self.path}, line {self._line(number, field)}: {message}")

    def _line(self, number: int, field: str) -> int:
        """Return the line of a field of an entry, else that of the entry."""
        lines = self.text.splitlines()
        starts = [at for at, line in enumerate(lines, 1) if re.match(r"\s*\[\[\s*text\s*\]\]", line)]
        start = starts[number] if number < len(starts) else 1
        end = starts[number + 1] if number + 1 < len(starts) else len(lines) + 1
        own = (at for at in range(start, end) if re.match(rf"\s*{re.escape(field)}\s*=", lines[at - 1]))
        return next(own, start) if field else start
