"""The overviews of the texts of one library: what is read of them once, and their walks."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from threading import Lock

from assistant.answer import Answer
from assistant.overview.terms import Terms
from assistant.overview.walk import Step, walk
from assistant.scope.filters import Filters
from assistant.web.service import Service, State
from corpus.instruments import Edition
from corpus.keys import EditionKey


class Overview:
    """What is read of the texts of one state of the library."""

    def __init__(self, state: State) -> None:
        """Take a state."""
        self.state = state
        self._walks: dict[EditionKey, tuple[Step, ...]] = {}
        self._walking = Lock()

    @cached_property
    def terms(self) -> Terms:
        """The abbreviations, terms and heads of all texts."""
        return Terms(self.state.assistant.library)

    def walk_known(self, edition: Edition) -> tuple[Step, ...] | None:
        """Return the walk of a text if it was asked for before."""
        return self._walks.get(edition.key)

    def walk(self, edition: Edition) -> tuple[Step, ...]:
        """Return the walk of a text; the first time takes seconds, and two who want one share it."""
        with self._walking:
            if edition.key not in self._walks:
                ask = self._ask(edition)
                self._walks[edition.key] = walk(edition, self.state.assistant.searcher, ask)
            return self._walks[edition.key]

    def asks_of(self, edition: Edition) -> EditionKey | None:
        """Return the text that questions are limited to; None where the library has no other."""
        return edition.key if len(self.state.assistant.library.editions) > 1 else None

    def _ask(self, edition: Edition) -> Callable[[str], Answer]:
        key = self.asks_of(edition)
        filters = Filters(edition=str(key)) if key else Filters()
        return lambda question: self.state.filtered.ask([question], filters)


class Overviews:
    """The overview of the state that pages are answered from now."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._overview = Overview(service.now)

    @property
    def now(self) -> Overview:
        """The overview of the present state; one of a former state is dropped."""
        overview, state = self._overview, self._service.now
        if overview.state.assistant is not state.assistant:
            overview = self._overview = Overview(state)
        return overview
