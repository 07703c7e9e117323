"""What is printed on pages becomes whole paragraphs, with their emphasis; nothing is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from ingest.markers import NOTE_MARK
from ingest.pdf.reading import read_pdf
from ingest.readers import decode
from ingest.source import Source

TEXTS = Path(__file__).parents[3] / "shared"
OFFICIAL = sorted((TEXTS / "texts" / "pdf").glob("*.pdf"))
GOLDEN = (
    "A_RES_78_132",
    pytest.param("A_RES_79_194", marks=pytest.mark.slow),
    pytest.param("A_RES_79_226", marks=pytest.mark.slow),
)
LARGE = 300_000  # bytes of a file that takes seconds to read
LONG = (
    "that lanterns on a pier guide the smaller boats into the harbour, in particular where the fog is "
    "thick and the channel narrow, and that their keepers have shown how little oil a good flame needs "
    "when its glass is clean and its wick is cut each evening before the tide comes in"
)
OTHER = (
    "the need for lanterns of one kind, which the wardens called the lantern of the year, and which burn "
    "longer than those that came before them, in the hours of dusk as well as in the hours of the night"
)
COUNTED = (
    "a) buy oil for the lamps, and wicks and glasses for the lamps of the harbours of the northern coast,"
)
BOLD = "Appointment of the keepers of the lanterns of all harbours of the northern coast"
LEFT = 100.0
THIRD = (
    "that each harbour shall name a keeper for its lanterns, who shall count the boats that pass and tell "
    "the wardens of every night on which a flame went out before the morning"
)


def lines(source: Source) -> list[str]:
    """Return the text of a source's lines."""
    return [line.text for line in source.lines]


def accounted(source: Source) -> bool:
    """Return True if each printed line is owned by one paragraph or removed by one step."""
    owned = [number for line in source.lines for number in line.numbers]
    return sorted(owned + [one.line for one in source.removed]) == sorted(source.numbers)


# -- paragraphs ----------------------------------------------------------------------------------

Made = Callable[..., object]


def _gaps(pages: Made) -> object:
    return pages().paragraph(f"*Recalling* {LONG},").paragraph(f"*Noting* {OTHER},")


def _indents(pages: Made) -> object:
    made = pages().paragraph(f"*Recalling* {LONG},", first=24, gap=0)
    return made.paragraph(f"*Noting* {OTHER},", first=24, gap=0)


def _numbers(pages: Made) -> object:
    made = pages().paragraph(f"*Recalling* {LONG};", first=24, label="1.")
    return made.paragraph(f"*Noting* {OTHER};", first=24, label="2.")


def _hanging(pages: Made) -> object:
    made = pages()
    for label, text in (("(a)", LONG), ("(b)", OTHER)):
        made.write(LEFT - 24, made.y, label)
        made.paragraph(f"{text};")
    return made


def _margins(pages: Made) -> object:
    made = pages()
    for label, text in (("235", f"*Recalling* {LONG}."), ("236", f"*Noting* {OTHER}.")):
        made.write(LEFT - 40, made.y, label)
        made.paragraph(text)
    return made


def _lists(pages: Made) -> object:
    made = pages().paragraph("*decides* that the lanterns shall be", gap=0)
    for item in ("– green to the north;", "– red to the south;", "– white on the pier."):
        made.paragraph(item, first=12, gap=0)
    return made


def _counted(pages: Made) -> object:
    made = pages()
    for line in (COUNTED, "b) cut the wicks of the lamps."):
        made.write(LEFT, made.y, line)
        made.y -= 12
    return made.paragraph(f"{LONG}.")


def _outdented(pages: Made) -> object:
    made = pages()
    made.write(LEFT + 12, made.y, "–")
    made.write(LEFT + 24, made.y, "considering the report on lamps")
    made.y -= 12
    return made.paragraph(f"resolves {LONG}.")


def _heading_in_bold(pages: Made) -> object:
    made = pages()
    made.write(LEFT, made.y, f"**{BOLD}**")
    made.y -= 12
    return made.paragraph(f"Keepers of lamps note {LONG}.")


