"""The page for drafters: what was typed comes back, what was found is set against it, all of it escaped."""

from __future__ import annotations

import html as entities
import re
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from assistant.drafting.draft import LONGEST
from assistant.drafting.precedents import Precedent, Precedents
from assistant.library.heads import HeadChoices
from assistant.library.library import Library
from assistant.quotation import quotation
from assistant.settings import Settings
from assistant.web.drafting import DraftPage, Form, drafting
from assistant.web.security.guard import MAX_BODY
from assistant.web.server import application
from assistant.web.templating import render
from corpus.catalogue import Catalogue
from corpus.keys import EditionKey
from index.passages import passages

DRAFT = "instructs the Council to oversee each year how the strategic plan is developed"
PAYLOAD = '"><img src=x onerror=alert(1)><script>alert(1)</script>'


@pytest.fixture(scope="module")
def client(assistant, home):
    with TestClient(application(assistant, Settings(home=home)), base_url="http://127.0.0.1") as client:
        yield client


def sent(client: TestClient, status: int = 200, **fields: str) -> str:
    answer = client.post("/draft", content=urlencode(fields))
    assert answer.status_code == status
    return answer.text


def first_of(html: str) -> str:
    return html.split("<article>")[1].split("</article>")[0]


def test_an_empty_form_asks_for_a_draft(client):
    html = client.get("/draft").text
    assert 'name="draft"' in html
    assert "Resolution 71 (Rev. Bucharest, 2022)" in html
    assert "Closest adopted clauses" not in html
    assert "Paste a draft clause to find adopted language close to it, or a whole draft" in html


def test_the_closest_clause_is_set_against_the_draft_with_the_head_above_it(client):
    html = sent(client, draft=DRAFT)
    first = first_of(html)
    assert "Resolution 71 (Rev. Bucharest, 2022), instructs the ITU Council" in first
    adopted, compared = first.split('class="compared"')
    assert "instructs the" in compared.split('class="words">')[1].split("<del>")[0]
    assert "<ins>" in compared
    assert "<del>" not in adopted
    assert "<ins>" not in adopted
    assert 'href="/?clause=itu-pp%2Fres-71%2F2022%23instructs-itu-council__para_2"' in html
    assert "Used in Resolution 71 (Rev. Bucharest, 2022)." in first


def test_a_draft_without_a_head_is_set_against_the_clause_alone(client):
    html = sent(client, draft=DRAFT.removeprefix("instructs the Council "))
    assert html.count('class="governing">instructs the ITU Council …') >= 2


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
    first = first_of(sent(client, draft=item.text))
    assert f'class="governing">invites Member States {introduction.text} …</p>' in first


def test_a_clause_that_introduces_items_is_shown_and_compared_with_them(client, resolution):
    introduction = resolution.provision("invites-member-states__para_nn_1")
    items = [one.text for one in resolution.children(introduction.eid)]
    assert len(items) == 2
    first = first_of(sent(client, draft=introduction.text))
    adopted, compared = first.split('class="compared"')
    assert adopted.count('class="item depth-1"') == len(items)
    assert re.sub(r"<[^>]+>", "", compared).count("strengthen the effectiveness of the Union") == 1
    pasted = entities.unescape(first.split('data-text="')[1].partition('"')[0])
    lines = [line.removeprefix("│ ") for line in pasted.splitlines()]
    assert (
        lines.index(quotation(resolution, introduction).below[0].line) == lines.index(introduction.text) + 1
    )
    whole = sent(client, draft=" ".join([introduction.text, *items]))
    (article,) = [one for one in whole.split("<article>") if f'#{introduction.eid}" data-label' in one]
    assert "<ins>" not in article.split("</article>")[0]
    assert "<del>" not in article.split("</article>")[0]


@pytest.mark.parametrize(("show", "chosen"), [("", "text"), ("text", "text"), ("differences", "differences"),
                                              (PAYLOAD, "text")])  # fmt: skip
def test_what_is_shown_of_precedents_is_a_choice_that_comes_back(client, show, chosen):
    html = sent(client, draft=DRAFT, show=show)
    radios = [one for _, one in Elements(html).found if one.get("name") == "show"]
    assert [one["value"] for one in radios if "checked" in one] == [chosen]


class Finder:
    """Finds the same clause in every edition of a library."""

    def __init__(self, *editions):
        self.library, self.heads = Library(editions, Catalogue(())), HeadChoices.of(editions)

    def find(self, draft, filters, top):
        del draft, filters
        found = [one for edition in self.library.editions for one in passages(edition)]
        clauses = [one for one in found if one.eid == "instructs-itu-council__para_2"]
        return Precedents(
            tuple(Precedent(one, 0.5, (), one.provision, one.provision, (), True) for one in clauses[:top])
        )


def shown_by(finder: Finder) -> str:
    return str(render("draft.html", page=drafting(Form(draft=DRAFT), finder)))


