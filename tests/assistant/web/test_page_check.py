"""The page that checks a document: what it takes, what it refuses, what it shows, whose it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
import pytest
from argon2 import PasswordHasher
from docx.oxml.ns import qn
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from assistant.administration.accounts import Accounts, Role
from assistant.checking.document import Document, Paragraph
from assistant.checking.judging import Finding
from assistant.checking.report import CheckedDocument
from assistant.library.library import Library
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.verification.verifier import Judgement
from assistant.web import checking
from assistant.web.checking import MOST, Checks, check_page
from assistant.web.routes import checking as routes
from assistant.web.security import guard
from assistant.web.security.authentication import COOKIE
from assistant.web.server import application
from assistant.web.session_memory import SECONDS
from corpus.catalogue import Catalogue
from index import search_without_index
from ingest.limits import Limits

HERE = "http://127.0.0.1"
RIGHT, WRONG = "every harbour shall keep a lantern", "none shall be put out before midnight"
NAMED = "Resolution 900 (Rev. Lisbon, 2030)"
TEXT = (
    "Harbours at night\n\n"
    f"{NAMED} resolves that “{RIGHT}” (resolves 1). It adds that “{WRONG}” <b>(resolves 1)</b>.\n\n"
    "The resolution also paints wharves. Resolution 55 (Rev. Lisbon, 1990) says more. We thank the Chair.\n"
)
pytestmark = pytest.mark.usefixtures("one_chat", "read_here")


@pytest.fixture(scope="module")
def opened(harbours) -> Assistant:
    library = Library((harbours,), Catalogue(()))
    searcher = search_without_index(library.editions, ())
    return Assistant(library, searcher, harbours.key.instrument)


@pytest.fixture
def client(opened, tmp_path) -> Iterator[TestClient]:
    app = application(opened, Settings(home=tmp_path, limits=Limits(size=100_000)))
    with TestClient(app, base_url=HERE) as client:
        yield client


def sent(client: TestClient, text: str = "", file: tuple[str, bytes] | None = None, **headers: str):
    """Send the form as a browser does: the file's field is there also without one."""
    files = {"file": file or ("", b""), "text": (None, text.replace("\n", "\r\n"))}
    return client.post("/check/new", files=files, headers=headers, follow_redirects=False)


def opened_page(client: TestClient, *given, **named) -> LexborHTMLParser:
    answer = sent(client, *given, **named)
    assert answer.status_code == 303, answer.text
    return LexborHTMLParser(client.get(answer.headers["location"]).text)


def said(page: LexborHTMLParser, selector: str) -> list[str]:
    """Return the words of each element, without the signs behind them."""
    for node in page.css(".sign"):
        node.decompose()
    return [" ".join(node.text().split()) for node in page.css(selector)]


def word_file(*paragraphs: str, cell: str = "") -> bytes:
    document, file = docx.Document(), BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    if cell:
        document.add_table(1, 2).cell(0, 0).text = "Lanterns"
        document.tables[0].cell(0, 1).text = cell
    document.save(file)
    return file.getvalue()


# -- what is shown ----------------------------------------------------------------------------------------


def test_a_pasted_text_is_shown_with_what_is_right_and_what_is_wrong(client):
    page = opened_page(client, TEXT)
    (summary,) = said(page, ".summary")
    statements, citations = summary.split("; ")
    assert statements == "3 statements: 1 word for word, 1 contradicted, 1 to be read"
    assert citations == "2 citations, 1 not in force or not found."
    first, second = page.css("#look article")
    assert first.css_first(".said").text() == WRONG
    assert first.css_first(".reasons").text() == "The clause has “dawn” where the quotation has “midnight”."
    assert "none shall be put out before dawn;" in first.css_first("blockquote").text()
    link = first.css_first(".clause a")
    assert link.text() == f"{NAMED}, resolves 1"
    assert client.get(link.attributes["href"]).status_code == 200
    assert second.css_first(".said").text() == "The resolution also paints wharves."
    assert said(page, "#citations li") == ["Resolution 55 (Rev. Lisbon, 1990) – Not in the library."]


