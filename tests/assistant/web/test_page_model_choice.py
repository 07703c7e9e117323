"""The page /model: a model of this machine or at an address is tested, switched on, and off again."""

from __future__ import annotations

import json
import logging
import os
import socket
import threading
import time

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from assistant.administration.accounts import Accounts, Role
from assistant.administration.logs import JsonLines, redact
from assistant.administration.model_choice import FILE, ModelChoice, keep_choice, model_in_use, read_choice
from assistant.language_model import offers
from assistant.language_model.offers import LocalServer
from assistant.library.backup import back_up
from assistant.self_test.notices import look_at_model
from assistant.self_test.questions import Tally
from assistant.self_test.results import Result, keep_result, prompt_versions, result_of
from assistant.settings import LanguageModel, Settings, read_settings
from assistant.web.asking import Asking, Tab, Visitor
from assistant.web.server import _begin_with_model, application

OVERSIGHT = "Who oversees the strategic plan?"
KEY = "sk-never-shown-again"
pytestmark = pytest.mark.usefixtures("one_chat")


@pytest.fixture
def site(assistant, tmp_path, fake, monkeypatch):
    """Start a server over the home, on a machine where the fake serves models; called again, restart it."""
    monkeypatch.setattr(offers, "LOCAL_SERVERS", (LocalServer("Ollama", fake.server.server_port),))

    def start(**settings) -> TestClient:
        app = application(assistant, Settings(home=tmp_path, **settings))
        return TestClient(app, base_url="http://127.0.0.1")

    return start


def until(condition) -> None:
    for _ in range(1200):
        if condition():
            return
        time.sleep(0.05)
    raise TimeoutError("it has not happened after a minute")


def begun(client: TestClient) -> TestClient:
    """Begin as a server does, and wait until it has looked for models."""
    _begin_with_model(client.app.state.service)
    until(lambda: client.app.state.service.models.offers)
    return client


def passed(home, model: LanguageModel) -> None:
    """Remember that a model has passed its test."""
    tally, reader, key = Tally(40, 40, 0), Tally(40, 25, 0), (model.base_url, model.model, prompt_versions())
    keep_result(home, Result(*key, "2026-11-26", tally, reader, reader, 60.0, 1000, 4.0))


def offered(fake) -> dict[str, str]:
    return {"offered": f"http://127.0.0.1:{fake.server.server_port}/v1 small"}


def asked(client: TestClient):
    """Ask as a tab does, and return the last answer with what the page shows of it."""
    tab, asking = Tab(), Asking(client.app.state.service)
    *_, html = asking.answer(OVERSIGHT, tab, Visitor())
    return tab.exchanges[-1].answer, asking.improve(tab, Visitor()) or html, tab


def test_a_model_that_passes_is_switched_on_for_the_home_until_it_is_switched_off(
    site, tmp_path, fake, knowing
):
    fake.writer = knowing
    client = begun(site())
    line = "Ollama on this machine has small. Use it to choose which clauses answer a question?"
    assert line in client.get("/").text
    assert fake.heard == [], "nothing but the names of models was asked"
    page = client.post("/model/test", data=offered(fake)).text
    assert "data-testing" in page
    models = client.app.state.service.models
    until(lambda: models.used.configured)
    page = client.get("/model").text
    assert "data-testing" not in page
    assert "The language model &#39;small&#39; on this machine reads the clauses found." in page
    assert page.index('<th scope="row">small</th>') < page.index('<th scope="row">Built-in reader</th>')
    assert line not in client.get("/").text

    again = site()
    assert again.get("/readyz").json()["language_model_stage"] == "used"
    _, html, tab = asked(again)
    assert tab.exchanges[-1].answer.read_by == "small"
    assert "Read by small" in html
    assert "Clauses chosen by small" in again.get(f"/conversations/{tab.conversation}.md").text

    again.post("/model/off")
    assert again.get("/readyz").json()["language_model_stage"] == "off"
    assert asked(again)[2].exchanges[-1].answer.read_by == ""
    later = site()
    _begin_with_model(later.app.state.service)
    assert later.get("/readyz").json()["language_model_stage"] == "off"
    assert line not in later.get("/").text, "who has switched it off is not asked again"


def test_a_model_that_fails_is_not_used_and_the_page_says_so(site, tmp_path, fake):
    fake.says(json.dumps({"clauses": ["c1"], "answered": True}))
    client = begun(site())
    client.post("/model/test", data=offered(fake))
    until(lambda: "data-testing" not in client.get("/model").text)
    page = client.get("/model").text
    assert "It did worse than the built-in reader and is not used." in page
    assert "No language model is switched on." in page
    assert asked(client)[2].exchanges[-1].waiting is False
    assert not (tmp_path / FILE).exists()


