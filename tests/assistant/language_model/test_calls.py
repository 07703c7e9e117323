"""Asking a model within a time: what fails, what is tried again, what rests, how many are asked at once."""

from __future__ import annotations

import threading
import time

import pytest

from assistant.language_model.calls import AT_ONCE, Calls
from assistant.language_model.client import Client, LanguageModelFailed
from assistant.settings import LanguageModel

SCHEMA = {"type": "object"}


class Says:
    """A model that writes one thing after another, the last of them for ever; an error is raised."""

    def __init__(self, *said: str | Exception) -> None:
        self.said, self.calls = list(said), 0

    def complete(self, system, user, *, seconds, schema=None):
        self.calls += 1
        said = self.said.pop(0) if len(self.said) > 1 else self.said[0]
        if isinstance(said, Exception):
            raise said
        return said


class Hangs:
    """A model that says nothing until it is let go, and is deaf to seconds."""

    def __init__(self) -> None:
        self.go, self.entered = threading.Event(), threading.Semaphore(0)

    def complete(self, system, user, *, seconds, schema=None):
        self.entered.release()
        self.go.wait(30)
        return "7"


def ask(calls: Calls) -> int | str:
    """Return what was read, or why nothing was."""
    try:
        return calls.ask("Be brief.", "How many?", SCHEMA, int)
    except LanguageModelFailed as error:
        return error.reason


TEN_MB = b'data: {"choices": [{"index": 0, "delta": {"content": "' + b"A" * 10_000_000 + b'"}}]}\n\n'
HTTP = [
    ("too many requests", 429, (b'{"error": {"message": "slow down"}}',), "broken", 2),
    ("a server in trouble", 500, (b"oops",), "broken", 2),
    ("no such model", 404, (b"oops",), "broken", 1),
    ("a page", 200, (b"<html>Hello</html>",), "cut-off", 2),
    ("no JSON", 200, (b"data: {{{\n\n",), "broken", 1),
    ("ten megabytes", 200, (TEN_MB,), "broken", 1),
]  # fmt: skip


@pytest.mark.parametrize(("how", "status", "pieces", "left", "times"), HTTP, ids=[row[0] for row in HTTP])
def test_what_may_pass_is_tried_once_more(fake, how, status, pieces, left, times):
    fake.status, fake.pieces = status, pieces
    assert ask(Calls(Client(fake.configured))) == left
    assert len(fake.heard) == times


def test_a_redirect_is_not_followed(fake):
    fake.status, fake.location = 302, "http://127.0.0.1:1/elsewhere"
    assert ask(Calls(Client(fake.configured))) == "broken"
    assert len(fake.heard) == 1


def test_an_answer_that_cannot_be_read_is_asked_for_once_more():
    model = Says("many", "7")
    assert ask(Calls(model)) == 7
    assert model.calls == 2
    model = Says("many")
    calls = Calls(model)
    assert ask(calls) == "broken"
    assert model.calls == 2
    assert calls.state == "up", "it answers; what it says is another matter"


