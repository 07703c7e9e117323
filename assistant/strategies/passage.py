"""The best clause: shown where it is likely to answer, with another that is as likely."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Status
from assistant.rendering import Chosen, clause_lead, list_lead
from assistant.selection.evidence import Judged, best_first, is_answered
from assistant.selection.facts import states
from assistant.strategies.desk import Desk, Finding
from assistant.strategies.parallel_texts import by_parallel
from assistant.strategies.refusal import not_stated, refusal, superseded
from assistant.understanding import addressees
from assistant.understanding.forms import PLURAL, Fact
from assistant.understanding.question import Question, Want
from corpus.instruments import Edition, Kind, Part, Provision
from index.search import Hit

_ALSO = 0.7  # of the best one's likelihood, what a second needs to be shown beside it
_STATING = 0.3  # the same of one that states the fact which the best does not
_LOOKED_AT = 6  # hits of which a list needs two to be taken whole
_SHORT, _LONGEST = 8, 30  # items of a list that is shown for its opening; where several things are asked for
_MEASURED = (Fact.NUMBER, Fact.SHARE, Fact.MONEY, Fact.PERSON, Fact.PLACE, Fact.NAME)
_MOST = 2  # clauses that are shown where no list is asked for


def by_passage(desk: Desk, question: Question, hits: Sequence[Hit]) -> Finding:
    """Show the likeliest clause, a second where it is as likely, or say why none answers."""
    if not hits:
        return Finding(Status.NOT_IN_CORPUS, "There is nothing in the library.", reason="no text is held")
    judged = best_first(desk, question, _eligible(desk, question, hits))
    if not is_answered(judged[0]):
        return refusal(desk, question, judged)
    if earlier := superseded(desk, question, judged):
        return earlier
    best = judged[0].hit
    if question.fact in _MEASURED and (
        desk.known.foreign_years(question.text) or desk.known.foreign_names(question.text)
    ):
        return refusal(desk, question, judged)  # of a year, of somebody that no text knows
    if question.fact and not states(question, best.passage.text, 1.0, desk.vocabulary):
        return _stating(desk, question, judged)
    if question.fact is None and (whole := _whole_list(desk, question, best, hits)):
        return whole
    if parallel := by_parallel(desk, question, judged):
        return parallel
    shown = [one for one in judged if one.probability >= _ALSO * judged[0].probability]
    shown = [one for one in shown if states(question, one.hit.passage.text, 1.0, desk.vocabulary)][:_MOST]
    chosen = tuple(dict.fromkeys(desk.choose(one.hit, question.topic) for one in shown))
    if len(chosen) == 1:
        return Finding(Status.ANSWERED, clause_lead(chosen), chosen)
    lead = f"{clause_lead(chosen).removesuffix(':')} come near, and neither stands out:"
    return Finding(Status.ANSWERED, lead, chosen, reason="no one clause stands out")


def _whole_list(desk: Desk, question: Question, best: Hit, hits: Sequence[Hit]) -> Finding | None:
    """Show the list that the best clause opens: alone, the words that open it say nothing.

    To a question for several things the list that the best clause is in is shown too, where a second
    clause of that list is among the best.
    """
    edition, provision = desk.unit(best.passage)
    parent = edition.find(provision.parent)
    opened = _items(edition, provision)
    several = question.want == Want.LIST or PLURAL.search(question.form)
    if provision.text.rstrip().endswith(":") and 1 < len(opened) <= (_LONGEST if several else _SHORT):
        return _listed(edition, provision, opened)
    if not several:
        return None
    if parent is None or parent.kind == Kind.HEADING:
        return None
    beside = _items(edition, parent)
    near = {hit.passage.provision for hit in hits[:_LOOKED_AT]}
    found = [one for one in beside if edition.id_of(one) in near]
    return _listed(edition, parent, beside) if provision in beside and len(found) > 1 else None


def _items(edition: Edition, above: Provision) -> list[Provision]:
    """Return the items of a list, those on lines of their own."""
    return [
        one
        for one in edition.children(above.eid)
        if one.kind not in (Kind.HEADING, Kind.FOOTNOTE)
        and not one.inline
        and not one.eid.endswith("__wrapup")
    ]


def _listed(edition: Edition, above: Provision, items: Sequence[Provision]) -> Finding:
    """Show a list under the words that introduce it."""
    return Finding(
        Status.ANSWERED, list_lead(edition, above, len(items)), tuple(Chosen(edition, one) for one in items)
    )


def _stating(desk: Desk, question: Question, judged: Sequence[Judged]) -> Finding:
    """Show the first likely clause for which the fact is stated: by itself, or by what stands above it.

    The heading or introduction that states it is shown before it.
    """
    assert question.fact is not None
    for one in judged:
        if one.probability < _STATING * judged[0].probability:
            break
        edition, provision = desk.unit(one.hit.passage)
        stated = [
            unit
            for unit in (*edition.ancestors(provision.eid), provision)
            if states(question, unit.text, 1.0, desk.vocabulary)
        ]
        if stated:
            above = [Chosen(edition, unit) for unit in stated[-1:] if unit is not provision]
            chosen = (*above, desk.choose(one.hit, question.topic))
            return Finding(Status.ANSWERED, clause_lead(chosen), chosen)
    return not_stated(question.fact, [desk.choose(one.hit, question.topic) for one in judged])


def _eligible(desk: Desk, question: Question, hits: Sequence[Hit]) -> Sequence[Hit]:
    """Return the hits among which the answer is looked for, best first.

    Who is told something is not the body that the question names; what somebody is told stands
    in the operative part.
    """
    hits = [hit for hit in hits if not hit.passage.eid.endswith("__title")] or hits
    if not addressees.is_duty(question):
        return hits
    if bound := addressees.bound(question, desk.editions):
        return [hit for hit in hits if hit.passage.provision in bound] or hits
    named = addressees.bodies_named(question, desk.editions) if addressees.asks_who(question) else frozenset()
    told = [
        hit
        for hit in hits
        if hit.passage.part != Part.PREAMBLE
        and not ((head := desk.unit(hit.passage)[1].head) and head.text in named)
    ]
    return told or hits
