"""A language model over the network: what is asked of it, and every way in which it can fail."""

from __future__ import annotations

import json
import socket
import threading
import time
from typing import Any

import pytest

from assistant.language_model.client import Client, LanguageModelFailed
from assistant.settings import LanguageModel, read_settings
from corpus.errors import ResolutionsError

NAMES = ("BASE_URL", "MODEL", "API_KEY")
LOCAL = "http://127.0.0.1:11434/v1"


def chunk(text: str | None, finish: str | None = None) -> bytes:
    """A piece of an answer, as the protocol has it."""
    delta = {} if text is None else {"role": "assistant", "content": text}
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    row = {"id": "a", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    return b"data: " + json.dumps(row).encode() + b"\n\n"


END = b"data: [DONE]\n\n"


def ask(fake, seconds: float = 20.0, **options: Any) -> str:
    return Client(fake.configured).complete("Be brief.", "What burns?", seconds=seconds, **options)


def failure(configured: LanguageModel, seconds: float = 20.0) -> LanguageModelFailed:
    with pytest.raises(LanguageModelFailed) as raised:
        Client(configured).complete("Be brief.", "What burns?", seconds=seconds)
    assert "\n" not in str(raised.value)
    assert "secret-key" not in str(raised.value)
    return raised.value


def test_the_pieces_of_an_answer_are_returned_as_one(fake):
    assert ask(fake) == "A lantern burns."


def test_the_model_gets_both_messages_the_key_and_no_chance_to_vary(fake, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "of another service")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    ask(fake)
    path, body, headers = fake.heard[0]
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer secret-key"
    assert (body["model"], body["temperature"], body["stream"]) == ("small", 0.0, True)
    assert [(one["role"], one["content"]) for one in body["messages"]] == [
        ("system", "Be brief."),
        ("user", "What burns?"),
    ]


def test_a_key_of_another_service_is_not_sent(fake, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "of another service")
    configured = LanguageModel(fake.configured.base_url, "small")
    Client(configured).complete("", "What burns?", seconds=20)
    assert "another" not in fake.heard[0][2]["Authorization"]


def test_nothing_else_meant_for_another_service_is_sent(fake, monkeypatch):
    monkeypatch.setenv("OPENAI_ORG_ID", "of another service")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "of another service")
    custom = "X-Gateway: of another service\nAuthorization: of another service\ncookie: of another service"
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", custom)
    ask(fake)
    (_, _, headers), sent = fake.heard[0], str(fake.heard[0][2]).lower()
    assert headers["Authorization"] == "Bearer secret-key"
    assert not [name for name in ("another", "openai-", "x-gateway", "cookie") if name in sent]


BROKEN = [
    ("a page instead of an answer", 200, (b"<html>Hello</html>",), "cut-off"),
    ("pieces that are no JSON", 200, (b"data: {{{\n\n", END), "broken"),
    ("pieces of another form", 200, (b'data: {"choices": 7}\n\n', END), "broken"),
    ("pieces that are a list", 200, (b"data: [1, 2]\n\n", END), "broken"),
    ("an error in the middle", 200, (chunk("A"), b'data: {"error": {"message": "full"}}\n\n'), "broken"),
    ("bytes that are no text", 200, (b"data: \xff\xfe\n\n", END), "broken"),
    ("an empty answer", 200, (chunk("  "), chunk(None, "stop"), END), "broken"),
    ("an answer without its end", 200, (chunk("A lantern"),), "cut-off"),
    ("an answer that grew too long", 200, (chunk("A lantern", "length"), END), "cut-off"),
    ("an answer that was held back", 200, (chunk("A", "content_filter"), END), "cut-off"),
    ("more than anyone can read", 200, (chunk("A" * 100_001), chunk(None, "stop"), END), "broken"),
    ("a key that is refused", 401, (b'{"error": {"message": "bad\\nkey"}}',), "broken"),
    ("a model that is not there", 404, (b'{"error": {"message": "no such model"}}',), "broken"),
    ("a server in trouble", 500, (b"oops",), "broken"),
]  # fmt: skip


@pytest.mark.parametrize(("how", "status", "pieces", "reason"), BROKEN, ids=[row[0] for row in BROKEN])
def test_what_is_no_whole_answer_is_told_in_one_line(fake, how: str, status, pieces, reason: str):
    fake.status, fake.pieces = status, pieces
    assert failure(fake.configured).reason == reason
    assert len(fake.heard) == 1, "nothing is asked twice"


