"""Two servers of one home, each a process, behave as one; where one is killed the other goes on."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event

import httpx
import pytest
from argon2 import PasswordHasher

from assistant.administration.accounts import Accounts, Role
from assistant.web.chat.queue import JOIN, asking
from assistant.web.security.clients import BY_NAME
from assistant.web.security.counters import FILE

PASSWORD, QUESTIONS = "willows and reeds", 60
NAMES = ("anna", "ben", "carl", "dora", "emil")
GOALS = "What are the strategic goals?"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory, embeddings: Path) -> Path:
    home = tmp_path_factory.mktemp("two servers") / "home"
    shutil.copytree(embeddings, home / "cache")
    accounts = Accounts(home, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    for name in NAMES:
        accounts.add(name, PASSWORD, Role.READER)
    return home


def started(home: Path) -> tuple[str, subprocess.Popen[bytes]]:
    """Start a server as `resolutions chat` does; return its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    given = {
        "RESOLUTIONS_HOME": str(home),
        "RESOLUTIONS_PORT": str(port),
        "RESOLUTIONS_SIGN_IN": "1",
        "RESOLUTIONS_QUESTIONS": str(QUESTIONS),
        "RESOLUTIONS_PROXIES": "127.0.0.1",
    }
    command = [sys.executable, "-m", "assistant.cli", "chat"]
    return f"http://127.0.0.1:{port}", subprocess.Popen(command, env={**os.environ, **given})


@pytest.fixture(scope="module")
def servers(at: Path) -> Iterator[tuple[tuple[str, subprocess.Popen[bytes]], ...]]:
    both = (started(at), started(at))
    try:
        for address, process in both:
            wait_for(address, process)
        yield both
    finally:
        for _, process in both:
            process.kill()
            process.wait()


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        assert process.poll() is None
        try:
            if httpx.get(f"{address}/readyz").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise TimeoutError("a server does not answer")


@pytest.fixture(scope="module")
def both(servers) -> tuple[str, str]:
    (one, _), (other, _) = servers
    return one, other


@pytest.fixture
def browser() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=60) as client:
        yield client


def sign_in(browser: httpx.Client, address: str, name: str, password: str = PASSWORD, **given) -> int:
    form = {"name": name, "password": password, "then": "/library"}
    return browser.post(f"{address}/sign-in", data=form, **given).status_code


def ask(browser: httpx.Client, address: str) -> httpx.Response:
    return browser.get(f"{address}/api/v1/ask", params={"question": GOALS})


def test_who_signs_in_at_one_is_signed_in_at_the_other_and_signs_out_of_both(both, browser):
    one, other = both
    assert browser.get(f"{other}/library").status_code == 401
    assert sign_in(browser, one, "anna") == 303
    assert browser.get(f"{other}/library").status_code == 200
    secret = dict(browser.cookies)
    assert browser.post(f"{other}/sign-out").status_code == 303
    assert httpx.get(f"{one}/library", cookies=secret).status_code == 401


def test_questions_count_together_and_the_other_says_why_one_was_refused(both, browser):
    one, other = both
    sign_in(browser, one, "ben")
    answers = [ask(browser, both[number % 2]).status_code for number in range(QUESTIONS)]
    assert answers == [200] * QUESTIONS
    refused = ask(browser, one)
    while refused.status_code == 200:  # on a slow machine another question was free meanwhile
        refused = ask(browser, one)
    assert refused.status_code == 429
    sentence = browser.get(f"{other}/refusal").json()["sentence"]
    assert sentence.startswith(f"You have asked {QUESTIONS} questions within a minute. Ask again in ")
    assert sentence == refused.json()["error"]["message"]


def test_wrong_passwords_count_together(both, browser):
    elsewhere = {"X-Forwarded-For": "192.0.2.9"}
    for number in range(BY_NAME):
        assert sign_in(browser, both[number % 2], "carl", "a wrong password", headers=elsewhere) == 403
    assert [sign_in(browser, each, "carl", headers=elsewhere) for each in both] == [429, 429]


def taken(home: Path) -> dict[str, int]:
    """Return how many places each server has given."""
    with closing(sqlite3.connect(home / FILE)) as database:
        return dict(
            database.execute("select note, count(*) from counter where kind = 'places' group by note")
        )


def test_where_one_is_killed_the_other_goes_on_and_its_places_are_free(servers, both, browser, at):
    (one, other), process = both, servers[0][1]
    sign_in(browser, one, "dora")
    stop = Event()

    def join(tab: int) -> None:
        browser.post(f"{one}{JOIN}", json=asking(f"tab{tab}", GOALS))

    def go_on(path: str) -> list[int]:
        statuses = []
        with httpx.Client(timeout=60) as client:
            sign_in(client, other, "emil")
            while not stop.wait(0.05):
                statuses.append(client.get(f"{other}{path}").status_code)
        return statuses

    with ThreadPoolExecutor(16) as pool:
        try:
            going_on = [pool.submit(go_on, path) for path in (f"/api/v1/ask?question={GOALS}", "/library")]
            for tab in range(QUESTIONS):
                pool.submit(join, tab)
            until = time.monotonic() + 60
            while max(taken(at).values(), default=0) < QUESTIONS // 5:
                assert time.monotonic() < until
            process.kill()
            process.wait()
            with httpx.Client(timeout=60) as client:
                assert sign_in(client, other, "anna") == 303
                assert ask(client, other).status_code == 200
            assert sum(taken(at).values()) <= 1, "the one that goes on asking"
            time.sleep(2)
        finally:
            stop.set()
        asked, read = (going.result() for going in going_on)
    assert set(asked) <= {200, 429}
    assert asked.count(200) > 5
    assert set(read) == {200}
