"""When a model is asked, for how long, and what is said when nothing comes of it.

It is asked only where the answer is `answered`: what the texts do not say, or say in several clauses
of which the reader is to choose one, no wording changes. Whatever it does, or does not, the answer
in the clauses' own words is there and stands until a checked one can take its place.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from queue import Empty, Queue
from threading import BoundedSemaphore, Thread
from time import perf_counter

from assistant.answer import Answer, Claim, ReasonCode, Status
from assistant.language_model.client import Client, LanguageModelFailed, Writer
from assistant.language_model.wording.breaker import Breaker
from assistant.language_model.wording.composing import composed
from assistant.language_model.wording.contract import Dropped, stand
from assistant.language_model.wording.prompt import Prompt, write_prompt
from assistant.language_model.wording.reading import read_sentences
from assistant.library.held import Library
from assistant.settings import LanguageModel

SECONDS = 60.0
"""Seconds that an answer waits for a model, all in all."""
AT_ONCE = 4
"""Answers that are worded at once; one more keeps the clauses' own words."""
_CLOSING = 2.0  # of these seconds, what is left for a client to end by itself

_LOG = logging.getLogger(__name__)
_STANDS = "The answer stands in the clauses' own words."
NOTICES = {
    "absent": f"The language model cannot be reached. {_STANDS}",
    "slow": f"The language model took too long. {_STANDS}",
    "broken": f"What the language model sent cannot be used. {_STANDS}",
    "cut-off": f"The language model's answer broke off. {_STANDS}",
    "resting": f"The language model failed a moment ago and is not asked for a while. {_STANDS}",
    "busy": f"The language model is busy with other answers. {_STANDS}",
    "unverified": f"Nothing that the language model wrote stood up to the check. {_STANDS}",
}
"""What the reader is told where the answer is left as it was, by why."""


@dataclass(frozen=True, slots=True)
class Worded:
    """What became of an answer. `left` says why it is as it was: a key of NOTICES, 'not asked', or ''.

    `kept` are the claims that stood, `dropped` what did not, `written` what the model wrote;
    `prompting` and `seconds` are wall time, of the prompt and of everything.
    """

    answer: Answer
    left: str = ""
    kept: tuple[Claim, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    written: str = ""
    prompting: float = 0.0
    seconds: float = 0.0


class Wording:
    """Words answers with a language model, within a time, and tells when it cannot."""

    def __init__(
        self, library: Library, writer: Writer, *, seconds: float = SECONDS, breaker: Breaker | None = None
    ) -> None:
        """Take the library that answers are of, what writes, and the seconds that it may take."""
        self._library, self._writer, self._seconds = library, writer, seconds
        self._breaker = breaker or Breaker()
        self._places = BoundedSemaphore(AT_ONCE)

    @property
    def state(self) -> str:
        """Return "up", or "degraded" where the last call failed."""
        return "degraded" if self._breaker.is_open else "up"

    def asks(self, answer: Answer) -> bool:
        """Tell whether an answer is one that a model is asked to word; letters are spelt out already."""
        return (
            answer.status == Status.ANSWERED
            and bool(answer.claims)
            and answer.reason_code != ReasonCode.SPELT_OUT
        )

    def reword(self, answer: Answer, turns: Sequence[str] = ()) -> Answer:
        """Return an answer in other words where they stand, else the same with a notice. Never raises."""
        return self.worded(answer, turns).answer

    def worded(self, answer: Answer, turns: Sequence[str] = ()) -> Worded:
        """Return what became of an answer, with everything that explains it. Never raises."""
        started = perf_counter()
        question = answer.understood_as or (turns[-1] if turns else "")
        prompt = write_prompt(answer, question, self._library) if self.asks(answer) else None
        if prompt is None:
            return Worded(answer, "not asked")
        prompting = perf_counter() - started
        found = self._asked(answer, prompt)
        took = perf_counter() - started
        notices = (NOTICES[found.left],) if found.left else ()
        shown = replace(found.answer, notices=answer.notices + notices, seconds=answer.seconds + took)
        return replace(found, answer=shown, prompting=prompting, seconds=took)

    def _asked(self, answer: Answer, prompt: Prompt) -> Worded:
        """Ask, where the model is not resting or busy."""
        if not self._places.acquire(blocking=False):
            return Worded(answer, "busy")
        try:
            if not self._breaker.lets_through():
                return Worded(answer, "resting")
            written = self._written(prompt)
        except LanguageModelFailed as error:
            self._breaker.failed()
            _LOG.warning("%s", error)
            return Worded(answer, error.reason)
        finally:
            self._places.release()
        self._breaker.succeeded()
        return self._held(answer, prompt, written)

    def _held(self, answer: Answer, prompt: Prompt, written: str) -> Worded:
        """Hold what was written against the clauses."""
        found = tuple(stand(read_sentences(written), prompt.excerpts))
        kept = tuple(one for one in found if isinstance(one, Claim))
        dropped = tuple(one for one in found if isinstance(one, Dropped))
        shown = composed(answer, kept, self._library) if kept else answer
        return Worded(shown, "" if kept else "unverified", kept, dropped, written)

    def _written(self, prompt: Prompt) -> str:
        """Return what the model wrote, within the seconds whatever it waits for. Raises LanguageModelFailed.

        It writes in a thread of its own: a name that is looked up without end cannot be told to stop.
        """
        done: Queue[str | LanguageModelFailed] = Queue(1)
        Thread(target=self._write, args=(prompt, done), daemon=True, name="language model").start()
        try:
            found = done.get(timeout=self._seconds)
        except Empty:
            raise LanguageModelFailed(f"language model: silent after {self._seconds:g} s", "slow") from None
        if isinstance(found, LanguageModelFailed):
            raise found
        return found

    def _write(self, prompt: Prompt, done: Queue[str | LanguageModelFailed]) -> None:
        """Let the model write; the edge at which whatever its client raises becomes one error."""
        seconds = max(self._seconds - _CLOSING, self._seconds / 2)
        try:
            done.put(self._writer.complete(prompt.system, prompt.user, seconds=seconds))
        except LanguageModelFailed as error:
            done.put(error)
        except Exception as error:
            _LOG.exception("the client of the language model failed")
            said = f"language model: its client failed ({type(error).__name__})"
            done.put(LanguageModelFailed(said, "broken"))


def open_wording(configured: LanguageModel, library: Library) -> Wording:
    """Return what words answers with a configured language model; nothing is asked yet."""
    return Wording(library, Client(configured))
