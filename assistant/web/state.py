"""What the pages answer from: an assistant, and what is made from its library once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields

from assistant.answer import Answer
from assistant.conversations.related_questions import starting_questions
from assistant.filtered import Filtered
from assistant.operations.context import Context, Once
from assistant.overview.terms import Terms
from assistant.overview.walk import Step, walk
from assistant.pipeline import Assistant
from assistant.query_help.reading import HelpedReader
from assistant.scope.filters import Filters
from assistant.web.texts import Texts
from corpus.instruments import Edition
from corpus.keys import EditionKey


class Walks:
    """The walks of ten questions through texts: each takes seconds the first time, and is kept."""

    def __init__(self, assistant: Assistant, filtered: Filtered) -> None:
        """Take what answers their questions."""
        self._assistant, self._filtered = assistant, filtered
        self._known: dict[EditionKey, tuple[Step, ...]] = {}

    def known(self, edition: Edition) -> tuple[Step, ...] | None:
        """Return the walk of a text if it was asked for before."""
        return self._known.get(edition.key)

    def of(self, edition: Edition) -> tuple[Step, ...]:
        """Return the walk of a text."""
        if edition.key not in self._known:
            self._known[edition.key] = walk(edition, self._assistant.searcher, self._asks(edition))
        return self._known[edition.key]

    def scope(self, edition: Edition) -> EditionKey | None:
        """Return the text that questions are limited to; None where the library has no other."""
        return edition.key if len(self._assistant.library.editions) > 1 else None

    def _asks(self, edition: Edition) -> Callable[[str], Answer]:
        """Return what answers a question from a text."""
        key = self.scope(edition)
        filters = Filters(edition=str(key)) if key else Filters()
        return lambda question: self._filtered.ask([question], filters)


@dataclass(frozen=True, kw_only=True)
class State(Context):
    """An assistant and what is made from its library. A request takes one and keeps it."""

    starting: Once[Mapping[str, tuple[str, ...]]]
    texts: Texts
    walks: Walks
    terms: Once[Terms]
    model_reader: HelpedReader | None = None

    @classmethod
    def of(cls, assistant: Assistant, base: str = "") -> State:
        """Make the state of an assistant; no language model reads in it."""
        context, library = Context.of(assistant, base), assistant.library
        return cls(
            **{one.name: getattr(context, one.name) for one in fields(Context)},
            starting=Once(lambda: starting_questions(assistant.searcher, assistant.ask, assistant.subject)),
            texts=Texts(library),
            walks=Walks(assistant, context.filtered),
            terms=Once(lambda: Terms(library)),
        )
