"""The command that lists what several texts share: streamline."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from assistant import plain_text
from assistant.cli import contracts
from assistant.cli.terminal import named_key, opened_library, result, say
from assistant.comparison.comparison import Comparisons
from assistant.settings import read_settings
from assistant.streamlining.clauses import Clause
from assistant.streamlining.map import StreamliningMap, streamlining_map
from assistant.web.addresses import address
from corpus.errors import ResolutionsError

_ENDINGS = (".xlsx", ".docx")


def streamline(arguments: Namespace) -> int:
    """Print the map of some texts, or write it as a file."""
    if arguments.to and arguments.to.suffix.lower() not in _ENDINGS:
        raise ResolutionsError(
            f"{arguments.to}: a map cannot be written as this; let the name end in .xlsx or .docx"
        )
    if arguments.to and not arguments.to.parent.is_dir():
        raise ResolutionsError(f"{arguments.to}: its folder does not exist; make it first")
    library = opened_library()
    keys = [named_key(text, library) for text in arguments.texts]
    found = streamlining_map(library, keys, Comparisons(library))
    if arguments.to:
        arguments.to.write_bytes(_written(found, arguments.to.suffix.lower()))
        say(f"{arguments.to}: {plain_text.counted(len(found.lines), 'line')} written")
        if not arguments.json:
            return 0
    return result(arguments, contracts.streamlining_json(found), *_lines(found))


def _written(found: StreamliningMap, ending: str) -> bytes:
    """Write a map as a file; python-docx and openpyxl are loaded when they are wanted."""
    from assistant.streamlining.files import word_file, xlsx_file

    base = read_settings().address

    def link(clause: Clause) -> str:
        return f"{base}{address(clause.edition.id_of(clause.provision))}" if base else ""

    return xlsx_file(found, link) if ending == ".xlsx" else word_file(found)


def _lines(found: StreamliningMap) -> Iterator[str]:
    yield from map(plain_text.program_line, found.remarks)
    for line in found.lines:
        yield ""
        yield plain_text.program_line(f"{line.action.upper()}: {line.reason} ({line.relation}, {line.share})")
        for clause in (line.clause, line.other):
            yield plain_text.quote(clause.provision.text)
            yield plain_text.citation(clause.citation)
    counts = ", ".join(f"{number} {action}" for action, number in found.counts.items())
    yield from ("", f"{plain_text.counted(len(found.lines), 'line')}: {counts}. For people to decide.")
