"""Adding, changing, renaming, removing: what stands afterwards, and what was set aside with which reason."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.cli.contracts import library_json
from assistant.doctor import check_integrity
from assistant.library.adding import add_files
from assistant.library.importing import Added, Allowed
from assistant.library.library import open_library
from assistant.library.quarantine import Quarantine
from assistant.library.renewal import remove_editions, renew
from assistant.library.storage import INVENTORY, SHIPPED, UNKNOWN, read_stored, writing
from assistant.settings import Settings
from corpus import EditionKey
from corpus.catalogue import TEXTS
from corpus.errors import REASONS, HomeUnavailable, ResolutionsError, UnknownEdition
from ingest.akn import print_akn
from ingest.limits import Limits

RESOLUTION_71 = EditionKey.parse("itu-pp/res-71/2022")
HARBOURS = EditionKey.parse("itu-pp/res-900/2030")
CONVENTION = EditionKey.parse("itu/convention/2022")
LETTER = "Article 1\n\nThe wardens meet yearly.\n"


@pytest.fixture
def at(tmp_path: Path, read_here) -> Settings:
    return Settings(home=tmp_path / "home", readers=2)


@pytest.fixture
def file(tmp_path: Path, harbours_text: str) -> Path:
    path = tmp_path / "texts" / "harbours.txt"
    path.parent.mkdir()
    path.write_text(harbours_text, encoding="utf-8")
    return path


def add(at: Settings, *paths: Path, **options) -> list[Added]:
    return list(add_files(paths, at, **options))


def said(rows: list[Added]) -> list[tuple[str, str, str]]:
    """What became of each file, in short."""
    return [(Path(one.file).name, one.status.value, one.reason) for one in rows]


def held(at: Settings) -> list[str]:
    return [str(one.key) for one in open_library(at.home).editions]


def aside(at: Settings) -> dict[str, str]:
    return {Path(one.file).name: one.reason for one in Quarantine(at.home, at.quarantine).files()}


def edited(path: Path, before: str = "dark piers", after: str = "bright piers") -> Path:
    """Change a file's words."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    return path


def other(path: Path, name: str, before: str = "dark piers", after: str = "bright piers") -> Path:
    """Put a changed copy beside a file."""
    return edited(Path(shutil.copy(path, path.with_name(name))), before, after)


# -- what is added ---------------------------------------------------------------------------------


def test_a_file_is_added_with_its_report(at: Settings, file: Path, harbours):
    (added,) = add(at, file)
    assert (added.status, added.key) == ("added", HARBOURS)
    assert (added.provisions, added.references) == (len(harbours.provisions), len(harbours.references))
    assert added.report.unowned == ()
    assert added.seconds > 0
    assert open_library(at.home).edition(HARBOURS) == harbours


def test_a_folder_is_added_in_the_order_of_its_names_and_each_file_is_heard_of(at: Settings, file: Path):
    other(file, "a.txt", "RESOLUTION 900", "RESOLUTION 901")
    heard = []
    rows = add(at, file.parent, watch=lambda added, count: heard.append((added, count)))
    assert said(rows) == [("a.txt", "added", ""), ("harbours.txt", "added", "")]
    assert heard == [(one, 2) for one in rows]
    assert held(at) == ["itu-pp/res-71/2022", "itu-pp/res-900/2030", "itu-pp/res-901/2030"]


def test_the_home_is_not_added_to_itself(at: Settings, file: Path, tmp_path: Path):
    add(at, file)
    assert said(add(at, tmp_path)) == [("harbours.txt", "unchanged", "")]


def test_where_an_edition_came_from_is_kept(at: Settings, file: Path, monkeypatch):
    monkeypatch.chdir(file.parent)
    add(at, Path("harbours.txt"))
    records = open_library(at.home).records
    assert records[HARBOURS].file == str(file)
    assert records[RESOLUTION_71].file == SHIPPED


