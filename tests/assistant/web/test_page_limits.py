"""Questions are limited: by client, by conversation, in all; refused with a sentence of our own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import gradio as gr
import pytest
from selenium.webdriver.common.keys import Keys
from starlette.requests import Request
from starlette.testclient import TestClient

from assistant.administration.accounts import Accounts, Role
from assistant.administration.answering_switch import is_answering, switch_answering
from assistant.settings import Settings, read_settings
from assistant.web.asking import Asking, Tab
from assistant.web.chat.blocks import Events, build
from assistant.web.chat.queue import CHAT, JOIN, asking
from assistant.web.security.clients import client_of
from assistant.web.security.counters import Counters
from assistant.web.security.questions import MAX_QUEUE, OFF, QuestionRefused, Questions
from assistant.web.server import application
from assistant.web.service import Service
from corpus.errors import ResolutionsError

HERE = "http://127.0.0.1"
GOALS = "What are the strategic goals?"
BUSY = "Too many people are asking right now. Ask again in a few seconds."
UNDER_WAY = "A question of this conversation is still being answered. Wait for its answer, then ask again."


class Clock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def counted():
    return []


@pytest.fixture
def questions(tmp_path, counted, clock):
    settings = Settings(home=tmp_path, questions=3, address_questions=5)
    return Questions(settings, Counters(tmp_path, clock), counted.append)


@pytest.fixture(scope="module")
def chat(assistant, tmp_path_factory):
    """A chat whose queue and conversations are no other test's."""
    return build(Service(assistant, Settings(home=tmp_path_factory.mktemp("chat"))))


@pytest.fixture(autouse=True)
def _empty_queue(chat):
    chat._queue.event_queue_per_concurrency_id.clear()


def stopped(app):
    """Stop the time of an application: on a slow machine places would come free while a test asks."""
    app.state.service.counters.now = Clock()
    return app


@pytest.fixture
def app(assistant, tmp_path, one_chat):
    return stopped(application(assistant, Settings(home=tmp_path, address_questions=3)))


@pytest.fixture
def client(app):
    with TestClient(app, base_url=HERE, client=("127.0.0.1", 1)) as client:
        yield client


def join(client, tab, question=GOALS):
    return client.post(JOIN, json=asking(tab, question))


def refusal(client):
    return client.get("/refusal").json()["sentence"]


def places(service):
    return service.counters.change(lambda table: table.size("places"))


def refused(call):
    with pytest.raises(QuestionRefused) as caught:
        call()
    return caught.value


def test_a_client_asks_so_many_questions_a_minute_and_others_go_on(questions, clock, counted):
    for number in range(3):
        questions.enter("account anna", f"{number}")
    told = refused(lambda: questions.enter("account anna", "3"))
    assert (told.status, told.seconds) == (429, 20)
    assert told.sentence == "You have asked 3 questions within a minute. Ask again in 20 seconds."
    questions.enter("account ben", "4")
    clock.time += 20
    questions.enter("account anna", "3")
    assert counted == ["too_many_questions"]


def test_a_room_behind_one_address_has_a_limit_of_its_own(questions):
    for number in range(5):
        questions.enter("address 192.0.2.7", f"{number}")
    told = refused(lambda: questions.enter("address 192.0.2.7", "5"))
    assert (told.status, told.seconds) == (429, 12)
    assert told.sentence == (
        "5 questions were asked from your address within a minute. Ask again in 12 seconds."
    )
    questions.enter("account anna", "6")


def test_the_page_can_ask_why_for_a_while_and_only_its_client(questions, clock):
    switch_answering(questions._home, on=False)
    refused(lambda: questions.enter("account anna", "1"))
    assert (questions.why("account anna"), questions.why("account ben")) == (OFF, "")
    clock.time += 11
    assert questions.why("account anna") == ""


def test_a_conversation_has_one_question_under_way(questions):
    questions.enter("account anna", "one")
    assert refused(lambda: questions.enter("account anna", "one")).sentence == UNDER_WAY
    questions.leave("one")
    questions.enter("account anna", "one")


def test_there_are_only_so_many_questions_in_all(questions, clock):
    for number in range(MAX_QUEUE):
        questions.enter(f"account {number}", f"{number}")
    told = refused(lambda: questions.enter("account anna", "one"))
    assert (told.status, told.sentence) == (503, BUSY)
    questions.leave("0")
    questions.enter("account anna", "one")
    clock.time += 121  # those whose tabs were closed while they waited
    questions.enter("account ben", "two")


