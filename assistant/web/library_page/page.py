"""The page of the library as values: jobs, texts, files that could not be added, the index."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.library.fetching import fetchable
from assistant.library.importing import NOTHING, Added, Allowed, Status, called
from assistant.library.library import Library
from assistant.library.quarantine import QuarantinedFile
from assistant.library.standing import counted_texts
from assistant.settings import Settings
from assistant.web.library_page.jobs import Job, Stage, are_going_on
from assistant.web.library_page.missing_texts import missing_groups
from assistant.web.library_page.reviews import review_rows
from assistant.web.library_page.text_list import TextQuery, odd_lines, text_list
from assistant.web.library_page.uploads import MAX_FILES, TREATIES, EditionChoice
from assistant.web.wording import counted, for_pages, last_name, without_places
from corpus.bodies import bodies_in_use
from corpus.errors import REASONS, IndexUnavailable, ResolutionsError
from corpus.instruments import Edition, EditionStatus
from corpus.issuers import WORKS
from corpus.keys import EditionKey, ProvisionId
from index.generation import current, read_manifest

_MB = 1_000_000
_FILE_TYPES = "PDF, Word, web page, Akoma Ntoso, Markdown or plain text"
_SHOWN = 100  # files that could not be added
_REMEDIES = {  # what to do on this page
    "several-texts": "Add it without choosing an edition.",
    "no-key": "Check it under “To review”.",
    "same-edition": "To replace them, tick it under “To review”.",
    "supersedes": "If it is adopted and in force, tick it under “To review”.",
    "draft": "Tick it under “To review”.",
    "other-edition": "If you want this edition too, add its file.",
    "encrypted": "Save a copy without a password and add that.",
    "scanned": "Add a version with text, such as the Word file.",
}
_ADOPTION = {EditionStatus.DRAFT: "a draft, not adopted", EditionStatus.TO_COME: "not yet adopted"}
Cleaned = Callable[[str], str]  # takes the machine's folders and the command line out of a sentence


@dataclass(frozen=True)
class Shown:
    """What the page is made from: the library and its notices, jobs, files that could not be added.

    `curating` tells whether the reader may change anything.
    """

    library: Library
    notices: tuple[str, ...]
    jobs: Sequence[Job]
    aside: Sequence[QuarantinedFile]
    settings: Settings
    curating: bool

    def clean(self, text: str) -> str:
        """Take the machine's folders and the command line out of a sentence."""
        files = [one.file for one in self.library.records.values()] + [one.file for one in self.aside]
        return for_pages(without_places(text, files, self.settings))


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into the form that adds, why that was refused, and the text that is to be added.

    `review` is what was typed of files that wait, and `review_refusal` why that was refused.
    """

    choice: EditionChoice = EditionChoice()  # noqa: RUF009  it is frozen
    allowed: Allowed = NOTHING
    refusal: str = ""
    adding: str = ""
    review: Mapping[str, str] = field(default_factory=dict)
    review_refusal: str = ""


@dataclass(frozen=True, slots=True)
class FileRow:
    """What became of a file, what to do, and why: `reason` is one of corpus.errors.REASONS, or empty."""

    name: str
    sentence: str
    remedy: str = ""
    reason: str = ""
    meaning: str = ""


def library_page(shown: Shown, asked: TextQuery, typed: Typed) -> Mapping[str, Any]:
    """Return the values of library.html; what only a curator may do is not there for a reader."""
    library, size, clean = shown.library, shown.settings.limits.size, shown.clean
    refused = [one for one in shown.aside if one.proposal is None or not shown.curating]
    official = len(fetchable(library))
    return {
        "curating": shown.curating,
        "typed": replace(typed, refusal=for_pages(typed.refusal)),
        "bodies": tuple(bodies_in_use().names.items()),
        "types": (*((key, one) for key, (one, _) in WORKS.items()), *TREATIES.items()),
        "limits": f"{_FILE_TYPES}; at most {MAX_FILES} files of {size / _MB:g} MB each.",
        "size": size,
        "most": MAX_FILES,
        "jobs": [(one, status(one), [file_row(row, clean) for row in one.rows]) for one in shown.jobs],
        "clean": clean,
        "running": are_going_on(shown.jobs),
        "texts": text_list(library, asked, curating=shown.curating),
        "groups": missing_groups(library),
        "fetchable": official,
        "reviews": review_rows(shown.aside, clean, typed.review),
        "rejected": [_rejected_file(one, clean) for one in refused[:_SHOWN]],
        "more_rejected": max(0, len(refused) - _SHOWN),
        "index": _index_state(shown),
    }


def typed_for(key: str, library: Library) -> Typed:
    """Return the form for a text that is cited: with its edition chosen where its file cannot say it."""
    try:
        edition = EditionKey.parse(key)
    except ResolutionsError:
        return Typed()
    known = library.catalogue.edition(edition)
    choice = EditionChoice() if edition.instrument.is_numbered else EditionChoice.of(edition)
    return Typed(choice, adding=known.name if known else str(edition))


def citing(edition: Edition, library: Library) -> int:
    """Return how many other texts cite an edition, its instrument, or a clause of it."""
    named = (edition.key, edition.key.instrument)
    found = {
        source.key
        for source, one in library.references()
        if (one.target.edition if isinstance(one.target, ProvisionId) else one.target) in named
    }
    return len(found - {edition.key})


def status(job: Job) -> str:
    """Say how far a job is."""
    progress = f", {job.done:,} of {job.total:,}" if job.total else ""
    return {
        Stage.WAITING: "waiting",
        Stage.FETCHING: f"loading{progress}",
        Stage.READING: f"reading{progress}",
        Stage.EMBEDDING: f"indexing{progress}",
        Stage.OPENING: "opening the new index",
        Stage.DONE: "done",
        Stage.FAILED: "failed",
    }[job.stage]


def job_json(job: Job) -> dict[str, Any]:
    """Return how far a job is, for the script."""
    return {
        "number": job.number,
        "what": job.what,
        "stage": job.stage.value,
        "status": status(job),
        "done": job.done,
        "total": job.total,
        "over": job.is_over,
        "files": len(job.rows),
    }


def file_row(added: Added, clean: Cleaned) -> FileRow:
    """Say what became of one file."""
    name = last_name(added.file)
    if added.is_aside:
        return _rejected(name, added.reason, added.said, clean)
    became = {
        Status.ADDED: "added as",
        Status.REPLACED: "replaces the earlier text of",
        Status.UNCHANGED: "is already in the library as",
    }[added.status]
    counts = [counted(added.provisions, "clause"), counted(added.references, "reference")]
    figures = ", ".join([*counts, odd_lines(added.report) or "every line placed"])
    adoption = "" if added.adoption is EditionStatus.ADOPTED else f" ({_ADOPTION[added.adoption]})"
    return FileRow(called(name, added.text, added.page), f"{became} {added.key}{adoption}: {figures}")


def _rejected(name: str, reason: str, said: str, clean: Cleaned) -> FileRow:
    """Say why a file could not be added, and what to do."""
    sentence = clean(said).removeprefix(f"{name}: ").rstrip(".")
    return FileRow(name, f"{sentence}.", _REMEDIES.get(reason, ""), reason, REASONS.get(reason, ""))


def _rejected_file(one: QuarantinedFile, clean: Cleaned) -> tuple[str, FileRow]:
    """Return a file that could not be added, with its day."""
    row = _rejected(last_name(one.file), one.reason, one.said, clean)
    return one.when[:10], replace(row, remedy="") if one.proposal else row


def _index_state(shown: Shown) -> list[tuple[str, str]]:
    """Return the state of the index as it is on disk, in rows of a name and a value."""
    editions = shown.library.editions
    clauses = counted(sum(len(one.provisions) for one in editions), "clause")
    rows = [("Answers come from", f"{counted_texts(editions, shown.library)}, {clauses}")]
    try:
        folder = current(shown.settings.home / "index")
        manifest = read_manifest(folder)
        built = f"{counted(manifest.passages, 'passage')} of {counted(len(manifest.editions), 'text')}"
        rows += [("Generation", f"{folder.name}, {built}"), ("Model", last_name(manifest.model))]
    except IndexUnavailable as error:
        rows.append(("Generation", shown.clean(str(error))))
    return [*rows, *([("Notice", shown.clean(one)) for one in shown.notices] or [("Notices", "none")])]
