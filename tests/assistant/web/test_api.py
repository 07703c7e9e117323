"""REST as another program meets it: by the OpenAPI document alone; keys, limits, sizes, other sites."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from starlette.testclient import TestClient

from assistant.administration.accounts import Accounts, Role
from assistant.operations import OPERATIONS
from assistant.settings import Settings, read_settings
from assistant.web.security.clients import RateLimit
from assistant.web.security.counters import Counters
from assistant.web.server import application
from corpus.errors import ResolutionsError

HERE = "http://127.0.0.1"
KEY = "itu-pp/res-71/2022"
COUNCIL = f"{KEY}#instructs-itu-council__para_5"
DESK = "https://desk.example"
CURATOR = ("anna", "a long password")


@pytest.fixture(scope="module")
def client(assistant, home, chat) -> Iterator[TestClient]:
    app = application(assistant, Settings(home=home, api_origins=(DESK,)))
    with TestClient(app, base_url=HERE, follow_redirects=False) as client:
        yield client


class GeneratedClient:
    """Calls operations by what an OpenAPI document says, and checks replies against its schemas."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.document = client.get("/api/v1/openapi.json").json()
        self.operations = {
            call["operationId"]: (method, path, call)
            for path, calls in self.document["paths"].items()
            for method, call in calls.items()
        }

    def call(self, id_: str, **given: Any) -> Any:
        method, path, call = self.operations[id_]
        if method == "get":
            assert set(given) <= {one["name"] for one in call["parameters"]}
            reply = self.client.get(path, params=given)
        else:
            reply = self.client.post(path, json=given)
        assert str(reply.status_code) in call["responses"]
        schema = call["responses"][str(reply.status_code)]["content"]["application/json"]["schema"]
        self.check(reply.json(), schema)
        return reply.json()

    def check(self, value: Any, schema: dict[str, Any]) -> None:
        if "$ref" in schema:
            schema = self.document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        for name in schema.get("required", ()):
            assert name in value
        for name, one in schema.get("properties", {}).items():
            if name in value:
                self.check(value[name], one)
        if schema.get("type") == "array":
            for one in value:
                self.check(one, schema["items"])
        kinds = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict}
        if schema.get("type") in kinds:
            assert isinstance(value, kinds[schema["type"]]), schema
        if "enum" in schema:
            assert value in schema["enum"]


