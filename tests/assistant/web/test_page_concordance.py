"""The concordance: places in context, wordings by year, an export, words selected in the reader."""

from __future__ import annotations

import csv
import io
import re
from urllib.parse import quote

import pytest
from selenium.webdriver.common.keys import Keys
from starlette.testclient import TestClient

from assistant.library.library import Library
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.web.routes.concordance import MOST
from assistant.web.server import application
from corpus.catalogue import Catalogue
from corpus.instruments import Edition
from index import search_without_index
from ingest import parse_source, text_source

TEXT = """\
RESOLUTION {number} (REV. {city}, {year})

Lamps on the piers

The Plenipotentiary Conference of the International Telecommunication Union ({place}, {year}),

resolves

{clauses}
"""


def edition(number: int, place: str, year: int, *clauses: str) -> Edition:
    listed = "\n\n".join(f"{at} {one}" for at, one in enumerate(clauses, 1))
    text = TEXT.format(number=number, city=place.upper(), place=place, year=year, clauses=listed)
    return parse_source(text_source(text), "lamps").edition()


OLD = edition(980, "Osterley", 2026, "that the mooring plan for the piers be kept;", "that reeds be cut;")
NEW = edition(
    980, "Willowford", 2030,
    "=SUM(1) and that the mooring plan for the piers be read at dawn, <b>aloud</b>;",
    "that the yearly mooring plan of the piers be kept",
)  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    library = Library((OLD, NEW), Catalogue(()))
    assistant = Assistant(library, search_without_index(library.editions, ()))
    app = application(assistant, Settings(home=tmp_path_factory.mktemp("home")))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_every_place_has_its_context_and_a_link_that_marks_the_phrase(client):
    html = client.get("/concordance", params={"q": "mooring plan for the piers"}).text
    id_ = quote("itu-pp/res-980/2026#resolves__para_1", safe="")
    assert f'href="/?clause={id_}&amp;quote=9-35"' in html
    assert "that the mooring plan for the piers be kept; resolves 1" in plain(html)
    assert "superseded by Resolution 980 (Rev. Willowford, 2030)" in plain(html)
    assert "style=" not in html


def test_places_are_counted_by_text_and_year_with_first_and_last_use(client):
    words = plain(client.get("/concordance", params={"q": "mooring plan for the piers"}).text)
    assert "2 occurrences in 2 of 2 texts. First use: Resolution 980 (Rev. Osterley, 2026)." in words
    assert "Last use: Resolution 980 (Rev. Willowford, 2030)." in words
    assert "Wording 2026 2030 All mooring plan for the piers 1 1 2 mooring plan of the piers 1 1" in words


def test_the_options_are_in_the_address_and_in_the_form(client):
    html = client.get("/concordance", params={"q": "Mooring", "case": "1", "current": "1"}).text
    assert "No text in the library has exactly these words in an edition that is not superseded." in plain(
        html
    )
    assert re.search(r'name="case" value="1" checked', html)
    assert not re.search(r'name="inside" value="1" checked', html)


def test_words_of_texts_and_of_the_address_are_shown_and_not_run(client):
    html = client.get("/concordance", params={"q": "read at dawn, <b>aloud</b>"}).text
    assert "&lt;b&gt;aloud&lt;/b&gt;" in html
    assert "<b>aloud" not in html


def test_without_a_phrase_the_page_says_what_it_does(client):
    answer = client.get("/concordance")
    assert answer.status_code == 200
    assert "See every place where the texts use a phrase" in answer.text


@pytest.mark.parametrize(
    ("rule", "phrase", "sentence"),
    [
        (
            "2,000 characters",
            "lamps " * 333 + "la",
            "A phrase can have 300 characters at most; this one has 2,000.",
        ),
        ("no word", "“…”", "The phrase has no word in it."),
    ],
)
def test_what_cannot_be_searched_for_is_said_in_a_sentence(client, rule: str, phrase: str, sentence: str):
    for path in ("/concordance", "/concordance.csv"):
        answer = client.get(path, params={"q": phrase})
        assert answer.status_code == 400, rule
        assert sentence in plain(answer.text), rule


def test_what_no_text_has_leads_on(client):
    html = client.get("/concordance", params={"q": "the mooring plan for the whales"}).text
    assert "No text in the library has exactly these words." in html
    assert '<a href="/">Ask a question</a>' in html


def test_all_places_can_be_exported_and_no_cell_is_a_formula(client):
    answer = client.get("/concordance.csv", params={"q": "mooring plan for the piers"})
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["year"], row["clause"], row["phrase"]) for row in rows] == [
        ("2030", "resolves 1", "mooring plan for the piers"),
        ("2026", "resolves 1", "mooring plan for the piers"),
    ]
    assert rows[0]["before"] == "'=SUM(1) and that the"
    assert rows[1]["superseded by"] == "Resolution 980 (Rev. Willowford, 2030)"
    assert rows[1]["address"].startswith("http://127.0.0.1/?clause=itu-pp%2Fres-980")


def test_a_page_has_so_many_places_and_says_that_there_are_more(tmp_path):
    many = edition(981, "Willowford", 2030, *["that reeds and reeds be cut"] * MOST)
    library = Library((many,), Catalogue(()))
    app = application(Assistant(library, search_without_index((many,), ())), Settings(home=tmp_path))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        html = client.get("/concordance", params={"q": "reeds"}).text
        rows = client.get("/concordance.csv", params={"q": "reeds"}).text.splitlines()
    assert html.count("<mark>") == MOST
    assert f"The first {MOST} of {2 * MOST:,} occurrences are shown." in plain(html)
    assert len(rows) == 2 * MOST + 1


SELECT = """
const words = document.querySelector("#read .open > .line > .words");
const text = document.createTreeWalker(words, NodeFilter.SHOW_TEXT).nextNode();
const range = document.createRange();
range.setStart(text, 2);
range.setEnd(text, text.data.indexOf(" ", 12) - 2);
getSelection().removeAllRanges();
getSelection().addRange(range);
return text.data.slice(0, text.data.indexOf(" ", 12));
"""


@pytest.mark.browser
@pytest.mark.parametrize("width", [1440, 390])
def test_selected_words_lead_to_all_their_places(desktop, address, width):
    desktop.size(width, 900)
    desktop.get(f"{address}/?clause={quote('itu-pp/res-71/2022#annex_1__para_3', safe='')}")
    desktop.until(lambda: desktop.one("#read .open > .line > .words"))
    desktop.execute_script("document.body.dataset.view = 'read'")
    words = desktop.execute_script(SELECT)
    link = desktop.until(lambda: desktop.one("#read .find-everywhere:not([hidden])"))
    assert link.is_displayed()
    if width > 900:
        desktop.switch_to.active_element.send_keys(Keys.TAB)
        assert desktop.switch_to.active_element == link
        link.send_keys(Keys.ENTER)
    else:
        link.click()
    desktop.until(lambda: desktop.one("#sheet mark"))
    assert desktop.one("#q").get_attribute("value") == words
    assert desktop.one("#sheet mark").text.lower() == words.lower()
