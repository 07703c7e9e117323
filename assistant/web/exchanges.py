"""Questions and answers → HTML: what is shown of each is decided here, and set by conversation.html."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.answer import Answer, Status
from assistant.conversations.related_questions import follow_ups
from assistant.conversations.turn import OUTDATED, SMALL_TALK, Conversation, Verdict, VerdictKind, is_outdated
from assistant.library.library import Library
from assistant.library.standing import counted_texts
from assistant.overview.wording import shortened
from assistant.scope.filters import Filters
from assistant.scope.scope import ScopeReason
from assistant.understanding.turns import new_topic
from assistant.web.addresses import Link
from assistant.web.answer_view import AnswerView, found_by, leads_on, narrowed_to, view_of
from assistant.web.templating import Html, render
from assistant.web.wording import for_pages

_HEADLINE = 140  # characters of a question; a longer one is folded
SHOWN_CHARACTERS = 2_000
"""How much of a question is shown again; the assistant refuses longer ones."""
LONGEST_CLAUSE, LONGEST_WORDS = 200, 2_000
"""Characters of the clause that would be right, and of a person's own words, in a verdict."""
READERS = (
    ("delegate", "In a meeting", "The right clause and its exact words", "What does {} decide?"),
    ("staff", "New to the plan", "The map, in plain words", "What is {} about?"),
    ("drafter", "Drafting", "Adopted language, duties and references", "Which texts does {} cite?"),
)
"""The kinds of reader to whom an empty conversation offers questions, and what every text answers them."""
_NAMED = 2  # texts asked about where there are no packs
_FAULTS = {
    VerdictKind.WRONG_CLAUSE: "A clause shown is wrong",
    VerdictKind.MISSING_CLAUSE: "A clause is missing",
    VerdictKind.SHOULD_HAVE_REFUSED: "The texts do not answer this",
}


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer, which is None until it arrives.

    `waiting` is True while a language model reads the clauses; `quick` is the answer that the model's answer
    replaced. `number` is the number of the question in its tab, so that a late answer finds its question;
    `turn` is its number in the stored conversation, 0 if it is not stored. `notices` report what happened to
    the conversation.
    """

    question: str
    answer: Answer | None = None
    quick: Answer | None = None
    waiting: bool = False
    number: int = 0
    turn: int = 0
    filters: Filters = Filters()  # noqa: RUF009  it is frozen
    verdict: Verdict | None = None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConversationView:
    """A conversation as it is shown: `id` is '' where it is not kept.

    An empty one offers `recent` conversations, and `starting` questions by the kind of reader. `has_model` is
    set where a language model reads, so that each answer says which reader made it.
    `opening` is set until it is known which conversation the address asks for.
    """

    id: str = ""
    exchanges: tuple[Exchange, ...] = ()
    recent: tuple[Conversation, ...] = ()
    starting: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notice: str = ""
    opening: bool = False
    has_model: bool = False


@dataclass(frozen=True, slots=True)
class ShownExchange:
    """A question of a conversation, and what is shown around its answer.

    `narrowed` says what was searched, `next` what may be asked next. `understood` is the question as it was
    read, where that is not what was typed, and `alone` the question that leaves out the context, '' for none.
    `names_reader` is set where the answer says who read. `faults` are the verdicts that fit the
    answer, none where there is nothing to judge. `exports` is the address of the answer's files without their
    ending, `leads_on` the page that shows more than an answer can.
    """

    exchange: Exchange
    narrowed: str
    next: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    understood: str = ""
    alone: str = ""
    names_reader: bool = False
    said: AnswerView | None = None
    quick: AnswerView | None = None
    found_by: tuple[str, ...] = ()
    faults: tuple[tuple[str, str], ...] = ()
    exports: str = ""
    leads_on: Link | None = None

    @property
    def question(self) -> str:
        """The question, of a long one the beginning."""
        return shortened(self.exchange.question, SHOWN_CHARACTERS) or "(an empty question)"

    @property
    def is_long(self) -> bool:
        """Whether the question is too long for a headline."""
        return len(self.question) > _HEADLINE

    @property
    def read_by(self) -> str:
        """Who read the clauses, and of a language model whether the quick answer was the same."""
        answer, quick = self.exchange.answer, self.exchange.quick
        if answer is None or not answer.read_by:
            return "Read by the built-in reader" if self.names_reader else ""
        return f"Read by {answer.read_by}{', with the same result' if quick and not self.quick else ''}"


def conversation(talk: ConversationView, library: Library) -> Html:
    """Render a conversation, oldest first; an empty one shows what can be asked."""
    last = len(talk.exchanges) - 1
    shown = [
        _shown(exchange, library, talk, is_last=at == last, may_lean=at > 0)
        for at, exchange in enumerate(talk.exchanges)
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
    names = [edition.name for edition in texts[:_NAMED]]
    return render(
        "welcome.html",
        source=source,
        groups=[
            (title, wish, starting.get(reader) or tuple(map(of_any_text.format, names)))
            for reader, title, wish, of_any_text in READERS
        ],
        recent=recent,
    )


def _shown(
    exchange: Exchange, library: Library, talk: ConversationView, *, is_last: bool, may_lean: bool
) -> ShownExchange:
    """Return what is shown of a question of a conversation; an answer comes with its tools."""
    answer, quick = exchange.answer, exchange.quick
    narrowed = narrowed_to(answer, exchange.filters, library, exchange.question if may_lean else "")
    if answer is None:
        return ShownExchange(exchange, narrowed)
    # Differences in spacing, case or final punctuation do not count.
    simple = [
        " ".join(wording.casefold().split()).rstrip("?!. ")
        for wording in (answer.understood_as, exchange.question)
    ]
    is_other = answer.follows or (answer.understood_as and simple[0] != simple[1])
    understood = answer.understood if is_other else ""
    leans = understood or (answer.trace and answer.trace.reason == ScopeReason.CONVERSATION)
    is_kept = bool(exchange.turn) and answer.reason_code not in SMALL_TALK
    # A refusal shows no clause that could be wrong.
    shows = answer.status in (Status.ANSWERED, Status.CANDIDATES, Status.NEEDS_CLARIFICATION)
    kinds = list(_FAULTS) if shows else [VerdictKind.MISSING_CLAUSE]
    differs = quick and (
        (answer.status, answer.claims, answer.opened) != (quick.status, quick.claims, quick.opened)
    )
    outdated = [f"{OUTDATED}; ask again"] if is_outdated(answer, library) else []
    return ShownExchange(
        exchange,
        narrowed,
        next=follow_ups(answer, library) if is_last else (),
        notices=(*exchange.notices, *map(for_pages, answer.notices), *outdated),
        understood=understood,
        alone=f"New question: {exchange.question}"
        if leans and may_lean and not new_topic(exchange.question)
        else "",
        names_reader=talk.has_model and not exchange.waiting and answer.reason_code not in SMALL_TALK,
        said=view_of(answer, library),
        quick=view_of(quick, library) if quick and differs else None,
        found_by=found_by(answer),
        faults=tuple((str(kind), _FAULTS[kind]) for kind in kinds) if is_kept else (),
        exports=f"/conversations/{talk.id}/{exchange.turn}" if talk.id and is_kept else "",
        leads_on=leads_on(answer),
    )
