"""What is taken along: handouts, the file of one, meeting mode, pages that open without a network."""

from __future__ import annotations

import hashlib
import re
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import unescape
from urllib.parse import quote, unquote

import pytest
import uvicorn
from argon2 import PasswordHasher
from selenium.webdriver.common.keys import Keys
from starlette.testclient import TestClient

from assistant.administration.accounts import Accounts, Role
from assistant.library.library import Library
from assistant.pipeline import Assistant
from assistant.scope.filters import Filters
from assistant.settings import Settings
from assistant.web.offline import Handout, fingerprint, screens
from assistant.web.server import application
from corpus.instruments import Edition, Kind
from index import search_without_index

HERE = "http://127.0.0.1"
KEY = "itu-pp/res-71/2022"
CLAUSE = f"{KEY}#instructs-itu-council__para_2"
WORDS = "to oversee the development and implementation of the strategic plan"
TEXT, SELECTION = f"text={KEY}", f"clause={quote(CLAUSE)}"
QUESTION = "What does the resolution instruct the ITU Council to do?"
PASSWORDS = {"ana": "willows and reeds", "ben": "lanterns on the pier"}
CACHES = "caches.keys().then((names) => arguments[0](names.filter((name) => name.startsWith('kept '))))"
pytestmark = pytest.mark.usefixtures("one_chat")


def having(*editions: Edition, like: Assistant) -> Assistant:
    return Assistant(Library(editions, like.library.catalogue), search_without_index(editions, ("no index",)))


@pytest.fixture(scope="module")
def client(assistant, home):
    with TestClient(application(assistant, Settings(home=home)), base_url=HERE) as client:
        yield client


@pytest.fixture
def answered(client, assistant) -> str:
    """The place of a kept answer."""
    conversations = client.app.state.service.conversations
    id_, number = conversations.append("", "", QUESTION, Filters(), assistant.ask([QUESTION]))
    return f"{id_}/{number}"


# -- handouts ---------------------------------------------------------------------------------------------


def fragments(html: str) -> set[str]:
    return {unquote(unescape(href)) for href in re.findall(r' href="#([^"]+)"', html)} - {"top", "read"}


def ids(html: str) -> set[str]:
    return set(map(unescape, re.findall(r' id="([^"]+)"', html)))


@pytest.mark.parametrize("query", [TEXT, SELECTION])
def test_a_handout_leads_within_itself_and_has_every_clause(client, resolution, query):
    html = client.get(f"/handout?{query}").text
    clauses = {str(resolution.id_of(provision)) for provision in resolution.provisions}
    assert fragments(html) <= ids(html)
    assert clauses <= ids(html)
    assert WORDS in html
    assert not re.search(r"<script(?![^>]*\ssrc=)| style=|<style| on\w+=", html)
    assert "/download/" not in html


def test_an_answer_is_taken_along_with_its_text(client, answered):
    html = client.get(f"/handout?answer={answered}").text
    assert f"<h2>{QUESTION}</h2>" in html
    assert f'href="#{quote(CLAUSE, safe="/")}"' in html


def test_the_server_sends_only_what_has_changed(client):
    for path in (f"/handout?{TEXT}", f"/handout?{SELECTION}", f"/start?text={KEY}"):
        tag = client.get(path).headers["ETag"]
        again = client.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        assert client.get(path, headers={"If-None-Match": 'W/"another"'}).status_code == 200


def test_who_cites_a_text_is_no_part_of_its_fingerprint():
    cited = '<p class="cited-by">Cited by <a href="/x">another</a></p>'
    assert fingerprint(f"<p>words</p>{cited}") == fingerprint("<b>words</b>") != fingerprint("<p>word</p>")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "Nothing is selected"),
        ("text=itu-pp/res-999/2022", "is not in the library"),
        ("text=%3Cscript%3E", "does not name a text"),
        ("answer=unknown/1", "another person"),
        ("clause=nonsense", "is no provision id"),
        (f"clause={quote(f'{KEY}#nowhere')}", "no longer in the library"),
        ("&".join([SELECTION] * 201), "at most 200 clauses"),
    ],
)
@pytest.mark.parametrize("path", ["/handout", "/handout/file", "/meeting", "/meeting/code", "/meeting/qr"])
def test_what_cannot_be_taken_along_is_refused_in_one_sentence(client, path, query, said):
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 404
    assert said in answer.text
    assert answer.text.count("\n") == 1


