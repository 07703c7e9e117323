"""Files that hold several texts: each is an edition, and stays one whatever becomes of the others."""

from __future__ import annotations

import errno
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.cli.contracts import added_json, library_json, parses_json
from assistant.doctor import check_integrity
from assistant.library import importing, renewal
from assistant.library.adding import add_files
from assistant.library.importing import Added, Allowed, Offer, called, open_intake
from assistant.library.library import open_library
from assistant.library.quarantine import Quarantine
from assistant.library.renewal import remove_editions, renew
from assistant.library.storage import original_of, place, read_stored, store_edition
from assistant.settings import Settings
from assistant.web.library_page.page import file_row
from assistant.web.library_page.texts import origin
from corpus.canonical import fingerprint
from corpus.errors import HomeUnavailable
from corpus.keys import EditionKey
from ingest import text_source
from ingest.parse import PARSER, parse_texts
from ingest.proposal import proposal_of
from ingest.text.reading import read_text

KEYS = tuple(EditionKey.parse(f"itu-pp/res-{number}/2030") for number in (900, 901, 902))
NAMES = [f"Resolution {number} (Rev. Lisbon, 2030)" for number in (900, 901, 902)]
LETTER = "RESOLUTION 903 [DRAFT]\n\nPiers\n\nThe Assembly of Wardens,\n\nresolves\n\nto sweep the piers.\n"


@pytest.fixture
def at(tmp_path: Path, read_here) -> Settings:
    return Settings(home=tmp_path / "home", readers=2)


@pytest.fixture
def acts(tmp_path: Path, harbours_text: str) -> Path:
    """Return a file with three resolutions."""
    path = tmp_path / "texts" / "acts.txt"
    path.parent.mkdir()
    texts = [harbours_text.replace("RESOLUTION 900", f"RESOLUTION {number}") for number in (900, 901, 902)]
    path.write_text("\n\n".join(texts), encoding="utf-8")
    return path


def add(at: Settings, *paths: Path, **options) -> list[Added]:
    return list(add_files(paths, at, **options))


def became(rows: list[Added]) -> list[tuple[str, str]]:
    return [(str(one.key), one.reason or one.status.value) for one in rows]


def all_are(status: str) -> list[tuple[str, str]]:
    return [(str(key), status) for key in KEYS]


def held(at: Settings) -> list[EditionKey]:
    return [one.key for one in open_library(at.home).editions if one.key in KEYS]


def aside(at: Settings) -> list[tuple[int, str]]:
    return [(one.part, one.reason) for one in Quarantine(at.home, at.quarantine).files()]


def edited(path: Path, *words: tuple[str, str, int]) -> None:
    """Change words in the resolution with a number."""
    text = path.read_text(encoding="utf-8")
    for old, new, number in words:
        before, number_line, after = text.partition(f"RESOLUTION {number}")
        text = before + number_line + after.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def test_each_text_is_an_edition_that_knows_its_place_in_the_file(at: Settings, acts: Path):
    heard: list[tuple[Added, int]] = []
    rows = add(at, acts, watch=lambda row, count: heard.append((row, count)))
    assert became(rows) == all_are("added")
    assert [one.text for one in rows] == [
        f"Resolution {number} (Rev. Lisbon, 2030)" for number in (900, 901, 902)
    ]
    assert heard == [(row, 3) for row in rows]
    library = open_library(at.home)
    records = [library.records[key] for key in KEYS]
    assert [(one.file, one.part, one.parts) for one in records] == [
        (str(acts), part, 3) for part in (1, 2, 3)
    ]
    firsts = [library.edition(key).provisions[0].line for key in KEYS]
    assert [acts.read_text().split("\n")[line - 1][:14] for line in firsts] == [
        "RESOLUTION 900", "RESOLUTION 901", "RESOLUTION 902",
    ]  # fmt: skip
    assert origin(KEYS[1], library) == "from the file acts.txt (text 2 of 3)"
    assert all(one.ok for one in check_integrity(at) if one.what == "library")


