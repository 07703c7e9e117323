"""What the library page tells of: jobs, files that were set aside, the index, an examination."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from assistant.library.doctor import Finding
from assistant.library.importing import Added, Status
from assistant.library.library import Library
from assistant.library.quarantine import QuarantinedFile
from assistant.settings import Settings
from assistant.web.jobs import Job, Stage, are_going_on
from assistant.web.library_forms import button
from assistant.web.markup import Html, element
from assistant.web.origins import last_name
from assistant.web.text_list import counted, odd_lines
from corpus.errors import REASONS, IndexUnavailable
from index.generation import current, read_manifest

_SHOWN = 100  # files that were set aside
_REMEDIES = {  # what a message for the command line says, as the page has it
    "no-key": "On this page: add the file alone, with its key.",
    "same-edition": "On this page: tick “Replace”.",
}
Cleaned = Callable[[str], str]  # takes the machine's folders out of a sentence


def job_list(jobs: Sequence[Job], said: Cleaned) -> Html:
    """Render what is being done and what was done last; a job that runs is followed by the script."""
    running = are_going_on(jobs)
    items = [element("li", *_job(one, said)) for one in jobs]
    return element(
        "section",
        element("h2", "At work" if running else "Done last"),
        element("ol", *items),
        id="work",
        aria_label="Work",
        data_running=running,
        hidden=not jobs,
    )


def _job(job: Job, said: Cleaned) -> list[Html]:
    """Render one job: what it does, how far it is, what became of each file."""
    line = element("p", element("strong", job.what), ": ", element("span", stage(job), class_="stage"))
    bar = element("progress", "", value=str(job.done), max=str(job.total), aria_label=job.what)
    rows = [element("li", *_row(one, said), class_=one.status.value) for one in job.rows]
    problem = element("p", said(job.said), class_="refused" if job.stage is Stage.FAILED else "legend")
    return [
        line,
        bar if job.total and not job.is_over else Html(""),
        problem if job.said else Html(""),
        element("ul", *rows, class_="files") if rows else Html(""),
    ]


def stage(job: Job) -> str:
    """Say how far a job is."""
    counted = f", {job.done:,} of {job.total:,}" if job.total else ""
    return {
        Stage.WAITING: "waits",
        Stage.READING: f"reading{counted}",
        Stage.EMBEDDING: f"indexing{counted}",
        Stage.OPENING: "opening the new index",
        Stage.DONE: "done",
        Stage.FAILED: "not done",
    }[job.stage]


def _row(added: Added, said: Cleaned) -> list[str]:
    """Render what became of one file."""
    name = element("span", last_name(added.file), class_="file")
    if added.status is Status.QUARANTINED:
        return [name, " – set aside: ", *_why(added, said)]
    became = {
        Status.ADDED: "added as",
        Status.REPLACED: "takes the place of what was held as",
        Status.UNCHANGED: "is held already as",
    }[added.status]
    counts = [counted(added.provisions, "clause"), counted(added.references, "reference")]
    figures = ", ".join([*counts, odd_lines(added.report) or "every line has its place"])
    return [name, f" – {became} ", element("code", str(added.key)), f": {figures}"]


def _why(row: Added | QuarantinedFile, said: Cleaned) -> list[str]:
    """Say why a file was set aside, and what to do on this page; its name stands before that."""
    sentence = said(row.said).removeprefix(f"{last_name(row.file)}: ").rstrip(".")
    reason = element("code", row.reason, title=REASONS.get(row.reason))
    return [f"{sentence}. ", _REMEDIES.get(row.reason, ""), " ", reason]


def job_json(job: Job) -> dict[str, Any]:
    """Return how far a job is, for the script."""
    return {
        "number": job.number,
        "what": job.what,
        "stage": job.stage.value,
        "status": stage(job),
        "done": job.done,
        "total": job.total,
        "over": job.is_over,
        "files": len(job.rows),
    }


def quarantine_list(files: Sequence[QuarantinedFile], said: Cleaned, *, curating: bool) -> Html:
    """Render the files that were set aside, each with its reason."""
    items = [
        element(
            "li",
            element("span", last_name(one.file), class_="file"),
            f" – {one.when[:10]}: ",
            *_why(one, said),
        )
        for one in files[:_SHOWN]
    ]
    more = (
        element("p", f"And {len(files) - _SHOWN:,} more: ", element("code", "resolutions list"))
        if len(files) > _SHOWN
        else ""
    )
    return element(
        "section",
        element("h2", "Set aside"),
        element("p", "These files could not be added. They harm nothing.") if items else "",
        element("ul", *items, class_="files") if items else element("p", "No file was set aside."),
        more,
        button("Forget these files", "/library/forget") if curating and items else "",
        id="aside",
        aria_label="Set aside",
    )


def index_state(library: Library, notices: Iterable[str], settings: Settings, said: Cleaned) -> list[Html]:
    """Render the state of the index as it is on disk, in a few rows."""
    clauses = sum(len(one.provisions) for one in library.editions)
    holds = f"{counted(len(library.editions), 'text')}, {counted(clauses, 'clause')}"
    rows = [("Answers come from", holds)]
    try:
        folder = current(settings.home / "index")
        manifest = read_manifest(folder)
        holds = f"{counted(manifest.passages, 'passage')} of {counted(len(manifest.editions), 'text')}"
        rows += [("Generation", f"{folder.name}, {holds}"), ("Model", last_name(manifest.model))]
    except IndexUnavailable as error:
        rows.append(("Generation", said(str(error))))
    rows += [("Notice", said(one)) for one in notices] or [("Notices", "none")]
    return [element("dl", *(element("div", element("dt", name), element("dd", one)) for name, one in rows))]


def check_results(findings: Sequence[Finding], said: Cleaned) -> Html:
    """Render what an examination found."""
    items = [
        element(
            "li",
            element("strong", "well" if one.ok else "not well"),
            f" – {one.what}: {said(one.said)}",
            class_="" if one.ok else "unsound",
        )
        for one in findings
    ]
    wrong = sum(not one.ok for one in findings)
    summary = f"{wrong} of {len(items)} findings say that something is wrong." if wrong else "All is well."
    return element("section", element("p", summary, role="status"), element("ul", *items, class_="files"))
