"""A proposal in a real browser: what is typed is saved, shown as it will print, and there after a reload."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from selenium.webdriver.common.keys import Keys

pytestmark = pytest.mark.browser

FIRST, SECOND = (f"instructs-itu-council__para_{number}" for number in (1, 2))


def test_typed_words_are_saved_while_one_types_and_are_there_after_a_reload(
    desktop, assistant, tmp_path, served
):
    address = served(
        assistant, tmp_path
    )  # without proposals that other tests began: then "Begin" has the focus
    desktop.start_anew()
    desktop.get(f"{address}/propose?clause={quote(f'itu-pp/res-71/2022#{FIRST}', safe='')}")
    desktop.until(lambda: desktop.switch_to.active_element == desktop.one("form.begin button"))
    desktop.switch_to.active_element.send_keys(Keys.ENTER)
    box = desktop.until(lambda: desktop.one(".editing textarea[name=words]"))
    box.send_keys(" and to count the lanterns")
    desktop.until(lambda: desktop.one("#saved").text.startswith("Saved"))
    assert "count the lanterns" in desktop.one(".editing ins").text
    assert desktop.switch_to.active_element == box, "typing goes on"
    desktop.one(".editing button[value=after]").click()
    new = desktop.until(lambda: desktop.one("#c-new_1 textarea[name=words]"))
    new.send_keys("to oil them", Keys.ESCAPE)
    desktop.until(lambda: not desktop.all(".editing"))
    assert desktop.switch_to.active_element == desktop.one("#c-new_1 .edit")
    desktop.one("#only-changes").click()
    assert [row.get_attribute("data-id") for row in desktop.all(".proposed") if row.is_displayed()] == [
        FIRST,
        "new_1",
    ]
    desktop.refresh()
    desktop.until(lambda: desktop.one(f"#c-{SECOND}"))
    assert "count the lanterns" in desktop.one(f"#c-{FIRST} ins").text
    assert desktop.one("#c-new_1 .words").text.endswith("to oil them")
    assert desktop.errors == []


def test_words_typed_while_the_server_is_away_are_there_when_the_page_comes_back(desktop, address):
    desktop.start_anew()
    desktop.get(f"{address}/propose?clause={quote(f'itu-pp/res-71/2022#{SECOND}', safe='')}")
    desktop.one("form.begin button").click()
    box = desktop.until(lambda: desktop.one(".editing textarea[name=words]"))
    desktop.execute_script("window.fetch = () => Promise.reject(new TypeError('away'))")
    box.send_keys(" and to dim the lanterns")
    desktop.until(lambda: desktop.one("#saved").text.startswith("Not saved"))
    desktop.refresh()
    desktop.until(
        lambda: "dim the lanterns" in desktop.one(f"#c-{SECOND} textarea[name=words]").get_attribute("value")
    )
    desktop.until(lambda: desktop.one("#saved").text.startswith("Saved"))
    desktop.refresh()
    desktop.until(lambda: desktop.one(f"#c-{SECOND} ins"))
    assert "dim the lanterns" in desktop.one(f"#c-{SECOND} ins").text


def test_pasted_paragraphs_become_clauses_and_one_undo_takes_them_back(desktop, address):
    desktop.start_anew()
    desktop.get(f"{address}/propose?clause={quote(f'itu-pp/res-71/2022#{FIRST}', safe='')}")
    desktop.one("form.begin button").click()
    box = desktop.until(lambda: desktop.one(".editing textarea[name=words]"))
    desktop.execute_script(
        "const other = document.body.appendChild(document.createElement('textarea'));"
        "other.id = 'other'; other.value = 'a) to see;\\nb) to hear;\\nc) to rest;'; other.select();"
    )
    desktop.one("#other").send_keys(Keys.CONTROL, "ac")
    desktop.execute_script("document.getElementById('other').remove()")
    box.send_keys(Keys.CONTROL, "av")
    desktop.until(lambda: desktop.one("#c-new_2"))
    desktop.until(lambda: desktop.one(".editing textarea[name=words]").get_attribute("value") == "to see;")
    assert [desktop.one(f"#c-new_{count} .words").text.split()[-1] for count in (1, 2)] == ["hear;", "rest;"]
    desktop.one("#undo button").click()
    desktop.until(lambda: not desktop.all("#c-new_1, #c-new_2"))
    assert desktop.errors == []