def test_superseded_editions_come_last_and_folded(resolution):
    key = resolution.key.instrument
    old = [replace(resolution, key=EditionKey(key, year), name=f"Old {year}") for year in (2014, 2018)]
    html = shown_by(Finder(*old, resolution))
    first, folded = html.split('<details class="editions">')
    assert [first.count("<article>"), folded.count("<article>")] == [1, 2]
    assert "Superseded editions (2)" in folded
    assert folded.count(f"Superseded by {resolution.name}") == 2
    assert "Superseded" not in first.split("<article>")[1]


def test_a_clause_is_the_same_in_another_edition_only_if_its_words_are(resolution):
    key, eid = resolution.key.instrument, "instructs-itu-council__para_2"
    same = replace(resolution, key=EditionKey(key, 2014), name="Old 2014")
    changed = tuple(
        replace(clause, text=f"{clause.text} without delay") if clause.eid == eid else clause
        for clause in resolution.provisions
    )
    reworded = replace(resolution, key=EditionKey(key, 2018), name="Old 2018", provisions=changed)
    finder = Finder(same, reworded, resolution)
    (newest,) = [hit for hit in finder.find(DRAFT, None, 9).hits if hit.passage.edition == resolution.key]
    twins = tuple(edition.id_of(edition.provision(eid)) for edition in (same, reworded))
    finder.find = lambda *_: Precedents((replace(newest, superseded=twins),))
    html = shown_by(finder)
    said = re.sub(r"<[^>]+>", "", html)
    assert "The same clause is in Old 2014." in said
    assert "The corresponding clause reads differently in Old 2018." in said


def test_where_only_superseded_editions_fit_they_are_open(resolution):
    key = resolution.key.instrument
    old = replace(resolution, key=EditionKey(key, 2018), name="Old")
    newest = replace(resolution, provisions=resolution.provisions[:3])
    assert '<details class="editions" open>' in shown_by(Finder(old, newest))


@pytest.mark.parametrize(
    ("rule", "status", "fields", "said"),
    [
        ("too long", 400, {"draft": "to report " * LONGEST}, "more than 10,000; paste one clause."),
        ("nothing to read", 400, {"draft": "…"}, "The draft is empty"),
        ("an unknown kind", 400, {"draft": DRAFT, "kind": "poem"}, "Unknown kind of clause"),
        (
            "a text that is not held",
            400,
            {"draft": DRAFT, "edition": "itu-pp/res-999/2031"},
            "is not in the library",
        ),
        ("no clause passes", 200, {"draft": DRAFT, "verb": "abolish"}, "No clause in the library has verb"),
        (
            "20,000 characters",
            400,
            {"draft": "to report to all " * 1_177},
            "more than 10,000; paste one clause.",
        ),
        (
            "an instrument not held",
            400,
            {"draft": DRAFT, "edition": "itu-pp/res-999"},
            "The instrument &#39;itu-pp/",
        ),
        ("no year", 400, {"draft": DRAFT, "since": "soon"}, "is no year; write it as 2018."),
        ("years the wrong way", 400, {"draft": DRAFT, "since": "2022", "until": "2018"}, "swap them."),
        ("a year without a text", 200, {"draft": DRAFT, "until": "1990"}, "has year to 1990."),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence_and_nothing_is_lost(client, rule, status, fields, said):
    html = sent(client, status, **fields)
    assert said in html.split('role="alert">')[1].split("</p>")[0], rule
    assert fields["draft"][:40] in html, rule


def test_a_text_is_chosen_in_all_its_editions_and_years_come_back(client):
    fields = {"draft": DRAFT, "edition": "itu-pp/res-71", "since": "2020", "until": "2022"}
    html = sent(client, **fields)
    assert "Closest adopted clauses" in html
    assert 'name="since" id="since" value="2020"' in html
    assert 'name="until" id="until" value="2022"' in html
    assert 'class="narrowing" data-used open' in html
    assert 'class="narrowing" open' in sent(client, draft=DRAFT)


def test_editions_of_one_instrument_are_chosen_together_or_alone(resolution):
    earlier = replace(
        resolution, key=EditionKey(resolution.key.instrument, 2018), name="Resolution 71 (Rev. B)"
    )
    library = Library((earlier, resolution), Catalogue(()))
    page = DraftPage(Form(edition="itu-pp/res-71"), library, HeadChoices.of([resolution]))
    ((name, options),) = [group for group in page.texts if group[0]]
    assert name == "Resolution 71"
    assert [key for key, _ in options] == ["itu-pp/res-71", "itu-pp/res-71/2022", "itu-pp/res-71/2018"]
    html = str(render("draft.html", page=page))
    assert html.count("selected>Resolution 71") == 1
    assert '<option value="itu-pp/res-71" selected>Resolution 71, all editions</option>' in html
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
    "field",
    ["draft", "kind", "verb", "addressee", "edition", "since", "until", "show", "session", "selection"],
)
def test_what_is_typed_is_text(client, field, payloads, every_row):
    plain = Elements(sent(client, draft=DRAFT)).found
    own = {tag for tag, _ in plain} | set("li p del ins ul h2 ol details summary article".split())

    def check(payload: str) -> None:
        answer = client.post("/draft", content=urlencode({"draft": DRAFT, field: payload}))
        typed = Elements(answer.text).found
        assert {tag for tag, _ in typed} <= own
        assert not any(name.startswith("on") for _, attributes in typed for name in attributes)
        leads = [
            found.get(name) or "" for _, found in typed for name in ("src", "href", "action", "formaction")
        ]
        assert not any("example.org" in one or one.startswith("javascript:") for one in leads)

    whole = [one for one in payloads if one.startswith("javascript:")]  # an address is one from its beginning
    every_row([(one, one) for one in (" ".join(payloads), *whole)], check)


def test_forms_of_the_page_are_sent_only_here(client):
    policy = client.get("/draft").headers["Content-Security-Policy"].split("; ")
    assert "form-action 'self'" in policy
    assert not any("unsafe" in one for one in policy)


def test_the_references_of_a_draft_are_checked(client):
    html = sent(
        client, draft="recalling Resolution 71 (Rev. Bucharest, 2022) and Resolution 71 (Rev. Busan, 2014)"
    )
    checked = html.split('class="checked">')[1].split("</ul>")[0]
    assert "In force, and in the library." in checked
    assert "The edition in force is Resolution 71 (Rev. Bucharest, 2022)." in checked
    assert "2 references in the draft" in html


COUNCIL = "itu-pp/res-71/2022#instructs-itu-council__para_2"


@pytest.mark.parametrize(("ending", "begins"), [("docx", b"PK"), ("md", b"## Draft")])
def test_a_selection_is_exported(client, ending, begins):
    fields = urlencode([("draft", DRAFT), ("selection", COUNCIL)])
    answer = client.post(f"/draft/selection/{ending}", content=fields)
    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert f'filename="adopted-language.{ending}"' in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("rule", "selection", "said"),
    [
        ("nothing is selected", [], "Nothing is selected; tick a clause first."),
        ("a deleted clause", [COUNCIL.replace("para_2", "para_99")], "is no longer in the library"),
        ("no id", [PAYLOAD], "is no provision id"),
    ],
)
def test_a_selection_that_cannot_be_exported_is_refused_and_nothing_is_lost(client, rule, selection, said):
    fields = urlencode([("draft", DRAFT), *(("selection", one) for one in selection)])
    answer = client.post("/draft/selection/docx", content=fields)
    assert answer.status_code == 400
    assert said in answer.text.split('role="alert">')[1].split("</p>")[0], rule
    assert DRAFT in answer.text, rule
    assert "<script>alert" not in answer.text, rule


