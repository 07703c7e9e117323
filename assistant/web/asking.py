"""What happens when a person asks: the conversation is read, the question answered, both kept.

A tab shows a conversation. The stored conversation is authoritative, and two tabs may show the same one. If
nothing can be stored, a tab continues from what it shows.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from secrets import token_hex

from starlette.requests import HTTPConnection

from assistant.answer import Answer, Status
from assistant.conversations.turn import Turn, UnknownConversation, is_outdated
from assistant.query_help.reading import Question
from assistant.rendering import rendered
from assistant.rendering.reasons import bad_filter
from assistant.rendering.reasons import fault as fault_reason
from assistant.scope.filters import Filters
from assistant.web.exchanges import ConversationView, Exchange, conversation
from assistant.web.request_log import request_id
from assistant.web.security.authentication import is_by_curator, owner_of
from assistant.web.security.clients import client_of
from assistant.web.service import Service, State
from assistant.web.wording import as_sentence, error_message, storage_notice
from corpus.errors import ResolutionsError

FIELDS = ("edition", "kind", "addressee")
"""The filters that the page for asking has."""
_LONGEST = 200  # characters of a filter
MAX_EXCHANGES = 50
"""Questions of a conversation that the page shows and that an answer looks back on."""
_RECENT = 5  # conversations that an empty page offers
_DELETED = "This conversation has been deleted; your question starts a new one"
_ELSEWHERE = "You continued this conversation in another window; those questions are shown above"
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person who asks; `problem` says what is wrong with a filter.

    `owner` is the id of the account to which conversations belong, '' where nobody signs in; `client` is whom
    a question counts for, `request` the id of the request. A curator may know where things are kept.
    """

    owner: str = ""
    filters: Filters = Filters()  # noqa: RUF009  it is frozen
    conversation: str = ""
    problem: str = ""
    client: str = field(default="", compare=False)
    request: str = field(default="", compare=False)
    is_curator: bool = field(default=False, compare=False)


def read_visitor(request: HTTPConnection) -> Visitor:
    """Read the visitor, with the filters and conversation in the URL."""
    query, filters, problem = request.query_params, Filters(), ""
    try:
        filters = Filters.read({name: query.get(name, "")[:_LONGEST] for name in FIELDS})
    except ResolutionsError as error:
        problem = str(error)
    asked, client, id_ = query.get("conversation", ""), client_of(request.scope), request_id(request.scope)
    return Visitor(owner_of(request), filters, asked, problem, client, id_, is_by_curator(request))


@dataclass
class Tab:
    """What one tab shows: a conversation, '' for one that is not kept, and its questions.

    `asked` counts the questions of the tab; it changes while an earlier answer is still read. `placed` is
    set once the tab has its conversation. After a restart the server knows no open tab; such a tab continues
    the conversation in its address.
    """

    conversation: str = ""
    exchanges: tuple[Exchange, ...] = ()
    asked: int = 0
    placed: bool = False


