"""axe-core over every page: at two widths, light and dark, nothing serious stands in anybody's way.

A page is a row of PAGES: how it is reached. What axe calls moderate or minor and is left stands in
LEFT with the reason, and nothing else may be left.
"""

from __future__ import annotations

import json
from importlib.resources import files
from urllib.parse import quote

import pytest
from selenium.webdriver.common.keys import Keys

from assistant.administration.accounts import Accounts, Role

pytestmark = pytest.mark.browser

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
DUTIES = "What does the resolution instruct the ITU Council to do?"
NOTED = quote("itu-pp/res-71/2022#annex_1__para_3", safe="")
LEFT = {
    "landmark-one-main": "on a phone the main part, the chat, is folded away while a text is read",
}


def home(browser, address):
    browser.visit(address)


def answer(browser, address):
    browser.visit(address)
    browser.execute_script("document.querySelector('[data-view=ask][type=button]').click()")
    browser.one("#question textarea").send_keys(DUTIES, Keys.ENTER)
    browser.until(lambda: browser.one(".answer"))


def clause(browser, address):
    browser.visit(f"{address}/?clause={NOTED}")
    browser.until(lambda: browser.one("#read .open"))
    browser.one("#read .open .footnote-mark").click()
    browser.until(lambda: browser.one(".note"))


def search(browser, address):
    browser.visit(f"{address}/?clause={NOTED}")
    browser.one("#find-words").send_keys("SG 3(i)")
    browser.until(lambda: browser.one("#offers a"))


def proposal(browser, address):
    browser.get(f"{address}/propose?text=itu-pp/res-71/2022")
    browser.one(".begin .primary").click()
    browser.until(lambda: browser.one("#c-instructs-itu-council__para_3 .edit")).send_keys(Keys.ENTER)
    browser.until(lambda: browser.one(".consulted h3"))
    browser.one("[name=words]").send_keys(" and lanterns")
    browser.until(lambda: browser.one(".editing ins"))


def contents(browser, address):
    browser.visit(f"{address}/?clause={NOTED}")
    browser.until(lambda: browser.one("#read .open"))
    browser.execute_script(
        "document.querySelector('.contents').open = true; document.body.dataset.view = 'read'"
    )


def gone(browser, address):
    browser.visit(f"{address}/?clause={NOTED.replace('para_3', 'para_999')}")
    browser.until(lambda: browser.one(".fate"))


def qr_code(browser, address):
    browser.visit(f"{address}/?clause={NOTED}")
    opener = browser.until(lambda: browser.one("#path [data-share]"))
    if not opener.is_displayed():  # on a phone it is in the menu
        browser.one("#path .more-actions").click()
    opener.click()
    browser.until(lambda: browser.one("dialog.sharing .qr-code"))


def share(browser, address):
    browser.get(f"{address}/share?clause={NOTED}")
    browser.until(lambda: browser.one(".share"))


def misspelt(browser, address):
    browser.get(f"{address}/res-71/2022/councl-2")
    browser.until(lambda: browser.one(".ways"))


def draft(browser, address):
    browser.get(f"{address}/draft")
    browser.until(lambda: browser.one("#draft-text"))


def precedents(browser, address):
    draft(browser, address)
    browser.one("#draft-text").send_keys("recalling Resolution 71 (Rev. Busan, 2014), to oversee the plan")
    browser.one("#draft button.primary").click()
    browser.until(lambda: browser.all(".precedents article"))
    browser.execute_script("document.querySelector('.narrowing').open = true")


def check(browser, address):
    browser.get(f"{address}/check")
    text = (
        "Resolution 71 (Rev. Bucharest, 2022) instructs the ITU Council “to oversee the development and "
        "implementation of the strategic plan”. It also says “to oversee the abolition and implementation of "
        "the strategic plan”. Resolution 71 (Rev. Busan, 2014) says more."
    )
    browser.one("#text").send_keys(text)
    browser.one("#sheet .primary").click()
    browser.until(lambda: browser.one("mark.contradicted"))


def check_refused(browser, address):
    browser.get(f"{address}/check")
    browser.one("#sheet .primary").click()
    browser.until(lambda: browser.one("#refusal"))


