"""What several servers of a home count together, and what one does that cannot use the file."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import perf_counter

import pytest

from assistant.settings import Settings
from assistant.web.security import counters
from assistant.web.security.clients import BY_NAME, RateLimit, Throttle
from assistant.web.security.counters import FILE, Counters
from assistant.web.security.questions import MAX_QUEUE, QuestionRefused, Questions

ANNA, HERE = "account anna", "192.0.2.7"


class Clock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.time = 1_000_000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def two(tmp_path: Path, clock: Clock) -> tuple[Counters, Counters]:
    """The counters of two servers of one home."""
    return Counters(tmp_path, clock), Counters(tmp_path, clock)


@pytest.fixture(autouse=True)
def _tried_again_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counters, "_PAUSE", 0.0)


def questions(of: Counters, home: Path, a_minute: int = 1000) -> Questions:
    return Questions(Settings(home=home, questions=a_minute), of, lambda _: None)


def is_refused(asked: Questions, tab: str, client: str = ANNA) -> bool:
    try:
        asked.enter(client, tab)
    except QuestionRefused:
        return True
    return False


# -- together -----------------------------------------------------------------------------------------------


def test_servers_of_a_home_count_what_a_client_does_together(two, clock):
    one, other = (RateLimit(each, "pages", 4) for each in two)
    assert [limit.wait(ANNA) for limit in (one, other, one, other)] == [0] * 4
    assert (one.wait(ANNA), other.wait(ANNA), other.wait("account ben")) == (15, 15, 0)
    clock.time += 15
    assert (other.wait(ANNA), one.wait(ANNA)) == (0, 15)


def test_what_is_limited_apart_is_counted_apart(two):
    assert RateLimit(two[0], "pages", 1).wait(ANNA) == 0
    assert RateLimit(two[1], "exports", 1).wait(ANNA) == 0


def test_servers_of_a_home_count_wrong_passwords_together_also_after_a_restart(two, tmp_path, clock):
    for number in range(BY_NAME):
        Throttle(two[number % 2]).wrong("anna", HERE)
    for each in (*two, Counters(tmp_path, clock)):
        assert Throttle(each).wait("anna", HERE) == 1
    Throttle(two[0]).right("anna", HERE)
    assert Throttle(two[1]).wait("anna", HERE) == 0


def test_servers_of_a_home_give_their_places_together(two, tmp_path):
    one, other = (questions(each, tmp_path) for each in two)
    for number in range(MAX_QUEUE):
        assert not is_refused((one, other)[number % 2], f"{number}")
    assert is_refused(one, "one more")
    assert one.why(ANNA) == other.why(ANNA) != ""
    other.leave("0")
    assert not is_refused(one, "one more")


def test_a_conversation_has_one_question_under_way_whichever_server_answers(two, tmp_path):
    one, other = (questions(each, tmp_path) for each in two)
    with one.alone(ANNA, "talk"):
        with pytest.raises(QuestionRefused, match="still being answered"), other.alone(ANNA, "talk"):
            pass
        with other.alone(ANNA, "another"), other.alone(ANNA, ""), one.alone(ANNA, ""):
            pass
    with other.alone(ANNA, "talk"):
        pass


@pytest.fixture
def process(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process, which has a place and a conversation."""
    script = f"""
from pathlib import Path
from tests.assistant.web.test_counters import ANNA, Counters, questions
asked = questions(Counters(Path({str(tmp_path)!r})), Path({str(tmp_path)!r}))
asked.enter(ANNA, "tab")
with asked.alone(ANNA, "talk"):
    print("asked", flush=True)
    input()
"""
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "asked\n"
    yield process
    process.kill()
    process.wait()


@pytest.mark.slow
def test_what_a_killed_server_has_taken_is_free_at_once(process, tmp_path):
    asked = questions(Counters(tmp_path), tmp_path)
    assert is_refused(asked, "tab")
    with pytest.raises(QuestionRefused), asked.alone(ANNA, "talk"):
        pass
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not is_refused(asked, "tab")
    with asked.alone(ANNA, "talk"):
        pass
    assert len(list(tmp_path.glob("*.LOCK"))) == 2
    started = Counters(tmp_path)
    assert started.one(lambda table: table.size("places")) == 1
    assert len(list(tmp_path.glob("*.LOCK"))) == 2, "the file of the one that is gone is removed"


def test_what_a_server_that_hangs_has_taken_is_free_after_two_minutes(two, tmp_path, clock):
    one, other = (questions(each, tmp_path) for each in two)
    assert not is_refused(one, "tab")
    assert is_refused(other, "tab")
    clock.time += 121
    assert not is_refused(other, "tab")


