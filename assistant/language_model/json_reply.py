"""The JSON object that a language model is asked for, and those in what it wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

_OBJECTS = 20  # braces at which an object is looked for
_THOUGHT = ("<think>", "</think>")
TEXT: Mapping[str, Any] = {"type": "string"}


def object_schema(**fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the JSON schema of an object with these fields and no others."""
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


def list_schema(items: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the JSON schema of a list."""
    return {"type": "array", "items": items}


def one_of(*texts: str) -> Mapping[str, Any]:
    """Return the JSON schema of a text that is one of these."""
    return {"type": "string", "enum": list(texts)}


def json_objects(text: str, most: int) -> Iterator[Mapping[str, Any]]:
    """Walk the JSON objects that begin at the first braces.

    What a model thought before it replied is left out. Raises ValueError where more than `most` characters
    are left.
    """
    opens, closes = _THOUGHT
    while opens in text:
        before, _, rest = text.partition(opens)
        text = before + rest.partition(closes)[2]
    text = text.rpartition(closes)[2]
    if len(text) > most:
        raise ValueError(f"the reply has {len(text):,} characters, more than {most:,}")
    place = -1
    for _ in range(_OBJECTS):
        place = text.find("{", place + 1)
        if place < 0:
            return
        try:
            row, _ = json.JSONDecoder().raw_decode(text, place)
        except (ValueError, RecursionError):
            continue
        if isinstance(row, dict):
            yield row


def object_with(text: str, fields: Mapping[str, type], most: int) -> Mapping[str, Any]:
    """Return the first JSON object of a reply that has these fields, each of its type.

    Raises ValueError if there is none, or if the reply has more than `most` characters.
    """
    for row in json_objects(text, most):
        if all(isinstance(row.get(name), kind) for name, kind in fields.items()):
            return row
    raise ValueError("the reply has no JSON object of the form that was asked for")
