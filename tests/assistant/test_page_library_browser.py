"""The library page and the sign-in in a real browser: the main way, what is refused, payloads."""

from __future__ import annotations

import json
import shutil
import socket
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from assistant.accounts import Accounts, Role
from assistant.opening import open_assistant
from assistant.page import serve
from assistant.page.throttle import BY_NAME
from assistant.settings import Settings
from ingest.limits import Limits

CHROMIUM, DRIVER = shutil.which("chromium") or shutil.which("google-chrome"), shutil.which("chromedriver")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="needs chromium and chromedriver"),
]
ARGUMENTS = [
    "headless", "no-sandbox", "disable-gpu", "disable-background-networking", "disable-component-update",
    "disable-sync", "no-first-run",
]  # fmt: skip
PASSWORD = "lanterns on the pier"
PAYLOADS = [
    "<script>window.ran=1</script>",
    '"><img src=//example.org/x onerror=window.ran=1>',
    "'><svg onload=window.ran=1>",
    "<iframe src=https://example.org></iframe>",
    "</title><script>window.ran=1</script>",
    "</textarea><script>window.ran=1</script>",
    "<a href=javascript:window.ran=1>x</a>",
    "<style>*{background:url(//example.org)}</style>",
    "<base href=//example.org>",
    "<meta http-equiv=refresh content=0;url=//example.org>",
    "<form action=//example.org><button>x</button></form>",
    "<link rel=stylesheet href=//example.org/x.css>",
    "<object data=//example.org></object>",
    "<embed src=//example.org>",
    "<video src=//example.org onerror=window.ran=1>",
    "<details open ontoggle=window.ran=1>",
    "<input autofocus onfocus=window.ran=1>",
    "<body onload=window.ran=1>",
    "<!--><script>window.ran=1</script>-->",
    "&lt;script&gt;<noscript><p title='</noscript><img src=x onerror=window.ran=1>'>",
]


@pytest.fixture(scope="module")
def library(assistant, home, tmp_path_factory) -> Path:
    """A home of its own, with the index of the shared one."""
    del assistant  # has built it
    return Path(shutil.copytree(home, tmp_path_factory.mktemp("library") / "home"))


@pytest.fixture(scope="module")
def address(assistant, library) -> str:
    return served(assistant, library, limits=Limits(size=60_000))


@pytest.fixture(scope="module")
def closed(assistant, library) -> str:
    """The address of pages that need a sign-in."""
    Accounts(library).add("anna", PASSWORD, Role.CURATOR)
    Accounts(library).add("rolf", PASSWORD, Role.READER)
    return served(assistant, library, sign_in=True)


def served(assistant, home: Path, **settings) -> str:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = Settings(home=home, port=port, **settings)
    opened = open_assistant(settings, model=assistant.searcher.model)
    threading.Thread(target=serve, args=(opened, settings), daemon=True).start()
    for _ in range(200):
        try:
            urlopen(f"http://127.0.0.1:{port}/healthz").close()
            break
        except OSError:
            time.sleep(0.1)
    return f"http://127.0.0.1:{port}"


def opened(folder: Path, script: bool = True):
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in (*ARGUMENTS, f"user-data-dir={folder}"):
        options.add_argument(f"--{argument}")
    if not script:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))


@pytest.fixture(scope="module")
def chrome(tmp_path_factory):
    browser = opened(tmp_path_factory.mktemp("profile"))
    yield browser
    browser.quit()


@pytest.fixture
def browser(chrome):
    """A browser whose logs are empty."""
    chrome.delete_all_cookies()
    chrome.get_log("browser"), chrome.get_log("performance")
    return chrome


def until(browser, condition, seconds: float = 60):
    waiting = WebDriverWait(browser, seconds, 0.05, [WebDriverException, IndexError])
    return waiting.until(lambda _: condition())


def one(browser, selector):
    return browser.find_element(By.CSS_SELECTOR, selector)


def all_(browser, selector):
    return browser.find_elements(By.CSS_SELECTOR, selector)


