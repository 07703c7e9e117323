"""Short addresses: every clause has one and is found by it; what is not clear is asked; QR codes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from assistant.addresses.short_addresses import ShortAddresses, Slugs, plain
from assistant.administration.accounts import Accounts, Role
from assistant.library.library import Library
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.web.server import application
from corpus.catalogue import Catalogue
from corpus.instruments import Edition, Instrument, Kind, Provision
from corpus.keys import EditionKey, InstrumentKey
from index import search_without_index
from ingest import parse_file, parse_source, text_source

KEYS = {"beacon-convention-2034.txt": EditionKey.parse("itu/beacon-convention/2034")}
TEXTS = Path(__file__).parents[3] / "evals" / "texts"

TEXT = """\
RESOLUTION 980 (REV. {city}, {year})

Bells of the breakwater

The {body} ({place}, {year}),

considering

a) that bells are heard in fog;

b) that ropes wear out,

resolves

to ring the bells each hour of fog,

instructs the ITU Council

1 to buy ropes;

2 to count the bells,

instructs the Secretary-General

1 to polish the bells,

invites the Secretary-General

1 to ring one of them.

ANNEX 1 TO RESOLUTION 980 (REV. {city}, {year})

1 The largest bell is rung first.
"""
CONFERENCE = "Plenipotentiary Conference of the International Telecommunication Union"


def edition(place: str, year: int, body: str = CONFERENCE) -> Edition:
    text = TEXT.format(city=place.upper(), place=place, year=year, body=body)
    return parse_source(text_source(text), "bells").edition()


BELLS, BEFORE = edition("Willowford", 2031), edition("Osterley", 2027)
OTHER_BODY = replace(
    BELLS, key=EditionKey(InstrumentKey("itu-wtsa", "res-980"), 2031), name="Resolution 980 (WTSA)"
)


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    library = Library((BELLS, BEFORE), Catalogue(()))
    app = application(
        Assistant(library, search_without_index(library.editions, ())),
        Settings(home=tmp_path_factory.mktemp("home")),
    )
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as client:
        client.headers["accept"] = "text/html"
        yield client


# rule → (the eId, the name)
NAMES = {
    "an item of a preamble": ("preamble__considering__rec_a", "considering-a"),
    "the addressee of a head that has it alone": ("instructs-itu-council__para_2", "council-2"),
    "such a head": ("instructs-itu-council", "council"),
    "verbs that share an addressee": (
        "instructs-secretary-general__para_1", "instructs-the-secretary-general-1"
    ),
    "the other of them": ("invites-secretary-general__para_1", "invites-the-secretary-general-1"),
    "a head": ("resolves", "resolves"),
    "the text below a head, which is cited alike": ("resolves__para_nn_1", "resolves/text"),
    "an annex": ("annex_1", "annex-1"),
    "a paragraph of an annex": ("annex_1__para_1", "annex-1/para-1"),
    "the number of the text": ("preface__docnumber", "docnumber"),
    "its title": ("preface__title", "title"),
}  # fmt: skip


@pytest.mark.parametrize("rule", NAMES)
def test_a_clause_is_named_by_what_one_cites(rule):
    eid, name = NAMES[rule]
    assert Slugs.of(BELLS).names[eid] == name


@pytest.mark.parametrize(
    ("label", "path"),
    [
        ("Annex 1, Target 1.6", "annex-1/target-1.6"),
        ("No. 235", "no-235"),
        ("§7.1 b)", "para-7.1-b"),
        ("para. 23 (e)", "para-23-e"),
        ("Étude n° 3", "etude-n-3"),
        ("../..", ""),
        ("a, ., b", "a/b"),
        ("", ""),
    ],
)
def test_a_label_is_a_path_of_plain_letters(label, path):
    assert plain(label) == path


@pytest.mark.parametrize(
    "said", ["instructs-the-itu-council-2", "COUNCIL-2", "council-2/", "instructs-itu-council__para_2"]
)
def test_longer_forms_lead_to_the_same_clause(said):
    assert Slugs.of(BELLS).eid(said) == "instructs-itu-council__para_2"


@pytest.mark.parametrize("said", ["secretary-general-1", "council-7", "", "/", "x" * 5_000])
def test_what_means_no_clause_or_several_is_not_guessed(said):
    assert Slugs.of(BELLS).eid(said) is None


@pytest.fixture(scope="module")
def many(resolution) -> Library:
    """Texts of every kind: Resolution 71, and invented resolutions, decisions, a convention."""
    parsed = [parse_file(path, KEYS.get(path.name)).edition() for path in sorted(TEXTS.glob("*.txt"))]
    found = {one.key: one for one in parsed}
    return Library((resolution, *found.values()), Catalogue(()))


def test_every_clause_of_every_text_is_found_by_its_address(many):
    short = ShortAddresses(many)
    assert sum(len(one.provisions) for one in many.editions) > 400
    for one in many.editions:
        for provision in one.provisions:
            id_ = one.id_of(provision)
            text, name = short.text(one.key), short.clause(id_).removeprefix(short.text(one.key))
            issuer, work, year = ["", *text.split("/")[1:]][-3:]
            assert short.texts(work, int(year), issuer) == (one.key,)
            assert short.provision(one.key, unquote(name)) == id_


LABELS = st.lists(
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(
            ["resolves", "resolves 1", "Annex 1, §1", "annex 1 para 1", "§", "1", "a_b", "é", ""]
        ),
    ),
    min_size=1,
    max_size=12,
)


@given(LABELS)
def test_clauses_are_told_apart_whatever_their_labels(labels):
    provisions = tuple(
        Provision(f"a_{at}" if at % 2 else f"b-{at}", label, "", Kind.PARAGRAPH, "words", 1)
        for at, label in enumerate(labels)
    )
    slugs = Slugs.of(replace(BELLS, provisions=provisions))
    assert len(set(slugs.names.values())) == len(provisions)
    assert all(slugs.eid(slugs.names[one.eid]) == one.eid for one in provisions)
    assert not [one for one in slugs.names.values() if {"", ".", ".."} & set(one.split("/"))]


def page_of(eid: str, year: int = 2031) -> str:
    return f"/?clause={quote(f'itu-pp/res-980/{year}#{eid}', safe='')}"


# rule → (the address, where it leads)
WAYS = {
    "a clause": ("/res-980/2031/council-2", page_of("instructs-itu-council__para_2")),
    "another edition": ("/res-980/2027/council-2", page_of("instructs-itu-council__para_2", 2027)),
    "a clause with parts": ("/res-980/2031/annex-1/para-1", page_of("annex_1__para_1")),
    "a text": ("/res-980/2031", page_of("preface__docnumber")),
    "a text with a stroke": ("/res-980/2031/", page_of("preface__docnumber")),
    "with its body": ("/itu-pp/res-980/2031/council-2", page_of("instructs-itu-council__para_2")),
    "with more": ("/res-980/2031/annex-1?__theme=dark", f"{page_of('annex_1')}&__theme=dark"),
}  # fmt: skip


@pytest.mark.parametrize("rule", WAYS)
def test_a_short_address_is_redirected_for_good(client, rule):
    short, page = WAYS[rule]
    answer = client.get(short)
    assert (answer.status_code, answer.headers["Location"]) == (301, page)
    assert client.get(page).status_code == 200


# rule → (the address, what the page says, where it leads on)
WRONG = {
    "no such clause": (
        "/res-980/2031/council-7",
        "Resolution 980 (Rev. Willowford, 2031) has no clause “council-7”.",
        page_of("preface__docnumber"),
    ),
    "a name that two clauses have": (
        "/res-980/2031/secretary-general-1",
        "has no clause “secretary-general-1”.",
        page_of("preface__docnumber"),
    ),
    "no such year": (
        "/res-980/1998/council-2",
        "The library has no edition of this text from this year.",
        page_of("preface__docnumber", 2027),
    ),
    "another body": ("/itu-wtsa/res-980/2031", "There is no page at this address.", "/library"),
    "no such text": ("/res-981/2031", "There is no page at this address.", "/library"),
    "what is no text": ("/robots/1998/x/y", "There is no page at this address.", "/library"),
    "markup": ("/res-980/2031/<b>x", "“&lt;b&gt;x”", page_of("preface__docnumber")),
}


@pytest.mark.parametrize("rule", WRONG)
def test_an_unknown_address_is_a_page_with_a_way_on(client, rule):
    short, said, way = WRONG[rule]
    answer = client.get(short)
    assert answer.status_code == 404
    assert said in answer.text
    assert f'href="{way}"' in answer.text


def test_a_long_name_is_repeated_in_part(client):
    answer = client.get(f"/res-980/2031/{'x' * 4_000}")
    assert answer.status_code == 404
    assert "x" * 300 not in answer.text


def test_a_number_that_two_bodies_used_has_the_body_in_front(tmp_path):
    library = Library((BELLS, OTHER_BODY), Catalogue(()))
    short = ShortAddresses(library)
    id_ = BELLS.id_of(BELLS.provision("instructs-itu-council__para_2"))
    assert short.clause(id_) == "/itu-pp/res-980/2031/council-2"
    app = application(Assistant(library, search_without_index(library.editions, ())), Settings(home=tmp_path))
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as client:
        asked = client.get("/res-980/2031/council-2", headers={"accept": "text/html"})
        assert client.get(short.clause(id_)).headers["Location"] == page_of("instructs-itu-council__para_2")
    assert asked.status_code == 300
    for issuer in ("itu-pp", "itu-wtsa"):
        assert f'href="/{issuer}/res-980/2031/council-2"' in asked.text


def test_a_text_that_is_only_listed_counts_and_leads_to_its_row(tmp_path):
    listed = Instrument(OTHER_BODY.key, OTHER_BODY.name, "")
    library = Library((BELLS,), Catalogue((listed,)))
    assert ShortAddresses(library).text(BELLS.key) == "/itu-pp/res-980/2031"
    app = application(Assistant(library, search_without_index(library.editions, ())), Settings(home=tmp_path))
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as client:
        answer = client.get("/itu-wtsa/res-980/2031", headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert "Resolution 980 (WTSA) is not in the library." in answer.text
    assert 'href="/library#holding:itu-wtsa/res-980/2031"' in answer.text


CLAUSE = {"clause": "itu-pp/res-980/2031#instructs-itu-council__para_2"}
ADDRESS = "http://127.0.0.1/res-980/2031/council-2"


def test_the_short_address_of_a_clause_is_served_to_be_copied(client):
    assert client.get("/short", params=CLAUSE).text == ADDRESS


def test_a_clause_is_shared_by_its_address_and_a_qr_code(client):
    page = client.get("/share", params=CLAUSE).text
    assert f'href="{ADDRESS}">{ADDRESS}</a>' in page
    assert "Resolution 980 (Rev. Willowford, 2031), instructs the ITU Council 2" in page
    assert "A phone cannot open this address" in page
    code = client.get("/qr", params=CLAUSE)
    assert code.headers["Content-Type"] == "image/svg+xml"
    assert code.text.startswith("<?xml")
    assert f"<title>{ADDRESS}</title>" in code.text
    assert 'fill="#fff"' in code.text, "a dark page would leave no margin around it"


def test_on_a_network_the_address_is_that_of_the_server(tmp_path, one_chat):
    library = Library((BELLS,), Catalogue(()))
    Accounts(tmp_path).add("anna", "lanterns on the pier", Role.READER)
    app = application(
        Assistant(library, search_without_index(library.editions, ())), Settings(home=tmp_path, sign_in=True)
    )
    with TestClient(app, base_url="http://texts.example") as client:
        client.post("/sign-in", data={"name": "anna", "password": "lanterns on the pier"})
        page = client.get("/share", params=CLAUSE).text
    assert "http://texts.example/res-980/2031/council-2" in page
    assert "A phone cannot" not in page


@pytest.mark.parametrize("path", ["/share", "/qr", "/short"])
@pytest.mark.parametrize("clause", ["", "nonsense", "itu-pp/res-980/2031#x", "itu-pp/res-981/2031#resolves"])
def test_what_is_no_clause_has_no_short_address(client, path, clause):
    answer = client.get(path, params={"clause": clause})
    assert answer.status_code == 404
    assert "The library has no clause at this address." in answer.text
