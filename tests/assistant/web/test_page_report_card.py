"""The report card on /draft: for a whole draft, pasted or from a file, and not for a clause."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from assistant.settings import Settings
from assistant.web.server import application

DRAFT = """The Plenipotentiary Conference of the International Telecommunication Union (Oslo, 2039),

considering

a) that lanterns burn on many piers,

resolves

1 to count lanterns on piers;
2 to act on resolves 99 of Resolution 71 (Rev. Bucharest, 2022).
"""


@pytest.fixture(scope="module")
def client(assistant, home):
    with TestClient(application(assistant, Settings(home=home)), base_url="http://127.0.0.1") as client:
        yield client


def pasted(client: TestClient, text: str) -> str:
    return client.post("/draft", content=urlencode({"draft": text})).text


def test_a_whole_draft_has_a_report_card_with_its_findings(client):
    page = pasted(client, DRAFT.replace("lanterns burn", "<b>lanterns</b> burn"))
    assert "1 finding in 3 clauses" in page
    assert "has no such clause." in page
    assert "<b>lanterns</b>" not in page


def test_a_clause_has_none(client):
    assert "Report card" not in pasted(client, "instructs the Council\n1 to count lanterns on piers")


def test_a_file_is_read_into_the_form(client):
    page = client.post("/draft/file", files={"file": ("draft.txt", DRAFT.encode(), "text/plain")})
    assert page.status_code == 200
    assert "1 finding in 3 clauses" in page.text
    assert "2 to act on resolves 99" in page.text


def test_a_file_that_cannot_be_read_is_refused_in_words(client):
    page = client.post("/draft/file", files={"file": ("draft.bin", b"\x7fELF\x00\x01", "text/plain")})
    assert page.status_code == 400
    assert "draft.bin" in page.text
