"""What is printed on pages becomes whole paragraphs, with their emphasis; nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.pdf import read_pdf
from ingest.readers import decode
from ingest.source import Source

OFFICIAL = sorted((Path(__file__).parents[3] / "shared" / "texts" / "pdf").glob("*.pdf"))
LONG = (
    "that lanterns on a pier guide the smaller boats into the harbour, in particular where the fog is "
    "thick and the channel narrow, and that their keepers have shown how little oil a good flame needs "
    "when its glass is clean and its wick is cut each evening before the tide comes in"
)
OTHER = (
    "the need for lanterns of one kind, which the wardens called the lantern of the year, and which burn "
    "longer than those that came before them, in the hours of dusk as well as in the hours of the night"
)
THIRD = (
    "that each harbour shall name a keeper for its lanterns, who shall count the boats that pass and tell "
    "the wardens of every night on which a flame went out before the morning"
)


def lines(source: Source) -> list[str]:
    """Return the text of a source's lines."""
    return [line.text for line in source.lines]


def accounted(source: Source) -> bool:
    """Tell whether each printed line is owned by one paragraph or removed by one step."""
    owned = [number for line in source.lines for number in line.numbers]
    return sorted(owned + [one.line for one in source.removed]) == sorted(source.numbers)


def steps(source: Source) -> set[str]:
    """Return the names of the steps that removed something."""
    return {one.step for one in source.removed}


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


LEFT = 100.0
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


# -- footnotes -----------------------------------------------------------------------------------


def _noted(pages: Made, rule: str = "", mark: str = "^{}", following: str = "") -> object:
    """Print footnotes on a page, and a paragraph that runs over its end."""
    made = pages()
    made.write(106, 76, mark.format(1) + " These include harbours that no road reaches, harbours with one", 8)
    made.write(100, 67, "pier, and harbours in ice.", 8)
    made.write(106, 57, mark.format(2) + " Lanterns of the year 2029" + (";" if following else "."), 8)
    if rule == "typed":
        made.write(100, 90, "______________", 8)
    if rule == "drawn":
        made.canvas.line(100, 86, 160, 86)
    made.paragraph(f"*Recalling* far harbours,^1 {LONG},", first=24)
    made.y = 148
    made.paragraph(f"*Noting* {OTHER}^2 of the coast, {LONG}, {THIRD},", first=24)
    if following:
        made.write(100, 90, "______________", 8)
        made.write(100, 76, following, 8)
    return made.paragraph(f"*Asking* {LONG},", first=24)


NOTE = "¹ These include harbours that no road reaches, harbours with one pier, and harbours in ice."
NOTES = {
    "under a typed rule": ({"rule": "typed"}, [NOTE, "² Lanterns of the year 2029."]),
    "under a drawn rule": ({"rule": "drawn"}, [NOTE, "² Lanterns of the year 2029."]),
    "in smaller type alone": ({}, [NOTE, "² Lanterns of the year 2029."]),
    "whose marks are not raised": ({"mark": "{}"}, [NOTE, "² Lanterns of the year 2029."]),
    "whose marks have a solidus": ({"mark": "{}/"}, [NOTE, "² Lanterns of the year 2029."]),
    "going on at the next foot": (
        {"rule": "typed", "following": "they burn longer."},
        [NOTE, "² Lanterns of the year 2029; they burn longer."],
    ),
}


@pytest.mark.parametrize(("how", "notes"), NOTES.values(), ids=NOTES)
def test_footnotes_follow_the_paragraph_that_runs_over_their_page(pages, how, notes):
    source = read_pdf(_noted(pages, **how).bytes(), "pier.pdf")
    assert lines(source) == [
        f"Recalling far harbours,¹ {LONG},",
        f"Noting {OTHER}² of the coast, {LONG}, {THIRD},",
        *notes,
        f"Asking {LONG},",
    ]
    assert accounted(source)
    assert steps(source) == ({"rules"} if how.get("rule") == "typed" else set())


def test_small_type_without_a_mark_is_no_footnote(pages):
    made = pages().paragraph(f"{LONG}.")
    made.y = 90
    made.paragraph("The keepers of the harbours signed this text.", size=8)
    assert lines(read_pdf(made.bytes(), "pier.pdf")) == [
        f"{LONG}.",
        "The keepers of the harbours signed this text.",
    ]


# -- the edges of pages --------------------------------------------------------------------------


def _edged(pages: Made, count: int, edge: Callable[[object, int], None], first: bool = True) -> object:
    """Print pages with one sentence each and what an edge puts around it."""
    made = pages()
    for page in range(1, count + 1):
        if first or page > 1:
            edge(made, page)
        made.y = 700
        made.paragraph(f"{page * 7 % 10} boats passed the pier on the day of its opening, {LONG}.")
        if page < count:
            made.turn()
    return made


def _both_heads(made: object, page: int) -> None:
    if page % 2:
        made.write(380, 780, f"Resolution 25    {page + 265}")
    else:
        made.write(100, 780, f"{page + 265}    Resolution 25")


