"""Which files a path stands for: all below a folder, in order, and nothing that is no file."""

from __future__ import annotations

import inspect
import os
import socket
import sys
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from ingest.files import find_files, read_file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with files and with all that is none."""
    root = tmp_path / "texts"
    for name in (
        "b.txt",
        "a.txt",
        "deep/er/c.txt",
        "deep/.hidden",
        ".git/config",
        "kept.source",
        "own/library.json",
    ):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    (tmp_path / "outside.txt").write_text("outside")
    (root / "link.txt").symlink_to(tmp_path / "outside.txt")
    (root / "links").symlink_to(tmp_path)
    (root / "nowhere").symlink_to(root / "missing")
    os.mkfifo(root / "pipe")
    return root


def names(found, root: Path) -> list[str]:
    return [path.relative_to(root).as_posix() for path, refused in found if refused is None]


def test_a_folder_stands_for_the_files_below_it_in_order(folder: Path):
    found = find_files([folder], folder / "own")
    assert names(found, folder) == ["a.txt", "b.txt", "deep/er/c.txt"]


def test_what_is_no_file_is_named_and_not_followed(folder: Path):
    refused = {path.name: error for path, error in find_files([folder], folder / "own") if error}
    assert {name: error.reason for name, error in refused.items()} == dict.fromkeys(
        ["link.txt", "links", "nowhere", "pipe"], "not-a-file"
    )
    assert "a link" in str(refused["links"])
    assert "a pipe" in str(refused["pipe"])


def test_a_file_that_is_named_twice_is_found_once(folder: Path):
    given = [folder / "b.txt", folder, folder / "deep" / ".." / "a.txt"]
    assert names(find_files(given, folder / "own"), folder) == ["b.txt", "a.txt", "deep/er/c.txt"]


def test_a_hidden_file_that_is_named_is_meant(folder: Path):
    assert names(find_files([folder / "deep" / ".hidden"], folder / "own"), folder) == ["deep/.hidden"]


def test_folders_may_lie_deeper_than_calls_do(tmp_path: Path):
    deep = tmp_path.joinpath(*["d"] * 300)
    deep.mkdir(parents=True)
    (deep / "a.txt").write_text("deep")
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 150)
    try:
        found = list(find_files([tmp_path], tmp_path / "own"))
    finally:
        sys.setrecursionlimit(before)
    assert found == [(deep / "a.txt", None)]


ODD = [
    ("a link", lambda path: path.symlink_to(path.with_name("file.txt")), "not-a-file", "a link"),
    ("a link to a folder", lambda path: path.symlink_to(path.parent), "not-a-file", "a link"),
    ("a pipe", os.mkfifo, "not-a-file", "a pipe"),
    ("a socket", lambda path: socket.socket(socket.AF_UNIX).bind(str(path)), "not-a-file", "a socket"),
    ("nothing", lambda path: None, "missing", "no such file"),
]


@pytest.mark.parametrize(("rule", "make", "reason", "said"), ODD, ids=[row[0] for row in ODD])
def test_what_is_named_and_is_no_file_is_refused(tmp_path: Path, monkeypatch, rule, make, reason, said):
    monkeypatch.chdir(tmp_path)  # a socket's path is short
    (tmp_path / "file.txt").write_text("file")
    path = Path("odd")
    make(path)
    ((found, refused),) = find_files([path], tmp_path / "own")
    assert found == path
    assert refused is not None
    assert refused.reason == reason
    assert said in str(refused)
    assert str(refused).startswith("odd: ")


@pytest.mark.parametrize(("rule", "make", "reason", "said"), ODD[:3] + ODD[4:], ids=lambda one: str(one)[:20])
def test_what_has_taken_a_file_s_place_is_not_read(tmp_path: Path, rule, make, reason, said):
    (tmp_path / "file.txt").write_text("file")
    make(tmp_path / "odd")
    with pytest.raises(UnreadableFile) as refused:
        read_file(tmp_path / "odd", 100)
    assert refused.value.reason == reason
    assert said in str(refused.value)


def test_a_device_is_refused():
    if not Path("/dev/null").is_char_device():
        pytest.skip("no /dev/null here")
    ((_, refused),) = find_files([Path("/dev/null")], Path("own"))
    assert refused is not None
    assert "a device" in str(refused)
    with pytest.raises(UnreadableFile, match="a device"):
        read_file(Path("/dev/null"), 100)


@pytest.mark.parametrize(("size", "is_read"), [(99, True), (100, True), (101, False)])
def test_a_file_may_have_so_many_bytes(tmp_path: Path, size: int, is_read: bool):
    path = tmp_path / "file.txt"
    path.write_bytes(b"x" * size)
    if is_read:
        assert read_file(path, 100) == b"x" * size
        return
    with pytest.raises(UnreadableFile, match="at most 100 bytes") as refused:
        read_file(path, 100)
    assert refused.value.reason == "too-large"


def test_names_that_are_no_text_are_found(tmp_path: Path):
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("text")
    (tmp_path / "two\nlines.txt").write_text("text")
    assert len([path for path, refused in find_files([tmp_path], tmp_path / "own") if not refused]) == 2
