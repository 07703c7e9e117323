"""Duties as files: CSV and spreadsheet without formulas, Word, a calendar that a parser reads back."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import docx
import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from assistant.library.library import Library
from assistant.register.calendar_export import calendar, dates
from assistant.register.entries import DutyRegister, Entry
from assistant.register.files import COLUMNS, csv_file, harmless, word_file, xlsx_file
from assistant.register.selection import Grouping, grouped
from corpus.catalogue import catalogue
from corpus.keys import EditionKey
from ingest import parse_source, text_source

ITU = """\
RESOLUTION 950 (REV. LISBON, 2030)

Lamps

The Plenipotentiary Conference of the International Telecommunication Union (Lisbon, 2030),

considering

that the Harbour Board waits,

instructs the Harbour Board

1 =SUM(A1) to count the lamps every two years, “if lit”;

2 to close the pier by 31 March 2034;

3 to report in 2031 and 2032, or to report on:
i) piers;
ii) lamps, if any;

4 to report at its next session;

5 to sweep the stairs regularly;

6 to report annually, beginning in 2032;

7 to send papers six weeks before its 2033 session,"""
UN = """\
United Nations A/RES/99/7
General Assembly
Distr.: General
4 December 2044

Resolution adopted by the General Assembly on 2 December 2044

99/7. Lamps

The General Assembly,

Recalling its resolution 98/3,