def test_the_document_is_all_there_and_its_statements_are_marked(client):
    page = opened_page(client, TEXT)
    assert [" ".join(row.split()) for row in said(page, "#document > p:not(.legend)")] == TEXT.strip().split(
        "\n\n"
    )
    marks = {mark.attributes["class"]: mark for mark in page.css("#document > p:not(.legend) mark")}
    assert {name: mark.attributes["title"] for name, mark in marks.items()} == {
        "verbatim": "Word for word",
        "contradicted": "Contradicted",
        "to-read": "To be read",
    }
    assert marks["verbatim"].text().strip() == RIGHT
    assert marks["contradicted"].text().strip() == WRONG
    assert marks["to-read"].text().strip() == "The resolution also paints wharves."


def test_each_finding_and_its_place_lead_to_each_other(client):
    page = opened_page(client, TEXT)
    ids = [node.attributes["id"] for node in page.css("[id]")]
    assert len(ids) == len(set(ids))
    inside = [node.attributes["href"] for node in page.css("main a[href^='#']")]
    assert {link.removeprefix("#") for link in inside} == {
        *("finding-1", "place-1", "finding-2", "place-2", "citation-1", "cited-1"),
    }
    assert {link.removeprefix("#") for link in inside} <= set(ids)


def finding(start: int, end: int, judgement: Judgement = Judgement.SUPPORTED, paragraph: int = 0) -> Finding:
    return Finding(paragraph, start, end, "words", judgement)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], ["lanterns burn at night"]),
        ([(0, 22)], ["[lanterns burn at night]"]),
        ([(9, 13)], ["lanterns ", "[burn]", " at night"]),
        ([(14, 22), (0, 8)], ["[lanterns]", " burn ", "[at night]"]),
        ([(0, 8), (8, 13)], ["[lanterns]", "[ burn]", " at night"]),
    ],
    ids=["none", "all", "a quotation inside", "in any order", "one behind another"],
)
def test_a_paragraph_is_cut_at_its_statements_and_loses_nothing(spans, expected, opened):
    document = Document("a", "5", (Paragraph(1, "lanterns burn at night"),))
    found = CheckedDocument(document, tuple(finding(*span) for span in spans), (), {})
    (stretches,) = check_page(found, opened.library).paragraphs
    shown = [(stretch.verdict, "".join(piece.words for piece in stretch.pieces)) for stretch in stretches]
    assert [f"[{words}]" if verdict else words for verdict, words in shown] == expected


def test_the_words_of_each_finding_stand_where_it_says(client):
    """Also behind a marker, in a paragraph with two quotations, and in one with blanks that were joined."""
    text = (
        f"{NAMED} decides:\n\n"
        f"1) that “{RIGHT}” and that “{WRONG}”;\n\n"
        f"2) Lead: under   resolves 1 of the same\tresolution, “{WRONG}”.\n"
    )
    answer = sent(client, text)
    page = LexborHTMLParser(client.get(answer.headers["location"]).text)
    report = client.get(f"{answer.headers['location']}/report.json").json()
    wrong = [row["words"] for row in report["statements"] if row["verdict"] == "contradicted"]
    assert wrong == [WRONG, WRONG]
    assert [one.strip() for one in said(page, "#document mark.contradicted[id]")] == wrong


def test_a_document_that_says_nothing_of_texts_is_said_to(client):
    page = opened_page(client, "We thank the Chair for the invitation.")
    assert said(page, "#look p") == [
        "Nothing in this document can be checked against the texts in the library."
    ]
    assert page.css("mark") == []


def test_nothing_of_a_document_becomes_markup(client, payload):
    """In a statement, beside one, and in the name of the file."""
    payload = payload.replace("\0", "")  # which no text has
    text = f"Lamps: {payload} is dark. {NAMED} says that “{payload} {WRONG}” is so."
    plain, page = opened_page(client, "Dark."), opened_page(client, file=(f"{payload}.txt", text.encode()))
    for selector in (
        "script",
        "img",
        "svg",
        "style",
        "iframe",
        "form",
        "link",
        "base",
        "meta",
        "object",
        "details",
    ):
        assert len(page.css(selector)) == len(plain.css(selector)), selector


# -- files --------------------------------------------------------------------------------------------------


