"""Which texts say that they are drafts, in every grammar and form; what merely speaks of drafts does not."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import pytest
from attacks.samples import KINDS, as_html, as_word, resolution, word

from corpus.instruments import Edition, EditionStatus
from ingest import parse_source, text_source
from ingest.parse import Parse
from ingest.readers import decode

DRAFT, ADOPTED = EditionStatus.DRAFT, EditionStatus.ADOPTED
CISTERNS = resolution()
NUMBER, TITLE = "RESOLUTION 950 (REV. COIMBRA, 2031)", "Care of the cisterns of the old towns"
ASSEMBLY = """\
Resolution adopted by the General Assembly on 3 May 2030

[without reference to a Main Committee (A/99/L.1)]

99/12. Care of cisterns

The General Assembly,

Recalling its resolution 98/1,

1. Decides that cisterns shall be cleaned.
"""
COMMITTEE = """\
United Nations A/C.2/99/L.5

General Assembly

{sponsors}

Care of cisterns

The General Assembly,

Recalling its resolution 98/1,

1. Decides that cisterns shall be cleaned.
"""
TREATY = """\
CONVENTION ON THE CARE OF CISTERNS

ARTICLE 1
Cleaning

1 Each party cleans its cisterns.

ARTICLE 2
Counting

2 Each party counts its cisterns.
"""


def parsed(text: str) -> Parse:
    return parse_source(text_source(text), "sample")


def renumbered(number: str) -> str:
    assert CISTERNS.startswith(NUMBER)
    return number + CISTERNS.removeprefix(NUMBER)


def retitled(title: str) -> str:
    return CISTERNS.replace(TITLE, title)


DRAFTS = {
    "in the number's line": renumbered(f"DRAFT {NUMBER}"),
    "a new one": renumbered(f"DRAFT NEW {NUMBER}"),
    "a revised one": renumbered(f"Draft Revised {NUMBER.title()}"),
    "a revision of an adopted one": renumbered(f"DRAFT REVISION OF {NUMBER}"),
    "in brackets before the number": renumbered(f"[DRAFT] {NUMBER}"),
    "after the number": renumbered(f"{NUMBER} – DRAFT"),
    "in brackets after the number": renumbered(f"{NUMBER} [DRAFT]"),
    "a proposal": renumbered(f"PROPOSED NEW {NUMBER}"),
    "the first line": f"DRAFT – NOT ADOPTED\n\n{CISTERNS}",
    "the first line, without a blank one after it": f"DRAFT – NOT ADOPTED\n{CISTERNS}",
    "one word": f"Draft\n\n{CISTERNS}",
    "what it is": f"Draft resolution\n\n{CISTERNS}",
    "its number among drafts": f"DRAFT 2\n\n{CISTERNS}",
    "its day": f"Draft of 12 May 2031\n\n{CISTERNS}",
    "not adopted": f"Not yet adopted\n\n{CISTERNS}",
    "for discussion": f"WORKING DRAFT (for discussion only)\n\n{CISTERNS}",
    "between number and title": renumbered(f"{NUMBER}\n\nDRAFT"),
    "after the title": retitled(f"{TITLE}\n\n(draft)"),
    "in Markdown": f"# **DRAFT**\n\n# {CISTERNS}",
    "on each page": f"{CISTERNS}\n\nDRAFT\n\nmore words.\n\nDRAFT\n",
    "at the head of a page": CISTERNS.replace("invites", "\fDRAFT\n\ninvites"),
    "a treaty by its title": f"DRAFT {TREATY}",
    "a treaty by a line above it": f"DRAFT – NOT ADOPTED\n\n{TREATY}",
    "a text without a number by its title": "Draft declaration on cisterns\n\nThe towns keep cisterns.\n",
    "a committee's, by its sponsors": COMMITTEE.format(sponsors="Algeria and Chad: draft resolution"),
    "a committee's, by its symbol": COMMITTEE.format(sponsors="Agenda item 4"),
    "of the United Nations, by its number": ASSEMBLY.partition("99/12")[2].replace(
        ". Care of cisterns", "Draft resolution II\n\nCare of cisterns"
    ),
}
SPEAKING_OF_DRAFTS = {
    "a resolution": CISTERNS,
    "a title with the word": retitled("Preparation of draft plans for cisterns"),
    "a title that begins with the word": retitled("Draft plans for cisterns"),
    "a title that names a draft treaty": retitled("Draft Convention on Cisterns"),
    "such a title over two lines": retitled("Review of the\nDraft Convention\non cisterns"),
    "a recital": CISTERNS.replace("that rain fills", "that the Drafting Committee has a draft resolution;"),
    "a sentence about drafts": CISTERNS.replace("to report on", "Draft resolutions are to report on"),
    "one that names a committee's draft": ASSEMBLY,
    "a treaty": TREATY,
    "a treaty about drafts": TREATY.replace("CARE OF CISTERNS", "DRAFTING OF RULES"),
    "a text without a number": "Minutes of the drafting group\n\nDraft texts were read.\n",
}


@pytest.mark.parametrize("text", DRAFTS.values(), ids=DRAFTS)
def test_a_text_that_calls_itself_a_draft_is_one(text: str):
    assert parsed(text).status is DRAFT


@pytest.mark.parametrize("text", SPEAKING_OF_DRAFTS.values(), ids=SPEAKING_OF_DRAFTS)
def test_a_text_that_speaks_of_drafts_is_none(text: str):
    assert parsed(text).status is ADOPTED


@pytest.mark.parametrize("name", ["in the number's line", "the first line", "between number and title"])
def test_a_draft_has_the_key_the_name_and_the_title_of_its_text(name: str):
    found = parsed(DRAFTS[name])
    assert (str(found.key), found.name, found.title) == (
        "itu-pp/res-950/2031",
        "Resolution 950 (Rev. Coimbra, 2031)",
        TITLE,
    )


@pytest.mark.parametrize("form", [form for form in KINDS if form != "json"])
@pytest.mark.parametrize(
    "text", [f"DRAFT {CISTERNS}", f"DRAFT - NOT ADOPTED\n\n{CISTERNS}"], ids=["number", "line"]
)
def test_a_draft_is_one_in_every_form(form: str, text: str):
    assert parse_source(decode(KINDS[form](text), "sample"), "sample").status is DRAFT
    assert parse_source(decode(KINDS[form](CISTERNS), "sample"), "sample").status is ADOPTED


# -- what stands around the text --------------------------------------------------------------------


def _header(words: str) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{escape(one)}</w:t></w:r></w:p>" for one in CISTERNS.split("\n\n"))
    return word(body, header=words)


def _pages(pages: Callable[..., object], *, turned: bool, size: float) -> bytes:
    made = pages()
    for one in CISTERNS.split("\n\n"):
        made.paragraph(one)
    made.canvas.saveState()
    made.canvas.translate(150, 300)
    made.canvas.rotate(45 if turned else 0)
    made.canvas.setFillGray(0.8)
    made.canvas.setFont("Times-Bold", size)
    made.canvas.drawString(0, 0, "DRAFT")
    made.canvas.restoreState()
    return made.bytes()


def test_a_header_of_a_word_file_says_so():
    paragraph = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    assert parse_source(decode(_header(paragraph.format("DRAFT – 12 May 2031")), "a"), "a").status is DRAFT
    assert parse_source(decode(_header(paragraph.format("Care of cisterns")), "a"), "a").status is ADOPTED


def test_a_watermark_of_a_word_file_says_so():
    drawn = (
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml">'
        '<v:textpath string="DRAFT"/></v:shape></w:pict></w:r></w:p>'
    )
    assert parse_source(decode(_header(drawn), "a"), "a").status is DRAFT


def test_the_head_of_a_web_page_says_so():
    page = as_html(CISTERNS).replace(b"<body>", b"<body><header>DRAFT</header>")
    assert parse_source(decode(page, "a"), "a").status is DRAFT


@pytest.mark.parametrize("turned", [True, False], ids=["across the page", "upright"])
def test_a_watermark_of_a_pdf_says_so_and_is_no_part_of_the_text(pages: Callable[..., object], turned: bool):
    plain, drawn = (
        parse_source(decode(_pages(pages, turned=turned, size=size), "a"), "a") for size in (0.1, 120)
    )
    assert (plain.status, drawn.status) == (ADOPTED, DRAFT)
    assert [one.text for one in drawn.provisions] == [one.text for one in plain.provisions]
    assert "watermark" in {one.step for one in drawn.report.removed}
    assert drawn.report.unowned == ()


def test_a_bill_in_akoma_ntoso_is_a_draft():
    document = (
        '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><{0} name="x"><meta/>'
        "<body><p>The towns keep cisterns.</p></body></{0}></akomaNtoso>"
    )
    assert parse_source(decode(document.format("bill").encode(), "a"), "a").status is DRAFT
    assert parse_source(decode(document.format("act").encode(), "a"), "a").status is ADOPTED


def test_an_export_of_a_draft_is_the_same_draft():
    draft: Edition = parsed(f"DRAFT {CISTERNS}").edition()
    exported = parse_source(decode(KINDS["xml"](f"DRAFT {CISTERNS}"), "a"), "a").edition()
    assert exported == draft


def test_a_word_file_without_headers_is_read_as_before():
    assert parse_source(decode(as_word(CISTERNS), "a"), "a").status is ADOPTED
