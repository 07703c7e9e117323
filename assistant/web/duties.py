"""Duties as the templates show them: choices, dates and mentions; no HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from assistant.drafting.recurrence import Recurrence, Unit
from assistant.drafting.strength import Strength
from assistant.library.library import Library
from assistant.register.calendar_export import Date
from assistant.register.changes import ChangedDuty, DutyChange
from assistant.register.entries import DutyRegister
from assistant.register.office import Mention
from assistant.register.selection import Grouping, Order, Wanted, When
from assistant.web.wording import end_of, start_of

_AROUND = 110  # characters on each side of a mention
WHEN_NAMES = {
    When.ALL: "Any",
    When.TIMED: "With a time",
    When.RECURRING: "Recurring",
    When.DUE: "Due by a date or an event",
}
GROUP_NAMES = {Grouping.TEXT: "Text", Grouping.BODY: "Addressee"}
ORDER_NAMES = {
    Order.TEXT: "Order of the text",
    Order.BODY: "Addressee",
    Order.FORCE: "Force",
    Order.TIME: "Time",
}
FORCE_NAMES = {
    Strength.BINDING: "Binding: instructs, decides …",
    Strength.REQUESTING: "Requesting: requests, calls upon …",
    Strength.INVITING: "Inviting: invites, encourages, urges …",
}
_EVERY = {Unit.DAILY: "day", Unit.WEEKLY: "week", Unit.MONTHLY: "month", Unit.YEARLY: "year"}


def verb_choices(register: DutyRegister, wanted: Wanted) -> tuple[Sequence[str], str]:
    """Return the verbs that the form offers, and which verb or force is chosen, '' for none."""
    verbs = sorted({_bare(one.verb) for one in register.entries(superseded=True)})
    known = [*verbs, *(force.value for force in Strength)]
    chosen = next((one for one in known if one.lower() == wanted.verb.lower()), wanted.verb)
    return (verbs if chosen in ("", *known) else [*verbs, chosen]), chosen


def _bare(verb: str) -> str:
    """Return a verb without what only joins it to the one before: "also requests" → "requests"."""
    joining = ("also", "further", "strongly", "we")
    return " ".join(word for word in verb.split() if word not in joining) or verb


def text_choices(library: Library) -> tuple[tuple[str, str], ...]:
    """Return the texts that the form offers, each edition by its key."""
    return tuple(
        (str(one.key), one.name if library.is_in_force(one.key) else f"{one.name} (superseded)")
        for editions in library.instruments.values()
        for one in editions
    )


def agenda(dates: Iterable[Date], today: date) -> Mapping[str, list[Date]]:
    """Return the calendar of an office: what recurs, what is due from today on, what was due before."""
    found: dict[str, list[Date]] = {"recurring": [], "coming": [], "past": []}
    for one in dates:
        found["recurring" if one.every else "coming" if one.day >= today else "past"].append(one)
    return found


def interval(every: Recurrence) -> str:
    """Return how often in words: "every 2 years"."""
    unit = _EVERY[every.unit]
    return f"every {unit}" if every.interval == 1 else f"every {every.interval} {unit}s"


def snippet(one: Mention) -> tuple[str, str, str]:
    """Return the words before a mention, the mention, and the words after it, cut between words."""
    text = one.provision.text
    before, after = end_of(text[: one.start], _AROUND), start_of(text[one.end :], _AROUND)
    return before, text[one.start : one.end], after


def changes_of(changes: Sequence[ChangedDuty], kind: str) -> tuple[ChangedDuty, ...]:
    """Return the changes of a kind, or all but what is unchanged."""
    return tuple(
        one for one in changes if one.kind == kind or (not kind and one.kind is not DutyChange.UNCHANGED)
    )
