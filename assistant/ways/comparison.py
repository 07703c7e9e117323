"""Two things side by side: for each its clause, its duties, or the best clause that has its words."""

from __future__ import annotations

from collections.abc import Sequence

from assistant import groups
from assistant.answers import Status
from assistant.composition import Chosen, clause_lead
from assistant.desk import Desk, Finding
from assistant.edition_names import every_edition_named
from assistant.evidence import states
from assistant.forms import Fact
from assistant.judging import JUDGED, best_first, is_answered
from assistant.labels import resolve
from assistant.question import Question, read_question, topic
from assistant.ways.refusal import not_stated
from corpus.instruments import Kind
from index.search import Hit

_AMOUNTS = (Fact.MONEY, Fact.SHARE, Fact.DATE)


def by_comparison(desk: Desk, question: Question, hits: Sequence[Hit]) -> Finding | None:
    """Show what answers for each of the two things that are compared."""
    if texts := _texts(desk, question):
        return texts
    if len(question.sides) != 2:
        return None
    first, second = (set(topic(side)) for side in question.sides)
    shared = set(question.topic) - first - second - groups.DUTY_WORDS
    found = [
        _labelled(desk, side) or _told(desk, side, shared, hits) or _best(desk, question, side, other)
        for side, other in (question.sides, question.sides[::-1])
    ]
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


def _best(desk: Desk, question: Question, side: str, other: str) -> list[Chosen]:
    """Return the likeliest clause for the question asked of one side alone."""
    asked = read_question(question.text.replace(other, side), side)
    judged = best_first(desk, asked, desk.search(asked.text, JUDGED))
    return [desk.choose(judged[0].hit, topic(side))] if judged and is_answered(judged[0]) else []
