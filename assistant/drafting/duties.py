"""Duties: who must do what, by when and on what condition, in every text in force.

A duty comes from a head above items ("instructs the Council"), from a paragraph that is its own head
("Requests the Secretary-General to …", which may give several), or from a decision that binds a body
("resolves that the Council shall …"). An item shares the times and conditions of its paragraph.
In a treaty, "shall" gives the duty ("The Council shall …", `obligations.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeGuard

from assistant.drafting.conditions import conditions
from assistant.drafting.draft import Force, force_of
from assistant.drafting.obligations import MODALS, in_full, is_item, is_lead_in, obligations
from assistant.drafting.reporting import reports_to
from assistant.drafting.strength import Strength, strength_of
from assistant.drafting.timing import Time, TimeKind, times
from assistant.library.library import Library
from assistant.scope.filters import Filters
from assistant.scope.narrowing import filtered_scope
from assistant.understanding.heads import addresses, has_verb
from corpus.heads import Head
from corpus.instruments import Edition, Kind, Part, Provision
from corpus.keys import ProvisionId
from corpus.mandates import Mandate, base_of, opens_with_verb
from corpus.remembered import once_per_edition
from corpus.requests import decided_mandates, opening_verb, requests
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
    """Times, conditions and recipients of reports that some words name."""

    times: tuple[Time, ...] = ()
    conditions: tuple[str, ...] = ()
    reports_to: tuple[str, ...] = ()


NO_PARTICULARS = Particulars()


@dataclass(frozen=True, slots=True)
class Duty:
    """What a provision asks of somebody: verb, addressees and action in the words of the text.

    `under` is the paragraph that introduces an item. `reports_to` are the bodies that receive the reports.
    `items_apart` is True if each item below is a duty by itself ("The Council shall:").
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
        """The addressed bodies, each without its article."""
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
        return next((time.words for time in self.times if time.kind in kinds), None)


def duties(library: Library, filters: Filters = Filters()) -> tuple[Duty, ...]:  # noqa: B008  frozen
    """Return the duties in the editions in force, or in the one that filters name, in order.

    Raises UnknownEdition for an edition that is not in the library.
    """
    in_force = [edition for edition in library.editions if library.is_in_force(edition.key)]
    scope = filtered_scope(library, filters, in_force)
    found = [duty for edition in scope.editions for duty in duties_of(edition)]
    found = [duty for duty in found if not filters.verb or has_verb(duty.head.verb, filters.verb)]
    if not filters.addressee:
        return tuple(found)
    exact = [duty for duty in found if addresses(duty.head, filters.addressee)]
    return tuple(exact or [duty for duty in found if addresses(duty.head, filters.addressee, partial=True)])


@once_per_edition
def duties_of(edition: Edition) -> Iterator[Duty]:
    """Walk the duties of an edition in the order of its text, items after their paragraph."""
    last: dict[str, Duty] = {}  # the last duty of each paragraph, for the items below it
    introduced: dict[str, Duty] = {}  # by parent: the duty of a paragraph that introduces those after it
    find = _duties_by_head if edition.key.instrument.is_numbered else _duties_by_modal
    for clause in edition.provisions:
        if not _may_give_duties(edition, clause):
            continue
        if not clause.marker:
            introduced.pop(clause.parent, None)
        for duty in find(edition, clause, last.get(clause.parent) or introduced.get(clause.parent)):
            last[clause.eid] = duty
            if clause.text.endswith(":") and not clause.marker:
                introduced[clause.parent] = duty
            if _WORDS.search(duty.action):  # "Requests the Council:" tells in its items
                yield duty


def _may_give_duties(edition: Edition, clause: Provision) -> bool:
    """Return True for a provision in the text's own words: no heading, note, recital or quotation."""
    closes = clause.closes_a_list and not opens_with_verb(clause.text)
    tells = clause.kind not in (Kind.HEADING, Kind.FOOTNOTE, Kind.TABLE_ROW, Kind.RECITAL, Kind.FORMULA)
    return (
        tells and not clause.inline and not closes and edition.part_of(clause) in (Part.OPERATIVE, Part.ANNEX)
    )


def _duties_by_head(edition: Edition, clause: Provision, above: Duty | None) -> Iterator[Duty]:
    head = clause.head
    is_own = head is None or clause.text.startswith(head.verb) or _repeats(clause.text, head)
    if opens_with_verb(clause.text) and requests(clause.text):
        yield from _of_paragraph(edition, clause)
    elif above is not None and (head is None or not is_own):
        if _goes_on(edition, head, above):
            yield _item(edition, clause, above)
    elif head is None or is_own:
        yield from _of_paragraph(edition, clause)
    elif _asks_a_body(head):
        if _is_asked(edition, clause):
            yield _duty(edition, clause, head, clause.text, clause.text)
    else:
        yield from _decided(edition, clause, head)


def _repeats(text: str, head: Head) -> bool:
    """Return True for an infinitive that its head includes: "To urge Members …" under "Resolves to urge"."""
    opening = " ".join(text.lower().split(" ")[:2])
    return opening.startswith("to ") and head.verb.lower().endswith(f" {opening}")