def test_a_server_that_dies_in_the_middle_cuts_the_answer_off(fake):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

        def die() -> None:
            listening.accept()[0].close()  # somebody knocks first
            connection, _ = listening.accept()
            connection.recv(65536)
            head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 9999\r\n\r\n"
            connection.sendall(head + chunk("A lantern"))
            connection.close()

        thread = threading.Thread(target=die)
        thread.start()
        failed = failure(LanguageModel(f"http://127.0.0.1:{port}/v1", "small"))
        thread.join()
    assert failed.reason == "cut-off"


def test_a_model_that_drips_is_slow_however_often_it_sends_something(fake):
    fake.pause, fake.pieces = 0.05, (b": still here\n\n",) * 10_000
    started = time.perf_counter()
    failed = failure(fake.configured, seconds=0.5)
    assert failed.reason == "slow"
    assert "after 0.5 s" in str(failed)
    assert time.perf_counter() - started < 60  # it would drip for eight minutes


def test_a_model_that_thinks_before_it_writes_is_waited_for(fake):
    thought = {"role": "assistant", "content": None, "reasoning_content": "Hm."}
    row = {"id": "a", "object": "chat.completion.chunk", "created": 1, "model": "m",
           "choices": [{"index": 0, "delta": thought, "finish_reason": None}]}  # fmt: skip
    thinking = b"data: " + json.dumps(row).encode() + b"\n\n"
    fake.pieces = (*[thinking] * 20, *fake.pieces)
    fake.pause = 0.1
    assert Client(fake.configured, first=1.5).complete("", "What burns?", seconds=20) == "A lantern burns."


def test_a_port_where_nothing_listens_is_an_absent_model():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    failed = failure(LanguageModel(f"http://127.0.0.1:{port}/v1", "small"))
    assert failed.reason == "absent"
    assert f"language model 'small' at http://127.0.0.1:{port}/v1: cannot be reached" in str(failed)
    assert "RESOLUTIONS_LLM_BASE_URL" in str(failed)


def test_a_server_that_sends_elsewhere_is_not_followed(fake):
    fake.status, fake.location = 307, fake.configured.base_url + "/elsewhere"
    assert failure(fake.configured).reason == "broken"
    assert len(fake.heard) == 1


# -- answers by a schema ----------------------------------------------------------------------------

SCHEMA = {"type": "object", "properties": {}}


class Takes:
    """Makes a server refuse forms of output, as many servers do, and keeps which were asked for."""

    def __init__(self, fake, *kinds: str | None, status: int = 400) -> None:
        self.asked: list[str | None] = []
        heard, takes = fake.heard, self

        class Heard(list):
            def append(self, one):
                kind = one[1].get("response_format", {}).get("type")
                takes.asked.append(kind)
                fake.status = 200 if kind in kinds else status
                list.append(heard, one)

        fake.heard = Heard()


FORMS = ("json_schema", "json_object", None)


@pytest.mark.parametrize("at", range(3))
@pytest.mark.parametrize("status", [400, 422, 501])
def test_a_form_of_output_that_a_server_refuses_is_not_asked_for_again(fake, at: int, status: int):
    takes = Takes(fake, *FORMS[at:], status=status)
    for _ in range(2):
        assert ask(fake, schema=SCHEMA) == "A lantern burns."
    assert takes.asked == [*FORMS[: at + 1], FORMS[at]]


def test_the_schema_is_sent_as_it_is_and_only_when_it_is_asked_for(fake):
    ask(fake, schema=SCHEMA)
    sent = fake.heard[0][1]["response_format"]["json_schema"]
    assert (sent["schema"], sent["strict"]) == (SCHEMA, True)
    ask(fake)
    assert "response_format" not in fake.heard[1][1]


def test_a_server_that_takes_no_form_at_all_has_failed_and_nothing_is_remembered(fake):
    takes = Takes(fake)
    for _ in range(2):
        with pytest.raises(LanguageModelFailed) as raised:
            ask(fake, schema=SCHEMA)
        assert raised.value.status == 400
    assert takes.asked == [*FORMS, *FORMS]


def test_a_server_in_trouble_is_not_asked_in_another_form(fake):
    takes = Takes(fake, status=500)
    with pytest.raises(LanguageModelFailed):
        ask(fake, schema=SCHEMA)
    assert takes.asked == ["json_schema"]


