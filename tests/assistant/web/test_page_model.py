"""The language model on the page: tested before it reads, used if it passes, and what is said about it."""

from __future__ import annotations

import json
import logging
import socket
import threading
import time

import pytest
from starlette.testclient import TestClient

from assistant.self_test.questions import Tally
from assistant.self_test.results import Result, keep_result, prompt_versions, result_of
from assistant.settings import LanguageModel, Settings
from assistant.web.asking import Asking, Tab, Visitor
from assistant.web.served_model import Stage
from assistant.web.server import _begin_with_model, application
from assistant.web.service import Service

OVERSIGHT = "Who oversees the strategic plan?"
REMOTE = LanguageModel("https://model.invalid/v1", "large<b>", "secret-key")
GONE = LanguageModel("http://127.0.0.1:1/v1", "small")


def keep(home, configured, right=40):
    reader = Tally(40, 25, 0)
    prompt, tally = prompt_versions(), Tally(40, right, 0)
    keep_result(
        home,
        Result(configured.base_url, configured.model, prompt, "2026-11-26", tally, reader, reader, 1.0, 1),
    )


def service(assistant, home, configured):
    return Service(assistant, Settings(home=home, language_model=configured, find_models=False))


def until(condition):
    for _ in range(600):
        if condition():
            return
        time.sleep(0.05)
    raise TimeoutError("it has not happened after 30 s")


def asked(one):
    """Ask as a tab does, and tell whether a language model is waited for."""
    tab = Tab()
    list(Asking(one).answer(OVERSIGHT, tab, Visitor()))
    return tab.exchanges[-1].waiting


@pytest.fixture
def shown(assistant, tmp_path, one_chat):
    """What the page says of a model, and what watches the server."""

    def show(configured):
        app = application(assistant, Settings(home=tmp_path, language_model=configured))
        client = TestClient(app, base_url="http://127.0.0.1")
        html = client.get("/").text
        line = html.partition('<aside id="model" aria-label="Language model">')[2].partition("</aside>")[0]
        ready = client.get("/readyz").json()
        return line, (ready["language_model"], ready["language_model_stage"])

    return show


def test_without_a_model_the_page_says_nothing_of_one(shown):
    assert shown(None) == ("", ("off", "off"))


def test_the_page_says_where_questions_go(shown, tmp_path, fake):
    keep(tmp_path, REMOTE)
    line, state = shown(REMOTE)
    assert state == ("up", "used")
    assert line == (
        "Questions, the earlier questions of their conversation and the clauses found for them are sent to "
        "&#39;large&lt;b&gt;&#39; at https://model.invalid/v1."
    )
    keep(tmp_path, fake.configured)
    line, _ = shown(fake.configured)
    assert line == "The language model &#39;small&#39; on this machine reads the clauses found."


def test_a_model_that_did_worse_is_not_used_and_the_page_says_why(assistant, shown, tmp_path, fake):
    keep(tmp_path, fake.configured, right=10)
    line, state = shown(fake.configured)
    assert state == ("off", "not used")
    assert line.startswith("The language model &#39;small&#39; did worse than the built-in reader")
    one = service(assistant, tmp_path, fake.configured)
    one.test_model()
    assert not asked(one)
    tab = Tab()
    for question in (OVERSIGHT, "And who assesses its results?"):
        list(Asking(one).answer(question, tab, Visitor()))
        assert not tab.exchanges[-1].waiting, "no help is asked for either"
    assert fake.heard == [], "it is not tested again"


def test_an_untested_model_is_sent_no_question_of_a_person(shown, assistant, tmp_path, fake):
    line, state = shown(fake.configured)
    assert state == ("off", "untested")
    assert line.endswith("the built-in reader answers and your questions are not sent to it.")
    line, _ = shown(REMOTE)
    assert line.endswith(
        "After that they are sent to https://model.invalid/v1 with the earlier questions of their "
        "conversation and the clauses found for them."
    )
    assert not asked(service(assistant, tmp_path, fake.configured))
    assert fake.heard == []


