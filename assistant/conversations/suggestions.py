"""What a reader may sensibly ask next, after an answer: each a turn that is understood as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answer import Answer, Status
from assistant.library.library import Library
from corpus.instruments import Edition, Kind, Provision

_MOST = 3


def follow_ups(answer: Answer, library: Library) -> tuple[str, ...]:
    """Return a few turns that lead on from an answer; none after one that shows no clause."""
    ids = [one.provision for claim in answer.claims for one in claim.citations]
    shown = [found for id_ in ids if (found := library.provision(id_))]
    if answer.status != Status.ANSWERED or not shown:
        return ()
    return tuple([*_beside(shown), *_other_body(shown), *_other_edition(shown, library)][:_MOST])


def _beside(shown: Sequence[tuple[Edition, Provision]]) -> Iterator[str]:
    """Ask for the next item, where one was shown that is not the last of its list."""
    edition, one = shown[0]
    beside = [
        unit
        for unit in edition.children(one.parent)
        if unit.kind == one.kind and unit.inline == one.inline and not unit.closes_a_list
    ]
    if len(shown) == 1 and one.kind not in (Kind.HEADING, Kind.FOOTNOTE) and one in beside[:-1]:
        yield "And the next one?"


def _other_body(shown: Sequence[tuple[Edition, Provision]]) -> Iterator[str]:
    """Ask for what the next body is told, where a list was shown of what one body is told."""
    edition, first = shown[0]
    alike = all(other.key == edition.key and one.head == first.head for other, one in shown)
    if len(shown) < 2 or not alike or first.head is None or first.head.is_preambular:
        return
    told = [
        one.head
        for one in edition.provisions
        if one.kind == Kind.HEADING and one.head and not one.head.is_preambular and one.head.addressees
    ]
    if first.head in told:
        others = [*told[told.index(first.head) + 1 :], *told[: told.index(first.head)]]
        other = next((one for one in others if not set(one.addressees) & set(first.head.addressees)), None)
        if other is not None:
            name = other.addressees[0]
            yield f"And the {name}?" if f"the {name}" in other.text else f"And {name}?"


def _other_edition(shown: Sequence[tuple[Edition, Provision]], library: Library) -> Iterator[str]:
    """Ask for the same in the edition before, or in the one in force."""
    edition = shown[0][0]
    years = sorted(one.key.year for one in library.editions if one.key.instrument == edition.key.instrument)
    if any(other.key != edition.key for other, _ in shown) or len(years) < 2:
        return
    at = years.index(edition.key.year)
    yield f"And in {years[at - 1] if at else years[-1]}?"