def test_a_word_file_comes_back_with_comments_in_its_own_paragraphs_and_cells(client):
    claim = f"As in {NAMED}, “{WRONG}”."
    data = word_file("Lanterns", "Harbours at night", cell=claim)
    location = sent(client, file=("a paper.docx", data)).headers["location"]
    assert "<h2>a paper.docx</h2>" in client.get(location).text
    answer = client.get(f"{location}/report.docx")
    assert answer.headers["content-disposition"] == 'attachment; filename="checked.docx"'
    assert answer.headers["cache-control"] == "no-store"
    document = docx.Document(BytesIO(answer.content))
    (comment,) = document.comments
    assert comment.text.startswith("Contradicted: the clause has “dawn”")
    (mark,) = document.element.body.iter(qn("w:commentRangeStart"))
    assert "".join(text.text for text in mark.getparent().iter(qn("w:t"))) == claim


@pytest.mark.parametrize(
    ("ending", "has"),
    [("md", "# Pasted text.txt"), ("json", '"name": "Pasted text.txt"'), ("docx", "PK")],
)
def test_what_was_found_is_there_as_a_file(client, ending, has):
    location = sent(client, TEXT).headers["location"]
    content = client.get(f"{location}/report.{ending}").content.decode("utf-8", "replace")
    assert has in content
    assert client.get(f"{location}/report.exe").status_code == 404


def test_a_word_file_that_was_dropped_is_said_to_be_and_its_paragraphs_are_exported(client, monkeypatch):
    first = sent(client, file=("one.docx", word_file(f"{NAMED} says that “{WRONG}”."))).headers["location"]
    assert "no longer on the server" not in client.get(first).text
    monkeypatch.setattr(checking, "MOST_BYTES", 10)
    sent(client, file=("two.docx", word_file("Two.")))
    assert "Your Word file is no longer on the server." in client.get(first).text
    document = docx.Document(BytesIO(client.get(f"{first}/report.docx").content))
    assert len(list(document.comments)) == 1


# -- what is refused, and what stays in the form ------------------------------------------------------------

REFUSED = {
    "nothing": ("", None, "Choose a file, or paste a text."),
    "blanks": (" \n ", None, "Choose a file, or paste a text."),
    "both": (TEXT, ("a.txt", b"words"), "Choose a file or a text, not both."),
    "an empty file": ("", ("a.txt", b""), "a.txt: the file is empty; give one that holds text."),
    "too large a file": ("", ("a.txt", b"x" * 100_001), "100,001 bytes, and at most 100,000 are read"),
    "too long a text": ("lamps " * 20_000, None, "120,000 bytes, and at most 100,000 are read"),
    "an old Word file": ("", ("a.doc", b"\xd0\xcf\x11\xe0" + bytes(600)), "an old Office file; save it as"),
    "a picture": ("", ("a.pdf", b"\x89PNG\r\n\x1a\n" + bytes(200)), "not plain text"),
}


@pytest.mark.parametrize(("text", "file", "sentence"), REFUSED.values(), ids=REFUSED)
def test_bad_input_gives_a_sentence_and_loses_nothing_that_was_pasted(client, text, file, sentence):
    answer = sent(client, text, file)
    page = LexborHTMLParser(answer.text)
    (refusal,) = [node.text() for node in page.css("[role=alert]")]
    assert answer.status_code == 400
    assert sentence in refusal
    assert len(re.findall(r"[.](?=\s|$)", refusal)) == 1, "one sentence"
    assert page.css_first("textarea").text().strip() == text.strip()


def test_a_form_that_is_larger_than_any_is_refused(client, monkeypatch):
    monkeypatch.setattr("assistant.web.security.guard.MOST_UNREAD", dict.fromkeys(guard.MOST_UNREAD, 10_000))
    answer = sent(client, file=("a.txt", b"x" * 20_000))
    assert (answer.status_code, "The document is too large" in answer.text) == (400, True)


@pytest.mark.parametrize("body", [b"", b"text=lamps", b"--x\r\nnonsense"])
def test_what_is_no_form_is_refused(client, body):
    for kind in (
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
    ):
        answer = client.post("/check/new", content=body, headers={"Content-Type": kind})
        assert (answer.status_code, "refused" in answer.text) == (400, True)


