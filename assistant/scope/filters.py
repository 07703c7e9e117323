"""Filters: by kind of clause, by the head's verb, by whom it addresses, by text and by year.

A United Nations paragraph is its own head, and may tell several bodies several things: each of its
verbs and addressees counts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import lru_cache
from typing import Any, Self

from assistant.understanding.addressees import spelt_out
from corpus.errors import ResolutionsError
from corpus.heads import Head
from corpus.instruments import Kind, Part, Provision
from corpus.mandates import mandates
from index.tokens import words


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
    def read(cls, given: Mapping[str, Any]) -> Self:
        """Read filters from JSON; a year is a number or text. Raises ResolutionsError for a bad one."""
        names = [one.name for one in fields(cls)]
        for name, value in given.items():
            if name not in names:
                raise ResolutionsError(f"'{name}' is no filter; the filters are {', '.join(names)}")
            if not isinstance(value, str | None) and not (name in _YEARS and type(value) is int):
                raise ResolutionsError(f"the filter '{name}' is {json.dumps(value)[:60]}, which is no text")
        said = {name: str(value).strip() for name, value in given.items() if value is not None}
        said = {name: value for name, value in said.items() if value}
        kind = said.pop("kind", "").lower()
        if kind and kind not in list(ClauseKind):
            raise ResolutionsError(f"'{kind}' is no kind of clause; the kinds are {', '.join(ClauseKind)}")
        since, until = (_year(name, said.pop(name, "")) for name in _YEARS)
        if since and until and since > until:
            raise ResolutionsError(f"no year is since {since} and until {until}; exchange the two")
        return cls(kind=ClauseKind(kind) if kind else None, since=since, until=until, **said)

    def has_year(self, year: int) -> bool:
        """Tell whether a text of a year is wanted."""
        return (self.since or year) <= year <= (self.until or year)

    def __str__(self) -> str:
        """Print what is asked: "kind preambular, verb 'note'"."""
        asked = [f"kind {self.kind}"] if self.kind else []
        names = ("verb", "addressee", "edition", "instrument")
        asked += [f"{name} '{value}'" for name in names if (value := getattr(self, name))]
        years = [f"from {self.since}"] if self.since else []
        years += [f"to {self.until}"] if self.until else []
        return ", ".join([*asked, *([f"year {' '.join(years)}"] if years else [])])


_YEARS = ("since", "until")


def _year(name: str, value: str) -> int | None:
    """Read a year; '' is none. Raises ResolutionsError."""
    if value and not re.fullmatch(r"[1-9][0-9]{3}", value):
        raise ResolutionsError(f"the filter '{name}' is '{value[:60]}', which is no year; write it as 2018")
    return int(value) if value else None


_DETERMINED = re.compile(r"\b(?:the|all|three|its) ", re.IGNORECASE)
_NO_NAME = ("ITU", "Relevant", "Other", "Interested")  # capitals that lead no longer name


def kind_of(part: Part) -> ClauseKind | None:
    """Return the kind of the clauses of a part; a preface has none."""
    return _KINDS.get(part)


def heads_of(provision: Provision) -> Iterator[Head]:
    """Walk what governs a provision: its head, and for a paragraph that is its own all that it tells."""
    if provision.head is None:
        return
    yield provision.head
    if provision.kind != Kind.HEADING and provision.text.startswith(provision.head.verb):
        yield from mandates(provision.text)


def is_told(provision: Provision, filters: Filters, *, within: bool = False) -> bool:
    """Tell whether one head of a provision has the verb and the addressee of filters."""
    if not filters.verb and not filters.addressee:
        return True
    return any(
        (not filters.verb or has_verb(head, filters.verb))
        and (not filters.addressee or addresses(head, filters.addressee, within=within))
        for head in heads_of(provision)
    )


def has_verb(head: Head, verb: str) -> bool:
    """Tell whether a head has a verb, by its stem or as it stands: "instruct" in "resolves to instruct".

    >>> has_verb(Head.parse("recognizing further"), "recognise")
    True
    """
    return _has_stems(head.verb, verb)


@lru_cache(maxsize=4096)
def _has_stems(phrase: str, wanted: str) -> bool:
    """Tell whether the stems of some words stand in a row in those of others."""
    has, asked = (words(re.sub(r"is(e[sd]?|ing)\b", r"iz\1", one.lower())) for one in (phrase, wanted))
    return bool(asked) and any(has[at : at + len(asked)] == asked for at in range(len(has)))


def addresses(head: Head, body: str, *, within: bool = False) -> bool:
    """Tell whether a head addresses a body, among others: "Council" in "the ITU Council".

    A body's name within a longer one is another body, unless it is looked for `within` names:
    "Council" in "the Economic and Social Council" or in "the Chair of the Council".
    """
    return _names(head.addressed, body, within)


@lru_cache(maxsize=8192)
def _names(addressee: str, body: str, within: bool) -> bool:
    """Tell whether some words stand in an addressee, as a name of their own or within one."""
    has = _bare(addressee)
    names = {re.sub(r"^itu ", "", _bare(one.strip())) for one in (body.lower(), spelt_out(body))} - {""}
    return any(
        within or _stands_alone(has, *match.span())
        for name in names
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", has, re.IGNORECASE)
    )


def _bare(name: str) -> str:
    """Leave out of a name what does not tell it from others: articles, how many Bureaux there are."""
    return _DETERMINED.sub("", name.replace("’", "'"))


def _stands_alone(names: str, start: int, end: int) -> bool:
    """Tell a name from a part of a longer one, by the words beside it."""
    before, after = names[:start].split(), names[end : end + 2].strip()
    last = before[-1] if before and not before[-1].endswith(",") else ""
    return not (last == "of" or (last[:1].isupper() and last not in _NO_NAME) or after.isupper())
