"""The clauses at the place that a turn points to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.conversation.state import State, Unit, level
from assistant.understanding.places import Place, ordinal_said
from corpus.instruments import Provision


def clauses_at(place: Place, state: State) -> Iterator[Unit]:
    """Walk the clauses at a place, the likeliest first; none where the place is beyond the list."""
    if place.steps:
        yield from _stepped(place.steps, state)
        return
    if place.is_rest:
        edition, first = state.units[0]
        beside = ((edition, item) for item in level(edition, first) if item.parent == first.parent)
        yield from (unit for unit in beside if unit not in state.units)
        return
    listed = state.listed if place.counts and place.marker.isdigit() else []
    if listed:
        own = [unit for unit in listed if _marker(unit[1]) == place.marker]
        yield from own[:1] or listed[int(place.marker) - 1 : int(place.marker)]
        return
    for units in state.lists():
        found = _marked(place.marker, units) if place.marker else []
        ordinal = int(place.marker) - 1 if place.marker.isdigit() else place.ordinal
        if not found and ordinal is not None and -1 <= ordinal < len(units):
            found = [units[ordinal]]
        yield from found[:1]


def _stepped(steps: Sequence[int], state: State) -> Iterator[Unit]:
    """Walk the clauses next to what was shown: to all of an answer, or to each that may answer."""
    ends = [_opened(state) or _end(state, is_last=steps[0] > 0)] if state.is_sure else state.units
    for edition, clause in ends:
        beside = level(edition, clause)
        start = beside.index(clause)
        yield from ((edition, beside[start + step]) for step in steps if 0 <= start + step < len(beside))


def _opened(state: State) -> Unit | None:
    """Return the heading that the turn before picked, below which all that was shown stands."""
    edition, first = state.units[0]
    above = edition.find(first.parent)
    is_picked = above is not None and above.text == state.answer.understood_as
    return (edition, above) if above and is_picked else None


def _end(state: State, *, is_last: bool) -> Unit:
    """Return the last clause of an answer on the level of its first, or the first one on it."""
    edition, first = state.units[0]
    beside = level(edition, first)
    shown = [clause for text, clause in state.units if text == edition and clause in beside]
    ordinal = ordinal_said(state.question)
    if ordinal is not None and -1 <= ordinal < len(shown):
        return edition, shown[ordinal]  # "what is the first …?" stands at the first, if all were shown
    return edition, (max if is_last else min)(shown, key=beside.index)


def _marked(marker: str, units: Sequence[Unit]) -> list[Unit]:
    """Return the clauses with a number or a letter: in a list, else on its level of the text."""
    if not units:
        return []
    edition, first = units[0]
    around = ((edition, provision) for provision in level(edition, first))
    found = (unit for unit in (*units, *around) if _marker(unit[1]) == marker)
    return list(found)


def _marker(provision: Provision) -> str:
    return provision.marker.strip(" ().:-–§").lower()
