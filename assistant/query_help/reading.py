"""The reader that is a language model, with its help for questions that cannot be searched as they are.

A follow-up means more than it says, and a question in another language shares no word with the texts. For
these a model is asked first what the question is, standing alone and in English, and which phrases a
clause with the answer may contain. This changes what is searched and what question is read, nothing else:
the texts searched are those of the filters, and what is shown are clauses in their own words. Both calls
share one time limit, and the pause after a failure. If the help fails, the model reads what the assistant
found by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from assistant.answer import Answer, ReasonCode, Status
from assistant.filtered import FilteredAssistant
from assistant.language_model.client import Client, LanguageModelFailed
from assistant.query_help.prompt import MOST_TURNS, write_help_prompt
from assistant.query_help.reply import SCHEMA, Help, read_help
from assistant.scope.filters import Filters
from assistant.selection.model import NOTICES, ModelReader, ModelReading, is_readers_decision
from assistant.selection.prompt import Prompt
from assistant.settings import LanguageModel
from assistant.trace import HelpTrace
from assistant.understanding.turns import new_topic, spoken

_SHARE = 1 / 3  # of the time for an answer, what the help may take


@dataclass(frozen=True, slots=True)
class Question:
    """The last of a person's turns, its filters, and the answers to the turns before it, where known."""

    turns: tuple[str, ...]
    filters: Filters = Filters()  # noqa: RUF009  it is frozen
    shown: tuple[Answer, ...] = ()


class HelpedReader:
    """Reads with a language model, which may first help with the question."""

    def __init__(self, reader: ModelReader, filtered: FilteredAssistant) -> None:
        self._reader, self._filtered = reader, filtered

    @property
    def state(self) -> str:
        """Return "up", or "degraded" where the last call failed."""
        return self._reader.state

    def asks(self, answer: Answer, turns: Sequence[str]) -> bool:
        """Return True if the model is asked about an answer."""
        return is_readers_decision(answer) or needs_help(answer, turns, self._filtered)

    def improve(self, answer: Answer, question: Question) -> Answer:
        """Return the answer as the model reads the clauses, else the same with a notice. Never raises."""
        return self.read(answer, question).answer

    def read(self, answer: Answer, question: Question) -> ModelReading:
        """Return what became of an answer, with everything that explains it. Never raises."""
        started = perf_counter()
        question = replace(question, filters=self._filtered.scoped(answer, question.filters))
        library, calls = self._filtered.library(question.filters), self._reader.calls
        prompt = help_prompt(answer, question, self._filtered)
        if prompt is None:
            return self._reader.read(answer, question.turns, library)
        helped = self._helped(answer, prompt, question)
        if not is_readers_decision(helped.answer):
            return ModelReading(helped.answer, seconds=perf_counter() - started)
        left = calls.seconds - (perf_counter() - started)
        reading = self._reader.read(
            helped.answer, question.turns, library, language=helped.language, seconds=left
        )
        return replace(reading, answer=kept(answer, reading)) if reading.failure else reading

    def _helped(self, answer: Answer, prompt: Prompt, question: Question) -> Helped:
        """Ask for help, and return what is to be read with it; without it, the answer as it was."""
        started, calls = perf_counter(), self._reader.calls
        try:
            help_ = calls.ask(
                prompt.system,
                prompt.user,
                SCHEMA,
                read_help,
                seconds=calls.seconds * _SHARE,
                is_last=not is_readers_decision(answer),
            )
        except LanguageModelFailed as error:
            return without_help(answer, prompt, error.reason, perf_counter() - started)
        took = perf_counter() - started
        return apply_help(answer, prompt, help_, question, self._filtered, self._reader.name, took)


@dataclass(frozen=True, slots=True)
class Helped:
    """What a model is to read after it was asked for help.

    `language` is the code of the asker's, '' for English. A question that the assistant answers by itself,
    standing alone, leaves nothing to read.
    """

    answer: Answer
    language: str = ""


def needs_help(answer: Answer, turns: Sequence[str], filtered: FilteredAssistant) -> bool:
    """Return True for a question that is in another language, follows others, or found no sure answer.

    Where the local reader is sure of a single question, what answers is among the clauses already.
    """
    if answer.reason_code == ReasonCode.NOT_IN_ENGLISH:
        return True
    if not is_readers_decision(answer):
        return False
    return answer.status != Status.ANSWERED or _follows(turns) or filtered.may_be_foreign(turns[-1])


