"""The library page and the sign-in in a real browser: the main way, what is refused, payloads."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from assistant.administration.accounts import Accounts, Role
from assistant.opening import open_assistant
from assistant.settings import Settings
from assistant.web.security.clients import BY_NAME
from ingest.limits import Limits

pytestmark = pytest.mark.browser
PASSWORD = "lanterns on the pier"
SPOKEN = "return [...document.querySelectorAll('.voice[role=status]')].map((said) => said.textContent).join()"
QUESTION = "What does the resolution instruct the ITU Council to do?"


@pytest.fixture(scope="module")
def library(assistant, home, tmp_path_factory) -> Path:
    """A home of its own, with the index of the shared one."""
    del assistant  # has built it
    return Path(shutil.copytree(home, tmp_path_factory.mktemp("library") / "home"))


@pytest.fixture(scope="module")
def opened(assistant, library):
    return open_assistant(Settings(home=library), model=assistant.searcher.model)


@pytest.fixture(scope="module")
def address(opened, library, served) -> str:
    return served(opened, library, limits=Limits(size=60_000))


@pytest.fixture(scope="module")
def closed(opened, library, served) -> str:
    """The address of pages that need a sign-in."""
    Accounts(library).add("anna", PASSWORD, Role.CURATOR)
    Accounts(library).add("rolf", PASSWORD, Role.READER)
    Accounts(library).add("rudi", PASSWORD, Role.READER)  # never gives a wrong password
    return served(opened, library, sign_in=True)


@pytest.fixture
def browser(desktop):
    """A browser whose logs are empty."""
    desktop.delete_all_cookies()
    desktop.start_anew()
    return desktop


def written(folder: Path, name: str, text: str | bytes) -> str:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def add(browser, address: str, *files: str) -> None:
    """Choose files and add them, as a curator does."""
    manage(browser, f"{address}/library")
    browser.one("#files").send_keys("\n".join(files))
    browser.one("#add button").click()


def manage(browser, page: str) -> None:
    """Open the page, and what it has for curators."""
    browser.get(page)
    browser.one("#curators > summary").click()


def done(browser, name: str) -> bool:
    """Return True if the page lists this file and no work goes on; older work may be listed beside it."""
    listed = browser.all("#work .files li")
    return not browser.all("#work[data-running]") and any(name in one.text for one in listed)


def ask(browser, address: str, question: str) -> str:
    browser.visit(address)
    browser.until(lambda: browser.one("#log .conversation:not([data-opening])"))
    box = browser.one("#question textarea")
    box.clear()  # what an earlier test typed and did not send comes back
    box.send_keys(question, Keys.ENTER)
    browser.until(lambda: browser.one(".answer"))
    return browser.one(".answer").text


@pytest.mark.watched
def test_a_text_is_added_reported_and_answered_from_without_a_restart(
    browser, address, tmp_path, harbours_text
):
    add(browser, address, written(tmp_path, "harbours.txt", harbours_text))
    browser.until(lambda: browser.one("#work"))
    browser.until(lambda: done(browser, "harbours.txt"))  # without the page being loaded again
    assert "added as itu-pp/res-900/2030" in browser.one("#work").text
    assert any("Lanterns" in item.text for item in browser.all("#texts li"))
    browser.one("#curators > summary").click()
    row = next(item for item in browser.all("#held li") if "harbours.txt" in item.text)
    assert "from the file harbours.txt" in row.text
    row.find_element(By.CSS_SELECTOR, "summary").click()
    assert "the numbering has no gaps" in row.text
    browser.until(lambda: "Adding harbours.txt: done" in browser.execute_script(SPOKEN))
    answer = ask(browser, address, "What shall every harbour keep?")
    assert "every harbour shall keep a lantern" in answer
    browser.one(".claim a.citation").click()
    browser.until(lambda: browser.one("mark.quoted"))
    assert browser.one(".clause.open").get_attribute("id").startswith("itu-pp/res-900/2030#resolves")
    assert browser.requested == {"127.0.0.1"}
    assert browser.errors == []


def test_a_file_of_the_wrong_kind_is_set_aside_with_a_sentence(browser, address, tmp_path):
    add(browser, address, written(tmp_path, "picture.pdf", b"\x89PNG\r\n\x1a\n" + bytes(200)))
    browser.until(lambda: done(browser, "picture.pdf"))
    assert "picture.pdf – " in browser.one("#work").text
    browser.one("#curators > summary").click()
    assert "picture.pdf" in browser.one("#rejected").text
    browser.one("#rejected button").click()
    browser.until(lambda: "No files were rejected" in browser.one("#rejected").text)
    assert browser.errors == []


def test_a_file_that_is_too_large_is_refused_before_it_is_sent_and_what_was_typed_stays(
    browser, address, tmp_path
):
    manage(browser, f"{address}/library")
    browser.one(".choice summary").click()
    browser.one("#year").send_keys("2022")
    browser.one("#files").send_keys(written(tmp_path, "large.txt", b"x" * 60_001))
    browser.one("#add button").click()
    said = browser.until(lambda: browser.one("#refusal").text)
    assert said == "large.txt: 60,001 bytes; give a file of at most 60,000 bytes. Nothing was sent."
    assert browser.one("#year").get_attribute("value") == "2022"
    browser.execute_script("document.querySelector('form.adding').submit()")  # as without the script
    browser.until(lambda: "Nothing was added" in browser.one("#refusal").text)
    assert browser.one("#year").get_attribute("value") == "2022"
    assert not [item for item in browser.all("#work li") if "large.txt" in item.text]


def test_without_script_everything_is_there(open_browser, tmp_path, address, harbours_text):
    browser = open_browser(script=False)
    text = harbours_text.replace("900", "901")
    add(browser, address, written(tmp_path, "moorings.txt", text))
    browser.until(lambda: "added as itu-pp/res-901/2030" in browser.one("#work").text)
    browser.until(lambda: "Adding moorings.txt: done" in browser.one("#work").text)
    manage(browser, f"{address}/library?q=901")
    browser.one(".remove").click()
    browser.until(lambda: "Remove Resolution 901" in browser.one("main h2").text)
    browser.one("main button").click()
    browser.until(lambda: "Removing Resolution 901 (Rev. Lisbon, 2030): done" in browser.one("#work").text)
    assert "Resolution 901" not in browser.one("#texts").text


@pytest.mark.watched
def test_payloads_in_texts_titles_and_file_names_do_nothing(
    browser, address, tmp_path, harbours_text, payloads
):
    files = []
    shown = [one for one in payloads[:20] if one.isprintable()]  # a request takes twenty files
    for number, payload in enumerate(shown):
        text = harbours_text.replace("900", str(800 + number)).replace("are dark;", f"are dark {payload};")
        text = text.replace("Lanterns along the harbours", f"Lanterns {payload}")
        name = payload.replace("/", "⁄")[:100]
        files.append(written(tmp_path, f"{number} {name}.txt", text if number % 2 else "Article 1\n\nx\n"))
    add(browser, address, *files)
    browser.until(lambda: done(browser, f"{len(shown) - 1} "))
    assert len(browser.all("#work > ol > li:first-child li.quarantined")) == (len(shown) + 1) // 2
    for payload in shown[1::2]:
        assert payload in browser.one("#texts").get_attribute("textContent")
    for page in ("/library", "/library?q=%3Cscript%3Ewindow.ran%3D1%3C%2Fscript%3E", "/"):
        browser.get(f"{address}{page}")
        assert browser.execute_script("return window.ran") is None
    manage(browser, f"{address}/library")
    for selector in (".report summary", ".kind:not(#curators) > summary"):
        for summary in browser.all(selector)[:20]:
            summary.click()
    assert browser.execute_script("return window.ran") is None
    assert browser.requested == {"127.0.0.1"}
    assert browser.errors == []


@pytest.mark.sample
@pytest.mark.watched
def test_one_signs_in_by_keyboard_asks_and_signs_out(browser, closed):
    browser.get(f"{closed}/library")
    assert urlsplit(browser.current_url).path == "/sign-in"
    assert browser.switch_to.active_element.get_attribute("id") == "name"
    browser.switch_to.active_element.send_keys("anna", Keys.TAB)
    browser.switch_to.active_element.send_keys(PASSWORD, Keys.ENTER)
    browser.until(lambda: browser.one("#texts"))
    assert urlsplit(browser.current_url).path == "/library"
    assert browser.one(".signed-in span").text == "anna"
    assert browser.execute_script("return document.cookie") == ""
    assert "Answered" in ask(browser, closed, QUESTION)
    browser.one(".signed-in button").click()
    browser.until(lambda: browser.one("#sign-in"))
    browser.get(f"{closed}/draft")
    assert urlsplit(browser.current_url).path == "/sign-in"
    assert browser.requested == {"127.0.0.1"}
    assert browser.errors == []


def test_a_wrong_password_many_times_is_told_plainly_each_time(browser, closed):
    browser.get(f"{closed}/sign-in?then=%2Fdraft")
    browser.one("#name").send_keys("rolf")
    for _ in range(BY_NAME):
        browser.execute_script("document.body.dataset.before = ''")
        browser.one("#password").send_keys("a wrong password", Keys.ENTER)
        browser.until(lambda: browser.one("body:not([data-before]) #refusal"))
        assert "Wrong name or password" in browser.one("#refusal").text
        assert browser.one("#name").get_attribute("value") == "rolf"
    browser.one("#password").send_keys(PASSWORD, Keys.ENTER)
    browser.until(lambda: "Sign-in is locked for 1 minute" in browser.one("#refusal").text)
    assert browser.one("#sign-in input[name=then]").get_attribute("value") == "/draft"


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_no_page_is_wider_than_its_screen(browser, address, width):
    browser.size(width, 900)
    for page in ("/library", "/library/check", "/library/remove?key=itu-pp/res-900/2030"):
        browser.get(f"{address}{page}")
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width, page


def test_a_sign_in_that_ends_while_one_asks_loses_no_question(browser, closed):
    browser.get(f"{closed}/sign-in")
    sign_in(browser)
    browser.visit(f"{closed}/?kind=operative")
    browser.until(lambda: browser.one("#log .conversation:not([data-opening])"))
    browser.delete_all_cookies()
    browser.one("#question textarea").send_keys(QUESTION, Keys.ENTER)
    browser.until(lambda: browser.one("#sign-in"))
    sign_in(browser)
    typed = "return document.querySelector('#question textarea')?.value"
    browser.until(lambda: browser.execute_script(typed) == QUESTION)
    assert "kind=operative" in browser.current_url


def test_each_person_sees_his_own_conversations(browser, closed):
    browser.get(f"{closed}/sign-in")
    sign_in(browser)
    ask(browser, closed, QUESTION)
    browser.until(lambda: "conversation=" in browser.current_url)
    asked = browser.current_url
    browser.get(f"{closed}/conversations")
    assert browser.one(".rows a").text == QUESTION
    browser.one(".signed-in button").click()
    browser.until(lambda: browser.one("#sign-in"))
    sign_in(browser, "rudi")
    browser.get(f"{closed}/conversations")
    assert "No conversations yet" in browser.one("main").text
    browser.visit(asked)
    browser.until(lambda: "is not here" in browser.one("#log .notice").text)
    assert not browser.all(".exchange")


def sign_in(browser, name: str = "anna") -> None:
    browser.one("#name").send_keys(name)
    browser.one("#password").send_keys(PASSWORD, Keys.ENTER)
    browser.until(lambda: browser.one(".signed-in"))