1. Requests the Secretary-General to report on lamps each year, until 2050;
"""
NOW = datetime(2044, 12, 5, 8, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def library() -> Library:
    editions = (parse_source(text_source(one), "lamps").edition() for one in (ITU, UN))
    return Library(tuple(editions), catalogue())


@pytest.fixture(scope="module")
def entries(library: Library) -> tuple[Entry, ...]:
    return DutyRegister(library).entries()


def link(one: Entry) -> str:
    return f"http://desk/?clause={one.duty.provision}"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@sum", "\tx", "\rx", " =1"])
def test_no_cell_is_a_formula(cell: str):
    assert harmless(cell) == f"'{cell}"


def test_csv_is_read_back_with_every_duty(entries: tuple[Entry, ...]):
    written = csv_file(entries, link)
    assert written.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in written
    found = list(csv.DictReader(StringIO(written.decode("utf-8-sig"), newline="")))
    assert tuple(found[0]) == tuple(COLUMNS)
    assert [one["Addressee"] for one in found] == ["Harbour Board"] * 7 + ["Secretary-General"]
    assert found[0]["Action"] == "'=SUM(A1) to count the lamps every two years, “if lit”"
    assert (found[0]["Frequency"], found[0]["Force"], found[0]["In force"]) == (
        "every two years",
        "binding",
        "yes",
    )
    assert found[2]["Action"].endswith(":\ni) piers;\nii) lamps, if any;")


def test_a_spreadsheet_has_text_in_every_cell_and_leads_to_the_clause(entries: tuple[Entry, ...]):
    sheet = load_workbook(BytesIO(xlsx_file(entries, link))).active
    assert [one.value for one in sheet[1]] == [name for name in COLUMNS if name != "Reports to"]
    assert sheet.max_row == len(entries) + 3
    assert sheet["D2"].value.startswith("=SUM(A1)")
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert sheet["I2"].hyperlink.target == link(entries[0])


def test_word_has_a_table_for_each_group(library: Library, entries: tuple[Entry, ...]):
    groups = grouped(DutyRegister(library), entries, Grouping.TEXT)
    document = docx.Document(BytesIO(word_file("Duties", groups)))
    assert [len(table.rows) for table in document.tables] == [8, 2]
    assert document.tables[0].rows[1].cells[0].text == "Harbour Board"


def test_files_leave_out_columns_that_have_nothing_in_them(entries: tuple[Entry, ...]):
    said = "Empty columns left out: "
    timed = entries[:1]  # every two years, on a condition
    sheet = load_workbook(BytesIO(xlsx_file(timed, link))).active
    assert [cell.value for cell in sheet[1]] == [
        name for name in COLUMNS if name not in ("Due", "Reports to")
    ]
    assert (sheet["A4"].value, sheet.auto_filter.ref) == (f"{said}Due, Reports to", "A1:J2")
    assert sheet["H2"].hyperlink.target == link(timed[0])
    document = docx.Document(BytesIO(word_file("Duties", [("Lamps", timed)])))
    assert f"{said}Reports to" in [paragraph.text for paragraph in document.paragraphs]
    header = document.tables[0].rows[0].cells
    assert [cell.text for cell in header] == ["Addressee", "Verb", "Action", "When", "Condition", "Clause"]


def test_the_calendar_has_what_recurs_or_is_due_and_nothing_else(
    library: Library, entries: tuple[Entry, ...]
):
    found = [
        (
            one.words,
            one.day.isoformat(),
            one.every and one.every.interval,
            one.until and one.until.isoformat(),
        )
        for one in dates(entries, library)
    ]
    assert found == [
        ("every two years", "2031-01-01", 2, None),
        ("in 2031 and 2032", "2031-12-31", None, None),
        ("annually", "2032-01-01", 1, None),
        ("in 2031 and 2032", "2032-12-31", None, None),
        ("by 31 March 2034", "2034-03-31", None, None),
        ("each year", "2044-12-02", 1, "2050-12-31"),
    ]


def test_the_calendar_is_read_back_and_says_where_a_day_comes_from(
    library: Library, entries: tuple[Entry, ...]
):
    written = calendar(entries, library, "Duties", link, NOW)
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    events = list(Calendar.from_ical(written).walk("VEVENT"))
    assert len(events) == 6
    first = events[0]
    assert first["dtstart"].dt == date(2031, 1, 1)
    assert first["dtend"].dt == date(2031, 1, 2)
    assert first["rrule"]["FREQ"] == ["YEARLY"]
    assert first["rrule"]["INTERVAL"] == [2]
    assert (
        "The text names no date: counted from the start of 2031, the year after this edition."
        in first["description"]
    )
    assert "The text gives no end." in first["description"]
    assert first["description"].startswith(
        "┌ instructs the Harbour Board …\n│ =SUM(A1) to count the lamps every two years, “if lit”\n"
        "[Resolution 950 (Rev. Lisbon, 2030), instructs the Harbour Board 1]\n\n"
    )
    assert first["summary"].startswith("The Harbour Board: ")
    assert "counted from its adoption on 2 December 2044" in events[-1]["description"]
    assert "Ends on the date given in the text." in events[-1]["description"]
    assert events[-1]["rrule"]["UNTIL"] == [date(2050, 12, 31)]
    assert first["url"] == link(entries[0])
    assert len({str(one["uid"]) for one in events}) == 6


def test_the_calendar_of_the_same_duties_is_the_same(library: Library, entries: tuple[Entry, ...]):
    twice = [calendar(entries, library, "Duties", link, NOW) for _ in range(2)]
    assert twice[0] == twice[1]


def test_resolution_71_recurs_once_a_year(assistant):
    register = DutyRegister(assistant.library)
    found = dates(register.of(EditionKey.parse("itu-pp/res-71/2022")), assistant.library)
    assert [(one.words, one.every and one.every.interval) for one in found] == [("annually", 1)]


@pytest.mark.parametrize("adopted", ["2044-02-30", "2044-00-00", "2044"])
def test_an_adoption_on_no_day_of_the_calendar_counts_as_its_year(library: Library, adopted: str):
    changed = Library(tuple(replace(one, adopted=adopted) for one in library.editions), library.catalogue)
    found = dates(DutyRegister(changed).entries(), changed)
    assert [one.day for one in found if one.words == "each year"] == [date(2045, 1, 1)]


PLAN = """\
RESOLUTION {number} (REV. {city}, {year})

{title}

The Plenipotentiary Conference of the International Telecommunication Union ({place}, {year}),

considering

that the Harbour Board waits,

instructs the Secretary-General

