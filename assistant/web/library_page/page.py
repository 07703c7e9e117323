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
from assistant.library.storage import SHIPPED
from assistant.plain_text import counted
from assistant.settings import Settings
from assistant.web.library_page import texts
from assistant.web.library_page.forms import MAX_FILES, TREATIES, WHY, EditionChoice, to_review
from assistant.web.library_page.jobs import Job, any_running
from assistant.web.wording import for_pages, last_name, without_places
from corpus.bodies import bodies_in_use
from corpus.errors import REASONS, IndexUnavailable, ResolutionsError
from corpus.instruments import Edition, EditionStatus
from corpus.issuers import WORKS
from corpus.keys import EditionKey, ProvisionId
from index.generation import current, read_manifest

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
class LibraryState:
    """What the page is made from: the library and its notices, jobs, files that could not be added.

    `curating` tells whether the reader may change anything; `drafts` are the reader's personal ones, None
    without an account.
    """

    library: Library
    notices: tuple[str, ...]
    jobs: Sequence[Job]
    aside: Sequence[QuarantinedFile]
    settings: Settings
    curating: bool
    drafts: Sequence[Edition] | None = None

    def clean(self, text: str) -> str:
        """Take the machine's folders and the command line out of a sentence."""
        files = [entry.file for entry in self.library.records.values()] + [entry.file for entry in self.aside]
        return for_pages(without_places(text, files, self.settings))


@dataclass(frozen=True, slots=True)
class FormState:
    """What was typed into the form that adds, why that was refused, and the text that is to be added.

    `review` is what was typed of files that wait, and `review_refusal` why that was refused. `is_own` means
    the form for personal drafts.
    """

    choice: EditionChoice = EditionChoice()  # noqa: RUF009  it is frozen
    allowed: Allowed = NOTHING
    refusal: str = ""
    adding: str = ""
    review: Mapping[str, str] = field(default_factory=dict)
    review_refusal: str = ""
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class FileRow:
    """What became of a file, what to do, and why: `reason` is one of corpus.errors.REASONS, or empty."""

    name: str
    sentence: str
    remedy: str = ""
    reason: str = ""
    meaning: str = ""


def library_page(shown: LibraryState, typed: FormState, words: str = "", after: int = 0) -> Mapping[str, Any]:
    """Return the values of library.html; what only a curator may do is not there for a reader.

    Of the texts those with these words are listed, behind the first so many.
    """
    library, size, clean = shown.library, shown.settings.limits.size, shown.clean
    refused = [file for file in shown.aside if file.proposal is None]
    official = len(fetchable(library))
    return {
        "curating": shown.curating,
        "drafts": shown.drafts,
        "typed": replace(typed, refusal=clean(typed.refusal)),
        "unchosen": EditionChoice(),
        "bodies": tuple(bodies_in_use().names.items()),
        "types": (*((key, name) for key, (name, _) in WORKS.items()), *TREATIES.items()),
        "limits": f"{_FILE_TYPES}; at most {MAX_FILES} files of {size / 1e6:g} MB each.",
        "size": size,
        "most": MAX_FILES,
        "jobs": [(job, [file_row(row, clean) for row in job.rows]) for job in shown.jobs],
        "clean": clean,
        "running": any_running(shown.jobs),
        "library": library,
        "texts": texts.text_list(library, words, after),
        "facts": lambda edition: texts.facts(edition, library),
        "opened": (typed != FormState() and not typed.is_own) or not library.every,
        "origin": lambda edition: texts.origin(edition.key, library),
        "odd_lines": texts.odd_lines,
        "report_parts": texts.report_parts,
        "shipped": SHIPPED,
        "groups": texts.missing_groups(library),
        "fetchable": official,
        "reviews": to_review(shown.aside),
        "why": WHY,
        "last_name": last_name,
        "rejected": [
            (
                file.when[:10],
                _rejected(last_name(file.file), file.reason, file.said, clean, has_remedy=not file.proposal),
            )
            for file in refused[:_SHOWN]
        ],
        "more_rejected": max(0, len(refused) - _SHOWN),
        "index": _index_state(shown),
    }


def typed_for(key: str, library: Library) -> FormState:
    """Return the form for a text that is cited: with its edition chosen where its file cannot say it."""
    try:
        edition = EditionKey.parse(key)
    except ResolutionsError:
        return FormState()
    known = library.catalogue.edition(edition)
    choice = EditionChoice() if edition.instrument.is_numbered else EditionChoice.of(edition)
    return FormState(choice, adding=known.name if known else str(edition))


def citing(edition: Edition, library: Library) -> int:
    """Return how many other texts cite an edition, its instrument, or a clause of it."""
    named = (edition.key, edition.key.instrument)
    found = {
        source.key
        for source, reference in library.references()
        if (reference.target.edition if isinstance(reference.target, ProvisionId) else reference.target)
        in named
    }
    return len(found - {edition.key})


def job_json(job: Job) -> dict[str, Any]:
    """Return how far a job is, for the script."""
    return {
        "number": job.number,
        "what": job.what,
        "stage": job.stage.value,
        "status": job.status,
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
    figures = ", ".join([*counts, texts.odd_lines(added.report) or "every line placed"])
    adoption = "" if added.adoption is EditionStatus.ADOPTED else f" ({_ADOPTION[added.adoption]})"
    return FileRow(called(name, added.text, added.page), f"{became} {added.key}{adoption}: {figures}")


def _rejected(name: str, reason: str, message: str, clean: Cleaned, *, has_remedy: bool = True) -> FileRow:
    """Say why a file could not be added, and what to do."""
    sentence = clean(message).removeprefix(f"{name}: ").rstrip(".")
    remedy = _REMEDIES.get(reason, "") if has_remedy else ""
    return FileRow(name, f"{sentence}.", remedy, reason, REASONS.get(reason, ""))


def _index_state(shown: LibraryState) -> list[tuple[str, str]]:
    editions = shown.library.editions
    clauses = counted(sum(len(edition.provisions) for edition in editions), "clause")
    rows = [("Answers come from", f"{counted_texts(editions, shown.library)}, {clauses}")]
    try:
        folder = current(shown.settings.home / "index")
        manifest = read_manifest(folder)
        built = f"{counted(manifest.passages, 'passage')} of {counted(len(manifest.editions), 'text')}"
        rows += [("Generation", f"{folder.name}, {built}"), ("Model", last_name(manifest.model))]
    except IndexUnavailable as error:
        rows.append(("Generation", shown.clean(str(error))))
    return [*rows, *([("Notice", shown.clean(notice)) for notice in shown.notices] or [("Notices", "none")])]
