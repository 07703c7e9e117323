"""Degenerate systems: each answers every case in one way whose worth is known beforehand."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer, Citation, Claim, Status, Support
from corpus.instruments import Edition, Kind, Part, Provision
from corpus.keys import ProvisionId
from evals.cases import Case
from evals.outcomes import Outcome, ask_all
from evals.worlds import Assistants, Held, Texts

HITS = 20
_FIRST = 3  # words
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
        return cited(texts, gold, case.status, nearness=float(case.is_answerable))

    return answers


def hits(texts: Texts, assistants: Assistants, count: int) -> System:
    """Return whatever is found first."""

    def answers(case: Case) -> Answer:
        found = assistants.holding(case.held).search(case.turns[-1], count)
        return cited(texts, [ProvisionId(hit.passage.edition, hit.passage.eid) for hit in found])

    return answers


def random_clause(texts: Texts) -> System:
    """Return any clause, the same in every run."""

    def answers(case: Case) -> Answer:
        return cited(texts, [_dice(case).choice(citable(texts, case.held))])

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


def adjacent(texts: Texts) -> System:
    """Cite the clause of the same number in another edition of the instrument."""

    def answers(case: Case) -> Answer:
        return cited(texts, [other for group in case.gold if (other := sibling(texts, group[0].provision))])

    return answers


def lacking(texts: Texts) -> System:
    """Return the first of the gold, as if it were all."""

    def answers(case: Case) -> Answer:
        return cited(texts, [case.gold[0][0].provision], case.status)

    return answers


def adding(texts: Texts) -> System:
    """Return the gold, and behind it a clause that is none."""

    def answers(case: Case) -> Answer:
        gold = [group[0].provision for group in case.gold]
        others = [provision for provision in citable(texts, case.held) if str(provision) not in case.cited]
        return cited(texts, [*gold, _dice(case).choice(others)], case.status)

    return answers


def severing(texts: Texts) -> System:
    """Return the gold without its heads: nothing says who tells whom."""

    def answers(case: Case) -> Answer:
        right = oracle(texts)(case)
        bare = [replace(claim, citations=(replace(claim.citations[0], label=""),)) for claim in right.claims]
        return replace(right, lead="", heads=(), claims=tuple(bare))

    return answers


def cutting(texts: Texts) -> System:
    """Return the first words of the gold, as if they were all."""

    def answers(case: Case) -> Answer:
        right = oracle(texts)(case)
        return replace(right, claims=tuple(_cut(claim) for claim in right.claims))

    return answers


def concatenating(texts: Texts) -> System:
    """Recite everything that anybody is told in the texts held."""

    def answers(case: Case) -> Answer:
        return cited(texts, obligations(texts, case.held))

    return answers


def first_words(text: str) -> str:
    """Return the first words of a text, fewer than any clause has."""
    return " ".join(text.split(" ")[:_FIRST])


def sibling(texts: Texts, id_: ProvisionId) -> ProvisionId | None:
    """Return the provision of the same number in another edition of an instrument, where one is held."""
    for key in sorted(texts.editions):
        if key.instrument == id_.edition.instrument and key != id_.edition:
            other = ProvisionId(key, id_.eid)
            if texts.provision(other):
                return other
    return None


def citable(texts: Texts, held: Held) -> list[ProvisionId]:
    """Return every provision of some texts that says something of its own."""
    return [id_ for id_, _, provision in _provisions(texts, held) if provision.kind is not Kind.HEADING]


def obligations(texts: Texts, held: Held) -> list[ProvisionId]:
    """Return every provision of some texts under a head that decides or tells."""
    return [
        id_
        for id_, edition, provision in _provisions(texts, held)
        if provision.head
        and provision.kind is not Kind.HEADING
        and edition.part_of(provision) is Part.OPERATIVE
    ]


def cited(
    texts: Texts,
    ids: Sequence[ProvisionId],
    status: Status = Status.ANSWERED,
    *,
    nearness: float | None = None,
) -> Answer:
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
    return Answer(status, "; ".join(heads), claims, retrieved=tuple(ids), nearness=nearness)


def _provisions(texts: Texts, held: Held) -> Iterable[tuple[ProvisionId, Edition, Provision]]:
    """Walk the provisions of some texts."""
    for key in held:
        edition = texts.editions[key]
        for provision in edition.provisions:
            yield edition.id_of(provision), edition, provision


def _under(texts: Texts, claim: Claim, others: Sequence[ProvisionId], dice: random.Random) -> Claim:
    """Put a claim's words under another clause, one that does not have them."""
    while True:
        found = dice.choice(others)
        at = texts.provision(found)
        if at and claim.text not in at[1].text:
            label = at[0].citation(at[1])
            return Claim(claim.text, claim.support, (Citation(found, label, 0, len(claim.text), claim.text),))


def _cut(claim: Claim) -> Claim:
    """Leave of a claim its first words."""
    text = first_words(claim.text)
    citation = replace(claim.citations[0], quote=text, end=len(text))
    return replace(claim, text=text, citations=(citation,))


def _dice(case: Case) -> random.Random:
    """Return dice that fall alike for a case in every run."""
    return random.Random(hashlib.sha256(case.id.encode()).digest())  # noqa: S311  no secret
