"""The best clause: shown if it is on the topic and holds the kind of fact that is asked for."""

from __future__ import annotations

from collections.abc import Sequence

from assistant import groups
from assistant.answers import Status
from assistant.composition import Chosen, clause_lead, list_lead
from assistant.demands import unmet
from assistant.desk import Desk, Finding, ids
from assistant.evidence import states
from assistant.forms import PLURAL
from assistant.question import Question, Want
from corpus.instruments import Edition, Kind, Provision
from index.search import Hit

_LOOKED_AT = 6  # hits among which the clause that holds the asked fact is looked for
_WITHIN = 0.6  # of the best score: how far down that clause may be
_AS_COVERED = 0.8  # of the best clause's share of the question's words, what another clause needs
# What a best clause is ahead by when it is right: of 44 measured, 28 of 29 above, 6 of 15 below.
_STANDS_OUT = 0.08
_SIDE_BY_SIDE = 2  # clauses that are shown when none stands out
_CLOSEST = 3


def by_passage(desk: Desk, question: Question, hits: Sequence[Hit]) -> Finding:
    """Show the best clause, two where none stands out, or say that none answers."""
    if not hits:
        return Finding(Status.NOT_IN_CORPUS, "There is nothing in the library.", reason="no text is held")
    foreign = desk.known.foreign_names(question.text)
    hits = [hit for hit in hits[:_LOOKED_AT] if desk.is_near(hit, question.topic)] or hits
    if foreign or not desk.is_near(hits[0], question.topic):
        said = f"no text names {', '.join(foreign)}" if foreign else "no clause comes near enough"
        return Finding(
            Status.NOT_IN_CORPUS,
            "Nothing in the library is about this.",
            closest=ids(hits, _CLOSEST),
            reason=said,
        )
    near = _near(desk, question, hits)
    holding = _holding(desk, question, near)
    years = desk.known.foreign_years(question.text)
    if not holding or years:
        lacking = unmet(question, near[0].passage, desk)
        asked = f"answer for {' or '.join(years)}" if years else question.fact or lacking or "answer"
        return not_stated(asked, [desk.choose(hit, question.topic) for hit in near])
    if question.fact and not states(question, holding[0].passage.text, 1.0, desk.vocabulary):
        return _with_heading(desk, question, holding[0])
    if whole := _whole_list(desk, question, holding[0], hits):
        return whole
    best = [hit for hit in holding if hit.score > holding[0].score - _STANDS_OUT][:_SIDE_BY_SIDE]
    chosen = tuple(desk.choose(hit, question.topic) for hit in best)
    if len(chosen) == 1:
        return Finding(Status.ANSWERED, clause_lead(chosen), chosen)
    lead = f"{clause_lead(chosen).removesuffix(':')} come near, and neither stands out:"
    return Finding(Status.ANSWERED, lead, chosen, reason="no one clause stands out")


def _whole_list(desk: Desk, question: Question, best: Hit, hits: Sequence[Hit]) -> Finding | None:
    """Show, to a question for several things, the whole list that the best clause opens or is in.

    A clause is taken as one of the things asked for where a second of its list is among the best.
    """
    if not (question.want == Want.LIST or PLURAL.search(question.form)):
        return None
    edition, provision = desk.unit(best.passage)
    parent = edition.find(provision.parent)
    opened = _items(edition, provision)
    if provision.text.rstrip().endswith(":") and len(opened) > 1:
        return _listed(edition, provision, opened)
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


def not_stated(asked: str, near: Sequence[Chosen]) -> Finding:
    """Say that the topic is there and what is asked for is not."""
    return Finding(
        Status.NOT_STATED,
        f"The text speaks of this but gives no {asked}.",
        closest=tuple(one.edition.id_of(one.provision) for one in near[:_CLOSEST]),
        reason=f"{asked} asked for, and no clause on this gives one",
    )


def _holding(desk: Desk, question: Question, near: Sequence[Hit]) -> list[Hit]:
    """Return the hits that state what is asked for and have enough of the question's words."""
    covered = [desk.coverage(hit, question.topic) for hit in near]
    return [
        hit
        for hit, share in zip(near, covered, strict=True)
        if share >= _AS_COVERED * covered[0]
        and states(question, _with_context(hit), share, desk.vocabulary)
        and not unmet(question, hit.passage, desk)
    ]


def _with_context(hit: Hit) -> str:
    """Return a clause's words with those above it: what heads a list may date all its items."""
    return "\n".join((*hit.passage.context, hit.passage.text))


def _with_heading(desk: Desk, question: Question, hit: Hit) -> Finding:
    """Show a clause after the heading or introduction that states the fact for it."""
    edition, provision = desk.unit(hit.passage)
    above = [
        one for one in edition.ancestors(provision.eid) if states(question, one.text, 1.0, desk.vocabulary)
    ]
    chosen = [*(Chosen(edition, one) for one in above[-1:]), desk.choose(hit, question.topic)]
    return Finding(Status.ANSWERED, clause_lead(chosen), tuple(chosen))


def _near(desk: Desk, question: Question, hits: Sequence[Hit]) -> Sequence[Hit]:
    """Return the hits among which the answer is looked for, best first.

    Who is told something is not the body that the question names; what somebody is told stands
    in the operative part.
    """
    near = [hit for hit in hits[:_LOOKED_AT] if hit.score >= _WITHIN * hits[0].score]
    if not groups.is_duty(question):
        return near
    if bound := groups.bound(question, desk.editions):
        return [hit for hit in hits if hit.passage.provision in bound][:_LOOKED_AT] or near
    named = groups.bodies_named(question, desk.editions) if groups.asks_who(question) else frozenset()
    told = [
        hit
        for hit in hits[:_LOOKED_AT]
        if (head := desk.unit(hit.passage)[1].head) and not head.is_preambular and head.text not in named
    ]
    return told or near
