"""How an answer was found: the question as read, the editions searched, the strategy, the best hits."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from corpus.keys import ProvisionId

_NAMED = 3  # editions searched that are named


@dataclass(frozen=True, slots=True)
class TraceHit:
    """A hit of the search: its score, and how likely its clause answers, None where that was not asked."""

    provision: ProvisionId
    label: str
    score: float
    likelihood: float | None = None


@dataclass(frozen=True, slots=True)
class HelpTrace:
    """How a language model helped with a question before it read: what it took the question for.

    `prompt` is the version of its prompt. `standalone` is the question on its own, in English, '' where it
    stayed as it was asked. `failure` says why its help is not used, '' where it is. `language` is the code
    of the asker's, '' where it is unknown.
    """

    prompt: str
    seconds: float
    standalone: str = ""
    phrases: tuple[str, ...] = ()
    language: str = ""
    failure: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The same in plain words."""
        line = f"query help: prompt {self.prompt}, {self.seconds:.1f} s"
        if self.failure:
            return (f"{line}; not used: {self.failure}",)
        return (
            f"{line}, language {self.language or 'unknown'}",
            *([f"the question on its own: {self.standalone}"] if self.standalone else []),
            f"also searched for: {'; '.join(self.phrases) or 'nothing'}",
        )


@dataclass(frozen=True, slots=True)
class ModelTrace:
    """What a language model made of the clauses: which it saw, which it named, what it cost.

    `prompt` is the version of its prompt. `named` are the labels of the clauses that it named, `unknown`
    counts those that it was not shown. `failure` says why the answer is still the local reader's, '' where
    it is the model's; `opening` why its opening sentence is not shown, `translation` why the translation of
    that is not.
    """

    model: str
    prompt: str
    clauses: int
    seconds: float
    named: tuple[str, ...] = ()
    unknown: int = 0
    failure: str = ""
    opening: str = ""
    translation: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The same in plain words."""
        asked = f"language model: {self.model}, prompt {self.prompt}, {self.clauses} clauses"
        unknown = f"; {self.unknown} that it was not shown" if self.unknown else ""
        return (
            f"{asked}, {self.seconds:.1f} s" + (f"; not used: {self.failure}" if self.failure else ""),
            *(
                [f"it named: {'; '.join(self.named) or 'none'}{unknown}"]
                if self.failure in ("", "unusable")
                else []
            ),
            *([f"its opening sentence is not shown: {self.opening}"] if self.opening else []),
            *([f"the translation of that is not shown: {self.translation}"] if self.translation else []),
        )


@dataclass(frozen=True, slots=True)
class Trace:
    """How an answer was found.

    `strategy` found it. `texts` are the names of the editions searched, `reason` is why they were. `answered`
    is how likely any hit answers, `confidence` how sure the likeliest is; None if no reader was asked.
    `model` is what a language model chose from the same clauses, `help` how it helped with the question
    before; None if none was asked.
    """

    question: str
    strategy: str
    texts: tuple[str, ...]
    hits: tuple[TraceHit, ...]
    answered: float | None = None
    confidence: float | None = None
    reason: str = ""
    model: ModelTrace | None = None
    help: HelpTrace | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The trace in plain words, one line per step."""
        scope = ", ".join(self.texts) if len(self.texts) <= _NAMED else f"{len(self.texts)} editions"
        read = () if self.answered is None else (
            f"probability that one of these clauses answers: {self.answered:.2f}; confidence in the first: "
            f"{self.confidence:.2f}",
        )  # fmt: skip
        return (
            f"question: {self.question}",
            f"searched: {scope}{f', {self.reason}' if self.reason else ''}",
            f"answered by: {self.strategy}",
            *read,
            *self._of_model,
            *(
                f"{at}. {hit.label}: score {hit.score:.2f}"
                + ("" if hit.likelihood is None else f", likelihood {hit.likelihood:.2f}")
                for at, hit in enumerate(self.hits, 1)
            ),
        )

    @property
    def _of_model(self) -> tuple[str, ...]:
        """What a language model did, where one was asked."""
        read = self.model.lines if self.model else ()
        without = ("query help: not asked",) if read else ()
        return (*(self.help.lines if self.help else without), *read)

    @property
    def json(self) -> dict[str, Any]:
        """The trace as JSON."""
        row = asdict(self)
        for hit, source in zip(row["hits"], self.hits, strict=True):
            hit["provision"] = str(source.provision)
            del hit["label"]
        row["scope_reason"] = row.pop("reason")
        return row