def _headings_with_items(pages: Made) -> object:
    made = pages()
    for number, text in enumerate(("Notes the report.", "Thanks the keepers."), 1):
        made.write(LEFT, made.y, f"**Resolution 2030/{number}**")
        made.write(400, made.y, f"**Agenda item {number}**")
        made.y -= 12
        made.write(LEFT, made.y, text)
        made.y -= 24
    return made


def _numbers_in_text(pages: Made) -> object:
    made = pages()
    for line in (
        "as set out in the annexes to resolutions 4, 7 and 9 of the harbours, in paragraphs",
        "12 and 13",
    ):
        made.write(LEFT, made.y, line)
        made.y -= 12
    return made


def _turned(pages: Made) -> object:
    made = pages()
    made.y = 124
    return made.paragraph(f"*Recalling* {LONG},", first=24).paragraph(f"*Noting* {OTHER},", first=24)


def _turned_list(pages: Made) -> object:
    made = pages()
    made.y = 112
    made.paragraph(f"{LONG};", first=24, label="1.")
    return made.paragraph(f"{OTHER};", first=24, label="2.")


def _title(pages: Made) -> object:
    made = pages().centre("**Care of the lanterns along the harbours**", 14)
    return made.centre("**and on the piers of the coast**", 14).paragraph(f"*Recalling* {LONG},")


def _dates(pages: Made) -> object:
    made = pages().paragraph(f"*Decides* {LONG}.")
    for text in ("12th meeting of the harbours", "3 March 2030"):
        end = made.canvas.stringWidth(text, "Times-Italic", 10)
        made.write(480 - end, made.y, f"*{text}*")
        made.y -= 12
    return made


def _columns(pages: Made) -> object:
    made = pages()
    for left in (60, 310):
        made.y = 740
        made.paragraph(f"*Recalling* {LONG}," if left == 60 else f"*Deciding* {THIRD},", left, left + 225)
        made.paragraph(f"*Noting* {OTHER}," if left == 60 else f"*Asking* {OTHER}.", left, left + 225)
    return made


def _words_apart(pages: Made) -> object:
    made = pages()
    for word, x in (("The", 100), ("keepers", 118), ("count", 153), ("boats.", 179)):
        made.write(x, made.y, word)
    return made


def _kerned(pages: Made) -> object:
    made = pages()
    end = made.write(100, 740, "action")
    end = made.write(end + 1.4, 740, "-")
    made.write(end + 1.4, 740, "oriented keepers")
    return made


def _painted_twice(pages: Made) -> object:
    made = pages()
    for x in (100, 100.3):
        made.write(x, 740, "Lanterns")
    made.write(140, 740, "and piers")
    return made


def _turned_page(pages: Made) -> object:
    made = pages()
    made.canvas.translate(595, 0)
    made.canvas.rotate(90)
    return made.paragraph(f"*Recalling* {LONG},").paragraph(f"*Noting* {OTHER},")


