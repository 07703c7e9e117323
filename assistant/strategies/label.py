"""A clause by its label; several that fit are all shown."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Status
from assistant.rendering import Chosen, clause_lead, list_lead
from assistant.rendering.reasons import NoSuchLabel, NotStated, SeveralFit
from assistant.strategies.desk import Desk, Finding, ids
from assistant.strategies.passage import by_passage
from assistant.strategies.refusal import not_stated
from assistant.understanding.addressees import DUTY_WORDS
from assistant.understanding.facts import holds
from assistant.understanding.forms import asks_several
from assistant.understanding.label_spotting import lower, spot
from assistant.understanding.labels.resolver import resolve
from assistant.understanding.question import Question, read_question, topic
from corpus.instruments import Kind
from index.search import Hit

_CLOSEST = 3
_MOST = 50  # clauses that are shown at most


def by_label(desk: Desk, question: Question, hits: Sequence[Hit]) -> Finding | None:
    """Show the clause whose label was typed."""
    spotted = spot(question.text, desk.scope)
    if spotted is None:
        return None
    if not spotted.matches:
        return None if set(topic(spotted.rest)) - DUTY_WORDS else _not_there(desk, spotted.words, hits)
    matched = [Chosen(one.edition, one.provision) for one in spotted.matches]
    if len(matched) == 1:
        return _asked_within(desk, spotted.rest, matched[0], hits) or _within(question, matched[0])
    if topic(spotted.rest):
        return None
    return Finding(
        Status.NEEDS_CLARIFICATION,
        chosen=tuple(matched[:_MOST]),
        reason=SeveralFit(spotted.words, len(matched)),
    )


def _not_there(desk: Desk, label: str, hits: Sequence[Hit]) -> Finding:
    """Say that no clause has a label; closest is the one of the number that comes nearest below."""
    where = desk.editions[0].name if len(desk.editions) == 1 else ""
    before = next((found for one in lower(label) if (found := resolve(one, desk.scope))), ())
    near = tuple(one.edition.id_of(one.provision) for one in before[:_CLOSEST])
    return Finding(
        Status.NOT_STATED,
        reason=NoSuchLabel(label, where),
        closest=near or ids(hits, _CLOSEST),
    )


def _asked_within(desk: Desk, rest: str, one: Chosen, hits: Sequence[Hit]) -> Finding | None:
    """Answer a question behind a heading from its clauses: "Article 3: who may …?"."""
    if one.provision.kind != Kind.HEADING or not topic(rest):
        return None
    below = {one.edition.id_of(item) for item in one.edition.descendants(one.provision.eid)}
    within = [hit for hit in hits if hit.passage.provision in below]
    found = by_passage(desk, read_question(rest), within) if within else None
    if found is None or found.status != Status.ANSWERED:
        return None
    return None if asks_several(rest) and len(found.chosen) == 1 else found


def _within(question: Question, one: Chosen) -> Finding:
    """Answer from one named clause and what hangs on it, if it holds the fact asked for."""
    below = [
        item
        for item in one.edition.descendants(one.provision.eid)
        if not item.inline and item.kind != Kind.FOOTNOTE
    ]
    text = "\n".join([one.provision.text, *(item.text for item in below)])
    if question.fact and not holds(question.fact, text):
        return not_stated([one], NotStated(question.fact))
    if one.provision.kind == Kind.HEADING and below:
        items = [Chosen(one.edition, item) for item in below if item.kind != Kind.HEADING]
        return Finding(
            Status.ANSWERED, list_lead(one.edition, one.provision, len(items)), tuple(items[:_MOST])
        )
    shown = [one, *(Chosen(one.edition, item) for item in below)]
    return Finding(Status.ANSWERED, clause_lead(shown[:1]), tuple(shown))
