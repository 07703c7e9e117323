"""The commands that keep the library: add, fetch, remove, list, index, doctor."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cli import contracts
from assistant.cli.asking import opened_assistant
from assistant.cli.terminal import ProgressBar, named_key, opened_library, print_json, result, say
from assistant.doctor import check_integrity
from assistant.library import backup
from assistant.library.adding import add_files
from assistant.library.fetching import fetch_texts, fetchable, instruments_to_fetch
from assistant.library.importing import Added, Allowed, Status, called
from assistant.library.library import Library
from assistant.library.quarantine import Quarantine, QuarantinedFile
from assistant.library.renewal import remove_editions, renew
from assistant.library.reviewing import add_judged, already_exists, read_review, write_review
from assistant.opening import is_indexed, update_store
from assistant.plain_text import counted, named, on_one_line
from assistant.settings import Settings, read_settings
from corpus.errors import ResolutionsError
from corpus.instruments import EditionStatus
from index.syncing import finish_syncing

if TYPE_CHECKING:
    from index.building import BuildResult
    from index.shared_store import StoreAddress


def add(arguments: Namespace) -> int:
    """Add files and folders to the library; each gets its report, a bad one harms no other."""
    settings = read_settings()
    if not arguments.paths and arguments.review is None:
        raise ResolutionsError("give files or folders, or --review with the file of a review")
    if arguments.paths and arguments.review is not None and arguments.review.exists():
        raise ResolutionsError(already_exists(arguments.review))
    _renew(settings)
    if not arguments.paths:
        return _review(arguments, settings)
    with _Watch("Reading files", "file", arguments) as watch:
        rows = add_files(
            arguments.paths,
            settings,
            key=arguments.key,
            allowed=Allowed(arguments.replace, arguments.supersede),
            watch=watch.take,
        )
    if not rows:
        say("no file was found there")
    status = _done(rows, arguments, settings)
    _propose(rows, arguments.review, settings)
    return status


def _review(arguments: Namespace, settings: Settings) -> int:
    """Add what a person has accepted in a review file, or write one with all that waits."""
    quarantine = Quarantine(settings.home, settings.quarantine)
    if not arguments.review.exists():
        _write_review(arguments.review, quarantine.proposed(), quarantine)
        return _done((), arguments, settings)
    added = {record.file: key for key, record in opened_library().records.items()}
    accepted = read_review(arguments.review, quarantine.files(), added)
    if not accepted:
        say(f"{arguments.review}: nothing in it that is not added yet is accepted; set accept = true")
    with _Watch("Adding texts", "text", arguments) as watch:
        rows = add_judged(accepted, settings, watch.take)
    status = _done(rows, arguments, settings)
    _propose(rows, None, settings)
    return status


def _propose(rows: Sequence[Added], review: Path | None, settings: Settings) -> None:
    """Write the proposals for what is not certain into a file, or say how."""
    proposed = {added.proposal.key_text for added in rows if added.proposal is not None}
    if not proposed:
        return
    quarantine = Quarantine(settings.home, settings.quarantine)
    if review is not None:
        _write_review(review, quarantine.proposed(), quarantine)
        return
    say(
        f"{counted(len(proposed), 'text')} may be what the table proposes; to judge and add them, run: "
        "resolutions add --review review.toml"
    )


def _write_review(path: Path, waiting: Sequence[QuarantinedFile], quarantine: Quarantine) -> None:
    if not waiting:
        say("no text waits for a review")
        return
    first = {quarantined.sha256: quarantined.file for quarantined in waiting}
    copies: dict[str, list[str]] = {}
    for quarantined in quarantine.files():
        if first.get(quarantined.sha256, quarantined.file) != quarantined.file:
            copies.setdefault(quarantined.sha256, []).append(quarantined.name)
    write_review(path, waiting, copies)
    say(
        f"{path}: {counted(len(waiting), 'text')} to judge; set accept = true where it is right, then run: "
        f"resolutions add --review {path}"
    )


def fetch(arguments: Namespace) -> int:
    """Fetch the official texts from the addresses in the catalogue, and add them."""
    settings, library = read_settings(), opened_library()
    wanted = instruments_to_fetch(arguments.keys, library) if arguments.keys else fetchable(library)
    if not wanted:
        say("all texts with a known address are already in the library")
    with _Watch("Fetching texts", "text", arguments) as watch:
        fetched = fetch_texts(wanted, settings, allowed=Allowed(arguments.replace), watch=watch.take)
    if fetched.unreached:
        hosts = ", ".join(f"{host} ({why})" for host, why in fetched.unreached.items())
        say(f"not reached: {hosts}; nothing from there was added. Try again with a network")
    status = _done(fetched.added, arguments, settings, unreached=sorted(fetched.unreached))
    return 1 if fetched.unreached else status


def remove(arguments: Namespace) -> int:
    """Remove editions with their originals, or what is in quarantine."""
    settings = read_settings()
    if bool(arguments.keys) == arguments.quarantine:
        raise ResolutionsError("give the keys of editions, or --quarantine, and not both")
    if arguments.quarantine:
        count = Quarantine(settings.home, settings.quarantine).clear()
        say(f"{count} files forgotten")
        return result(arguments, {"removed": [], "forgotten": count})
    keys = [named_key(text, opened_library()) for text in arguments.keys]
    for line in remove_editions(keys, settings):
        say(line)
    embedded = _update_index(settings, arguments)
    return result(arguments, {"removed": [str(key) for key in keys], "embedded": embedded})


def list_editions(arguments: Namespace) -> int:
    """Print what is held, what is named but not held, and what was set aside."""
    settings = read_settings()
    listed = contracts.library_json(opened_library(), Quarantine(settings.home, settings.quarantine).files())
    if arguments.json:
        return print_json(listed)
    width = max(len(row["key"]) for row in listed["editions"])
    for row in listed["editions"]:
        times = f"  (named {row['named']}×)" if row.get("named") else ""
        pack = f"  ({row['questions']:,} questions in its pack)" if row.get("questions") else ""
        other = "  (not the text that comes with the program)" if row.get("replaces_shipped") else ""
        title = f"{named(row['title'])}{other}{times}{pack}"
        sys.stdout.write(f"{row['status']:<16} {row['key']:<{width}} {title}\n")
        if not row["held"] and row["address"]:
            sys.stdout.write(f"{'':<17}{'':<{width}} official text: {row['address']}\n")
    for row in listed["quarantined"]:
        sys.stdout.write(f"{'quarantined':<16} {row['reason']:<{width}} {on_one_line(row['said'])}\n")
    return 0


def index(arguments: Namespace) -> int:
    """Build the index anew from the library, with question packs written before where that is asked for."""
    settings, enriched = read_settings(), None
    _renew(settings)
    if arguments.enrich is not None:
        from assistant.cli.enriching import enrich_library  # loads the client of a model

        enriched = enrich_library(arguments, settings)
        if enriched is None:
            return 1
    library = opened_library()
    built = _rebuilt(library, settings, arguments, anew=True)
    keys = [str(edition.key) for edition in library.editions]
    row = {"generation": built.folder.name, "editions": keys, "embedded": built.embedded}
    is_stored = settings.store is None or _refill(settings.store, built)
    finish_syncing()
    result(arguments, row if enriched is None else {**row, "enriched": [pack.as_json for pack in enriched]})
    return 0 if is_stored and all(pack.is_whole for pack in enriched or ()) else 1


def _refill(address: StoreAddress, built: BuildResult) -> bool:
    """Fill the vector store at an address, wait for it, and say what came of it."""
    from index.generation import read_manifest
    from index.syncing import refill

    problem = refill(built.folder.parent, address)
    say(f"{address}: {problem or f'{read_manifest(built.folder).passages:,} passages, checked'}")
    return not problem


def doctor(arguments: Namespace) -> int:
    """Examine home, library, models and index, or test the language model; say what to do about it."""
    from assistant.self_test.notices import examine_model, look_at_model

    settings = read_settings()
    tested: dict[str, Any] = {}
    if arguments.model:
        with ProgressBar("Testing the language model", "question") as progress:
            findings, found = examine_model(settings, opened_assistant, progress)
        tested = {"result": asdict(found) if found else None}
    else:
        findings = [*check_integrity(settings), *look_at_model(settings)]
    if arguments.json:
        print_json({"findings": [asdict(finding) for finding in findings], **tested})
    else:
        for finding in findings:
            sys.stdout.write(
                f"{'ok  ' if finding.ok else 'BAD '} {finding.what}: {on_one_line(finding.said)}\n"
            )
    return 0 if all(finding.ok for finding in findings) else 1


class _Watch(ProgressBar):
    """Reports each file when it is done, above a progress bar."""

    def __init__(self, what: str, unit: str, arguments: Namespace) -> None:
        """Show the bar where standard error is a terminal, or where it is asked for."""
        super().__init__(what, unit, shown=_is_shown(arguments))
        self.done = 0

    def take(self, added: Added, count: int) -> None:
        """Say what became of a file."""
        self.done += 1
        for line in _report(added):
            self.say(line)
        self(self.done, count)


def _is_shown(arguments: Namespace) -> bool:
    return sys.stderr.isatty() or bool(getattr(arguments, "progress", False))


def _report(added: Added) -> list[str]:
    report = added.report
    if added.is_aside:
        return [f"{added.said} ({added.differs})" if added.differs else added.said]
    is_draft, file = added.adoption is EditionStatus.DRAFT, called(added.file, added.text, added.page)
    what = "a draft" if is_draft else added.adoption.value
    note = f" ({what}: it supersedes nothing, and answers only questions that name it)"
    key = f"{added.key}{'' if added.adoption is EditionStatus.ADOPTED else note}"
    if added.status is Status.UNCHANGED:
        return [f"{file}: unchanged, {key}"]
    verb = "added as" if added.status is Status.ADDED else "replaces"
    removed = f", {len(report.removed)} lines removed" if report.removed else ""
    counts = f"{added.provisions} provisions, {added.references} references{removed}"
    summary = f"{counts}, {len(report.unowned)} lines unowned, {len(report.gaps)} gaps"
    return [f"{file}: {verb} {key}: {summary}", *(f"{file}: {warning}" for warning in report.warnings)]


def _done(rows: Sequence[Added], arguments: Namespace, settings: Settings, **extra: Sequence[str]) -> int:
    """Bring the index up to date and print what became of every file; 1 when one was set aside."""
    if not arguments.json and rows:
        sys.stdout.write(_table(rows))
    try:
        embedded, status = _update_index(settings, arguments) if rows else 0, 0
    except ResolutionsError as error:  # the files are kept all the same
        say(str(error))
        embedded, status = None, 1
    result(arguments, {"added": contracts.added_json(rows), "embedded": embedded, **extra})
    return 1 if any(added.is_aside for added in rows) else status


def _table(rows: Sequence[Added]) -> str:
    """Print a line a text: its edition or why it was set aside, and the figures of its parse."""
    lines = [["file", "key", "provisions", "unowned", "gaps", "references", "seconds"]]
    for added in rows:
        figures = (added.provisions, len(added.report.unowned), len(added.report.gaps), added.references)
        counts = [""] * 4 if added.is_aside else [str(figure) for figure in figures]
        key = f"quarantined: {added.reason}" if added.status is Status.QUARANTINED else str(added.key)
        if added.proposal is not None:
            key = f"proposed: {added.proposal.key_text}, {on_one_line(added.proposal.name)} ({added.reason})"
        lines.append(
            [on_one_line(called(added.file, added.text, added.page)), key, *counts, f"{added.seconds:.2f}"]
        )
    widths = [max(len(line[at]) for line in lines) for at in range(7)]
    return "".join(
        "  ".join(cell.ljust(width) if at < 2 else cell.rjust(width) for at, (cell, width) in enumerate(row))
        + "\n"
        for row in (list(zip(line, widths, strict=True)) for line in lines)
    )


def _renew(settings: Settings) -> None:
    """Parse anew what an older parser kept or damage has hit, and say so."""
    for line in renew(settings):
        say(line)


def _update_index(settings: Settings, arguments: Namespace) -> int:
    """Bring the index up to date with the library; return how many texts were embedded for it."""
    library = opened_library()
    if is_indexed(library, settings):
        update_store(settings)
        return 0
    return _rebuilt(library, settings, arguments).embedded


def _rebuilt(
    library: Library, settings: Settings, arguments: Namespace, *, anew: bool = False
) -> BuildResult:
    """Build the index, with a progress bar. Raises IndexUnavailable."""
    from assistant.opening import rebuild

    with ProgressBar("Embedding texts", "text", shown=_is_shown(arguments)) as progress:
        built = rebuild(library, settings, progress, anew=anew)
    summary = f"{len(library.editions)} editions indexed, checked and in use, {built.embedded} texts embedded"
    say(f"{built.folder}: {summary}")
    return built


def back_up(arguments: Namespace) -> int:
    """Write the home into one file."""
    made = backup.back_up(read_settings().home, arguments.file)
    return _report_contents(
        arguments, made, f"{arguments.file}: {made.files} files, {made.size / 1e6:,.1f} MB"
    )


def restore(arguments: Namespace) -> int:
    """Put a backup in the place of the home's library, conversations and accounts; or only check it."""
    if arguments.check:
        found = backup.examine(arguments.file)
        return _report_contents(
            arguments, found, f"{arguments.file}: whole, {found.files} files, made {found.made}"
        )
    found, aside = backup.restore(read_settings().home, arguments.file, replace=arguments.replace)
    message = f"{arguments.file}: restored, {found.files} files, made {found.made}"
    message += f"; what was there before is in {aside}" if aside else ""
    return _report_contents(arguments, found, f"{message}; start the pages again if they were running", aside)


def _report_contents(
    arguments: Namespace, contents: backup.Contents, message: str, aside: Path | None = None
) -> int:
    if not arguments.json:
        say(message)
    return result(arguments, {**asdict(contents), "aside": str(aside) if aside else None})