def test_a_selection_is_sent_without_its_draft(client):
    form = {"draft": "a confidential clause", "selection": [CLAUSE, f"{KEY}#resolves__para_nn_1"]}
    answer = client.post("/handout", data=form, follow_redirects=False)
    assert answer.status_code == 303
    assert "confidential" not in answer.headers["location"]
    assert "Selection of 2 clauses" in client.get(answer.headers["location"]).text


# -- one file ---------------------------------------------------------------------------------------------


def test_a_file_needs_nothing_else_and_may_ask_for_nothing(client, answered):
    for query in (TEXT, SELECTION, f"answer={answered}"):
        answer = client.get(f"/handout/file?{query}")
        html = answer.text
        style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)[1]
        digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert f"style-src &#39;sha256-{digest}&#39;" in html or f"style-src 'sha256-{digest}'" in html
        assert not re.search(r"<(?:script|link|img)|url\(|@import|<button", html)
        assert set(re.findall(r' href="(?!#)[^"]*"', html)) == set()
        assert fragments(html) <= ids(html)
        assert re.search(r"Fingerprint: [0-9a-f]{12}</p>", html)
        assert answer.headers["Content-Disposition"].endswith('.html"')
    assert f'id="{CLAUSE}"' in html


# -- meeting mode -----------------------------------------------------------------------------------------


def test_every_clause_of_a_text_is_on_a_screen_with_what_governs_it(
    resolution, harbours, every_row, assistant
):
    def check(edition: Edition) -> None:
        shown = screens(Handout(edition.name, "", (edition,)), assistant.library)
        words = "\n".join(screen.quotation.text for screen in shown)
        missing = [
            one.eid for one in edition.provisions if one.kind != Kind.HEADING and one.text not in words
        ]
        assert missing == []
        assert len({screen.id for screen in shown}) == len(shown)

    every_row([(edition.name, edition) for edition in (resolution, harbours)], check)
    [found] = [
        screen
        for screen in screens(Handout("", "", (resolution,)), assistant.library)
        if str(screen.id) == CLAUSE
    ]
    assert found.quotation.above == "instructs the ITU Council"


def test_screens_lead_from_one_to_the_next_without_script(client):
    html = client.get(f"/meeting?{TEXT}").text
    assert fragments(html) - {"screens"} <= ids(html)
    assert html.count("Next clause") == html.count("Previous clause") == html.count('<section id="') - 1


def test_the_address_of_an_answer_is_given_to_others_as_its_clauses(client, answered):
    html = client.get(f"/meeting?answer={answered}").text
    [address] = re.findall(r'data-address="([^"]+)"', html)
    assert "answer" not in address
    assert WORDS in client.get(unescape(address)).text
    code = client.get(f"/meeting/code?answer={answered}&at={quote(CLAUSE)}").text
    assert f"#{quote(CLAUSE, safe='/')}" in code
    assert client.get(f"/meeting/qr?{TEXT}&at={quote(CLAUSE)}").text.startswith("<?xml")


def test_an_address_that_no_code_has_room_for_is_refused(client, resolution):
    every = [f"clause={quote(str(resolution.id_of(one)))}" for one in resolution.provisions[:100]]
    assert "too long for a QR code" in client.get(f"/meeting/qr?{'&'.join(every)}").text


# -- kept on a device -------------------------------------------------------------------------------------


def test_the_service_worker_may_ask_the_server_and_is_never_kept_itself(client):
    answer = client.get("/service-worker.js")
    assert answer.headers["Content-Security-Policy"] == "default-src 'self'"
    assert answer.headers["Cache-Control"] == "no-cache"


