"""Each question that was not met as it deserves: what was asked, expected, shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.keys import ProvisionId
from evals.outcomes import Outcome
from evals.report.words import STATUSES
from evals.results import Results, world_of_case
from evals.worlds import Texts

_CLAIMS = 6  # shown of one answer
_LONG = 300  # letters of one quote

Quote = tuple[str, str]  # where, and the words


@dataclass(frozen=True, slots=True)
class Failure:
    """A question, what it deserves and with which clauses, how it was met and with which."""

    id: str
    place: str
    world: str
    kind: str
    turns: tuple[str, ...]
    deserved: str
    expected: tuple[Quote, ...]
    met: str
    shown: tuple[Quote, ...]
    more: int
    lead: str
    reason: str
    wrong: str


def failures(results: Results) -> tuple[Failure, ...]:
    """Return each question that is not correct, states what no clause says, or erred."""
    return tuple(
        _failure(outcome, wrong, results)
        for outcome in results.outcomes
        if (wrong := ", ".join(_wrong(outcome, results)))
    )


def _wrong(outcome: Outcome, results: Results) -> Iterator[str]:
    case, answer, scores = outcome.case, outcome.answer, results.scores
    if answer is None:
        yield "it erred"
        return
    if answer.status != case.status:
        yield "wrong status"
    elif scores["correct"].get(case.id) == 0:
        yield "a clause is missing"
    if scores["grounded"].get(case.id) == 0:
        yield "a statement is not borne out"


def _failure(outcome: Outcome, wrong: str, results: Results) -> Failure:
    case, answer = outcome.case, outcome.answer
    claims = answer.claims if answer else ()
    shown = [
        ("; ".join(citation.label for citation in claim.citations), _short(claim.text))
        for claim in claims[:_CLAIMS]
    ]
    expected = [
        (_named(gold.provision, results.texts), _short(gold.evidence))
        for group in case.gold
        for gold in group
    ]
    expected += [(f"near: {_named(provision, results.texts)}", "") for provision in case.near]
    return Failure(
        id=case.id,
        place=case.place,
        world=world_of_case(case, results.texts),
        kind=case.kind + (f", {case.follow_up}" if case.follow_up else ""),
        turns=case.turns,
        deserved=STATUSES[case.status],
        expected=tuple(expected),
        met=STATUSES[answer.status] if answer else "error",
        shown=tuple(shown),
        more=len(claims) - len(shown),
        lead=answer.lead if answer else outcome.error,
        reason=answer.reason if answer else "",
        wrong=wrong,
    )


def _named(id_: ProvisionId, texts: Texts) -> str:
    found = texts.provision(id_)
    return found[0].citation(found[1]) if found else str(id_)


def _short(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG].rstrip()} …"
