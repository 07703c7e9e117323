"""The reader in a real browser: searching in a text, notes, copies, editions, keys alone, print."""

from __future__ import annotations

import base64
from io import BytesIO
from urllib.parse import quote

import pytest
from pypdf import PdfReader
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from assistant.library.library import Library
from assistant.pipeline import Assistant
from index import search_without_index
from ingest import parse_source, text_source

pytestmark = pytest.mark.browser

TEXT = """\
RESOLUTION 960 (REV. {city}, {year})

Buoys of the “café” channel

The Plenipotentiary Conference of the International Telecommunication Union ({place}, {year}),

considering

a) that the warden’s buoys¹ are seen from every café on the quay;

b) that a buoy is moored by two chains,

¹ Painted in green, and in red.

resolves

{clauses}

ANNEX 1 TO RESOLUTION 960 (REV. {city}, {year})

1 The bell buoy is the largest.
"""
CLAUSES = (
    "that the buoys be hauled up and scraped every second winter;",
    "that the chains of each buoy be measured and the worn links replaced;",
)
COPIES = (
    "navigator.clipboard.writeText = async (text) => { window.copied = text; };"
    "navigator.clipboard.write = async ([item]) => {"
    " window.copied = await (await item.getType('text/plain')).text(); };"
)
DUTIES = "What does the resolution instruct the ITU Council to do?"


def edition(place, year, clauses):
    listed = "\n\n".join(f"{at} {one}" for at, one in enumerate(clauses, 1))
    text = TEXT.format(city=place.upper(), place=place, year=year, clauses=listed)
    return parse_source(text_source(text), "buoys").edition()


THEN = edition("Osterley", 2027, ("that a log of storms be kept by the pilots;", *CLAUSES))
NOW = edition("Willowford", 2031, CLAUSES)


@pytest.fixture(scope="module")
def harbour(assistant, tmp_path_factory, served):
    library = Library((THEN, NOW), assistant.library.catalogue)
    home = tmp_path_factory.mktemp("empty")
    return served(Assistant(library, search_without_index(library.editions, ())), home)


def at(harbour, eid="", year=2031):
    return f"{harbour}/?clause={quote(f'itu-pp/res-960/{year}#{eid}', safe='')}" if eid else harbour


@pytest.fixture
def browser(desktop, harbour):
    desktop.start_anew()
    desktop.visit(harbour)
    desktop.until(lambda: desktop.one("#find").is_displayed())
    return desktop


def find(browser, words):
    box = browser.one("#find-words")
    box.send_keys(Keys.ESCAPE, words)
    browser.until(lambda: browser.one("#found").text or browser.one("#offers").text)
    return box


def painted(browser, name="found"):
    return browser.execute_script(
        "return [...(CSS.highlights.get(arguments[0]) || [])].map((one) => one.toString())", name
    )


# rule → (what is typed, the words that are painted)
WORDS = {
    "in any case": ("BUOY IS moored", ["buoy is moored"]),
    "without accents": ("cafe", ["café", "café"]),
    "with accents": ("café", ["café", "café"]),
    "straight quotation marks": ('"cafe"', ["“café”"]),
    "curly ones where the text has curly ones": ("warden’s", ["warden’s"]),
    "a straight apostrophe": ("warden's", ["warden’s"]),
    "past the mark of a note": ("buoys are seen", ["buoys¹ are seen"]),
    "words apart within one clause": ("chains worn", ["chains", "worn"]),
    "the beginnings of words apart": ("chain wor", ["chain", "wor"]),
    "in a footnote": ("painted in green", ["Painted in green"]),
}


def test_words_are_found_in_the_open_text(browser, every_row):
    def check(row):
        typed, wanted = row
        find(browser, typed)
        browser.until(lambda: painted(browser) == wanted)
        assert painted(browser, "found-here")
        assert not browser.all("#read mark")

    every_row(WORDS.items(), check)


def test_words_apart_are_not_found_within_words(browser):
    find(browser, "hains orn")
    browser.until(lambda: browser.one("#found").text == "Not found")


def test_matches_are_counted_walked_and_said(browser):
    box = find(browser, "buoys")
    assert browser.one("#found").text == "1 of 3"
    box.send_keys(Keys.ENTER)
    assert browser.one("#found").text == "2 of 3"
    assert browser.said == "2 of 3: Resolution 960 (Rev. Willowford, 2031), considering a)"
    box.send_keys(Keys.ENTER, Keys.ENTER)
    assert browser.one("#found").text == "1 of 3"
    box.send_keys(Keys.SHIFT, Keys.ENTER)
    assert browser.one("#found").text == "3 of 3"
    box.send_keys(Keys.NULL, Keys.ESCAPE)
    assert (box.get_attribute("value"), browser.one("#found").text, painted(browser)) == ("", "", [])


