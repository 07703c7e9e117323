"""Limits on questions: per client and minute, one at a time in a conversation, and in total.

A client is the account that has signed in, else the address that asks; a delegation may be behind one
address, so it has more questions than an account. What is refused is refused with a sentence for the page
and a code for programs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from secrets import token_hex

from assistant.administration.answering_switch import is_answering
from assistant.plain_text import counted
from assistant.settings import Settings
from assistant.web.security.clients import RateLimit, is_account
from assistant.web.security.counters import Counters, CounterTable

MAX_QUEUE = 64
"""Questions that wait or are answered, of the pages and of programs; one more is told to come back."""
_PLACE, _CONVERSATION, _REFUSED = "places", "conversations under way", "refusals"
_LONGEST = 120.0  # seconds after which a question counts as gone whose tab was closed while it waited
_REMEMBERED = 10.0  # seconds for which the page can ask why its question was refused
_TABS = 10_000  # tabs whose clients are remembered; one more forgets the one that came longest ago
_FULL, _OFF = 5, 60  # seconds after which it is worth another try
_OTHER = 6  # how much else a page may have the chat do for each question: show itself, ask a language model
OFF = "Answering is switched off. You can still read, search and compare the texts."
_UNDER_WAY = (
    "question_under_way",
    "A question of this conversation is still being answered. Wait for its answer, then ask again.",
    429,
    1,
)
_NO_PLACE = (
    "too_many_waiting",
    "Too many people are asking right now. Ask again in a few seconds.",
    503,
    _FULL,
)


class Action(StrEnum):
    """What is asked for: an ANSWER, SHOW for anything else that is shown, LISTEN for the stream of both."""

    ANSWER = "answer"
    SHOW = "show"
    LISTEN = "listen"
    CANCEL = "cancel"
    RESET = "reset"


@dataclass(frozen=True, slots=True)
class ChatEvent:
    """What is asked for, for which client and tab; `question` as it was typed."""

    action: Action
    client: str
    tab: str = ""
    question: str = ""

    @property
    def is_question(self) -> bool:
        """Return True if something is asked: an empty question changes nothing."""
        return self.action is Action.ANSWER and bool(self.question.strip())


class ForeignTab(Exception):
    """A tab that is another client's, or that nobody has opened."""


class Tabs:
    """The owner of each tab: the client that first came with it, which alone may read its events."""

    def __init__(self) -> None:
        self._clients: dict[str, str] = {}

    def check(self, event: ChatEvent) -> None:
        """Give a new tab to the client that has something shown in it. Raises ForeignTab."""
        if event.action in (Action.ANSWER, Action.SHOW):
            self._clients[event.tab] = self._clients.pop(event.tab, event.client)
            if len(self._clients) > _TABS:
                del self._clients[next(iter(self._clients))]
        if event.action is not Action.RESET and self._clients.get(event.tab) != event.client:
            raise ForeignTab


class QuestionRefused(Exception):
    """A question that is not taken: a code, a sentence, the status of HTTP, seconds until another try."""

    def __init__(self, code: str, sentence: str, status: int, seconds: int) -> None:
        super().__init__(sentence)
        self.code, self.sentence, self.status, self.seconds = code, sentence, status, seconds


