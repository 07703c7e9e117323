"""The inventory: which editions a library must have, so that lost files are noticed.

    library/EDITIONS.json  {"itu-pp/res-900/2030": {"file", "sha256", "fetched"}}, and "stated" where a person
                           gave name, title or day

An edition is added to the list after it is written, and taken off before it is removed. The files on disk
decide: an unlisted edition is in the library all the same, and the next renewal lists it.
Shipped texts are not listed; they are there at every start.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from assistant.library.storage import INVENTORY, SHIPPED, Record, originals, place, write_durably
from corpus.keys import EditionKey
from ingest.stated import NOTHING_STATED, read_stated

_DAMAGE = (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError)


def _row(record: Record) -> dict[str, Any]:
    """Return a row of the list; what nobody stated is left out."""
    row: dict[str, Any] = {"file": record.file, "sha256": record.sha256, "fetched": record.fetched}
    row |= {"part": record.part, "parts": record.parts} if record.parts > 1 else {}
    return row if record.stated == NOTHING_STATED else {**row, "stated": record.stated.as_json()}


def read_inventory(folder: Path) -> dict[EditionKey, Record]:
    """Read which editions a library must have; a list that is missing or damaged names none."""
    return find_inventory(folder) or {}


def find_inventory(folder: Path) -> dict[EditionKey, Record] | None:
    """Read which editions a library must have; None where the list is missing or damaged."""
    try:
        rows = json.loads((folder / INVENTORY).read_text(encoding="utf-8"))
        return {
            EditionKey.parse(key): Record(
                str(row["file"]),
                str(row["sha256"]),
                fetched=str(row["fetched"]),
                part=int(row.get("part", 1)),
                parts=int(row.get("parts", 1)),
                stated=read_stated(row.get("stated", {})),
            )
            for key, row in rows.items()
        }
    except _DAMAGE:
        return None


def list_editions(folder: Path, records: Mapping[EditionKey, Record]) -> None:
    """Add editions to the list, or update their rows. Raises OSError."""
    listed = read_inventory(folder)
    added = {key: record for key, record in records.items() if record.file != SHIPPED}
    _write(folder, listed, {**listed, **added})


def unlist_edition(folder: Path, key: EditionKey) -> None:
    """Take an edition off the list, before it is removed. Raises OSError."""
    listed = read_inventory(folder)
    _write(folder, listed, {other: record for other, record in listed.items() if other != key})


def lost_editions(folder: Path, listed: Iterable[EditionKey]) -> tuple[EditionKey, ...]:
    """Return those of listed editions of which neither the text nor an original is there, in order."""
    places = ((place(folder, key), key) for key in sorted(listed))
    return tuple(key for path, key in places if not path.exists() and not originals(path))


def lost(key: EditionKey) -> str:
    """Say that nothing is left of an edition, and what to do."""
    return (
        f"'{key}': its text and its original are both lost; add the file again, or run: "
        f"resolutions remove {key}"
    )


def _write(folder: Path, before: Mapping[EditionKey, Record], after: Mapping[EditionKey, Record]) -> None:
    """Write the list, in the order of the keys, where it is another one."""
    previous, rows = ({str(key): _row(listed[key]) for key in sorted(listed)} for listed in (before, after))
    if rows != previous:
        # ASCII: a file's name may be no text.
        write_durably(folder / INVENTORY, (json.dumps(rows, indent=1) + "\n").encode())
