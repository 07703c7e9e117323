"""Two things side by side: for each its clause, its duties, or the best clause that has its words."""

from __future__ import annotations

from collections.abc import Sequence

from assistant import addressees, groups
from assistant.answers import Status
from assistant.composition import Chosen, clause_lead
from assistant.desk import Desk, Finding
from assistant.edition_names import every_edition_named
from assistant.evidence import states
from assistant.forms import Fact
from assistant.judging import JUDGED, Judged, best_first, is_answered
from assistant.labels import resolve
from assistant.question import Question, read_question, topic
from assistant.ways.refusal import not_stated
from corpus.instruments import Kind
from index.lexical import words
from index.search import Hit

_AMOUNTS = (Fact.MONEY, Fact.SHARE, Fact.DATE)
_SIDE_BY_SIDE = 3.0  # how much likelier neighbours, and what begins alike, are what is compared
_NEIGHBOURS = 2  # provisions from one to the other
_OPENING = 1  # stemmed words by which a clause begins


def by_comparison(desk: Desk, question: Question, hits: Sequence[Hit]) -> Finding | None:
    """Show what answers for each of the two things that are compared."""
    if texts := _texts(desk, question):
        return texts
    if len(question.sides) != 2:
        return None
    first, second = (set(topic(side)) for side in question.sides)
    shared = set(question.topic) - first - second - addressees.DUTY_WORDS
    found = [_labelled(desk, side) or _told(desk, side, shared, hits) for side in question.sides]
    found = [own or best for own, best in zip(found, _best_pair(desk, question, found), strict=True)]
    if not all(found) or found[0][0].provision is found[1][0].provision:
        return None
    chosen = tuple(one for side in found for one in side)
    if question.fact in _AMOUNTS and not all(
        any(states(question, one.quote, 1.0, desk.vocabulary) for one in side) for side in found
    ):
        return not_stated(question.fact, chosen)
    return Finding(Status.ANSWERED, clause_lead(chosen), chosen)


def _texts(desk: Desk, question: Question) -> Finding | None:
    """Show the likeliest clause of each of two texts that a question names: "in 95/301 and 96/288"."""
    editions, rest = every_edition_named(question.text, desk.library)
    if len(editions) < 2 or not topic(rest):
        return None
    asked = read_question(rest, question.form)
    chosen: list[Chosen] = []
    for edition in editions:
        own = Desk(desk.library, desk.searcher, [edition])
        judged = best_first(own, asked, own.search(asked.text, JUDGED))
        chosen += [own.choose(one.hit, asked.topic) for one in judged[:1] if is_answered(one)]
    return Finding(Status.ANSWERED, clause_lead(chosen), tuple(chosen)) if len(chosen) > 1 else None


def _labelled(desk: Desk, side: str) -> list[Chosen]:
    """Return the one clause that a side names by its label."""
    found = [one for one in resolve(side, desk.scope) if one.provision.kind != Kind.HEADING]
    return [Chosen(found[0].edition, found[0].provision)] if len(found) == 1 else []


def _told(desk: Desk, side: str, shared: set[str], hits: Sequence[Hit]) -> list[Chosen]:
    """Return what a body is told: all of it, or what comes first on what the question is about."""
    told = groups.addressed(side, desk.editions)
    everything = [Chosen(group.edition, one) for group in told for one in group.members]
    if not shared:
        return everything
    ids = {str(one.edition.id_of(one.provision)) for one in everything}
    best = [hit for hit in hits if str(hit.passage.provision) in ids]
    return [desk.choose(best[0], tuple(shared))] if best else []


def _best_pair(
    desk: Desk, question: Question, found: Sequence[Sequence[Chosen]]
) -> tuple[list[Chosen], list[Chosen]]:
    """Return for each side the likeliest clause: what is compared is likely to stand side by side.

    A side that has been `found` needs none.
    """
    judged = [
        [] if own else _judged(desk, question, side, other)
        for own, side, other in zip(found, question.sides, question.sides[::-1], strict=True)
    ]
    pairs = [(one, other) for one in judged[0] for other in judged[1] if _apart(one, other)]
    if all(judged) and pairs:
        best = max(pairs, key=lambda pair: _likelihood(desk, *pair))
        judged = [[one] for one in best]
    first, second = (
        [desk.choose(own[0].hit, topic(side)) for _ in own[:1]]
        for own, side in zip(judged, question.sides, strict=True)
    )
    return first, second


def _judged(desk: Desk, question: Question, side: str, other: str) -> list[Judged]:
    """Return the clauses for the question asked of one side alone, the likeliest first, or none."""
    asked = read_question(question.text.replace(other, side), side)
    judged = best_first(desk, asked, desk.search(asked.text, JUDGED))
    return judged if judged and is_answered(judged[0]) else []


def _apart(one: Judged, other: Judged) -> bool:
    """Tell two clauses from one and the same."""
    return one.hit.passage.provision != other.hit.passage.provision


def _likelihood(desk: Desk, one: Judged, other: Judged) -> float:
    """Return how likely two clauses answer for the two sides: more so for neighbours that begin alike."""
    (edition, first), (beside, second) = desk.unit(one.hit.passage), desk.unit(other.hit.passage)
    likelihood = one.probability * other.probability
    if edition.key != beside.key:
        neighbours = first.eid == second.eid  # the same place in two texts
    else:
        places = [edition.provisions.index(clause) for clause in (first, second)]
        neighbours = first.parent == second.parent and abs(places[0] - places[1]) <= _NEIGHBOURS
    alike = words(first.text)[:_OPENING] == words(second.text)[:_OPENING]
    return likelihood * (_SIDE_BY_SIDE if neighbours else 1.0) * (_SIDE_BY_SIDE if alike else 1.0)
