"""When a model is asked: within a time, a few at once, and not for a while after a failure.

What failed a moment ago is not asked again for a while, so that nobody waits for it twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from queue import Empty, Queue
from threading import BoundedSemaphore, Thread
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
"""Seconds without a call after a failure."""
_LOG = logging.getLogger(__name__)
Read = TypeVar("Read")


class Calls:
    """Asks a model. Used by several threads."""

    def __init__(self, writer: Writer, *, seconds: float = SECONDS, pause: float = PAUSE) -> None:
        """Take what writes, the seconds that an answer may take, and those without a call after a failure."""
        self._writer, self._seconds, self._pause = writer, seconds, pause
        self._failed: float | None = None  # when the last call failed, if it did
        self._places = BoundedSemaphore(AT_ONCE)

    @property
    def state(self) -> str:
        """Return "up", or "degraded" where the last call failed."""
        return "up" if self._failed is None else "degraded"

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

        `seconds` limits this call if an answer takes several. A failed call that is not the last begins no
        pause, because the next call follows at once, unless the one before it failed too. Raises
        LanguageModelFailed, whose reason may also be "busy" or "resting".
        """
        if not self._places.acquire(blocking=False):
            raise LanguageModelFailed("language model: busy with other answers", "busy")
        try:
            if self._failed is not None and monotonic() < self._failed + self._pause:
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
                if is_last or self._failed is not None:
                    self._failed = monotonic()
                _LOG.warning("%s", error)
                raise
            self._failed = None  # it answers, whatever its answer is worth
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
