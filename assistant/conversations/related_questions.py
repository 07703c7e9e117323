"""Questions that a reader is offered beside an answer: of the bank, and what leads on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.answer import Answer, Status
from assistant.library.library import Library
from corpus.instruments import Edition, Kind, Provision
from corpus.keys import ProvisionId
from index.bank import Neighbours
from index.spelling import Spelling

_RELATED = 3  # questions offered beside an answer, and as many that lead on from it
_NEAR = 0.5  # the cosine from which a bank question is about the same matter
_SAME = 0.95  # the cosine from which a bank question asks the same as the reader did
_LONGEST = 110  # characters of a question that is offered
_WORDS = (2, 16)  # of a question that is offered
_PUT = re.compile(
    r"(?:(?:In|To|By|For|From|On|At|With|Of|Under) )?"  # "In which year …"
    r"(?:what|which|who|whom|whose|when|where|why|how"
    r"|is|are|was|were|does|do|did|has|have|can|may|must|should|will)\b"
    r"[^=:;“”\"()]+\?",
    re.IGNORECASE,
)


def related_questions(neighbours: Neighbours, spelling: Spelling) -> tuple[str, ...]:
    """Return the nearest bank questions that are well put and ask something else, each of other clauses."""
    found: dict[tuple[ProvisionId, ...], str] = {}
    for neighbour in neighbours.answered:
        text = neighbour.asked.question.text
        if _NEAR <= neighbour.nearness < _SAME and len(text) <= _LONGEST and is_well_put(text, spelling):
            found.setdefault(neighbour.asked.provisions, text)
    return tuple(found.values())[:_RELATED]


def is_well_put(text: str, spelling: Spelling) -> bool:
    """Return True if a question is one plain sentence, as in print: a question word first, no slip."""
    least, most = _WORDS
    is_put = text[0].isupper() and _PUT.fullmatch(text) is not None and least <= len(text.split()) <= most
    return is_put and spelling.correct(text) == text


def follow_ups(answer: Answer, library: Library) -> tuple[str, ...]:
    """Return a few turns that lead on from an answer, each understood as it stands.

    There are none after one that shows no clause.
    """
    shown = [found for id_ in answer.cited if (found := library.provision(id_))]
    if answer.status != Status.ANSWERED or not shown:
        return ()
    return tuple([*_beside(shown), *_other_body(shown), *_other_edition(shown, library)][:_RELATED])


def _beside(shown: Sequence[tuple[Edition, Provision]]) -> Iterator[str]:
    """Ask for the next item, where one was shown that is not the last of its list."""
    edition, provision = shown[0]
    beside = [
        unit
        for unit in edition.children(provision.parent)
        if unit.kind == provision.kind and unit.inline == provision.inline and not unit.closes_a_list
    ]
    if len(shown) == 1 and provision.kind not in (Kind.HEADING, Kind.FOOTNOTE) and provision in beside[:-1]:
        yield "And the next one?"


def _other_body(shown: Sequence[tuple[Edition, Provision]]) -> Iterator[str]:
    """Ask for what the next body is told, where a list was shown of what one body is told."""
    edition, first = shown[0]
    alike = all(other.key == edition.key and provision.head == first.head for other, provision in shown)
    if len(shown) < 2 or not alike or first.head is None or first.head.is_preambular:
        return
    heads = [
        provision.head
        for provision in edition.provisions
        if provision.kind == Kind.HEADING
        and provision.head
        and not provision.head.is_preambular
        and provision.head.addressees
    ]
    if first.head in heads:
        others = [*heads[heads.index(first.head) + 1 :], *heads[: heads.index(first.head)]]
        other = next((head for head in others if not set(head.addressees) & set(first.head.addressees)), None)
        if other is not None:
            name = other.addressees[0]
            yield f"And the {name}?" if f"the {name}" in other.text else f"And {name}?"


def _other_edition(shown: Sequence[tuple[Edition, Provision]], library: Library) -> Iterator[str]:
    """Ask for the same in the edition before, or in the one in force."""
    edition = shown[0][0]
    years = sorted(
        other.key.year for other in library.editions if other.key.instrument == edition.key.instrument
    )
    if any(other.key != edition.key for other, _ in shown) or len(years) < 2 or not edition.is_adopted:
        return
    at = years.index(edition.key.year)
    yield f"And in {years[at - 1] if at else years[-1]}?"
