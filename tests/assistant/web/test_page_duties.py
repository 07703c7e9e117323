"""The pages of duties: the table, an office, two editions, files; the state is in the address."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from icalendar import Calendar
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select
from starlette.testclient import TestClient

from assistant.library.library import Library
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.web.server import application
from index import search_without_index
from ingest import parse_source, text_source

PAYLOAD = '"><img src=x onerror=alert(1)>'
TEXT = """\
RESOLUTION 960 (REV. {city}, {year})

Buoys

The Plenipotentiary Conference of the International Telecommunication Union ({place}, {year}),

considering

that buoys are seen from the quay,

{operative}
"""
THEN = """\
instructs the Harbour Board

1 to haul up the buoys of the quay every winter;

2 to scrape them by 2032,"""
NOW = "invites the Harbour Board\n\n1 to haul up the buoys of the quay every winter,"


def edition(place: str, year: int, operative: str):
    text = TEXT.format(city=place.upper(), place=place, year=year, operative=operative)
    return parse_source(text_source(text), "buoys").edition()


@pytest.fixture(scope="module")
def client(assistant, home):
    with TestClient(application(assistant, Settings(home=home)), base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture(scope="module")
def harbour(assistant, tmp_path_factory):
    held = (edition("Osterley", 2027, THEN), edition("Willowford", 2031, NOW))
    library = Library(held, assistant.library.catalogue)
    app = application(
        Assistant(library, search_without_index(held, ())), Settings(home=tmp_path_factory.mktemp("empty"))
    )
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture(scope="module")
def empty(assistant, tmp_path_factory):
    library = Library((), assistant.library.catalogue)
    app = application(
        Assistant(library, search_without_index((), ())), Settings(home=tmp_path_factory.mktemp("empty"))
    )
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client


def rows(html: str) -> list[str]:
    return html.split('<td role="cell" class="bodies">')[1:]


def test_the_table_has_every_duty_with_its_clause(client):
    html = client.get("/duties").text
    assert len(rows(html)) == 13
    assert "<strong>13 duties</strong> in 1 text · 11 binding · 2 inviting" in html
    assert 'href="/?clause=itu-pp%2Fres-71%2F2022%23instructs-itu-council__para_3"' in html
    assert "<span>annually</span>" in html


def test_columns_are_there_if_a_duty_that_is_shown_has_something_in_them(client):
    html = client.get("/duties?when=recurring").text
    assert "Empty columns left out: Condition</p>" in html
    assert 'data-label="Reports to"' in html
    assert 'data-label="Condition"' not in html


def test_the_list_below_a_clause_is_in_its_row(client):
    html = client.get("/duties?body=Member+States").text
    assert len(rows(html)) == 1
    assert html.count('<span class="marker">-</span>') == 2


@pytest.mark.parametrize(
    ("query", "count"),
    [("body=Council", 5), ("verb=inviting", 2), ("when=recurring", 1), ("words=operational+plans", 3)],
)
def test_filters_are_in_the_address_and_come_back(client, query: str, count: int):
    html = client.get(f"/duties?{query}&group=body&sort=force").text
    assert f"<strong>{count} " in html
    name, _, value = query.partition("=")
    field = html.partition(f'name="{name}"')[2].partition("</p>")[0]
    assert f'value="{value.replace("+", " ")}"' in field
    assert f"/duties/export/ics?{query}&amp;group=body&amp;sort=force" in html


def test_superseded_editions_are_shown_when_asked_for(harbour):
    assert "<strong>1 duty</strong>" in harbour.get("/duties").text
    html = harbour.get("/duties?superseded=1").text
    assert "<strong>3 duties</strong> in 2 texts" in html
    assert html.count('class="superseded"') == 2


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/duties?text=nonsense", 404, "“nonsense” is not in the library."),
        (
            "/duties?sort=size",
            400,
            "&#39;size&#39; is no value of &#39;sort&#39;; use text, body, force, time.",
        ),
        ("/duties?words=" + "a" * 2000, 400, "has 2,000 characters, more than 200; use fewer words."),
        ("/duties?body=Unicorn", 200, "No duties found for “Unicorn”."),
        ("/duties?body=Unicorn&when=due", 200, "No duties found with these filters."),
        ("/duties/office?body=Unicorn", 404, "“Unicorn” was not found in the library."),
        ("/duties/office?body=" + "a" * 2000, 400, "The name has 2,000 characters, more than 200."),
        (
            "/duties/changes?a=itu-pp/res-71/2022&b=itu-pp/res-71/1999",
            404,
            "“itu-pp/res-71/1999” is not in the library; it has Resolution 71 (",
        ),
        ("/duties/changes?a=nonsense&b=itu-pp/res-71/2022", 400, "“nonsense” does not name a text;"),
        ("/duties/changes?a=itu-pp/res-71/2022&b=itu-pp/res-71/2022", 400, "Both are the same edition."),
        ("/duties/export/csv?text=nonsense", 404, "“nonsense” is not in the library."),
    ],
)
def test_bad_input_gets_a_sentence_and_a_way_on(client, path: str, status: int, sentence: str):
    answer = client.get(path)
    assert answer.status_code == status
    assert sentence in answer.text
    assert re.search(r'<main.*href="/', answer.text, re.DOTALL)


def test_an_empty_library_says_so_on_each_page(empty):
    for path in ("/duties", "/duties/office", "/duties/office?body=Council", "/duties/changes"):
        html = empty.get(path).text
        assert "The library is empty" in html
        assert '<a href="/library">Add texts to the library</a>' in html


def test_what_is_typed_is_escaped(client):
    for path in (
        "/duties?body=",
        "/duties?words=",
        "/duties?text=",
        "/duties/office?body=",
        "/duties/changes?b=x&a=",
    ):
        html = client.get(path + quote(PAYLOAD)).text
        assert "<img" not in html


MANY = "instructs the Harbour Board\n\n" + "\n\n".join(f"{at} to count buoy {at};" for at in range(1, 31))


@pytest.fixture(scope="module")
def long_table(assistant, tmp_path_factory):
    other = TEXT.replace("960", "961").format(city="FALDO", place="Faldo", year=2031, operative=NOW)
    held = (edition("Willowford", 2031, MANY), parse_source(text_source(other), "buoys").edition())
    library = Library(held, assistant.library.catalogue)
    app = application(
        Assistant(library, search_without_index(held, ())), Settings(home=tmp_path_factory.mktemp("empty"))
    )
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client


def test_a_long_table_opens_one_group(long_table):
    assert len(rows(long_table.get("/duties").text)) == 30
    assert len(rows(long_table.get("/duties?open=Resolution+960+(Rev.+Willowford,+2031)").text)) == 30
    assert len(rows(long_table.get("/duties?open=Resolution+961+(Rev.+Faldo,+2031)").text)) == 1
    closed = long_table.get("/duties?open=none").text
    assert len(rows(closed)) == 0
    assert closed.count('aria-expanded="false"') == 2


def test_my_office_lists_offices_by_organization(client):
    html = client.get("/duties/office").text
    section = html.partition("<h3>ITU</h3>")[2].partition("</section>")[0]
    assert section.index("Secretary-General</a>") < section.index("Member States</a>")


def test_an_office_has_duties_calendar_and_mentions(client):
    html = client.get("/duties/office?body=ITU+Council").text
    assert len(rows(html)) == 5
    assert "No dates or intervals found in these duties." in html
    assert "<mark>Council</mark>" in html
    html = client.get("/duties/office?body=Secretary-General").text
    assert "<strong>every year</strong>" in html
    assert "counted from the start of 2024–2027, the years in its title. Ends with 2024–2027" in html


@pytest.mark.parametrize(
    ("path", "kind", "opens"),
    [
        ("/duties/export/csv", "text/csv; charset=utf-8", b"\xef\xbb\xbfAddressee,"),
        ("/duties/export/xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        (
            "/duties/export/docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            b"PK",
        ),
        ("/duties/export/ics", "text/calendar; charset=utf-8", b"BEGIN:VCALENDAR"),
        (
            "/duties/office/calendar.ics?body=Secretary-General",
            "text/calendar; charset=utf-8",
            b"BEGIN:VCALENDAR",
        ),
    ],
)
def test_duties_are_exported(client, path: str, kind: str, opens: bytes):
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
    assert answer.content.startswith(opens)
    assert answer.headers["content-disposition"].startswith("attachment")


def test_a_calendar_leads_to_the_clause(client):
    events = Calendar.from_ical(client.get("/duties/export/ics").content).walk("VEVENT")
    assert [str(one["url"]) for one in events] == [
        "http://127.0.0.1/?clause=itu-pp%2Fres-71%2F2022%23instructs-secretary-general-directors-bureaux__para_4"
    ]


def test_an_offices_calendar_has_superseded_editions_when_they_are_asked_for(harbour):
    for query, count in (("", 0), ("&superseded=1", 1)):
        answer = harbour.get(f"/duties/office/calendar.ics?body=Harbour+Board{query}")
        assert len(list(Calendar.from_ical(answer.content).walk("VEVENT"))) == count


@pytest.mark.parametrize(
    ("body", "said"), [("Nobody", "“Nobody” was not found in the library."), ("", "Choose a body first.")]
)
def test_a_body_that_no_text_names_has_no_calendar(client, body: str, said: str):
    answer = client.get("/duties/office/calendar.ics", params={"body": body})
    assert answer.status_code == 404
    assert said in answer.text


def test_an_unknown_form_of_export_is_refused(client):
    answer = client.get("/duties/export/exe")
    assert (answer.status_code, answer.text) == (
        404,
        "'exe' is no form of an export; use csv, xlsx, docx, ics\n",
    )


def test_two_editions_show_what_became_weaker_and_what_was_dropped(harbour):
    html = harbour.get("/duties/changes?a=itu-pp/res-960/2027&b=itu-pp/res-960/2031").text
    assert "<del>instructs</del> <ins>invites</ins>" in html
    assert "Weaker <span>1</span>" in html
    assert "Dropped <span>1</span>" in html
    only = harbour.get("/duties/changes?a=itu-pp/res-960/2027&b=itu-pp/res-960/2031&kind=dropped").text
    assert "to scrape them by 2032" in only
    assert "haul up" not in only


def test_editions_that_can_be_compared_are_offered(harbour, client):
    assert (
        'href="/duties/changes?a=itu-pp/res-960/2027&amp;b=itu-pp/res-960/2031"'
        in harbour.get("/duties/changes").text
    )
    assert "No text in the library has two editions." in client.get("/duties/changes").text


@pytest.mark.browser
def test_a_filter_is_set_by_keys_and_the_row_leads_to_its_clause(desktop, address):
    desktop.get(f"{address}/duties")
    Select(desktop.one("#when")).select_by_visible_text("Recurring")
    desktop.one("#body").send_keys("Secretary-General", Keys.ENTER)
    desktop.until(lambda: "when=recurring" in desktop.current_url)
    assert len(desktop.all(".duty-table tbody tr")) == 1
    desktop.one(".duty-table .clause a").click()
    desktop.until(lambda: desktop.one("#read .open"))


@pytest.mark.browser
def test_a_phone_shows_cards_without_sideways_scrolling(desktop, address):
    desktop.size(390, 844)
    desktop.get(f"{address}/duties")
    assert desktop.execute_script("return document.documentElement.scrollWidth") <= 390
    assert desktop.one(".duty-table tr:nth-child(1)").value_of_css_property("display") in (
        "block",
        "table-row",
    )
    assert desktop.one(".duty-table tbody tr").value_of_css_property("display") == "block"
    desktop.size(1440, 900)