class Questions:
    """Gives each question a place, or refuses it."""

    def __init__(self, settings: Settings, counters: Counters, count: Callable[[str], None]) -> None:
        """Give places of those that the servers of a home have; `count` gets the code of each refusal."""
        self._home: Path = settings.home
        self._counters, self._count, self._tabs = counters, count, Tabs()
        of_account, of_address = settings.questions, settings.address_questions
        self._asked = RateLimit(counters, "questions", of_account, of_address)
        self._other = RateLimit(counters, "other", _OTHER * of_account, _OTHER * of_address)

    @property
    def notice(self) -> str:
        """Say that answering is switched off; '' where it is not."""
        return "" if is_answering(self._home) else OFF

    def admit(self, event: ChatEvent) -> None:
        """Let a tab have what it asks for; a question has a place until `leave`.

        Raises ForeignTab, QuestionRefused.
        """
        self._tabs.check(event)
        if event.action is Action.SHOW:
            self.allow(event.client)
        elif event.is_question:
            self.enter(event.client, event.tab)

    def enter(self, client: str, tab: str) -> None:
        """Give a question a place until `leave`. Raises QuestionRefused, which costs the client nothing."""
        if not is_answering(self._home):
            raise self.refuse(client, QuestionRefused("answering_off", OFF, 503, _OFF))
        refusal = self._counters.change(lambda table: self._enter(table, client, tab))
        if refusal is not None:
            raise self.refuse(client, refusal)

    def leave(self, tab: str) -> None:
        """Give the place back; where none is taken, nothing happens."""
        self._counters.one(lambda table: table.drop(_PLACE, tab))

    @contextmanager
    def place(self, client: str) -> Iterator[None]:
        """Have a place for a question that comes from no tab. Raises QuestionRefused."""
        call = token_hex(8)
        self.enter(client, call)
        try:
            yield
        finally:
            self.leave(call)

    @contextmanager
    def alone(self, client: str, conversation: str) -> Iterator[None]:
        """Be the only tab that asks in a conversation, '' for one that begins. Raises QuestionRefused."""
        if not self._counters.change(lambda table: self._begin(table, conversation)):
            raise self.refuse(client, QuestionRefused(*_UNDER_WAY))
        try:
            yield
        finally:
            self._counters.one(lambda table: table.drop(_CONVERSATION, conversation))

    def allow(self, client: str) -> None:
        """Count what a page has the chat do besides asking. Raises QuestionRefused."""
        if seconds := self._other.wait(client):
            of_address = "This page was loaded too often from your address"
            of_account = "You have loaded this page too often"
            raise self.refuse(client, _too_many(of_account if is_account(client) else of_address, seconds))

    def full(self, client: str) -> QuestionRefused:
        """Return the refusal of a client for whom there is no place, counted."""
        return self.refuse(client, QuestionRefused(*_NO_PLACE))

    def refuse(self, client: str, refusal: QuestionRefused) -> QuestionRefused:
        """Count a refusal and remember it for the page, which asks for its sentence."""
        self._count(refusal.code)
        self._counters.one(lambda table: table.keep(_REFUSED, client, note=refusal.sentence))
        return refusal

    def why(self, client: str) -> str:
        """Return the sentence with which a client was refused just now, or ''."""

        def recent(table: CounterTable) -> str:
            refused = table.find(_REFUSED, client)
            return refused.note if refused and table.now - refused.at < _REMEMBERED else ""

        return self._counters.one(recent)

    def _enter(self, table: CounterTable, client: str, tab: str) -> QuestionRefused | None:
        """Take a place and count the question for its client; return why that cannot be."""
        table.expire(_PLACE, _LONGEST, self._counters.lives)
        if table.find(_PLACE, tab):
            return QuestionRefused(*_UNDER_WAY)
        if table.size(_PLACE) >= MAX_QUEUE:
            return QuestionRefused(*_NO_PLACE)
        if seconds := self._asked.wait_in(table, client):
            most = self._asked.a_minute(client)
            asked, were = ("a question", "was") if most == 1 else (f"{most} questions", "were")
            if is_account(client):
                return _too_many(f"You have asked {asked} within a minute", seconds)
            sentence = f"{asked.capitalize()} {were} asked from your address within a minute"
            return _too_many(sentence, seconds)
        table.keep(_PLACE, tab, note=self._counters.server)
        table.drop(_REFUSED, client)
        return None

    def _begin(self, table: CounterTable, conversation: str) -> bool:
        """Return True if no tab asks in a conversation, in which one then does."""
        table.expire(_CONVERSATION, _LONGEST, self._counters.lives)
        is_first = table.find(_CONVERSATION, conversation) is None
        if is_first and conversation:
            table.keep(_CONVERSATION, conversation, note=self._counters.server)
        return is_first


def _too_many(sentence: str, seconds: int) -> QuestionRefused:
    message = f"{sentence}. Ask again in {counted(seconds, 'second')}."
    return QuestionRefused("too_many_questions", message, 429, seconds)
