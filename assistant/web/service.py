"""What the pages answer from: one state of the library and its index, replaced whole by the next.

A request takes the state once and keeps it, so that no answer mixes two of them. How changes that another
process makes are followed is told in assistant/library_watch.py.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from secrets import token_hex
from threading import Thread

from assistant.conversations.store import ConversationStore
from assistant.library_watch import LibraryWatch
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.web.metrics import Metrics
from assistant.web.security.questions import Questions
from assistant.web.served_model import ServedModel
from assistant.web.state import State

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
        self.library = LibraryWatch(assistant, settings, self._state, self._swapped)

    @property
    def now(self) -> State:
        """The state that a request is answered from, once it was compared with the disk."""
        return self.library.state

    def test_model(self) -> None:
        """Test the language model in the background, if that is still to be done, and use it if it passes."""
        self.model.begin(lambda: self.now.assistant, self._use_model)

    def warm(self, state: State) -> None:
        """Make what takes long of a state in the background, before a person waits for it."""
        Thread(target=_make_late_parts, args=(state,), daemon=True, name="warming").start()

    def _swapped(self, state: State) -> None:
        """Count that another state took over."""
        self.metrics.swapped()
        self.warm(state)

    def _use_model(self) -> None:
        """Let the language model read what is asked from now on, if it may."""
        self.library.change(lambda state: replace(state, model_reader=self.model.over(state.filtered)))

    def _state(self, assistant: Assistant) -> State:
        """Make the state of an assistant, with the language model as it is now."""
        state = State.of(assistant)
        return replace(state, model_reader=self.model.over(state.filtered))


def _make_late_parts(state: State) -> None:
    """Make the register of duties and the questions to begin with."""
    state.duties.entries(superseded=True)
    state.starting()
