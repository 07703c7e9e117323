"""What the pages answer from: an assistant, and what is made from its library once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cache

from assistant.conversations.related_questions import starting_questions
from assistant.operations.context import Context, Once
from assistant.overview.questions import questions
from assistant.overview.terms import Terms
from assistant.pipeline import Assistant
from assistant.query_help.reading import HelpedReader
from assistant.web.texts import Texts
from corpus.keys import EditionKey


@dataclass(frozen=True, kw_only=True)
class State(Context):
    """An assistant and what is made from its library. A request takes one and keeps it."""

    starting: Once[Mapping[str, tuple[str, ...]]]
    texts: Texts
    questions: Callable[[EditionKey], tuple[str, ...]]
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
            questions=cache(lambda key: questions(library.edition(key), assistant.searcher)),
            terms=Once(lambda: Terms(library)),
        )
