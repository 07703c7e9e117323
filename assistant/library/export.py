"""An edition → a file of it: JSON in the shape of `parse`, or Akoma Ntoso."""

from __future__ import annotations

import json

from assistant.library.library import Library
from corpus.canonical import to_json
from corpus.instruments import Edition
from ingest.handover import report_json

FORMS = {"json": ("json", "application/json"), "akn": ("xml", "application/xml")}
"""How an edition can be written: by name, the ending of the file and its media type."""


def serialized(edition: Edition, library: Library, form: str) -> str:
    """Print an edition in a form of FORMS; JSON has the report of its parse."""
    if form == "akn":
        from ingest.akn import print_akn

        return print_akn(edition)
    document = {**to_json(edition), **report_json(library.records[edition.key].report)}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