# -- clocks -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("jump", [-400 * 86_400.0, -3600.0, 3600.0, 400 * 86_400.0])
def test_a_clock_that_is_set_locks_nobody_out(two, tmp_path, clock, jump):
    limit, throttle, asked = RateLimit(two[0], "pages", 2), Throttle(two[0]), questions(two[0], tmp_path)
    assert [limit.wait(ANNA) for _ in range(3)] == [0, 0, 30]
    for _ in range(BY_NAME + 10):
        throttle.wrong("anna", HERE)
    assert not is_refused(asked, "tab")
    clock.time += jump
    assert limit.wait(ANNA) == 0
    assert throttle.wait("anna", HERE) <= 15
    assert not is_refused(asked, "tab")
    clock.time += 15 * 60
    assert throttle.wait("anna", HERE) == 0


# -- a file that cannot be used -----------------------------------------------------------------------------


def spoiled(home: Path, how: str) -> None:
    """Spoil the file while servers have it open."""
    if how == "removed":
        (home / FILE).unlink()
    elif how == "journal lost":
        (home / f"{FILE}-wal").write_bytes(b"")
    elif how == "a folder":
        (home / FILE).unlink()
        (home / FILE).mkdir()
    elif how == "other tables":
        with closing(sqlite3.connect(home / FILE)) as database:
            database.executescript("drop table counter; create table counter (x)")
    else:
        (home / FILE).write_bytes(b"nothing of ours " * 1000)


@pytest.mark.parametrize("how", ["removed", "journal lost", "overwritten", "other tables"])
def test_a_damaged_file_is_replaced_and_servers_count_together_again(two, tmp_path, how):
    limits = [RateLimit(each, "pages", 2) for each in two]
    assert [limit.wait(ANNA) for limit in limits] == [0, 0]
    spoiled(tmp_path, how)
    for _ in range(4):  # until both have noticed
        for limit in limits:
            limit.wait("account ben")
    waits = [limit.wait("account carl") for limit in (*limits, *limits)]
    assert waits == [0, 0, 30, 30]


def test_where_the_file_cannot_be_used_a_server_counts_alone_and_says_so_once(two, tmp_path, caplog, clock):
    limits = [RateLimit(each, "pages", 2) for each in two]
    assert [limit.wait(ANNA) for limit in limits] == [0, 0]
    spoiled(tmp_path, "a folder")
    for limit in limits:
        assert [limit.wait(ANNA) for _ in range(3)] == [0, 0, 30]
    why = "unable to open database file"
    message = f"counters.sqlite cannot be used ({why}): until it can, each server counts alone"
    assert [record.message for record in caplog.records] == [message] * 2
    shutil.rmtree(tmp_path / FILE)
    assert [limit.wait(ANNA) for limit in (*limits, *limits)] == [0, 0, 30, 30]


def test_a_full_disk_stops_no_request(tmp_path, caplog, clock):
    full = Counters(tmp_path, clock)
    limit = RateLimit(full, "pages", 2)
    assert limit.wait(ANNA) == 0
    full._current().execute("pragma max_page_count = 1")  # as if no further page had room
    assert [limit.wait(f"account {number}") for number in range(200)] == [0] * 200
    assert "database or disk is full" in caplog.text


def test_a_locked_file_holds_a_request_up_for_a_moment_only(tmp_path, caplog, clock, monkeypatch):
    monkeypatch.setattr(counters, "_PAUSE", 60.0)
    limit = RateLimit(Counters(tmp_path, clock), "pages", 2)
    assert limit.wait(ANNA) == 0
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other:
        other.execute("begin immediate")
        started = perf_counter()
        assert [limit.wait(ANNA) for _ in range(3)] == [0, 0, 30]
        assert perf_counter() - started < 10
    assert caplog.text.count("database is locked") == 1


def test_the_file_has_no_name_no_address_and_is_for_its_owner_alone(tmp_path):
    before = os.umask(0o022)
    try:
        kept = Counters(tmp_path)
        Throttle(kept).wrong("lantern-keeper-71", HERE)
        RateLimit(kept, "pages", 2).wait(f"address {HERE}")
        assert all(path.stat().st_mode & 0o777 == 0o600 for path in tmp_path.iterdir())
        words = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    finally:
        os.umask(before)
    assert b"wrong passwords" in words
    assert b"lantern" not in words
    assert HERE.encode() not in words


def test_a_step_within_a_step_is_part_of_it(two):
    """The garbage collector may end an answer, which gives its place back, in the middle of another step."""
    one, other = two

    def outer(table: counters.CounterTable) -> None:
        table.keep("places", "outer")
        one.change(lambda inner: inner.keep("places", "inner"))
        one.one(lambda inner: inner.keep("places", "single"))

    one.change(outer)
    assert other.one(lambda table: table.size("places")) == 3
