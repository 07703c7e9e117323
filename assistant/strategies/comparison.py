"""Two things side by side: for each its clause, its duties, or the best clause that has its words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Status
from assistant.rendering import Chosen, clause_lead
from assistant.selection import groups
from assistant.selection.evidence import JUDGED, Judged, best_first, is_answered
from assistant.selection.facts import states
from assistant.strategies.definition import said_of
from assistant.strategies.desk import Desk, Finding
from assistant.strategies.refusal import not_stated
from assistant.understanding import addressees
from assistant.understanding.compared_things import Side, without_comparing
from assistant.understanding.edition_names import every_edition_named
from assistant.understanding.forms import COMPARISON, Fact
from assistant.understanding.labels.resolver import resolve
from assistant.understanding.labels.treaty import named_in
from assistant.understanding.question import MAX_CHARACTERS, Question, read_question, topic
from corpus.instruments import Kind
from index.search import Hit
from index.tokens import words

_AMOUNTS = (Fact.MONEY, Fact.SHARE, Fact.DATE)
_SIDE_BY_SIDE = 3.0  # how much likelier neighbours, and what begins alike, are what is compared
_NEIGHBOURS = 2  # provisions from one to the other
_SAME = 0.6  # of the cosine, from which two clauses say much the same
# What is left of "in 95/301 and in 96/288", "resolutions 75/233 and 79/226".
_DANGLING = re.compile(
    r"\b(?:(?:in|of|under|by|from) )*(?:resolutions?|decisions?)? ?,?(?:and|or|to|with|versus|from|against)"
    r"(?: (?:in|of|under|by|from|that|those))*(?=\W*(?:$|(?:in|on|about|regarding|say|as)\b))",
    re.IGNORECASE,
)
_COUNTING = frozenset(words("two both"))
_OPENING = 1  # stemmed words by which a clause begins


def by_comparison(desk: Desk, question: Question, hits: Sequence[Hit]) -> Finding | None:
    """Show what answers for each of the two things that are compared."""
    if texts := _texts(desk, question):
        return texts
    if len(question.sides) != 2:
        return None
    found = [_explained(desk, one) or _labelled(desk, one.said) for one in question.sides]
    if not any(found):
        found = _told_both(desk, question, hits)
    elif not all(found) and all(_is_bare(side) for side in question.sides):
        return _one_alone(question, found)
    found = [own or best for own, best in zip(found, _best_pair(desk, question, found), strict=True)]
    if not all(found) or found[0][0].provision is found[1][0].provision:
        return None
    chosen = tuple(one for side in found for one in side)
    if question.fact in _AMOUNTS and not all(
        any(states(question, one.quote, 1.0, desk.vocabulary) for one in side) for side in found
    ):
        return not_stated(question.fact, chosen)
    return Finding(Status.ANSWERED, clause_lead(chosen), chosen)


def compares_bodies(desk: Desk, question: Question) -> bool:
    """Tell whether a question compares what two bodies are told, and these texts tell both something."""
    return bool(question.sides) and all(groups.addressed(one.said, desk.editions) for one in question.sides)


def _texts(desk: Desk, question: Question) -> Finding | None:
    """Show the likeliest clause of each of two texts that a question names: "in 95/301 and 96/288".

    Where only one of them answers, the other's clause that says much the same is shown, or it is said that
    there is none.
    """
    several = every_edition_named(question.text, desk.library)
    if len(several.editions) < 2 or several.either or not topic(without_comparing(several.rest)):
        return None
    desks = [Desk(desk.library, desk.searcher, [edition]) for edition in several.editions]
    best = [_likeliest(own, _asked_of(own, question, several.rest)) for own in desks]
    known = next((one for one in best if one), None)
    if known is None or (None in best and not COMPARISON.search(question.form)):
        return None
    found = [one or _much_the_same(own, known) for own, one in zip(desks, best, strict=True)]
    chosen = tuple(one for one in found if one)
    missing = [edition.name for edition, one in zip(several.editions, found, strict=True) if one is None]
    said = f" Nothing on this was found in {' and '.join(missing)}." if missing else ""
    return Finding(Status.ANSWERED, f"{clause_lead(chosen).removesuffix(':')}:{said}", chosen)


def _asked_of(desk: Desk, question: Question, rest: str) -> Question:
    """Return what is asked of one text: of a side that names it as it stands, else what is left of all."""
    own = [
        one
        for one in question.sides
        if any(named_in(one.said, edition, desk.library) for edition in desk.editions)
    ]
    if len(own) == 1:  # "the majority for changing the Convention"
        return read_question(own[0].asked, question.form)
    return read_question(_DANGLING.sub(" ", without_comparing(rest)), question.form)


def _likeliest(desk: Desk, asked: Question) -> Chosen | None:
    """Return the clause of one text that is likely to answer, or None."""
    judged = best_first(desk, asked, desk.search(asked.text, JUDGED))
    return desk.choose(judged[0].hit, asked.topic) if judged and is_answered(judged[0]) else None


def _much_the_same(desk: Desk, known: Chosen) -> Chosen | None:
    """Return the clause of a text that says much the same as one of another, or None."""
    hit = next(iter(desk.search(known.quote[:MAX_CHARACTERS], 1)), None)
    near = hit is not None and hit.dense is not None and hit.dense >= _SAME
    return Chosen(*desk.unit(hit.passage)) if hit and near else None


def _explained(desk: Desk, side: Side) -> list[Chosen]:
    """Return what explains a side, where nothing but the side is asked for."""
    if not _is_bare(side):
        return []
    term = re.sub(r"^(?:an?|the) ", "", side.said, flags=re.IGNORECASE)
    return next((one for own in (desk, desk.beyond) if own and (one := said_of(own, term))), [])


def _is_bare(side: Side) -> bool:
    """Tell a side of which nothing is asked but what it is."""
    return not set(topic(side.asked)) - set(topic(side.said))


def _one_alone(question: Question, found: Sequence[Sequence[Chosen]]) -> Finding:
    """Show what is said of one of two things, and say that there is nothing on the other."""
    chosen = next(tuple(one) for one in found if one)
    other = next(side.said for side, one in zip(question.sides, found, strict=True) if not one)
    lead = f"{clause_lead(chosen).removesuffix(':')}: Nothing was found that explains “{other}”."
    return Finding(Status.ANSWERED, lead, chosen)


def _labelled(desk: Desk, side: str) -> list[Chosen]:
    """Return the one clause that a side names by its label."""
    found = [one for one in resolve(side, desk.scope) if one.provision.kind != Kind.HEADING]
    return [Chosen(found[0].edition, found[0].provision)] if len(found) == 1 else []


def _told_both(desk: Desk, question: Question, hits: Sequence[Hit]) -> list[list[Chosen]]:
    """Return what each of two bodies is told: all of it, or what comes first on what is asked about.

    Where several texts tell bodies, the one that tells both and comes first among the hits is meant.
    """
    told = [groups.addressed(side.said, desk.editions) for side in question.sides]
    both = {one.edition.key for one in told[0]} & {one.edition.key for one in told[1]}
    meant = next((hit.passage.edition for hit in hits if hit.passage.edition in both), None)
    if meant:
        told = [[group for group in one if group.edition.key == meant] for one in told]
    said = [set(topic(side.said)) for side in question.sides]
    shared = (
        set(topic(without_comparing(question.text))) - said[0] - said[1] - addressees.DUTY_WORDS - _COUNTING
    )
    return [_on(desk, one, shared, hits) for one in told]


def _on(desk: Desk, told: Sequence[groups.Group], shared: set[str], hits: Sequence[Hit]) -> list[Chosen]:
    """Return what a body is told: all of it, or what comes first on what the question is about."""
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
    judged = [[] if own else _judged(desk, side) for own, side in zip(found, question.sides, strict=True)]
    pairs = [(one, other) for one in judged[0] for other in judged[1] if _apart(one, other)]
    if all(judged) and pairs:
        best = max(pairs, key=lambda pair: _likelihood(desk, *pair))
        judged = [[one] for one in best]
    first, second = (
        [desk.choose(own[0].hit, topic(side.said)) for _ in own[:1]]
        for own, side in zip(judged, question.sides, strict=True)
    )
    return first, second


def _judged(desk: Desk, side: Side) -> list[Judged]:
    """Return the clauses for the question asked of one side alone, the likeliest first, or none."""
    asked = read_question(side.asked, side.said)
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
