"""Duties: who is told to do what, by when and on what condition, in every text in force.

A duty is told by a head above items ("instructs the Council"), by a paragraph of its own head
("Requests the Secretary-General to …", as many as it has), or by a decision that binds a body
("resolves that the Council shall …"). An item stands below its paragraph and shares its time and
its conditions. In a treaty it is laid down by "shall" ("The Council shall …", `obligations.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeGuard

from assistant.drafting.conditions import conditions
from assistant.drafting.draft import Force, force_of
from assistant.drafting.obligations import MODALS, in_full, is_item, leads, obligations
from assistant.drafting.reporting import reports_to
from assistant.drafting.strength import Strength, strength_of
from assistant.drafting.timing import Time, TimeKind, times
from assistant.library.library import Library
from assistant.scope.filters import Filters
from assistant.scope.narrowing import filtered
from assistant.understanding.heads import addresses, has_verb
from corpus.heads import Head
from corpus.instruments import Edition, Kind, Part, Provision
from corpus.keys import ProvisionId
from corpus.mandates import Mandate, base_of, opens_with_verb
from corpus.requests import decided, opening_verb, requests
from corpus.sentences import sentences

_WORDS = re.compile(r"\w{3}")
_JOINED = re.compile(r"[,;] (?:and|or)$")  # what joins an item to the next
_ASIDE = r"(?:in this (?:regard|respect|context)|in that (?:regard|respect|context))"
_NEXT_VERB = re.compile(
    rf"[,;] (?:and (?:(?:also|further|therefore|again|accordingly|{_ASIDE})[, ]*)*"
    rf"|(?:also|further|{_ASIDE}),? )"
    r"(?P<verb>(?:welcomes|recognizes|emphasizes|stresses|underscores|underlines|reaffirms|reiterates|"
    r"acknowledges|affirms|decides|commends|regrets|recalls|expresses|takes)(?= )"
    r"|[a-z]+s(?= (?:that|the|its|their|with|upon|on|all|of|to|in|for)\b))"
)
_OPENING = 120  # characters before a paragraph's verb in which its condition may stand


@dataclass(frozen=True, slots=True)
class Particulars:
    """What some words say: by when and how often, on what condition, to whom it is reported."""

    times: tuple[Time, ...] = ()
    conditions: tuple[str, ...] = ()
    reports_to: tuple[str, ...] = ()


NOTHING = Particulars()


@dataclass(frozen=True, slots=True)
class Duty:
    """What a provision tells somebody: verb, addressees and action in the words of the text.

    `under` is the paragraph of an item, whose words introduce it. `reports_to` are the bodies to which it
    is reported. `items_apart` is True where each item below is a duty by itself ("The Council shall:").
    """

    provision: ProvisionId
    label: str
    head: Head
    action: str
    times: tuple[Time, ...]
    conditions: tuple[str, ...]
    reports_to: tuple[str, ...] = ()
    under: ProvisionId | None = None
    items_apart: bool = False

    @property
    def addressees(self) -> tuple[str, ...]:
        """The bodies that are told, one by one, without their articles."""
        return self.head.addressees

    @property
    def mandate(self) -> str:
        """The verb and its addressee: "instructs the Council", "the Council shall"."""
        words = (self.head.verb, self.head.addressee)
        return " ".join(reversed(words) if self.is_obligation else words)

    @property
    def is_obligation(self) -> bool:
        """Whether its subject is obliged by "shall", "must" or "should", not asked by another body."""
        return self.head.verb.split(" ")[0] in MODALS

    @property
    def strength(self) -> Strength | None:
        """How far its verb binds; None for a verb that is not in the table."""
        return strength_of(self.head.verb)

    @property
    def deadline(self) -> str | None:
        """The first words that say by when or how often, or None."""
        return self.times[0].words if self.times else None

    @property
    def frequency(self) -> str | None:
        """How often, or None."""
        return self._first(TimeKind.FREQUENCY)

    @property
    def due(self) -> str | None:
        """The day, the year or the event by which it is due, or at once; None for none."""
        return self._first(TimeKind.DATE, TimeKind.EVENT, TimeKind.PROMPT)

    def _first(self, *kinds: TimeKind) -> str | None:
        return next((one.words for one in self.times if one.kind in kinds), None)


def duties(library: Library, filters: Filters = Filters()) -> tuple[Duty, ...]:  # noqa: B008  frozen
    """Return the duties in the editions in force, or in the one that filters name, in order.

    Raises UnknownEdition for an edition that is not in the library.
    """
    in_force = [one for one in library.editions if library.is_in_force(one.key)]
    scope = filtered(library, filters, in_force)
    found = [one for edition in scope.editions for one in duties_of(edition)]
    found = [one for one in found if not filters.verb or has_verb(one.head, filters.verb)]
    if not filters.addressee:
        return tuple(found)
    told = [one for one in found if addresses(one.head, filters.addressee)]
    return tuple(told or [one for one in found if addresses(one.head, filters.addressee, partial=True)])


def duties_of(edition: Edition) -> Iterator[Duty]:
    """Walk the duties of an edition in the order of its text, items after their paragraph."""
    last: dict[str, Duty] = {}  # the last duty of each paragraph, for the items below it
    introduced: dict[str, Duty] = {}  # by parent: the duty of a paragraph that introduces those after it
    told_by = _told_by if edition.key.instrument.is_numbered else _laid_down_by
    for one in edition.provisions:
        if not _may_tell(edition, one):
            continue
        if not one.marker:
            introduced.pop(one.parent, None)
        for duty in told_by(edition, one, last.get(one.parent) or introduced.get(one.parent)):
            last[one.eid] = duty
            if one.text.endswith(":") and not one.marker:
                introduced[one.parent] = duty
            if _WORDS.search(duty.action):  # "Requests the Council:" tells in its items
                yield duty


def _may_tell(edition: Edition, one: Provision) -> bool:
    """Return True for a provision in the text's own words: no heading, note, recital or quotation."""
    closes = one.closes_a_list and not opens_with_verb(one.text)
    told = one.kind not in (Kind.HEADING, Kind.FOOTNOTE, Kind.TABLE_ROW, Kind.RECITAL, Kind.FORMULA)
    return told and not one.inline and not closes and edition.part_of(one) in (Part.OPERATIVE, Part.ANNEX)


