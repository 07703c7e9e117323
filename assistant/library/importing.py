"""Adding parsed files to the library: each is stored, or quarantined with a reason.

When two files claim to be the same edition: a new version of the same file or address replaces the old one;
the same bytes from elsewhere change nothing; other bytes from elsewhere are quarantined, unless the person
lets them replace the stored text. The name of an upload does not identify its origin.
The first file of a run counts as stored for those after it.

A text that would supersede a stored edition needs a person's consent too, unless the catalogue says
that it is in force. A draft supersedes nothing and replaces no adopted text.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.library.difference import difference, has_same_words
from assistant.library.inventory import list_editions
from assistant.library.library import Library, open_library
from assistant.library.quarantine import Quarantine, QuarantinedFile
from assistant.library.storage import (
    SHIPPED,
    UNKNOWN,
    UPLOADED,
    Record,
    home_errors,
    record_of,
    store_edition,
    sweep,
    writing,
)
from assistant.settings import Settings, today
from corpus.adoption import status_on, without_status_mark
from corpus.errors import UnreadableFile
from corpus.instruments import Edition, EditionStatus
from corpus.keys import EditionKey
from ingest.parse import Parse, Report
from ingest.proposal import Proposal, proposal_of
from ingest.stated import NOTHING_STATED, StatedIdentity

_REVIEW = "resolutions add --review review.toml"


class Status(StrEnum):
    """What became of a file."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    REPLACED = "replaced"
    QUARANTINED = "quarantined"
    PROPOSED = "proposed"


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file: its edition with its report, or the reason why it was set aside.

    Of a file with several texts, each has a row; `text` is then what the text is called, `page` where it
    begins, 0 in a file without pages.
    A file about which a person is asked has a `proposal`; `differs` says in one line how it differs from
    what the library has.
    """

    file: str
    status: Status
    key: EditionKey | None = None
    provisions: int = 0
    references: int = 0
    report: Report = Report({}, (), (), (), ())  # noqa: RUF009  it is frozen
    seconds: float = 0.0
    reason: str = ""
    said: str = ""
    adoption: EditionStatus = EditionStatus.ADOPTED
    text: str = ""
    page: int = 0
    proposal: Proposal | None = None
    differs: str = ""

    @property
    def is_aside(self) -> bool:
        """Whether the file is not in the library."""
        return self.status in (Status.QUARANTINED, Status.PROPOSED)


def called(file: str, text: str, page: int) -> str:
    """Return what messages call a text: its file, and of several texts its name and the page it begins on."""
    return f"{file}: {text}{f' (page {page})' if page else ''}" if text else file


Watch = Callable[[Added, int], None]
"""Called with each finished text and the total."""


def no_progress(added: Added, count: int) -> None:
    """Ignore progress."""


class NeedsReview(UnreadableFile):
    """A file is set aside until a person has judged which edition it is, or what it may replace."""

    def __init__(self, message: str, reason: str, proposal: Proposal, differs: str = "") -> None:
        super().__init__(message, reason)
        self.proposal, self.differs = proposal, differs


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a person has said that a file may do to a text that is held.

    `replacing`: take the place of the same edition from elsewhere; `superseding`: be in force instead of
    an earlier edition.
    """

    replacing: bool = False
    superseding: bool = False


NOTHING = Allowed()


@dataclass(frozen=True, slots=True)
class Offer:
    """A file, or one of the texts that it holds, that is offered to the library as it was read.

    `origin` is an absolute path, an address, or the name under which the file was uploaded. One of three is
    set: `parse`, `held` (the key of the edition with the same bytes) or `refused`. `stated` is what a person
    stated about the text, `allowed` what it may do to texts in the library.
    """

    file: str
    origin: str
    data: bytes | None = None
    parse: Parse | None = None
    held: EditionKey | None = None
    refused: UnreadableFile | None = None
    fetched: str = ""
    seconds: float = 0.0
    stated: StatedIdentity = NOTHING_STATED
    allowed: Allowed = NOTHING

    @property
    def text(self) -> str:
        """What one of several texts is called, '' where the file is one text."""
        return self.parse.name if self.parse and self.parse.parts > 1 else ""

    @property
    def page(self) -> int:
        """The page on which one of several texts begins, 0 in a file without pages."""
        return (
            next((provision.page for provision in self.parse.provisions), 0)
            if self.parse and self.text
            else 0
        )

    @property
    def called(self) -> str:
        """What messages call it."""
        return called(self.file, self.text, self.page)


