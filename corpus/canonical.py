"""The canonical JSON of an edition: what the library keeps and `export` prints.

`to_json` and `from_json` are inverses. Within the document, ids are eIds and labels are short;
the key stands once, beside the edition.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from corpus.heads import Head
from corpus.instruments import Edition, EditionStatus, Kind, Mark, Provision, Reference, Relation
from corpus.keys import EditionKey, InstrumentKey, ProvisionId

ABOUT = ("name", "title", "revision", "adopted", "language", "sha256")
"""The text fields of an edition; its key and status are written separately."""
_KINDS = {kind.value: kind for kind in Kind}
_head = lru_cache(4096)(Head.parse)  # every provision below a head repeats it


def to_json(edition: Edition) -> dict[str, Any]:
    """Return the edition as plain dictionaries and lists."""
    return {
        "edition": {
            "key": str(edition.key),
            **{name: getattr(edition, name) for name in ABOUT},
            **status_json(edition.status),
        },
        "provisions": [provision_json(provision) for provision in edition.provisions],
        "references": [reference_json(reference) for reference in edition.references],
    }


def to_text(edition: Edition) -> str:
    """Print the edition as JSON, a provision and a reference a line.

    A person can read it and compare two of them; it is written and read faster than with indents.
    """
    document = to_json(edition)
    parts = [f'"edition": {_line(document["edition"])}']
    parts += [
        f'"{name}": [' + ",".join(f"\n{_line(row)}" for row in document[name]) + "\n]"
        for name in ("provisions", "references")
    ]
    return "{" + ",\n".join(parts) + "}\n"


def fingerprint(edition: Edition) -> str:
    """Return the hash of an edition's JSON: editions with the same fingerprint have the same index."""
    return hashlib.sha256(to_text(edition).encode()).hexdigest()


def from_json(document: Mapping[str, Any]) -> Edition:
    """Read what `to_json` wrote. Raises InvalidKey, KeyError or ValueError when it is damaged."""
    about = document["edition"]
    return Edition(
        key=EditionKey.parse(about["key"]),
        **{name: about[name] for name in ABOUT},
        provisions=tuple(read_provision(row) for row in document["provisions"]),
        references=tuple(read_reference(row) for row in document["references"]),
        status=read_status(about),
    )


def status_json(status: EditionStatus) -> dict[str, str]:
    """Return the status of an edition that is not adopted; nothing for adopted law, which is the rule."""
    return {} if status is EditionStatus.ADOPTED else {"status": status.value}


def read_status(about: Mapping[str, Any]) -> EditionStatus:
    """Read what `status_json` wrote. Raises ValueError when it is damaged."""
    return EditionStatus(about.get("status", EditionStatus.ADOPTED))


def provision_json(provision: Provision) -> dict[str, Any]:
    """Return one provision; emphasis as [start, end, style]."""
    return {
        "id": provision.eid,
        "label": provision.label,
        "parent": provision.parent,
        "kind": provision.kind.value,
        "text": provision.text,
        "head": provision.head.text if provision.head else "",
        "anchor": provision.anchor,
        "line": provision.line,
        **({"page": provision.page} if provision.page else {}),
        "marker": provision.marker,
        "marks": [[mark.start, mark.end, mark.style] for mark in provision.marks],
        "inline": provision.inline,
    }


def reference_json(reference: Reference) -> dict[str, Any]:
    """Return one reference; `start` is where its words begin in the text of `from`."""
    return {
        "from": reference.source,
        "text": reference.text,
        "start": reference.start,
        "target": str(reference.target),
        **({"relation": reference.relation.value} if reference.relation else {}),
    }


def read_target(text: str) -> InstrumentKey | EditionKey | ProvisionId:
    """Read the target of a reference by its form. Raises InvalidKey."""
    if "#" in text:
        return ProvisionId.parse(text)
    return EditionKey.parse(text) if text.count("/") == 2 else InstrumentKey.parse(text)


def read_provision(row: Mapping[str, Any]) -> Provision:
    """Read what `provision_json` wrote. Raises KeyError or TypeError when it is damaged."""
    return Provision(
        eid=row["id"],
        label=row["label"],
        parent=row["parent"],
        kind=_KINDS[row["kind"]],
        text=row["text"],
        line=row["line"],
        head=_head(row["head"]) if row["head"] else None,
        anchor=row["anchor"],
        marker=row["marker"],
        marks=tuple(Mark(*mark) for mark in row["marks"]),
        inline=row["inline"],
        page=row.get("page", 0),
    )


def _line(row: Mapping[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False)


def read_reference(row: Mapping[str, Any]) -> Reference:
    """Read what `reference_json` wrote. Raises InvalidKey, KeyError or ValueError when it is damaged."""
    start, text = row["start"], row["text"]
    relation = Relation(row["relation"]) if "relation" in row else None
    return Reference(row["from"], text, start, start + len(text), read_target(row["target"]), relation)
