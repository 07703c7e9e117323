r"""The forms in which bodies take proposals, a file for each: it has the name of the organisation in keys.

    FORMS["itu"].lines[Operation.MODIFIED]    "MOD\t{number}"

Words in braces are filled in: `body`, the fields of About, and in a line `number`, `count`, `place` and
`previous`, the place before an insertion. With capitals ({Place}, {GATHERING}) what is filled in has them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any

from assistant.proposals.numbering import Numbering
from assistant.proposals.proposal import Operation


@dataclass(frozen=True, slots=True)
class Form:
    """How a body prints a proposal.

    `left`, `right` and `centre` are the lines of its head, `lines` what opens a clause to which something is
    done. `gatherings` are words for who meets, of which the body's name has one. `places` are a body's own
    words for the beginnings of labels and of names of texts.
    """

    name: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    centre: tuple[str, ...]
    lines: Mapping[Operation, str]
    reasons: str
    prints_whole: bool
    numbering: Numbering
    margin_numbering: Numbering
    number: str
    asks_reasons: frozenset[Operation]
    gatherings: tuple[str, ...]
    places: Mapping[str, str]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Form:
        """Read a form from its file."""
        return cls(
            data["name"],
            tuple(data["left"]),
            tuple(data["right"]),
            tuple(data["centre"]),
            {Operation(operation): line for operation, line in data["lines"].items()},
            data["reasons"],
            data["prints"] == "whole",
            Numbering(data["numbering"]),
            Numbering(data.get("margin_numbering", data["numbering"])),
            data.get("number", "{count}"),
            frozenset(map(Operation, data.get("asks_reasons", ()))),
            tuple(data.get("gatherings", ("Meeting",))),
            data.get("places", {}),
        )


FORMS: Mapping[str, Form] = {
    path.stem: Form.of(tomllib.loads(path.read_text(encoding="utf-8")))
    for path in sorted(Path(__file__).with_name("forms").glob("*.toml"))
}
"""The forms by the name of their file."""


def filled(pattern: str, values: Mapping[str, str]) -> str:
    """Return a line with its values, '' where it has places for some and all of them are empty."""
    fields = [field for _, field, _, _ in Formatter().parse(pattern) if field]
    found = {field: _cased(values[field.lower()], field) for field in fields}
    return pattern.format_map(found) if not fields or any(found.values()) else ""


def _cased(value: str, field: str) -> str:
    if field.isupper():
        return value.upper()
    return value[:1].upper() + value[1:] if field[0].isupper() else value