class Asking:
    """Answers what tabs ask, from what the pages answer from now."""

    def __init__(self, service: Service) -> None:
        self.service = service

    def open(self, tab: Tab, visitor: Visitor) -> str:
        """Show the conversation that the address names, or what can be asked."""
        notice = self._place(tab, visitor)
        return self._shown(self.service.fresh(visitor.owner), tab, visitor, tab.exchanges, notice)

    def begin(self, tab: Tab, visitor: Visitor) -> str:
        """Begin a new conversation."""
        tab.asked += 1
        tab.conversation, tab.exchanges, tab.placed = "", (), True
        return self._shown(self.service.fresh(visitor.owner), tab, visitor, ())

    def answer(self, question: str, tab: Tab, visitor: Visitor) -> Iterator[str]:
        """Yield the conversation with the question, then with its answer."""
        state = self.service.fresh(visitor.owner)
        tab.asked += 1
        notices = self._caught_up(tab, visitor)
        earlier = tab.exchanges
        exchange = Exchange(question, filters=visitor.filters, number=tab.asked)
        yield self._shown(state, tab, visitor, (*earlier, exchange))
        state, found = self.service.answered(
            visitor.owner, lambda state: (state, self._asked(state, earlier, question, visitor))
        )
        turns = _turns(earlier, question)
        waiting = state.model_reader is not None and state.model_reader.asks(found, turns)
        done = self._kept(replace(exchange, answer=found, waiting=waiting, notices=notices), tab, visitor)
        tab.exchanges = (*earlier, done)[-MAX_EXCHANGES:]
        yield self._shown(state, tab, visitor, tab.exchanges)

    def improve(self, tab: Tab, visitor: Visitor) -> str | None:
        """Replace the last answer by the language model's; None if another question has been asked since."""
        last = tab.exchanges[-1] if tab.exchanges else None
        if last is None or last.answer is None or not last.waiting or last.number != tab.asked:
            return None
        quick, earlier = last.answer, tab.exchanges[:-1]
        answers = tuple(exchange.answer for exchange in earlier if exchange.answer)
        question = Question(_turns(earlier, last.question), last.filters, answers)

        def read(state: State) -> tuple[State, Answer]:
            # An answer that quotes a removed text stays as it is, and says so.
            reader = None if is_outdated(quick, state.library) else state.model_reader
            return state, reader.improve(quick, question) if reader else quick

        state, answer = self.service.answered(visitor.owner, read)
        if answer is not quick:
            self.service.metrics.model.labels(_outcome(answer)).inc()
        if tab.conversation and answer.read_by:
            with suppress(ResolutionsError):
                self.service.conversations.replace_answer(tab.conversation, last.turn, answer)
        if last.number != tab.asked:
            return None
        before = quick if answer.read_by else None
        tab.exchanges = (*tab.exchanges[:-1], replace(last, answer=answer, quick=before, waiting=False))
        return self._shown(state, tab, visitor, tab.exchanges)

    def _asked(self, state: State, earlier: Sequence[Exchange], question: str, visitor: Visitor) -> Answer:
        """Ask; log an internal error under the id of the request, which the reader is shown."""
        if visitor.problem:
            return rendered(Answer(Status.OUT_OF_SCOPE), reason=bad_filter(visitor.problem))
        turns = _turns(earlier, question)
        answers = [exchange.answer for exchange in earlier if exchange.answer]
        ask = partial(state.filtered.ask, turns, visitor.filters, answers)
        try:
            return self.service.counted(visitor.request, question, ask)
        except Exception:
            fault = visitor.request or token_hex(8)
            _LOG.exception("a question was not answered, fault %s", fault)
            return rendered(Answer(Status.OUT_OF_SCOPE), reason=fault_reason(fault))

    def _place(self, tab: Tab, visitor: Visitor) -> str:
        """Put a tab in the conversation that the address names; return why it cannot be, or ''."""
        tab.conversation, tab.exchanges, tab.placed = "", (), True
        if not visitor.conversation:
            return ""
        try:
            turns = self.service.conversations.turns(visitor.owner, visitor.conversation)
        except ResolutionsError as error:
            return as_sentence(error_message(error, is_curator=visitor.is_curator))
        tab.conversation, tab.exchanges = visitor.conversation, _exchanges(turns)
        return ""

    def _caught_up(self, tab: Tab, visitor: Visitor) -> tuple[str, ...]:
        """Load what another tab added, or notice that the conversation was deleted; return notices."""
        if not tab.placed:
            return tuple(filter(None, [self._place(tab, visitor)]))
        tab.exchanges = tuple(replace(exchange, waiting=False) for exchange in tab.exchanges)
        if not tab.conversation:
            return ()
        try:
            turns = self.service.conversations.turns(visitor.owner, tab.conversation)
        except UnknownConversation:
            tab.conversation, tab.exchanges = "", ()
            return (_DELETED,)
        except ResolutionsError:
            return ()
        last = tab.exchanges[-1].turn if tab.exchanges else 0
        quick = {exchange.turn: exchange.quick for exchange in tab.exchanges}
        tab.exchanges = tuple(
            replace(exchange, quick=quick.get(exchange.turn)) for exchange in _exchanges(turns)
        )
        return (_ELSEWHERE,) if tab.exchanges and tab.exchanges[-1].turn > last else ()

    def _kept(self, done: Exchange, tab: Tab, visitor: Visitor) -> Exchange:
        store, answer = self.service.conversations, done.answer
        assert answer is not None
        try:
            tab.conversation, turn = store.append(
                visitor.owner, tab.conversation, done.question, visitor.filters, answer
            )
        except UnknownConversation:
            tab.conversation = ""
            return replace(done, notices=(*done.notices, "This conversation has been deleted"))
        except ResolutionsError as error:
            return replace(done, notices=(*done.notices, error_message(error, is_curator=visitor.is_curator)))
        return replace(done, turn=turn)

    def _shown(
        self, state: State, tab: Tab, visitor: Visitor, exchanges: Sequence[Exchange], notice: str = ""
    ) -> str:
        store = self.service.conversations
        recent = () if exchanges else store.list(visitor.owner, most=_RECENT)
        remark = notice or ("" if exchanges else storage_notice(store.notice, is_curator=visitor.is_curator))
        starting = {} if exchanges else state.starting
        has_model = state.model_reader is not None
        talk = ConversationView(
            tab.conversation, tuple(exchanges), recent, starting, remark, has_model=has_model
        )
        return str(conversation(talk, state.assistant.library))


def _exchanges(turns: Sequence[Turn]) -> tuple[Exchange, ...]:
    """Return kept turns as they are shown; of a long conversation the last."""
    return tuple(
        Exchange(turn.question, turn.answer, turn=turn.number, filters=turn.filters, verdict=turn.verdict)
        for turn in turns[-MAX_EXCHANGES:]
    )


def _turns(earlier: Sequence[Exchange], question: str) -> tuple[str, ...]:
    return (*(exchange.question for exchange in earlier), question)


def _outcome(answer: Answer) -> str:
    """Return what came of asking the language model: "read", or why its reading is not used."""
    if answer.read_by:
        return "read"
    calls = (answer.trace.model, answer.trace.help) if answer.trace else ()
    return next((call.failure for call in calls if call and call.failure), "failed")
