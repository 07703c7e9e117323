"""Bytes become the right characters, and what was not sure is told with its line."""

import codecs

import pytest

from corpus.errors import UnreadableFile
from ingest.text.decoding import decode_text
from ingest.text.reading import read_text

CAFE = "The café – “lit” at night – is the keeper’s, and Zürich’s too"
SURE = {
    "ASCII": (b"pier", "pier"),
    "UTF-8": ("café".encode(), "café"),
    "UTF-8 with its mark": (codecs.BOM_UTF8 + "café".encode(), "café"),
    "UTF-16, little": (codecs.BOM_UTF16_LE + "café".encode("utf-16-le"), "café"),
    "UTF-16, big": (codecs.BOM_UTF16_BE + "café".encode("utf-16-be"), "café"),
    "UTF-32, little": (codecs.BOM_UTF32_LE + "café".encode("utf-32-le"), "café"),
    "UTF-32, big": (codecs.BOM_UTF32_BE + "café".encode("utf-32-be"), "café"),
}


@pytest.mark.parametrize(("data", "text"), SURE.values(), ids=SURE)
def test_what_is_sure_is_decoded_without_a_word(data: bytes, text: str):
    assert decode_text(data, "pier.txt") == (text, ())


GUESSED = {
    "Windows-1252": (CAFE.encode("cp1252"), CAFE, "line 1: not UTF-8; read as Windows-1252"),
    "on a later line": ("a\n\ncafé and tête".encode("cp1252"), "a\n\ncafé and tête", "line 3: "),
    "lines of both": ("café\n".encode() + "tête\n".encode("cp1252"), "café\ntête\n", "line 2: "),
    "both in a line": ("the café ".encode() + b"\x96 t\xeate", "the café – tête", "line 1: "),
    "after UTF-8's mark": (codecs.BOM_UTF8 + "café\n".encode() + b"t\xeate", "café\ntête", "line 2: "),
    "several lines": (
        "“café”\n“café”\n".encode() + b"t\xeate\nx\nt\xeate\n",
        "“café”\n“café”\ntête\nx\ntête\n",
        "lines 3, 5: not UTF-8; read as Windows-1252, check the accents (characters: 2)",
    ),
    "many lines": (
        b"t\xeate and more\n" * 12,
        "tête and more\n" * 12,
        "lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more: ",
    ),
    "many accents in a short text": (b"caf\xe9 \x81 x" * 3, "café \ufffd x" * 3, "(characters: 6)"),
}


@pytest.mark.parametrize(("data", "text", "says"), GUESSED.values(), ids=GUESSED)
def test_a_guess_is_right_and_told(data: bytes, text: str, says: str):
    decoded, (warning,) = decode_text(data, "pier.txt")
    assert decoded == text
    assert says in warning


def test_a_text_cut_off_within_a_character_is_told_and_the_loss_is_seen():
    text, warnings = decode_text("a pier and a café".encode()[:-1], "pier.txt")
    assert text == "a pier and a caf\ufffd"
    assert "cut off" in warnings[0]


def test_a_byte_that_no_encoding_has_is_seen():
    text, warnings = decode_text(b"the pier is lit\n" * 200 + b"the \x81 pier\n", "pier.txt")
    assert text.endswith("the \ufffd pier\n")
    assert warnings[0].startswith("line 201: not UTF-8")


def test_characters_that_were_lost_before_are_told():
    _, warnings = decode_text("pier\nthe caf\ufffd\n".encode(), "pier.txt")
    assert warnings == ("line 2: characters were lost before this file was made (signs \ufffd: 1)",)


DECLARED = {
    "as it is": ("tête – café".encode("cp1252"), "windows-1252", "tête – café", 0),
    "Latin-1, which is Windows-1252 on the web": (b"caf\xe9 \x96 x", "ISO-8859-1", "café – x", 0),
    "wrongly, since it is UTF-8": ("café".encode(), "iso-8859-1", "café", 1),
    "wrongly, since it is not UTF-8": ("café and tête".encode("cp1252"), "utf-8", "café and tête", 1),
    "by a name that means nothing": ("café and tête".encode("cp1252"), "pier", "café and tête", 1),
    "by a codec that is no encoding": ("café and tête".encode("cp1252"), "rot13", "café and tête", 1),
    "ASCII only": (b"pier", "iso-8859-1", "pier", 0),
}


@pytest.mark.parametrize(("data", "declared", "text", "warnings"), DECLARED.values(), ids=DECLARED)
def test_what_a_text_says_of_itself_is_believed_where_it_can_be(data, declared, text, warnings):
    decoded, said = decode_text(data, "pier.txt", declared)
    assert (decoded, len(said)) == (text, warnings)


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("rozhodnutí o výstražných světlech a o přístavištích se zvláštním významem " * 3, "cp1250"),
        ("решение о причалах", "cp1251"),
        ("προς τις αποβάθρες", "iso8859-7"),
        ("关于码头的决议", "gbk"),
    ],
)
def test_other_alphabets_in_a_code_page_are_refused_rather_than_guessed(text: str, page: str):
    with pytest.raises(UnreadableFile) as refused:
        decode_text(text.encode(page), "pier.txt")
    assert refused.value.reason == "encoding"


def test_a_text_keeps_the_numbers_of_its_lines_in_every_encoding():
    text = "The café\n\nis “lit” at night\n"
    for encoding in ("utf-8", "utf-16", "cp1252"):
        assert read_text(text.encode(encoding), "pier.txt").numbers == (1, 3)