def test_the_original_takes_the_room_of_one(at: Settings, acts: Path):
    add(at, acts)
    folder, records = at.home / "library", open_library(at.home).records
    originals = [original_of(place(folder, key), records[key].sha256) for key in KEYS]
    assert {one.read_bytes() for one in originals} == {acts.read_bytes()}
    assert len({one.stat().st_ino for one in originals}) == 1


def test_a_file_system_without_links_keeps_an_original_for_each(at: Settings, acts: Path, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    assert became(add(at, acts)) == all_are("added")
    assert all(one.ok for one in check_integrity(at) if one.what == "library")


def test_the_same_file_again_changes_nothing_and_costs_no_parse(at: Settings, acts: Path, monkeypatch):
    add(at, acts)

    def parse(*_: object) -> None:
        raise AssertionError("nothing is parsed")

    monkeypatch.setattr("assistant.library.adding.parse_in_child", parse)
    assert became(add(at, acts)) == all_are("unchanged")
    moved = acts.rename(acts.with_name("moved.txt"))
    assert became(add(at, moved)) == all_are("unchanged")
    assert {open_library(at.home).records[key].file for key in KEYS} == {str(moved)}


def test_removing_one_text_leaves_the_others_and_adding_the_file_brings_it_back(at: Settings, acts: Path):
    add(at, acts)
    remove_editions([KEYS[0]], at)
    assert held(at) == [*KEYS[1:]]
    assert all(one.ok for one in check_integrity(at) if one.what == "library")
    assert became(add(at, acts)) == [
        (str(KEYS[0]), "added"), (str(KEYS[1]), "unchanged"), (str(KEYS[2]), "unchanged"),
    ]  # fmt: skip
    assert held(at) == [*KEYS]


def test_a_text_that_is_held_from_elsewhere_follows_the_rules_of_files(
    at: Settings, acts: Path, harbours_text: str
):
    (alone := acts.with_name("harbours.txt")).write_text(harbours_text, encoding="utf-8")
    add(at, alone)
    assert became(add(at, acts)) == [
        (str(KEYS[0]), "unchanged"), (str(KEYS[1]), "added"), (str(KEYS[2]), "added"),
    ]  # fmt: skip
    assert open_library(at.home).records[KEYS[0]].file == str(alone)


def test_other_words_are_set_aside_in_one_line_and_the_rest_is_added(
    at: Settings, acts: Path, harbours_text: str
):
    (alone := acts.with_name("harbours.txt")).write_text(harbours_text, encoding="utf-8")
    add(at, alone)
    edited(acts, ("dark piers", "bright piers", 900))
    rows = add(at, acts)
    assert became(rows) == [
        (str(KEYS[0]), "same-edition"), (str(KEYS[1]), "added"), (str(KEYS[2]), "added"),
    ]  # fmt: skip
    assert rows[0].said.startswith(f"{acts}: Resolution 900 (Rev. Lisbon, 2030): the library already has")
    assert "\n" not in rows[0].said
    assert aside(at) == [(1, "same-edition")]
    assert became(add(at, acts, allowed=Allowed(replacing=True)))[0] == (str(KEYS[0]), "replaced")
    assert aside(at) == []


def test_two_texts_of_a_file_are_never_one_edition(at: Settings, acts: Path, harbours_text: str):
    text = "\n\n".join([harbours_text] * 3)
    acts.write_text(text)
    key = str(KEYS[0])
    assert became(add(at, acts)) == [(key, "added"), (key, "unchanged"), (key, "unchanged")]
    last = text.rindex("dark piers")
    acts.write_text(f"{text[:last]}bright piers{text[last + len('dark piers') :]}")
    for allowed in (Allowed(), Allowed(replacing=True)):
        rows = add(at, acts, allowed=allowed)
        assert rows[-1].reason == "same-edition"
        assert "another text of this file is itu-pp/res-900/2030 too" in rows[-1].said


def test_a_text_without_a_key_is_set_aside_and_the_rest_is_added(at: Settings, acts: Path):
    acts.write_text(f"{acts.read_text()}\n\n{LETTER}\n\n{LETTER.replace('903', '904')}", encoding="utf-8")
    rows = add(at, acts)
    assert became(rows)[:3] == all_are("added")
    assert [(one.reason, one.key, one.text) for one in rows[3:]] == [
        ("no-key", None, "Resolution 903"), ("no-key", None, "Resolution 904"),
    ]  # fmt: skip
    assert aside(at) == [(4, "no-key"), (5, "no-key")]
    copies = list((at.home / "quarantine").glob("*.copy"))
    assert (len(copies), len({one.stat().st_ino for one in copies})) == (2, 1)
    assert [one.reason for one in add(at, acts)] == ["", "", "", "no-key", "no-key"]
    shorter = acts.read_text().partition("RESOLUTION 903")[0]
    acts.write_text(shorter, encoding="utf-8")
    add(at, acts)
    assert aside(at) == []


def test_a_full_disk_leaves_whole_texts_and_a_second_run_adds_the_rest(at: Settings, acts: Path, monkeypatch):
    plain, stored = importing.store_edition, []

    def full(*given) -> None:
        if len(stored) == 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        stored.append(plain(*given))

    with monkeypatch.context() as patched:
        patched.setattr(importing, "store_edition", full)
        with pytest.raises(HomeUnavailable, match="no space left"):
            add(at, acts)
    assert held(at) == [KEYS[0]]
    assert all(one.ok for one in check_integrity(at) if one.what == "library")
    assert became(add(at, acts)) == [
        (str(KEYS[0]), "unchanged"), (str(KEYS[1]), "added"), (str(KEYS[2]), "added"),
    ]  # fmt: skip


def test_a_key_picks_the_text_that_has_it(at: Settings, acts: Path):
    assert became(add(at, acts, key=KEYS[1])) == [(str(KEYS[1]), "added")]
    (row,) = add(at, acts, key=EditionKey.parse("itu-pp/res-1/2030"))
    assert (row.reason, row.said.partition("; ")[0]) == (
        "several-texts",
        f"{acts}: holds 3 texts, Resolution 900 (Rev. Lisbon, 2030), Resolution 901 (Rev. Lisbon, 2030), "
        "Resolution 902 (Rev. Lisbon, 2030), none of which is itu-pp/res-1/2030",
    )
    assert held(at) == [KEYS[1]]
    assert became(add(at, acts)) == [
        (str(KEYS[0]), "added"), (str(KEYS[1]), "unchanged"), (str(KEYS[2]), "added"),
    ]  # fmt: skip


def test_a_file_that_changed_replaces_the_texts_that_did(at: Settings, acts: Path):
    add(at, acts)
    edited(acts, ("dark piers", "bright piers", 901))
    assert became(add(at, acts)) == all_are("replaced")
    clauses = [" ".join(one.text for one in open_library(at.home).edition(key).provisions) for key in KEYS]
    assert ["bright piers" in one for one in clauses] == [False, True, False]


# -- parsing anew --------------------------------------------------------------------------------------------


def parsed_by_an_older_version(at: Settings, key: EditionKey) -> None:
    path = place(at.home / "library", key)
    now, before = (f'"parser": {version}'.encode() for version in (PARSER, PARSER - 1))
    path.write_bytes(path.read_bytes().replace(now, before, 1))


def test_a_file_is_read_once_for_all_its_texts(at: Settings, acts: Path, monkeypatch):
    add(at, acts)
    before = {one.key: one for one in open_library(at.home).editions}
    for key in KEYS:
        parsed_by_an_older_version(at, key)
    reads: list[object] = []
    plain = renewal.parse_in_child

    def counted(*given):
        reads.append(given[3])
        return plain(*given)

    monkeypatch.setattr(renewal, "parse_in_child", counted)
    assert renew(at) == tuple(f"{key}: parsed anew from its original" for key in KEYS)
    assert reads == [[*KEYS]]
    assert {one.key: one for one in open_library(at.home).editions} == before
    assert [open_library(at.home).records[key].part for key in KEYS] == [1, 2, 3]


def test_a_damaged_text_is_read_anew_from_its_place_in_the_file(at: Settings, acts: Path):
    add(at, acts)
    before = open_library(at.home).edition(KEYS[1])
    place(at.home / "library", KEYS[1]).write_text("{")
    assert renew(at) == (f"{KEYS[1]}: parsed anew from its original",)
    assert open_library(at.home).edition(KEYS[1]) == before
    assert open_library(at.home).records[KEYS[1]].part == 2


def test_a_text_with_a_person_s_key_is_found_by_its_place(at: Settings, acts: Path):
    acts.write_text(f"{LETTER}\n\n{acts.read_text()}", encoding="utf-8")
    given, data = EditionKey.parse("wardens/res-903/2030"), acts.read_bytes()
    letter, *_ = parse_texts(read_text(data, "acts.txt"), "acts", (given, None, None, None))
    with open_intake(at) as intake:
        intake.take(Offer(str(acts), str(acts), data, parse=letter))
    parsed_by_an_older_version(at, given)
    assert renew(at) == (f"{given}: parsed anew from its original",)
    assert open_library(at.home).edition(given).name.startswith("Resolution 903")
    assert open_library(at.home).records[given].parser == PARSER


def test_a_text_that_is_gone_from_its_file_stays_as_it_was(at: Settings, acts: Path):
    add(at, acts)
    folder, other = at.home / "library", EditionKey.parse("itu-pp/res-999/2030")
    edition, record = read_stored(place(folder, KEYS[2]))
    gone = replace(edition, key=other)
    kept = replace(record, parser=PARSER - 1, part=3, parts=4, fingerprint=fingerprint(gone))
    store_edition(folder, gone, acts.read_bytes(), kept)
    (renewed,) = renew(at)
    assert f"{other}.json: is not found in its file any more" in renewed
    assert open_library(at.home).find(other) == gone


# -- what other programs read --------------------------------------------------------------------------------


def test_a_row_names_the_file_the_text_and_its_page(at: Settings, acts: Path):
    data = acts.read_bytes()
    first, *_ = parse_texts(read_text(data, "acts.txt"), "acts")
    paged = replace(first, provisions=tuple(replace(one, page=12) for one in first.provisions))
    with open_intake(at) as intake:
        added = intake.take(Offer("acts.pdf", "upload:acts.pdf", data, parse=paged))
        unsure = replace(paged, key=None, proposal=proposal_of(first.edition()))
        asked = intake.take(Offer("acts.pdf", "upload:acts.pdf", data, parse=unsure))
    assert called(added.file, added.text, added.page) == f"acts.pdf: {NAMES[0]} (page 12)"
    said = f"{NAMES[0]} (page 12): does not say for certain which edition it is"
    assert asked.said.startswith(f"acts.pdf: {said}")
    assert origin(KEYS[0], open_library(at.home)) == "from the file acts.pdf (text 1 of 3, page 12)"
    rows = [file_row(one, str) for one in (added, asked)]
    assert [one.name for one in rows] == [f"acts.pdf: {NAMES[0]} (page 12)", "acts.pdf"]
    assert rows[1].sentence.startswith(said)


def test_json_names_the_text_and_its_place(at: Settings, acts: Path):
    rows = added_json(add(at, acts))
    assert [one["text"] for one in rows] == NAMES
    listed = {one["key"]: one for one in library_json(open_library(at.home))["editions"]}
    assert [(listed[str(key)]["part"], listed[str(key)]["parts"]) for key in KEYS] == [(1, 3), (2, 3), (3, 3)]
    assert "part" not in listed["itu-pp/res-71/2022"]


def test_the_json_of_one_text_is_as_it_was(acts: Path, harbours_text: str):
    several = parses_json(parse_texts(text_source(acts.read_text()), "acts"))
    assert [one["edition"]["key"] for one in several["texts"]] == [str(key) for key in KEYS]
    (one,) = parse_texts(text_source(harbours_text), "harbours")
    assert parses_json([one])["edition"]["key"] == str(KEYS[0])
