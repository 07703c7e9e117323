"""Degenerate systems: each answers every case in one way whose worth is known beforehand."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Citation, Claim, Status, Support
from corpus.instruments import Kind
from corpus.keys import ProvisionId
from evals.cases import Case
from evals.outcomes import Outcome, ask_all
from evals.worlds import Assistants, Held, Texts

System = Callable[[Case], Answer]


@dataclass(frozen=True, slots=True)
class Standing:
    """A system in the assistant's place: it knows which case is asked by its turns and its texts."""

    answers: System
    held: Held
    cases: dict[tuple[Held, tuple[str, ...]], Case]

    def ask(self, turns: Sequence[str]) -> Answer:
        """Answer the last of a reader's turns."""
        return self.answers(self.cases[self.held, tuple(turns)])


def outcomes(system: System, cases: Iterable[Case]) -> tuple[Outcome, ...]:
    """Ask a system every case, in the way in which the assistant is asked."""
    asked = tuple(cases)
    known = {(case.held, case.turns): case for case in asked}
    return ask_all(asked, lambda held: Standing(system, held, known))


def refusing(_: Case) -> Answer:
    """Refuse whatever is asked."""
    return Answer(Status.NOT_STATED, "That is not stated.")


def oracle(texts: Texts) -> System:
    """Return the gold itself, under the status that the case deserves."""

    def answers(case: Case) -> Answer:
        gold = [group[0].provision for group in case.gold]
        return cited(texts, gold, case.status)

    return answers


def top_hit(texts: Texts, assistants: Assistants) -> System:
    """Return whatever is found first."""

    def answers(case: Case) -> Answer:
        found = assistants.holding(case.held).search(case.turns[-1], 1)
        return cited(texts, [ProvisionId(hit.passage.edition, hit.passage.eid) for hit in found])

    return answers


def misquoting(texts: Texts) -> System:
    """Put the right words under a clause that does not have them."""

    def answers(case: Case) -> Answer:
        right = oracle(texts)(case)
        others = [provision for provision in citable(texts, case.held) if str(provision) not in case.cited]
        claims = tuple(_under(texts, claim, others, _dice(case)) for claim in right.claims)
        retrieved = tuple(citation.provision for claim in claims for citation in claim.citations)
        return Answer(Status.ANSWERED, right.lead, claims, retrieved=retrieved)

    return answers


def citable(texts: Texts, held: Held) -> list[ProvisionId]:
    """Return every provision of some texts that says something of its own."""
    editions = [texts.editions[key] for key in held]
    return [
        edition.id_of(provision)
        for edition in editions
        for provision in edition.provisions
        if provision.kind is not Kind.HEADING
    ]


def cited(texts: Texts, ids: Sequence[ProvisionId], status: Status = Status.ANSWERED) -> Answer:
    """Make an answer that quotes provisions whole, each under its own citation; the lead has their heads."""
    found = [(id_, at) for id_ in ids if (at := texts.provision(id_))]
    claims = tuple(
        Claim(
            provision.text,
            Support.VERBATIM,
            (Citation(id_, edition.citation(provision), 0, len(provision.text), provision.text),),
        )
        for id_, (edition, provision) in found
    )
    heads = dict.fromkeys(provision.head.text for _, (_, provision) in found if provision.head)
    return Answer(status, "; ".join(heads), claims, retrieved=tuple(ids))


def _under(texts: Texts, claim: Claim, others: Sequence[ProvisionId], dice: random.Random) -> Claim:
    """Put a claim's words under another clause, one that does not have them."""
    while True:
        found = dice.choice(others)
        at = texts.provision(found)
        if at and claim.text not in at[1].text:
            label = at[0].citation(at[1])
            return Claim(claim.text, claim.support, (Citation(found, label, 0, len(claim.text), claim.text),))


def _dice(case: Case) -> random.Random:
    """Return dice that fall alike for a case in every run."""
    return random.Random(hashlib.sha256(case.id.encode()).digest())  # noqa: S311  no secret