def test_a_new_model_is_tested_in_the_background_and_used_once_it_has_passed(
    assistant, tmp_path, monkeypatch, caplog, knowing
):
    go = threading.Event()

    class Knows:
        def complete(self, system, user, *, seconds, schema=None):
            go.wait(30)
            return knowing(system, user)

    monkeypatch.setattr("assistant.self_test.assessing.Client", lambda configured: Knows())
    caplog.set_level(logging.INFO, "assistant")
    one = service(assistant, tmp_path, GONE)
    one.test_model()
    until(lambda: one.model.stage == Stage.TESTING)
    assert not asked(one)
    assert "is being tested; until" in one.model.line, "no counts before the first reply"
    go.set()
    until(lambda: one.now.model_reader is not None)
    assert one.model.stage == Stage.USED
    assert asked(one)
    assert result_of(tmp_path, GONE).is_used
    assert "is not tested yet" in caplog.text
    again = service(assistant, tmp_path, GONE)
    assert again.now.model_reader is not None
    assert again.model.stage == Stage.USED, "it is tested once"


@pytest.mark.slow
def test_a_model_that_fails_its_test_in_the_background_is_not_used(assistant, tmp_path, fake):
    fake.says(json.dumps({"clauses": ["c1"], "answered": True}))
    one = service(assistant, tmp_path, fake.configured)
    one.test_model()
    until(lambda: one.model.stage == Stage.NOT_USED)
    assert one.now.model_reader is None
    assert not result_of(tmp_path, fake.configured).is_used
    sent = json.dumps([body for _, body, _ in fake.heard])
    assert len(fake.heard) > 1
    assert OVERSIGHT not in sent


def test_a_server_that_is_not_there_is_tried_again_and_another_process_s_result_taken_over(
    assistant, tmp_path, monkeypatch, caplog
):
    monkeypatch.setattr("assistant.web.served_model.PAUSE", 0.05)
    one = service(assistant, tmp_path, GONE)
    one.test_model()
    until(lambda: "tried again" in caplog.text)
    assert result_of(tmp_path, GONE) is None
    assert not asked(one)
    keep(tmp_path, GONE)
    until(lambda: one.now.model_reader is not None)
    assert one.model.stage == Stage.USED
    assert caplog.text.count("tried again") == 1, "the same is said once"


def test_a_fault_of_ours_ends_the_test_and_is_logged(assistant, tmp_path, monkeypatch, caplog):
    def broken(*_):
        raise RuntimeError("deep inside")

    monkeypatch.setattr("assistant.web.served_model.assess", broken)
    one = service(assistant, tmp_path, GONE)
    one.test_model()
    until(lambda: "deep inside" in caplog.text)
    assert one.model.stage == Stage.UNTESTED
    assert not asked(one)


def test_a_server_says_at_each_start_where_questions_go(assistant, tmp_path, caplog):
    caplog.set_level(logging.INFO, "assistant")
    keep(tmp_path, REMOTE)
    for _ in range(2):
        _begin_with_model(service(assistant, tmp_path, REMOTE))
    assert caplog.text.count("are sent to 'large<b>' at https://model.invalid/v1.") == 2
    keep(tmp_path, REMOTE, right=10)
    _begin_with_model(service(assistant, tmp_path, REMOTE))
    assert "'large<b>' did worse than the built-in reader in its test and is not used" in caplog.text
    _begin_with_model(service(assistant, tmp_path, None))


def test_a_library_that_is_opened_anew_keeps_the_model(assistant, tmp_path, monkeypatch):
    monkeypatch.setattr("assistant.library_watch.open_assistant", lambda *_, **__: assistant)
    keep(tmp_path, GONE)
    one = service(assistant, tmp_path, GONE)
    tab = Tab()
    list(Asking(one).answer(OVERSIGHT, tab, Visitor()))
    Asking(one).improve(tab, Visitor())
    assert one.now.model_reader.state == "degraded"
    before = one.now
    one.library.reopen()
    assert one.now is not before
    assert one.now.model_reader.state == "degraded", "a server that failed is not asked again at once"


def test_without_a_model_no_question_on_the_page_opens_a_connection(assistant, tmp_path, monkeypatch):
    def connect(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "getaddrinfo", connect)
    one = service(assistant, tmp_path, None)
    one.test_model()
    tab = Tab()
    for question in (OVERSIGHT, "And what about Sector Members?", "How much does it cost?"):
        *_, html = Asking(one).answer(question, tab, Visitor())
        assert "(error " not in html
    assert Asking(one).improve(tab, Visitor()) is None
