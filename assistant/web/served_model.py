"""The language model as the pages use it: tested once, in the background, before it reads for anybody.

Until it has passed the test, and if it scores worse, the built-in reader answers. If the model's server does
not respond, the test is repeated later, unless another process has a result by then. A model that a person
has chosen is tested once (`try_once`), and `problem` says why there is no result.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from threading import Event, Thread

from assistant.filtered import FilteredAssistant
from assistant.pipeline import Assistant
from assistant.query_help.reading import HelpedReader, open_model_reader
from assistant.selection.model import ModelReader
from assistant.self_test.assessing import NoResult, assess
from assistant.self_test.notices import SENT_ALONG, destination, named, not_used
from assistant.self_test.results import Result, keep_result, result_of
from assistant.settings import LanguageModel

PAUSE = 300.0
"""Seconds until a test that could not be done is tried again; twice as many after each further one."""
LONGEST = 6 * 3600.0
"""Seconds that this pause has at most."""
_LOG = logging.getLogger(__name__)


class Stage(StrEnum):
    """The status of a model."""

    OFF = "off"
    UNTESTED = "untested"
    TESTING = "testing"
    USED = "used"
    NOT_USED = "not used"


class _Stopped(Exception):
    """The test is no longer wanted."""


class ServedModel:
    """The configured model, if any, and whether it is used. One thread tests it; many read its status."""

    def __init__(self, configured: LanguageModel | None, home: Path) -> None:
        """Load the stored test result of the configured model."""
        self.configured, self._home = configured, home
        self.done, self.of = 0, 0
        """Questions of the test so far, of how many; none before the first reply."""
        self.result: Result | None = None
        self.problem = ""
        self._stopped = Event()
        self._reader: ModelReader | None = None
        self.stage = Stage.UNTESTED if configured else Stage.OFF
        self._adopt()

    @property
    def line(self) -> str:
        """Say in a line for the page what the model does and where questions go; '' where there is none."""
        configured = self.configured
        if configured is None:
            return ""
        if self.result and not self.result.is_used:
            return f"{not_used(self.result)}."
        if self.stage == Stage.USED:
            here = f"The language model {named(configured.model)} on this machine reads the clauses found."
            return here if configured.is_local else destination(configured)
        progress = f" ({self.done} of {self.of} questions)" if self.of else ""
        doing = f"is being tested{progress}" if self.stage == Stage.TESTING else "is not tested yet"
        sentence = (
            f"The language model {named(configured.model)} {doing}; until it has passed, "
            "the built-in reader answers and your questions are not sent to it."
        )
        then = f" After that they are sent to {configured.base_url} with {SENT_ALONG}."
        return sentence if configured.is_local else sentence + then

    def over(self, filtered: FilteredAssistant) -> HelpedReader | None:
        """Return what reads and helps over a state of the library; None while the model may not be used.

        What is known of the server's failures stays with the model, whatever library it reads.
        """
        return HelpedReader(self._reader, filtered) if self._reader else None

    def begin(self, assistant: Callable[[], Assistant], use: Callable[[], None]) -> None:
        """Test the model in the background, if that is still to be done; `use` is called once it may read."""
        if self.stage == Stage.UNTESTED:
            _LOG.info("%s", self.line)
            Thread(target=self._test, args=(assistant, use), daemon=True, name="model's test").start()

    def try_once(self, assistant: Callable[[], Assistant], use: Callable[[], None]) -> None:
        """Test the model once in the background, whatever an earlier test said; call `use` if it passes."""
        self.stage, self.result = Stage.TESTING, None

        def test() -> None:
            try:
                self._assess(assistant)
            except NoResult as error:
                self.stage, self.problem = Stage.UNTESTED, str(error)
            except _Stopped:
                self.stage = Stage.UNTESTED
            except Exception:  # the edge of the thread: else the page would say for ever that it tests
                self.stage, self.problem = Stage.UNTESTED, "The program failed; see its log"
                _LOG.exception("the language model was not tested")
            else:
                if self.stage == Stage.USED:
                    use()

        Thread(target=test, daemon=True, name="model's trial").start()

    def stop(self) -> None:
        """Stop the test, if there is one, after the question that is being asked."""
        self._stopped.set()

    def _test(self, assistant: Callable[[], Assistant], use: Callable[[], None]) -> None:
        """Test until there is a result, from this process or another, then apply it."""
        logged, pause = "", PAUSE
        while not self._adopt():
            try:
                self._assess(assistant)
                break
            except _Stopped:
                return
            except NoResult as error:
                self.stage = Stage.UNTESTED
                if str(error) != logged:
                    _LOG.warning("%s; the test of the model will be tried again", error)
                logged = str(error)
                if self._stopped.wait(pause):
                    return
                pause = min(LONGEST, 2 * pause)
            except Exception:  # the edge of the thread: else the page would say for ever that it tests
                self.stage = Stage.UNTESTED
                _LOG.exception("the language model was not tested")
                return
        _LOG.info("%s", self.line)
        use()

    def _assess(self, assistant: Callable[[], Assistant]) -> None:
        """Test the model, keep the result and apply it. Raises NoResult, _Stopped."""
        assert self.configured is not None
        self.done = self.of = 0
        self.stage = Stage.TESTING
        result = assess(assistant(), self.configured, self._progress)
        with suppress(OSError):  # it is tested again at the next start
            keep_result(self._home, result)
        self._decide(result)

    def _adopt(self) -> bool:
        """Take over the result that the home remembers, if there is one."""
        result = result_of(self._home, self.configured) if self.configured else None
        if result is not None:
            self._decide(result)
        return result is not None

    def _decide(self, result: Result) -> None:
        assert self.configured is not None
        self.result = result
        if result.is_used:
            self._reader = open_model_reader(self.configured)
        self.stage = Stage.USED if result.is_used else Stage.NOT_USED

    def _progress(self, done: int, of: int) -> None:
        if self._stopped.is_set():
            raise _Stopped
        self.done, self.of = done, of
