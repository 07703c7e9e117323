"""Which duties are wanted, and in what order and groups: read from an address, applied to a register."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from functools import lru_cache
from typing import Self, TypeVar
from urllib.parse import urlencode

from assistant.drafting.recurrence import last_day
from assistant.drafting.strength import Strength
from assistant.drafting.timing import TimeKind
from assistant.register.bodies import Body, split_organisation
from assistant.register.entries import DutyRegister, Entry
from assistant.understanding.addressees import spelt_out
from assistant.understanding.heads import addresses, has_verb
from assistant.understanding.names.asked import edition_key, instrument_key
from corpus.errors import ResolutionsError, UnknownEdition
from corpus.issuers import organisation

_Choice = TypeVar("_Choice", bound=StrEnum)
_LONGEST = 200  # characters of a field
_FAR = 9  # of a date that is not there: behind all others
_SINGLE = re.compile(r"\A(?:the )?(?P<office>[a-z-]+) of (?:the )?(?P<of>.+)", re.IGNORECASE)


class When(StrEnum):
    """Which duties are wanted by their time."""

    ALL = "all"
    TIMED = "timed"
    RECURRING = "recurring"
    DUE = "due"


class Grouping(StrEnum):
    """What duties are grouped by."""

    TEXT = "text"
    BODY = "body"


class Order(StrEnum):
    """The order of duties within their group."""

    TEXT = "text"
    BODY = "body"
    FORCE = "force"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class DutyQuery:
    """Which duties are wanted; an empty field does not filter.

    `verb` is a force or a verb, `text` the key or the name of an edition or an instrument.
    """

    body: str = ""
    verb: str = ""
    text: str = ""
    words: str = ""
    when: When = When.ALL
    superseded: bool = False
    group: Grouping = Grouping.TEXT
    sort: Order = Order.TEXT

    @classmethod
    def read(cls, params: Mapping[str, str]) -> Self:
        """Read it from the fields of an address. Raises ResolutionsError for a bad one."""
        free = {name: params.get(name, "").strip() for name in ("body", "verb", "text", "words")}
        for name, value in free.items():
            if len(value) > _LONGEST:
                raise ResolutionsError(
                    f"the field '{name}' has {len(value):,} characters, more than {_LONGEST}; use fewer words"
                )
        return cls(
            **free,
            when=_choice(When, "when", params),
            superseded=params.get("superseded", "") not in ("", "0"),
            group=_choice(Grouping, "group", params),
            sort=_choice(Order, "sort", params),
        )

    @property
    def query(self) -> str:
        """The fields of its address, without those that ask nothing."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        changed = {name: value for name, value in values.items() if value != getattr(DutyQuery(), name)}
        return urlencode({name: "1" if value is True else str(value) for name, value in changed.items()})


def _choice(choices: type[_Choice], name: str, params: Mapping[str, str]) -> _Choice:
    """Read one of some values; the first where none is given. Raises ResolutionsError."""
    value = params.get(name, "").strip().lower() or next(iter(choices)).value
    if value not in list(choices):
        raise ResolutionsError(f"'{value[:40]}' is no value of '{name}'; use {', '.join(choices)}")
    return choices(value)


def narrowed(register: DutyRegister, query: DutyQuery, first: str) -> tuple[DutyQuery, tuple[Body, ...]]:
    """Return the query with one body where several organizations have the name, and the other bodies.

    The body is that of the organization `first`, or the one with most duties. A named text decides by itself.
    """
    body, others = register.bodies.meant(query.body, first) if query.body else (None, ())
    if body is None or not others or query.text:
        return query, ()
    return replace(query, body=body.label), others


def select(register: DutyRegister, query: DutyQuery) -> tuple[Entry, ...]:
    """Return the duties that are wanted, sorted. Raises UnknownEdition for a text not in the library."""
    found = [entry for entry in _of_texts(register, query) if _has_verb(entry, query.verb)]
    found = [entry for entry in found if _has_time(entry, query.when) and _has_words(entry, query.words)]
    if query.body:
        found = _for_body(register, found, query.body)
    return tuple(sorted(found, key=lambda entry: _place(entry, query.sort)))  # stable: else as in the texts


