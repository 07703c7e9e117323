"""What stands at the edges of pages: footnotes, running heads, page numbers; and what nobody sees."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.pdf.reading import read_pdf
from ingest.source import Source

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
Made = Callable[..., object]


def lines(source: Source) -> list[str]:
    """Return the text of a source's lines."""
    return [line.text for line in source.lines]


def accounted(source: Source) -> bool:
    """Return True if each printed line is owned by one paragraph or removed by one step."""
    owned = [number for line in source.lines for number in line.numbers]
    return sorted(owned + [one.line for one in source.removed]) == sorted(source.numbers)


def steps(source: Source) -> set[str]:
    """Return the names of the steps that removed something."""
    return {one.step for one in source.removed}


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


def test_body_text_at_the_edge_of_every_page_stays(pages):
    made = pages()
    for page, name in enumerate(("north", "south", "west"), 1):
        made.centre(f"**Goal {page}**", 12).paragraph(f"The lanterns of the {name}: {LONG}.")
        made.turn()
    source = read_pdf(made.bytes(), "pier.pdf")
    assert [line.text for line in source.lines if line.heading] == ["Goal 1", "Goal 2", "Goal 3"]
    assert not source.removed


@pytest.mark.parametrize(("gap", "stays"), [(14, True), (60, False)])
def test_a_number_above_the_text_of_one_page_is_its_page_only_if_set_apart(pages, gap: int, stays: bool):
    made = pages()
    made.write(100, 700 + gap, "1")
    made.y = 700
    source = read_pdf(made.paragraph(f"{LONG}.").bytes(), "pier.pdf")
    assert lines(source)[0].startswith("1") is stays
    assert steps(source) == (set() if stays else {"page numbers"})


def test_what_opens_every_text_of_a_volume_at_the_same_height_stays(pages):
    made = pages()
    for number in range(1, 6):
        made.centre(f"**RESOLUTION {number} (LISBON, 2030)**", 12).centre("**Lanterns**", 12)
        made.y -= 12
        made.paragraph("The Conference of the Harbours (Lisbon, 2030),")
        made.paragraph(f"*considering* {LONG},").turn()
    source = read_pdf(made.bytes(), "pier.pdf")
    assert lines(source).count("The Conference of the Harbours (Lisbon, 2030),") == 5
    assert lines(source)[:2] == ["RESOLUTION 1 (LISBON, 2030)", "Lanterns"]
    assert not source.removed


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


def test_a_footnote_in_the_size_of_the_text_ends_with_its_page(pages):
    made = pages().paragraph("Recalling the lamps,^2").paragraph(f"8. The Council may move money, {LONG}")
    made.y = 110
    made.write(100, made.y, "^2 Paper A/7.")
    data = made.turn().paragraph("to the piers that need it.").bytes()
    assert [line.text for line in read_pdf(data, "pier.pdf").lines] == [
        "Recalling the lamps,²",
        f"8. The Council may move money, {LONG} to the piers that need it.",
        "² Paper A/7.",
    ]


@pytest.mark.parametrize(("wide", "told"), [(300, True), (40, False)])
def test_a_picture_that_may_show_a_table_is_told_and_an_emblem_is_not(pages, wide: int, told: bool):
    from PIL import Image

    made = pages().paragraph(LONG)
    made.canvas.drawInlineImage(Image.new("L", (8, 8), 200), 100, 200, wide, wide)
    warnings = read_pdf(made.bytes(), "pier.pdf").warnings
    assert ("a picture on page 1: what it shows, a table perhaps, is not read" in warnings) is told
