"""The pages of references: a table, the clauses that cite."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
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

Lamps on the piers

The Plenipotentiary Conference of the International Telecommunication Union ({place}, {year}),

considering

a) {first};

b) General Assembly resolution 75/901 of 21 December 2020,

resolves

{second}
"""


def edition(number: int, place: str, year: int, first: str, second: str) -> Edition:
    text = TEXT.format(number=number, city=place.upper(), place=place, year=year, first=first, second=second)
    return parse_source(text_source(text), "lamps").edition()


OLD = edition(970, "Osterley", 2026, "that lamps are few", "to light the <b>piers</b>")
NEW = edition(970, "Willowford", 2030, "Resolution 970 (Rev. Osterley, 2026)", "to follow Resolution 971")
OTHER = edition(
    971, "Willowford", 2030, "Resolution 970 (Rev. Willowford, 2030)", "to apply Annex 3 to this resolution"
)
CLAUSE = "itu-pp/res-970/2030#preamble__considering__rec_a"


def client_of(library: Library, home) -> TestClient:
    app = application(Assistant(library, search_without_index(library.editions, ())), Settings(home=home))
    return TestClient(app, base_url="http://127.0.0.1")


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with client_of(Library((OLD, NEW, OTHER), Catalogue(())), tmp_path_factory.mktemp("home")) as client:
        yield client


def shown(client: TestClient, query: str = "") -> str:
    answer = client.get(f"/references{query}")
    assert answer.status_code == 200
    return answer.text


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_table_counts_the_references_of_each_text(client):
    html = shown(client)
    assert re.findall(r'<a href="(/references\?text=[^"]+)">Resolution 970 \(Rev. Osterley', html) == [
        "/references?text=itu-pp%2Fres-970%2F2026"
    ]
    assert "Resolution 970 (Rev. Willowford, 2030) 2 1" in plain(html)
    assert "Resolution 970 (Rev. Osterley, 2026) superseded 0 1" in plain(html)


def test_the_number_in_a_column_leads_to_the_clauses_that_cite_it(client):
    link = re.search(r'<a href="([^"]+)" aria-label="([^"]+cites Resolution 971[^"]+)">1</a>', shown(client))
    assert link
    href, words = link.groups()
    assert words == "Resolution 970 (2030) cites Resolution 971 (2030) once"
    path, _, place = href.partition("#")
    assert f'id="{place}"' in client.get(path).text


def test_what_is_not_in_the_library_is_listed_by_the_library(client):
    assert 'href="/library#cited"' in shown(client)
    assert 'id="cited"' in client.get("/library").text


def test_a_text_has_what_it_cites_and_what_cites_it_with_the_clauses(client):
    html = shown(client, "?text=itu-pp/res-970/2030")
    words = plain(html)
    assert f'href="/?clause={quote(CLAUSE, safe="")}"' in html
    assert "considering a) superseded by Resolution 970 (Rev. Willowford, 2030)" in words
    assert "resolves “ Resolution 971 ” no edition given; the newest is assumed" in words
    assert "Cited by 1 text Resolution 971 (Rev. Willowford, 2030) considering a)" in words


def test_references_to_itself_are_apart(client):
    words = plain(shown(client, "?text=itu-pp/res-971/2030"))
    assert "References inside this text 1 resolves “Annex 3 to this resolution”" in words
    assert "the text in the library has no such part" in words


def test_a_clause_has_its_own_references(client):
    words = plain(shown(client, f"?clause={quote(CLAUSE, safe='')}"))
    assert "Cites 1 text Resolution 970 (Rev. Osterley, 2026)" in words
    assert "No other text in the library cites it." in words


def test_a_cited_text_that_is_not_in_the_library_has_a_page(client):
    html = shown(client, "?text=un-ga/res-75-901/2020")
    assert "This text is not in the library." in html
    assert 'href="/library#holding:un-ga/res-75-901/2020"' in html
    assert html.count("considering b)") == 3


@pytest.mark.parametrize(
    ("rule", "text", "key"),
    [
        ("a name", "Resolution 970 (Rev. Osterley, 2026)", "itu-pp/res-970/2026"),
        ("a name without its edition", "Resolution 970", "itu-pp/res-970/2030"),
        ("the key of an instrument", "itu-pp/res-970", "itu-pp/res-970/2030"),
    ],
)
def test_a_text_may_be_named(client, rule: str, text: str, key: str):
    answer = client.get("/references", params={"text": text}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (
        303, f"/references?text={quote(key, safe='')}",
    ), rule  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", "itu-pp/res-4/2030"),
        ("text", "<script>"),
        ("text", "x" * 5000),
        ("clause", "itu-pp/res-970/2030#resolves__para_9"),
        ("clause", "no clause"),
    ],
)
def test_what_is_not_there_is_said_on_a_page_with_ways_on(client, name: str, value: str):
    answer = client.get("/references", params={name: value}, headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert 'href="/library"' in answer.text
    assert "<script>" not in answer.text
    assert len(answer.text) < 5000


def test_words_of_a_text_are_shown_and_not_run(client):
    html = shown(client, "?clause=itu-pp/res-970/2026%23resolves__para_nn_1")
    assert "to light the &lt;b&gt;piers&lt;/b&gt;" in html


def test_an_empty_library_says_so(tmp_path):
    with client_of(Library((), Catalogue(())), tmp_path) as client:
        assert "The library is empty." in shown(client)
