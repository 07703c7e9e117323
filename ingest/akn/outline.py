"""Place each unit of an edition in the document: below a unit, inside its words, or as a footnote."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.instruments import Edition, Kind, Provision
from ingest.akn.names import CONTAINERS, PARTS, is_annex

DEEPEST = 24  # what hangs deeper is written beside its parent


@dataclass(eq=False, slots=True)
class Unit:
    """A provision and what belongs to it: `above` is its parent, `depth` its nesting depth.

    `items` are the items within its text, each with its `span` in the text and its nesting `level`,
    from 1; `notes` are its footnotes.
    """

    provision: Provision
    above: Unit | None = None
    depth: int = 0
    children: list[Unit] = field(default_factory=list)
    items: list[Unit] = field(default_factory=list)
    notes: list[Unit] = field(default_factory=list)
    span: tuple[int, int] = (0, 0)
    level: int = 0


class Outline:
    """An edition's units by what they hang on; `containers` has "", for annexes, and the three parts."""

    def __init__(self, edition: Edition) -> None:
        """Place every unit below an earlier one; a unit without a known parent goes into the body."""
        self.units: dict[str, Unit] = {}
        self.containers: dict[str, list[Unit]] = {name: [] for name in ("", *CONTAINERS)}
        self.parts: dict[str, Unit] = {}  # the parts of the document that are units themselves
        for provision in sorted(edition.provisions, key=_is_note):
            above = self.units.get(provision.anchor if _is_note(provision) else provision.parent)
            unit = Unit(provision, above)
            if provision.inline:
                _place_inside(unit)
            else:
                self._place(unit)
            self.units[provision.eid] = unit

    def _place(self, unit: Unit) -> None:
        """Hang a unit on the one above it, or on a container."""
        provision, above = unit.provision, _carrier(unit.above)
        while above is not None and above.depth >= DEEPEST:
            above = above.above
        unit.above = above
        if above is not None:
            unit.depth = above.depth + 1
            (above.notes if _is_note(provision) else above.children).append(unit)
        elif provision.eid in PARTS and not provision.marker and not provision.anchor:
            self.parts[provision.eid] = unit
        else:
            known = provision.parent in self.containers and (provision.parent or is_annex(provision))
            self.containers[provision.parent if known else "body"].append(unit)


def _carrier(unit: Unit | None) -> Unit | None:
    """Return the nearest unit with an element of its own; items inside a sentence have none."""
    while unit is not None and unit.provision.inline:
        unit = unit.above
    return unit


def _place_inside(unit: Unit) -> None:
    """Find an item's text within its parent's sentence: after its marker, if it has one."""
    item, above, carrier = unit.provision, unit.above, _carrier(unit.above)
    if above is None or carrier is None or not item.text or (above is not carrier and not above.level):
        return
    text = carrier.provision.text
    start, end = above.span if above.level else (0, len(text))
    start = max([start, *(earlier.span[1] for earlier in carrier.items if earlier.level == above.level + 1)])
    after = re.compile(rf"(?<!\w){re.escape(item.marker)}\s+(?={re.escape(item.text)})")
    match = after.search(text, start, end) if item.marker else None
    begin = match.end() if match else text.find(item.text, start, end)
    if begin >= 0:
        unit.span, unit.level = (begin, begin + len(item.text)), above.level + 1
        carrier.items.append(unit)


def _is_note(provision: Provision) -> bool:
    """Return True for a footnote that some unit carries."""
    return provision.kind is Kind.FOOTNOTE and bool(provision.anchor)
