"""What the pages answer from: one state of the library and its index, replaced whole by the next.

A request takes the state once and keeps it, so that no answer mixes two of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answering import Assistant
from assistant.page.texts import Texts
from assistant.precedents import PrecedentFinder
from assistant.settings import Settings
from assistant.wording import Wording, open_wording


@dataclass(frozen=True)
class State:
    """An assistant and what is made from its library once."""

    assistant: Assistant
    texts: Texts
    finder: PrecedentFinder
    wording: Wording | None = None


class Service:
    """Holds the state that requests are answered from."""

    def __init__(self, assistant: Assistant, settings: Settings) -> None:
        """Begin with an assistant."""
        self.settings = settings
        self.now = self._state(assistant)

    def replace(self, assistant: Assistant) -> None:
        """Answer what is asked from now on from another assistant."""
        self.now = self._state(assistant)

    def _state(self, assistant: Assistant) -> State:
        """Make the state of an assistant."""
        library, model = assistant.library, self.settings.language_model
        return State(
            assistant,
            Texts.of(library),
            PrecedentFinder(library, assistant.searcher),
            open_wording(model, library) if model else None,
        )
