"""A file's bytes become text, or an error that says what to do."""

import codecs

import pytest

from corpus.errors import UnreadableFile
from ingest import read_source
from ingest.readers import decode

REFUSED = {
    "empty": (b"", "empty"),
    "blank": (b" \n\t\r\n\x0c", "empty"),
    "only NUL": (b"\0\0\0", "empty"),
    "with NUL": (b"pier\0pier", "binary"),
    "PDF": (b"%PDF-1.7 ...", "a PDF"),
    "Word file": (b"PK\x03\x04....", "ZIP"),
    "old Word file": (b"\xd0\xcf\x11\xe0....", "Office"),
    "PNG": (b"\x89PNG\r\n", "picture"),
    "JPEG": (b"\xff\xd8\xff\xe0", "picture"),
    "gzip": (b"\x1f\x8b\x08", "compressed"),
    "program": (b"\x7fELF\x02", "program"),
    "control signs": (b"pier \x01\x02\x03\x04", "binary"),
    "neither encoding": (b"pier \x81\xff", "Windows-1252"),
    "broken UTF-16": (codecs.BOM_UTF16_LE + b"a", "broken utf-16"),
}


@pytest.mark.parametrize(("data", "says"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_text_is_refused_with_the_remedy(data: bytes, says: str):
    with pytest.raises(UnreadableFile, match=says) as refused:
        decode(data, "pier.txt")
    assert str(refused.value).startswith("pier.txt: ")
    assert "\n" not in str(refused.value)


READ = {
    "UTF-8": ("café".encode(), "café", "utf-8", 0),
    "UTF-8 with its mark": (codecs.BOM_UTF8 + "café".encode(), "café", "utf-8", 0),
    "UTF-16, little": (codecs.BOM_UTF16_LE + "café".encode("utf-16-le"), "café", "utf-16", 0),
    "UTF-16, big": (codecs.BOM_UTF16_BE + "café".encode("utf-16-be"), "café", "utf-16", 0),
    "Windows": ("café – pier".encode("cp1252"), "café – pier", "cp1252", 1),
}


@pytest.mark.parametrize(("data", "text", "encoding", "warnings"), READ.values(), ids=READ)
def test_text_is_decoded_and_a_guess_is_told(data: bytes, text: str, encoding: str, warnings: int):
    source = decode(data, "pier.txt")
    assert (source.lines[0].text, source.encoding, len(source.warnings)) == (text, encoding, warnings)
    assert len(source.sha256) == 64


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="no such file"):
        read_source(tmp_path / "pier.txt")


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="not a file"):
        read_source(tmp_path)


def test_a_file_that_is_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("ingest.readers.MAX_BYTES", 3)
    (tmp_path / "pier.txt").write_text("pier")
    with pytest.raises(UnreadableFile, match="at most 3 bytes"):
        read_source(tmp_path / "pier.txt")


def test_a_file_is_read(tmp_path):
    (tmp_path / "pier.txt").write_text("pier")
    assert read_source(tmp_path / "pier.txt").lines[0].text == "pier"
