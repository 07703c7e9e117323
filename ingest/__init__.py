"""A file → text with structure → an edition with its provisions, references and report."""

from ingest.parse import Parse, Report, parse_file, parse_source
from ingest.readers import read_source
from ingest.source import Source
from ingest.text.reading import text_source

__all__ = [
    "Parse",
    "Report",
    "Source",
    "parse_file",
    "parse_source",
    "read_source",
    "text_source",
]
