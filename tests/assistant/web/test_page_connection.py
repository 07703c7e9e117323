"""A lost connection, a server that starts again, a slow network: what was typed or asked is not lost."""

from __future__ import annotations

import socket
import threading
import time
from urllib.request import urlopen

import pytest
import uvicorn
from selenium.webdriver.common.keys import Keys

from assistant.settings import Settings
from assistant.web.asking import Asking
from assistant.web.server import application

pytestmark = pytest.mark.browser

DUTIES = "What does the resolution instruct the ITU Council to do?"
BOX = "#question textarea"


class Restarted:
    """Pages that are stopped and served again at one address; `loads` counts the loads of the chat's page."""

    def __init__(self, assistant, home) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.assistant, self.settings = assistant, Settings(home=home, port=port)
        self.address, self.loads = f"http://127.0.0.1:{port}", 0

    def start(self) -> None:
        app = application(self.assistant, self.settings)

        async def counted(scope, receive, send):
            self.loads += scope["type"] == "http" and scope["path"] == "/"
            await app(scope, receive, send)

        config = uvicorn.Config(counted, port=self.settings.port, log_level="critical")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        for _ in range(600):
            try:
                return urlopen(f"{self.address}/healthz").close()
            except OSError:
                time.sleep(0.1)
        raise TimeoutError("the pages are not served after a minute")

    def stop(self) -> None:
        self.server.should_exit = self.server.force_exit = True
        self.thread.join(30)


@pytest.fixture
def pages(assistant, home):
    pages = Restarted(assistant, home)
    pages.start()
    yield pages
    pages.stop()


def answers(browser, count):
    browser.until(lambda: len(browser.all(".answer")) == count)


def value(browser):
    return browser.one(BOX).get_attribute("value")


def line(browser):
    return browser.one("#connection").text


def opened(browser, address):
    browser.visit(address)
    browser.until(lambda: browser.one("#log .conversation:not([data-opening])"))


def test_after_a_restart_the_page_goes_on_by_itself_with_what_was_typed_and_asked(desktop, pages):
    opened(desktop, pages.address)
    desktop.one(BOX).send_keys(DUTIES, Keys.ENTER)
    answers(desktop, 1)
    desktop.until(lambda: "conversation=" in desktop.current_url)
    kept = desktop.current_url

    desktop.one(BOX).send_keys("typed, not asked")
    pages.stop()
    desktop.until(lambda: line(desktop) == "Connection lost. Trying again …")
    pages.loads = 0
    pages.start()
    desktop.until(lambda: pages.loads and value(desktop) == "typed, not asked")
    assert line(desktop) == "Connected again"
    answers(desktop, 1)

    desktop.one(BOX).clear()
    pages.stop()
    desktop.one(BOX).send_keys("And Member States?", Keys.ENTER)
    desktop.until(lambda: desktop.one("#log [data-asked] .question").text == "And Member States?")
    desktop.one(BOX).send_keys("the next one")
    desktop.until(lambda: line(desktop) == "Connection lost. Trying again …")
    assert not [one for one in desktop.all(".toast-body") if one.is_displayed()]
    pages.loads = 0
    pages.start()
    answers(desktop, 2)
    assert [one.text for one in desktop.all(".question")] == [DUTIES, "And Member States?"]
    assert "Member States" in desktop.all(".lead")[-1].text, "the follow-up was read as one"
    assert desktop.current_url == kept
    assert value(desktop) == "the next one"
    time.sleep(4)  # longer than either reload waits
    assert pages.loads == 1


def test_a_question_shows_at_once_and_an_empty_one_does_nothing(desktop, pages, monkeypatch):
    opened(desktop, pages.address)
    slow = {"offline": False, "latency": 1500, "downloadThroughput": -1, "uploadThroughput": -1}
    desktop.execute_cdp_cmd("Network.enable", {})
    desktop.execute_cdp_cmd("Network.emulateNetworkConditions", slow)
    for text in ("", "   "):
        desktop.one(BOX).send_keys(text, Keys.ENTER)
        desktop.one("#send").click()
    time.sleep(4)  # two ways over the slow network
    assert not desktop.all("#log .exchange, #ask[data-asking]")
    assert desktop.one("#log .welcome").is_displayed()

    desktop.one(BOX).clear()
    desktop.one(BOX).send_keys(DUTIES, Keys.ENTER)
    wait = "return [document.querySelector('#log [data-asked] .question')?.textContent, arguments[0].value]"
    asked = time.monotonic()
    desktop.until(lambda: desktop.execute_script(wait, desktop.one(BOX)) == [DUTIES, ""])
    assert time.monotonic() - asked < 1.5, "before the server can have heard of it"
    assert desktop.all("#ask[data-asking]")
    assert not desktop.one("#log .welcome").is_displayed()
    desktop.execute_cdp_cmd("Network.emulateNetworkConditions", {**slow, "latency": 0})
    answers(desktop, 1)
    desktop.until(lambda: not desktop.all("#ask[data-asking]"))

    def failing(*_):
        raise RuntimeError("the queue is full, or worse")

    monkeypatch.setattr(Asking, "answer", failing)
    desktop.one(BOX).send_keys("Who is bound?", Keys.ENTER)
    desktop.until(lambda: line(desktop) == "Your question could not be answered. Ask it again.")
    assert value(desktop) == "Who is bound?"
    assert [one.text for one in desktop.all(".question")] == [DUTIES]


@pytest.mark.slow
def test_a_tab_that_the_server_has_forgotten_goes_on_with_its_conversation(desktop, pages, monkeypatch):
    pages.stop()
    monkeypatch.setattr("assistant.web.chat.blocks.TABS", 1)
    pages.start()
    opened(desktop, pages.address)
    desktop.one(BOX).send_keys(DUTIES, Keys.ENTER)
    answers(desktop, 1)
    desktop.until(lambda: "conversation=" in desktop.current_url)
    kept, first = desktop.current_url, desktop.current_window_handle

    desktop.switch_to.new_window("tab")
    opened(desktop, pages.address)
    desktop.one(BOX).send_keys("What are the strategic goals?", Keys.ENTER)
    answers(desktop, 1)
    desktop.close()

    desktop.switch_to.window(first)
    desktop.one(BOX).send_keys("And Member States?", Keys.ENTER)
    answers(desktop, 2)
    assert [one.text for one in desktop.all(".question")] == [DUTIES, "And Member States?"]
    assert "Member States" in desktop.all(".lead")[-1].text, "the follow-up was read as one"
    assert desktop.current_url == kept
