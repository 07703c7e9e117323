"""The palette: typed words lead to clauses, texts, pages, bodies, phrases and the chat; by keys too."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from selenium.webdriver.common.keys import Keys
from starlette.testclient import TestClient

from assistant.library.library import Library
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.web.server import application
from corpus.catalogue import Catalogue
from corpus.instruments import Edition
from index import search_without_index
from ingest import parse_source, text_source

TEXT = """\
RESOLUTION {number} (REV. {city}, {year})

{title}

The Plenipotentiary Conference of the International Telecommunication Union ({place}, {year}),

considering

a) that bells are heard in fog;

b) that Resolution 977 (Rev. Osterley, 2027) of this conference asks for ropes,

resolves to instruct the bell-ringers

1 to ring the bells each hour of fog;

2 to oil them,

instructs the ITU Council

1 to buy ropes;

2 to count the bells.

ANNEX 1 TO RESOLUTION {number} (REV. {city}, {year})

1 The largest bell is rung first.
"""


def edition(number: int, place: str, year: int, title: str) -> Edition:
    text = TEXT.format(number=number, city=place.upper(), place=place, year=year, title=title)
    return parse_source(text_source(text), "bells").edition()


BELLS = edition(980, "Willowford", 2031, "Bells of the breakwater")
BEFORE = edition(980, "Osterley", 2027, "Bells of the breakwater")
PIERS = edition(981, "Willowford", 2031, "Lamps on the <b>piers</b>")


def served(home, *editions: Edition) -> TestClient:
    library = Library(editions, Catalogue(()))
    assistant = Assistant(library, search_without_index(library.editions, ()))
    return TestClient(application(assistant, Settings(home=home)), base_url="http://127.0.0.1")


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with served(tmp_path_factory.mktemp("home"), BELLS, BEFORE, PIERS) as client:
        yield client


def clause(eid: str, text: str = "itu-pp/res-980/2031") -> str:
    return f"/?clause={quote(f'{text}#{eid}', safe='')}"


def first(client: TestClient, typed: str) -> tuple[str, str, str]:
    group = client.get("/palette", params={"q": typed}).json()["groups"][0]
    option = group["options"][0]
    return group["name"], option["words"], option["href"]


COUNCIL = "Resolution 980 (Rev. Willowford, 2031), instructs the ITU Council 2"
NEWEST = clause("instructs-itu-council__para_2")


@pytest.mark.parametrize(
    ("rule", "typed", "name", "words", "href"),
    [
        ("a bare number is a text's", "980 council 2", "Clauses", COUNCIL, NEWEST),
        ("blanks and capitals", "  980  COUNCIL 2 ", "Clauses", COUNCIL, NEWEST),
        ("a usual label", "Res. 980 instructs the Council 2", "Clauses", COUNCIL, NEWEST),
        (
            *("a year chooses the edition", "980 2027 council 2", "Clauses"),
            *("Resolution 980 (Rev. Osterley, 2027), instructs the ITU Council 2",),
            clause("instructs-itu-council__para_2", "itu-pp/res-980/2027"),
        ),
        (
            *("a part of a verb", "981 resolves 2", "Clauses"),
            "Resolution 981 (Rev. Willowford, 2031), resolves to instruct the bell-ringers 2",
            clause("resolves-instruct-bell-ringers__para_2", "itu-pp/res-981/2031"),
        ),
        (
            *("a paragraph of an annex", "980 annex 1 1", "Clauses"),
            "Resolution 980 (Rev. Willowford, 2031), Annex 1, §1",
            clause("annex_1__para_1"),
        ),
        (
            *("a text by its number", "980", "Texts", "Resolution 980 (Rev. Willowford, 2031)"),
            clause("preface__docnumber"),
        ),
        (
            *("words of a title", "lamps pie", "Texts", "Resolution 981 (Rev. Willowford, 2031)"),
            clause("preface__docnumber", "itu-pp/res-981/2031"),
        ),
        ("a text that is only cited", "res 977", "Texts", "res 977", "/library#holding:itu-pp/res-977/2027"),
        ("a page", "duties", "Pages", "Duties", "/duties"),
        ("a page by its first letters", "conc", "Pages", "Concordance", "/concordance"),
        ("a body", "council", "Duties", "ITU Council", "/duties?body=ITU%20Council"),
        (
            *("a phrase", "heard in fog", "Exact phrase", "Find “heard in fog” in all texts"),
            "/concordance?q=heard%20in%20fog",
        ),
        (
            *("a question", "Who buys ropes & oil?", "Ask", "Ask “Who buys ropes & oil?”"),
            "/?ask=Who%20buys%20ropes%20%26%20oil%3F",
        ),
        ("markup is text", "<b>piers</b>", "Texts", "Resolution 981 (Rev. Willowford, 2031)",
         clause("preface__docnumber", "itu-pp/res-981/2031")),
    ],
)  # fmt: skip
def test_what_is_typed_leads_first_to(client, rule: str, typed: str, name: str, words: str, href: str):
    assert first(client, typed) == (name, words, href), rule


def test_superseded_editions_come_after_those_in_force_and_say_so(client):
    (texts, *_) = client.get("/palette", params={"q": "bells breakwater"}).json()["groups"]
    assert [option["words"] for option in texts["options"]] == [BELLS.name, BEFORE.name]
    assert texts["options"][1]["note"] == f"superseded by {BELLS.name}"


def test_every_address_is_served(client):
    for typed in ("", "980", "980 council 2", "council", "bells"):
        for group in client.get("/palette", params={"q": typed}).json()["groups"]:
            for option in group["options"]:
                assert client.get(option["href"]).status_code == 200, option


def test_whatever_is_typed_can_be_asked_and_nothing_typed_gives_the_pages(client):
    (pages,) = client.get("/palette").json()["groups"]
    assert [option["href"] for option in pages["options"]][:3] == ["/", "/start", "/library"]
    groups = client.get("/palette", params={"q": "zither " * 40}).json()["groups"]
    assert [group["name"] for group in groups] == ["Exact phrase", "Ask"]
    assert groups[1]["options"][0]["ask"] == " ".join(["zither"] * 40)


@pytest.mark.parametrize(
    ("rule", "typed", "remark"),
    [
        ("too long", "a" * 10_000, "The question has 10,000 characters; ask in at most 2,000."),
        ("no words", "#?!", "The question contains no readable words"),
        ("controls", "\x01\x02\x1b", "The question is empty"),
    ],
)
def test_what_cannot_be_read_gives_a_sentence(client, rule: str, typed: str, remark: str):
    found = client.get("/palette", params={"q": typed})
    assert found.status_code == 200
    assert (found.json()["groups"], found.json()["remark"].startswith(remark)) == ([], True), rule


def test_an_empty_library_offers_pages_and_the_chat(tmp_path):
    with served(tmp_path) as client:
        assert first(client, "library") == ("Pages", "Library", "/library")
        assert first(client, "980 council 2")[0] == "Ask"


def test_without_script_nothing_of_it_is_seen(client):
    html = client.get("/duties").text
    assert "data-go-to hidden" in html
    assert '<dialog class="palette" id="palette"' in html
    assert "<dialog open" not in html


@pytest.mark.browser
def test_keys_open_the_palette_choose_and_go_and_focus_comes_back(desktop, address):
    desktop.visit(f"{address}/?clause={quote('itu-pp/res-71/2022#resolves', safe='')}")
    desktop.until(lambda: desktop.one("#read .open"))
    focused = desktop.one("[data-go-to]")
    focused.send_keys("?")
    assert desktop.one("#keys").is_displayed()
    desktop.switch_to.active_element.send_keys(Keys.ESCAPE)

    focused.send_keys(Keys.CONTROL, "k")
    box = desktop.one("#palette-words")
    desktop.until(lambda: desktop.all("#palette-places [role=option]"))
    assert desktop.switch_to.active_element == box
    box.send_keys(Keys.ARROW_DOWN)
    chosen = desktop.one("#palette-places [aria-selected=true]")
    assert (chosen.text, box.get_attribute("aria-activedescendant")) == (
        "Start here",
        chosen.get_attribute("id"),
    )
    box.send_keys(Keys.ESCAPE)
    assert (desktop.one("#palette").is_displayed(), desktop.switch_to.active_element) == (False, focused)

    focused.send_keys(Keys.CONTROL, "k")
    box.send_keys("71 council 3", Keys.ENTER)  # before the places are there
    opened = desktop.until(lambda: desktop.one("#read .open[id$='instructs-itu-council__para_3']"))
    assert desktop.one("#palette").is_displayed() is False
    desktop.until(
        lambda: desktop.execute_script("return arguments[0].contains(document.activeElement)", opened)
    )
    assert desktop.errors == []


@pytest.mark.parametrize("typed", ["²", "¹", '"²"', "٣"])
def test_digits_that_are_no_words_lead_nowhere_by_name(client, typed):
    assert client.get("/palette", params={"q": typed}).status_code == 200
