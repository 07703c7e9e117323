"""The command that checks a document."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from assistant import plain_text
from assistant.checking.document import read_document_file
from assistant.checking.export import FORMS
from assistant.checking.report import VERDICTS, CheckedDocument, changes_since, check_document, verdict_of
from assistant.cli.asking import opened_assistant
from assistant.cli.terminal import ProgressBar, result, say
from assistant.filtered import FilteredAssistant
from assistant.library.library import Library
from assistant.library.privacy import files_of_the_user
from assistant.settings import read_settings
from corpus.errors import ResolutionsError, UnreadableFile


def check(arguments: Namespace) -> int:
    """Check what a document quotes, cites and attributes; the status is 1 if something is wrong."""
    ending = arguments.output.suffix.removeprefix(".").lower() if arguments.output else ""
    if ending and ending not in FORMS:
        raise ResolutionsError(
            f"{arguments.output}: a report cannot be written as this; let the name end in .docx, .md or .json"
        )
    if ending and not arguments.output.parent.is_dir():
        raise ResolutionsError(f"{arguments.output}: its folder does not exist; make it first")
    earlier = _read_report(arguments.again) if arguments.again else None
    limits, before = read_settings().limits, arguments.before_changes
    document = read_document_file(arguments.file, limits, before_changes=before)
    assistant = opened_assistant()
    library, body = assistant.library, next(iter(assistant.subject), None)
    with ProgressBar("Checking", "statement", shown=sys.stderr.isatty()) as bar:
        checked = check_document(document, FilteredAssistant(assistant), library, body, bar)
    for warning in checked.document.warnings:
        say(f"{arguments.file}: {warning}")
    if ending:
        written = FORMS[ending].write(checked, library, arguments.file.read_bytes())
        with files_of_the_user():
            arguments.output.write_bytes(written)
    report = checked.as_json()
    if earlier is not None:
        changes = changes_since(earlier, report)
        lines = changes or ["the same document, texts, program and verdicts"]
        return result(arguments, {"changes": changes}, *map(plain_text.program_line, lines)) or int(
            bool(changes)
        )
    is_faulty = any(finding.is_fault and not finding.needs_reading for finding in checked.findings)
    return result(arguments, report, *_lines(checked, library)) or int(is_faulty)


def _lines(checked: CheckedDocument, library: Library) -> Iterator[str]:
    """Walk the lines of a report: what is wrong first, in the order of the document, then the count."""
    paragraphs = checked.document.paragraphs
    for finding in checked.findings:
        if not finding.is_fault:
            continue
        yield f"line {paragraphs[finding.paragraph].line}: {VERDICTS[verdict_of(finding)]}"
        yield plain_text.quote(finding.words)
        yield from (plain_text.program_line(f"{reason}.") for reason in finding.reasons)
        if found := library.provision(finding.provision) if finding.provision else None:
            yield plain_text.quote(found[1].text)
            yield plain_text.citation(found[0].citation(found[1]))
        yield ""
    for citation in checked.citations:
        if citation.is_fault:
            line = paragraphs[citation.paragraph].line
            yield plain_text.program_line(
                f"line {line}: {citation.reference.name}: {citation.reference.said}"
            )
    yield plain_text.program_line(checked.summary)


def _read_report(path: Path) -> dict[str, object]:
    try:
        report = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be read ({error.strerror}); give an earlier report") from error
    except ValueError as error:
        raise UnreadableFile(f"{path}: no JSON; give a report that 'resolutions check' wrote") from error
    if not isinstance(report, dict):
        raise UnreadableFile(f"{path}: no report; give one that 'resolutions check' wrote")
    return report
