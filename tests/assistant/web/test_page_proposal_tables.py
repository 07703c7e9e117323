"""The page that puts proposals in a table: what it takes, what it refuses, whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import docx
import pytest
from openpyxl import load_workbook
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from assistant.library.library import Library
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.web.proposal_tables import SentTables
from assistant.web.server import application
from assistant.web.session_memory import SessionMemory
from corpus.catalogue import Catalogue
from index import search_without_index
from ingest.limits import Limits

pytestmark = pytest.mark.usefixtures("one_chat")
COUNT = "1 to count the lanterns every three years;"


@pytest.fixture
def client(harbours, tmp_path) -> Iterator[TestClient]:
    library = Library((harbours,), Catalogue(()))
    searcher = search_without_index(library.editions, ())
    opened = Assistant(library, searcher, harbours.key.instrument)
    app = application(opened, Settings(home=tmp_path, limits=Limits(size=100_000)))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client


def written(text: str, instead: str) -> bytes:
    document, file = docx.Document(), BytesIO()
    for line in text.replace(COUNT, instead).split("\n"):
        document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


def test_two_proposals_are_shown_filtered_and_exported(client, harbours_text):
    files = [
        ("files", ("Alpha.docx", written(harbours_text, "1 to count the <lanterns> every two years;"))),
        ("files", ("Beta.docx", written(harbours_text, f"{COUNT[:-14]} day;\n\n3 =1+1 that piers be lit,"))),
        ("files", ("Notes.docx", b"no Word file")),
    ]
    answer = client.post("/proposals/new", files=files, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    address = answer.headers["location"]
    page = LexborHTMLParser(client.get(address).text)
    assert [place.text() for place in page.css(".place")] == [
        "instructs the Harbour Council 1",
        "After instructs the Harbour Council 1",
    ]
    assert "Notes.docx: no Word file" in page.css_first(".refused").text()
    assert "Alpha against Beta" in page.css_first(".standing").text()
    assert "<lanterns" in page.css_first(".words").text()
    only = LexborHTMLParser(client.get(f"{address}?only=open").text)
    assert len(only.css(".place")) == 1
    book = load_workbook(BytesIO(client.get(f"{address}/table.xlsx").content), rich_text=True)
    heads = [cell.value for cell in book.worksheets[0][1]]
    assert heads == ["Clause", "Adopted text", "Standing", "Collides on", "Alpha", "Beta"]
    assert "collision" in [cell.value for cell in book.worksheets[0][2]]
    table = docx.Document(BytesIO(client.get(f"{address}/table.docx").content)).tables[0]
    struck = [run.text for p in table.rows[1].cells[2].paragraphs for run in p.runs if run.font.strike]
    assert "three" in struck
    assert client.get(f"{address}/table.pdf").status_code == 404


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], "Choose a Word file or one of your proposals."),
        ([("files", ("Pier.docx", b"no Word file"))], "Pier.docx: no Word file"),
        ([("files", ("Pier.docx", b"x" * 100_001))], "at most 100,000 are read"),
        ([("files", (f"{at}.docx", b"x")) for at in range(21)], "Give at most 20 Word files"),
    ],
)
def test_what_makes_no_table_comes_back_with_a_sentence(client, files, said):
    answer = client.post("/proposals/new", files=files or {"files": ("", b"")})
    assert answer.status_code == 400
    assert said in LexborHTMLParser(answer.text).css_first("[role=alert]").text()


def test_a_proposal_of_a_file_becomes_ones_own_and_ones_own_comes_into_a_table(client, harbours_text):
    files = [("files", ("Alpha.docx", written(harbours_text, "1 to count the lamps every three years;")))]
    table = client.post("/proposals/new", files=files, follow_redirects=False).headers["location"]
    opened = client.post(f"{table}/own/0/0", follow_redirects=False)
    assert opened.status_code == 303
    editor = client.get(opened.headers["location"])
    assert "<ins>" in editor.text
    assert client.post(f"{table}/own/0/7").status_code == 404

    own = LexborHTMLParser(client.get("/proposals").text).css_first("input[name=own]").attributes["value"]
    again = client.post("/proposals/new", files=files, data={"own": own}, follow_redirects=False)
    page = LexborHTMLParser(client.get(again.headers["location"]).text)
    assert [by.text() for by in page.css(".by b")] == ["Alpha", "Alpha (2)"]
    assert "1 agreement" in page.css_first("section p").text()
    assert client.post("/proposals/new", files=files, data={"own": "nobody's"}).status_code == 400


def test_a_table_belongs_to_the_person_who_made_it():
    tables = SessionMemory[SentTables](1)
    session = tables.begin("anna", SentTables((), ("a.docx: none",)))
    assert tables.find("anna", session) is not None
    assert tables.find("ben", session) is None
