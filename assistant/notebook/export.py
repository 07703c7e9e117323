"""Notes and collections → Markdown, Word, JSON: each clause quoted exactly, with its citation."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.exports import WORD
from assistant.exports.markdown import MEDIA_TYPE, clause, plain
from assistant.library.library import Library
from assistant.notebook.note import Collection, StoredClause
from assistant.notebook.placing import PlacedNote
from assistant.quotation import Quotation, quotation, quotation_of_words

TITLE = "Notes and collections"
_GONE = "no longer in the library"
_JOINERS = "\u200c\u200d\u200e\u200f"  # Persian, Hindi and others are written with them


@dataclass(frozen=True, slots=True)
class Notebook:
    """What is exported: collections, and notes under the names of their texts."""

    title: str
    collections: Sequence[Collection]
    texts: Sequence[tuple[str, Sequence[PlacedNote]]]
    library: Library


@dataclass(frozen=True, slots=True)
class _Quoted:
    quotation: Quotation
    note: str


def collected(kept: StoredClause, library: Library) -> tuple[Quotation, bool]:
    """Return a collected clause as it is now and True, or as it was kept and False where it is gone."""
    found = library.provision(kept.id) if kept.id else None
    return (quotation(*found), True) if found else (Quotation("", kept.words, (), kept.label), False)


def markdown(notebook: Notebook) -> str:
    """Write everything as Markdown."""
    written = []
    for style, part in _parts(notebook):
        if isinstance(part, _Quoted):
            written += [clause(part.quotation), f"— {plain(part.note)}"]
        elif style == "remark":
            written.append(f"*{plain(part)}*")
        else:
            written.append({"title": "# ", "heading": "## "}.get(style, "") + plain(part, _JOINERS))
    return "\n\n".join(written) + "\n"


def word(notebook: Notebook) -> bytes:
    """Write everything as a Word file, each citation in a footnote."""
    from assistant.exports.word_file import WordFile  # python-docx is loaded when it is wanted

    file = WordFile(notebook.title)
    for style, part in _parts(notebook):
        if isinstance(part, _Quoted):
            file.clause(part.quotation, f"{part.note}.")
        elif style in ("title", "heading"):
            file.heading(part, level=int(style == "heading"))
        else:
            file.paragraph(part, italic=style == "remark", but=_JOINERS)
    return file.saved()


def as_json(notebook: Notebook) -> str:
    """Write everything as JSON, with the ids of clauses and the places of words."""
    notes = [
        {
            "text": name,
            "clause": str(found.id or found.note.on.clause),
            "label": found.on.label,
            "words": found.on.words,
            "highlighted": found.note.highlighted,
            "start": found.start,
            "end": found.stop,
            "note": found.note.body,
            "remarks": found.remarks,
            "in_library": found.id is not None,
            "newer": str(found.newer or ""),
            "changed": found.note.changed,
        }
        for name, notes in notebook.texts
        for found in notes
    ]
    collections = [
        {
            "title": collection.title,
            "clauses": [
                {"clause": kept.clause, "label": kept.label, "words": kept.words}
                for kept in collection.clauses
            ],
        }
        for collection in notebook.collections
    ]
    return json.dumps({"collections": collections, "notes": notes}, ensure_ascii=False, indent=2) + "\n"


FORMS: dict[str, tuple[str, Callable[[Notebook], bytes]]] = {
    "docx": (WORD, word),
    "md": (MEDIA_TYPE, lambda notebook: markdown(notebook).encode()),
    "json": ("application/json", lambda notebook: as_json(notebook).encode("utf-8", "backslashreplace")),
}
"""The files that notes and collections can be exported to: by their ending, media type and writer."""


def _parts(notebook: Notebook) -> Iterator[tuple[str, str | _Quoted]]:
    """Walk an export from top to bottom: the style of each part with its words, or with a clause."""
    yield "title", notebook.title
    for collection in notebook.collections:
        if collection.title != notebook.title:
            yield "heading", collection.title
        for kept in collection.clauses:
            quoted, is_held = collected(kept, notebook.library)
            yield "clause", _Quoted(quoted, kept.label if is_held else f"{kept.label} ({_GONE})")
    for name, notes in notebook.texts:
        yield "heading", f"Notes on {name}"
        for found in notes:
            yield "clause", _Quoted(_quotation(found, notebook.library), found.on.label)
            yield from (("remark", remark) for remark in found.remarks)
            yield from (("note", line) for line in found.note.body.split("\n") if line.strip())


def _quotation(placed: PlacedNote, library: Library) -> Quotation:
    """Return the highlighted words, or the whole clause."""
    found = library.provision(placed.id) if placed.id else None
    if found is None:
        return Quotation("", placed.note.highlighted or placed.on.words, (), placed.on.label)
    if placed.start == placed.stop:
        return quotation(*found)
    return quotation_of_words(*found, placed.start, placed.stop)
