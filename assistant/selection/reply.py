"""What a language model replied → which clauses it names. Nothing of it is trusted, little is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.answer import ReasonCode
from assistant.language_model.json_reply import TEXT, list_schema, object_schema, object_with, one_of
from assistant.rendering.reasons import NEAR_MISSES
from assistant.selection.prompt import data
from corpus.sentences import sentences

MOST_NAMED = 24
"""Clauses of a reply that are read."""
MISSING = tuple(code.value for code in NEAR_MISSES)
"""What may be missing where a question is not answered."""
_CHARACTERS = 20_000  # of a reply that is read
_AROUND = "“”\"'‘’ .,;:…"
_WORDS = 2_000  # characters of the words that answer, and of an opening

_FIELDS: Mapping[str, Mapping[str, Any]] = {
    "clauses": list_schema(object_schema(token=TEXT, words=TEXT, part={"type": "integer"})),
    "answered": {"type": "boolean"},
    "missing": one_of("", *MISSING),
    "opening": TEXT,
}
SCHEMA = object_schema(**_FIELDS)
"""The form of a reply, for servers that keep to one."""
TRANSLATING = object_schema(**_FIELDS, translation=TEXT)
"""The same for a question in another language than English: the opening comes with its translation."""


@dataclass(frozen=True, slots=True)
class NamedClause:
    """A clause that a reply names by its token: the `words` of it that answer, '' for all, and which part."""

    token: str
    words: str = ""
    part: int = 1


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model replied: the clauses that answer or come closest, and whether any answers.

    `translation` is the opening in the language of the question, '' where that is English.
    """

    clauses: tuple[NamedClause, ...]
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


def _named(row: object) -> NamedClause | None:
    row = {"token": row} if isinstance(row, str) else row
    if not isinstance(row, dict) or not isinstance(row.get("token"), str):
        return None
    return NamedClause(token(row["token"]), _text(row.get("words")), 2 if row.get("part") == 2 else 1)


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) and len(value) <= _WORDS else ""


def quoted_span(text: str, quotes: Sequence[str]) -> tuple[int, int] | None:
    """Return the span of the sentences that contain all of these words; None where the whole text is meant.

    Words must stand in the text once, letter for letter but for blanks. They are widened to their
    sentences: cut out of one, they may say the opposite of it.
    """
    places = [_only_place(text, quote) for quote in quotes]
    if not places or any(place is None for place in places):
        return None
    known = [place for place in places if place is not None]
    start, end = min(bound for bound, _ in known), max(bound for _, bound in known)
    spans = [span for span in sentences(text) if span[0] < end and span[1] > start]
    place = (spans[0][0], spans[-1][1])
    return place if place != (0, len(text)) else None


def _only_place(text: str, quote: str) -> tuple[int, int] | None:
    """Return where words occur in a text, if they occur exactly once."""
    wanted = data(quote).strip(_AROUND)
    plain, at = _as_shown(text)
    found = plain.find(wanted) if wanted else -1
    if found < 0 or plain.find(wanted, found + 1) >= 0:
        return None
    return at[found], at[found + len(wanted) - 1] + 1


def _as_shown(text: str) -> tuple[str, list[int]]:
    """Return a text as a model was shown it, and the place of each of its characters."""
    signs: list[str] = []
    at: list[int] = []
    for place, sign in enumerate(text):
        shown = " " if sign.isspace() else data(sign)
        if shown and not (shown == " " and signs[-1:] in ([], [" "])):
            signs.append(shown)
            at.append(place)
    return "".join(signs), at