# -- the same edition again ------------------------------------------------------------------------


def test_the_same_file_again_costs_no_parse_and_no_write(at: Settings, file: Path, harbours, monkeypatch):
    add(at, file)
    before = {one: one.stat().st_mtime_ns for one in at.home.rglob("*.*") if one.is_file()}

    def parse(*_: object) -> None:
        raise AssertionError("nothing is parsed")

    monkeypatch.setattr("assistant.library.adding.parse_in_child", parse)
    (again,) = add(at, file)
    assert (again.status, again.key, again.provisions) == ("unchanged", HARBOURS, len(harbours.provisions))
    assert {one: one.stat().st_mtime_ns for one in at.home.rglob("*.*") if one.is_file()} == before


def test_the_same_bytes_from_elsewhere_change_nothing(at: Settings, file: Path):
    add(at, file)
    assert said(add(at, Path(shutil.copy(file, file.with_name("copy.txt"))))) == [
        ("copy.txt", "unchanged", "")
    ]
    assert open_library(at.home).records[HARBOURS].file == str(file)


def test_the_export_of_an_edition_that_is_held_changes_nothing(at: Settings, file: Path, harbours):
    add(at, file)
    export = file.with_name("export.xml")
    export.write_text(print_akn(harbours), encoding="utf-8")
    assert said(add(at, export)) == [("export.xml", "unchanged", "")]
    assert set(held(at)) == {str(HARBOURS), str(RESOLUTION_71)}


def test_the_same_clauses_with_the_title_above_the_number_change_nothing(at: Settings, tmp_path: Path):
    body = "\n\nThe Assembly,\n\n1. Decides to light the piers;\n\n2. Decides to wait.\n"
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    first.write_text(f"A.1999(51)\n\nLamps on the piers{body}")
    second.write_text(f"Lamps on the piers\n\nA.1999(51){body}")
    assert [one.status for one in add_files([first, second], at)] == ["added", "unchanged"]


def test_a_file_that_changed_replaces_its_edition_and_ids_stay(at: Settings, file: Path, harbours):
    add(at, file)
    assert said(add(at, edited(file))) == [("harbours.txt", "replaced", "")]
    edition = open_library(at.home).edition(HARBOURS)
    assert edition.provision("instructs-harbour-council__para_2").text.startswith("to report on bright piers")
    assert [one.eid for one in edition.provisions] == [one.eid for one in harbours.provisions]
    assert len(list((at.home / "library" / "itu-pp" / "res-900").glob("*.source"))) == 1


def test_a_file_that_was_renamed_is_known_under_its_new_name(at: Settings, file: Path):
    add(at, file)
    moved = file.rename(file.with_name("moved.txt"))
    assert said(add(at, moved)) == [("moved.txt", "unchanged", "")]
    assert said(add(at, edited(moved))) == [("moved.txt", "replaced", "")]


def test_other_words_for_an_edition_that_is_held_are_set_aside(at: Settings, file: Path):
    add(at, file)
    (row,) = add(at, other(file, "other.txt"))
    assert (row.status, row.reason, row.key) == ("proposed", "same-edition", HARBOURS)
    assert str(file) in row.said
    assert "--replace" in row.said
    assert (
        "dark piers"
        in open_library(at.home).edition(HARBOURS).provision("instructs-harbour-council__para_2").text
    )


def test_other_words_take_its_place_when_that_is_said(at: Settings, file: Path):
    add(at, file)
    path = other(file, "other.txt")
    add(at, path)
    assert aside(at) == {"other.txt": "same-edition"}
    assert said(add(at, path, allowed=Allowed(replacing=True))) == [("other.txt", "replaced", "")]
    assert open_library(at.home).records[HARBOURS].file == str(path)
    assert aside(at) == {}