def test_an_unknown_format_of_a_selection_is_refused(client):
    answer = client.post("/draft/selection/pdf", content=urlencode([("selection", COUNCIL)]))
    assert (answer.status_code, "docx, md" in answer.text) == (404, True)


def test_a_selection_stays_in_the_next_search(client):
    fields = urlencode([("draft", "that piers are swept"), ("selection", COUNCIL)])
    selection = client.post("/draft", content=fields).text.split("Selection: ")[1]
    assert "instructs the ITU Council 2" in selection
    assert f'value="{COUNCIL}" form="draft-form" checked' in selection


def address_of(client, *selection, **fields):
    pairs = [*fields.items(), *(("selection", one) for one in selection)]
    answer = client.post("/draft", content=urlencode(pairs), follow_redirects=False)
    assert answer.status_code == 303
    return answer.headers["Location"]


def typed(client, address):
    html = client.get(address).text
    return html.split("<textarea")[1].partition(">")[2].partition("</textarea>")[0].strip()


def test_a_draft_is_answered_by_an_address_that_shows_it_again(client):
    first = address_of(client, draft=DRAFT)
    session = first.split("/")[2]
    assert "oversee" not in first
    second = address_of(client, draft="that piers are swept", session=session)
    assert [first.split("/")[2:], second.split("/")[2:]] == [[session, "1"], [session, "2"]]
    assert [typed(client, one) for one in (first, second, first)] == [DRAFT, "that piers are swept", DRAFT]
    assert address_of(client, draft="that piers are swept", session=session) == second


def test_an_earlier_draft_comes_with_the_selection_as_it_is_now(client):
    first = address_of(client, draft=DRAFT)
    address_of(client, COUNCIL, draft="that piers are swept", session=first.split("/")[2])
    assert 'Selection: <span id="selected">1<' in client.get(first).text


@pytest.mark.parametrize("path", ["/draft/none/1", "{}/9"])
def test_a_draft_that_is_forgotten_is_told_with_an_empty_form(client, path):
    path = path.format(address_of(client, draft=DRAFT).rsplit("/", 1)[0])
    answer = client.get(path)
    assert (answer.status_code, "no longer on the server; paste it again." in answer.text) == (404, True)
    assert 'name="draft"' in answer.text
