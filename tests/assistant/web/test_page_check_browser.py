"""Checking a document in a real browser: what is sent, what is marked, who may open it, Back."""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from assistant.administration.accounts import Accounts, Role
from assistant.library.library import Library
from assistant.pipeline import Assistant
from corpus.catalogue import Catalogue
from index import search_without_index

pytestmark = pytest.mark.browser
PASSWORD = "lanterns on the pier"
RIGHT, WRONG = "every harbour shall keep a lantern", "none shall be put out before midnight"
TEXT = f"Resolution 900 (Rev. Lisbon, 2030) resolves that “{RIGHT}” (resolves 1). It adds that “{WRONG}”."


@pytest.fixture(scope="module")
def closed(harbours, tmp_path_factory, served) -> str:
    """The address of pages that need a sign-in, over one invented text."""
    home = tmp_path_factory.mktemp("closed")
    for name in ("anna", "rudi"):
        Accounts(home).add(name, PASSWORD, Role.READER)
    library = Library((harbours,), Catalogue(()))
    searcher = search_without_index(library.editions, ())
    return served(Assistant(library, searcher, harbours.key.instrument), home, sign_in=True)


@pytest.fixture
def browser(desktop):
    desktop.delete_all_cookies()
    desktop.start_anew()
    return desktop


def sign_in(browser, address: str, name: str) -> None:
    browser.delete_all_cookies()
    browser.get(f"{address}/sign-in")
    browser.one("#name").send_keys(name)
    browser.one("#password").send_keys(PASSWORD, Keys.ENTER)
    browser.until(lambda: browser.one(".signed-in"))


@pytest.mark.sample
@pytest.mark.watched
def test_a_pasted_text_is_marked_for_its_sender_alone(browser, closed):
    sign_in(browser, closed, "anna")
    browser.until(lambda: browser.one("#log .conversation:not([data-opening])"))  # the chat has begun
    browser.until(lambda: browser.one(".room:has([href='/check']) > summary")).click()
    browser.one(".rooms a[href='/check']").click()
    browser.until(lambda: browser.one("#text")).send_keys(TEXT)
    browser.one("#sheet .primary").click()
    wrong = browser.until(lambda: browser.one("#document mark.contradicted[id]"))
    assert wrong.text.startswith(WRONG)
    assert RIGHT in browser.one("#document mark.verbatim[title]").text
    sign = wrong.find_element("css selector", "a.sign")
    assert sign.text.startswith("✗ 1")
    sign.click()
    assert browser.execute_script("return document.querySelector(':target').id") == "finding-1"
    browser.one("#finding-1 .verdict a").click()
    assert browser.execute_script("return document.querySelector(':target').id") == "place-1"
    found = browser.current_url.partition("#")[0]
    assert browser.requested == {"127.0.0.1"}
    assert browser.errors == []
    sign_in(browser, closed, "rudi")
    browser.get(found)
    assert "no longer on the server" in browser.one("#refusal").text
    assert WRONG not in browser.page_source


def test_a_file_is_checked_and_back_leads_to_the_form_that_can_be_sent_again(browser, closed, tmp_path: Path):
    sign_in(browser, closed, "anna")
    path = tmp_path / "a speech.txt"
    path.write_text(TEXT, encoding="utf-8")
    browser.get(f"{closed}/check")
    browser.one("#file").send_keys(str(path))
    browser.one("#sheet .primary").click()
    assert browser.until(lambda: browser.one("#look") and browser.one("h2")).text == "a speech.txt"
    browser.back()
    assert browser.until(lambda: browser.one("#sheet .primary")).is_enabled()


def test_what_was_pasted_stays_where_it_is_refused(browser, closed, tmp_path: Path):
    sign_in(browser, closed, "anna")
    path = tmp_path / "a speech.txt"
    path.write_text(TEXT, encoding="utf-8")
    browser.get(f"{closed}/check")
    browser.one("#file").send_keys(str(path))
    browser.one("#text").send_keys("First.", Keys.ENTER, "Second.")
    browser.one("#sheet .primary").click()
    assert browser.until(lambda: browser.one("#refusal")).text == "Choose a file or a text, not both."
    assert browser.one("#text").get_attribute("value") == "First.\nSecond."