def _symbol(made: object, page: int) -> None:
    if page == 1:
        made.write(100, 780, "Harbour Union")
        made.write(430, 780, "H/RES/30/7")
        made.write(100, 750, "Care of the lanterns", 12)
        made.write(100, 40, "30-12345 (E)    030330", 8)
        made.write(100, 26, "*3012345*", 12)
    else:
        made.write(100, 780, "H/RES/30/7")
        made.write(380, 780, "Care of the lanterns")
        made.write(100, 40, f"{page}/3" if page % 2 == 0 else "30-12345", 8)
        made.write(460, 40, "30-12345" if page % 2 == 0 else f"{page}/3", 8)


def _paged(made: object, page: int) -> None:
    made.write(100, 790, "H/RES/30/7")
    made.write(100, 778, f"Page {page}")
    made.write(440, 50, "/...")


def _dashed(made: object, page: int) -> None:
    made.write(280, 40, f"– {page} –")


def _roman(made: object, page: int) -> None:
    made.write(280, 40, ["iii", "iv", "v", "vi"][page - 1])


def _head(made: object, page: int) -> None:
    made.write(240, 780, "Proceedings of the Harbours")


EDGES = {
    "a title and the page by turns": (4, _both_heads, {"running heads"}),
    "symbol, title, page of pages": (3, _symbol, {"running heads", "printer's marks"}),
    "symbol and page below": (3, _paged, {"running heads", "page numbers", "printer's marks"}),
    "pages between dashes": (3, _dashed, {"page numbers"}),
    "roman pages": (4, _roman, {"page numbers"}),
    "a head alone": (3, _head, {"running heads"}),
}


@pytest.mark.parametrize(("count", "edge", "named"), EDGES.values(), ids=EDGES)
def test_what_runs_at_the_edges_of_pages_is_removed_by_a_named_step(pages, count, edge, named):
    source = read_pdf(_edged(pages, count, edge).bytes(), "pier.pdf")
    body = [
        f"{page * 7 % 10} boats passed the pier on the day of its opening, {LONG}."
        for page in range(1, count + 1)
    ]
    masthead = ["Harbour Union\tH/RES/30/7", "Care of the lanterns"] if edge is _symbol else []
    assert lines(source) == masthead + body
    assert steps(source) == named
    assert accounted(source)


def test_the_head_of_a_second_page_is_known_by_the_symbol_of_the_first(pages):
    source = read_pdf(_edged(pages, 2, _symbol).bytes(), "pier.pdf")
    assert "Care of the lanterns" not in lines(source)[-1]
    assert [one for one in lines(source) if one.startswith("H/RES")] == []


def test_body_text_at_the_edge_of_every_page_stays(pages):
    made = pages()
    for page, name in enumerate(("north", "south", "west"), 1):
        made.centre(f"**Goal {page}**", 12).paragraph(f"The lanterns of the {name}: {LONG}.")
        made.turn()
    source = read_pdf(made.bytes(), "pier.pdf")
    assert [line.text for line in source.lines if line.heading] == ["Goal 1", "Goal 2", "Goal 3"]
    assert not source.removed


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


# -- what nobody sees ----------------------------------------------------------------------------


def _mode(made: object) -> None:
    made.canvas.drawString(100, 600, "burn no oil", mode=3)


def _white(made: object) -> None:
    made.canvas.setFillGray(1)
    made.canvas.drawString(100, 600, "burn no oil")


def _tiny(made: object) -> None:
    made.canvas.setFont("Times-Roman", 0.5)
    made.canvas.drawString(100, 600, "burn no oil")


def _outside(made: object) -> None:
    made.canvas.drawString(100, 900, "burn no oil")


def _clear(made: object) -> None:
    made.canvas.setFillAlpha(0)
    made.canvas.drawString(100, 600, "burn no oil")


HIDDEN = {"invisible": _mode, "white": _white, "tiny": _tiny, "off the page": _outside, "clear": _clear}


@pytest.mark.parametrize("hide", HIDDEN.values(), ids=HIDDEN)
def test_text_that_nobody_sees_is_removed_and_told(pages, hide):
    made = pages().paragraph(f"{LONG}.")
    hide(made)
    source = read_pdf(made.bytes(), "pier.pdf")
    assert lines(source) == [f"{LONG}."]
    assert steps(source) == {"hidden text"}
    assert accounted(source)
    assert source.warnings == ("text that nobody sees was left out on page 1",)


def test_white_text_on_a_dark_ground_is_seen(pages):
    made = pages()
    made.canvas.setFillGray(0)
    made.canvas.rect(90, 730, 300, 30, stroke=0, fill=1)
    made.canvas.setFillGray(1)
    made.write(100, 740, "Lanterns and piers")
    source = read_pdf(made.bytes(), "pier.pdf")
    assert lines(source) == ["Lanterns and piers"]
    assert not source.warnings


# -- the official files --------------------------------------------------------------------------


@pytest.fixture(params=OFFICIAL, ids=lambda path: path.stem)
def official(request):
    return decode(request.param.read_bytes(), request.param.name)


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
