"""What a person said of an answer → the case that it proposes, for somebody to review.

right                 the answer as it was: its clauses, or the refusal
wrong clause          the clause that was named is the one that answers
missing clause        the clause that was named answers too
should have refused   the fact is not stated; what was shown is near
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace

from assistant.answer import Citation, Status
from assistant.conversations.turn import PendingVerdict, VerdictKind
from assistant.library.library import Library
from assistant.understanding.labels.resolver import Match, clauses_meant
from corpus.keys import EditionKey
from evals.cases import Case, Gold

READER = "person"
_SHOWING = (Status.ANSWERED, Status.CANDIDATES, Status.NEEDS_CLARIFICATION)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A case as a verdict proposes it; `problem` says what a reviewer has to add."""

    given: PendingVerdict
    case: Case
    problem: str = ""


def propose(verdict: PendingVerdict, library: Library, subject: Iterable[EditionKey] = ()) -> Proposal:
    """Propose the case of a verdict over the library in which it is reviewed."""
    turn = verdict.turns[-1]
    assert turn.verdict is not None
    cited = tuple(
        dict.fromkeys(_gold(citation) for claim in turn.answer.claims for citation in claim.citations)
    )
    case = Case(
        id=f"person-{verdict.id}",
        split="test",
        reader=READER,
        kind="lookup",
        turns=tuple(asked.question for asked in verdict.turns),
        held=tuple(sorted(edition.key for edition in library.editions)),
        status=Status.ANSWERED if turn.answer.status == Status.CANDIDATES else turn.answer.status,
        gold=tuple((clause,) for clause in cited),
        follow_up="pronoun" if len(verdict.turns) > 1 else "",
        filters=turn.filters,
    )
    kind = turn.verdict.kind
    if kind == VerdictKind.RIGHT and turn.answer.status == Status.CANDIDATES:
        return Proposal(verdict, case, "several clauses were shown that may answer: say which of them do")
    if kind == VerdictKind.RIGHT:
        return Proposal(verdict, _right(case, verdict))
    if kind == VerdictKind.SHOULD_HAVE_REFUSED:
        near = tuple(clause.provision for clause in cited)
        return Proposal(verdict, replace(case, status=Status.NOT_STATED, gold=(), near=near))
    named = clauses_meant(turn.verdict.clause, turn.answer, library, subject) if turn.verdict.clause else ()
    stood_behind = turn.answer.status in (Status.ANSWERED, Status.NEEDS_CLARIFICATION)
    before = cited if kind == VerdictKind.MISSING_CLAUSE and stood_behind else ()
    return with_clauses(Proposal(verdict, case), named, before)


def with_clauses(proposal: Proposal, named: Sequence[Match], before: Sequence[Gold] = ()) -> Proposal:
    """Return a proposal that is answered by the one clause that is named, after those `before` it."""
    if len(named) != 1:
        found = f"names {len(named)} clauses" if named else "names no clause that is held"
        label = proposal.given.turns[-1].verdict
        what = f"“{label.clause}” {found}" if label and label.clause else "no clause was named"
        return replace(proposal, problem=f"{what}: say which one answers")
    gold = dict.fromkeys((*before, Gold(named[0].id, named[0].provision.text)))
    case = replace(proposal.case, status=Status.ANSWERED, gold=tuple((clause,) for clause in gold), near=())
    return replace(proposal, case=case, problem="")


def row(case: Case) -> dict[str, object]:
    """Return a case as a line of a file of cases has it."""
    filters = {name: str(value) for name, value in asdict(case.filters).items() if value}
    found: dict[str, object] = {
        "id": case.id,
        "split": case.split,
        "reader": case.reader,
        "kind": case.kind,
        "turns": list(case.turns),
        "held": [str(key) for key in case.held],
        "status": case.status.value,
        "gold": [
            {"provision": str(gold.provision), "evidence": gold.evidence}
            for group in case.gold
            for gold in group
        ],
        "near": [str(provision) for provision in case.near],
    }
    return {
        **found,
        **({"follow_up": case.follow_up} if case.follow_up else {}),
        **({"filters": filters} if filters else {}),
    }


def _right(case: Case, verdict: PendingVerdict) -> Case:
    """Return the case of an answer that was right; a refusal's shows what was near."""
    answer = verdict.turns[-1].answer
    return case if answer.status in _SHOWING else replace(case, gold=(), near=answer.closest)


def _gold(citation: Citation) -> Gold:
    return Gold(citation.provision, citation.quote)