def test_who_is_refused_for_another_reason_has_as_many_questions_left(questions):
    questions.enter("account anna", "one")
    for _ in range(5):
        refused(lambda: questions.enter("account anna", "one"))
    questions.enter("account anna", "two")
    questions.enter("account anna", "three")


@pytest.mark.parametrize(
    ("state", "client", "whom"),
    [
        ({}, ("192.0.2.7", 1), "address 192.0.2.7"),
        ({"account": None}, None, "address "),
        ({"account": type("Account", (), {"id": "#1a"})}, ("192.0.2.7", 1), "account #1a"),
        ({"account": type("Account", (), {"id": ""})}, ("192.0.2.8", 1), "address 192.0.2.8"),
        ({}, ("2001:db8:1:2:3:4:5:6", 1), "address 2001:db8:1:2::/64"),
        ({}, ("::ffff:192.0.2.7", 1), "address 192.0.2.7"),
    ],
)
def test_a_client_is_the_account_else_the_address(state, client, whom):
    assert client_of({"state": state, "client": client}) == whom


# -- in the chat --------------------------------------------------------------------------------------------


def test_one_client_cannot_fill_the_queue_and_the_page_is_told_why(client, app):
    answers = [join(client, f"tab{number}").status_code for number in range(90)]
    assert answers.count(200) == 3
    assert set(answers) == {200, 429}
    assert refusal(client).startswith(
        "3 questions were asked from your address within a minute. Ask again in "
    )
    with TestClient(app, base_url=HERE, client=("192.0.2.7", 1)) as other:
        assert join(other, "another").status_code == 200
        assert refusal(other) == ""


def test_a_tab_has_one_question_in_the_queue(client):
    assert join(client, "tab").status_code == 200
    again = join(client, "tab")
    assert (again.status_code, again.headers["Retry-After"]) == (429, "1")
    assert (again.json()["detail"], refusal(client)) == (UNDER_WAY, UNDER_WAY)


def test_an_empty_question_costs_nothing(client):
    assert [join(client, "tab", " ").status_code for _ in range(5)] == [200] * 5


def test_what_else_the_page_has_the_chat_do_is_bounded_too(client):
    bodies = [{"data": [], "fn_index": 1, "session_hash": f"tab{number}"} for number in range(40)]
    answers = [client.post(JOIN, json=body).status_code for body in bodies]
    assert answers.count(200) == 18
    assert answers[-1] == 429


def test_where_gradio_s_own_queue_is_full_the_sentence_is_ours(client, chat, monkeypatch):
    monkeypatch.setattr(chat._queue, "max_size", 0)
    answer = join(client, "tab")
    assert (answer.status_code, answer.json()) == (503, {"detail": BUSY})
    assert answer.headers["Retry-After"] == "5"
    assert refusal(client) == BUSY
    monkeypatch.setattr(chat._queue, "max_size", MAX_QUEUE)
    assert join(client, "tab").status_code == 200, "the place was given back"


@pytest.mark.parametrize("body", [b"", b"{}", b'{"fn_index": 99}', b"nothing"])
def test_a_call_of_the_queue_that_is_none_is_refused(client, body):
    sent = {"content": body, "headers": {"Content-Type": "application/json"}}
    assert client.post(JOIN, **sent).status_code in (400, 422)


def events(assistant, home, **settings):
    return Events(Asking(Service(assistant, Settings(home=home, **settings))))


def asked(query="", session="tab"):
    scope = {"type": "http", "query_string": query.encode(), "headers": [], "client": ("127.0.0.1", 1)}
    return gr.Request(Request(scope), session_hash=session)


def test_two_tabs_of_one_conversation_ask_one_after_the_other(assistant, tmp_path):
    served = events(assistant, tmp_path)
    one, two = Tab(), Tab()
    list(served.answer(GOALS, one, asked()))
    first = served.answer(GOALS, one, asked())
    next(first)
    with pytest.raises(gr.Error, match="still being answered"):
        list(served.answer(GOALS, two, asked(f"conversation={one.conversation}", "other")))
    list(first)
    list(served.answer(GOALS, two, asked(f"conversation={one.conversation}", "other")))
    assert len(two.exchanges) == 3


