"""What `resolutions doctor` says about the configured language model, with a new test or without."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from assistant.doctor import Finding
from assistant.language_model.client import is_behind_proxy, unreachable
from assistant.pipeline import Assistant
from assistant.self_test.assessing import NoResult, Progress, assess
from assistant.self_test.notices import UNCONFIGURED, described, named
from assistant.self_test.results import Result, keep_result, result_of
from assistant.settings import LanguageModel, Settings

_finding = partial(Finding, "language model")


def look_at_model(settings: Settings) -> list[Finding]:
    """Look whether a model is configured and can be reached, and how it did in its test."""
    configured = settings.language_model
    if configured is None:
        return [_finding(True, UNCONFIGURED)]
    result = result_of(settings.home, configured)
    if result is None:
        said = "not tested yet; to test it, run: resolutions doctor --model"
        return [_reached(configured), _finding(True, said)]
    return [_reached(configured), *_told(result)]


def examine_model(
    settings: Settings, opened: Callable[[], Assistant], progress: Progress
) -> tuple[list[Finding], Result | None]:
    """Test the configured model now and keep the result; `opened` opens the assistant if there is one."""
    configured = settings.language_model
    if configured is None:
        return [_finding(True, UNCONFIGURED)], None
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
        said = f"{settings.home}: the result cannot be kept ({error.strerror}); make it a folder to write to"
        return [reached, *_told(result), _finding(False, said)], result
    return [reached, *_told(result)], result


def _reached(configured: LanguageModel) -> Finding:
    what = f"{named(configured.model)} at {configured.base_url}"
    if is_behind_proxy(configured):
        return _finding(True, f"{what} is asked through a proxy: only a test shows whether it is there")
    if problem := unreachable(configured):
        return _finding(False, f"{what} {problem}; start it, or see RESOLUTIONS_LLM_BASE_URL")
    return _finding(True, f"{what} can be reached")


def _untested(why: str) -> Finding:
    said = "it could not be tested; the last result still applies"
    return _finding(False, f"{said}: {why}" if why else said)


def _told(result: Result) -> list[Finding]:
    """Say how a test went; the last line is bad where the model is not used."""
    *lines, verdict = described(result)
    return [*(_finding(True, one) for one in lines), _finding(result.is_used, verdict)]