1 to look after the lamps of the harbour, and to this end:
i) to report annually to the Council;
ii) to paint the piers, if possible, by 2033,
"""


def plan(title: str, place: str, year: int):
    text = PLAN.format(number=951, title=title, city=place.upper(), place=place, year=year)
    return parse_source(text_source(text), "lamps").edition()


@pytest.mark.parametrize(
    ("rule", "editions", "starts", "ends", "said"),
    [
        (
            "the years of a plan are in its title",
            [plan("Plan of the lamps for 2032-2035", "Lisbon", 2030)],
            date(2032, 1, 1),
            [date(2035, 12, 31)],
            "Ends with 2032–2035, the years in its title.",
        ),
        (
            "an edition ends with the year of the next",
            [plan("Lamps", "Porto", 2026), plan("Lamps", "Lisbon", 2030)],
            date(2027, 1, 1),
            [date(2030, 12, 31)],
            "Ends with 2030, the year of the edition that superseded this one.",
        ),
        (
            "no end is known",
            [plan("Lamps", "Lisbon", 2030)],
            date(2031, 1, 1),
            None,
            "The text gives no end.",
        ),
    ],
)
def test_what_recurs_begins_and_ends_with_its_text(rule, editions, starts, ends, said):
    held = Library(tuple(editions), catalogue())
    written = calendar(DutyRegister(held).of(editions[0].key), held, "Duties", link, NOW)
    first = next(one for one in Calendar.from_ical(written).walk("VEVENT") if "rrule" in one)
    assert first["dtstart"].dt == starts, rule
    assert first["rrule"].get("UNTIL") == ends, rule
    assert said in first["description"], rule


def test_an_event_of_an_item_has_the_items_words_and_the_clauses_opening():
    held = Library((plan("Lamps", "Lisbon", 2030),), catalogue())
    events = list(
        Calendar.from_ical(calendar(DutyRegister(held).entries(), held, "Duties", link, NOW)).walk("VEVENT")
    )
    recurring, due = sorted(events, key=lambda one: "rrule" not in one)
    assert recurring["summary"] == "The Secretary-General: i) to report annually to the Council;"
    assert "to look after the lamps" in recurring["description"]
    assert "Reports to: the Council" in recurring["description"]
    assert "Conditions" not in recurring["description"]
    assert "Conditions: if possible" in due["description"]
    assert "Reports to" not in due["description"]
    assert len({str(one["uid"]) for one in events}) == 2


@pytest.mark.parametrize("word", ["lanterns ", "lanterns, ", "lanterns; – ", "red-lanterns ", "lanterns. "])
def test_a_long_title_is_cut_behind_a_word(word: str):
    held = Library((plan("Lamps", "Lisbon", 2030),), catalogue())
    (entry,) = DutyRegister(held).entries()
    long = replace(entry, items=(replace(entry.items[0], text="to report annually on " + word * 30),))
    (event,) = Calendar.from_ical(calendar((long,), held, "Duties", link, NOW)).walk("VEVENT")
    assert str(event["summary"]).endswith("lanterns …")
    assert len(event["summary"]) <= 120


def test_characters_that_xml_cannot_have_are_shown_as_escapes():
    assert docx.Document(BytesIO(word_file("\x01", ()))).paragraphs[0].text == r"\x01"


def test_files_give_what_an_item_says_after_its_name():
    held = Library((plan("Lamps", "Lisbon", 2030),), catalogue())
    entries = DutyRegister(held).entries()
    (one,) = csv.DictReader(StringIO(csv_file(entries, link).decode("utf-8-sig"), newline=""))
    said = {name: one[name] for name in ("Frequency", "Due", "Condition", "Reports to")}
    assert said == {
        "Frequency": "i): annually",
        "Due": "ii): by 2033",
        "Condition": "ii): if possible",
        "Reports to": "i): the Council",
    }
    sheet = load_workbook(BytesIO(xlsx_file(entries, link))).active
    assert [sheet.cell(2, column).value for column in range(5, 9)] == list(said.values())
    groups = grouped(DutyRegister(held), entries, Grouping.TEXT)
    cells = docx.Document(BytesIO(word_file("Duties", groups))).tables[0].rows[1].cells
    assert [one.text for one in cells[3:6]] == [
        "i): annually\nii): by 2033",
        "ii): if possible",
        "i): the Council",
    ]