def test_a_test_that_is_stopped_switches_nothing_on(site, fake, knowing):
    fake.writer, fake.pause = knowing, 0.05
    client = begun(site())
    models = client.app.state.service.models
    client.post("/model/test", data=offered(fake))
    trial = models.trial
    until(lambda: trial.done)
    client.post("/model/stop")
    until(lambda: trial.stage == "untested")
    assert (models.trial, models.used.configured) == (None, None)
    assert trial.result is None


def test_an_offer_that_was_declined_or_switched_off_by_a_setting_is_made_no_more(site, fake):
    client = begun(site())
    came = client.post(
        "/model/decline",
        headers={"Referer": "http://127.0.0.1/?conversation=7"},
        follow_redirects=False,
    )
    assert came.headers["Location"] == "/?conversation=7"
    assert "/model/decline" not in client.get("/").text
    fake.looked.clear()
    for settings in ({}, {"find_models": False}):
        _begin_with_model(site(**settings).app.state.service)
    silent = site(find_models=False)
    silent.post("/model/look")
    assert "RESOLUTIONS_FIND_MODELS=0" in silent.get("/model").text
    time.sleep(0.2)
    assert fake.looked == [], "nothing looks for models any more"
    assert not read_settings({"RESOLUTIONS_FIND_MODELS": "0"}).find_models
    assert read_choice(client.app.state.service.settings.home).declined


def test_the_environment_wins_and_the_page_says_so(site, tmp_path, fake):
    keep_choice(tmp_path, ModelChoice(LanguageModel("https://model.invalid/v1", "large")))
    client = site(language_model=fake.configured)
    page = client.get("/model").text
    assert "set by the environment variables RESOLUTIONS_LLM_BASE_URL" in page
    assert "<form" not in page.partition("<main")[2]
    assert "secret-key" not in page
    assert client.post("/model/off").status_code == 400
    assert client.post("/model/elsewhere", data={"base_url": "x", "model": "y"}).status_code == 400
    assert model_in_use(client.app.state.service.settings) == fake.configured
    assert read_choice(tmp_path).model, "what was chosen stays for later"


REFUSED = [
    ("no address", "models.example", "small", "", "The address is no address"),
    ("another scheme", "ftp://models.example/v1", "small", "", "The address is no address"),
    ("in the clear", "http://models.example/v1", "small", "", "is neither https nor on this machine"),
    ("a password in it", "https://a:b@models.example/v1", "small", "", "has more than a host and a path"),
    ("nobody there", "http://127.0.0.1:1/v1", "small", "", "cannot be reached"),
    ("a wrong key", "FAKE/v1", "small", KEY, "The server does not take this key."),
    ("a key that is none", "FAKE/v1", "small", "kéy", "The key contains invalid characters"),
    ("no such model", "FAKE/v1", "large<b>", "", "The server has no model of this name; it has small."),
    ("no name", "FAKE/v1", "", "", "Give the address of the server and the name of the model."),
]