@pytest.mark.parametrize("how", ["answered", "left", "failed", "begun anew"])
def test_the_place_of_a_tab_is_given_back(assistant, tmp_path, how, monkeypatch, caplog):
    served = events(assistant, tmp_path)
    service, tab = served.asking.service, Tab()
    service.questions.enter("address 127.0.0.1", "tab")
    answer = served.answer(GOALS, tab, asked())
    if how == "answered":
        list(answer)
    elif how == "left":
        next(answer)
        answer.close()
    elif how == "failed":
        monkeypatch.setattr(Asking, "answer", lambda *_: 1 / 0)
        with pytest.raises(gr.Error, match="could not be answered"):
            list(answer)
        assert "a question was not shown" in caplog.text
    else:
        served.begin(tab, asked())
    assert places(service) == 0


def test_the_queue_of_the_chat_has_the_same_bound(chat):
    assert MAX_QUEUE == 64
    assert chat._queue.max_size == MAX_QUEUE


@pytest.mark.browser
def test_a_question_that_is_refused_stands_in_its_box_again_under_our_sentence(
    desktop, served, assistant, tmp_path
):
    desktop.visit(served(assistant, tmp_path, address_questions=1))
    desktop.until(lambda: desktop.one("#log .conversation:not([data-opening])"))
    box = desktop.one("#question textarea")
    box.send_keys(GOALS, Keys.ENTER)
    desktop.until(lambda: desktop.all(".answer"))
    box.send_keys("Who is bound?", Keys.ENTER)
    desktop.until(
        lambda: desktop.one("#connection").text.startswith("A question was asked from your address within")
    )
    assert box.get_attribute("value") == "Who is bound?"
    assert [one.text for one in desktop.all(".question")] == [GOALS]
    assert not [one for one in desktop.all(".toast-body") if one.is_displayed()]
    switch_answering(tmp_path, on=False)
    box.send_keys(Keys.ENTER)
    desktop.until(lambda: desktop.one("#connection").text == OFF)
    switch_answering(tmp_path, on=True)


# -- for programs -------------------------------------------------------------------------------------------


def call(client, question=GOALS, **sent):
    return client.get("/api/v1/ask", params={"question": question}, **sent)


def test_a_program_is_told_when_it_may_ask_again(client):
    calls = [call(client) for _ in range(4)]
    assert [one.status_code for one in calls] == [200] * 3 + [429]
    error = calls[-1].json()["error"]
    assert error["code"] == "too_many_questions"
    assert error["message"].startswith("3 questions were asked from your address within a minute.")
    assert error["remedy"] == f"wait {calls[-1].headers['Retry-After']} s and call again"
    assert client.get("/api/v1/search", params={"query": "plan"}).status_code == 200


def test_the_tools_of_other_assistants_are_limited_alike(client):
    headers = {"Accept": "application/json, text/event-stream"}
    ask = {"name": "ask", "arguments": {"question": GOALS}}
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": ask}
    results = [client.post("/mcp", json=body, headers=headers).json()["result"] for _ in range(4)]
    assert [one.get("isError", False) for one in results] == [False] * 3 + [True]
    assert "3 questions were asked from your address" in results[-1]["content"][0]["text"]


def test_an_account_has_its_questions_once_whatever_it_asks_by(assistant, tmp_path, one_chat):
    accounts = Accounts(tmp_path)
    accounts.add("anna", "a long password", Role.READER)
    accounts.add("ben", "a long password", Role.READER)
    keys = [{"Authorization": f"Bearer {accounts.add_key(name)}"} for name in ("anna", "anna", "ben")]
    app = stopped(application(assistant, Settings(home=tmp_path, sign_in=True, questions=2)))
    with TestClient(app, base_url=HERE) as client:
        status = [call(client, headers=keys[at]).status_code for at in (0, 1, 0, 2)]
    assert status == [200, 200, 429, 200]


