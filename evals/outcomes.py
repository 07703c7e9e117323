"""Asking the cases: each in the world that it supposes, an error kept in the place of an answer."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.answer import Answer
from assistant.filtered import FilteredAssistant
from assistant.pipeline import Assistant
from evals.cases import Case
from evals.worlds import Held

log = logging.getLogger(__name__)
Progress = Callable[[int, int], None]  # how many cases are asked, of how many


class Asked(Protocol):
    """What answers a conversation: the assistant, or a control in its place."""

    def ask(self, turns: Sequence[str]) -> Answer:
        """Answer the last of a reader's turns."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case and what became of it: an answer, or the error that stood in its way."""

    case: Case
    answer: Answer | None
    error: str = ""


def ask_all(
    cases: Iterable[Case], holding: Callable[[Held], Asked], progress: Progress | None = None
) -> tuple[Outcome, ...]:
    """Ask every case; one that errs is told by file and line, and harms no other."""
    asked = list(cases)
    outcomes: list[Outcome] = []
    for number, case in enumerate(asked, 1):
        outcomes.append(_ask(case, holding))
        if progress:
            progress(number, len(asked))
    return tuple(outcomes)


def _ask(case: Case, holding: Callable[[Held], Asked]) -> Outcome:
    try:
        asked = holding(case.held)
        if str(case.filters) and isinstance(asked, Assistant):
            return Outcome(case, FilteredAssistant(asked).ask(case.turns, case.filters))
        return Outcome(case, asked.ask(case.turns))
    except Exception as error:  # the outermost edge: a run with an errored row never passes
        log.exception("case %s", case.id)
        return Outcome(case, None, f"{case.place}: {type(error).__name__}: {error}")
