"""What is sent to Gradio's queue: only what its script sends, and nothing is printed."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import threading
import traceback

import pytest
from starlette.testclient import TestClient

from assistant.administration.logs import configure_logging
from assistant.settings import Settings
from assistant.web.chat.blocks import functions_of
from assistant.web.chat.queue import DATA, JOIN, MalformedRequest, asking, read_event
from assistant.web.security.questions import Action, ChatEvent, ForeignTab, Tabs
from assistant.web.server import application

HERE = "http://127.0.0.1"
QUEUE = "/chat/gradio_api"
WORDS = "secret lanterns"
FUNCTIONS = {0: (str, type(None)), 1: ()}
SOUND = {"data": [WORDS, None], "event_data": None, "fn_index": 0, "session_hash": "abc", "trigger_id": 4}


@pytest.fixture
def printed(monkeypatch, capfd, tmp_path):
    """Log as `resolutions chat` does; return what went to standard output and standard error."""
    root, handlers = logging.getLogger(), logging.getLogger().handlers[:]
    monkeypatch.setattr(traceback, "print_exc", traceback.print_exc)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)

    def begin(**settings):
        configure_logging(Settings(home=tmp_path, **settings))
        return lambda: "".join(capfd.readouterr())

    yield begin
    root.handlers[:] = handlers


@pytest.fixture
def client(assistant, tmp_path, one_chat):
    with TestClient(application(assistant, Settings(home=tmp_path)), base_url=HERE) as client:
        yield client


def read(body, functions=FUNCTIONS):
    return read_event(JOIN, body, "account #a", functions)


def changed(**fields):
    return json.dumps({**SOUND, **fields}).encode()


MALFORMED = [
    ("no JSON", WORDS.encode()),
    ("nothing", b""),
    ("a list", json.dumps([WORDS]).encode()),
    ("nested without end", b"[" * 100_000),
    (
        "deeply nested data",
        b'{"fn_index": 0, "session_hash": "abc", "data": ' + b"[" * 9000 + b"]" * 9000 + b"}",
    ),
    ("no UTF-8", b'{"data": ["secret lanterns \xff", null], "fn_index": 0, "session_hash": "abc"}'),
    ("UTF-16", json.dumps(SOUND).encode("utf-16")),
    (
        "half a character",
        b'{"data": ["secret lanterns \\ud800", null], "fn_index": 0, "session_hash": "abc"}',
    ),
    ("no number of a function", json.dumps({"data": [WORDS, None], "session_hash": "abc"}).encode()),
    ("another function", changed(fn_index=99)),
    ("a function by a decimal", changed(fn_index=0.0)),
    ("a function that is true", changed(fn_index=True)),
    ("a function that is words", changed(fn_index=WORDS)),
    ("a huge function", changed(fn_index=10**400)),
    ("a function that is no number", b'{"data": ["x", null], "fn_index": NaN, "session_hash": "abc"}'),
    ("no tab", changed(session_hash=None)),
    ("a tab that is a number", changed(session_hash=5)),
    ("a tab that is words", changed(session_hash=WORDS)),
    ("too little", changed(data=[WORDS])),
    ("too much", changed(data=[WORDS, None, WORDS])),
    ("data that is words", changed(data=WORDS)),
    ("a question that is an object", changed(data=[{"path": WORDS}, None])),
    ("a question that is nothing", changed(data=[None, None])),
    ("a state that is sent", changed(data=[WORDS, {"__type__": "update", "value": WORDS}])),
    (
        "a state that is no number",
        b'{"data": ["secret lanterns", NaN], "fn_index": 0, "session_hash": "abc"}',
    ),
    ("event data", changed(event_data={"value": WORDS})),
    ("a trigger that is words", changed(trigger_id=WORDS)),
    ("a huge trigger", changed(trigger_id=10**400)),
    ("a batch", changed(batched=True)),
    ("another field", changed(request={"words": WORDS})),
]


@pytest.mark.parametrize(("rule", "body"), MALFORMED, ids=[row[0] for row in MALFORMED])
def test_a_body_that_the_script_does_not_send_is_malformed(rule, body):
    with pytest.raises(MalformedRequest):
        read(body)


@pytest.mark.parametrize(
    "fields", [{}, {"trigger_id": None}, {"data": ["", None]}, {"fn_index": 1, "data": []}]
)
def test_what_the_script_sends_is_read(fields):
    action = Action.SHOW if fields.get("fn_index") else Action.ANSWER
    question = next(iter({**SOUND, **fields}["data"]), "")
    assert read(changed(**fields)) == ChatEvent(action, "account #a", "abc", question)


def test_a_question_is_sent_to_the_one_function_that_answers(chat):
    sent = asking("abc", WORDS)
    functions = functions_of(chat)
    assert [number for number, takes in functions.items() if str in takes] == [sent["fn_index"]]
    assert read(json.dumps(sent).encode(), functions).is_question


@pytest.mark.parametrize("form", ["text", "json"])
def test_nothing_of_a_malformed_request_is_printed(client, printed, form):
    lines = printed(log=form)
    for rule, body in MALFORMED:
        for path in ("queue/join", "cancel", "reset", "reset/"):
            answer = client.post(
                f"{QUEUE}/{path}", content=body, headers={"Content-Type": "application/json"}
            )
            assert (answer.status_code, answer.text) == (400, "The chat cannot read this request.\n"), (
                rule,
                path,
            )
    said = lines()
    assert "lanterns" not in said
    assert "Traceback" not in said


def test_a_tab_can_be_cancelled_and_reset(client, monkeypatch):
    given = {"session_hash": "abc", "fn_index": 0, "event_id": "0123456789abcdef"}
    assert client.post(f"{QUEUE}/cancel", json=given).status_code == 400, "nobody joined with this tab"
    monkeypatch.setattr(Tabs, "check", lambda *_: None)
    assert client.post(f"{QUEUE}/cancel", json=given).status_code == 200
    assert client.post(f"{QUEUE}/reset", json={"event_id": "0123456789abcdef"}).status_code == 200


def test_calls_of_programs_that_are_malformed_are_not_printed(client, printed):
    lines = printed(log="json")
    headers = {"Accept": "application/json, text/event-stream"}
    for params in (WORDS, {"name": WORDS}, {"name": "ask", "arguments": WORDS},
                   {"name": "ask", "arguments": {"question": {"x": WORDS}}}):  # fmt: skip
        for method in ("tools/call", WORDS):
            call = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
            client.post("/mcp", json=call, headers=headers)
    client.post("/mcp", content=WORDS, headers=headers)
    client.post("/api/v1/ask", content=WORDS)
    client.post("/api/v1/ask", json={"question": [WORDS], WORDS: 1})
    assert "lanterns" not in lines()


# -- whatever a library prints ------------------------------------------------------------------------------


def fail() -> None:
    raise ValueError(f"cannot read: {WORDS}")


def print_an_error() -> None:
    try:
        fail()
    except ValueError:
        traceback.print_exc()


def fail_in_a_thread() -> None:
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()


def fail_in_a_task() -> None:
    async def failing() -> None:
        fail()

    async def forgetting() -> None:
        task = asyncio.ensure_future(failing())
        await asyncio.sleep(0)
        del task
        await asyncio.sleep(0)

    asyncio.run(forgetting())


def warn() -> None:
    logging.getLogger("another.library").warning("cannot use %s", WORDS)


@pytest.mark.parametrize("words", [False, True])
@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("happen", [print_an_error, fail_in_a_thread, fail_in_a_task, warn])
def test_what_a_library_prints_has_words_only_when_asked_for(printed, happen, form, words):
    lines = printed(log=form, log_questions=words)
    happen()
    sys.stderr.flush()
    said = lines()
    assert ("lanterns" in said) is words
    assert said.strip(), "that something failed is logged"


def has(tabs, action, client, tab):
    try:
        tabs.check(ChatEvent(action, f"account #{client}", tab))
    except ForeignTab:
        return False
    return True


def test_a_tab_is_of_the_client_that_joined_with_it_first():
    tabs = Tabs()
    assert has(tabs, Action.ANSWER, "a", "one")
    assert has(tabs, Action.SHOW, "a", "one")
    assert not has(tabs, Action.SHOW, "b", "one")
    assert has(tabs, Action.LISTEN, "a", "one")
    assert not has(tabs, Action.LISTEN, "b", "one")
    assert not has(tabs, Action.CANCEL, "b", "one")
    assert not has(tabs, Action.LISTEN, "a", "none")


def test_tabs_that_joined_long_ago_are_forgotten(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("assistant.web.security.questions._TABS", 2)
    tabs = Tabs()
    assert all(has(tabs, Action.SHOW, "a", tab) for tab in ("one", "two", "three"))
    assert not has(tabs, Action.LISTEN, "a", "one")
    assert has(tabs, Action.LISTEN, "a", "three")


def test_the_stream_of_a_tab_that_nobody_joined_with_is_refused_without_a_trace(client, printed):
    words = printed()
    answer = client.get(f"{DATA}?session_hash=unknown")
    assert (answer.status_code, answer.text) == (404, "This tab is not known here.\n")
    assert "Traceback" not in words()
