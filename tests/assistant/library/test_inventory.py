"""A text whose files are lost is missed: restored where its original is left, else named with what to do."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from assistant.doctor import check_integrity
from assistant.library.adding import add_files
from assistant.library.importing import Allowed
from assistant.library.inventory import read_inventory
from assistant.library.library import open_library
from assistant.library.renewal import remove_editions, renew
from assistant.library.storage import INVENTORY, SHIPPED, discard, place
from assistant.settings import Settings
from corpus import EditionKey

HARBOURS = EditionKey.parse("itu-pp/res-900/2030")
RESOLUTION_71 = EditionKey.parse("itu-pp/res-71/2022")


@pytest.fixture
def at(tmp_path: Path, read_here) -> Settings:
    return Settings(home=tmp_path / "home", readers=1)


@pytest.fixture
def file(tmp_path: Path, harbours_text: str) -> Path:
    path = tmp_path / "harbours.txt"
    path.write_text(harbours_text, encoding="utf-8")
    return path


@pytest.fixture
def library(at: Settings) -> Path:
    return at.home / "library"


def text_of(library: Path) -> Path:
    return place(library, HARBOURS)


def lose_text(library: Path) -> None:
    text_of(library).unlink()


def lose_both(library: Path) -> None:
    shutil.rmtree(text_of(library).parent)


def lose_both_but_not_the_folder(library: Path) -> None:
    for one in text_of(library).parent.iterdir():
        one.unlink()


def damage_text_and_lose_original(library: Path) -> None:
    next(text_of(library).parent.glob("*.source")).unlink()
    text_of(library).write_bytes(b"{")


LOSSES = [
    (
        "the text",
        lose_text,
        "'itu-pp/res-900/2030': its text is lost, its original is there",
        "resolutions index",
    ),
    (
        "both",
        lose_both,
        "'itu-pp/res-900/2030': its text and its original are both lost",
        "add the file again",
    ),
    (
        "both files",
        lose_both_but_not_the_folder,
        "its text and its original are both lost",
        "add the file again",
    ),
    (
        "a damaged text's original",
        damage_text_and_lose_original,
        "its original is lost too",
        "add the file again",
    ),
]


@pytest.mark.parametrize(("rule", "lose", "said", "remedy"), LOSSES, ids=[row[0] for row in LOSSES])
def test_what_is_lost_is_said_by_the_library_and_by_the_doctor(
    at: Settings, file: Path, library: Path, rule: str, lose, said: str, remedy: str
):
    add_files([file], at)
    assert open_library(at.home).notices == ()
    lose(library)
    (notice,) = open_library(at.home).notices
    assert said in notice
    assert remedy in notice
    assert "\n" not in notice
    assert notice in [one.said for one in check_integrity(at) if one.what == "library" and not one.ok]


def test_a_text_is_restored_from_its_original_with_its_record(at: Settings, file: Path, library: Path):
    add_files([file], at)
    clean = text_of(library).read_bytes()
    lose_text(library)
    assert renew(at) == (f"{HARBOURS}: parsed anew from its original",)
    assert text_of(library).read_bytes() == clean
    assert open_library(at.home).notices == ()


def test_the_listed_original_is_read_where_there_are_several(at: Settings, file: Path, library: Path):
    add_files([file], at)
    clean = text_of(library).read_bytes()
    other = file.read_bytes().replace(b"dark piers", b"bright piers")
    name = f"2030.{hashlib.sha256(other).hexdigest()[:12]}.source"
    (text_of(library).parent / name).write_bytes(other)  # newer, of an add that was killed
    lose_text(library)
    renew(at)
    assert text_of(library).read_bytes() == clean


def test_where_nothing_is_left_a_renewal_says_so_and_the_file_can_be_added_again(
    at: Settings, file: Path, library: Path
):
    add_files([file], at)
    lose_both(library)
    (renewed,) = renew(at)
    assert renewed.startswith(f"'{HARBOURS}': its text and its original are both lost")
    add_files([file], at)
    assert open_library(at.home).notices == ()
    assert renew(at) == ()


def test_a_text_of_which_nothing_is_left_can_be_given_up(at: Settings, file: Path, library: Path):
    add_files([file], at)
    lose_both(library)
    assert remove_editions([HARBOURS], at) == ("itu-pp/res-900/2030: removed",)
    assert open_library(at.home).notices == ()


def test_what_is_removed_is_not_missed(at: Settings, file: Path):
    add_files([file], at)
    remove_editions([HARBOURS], at)
    assert open_library(at.home).notices == ()
    assert renew(at) == ()


def test_a_home_of_before_is_listed_by_the_next_renewal(at: Settings, file: Path, library: Path):
    add_files([file], at)
    listed = (library / INVENTORY).read_bytes()
    (library / INVENTORY).unlink()
    renew(at)
    assert (library / INVENTORY).read_bytes() == listed


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe", b"[]", b'{"itu-pp": 1}', b'{"a/b/c": {}}'])
def test_a_damaged_list_names_nothing_and_is_written_anew(
    at: Settings, file: Path, library: Path, damage: bytes
):
    add_files([file], at)
    listed = (library / INVENTORY).read_bytes()
    (library / INVENTORY).write_bytes(damage)
    assert open_library(at.home).notices == ()
    renew(at)
    assert (library / INVENTORY).read_bytes() == listed


def test_texts_that_came_with_the_program_are_not_listed(at: Settings, file: Path, library: Path):
    open_library(at.home)
    add_files([file], at)
    assert list(read_inventory(library)) == [HARBOURS]


@pytest.fixture
def replaced(at: Settings, file: Path, library: Path) -> Path:
    """A person's own text in the place of the shipped one; its original is returned."""
    text = file.read_text().replace(
        "RESOLUTION 900 (REV. LISBON, 2030)", "RESOLUTION 71 (REV. BUCHAREST, 2022)"
    )
    file.write_text(text)
    add_files([file], at, allowed=Allowed(replacing=True))
    return next(place(library, RESOLUTION_71).parent.glob("*.source"))


def test_a_text_in_the_place_of_the_shipped_one_is_not_given_up_where_it_is_lost(
    at: Settings, library: Path, replaced: Path
):
    clean = place(library, RESOLUTION_71).read_bytes()
    place(library, RESOLUTION_71).unlink()
    assert "its original is there" in open_library(at.home).notices[0]
    assert replaced.is_file(), "the shipped text has not taken its place on disk"
    renew(at)
    assert place(library, RESOLUTION_71).read_bytes() == clean


def test_the_shipped_text_comes_back_where_a_lost_one_is_given_up(
    at: Settings, library: Path, replaced: Path
):
    discard(place(library, RESOLUTION_71))
    assert "both lost" in open_library(at.home).notices[0]
    remove_editions([RESOLUTION_71], at)
    found = open_library(at.home)
    assert found.notices == ()
    assert found.records[RESOLUTION_71].file == SHIPPED