def test_a_passing_failure_leaves_no_trace():
    calls = Calls(Says(LanguageModelFailed("gone", "cut-off"), "7"))
    assert ask(calls) == 7
    assert calls.state == "up"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time that calls go by."""
    now = [0.0]
    monkeypatch.setattr("assistant.language_model.calls.monotonic", lambda: now[0])
    return now


def test_a_failure_before_the_last_call_begins_another_pause(clock):
    calls = Calls(Says(LanguageModelFailed("gone", "absent")), pause=10.0)
    assert ask(calls) == "absent"
    clock[0] = 11.0
    with pytest.raises(LanguageModelFailed, match="gone"):
        calls.ask("Be brief.", "How many?", SCHEMA, int, is_last=False)
    clock[0] = 20.0
    assert ask(calls) == "resting"
    clock[0] = 21.0
    assert ask(calls) == "absent"


def test_nothing_is_tried_again_when_half_of_the_time_is_gone():
    class Slow(Says):
        def complete(self, *given, **named):
            time.sleep(0.3)
            return super().complete(*given, **named)

    model = Slow(LanguageModelFailed("gone", "cut-off"))
    assert ask(Calls(model, seconds=0.5)) == "cut-off"
    assert ask(Calls(Slow("many"), seconds=0.5)) == "broken"
    assert model.calls == 1


def test_a_model_that_drips_is_given_up_in_time(fake):
    fake.pause, fake.pieces = 0.05, (b": still here\n\n",) * 10_000
    started = time.perf_counter()
    assert ask(Calls(Client(fake.configured), seconds=1.0)) == "slow"
    assert time.perf_counter() - started < 10  # loading the client is on top


def test_first_words_that_do_not_come_are_not_waited_for(fake):
    fake.pause, fake.pieces = 0.05, (b": still here\n\n",) * 10_000
    with pytest.raises(LanguageModelFailed, match=r"no word after 0\.3 s"):
        Client(fake.configured, first=0.3).complete("", "Who counts?", seconds=30)


@pytest.mark.slow  # it waits five seconds for a connection
def test_a_host_that_swallows_what_is_sent_is_not_waited_for(monkeypatch):
    over, ended = threading.Event(), []

    def silent(*_, **__):
        over.wait(30)
        ended.append(True)
        raise TimeoutError

    monkeypatch.setattr("assistant.language_model.client.socket.create_connection", silent)
    assert ask(Calls(Client(LanguageModel("http://127.0.0.1:9/v1", "small")))) == "absent"
    assert not ended, "the host is still silent"
    over.set()


def test_a_client_that_hangs_is_left_behind():
    model = Hangs()
    assert ask(Calls(model, seconds=0.2)) == "slow"
    model.go.set()


def test_a_fault_of_the_client_is_logged(caplog):
    assert ask(Calls(Says(RuntimeError("deep inside")))) == "broken"
    assert "deep inside" in caplog.text


def test_a_model_that_failed_rests_and_is_tried_again(clock):
    model = Says(LanguageModelFailed("gone", "absent"))
    calls = Calls(model, pause=10.0)
    assert [ask(calls) for _ in range(3)] == ["absent", "resting", "resting"]
    assert calls.state == "degraded"
    clock[0] = 10.0
    assert ask(calls) == "absent"
    clock[0] = 19.0
    assert ask(calls) == "resting"
    assert model.calls == 2


def test_one_success_ends_the_pauses(clock):
    calls = Calls(Says(LanguageModelFailed("gone", "absent"), "7"), pause=10.0)
    assert [ask(calls), ask(calls)] == ["absent", "resting"]
    clock[0] = 10.0
    assert [ask(calls), ask(calls)] == [7, 7]
    assert calls.state == "up"


def test_only_so_many_are_asked_at_once():
    model = Hangs()
    calls = Calls(model)
    threads = [threading.Thread(target=ask, args=(calls,)) for _ in range(AT_ONCE)]
    for one in threads:
        one.start()
    for _ in threads:
        assert model.entered.acquire(timeout=5)
    assert ask(calls) == "busy"
    model.go.set()
    for one in threads:
        one.join()
    assert ask(calls) == 7


def test_where_no_time_is_left_a_model_is_not_asked():
    model = Says("7")
    with pytest.raises(LanguageModelFailed, match="no time is left") as failed:
        Calls(model).ask("Be brief.", "How many?", SCHEMA, int, seconds=-1.0)
    assert (failed.value.reason, model.calls) == ("slow", 0)


def test_a_failure_before_the_last_call_begins_no_pause():
    calls = Calls(Says(LanguageModelFailed("gone", "absent")))
    with pytest.raises(LanguageModelFailed):
        calls.ask("Be brief.", "How many?", SCHEMA, int, is_last=False)
    assert calls.state == "up"
