"""The language model as the pages use it: tested once, in the background, before it reads for anybody.

Until it has passed the test, and if it scores worse, the built-in reader answers. If the model's server does
not respond, the test is repeated later, unless another process has a result by then.
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


class ServedModel:
    """The configured model, if any, and whether it is used. One thread tests it; many read its status."""

    def __init__(self, configured: LanguageModel | None, home: Path) -> None:
        """Load the stored test result of the configured model."""
        self._configured, self._home = configured, home
        self._done, self._of = 0, 0
        self._result: Result | None = None
        self._reader: ModelReader | None = None
        self.stage = Stage.UNTESTED if configured else Stage.OFF
        self._adopt()

    @property
    def line(self) -> str:
        """Say in a line for the page what the model does and where questions go; '' where there is none."""
        configured = self._configured
        if configured is None:
            return ""
        if self._result and not self._result.is_used:
            return f"{not_used(self._result)}."
        if self.stage == Stage.USED:
            here = f"The language model {named(configured.model)} on this machine reads the clauses found."
            return here if configured.is_local else destination(configured)
        progress = f" ({self._done} of {self._of} questions)" if self._of else ""
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

    def _test(self, assistant: Callable[[], Assistant], use: Callable[[], None]) -> None:
        """Test until there is a result, from this process or another, then apply it."""
        assert self._configured is not None
        logged, pause = "", PAUSE
        while not self._adopt():
            try:
                self._done = self._of = 0
                self.stage = Stage.TESTING
                result = assess(assistant(), self._configured, self._progress)
            except NoResult as error:
                self.stage = Stage.UNTESTED
                if str(error) != logged:
                    _LOG.warning("%s; the test of the model will be tried again", error)
                logged = str(error)
                Event().wait(pause)
                pause = min(LONGEST, 2 * pause)
            except Exception:  # the edge of the thread: else the page would say for ever that it tests
                self.stage = Stage.UNTESTED
                _LOG.exception("the language model was not tested")
                return
            else:
                with suppress(OSError):  # it is tested again at the next start
                    keep_result(self._home, result)
                self._decide(result)
                break
        _LOG.info("%s", self.line)
        use()

    def _adopt(self) -> bool:
        """Take over the result that the home remembers, if there is one."""
        result = result_of(self._home, self._configured) if self._configured else None
        if result is not None:
            self._decide(result)
        return result is not None

    def _decide(self, result: Result) -> None:
        assert self._configured is not None
        self._result = result
        if result.is_used:
            self._reader = open_model_reader(self._configured)
        self.stage = Stage.USED if result.is_used else Stage.NOT_USED

    def _progress(self, done: int, of: int) -> None:
        self._done, self._of = done, of