def test_what_is_not_found_is_said(browser):
    find(browser, "walrus")
    assert browser.one("#found").text == "Not found"
    browser.until(lambda: browser.said == "Not found in this text")
    find(browser, "quay moored")
    assert browser.one("#found").text == "Not found", "the words stand in two clauses"


def test_a_slash_leads_to_the_search_unless_a_field_has_the_focus(browser):
    browser.one("#question textarea").send_keys("and/or")
    assert browser.one("#question textarea").get_attribute("value") == "and/or"
    browser.execute_script("document.activeElement.blur()")
    ActionChains(browser).send_keys("/").perform()
    assert browser.switch_to.active_element == browser.one("#find-words")
    assert browser.one("#find-words").get_attribute("value") == ""


# what is typed → the label that is offered
LABELS = {"resolves 2": "resolves 2", "Annex 1 para 1": "Annex 1, §1", "footnote 1": "footnote 1"}


def test_a_label_offers_its_clause_and_enter_opens_it(browser, every_row):
    def opened() -> str:
        return browser.one("#read .open").get_attribute("data-label")

    def check(label: str) -> None:
        box = find(browser, label)
        browser.until(lambda: browser.one("#offers a").text == LABELS[label])
        assert browser.one("#found").text == ""
        box.send_keys(Keys.ENTER)
        browser.until(lambda: opened().endswith(LABELS[label]))

    every_row([(label, label) for label in LABELS], check)


def test_another_text_is_chosen_from_the_list_and_searched(browser):
    find(browser, "storms")
    assert browser.one("#found").text == "Not found"
    browser.one(".texts summary").click()
    browser.one(".texts .earlier summary").click()
    browser.one(".texts a[href*='2027']").click()
    browser.until(lambda: browser.one("#text-name").text == THEN.name)
    browser.until(lambda: browser.one("#found").text == "1 of 1")
    assert not browser.one(".texts").get_attribute("open")
    assert browser.one(".texts a[aria-current]").get_attribute("textContent") == THEN.name


def test_the_same_clause_is_one_click_away_in_another_edition(browser, harbour):
    browser.visit(at(harbour, "resolves__para_2"))
    browser.until(lambda: browser.one(".elsewhere a")).click()
    browser.until(lambda: "2027" in browser.one("#read .open").get_attribute("id"))
    assert browser.one("#read .open").get_attribute("id").endswith("#resolves__para_3")
    browser.visit(at(harbour, "resolves__para_1", 2027))
    browser.until(lambda: browser.one("#read .open"))
    assert not browser.all(".elsewhere")


def test_the_bar_follows_what_is_superseded(browser, harbour):
    browser.visit(at(harbour, "resolves__para_3", 2027))
    link = "#standing a[href*='resolves__para_2']"
    assert browser.until(lambda: browser.one(link)).text == "Open the same clause there"
    browser.until(lambda: browser.said.endswith("resolves 3. Superseded"))
    browser.one("#read .edition:not([hidden]) [id$=resolves__para_1] .marker").click()
    browser.until(lambda: "This clause has no counterpart there" in browser.one("#standing").text)
    browser.one("#standing a").click()
    browser.until(lambda: browser.one("#text-name").text == NOW.name)
    assert browser.one("#standing").text == ""
    browser.back()
    browser.until(lambda: "no counterpart there" in browser.one("#standing").text)


def test_the_list_of_texts_is_filtered_by_words(browser):
    browser.one(".texts summary").click()
    box = browser.one("#texts-words")
    box.send_keys("osterley 960")
    browser.until(lambda: browser.one(".texts .earlier a").is_displayed())
    box.send_keys(Keys.CONTROL, "a", Keys.NULL, "walrus")
    browser.until(lambda: browser.one(".texts-none").text == "No text has these words in its name or title.")
    assert not browser.one(".texts .body").is_displayed()
    box.send_keys(Keys.ESCAPE)
    browser.one(".texts summary").click()
    browser.until(lambda: browser.one(".texts .body").is_displayed())
    assert not browser.one(".texts .earlier a").is_displayed()