def _duties_by_modal(edition: Edition, clause: Provision, above: Duty | None) -> Iterator[Duty]:
    """Walk what one provision of a treaty lays down: as an item, or by its own "shall"."""
    if above is not None and _opens_list(edition, above) and (not above.items_apart or is_item(clause.text)):
        yield replace(
            _item(edition, clause, above), items_apart=above.items_apart and is_lead_in(clause.text)
        )
    else:
        yield from _obliged(edition, clause)


def _opens_list(edition: Edition, above: Duty) -> bool:
    """Return True if the clause of a duty goes on below, with the sentence that lays it down."""
    text = edition.provision(above.provision.eid).text.rstrip()
    return text.endswith((":", ",")) and (above.items_apart or text[:-1].endswith(above.action))


def _obliged(edition: Edition, clause: Provision) -> Iterator[Duty]:
    """Walk what the sentences of a provision oblige bodies to: "The Council shall …"."""
    for obligation in obligations(clause.text):
        action, words = (
            clause.text[obligation.action : obligation.end],
            clause.text[obligation.start : obligation.end],
        )
        duty = _duty(edition, clause, in_full(obligation.head, edition, clause), action, words)
        yield replace(duty, items_apart=obligation.opens_list)


def _goes_on(edition: Edition, head: Head | None, above: Duty) -> bool:
    """Return True if an item continues the duty of its paragraph, not another verb of the paragraph."""
    if above.is_obligation and not _opens_list(edition, above):
        return False
    return head is None or _asks_a_body(head) or above.head.verb.startswith(head.verb)


def _asks_a_body(head: Head | None) -> TypeGuard[Head]:
    return head is not None and bool(head.addressee) and force_of(head.verb) is Force.ASKING


def _is_asked(edition: Edition, clause: Provision) -> bool:
    """Return True if a clause goes on with the head above it: an item, or words without a capital."""
    parent = edition.find(clause.parent)
    is_below = parent is None or parent.kind is Kind.HEADING
    return is_below and bool(clause.marker or not clause.text[:1].isupper())


def _of_paragraph(edition: Edition, clause: Provision) -> Iterator[Duty]:
    """Walk the duties of a paragraph that is its own head, each body's in its own words."""
    mandates = [
        replace(mandate, end=max(mandate.action, ends_of(clause.text, mandate)))
        for mandate in requests(clause.text)
    ]
    for at, mandate in enumerate(mandates):
        opens = at == 0 and mandate.start <= _OPENING
        words = clause.text[mandate.start : mandate.end]
        opening = clause.text[: mandate.start] if opens else ""
        yield _duty(edition, clause, mandate.head, clause.text[mandate.action : mandate.end], words, opening)
    if not mandates:
        head = clause.head or opening_verb(clause.text)
        yield from _decided(edition, clause, head) if head else _obliged(edition, clause)


def _decided(edition: Edition, clause: Provision, head: Head) -> Iterator[Duty]:
    for mandate in decided_mandates(clause.text, head):
        yield _duty(edition, clause, mandate.head, clause.text[mandate.action : mandate.end], clause.text)


def _item(edition: Edition, clause: Provision, above: Duty) -> Duty:
    """Return the duty of an item: the paragraph's verb, the item's words, the times of either."""
    duty = _duty(
        edition, clause, clause.head if _asks_a_body(clause.head) else above.head, clause.text, clause.text
    )
    return replace(
        duty,
        times=duty.times or above.times,
        conditions=tuple(dict.fromkeys((*above.conditions, *duty.conditions))),
        under=above.provision,
    )


def _duty(
    edition: Edition, clause: Provision, head: Head, action: str, words: str, opening: str = ""
) -> Duty:
    """Return a duty, its times and conditions read from `words` and from the words that close its list.

    Conditions may also be in the `opening` of a paragraph, before its verb.
    """
    closing = edition.find(f"{clause.eid}__wrapup")
    details = particulars(f"{words} {closing.text}" if closing else words, edition.key.year, opening)
    action = _JOINED.sub("", action.strip(" ,;.:"))
    place = edition.id_of(clause), edition.citation(clause)
    return Duty(*place, head, action, details.times, details.conditions, details.reports_to)


def particulars(words: str, year: int, opening: str = "") -> Particulars:
    """Read what words say; `year` is that of the text, conditions may also be in the `opening` before them.

    A time within a condition is that of the condition: "if the vacancy occurs 90 days before a session".
    """
    limits = conditions(f"{opening}{words}")
    free = tuple(time for time in times(words, year) if not any(time.words in limit for limit in limits))
    return Particulars(free, limits, reports_to(words))


def ends_of(text: str, mandate: Mandate) -> int:
    """Return where the words of a mandate end: with its sentence, or before another verb of the body.

    "requests the Board to act, and notes its report" asks only for what precedes the comma.
    """
    end = next((stop for start, stop in sentences(text) if start <= mandate.start < stop), mandate.end)
    end = min(end, mandate.end)
    for match in _NEXT_VERB.finditer(text, mandate.action, end):
        base = base_of(match["verb"])
        if base and base != match["verb"]:
            return match.start()
    return end
