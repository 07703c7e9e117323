"""A file → text with structure → an edition with its provisions, references and report."""

from ingest.parse import Parse, Report, parse_file, parse_text
from ingest.printing import print_provisions
from ingest.source import Source, read_source

__all__ = ["Parse", "Report", "Source", "parse_file", "parse_text", "print_provisions", "read_source"]