def library(browser, address):
    browser.get(f"{address}/library")
    browser.until(lambda: browser.one("#texts"))
    browser.execute_script("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


def examination(browser, address):
    browser.get(f"{address}/library/check")
    browser.until(lambda: browser.one("main h2"))


def conversations(browser, address):
    answer(browser, address)
    browser.until(lambda: "conversation=" in browser.current_url)
    browser.get(f"{address}/conversations")
    browser.until(lambda: browser.one(".rows summary")).click()


def verdict(browser, address):
    answer(browser, address)
    browser.one("#filters summary").click()
    browser.one("[data-faults]").click()
    browser.one("[data-verdict='wrong clause']").click()
    browser.until(lambda: browser.one(".verdict-said").text)


def start(browser, address):
    browser.get(f"{address}/start")
    browser.until(lambda: browser.one(".questions"))
    browser.execute_script("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    if browser.one(".menu").is_displayed():
        browser.one(".menu").click()
    browser.execute_script("document.querySelector('.heads .named').focus()")


def abbreviation(browser, address):
    browser.visit(f"{address}/?clause={NOTED.replace('para_3', 'para_33')}")
    browser.until(lambda: browser.one("abbr[tabindex='0']"))
    browser.execute_script("document.querySelector('abbr[tabindex=\"0\"]').focus()")
    browser.until(lambda: browser.one("#long-form"))


def references(browser, address):
    browser.get(f"{address}/references")
    browser.until(lambda: browser.one("table.matrix"))
    browser.execute_script("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


def references_of_a_text(browser, address):
    browser.get(f"{address}/references?text=itu-pp/res-71/2022")
    browser.until(lambda: browser.one("#cites"))


def concordance(browser, address):
    browser.get(f"{address}/concordance?q=strategic+plan+for+the+Union")
    browser.until(lambda: browser.one("#sheet mark"))


def duties(browser, address):
    browser.get(f"{address}/duties")
    browser.until(lambda: browser.one(".duty-table"))


def office(browser, address):
    browser.get(f"{address}/duties/office?body=ITU+Council")
    browser.until(lambda: browser.one(".duty-table"))


def choice_of_a_model(browser, address):
    browser.get(f"{address}/model")
    browser.until(lambda: browser.one("#elsewhere"))


def api(browser, address):
    browser.get(f"{address}/api")
    browser.until(lambda: browser.one("#sheet table"))


def handout(browser, address):
    browser.get(f"{address}/handout?clause={NOTED}")
    browser.until(lambda: browser.one(".exported"))


def meeting(browser, address):
    browser.get(f"{address}/meeting?text=itu-pp/res-71/2022")
    browser.one("#code").click()
    browser.until(lambda: browser.one("#coded[open]"))


def note(browser, address):
    browser.get(f"{address}/notes/on?clause={NOTED}")
    browser.one("#sheet textarea").send_keys("Ask the secretariat")
    browser.one("#sheet .primary").click()
    browser.until(lambda: "/notes/on" not in browser.current_url)
    browser.get(f"{address}/collections/add?clause={NOTED}")
    browser.one("#collection-title").send_keys("For the Council")
    browser.one("#sheet .primary").click()
    browser.until(lambda: "/collections/add" not in browser.current_url)
    browser.get(f"{address}/notes")
    browser.until(lambda: browser.all("#sheet .rows .own-body"))


def printed(browser, address):
    answer(browser, address)
    browser.until(lambda: "conversation=" in browser.current_url)
    conversation = browser.one("#log [data-conversation]").get_attribute("data-conversation")
    browser.get(f"{address}/conversations/{conversation}/print")
    browser.until(lambda: browser.one(".printed article"))


def at(path):
    return lambda browser, address: browser.get(f"{address}{path}")


PAGES = {
    "the page": home,
    "an answer": answer,
    "an answer that is judged, and filters": verdict,
    "an opened clause with a footnote shown": clause,
    "a search in the text": search,
    "the contents of a text": contents,
    "a clause that is no more": gone,
    "the QR code of a clause": qr_code,
    "the page that shares a clause": share,
    "a misspelt short address": misspelt,
    "the page for drafters": draft,
    "what is found for a draft": precedents,
    "a proposal": proposal,
    "a checked document": check,
    "a document that is not checked": check_refused,
    "the library": library,
    "the examination of the library": examination,
    "the conversations": conversations,
    "where a newcomer starts": start,
    "an abbreviation explained": abbreviation,
    "the references": references,
    "the references of a text": references_of_a_text,
    "a concordance": concordance,
    "a handout": handout,
    "a code in meeting mode": meeting,
    "the duties": duties,
    "the office of a body": office,
    "the choice of a language model": choice_of_a_model,
    "the interfaces for programs": api,
    "notes and collections": note,
    "a printed conversation": printed,
    "duties that have changed": at("/duties/changes"),
    "the pages saved offline": at("/kept"),
    "the proposals of a person": at("/propose"),
    "the files for a table of proposals": at("/proposals"),
    "the choice for a streamlining map": at("/streamline"),
}


def model(browser, reading):
    browser.visit(reading)
    browser.execute_script("document.querySelector('[data-view=ask][type=button]').click()")
    browser.one("#question textarea").send_keys("Who oversees the strategic plan?", Keys.ENTER)
    browser.until(lambda: browser.one(".answer[data-read] [data-quick]"))


PHONE, DESKTOP = (390, "dark"), (1440, "light")
SAMPLE = {"an answer", "the page for drafters"}


AT_ONCE = """
const sheet = new CSSStyleSheet();
sheet.replaceSync("* { transition: none !important; }");
document.adoptedStyleSheets = [sheet];
"""
"""Colours that change little by little are looked at in between."""


def screen(browser, width, light):
    browser.size(width, 900)
    browser.execute_script(AT_ONCE)
    scheme = {"features": [{"name": "prefers-color-scheme", "value": light}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", scheme)


@pytest.mark.parametrize(
    "page", [pytest.param(page, marks=pytest.mark.sample if page in SAMPLE else ()) for page in PAGES]
)
def test_nothing_serious_stands_in_the_way(desktop, address, page):
    """A page is reached on a phone, where its menus open; an answer on a desktop, which marks a clause."""
    screens = (DESKTOP, PHONE) if page == "an answer" else (PHONE, DESKTOP)
    for each in screens:
        screen(desktop, *each)
        if each == screens[0]:
            PAGES[page](desktop, address)
        found = violations(desktop)
        assert [one for one in found if one.startswith(("serious", "critical"))] == [], each
        assert {one.split(": ")[1] for one in found} <= set(LEFT), "what is left is named with its reason"


def test_nothing_serious_stands_in_the_way_of_what_a_model_read(desktop, reading):
    model(desktop, reading)
    for button in ("", "[data-quick]"):
        if button:
            desktop.one(button).click()
        for each in (PHONE, DESKTOP):
            screen(desktop, *each)
            assert {one.split(": ")[1] for one in violations(desktop)} <= set(LEFT), (button, each)


@pytest.fixture
def reading(assistant, home, served, fake):
    opening = (
        "The ITU Council is instructed to oversee the development and implementation of the strategic plan, "
        "and when necessary adjust the strategic plan, on the basis of the Secretary-General's reports."
    )
    fake.says(json.dumps({"clauses": ["c1", "c6"], "answered": True, "opening": opening}))
    return served(assistant, home, language_model=fake.configured)


def test_nothing_serious_stands_in_the_way_of_who_signs_in(desktop, closed):
    desktop.get(f"{closed}/sign-in")
    desktop.one("#name").send_keys("anna")
    desktop.one("#password").send_keys("a wrong password", Keys.ENTER)
    desktop.until(lambda: desktop.one("#refusal"))
    for each in (PHONE, DESKTOP):
        screen(desktop, *each)
        assert violations(desktop) == [], each


@pytest.fixture(scope="module")
def closed(assistant, tmp_path_factory, served):
    """The address of pages that need a sign-in."""
    home = tmp_path_factory.mktemp("closed")
    Accounts(home).add("anna", "lanterns on the pier", Role.READER)
    return served(assistant, home, sign_in=True)


def violations(browser):
    """Run axe over the page that is open; each violation in a line: how bad, which rule, where."""
    if browser.execute_script("return !window.axe"):
        browser.execute_script(f"{AXE}; window.axe = axe;")
    found = browser.execute_async_script(
        "const [done] = arguments;"
        "const told = (error) => done(String(error));"
        "axe.run(document, { resultTypes: ['violations'] }).then((one) => done(one.violations), told);"
    )
    assert isinstance(found, list), found
    return [
        f"{one['impact']}: {one['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for one in found
        for node in one["nodes"]
    ]


def test_what_axe_would_find_is_found(desktop, address):
    draft(desktop, address)
    desktop.execute_script("document.querySelector('label[for=draft-text]').remove()")
    desktop.execute_script("document.querySelector('#draft-text').removeAttribute('placeholder')")
    assert any(one.startswith("critical: label") for one in violations(desktop))