def test_a_server_that_calls_an_unknown_form_a_fault_of_its_own_is_asked_in_another_form(fake):
    takes = Takes(fake, *FORMS[1:], status=500)
    said = {"error": {"message": "{'loc': ('body', 'response_format', 'type'), 'input': 'json_schema'}"}}
    whole, keep = fake.pieces, fake.heard.append

    def heard(one):
        keep(one)
        fake.pieces = whole if fake.status == 200 else (json.dumps(said).encode(),)

    fake.heard.append = heard
    for _ in range(2):
        assert ask(fake, schema=SCHEMA) == "A lantern burns."
    assert takes.asked == ["json_schema", "json_object", "json_object"]


def test_importing_it_loads_no_framework(in_fresh_process):
    code = "import sys, assistant.language_model as _; print({'llama_index', 'openai'} & set(sys.modules))"
    assert in_fresh_process("-c", code).stdout.strip() == "set()"


# -- settings ---------------------------------------------------------------------------------------


def read(*values: str) -> LanguageModel | None:
    return read_settings(
        {f"RESOLUTIONS_LLM_{name}": value for name, value in zip(NAMES, values, strict=False)}
    ).language_model


@pytest.mark.parametrize(
    ("url", "local"),
    [
        (LOCAL, True),
        ("http://localhost:8080/v1", True),
        ("http://[::1]:8080/v1/", True),
        ("http://127.8.9.1/v1", True),
        ("https://models.example/v1", False),
        ("https://10.1.2.3:8443/v1", False),
    ],
)
def test_a_model_is_asked_on_this_machine_or_over_https(url: str, local: bool):
    found = read(url, "small", "k")
    assert found == LanguageModel(url.rstrip("/"), "small", "k")
    assert found.is_local is local


def test_without_a_word_there_is_no_model_and_a_key_is_never_shown():
    assert read_settings({}).language_model is None
    assert read(" ", "", " ") is None
    assert "secret" not in repr(read(LOCAL, "small", "secret"))


REFUSED = [
    ("a model alone", ("", "small"), "RESOLUTIONS_LLM_MODEL is set and RESOLUTIONS_LLM_BASE_URL is not"),
    ("an address alone", (LOCAL,), "RESOLUTIONS_LLM_BASE_URL is set and RESOLUTIONS_LLM_MODEL is not"),
    ("a key alone", ("", "", "k"), "RESOLUTIONS_LLM_API_KEY is set and RESOLUTIONS_LLM_BASE_URL is not"),
    ("http to another machine", ("http://10.1.2.3/v1", "small"), "neither https nor on this machine"),
    ("a name like this machine's", ("http://localhost.example/v1", "small"), "neither https nor"),
    ("an address like this machine's", ("http://127.0.0.1.example/v1", "small"), "neither https nor"),
    ("another scheme", ("ftp://127.0.0.1/v1", "small"), "is no address"),
    ("no scheme", ("127.0.0.1:8080", "small"), "is no address"),
    ("no host", ("https:///v1", "small"), "is no address"),
    ("a port that is none", ("https://models.example:99999/v1", "small"), "is no address"),
    ("half an address", ("http://[::1/v1", "small"), "is no address"),
    ("two lines", ("https://models.example/\nv1", "small"), "is no address"),
    ("a password in it", ("https://me:hush@models.example/v1", "small"), "more than a host and a path"),
    ("a query", ("https://models.example/v1?key=hush", "small"), "more than a host and a path"),
    ("a name of two lines", (LOCAL, "sm\nall"), "RESOLUTIONS_LLM_MODEL='sm\\nall' is no name"),
    ("a key of two lines", (LOCAL, "small", "hu\nsh"), "RESOLUTIONS_LLM_API_KEY has characters"),
    ("a key in other letters", (LOCAL, "small", "hush…"), "RESOLUTIONS_LLM_API_KEY has characters"),
]


@pytest.mark.parametrize(("how", "values", "said"), REFUSED, ids=[row[0] for row in REFUSED])
def test_a_setting_that_cannot_be_is_told_in_one_line_that_keeps_secrets(how: str, values, said: str):
    with pytest.raises(ResolutionsError) as raised:
        read(*values)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)
    assert "hush" not in str(raised.value)
