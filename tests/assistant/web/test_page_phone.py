"""A phone in one hand: what is around the words folds away, and what can be done with an answer is one menu."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.keys import Keys

pytestmark = pytest.mark.browser

COUNCIL = "What does the resolution instruct the ITU Council to do?"


@pytest.fixture
def phone(window):
    window.size(390, 844)
    yield window
    window.size(1440, 900)


def words_share(browser):
    """The share of the screen that the conversation has."""
    return browser.one("#log").size["height"] / 844


def scroll(browser, pixels):
    browser.execute_script("document.getElementById('log').scrollTop += arguments[0]", pixels)


def top_of_claim(browser):
    return browser.execute_script("return document.querySelectorAll('.claim')[2].getBoundingClientRect().top")


def test_the_top_folds_away_while_one_scrolls_down_and_an_answer_has_one_menu(phone, address):
    phone.visit(address)
    phone.one("#question textarea").send_keys(COUNCIL, Keys.ENTER)
    phone.until(lambda: phone.one(".answer"))
    assert words_share(phone) > 0.7
    scroll(phone, 190)
    before = top_of_claim(phone)
    phone.until(lambda: words_share(phone) > 0.9)
    assert abs(top_of_claim(phone) - before) <= 1, "what is read stays where it is"
    scroll(phone, -40)
    phone.until(lambda: phone.one("#top").rect["y"] == 0)

    scroll(phone, 190)
    phone.until(lambda: words_share(phone) > 0.9)
    phone.execute_script("document.querySelector('.menu').focus()")  # as by the key Tab
    phone.until(lambda: phone.one("#top").rect["y"] == 0)

    copy = phone.one(".foot button")
    assert not copy.is_displayed()
    button = phone.one(".answer > .more-actions")
    phone.execute_script("arguments[0].scrollIntoView({ block: 'center' })", button)
    button.click()
    assert copy.is_displayed()
    assert phone.one(".exports a[href$=docx]").is_displayed()
    assert [element.size["height"] >= 44 for element in (button, copy)] == [True, True]