def _told_by(edition: Edition, one: Provision, above: Duty | None) -> Iterator[Duty]:
    head = one.head
    own = head is None or one.text.startswith(head.verb) or _repeats(one.text, head)
    if opens_with_verb(one.text) and requests(one.text):
        yield from _of_paragraph(edition, one)
    elif above is not None and (head is None or not own):
        if _goes_on(edition, head, above):
            yield _item(edition, one, above)
    elif head is None or own:
        yield from _of_paragraph(edition, one)
    elif _tells(head):
        if _is_asked(edition, one):
            yield _duty(edition, one, head, one.text, one.text)
    else:
        yield from _decided(edition, one, head)


def _repeats(text: str, head: Head) -> bool:
    """Return True for an infinitive that its head includes: "To urge Members …" under "Resolves to urge"."""
    opening = " ".join(text.lower().split(" ")[:2])
    return opening.startswith("to ") and head.verb.lower().endswith(f" {opening}")


def _laid_down_by(edition: Edition, one: Provision, above: Duty | None) -> Iterator[Duty]:
    """Walk what one provision of a treaty lays down: as an item, or by its own "shall"."""
    if above is not None and _opens_list(edition, above) and (not above.items_apart or is_item(one.text)):
        yield replace(_item(edition, one, above), items_apart=above.items_apart and leads(one.text))
    else:
        yield from _obliged(edition, one)


def _opens_list(edition: Edition, above: Duty) -> bool:
    """Return True if the clause of a duty goes on below, with the sentence that lays it down."""
    text = edition.provision(above.provision.eid).text.rstrip()
    return text.endswith((":", ",")) and (above.items_apart or text[:-1].endswith(above.action))