def test_of_two_texts_of_one_edition_the_first_stays(at: Settings, file: Path):
    path = other(file, "a.txt")
    (first, second) = add(at, file.parent)
    assert said([first, second]) == [("a.txt", "added", ""), ("harbours.txt", "proposed", "same-edition")]
    assert str(path) in second.said
    assert said(add(at, file.parent)) == [
        ("a.txt", "unchanged", ""),
        ("harbours.txt", "proposed", "same-edition"),
    ]


def test_two_copies_of_one_text_are_one_edition(at: Settings, file: Path):
    shutil.copy(file, file.with_name("a.txt"))
    assert said(add(at, file.parent)) == [("a.txt", "added", ""), ("harbours.txt", "unchanged", "")]


def test_the_shipped_text_is_known_by_its_bytes(at: Settings, tmp_path: Path):
    copy = Path(shutil.copy(TEXTS / "resolution-71-bucharest-2022.txt", tmp_path / "copy.txt"))
    assert said(add(at, copy)) == [("copy.txt", "unchanged", "")]
    assert open_library(at.home).records[RESOLUTION_71].file == SHIPPED


def test_the_shipped_text_gives_way_only_when_that_is_said(at: Settings, tmp_path: Path):
    path = Path(shutil.copy(TEXTS / "resolution-71-bucharest-2022.txt", tmp_path / "mine.txt"))
    edited(path, "Goal 1", "Aim 1")
    (row,) = add(at, path)
    assert row.reason == "same-edition"
    assert "came with the program" in row.said
    assert said(add(at, path, allowed=Allowed(replacing=True))) == [("mine.txt", "replaced", "")]
    library = open_library(at.home)
    assert library.records[RESOLUTION_71].file == str(path), "and at the next start it stands"
    assert [one["replaces_shipped"] for one in library_json(library)["editions"] if one["held"]] == [True]
    (line,) = remove_editions([RESOLUTION_71], at)
    assert "is back" in line
    library = open_library(at.home)
    assert library.records[RESOLUTION_71].file == SHIPPED
    assert [one["replaces_shipped"] for one in library_json(library)["editions"] if one["held"]] == [False]


# -- keys ------------------------------------------------------------------------------------------


def test_a_text_that_does_not_say_what_it_is_is_proposed_until_a_key_is_given(at: Settings, tmp_path: Path):
    path = tmp_path / "convention.txt"
    path.write_text(LETTER)
    (row,) = add(at, path)
    assert (row.status, row.reason, row.key) == ("proposed", "no-key", None)
    assert row.proposal is not None
    assert row.proposal.key_text == "other/convention/YEAR"
    assert "add --review" in row.said
    assert "\n" not in row.said
    assert aside(at) == {"convention.txt": "no-key"}
    assert said(add(at, path, key=CONVENTION)) == [("convention.txt", "added", "")]
    assert aside(at) == {}
    assert said(add(at, path)) == [("convention.txt", "unchanged", "")], "its bytes are known"
    assert "itu/convention/2022" in held(at)


def test_the_same_bytes_under_another_name_leave_the_quarantine(at: Settings, tmp_path: Path):
    (tmp_path / "convention.txt").write_text(LETTER)
    add(at, tmp_path / "convention.txt")
    moved = (tmp_path / "convention.txt").rename(tmp_path / "moved.txt")
    add(at, moved, key=CONVENTION)
    assert aside(at) == {}


@pytest.mark.parametrize("count", [0, 2])
def test_a_key_names_one_file(at: Settings, file: Path, count: int):
    folder = file.parent / "some"
    folder.mkdir()
    for one in range(count):
        (folder / f"{one}.txt").write_text(LETTER)
    with pytest.raises(ResolutionsError, match=f"there are {count} files"):
        add(at, folder, key=CONVENTION)
    assert not at.home.exists()


# -- what is set aside -----------------------------------------------------------------------------

