"""What the pages answer from: one state of the library and its index, replaced whole by the next.

A request uses the same state from beginning to end, so no answer mixes two states. For changes made by
another process see assistant/library_watch.py.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from secrets import token_hex
from threading import Thread
from time import perf_counter
from typing import TypeVar

from starlette.types import Scope

from assistant.administration.logs import log_event
from assistant.answer import Answer
from assistant.conversations.store import ConversationStore
from assistant.library.library import Held
from assistant.library.own_drafts import DraftStore
from assistant.library_watch import LibraryWatch
from assistant.notebook.store import NotebookStore
from assistant.operations import OperationError
from assistant.operations.context import Asks, Context, Once
from assistant.overview.questions import starting
from assistant.overview.terms import Terms
from assistant.pipeline import Assistant
from assistant.proposals.store import ProposalStore
from assistant.query_help.reading import HelpedReader
from assistant.settings import Settings
from assistant.web.model_switch import ModelSwitch
from assistant.web.palette import places
from assistant.web.reading import Texts
from assistant.web.request_log import Metrics, request_id
from assistant.web.security.authentication import VIEWER
from assistant.web.security.clients import client_of
from assistant.web.security.counters import Counters
from assistant.web.security.questions import QuestionRefused, Questions
from assistant.web.served_model import ServedModel
from corpus.keys import EditionKey


@dataclass(frozen=True, kw_only=True)
class State(Context):
    """An assistant and what is made from its library. A request takes one and keeps it."""

    starting: Mapping[str, tuple[str, ...]]
    texts: Texts
    terms: Once[Terms]
    model_reader: HelpedReader | None = None

    @classmethod
    def of(cls, assistant: Assistant, base: str = "") -> State:
        """Make the state of an assistant; no language model reads in it."""
        context, library = Context.of(assistant, base), assistant.library
        return cls(
            **{field.name: getattr(context, field.name) for field in fields(Context)},
            starting=starting(assistant.subject),
            texts=Texts(context.comparisons),
            terms=Once(lambda: Terms(library)),
        )

    def with_own(self, drafts: Mapping[EditionKey, Held]) -> State:
        """Return the state for the account with these drafts; what is made of adopted texts stays."""
        whole, library = self.assistant, self.library.with_own(drafts)
        subject = next((key.instrument for key in whole.subject), None)
        own = State.of(Assistant(library, whole.searcher, subject), self.base)
        return replace(
            own,
            finder=self.finder,
            duties=self.duties.over(library),
            concordance=self.concordance,
            graph=self.graph,
            terms=self.terms,
        )


Made = TypeVar("Made")
_OWN = 63  # accounts whose state stays in memory, beside the last
_LOG = logging.getLogger(__name__)


class Service:
    """The state that requests are answered from, the conversations, and the limits on questions."""

    def __init__(self, assistant: Assistant, settings: Settings) -> None:
        self.settings = settings
        self.metrics = Metrics()
        self.counters = Counters(settings.home)
        self.questions = Questions(
            settings, self.counters, lambda why: self.metrics.refused.labels(why).inc()
        )
        self.start = token_hex(8)  # names this run of the server: a page of another run is loaded anew
        self.conversations = ConversationStore(settings.home)
        self.notebook = NotebookStore(settings.home)
        self.proposals = ProposalStore(settings.home)
        self.drafts = DraftStore(settings.home)
        self._own: dict[str, tuple[State, Mapping[EditionKey, Held], State]] = {}
        if self.conversations.notice:
            _LOG.warning("%s", self.conversations.notice)
        self.models = ModelSwitch(settings, lambda: self.now.assistant, self._model_changed)
        self.library = LibraryWatch(
            assistant, settings, lambda found: self._with_model(State.of(found)), self._swapped
        )

    @property
    def now(self) -> State:
        """The state that a request is answered from, once it was compared with the disk.

        It has the drafts of the account that asks, as the authentication found it; in the chat, in a thread
        of the program's own and without a sign-in, those of nobody.
        """
        return self.seen(self.library.state, VIEWER.get())

    def seen(self, state: State, owner: str) -> State:
        """Return a state as an account sees it: with its own drafts. This alone decides who sees a draft."""
        drafts = self.drafts.of(owner)
        if not drafts:
            return state
        known = self._own.get(owner)
        if known is None or known[0] is not state or known[1] is not drafts:
            known = state, drafts, self._with_model(state.with_own(drafts))
            self._own = {**dict([*self._own.items()][-_OWN:]), owner: known}
        return known[2]

    def fresh(self, owner: str) -> State:
        """Return a state without removed or replaced texts, as an account sees it."""
        return self.seen(self.library.fresh(), owner)

    def answered(self, owner: str, make: Callable[[State], Made]) -> Made:
        """Return what `make` makes of a current state, as an account sees it (see LibraryWatch.answered)."""
        return self.library.answered(lambda state: make(self.seen(state, owner)))

    @property
    def model(self) -> ServedModel:
        """The language model that is configured or switched on, if any."""
        return self.models.used

    def test_model(self) -> None:
        """Test the language model in the background if it is untested, and use it if it passes."""
        self.model.begin(lambda: self.now.assistant, self._model_changed)

    def warm(self, state: State) -> None:
        """Compute the slow parts of a state in the background, before a person waits for them."""

        def make() -> None:
            state.duties.entries(superseded=True)
            places("1 council 2", state)

        Thread(target=make, daemon=True, name="warming").start()

    def limited(self, scope: Scope) -> Asks:
        """Return a function that answers the questions of programs; it raises OperationError at a limit."""

        def ask(turns: Sequence[str], answer: Callable[[], Answer]) -> Answer:
            try:
                with self.questions.place(client_of(scope)):
                    return self.counted(request_id(scope), turns[-1], answer)
            except QuestionRefused as refusal:
                seconds = refusal.seconds
                remedy = f"wait {seconds} s and call again"
                raise OperationError(
                    refusal.code, refusal.sentence, remedy, refusal.status, retry_after=seconds
                ) from None

        return ask

    def counted(self, request: str, question: str, answer: Callable[[], Answer]) -> Answer:
        """Have a question answered; count the answer, log which clauses it cites with the request's id."""
        started = perf_counter()
        found = answer()
        seconds = perf_counter() - started
        self.metrics.questions.labels(str(found.status)).inc()
        self.metrics.seconds.observe(seconds)
        cited = dict.fromkeys(
            str(citation.provision) for claim in found.claims for citation in claim.citations
        )
        words = {"question": question} if self.settings.log_questions else {}
        log_event("question", {
            "request_id": request,
            "status": str(found.status),
            "provisions": list(cited),
            "ms": round(seconds * 1000, 1),
            **words,
        })  # fmt: skip
        return found

    def _swapped(self, state: State) -> None:
        self.metrics.swaps.inc()
        self._own = {}  # so that the state before leaves memory
        self.warm(state)

    def _model_changed(self) -> None:
        self.library.change(self._with_model)

    def _with_model(self, state: State) -> State:
        """Return a state in which the language model reads, if it may now."""
        return replace(state, model_reader=self.model.over(state.filtered))