RECALLING, NOTING = f"Recalling {LONG},", f"Noting {OTHER},"
PARAGRAPHS = {
    "parted by gaps": (_gaps, [RECALLING, NOTING]),
    "parted by indents alone": (_indents, [RECALLING, NOTING]),
    "numbered in the first line": (_numbers, [f"1. Recalling {LONG};", f"2. Noting {OTHER};"]),
    "with a letter in the margin": (_hanging, [f"(a) {LONG};", f"(b) {OTHER};"]),
    "with a number in the margin": (_margins, [f"235 Recalling {LONG}.", f"236 Noting {OTHER}."]),
    "a list without gaps": (
        _lists,
        [
            "decides that the lanterns shall be",
            "– green to the north;",
            "– red to the south;",
            "– white on the pier.",
        ],
    ),
    "a list that counts on without gaps": (
        _counted,
        [
            COUNTED,
            "b) cut the wicks of the lamps.",
            f"{LONG}.",
        ],
    ),
    "left of an item's mark": (_outdented, ["– considering the report on lamps", f"resolves {LONG}."]),
    "below a heading in bold": (_heading_in_bold, [BOLD, f"Keepers of lamps note {LONG}."]),
    "below headings with items at the right": (
        _headings_with_items,
        [
            "Resolution 2030/1\tAgenda item 1",
            "Notes the report.",
            "Resolution 2030/2\tAgenda item 2",
            "Thanks the keepers.",
        ],
    ),
    "a number at a line's start that no list has": (
        _numbers_in_text,
        ["as set out in the annexes to resolutions 4, 7 and 9 of the harbours, in paragraphs 12 and 13"],
    ),
    "going on over the page": (_turned, [RECALLING, NOTING]),
    "numbered and going on over the page": (_turned_list, [f"1. {LONG};", f"2. {OTHER};"]),
    "a title of two lines": (
        _title,
        ["Care of the lanterns along the harbours and on the piers of the coast", RECALLING],
    ),
    "lines that end at the right": (
        _dates,
        [f"Decides {LONG}.", "12th meeting of the harbours", "3 March 2030"],
    ),
    "two columns": (
        _columns,
        [RECALLING, NOTING, f"Deciding {THIRD},", f"Asking {OTHER}."],
    ),
    "words set one by one": (_words_apart, ["The keepers count boats."]),
    "letters set a little apart": (_kerned, ["action-oriented keepers"]),
    "words painted twice": (_painted_twice, ["Lanterns and piers"]),
    "a page that is turned": (_turned_page, [RECALLING, NOTING]),
}


@pytest.mark.parametrize(("make", "expected"), PARAGRAPHS.values(), ids=PARAGRAPHS)
def test_printed_lines_are_joined_into_the_paragraphs_that_the_page_shows(pages, make, expected):
    source = read_pdf(make(pages).bytes(), "pier.pdf")
    assert lines(source) == expected
    assert source.whole
    assert accounted(source)


def test_a_paragraph_has_the_page_on_which_it_begins_and_tells_that_one_begins_with_it(pages):
    source = read_pdf(_turned(pages).bytes(), "pier.pdf")
    assert [(line.page, line.turn) for line in source.lines] == [(1, True), (2, False)]


# -- emphasis and headings -----------------------------------------------------------------------


def test_italics_and_bold_are_kept_as_marks_over_the_ends_of_lines(pages):
    made = pages().paragraph(
        "*Recalling with the deepest concern all that the wardens of the far harbours wrote*" + f" {LONG},"
    )
    made.paragraph(f"Keepers **count** the boats, {OTHER}.")
    source = read_pdf(made.bytes(), "pier.pdf")
    marked = [[(line.text[m.start : m.end], m.style) for m in line.marks] for line in source.lines]
    assert marked == [
        [("Recalling with the deepest concern all that the wardens of the far harbours wrote", "em")],
        [("count", "strong")],
    ]


def test_headings_have_levels_by_their_type_and_paragraphs_have_none(pages):
    made = pages().centre("**Lanterns**", 16).paragraph(f"{LONG}.").centre("**Oil and wicks**", 12)
    made.paragraph(f"{OTHER}.").centre("**Piers**", 12).paragraph(f"**Keepers** {THIRD}.")
    source = read_pdf(made.bytes(), "pier.pdf")
    assert [line.heading for line in source.lines] == [1, 0, 2, 0, 2, 0]


# -- the ends of lines ---------------------------------------------------------------------------

ENDS = {
    "a syllable's": ("the keep-", "ers met; keepers count", "the keepers met; keepers count"),
    "a compound's": ("a long-", "term plan; long-term aims", "a long-term plan; long-term aims"),
    "one that nothing settles": ("a well-", "kept pier", "a well-kept pier"),
    "a soft one": ("the keep\u00ad", "ing of piers", "the keeping of piers"),
    "between numbers": ("in 2029–", "2030 the keepers met", "in 2029–2030 the keepers met"),
    "after a solidus": ("of piers/", "harbours on the coast", "of piers/harbours on the coast"),
}


@pytest.mark.parametrize(("first", "second", "expected"), ENDS.values(), ids=ENDS)
def test_a_hyphen_at_the_end_of_a_line_goes_only_when_the_joined_word_is_right(
    pages, first, second, expected
):
    made = pages()
    made.write(100, 740, first)
    made.write(100, 728, second)
    assert lines(read_pdf(made.bytes(), "pier.pdf")) == [expected]


