"""Jobs, files that could not be added, the index and its integrity check, as values for the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.doctor import Finding
from assistant.library.importing import Added, Status, called
from assistant.library.library import Library
from assistant.library.quarantine import QuarantinedFile
from assistant.library.standing import counted_texts
from assistant.settings import Settings
from assistant.web.library_page.jobs import Job, Stage
from assistant.web.library_page.origins import last_name
from assistant.web.library_page.text_list import odd_lines
from assistant.web.wording import counted
from corpus.errors import REASONS, IndexUnavailable
from corpus.instruments import EditionStatus
from index.generation import current, read_manifest

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


@dataclass(frozen=True, slots=True)
class FileRow:
    """What became of a file, what to do, and why: `reason` is one of corpus.errors.REASONS, or empty."""

    name: str
    sentence: str
    remedy: str = ""
    reason: str = ""
    meaning: str = ""


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
    name = called(name, added.text, added.page)
    became = {
        Status.ADDED: "added as",
        Status.REPLACED: "replaces the earlier text of",
        Status.UNCHANGED: "is already in the library as",
    }[added.status]
    counts = [counted(added.provisions, "clause"), counted(added.references, "reference")]
    figures = ", ".join([*counts, odd_lines(added.report) or "every line placed"])
    adoption = "" if added.adoption is EditionStatus.ADOPTED else f" ({_ADOPTION[added.adoption]})"
    return FileRow(name, f"{became} {added.key}{adoption}: {figures}")


def _rejected(name: str, reason: str, said: str, clean: Cleaned) -> FileRow:
    """Say why a file could not be added, and what to do."""
    sentence = clean(said).removeprefix(f"{name}: ").rstrip(".")
    return FileRow(name, f"{sentence}.", _REMEDIES.get(reason, ""), reason, REASONS.get(reason, ""))


def rejected_files(files: Sequence[QuarantinedFile], clean: Cleaned) -> tuple[tuple[str, FileRow], ...]:
    """Return the files that could not be added, each with its day; of many the first."""
    rows = ((one, _rejected(last_name(one.file), one.reason, one.said, clean)) for one in files[:_SHOWN])
    return tuple((one.when[:10], replace(row, remedy="") if one.proposal else row) for one, row in rows)


def index_state(
    library: Library, notices: Iterable[str], settings: Settings, clean: Cleaned
) -> tuple[tuple[str, str], ...]:
    """Return the state of the index as it is on disk, in rows of a name and a value."""
    clauses = sum(len(one.provisions) for one in library.editions)
    answers = f"{counted_texts(library.editions, library)}, {counted(clauses, 'clause')}"
    rows = [("Answers come from", answers)]
    try:
        folder = current(settings.home / "index")
        manifest = read_manifest(folder)
        built = f"{counted(manifest.passages, 'passage')} of {counted(len(manifest.editions), 'text')}"
        rows += [("Generation", f"{folder.name}, {built}"), ("Model", last_name(manifest.model))]
    except IndexUnavailable as error:
        rows.append(("Generation", clean(str(error))))
    rows += [("Notice", clean(one)) for one in notices] or [("Notices", "none")]
    return tuple(rows)


def check_summary(findings: Sequence[Finding]) -> str:
    """Say in one sentence what an integrity check found."""
    wrong = sum(not one.ok for one in findings)
    return (
        f"{counted(wrong, 'problem')} in {counted(len(findings), 'check')}."
        if wrong
        else "No problems found."
    )
