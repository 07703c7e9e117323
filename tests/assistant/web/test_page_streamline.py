"""The page of clauses that texts share: the choice, the lines, the filter, files, and what is refused."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from assistant.library.library import Library
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.web.server import application
from corpus.catalogue import Catalogue
from index import search_without_index
from ingest import parse_source, text_source

LAMPS = "to replace every oil lamp on the northern piers by an electric lantern before the autumn gales"
TEXTS = [
    parse_source(
        text_source(
            f"RESOLUTION {number} (REV. WILLOWFORD, 2031)\n\nMatters\n\nThe Plenipotentiary Conference "
            "of the International Telecommunication Union (Willowford, 2031),\n\n"
            "instructs the Secretary-General\n\n"
            f"1 {LAMPS};\n\n2 {own}.\n"
        ),
        "matters",
    ).edition()
    for number, own in ((961, "to sell <the> piers"), (962, "to count the gulls of each harbour"))
]
BOTH = "text=itu-pp/res-961/2031&text=itu-pp/res-962/2031"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    library = Library(tuple(TEXTS), Catalogue(()))
    assistant = Assistant(library, search_without_index(library.editions, ()))
    app = application(assistant, Settings(home=tmp_path_factory.mktemp("home")))
    with TestClient(app, base_url="http://127.0.0.1", headers={"accept": "text/html"}) as client:
        yield client


def test_texts_are_chosen_by_boxes_that_stay_checked(client):
    assert client.get("/streamline").text.count('type="checkbox"') == 2
    assert client.get(f"/streamline?{BOTH}").text.count(" checked>") == 2


def test_both_clauses_are_shown_with_the_words_in_common_and_the_proposal(client):
    html = client.get(f"/streamline?{BOTH}").text
    assert html.count(f"<mark>{LAMPS}</mark>") == 2
    assert '<strong class="suppress">Suppress</strong>' in html
    assert 'href="/?clause=itu-pp%2Fres-961%2F2031' in html
    assert "<tr" not in client.get(f"/streamline?{BOTH}&show=merge").text.partition('id="found"')[2]


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("text=itu-pp/res-961/2031", 400, "two texts or more"),
        ("text=itu-pp/res-7/2031&text=itu-pp/res-961/2031", 404, "not in the library"),
        (f"{BOTH}&show=burn", 400, "not a proposal"),
    ],
)
def test_what_makes_no_map_is_said(client, query, status, said):
    for address in ("/streamline", "/streamline/xlsx"):
        answer = client.get(f"{address}?{query}")
        assert (answer.status_code, said in answer.text) == (status, True)


@pytest.mark.parametrize(("ending", "opening"), [("xlsx", b"PK"), ("docx", b"PK")])
def test_a_map_is_had_as_a_file(client, ending, opening):
    answer = client.get(f"/streamline/{ending}?{BOTH}")
    assert answer.status_code == 200
    assert answer.content.startswith(opening)
    assert f"streamlining-map.{ending}" in answer.headers["content-disposition"]
    assert client.get(f"/streamline/pdf?{BOTH}").status_code == 404


def test_drafters_find_the_map(client):
    for address in ("/compare", "/draft"):
        assert 'href="/streamline"' in client.get(address).text
    assert "/streamline" in client.get("/palette?q=streamlining").text
