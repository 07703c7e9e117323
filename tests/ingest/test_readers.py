"""A file's bytes find their reader, or an error that says what to do."""

import codecs
import io
import zipfile

import pytest

from corpus.errors import REASONS, UnreadableFile
from ingest import read_source
from ingest.readers import decode


def zipped(name: str, content: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, content)
    return file.getvalue()


REFUSED = {
    "empty": (b"", "empty", "empty"),
    "blank": (b" \n\t\r\n\x0c", "empty", "empty"),
    "only NUL": (b"\0\0\0", "empty", "empty"),
    "with NUL": (b"pier\0pier", "binary", "binary"),
    "with NUL, of even length": (b"pier\0pie", "binary", "binary"),
    "broken PDF": (b"%PDF-1.7 ...", "PDF", "damaged"),
    "spreadsheet": (zipped("xl/workbook.xml", "<a/>"), "spreadsheet", "unsupported"),
    "broken Word file": (b"PK\x03\x04....", "ZIP", "damaged"),
    "old Word file": (b"\xd0\xcf\x11\xe0....", "Office", "unsupported"),
    "PNG": (b"\x89PNG\r\n", "picture", "unsupported"),
    "JPEG": (b"\xff\xd8\xff\xe0", "picture", "unsupported"),
    "gzip": (b"\x1f\x8b\x08", "compressed", "unsupported"),
    "program": (b"\x7fELF\x02", "program", "unsupported"),
    "Rich Text": (b"{\\rtf1 pier}", "Rich Text", "unsupported"),
    "PostScript": (b"%!PS-Adobe", "PostScript", "unsupported"),
    "another XML": (b'<?xml version="1.0"?><pier>a</pier>', "root is 'pier'", "unsupported"),
    "broken XML": (b'<?xml version="1.0"?>pier', "broken XML", "unsupported"),
    "control signs": (b"pier \x01\x02\x03\x04", "binary", "binary"),
    "no encoding that fits": (b"pier \x81\xff", "Windows-1252", "encoding"),
    "Cyrillic code page": ("решение о причалах и лодках".encode("cp1251"), "UTF-8", "encoding"),
    "broken UTF-16": (codecs.BOM_UTF16_LE + b"a", "broken utf-16", "encoding"),
    "empty page": (b"<html><body></body></html>", "web page", "empty"),
}


@pytest.mark.parametrize(("data", "says", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_text_is_refused_with_the_remedy(data: bytes, says: str, reason: str):
    with pytest.raises(UnreadableFile, match=says) as refused:
        decode(data, "pier.txt")
    assert str(refused.value).startswith("pier.txt: ")
    assert "\n" not in str(refused.value)
    assert refused.value.reason == reason
    assert reason in REASONS


CHOSEN = {
    "plain text": (b"pier", False),
    "text that names a page": (b"see <html> and the pier", False),
    "web page named .txt": (b"<!DOCTYPE html><p>pier</p>", True),
}


@pytest.mark.parametrize(("data", "whole"), CHOSEN.values(), ids=CHOSEN)
def test_the_reader_is_chosen_by_content_and_not_by_name(data: bytes, whole: bool):
    source = decode(data, "pier.txt")
    assert source.whole is whole
    assert source.lines[0].text.endswith("pier")
    assert len(source.sha256) == 64


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="no such file"):
        read_source(tmp_path / "pier.txt")


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="a folder; give the file itself"):
        read_source(tmp_path)


def test_a_file_is_read(tmp_path):
    (tmp_path / "pier.txt").write_text("pier")
    assert read_source(tmp_path / "pier.txt").lines[0].text == "pier"


BLOCK = ("The café by the pier – “lit” at night – is the keeper’s.\n" * 40).encode


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "mac-roman"]
)
def test_a_text_cut_off_anywhere_is_refused_or_read(encoding: str):
    data = BLOCK(encoding)
    for at in range(32):
        try:
            source = decode(data[: len(data) * at // 32], "pier.txt")
        except UnreadableFile as refused:
            assert refused.reason in REASONS  # noqa: PT017 - either outcome is right
            continue
        assert source.numbers == tuple(line.number for line in source.lines)
