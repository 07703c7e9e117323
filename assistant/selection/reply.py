"""What a language model replied → which clauses it names. Nothing of it is trusted, little is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.answer import ReasonCode
from assistant.language_model.json_reply import object_with
from assistant.rendering.reasons import NEAR_MISSES

MOST_NAMED = 24
"""Clauses of a reply that are read."""
MISSING = tuple(code.value for code in NEAR_MISSES)
"""What may be missing where a question is not answered."""
_CHARACTERS = 20_000  # of a reply that is read
_WORDS = 2_000  # characters of the words that answer, and of an opening

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "clauses": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "token": {"type": "string"},
                    "words": {"type": "string"},
                    "part": {"type": "integer"},
                },
                "required": ["token", "words", "part"],
                "additionalProperties": False,
            },
        },
        "answered": {"type": "boolean"},
        "missing": {"type": "string", "enum": ["", *MISSING]},
        "opening": {"type": "string"},
    },
    "required": ["clauses", "answered", "missing", "opening"],
    "additionalProperties": False,
}
"""The form of a reply, for servers that keep to one."""
TRANSLATING: Mapping[str, Any] = {
    **SCHEMA,
    "properties": {**SCHEMA["properties"], "translation": {"type": "string"}},
    "required": [*SCHEMA["required"], "translation"],
}
"""The same for a question in another language than English: the opening comes with its translation."""


@dataclass(frozen=True, slots=True)
class Named:
    """A clause that a reply names by its token: the `words` of it that answer, '' for all, and which part."""

    token: str
    words: str = ""
    part: int = 1


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model replied: the clauses that answer or come closest, and whether any answers.

    `translation` is the opening in the language of the question, '' where that is English.
    """

    clauses: tuple[Named, ...]
    answered: bool
    missing: ReasonCode = ReasonCode.FACT_ABSENT
    opening: str = ""
    translation: str = ""


def read_reply(text: str) -> Reply:
    """Read a reply, with or without text around its JSON. Raises ValueError if none has the right form."""
    row = object_with(text, {"answered": bool, "clauses": list}, _CHARACTERS)
    missing = row.get("missing")
    return Reply(
        tuple(filter(None, map(_named, row["clauses"][:MOST_NAMED]))),
        row["answered"],
        ReasonCode(missing) if missing in MISSING else ReasonCode.FACT_ABSENT,
        _text(row.get("opening")),
        _text(row.get("translation")),
    )


def token(text: str) -> str:
    """Return a token as it was given: without brackets, in small letters.

    >>> token("[C3] ")
    'c3'
    """
    return text.strip("[] ").lower()


def _named(row: object) -> Named | None:
    row = {"token": row} if isinstance(row, str) else row
    if not isinstance(row, dict) or not isinstance(row.get("token"), str):
        return None
    return Named(token(row["token"]), _text(row.get("words")), 2 if row.get("part") == 2 else 1)


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) and len(value) <= _WORDS else ""