BAD = [
    ("empty", b"", "empty"),
    ("blank", b" \n\t", "empty"),
    ("a program", b"\x7fELF\x02\x01\x01" + bytes(64), "unsupported"),
    ("a picture", b"\x89PNG\r\n\x1a\n" + bytes(64), "unsupported"),
    ("a compressed file", b"\x1f\x8b\x08" + bytes(64), "unsupported"),
    ("too large", b"pier " * 30_000, "too-large"),
]


@pytest.mark.parametrize(("rule", "content", "reason"), BAD, ids=[row[0] for row in BAD])
def test_a_bad_file_is_set_aside_with_a_copy_and_the_others_go_on(
    at: Settings, file: Path, rule: str, content: bytes, reason: str
):
    (file.parent / "bad.txt").write_bytes(content)
    small = replace(at, limits=Limits(size=100_000))
    rows = add(small, file.parent)
    assert said(rows) == [("bad.txt", "quarantined", reason), ("harbours.txt", "added", "")]
    assert reason in REASONS
    (found,) = Quarantine(at.home, at.quarantine).files()
    assert (found.file, found.reason, found.said) == (str(file.parent / "bad.txt"), reason, rows[0].said)
    assert found.when.endswith("+00:00")
    copies = [one.read_bytes() for one in (at.home / "quarantine").glob("*.copy")]
    assert copies == ([] if reason == "too-large" else [content])


def test_what_is_no_file_is_set_aside_without_a_copy(at: Settings, file: Path):
    (file.parent / "link.txt").symlink_to(file)
    os.mkfifo(file.parent / "pipe")
    rows = add(at, file.parent)
    assert said(rows) == [
        ("harbours.txt", "added", ""),
        ("link.txt", "quarantined", "not-a-file"),
        ("pipe", "quarantined", "not-a-file"),
    ]
    assert aside(at) == {"link.txt": "not-a-file", "pipe": "not-a-file"}
    assert list((at.home / "quarantine").glob("*.copy")) == []


def test_a_file_that_is_not_there_leaves_nothing(at: Settings, tmp_path: Path):
    assert said(add(at, tmp_path / "none.txt")) == [("none.txt", "quarantined", "missing")]
    assert aside(at) == {}


def test_a_file_that_breaks_its_reader_harms_no_other(tmp_path: Path, file: Path):
    (file.parent / "huge.txt").write_bytes(b"the wardens keep the lanterns " * 300_000)
    rows = add(Settings(home=tmp_path / "home", readers=2, limits=Limits(seconds=3)), file.parent)
    assert said(rows)[1] == ("huge.txt", "quarantined", "time")
    assert said(rows)[0] == ("harbours.txt", "added", "")


def test_the_quarantine_keeps_copies_while_there_is_room(at: Settings, file: Path):
    for name in "abc":
        (file.parent / f"{name}.txt").write_text(LETTER + name)
    add(replace(at, quarantine=2 * len(LETTER) + 2), *file.parent.glob("?.txt"))
    assert len(aside(at)) == 3
    assert len(list((at.home / "quarantine").glob("*.copy"))) == 2


def test_the_quarantine_is_emptied(at: Settings, file: Path):
    (file.parent / "letter.txt").write_text(LETTER)
    add(at, file.parent)
    assert Quarantine(at.home, at.quarantine).clear() == 1
    assert list((at.home / "quarantine").iterdir()) == []


def test_a_name_that_is_no_text_is_kept_and_known_again(at: Settings, file: Path):
    odd = file.rename(file.with_name(os.fsdecode(b"caf\xe9\n.txt")))
    assert [one.status for one in add(at, odd)] == ["added"]
    assert [one.status for one in add(at, odd)] == ["unchanged"]
    edited(odd, "RESOLUTION 900 (REV. LISBON, 2030)", "A LETTER")
    assert [one.reason for one in add(at, odd)] == ["no-key"]
    assert list(aside(at)) == [odd.name]


# -- homes -----------------------------------------------------------------------------------------


