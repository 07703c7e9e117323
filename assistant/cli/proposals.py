"""The command that puts proposals in one table."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from assistant import plain_text
from assistant.cli.terminal import opened_library, result, say
from assistant.comparison.redline import marked
from assistant.library.privacy import files_of_the_user
from assistant.proposals.incoming import ProposalFile, read_proposal_files
from assistant.proposals.table import Row, Table, tables_of
from assistant.proposals.table_files import FORMS
from assistant.settings import read_settings
from corpus.errors import ResolutionsError
from ingest.files import read_file


def table(arguments: Namespace) -> int:
    """Print the tables of proposals; the status is 1 if a file cannot be read."""
    to = arguments.to
    ending = to.suffix.removeprefix(".").lower() if to else ""
    if to and ending not in FORMS:
        raise ResolutionsError(f"{to}: a table cannot be written as this; let the name end in .docx or .xlsx")
    limits = read_settings().limits
    files = [ProposalFile(path.name, read_file(path, limits.size)) for path in arguments.files]
    library = opened_library()
    proposals, refusals = read_proposal_files(files, library, limits)
    for refusal in refusals:
        say(refusal)
    tables = tables_of(proposals, library)
    if to and tables:
        with files_of_the_user():
            to.write_bytes(FORMS[ending].write(tables))
    lines = [line for each in tables for line in _lines(each)]
    result(arguments, {"tables": [each.as_json() for each in tables], "refused": list(refusals)}, *lines)
    return int(bool(refusals))


def _lines(table: Table) -> Iterator[str]:
    yield plain_text.program_line(f"{table.edition.name}: {table.summary}")
    for proposal in table.proposals:
        yield plain_text.program_line(f"{proposal.name}. {' '.join(proposal.notes)}".strip())
    for row in table.rows:
        yield ""
        yield from _row_lines(row)


def _row_lines(row: Row) -> Iterator[str]:
    yield plain_text.program_line(f"{row.place}: {row.standing.value}")
    if not row.is_insertion:
        yield plain_text.quote(row.adopted)
    for entry in row.entries:
        yield plain_text.program_line(f"{entry.by}, {entry.what}:")
        if entry.edits:
            yield plain_text.changed(marked(entry.edits))
    for collision in row.collisions:
        yield plain_text.program_line(f"collides: {collision}")