def _for_body(register: DutyRegister, among: Sequence[Entry], body: str) -> list[Entry]:
    """Return the duties of a body and of the groups it belongs to, in the order of the texts.

    If no duty addresses the whole name, longer names that contain it count.
    """
    bodies = set(register.bodies.find(body))
    bare, owner = split_organisation(body)
    names = {bare, spelt_out(bare).strip(), *(known_body.name for known_body in bodies)}
    among = [entry for entry in among if owner in ("", organisation(entry.key.instrument))]
    shared = {
        id(entry)
        for entry in among
        if any(is_one_of(name, group) for name in names for group in entry.duty.addressees)
    }
    if bodies:
        own = {id(entry) for entry in among if bodies.intersection(register.bodies.of(entry.duty))}
    else:
        own = {id(entry) for entry in among if addresses(entry.duty.head, bare)}
        own = own or {id(entry) for entry in among if addresses(entry.duty.head, bare, partial=True)}
    found = (entry for entry in among if id(entry) in own | shared)
    return [replace(entry, is_shared=True) if id(entry) in shared else entry for entry in found]


@lru_cache(maxsize=8192)
def is_one_of(body: str, group: str) -> bool:
    """Return True if a group's name is the plural of a body's, or has what the body is of.

    >>> is_one_of("Director of the Harbour Bureau", "Directors of the three Bureaux")
    True
    """
    single, several = _SINGLE.fullmatch(body.strip()), _SINGLE.fullmatch(group)
    if not single or not several or several["office"].lower() != f"{single['office'].lower()}s":
        return False
    of, those = single["of"].lower(), several["of"].lower()
    last = of.split()[-1]
    plural = those.split()[-1] in (f"{last}s", f"{last}x") and len(those.split()) <= len(("three", last))
    return plural or of in those


def grouped(
    register: DutyRegister, entries: Sequence[Entry], by: Grouping
) -> list[tuple[str, tuple[Entry, ...]]]:
    """Return the duties by their text or by each body that they address, groups in order.

    A duty of two bodies is in both groups. Groups by body are in the order of the alphabet.
    """
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        bodies = register.bodies.of(entry.duty) if by is Grouping.BODY else ()
        names = [body.label for body in bodies] if by is Grouping.BODY else [entry.edition]
        for name in names:
            groups.setdefault(name, []).append(entry)
    order = sorted(groups, key=str.casefold) if by is Grouping.BODY else list(groups)
    return [(name, tuple(groups[name])) for name in order]


def _of_texts(register: DutyRegister, query: DutyQuery) -> tuple[Entry, ...]:
    """Return the duties of the texts that are wanted; a superseded edition counts where it is named."""
    if not query.text:
        return register.entries(superseded=query.superseded)
    library = register.library
    key = edition_key(query.text, library)
    names_edition = key is not None and str(key.year) in query.text  # not its instrument alone
    if key is not None and names_edition and library.is_pending(key):
        raise UnknownEdition(f"“{library.edition(key).name}” has no duties to list: it is not adopted")
    if key is not None and names_edition and library.find(key):
        return register.of(key)
    instrument = key.instrument if key else instrument_key(query.text, library)
    editions = library.instruments.get(instrument, ()) if instrument else ()
    if not editions:
        raise UnknownEdition(f"“{query.text}” is not in the library")
    shown = editions if query.superseded else editions[:1]
    return tuple(entry for edition in shown for entry in register.of(edition.key))


def _has_verb(entry: Entry, verb: str) -> bool:
    if verb.lower() in list(Strength):
        return entry.strength == Strength(verb.lower())
    return not verb or has_verb(entry.duty.head.verb, verb)


def _has_time(entry: Entry, when: When) -> bool:
    kinds = {time.kind for time in entry.times}
    if when is When.RECURRING:
        return TimeKind.FREQUENCY in kinds
    if when is When.DUE:
        return bool(kinds - {TimeKind.FREQUENCY})
    return when is When.ALL or bool(kinds)


def _has_words(entry: Entry, words: str) -> bool:
    whole = f"{entry.addressees} {entry.verb} {entry.words} {entry.duty.label}".casefold()
    return all(word in whole for word in words.casefold().split())


def _place(entry: Entry, order: Order) -> tuple[int, str]:
    if order is Order.BODY:
        return 0, entry.addressees.casefold()
    if order is Order.FORCE:
        return (entry.strength.rank if entry.strength else _FAR), ""
    return (0, "") if order is Order.TEXT else _when(entry)


def _when(entry: Entry) -> tuple[int, str]:
    """Return the place of a duty by its time: what has a date first, then what recurs, then the rest."""
    dates = [day.day.isoformat() for time in entry.times if (day := last_day(time.words))]
    if dates:
        return 0, min(dates)
    kinds = {time.kind for time in entry.times}
    ranks = (TimeKind.PROMPT, TimeKind.FREQUENCY, TimeKind.EVENT)
    return next((at for at, kind in enumerate(ranks, 1) if kind in kinds), _FAR), ""
