"""No clause answers: why not, said in a status of its own, with the clauses that come closest."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Status
from assistant.rendering import Chosen, superseded_note
from assistant.selection.demands import unmet
from assistant.selection.evidence import JUDGED, Judged, best_first
from assistant.strategies.desk import Desk, Finding, ids
from assistant.strategies.not_held import by_description
from assistant.understanding.question import Question

_CLOSEST = 3
_ALIKE = 0.8  # the cosine from which the nearest near miss gives the reason
_WHY = {  # what is said of each kind of near miss (corpus.packs.NEAR_MISSES)
    "fact-absent": "The text speaks of this but does not say what is asked.",
    "sibling": "The text says this of something else of the same kind, not of what is asked.",
    "other-body": "The text says this of another body, not of the one asked about.",
    "other-edition": "This text does not say so; another edition may.",
    "only-named": "The text names the document but does not say what is in it.",
    "number": "The text speaks of this but gives no number.",
    "date": "The text speaks of this but gives no date.",
    "person": "The text speaks of this but names no person.",
    "reason": "The text speaks of this but gives no reason.",
    "condition": "The text speaks of this but gives no condition.",
    "false-premise": "The text does not say what the question takes for granted.",
}
# The cosine, and the share of a question's words, below both of which the topic is not there; the same
# with a name that no text has. Of 744 questions without an answer, .97 are told apart so.
_ON_TOPIC, _ABROAD = (0.30, 0.20), (0.42, 0.65)
# What a clause of an earlier edition needs: how likely it must be the answer, by how much its cosine must
# be ahead of theirs that are in force; and theirs from which none is looked for.
_SUPERSEDED, _AHEAD, _IN_FORCE = 0.5, 0.12, 0.6


def refusal(desk: Desk, question: Question, judged: Sequence[Judged]) -> Finding:
    """Say why no clause answers; the first reason that holds."""
    return (
        by_description(desk, question, [one.hit for one in judged])
        or superseded(desk, question, judged)
        or _foreign(desk, question, judged)
        or _near_miss(desk, question)
        or _lacking(desk, question, judged)
    )


def superseded(desk: Desk, question: Question, in_force: Sequence[Judged]) -> Finding | None:
    """Say that only an edition that is no longer in force answers: it comes nearer than those in force."""
    earlier = desk.superseded
    nearest = max((one.evidence.whole for one in in_force), default=0.0)
    if earlier is None or nearest >= _IN_FORCE:
        return None
    judged = best_first(earlier, question, earlier.search(question.text, JUDGED))
    if not judged or judged[0].probability < _SUPERSEDED or judged[0].evidence.whole < nearest + _AHEAD:
        return None
    chosen = earlier.choose(judged[0].hit, question.topic)
    said = chosen.edition.citation(chosen.provision)
    note = superseded_note((chosen,), desk.library).strip()
    return Finding(
        Status.SUPERSEDED_ONLY,
        f"Only an edition that is no longer in force says this: {said}. {note}",
        closest=tuple(one.hit.passage.provision for one in judged[:_CLOSEST]),
        reason="no edition in force says this",
    )


def _foreign(desk: Desk, question: Question, judged: Sequence[Judged]) -> Finding | None:
    """Say that nothing held is about this."""
    names = desk.known.foreign_names(question.text)
    least_near, least_shared = _ABROAD if names else _ON_TOPIC
    near = max((one.evidence.whole for one in judged), default=0.0) >= least_near
    if near or max((one.evidence.shared for one in judged), default=0.0) >= least_shared:
        return None
    return Finding(
        Status.NOT_IN_CORPUS,
        "Nothing in the library is about this.",
        closest=ids([one.hit for one in judged], _CLOSEST),
        reason=f"no text names {', '.join(names)}" if names else "no clause comes near enough",
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
        reason=f"much the same as “{asked.question.text}”, which no clause answers",
    )


def _lacking(desk: Desk, question: Question, judged: Sequence[Judged]) -> Finding:
    """Say what the closest clauses do not give."""
    unknown = desk.known.foreign_years(question.text) or desk.known.foreign_names(question.text)
    lacking = unmet(question, judged[0].hit.passage, desk)
    asked = f"answer for {' or '.join(unknown)}" if unknown else question.fact or lacking or "answer"
    return not_stated(asked, [desk.choose(one.hit, question.topic) for one in judged])


def not_stated(asked: str, near: Sequence[Chosen]) -> Finding:
    """Say that the topic is there and what is asked for is not."""
    return Finding(
        Status.NOT_STATED,
        f"The text speaks of this but gives no {asked}.",
        closest=tuple(dict.fromkeys(one.edition.id_of(one.provision) for one in near))[:_CLOSEST],
        reason=f"{asked} asked for, and no clause on this gives one",
    )
