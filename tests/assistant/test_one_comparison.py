"""Two editions compared by every way a user has: the same counts, and the same annexes left out."""

from __future__ import annotations

import json
import re
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from starlette.testclient import TestClient

from assistant.cli.main import main
from assistant.comparison.comparison import Comparison, Comparisons
from assistant.comparison.counterparts import ClauseLocator
from assistant.drafting.tracked_changes import with_tracked_changes
from assistant.library.library import Library
from assistant.operations import OPERATIONS, Context
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.web.editions import banner
from assistant.web.server import application
from corpus.catalogue import Catalogue
from corpus.instruments import Edition
from corpus.keys import EditionKey, ProvisionId
from index import search_without_index
from ingest import parse_source, text_source

TEXT = """\
RESOLUTION 960 (REV. {capitals}, {year})

Buoys of the estuary

The Plenipotentiary Conference of the International Telecommunication Union ({city}, {year}),

noting

a) the map of the estuary, in Annex 2 to this resolution;

b) that tides are strong,

resolves

1 that buoys be painted {colour}, for pilots, for fishers and for: a) ferries; and b) barges;

2 that every buoy have a bell,

instructs the Secretary-General

to count the buoys each spring.
"""
ANNEX = """
ANNEX 2 TO RESOLUTION 960 (REV. OSTERLEY, 2031)

1 The Secretary-General shall dredge the eastern arm every second winter.

2 Three islands divide the current into four arms of even depth.
"""
NEWER = "Resolution 960 (Rev. Willowford, 2035)"
MISSING = f"{NEWER} cites Annex 2. It is not in the library, so it is not compared."
COUNTS = {"NOC": 8, "MOD": 3, "ADD": 0, "SUP": 0, "MOVED": 0}
OLD, NEW = "itu-pp/res-960/2031", "itu-pp/res-960/2035"
DREDGE = ProvisionId(EditionKey.parse(OLD), "annex_2__para_1")


def edition(city: str, year: int, colour: str, annex: str = "") -> Edition:
    text = TEXT.format(city=city, capitals=city.upper(), year=year, colour=colour) + annex
    return parse_source(text_source(text), "buoys").edition()


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(
        (edition("Osterley", 2031, "red", ANNEX), edition("Willowford", 2035, "green")), Catalogue(())
    )


@pytest.fixture(scope="module")
def assistant(library: Library) -> Assistant:
    return Assistant(library, search_without_index(library.editions, ()))


@pytest.fixture
def client(assistant: Assistant, tmp_path) -> TestClient:
    app = application(assistant, Settings(home=tmp_path))
    return TestClient(app, base_url="http://127.0.0.1", headers={"accept": "text/html"})


@pytest.fixture
def comparison(library: Library) -> Comparison:
    return Comparison.of(*library.editions)


def test_the_page_says_it_and_filters_by_the_same_counts(client: TestClient):
    page = client.get("/compare", params={"a": OLD, "b": NEW}).text
    assert MISSING in page
    assert "dredge" not in page
    shown = re.findall(r'>(\w+) <span class="number">(\d+)</span>', page)
    assert {kind: int(number) for kind, number in shown} == COUNTS


def test_the_word_file_says_it_and_deletes_nothing(comparison: Comparison):
    file = docx.Document(BytesIO(with_tracked_changes(comparison)))
    assert MISSING in [paragraph.text for paragraph in file.sections[0].header.paragraphs]
    deleted = "".join(text.text for text in file.element.body.iter(qn("w:delText")))
    assert "red" in deleted
    assert "dredge" not in file.element.xml


def test_the_command_says_it_with_the_same_counts(library: Library, monkeypatch, capsys):
    monkeypatch.setattr("assistant.cli.texts.opened_library", lambda: library)
    monkeypatch.setenv("COLUMNS", "200")
    assert main(("compare", OLD, NEW)) == 0
    printed = capsys.readouterr().out
    assert MISSING in printed
    assert printed.endswith(", ".join(f"{number} {kind}" for kind, number in COUNTS.items()) + "\n")
    assert main(("compare", OLD, NEW, "--json")) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["counts"] == COUNTS
    assert len(found["changes"]) == sum(COUNTS.values())
    assert found["not_in_library"] == [
        {
            "provision": f"{NEW}#annex_2",
            "label": f"Annex 2 to {NEWER}",
            "cited_by": [f"{NEW}#preamble__noting__rec_a"],
        }
    ]


def test_other_programs_get_it_with_the_same_counts(assistant: Assistant):
    operation = OPERATIONS["compare_editions"]
    context = Context.of(assistant, "http://127.0.0.1:7860")
    found = operation.run(context, {"a": OLD, "b": NEW})
    assert {kind.value: number for kind, number in found.counts.items()} == COUNTS
    assert [annex.id for annex in found.not_in_library] == [f"{NEW}#annex_2"]


def test_the_chat_says_it_with_the_same_counts(assistant: Assistant):
    answer = assistant.ask(["What changed between the 2031 and the 2035 edition of Resolution 960?"])
    assert "3 changed, 0 new, 0 deleted, 0 moved, 8 unchanged" in answer.lead
    assert MISSING in answer.lead
    about = assistant.ask(["What changed in Annex 2 of Resolution 960 since 2031?"])
    assert f"Annex 2 to {NEWER} is cited here" in about.lead


def test_no_duty_of_the_annex_is_dropped(client: TestClient):
    page = client.get("/duties/changes", params={"a": OLD, "b": NEW}).text
    assert MISSING in page
    assert "dredge" not in page


def test_the_reader_says_why_a_clause_has_no_counterpart(library: Library):
    where = ClauseLocator(Comparisons(library))
    assert banner(DREDGE, where).no_same == "Annex 2 of that edition is not in the library"
    assert where.fate(f"{NEW}#annex_2__para_1") == (f"Annex 2 to {NEWER} is not in the library.",)
    assert where.fate(f"{NEW}#annex_2__para_7") == (f"Annex 2 to {NEWER} is not in the library.",)
