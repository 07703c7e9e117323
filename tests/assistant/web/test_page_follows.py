"""The page follows the answer, in a real browser: the reader beside it, the question at the top."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from selenium.webdriver.common.keys import Keys

pytestmark = pytest.mark.browser

DUTIES = "What does the resolution instruct the ITU Council to do?"
GOALS = "What are the strategic goals?"


def visit(browser, address):
    browser.visit(address)
    browser.until(lambda: browser.one("#log .conversation:not([data-opening])"))


def ask(browser, question):
    before = len(browser.all(".answer"))
    browser.one("#question textarea").send_keys(question, Keys.ENTER)
    browser.until(lambda: len(browser.all(".answer")) > before)


def opened(browser):
    return browser.one("#read .clause.open").get_attribute("data-label")


def first_cited(browser):
    return browser.one(".exchange:last-child .claim a.citation").get_attribute("textContent")


def top(browser, selector):
    return browser.execute_script(
        "const box = (css) => document.querySelector(css).getBoundingClientRect().top;"
        "return box(arguments[0]) - box('#log')",
        selector,
    )


@pytest.mark.sample
def test_the_first_citation_opens_by_itself_unless_another_clause_was_chosen(desktop, address, resolution):
    visit(desktop, address)
    length = desktop.execute_script("return history.length")
    ask(desktop, DUTIES)
    desktop.until(lambda: opened(desktop) == first_cited(desktop))
    assert desktop.one("#question textarea") == desktop.switch_to.active_element
    assert desktop.execute_script("return history.length") == length
    assert "clause=" not in desktop.current_url
    assert desktop.said.startswith("Answered in the words of the text"), "the answer is read out, no clause"
    ask(desktop, GOALS)
    desktop.until(lambda: opened(desktop) == first_cited(desktop))
    assert 0 <= top(desktop, ".exchange:last-child .question") < 60, "the new question is at the top"
    clause = resolution.id_of(resolution.provision("preamble__recognizing__rec_a"))
    visit(desktop, f"{desktop.current_url}&clause={quote(str(clause), safe='')}")
    desktop.until(lambda: len(desktop.all(".answer")) == 2)
    assert opened(desktop).endswith("recognizing a)"), "the clause in the address goes first"


def test_the_claim_that_has_the_focus_is_marked_and_brought_into_view(desktop, address):
    visit(desktop, address)
    ask(desktop, "What is ITU's vision?")
    desktop.until(lambda: opened(desktop) == first_cited(desktop))
    link = desktop.all(".claim a.citation")[-1]
    id_ = desktop.execute_script("return new URL(arguments[0].href).searchParams.get('clause')", link)
    desktop.execute_script("document.getElementById('read').scrollTop = 0")
    desktop.execute_script("arguments[0].focus({ focusVisible: true })", link)
    desktop.until(lambda: desktop.one("#read .pointed").get_attribute("id") == id_)
    painted = desktop.execute_script("return [...CSS.highlights.get('pointed')].map(String).join('\\t')")
    assert painted == desktop.all(".claim blockquote")[-1].get_attribute("textContent")
    box = desktop.execute_script(
        "const { top, bottom } = document.querySelector('.pointed').getBoundingClientRect();"
        "return [top > 0, bottom < innerHeight]"
    )
    assert box == [True, True]
    assert opened(desktop) == first_cited(desktop), "it is marked, not opened"


def test_on_a_phone_the_answer_stays_and_no_clause_opens(desktop, address):
    phone = desktop
    phone.size(390, 844)
    visit(phone, address)
    ask(phone, GOALS)
    assert phone.one("#log .claim").is_displayed()
    assert not phone.all("#read .open")
    assert 0 <= top(phone, ".exchange:last-child .question") < 60
