"""What people are told about a configured language model: whether it is used, why, and where questions go.

Also what `resolutions doctor` says about it, with a new test or without.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from assistant.administration.model_choice import model_in_use
from assistant.doctor import Finding
from assistant.language_model.client import is_behind_proxy, unreachable
from assistant.language_model.offers import found_here
from assistant.pipeline import Assistant
from assistant.self_test.assessing import NoResult, Progress, assess
from assistant.self_test.questions import Tally
from assistant.self_test.results import Result, keep_result, result_of
from assistant.settings import LanguageModel, Settings

UNCONFIGURED = (
    "none is configured, the built-in reader answers; to use one, choose it on the page /model, or set "
    "RESOLUTIONS_LLM_BASE_URL (as in http://127.0.0.1:11434/v1) and RESOLUTIONS_LLM_MODEL"
)
SENT_ALONG = "the earlier questions of their conversation and the clauses found for them"
"""What is sent to a model with a question."""
_finding = partial(Finding, "language model")
_SOME = 5  # models of a server that are named
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
    total, model = result.reader.asked, result.by_model
    failed = f", {model.failed} without a usable reply" if model.failed else ""
    late = f", {model.late} without a reply in time" if model.late else ""
    yield f"tested on {result.day} with {model.asked} of {total} questions: {_counted(model)}{failed}{late}"
    same = "the same questions" if model.asked < total else "them"
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


def look_at_model(settings: Settings) -> list[Finding]:
    """Look whether a model is configured and can be reached, and how it did in its test."""
    configured = model_in_use(settings)
    if configured is None:
        return [_finding(True, UNCONFIGURED), *_offers(settings)]
    where = "the environment" if settings.language_model else "the page /model"
    first = [_finding(True, f"{named(configured.model)} is set by {where}"), _reached(configured)]
    result = result_of(settings.home, configured)
    if result is None:
        message = "not tested yet; to test it, run: resolutions doctor --model"
        return [*first, _finding(True, message)]
    return [*first, *_test_findings(result)]


def examine_model(
    settings: Settings, opened: Callable[[], Assistant], progress: Progress
) -> tuple[list[Finding], Result | None]:
    """Test the configured model now and keep the result; `opened` opens the assistant if there is one."""
    configured = model_in_use(settings)
    if configured is None:
        return [_finding(True, UNCONFIGURED), *_offers(settings)], None
    reached = _reached(configured)
    if not reached.ok:
        return [reached, _untested("")], None
    try:
        result = assess(opened(), configured, progress)
    except NoResult as error:
        return [reached, _untested(str(error))], None
    try:
        keep_result(settings.home, result)
    except OSError as error:
        message = (
            f"{settings.home}: the result cannot be kept ({error.strerror}); make it a folder to write to"
        )
        return [reached, *_test_findings(result), _finding(False, message)], result
    return [reached, *_test_findings(result)], result


def _offers(settings: Settings) -> Iterator[Finding]:
    """Say which models this machine offers, if that may be looked for."""
    for offer in found_here(settings.port) if settings.find_models else ():
        models = ", ".join(map(named, offer.models[:_SOME]))
        more = f" and {len(offer.models) - _SOME} more" if len(offer.models) > _SOME else ""
        yield _finding(True, f"{offer.server} at {offer.base_url} offers {models}{more}")


def _reached(configured: LanguageModel) -> Finding:
    what = f"{named(configured.model)} at {configured.base_url}"
    if is_behind_proxy(configured):
        return _finding(True, f"{what} is asked through a proxy: only a test shows whether it is there")
    if problem := unreachable(configured):
        return _finding(False, f"{what} {problem}; start it, or see RESOLUTIONS_LLM_BASE_URL")
    return _finding(True, f"{what} can be reached")


def _untested(why: str) -> Finding:
    message = "it could not be tested; the last result still applies"
    return _finding(False, f"{message}: {why}" if why else message)


def _test_findings(result: Result) -> list[Finding]:
    """Say how a test went; the last line is bad where the model is not used."""
    *lines, verdict = described(result)
    return [*(_finding(True, line) for line in lines), _finding(result.is_used, verdict)]