# -- tables --------------------------------------------------------------------------------------

ROWS = [
    ("Harbour", "Lanterns", "Oil"),
    ("North", "12", "4 casks"),
    ("South and the islands before it", "7", "2 casks"),
]


def _table(pages: Made, *, ruled: bool, gap: float) -> object:
    """Print a table whose last row has a cell of two lines."""
    made = pages().paragraph(f"{LONG}:")
    for row in ROWS:
        if ruled:
            made.canvas.line(96, made.y + 10, 420, made.y + 10)
        words = row[0].split(" before ")
        for x, cell in zip((100, 260, 360), (words[0], *row[1:]), strict=True):
            made.write(x, made.y, cell)
        made.y -= 12
        if len(words) > 1:
            made.write(100, made.y, f"before {words[1]}")
            made.y -= 12
        made.y -= gap
    if ruled:
        made.canvas.line(96, made.y + 10 + gap, 420, made.y + 10 + gap)
    made.y -= 12
    return made.paragraph(f"{OTHER}.")


@pytest.mark.parametrize(("ruled", "gap"), [(True, 0.0), (False, 6.0)], ids=["ruled", "spaced"])
def test_the_rows_of_a_table_are_lines_with_tabs(pages, ruled, gap):
    source = read_pdf(_table(pages, ruled=ruled, gap=gap).bytes(), "pier.pdf")
    assert lines(source) == [f"{LONG}:", *("\t".join(row) for row in ROWS), f"{OTHER}."]
    assert [line.gap for line in source.lines] == [True, True, False, False, True]
    assert accounted(source)


def test_leaders_part_a_heading_from_its_page(pages):
    made = pages()
    for text in ("1  Lanterns ................ 4", "2  Piers ..................... 9"):
        made.write(100, made.y, text)
        made.y -= 12
    assert lines(read_pdf(made.bytes(), "pier.pdf")) == ["1 Lanterns\t4", "2 Piers\t9"]


# -- the official files --------------------------------------------------------------------------


@cache
def decoded(path: Path) -> Source:
    """Read a file once: the larger ones take seconds."""
    return decode(path.read_bytes(), path.name)


@pytest.fixture(
    params=[
        pytest.param(path, id=path.stem, marks=pytest.mark.slow if path.stat().st_size > LARGE else ())
        for path in OFFICIAL
    ]
)
def official(request):
    return decoded(request.param)


@pytest.mark.skipif(not OFFICIAL, reason="the official PDFs are not here")
def test_an_official_file_is_read_to_the_last_line(official):
    assert accounted(official)
    assert all(line.text == line.text.strip() and line.text for line in official.lines)
    assert not re.search(r"[\u00a0\ufffd\u00ad]", "".join(lines(official)))


@pytest.mark.skipif(not OFFICIAL, reason="the official PDFs are not here")
def test_no_running_head_is_left_in_an_official_file(official):
    counted = [
        text for text in lines(official) if re.fullmatch(r"(?:\S+/RES/\S+|[0-9]+/[0-9]+|[0-9-]{8,})", text)
    ]
    assert counted == []


@pytest.mark.parametrize("name", GOLDEN)
def test_the_paragraphs_of_the_secretariat_are_found_in_its_own_pdf(name):
    file = TEXTS / "texts" / "pdf" / f"{name}.pdf"
    golden = TEXTS / "golden" / "un-paragraphs" / f"{name}.json"
    if not (file.exists() and golden.exists()):
        pytest.skip("the official texts are not here")
    found = {_bare(line) for line in lines(decoded(file))}
    rows = [f"{row.get('prefix') or ''} {row['text']}" for row in json.loads(golden.read_text())]
    missed = [row for row in rows if _bare(row) not in found]
    assert len(missed) <= 0.02 * len(rows)


def _bare(text: str) -> str:
    """Return a text without its footnote marks, and with single spaces."""
    return " ".join(NOTE_MARK.sub("", text).split())