@pytest.mark.sample
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1440, 900)], ids=["phone", "desktop"])
def test_back_returns_to_the_answer_where_the_link_was_followed(desktop, address, width, height):
    browser = desktop
    browser.size(width, height)
    browser.visit(address)
    for asked in (1, 2):
        browser.one("#question textarea").send_keys(DUTIES, Keys.ENTER)
        browser.until(lambda asked=asked: len(browser.all(".answer")) == asked)
    link = browser.all(".answer:not([hidden]) .claim a.citation")[1]
    browser.execute_script("arguments[0].scrollIntoView({ block: 'center' })", link)
    top = "return arguments[0].getBoundingClientRect().top"
    before = browser.execute_script(top, link)
    beside = [one.get_attribute("id") for one in browser.all("#read .open")]
    link.click()
    cited = browser.until(lambda: browser.one("#read .open").get_attribute("id"))
    assert browser.one("#read").is_displayed()
    browser.execute_script("document.querySelector('#read .edition:not([hidden]) .marker').click()")
    browser.until(lambda: browser.one("#read .open").get_attribute("id") != cited)
    browser.back()
    browser.until(lambda: browser.one("#read .open").get_attribute("id") == cited)
    assert browser.one("#read").is_displayed(), "one step back is the clause before, not the answer"
    browser.execute_script("document.getElementById('log').scrollTop = 0")
    browser.back()
    browser.until(lambda: [one.get_attribute("id") for one in browser.all("#read .open")] == beside)
    browser.until(lambda: browser.switch_to.active_element == link)
    assert browser.one("#log").is_displayed()
    assert abs(browser.execute_script(top, link) - before) < 2
    browser.forward()
    browser.until(lambda: browser.one("#read .open").get_attribute("id") == cited)
    assert browser.one("#read").is_displayed()


def test_a_qr_code_is_shown_beside_the_clause(browser, harbour):
    browser.visit(at(harbour, "resolves__para_2"))
    opener = browser.until(lambda: browser.one("#path [data-share]"))
    opener.click()
    dialog = browser.until(lambda: browser.one("dialog.sharing"))
    assert dialog.find_element("css selector", ".share-address").text == f"{harbour}/res-960/2031/resolves-2"
    assert browser.until(lambda: browser.one(".qr-code").get_property("naturalWidth")) > 200
    ActionChains(browser).send_keys(Keys.ESCAPE).perform()
    browser.until(lambda: not browser.all("dialog.sharing"))
    assert browser.switch_to.active_element == opener


def test_a_clause_that_is_no_more_leads_to_what_became_of_it(browser, harbour):
    browser.visit(at(harbour, "resolves__para_3"))
    browser.until(lambda: browser.one(".fate"))
    assert "has no clause at this address. The address is that of" in browser.one(".fate").text
    browser.all(".fate a")[1].click()
    browser.until(lambda: browser.one("#read .open").get_attribute("id").endswith("2031#resolves__para_2"))


def test_a_note_is_shown_at_its_mark_and_goes_by_escape(browser):
    mark = browser.one(".footnote-mark")
    mark.click()
    note = browser.one(".note")
    assert note.text.startswith("¹ Painted in green, and in red.")
    assert abs(note.location["y"] - mark.location["y"]) < 60
    assert "Painted in green" in browser.said
    assert not browser.all("#read .open"), "the note's own place is not opened"
    ActionChains(browser).send_keys(Keys.ESCAPE).perform()
    assert not browser.all(".note")
    assert browser.switch_to.active_element == mark


def test_a_note_is_reached_by_keys_and_leads_to_its_place(browser):
    browser.execute_script("arguments[0].focus()", browser.one(".recital .marker"))
    ActionChains(browser).send_keys(Keys.TAB).perform()
    assert browser.switch_to.active_element == browser.one(".footnote-mark")
    assert browser.one(".note").is_displayed()
    ActionChains(browser).send_keys(Keys.TAB, Keys.ENTER).perform()
    opened = browser.until(lambda: browser.one("#read .open"))
    assert "footnote" in opened.get_attribute("class")
    assert not browser.all(".note")


def test_on_a_phone_a_note_stays_within_the_screen(browser, harbour):
    browser.size(390, 844)
    browser.visit(at(harbour, "preamble__considering__rec_a"))
    browser.until(lambda: browser.one("#read .open"))
    browser.one(".footnote-mark").click()
    box = browser.one(".note").rect
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 390


COPIED = {
    "Copy clause": f"“[resolves] {CLAUSES[1]}” (Resolution 960 (Rev. Willowford, 2031), resolves 2)",
    "Copy citation": "Resolution 960 (Rev. Willowford, 2031), resolves 2",
    "Copy link": "{harbour}/res-960/2031/resolves-2",
}


