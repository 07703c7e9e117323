"""What a server logs and counts of requests and questions, and what it never does."""

from __future__ import annotations

import io
import json
import logging
import re
import sys

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from assistant.administration.accounts import Accounts, Role
from assistant.administration.logs import configure_logging, log_event
from assistant.settings import LanguageModel, Settings
from assistant.web.asking import Asking, Tab, Visitor
from assistant.web.server import application

HERE = "http://127.0.0.1"
GOALS = "What are the strategic goals?"
KEY = "itu-pp/res-71/2022"
ID = re.compile(r"[0-9a-f]{16}")


@pytest.fixture
def logged(monkeypatch):
    """Set up the log as `resolutions chat` does; return its lines."""
    root = logging.getLogger()
    handlers, levels = root.handlers[:], {
        name: logging.getLogger(name).level for name in ("", "assistant", "assistant.requests")
    }  # fmt: skip
    stream = io.StringIO()

    def configure(**settings):
        with monkeypatch.context() as patched:
            patched.setattr(sys, "stderr", stream)
            configure_logging(Settings(**settings))
        return lambda: stream.getvalue().splitlines()

    yield configure
    root.handlers[:] = handlers
    logging.captureWarnings(False)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch):
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr("assistant.administration.accounts.PasswordHasher", lambda: quick)


@pytest.fixture
def settings(tmp_path):
    return {"home": tmp_path, "log": "json"}


def events(lines, event):
    return [one for one in map(json.loads, lines()) if one.get("event") == event]


def served(assistant, settings, **given):
    app = application(assistant, Settings(**settings))
    return TestClient(app, base_url=HERE, raise_server_exceptions=False, **given)


def test_a_request_is_one_line_with_its_route_and_no_address(assistant, settings, logged, one_chat):
    lines = logged(**settings)
    with served(assistant, settings) as client:
        answer = client.get(f"/read/{KEY}?secret=lanterns")
        client.get("/nowhere/lanterns")
        client.get("/static/page.js")
        asked = {"data": ["", None], "fn_index": 0, "session_hash": "tab"}
        client.post("/chat/gradio_api/queue/join", json=asked)
    assert "lanterns" not in "\n".join(lines())
    assert KEY not in "\n".join(lines())
    read, nowhere, file, chat = events(lines, "request")
    assert read["request_id"] == answer.headers["X-Request-Id"]
    assert ID.fullmatch(read["request_id"])
    assert (read["method"], read["status"], read["role"], read["level"]) == ("GET", 200, "curator", "info")
    assert read["ms"] > 0
    routes = [one["route"] for one in (read, nowhere, file, chat)]
    assert routes[0].startswith("/read/{key")
    assert routes[1:] == ["none", "/static/…", "/chat/gradio_api/queue/join"]
    assert [one["status"] for one in (nowhere, file)] == [404, 200]


@pytest.mark.parametrize("words", [False, True])
def test_a_question_is_logged_by_its_clauses_and_its_words_only_when_asked_for(
    assistant, settings, logged, one_chat, words
):
    settings["log_questions"] = words
    lines = logged(**settings)
    with served(assistant, settings) as client:
        reply = client.get("/api/v1/ask", params={"question": GOALS})
        list(Asking(client.app.state.service).answer(GOALS, Tab(), Visitor(request="0123456789abcdef")))
    by_program, on_page = events(lines, "question")
    assert by_program["request_id"] == reply.headers["X-Request-Id"]
    assert on_page["request_id"] == "0123456789abcdef"
    assert by_program["provisions"] == [one["id"] for one in reply.json()["citations"]]
    assert by_program["status"] == reply.json()["status"]
    assert (by_program.get("question"), "strategic goals" in "".join(lines())) == (
        GOALS if words else None,
        words,
    )


