"""Questions and answers → HTML: what is shown of each is decided here, and set by conversation.html."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from assistant.answer import Answer
from assistant.conversations.outdated import OUTDATED, is_outdated
from assistant.conversations.statuses import SMALL_TALK
from assistant.conversations.suggestions import follow_ups
from assistant.conversations.turn import Conversation, Verdict
from assistant.library.library import Library
from assistant.overview.asked import overview_text
from assistant.scope.filters import Filters
from assistant.understanding.turns import renewed
from assistant.web.addresses import start_address
from assistant.web.answer_view import (
    Said,
    differs,
    found_by,
    said,
)
from assistant.web.examples import welcome
from assistant.web.markup import Html
from assistant.web.messages import for_pages
from assistant.web.searched import is_of_conversation, narrowed_to
from assistant.web.templating import render
from assistant.web.verdicts import Judging, judging

SHOWN_CHARACTERS = 2_000
"""How much of a question is shown again; the assistant refuses longer ones."""
_STEPS = 4  # in which the claims of an answer come up


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what was said to it; `answer` is None until it is there.

    `waiting` is set while a language model reads the clauses; `quick` is then the answer that the model's
    took the place of. `number` counts the questions of a tab, so that a late answer finds its own; `turn` is
    its number in the conversation that is kept, 0 where it is not kept; `notices` say what befell the
    conversation.
    """

    question: str
    answer: Answer | None = None
    quick: Answer | None = None
    complete: bool = True
    waiting: bool = False
    number: int = 0
    turn: int = 0
    filters: Filters = Filters()  # noqa: RUF009  it is frozen
    verdict: Verdict | None = None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation as it is shown: `id` is '' where it is not kept.

    An empty one offers `recent` conversations, and `starting` questions by the kind of reader.
    `opening` is set until it is known which conversation the address asks for.
    """

    id: str = ""
    exchanges: tuple[Exchange, ...] = ()
    recent: tuple[Conversation, ...] = ()
    starting: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notice: str = ""
    opening: bool = False


@dataclass(frozen=True, slots=True)
class ReadBy:
    """Which language model chose the clauses; `has_quick` where the quick answer can be shown instead."""

    words: str
    has_quick: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer with all around it.

    `understood` is the question as it was read, where that is not what was typed, and `alone` the question
    that leaves out the context, '' for none. `judging` is None where there is nothing to judge. `exports`
    is the address of the answer's files without their ending, `overview` that of the page of its text.
    """

    notices: tuple[str, ...]
    understood: str
    alone: str
    said: Said
    quick: Said | None
    read_by: ReadBy | None
    is_complete: bool
    is_waiting: bool
    found_by: tuple[str, ...]
    judging: Judging | None
    related: tuple[str, ...]
    exports: str
    overview: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A question with its answer, None while it is looked for; `narrowed` says what was searched."""

    question: str
    narrowed: str
    answer: Answered | None
    next: tuple[str, ...]


def conversation(talk: Talk, library: Library) -> Html:
    """Render a conversation, oldest first; an empty one shows what can be asked."""
    last = len(talk.exchanges) - 1
    shown = [
        _shown(one, library, talk.id, is_last=at == last, may_lean=at > 0)
        for at, one in enumerate(talk.exchanges)
    ]
    first = "" if shown else welcome(library, talk.starting, talk.recent)
    return render(
        "conversation.html",
        id=talk.id if shown else "",
        is_opening=talk.opening and not shown,
        notice=talk.notice,
        welcome=first,
        exchanges=shown,
    )


def partial_answers(answer: Answer) -> list[Answer]:
    """Return what is shown while an answer builds up: the lead, then more and more claims of its text.

    Claims of several texts come up together, because their groups are put in order.
    """
    count = len(answer.claims)
    if not count:
        return []
    is_one_text = len({one.provision.edition for claim in answer.claims for one in claim.citations}) == 1
    steps = range(0, count, max(1, count // _STEPS)) if is_one_text else range(1)
    return [replace(answer, claims=answer.claims[:at], closest=()) for at in steps]


def _shown(one: Exchange, library: Library, id_: str, *, is_last: bool, may_lean: bool) -> Shown:
    """Return what is shown of a question of the conversation `id_` and its answer."""
    question = one.question[:SHOWN_CHARACTERS] + (" …" if len(one.question) > SHOWN_CHARACTERS else "")
    return Shown(
        question=question or "(an empty question)",
        narrowed=narrowed_to(one.answer, one.filters, library, one.question if may_lean else ""),
        answer=_answered(one, one.answer, library, id_, may_lean=may_lean) if one.answer else None,
        next=follow_ups(one.answer, library) if is_last and one.answer and one.complete else (),
    )


def _answered(one: Exchange, answer: Answer, library: Library, id_: str, *, may_lean: bool) -> Answered:
    """Return an answer with all around it; what can be done with it comes once it is complete."""
    small, quick = answer.reason_code in SMALL_TALK, one.quick
    is_outdated_ = one.complete and is_outdated(answer, library)
    understood = answer.understood if _is_read_otherwise(one.question, answer) else ""
    leans = bool(understood) or is_of_conversation(answer)
    return Answered(
        notices=(
            *one.notices,
            *map(for_pages, answer.notices),
            *([f"{OUTDATED}; ask again"] if is_outdated_ else []),
        ),
        understood=understood,
        alone=f"New question: {one.question}" if leans and may_lean and not renewed(one.question) else "",
        said=said(answer, library, complete=one.complete),
        quick=said(quick, library) if quick and differs(answer, quick) else None,
        read_by=_read_by(answer, quick) if answer.read_by and one.complete else None,
        is_complete=one.complete,
        is_waiting=one.waiting,
        found_by=found_by(answer) if one.complete else (),
        judging=judging(one.turn, answer, one.verdict) if one.complete and one.turn and not small else None,
        related=answer.related if one.complete else (),
        exports=f"/conversations/{id_}/{one.turn}" if id_ and one.turn and one.complete and not small else "",
        overview=_overview(answer) if one.complete else "",
    )


def _overview(answer: Answer) -> str:
    """Return the address of the map of the text of an overview, '' for another answer."""
    text = overview_text(answer)
    return f"{start_address(text)}#map" if text else ""


def _read_by(answer: Answer, quick: Answer | None) -> ReadBy:
    """Say which language model read the clauses, and whether the quick answer was another."""
    if quick is None:
        return ReadBy(f"Read by {answer.read_by}", has_quick=False)
    if not differs(answer, quick):
        return ReadBy(f"Read by {answer.read_by}, with the same result", has_quick=False)
    return ReadBy(f"Read by {answer.read_by}", has_quick=True)


def _is_read_otherwise(question: str, answer: Answer) -> bool:
    """Return True if the question was read as something else than was typed."""
    return bool(answer.follows) or (
        bool(answer.understood_as) and _simple(answer.understood_as) != _simple(question)
    )


def _simple(text: str) -> str:
    """Leave out what makes no difference to a reader."""
    return " ".join(text.casefold().split()).rstrip("?!. ")
