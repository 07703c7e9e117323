"""A PDF written by hand, to the operator: fonts with odd maps, tagged content, layers, forms."""

from __future__ import annotations

import pytest

from ingest.pdf.reading import read_pdf
from ingest.readers import decode

FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>"
MAPPED = FONT.replace(" >>", " /ToUnicode 5 0 R >>")
TEXT = "BT /F1 10 Tf 100 700 Td ({}) Tj ET"


def written(content: str, font: str = FONT, more: str = "", catalogue: str = "", page: str = "") -> bytes:
    """Write a file of one page. `more` are its objects from number 5 on, parted by blank lines."""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>",
        f"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 {font} >> {page} >> >>",
        f"<< /Length {len(content.encode('latin-1'))} >>\nstream\n{content}\nendstream",
        *filter(None, more.split("\n\n")),
    ]
    out, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{one}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + end.encode()


def cmap(*pairs: tuple[str, str], width: int = 1) -> str:
    """Write the map of a font's codes to characters."""
    rows = "\n".join(
        f"<{ord(code):0{2 * width}x}> <{character.encode('utf-16-be').hex()}>" for code, character in pairs
    )
    space = f"<{'00' * width}> <{'ff' * width}>"
    body = f"1 begincodespacerange\n{space}\nendcodespacerange\n{len(pairs)} beginbfchar\n{rows}\nendbfchar"
    return f"<< /Length {len(body)} >>\nstream\n{body}\nendstream"


def texts(data: bytes) -> list[str]:
    """Return the text of each line of a file."""
    return [line.text for line in read_pdf(data, "pier.pdf").lines]


MAPS = {
    "a ligature": (("x", "ﬁ"), "xre on the pier", "fire on the pier", 0),
    "a no-break space": (("x", "\u00a0"), "onxthexpier", "on the pier", 0),
    "a no-break hyphen": (("x", "\u2011"), "windxlit pier", "wind-lit pier", 0),
    "a hyphen that is mapped as a soft one": (("x", "\u00ad"), "windxlit pier", "wind-lit pier", 0),
    "a bullet of Symbol": (("x", "\uf0b7"), "x the pier", "• the pier", 0),
    "a zero-width space": (("x", "\u200b"), "on the pixer", "on the pier", 1),
    "a turn of direction": (("x", "\u202e"), "on the xpier", "on the pier", 1),
    "a tag": (("x", "\U000e0041"), "on the xpier", "on the pier", 1),
    "a private character": (("x", "\ue123"), "on the xpier", "on the \ufffdpier", 1),
}


@pytest.mark.parametrize(("pair", "shown", "text", "warnings"), MAPS.values(), ids=MAPS)
def test_characters_are_read_as_a_person_reads_them(pair, shown, text, warnings):
    plain = [(letter, letter) for letter in "abcdefghijklmnopqrstuvw -"]
    source = decode(written(TEXT.format(shown), MAPPED, cmap(*plain, pair)), "pier.pdf")
    assert [line.text for line in source.lines] == [text]
    assert len(source.warnings) == warnings


GLYPHS = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /Pier /Encoding /Identity-H /DescendantFonts "
    "[<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Pier /DW 500 /CIDSystemInfo "
    "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] >>"
)


def glyphs(text: str, shift: int) -> str:
    """Write a text as the numbers of its glyphs."""
    return "<" + "".join(f"{ord(letter) - shift:04x}" for letter in text) + ">"


def test_glyphs_without_a_map_are_read_where_the_text_proves_how():
    content = (
        "BT /F1 10 Tf 100 700 Td " + glyphs("United Nations international council report", 29) + " Tj ET"
    )
    source = read_pdf(written(content, GLYPHS), "pier.pdf")
    assert [line.text for line in source.lines] == ["United Nations international council report"]
    assert "worked out" in source.warnings[0]


def test_glyphs_without_a_map_are_marked_where_nothing_proves_how():
    content = "BT /F1 10 Tf 100 700 Td " + glyphs("zxq wvb", 29) + " Tj ET"
    source = read_pdf(written(content, GLYPHS), "pier.pdf")
    assert [line.text for line in source.lines] == ["\ufffd\ufffd\ufffd \ufffd\ufffd\ufffd"]
    assert source.warnings == ("6 characters have no meaning in their font; they stand as \ufffd",)


