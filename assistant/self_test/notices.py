"""What people are told about a configured language model: whether it is used, why, and where questions go."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.self_test.questions import Tally
from assistant.self_test.results import Result
from assistant.settings import LanguageModel

UNCONFIGURED = (
    "none is configured, the built-in reader answers; to configure one, set RESOLUTIONS_LLM_BASE_URL "
    "(as in http://127.0.0.1:11434/v1) and RESOLUTIONS_LLM_MODEL"
)
SENT_ALONG = "the earlier questions of their conversation and the clauses found for them"
"""What is sent to a model with a question."""
_NAME = 60  # characters of a model's name that are shown


def named(model: str) -> str:
    """Return a model's name in quotes, cut where it is very long."""
    return f"'{model}'" if len(model) <= _NAME else f"'{model[:_NAME]}…'"


def not_used(result: Result) -> str:
    """Say that a model is not used, and why."""
    why = "was too slow" if result.is_too_slow else "did worse than the built-in reader"
    return (
        f"The language model {named(result.model)} {why} in its test and is not used; "
        "see resolutions doctor --model"
    )


def untested(model: str) -> str:
    """Say that a model is used without a test."""
    return f"The language model {named(model)} is not tested yet; to test it, run: resolutions doctor --model"


def destination(configured: LanguageModel) -> str:
    """Say where questions go."""
    return f"Questions, {SENT_ALONG} are sent to {named(configured.model)} at {configured.base_url}."


def described(result: Result) -> Iterator[str]:
    """Say how a test went and what follows, in plain words, a line each."""
    of, model = result.reader.asked, result.by_model
    failed = f", {model.failed} without a usable reply" if model.failed else ""
    late = f", {model.late} without a reply in time" if model.late else ""
    yield f"tested on {result.day} with {model.asked} of {of} questions: {_counted(model)}{failed}{late}"
    same = "the same questions" if model.asked < of else "them"
    yield f"the built-in reader on {same}: {_counted(result.beside)}"
    yield f"the test took {result.seconds:.0f} s and about {round(result.tokens, -3):,} tokens"
    yield _verdict(result)


def _counted(tally: Tally) -> str:
    answers = "false answer" if tally.false == 1 else "false answers"
    return f"{tally.right} decided correctly, {tally.false} {answers}"


def _verdict(result: Result) -> str:
    """Say whether a model is used: its right decisions less its false answers decide."""
    if result.is_too_slow:
        return (
            f"it is not used, because it is too slow: none of the first {result.by_model.asked} replies came "
            "in time; to test it again, run: resolutions doctor --model"
        )
    model, reader = result.by_model.score, result.reader.score
    scores = f"correct decisions minus false answers: {model}, the built-in reader on all questions {reader}"
    if result.by_model.asked < result.reader.asked:
        scores += "; the questions left cannot change that"
    if result.is_used:
        return f"it is used, because it is not worse than the built-in reader ({scores})"
    return f"it is not used, because it is worse than the built-in reader ({scores}); configure another"
