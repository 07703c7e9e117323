"""The library on disk: what was given is kept byte for byte, and no damage is passed over in silence."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.library.adding import add_files
from assistant.library.importing import Added
from assistant.library.library import Library, open_library
from assistant.settings import Settings
from corpus import EditionKey, InstrumentKey, ProvisionId
from corpus.catalogue import TEXTS, catalogue
from corpus.errors import HomeUnavailable, UnknownEdition
from corpus.instruments import Edition
from index.building import fingerprint

SHIPPED = EditionKey.parse("itu-pp/res-71/2022")
ADDED = EditionKey.parse("itu-pp/res-900/2030")


@pytest.fixture
def at(tmp_path: Path, read_here) -> Path:
    return tmp_path / "home"


@pytest.fixture
def file(tmp_path: Path, harbours_text: str) -> Path:
    path = tmp_path / "harbours.txt"
    path.write_text(harbours_text, encoding="utf-8")
    return path


def add_file(at: Path, path: Path, key: EditionKey | None = None) -> Added:
    (added,) = add_files([path], Settings(home=at), key=key)
    return added


def keys(at: Path) -> list[str]:
    return [str(edition.key) for edition in open_library(at).editions]


def test_an_empty_home_gets_the_shipped_text_byte_for_byte(at: Path):
    library = open_library(at)
    assert [edition.key for edition in library.editions] == [SHIPPED]
    assert library.notices == ()
    (kept,) = (at / "library" / "itu-pp" / "res-71").glob("2022.*.source")
    assert kept.read_bytes() == (TEXTS / "resolution-71-bucharest-2022.txt").read_bytes()


def test_what_is_kept_is_read_back_as_it_was(at: Path, file: Path, harbours):
    add_file(at, file)
    assert open_library(at).edition(ADDED) == harbours
    (kept,) = (at / "library" / "itu-pp" / "res-900").glob("*.source")
    assert kept.read_bytes() == file.read_bytes()


def test_opening_again_writes_nothing(at: Path, file: Path):
    add_file(at, file)
    open_library(at)
    before = {one: (one.stat().st_mtime_ns, one.read_bytes()) for one in at.rglob("*") if one.is_file()}
    open_library(at)
    assert {
        one: (one.stat().st_mtime_ns, one.read_bytes()) for one in at.rglob("*") if one.is_file()
    } == before


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"\xff\xfe\x00", b"[]", b"null", b'{"edition": {}}', b"7" * 5000, b"[" * 100_000]
)
def test_a_damaged_edition_is_named_and_left_out(at: Path, file: Path, damage: bytes):
    add_file(at, file)
    path = at / "library" / "itu-pp" / "res-900" / "2030.json"
    path.write_bytes(damage)
    library = open_library(at)
    assert [edition.key for edition in library.editions] == [SHIPPED]
    (notice,) = library.notices
    assert str(path) in notice
    assert "resolutions index" in notice
    assert "\n" not in notice


def test_a_byte_changed_in_an_edition_is_noticed(at: Path, file: Path):
    add_file(at, file)
    path = at / "library" / "itu-pp" / "res-900" / "2030.json"
    path.write_bytes(path.read_bytes().replace(b"dark piers", b"dork piers"))
    library = open_library(at)
    assert library.find(ADDED) is None
    assert "2030.json: damaged" in library.notices[0]


def test_an_edition_is_fingerprinted_as_the_index_does(at: Path, file: Path):
    add_file(at, file)
    library = open_library(at)
    assert library.fingerprints() == {str(one.key): fingerprint(one) for one in library.editions}


def test_the_shipped_text_is_restored(at: Path):
    open_library(at)
    folder = at / "library" / "itu-pp" / "res-71"
    sound = (folder / "2022.json").read_bytes()
    (folder / "2022.json").write_bytes(b"{")
    next(folder.glob("2022.*.source")).unlink()
    assert open_library(at).notices == ()
    assert (folder / "2022.json").read_bytes() == sound
    assert next(folder.glob("2022.*.source")).is_file()


def test_an_edition_under_another_name_than_its_key_is_left_out(at: Path, file: Path):
    add_file(at, file)
    folder = at / "library" / "itu-pp" / "res-900"
    (folder / "2031.json").write_bytes((folder / "2030.json").read_bytes())
    assert keys(at) == ["itu-pp/res-71/2022", "itu-pp/res-900/2030"]
    assert any("2031.json" in notice for notice in open_library(at).notices)


def test_what_else_lies_in_the_home_is_left_alone(at: Path):
    (at / "library" / "notes").mkdir(parents=True)
    (at / "library" / "notes" / "mine.json").write_text("{")
    (at / "library" / "itu-pp" / "res-71").mkdir(parents=True)
    (at / "library" / "itu-pp" / "res-71" / "2022.json.new").write_text("half")
    assert open_library(at).notices == ()
    assert (at / "library" / "notes" / "mine.json").read_text() == "{"


def test_a_home_that_cannot_be_written_is_said_and_the_shipped_text_is_there(unusable: Path):
    library = open_library(unusable)
    assert [edition.key for edition in library.editions] == [SHIPPED]
    (notice,) = library.notices
    assert str(unusable) in notice
    assert "RESOLUTIONS_HOME" in notice


def test_nothing_is_added_to_a_home_that_cannot_be_written(unusable: Path, file: Path):
    with pytest.raises(HomeUnavailable, match="cannot be written") as caught:
        add_file(unusable, file)
    assert "RESOLUTIONS_HOME" in str(caught.value)


def test_what_is_held_and_in_force_is_told(at: Path, file: Path):
    add_file(at, file)
    older = file.with_name("older.txt")
    older.write_text(
        file.read_text().replace("LISBON, 2030", "GENEVA, 2026").replace("Lisbon, 2030", "Geneva, 2026")
    )
    add_file(at, older)
    library = open_library(at)
    instrument = InstrumentKey.parse("itu-pp/res-900")
    assert library.in_force(instrument) == ADDED
    assert library.is_in_force(ADDED)
    assert not library.is_in_force(EditionKey.parse("itu-pp/res-900/2026"))
    assert library.holds(instrument)
    assert library.holds(ProvisionId.parse("itu-pp/res-900/2030#resolves__para_1"))
    assert not library.holds(ProvisionId.parse("itu-pp/res-900/2030#resolves__para_9"))
    assert not library.holds(EditionKey.parse("itu-pp/res-25/2022"))
    assert library.in_force(InstrumentKey.parse("itu-pp/res-25")) == EditionKey.parse("itu-pp/res-25/2022")
    assert library.in_force(InstrumentKey.parse("itu-pp/res-1")) is None


def test_an_edition_that_is_not_held_is_named_with_the_remedy(at: Path):
    library = open_library(at)
    with pytest.raises(UnknownEdition, match=r"itu-pp/res-900/2030.*resolutions list"):
        library.edition(ADDED)
    assert library.find(ADDED) is None


def test_canonical_json_is_plain_to_read(at: Path):
    open_library(at)
    document = json.loads((at / "library" / "itu-pp" / "res-71" / "2022.json").read_text(encoding="utf-8"))
    assert document["edition"]["key"] == "itu-pp/res-71/2022"
    assert len(document["provisions"]) == 214


def test_a_provision_stands_on_a_line_of_its_own(at: Path):
    open_library(at)
    text = (at / "library" / "itu-pp" / "res-71" / "2022.json").read_text(encoding="utf-8")
    assert sum(line.startswith('{"id": ') for line in text.splitlines()) == 214


def named(at: Path) -> dict[str, int]:
    return {str(target): len(clauses) for target, clauses in open_library(at).named.items()}


def test_what_texts_name_and_nobody_holds_is_counted(at: Path, tmp_path: Path, harbours_text: str):
    path = tmp_path / "harbours.txt"
    path.write_text(
        harbours_text.replace("harbours without", "Resolution 901 (Lisbon, 2030) without")
        .replace("count the lanterns", "apply Resolution 901 (Lisbon, 2030) and Resolution 5 (Lisbon, 2030)")
        .replace("willows", "Resolution 25 and Annex 7 to Resolution 71 (Rev. Bucharest, 2022)")
    )
    before = named(at)
    add_file(at, path)
    after = named(at)
    assert after["itu-pp/res-901/2030"] == 2
    assert after["itu-pp/res-5/2030"] == 1
    assert after["itu-pp/res-71/2022#annex_7"] == 1
    assert after["itu-pp/res-25/2022"] == before["itu-pp/res-25/2022"] + 1, "the edition in force is meant"
    assert list(after)[: len(before)] == list(before), "what the catalogue names comes first"


def test_what_is_added_is_no_longer_named(at: Path, tmp_path: Path, harbours_text: str):
    path = tmp_path / "decision.txt"
    path.write_text(
        harbours_text.replace("RESOLUTION 900 (REV. LISBON, 2030)", "DECISION 5 (REV. BUCHAREST, 2022)")
    )
    assert "itu-pp/dec-5/2022" in named(at)
    add_file(at, path)
    assert "itu-pp/dec-5/2022" not in named(at)


def test_the_newest_edition_held_of_each_instrument_is_searched(harbours: Edition, resolution: Edition):
    older = replace(harbours, key=replace(harbours.key, year=2026))
    assert Library((older, harbours, resolution), catalogue()).newest == (harbours, resolution)
    assert Library((older,), catalogue()).newest == (older,), "also where a newer one exists that is not held"