def _obliged(edition: Edition, one: Provision) -> Iterator[Duty]:
    """Walk what the sentences of a provision oblige bodies to: "The Council shall …"."""
    for found in obligations(one.text):
        action, words = one.text[found.action : found.end], one.text[found.start : found.end]
        duty = _duty(edition, one, in_full(found.head, edition, one), action, words)
        yield replace(duty, items_apart=found.opens_list)


def _goes_on(edition: Edition, head: Head | None, above: Duty) -> bool:
    """Return True if an item goes on with what its paragraph tells, and not with another verb of it."""
    if above.is_obligation and not _opens_list(edition, above):
        return False
    return head is None or _tells(head) or above.head.verb.startswith(head.verb)


def _tells(head: Head | None) -> TypeGuard[Head]:
    return head is not None and bool(head.addressee) and force_of(head.verb) is Force.ASKING


def _is_asked(edition: Edition, one: Provision) -> bool:
    """Return True if a clause goes on with the head above it: an item, or words without a capital."""
    parent = edition.find(one.parent)
    is_below = parent is None or parent.kind is Kind.HEADING
    return is_below and bool(one.marker or not one.text[:1].isupper())


def _of_paragraph(edition: Edition, one: Provision) -> Iterator[Duty]:
    """Walk what a paragraph that is its own head tells, each body in its own words."""
    found = [
        replace(mandate, end=max(mandate.action, ends_of(one.text, mandate)))
        for mandate in requests(one.text)
    ]
    for at, mandate in enumerate(found):
        opens = at == 0 and mandate.start <= _OPENING
        words = one.text[mandate.start : mandate.end]
        opening = one.text[: mandate.start] if opens else ""
        yield _duty(edition, one, mandate.head, one.text[mandate.action : mandate.end], words, opening)
    if not found:
        head = one.head or opening_verb(one.text)
        yield from _decided(edition, one, head) if head else _obliged(edition, one)


def _decided(edition: Edition, one: Provision, head: Head) -> Iterator[Duty]:
    for mandate in decided(one.text, head):
        yield _duty(edition, one, mandate.head, one.text[mandate.action : mandate.end], one.text)


def _item(edition: Edition, one: Provision, above: Duty) -> Duty:
    """Return the duty of an item: what its paragraph tells, in its words, at its time or the paragraph's."""
    own = _duty(edition, one, one.head if _tells(one.head) else above.head, one.text, one.text)
    return replace(
        own,
        times=own.times or above.times,
        conditions=tuple(dict.fromkeys((*above.conditions, *own.conditions))),
        under=above.provision,
    )


def _duty(edition: Edition, one: Provision, head: Head, action: str, words: str, opening: str = "") -> Duty:
    """Build a duty; times and conditions are in `words` and in what closes the list below.

    Conditions may also be in the `opening` of a paragraph, before its verb.
    """
    closing = edition.find(f"{one.eid}__wrapup")
    own = particulars(f"{words} {closing.text}" if closing else words, edition.key.year, opening)
    action = _JOINED.sub("", action.strip(" ,;.:"))
    place = edition.id_of(one), edition.citation(one)
    return Duty(*place, head, action, own.times, own.conditions, own.reports_to)


def particulars(words: str, year: int, opening: str = "") -> Particulars:
    """Read what words say; `year` is that of the text, conditions may also be in the `opening` before them.

    A time within a condition is that of the condition: "if the vacancy occurs 90 days before a session".
    """
    limits = conditions(f"{opening}{words}")
    free = tuple(one for one in times(words, year) if not any(one.words in limit for limit in limits))
    return Particulars(free, limits, reports_to(words))


def ends_of(text: str, mandate: Mandate) -> int:
    """Return where the words of a mandate end: with its sentence, or where another verb goes on.

    "requests the Board to act, and notes its report" asks for what stands before the comma.
    """
    end = next((b for a, b in sentences(text) if a <= mandate.start < b), mandate.end)
    end = min(end, mandate.end)
    for match in _NEXT_VERB.finditer(text, mandate.action, end):
        base = base_of(match["verb"])
        if base and base != match["verb"]:
            return match.start()
    return end