def help_prompt(answer: Answer, question: Question, filtered: FilteredAssistant) -> Prompt | None:
    """Return the prompt that asks for help with a question; None where it needs none."""
    turns, shown = question.turns, question.shown
    if not turns or not needs_help(answer, turns, filtered):
        return None
    if not _follows(turns):
        return write_help_prompt(turns[-1:], ())
    first = max(0, len(turns) - 1 - MOST_TURNS)
    if len(shown) == len(turns) - 1:
        shown = shown[first:]
    else:
        shown = tuple(filtered.ask(turns[:end], question.filters) for end in range(first + 1, len(turns)))
    return write_help_prompt(turns[first:], shown)


def apply_help(
    answer: Answer,
    prompt: Prompt,
    help_: Help,
    question: Question,
    filtered: FilteredAssistant,
    name: str,
    seconds: float = 0.0,
) -> Helped:
    """Return what is to be read with a model's help.

    A question that stands alone stays as it was asked; only phrases are searched for it.
    """
    language = help_.language if _is_foreign(answer, help_, question, filtered) else ""
    stays = is_readers_decision(answer) and not language and not _follows(question.turns)
    rewritten = "" if stays else help_.standalone
    found = _found(answer, rewritten, help_.phrases, question.filters, filtered)
    if found.status == Status.OUT_OF_SCOPE or found.trace is None:
        return without_help(answer, prompt, "broken", seconds)
    trace = HelpTrace(prompt.version, seconds, rewritten, help_.phrases, help_.language)
    found = replace(
        found,
        read_by="" if is_readers_decision(found) else name,
        seconds=found.seconds + seconds,
        trace=replace(found.trace, help=trace),
    )
    return Helped(found, language)


def _found(
    answer: Answer, rewritten: str, phrases: Sequence[str], filters: Filters, filtered: FilteredAssistant
) -> Answer:
    """Return an answer with everything found for the question, the rewritten question and the phrases.

    An answer that the local reader decided stays a reader's decision, whatever the rewritten question is.
    """
    if not rewritten:
        return filtered.joined(answer, phrases, filters)
    anew = filtered.ask([rewritten], filters)
    anew = replace(anew, seconds=anew.seconds + answer.seconds)
    if not is_readers_decision(answer):
        return filtered.joined(anew, phrases, filters)
    found = filtered.joined(anew, phrases, filters, answer.retrieved)
    return (
        found
        if is_readers_decision(anew)
        else replace(answer, understood_as=rewritten, follows="", retrieved=found.retrieved)
    )


def _is_foreign(answer: Answer, help_: Help, question: Question, filtered: FilteredAssistant) -> bool:
    """Return True if a question is in another language: the model says so, and its words do not deny it."""
    seems = answer.reason_code == ReasonCode.NOT_IN_ENGLISH or filtered.may_be_foreign(question.turns[-1])
    return help_.is_foreign and seems


def _follows(turns: Sequence[str]) -> bool:
    return len(spoken(turns)) > 1 and not new_topic(turns[-1])


def without_help(answer: Answer, prompt: Prompt, reason: str, seconds: float) -> Helped:
    """Return an answer that no help came for, with a notice where nothing more is asked."""
    trace = HelpTrace(prompt.version, seconds, failure=reason)
    notices = () if is_readers_decision(answer) else (NOTICES[reason],)
    found = replace(answer, notices=(*answer.notices, *notices), seconds=answer.seconds + seconds)
    return Helped(replace(found, trace=replace(found.trace, help=trace) if found.trace else None))


def kept(answer: Answer, reading: ModelReading) -> Answer:
    """Return the answer as it was before the help, where the reading failed; the trace has both calls."""
    trace = (
        answer.trace
        and reading.answer.trace
        and replace(answer.trace, help=reading.answer.trace.help, model=reading.answer.trace.model)
    )
    notices = (NOTICES[reading.failure],) if reading.failure in NOTICES else ()
    return replace(answer, notices=(*answer.notices, *notices), seconds=reading.answer.seconds, trace=trace)


def open_model_reader(configured: LanguageModel) -> ModelReader:
    """Return what reads with a configured language model, without its help; nothing is asked yet."""
    return ModelReader(Client(configured), configured.model)


def open_helped_reader(configured: LanguageModel, filtered: FilteredAssistant) -> HelpedReader:
    """Return what reads with a configured language model; nothing is asked yet."""
    return HelpedReader(open_model_reader(configured), filtered)