def test_a_map_that_leaves_the_space_out_parts_words_all_the_same():
    content = "BT /F1 10 Tf 100 700 Td <0041000300420043> Tj ET"
    font = GLYPHS.replace(" >>] >>", " >>] /ToUnicode 5 0 R >>")
    assert texts(written(content, font, cmap(("A", "a"), ("B", "b"), ("C", "c"), width=2))) == ["a bc"]


SHOWN = {
    "in one string": "100 700 Td (Keepers count boats) Tj",
    "with steps for spaces": "100 700 Td [(Keepers) -250 (count) -250 (boats)] TJ",
    "with kerning": "100 700 Td [(Ke) 20 (ep) -15 (ers count boats)] TJ",
    "on the next line": "12 TL 100 712 Td (Keepers count) ' 0 0 (boats) \"",
    "by a matrix": "1 0 0 1 100 700 Tm (Keepers count boats) Tj",
    "scaled": "80 Tz 100 700 Td (Keepers count boats) Tj",
    "letter by letter": "100 700 Td 0.2 Tc (Keepers count boats) Tj",
    "with a space shown alone": "100 700 Td (Keepers) Tj ( ) Tj (count boats) Tj",
}


@pytest.mark.parametrize("shown", SHOWN.values(), ids=SHOWN)
def test_text_is_found_however_it_is_shown(shown):
    assert " ".join(texts(written(f"BT /F1 10 Tf {shown} ET"))) == "Keepers count boats"


def test_text_in_a_form_is_found_in_its_place():
    form = (
        "<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Matrix [1 0 0 1 0 20] "
        f"/Resources << /Font << /F1 {FONT} >> >> /Length 49 >>\nstream\n"
        "BT /F1 10 Tf 100 700 Td (above) Tj ET             \nendstream"
    )
    data = written("BT /F1 10 Tf 100 660 Td (below) Tj ET /X Do", more=form, page="/XObject << /X 5 0 R >>")
    assert texts(data) == ["above", "below"]


def test_a_form_that_paints_itself_comes_to_an_end():
    form = (
        "<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X 5 0 R >> "
        f"/Font << /F1 {FONT} >> >> /Length 21 >>\nstream\n/X Do /X Do /X Do    \nendstream"
    )
    data = written(TEXT.format("pier") + " /X Do", more=form, page="/XObject << /X 5 0 R >>")
    with pytest.raises(Exception, match="unpacks to more"):
        read_pdf(data, "pier.pdf")


def test_what_the_file_calls_a_running_foot_is_removed_after_the_first_page():
    # one page only: what is tagged there is a masthead, but for numbers
    foot = "/Artifact << /Type /Pagination /Subtype /Footer >> BDC BT /F1 10 Tf 100 40 Td (1/1) Tj ET EMC"
    head = "/Artifact << /Type /Pagination >> BDC BT /F1 10 Tf 100 790 Td (Harbour Union) Tj ET EMC"
    source = read_pdf(written(f"{foot} {head} {TEXT.format('The pier.')}"), "pier.pdf")
    assert [line.text for line in source.lines] == ["Harbour Union", "The pier."]
    assert [one.step for one in source.removed] == ["page numbers"]


def test_a_layer_that_is_off_is_hidden_text():
    content = f"{TEXT.format('The pier.')} /OC /L BDC BT /F1 10 Tf 100 600 Td (No oil.) Tj ET EMC"
    source = read_pdf(
        written(
            content,
            more="<< /Type /OCG /Name (draft) >>",
            catalogue="/OCProperties << /OCGs [5 0 R] /D << /OFF [5 0 R] >> >>",
            page="/Properties << /L 5 0 R >>",
        ),
        "pier.pdf",
    )
    assert [line.text for line in source.lines] == ["The pier."]
    assert [one.step for one in source.removed] == ["hidden text"]


LEANING = "1 0 0.3 1 100 700 Tm"


def test_upright_letters_that_lean_are_italics():
    source = read_pdf(written(f"BT /F1 10 Tf {LEANING} (Noting) Tj ET"), "pier.pdf")
    assert [mark.style for line in source.lines for mark in line.marks] == ["em"]