@contextmanager
def serving(assistant: Assistant, settings: Settings, port: int = 0) -> Iterator[int]:
    """Serve the pages while the block lasts, at a port that another server may have had."""
    server = uvicorn.Server(
        uvicorn.Config(
            application(assistant, settings), port=port, log_level="error", timeout_graceful_shutdown=1
        )
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


def keep(browser, address: str) -> None:
    browser.get(address)
    browser.until(lambda: browser.one("[data-keep]").is_displayed())
    browser.one("[data-keep]").click()
    browser.until(lambda: browser.one("[data-keep][data-done]"))


@pytest.mark.browser
def test_a_kept_text_opens_without_a_server_and_says_what_became_of_it(
    desktop, assistant, resolution, tmp_path
):
    settings = Settings(home=tmp_path)
    with serving(assistant, settings) as port:
        address = f"{HERE}:{port}"
        keep(desktop, f"{address}/handout?{TEXT}")
    desktop.get(f"{address}/?clause={quote(CLAUSE)}")
    assert WORDS in desktop.until(lambda: desktop.one(".clause:target")).text
    assert "Offline copy saved" in desktop.one(".kept-line").text
    assert not desktop.one(".rooms").is_displayed()
    desktop.one("#find-words").send_keys("oversee")
    desktop.until(lambda: desktop.one("#found").text.startswith("1 of "))
    desktop.get(f"{address}/meeting?{TEXT}")
    desktop.one("body").send_keys(Keys.ARROW_RIGHT)
    desktop.until(lambda: "rec_a" in desktop.current_url)
    desktop.get(f"{address}/draft")
    desktop.until(lambda: "Resolution 71" in desktop.one("#rows").text)
    assert desktop.one("#missed").is_displayed()

    def state() -> str:
        desktop.get(f"{address}/kept")
        desktop.until(lambda: not desktop.all("#said:not(:empty)") and desktop.all("#rows .state"))
        return desktop.one("#rows .state").text

    def changed(text: str) -> str:
        return text.replace("oversee", "watch over")

    other = replace(
        resolution, provisions=tuple(replace(one, text=changed(one.text)) for one in resolution.provisions)
    )
    for found, said in (((other,), "Updated to the current version"), ((), "Your copy remains")):
        with serving(having(*found, like=assistant), settings, port):
            desktop.until(lambda said=said: said in state())
    desktop.get(f"{address}/handout?{TEXT}")
    assert "watch over the development" in desktop.one(".edition").text
    desktop.get(f"{address}/kept")
    desktop.until(lambda: desktop.one("#rows button")).click()
    desktop.until(lambda: desktop.one("#nothing").is_displayed())


@pytest.mark.browser
def test_a_kept_overview_leads_to_its_clauses_without_a_server(desktop, assistant, tmp_path):
    with serving(assistant, Settings(home=tmp_path)) as port:
        keep(desktop, f"{HERE}:{port}/start?text={KEY}")
    desktop.refresh()
    desktop.until(lambda: desktop.one(".kept-line"))
    desktop.one("dl.short a.cite").click()
    assert desktop.until(lambda: desktop.one(".clause:target")).is_displayed()
    assert "/handout" in desktop.current_url


@pytest.mark.browser
def test_signing_out_or_in_as_another_leaves_nothing_behind(desktop, assistant, tmp_path, monkeypatch):
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr("assistant.administration.accounts.PasswordHasher", lambda: quick)
    for name, password in PASSWORDS.items():
        Accounts(tmp_path).add(name, password, Role.READER)

    def sign_in(name: str) -> None:
        desktop.get(f"{address}/sign-in?then=/kept")
        desktop.one("#name").send_keys(name)
        desktop.one("#password").send_keys(PASSWORDS[name], Keys.ENTER)
        desktop.until(lambda: desktop.one(".signed-in span").text == name)

    caches: Callable[[], list[str]] = lambda: desktop.execute_async_script(CACHES)  # noqa: E731
    with serving(assistant, Settings(home=tmp_path, sign_in=True)) as port:
        address = f"{HERE}:{port}"
        sign_in("ana")
        keep(desktop, f"{address}/handout?{TEXT}")
        assert all('"ana"' in name for name in caches())
        desktop.delete_all_cookies()  # the session ended without a sign-out
        desktop.execute_cdp_cmd("Network.enable", {})
        desktop.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*/offline.js"]})
        sign_in("ben")
        assert caches() == [], "they are gone before a page of the other account has run a script"
        desktop.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})
        keep(desktop, f"{address}/handout?{TEXT}")
        desktop.one(".signed-in button").click()
        desktop.until(lambda: "deletes the page saved on this device" in desktop.switch_to.alert.text)
        desktop.switch_to.alert.accept()
        desktop.until(lambda: desktop.current_url.endswith("/sign-in"))
        assert caches() == []


@pytest.mark.browser
def test_on_a_small_phone_without_script_one_reads_and_turns_pages(open_browser, address):
    phone = open_browser(320, 640, script=False)
    for path in (f"/handout?{TEXT}", f"/meeting?{TEXT}", "/kept"):
        phone.get(f"{address}{path}")
        width = phone.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]["width"]
        assert width <= 320, path
        assert not [one for one in phone.all("[data-keep]") if one.is_displayed()]
    phone.get(f"{address}/meeting?{TEXT}")
    phone.one('[aria-label="Next clause"]').click()
    phone.until(lambda: "rec_a" in phone.current_url)
    phone.until(lambda: phone.all(".screen .words")[1].rect["x"] in range(321))
