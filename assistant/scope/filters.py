"""Filters: by kind of clause, by the head's verb, by whom it addresses, by text and by year.

A United Nations paragraph is its own head, and may tell several bodies several things: each of its
verbs and addressees counts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Self

from assistant.understanding.heads import addresses, has_verb
from corpus.errors import ResolutionsError
from corpus.heads import Head
from corpus.instruments import Kind, Part, Provision
from corpus.requests import mandate_heads


class ClauseKind(StrEnum):
    """The part that a clause stands in."""

    PREAMBULAR = "preambular"
    OPERATIVE = "operative"
    ANNEX = "annex"


KIND_NAMES = {
    ClauseKind.PREAMBULAR: "recitals",
    ClauseKind.OPERATIVE: "operative clauses",
    ClauseKind.ANNEX: "annexes",
}
"""What people call the clauses of each kind."""

_KINDS = {
    Part.PREAMBLE: ClauseKind.PREAMBULAR,
    Part.OPERATIVE: ClauseKind.OPERATIVE,
    Part.ANNEX: ClauseKind.ANNEX,
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What clauses are wanted; what is '' or None is not asked.

    `verb` is a head's verb, by its stem or as it stands; `addressee` one of whom it addresses;
    `edition` a key or a name; `instrument` the same, whatever the edition; `since` and `until` years of
    adoption, both included.
    """

    kind: ClauseKind | None = None
    verb: str = ""
    addressee: str = ""
    edition: str = ""
    instrument: str = ""
    since: int | None = None
    until: int | None = None

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> Self:
        """Read filters from JSON; a year is a number or text. Raises ResolutionsError for a bad one."""
        names = [field.name for field in fields(cls)]
        for name, value in values.items():
            if name not in names:
                raise ResolutionsError(f"Unknown filter '{name}'; the filters are {', '.join(names)}")
            if not isinstance(value, str | None) and not (name in _YEARS and type(value) is int):
                raise ResolutionsError(f"the filter '{name}' is {json.dumps(value)[:60]}, which is not text")
        texts = {name: str(value).strip() for name, value in values.items() if value is not None}
        texts = {name: value for name, value in texts.items() if value}
        kind = texts.pop("kind", "").lower()
        if kind and kind not in list(ClauseKind):
            raise ResolutionsError(f"Unknown kind of clause '{kind}'; the kinds are {', '.join(ClauseKind)}")
        since, until = (_year(name, texts.pop(name, "")) for name in _YEARS)
        if since and until and since > until:
            raise ResolutionsError(f"'since' {since} is later than 'until' {until}; swap them")
        return cls(kind=ClauseKind(kind) if kind else None, since=since, until=until, **texts)

    def has_year(self, year: int) -> bool:
        """Return True if a text of a year is wanted."""
        return (self.since or year) <= year <= (self.until or year)

    def __bool__(self) -> bool:
        """Return True if anything is asked."""
        return self != Filters()

    def __str__(self) -> str:
        """Print what is asked: "kind preambular, verb 'note'"."""
        asked = [f"kind {self.kind}"] if self.kind else []
        names = ("verb", "addressee", "edition", "instrument")
        asked += [f"{name} '{value}'" for name in names if (value := getattr(self, name))]
        years = [f"from {self.since}"] if self.since else []
        years += [f"to {self.until}"] if self.until else []
        return ", ".join([*asked, *([f"year {' '.join(years)}"] if years else [])])


_YEARS = ("since", "until")
_DIGITS = 4  # of a year


def _year(name: str, value: str) -> int | None:
    if value and not (len(value) == _DIGITS and value.isascii() and value.isdigit() and value[0] != "0"):
        raise ResolutionsError(f"the filter '{name}' is '{value[:60]}', which is no year; write it as 2018")
    return int(value) if value else None


def kind_of(part: Part) -> ClauseKind | None:
    """Return the kind of the clauses of a part; a preface has none."""
    return _KINDS.get(part)


def heads_of(provision: Provision) -> Iterator[Head]:
    """Walk what governs a provision: its head, and for a paragraph that is its own all that it tells."""
    if provision.head is None:
        return
    yield provision.head
    if provision.kind != Kind.HEADING and provision.text.startswith(provision.head.verb):
        yield from mandate_heads(provision.text)


def matches_head(provision: Provision, filters: Filters, *, partial: bool = False) -> bool:
    """Return True if one head of a provision has the verb and the addressee of filters.

    `partial` lets the addressee be part of a longer name.
    """
    if not filters.verb and not filters.addressee:
        return True
    return any(
        (not filters.verb or has_verb(head.verb, filters.verb))
        and (not filters.addressee or addresses(head, filters.addressee, partial=partial))
        for head in heads_of(provision)
    )