def test_a_clause_is_copied_from_the_path_and_from_its_line(browser, harbour, every_row):
    browser.visit(at(harbour, "resolves__para_2"))
    browser.execute_script(COPIES)

    def check(row: tuple[str, str]) -> None:
        where, name = row
        browser.execute_script(
            "delete window.copied; document.querySelector('body > .voice').textContent = ''"
        )
        line = browser.until(lambda: browser.one("#read .open > .line"))
        browser.execute_script("arguments[0].querySelector('.marker').focus()", line)
        buttons = browser.all(f"{where} button")
        button = next(one for one in buttons if one.get_attribute("textContent") == name)
        browser.execute_script("arguments[0].click()", button)
        copied = browser.until(lambda: browser.execute_script("return window.copied"))
        assert copied == COPIED[name].format(harbour=harbour)
        browser.until(lambda: browser.said.startswith("Copied: "))

    places = ("#path", "#read .open > .line > .tools")
    every_row([(f"{where} {name}", (where, name)) for where in places for name in COPIED], check)


def test_what_cannot_be_copied_is_said(browser, harbour):
    browser.visit(at(harbour, "resolves__para_2"))
    browser.until(lambda: browser.one("#read .open"))
    browser.execute_script("window.fetch = async () => ({ ok: false, statusText: 'gone' })")
    next(one for one in browser.all("#path button") if one.text == "Copy clause").click()
    browser.until(lambda: browser.said.startswith("This could not be copied"))


def test_a_printed_text_is_the_text_alone(browser, harbour):
    browser.visit(f"{at(harbour, 'resolves__para_2')}&quote=0-9")
    browser.until(lambda: browser.one("mark.quoted"))
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69})
    pages = PdfReader(BytesIO(base64.b64decode(printed["data"]))).pages
    words = " ".join("\n".join(page.extract_text() for page in pages).split())
    assert words.startswith("Resolution 960 (Rev. Willowford, 2031) · ")
    assert "/itu-pp/res-960/2031 RESOLUTION 960 (REV. WILLOWFORD, 2031)" in words
    assert "Painted in green, and in red." in words
    assert CLAUSES[1].split(";")[0] in words
    assert not [one for one in ("Copy", "Contents", "Search", "Your question", "2027", "¶") if one in words]


def test_from_the_top_to_a_copied_clause_and_back_by_keys_alone(desktop, address):
    browser = desktop
    browser.visit(address)
    browser.execute_script(COPIES)

    def press(*keys):
        ActionChains(browser).send_keys(*keys).perform()
        return browser.switch_to.active_element

    def to(selector, *, back=False):
        """Press Tab until what is wanted has the focus; each step on the way must show its focus."""
        for _ in range(60):
            keys = ActionChains(browser).key_down(Keys.SHIFT) if back else ActionChains(browser)
            keys.send_keys(Keys.TAB).key_up(Keys.SHIFT).perform()
            focused = browser.switch_to.active_element
            assert has_visible_focus(browser), focused.get_attribute("outerHTML")[:200]
            if browser.execute_script("return arguments[0].matches(arguments[1])", focused, selector):
                return focused
        raise AssertionError(f"{selector} is not reached")

    to("a.skip")
    assert press(Keys.ENTER) == browser.one("#question textarea")
    assert has_visible_focus(browser)
    press(DUTIES, Keys.ENTER)
    browser.until(lambda: browser.one(".answer"))
    link = to(".claim a.citation", back=True)
    press(Keys.ENTER)
    browser.until(lambda: browser.one("#read .open mark.quoted"))
    browser.until(lambda: "marker" in browser.switch_to.active_element.get_attribute("class"))
    assert has_visible_focus(browser)
    to("[data-copy=clause]")
    press(Keys.ENTER)
    copied = browser.until(lambda: browser.execute_script("return window.copied"))
    assert copied.startswith("“[instructs the ITU Council] ")
    assert copied.endswith(f"” ({link.get_attribute('textContent')})")
    to("[data-back]")
    assert press(Keys.ENTER) == link
    assert has_visible_focus(browser)


def has_visible_focus(browser):
    """Return True if the focused element is on the screen and outlined."""
    return browser.execute_script(
        "const one = document.activeElement, box = one.getBoundingClientRect();"
        "const style = getComputedStyle(one), middle = box.top + box.height / 2;"
        "const seen = document.elementFromPoint(box.left + Math.min(box.width / 2, 9), middle);"
        "return one !== document.body && box.width > 2 && (one.contains(seen) || seen?.contains(one))"
        " && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1"
    )