@pytest.mark.parametrize(("proxies", "status"), [((), 429), (("127.0.0.1",), 200)])
def test_behind_a_named_proxy_each_address_is_a_client(assistant, tmp_path, one_chat, proxies, status):
    app = stopped(application(assistant, Settings(home=tmp_path, address_questions=1, proxies=proxies)))
    with TestClient(app, base_url=HERE, client=("127.0.0.1", 1)) as client:
        assert call(client, headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 200
        assert call(client, headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 429
        assert call(client, headers={"X-Forwarded-For": "192.0.2.8"}).status_code == status


def test_of_many_programs_at_once_one_too_many_is_told_to_come_back(
    assistant, tmp_path, one_chat, monkeypatch
):
    monkeypatch.setattr("assistant.web.security.questions.MAX_QUEUE", 2)
    app = application(assistant, Settings(home=tmp_path))
    go, answer = Event(), app.state.service.now.filtered.ask

    def slow(*given):
        go.wait(30)
        return answer(*given)

    monkeypatch.setattr(app.state.service.now.filtered, "ask", slow)
    with TestClient(app, base_url=HERE) as client, ThreadPoolExecutor(2) as pool:
        running = [pool.submit(call, client) for _ in range(2)]
        while places(app.state.service) < 2:
            go.wait(0.01)
        late = call(client)
        go.set()
        assert [one.result().status_code for one in running] == [200, 200]
    assert (late.status_code, late.json()["error"]["code"]) == (503, "too_many_waiting")
    assert late.headers["Retry-After"] == "5"


# -- switched off -------------------------------------------------------------------------------------------


def test_while_answering_is_off_everything_else_goes_on(client, tmp_path):
    switch_answering(tmp_path, on=False)
    reply = call(client)
    assert (reply.status_code, reply.json()["error"]["code"]) == (503, "answering_off")
    assert reply.json()["error"]["message"] == OFF
    assert join(client, "tab").json() == {"detail": OFF}
    assert refusal(client) == OFF
    for path in ("/", "/library", "/duties"):
        assert OFF in client.get(path).text, path
    assert client.get("/api/v1/search?query=plan").status_code == 200
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["answering"]) == (200, False)
    switch_answering(tmp_path, on=True)
    assert call(client).status_code == 200
    assert OFF not in client.get("/").text


def test_the_command_switches_and_says_which_it_is(run, tmp_path):
    home = tmp_path / "a home"
    assert run("answering", "--json", at=home).json == {"answering": True}
    ran = run("answering", "off", "--json", at=home)
    assert (ran.status, ran.json) == (0, {"answering": False})
    assert "answering is off" in ran.err
    assert not is_answering(home)
    assert run("answering", "off", at=home).status == 0
    assert run("answering", "on", at=home).out == ""
    assert is_answering(home)
    assert run("answering", "on", at=home).status == 0


def test_a_home_that_cannot_be_written_is_told(run, unusable):
    ran = run("answering", "off", at=unusable)
    assert (ran.status, "cannot be written" in ran.err) == (1, True)


# -- settings -----------------------------------------------------------------------------------------------


def test_each_limit_is_set_by_a_variable():
    given = {
        "RESOLUTIONS_QUESTIONS": "5",
        "RESOLUTIONS_ADDRESS_QUESTIONS": "50",
        "RESOLUTIONS_CONNECTIONS": "40",
        "RESOLUTIONS_ADDRESS_CONNECTIONS": "8",
        "RESOLUTIONS_CONNECTION_SECONDS": "2.5",
        "RESOLUTIONS_LOG": "json",
        "RESOLUTIONS_LOG_QUESTIONS": "1",
    }
    found = read_settings(given)
    assert limits_of(found) == (5, 50, 40, 8, 2.5, "json", True)
    assert limits_of(read_settings({})) == (20, 100, 800, 400, 20.0, "text", False)


def limits_of(found):
    questions, connections = (found.questions, found.address_questions), found.connections
    of_address, seconds = found.address_connections, found.connection_seconds
    return (*questions, connections, of_address, seconds, found.log, found.log_questions)


@pytest.mark.parametrize(
    "name",
    [
        *("QUESTIONS", "ADDRESS_QUESTIONS", "CONNECTIONS", "ADDRESS_CONNECTIONS", "CONNECTION_SECONDS"),
        *("LOG", "LOG_QUESTIONS"),
    ],
)
def test_a_limit_that_is_none_is_told(name):
    with pytest.raises(ResolutionsError, match=f"RESOLUTIONS_{name}="):
        read_settings({f"RESOLUTIONS_{name}": "many"})


def test_tabs_that_are_left_open_do_not_fill_the_memory(assistant, home, monkeypatch):
    monkeypatch.setattr("assistant.web.chat.blocks.TABS", 3)
    mounted = next(one for one in application(assistant, Settings(home=home)).routes if one.path == CHAT)
    tabs = mounted.app.state_holder
    for number in range(10):
        assert tabs[f"tab {number}"] is not None
    assert list(tabs.session_data)[-3:] == ["tab 7", "tab 8", "tab 9"]
    assert len(tabs.session_data) == 3
