"""When a model is asked: within a time, a few at once, and not for a while after a failure.

What failed a moment ago is not asked again for a while, so that nobody waits for it twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from queue import Empty, Queue
from threading import BoundedSemaphore, Lock, Thread
from time import monotonic
from typing import TypeVar

from assistant.language_model.client import LanguageModelFailed, Schema, Writer

SECONDS = 60.0
"""Seconds that an answer waits for a model, all in all."""
AT_ONCE = 4
"""Calls that are made at once; one more is refused."""
_CLOSING = 2.0  # of these seconds, what is left for a client to end by itself
_AGAIN = 0.5  # of these seconds, the share that must remain for a second attempt

PAUSE = 15.0
"""Seconds without a call after a failure; twice as many after each one that follows it."""
LONGEST = 240.0
"""Seconds that a pause has at most."""
_LOG = logging.getLogger(__name__)
Read = TypeVar("Read")


class Breaker:
    """Says whether to call: after a failure, only one trial call once a pause has passed.

    Its calls may come from several threads.
    """

    def __init__(self, pause: float = PAUSE, clock: Callable[[], float] = monotonic) -> None:
        """Take the seconds of the first pause, and the clock that they are read from."""
        self._pause, self._clock, self._lock = pause, clock, Lock()
        self._failures, self._until = 0, 0.0

    @property
    def is_open(self) -> bool:
        """Whether the last call failed, whatever time has passed since."""
        return self._failures > 0

    def lets_through(self) -> bool:
        """Return True if a call may be made now; of many that ask after a pause, one is let through."""
        with self._lock:
            if self._failures and self._clock() < self._until:
                return False
            if self._failures:
                self._until = self._clock() + self._next()
            return True

    def failed(self) -> None:
        """Record a failure."""
        with self._lock:
            self._until = self._clock() + self._next()
            self._failures += 1

    def succeeded(self) -> None:
        """Forget the failures."""
        with self._lock:
            self._failures = 0

    def _next(self) -> float:
        return min(LONGEST, self._pause * 2.0 ** min(self._failures, 16))


class Calls:
    """Asks a model. Used by several threads."""

    def __init__(self, writer: Writer, *, seconds: float = SECONDS, breaker: Breaker | None = None) -> None:
        """Take what writes, and the seconds that an answer may take."""
        self._writer, self._seconds = writer, seconds
        self._breaker = breaker or Breaker()
        self._places = BoundedSemaphore(AT_ONCE)

    @property
    def state(self) -> str:
        """Return "up", or "degraded" where the last call failed."""
        return "degraded" if self._breaker.is_open else "up"

    @property
    def seconds(self) -> float:
        """The seconds that an answer may take, all its calls together."""
        return self._seconds

    def ask(
        self,
        system: str,
        user: str,
        schema: Schema,
        read: Callable[[str], Read],
        *,
        seconds: float | None = None,
        is_last: bool = True,
    ) -> Read:
        """Return what `read` makes of the model's answer; it raises ValueError for one that cannot be read.

        `seconds` limits this call if an answer takes several. A failed call that is not the last does not
        open the breaker, because the next call follows at once, but it extends an open one. Raises
        LanguageModelFailed, whose reason may also be "busy" or "resting".
        """
        if not self._places.acquire(blocking=False):
            raise LanguageModelFailed("language model: busy with other answers", "busy")
        try:
            if not self._breaker.lets_through():
                raise LanguageModelFailed("language model: failed a moment ago", "resting")
            most = self._seconds if seconds is None else seconds
            return self._attempted(system, user, schema, read, most, is_last=is_last)
        finally:
            self._places.release()

    def _attempted(
        self,
        system: str,
        user: str,
        schema: Schema,
        read: Callable[[str], Read],
        seconds: float,
        *,
        is_last: bool,
    ) -> Read:
        """Ask, and once more where that may help and there is time. Raises LanguageModelFailed."""
        end = monotonic() + seconds
        for attempt in (1, 2):
            try:
                text = self._written(system, user, schema, end - monotonic())
            except LanguageModelFailed as error:
                if error.is_passing and self._may_try_again(attempt, end, seconds):
                    continue
                if is_last or self._breaker.is_open:
                    self._breaker.failed()
                _LOG.warning("%s", error)
                raise
            self._breaker.succeeded()  # it answers, whatever its answer is worth
            try:
                return read(text)
            except ValueError as error:
                if not self._may_try_again(attempt, end, seconds):
                    raise LanguageModelFailed(f"language model: {error}", "broken") from error
        raise AssertionError("the second attempt returns or raises")

    @staticmethod
    def _may_try_again(attempt: int, end: float, seconds: float) -> bool:
        """Return True if there is a second attempt, and time for it."""
        return attempt == 1 and end - monotonic() >= _AGAIN * seconds

    def _written(self, system: str, user: str, schema: Schema, remaining: float) -> str:
        """Return what the model wrote, within the seconds whatever it waits for. Raises LanguageModelFailed.

        The call runs in its own thread, because a hanging DNS look-up cannot be cancelled.
        """
        if remaining <= 0:
            raise LanguageModelFailed("language model: no time is left for it", "slow")
        done: Queue[str | LanguageModelFailed] = Queue(1)
        seconds = max(remaining - _CLOSING, remaining / 2)

        def write() -> None:
            """Let the model write; the edge at which whatever its client raises becomes one error."""
            try:
                done.put(self._writer.complete(system, user, seconds=seconds, schema=schema))
            except LanguageModelFailed as error:
                done.put(error)
            except Exception as error:
                _LOG.exception("the client of the language model failed")
                message = f"language model: its client failed ({type(error).__name__})"
                done.put(LanguageModelFailed(message, "broken"))

        Thread(target=write, daemon=True, name="language model").start()
        try:
            found = done.get(timeout=remaining)
        except Empty:
            raise LanguageModelFailed(f"language model: silent after {remaining:.3g} s", "slow") from None
        if isinstance(found, LanguageModelFailed):
            raise found
        return found