@pytest.mark.parametrize(("why", "url", "model", "key", "said"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_was_typed_is_checked_and_stays_except_the_key(site, fake, why, url, model, key, said):
    url = url.replace("FAKE", f"http://127.0.0.1:{fake.server.server_port}")
    fake.status = 401 if why == "a wrong key" else 200
    came = site().post("/model/elsewhere", data={"base_url": url, "model": model, "key": key})
    assert came.status_code == 400
    assert said in came.text
    assert f'value="{url}"' in came.text
    assert f'value="{model.replace("<", "&lt;").replace(">", "&gt;")}"' in came.text
    assert not key or key not in came.text
    assert fake.heard == []


def test_a_key_is_in_a_file_for_its_owner_and_nowhere_else(site, tmp_path, fake, caplog):
    caplog.set_level(logging.INFO)
    url = f"http://127.0.0.1:{fake.server.server_port}/v1"
    passed(tmp_path, LanguageModel(url, "small"))
    client = site()
    shown = client.post("/model/elsewhere", data={"base_url": f"{url}/", "model": "small", "key": KEY}).text
    assert fake.looked[-1][1]["Authorization"] == f"Bearer {KEY}"
    assert "reads the clauses found" in shown, "it has passed before, so it is used at once"
    assert model_in_use(Settings(home=tmp_path)) == LanguageModel(url, "small", KEY)
    assert os.stat(tmp_path / FILE).st_mode & 0o777 == 0o600
    back_up(tmp_path, file := tmp_path.with_suffix(".backup"))
    shown += client.get("/model").text + client.get("/readyz").text + client.get("/").text
    fake.status = 401  # what such a server says may quote the key
    _, html, tab = asked(client)
    shown += html + client.get(f"/conversations/{tab.conversation}.md").text
    others = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != FILE]
    assert not [path for path in (*others, file) if KEY.encode() in path.read_bytes()]
    assert KEY not in shown + caplog.text
    assert read_choice(tmp_path).model
    client.post("/model/off")
    assert KEY.encode() not in (tmp_path / FILE).read_bytes()


def test_a_key_is_redacted_in_the_log_from_the_moment_it_is_typed(tmp_path):
    redact(KEY)
    redact("e")  # no key has so few characters; it would take other words with it
    record = logging.LogRecord("assistant", logging.WARNING, "", 1, f"refused {KEY}", None, None)
    assert json.loads(JsonLines(Settings(home=tmp_path)).format(record))["message"] == "refused …"


def test_a_server_that_vanishes_leaves_the_quick_answer_and_says_so(site, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as gone:  # its port is free again below
        model = LanguageModel(f"http://127.0.0.1:{gone.getsockname()[1]}/v1", "small")
    passed(tmp_path, model)
    keep_choice(tmp_path, ModelChoice(model))
    client = site()
    quick, html, _ = asked(client)
    assert quick.claims
    assert "The language model cannot be reached. The quick answer stays." in html
    assert "Read by the built-in reader" in html
    assert "The model is not responding" in client.get("/model").text


def test_a_reader_is_made_no_offer_and_may_not_choose(site, tmp_path, fake, monkeypatch):
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr("assistant.administration.accounts.PasswordHasher", lambda: quick)
    for role in Role:
        Accounts(tmp_path).add(role, "willows and reeds", role)
    client = begun(site(sign_in=True))
    offers_made = {}
    for role in Role:
        client.post("/sign-in", data={"name": role, "password": "willows and reeds"})
        statuses = {
            client.get("/model").status_code,
            client.post("/model/test", data=offered(fake) if role == Role.READER else {}).status_code,
        }
        offers_made[role] = "on this machine has" in client.get("/").text, statuses
        client.post("/sign-out")
    assert offers_made == {Role.READER: (False, {403}), Role.CURATOR: (True, {200, 400})}
    assert fake.heard == []


def test_doctor_says_what_this_machine_offers_and_what_is_switched_on(site, tmp_path, fake):
    settings = site().app.state.service.settings
    said = [finding.said for finding in look_at_model(settings)]
    assert "Ollama at http://127.0.0.1" in said[1]
    assert said[1].endswith("offers 'small'")
    passed(tmp_path, fake.configured)
    keep_choice(tmp_path, ModelChoice(fake.configured))
    said = [finding.said for finding in look_at_model(settings)]
    assert said[0] == "'small' is set by the page /model"
    assert any("it is used" in line for line in said)
    assert result_of(tmp_path, fake.configured).is_used


@pytest.mark.parametrize("content", [
    "", "[]", "{}", "[" * 100_000, '{"base_url": 7}', '{"base_url": "https://a.example/v1", "model": "m"}',
    '{"base_url": "http://a.example/v1", "model": "m", "api_key": ""}',
])  # fmt: skip
def test_a_choice_that_cannot_be_read_is_as_good_as_none(tmp_path, content: str):
    (tmp_path / FILE).write_text(content)
    assert read_choice(tmp_path) == ModelChoice()


@pytest.mark.browser
def test_a_page_follows_a_test_and_leaves_what_is_typed_beside_it(
    desktop, assistant, tmp_path, served, fake, monkeypatch
):
    desktop.get_log("browser")  # what pages of earlier tests complained of
    monkeypatch.setattr(offers, "LOCAL_SERVERS", (LocalServer("Ollama", fake.server.server_port),))
    first_seen = threading.Event()

    def wrong(*_: str) -> str:
        """Answer wrongly; after a few questions, not before the page has shown that they are done."""
        if len(fake.heard) > 8:
            first_seen.wait(60)
        return json.dumps({"clauses": ["c1"], "answered": True})

    fake.writer = wrong
    desktop.get(f"{served(assistant, tmp_path, find_models=True)}/model")
    if not desktop.all("#offered"):
        desktop.one("#here button").click()
    desktop.until(lambda: desktop.one("#here .primary")).click()
    desktop.until(lambda: desktop.one("#trial[data-testing]"))
    desktop.one("#base_url").send_keys("https://models.example")
    desktop.until(lambda: desktop.one("#trial progress").get_attribute("value") != "0")
    first_seen.set()
    desktop.until(lambda: desktop.one("#outcome"))
    assert desktop.said.startswith("It did worse than the built-in reader")
    assert desktop.one("#base_url").get_attribute("value") == "https://models.example"
    assert desktop.errors == []
