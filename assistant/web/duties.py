"""Duties as the templates show them: choices, the table in groups, dates and mentions; no HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from assistant.drafting.recurrence import Recurrence, Unit
from assistant.drafting.strength import Strength
from assistant.register.calendar_export import Occurrence
from assistant.register.entries import DutyRegister, Entry
from assistant.register.office import Mention
from assistant.register.selection import DutyQuery, Grouping, Order, When, grouped
from assistant.web.wording import end_of, start_of

FEW = 25  # duties that are shown at once: so many are read on a phone
CLOSED = "none"  # the group that is open where all are closed
_AROUND = 110  # characters on each side of a mention
NAMES: Mapping[str, Mapping[str, str]] = {
    "whens": {
        When.ALL: "Any",
        When.TIMED: "With a time",
        When.RECURRING: "Recurring",
        When.DUE: "Due by a date or an event",
    },
    "groups": {Grouping.TEXT: "Text", Grouping.BODY: "Addressee"},
    "orders": {
        Order.TEXT: "Order of the text",
        Order.BODY: "Addressee",
        Order.FORCE: "Force",
        Order.TIME: "Time",
    },
    "forces": {
        Strength.BINDING: "Binding: instructs, decides …",
        Strength.REQUESTING: "Requesting: requests, calls upon …",
        Strength.INVITING: "Inviting: invites, encourages, urges …",
    },
}
"""What the choices of the form are called."""
_PARTICULARS = {"When": "times", "Condition": "conditions", "Reports to": "reports_to"}
"""The columns that many tables have nothing in."""
_EVERY = {Unit.DAILY: "day", Unit.WEEKLY: "week", Unit.MONTHLY: "month", Unit.YEARLY: "year"}


@dataclass(frozen=True, slots=True)
class Group:
    """The duties of a text or of a body: how many there are, and those that are shown.

    `toggle` are the fields that open or close it; '' where it cannot be closed.
    """

    name: str
    count: int
    duties: Sequence[Entry]
    toggle: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The groups of a table, of which one is open where there are many duties."""

    groups: tuple[Group, ...]
    count: int
    texts: int
    forces: tuple[tuple[Strength, int], ...]
    shared: int

    @property
    def empty(self) -> tuple[str, ...]:
        """The columns in which no duty that is shown has anything."""
        return empty_columns([entry for group in self.groups for entry in group.duties])


def listing(register: DutyRegister, entries: Sequence[Entry], by: Grouping, opened: str) -> Listing:
    """Return duties in groups.

    All groups are open where there are few duties. Else one is: `opened`, that of the main text, or the
    first one; none where `opened` is CLOSED.
    """
    groups = dict(grouped(register, entries, by))
    few = sum(map(len, groups.values())) <= FEW
    main = register.library.find(register.subject) if register.subject else None
    first = (opened, main.name if main else "", *groups)
    open_name = "" if opened == CLOSED else next((name for name in first if name in groups), "")
    forces = Counter(entry.strength for entry in entries)
    return Listing(
        tuple(
            Group(
                name,
                len(duties),
                duties if few or name == open_name else (),
                "" if few else urlencode({"open": CLOSED if name == open_name else name}),
            )
            for name, duties in groups.items()
        ),
        len(entries),
        len({entry.key for entry in entries}),
        tuple((force, forces[force]) for force in Strength if forces[force]),
        sum(entry.is_shared for entry in entries),
    )


def empty_columns(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Return the names of the columns in which none of some duties has anything."""
    return tuple(
        name
        for name, field in _PARTICULARS.items()
        if entries and not any(getattr(entry.duty, field) for entry in entries)
    )


def verb_choices(register: DutyRegister, wanted: DutyQuery) -> tuple[Sequence[str], str]:
    """Return the verbs that the form offers, and which verb or force is chosen, '' for none.

    Joining words are dropped: "also requests" is offered as "requests".
    """
    joining = ("also", "further", "strongly", "we")
    verbs = sorted({
        " ".join(word for word in entry.verb.split() if word not in joining) or entry.verb
        for entry in register.entries(superseded=True)
    })  # fmt: skip
    known = [*verbs, *(force.value for force in Strength)]
    chosen = next((verb for verb in known if verb.lower() == wanted.verb.lower()), wanted.verb)
    return (verbs if chosen in ("", *known) else [*verbs, chosen]), chosen


def agenda(dates: Iterable[Occurrence], today: date) -> Mapping[str, list[Occurrence]]:
    """Return the calendar of an office: what recurs, what is due from today on, what was due before."""
    found: dict[str, list[Occurrence]] = {"recurring": [], "coming": [], "past": []}
    for event in dates:
        found["recurring" if event.every else "coming" if event.day >= today else "past"].append(event)
    return found


def interval(every: Recurrence) -> str:
    """Return how often in words: "every 2 years"."""
    unit = _EVERY[every.unit]
    return f"every {unit}" if every.interval == 1 else f"every {every.interval} {unit}s"


def snippet(mention: Mention) -> tuple[str, str, str]:
    """Return the words before a mention, the mention, and the words after it, cut between words."""
    text = mention.provision.text
    before, after = end_of(text[: mention.start], _AROUND), start_of(text[mention.end :], _AROUND)
    return before, text[mention.start : mention.end], after
