"""The page on which a newcomer starts, the abbreviations for the reader, a question in the address."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from itertools import pairwise
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from selenium.webdriver.common.keys import Keys
from starlette.testclient import TestClient

from assistant.library.library import Library
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.web.addresses import address, ask_address, start_address
from assistant.web.server import application
from corpus import catalogue
from corpus.keys import EditionKey, ProvisionId
from index import search_without_index

KEY = "itu-pp/res-71/2022"


@pytest.fixture(scope="module")
def client(assistant, home):
    with TestClient(application(assistant, Settings(home=home)), base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture
def without_texts(assistant, home, one_chat):
    library = Library((), assistant.library.catalogue)
    empty = Assistant(library, search_without_index(library.editions, ("no index",)))
    with TestClient(application(empty, Settings(home=home)), base_url="http://127.0.0.1") as client:
        yield client


def links(html: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'href="([^"]*)"', html)]


def clauses(html: str) -> set[str]:
    """Return the ids of the clauses that links of a page lead to."""
    found = (parse_qs(urlsplit(one).query).get("clause", [""])[0] for one in links(html))
    return {one for one in found if one}


def test_the_page_shows_every_part(client):
    html = client.get(f"/start?text={KEY}").text
    for part in ("short", "plan", "anatomy", "map", "words", "questions"):
        assert f'<section id="{part}"' in html
    for name in ("Glossary", "Suggested questions"):
        assert f">{name}</h3>" in html
    assert "World Summit on the Information Society" in html


def test_every_link_to_a_clause_leads_to_one(client, assistant):
    found = clauses(client.get(f"/start?text={KEY}").text)
    assert len(found) > 190
    assert [one for one in found if assistant.library.provision(ProvisionId.parse(one)) is None] == []


def test_without_a_text_the_page_shows_the_one_that_the_library_is_about(client):
    assert client.get("/start").text == client.get(f"/start?text={KEY}").text
    assert client.get("/start?text=itu-pp/res-71").text == client.get(f"/start?text={KEY}").text


def test_a_body_leads_to_its_duties_in_this_text(client):
    address = f"/duties?body=ITU%20Council&text={KEY}"
    assert address in links(client.get(f"/start?text={KEY}").text)
    duties = client.get(address).text
    assert "instructs the ITU Council 5" in duties
    assert "instructs the Secretary-General" not in duties


def test_nothing_in_the_page_is_inline(client):
    html = client.get(f"/start?text={KEY}").text
    assert not re.search(r"<script(?![^>]*\ssrc=)| style=|<style| on\w+=", html)


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ("nonsense", 400, "“nonsense” does not name a text"),
        ("itu-pp/res-71/1999", 404, "“itu-pp/res-71/1999” is not in the library; it has Resolution 71"),
        ("itu-pp/res-999/2022", 404, "“itu-pp/res-999/2022” is not in the library."),
        ("itu-pp/res-25/2022", 404, "Resolution 25 (Rev. Bucharest, 2022) is not in the library."),
        ("x" * 3_000, 400, "does not name a text"),
        ("<script>ran=1</script>", 400, "&lt;script&gt;"),
    ],
)
def test_a_text_that_is_not_there_is_answered_by_a_sentence_and_a_way_on(client, asked, status, said):
    answer = client.get("/start", params={"text": asked})
    assert answer.status_code == status
    assert said in answer.text
    assert start_address(EditionKey.parse(KEY)) in links(answer.text)
    assert "<script>ran" not in answer.text


def test_a_text_that_can_be_got_says_where(client):
    answer = client.get("/start?text=itu-pp/res-25/2022").text
    assert any(one.startswith("/library#holding:itu-pp/res-25/2022") for one in links(answer))


def test_an_empty_library_says_so_and_leads_to_the_library(without_texts):
    answer = without_texts.get("/start")
    assert answer.status_code == 200
    assert "The library has no texts yet." in answer.text
    assert "/library" in links(answer.text)


def test_the_words_are_searched_by_a_form(client):
    answer = client.get("/start", params={"text": KEY, "q": "information society"}).text
    assert "in all texts for “information society”" in answer
    assert "0 entries in all texts" in client.get("/start", params={"text": KEY, "q": "no such"}).text


def test_questions_are_links_that_ask_them(client):
    page = client.get(f"/start?text={KEY}").text
    html = page.partition('<ol class="questions">')[2].partition("</ol>")[0]
    asked = [parse_qs(urlsplit(one).query)["ask"][0] for one in links(html)]
    assert len(asked) == 10
    assert "#questions" in page
    assert asked == [unescape(one) for one in re.findall(r">([^<]+)</a>", html)]


def test_a_text_without_questions_has_no_part_for_them(assistant, home, one_chat, monkeypatch):
    monkeypatch.setattr("assistant.web.routes.start.questions", lambda _: ())
    with TestClient(application(assistant, Settings(home=home)), base_url="http://127.0.0.1") as client:
        html = client.get(f"/start?text={KEY}").text
    assert '<section id="words"' in html
    assert "#questions" not in html
    assert "Suggested questions" not in html


def test_the_reader_gets_abbreviations_with_their_words_and_clause(client, assistant):
    terms = {one["term"]: one for one in client.get(f"/glossary?text={KEY}").json()["terms"]}
    wsis = terms["WSIS"]
    assert wsis["words"] == "World Summit on the Information Society"
    clause = unquote(urlsplit(wsis["address"]).query.removeprefix("clause="))
    assert assistant.library.provision(ProvisionId.parse(clause))
    assert terms["ICT"]["mark"] is False, "it is in every other clause"
    assert client.get("/glossary?text=nonsense").status_code == 400
    assert client.get("/glossary?text=itu-pp/res-25/2022").status_code == 404


def test_addresses_keep_every_character():
    key = EditionKey.parse(KEY)
    assert parse_qs(urlsplit(ask_address("A & B? C+D", key)).query) == {
        "ask": ["A & B? C+D"],
        "edition": [KEY],
    }


@pytest.mark.browser
def test_an_abbreviation_is_explained_to_the_keyboard_and_quotes_stay_right(desktop, address_of_site):
    browser, clause = desktop, ProvisionId.parse(f"{KEY}#annex_1__para_33")
    browser.visit(f"{address_of_site}{address(clause)}")
    browser.until(lambda: browser.one(".clause.open abbr.short-form[tabindex='0']"))
    words = browser.execute_script("return document.querySelector('.clause.open .words').textContent")
    browser.execute_script("document.querySelector('.clause.open .marker').focus()")
    browser.switch_to.active_element.send_keys(Keys.TAB)
    browser.until(lambda: "least developed countries" in browser.one("#long-form").text)
    assert browser.said == "LDCs: least developed countries"
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert not browser.all("#long-form")
    at = words.index("(LDCs)")
    browser.visit(f"{address_of_site}{address(clause)}&quote={at}-{at + 13}")
    browser.until(lambda: browser.one("abbr.short-form") and browser.one("mark.quoted"))
    marked = "".join(one.get_attribute("textContent") for one in browser.all("mark.quoted"))
    assert marked == words[at : at + 13]


@pytest.mark.browser
def test_a_link_of_ours_asks_its_question_once(desktop, address_of_site):
    browser = desktop
    browser.get(f"{address_of_site}/start?text={KEY}")
    link = browser.one('.questions a[href^="/?ask="]')
    (question,) = parse_qs(urlsplit(link.get_attribute("href")).query)["ask"]
    browser.execute_script("arguments[0].click()", link)
    browser.until(lambda: browser.one(".answer"))
    assert [one.text for one in browser.all("#log .question")] == [question]
    assert "ask=" not in browser.current_url
    browser.refresh()
    browser.until(lambda: browser.one("#log .conversation:not([data-opening])"))
    browser.until(lambda: browser.one(".answer"))
    assert len(browser.all("#log .question")) == 1


@pytest.mark.browser
def test_a_link_from_elsewhere_types_its_question_and_does_not_ask(desktop, address_of_site):
    browser = desktop
    browser.visit(f"{address_of_site}{ask_address('Who oversees the strategic plan?')}")
    box = browser.one("#question textarea")
    browser.until(lambda: box.get_attribute("value") == "Who oversees the strategic plan?")
    assert "ask=" not in browser.current_url
    browser.refresh()
    browser.until(lambda: browser.one("#log .conversation:not([data-opening])"))
    assert not browser.all("#log .question")


@pytest.mark.browser
def test_the_page_explains_opens_and_filters(desktop, address_of_site):
    browser = desktop
    browser.get(f"{address_of_site}/start?text={KEY}")
    name = browser.one("#anatomy .heads .named")
    browser.execute_script("arguments[0].focus()", name)
    explained = browser.one(f"#{name.get_attribute('aria-describedby')}")
    assert explained.is_displayed()
    name.send_keys(Keys.ESCAPE)
    assert not explained.is_displayed()
    browser.one("#map-open").click()
    assert not browser.all("#map details:not([open])")
    browser.one("#q").send_keys("wsis")
    browser.until(lambda: browser.one("#word-count").text.startswith("1 of "))
    assert [one.text.split("\n")[0] for one in browser.all(".glossary > div:not([hidden])")] == ["WSIS"]
    assert len(browser.all(".questions > li")) == 10


@pytest.mark.browser
def test_on_a_tablet_questions_are_44_pixels_high_and_do_not_overlap(desktop, address_of_site):
    desktop.size(820, 900)
    desktop.get(f"{address_of_site}/start?text={KEY}")
    boxes = [one.rect for one in desktop.all(".questions a")]
    assert min(one["height"] for one in boxes) > 43.5
    assert all(one["y"] + one["height"] <= after["y"] for one, after in pairwise(boxes))


@pytest.mark.browser
def test_links_within_a_page_and_back_are_no_fault(desktop, address_of_site):
    desktop.start_anew()
    desktop.get(f"{address_of_site}/start?text={KEY}")
    desktop.one('.within a[href="#map"]').click()
    desktop.back()
    desktop.until(lambda: "#" not in desktop.current_url)
    assert desktop.errors == []


@pytest.fixture
def address_of_site(request):
    return request.getfixturevalue("address")


def test_the_page_says_what_became_of_each_section_since_the_edition_before(assistant, tmp_path, resolution):
    before = replace(
        resolution,
        key=replace(resolution.key, year=2018),
        name="Resolution 71 (Rev. Dubai, 2018)",
        provisions=tuple(
            replace(unit, text=f"{unit.text} Once") if unit.eid == "annex_1__para_8" else unit
            for unit in resolution.provisions
            if "sec_2-8" not in unit.eid and unit.parent != "annex_1__sec_2-8"
        ),
    )
    library = Library((before, resolution), catalogue())
    app = application(Assistant(library, search_without_index(library.editions, ())), Settings(home=tmp_path))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        html = client.get(f"/start?text={KEY}").text
    assert "<h4>Changes since 2018</h4>" in html
    for section, became in (("Vision", "changed"), ("Mission", "unchanged"), ("Enablers", "new")):
        assert f"<li><b>{section}</b> {became}</li>" in html
    assert f'href="/compare?a={before.key}&amp;b={KEY}"' in html
