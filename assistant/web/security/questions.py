"""Limits on questions: per client and minute, one at a time in a conversation, and in total.

A client is the account that has signed in, else the address that asks; a delegation may be behind one
address, so it has more questions than an account. What is refused is refused with a sentence for the page
and a code for programs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from threading import Lock
from time import monotonic

from assistant.administration.answering_switch import is_answering
from assistant.plain_text import counted
from assistant.settings import Settings
from assistant.web.security.clients import RateLimit, is_account, remember

MAX_QUEUE = 64
"""Questions that wait or are answered, of the pages and of programs; one more is told to come back."""
_LONGEST = 120.0  # seconds after which a question counts as gone whose tab was closed while it waited
_REMEMBERED = 10.0  # seconds for which the page can ask why its question was refused
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


class QuestionRefused(Exception):
    """A question that is not taken: a code, a sentence, the status of HTTP, seconds until another try."""

    def __init__(self, code: str, sentence: str, status: int, seconds: int) -> None:
        super().__init__(sentence)
        self.code, self.sentence, self.status, self.seconds = code, sentence, status, seconds


class Questions:
    """Gives each question a place, or refuses it."""

    def __init__(
        self, settings: Settings, count: Callable[[str], None], now: Callable[[], float] = monotonic
    ) -> None:
        """Begin with none; `count` is called with the code of each refusal."""
        self._home: Path = settings.home
        self._count, self.now = count, now
        of_account, of_address = settings.questions, settings.address_questions
        self._asked = RateLimit(of_account, of_address, now)
        self._other = RateLimit(_OTHER * of_account, _OTHER * of_address, now)
        self._places: dict[str, float] = {}  # when each was taken, by the tab or the call of a program
        self._under_way: set[str] = set()  # conversations of which a tab has a question answered
        self._refused: dict[str, tuple[float, str]] = {}  # the last refusal of a client
        self._lock = Lock()

    @property
    def notice(self) -> str:
        """Say that answering is switched off; '' where it is not."""
        return "" if is_answering(self._home) else OFF

    def enter(self, client: str, tab: str) -> None:
        """Give a question a place until `leave`. Raises QuestionRefused, which costs the client nothing."""
        with self._lock:
            refusal = self._refusal(client, tab)
            if refusal is None:
                self._places[tab] = self.now()
                self._refused.pop(client, None)
        if refusal is not None:
            raise self.refuse(client, refusal)

    def leave(self, tab: str) -> None:
        """Give the place back; where none is taken, nothing happens."""
        self._places.pop(tab, None)

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
        with self._lock:
            is_first = conversation not in self._under_way
            self._under_way |= {conversation} - {""}
        if not is_first:
            raise self.refuse(client, QuestionRefused(*_UNDER_WAY))
        try:
            yield
        finally:
            self._under_way.discard(conversation)

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
        with self._lock:
            remember(self._refused, client, (self.now(), refusal.sentence))
        return refusal

    def why(self, client: str) -> str:
        """Return the sentence with which a client was refused just now, or ''."""
        at, sentence = self._refused.get(client, (0.0, ""))
        return sentence if sentence and self.now() - at < _REMEMBERED else ""

    def _refusal(self, client: str, tab: str) -> QuestionRefused | None:
        """Return why a question is not taken; counts it for its client where it is."""
        if not is_answering(self._home):
            return QuestionRefused("answering_off", OFF, 503, _OFF)
        for stale in [stale for stale, at in self._places.items() if self.now() - at > _LONGEST]:
            self.leave(stale)
        if tab in self._places:
            return QuestionRefused(*_UNDER_WAY)
        if len(self._places) >= MAX_QUEUE:
            return QuestionRefused(*_NO_PLACE)
        if seconds := self._asked.wait(client):
            most = self._asked.a_minute(client)
            asked, were = ("a question", "was") if most == 1 else (f"{most} questions", "were")
            if is_account(client):
                return _too_many(f"You have asked {asked} within a minute", seconds)
            sentence = f"{asked.capitalize()} {were} asked from your address within a minute"
            return _too_many(sentence, seconds)
        return None


def _too_many(sentence: str, seconds: int) -> QuestionRefused:
    message = f"{sentence}. Ask again in {counted(seconds, 'second')}."
    return QuestionRefused("too_many_questions", message, 429, seconds)