GIVEN: dict[str, dict[str, Any]] = {
    "search": {"query": "digital skills", "limit": 3},
    "ask": {"question": "And the Member States?", "conversation": ["What is the Council told to do?"]},
    "verify_claim": {"claim": "The Council shall be dissolved.", "id": COUNCIL},
    "check_document": {"text": "Resolution 71 (Rev. Bucharest, 2022) instructs the Council to report."},
    "list_texts": {},
    "fetch": {"id": COUNCIL},
    "read_provision": {"label": "considering b)"},
    "list_provisions": {"text": KEY, "kind": "operative", "limit": 5},
    "find_precedents": {"draft": "to report annually to the Council", "limit": 2},
    "list_duties": {"body": "ITU Council", "superseded": True},
    "concordance": {"phrase": "strategic plan", "limit": 2},
    "compare_editions": {"a": KEY, "b": KEY},
    "references": {"id": KEY},
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_client_made_from_the_document_calls_every_operation_both_ways(client, name):
    generated = GeneratedClient(client)
    assert generated.document["openapi"].startswith("3.1")
    by_address, by_body = (generated.call(id_, **GIVEN[name]) for id_ in (name, f"{name}_post"))
    assert by_address == by_body
    assert ("error" in by_address) == (name == "compare_editions")


def test_every_reference_of_the_document_leads_somewhere(client):
    document = client.get("/api/v1/openapi.json").json()
    names = {part.partition('"')[0] for part in json.dumps(document).split("#/components/schemas/")[1:]}
    assert names <= set(document["components"]["schemas"])
    assert len(names) > 20


BAD = {
    "no operation": ("POST", "/api/v1/destroy", b"{}", 404, "unknown_operation"),
    "no JSON": ("POST", "/api/v1/ask", b"question=who", 400, "bad_json"),
    "a list": ("POST", "/api/v1/ask", b"[1]", 400, "bad_json"),
    "nested without end": ("POST", "/api/v1/ask", b"[" * 100_000, 400, "bad_json"),
    "a wrong type": ("POST", "/api/v1/search", b'{"query": {"$ne": 1}}', 400, "bad_value"),
    "an unknown field": ("GET", "/api/v1/search?query=x&sort=up", b"", 400, "bad_value"),
    "a document of ten megabytes": (
        *("POST", "/api/v1/check_document", b'{"text": "' + b"x" * 10_000_000),
        *(413, "too_large"),
    ),
    "a document that is longer than any": (
        *("POST", "/api/v1/check_document", b'{"text": "' + b"x" * 1_000_001 + b'"}'),
        *(400, "bad_value"),
    ),
    "ten megabytes": ("POST", "/api/v1/ask", b'{"question": "' + b"x" * 10_000_000, 413, "too_large"),
}


@pytest.mark.parametrize("rule", BAD)
def test_bad_input_is_an_error_with_a_code_and_a_remedy(client, rule):
    method, path, body, status, code = BAD[rule]
    reply = client.request(method, path, content=body)
    assert (reply.status_code, reply.json()["error"]["code"]) == (status, code)
    assert reply.json()["error"]["remedy"]


def test_fifty_calls_at_once_are_all_answered(client):
    def asked(number: int) -> int:
        name = ("search", "read_provision")[number % 2]
        return client.get(f"/api/v1/{name}", params=GIVEN[name]).status_code

    with ThreadPoolExecutor(50) as pool:
        assert list(pool.map(asked, range(50))) == [200] * 50


# -- clause and text addresses ----------------------------------------------------------------------------


def test_a_clause_address_gives_data_to_who_asks_for_it(client, resolution):
    place = "/res-71/2022/council-5"
    clause = resolution.provision("instructs-itu-council__para_5")
    for reply in (
        client.get(place, params={"format": "json"}),
        client.get(place, headers={"Accept": "application/json"}),
    ):
        assert reply.headers["Content-Type"] == "application/json"
        assert (reply.json()["id"], reply.json()["text"]) == (COUNCIL, clause.text)
        assert set(reply.headers["Vary"].split(", ")) == {"Accept", "Accept-Encoding"}
    akn = etree.fromstring(client.get(place, headers={"Accept": "application/akn+xml"}).content)
    assert akn.get("eId") == clause.eid
    assert clause.text in " ".join("".join(akn.itertext()).split())
    assert client.get(place).status_code == 301
    browser = client.get(place, headers={"Accept": "text/html,application/xml;q=0.9"})
    assert browser.status_code == 301


def test_a_text_address_gives_the_whole_text(client, resolution):
    whole = client.get("/res-71/2022?format=json").json()
    assert len(whole["provisions"]) == len(resolution.provisions)
    assert client.get("/res-71/2022?format=akn").text.startswith("<?xml")
    assert client.get("/res-71/2022?format=exe").status_code == 400


def test_the_page_of_a_clause_names_its_addresses(client):
    html = client.get("/", params={"clause": COUNCIL}).text
    assert '<link rel="canonical" href="/res-71/2022/council-5">' in html
    assert 'href="/res-71/2022/council-5?format=json"' in html
    assert "canonical" not in client.get("/").text
    assert "canonical" not in client.get("/", params={"clause": "nonsense"}).text


# -- keys, limits, other sites ----------------------------------------------------------------------------


@pytest.fixture
def at(tmp_path: Path) -> Path:
    Accounts(tmp_path).add(*CURATOR, Role.CURATOR)
    return tmp_path


@pytest.fixture
def closed(assistant, at, one_chat) -> Iterator[TestClient]:
    app = application(assistant, Settings(home=at, sign_in=True, api_calls=5))
    with TestClient(app, base_url=HERE, follow_redirects=False) as client:
        yield client


def with_key(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@pytest.mark.parametrize("path", ["/api/v1/list_texts", "/api/v1/ask", "/mcp"])
def test_a_key_lets_in_until_it_is_revoked(closed, at, path, caplog):
    caplog.set_level(logging.DEBUG)
    for headers in ({}, with_key("res_00000000_guessed"), with_key("")):
        reply = closed.post(path, json={}, headers=headers)
        assert reply.status_code == 401
        assert reply.json()["error"]["code"] in ("key_needed", "bad_key")
    key = Accounts(at).add_key("anna")
    status = {"/api/v1/list_texts": 200, "/api/v1/ask": 400, "/mcp": 400}[path]
    assert closed.post(path, json={}, headers=with_key(key)).status_code == status
    assert Accounts(at).revoke_key(key.split("_")[1]) == "anna"
    assert closed.post(path, json={}, headers=with_key(key)).status_code == 401
    assert key not in (at / "accounts.json").read_text()
    assert key not in caplog.text


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/mcp", 405, "bad_method"),  # no stream is held open
        ("PUT", "/api/v1/ask", 405, "bad_method"),
        ("GET", "/api/v2/ask", 404, "not_found"),
    ],
)
def test_every_error_below_these_paths_is_json(client, method, path, status, code):
    reply = client.request(method, path, headers={"Accept": "text/html"})
    assert (reply.status_code, reply.json()["error"]["code"]) == (status, code)