@pytest.mark.parametrize("words", [False, True])
def test_what_an_error_says_may_quote_a_question_and_is_left_out(
    assistant, settings, logged, one_chat, words, monkeypatch
):
    settings["log_questions"] = words
    lines = logged(**settings)
    with served(assistant, settings) as client:

        def broken(turns, *_):
            raise RuntimeError(f"cannot read: {turns[-1]}")

        monkeypatch.setattr(client.app.state.service.now.filtered, "ask", broken)
        reply = client.get("/api/v1/ask", params={"question": "lanterns"})
    assert ("lanterns" in "".join(lines())) is words
    faults = [one for one in map(json.loads, lines()) if one.get("message", "").startswith("fault ")]
    (id_,) = [one["message"].removeprefix("fault ") for one in faults]
    assert "RuntimeError" in faults[0]["error"]
    assert id_ == reply.headers["X-Request-Id"] == events(lines, "request")[0]["request_id"]
    assert f"logged as {id_}." in reply.json()["error"]["message"]
    assert events(lines, "request")[0]["status"] == 500


def test_a_page_that_fails_shows_the_id_of_its_request(assistant, settings, one_chat, monkeypatch):
    def broken(*_):
        raise RuntimeError("deep inside")

    monkeypatch.setattr("assistant.web.routes.home.filter_bar", broken)
    with served(assistant, settings) as client:
        answer = client.get("/", headers={"Accept": "text/html"})
    assert answer.status_code == 500
    assert f"logged as {answer.headers['X-Request-Id']}." in answer.text


@pytest.mark.parametrize(
    ("rule", "proxies", "given", "is_taken"),
    [
        ("a trusted proxy's", ("127.0.0.0/8",), "a-request-of-the-proxy.1", True),
        ("no proxy is trusted", (), "a-request-of-the-proxy.1", False),
        ("another address", ("10.0.0.1",), "a-request-of-the-proxy.1", False),
        ("a short one", ("127.0.0.1",), "1", False),
        ("a long one", ("127.0.0.1",), "x" * 65, False),
        ("markup", ("127.0.0.1",), "<b>12345678</b>", False),
        ("a break", ("127.0.0.1",), "12345678\x1b[2J", False),
    ],
)
def test_the_id_of_a_request_is_taken_over_from_a_trusted_proxy(
    assistant, settings, one_chat, rule, proxies, given, is_taken
):
    settings["proxies"] = proxies
    with served(assistant, settings, client=("127.0.0.1", 1)) as client:
        id_ = client.get("/healthz", headers={"X-Request-Id": given.encode()}).headers["X-Request-Id"]
    assert (id_ == given) is is_taken, rule
    assert is_taken or ID.fullmatch(id_)


def test_every_response_has_an_id(assistant, settings, one_chat):
    with served(assistant, settings) as client:
        calls = [
            client.get("/"), client.get("/nowhere"), client.post("/", headers={"Origin": "https://x.example"}),
            client.get("/", headers={"Host": "x.example"}),
        ]  # fmt: skip
    ids = [one.headers["X-Request-Id"] for one in calls]
    assert [one.status_code for one in calls] == [200, 404, 403, 400]
    assert len(set(ids)) == 4


SECRETS = ["res_1f0c93ab_" + "x" * 40, "the-key-of-the-model", "swordfish"]


@pytest.mark.parametrize("form", ["text", "json"])
def test_keys_passwords_and_control_characters_are_never_logged(settings, logged, form):
    settings["log"] = form
    model = LanguageModel("http://127.0.0.1:1/v1", "small", SECRETS[1])
    lines = logged(**settings, language_model=model, log_questions=True)
    logger = logging.getLogger("assistant.test")
    logger.warning("a key %s, %s, Authorization: Bearer %s", *SECRETS)
    logger.warning("password=%s&name=anna, \x1b[2J\u202e\nforged line", SECRETS[2])
    try:
        raise RuntimeError(f"Bearer {SECRETS[2]}\x07")
    except RuntimeError:
        logger.exception("fault")
    text = "\n".join(lines())
    assert not [one for one in SECRETS if one in text]
    assert "1f0c93ab" in text, "by its id a key can be revoked"
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202e]", text)
    assert not [one for one in lines() if one.startswith("forged")]
    assert "RuntimeError" in text


def test_passwords_that_are_typed_are_not_logged(assistant, settings, logged, one_chat, tmp_path):
    Accounts(tmp_path).add("anna", "lanterns on the pier", Role.CURATOR)
    settings |= {"sign_in": True, "log_questions": True}
    lines = logged(**settings)
    with served(assistant, settings) as client:
        for password in ("lanterns on the pier", "willows and reeds"):
            client.post("/sign-in", data={"name": "anna", "password": password, "then": "/"})
    assert len(events(lines, "request")) >= 2
    assert not re.search("lanterns|willows|anna", "\n".join(lines()))


