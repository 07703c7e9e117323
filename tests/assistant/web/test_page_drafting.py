"""The page for drafters: what was typed comes back, what was found is set against it, all of it escaped."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from assistant.drafting.draft import LONGEST
from assistant.library.heads import HeadsHeld
from assistant.library.library import Library
from assistant.settings import Settings
from assistant.web.draft_form import Form, draft_form
from assistant.web.security.guard import MAX_BODY
from assistant.web.server import application
from corpus.catalogue import Catalogue
from corpus.keys import EditionKey

DRAFT = "instructs the Council to oversee each year how the strategic plan is developed"
PAYLOAD = '"><img src=x onerror=alert(1)><script>alert(1)</script>'


@pytest.fixture(scope="module")
def client(assistant, home):
    with TestClient(application(assistant, Settings(home=home)), base_url="http://127.0.0.1") as client:
        yield client


def sent(client: TestClient, **fields: str) -> str:
    answer = client.post("/draft", content=urlencode(fields))
    assert answer.status_code == 200
    return answer.text


def test_an_empty_form_asks_for_a_draft(client):
    html = client.get("/draft").text
    assert 'name="draft"' in html
    assert "Resolution 71 (Rev. Bucharest, 2022)" in html
    assert "closest adopted clauses" not in html


def test_the_closest_clause_is_set_against_the_draft_with_the_head_above_it(client):
    html = sent(client, draft=DRAFT)
    first = html.split("<article>")[1].split("</article>")[0]
    assert "Resolution 71 (Rev. Bucharest, 2022), instructs the ITU Council" in first
    assert "<del>" in first
    assert "<ins>" in first
    assert "instructs the" in first.split('class="words">')[1].split("<del>")[0]
    assert 'href="/?clause=itu-pp%2Fres-71%2F2022%23instructs-itu-council__para_2"' in html
    assert "Used in Resolution 71 (Rev. Bucharest, 2022)." in first


def test_a_draft_without_a_head_is_set_against_the_clause_alone(client):
    html = sent(client, draft=DRAFT.removeprefix("instructs the Council "))
    assert 'class="told">instructs the ITU Council …' in html


def test_filters_narrow_what_is_searched_and_come_back(client):
    html = sent(client, draft=DRAFT, kind="preambular", verb="recognize")
    labels = [one.partition("</a>")[0].rpartition(">")[2] for one in html.split("<h3>")[1:]]
    assert labels
    assert all(", recognizing " in one for one in labels)
    assert 'selected value="preambular"' in html or 'value="preambular" selected' in html
    assert 'value="recognize"' in html


def test_an_item_is_shown_behind_the_words_that_introduce_it(client, resolution):
    introduction = resolution.provision("invites-member-states__para_nn_1")
    item = resolution.provision("invites-member-states__para_nn_1__indent_1")
    first = sent(client, draft=item.text).partition("<article>")[2].partition("</article>")[0]
    assert f'class="told">invites Member States {introduction.text} …</p>' in first


@pytest.mark.parametrize(
    ("rule", "fields", "said"),
    [
        ("too long", {"draft": "to report " * LONGEST}, "more than 10,000; paste one clause."),
        ("nothing to read", {"draft": "…"}, "The draft is empty"),
        ("an unknown kind", {"draft": DRAFT, "kind": "poem"}, "Unknown kind of clause"),
        (
            "a text that is not held",
            {"draft": DRAFT, "edition": "itu-pp/res-999/2031"},
            "is not in the library",
        ),
        ("no clause passes", {"draft": DRAFT, "verb": "abolish"}, "No clause in the library has verb"),
        ("20,000 characters", {"draft": "to report to all " * 1_177}, "more than 10,000; paste one clause."),
        (
            "an instrument not held",
            {"draft": DRAFT, "edition": "itu-pp/res-999"},
            "The instrument &#39;itu-pp/",
        ),
        ("no year", {"draft": DRAFT, "since": "soon"}, "is no year; write it as 2018."),
        ("years the wrong way", {"draft": DRAFT, "since": "2022", "until": "2018"}, "swap them."),
        ("a year without a text", {"draft": DRAFT, "until": "1990"}, "has year to 1990."),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence_and_nothing_is_lost(client, rule, fields, said):
    html = sent(client, **fields)
    assert said in html.split('role="alert">')[1].split("</p>")[0], rule
    assert fields["draft"][:40] in html, rule


def test_a_text_is_chosen_in_all_its_editions_and_years_come_back(client):
    fields = {"draft": DRAFT, "edition": "itu-pp/res-71", "since": "2020", "until": "2022"}
    html = sent(client, **fields)
    assert "closest adopted clauses" in html
    assert 'name="since" id="since" value="2020"' in html
    assert 'name="until" id="until" value="2022"' in html
    assert 'class="narrowing" data-used open' in html
    assert 'class="narrowing" open' in sent(client, draft=DRAFT)


def test_editions_of_one_instrument_are_chosen_together_or_alone(resolution):
    earlier = replace(
        resolution, key=EditionKey(resolution.key.instrument, 2018), name="Resolution 71 (Rev. B)"
    )
    library = Library((earlier, resolution), Catalogue(()))
    html = str(draft_form(Form(edition="itu-pp/res-71"), library, HeadsHeld.of([resolution])))
    group = html.split('<optgroup label="Resolution 71">')[1].split("</optgroup>")[0]
    assert '<option value="itu-pp/res-71" selected>Resolution 71, all editions</option>' in group
    assert group.index('"itu-pp/res-71/2022"') < group.index('"itu-pp/res-71/2018"')
    assert Form(edition="itu-pp/res-71").given == {"instrument": "itu-pp/res-71"}
    assert Form(edition="itu-pp/res-71/2022").given == {"edition": "itu-pp/res-71/2022"}


def test_verbs_and_bodies_of_the_texts_are_offered(client):
    html = client.get("/draft").text
    known = html.split('<datalist id="addressees-known">')[1].split("</datalist>")[0]
    assert '<option value="ITU Council"></option>' in known
    assert 'list="verbs-known"' in html


def test_a_quotation_has_its_head(client):
    first = sent(client, draft=DRAFT).split("<article>")[1]
    assert 'data-text="“[instructs the ITU Council] to oversee' in first


def test_a_request_beyond_all_bounds_is_refused(client):
    assert client.post("/draft", content=b"draft=" + b"x" * MAX_BODY).status_code == 413


class Elements(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize(
    "field", ["draft", "kind", "verb", "addressee", "edition", "since", "until", "basket"]
)
def test_what_is_typed_is_text(client, field, payloads, every_row):
    plain = Elements(sent(client, draft=DRAFT)).found
    own = {tag for tag, _ in plain} | {"li", "p", "del", "ins"}

    def check(payload: str) -> None:
        typed = Elements(sent(client, **{"draft": DRAFT, field: payload})).found
        assert {tag for tag, _ in typed} <= own
        assert not any(name.startswith("on") for _, attributes in typed for name in attributes)
        leads = [
            found.get(name) or "" for _, found in typed for name in ("src", "href", "action", "formaction")
        ]
        assert not any("example.org" in one or one.startswith("javascript:") for one in leads)

    every_row([(one, one) for one in payloads], check)


def test_only_this_page_may_send_a_form_and_only_here(client):
    policies = [client.get(path).headers["Content-Security-Policy"].split("; ") for path in ("/draft", "/")]
    assert "form-action 'self'" in policies[0]
    assert "form-action 'none'" in policies[1]


def test_the_references_of_a_draft_are_checked(client):
    html = sent(
        client, draft="recalling Resolution 71 (Rev. Bucharest, 2022) and Resolution 71 (Rev. Busan, 2014)"
    )
    checked = html.split('class="checked">')[1].split("</ul>")[0]
    assert "In force, and held." in checked
    assert "The edition in force is Resolution 71 (Rev. Bucharest, 2022)." in checked
    assert "2 references in the draft" in html


COUNCIL = "itu-pp/res-71/2022#instructs-itu-council__para_2"


@pytest.mark.parametrize(("ending", "begins"), [("docx", b"PK"), ("md", b"## Draft")])
def test_what_is_kept_is_taken_away(client, ending, begins):
    fields = urlencode([("draft", DRAFT), ("basket", COUNCIL)])
    answer = client.post(f"/draft/basket/{ending}", content=fields)
    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert f'filename="adopted-language.{ending}"' in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("rule", "basket", "said"),
    [
        ("nothing is kept", [], "Nothing is kept; tick a clause first."),
        ("a clause that is no more", [COUNCIL.replace("para_2", "para_99")], "not in the library any more"),
        ("no id", [PAYLOAD], "is no provision id"),
    ],
)
def test_a_basket_that_cannot_be_given_is_told_and_nothing_is_lost(client, rule, basket, said):
    fields = urlencode([("draft", DRAFT), *(("basket", one) for one in basket)])
    answer = client.post("/draft/basket/docx", content=fields)
    assert answer.status_code == 200
    assert said in answer.text.split('role="alert">')[1].split("</p>")[0], rule
    assert DRAFT in answer.text, rule
    assert "<script>alert" not in answer.text, rule


def test_an_unknown_form_of_a_basket_is_told(client):
    answer = client.post("/draft/basket/pdf", content=urlencode([("basket", COUNCIL)]))
    assert (answer.status_code, "docx, md" in answer.text) == (404, True)


def test_what_is_kept_stays_kept_in_the_next_search(client):
    fields = urlencode([("draft", "that piers are swept"), ("basket", COUNCIL)])
    kept = client.post("/draft", content=fields).text.split("Kept: ")[1]
    assert "instructs the ITU Council 2" in kept
    assert f'value="{COUNCIL}"' in kept
    assert "checked" in kept