def test_nothing_is_added_to_a_home_that_cannot_be_written(unusable: Path, file: Path):
    with pytest.raises(HomeUnavailable, match="cannot be written") as caught:
        add(Settings(home=unusable), file)
    assert "RESOLUTIONS_HOME" in str(caught.value)


def test_one_process_writes_at_a_time(at: Settings, file: Path, in_fresh_process):
    code = (
        "import sys; from pathlib import Path; from assistant.library.adding import add_files; "
        "from assistant.settings import Settings; file, home = map(Path, sys.argv[1:]); "
        "add_files([file], Settings(home=home))"
    )
    with writing(at.home):
        done = in_fresh_process("-c", code, str(file), str(at.home))
    assert "HomeInUse" in done.stderr
    assert "another process is changing the library" in done.stderr
    assert said(add(at, file)) == [("harbours.txt", "added", "")], "and when it has ended, the next one does"


# -- renewing --------------------------------------------------------------------------------------


def place(at: Settings) -> Path:
    return at.home / "library" / "itu-pp" / "res-900" / "2030.json"


def older(at: Settings) -> None:
    """Make an edition look as if an older parser had read it."""
    path = place(at)
    first, _, rest = path.read_text(encoding="utf-8").partition("\n")
    record = json.loads(first.rstrip(",") + "}")
    record["record"]["parser"] -= 1
    path.write_text(json.dumps(record)[:-1] + ",\n" + rest, encoding="utf-8")


STALE = [
    ("an older parser read it", older),
    ("its JSON is damaged", lambda at: place(at).write_bytes(b"{")),
    ("its JSON is gone", lambda at: place(at).unlink()),
]


@pytest.mark.parametrize(("rule", "make"), STALE, ids=[row[0] for row in STALE])
def test_an_edition_is_parsed_anew_from_its_original(at: Settings, file: Path, harbours, rule: str, make):
    add(at, file)
    make(at)
    assert renew(at) == (f"{HARBOURS}: parsed anew from its original",)
    assert open_library(at.home).edition(HARBOURS) == harbours
    assert len(list(place(at).parent.iterdir())) == 2
    assert renew(at) == ()


@pytest.mark.parametrize(("rule", "make"), STALE[1:], ids=[row[0] for row in STALE[1:]])
def test_an_edition_comes_back_with_its_record(at: Settings, file: Path, rule: str, make):
    add(at, file)
    clean = place(at).read_bytes()
    make(at)
    renew(at)
    assert place(at).read_bytes() == clean


def test_where_it_came_from_is_learnt_when_it_is_added_again(at: Settings, file: Path):
    add(at, file)
    clean = place(at).read_bytes()
    (at.home / "library" / INVENTORY).unlink()
    place(at).write_bytes(b"{")
    renew(at)
    assert read_stored(place(at))[1].file == UNKNOWN
    add(at, file)
    assert place(at).read_bytes() == clean


def test_what_has_lost_its_original_stays_as_it_was_read(at: Settings, file: Path, harbours):
    add(at, file)
    older(at)
    next(place(at).parent.glob("*.source")).write_text("another text")
    (renewed,) = renew(at)
    assert "add the file again" in renewed
    assert open_library(at.home).edition(HARBOURS) == harbours


def test_a_damaged_edition_is_not_read_from_a_damaged_original(at: Settings, file: Path):
    add(at, file)
    place(at).write_bytes(b"{")
    edited(next(place(at).parent.glob("*.source")))
    (renewed,) = renew(at)
    assert "add the file again" in renewed
    assert "itu-pp/res-900/2030" not in held(at)


def test_a_sound_library_costs_no_parse(at: Settings, file: Path, monkeypatch):
    add(at, file)

    def parse(*_: object) -> None:
        raise AssertionError("nothing is parsed")

    monkeypatch.setattr("assistant.library.renewal.parse_in_child", parse)
    assert renew(at) == ()


