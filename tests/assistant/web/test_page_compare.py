"""The page that compares two texts: the choice, the rows, the filter, files, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from importlib.resources import files

import pytest
from starlette.datastructures import URL, QueryParams
from starlette.testclient import TestClient

from assistant.comparison.comparison import Comparison
from assistant.library.library import Library
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.web.comparing import ComparisonQuery, Page
from assistant.web.server import application
from assistant.web.service import State
from corpus.catalogue import Catalogue
from corpus.instruments import Edition, Kind
from corpus.keys import EditionKey
from index import search_without_index
from ingest import parse_source, text_source

TEXT = """\
RESOLUTION {number} (REV. {capitals}, {year})

Corks of the nets

The Plenipotentiary Conference of the International Telecommunication Union ({city}, {year}),

considering

a) that corks float;

b) that a net without corks sinks to the mud of the harbour,

resolves

{clauses}
"""
OAKS = "that corks be cut from the bark of old oaks"
TWELVE = "that every net have twelve corks of one size"
LOST = "that lost corks be reported to the keeper of the nets"
THEN_KEY, NOW_KEY, FERRIES_KEY = "itu-pp/res-950/2027", "itu-pp/res-950/2031", "itu-pp/res-951/2031"
PAIR = {"a": THEN_KEY, "b": NOW_KEY}


def edition(number: int, city: str, year: int, *clauses: str) -> Edition:
    listed = "\n\n".join(f"{at} {one};" for at, one in enumerate(clauses, 1))
    text = TEXT.format(number=number, city=city, capitals=city.upper(), year=year, clauses=listed)
    return parse_source(text_source(text), "corks").edition()


THEN = edition(950, "Osterley", 2027, OAKS, TWELVE, LOST)
NOW = edition(
    950, "Willowford", 2031, TWELVE.replace("twelve", "sixteen"), LOST, OAKS, "that corks be counted"
)
OTHER = edition(951, "Willowford", 2031, "that ferries leave at noon", LOST)
FERRIES = parse_source(
    text_source(
        "RESOLUTION 952 (REV. WILLOWFORD, 2031)\n\nFerries\n\nThe Plenipotentiary Conference of the "
        "International Telecommunication Union (Willowford, 2031),\n\nresolves\n\n1 that ferries leave "
        "at noon;\n\n2 that pilots wear blue coats;\n\n3 that tickets be of paper.\n"
    ),
    "ferries",
).edition()


def library(*editions: Edition) -> Library:
    return Library(editions, Catalogue(()))


def opened(held: Library) -> Assistant:
    return Assistant(held, search_without_index(held.editions, ()))


@pytest.fixture(scope="module")
def served_home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def client(served_home):
    app = application(opened(library(THEN, NOW, OTHER, FERRIES)), Settings(home=served_home))
    with TestClient(app, base_url="http://127.0.0.1", headers={"accept": "text/html"}) as client:
        yield client


def rows(html: str) -> list[tuple[str, str]]:
    """Return the rows of a page: the kind and the id of each."""
    parts = html.split('<li class="change ')[1:]
    return [
        (one.split('class="kind"')[1].split(">")[1].partition("<")[0], one.split('id="')[1].partition('"')[0])
        for one in parts
    ]


def test_a_footnote_mark_is_raised_and_words_stay_the_same():
    def corks(city: str, year: int, word: str) -> Edition:
        clause = f"that every net1 have {word} corks"
        plain = edition(954, city, year, clause)
        one = plain.provision("resolves__para_1")
        note = replace(
            one, eid=f"{one.eid}__ftn_1", parent=one.eid, kind=Kind.FOOTNOTE, marker="¹", text="Of hemp."
        )
        at = plain.provisions.index(one) + 1
        return replace(plain, provisions=(*plain.provisions[:at], note, *plain.provisions[at:]))

    old, new = corks("Osterley", 2027, "twelve"), corks("Willowford", 2031, "sixteen")
    page = Page(Comparison.of(old, new), ComparisonQuery(str(old.key), str(new.key)))
    (row,) = [row for rows, _ in page.blocks for row in rows if row.id == "b-resolves__para_1"]
    for edits in (row.old.words, row.new.words, row.redline):
        pieces = [piece for _, run in edits for piece in run]
        assert [words for words, is_raised in pieces if is_raised] == ["1"]
    assert "".join(w for _, run in row.old.words for w, _ in run).startswith("that every net1 have twelve")


def test_without_a_choice_the_editions_of_one_text_come_first(client):
    html = client.get("/compare").text
    assert html.count(f'href="/compare?a={THEN_KEY}&amp;b={NOW_KEY}"') == 1
    assert f'<option value="{THEN_KEY}" selected>' in html.split('<select name="a"')[1].split("</select>")[0]
    assert f'<option value="{NOW_KEY}" selected>' in html.split('<select name="b"')[1].split("</select>")[0]
    assert '<li class="change' not in html


@pytest.mark.parametrize(
    ("rule", "given", "completed"),
    [
        ("the earlier one is chosen", {"a": THEN_KEY}, (THEN_KEY, NOW_KEY)),
        ("the later one is chosen", {"b": NOW_KEY}, (THEN_KEY, NOW_KEY)),
        ("a text with one edition", {"a": "itu-pp/res-952/2031"}, ("itu-pp/res-952/2031", "")),
    ],
)
def test_one_text_chosen_offers_another_edition_of_it(client, rule, given, completed):
    answer = client.get("/compare", params=given)
    selects = [answer.text.split(f'<select name="{one}"')[1].split("</select>")[0] for one in "ab"]
    chosen = [one.split('" selected')[0].rpartition('"')[2] if "selected" in one else "" for one in selects]
    assert (answer.status_code, tuple(chosen)) == (200, completed), rule


def test_each_clause_is_a_row_with_its_kind_and_leads_to_both_texts(client):
    html = client.get("/compare", params=PAIR).text
    found = dict(reversed(one) for one in rows(html))
    assert found["b-resolves__para_1"] == "MOD"
    assert found["b-resolves__para_2"] == "NOC"
    assert found["b-resolves__para_3"] == "MOVED"
    assert found["b-resolves__para_4"] == "ADD"
    assert 'href="/?clause=itu-pp%2Fres-950%2F2027%23resolves__para_2"' in html
    assert 'href="/?clause=itu-pp%2Fres-950%2F2031%23resolves__para_1"' in html
    assert '<del><span class="voice">deleted: </span>twelve</del>' in html
    assert '<ins><span class="voice">added: </span>sixteen</ins>' in html


def test_unchanged_runs_are_folded_and_counted(client):
    html = client.get("/compare", params=PAIR).text
    assert "<summary>2 unchanged clauses</summary>" in html
    changed = sum(kind != "NOC" for kind, _ in rows(html))
    assert f"{changed} of {len(rows(html))} clauses and headings changed." in html


def test_the_redline_has_both_places_of_what_moved(client):
    html = client.get("/compare", params={**PAIR, "view": "redline"}).text
    row = html.split('id="b-resolves__para_3"')[1].split("</li>")[0]
    assert ">resolves 1</a> → <a" in row
    assert '<div class="old">' not in html
    assert 'name="view" value="redline"' in html


@pytest.mark.parametrize(
    ("show", "kinds"),
    [("ADD", {"ADD"}), ("MOVED,ADD", {"MOVED", "ADD"}), ("SUP", set())],
)
def test_a_filter_in_the_address_leaves_its_kinds_below_their_heads(client, show, kinds):
    html = client.get("/compare", params={**PAIR, "show": show}).text
    assert {kind for kind, id_ in rows(html) if id_ != "b-resolves"} == kinds
    assert ("No clause is of this kind" in html) == (not kinds)
    assert "/compare?a=itu-pp/res-950/2027&amp;b=itu-pp/res-950/2031&amp;show=" in html


def test_the_list_of_changes_leads_to_the_heads_with_their_counts(client):
    where = client.get("/compare", params=PAIR).text.split("Where the changes are</summary>")[1]
    entry = where.split('href="#b-resolves"')[1].split("</li>")[0]
    assert [one.partition("<")[0] for one in entry.split("count ")[1:]] == [
        'mod">1 MOD', 'add">1 ADD', 'moved">1 MOVED'
    ]  # fmt: skip
    assert '<span class="soft">considering</span>' in where


def test_what_is_printed_begins_with_both_texts_the_day_and_the_address(client):
    html = client.get("/compare", params=PAIR).text
    head = html.split('<p class="print-head">')[1].partition("</p>")[0]
    texts, day, address = head.split(" · ")
    assert texts == f"{THEN.name} compared with {NOW.name}"
    assert day == f"{date.today().day} {date.today():%B %Y}"
    assert address == f"http://127.0.0.1/compare?a={THEN_KEY}&amp;b={NOW_KEY}"
    assert 'class="print-head"' not in client.get("/compare").text


def test_the_two_texts_can_be_swapped(client):
    html = client.get("/compare", params=PAIR).text
    assert f'href="/compare?a={NOW_KEY}&amp;b={THEN_KEY}">Swap</a>' in html
    swapped = client.get("/compare", params={"a": NOW_KEY, "b": THEN_KEY}).text
    assert "The newer edition comes first here" in swapped
    assert ("SUP", "a-resolves__para_4") in rows(swapped)


@pytest.mark.parametrize(
    ("rule", "other", "said"),
    [
        ("another instrument", FERRIES_KEY, "These are two different instruments."),
        (
            "an unrelated text",
            "itu-pp/res-952/2031",
            "These two texts have little in common: none of",
        ),
    ],
)
def test_two_instruments_are_said_to_be_two(client, rule, other, said):
    answer = client.get("/compare", params={"a": THEN_KEY, "b": other})
    assert answer.status_code == 200
    assert said in answer.text, rule


@pytest.mark.parametrize(
    ("rule", "given", "status", "said"),
    [
        ("a text with itself", {"a": NOW_KEY, "b": NOW_KEY}, 400, "You chose the same text twice."),
        ("no key", {"a": "nonsense", "b": NOW_KEY}, 400, "“nonsense” does not name a text;"),
        ("a long key", {"a": "x" * 3_000, "b": NOW_KEY}, 400, "…” does not name a text;"),
        (
            "another year",
            {"a": "itu-pp/res-950/2023", "b": NOW_KEY},
            404,
            "“itu-pp/res-950/2023” is not in the library; it has Resolution 950 (",
        ),
        (
            "another text",
            {"a": "itu-pp/res-9/2023", "b": NOW_KEY},
            404,
            "“itu-pp/res-9/2023” is not in the library.",
        ),
        (
            "an unknown kind",
            {**PAIR, "show": "NEW"},
            400,
            "“NEW” is not a kind of change; the kinds are NOC,",
        ),
        ("an unknown view", {**PAIR, "view": "three"}, 400, "There is no view “three”"),
    ],
)
def test_what_cannot_be_compared_is_said_in_a_sentence_with_a_way_on(client, rule, given, status, said):
    answer = client.get("/compare", params=given)
    assert answer.status_code == status, rule
    assert said in answer.text.split('role="alert">')[1].split("</p>")[0], rule
    assert '<select name="a"' in answer.text, rule
    assert "Editions of one text" in answer.text, rule


@pytest.mark.parametrize(
    ("rule", "held", "said"),
    [
        ("one text", (NOW,), "There is only one text in the library, and a comparison needs two."),
        ("no text", (), "There is no text in the library yet."),
    ],
)
def test_a_library_with_too_few_texts_says_where_to_add_one(one_chat, tmp_path, rule, held, said):
    app = application(opened(library(*held)), Settings(home=tmp_path))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        html = client.get("/compare").text
    assert said in html, rule
    assert '<a href="/library">Add a text to the library</a>' in html, rule
    assert "<select" not in html, rule


def test_a_comparison_is_exported(client):
    answer = client.get("/compare/docx", params=PAIR)
    assert (answer.status_code, answer.content.startswith(b"PK")) == (200, True)
    assert "wordprocessingml" in answer.headers["Content-Type"]
    assert 'filename="Resolution 950, 2027 to 2031.docx"' in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("rule", "path", "given", "status", "said"),
    [
        ("an unknown form", "pdf", PAIR, 404, "exported to Word (docx)"),
        ("no choice", "docx", {}, 400, "Choose the two texts"),
        ("not in the library", "docx", {**PAIR, "a": "itu-pp/res-9/2023"}, 404, "is not in the library"),
        ("the same text", "docx", {"a": NOW_KEY, "b": NOW_KEY}, 400, "You chose the same text twice."),
    ],
)
def test_what_cannot_be_exported_is_said_on_a_page(client, rule, path, given, status, said):
    answer = client.get(f"/compare/{path}", params=given)
    assert (answer.status_code, said in answer.text) == (status, True), rule


@pytest.mark.parametrize(
    "asked",
    [
        ComparisonQuery(THEN_KEY, NOW_KEY),
        ComparisonQuery(THEN_KEY, NOW_KEY, ComparisonQuery.read({"show": "SUP,MOD"}).kinds, columns=False),
        ComparisonQuery(THEN_KEY),
        ComparisonQuery("a b&c", "ü=#"),
    ],
)
def test_an_address_is_read_as_it_was_written(asked):
    assert ComparisonQuery.read(QueryParams(URL(asked.address).query)) == asked


class Elements(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_what_an_address_and_a_text_say_is_text(client, one_chat, payloads, tmp_path, every_row):
    plain = {tag for path in ("/compare", f"/compare?a={THEN_KEY}&b={NOW_KEY}") for tag, _ in
             Elements(client.get(path).text).found}  # fmt: skip

    def check(html: str) -> None:
        found = Elements(html).found
        assert {tag for tag, _ in found} <= plain | {"p"}
        assert not any(name.startswith("on") for _, attributes in found for name in attributes)

    def asked(payload: str) -> None:
        for field in ("a", "b", "show", "view"):
            check(client.get("/compare", params={**PAIR, field: payload}).text)

    every_row([(one, one) for one in payloads], asked)
    odd = edition(950, "Willowford", 2031, *[one.replace("\x00", "") for one in payloads], OAKS)
    app = application(opened(library(THEN, odd)), Settings(home=tmp_path))
    with TestClient(app, base_url="http://127.0.0.1") as other:
        check(other.get("/compare", params=PAIR).text)


def test_a_comparison_is_made_once_and_anew_when_the_library_is_another(one_chat, tmp_path):
    app = application(opened(library(THEN, NOW)), Settings(home=tmp_path))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        assert "sixteen" in client.get("/compare", params=PAIR).text
        fewer = edition(950, "Willowford", 2031, TWELVE.replace("twelve", "ten"), LOST)
        app.state.service.library.change(lambda _: State.of(opened(library(THEN, fewer))))
        html = client.get("/compare", params=PAIR).text
    assert "sixteen" not in html
    assert "</span>ten</ins>" in html


def test_every_changed_clause_of_a_long_text_is_shown(one_chat, harbour_plan, tmp_path):
    changed = tuple(
        replace(one, text=one.text.replace("harbour", "coast")) for one in harbour_plan.provisions
    )
    later = replace(harbour_plan, key=EditionKey(harbour_plan.key.instrument, 2034), provisions=changed)
    app = application(opened(library(harbour_plan, later)), Settings(home=tmp_path))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        html = client.get("/compare", params={"a": str(harbour_plan.key), "b": str(later.key)}).text
    assert html.count('<li class="change mod') > 300


# -- in a browser --------------------------------------------------------------------------------

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def address(served, served_home):
    return served(opened(library(THEN, NOW, OTHER, FERRIES)), served_home)


def violations(browser) -> list[str]:
    browser.execute_script(f"{AXE}; window.axe = axe;")
    found = browser.execute_async_script(
        "const [done] = arguments; axe.run(document, { resultTypes: ['violations'] })"
        ".then((one) => done(one.violations), (error) => done(String(error)));"
    )
    assert isinstance(found, list), found
    return [f"{one['impact']}: {one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


@pytest.mark.browser
@pytest.mark.sample
def test_a_phone_shows_one_column_with_both_wordings_and_a_desktop_two(desktop, address):
    desktop.get(f"{address}/compare?a={THEN_KEY}&b={NOW_KEY}")
    row = desktop.until(lambda: desktop.one("#b-resolves__para_1"))
    old, new = (row.find_element("css selector", one) for one in (".old", ".new"))
    assert "twelve" in old.text
    assert "sixteen" in new.text
    assert "twelve" not in new.text
    assert abs(old.location["y"] - new.location["y"]) < 2
    desktop.size(390, 844)
    assert not old.is_displayed()
    assert "twelve" in new.text
    assert "sixteen" in new.text
    assert desktop.execute_script("return document.documentElement.scrollWidth") == 390


@pytest.mark.browser
@pytest.mark.parametrize(("width", "light"), [(1440, "light"), (390, "dark")])
def test_nothing_stands_in_anybodys_way(desktop, address, width, light):
    desktop.size(width, 900)
    scheme = {"features": [{"name": "prefers-color-scheme", "value": light}]}
    desktop.execute_cdp_cmd("Emulation.setEmulatedMedia", scheme)
    for query in ("", f"?a={THEN_KEY}&b={NOW_KEY}", f"?a={THEN_KEY}&b={NOW_KEY}&view=redline&show=MOVED,MOD"):
        desktop.get(f"{address}/compare{query}")
        desktop.until(lambda: desktop.one("main h2"))
        desktop.execute_script("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert violations(desktop) == [], query
