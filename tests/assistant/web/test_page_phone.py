"""A phone in one hand, a question that is too long, a conversation on paper."""

from __future__ import annotations

import base64
import io

import pypdf
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


def typed(browser):
    return browser.one("#question textarea").get_attribute("value")


def write(browser, text):
    browser.execute_script("chat.write(arguments[0])", text)


def test_a_question_that_is_too_long_stays_in_its_box_and_a_long_one_is_no_headline(phone, address):
    phone.visit(address)
    phone.until(lambda: phone.one("#log .conversation:not([data-opening])"))
    write(phone, "z" * 1900)
    assert phone.one("#length").text == "1,900 of 2,000 characters"
    write(phone, "\U0001f514" * 2001)  # two units of a script's text each
    phone.one("#send").click()
    phone.one("#question textarea").send_keys(Keys.ENTER)
    said = "2,001 characters: 1 over the limit of 2,000."
    assert (phone.one("#length").text, len(typed(phone)), phone.all(".exchange")) == (said, 2001, [])

    write(phone, f"{COUNCIL} {'z' * 600}")
    phone.one("#send").click()
    question = phone.until(lambda: phone.one(".exchange:has(.answer) .question"))
    assert (typed(phone), phone.one("#length").is_displayed()) == ("", False)
    assert question.size["height"] < 60, "two lines"
    question.click()
    assert question.size["height"] > 200, "all of it"

    pages = base64.b64decode(phone.execute_cdp_cmd("Page.printToPDF", {})["data"])
    printed = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pages)).pages)
    assert printed.startswith("Resolution 71 (Rev. Bucharest, 2022) \u00b7 ")
    assert f"{address}/?conversation=" in printed
    assert COUNCIL in " ".join(printed.split())
    assert "The Plenipotentiary Conference" not in printed, "the text is not printed with it"