THIRDS = [
    pytest.param(first, id=f"every third point from {first}", marks=pytest.mark.rest if first > 1 else ())
    for first in (1, 2, 3)
]


@pytest.mark.slow
@pytest.mark.parametrize("first", THIRDS)
@pytest.mark.parametrize("rule", ["a new text", "a text that changed"])
def test_an_add_that_is_killed_leaves_old_or_new_and_a_second_run_is_as_if_nothing_was(
    tmp_path: Path, harbours_text: str, in_fresh_process, rule: str, first: int
):
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    if rule == "a text that changed":
        (before / "a.txt").write_text(harbours_text)
    (before / "letter.txt").write_text(LETTER)
    folder = tmp_path / "homes"
    script = Path(__file__).with_name("kill_points.py")
    shutil.copytree(before, after)
    (after / "a.txt").write_text(harbours_text.replace("dark piers", "bright piers"))
    done = in_fresh_process(str(script), str(folder), str(before), str(after), str(first))
    found = json.loads(done.stdout or "{}")
    assert found, done.stderr
    assert found["points"] >= 6
    assert (found["mixed"], found["different"]) == ([], [])


# -- removing --------------------------------------------------------------------------------------


def test_an_edition_is_removed_with_its_original(at: Settings, file: Path):
    add(at, file)
    assert remove_editions([HARBOURS], at) == ("itu-pp/res-900/2030: removed",)
    assert held(at) == ["itu-pp/res-71/2022"]
    assert not place(at).parent.exists()
    assert said(add(at, file)) == [("harbours.txt", "added", "")], "and may come again"


def test_a_damaged_edition_can_be_removed(at: Settings, file: Path):
    add(at, file)
    place(at).write_bytes(b"{")
    remove_editions([HARBOURS], at)
    assert open_library(at.home).notices == ()


NOT_REMOVED = [
    ("the shipped text", RESOLUTION_71, ResolutionsError, "comes with the program"),
    ("one that is not held", CONVENTION, UnknownEdition, "resolutions list"),
]


@pytest.mark.parametrize(("rule", "key", "error", "said_"), NOT_REMOVED, ids=[row[0] for row in NOT_REMOVED])
def test_what_cannot_be_removed_leaves_all_as_it_is(at: Settings, file: Path, rule, key, error, said_):
    add(at, file)
    with pytest.raises(error, match=said_):
        remove_editions([HARBOURS, key], at)
    assert held(at) == ["itu-pp/res-71/2022", "itu-pp/res-900/2030"]


# -- the doctor ------------------------------------------------------------------------------------


def findings(at: Settings, what: str) -> list[tuple[bool, str]]:
    return [(one.ok, one.said) for one in check_integrity(at) if one.what == what]


FAULTS = [
    ("an older parser read it", older, "read by an older version"),
    ("its JSON is damaged", lambda at: place(at).write_bytes(b"{"), "damaged"),
    ("its original is gone", lambda at: next(place(at).parent.glob("*.source")).unlink(), "its original"),
    ("its original has changed", lambda at: edited(next(place(at).parent.glob("*.source"))), "its original"),
]


@pytest.mark.parametrize(("rule", "make", "said_"), FAULTS, ids=[row[0] for row in FAULTS])
def test_the_doctor_finds_what_is_wrong_with_an_edition(
    at: Settings, file: Path, rule: str, make, said_: str
):
    add(at, file)
    assert all(ok for ok, _ in findings(at, "library"))
    make(at)
    (bad,) = [line for ok, line in findings(at, "library") if not ok]
    assert str(place(at)) in bad
    assert said_ in bad


def test_the_doctor_tells_what_was_set_aside(at: Settings, file: Path):
    (file.parent / "letter.txt").write_text(LETTER)
    add(at, file.parent)
    ((_, count), (ok, line)) = findings(at, "quarantine")
    assert count == "1 file could not be added"
    assert ok
    assert line.startswith("no-key: ")
