"""Files that cannot be read end with a reason, soon, and with one line; what is odd is told."""

from __future__ import annotations

import random

import pytest
from attacks.pdfs import BOMBS, CYCLES, SENTENCE, cut_off, locked, packed

import ingest.limits
from corpus.errors import UnreadableFile
from ingest.limits import Limits
from ingest.pdf.reading import is_pdf, read_pdf
from ingest.readers import decode


@pytest.fixture
def plain(pages) -> bytes:
    return pages().paragraph(SENTENCE).turn().paragraph(SENTENCE).bytes()


def refused(data: bytes) -> str:
    """Return the reason for which a file is refused."""
    with pytest.raises(UnreadableFile) as caught:
        decode(data, "pier.pdf")
    said = str(caught.value)
    assert said.startswith("pier.pdf: ")
    assert "\n" not in said
    return caught.value.reason


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_file_that_asks_for_a_password_is_refused(plain, algorithm):
    assert refused(locked(plain, user_password="pier", algorithm=algorithm)) == "encrypted"


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_file_that_only_restricts_printing_is_read(plain, algorithm):
    data = locked(plain, user_password="", owner_password="pier", algorithm=algorithm)
    assert [line.text for line in decode(data, "pier.pdf").lines] == [SENTENCE, SENTENCE]


def _scan(pages, words: str = ""):
    """Print a page that is a picture, with words behind it as text recognition puts them.

    It places each word by itself, lower or higher and in a size that is nearly right.
    """
    from PIL import Image

    made = pages()
    x, y = 100, 740
    for at, word in enumerate(words.split()):
        size = (10, 11.5, 9)[at % 3]
        made.canvas.setFont("Times-Roman", size)
        made.canvas.drawString(x, y + (0, 0.8, -0.6)[at % 3], word, mode=3)
        x += made.canvas.stringWidth(word, "Times-Roman", size) + 2.6
        if x > 300:
            x, y = 100, y - 12
    made.canvas.drawInlineImage(Image.new("L", (8, 8), 200), 0, 0, 595, 842)
    return made


def test_pictures_without_text_are_refused_as_scanned(pages):
    assert refused(_scan(pages).bytes()) == "scanned"


def test_words_that_were_recognised_in_a_picture_are_read_and_told(pages):
    source = decode(_scan(pages, SENTENCE).bytes(), "pier.pdf")
    assert [line.text for line in source.lines] == [SENTENCE]
    assert source.warnings == ("page 1: a picture, read as a program recognised it; check the words",)


def test_pages_without_text_are_named(pages):
    data = pages().paragraph(SENTENCE).turn().turn().turn().paragraph(SENTENCE).bytes()
    assert decode(data, "pier.pdf").warnings == ("no text on pages 2-3: blank, or a picture",)


def test_blank_pages_alone_are_refused(pages):
    assert refused(pages().turn().turn().bytes()) == "scanned"


def test_a_file_cut_off_anywhere_is_refused(plain):
    reasons = {refused(data) for _, data in cut_off(plain)}
    assert reasons <= {"damaged", "binary", "unsupported"}


def test_a_file_with_its_end_but_without_its_middle_is_refused_or_told(plain):
    for part in range(4, 40):
        cut = len(plain) * part // 40
        try:
            source = decode(plain[: cut - 60] + plain[cut:], "pier.pdf")
        except UnreadableFile:
            continue
        whole = [line.text for line in source.lines] == [SENTENCE, SENTENCE]
        assert whole or source.warnings or len(source.numbers) == 4


def test_bytes_changed_at_random_end_in_a_source_or_a_reason(plain):
    chance = random.Random(7)
    for _ in range(150):
        data = bytearray(plain)
        for _ in range(chance.choice((1, 5, 40))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            source = read_pdf(bytes(data), "pier.pdf")
        except UnreadableFile:
            continue
        owned = [number for line in source.lines for number in line.numbers]
        assert sorted(owned + [one.line for one in source.removed]) == sorted(source.numbers)


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_page_that_unpacks_to_too_much_is_refused(bomb):
    assert refused(packed(bomb())) in ("too-large", "memory")


def test_a_file_of_too_many_pages_is_refused(plain, monkeypatch):
    monkeypatch.setattr(ingest.limits, "_in_force", Limits(pages=1))
    assert refused(plain) == "too-large"


@pytest.mark.parametrize(("old", "new"), CYCLES.values(), ids=CYCLES)
def test_what_refers_to_itself_comes_to_an_end(old, new):
    data = packed(f"BT /F1 10 Tf 100 700 Td ({SENTENCE}) Tj ET".encode())
    try:
        found = read_pdf(data.replace(old, new), "pier.pdf").lines[0].text
    except UnreadableFile as error:
        found = error.reason
    assert found in (SENTENCE, "damaged", "scanned", "too-large")


BEFORE = {
    "lines of a mail": b"\r\n\r\n",
    "a byte order mark": b"\xef\xbb\xbf",
    "a line of a web server": b"Content-Type: application/pdf\r\n\r\n",
    "nothing": b"",
}


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
def test_a_pdf_is_known_where_a_little_stands_before_it(plain, before):
    assert [line.text for line in decode(before + plain, "pier").lines] == [SENTENCE, SENTENCE]


def test_a_text_about_pdfs_is_none():
    text = b"A PDF begins with %PDF-1.7, and this text does not."
    assert not is_pdf(text)
    assert decode(text, "pier.pdf").lines[0].text == text.decode()


OTHERS = {
    "a web page": b"<!DOCTYPE html><html><body><p>The pier.</p></body></html>",
    "a text": b"The pier.",
}


@pytest.mark.parametrize("data", OTHERS.values(), ids=OTHERS)
def test_what_is_only_named_pdf_is_read_as_what_it_is(data):
    assert [line.text for line in decode(data, "pier.pdf").lines] == ["The pier."]


def test_a_file_whose_contents_were_found_again_is_told(plain):
    data = plain.replace(b"startxref\n", b"startxref\n9")
    source = decode(data, "pier.pdf")
    assert [line.text for line in source.lines] == [SENTENCE, SENTENCE]
    assert any("irregular" in warning for warning in source.warnings)