def requested(browser) -> set[str | None]:
    """Return the hosts that the page asked, by Chrome's own log."""
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    sent = [one["params"] for one in events if one["method"] == "Network.requestWillBeSent"]
    urls = [urlsplit(one["request"]["url"]) for one in sent]
    return {url.hostname for url in urls if url.scheme in ("http", "https", "ws", "wss")}


def errors(browser) -> list[str]:
    return [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]


def written(folder: Path, name: str, text: str | bytes) -> str:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def add(browser, address: str, *files: str) -> None:
    """Choose files and add them, as a curator does."""
    browser.get(f"{address}/library")
    one(browser, "#files").send_keys("\n".join(files))
    one(browser, "#add button").click()


def done(browser) -> bool:
    return not all_(browser, "#work[data-running]") and bool(all_(browser, "#work .files li"))


def ask(browser, address: str, question: str) -> str:
    browser.get(address)
    until(browser, lambda: one(browser, "#question textarea"))
    one(browser, "#question textarea").send_keys(question, Keys.ENTER)
    until(browser, lambda: one(browser, ".answer[data-complete]"))
    return one(browser, ".answer").text


def test_a_text_is_added_reported_and_answered_from_without_a_restart(
    browser, address, tmp_path, harbours_text
):
    add(browser, address, written(tmp_path, "harbours.txt", harbours_text))
    until(browser, lambda: one(browser, "#work"))
    until(browser, lambda: done(browser))  # without the page being loaded again
    assert "added as itu-pp/res-900/2030" in one(browser, "#work").text
    row = next(item for item in all_(browser, ".held-texts > li") if "Lanterns" in item.text)
    assert "from the file harbours.txt" in row.text
    row.find_element(By.CSS_SELECTOR, "summary").click()
    assert "all numbers follow" in row.text
    assert "Adding harbours.txt: done" in browser.execute_script(
        "return [...document.querySelectorAll('.voice[role=status]')].map((one) => one.textContent).join()"
    )
    answer = ask(browser, address, "What shall every harbour keep?")
    assert "every harbour shall keep a lantern" in answer
    one(browser, ".claim a.citation").click()
    until(browser, lambda: one(browser, "mark.quoted"))
    assert one(browser, ".clause.open").get_attribute("id").startswith("itu-pp/res-900/2030#resolves")
    assert requested(browser) == {"127.0.0.1"}
    assert errors(browser) == []


def test_a_file_of_the_wrong_kind_is_set_aside_with_a_sentence(browser, address, tmp_path):
    add(browser, address, written(tmp_path, "picture.pdf", b"\x89PNG\r\n\x1a\n" + bytes(200)))
    until(browser, lambda: done(browser))
    assert "picture.pdf – set aside: " in one(browser, "#work").text
    assert "picture.pdf" in one(browser, "#aside").text
    one(browser, "#aside button").click()
    until(browser, lambda: "No file was set aside" in one(browser, "#aside").text)
    assert errors(browser) == []


def test_a_file_that_is_too_large_is_refused_before_it_is_sent_and_what_was_typed_stays(
    browser, address, tmp_path
):
    browser.get(f"{address}/library")
    one(browser, "#key").send_keys("itu/convention/2022")
    one(browser, "#files").send_keys(written(tmp_path, "large.txt", b"x" * 60_001))
    one(browser, "#add button").click()
    said = until(browser, lambda: one(browser, "#refusal").text)
    assert said == "large.txt: 60,001 bytes; give a file of at most 60,000 bytes. Nothing was sent."
    assert one(browser, "#key").get_attribute("value") == "itu/convention/2022"
    browser.execute_script("document.querySelector('form.adding').submit()")  # as without the script
    until(browser, lambda: "Nothing was added" in one(browser, "#refusal").text)
    assert one(browser, "#key").get_attribute("value") == "itu/convention/2022"
    assert not [item for item in all_(browser, "#work li") if "large.txt" in item.text]


