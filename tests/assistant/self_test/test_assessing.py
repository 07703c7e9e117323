"""The self-test of a language model: who passes, who does not, when it ends, when it says nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.filtered import FilteredAssistant
from assistant.language_model.calls import SECONDS
from assistant.pipeline import Assistant
from assistant.query_help.reading import needs_help
from assistant.scope.filters import Filters
from assistant.self_test.assessing import NoResult, assess
from assistant.self_test.notices import described, not_used
from assistant.self_test.questions import EDITION, read_questions
from assistant.self_test.results import PATIENCE
from assistant.settings import LanguageModel

CONFIGURED = LanguageModel("http://127.0.0.1:1/v1", "small", "secret-key")
ALL = 40


@pytest.fixture
def helped(assistant):
    """Return, for each question, whether a model is asked for help with it."""
    over, filters = FilteredAssistant(assistant), Filters(edition=str(EDITION))
    asked = [[one.text] for one in read_questions()]
    return [needs_help(over.ask(turns, filters), turns, over) for turns in asked]


@pytest.fixture
def tested(assistant, resolution):
    """Test a model; a server that is busy is asked again at once."""

    def test(model, *given, pauses=(0.0, 0.0), **named):
        writer = model(resolution, *given)
        return writer, assess(assistant, CONFIGURED, writer=writer, pauses=pauses, **named)

    return test


def test_a_perfect_model_is_used(tested, models):
    model, result = tested(models.Knows)
    assert result.is_used
    assert result.by_model.right == result.by_model.asked == model.asked
    assert (result.by_model.false, result.by_model.failed) == (0, 0)
    assert result.reader.asked == ALL
    assert result.beside.asked == result.by_model.asked
    assert result.tokens > 2_000 * model.asked
    assert (result.base_url, result.model, result.prompt) == (CONFIGURED.base_url, "small", "2+1")


def test_the_model_helps_with_questions_as_for_any_answer(tested, models, helped):
    model, result = tested(models.Knows)
    assert model.helped == sum(helped[: result.by_model.asked]) > 0


def test_a_model_that_does_not_help_in_time_is_marked_by_what_it_reads_without(tested, models):
    _, result = tested(models.HelpsNobody)
    assert result.is_used
    assert (result.by_model.failed, result.by_model.late) == (0, 0)


def test_a_model_that_names_the_first_clause_always_is_not_used(tested, models):
    _, result = tested(models.First)
    assert not result.is_used
    assert result.by_model.false >= 6, "near misses stand early"
    assert result.by_model.score < result.beside.score


def test_a_model_that_answers_every_near_miss_is_not_used(tested, models):
    _, result = tested(models.NeverRefuses)
    assert not result.is_used
    assert result.beside.false < result.by_model.false


def test_what_cannot_be_read_counts_as_wrong(tested, models):
    model, result = tested(models.Chats)
    assert not result.is_used
    assert (result.by_model.right, result.by_model.failed) == (0, result.by_model.asked)
    assert model.asked == 2 * result.by_model.asked, "each is asked for once more, as for any question"


def test_a_reply_that_comes_too_late_counts_as_wrong(tested, models):
    _, result = tested(models.Fails, ("slow",), lambda number: number % 10 == 1)
    assert result.is_used
    assert result.by_model.late == sum(at % 10 == 1 for at in range(1, result.by_model.asked + 1))
    assert result.by_model.right == result.by_model.asked - result.by_model.late


@pytest.mark.parametrize("name", ["Knows", "First", "NeverRefuses", "Chats"])
def test_the_test_ends_as_soon_as_the_questions_left_cannot_change_the_result(tested, models, name):
    told = []
    _, result = tested(getattr(models, name), progress=lambda *at: told.append(at))
    asked, score, least = result.by_model.asked, result.by_model.score, result.reader.score
    assert asked < ALL
    assert score + (ALL - asked) < least or score - (ALL - asked) >= least
    assert told[-1] == (asked, ALL), "the progress ends with what was done"
    assert [done for done, _ in told] == [*range(1, asked + 1)]


def test_a_model_of_which_no_reply_comes_in_time_is_soon_given_up_and_that_is_said(tested, models):
    _, result = tested(models.Fails, ("slow",))
    assert (result.is_used, result.is_too_slow) == (False, True)
    assert result.by_model.asked == PATIENCE
    assert "did worse" not in not_used(result)
    assert "'small' was too slow in its test and is not used" in not_used(result)
    *_, verdict = described(result)
    assert verdict.startswith("it is not used, because it is too slow: none of the first")


def test_a_model_that_is_mostly_too_slow_takes_less_than_half_an_hour(tested, models):
    _, result = tested(models.Fails, ("slow",), lambda number: number > 1)
    assert (result.is_used, result.is_too_slow) == (False, False)
    enough = ALL - result.reader.score + 2
    assert result.by_model.asked == enough
    assert enough * SECONDS < 30 * 60


@pytest.mark.parametrize("error", [("absent",), ("broken", 401), ("broken", 404), ("broken", 429)])
def test_a_server_that_is_not_there_or_refuses_says_nothing_about_its_model(tested, models, error):
    with pytest.raises(NoResult, match="it said no"):
        tested(models.Fails, error)
    with pytest.raises(NoResult, match="it said no"):
        tested(models.Fails, error, lambda number: number > 9)


def test_a_server_that_has_too_much_to_do_is_asked_again(tested, models):
    # A call is made twice, as for any question; only the third finds the server free.
    _, result = tested(models.Fails, ("broken", 429), lambda number: number < 3)
    assert result.is_used
    assert result.by_model.failed == 0
    with pytest.raises(NoResult):
        tested(models.Fails, ("broken", 429), lambda number: number < 3, pauses=(0.0,))


def test_a_home_without_the_text_gives_no_result(assistant, models, resolution):
    without = Assistant(replace(assistant.library, editions=()), assistant.searcher)
    model = models.Knows(resolution)
    with pytest.raises(NoResult, match="not in the library"):
        assess(without, CONFIGURED, writer=model)
    assert model.asked == 0


def test_a_result_is_said_in_plain_words(tested, models):
    _, result = tested(models.Knows)
    lines = list(described(result))
    assert lines[0].endswith(f"questions: {result.by_model.asked} decided correctly, 0 false answers")
    assert lines[3].startswith("it is used, because it is not worse than the built-in reader")
    _, result = tested(models.Chats)
    lines = list(described(result))
    assert f", {result.by_model.failed} without a usable reply" in lines[0]
    assert lines[3].startswith("it is not used, because it is worse")
    assert "the questions left cannot change that" in lines[3]
