"""Official resolutions of the United Nations, where they lie beside the project: counts and agreement."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from corpus import Kind
from ingest import Parse, parse_file

SHARED = Path(__file__).parents[3] / "shared"
TEXTS = SHARED / "texts" / "un"
GOLDEN = SHARED / "golden" / "un-paragraphs"

# what a reader counts: recitals, numbered paragraphs, items in letters, goals, targets
DUMPS = {
    "A_RES_70_1": ("un-ga/res-70-1/2015", 0, 91, 9, 17, 169),
    "A_RES_70_125": ("un-ga/res-70-125/2015", 6, 71, 0, 0, 0),
    "A_RES_71_243": ("un-ga/res-71-243/2016", 17, 84, 37, 0, 0),
    "A_RES_72_279": ("un-ga/res-72-279/2018", 2, 33, 18, 0, 0),
    "A_RES_74_297": ("un-ga/res-74-297/2020", 5, 6, 0, 0, 0),
    "A_RES_75_1": ("un-ga/res-75-1/2020", 0, 21, 0, 0, 0),
    "A_RES_75_233": ("un-ga/res-75-233/2020", 20, 120, 16, 0, 0),
}
SECRETARIAT = (
    "A_RES_78_132",
    pytest.param("A_RES_79_194", marks=pytest.mark.slow),
    pytest.param("A_RES_79_226", marks=pytest.mark.slow),
)


def read(path: Path) -> Parse:
    if not path.exists():
        pytest.skip(f"not here: {path.name}")
    return parse_file(path)


@pytest.mark.parametrize("name", DUMPS)
def test_every_unit_of_a_dump_is_counted(name):
    parse = read(TEXTS / f"{name}.md")
    shapes = Counter(re.sub(r"[0-9]+(-[0-9a-z]+)?$", "", one.eid) for one in parse.provisions)
    letters = sum(re.search(r"__subpara_[a-z]$", one.eid) is not None for one in parse.provisions)
    counts = (shapes["preamble__rec_"], shapes["para_"], letters, shapes["goal_"], shapes["target_"])
    assert (str(parse.key), *counts) == DUMPS[name]
    assert not parse.report.unowned
    assert not parse.report.gaps
    assert not parse.report.warnings


def plain(text: str) -> str:
    """Leave out blanks, raised marks, and the digits that a mark leaves where it is not raised."""
    text = re.sub(r"[\s\u00a0\u00ad⁰¹²³⁴⁵⁶⁷⁸⁹]+", "", text.replace("‑", "-"))
    return re.sub(r"(?<=[A-Za-z,.;)”’])[0-9]{1,2}(?=$|[;,.]|[A-Za-z])", "", text)


@pytest.mark.parametrize("name", SECRETARIAT)
def test_a_pdf_agrees_with_the_paragraphs_of_the_secretariat(name):
    parse = read(SHARED / "texts" / "pdf" / f"{name}.pdf")
    rows = [row for row in json.loads((GOLDEN / f"{name}.json").read_text()) if row["type"] == "paragraph"]
    numbered = {
        row["prefix"].strip().rstrip("."): re.sub(r"^[0-9]+\.", "", plain(row["text"]))
        for row in rows
        if row["paragraph_type"] == "operative" and row["paragraph_level"] != 2
    }
    recitals = [plain(row["text"]) for row in rows if row["paragraph_type"] == "preambular"][1:]
    own = {one.eid: plain(one.text) for one in parse.provisions}
    found = [one.text for one in parse.provisions if one.kind == Kind.RECITAL]
    agreeing = sum(own.get(f"para_{number}") == text for number, text in numbered.items())
    assert agreeing >= 0.98 * len(numbered)
    assert sum(text in map(plain, found) for text in recitals) >= 0.95 * len(recitals)
    assert not parse.report.unowned