def test_without_script_everything_is_there(tmp_path, address, harbours_text):
    browser = opened(tmp_path / "profile", script=False)
    try:
        text = harbours_text.replace("900", "901")
        add(browser, address, written(tmp_path, "moorings.txt", text))
        until(browser, lambda: "added as itu-pp/res-901/2030" in one(browser, "#work").text)
        until(browser, lambda: not all_(browser, "#work[data-running]"))
        browser.get(f"{address}/library?q=901")
        one(browser, ".remove").click()
        until(browser, lambda: "Remove Resolution 901" in one(browser, "main h2").text)
        one(browser, "main button").click()
        until(
            browser, lambda: "Removing Resolution 901 (Rev. Lisbon, 2030): done" in one(browser, "#work").text
        )
        assert "moorings.txt" not in one(browser, "#held").text
    finally:
        browser.quit()


def test_twenty_payloads_in_texts_titles_and_file_names_do_nothing(browser, address, tmp_path, harbours_text):
    files = []
    for number, payload in enumerate(PAYLOADS):
        text = harbours_text.replace("900", str(800 + number)).replace("are dark;", f"are dark {payload};")
        text = text.replace("Lanterns along the harbours", f"Lanterns {payload}")
        name = payload.replace("/", "⁄")[:100]
        files.append(written(tmp_path, f"{number} {name}.txt", text if number % 2 else "Article 1\n\nx\n"))
    add(browser, address, *files)
    until(browser, lambda: done(browser), 120)
    assert len(all_(browser, "#work > ol > li:first-child li.quarantined")) == len(PAYLOADS) // 2
    for payload in PAYLOADS[1::2]:
        assert payload in one(browser, "#held").get_attribute("textContent")
    for page in ("/library", "/library?q=%3Cscript%3Ewindow.ran%3D1%3C%2Fscript%3E", "/"):
        browser.get(f"{address}{page}")
        assert browser.execute_script("return window.ran") is None
    for selector in (".report summary", ".offer summary", "#holdings summary"):
        for summary in all_(browser, selector)[:20]:
            summary.click()
    assert browser.execute_script("return window.ran") is None
    assert requested(browser) == {"127.0.0.1"}
    assert errors(browser) == []


def test_one_signs_in_by_keyboard_asks_and_signs_out(browser, closed):
    browser.get(f"{closed}/library")
    assert urlsplit(browser.current_url).path == "/sign-in"
    assert browser.switch_to.active_element.get_attribute("id") == "name"
    browser.switch_to.active_element.send_keys("anna", Keys.TAB)
    browser.switch_to.active_element.send_keys(PASSWORD, Keys.ENTER)
    until(browser, lambda: one(browser, "#held"))
    assert urlsplit(browser.current_url).path == "/library"
    assert one(browser, ".signed-in span").text == "anna"
    assert browser.execute_script("return document.cookie") == ""
    assert "Answered" in ask(browser, closed, "What does the resolution instruct the ITU Council to do?")
    one(browser, ".signed-in button").click()
    until(browser, lambda: one(browser, "#sign-in"))
    browser.get(f"{closed}/draft")
    assert urlsplit(browser.current_url).path == "/sign-in"
    assert requested(browser) == {"127.0.0.1"}
    assert errors(browser) == []


def test_a_wrong_password_many_times_is_told_plainly_each_time(browser, closed):
    browser.get(f"{closed}/sign-in?then=%2Fdraft")
    one(browser, "#name").send_keys("rolf")
    for _ in range(BY_NAME):
        one(browser, "#password").send_keys("a wrong password", Keys.ENTER)
        until(browser, lambda: "do not belong together" in one(browser, "#refusal").text)
        assert one(browser, "#name").get_attribute("value") == "rolf"
    one(browser, "#password").send_keys(PASSWORD, Keys.ENTER)
    until(browser, lambda: "Nobody is let in for 15 minutes" in one(browser, "#refusal").text)
    assert one(browser, "#sign-in input[name=then]").get_attribute("value") == "/draft"


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_no_page_is_wider_than_its_screen(browser, address, width):
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    for page in ("/library", "/library/examine", "/library/remove?key=itu-pp/res-900/2030"):
        browser.get(f"{address}{page}")
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width, page
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_the_page_is_usable_within_a_second_and_a_half(browser, address):
    browser.get(f"{address}/library")
    took = browser.execute_script(
        "const [one] = performance.getEntriesByType('navigation'); return one.domContentLoadedEventEnd"
    )
    assert took < 1500
