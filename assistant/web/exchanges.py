"""Questions and answers → HTML: what is shown of each is decided here, and set by conversation.html."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.answer import Answer, Status
from assistant.conversations.related_questions import follow_ups
from assistant.conversations.turn import OUTDATED, SMALL_TALK, Conversation, Verdict, VerdictKind, is_outdated
from assistant.library.library import Library
from assistant.library.standing import counted_texts
from assistant.overview.questions import overview_text
from assistant.scope.filters import Filters
from assistant.understanding.turns import renewed
from assistant.web.addresses import conversation_address, start_address
from assistant.web.answer_view import Said, differs, found_by, is_of_conversation, narrowed_to, said
from assistant.web.templating import Html, render
from assistant.web.wording import for_pages

SHOWN_CHARACTERS = 2_000
"""How much of a question is shown again; the assistant refuses longer ones."""
LONGEST_CLAUSE, LONGEST_WORDS = 200, 2_000
"""Characters of the clause that would be right, and of a person's own words, in a verdict."""
READERS = (
    ("delegate", "In a meeting", "The right clause and its exact words"),
    ("staff", "New to the plan", "The map, in plain words"),
    ("drafter", "Drafting", "Adopted language, duties and references"),
)
"""The three kinds of reader to whom an empty conversation offers questions."""
_NAMED = 2  # texts asked about where there are no packs
# For a library whose texts have no pack: what every text answers.
_OF_ANY_TEXT = {
    "delegate": "What does {} decide?",
    "staff": "What is {} about?",
    "drafter": "Which texts does {} cite?",
}
_FAULTS = {
    VerdictKind.WRONG_CLAUSE: "A clause shown is wrong",
    VerdictKind.MISSING_CLAUSE: "A clause is missing",
    VerdictKind.SHOULD_HAVE_REFUSED: "The texts do not answer this",
}
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
class ShownExchange:
    """A question of a conversation and all around its answer, where that is there.

    `narrowed` says what was searched, `next` what may be asked next. `understood` is the question as it was
    read, where that is not what was typed, and `alone` the question that leaves out the context, '' for none.
    `faults` are the verdicts that fit the answer, none where there is nothing to judge. `exports` is the
    address of the answer's files without their ending, `overview` that of the page of its text.
    """

    exchange: Exchange
    narrowed: str
    next: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    understood: str = ""
    alone: str = ""
    said: Said | None = None
    quick: Said | None = None
    found_by: tuple[str, ...] = ()
    faults: tuple[tuple[str, str], ...] = ()
    exports: str = ""
    overview: str = ""

    @property
    def question(self) -> str:
        """The question, of a long one the beginning."""
        question = self.exchange.question
        more = " …" if len(question) > SHOWN_CHARACTERS else ""
        return f"{question[:SHOWN_CHARACTERS]}{more}" or "(an empty question)"

    @property
    def read_by(self) -> str:
        """Which language model read the clauses, and whether the quick answer was the same."""
        answer, quick = self.exchange.answer, self.exchange.quick
        if answer is None or not answer.read_by or not self.exchange.complete:
            return ""
        return f"Read by {answer.read_by}{', with the same result' if quick and not self.quick else ''}"


def conversation(talk: Talk, library: Library) -> Html:
    """Render a conversation, oldest first; an empty one shows what can be asked."""
    last = len(talk.exchanges) - 1
    shown = [
        _shown(one, library, talk.id, is_last=at == last, may_lean=at > 0)
        for at, one in enumerate(talk.exchanges)
    ]
    return render(
        "conversation.html",
        id=talk.id if shown else "",
        is_opening=talk.opening and not shown,
        notice=talk.notice,
        welcome="" if shown else welcome(library, talk.starting, talk.recent),
        exchanges=shown,
        longest=(LONGEST_CLAUSE, LONGEST_WORDS),
    )


def welcome(
    library: Library, starting: Mapping[str, tuple[str, ...]], recent: Sequence[Conversation] = ()
) -> Html:
    """Render the questions to start from, by the kind of reader, and the latest conversations."""
    texts, source = library.editions, ""  # what answers quote
    if texts:
        several = f"the {counted_texts(texts, library)} in the library"
        source = texts[0].name if len(texts) == 1 else several
    names = [one.name for one in texts[:_NAMED]]
    return render(
        "welcome.html",
        source=source,
        groups=[
            (title, wish, starting.get(reader) or tuple(map(_OF_ANY_TEXT[reader].format, names)))
            for reader, title, wish in READERS
        ],
        recent=[(one.title, conversation_address(one.id)) for one in recent],
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


def _shown(one: Exchange, library: Library, id_: str, *, is_last: bool, may_lean: bool) -> ShownExchange:
    """Return what is shown of a question of the conversation `id_`; an answer has its tools when complete."""
    answer, quick = one.answer, one.quick
    narrowed = narrowed_to(answer, one.filters, library, one.question if may_lean else "")
    if answer is None:
        return ShownExchange(one, narrowed)
    understood = answer.understood if _is_read_otherwise(one.question, answer) else ""
    leans = bool(understood) or is_of_conversation(answer)
    shown = ShownExchange(
        one,
        narrowed,
        notices=(*one.notices, *map(for_pages, answer.notices)),
        understood=understood,
        alone=f"New question: {one.question}" if leans and may_lean and not renewed(one.question) else "",
        said=said(answer, library, complete=one.complete),
        quick=said(quick, library) if quick and differs(answer, quick) else None,
    )
    return _complete(shown, answer, library, id_, is_last=is_last) if one.complete else shown


def _complete(
    shown: ShownExchange, answer: Answer, library: Library, id_: str, *, is_last: bool
) -> ShownExchange:
    """Return a complete answer with its tools; a refusal shows no clause that could be wrong."""
    one, of_text = shown.exchange, overview_text(answer)
    is_kept = bool(one.turn) and answer.reason_code not in SMALL_TALK
    shows = answer.status in (Status.ANSWERED, Status.CANDIDATES, Status.NEEDS_CLARIFICATION)
    kinds = list(_FAULTS) if shows else [VerdictKind.MISSING_CLAUSE]
    return replace(
        shown,
        next=follow_ups(answer, library) if is_last else (),
        notices=(*shown.notices, *([f"{OUTDATED}; ask again"] if is_outdated(answer, library) else [])),
        found_by=found_by(answer),
        faults=tuple((str(kind), _FAULTS[kind]) for kind in kinds) if is_kept else (),
        exports=f"/conversations/{id_}/{one.turn}" if id_ and is_kept else "",
        overview=f"{start_address(of_text)}#map" if of_text else "",
    )


def _is_read_otherwise(question: str, answer: Answer) -> bool:
    """Return True if more than spaces, case and marks were read otherwise than typed."""
    simple = [" ".join(one.casefold().split()).rstrip("?!. ") for one in (answer.understood_as, question)]
    return bool(answer.follows) or (bool(answer.understood_as) and simple[0] != simple[1])
