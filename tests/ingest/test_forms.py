"""One text in several forms gives the same provisions."""

import html
import io
from pathlib import Path

import docx
import pytest

from ingest import Parse, parse_file, parse_source, text_source
from ingest.cleanup import clean
from ingest.lines import Line
from ingest.parse import grammar_of
from ingest.readers import decode

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "texts"
TEXTS = {
    "invented": HERE / "lanterns.txt",
    "resolution with annexes and tables": SHARED / "itu" / "resolution-71-bucharest-2022.txt",
    "decision with tables": SHARED / "itu" / "dec-005-bucharest-2022.txt",
    "United Nations": SHARED / "un" / "A_RES_70_125.md",
}
Lines = list[list[Line]]


def blocks(path: Path) -> Lines:
    """Return a text's paragraphs, each alone, and its tables' rows together."""
    source = text_source(path.read_text(encoding="utf-8"))
    found: Lines = []
    for line in clean(source, grammar_of(source).steps).lines:
        if found and "\t" in line.text and "\t" in found[-1][-1].text and not line.gap:
            found[-1].append(line)
        else:
            found.append([line])
    return found


def as_html(text: Lines) -> bytes:
    printed = []
    for block in text:
        rows = [[html.escape(cell) for cell in line.text.split("\t")] for line in block]
        table = "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in rows)
        printed.append(f"<table>{table}</table>" if "\t" in block[0].text else f"<p>{rows[0][0]}</p>")
    return ("<!DOCTYPE html><meta charset=utf-8>" + "\n".join(printed)).encode()


def as_word(text: Lines) -> bytes:
    document = docx.Document()
    for block in text:
        rows = [line.text.split("\t") for line in block]
        if len(rows[0]) == 1:
            document.add_paragraph(rows[0][0])
            continue
        table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
        for own, row in zip(rows, table.rows, strict=True):
            for text_, cell in zip(own, row.cells, strict=False):
                cell.text = text_
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def units(parse: Parse) -> list[tuple[str, str, str]]:
    return [(one.eid, one.label, " ".join(one.text.split(" "))) for one in parse.provisions]


@pytest.mark.parametrize("form", [as_html, as_word])
@pytest.mark.parametrize("path", TEXTS.values(), ids=TEXTS)
def test_a_text_gives_the_same_provisions_as_a_web_page_and_as_a_word_file(path: Path, form):
    if not path.exists():
        pytest.skip(f"{path.name} is not here")
    plain = parse_file(path)
    parse = parse_source(decode(form(blocks(path)), "a text"), path.stem)
    assert units(parse) == units(plain)
    assert parse.key == plain.key
    assert parse.report.unowned == ()
