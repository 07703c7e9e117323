"""How every page is shown: theme, size of the text, what fingers press, pages for errors."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.keys import Keys
from starlette.testclient import TestClient

from assistant.settings import Settings
from assistant.web.server import application
from assistant.web.templating import PAGES as LISTED
from assistant.web.templating import ROOMS

PAGES = (
    "/", "/draft", "/propose", "/library", "/conversations", "/notes", "/nothing", "/start", "/duties",
    "/duties/changes", "/api",
    "/duties/office?body=ITU+Council", "/compare", "/references", "/references?text=itu-pp/res-71/2022",
    "/concordance?q=strategic+plan", "/kept", "/meeting?text=itu-pp/res-71/2022",
    "/handout?clause=itu-pp/res-71/2022%23instructs-itu-council__para_2",
    "/model",
)  # fmt: skip
DUTIES = "What does the resolution instruct the ITU Council to do?"
SMALL = """
return [...document.querySelectorAll("a, button, input, select, summary, textarea")].filter((one) => {
  const box = one.getBoundingClientRect();
  if (!one.checkVisibility({ visibilityProperty: true }) || box.height <= 1) return false;
  if (one.closest(".line, .table, .cited-by, .skip, p.intro, #cited p")) return false; // running text
  const isBox = ["checkbox", "radio"].includes(one.type);
  const control = isBox ? one.closest("label") || one.nextElementSibling : one;
  return control.getBoundingClientRect().height < 43.5;
}).map((one) => `${one.outerHTML.slice(0, 90)} ${one.getBoundingClientRect().height}`);
"""
"""Controls that are less than 44 pixels high, but for links in running text."""


LINKS = """
const shown = [...document.querySelectorAll(".rooms :is(a, summary)")].filter((one) => one.checkVisibility());
return shown.map((one) => {
  const { left, right, height } = one.getBoundingClientRect();
  return [one.textContent, left, right, height];
});
"""


@pytest.mark.browser
def test_theme_and_size_are_chosen_by_keyboard_and_hold_on_every_page(desktop, address):
    look = """
    const box = document.querySelector("#question textarea, #sheet, #draft-text, .library, #read, #screens");
    return [getComputedStyle(box).color, getComputedStyle(document.documentElement).fontSize];
    """
    desktop.visit(address)
    light, normal = desktop.execute_script(look)
    summary = desktop.one(".display summary")
    summary.send_keys(Keys.ENTER)
    for choice in ("[data-theme-choice=dark]", "[data-size-choice=larger]"):
        desktop.one(choice).send_keys(Keys.ENTER)
        assert desktop.one(choice).get_attribute("aria-pressed") == "true"
    desktop.one("[data-size-choice=larger]").send_keys(Keys.ESCAPE)
    assert desktop.switch_to.active_element == summary
    dark, larger = desktop.execute_script(look)
    assert dark != light, "Gradio's part follows"
    assert float(larger[:-2]) > float(normal[:-2])
    for page in PAGES:
        desktop.get(f"{address}{page}")
        desktop.until(lambda: desktop.execute_script(look) == [dark, larger])
    desktop.execute_script("localStorage.clear()")


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 820])
def test_on_a_small_screen_every_page_is_reached_from_every_page(desktop, address, width):
    browser = desktop
    browser.size(width, 900)
    browser.get(f"{address}/start")
    browser.execute_script("localStorage.setItem('size', 'larger')")
    headers = []
    for page in ("/", "/start", "/library"):
        browser.get(f"{address}{page}")
        if width < 600:
            assert not browser.one(".rooms a").is_displayed()
            browser.one(".menu").click()
        browser.until(lambda: len(browser.execute_script(LINKS)) == len(ROOMS))
        boxes = browser.execute_script(LINKS)
        assert [name for name, *_ in boxes] == [group for group, _ in ROOMS]
        headers.append([box[:2] for box in boxes])
        browser.execute_script(
            "document.querySelectorAll('.room').forEach((one) => { one.name = ''; one.open = true; })"
        )
        boxes = browser.execute_script(LINKS)
        assert {name for name, _ in LISTED} <= {name for name, *_ in boxes}
        assert all(left >= 0 and right <= width and height > 43.5 for _, left, right, height in boxes), page
    assert width < 600 or headers[0] == headers[1] == headers[2]
    browser.execute_script("localStorage.clear()")


@pytest.mark.browser
def test_at_1024_pixels_the_navigation_is_one_line_of_menus_that_keys_open_and_close(desktop, address):
    desktop.size(1024, 700)
    desktop.get(f"{address}/references")
    assert len({round(element.rect["y"]) for element in desktop.all(".rooms > *")}) == 1
    assert desktop.one("#top").size["height"] < 60
    group = desktop.one(".room > summary[aria-current]")
    assert group.text.startswith("Compare")
    group.send_keys(Keys.ENTER)
    assert desktop.one(".room a[aria-current]").text == "References"
    desktop.one(".room[open] a").send_keys(Keys.ESCAPE)
    assert (desktop.all(".room[open]"), desktop.switch_to.active_element) == ([], group)
    group.send_keys(Keys.ENTER)
    desktop.one(".display summary").send_keys(Keys.ENTER)
    assert desktop.all(".room[open]") == [], "the focus has left it"


@pytest.mark.browser
def test_on_a_phone_what_is_pressed_is_44_pixels_high(desktop, address):
    phone = desktop
    phone.size(390, 844)
    phone.visit(address)
    phone.one("#question textarea").send_keys(DUTIES, Keys.ENTER)
    phone.until(lambda: phone.one(".answer"))
    assert phone.execute_script(SMALL) == []
    phone.one(".claim a.citation").click()
    phone.until(lambda: phone.one(".clause.open"))
    phone.execute_script("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert phone.execute_script(SMALL) == []
    for page in PAGES:
        phone.get(f"{address}{page}")
        phone.execute_script("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert phone.execute_script(SMALL) == [], page
        assert phone.execute_script("return document.documentElement.scrollWidth") <= 390, page


@pytest.fixture
def client(assistant, home, one_chat):
    with TestClient(application(assistant, Settings(home=home)), base_url="http://127.0.0.1") as client:
        yield client


@pytest.mark.parametrize(
    ("rule", "path", "status", "sentence"),
    [
        ("no such page", "/nothing", 404, "There is no page at this address."),
        ("no such export", "/download/pdf/itu-pp/res-71/2022", 404, "No text is exported as 'pdf'"),
        ("no such text", "/download/json/itu-pp/res-999/2022", 404, "itu-pp/res-999/2022"),
        ("no text at all", "/read/nonsense", 404, "nonsense"),
        ("no such clause", "/quotation?clause=nonsense", 404, "nonsense"),
        ("no such form of a conversation", "/conversations/none.pdf", 404, "'pdf'"),
        ("what Gradio alone has", "/chat/gradio_api/file=x", 404, "nothing at this address"),
        ("a year without end", f"/res-71/{'9' * 5000}", 404, "There is no page at this address."),
        ("a turn without end", f"/conversations/none/{'9' * 5000}/print", 404, "There is no page"),
        ("another kind of request", "/verdict", 405, "does not take requests of this kind"),
    ],
)  # fmt: skip
def test_an_error_is_a_page_with_ways_on_for_people_and_a_line_for_programs(
    client, rule, path, status, sentence
):
    page = client.get(path, headers={"Accept": "text/html"})
    assert page.status_code == status, rule
    assert sentence in page.text.replace("&#39;", "'")
    assert '<a href="/">Ask a question</a>' in page.text
    assert '<a href="/library">Browse the library</a>' in page.text
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    text = client.get(path)
    assert text.status_code == status
    assert sentence in text.text
    assert text.text.count("\n") == 1
    assert "<" not in text.text


def test_a_kind_of_request_that_is_refused_names_those_that_are_not(client):
    assert client.get("/verdict").headers["Allow"] == "POST"


def test_a_fault_is_a_page_that_names_it(assistant, home, one_chat, monkeypatch, caplog):
    def fails(*_):
        raise RuntimeError("deep inside")

    monkeypatch.setattr("assistant.web.routes.drafting.drafting", fails)
    app = application(assistant, Settings(home=home))
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        page = client.get("/draft", headers={"Accept": "text/html"})
    assert page.status_code == 500
    fault = page.text.split("logged as ")[1].split(".")[0]
    assert f"fault {fault}" in caplog.text
    assert "deep inside" not in page.text
    assert '<a href="/library">Browse the library</a>' in page.text
