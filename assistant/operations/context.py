"""What operations answer from: an assistant, and what is made from its library once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

from assistant.addresses.short_addresses import ShortAddresses
from assistant.answer import Answer
from assistant.comparison.comparison import Comparisons
from assistant.drafting.concordance import Concordance
from assistant.drafting.precedents import PrecedentFinder
from assistant.filtered import FilteredAssistant
from assistant.library.library import Library
from assistant.pipeline import Assistant
from assistant.references.graph import Graph
from assistant.register.entries import DutyRegister
from corpus.keys import EditionKey, ProvisionId
from ingest.limits import Limits

Made = TypeVar("Made")
Asks = Callable[[Sequence[str], Callable[[], Answer]], Answer]
"""What has a question answered: it takes the turns, and what answers the last of them."""


class Once(Generic[Made]):
    """Makes a costly value on first use and keeps it; concurrent callers wait."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make, self._lock = make, Lock()
        self._made: list[Made] = []

    def __call__(self) -> Made:
        """Return it. Raises what making it raises; the next call then tries again."""
        with self._lock:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]


@dataclass(frozen=True)
class Context:
    """An assistant and what is made from its library. A call takes one and keeps it.

    `base` is the address at which the pages are served, as "https://texts.example"; '' where they are not.
    `limits` are those of a document that is sent.
    `asks` has questions answered: a server limits, counts and logs them there, the command line does not.
    """

    assistant: Assistant
    filtered: FilteredAssistant
    finder: PrecedentFinder
    duties: DutyRegister
    comparisons: Comparisons
    concordance: Once[Concordance]
    graph: Once[Graph]
    short: ShortAddresses
    base: str = field(default="", kw_only=True)
    limits: Limits = field(default=Limits(), kw_only=True)
    asks: Asks = field(default=lambda _, answer: answer(), kw_only=True)

    @classmethod
    def of(cls, assistant: Assistant, base: str = "") -> Context:
        """Make the context of an assistant."""
        library = assistant.library
        return Context(
            assistant,
            FilteredAssistant(assistant),
            PrecedentFinder(library, assistant.searcher),
            DutyRegister(library, next(iter(assistant.subject), None)),
            Comparisons(library),
            Once(lambda: Concordance(library)),
            Once(lambda: Graph.of(library)),
            ShortAddresses(library),
            base=base,
        )

    @property
    def library(self) -> Library:
        """The library that is answered from."""
        return self.assistant.library

    def url(self, target: ProvisionId | EditionKey) -> str:
        """Return the short address of a clause or a text; '' where no pages are served."""
        if not self.base:
            return ""
        if isinstance(target, ProvisionId):
            return self.base + self.short.clause(target)
        return self.base + self.short.text(target)