def test_a_document_of_many_statements_or_words_is_refused_with_how_many(client, monkeypatch):
    monkeypatch.setattr(routes, "MOST_STATEMENTS", 2)
    answer = sent(client, TEXT)
    assert "4 statements about texts, and 2 are checked at once; check it in parts." in answer.text
    assert WRONG in answer.text
    monkeypatch.setattr("assistant.checking.document.LONGEST", 50)
    assert "characters, and 50 are checked at once; check it in parts." in sent(client, TEXT).text


# -- whose it is, and for how long --------------------------------------------------------------------------

PASSWORD = "willows and reeds"


@pytest.fixture
def people(
    opened, tmp_path: Path, monkeypatch
) -> Iterator[tuple[TestClient, dict[str, str], dict[str, str]]]:
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr("assistant.administration.accounts.PasswordHasher", lambda: quick)
    for name in ("anna", "rudi"):
        Accounts(tmp_path).add(name, PASSWORD, Role.READER)
    with TestClient(application(opened, Settings(home=tmp_path, sign_in=True)), base_url=HERE) as client:
        cookies = []
        for name in ("anna", "rudi"):
            client.post("/sign-in", data={"name": name, "password": PASSWORD})
            cookies.append({"Cookie": f"{COOKIE}={client.cookies[COOKIE]}"})
            client.cookies.clear()
        yield client, *cookies


def test_only_who_sent_a_document_opens_what_was_found(people):
    client, anna, rudi = people
    location = sent(client, TEXT, **anna).headers["location"]
    for path in (location, f"{location}/report.json"):
        assert client.get(path, headers=anna).status_code == 200
        other = client.get(path, headers=rudi)
        assert (other.status_code, WRONG in other.text) == (404, False)
    assert "This check is no longer on the server; check the document again." in other.text


def found(name: str) -> CheckedDocument:
    return CheckedDocument(Document(name, "5", (Paragraph(1, "lamps"),)), (), (), {})


def test_what_was_found_is_kept_a_while_and_the_newest_of_each_person():
    times = [0.0]
    checks = Checks(lambda: times[0])
    other, first = checks.keep("rudi", found("a"), b""), checks.keep("anna", found("b"), b"")
    kept = [checks.keep("anna", found(str(number)), b"") for number in range(MOST)]
    assert checks.find("anna", first) is None
    assert [checks.find("anna", session).checked.document.name for session in kept] == list(
        map(str, range(MOST))
    )
    assert checks.find("rudi", other) is not None
    times[0] = SECONDS + 1
    assert checks.find("anna", kept[-1]) is None


def test_word_files_are_kept_up_to_a_number_of_bytes_the_oldest_are_dropped_first(monkeypatch):
    monkeypatch.setattr(checking, "MOST_BYTES", 25)
    times = iter(range(100))
    checks = Checks(lambda: float(next(times)))
    word, pdf = b"PK\x03\x04 8 byte", b"%PDF-1.7 and much more that is not kept"
    people = ("anna", "rudi", "", "anna")
    sessions = [
        checks.keep(owner, found("a"), data)
        for owner, data in zip(people, (word, word, pdf, word), strict=True)
    ]
    originals = [
        checks.find(owner, session).original for owner, session in zip(people, sessions, strict=True)
    ]
    assert originals == [None, word, b"", word]


def test_a_library_that_has_changed_since_is_said_to_have(client):
    location = sent(client, TEXT).headers["location"]
    assert "The library has changed since" not in client.get(location).text
    report = json.loads(client.get(f"{location}/report.json").text)
    assert list(report["texts"]) == ["itu-pp/res-900/2030"]
    service = client.app.state.service
    (item,) = [item for items in _checks(client)._items.values() for item in items]
    item.sent.checked.texts["itu-pp/res-900/2030"] = "other words"
    assert service.now.library.fingerprints() != item.sent.checked.texts
    assert "The library has changed since this document was checked." in client.get(location).text


def _checks(client: TestClient) -> Checks:
    route = next(route for route in client.app.routes if getattr(route, "path", "") == "/check/{session}")
    return route.endpoint.__self__.checks