@contextmanager
def open_intake(settings: Settings) -> Iterator[Intake]:
    """Open a library to take offers in, alone. Raises HomeUnavailable."""
    with writing(settings.home):
        with home_errors(settings.home):
            sweep(settings.home / "library")
        yield Intake(open_library(settings.home), settings)


class Intake:
    """Takes offers into a library, one after the other."""

    def __init__(self, library: Library, settings: Settings) -> None:
        """Begin with what is held."""
        self.home, self.folder = settings.home, settings.home / "library"
        self.quarantine = Quarantine(settings.home, settings.quarantine)
        self.library = library
        self.held = {
            edition.key: (without_status_mark(edition), library.records[edition.key])
            for edition in library.every
        }

    def known(self) -> dict[str, list[EditionKey]]:
        """Return the editions of files that need not be parsed again, by hash: all their texts are held."""
        found: dict[tuple[str, int], list[EditionKey]] = {}
        for key, (_, record) in sorted(self.held.items(), key=lambda row: row[1][1].part):
            if record.is_current and record.file != UNKNOWN:
                found.setdefault((record.sha256, record.parts), []).append(key)
        return {sha256: keys for (sha256, parts), keys in found.items() if len(keys) >= parts}

    def take(self, offer: Offer) -> Added:
        """Keep what is offered, or set it aside. Raises HomeUnavailable."""
        with home_errors(self.home):
            try:
                added = self._taken(offer)
            except UnreadableFile as error:
                return self._set_aside(offer, error)
            place = offer.parse or Record("", "")
            sha256 = hashlib.sha256(offer.data or b"").hexdigest()
            self.quarantine.release(offer.origin, sha256, place.part, place.parts)
            return added

    def _taken(self, offer: Offer) -> Added:
        """Keep what is offered. Raises UnreadableFile when it cannot be, OSError."""
        if offer.refused:
            raise offer.refused
        if offer.held:
            return self._unchanged(offer, offer.held)
        assert offer.parse is not None
        if offer.parse.key is None:
            assert offer.parse.proposal is not None
            proposal = offer.parse.proposal
            why = f"{offer.called}: does not say for certain which edition it is; maybe {proposal.key_text}"
            raise NeedsReview(f"{why}; to judge it, run: {_REVIEW}", "no-key", proposal)
        key, edition = offer.parse.key, offer.parse.edition()
        origin = offer.parse, offer.origin, offer.fetched, offer.stated
        if key not in self.held:
            self._check_superseded(offer, edition)
            return self._kept(offer, edition, record_of(*origin), Status.ADDED)
        stored, before = self.held[key]
        is_settled = before.is_current and before.file != UNKNOWN
        is_same = is_settled and before.sha256 == offer.parse.sha256
        is_twin = is_same and before.part != offer.parse.part
        elsewhere = is_twin or (not _is_same_file(before, offer) and not offer.allowed.replacing)
        says_same = elsewhere and is_settled and has_same_words(edition, stored)  # say, its export
        if says_same or (is_same and not is_twin):
            return self._unchanged(offer, key)
        if is_twin:
            why = f"{offer.called}: another text of this file is {key} too, with different words"
            raise UnreadableFile(f"{why}; save the one that is right as a file and add that", "same-edition")
        self._check_replaced(offer, edition, before)
        self._check_superseded(offer, edition)
        return self._kept(offer, edition, record_of(*origin), Status.REPLACED)

    def _check_replaced(self, offer: Offer, edition: Edition, before: Record) -> None:
        """Raise UnreadableFile if a file may not take the place of the same edition."""
        adopted = self.library.adopted(edition.key)
        if adopted is not None and not edition.is_adopted:
            used_years = {key.year for key in self.held if key.instrument == edition.key.instrument}
            year = next(year for year in range(edition.key.year + 1, 9999) if year not in used_years)
            raise NeedsReview(
                f"{offer.called}: a draft of {adopted.name}, whose adopted text it cannot replace; to "
                "compare the two, give the draft a year of its own with: resolutions add FILE "
                f"--key {edition.key.instrument}/YEAR",
                "draft",
                proposal_of(edition, year=year, is_draft=True),
                difference(adopted, edition),
            )
        known = self.library.catalogue.in_force(edition.key.instrument)
        is_vouched = (
            known is not None and known.edition == edition.key and self.library.is_pending(edition.key)
        )
        same = before.sha256 == edition.sha256 or _is_same_file(before, offer)
        if not (same or is_vouched or offer.allowed.replacing):
            places = {SHIPPED: "as it came with the program", UNKNOWN: "from an earlier version"}
            place = places.get(before.file, f"from {before.file.removeprefix(UPLOADED)}")
            why = f"{offer.called}: the library already has {edition.key} {place}, with different words"
            differs = difference(self.held[edition.key][0], edition)
            remedy = "run: resolutions add FILE --replace"
            raise NeedsReview(f"{why}; {remedy}", "same-edition", proposal_of(edition), differs)

    def _check_superseded(self, offer: Offer, edition: Edition) -> None:
        """Raise UnreadableFile if a file may not be in force instead of an edition that was held before."""
        newest = self.library.in_force(edition.key.instrument)
        is_adopted = status_on(edition, today()) is EditionStatus.ADOPTED
        if newest is None or not is_adopted or newest.year >= edition.key.year:
            return
        superseded = next(iter(self.library.instruments.get(edition.key.instrument, ())), None)
        if superseded is not None and not offer.allowed.superseding:
            raise NeedsReview(
                f"{offer.file}: {edition.name} would supersede {superseded.name}; to add it, run: "
                "resolutions add FILE --supersede",
                "supersedes",
                proposal_of(edition),
                difference(superseded, edition),
            )

    def _kept(self, offer: Offer, edition: Edition, record: Record, status: Status) -> Added:
        assert offer.data is not None
        store_edition(self.folder, edition, offer.data, record)
        list_editions(self.folder, {edition.key: record})
        self.held[edition.key] = edition, record
        return self._row(offer, edition.key, status)

    def _unchanged(self, offer: Offer, key: EditionKey) -> Added:
        """Leave an edition as it is; a file that has moved is remembered where it is now."""
        edition, record = self.held[key]
        is_same = offer.parse is None or offer.parse.sha256 == record.sha256
        if is_same and os.path.isabs(record.file) and not os.path.lexists(record.file):
            return self._kept(offer, edition, replace(record, file=offer.origin), Status.UNCHANGED)
        return self._row(offer, key, Status.UNCHANGED)

    def _row(self, offer: Offer, key: EditionKey, status: Status) -> Added:
        """Return the row that says what became of a file that is held now."""
        edition, record = self.held[key]
        counts = len(edition.provisions), len(edition.references)
        adoption = status_on(edition, today())
        added = Added(offer.file, status, key, *counts, record.report, offer.seconds, adoption=adoption)
        if record.parts == 1:
            return added
        return replace(
            added, text=edition.name, page=next((provision.page for provision in edition.provisions), 0)
        )

    def _set_aside(self, offer: Offer, error: UnreadableFile) -> Added:
        """Put a file into quarantine; one that is not there leaves nothing to keep."""
        question = error if isinstance(error, NeedsReview) else None
        proposal, differs = (question.proposal, question.differs) if question else (None, "")
        if error.reason != "missing":
            place = offer.parse or Record("", "")
            aside = QuarantinedFile(
                offer.origin,
                reason=error.reason,
                said=str(error),
                part=place.part,
                parts=place.parts,
                proposal=proposal,
                differs=differs,
            )
            self.quarantine.add(aside, offer.data)
        return Added(
            offer.file,
            Status.PROPOSED if question else Status.QUARANTINED,
            offer.parse.key if offer.parse else None,
            seconds=offer.seconds,
            reason=error.reason,
            said=str(error),
            text=offer.text,
            page=offer.page,
            proposal=proposal,
            differs=differs,
        )


def _is_same_file(before: Record, offer: Offer) -> bool:
    """Return True if an edition came from the same file or address; an upload's name says nothing of it."""
    return before.file == offer.origin and not offer.origin.startswith(UPLOADED)
