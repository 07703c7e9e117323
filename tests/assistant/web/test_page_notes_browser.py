"""Notes in a real browser: words are highlighted, a note is written beside them from two windows."""

from __future__ import annotations

from urllib.parse import quote, urlencode
from urllib.request import urlopen

import pytest
from selenium.webdriver.common.keys import Keys

pytestmark = pytest.mark.browser

CLAUSE = "itu-pp/res-71/2022#instructs-itu-council__para_1"
SELECT = """
const clause = document.getElementById(arguments[0]);
const [node] = quotes.textNodes(clause)[0];
getSelection().setBaseAndExtent(node, 5, node, 18);
return clause.querySelector(".words").textContent;
"""
MARKED = "return [...(CSS.highlights.get('own') || [])].map(String)"


def test_selected_words_are_highlighted_and_a_note_is_kept_from_two_windows(desktop, address):
    desktop.start_anew()
    desktop.visit(f"{address}/?clause={quote(CLAUSE, safe='')}")
    desktop.until(lambda: desktop.one("#path .path-tools [data-note]"))
    words = desktop.execute_script(SELECT, CLAUSE)
    desktop.until(lambda: desktop.one(".highlight-words:not([hidden])")).click()
    box = desktop.until(lambda: desktop.one("dialog.own[open] textarea"))
    box.send_keys("Ask the Council", Keys.TAB, Keys.ENTER)
    desktop.until(lambda: "Ask the Council" in desktop.one(f"[data-clause='{CLAUSE}']").text)
    (marked,) = desktop.execute_script(MARKED)
    assert marked in words
    assert f" {marked} " in f" {words}".replace(",", " "), "words are marked whole"
    edit = desktop.one(f"[data-clause='{CLAUSE}'] [data-note]")
    assert not desktop.all("dialog.own[open]")
    edit.click()
    desktop.until(lambda: desktop.one("dialog.own[open] .danger"))
    other = urlencode({"body": "Said in another window", "version": "1"}).encode()
    urlopen(edit.get_attribute("href"), other).close()
    desktop.one("dialog.own textarea").send_keys(" again", Keys.TAB, Keys.ENTER)
    stored = desktop.until(lambda: desktop.one("dialog.own .stored"))
    assert stored.text == "Said in another window"
    assert desktop.one("dialog.own textarea").get_attribute("value") == "Ask the Council again"
    desktop.one("dialog.own .danger").click()
    desktop.until(lambda: desktop.one("dialog.own .undo"))
    desktop.until(lambda: not desktop.all(f"[data-clause='{CLAUSE}']"))
    assert desktop.execute_script(MARKED) == []