def test_damaged_accounts_are_not_taken_for_a_bad_key(closed, at):
    key = Accounts(at).add_key("anna")
    (at / "accounts.json").write_text('{"accounts": [{"name": 1}]}')
    reply = closed.get("/api/v1/list_texts", headers=with_key(key))
    assert (reply.status_code, reply.json()["error"]["code"]) == (503, "accounts_unavailable")


def test_a_key_opens_no_page(closed, at):
    key = Accounts(at).add_key("anna")
    assert closed.get("/library", headers=with_key(key)).status_code == 401
    assert closed.post("/library/remove", headers=with_key(key)).status_code == 401


def test_a_key_has_so_many_calls_a_minute(closed, at):
    first, second = (Accounts(at).add_key("anna") for _ in range(2))
    calls = [closed.get("/api/v1/list_texts", headers=with_key(first)) for _ in range(6)]
    assert [one.status_code for one in calls] == [200] * 5 + [429]
    assert calls[-1].json()["error"]["code"] == "too_many_calls"
    assert 1 <= int(calls[-1].headers["Retry-After"]) <= 12
    assert closed.get("/api/v1/list_texts", headers=with_key(second)).status_code == 200


def test_a_bucket_fills_again():
    time = [0.0]
    limit = RateLimit(Counters(now=lambda: time[0]), "calls", 60)
    assert [limit.wait("a") for _ in range(61)] == [0] * 60 + [1]
    time[0] = 1.0
    assert [limit.wait("a"), limit.wait("a")] == [0, 1]


def test_a_new_key_leaves_people_signed_in(closed, at):
    closed.post("/sign-in", data={"name": CURATOR[0], "password": CURATOR[1], "then": "/"})
    assert closed.get("/library").status_code == 200
    Accounts(at).add_key("anna")
    assert closed.get("/library").status_code == 200


def test_a_site_that_is_listed_may_call_and_another_may_not(client):
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    allowed = client.options("/api/v1/ask", headers={"Origin": DESK, **asked})
    assert allowed.headers["Access-Control-Allow-Origin"] == DESK
    reply = client.post("/api/v1/list_texts", json={}, headers={"Origin": DESK})
    assert (reply.status_code, reply.headers["Access-Control-Allow-Origin"]) == (200, DESK)
    other = client.post("/api/v1/list_texts", json={}, headers={"Origin": "https://elsewhere.example"})
    assert (other.status_code, other.json()["error"]["code"]) == (403, "foreign_site")
    read = client.get("/api/v1/list_texts", headers={"Origin": "https://elsewhere.example"})
    assert "Access-Control-Allow-Origin" not in read.headers
    page = client.get("/library", headers={"Origin": DESK})
    assert "Access-Control-Allow-Origin" not in page.headers


@pytest.mark.parametrize("name", ["RESOLUTIONS_ADDRESS", "RESOLUTIONS_API_ORIGINS"])
@pytest.mark.parametrize("value", ["texts.example", "https://a:b@c", "https://c/path", "https://c?x", "*"])
def test_an_address_that_is_none_is_said(name, value):
    with pytest.raises(ResolutionsError, match=name):
        read_settings({name: value})


def test_addresses_are_read():
    found = read_settings(
        {
            "RESOLUTIONS_ADDRESS": "https://texts.example/",
            "RESOLUTIONS_API_ORIGINS": f"{DESK}, https://b.example",
        }
    )
    assert found.address == "https://texts.example"
    assert read_settings({"RESOLUTIONS_ADDRESS": "HTTPS://Texts.Example:443"}).address == found.address
    assert read_settings({"RESOLUTIONS_ADDRESS": "http://[::1]:80"}).address == "http://[::1]"
    assert read_settings({"RESOLUTIONS_PROXIES": "10.0.0.1/8, ::1"}).proxies == ("10.0.0.0/8", "::1")
    assert found.api_origins == (DESK, "https://b.example")


def test_citations_carry_the_address_that_was_set(assistant, home, one_chat):
    app = application(assistant, Settings(home=home, address="https://texts.example"))
    with TestClient(app, base_url=HERE) as client:
        url = client.get("/api/v1/fetch", params={"id": COUNCIL}).json()["url"]
    assert url == "https://texts.example/res-71/2022/council-5"


# -- the page for people ----------------------------------------------------------------------------------


def test_the_page_names_every_operation_and_asks_nobody_else(client):
    html = client.get("/api").text
    assert all(f"<code>{name}</code>" in html for name in OPERATIONS)
    assert "curl" in html
    assert "https://" not in html
