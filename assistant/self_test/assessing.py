"""The test: a model and the built-in reader are asked the same questions about Resolution 71.

The model gets the same prompts, and the same help where the built-in reader is unsure, as for any other
question. It is used if its correct decisions minus its false answers are at least the built-in reader's. The
test ends as soon as the remaining questions cannot change that, or when none of the first replies arrives in
time.

If the server is unreachable or refuses, there is no result.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from time import perf_counter, sleep

from assistant.answer import Answer
from assistant.filtered import FilteredAssistant
from assistant.language_model.client import Client, Schema, Writer
from assistant.pipeline import Assistant
from assistant.query_help.reading import HelpedReader, Question
from assistant.scope.filters import Filters
from assistant.selection.model import ModelReader
from assistant.self_test.questions import EDITION, GoldQuestion, Mark, marked, read_questions, tallied
from assistant.self_test.results import Result, prompt_versions
from assistant.settings import LanguageModel
from corpus.errors import ResolutionsError

PAUSES = (0.0, 20.0, 60.0)
"""Seconds before a question is asked, and asked again while the server has too much to do."""
_CHARACTERS = 4  # of a token, about

Progress = Callable[[int, int], None]


class NoResult(ResolutionsError):
    """The test could not be done: the server is not there or refuses, or the text is missing."""

    code = "no-result"


def assess(
    assistant: Assistant,
    configured: LanguageModel,
    progress: Progress | None = None,
    *,
    writer: Writer | None = None,
    pauses: Sequence[float] = PAUSES,
) -> Result:
    """Test a model and return how it did. Raises NoResult.

    `progress` is told how many questions are done, of how many; `writer` takes the model's place.
    """
    filters = Filters(edition=str(EDITION))
    filtered = FilteredAssistant(assistant)
    if not filtered.library(filters).editions:
        raise NoResult(f"{EDITION}: not in the library, so no model can be tested; see: resolutions doctor")
    if assistant.searcher.model is None:
        raise NoResult("the index cannot be used, so no model can be tested; run: resolutions index")
    rows = [(question, filtered.ask([question.text], filters)) for question in read_questions()]
    meter = _Meter(writer or Client(configured))
    reader = HelpedReader(ModelReader(meter, configured.model, pause=0.0), filtered)
    return _Test(reader, meter, rows, filters, pauses).run(configured, progress)


@dataclass(frozen=True)
class _Test:
    """Asks a model the questions that the built-in reader was asked, with its answers, one by one."""

    reader: HelpedReader
    meter: _Meter
    rows: Sequence[tuple[GoldQuestion, Answer]]
    filters: Filters
    pauses: Sequence[float]

    @cached_property
    def _beside(self) -> list[Mark]:
        """The marks of the built-in reader."""
        return [marked(answer, question) for question, answer in self.rows]

    def run(self, configured: LanguageModel, progress: Progress | None) -> Result:
        """Ask until nothing can change the result. Raises NoResult."""
        started, marks = perf_counter(), list[Mark]()
        result = self._result(configured, marks, started)
        while not result.is_decided:
            marks.append(self._mark(*self.rows[len(marks)]))
            result = self._result(configured, marks, started)
            if progress:
                progress(len(marks), len(self.rows))
        return result

    def _mark(self, question: GoldQuestion, quick: Answer) -> Mark:
        """Ask the model one question. Raises NoResult."""
        for pause in self.pauses:
            sleep(pause)
            found = self.reader.read(quick, Question((question.text,), self.filters))
            if not (found.error and found.error.status and found.error.is_passing):
                break
        if found.error and (found.error.status or found.error.reason == "absent"):
            raise NoResult(str(found.error))
        if found.failure in ("", "not asked"):  # where the model is not asked, the quick answer counts
            return marked(found.answer, question)
        return Mark.LATE if found.failure == "slow" else Mark.FAILED

    def _result(self, configured: LanguageModel, marks: Sequence[Mark], started: float) -> Result:
        return Result(
            configured.base_url,
            configured.model,
            prompt_versions(),
            datetime.now(UTC).date().isoformat(),
            tallied(marks),
            tallied(self._beside[: len(marks)]),
            tallied(self._beside),
            round(perf_counter() - started, 1),
            self.meter.tokens,
            round(sum(quick.seconds for _, quick in self.rows), 3),
        )


class _Meter:
    """Counts what is sent to a model and what it writes."""

    def __init__(self, writer: Writer) -> None:
        self._writer, self._characters = writer, 0

    @property
    def tokens(self) -> int:
        """How many tokens that is, about."""
        return self._characters // _CHARACTERS

    def complete(self, system: str, user: str, *, seconds: float, schema: Schema | None = None) -> str:
        """Return the answer. Raises LanguageModelFailed."""
        self._characters += len(system) + len(user)
        text = self._writer.complete(system, user, seconds=seconds, schema=schema)
        self._characters += len(text)
        return text
