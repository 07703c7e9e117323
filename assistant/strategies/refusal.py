"""No clause answers: why not, said in a status of its own, with the clauses that come closest."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import ReasonCode, Status
from assistant.rendering import Chosen
from assistant.selection.demands import unmet
from assistant.selection.reader import Reading
from assistant.strategies.desk import Desk, Finding, ids
from assistant.strategies.not_held import by_description
from assistant.understanding.question import Question
from index.search import Hit

_CLOSEST = 5
_ALIKE = 0.8  # the cosine from which the nearest near miss gives the reason
_WHY = {  # what is said of each kind of near miss (corpus.packs.NEAR_MISSES)
    "fact-absent": "The closest clauses speak of this but do not say what is asked.",
    "sibling": "The text says this of something else of the same kind, not of what is asked.",
    "other-body": "The text says this of another body, not of the one asked about.",
    "other-edition": "This text does not say so; another edition may.",
    "only-named": "The text names the document but does not say what is in it.",
    "number": "The closest clauses give no number.",
    "date": "The closest clauses give no date.",
    "person": "The text speaks of this but names no person.",
    "reason": "The closest clauses give no reason.",
    "condition": "The closest clauses give no condition.",
    "false-premise": "The text does not say what the question takes for granted.",
}
_NEAR = 0.30  # the cosine, and
_SHARED = 0.20  # the share of the question's words, below both of which no text is about the question


def refusal(desk: Desk, question: Question, reading: Reading) -> Finding:
    """Say why no clause answers; the first reason that holds."""
    hits = [hit for hit, _ in reading.hits]
    return (
        by_description(desk, question, hits)
        or foreign(desk, question, hits)
        or _near_miss(desk, question)
        or _lacking(desk, question, hits)
    )


def foreign(desk: Desk, question: Question, hits: Sequence[Hit]) -> Finding | None:
    """Say that nothing held is about this."""
    if max(one.dense or 0.0 for one in hits) >= _NEAR:
        return None
    if max(desk.coverage(one, question.topic) for one in hits) >= _SHARED:
        return None
    names = desk.known.foreign_names(question.text)
    return Finding(
        Status.NOT_IN_CORPUS,
        "Nothing in the library is about this.",
        closest=ids(hits, _CLOSEST),
        reason=f"no text names {', '.join(names)}" if names else "no clause comes near enough",
        reason_code=ReasonCode.UNKNOWN_NAME if names else ReasonCode.NOTHING_NEAR,
    )


def _near_miss(desk: Desk, question: Question) -> Finding | None:
    """Say why no clause answers as a near miss of the question bank has it that asks much the same."""
    nearest = next(iter(desk.neighbours(question.text).near_misses), None)
    if nearest is None or nearest.nearness < _ALIKE:
        return None
    asked = nearest.asked
    return Finding(
        Status.NOT_STATED,
        _WHY[asked.question.why],
        closest=asked.provisions[:_CLOSEST],
        reason=f"no clause answers a very similar question: “{asked.question.text}”",
        reason_code=ReasonCode(asked.question.why.replace("-", "_")),
    )


def _lacking(desk: Desk, question: Question, hits: Sequence[Hit]) -> Finding:
    """Say what the closest clauses do not give."""
    unknown = desk.known.foreign_years(question.text) or desk.known.foreign_names(question.text)
    lacking = unmet(question, hits[0].passage, desk)
    asked = f"answer for {' or '.join(unknown)}" if unknown else question.fact or lacking or "answer"
    return not_stated(asked, [desk.choose(one, question.topic) for one in hits])


def not_stated(asked: str, near: Sequence[Chosen]) -> Finding:
    """Say that the topic is there and what is asked for is not."""
    return Finding(
        Status.NOT_STATED,
        "No clause was found that states this."
        if asked == "answer"
        else f"The closest clauses give no {asked}.",
        closest=tuple(dict.fromkeys(one.edition.id_of(one.provision) for one in near))[:_CLOSEST],
        reason="no clause on this states what is asked"
        if asked == "answer"
        else f"no clause on this gives the {asked} asked for",
        reason_code=ReasonCode.FACT_ABSENT,
    )
