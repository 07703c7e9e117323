"""What is proposed for two clauses, by rule, and the map as files."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import docx
import pytest
from openpyxl import load_workbook

from assistant.comparison.comparison import Comparisons
from assistant.library.library import Library
from assistant.streamlining.files import word_file, xlsx_file
from assistant.streamlining.map import Action, StreamliningMap, streamlining_map
from corpus.catalogue import Catalogue
from corpus.errors import ResolutionsError
from corpus.instruments import Edition
from ingest import parse_source, text_source

FORMULA = "The {body} of the International Telecommunication Union ({city}, {year}),"
CONFERENCE, SECTOR = "Plenipotentiary Conference", "World Telecommunication Standardization Assembly"
LAMPS = "to replace every oil lamp on the northern piers by an electric lantern before the autumn gales"
FOGS = "that fogs of more than three days have closed the estuary to ferries in each of the last ten winters"
REPORT = "to report every year to the Council of Harbours on the implementation of this resolution"


def text(
    number: int, recital: str, head: str, clause: str, *, year: int = 2031, city: str = "Willowford",
    body: str = CONFERENCE,
) -> Edition:  # fmt: skip
    printed = "\n\n".join(
        [
            f"RESOLUTION {number} (REV. {city.upper()}, {year})",
            f"Matters of number {number}",
            FORMULA.format(body=body, city=city, year=year),
            "considering",
            f"a) {recital};",
            f"b) what only text {number} considers among all the texts of its conference,",
            head,
            f"1 {clause};",
            f"2 to paint the pilot boats of harbour {number} in the colours of their pilots.",
        ]
    )
    return parse_source(text_source(printed), f"text {number}").edition()


def mapped(*editions: Edition) -> StreamliningMap:
    library = Library(editions, Catalogue(()))
    return streamlining_map(library, [edition.key for edition in editions], Comparisons(library))


SECRETARY = "instructs the Secretary-General"
CITING = f"Resolution 961 (Rev. Willowford, 2031) of this conference, which instructs the Council {LAMPS}"
PLAIN = "that nets are mended in spring"
THIRD = "Resolution 970 (Rev. Osterley, 2027) of this conference, on the dredging of channels at low water"
RULES = [
    ("the same words to the same body", (PLAIN, SECRETARY, LAMPS), ("that ropes rot", SECRETARY, LAMPS),
     {("suppress", "repeated")}),
    ("the same words to another body", (PLAIN, SECRETARY, LAMPS),
     ("that ropes rot", "instructs the Council", LAMPS), {("keep", "repeated")}),
    ("a verb that binds less", (PLAIN, SECRETARY, LAMPS),
     ("that ropes rot", "invites the Secretary-General", LAMPS), {("keep", "repeated")}),
    ("each speaks of its own text", (PLAIN, SECRETARY, REPORT), ("that ropes rot", SECRETARY, REPORT),
     {("merge", "repeated")}),
    ("the same body on the same matter", (PLAIN, SECRETARY, LAMPS),
     ("that ropes rot", SECRETARY, LAMPS.replace("before the autumn gales", "and to store oil")),
     {("merge", "overlapping")}),
    ("a recital repeats what it cites", (PLAIN, "instructs the Council", LAMPS), (CITING, SECRETARY, REPORT),
     {("point to", "overlapping")}),
    ("two recitals recall a third text", (THIRD, SECRETARY, LAMPS), (THIRD, "instructs the Council", REPORT),
     {("keep", "repeated")}),
    ("two recitals say the same", (FOGS, SECRETARY, LAMPS), (FOGS, "instructs the Council", REPORT),
     {("point to", "repeated")}),
    ("nothing in common", (PLAIN, SECRETARY, LAMPS), ("that ropes rot", SECRETARY, REPORT), set()),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "first", "second", "proposed"), RULES, ids=[row[0] for row in RULES])
def test_a_proposal_follows_from_two_clauses(rule, first, second, proposed):
    found = mapped(text(961, *first), text(962, *second))
    lines = [line for line in found.lines if line.clause.provision.marker in ("a)", "1")]
    assert {(line.action.value, line.relation.value) for line in lines} >= proposed, rule
    assert bool(lines) == bool(proposed)


def test_a_sector_gives_way_to_the_conference():
    sector = text(4, PLAIN, SECRETARY, LAMPS, year=2032, city="Osterley", body=SECTOR)
    found = mapped(sector, text(961, PLAIN + " too", SECRETARY, LAMPS))
    (line,) = [line for line in found.lines
               if line.action is Action.SUPPRESS]  # fmt: skip
    assert line.clause.edition.key.instrument.issuer == "itu-wtsa"
    assert line.other.edition.key.instrument.issuer == "itu-pp"


def test_an_older_edition_gives_way_to_the_newer_one_where_that_has_the_clause():
    old = text(961, FOGS, SECRETARY, LAMPS, year=2027, city="Osterley")
    found = mapped(old, text(961, FOGS, SECRETARY, "to sell the piers to the highest bidder in May"))
    assert {line.clause.edition for line in found.lines} == {old}
    by_words = {line.clause.provision.text: line for line in found.lines}
    (fogs,) = [line for words, line in by_words.items() if words.startswith("that fogs")]
    assert fogs.action is Action.SUPPRESS
    lamps = [line for words, line in by_words.items() if words.startswith("to replace")]
    assert all(line.action is Action.KEEP for line in lamps)
    assert "supersedes" in found.remarks[-1]


def test_the_words_in_common_are_marked_and_no_letter_is_lost():
    for line in mapped(text(961, FOGS, SECRETARY, LAMPS), text(962, FOGS, SECRETARY, LAMPS)).lines:
        for clause, pieces in zip((line.clause, line.other), line.shared.pieces, strict=True):
            assert "".join(words for words, _ in pieces) == clause.provision.text
            assert any(both for _, both in pieces)


def test_one_text_makes_no_map():
    with pytest.raises(ResolutionsError, match="two texts or more"):
        mapped(text(961, FOGS, SECRETARY, LAMPS))


def test_the_files_have_every_line_and_no_formula():
    found = mapped(text(961, FOGS, SECRETARY, f"={LAMPS}"), text(962, FOGS, SECRETARY, f"={LAMPS}"))
    sheet = load_workbook(BytesIO(xlsx_file(found, lambda clause: "http://a/b")), rich_text=True).active
    rows = list(sheet.iter_rows(min_row=2))
    assert len(rows) == len(found.lines) > 1
    assert [str(row[2].value) for row in rows] == [line.clause.provision.text for line in found.lines]
    assert all(cell.data_type != "f" for row in rows for cell in row)
    assert rows[0][1].hyperlink.target == "http://a/b"
    tables = docx.Document(BytesIO(word_file(found))).tables
    assert sum(len(table.rows) - 1 for table in tables) == len(found.lines)


def test_a_clause_without_words_is_not_compared():
    editions = [
        replace(
            edition,
            provisions=tuple(
                replace(clause, text="…") if clause.marker == "1" else clause for clause in edition.provisions
            ),
        )
        for edition in (text(971, FOGS, SECRETARY, LAMPS, year=year) for year in (2031, 2035))
    ]
    lines = mapped(*editions).lines
    assert lines
    assert all(line.clause.words for line in lines)
