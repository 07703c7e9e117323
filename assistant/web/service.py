"""What the pages answer from: one state of the library and its index, replaced whole by the next.

A request takes the state once and keeps it, so that no answer mixes two of them. What another
process has changed is noticed when a page is asked for.
"""

from __future__ import annotations

import gc
import logging
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from secrets import token_hex
from threading import Lock, Thread
from time import monotonic

from assistant.conversations.store import ConversationStore
from assistant.library.doctor import is_indexed
from assistant.library.library import open_library
from assistant.opening import open_assistant
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.web.metrics import Metrics
from assistant.web.security.questions import Questions
from assistant.web.served_model import ServedModel
from assistant.web.state import State
from corpus.errors import IndexUnavailable, ResolutionsError
from index.generation import current

_PAUSE = 2.0  # seconds between two attempts to open what another process has written
_LOG = logging.getLogger(__name__)


class Service:
    """Has the state that requests are answered from, the conversations, and what questions may cost."""

    def __init__(self, assistant: Assistant, settings: Settings) -> None:
        """Begin with an assistant."""
        self.settings = settings
        self.metrics = Metrics()
        self.questions = Questions(settings, self.metrics.refused)
        self.start = token_hex(8)  # names this run of the server: a page of another run is loaded anew
        self.conversations = ConversationStore(settings.home)
        if self.conversations.notice:
            _LOG.warning("%s", self.conversations.notice)
        self.model = ServedModel(settings.language_model, settings.home)
        self.generation = self._generation()
        self.now = self._state(assistant)
        self._mark = self._written()
        self._opening = Lock()
        self._tried = 0.0

    def replace(self, assistant: Assistant) -> None:
        """Answer what is asked from now on from another assistant."""
        state = self._state(assistant)
        state.duties.entries(superseded=True)
        self.now = state
        self.generation = self._generation()
        self.metrics.swapped()

    def test_model(self) -> None:
        """Test the language model in the background, if that is still to be done, and use it if it passes."""
        self.model.begin(lambda: self.now.assistant, self._use_model)

    @property
    def is_newest(self) -> bool:
        """Whether the index that requests are answered from is the one on disk."""
        return self._written() == self._mark

    def look(self) -> None:
        """See whether another process has changed the index, by one stat; open it beside what goes on."""
        due = not self.is_newest and monotonic() - self._tried > _PAUSE
        if due and self._opening.acquire(blocking=False):
            self._tried = monotonic()
            Thread(target=self._follow, daemon=True, name="reopening").start()

    def reopen(self) -> None:
        """Answer from library and index as they are on disk now, whatever can be read of them."""
        with self._opening:
            self._open()

    def _follow(self) -> None:
        """Open what another process has written, once it is whole."""
        try:
            if is_indexed(open_library(self.settings.home), self.settings):
                self._open()
        except (ResolutionsError, OSError) as error:
            _LOG.warning("the library has changed and cannot be opened: %s", error)
        finally:
            self._opening.release()

    def _open(self) -> None:
        """Open library and index, ask once so that nobody waits for what is loaded late, and take over."""
        mark = self._written()
        assistant = open_assistant(self.settings, model=self.now.assistant.searcher.model)
        assistant.ask(["What is in the text?"])
        self.replace(assistant)
        self._mark = mark
        # An assistant's parts know each other: without this the one before would stay in memory for long.
        gc.collect()

    def _use_model(self) -> None:
        """Let the language model read what is asked from now on, if it may."""
        with self._opening:  # else a library that is opened meanwhile would come without it
            self.now = replace(self.now, model_reader=self.model.over(self.now.filtered))

    def _written(self) -> tuple[int, int] | None:
        """Tell the index in use from every other: its mark is written anew by each build."""
        try:
            found = Path(self.settings.home, "index", "CURRENT").stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns

    def _generation(self) -> str:
        """Return the name of the generation that is opened, '' where there is none."""
        with suppress(IndexUnavailable):
            return current(Path(self.settings.home, "index")).name
        return ""

    def _state(self, assistant: Assistant) -> State:
        """Make the state of an assistant, with the language model as it is now."""
        state = State.of(assistant)
        return replace(state, model_reader=self.model.over(state.filtered))