def test_at_a_terminal_messages_are_as_they_were_and_requests_are_not_shown(settings, logged):
    settings["log"] = "text"
    lines = logged(**settings)
    logging.getLogger("assistant.web.server").info("Resolutions is at %s", HERE)
    logging.getLogger("another").info("of no interest")
    log_event("request", {"request_id": "1"})
    assert lines() == [f"Resolutions is at {HERE}"]


def test_what_a_library_says_for_its_own_developers_is_not_shown(settings, logged):
    settings["log"] = "text"
    lines = logged(**settings)
    theirs = logging.getLogger("somebodys_library")
    theirs.setLevel(logging.DEBUG)
    theirs.debug("building")
    assert not lines()
    theirs.warning("slow")
    assert "a message of somebodys_library" in lines()[0]


# -- metrics ------------------------------------------------------------------------------------------------


def sample(text, name):
    """Return the value of a sample, 0 where there is none."""
    return next(
        (float(one.rpartition(" ")[2]) for one in text.splitlines() if one.startswith(f"{name} ")), 0.0
    )


def test_metrics_count_what_is_asked_and_refused(assistant, settings, one_chat, monkeypatch):
    settings |= {"address_questions": 2}
    with served(assistant, settings) as client:
        monkeypatch.setattr(client.app.state.service.counters, "now", lambda: 0.0)
        reply = client.get("/api/v1/ask", params={"question": GOALS}).json()
        for _ in range(2):
            client.get("/api/v1/ask", params={"question": GOALS})
        client.get("/nowhere")
        client.app.state.service.metrics.swaps.inc()
        client.app.state.service.metrics.model.labels("read").inc()
        answer = client.get("/metrics")
    text = answer.text
    assert answer.headers["Content-Type"].startswith("text/plain")
    expected = {
        f'resolutions_questions_total{{status="{reply["status"]}"}}': 2,
        "resolutions_answer_seconds_count": 2,
        'resolutions_refused_questions_total{reason="too_many_questions"}': 1,
        'resolutions_requests_total{route="none",status="4xx"}': 1,
        'resolutions_requests_total{route="/api/v1/{operation}",status="2xx"}': 2,
        'resolutions_requests_total{route="/api/v1/{operation}",status="4xx"}': 1,
        "resolutions_generation_swaps_total": 1,
        'resolutions_language_model_total{outcome="read"}': 1,
    }
    assert {name: sample(text, name) for name in expected} == expected
    assert GOALS not in text


@pytest.mark.parametrize(
    ("rule", "who", "sender", "headers", "status"),
    [
        ("this machine, or a proxy on it that sets no header", "", "127.0.0.1", {}, 401),
        ("a curator's key on this machine", "anna", "127.0.0.1", {}, 200),
        ("another machine", "", "192.0.2.7", {}, 401),
        ("through a proxy that is not named", "", "127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}, 401),
        ("through another such proxy", "", "127.0.0.1", {"Forwarded": "for=192.0.2.7"}, 401),
        ("a curator's key", "anna", "192.0.2.7", {}, 200),
        ("a reader's key", "rolf", "192.0.2.7", {}, 403),
        ("a wrong key", "", "192.0.2.7", {"Authorization": "Bearer res_00000000_guessed"}, 401),
        ("a wrong key on this machine", "", "127.0.0.1", {"Authorization": "Bearer x"}, 401),
    ],
)
def test_where_a_sign_in_is_needed_metrics_are_for_curators(
    assistant, settings, tmp_path, one_chat, rule, who, sender, headers, status
):
    accounts = Accounts(tmp_path)
    accounts.add("anna", "a long password", Role.CURATOR)
    accounts.add("rolf", "a long password", Role.READER)
    if who:
        headers = {"Authorization": f"Bearer {accounts.add_key(who)}"}
    with served(assistant, settings | {"sign_in": True}, client=(sender, 1)) as client:
        answer = client.get("/metrics", headers=headers)
    assert (answer.status_code, "resolutions_" in answer.text) == (status, status == 200), rule
