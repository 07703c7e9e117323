"""Where each unit of an edition stands in a document: below another, in its words, at its foot."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.instruments import Edition, Kind, Provision
from ingest.akn.names import CONTAINERS, PARTS, is_annex

DEEPEST = 24  # what hangs deeper is written beside its parent


@dataclass(eq=False, slots=True)
class Unit:
    """A provision with what hangs on it.

    `items` are inside its words, each at its `span` there and at the `level` of its nesting, from
    1; `notes` are the footnotes that it carries.
    """

    provision: Provision
    children: list[Unit] = field(default_factory=list)
    items: list[Unit] = field(default_factory=list)
    notes: list[Unit] = field(default_factory=list)
    span: tuple[int, int] = (0, 0)
    level: int = 0


class Outline:
    """An edition's units by what they hang on; `containers` has "", for annexes, and the three parts."""

    def __init__(self, edition: Edition) -> None:
        """Place every unit. One whose place is in a circle, or unknown, stands in the body."""
        self.units = {one.eid: Unit(one) for one in edition.provisions}
        self.containers: dict[str, list[Unit]] = {name: [] for name in ("", *CONTAINERS)}
        self.parts: dict[str, Unit] = {}  # the parts of the document that are units themselves
        for unit in self.units.values():
            if unit.provision.inline:
                self._place_inside(unit)
        for unit in self.units.values():
            if not unit.provision.inline:
                self._place(unit)

    def carrier(self, eid: str) -> Unit | None:
        """Return the unit in whose element another's words stand: past items inside a sentence."""
        unit, seen = self.units.get(eid), set()
        while unit is not None and unit.provision.inline and unit.provision.eid not in seen:
            seen.add(unit.provision.eid)
            unit = self.units.get(unit.provision.parent)
        return unit if unit is None or not unit.provision.inline else None

    def _place_inside(self, unit: Unit) -> None:
        """Find where the words of an item stand in the sentence that repeats them."""
        above = self.units.get(unit.provision.parent)
        carrier = self.carrier(unit.provision.parent)
        if above is None or carrier is None or (above is not carrier and not above.level):
            return
        start, end = above.span if above.level else (0, len(carrier.provision.text))
        before = [one.span[1] for one in carrier.items if one.level == above.level + 1]
        found = _find_item(unit.provision, carrier.provision.text, max([start, *before]), end)
        if found is not None:
            unit.span, unit.level = found, above.level + 1
            carrier.items.append(unit)

    def _place(self, unit: Unit) -> None:
        """Hang a unit on the one above it, or on a container."""
        if self._is_part(unit.provision):
            self.parts[unit.provision.eid] = unit
            return
        home = self._home(unit.provision)
        if isinstance(home, str):
            self.containers[home].append(unit)
        elif _is_note(unit.provision):
            home.notes.append(unit)
        else:
            home.children.append(unit)

    def _is_part(self, provision: Provision) -> bool:
        """Return True for a heading that is a part of the document: "Preamble"."""
        return (
            provision.eid in PARTS
            and not provision.marker
            and not self.units.get(provision.parent)
            and not provision.anchor
        )

    def _above(self, provision: Provision) -> Unit | None:
        """Return the unit that one hangs on; a footnote hangs on what carries its mark."""
        return self.carrier(provision.anchor if _is_note(provision) else provision.parent)

    def _home(self, provision: Provision) -> Unit | str:
        """Return where a unit is written: not too deep, and never below itself."""
        above, chain, seen = self._above(provision), [], {provision.eid}
        while above is not None:
            if above.provision.eid in seen:
                return "body"
            seen.add(above.provision.eid)
            chain.append(above)
            above = self._above(above.provision)
        if chain:
            return chain[max(len(chain) - DEEPEST, 0)]
        if provision.parent in self.containers and (provision.parent or is_annex(provision)):
            return provision.parent
        return "body"


def _is_note(provision: Provision) -> bool:
    """Return True for a footnote that some unit carries."""
    return provision.kind is Kind.FOOTNOTE and bool(provision.anchor)


def _find_item(item: Provision, text: str, start: int, end: int) -> tuple[int, int] | None:
    """Find the words of an item in its sentence: after its marker, else wherever they come first."""
    if not item.text:
        return None
    after = re.compile(rf"(?<!\w){re.escape(item.marker)}\s+(?={re.escape(item.text)})")
    match = after.search(text, start, end) if item.marker else None
    begin = match.end() if match else text.find(item.text, start, end)
    return (begin, begin + len(item.text)) if begin >= 0 else None
