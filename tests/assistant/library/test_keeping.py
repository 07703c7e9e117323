"""The commands that keep the library: what they print, what they embed, what they end with."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from assistant.library.storage import SHIPPED

LETTER = "Article 1\n\nThe wardens meet yearly.\n"


@pytest.fixture(autouse=True)
def _small_model(model_of_words, monkeypatch: pytest.MonkeyPatch, read_here) -> None:
    del read_here
    monkeypatch.setattr("index.bank._packs", lambda *_: [])
    for module in ("assistant.opening", "assistant.doctor"):
        monkeypatch.setattr(f"{module}.EmbeddingModel", lambda folder: model_of_words())


@pytest.fixture
def at(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def folder(tmp_path: Path, harbours_text: str) -> Path:
    """A folder with a text, one that does not say what it is, and one that cannot be read."""
    path = tmp_path / "texts"
    path.mkdir()
    (path / "harbours.txt").write_text(harbours_text)
    (path / "letter.txt").write_text(LETTER)
    (path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    return path


def line(done, start: str) -> str:
    """The one line of the table that begins so."""
    (found,) = [one for one in done.out.splitlines() if one.startswith(start)]
    return found


# -- add -------------------------------------------------------------------------------------------


def test_every_file_has_its_line_and_its_row(run, at: Path, folder: Path):
    done = run("add", str(folder), at=at)
    assert done.status == 1, "two of the three could not be added"
    assert f"{folder}/harbours.txt: added as itu-pp/res-900/2030: " in done.err
    assert f"{folder}/letter.txt: does not say for certain which edition it is; maybe other/" in done.err
    assert "1 text may be what the table proposes; to judge and add them, run: " in done.err
    assert f"{folder}/picture.txt: " in done.err
    head = done.out.splitlines()[0].split()
    assert head == ["file", "key", "provisions", "unowned", "gaps", "references", "seconds"]
    cells = line(done, f"{folder}/harbours.txt").split()
    assert cells[1:2] + cells[3:6] == ["itu-pp/res-900/2030", "0", "0", "1"]
    assert "proposed: other/letter/YEAR, Letter (no-key)" in line(done, f"{folder}/letter.txt")
    assert "quarantined: unsupported" in line(done, f"{folder}/picture.txt")
    assert len(done.out.splitlines()) == 4


def test_the_json_of_an_add(run, at: Path, folder: Path):
    done = run("add", str(folder), "--json", at=at)
    assert done.status == 1
    added, letter, picture = done.json["added"]
    assert list(added) == [
        "file", "key", "status", "provisions", "unowned", "gaps", "warnings", "references", "seconds",
        "reason", "said",
    ]  # fmt: skip
    assert (added["file"], added["key"], added["status"]) == (
        f"{folder}/harbours.txt", "itu-pp/res-900/2030", "added",
    )  # fmt: skip
    assert (added["unowned"], added["references"], added["reason"], added["said"]) == ([], 1, "", "")
    assert (letter["key"], letter["status"], letter["reason"]) == (None, "proposed", "no-key")
    assert letter["proposed"] == {
        "key": "other/letter/YEAR", "name": "Letter", "title": "", "year": None, "adopted": "",
        "draft": False, "read": [],
    }  # fmt: skip
    assert picture["reason"] == "unsupported"
    assert done.json["embedded"] > 150, "with the shipped text"


def test_proposals_are_judged_in_a_file_and_added_by_one_call(run, at: Path, folder: Path, tmp_path: Path):
    (folder / "notes.txt").write_text("Lamps of the old pier\n\nThe lamps are lit at dusk.\n")
    review = tmp_path / "review.toml"
    done = run("add", str(folder), "--review", str(review), at=at)
    assert done.status == 1, "three files are not in the library"
    assert f"{review}: 2 texts to judge" in done.err
    assert run("add", str(folder), "--review", str(review), at=at).err.startswith(
        f"resolutions: {review}: is there already"
    )
    text = review.read_text()
    judged = text.replace("/YEAR", "/2019").replace('name = "Lamps', 'name = "The lamps')
    review.write_text(judged.replace("accept = false", "accept = true"))
    done = run("add", "--review", str(review), "--json", at=at)
    assert done.status == 0
    assert [one["status"] for one in done.json["added"]] == ["added", "added"]
    listed = {one["key"]: one for one in run("list", "--json", at=at).json["editions"]}
    assert {"other/lamps-old-pier/2019", "other/letter/2019"} <= set(listed)
    assert "The lamps of the old pier" in run("read", "other/lamps-old-pier/2019", at=at).out
    assert len(list((at / "index").glob("gen-*"))) == 2, "the second call made one generation"
    review.write_text(judged.replace("accept = false", 'accept = "yes"', 1))
    line_ = next(n for n, one in enumerate(review.read_text().splitlines(), 1) if '"yes"' in one)
    done = run("add", "--review", str(review), at=at)
    assert (done.status, done.err) == (
        1, f"resolutions: {review}, line {line_}: 'accept' needs true or false\n"
    )  # fmt: skip


def test_an_add_needs_files_or_a_review(run, at: Path):
    done = run("add", at=at)
    assert done.status == 1
    assert done.err == "resolutions: give files or folders, or --review with the file of a review\n"


def test_what_waits_is_written_for_review_without_files(run, at: Path, folder: Path, tmp_path: Path):
    run("add", str(folder), at=at)
    done = run("add", "--review", str(tmp_path / "later.toml"), at=at)
    assert done.status == 0
    assert 'key = "other/letter/YEAR"' in (tmp_path / "later.toml").read_text()


def test_what_is_added_is_found(run, at: Path, folder: Path):
    run("add", str(folder / "harbours.txt"), at=at)
    found = run("search", "lanterns put out before dawn", "--json", "--top", "1", at=at)
    assert found.json["hits"][0]["provision"] == "itu-pp/res-900/2030#resolves__para_1"


def embedded(done) -> int:
    return done.json["embedded"]


def test_only_what_is_new_is_embedded(run, at: Path, folder: Path):
    file = folder / "harbours.txt"
    first = run("add", str(file), "--json", at=at)
    again = run("add", str(file), "--json", at=at)
    assert (again.json["added"][0]["status"], embedded(again)) == ("unchanged", 0)
    assert len(list((at / "index").glob("gen-*"))) == 1, "nothing changed, nothing is built"
    file.write_text(file.read_text().replace("dark piers", "bright piers"))
    changed = run("add", str(file), "--json", at=at)
    assert changed.json["added"][0]["status"] == "replaced"
    assert 0 < embedded(changed) < embedded(first) / 20
    removed = run("remove", "itu-pp/res-900/2030", "--json", at=at)
    assert (removed.json["removed"], embedded(removed)) == (["itu-pp/res-900/2030"], 0)
    back = run("add", str(file), "--json", at=at)
    assert (back.json["added"][0]["status"], embedded(back)) == ("added", 0)


def test_an_index_that_is_missing_is_built_though_no_file_is_new(run, at: Path, folder: Path):
    run("add", str(folder / "harbours.txt"), at=at)
    (at / "index" / "CURRENT").unlink()
    assert run("add", str(folder / "harbours.txt"), "--json", at=at).status == 0
    assert (at / "index" / "CURRENT").is_file()


def test_a_folder_without_files_is_said(run, at: Path, tmp_path: Path):
    (tmp_path / "empty").mkdir()
    done = run("add", str(tmp_path / "empty"), at=at)
    assert (done.status, done.out) == (0, "")
    assert "no file" in done.err


def test_one_key_names_one_file(run, at: Path, folder: Path):
    done = run("add", str(folder), "--key", "itu/convention/2022", at=at)
    assert done.status == 1
    assert done.err.startswith("resolutions: a key names one edition and there are 3 files")


def test_a_name_that_breaks_the_line_is_one_line(run, at: Path, folder: Path):
    (folder / "harbours.txt").rename(folder / "two\nlines\u202e.txt")
    done = run("add", str(folder / "two\nlines\u202e.txt"), at=at)
    assert done.status == 0
    assert "two\\nlines\\u202e.txt: added as" in done.err
    assert len(done.out.splitlines()) == 2


@pytest.mark.parametrize(("arguments", "is_shown"), [([], False), (["--progress"], True)])
def test_progress_is_shown_where_it_is_asked_for(
    run, at: Path, folder: Path, arguments: list[str], is_shown: bool
):
    done = run("add", str(folder), *arguments, at=at)
    assert ("Reading files" in done.err) == is_shown
    assert ("Embedding texts" in done.err) == is_shown


# -- remove ----------------------------------------------------------------------------------------


def test_an_edition_is_removed_by_its_name_and_never_cited_again(run, at: Path, folder: Path):
    run("add", str(folder / "harbours.txt"), at=at)
    done = run("remove", "Resolution 900 (Rev. Lisbon, 2030)", at=at)
    assert done.status == 0
    assert "itu-pp/res-900/2030: removed" in done.err
    found = run("search", "lanterns put out before dawn", "--json", at=at)
    assert {one["provision"].split("#")[0] for one in found.json["hits"]} == {"itu-pp/res-71/2022"}


@pytest.mark.parametrize(
    ("rule", "arguments", "said"),
    [
        ("the shipped text", ["itu-pp/res-71/2022"], "comes with the program and cannot be removed"),
        ("a key that is not held", ["itu-pp/res-900/2030"], "'itu-pp/res-900/2030' is not in the library"),
        ("a name that names nothing", ["Resolution 900"], "'Resolution 900' names no edition"),
        ("nothing", [], "give the keys of editions, or --quarantine"),
        ("both", ["itu-pp/res-900/2030", "--quarantine"], "and not both"),
    ],
)
def test_what_cannot_be_removed_is_said_in_one_line(
    run, at: Path, rule: str, arguments: list[str], said: str
):
    done = run("remove", *arguments, at=at)
    assert (done.status, done.out) == (1, "")
    (one,) = done.err.splitlines()
    assert said in one, rule


# -- list ------------------------------------------------------------------------------------------


def test_what_is_held_named_and_set_aside_is_listed(run, at: Path, folder: Path):
    older = (folder / "harbours.txt").read_text()
    older = older.replace("LISBON, 2030", "GENEVA, 2026").replace("Lisbon, 2030", "Geneva, 2026")
    (folder / "older.txt").write_text(
        older.replace("that harbours", "Resolution 901 (Geneva, 2026), that harbours")
    )
    run("add", str(folder), at=at)
    plain = run("list", at=at)
    assert plain.status == 0
    lines = [" ".join(one.split()) for one in plain.out.splitlines()]
    assert (
        "in force itu-pp/res-900/2030 Resolution 900 (Rev. Lisbon, 2030): Lanterns along the harbours"
        in lines
    )
    assert any(one.startswith("superseded itu-pp/res-900/2026 ") for one in lines)
    assert "named, not held itu-pp/res-901/2026 (named 1×)" in lines
    assert any(one.startswith("quarantined no-key ") and "add --review" in one for one in lines)
    listed = run("list", "--json", at=at).json
    rows = {one["key"]: one for one in listed["editions"]}
    assert rows["itu-pp/res-900/2026"]["status"] == "superseded"
    assert rows["itu-pp/res-900/2030"]["file"] == str(folder / "harbours.txt")
    assert rows["itu-pp/res-71/2022"]["file"] == SHIPPED
    assert rows["itu-pp/res-901/2026"]["named_by"] == ["itu-pp/res-900/2026#preamble__considering__rec_a"]
    assert {one["reason"] for one in listed["quarantined"]} == {"no-key", "unsupported"}
    assert all({"key", "title", "status", "held"} <= one.keys() for one in listed["editions"])


def test_the_quarantine_is_emptied(run, at: Path, folder: Path):
    run("add", str(folder), at=at)
    done = run("remove", "--quarantine", "--json", at=at)
    assert done.json == {"removed": [], "forgotten": 2}
    assert run("list", "--json", at=at).json["quarantined"] == []


# -- fetch -----------------------------------------------------------------------------------------


def no_network(*_: object, **__: object) -> None:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


@pytest.mark.parametrize("keys", [[], ["itu-pp/dec-5/2022"]])
def test_without_a_network_one_line_says_so_and_nothing_changes(run, at: Path, monkeypatch, keys: list[str]):
    run("list", at=at)
    before = {one: one.stat().st_mtime_ns for one in (at / "library").rglob("*")}
    monkeypatch.setattr("socket.getaddrinfo", no_network)
    done = run("fetch", *keys, at=at)
    assert (done.status, done.out) == (1, "")
    (one,) = done.err.splitlines()
    assert "not reached: www.itu.int (Name or service not known)" in one
    assert {one: one.stat().st_mtime_ns for one in (at / "library").rglob("*")} == before


def test_without_a_network_the_json_says_so(run, at: Path, monkeypatch):
    monkeypatch.setattr("socket.getaddrinfo", no_network)
    done = run("fetch", "--json", at=at)
    assert done.status == 1
    assert done.json == {"added": [], "embedded": 0, "unreached": ["docs.un.org", "www.itu.int"]}


def test_a_key_without_an_address_is_said_in_one_line(run, at: Path):
    done = run("fetch", "itu-pp/res-900/2030", at=at)
    assert done.status == 1
    assert done.err == (
        "resolutions: 'itu-pp/res-900/2030': no address is known; "
        "download the text and run: resolutions add FILE --key itu-pp/res-900/2030\n"
    )


# -- export ----------------------------------------------------------------------------------------


def test_an_edition_is_exported_with_the_report_of_its_parse(run, at: Path, folder: Path):
    file = folder / "harbours.txt"
    file.write_text(file.read_text().replace("2 to report", "4 to report"))
    run("add", str(file), at=at)
    exported = run("export", "itu-pp/res-900/2030", at=at).json
    parsed = run("parse", str(file), "--json", at=at).json
    assert parsed["gaps"]
    for name in ("provisions", "references", "removed", "unowned", "gaps", "warnings"):
        assert exported[name] == parsed[name]


# -- index -----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("with_chroma")
def test_an_index_is_built_anew_from_what_is_renewed(run, at: Path, folder: Path):
    run("add", str(folder / "harbours.txt"), at=at)
    (at / "library" / "itu-pp" / "res-900" / "2030.json").write_bytes(b"{")
    assert "damaged, left out; run: resolutions index" in run("list", at=at).err
    done = run("index", "--json", at=at)
    assert done.status == 0
    assert "itu-pp/res-900/2030: parsed anew from its original" in done.err
    assert done.json["editions"] == ["itu-pp/res-71/2022", "itu-pp/res-900/2030"]
    assert done.json["embedded"] == 0
    assert run("doctor", at=at).status == 0


# -- what is not adopted, and what supersedes ---------------------------------------------------------


@pytest.fixture
def drafted(run, at: Path, tmp_path: Path, harbours_text: str) -> Path:
    """A folder with a draft and an edition of 2099, over a home that has the resolution of 2030."""
    first, folder = tmp_path / "first.txt", tmp_path / "not adopted"
    first.write_text(harbours_text)
    folder.mkdir()
    later = harbours_text.replace("2030", "2034").replace("every three years", "every single year")
    (folder / "draft.txt").write_text(f"DRAFT – NOT ADOPTED\n\n{later}")
    (folder / "to come.txt").write_text(harbours_text.replace("2030", "2099"))
    assert run("add", str(first), at=at).status == 0
    return folder


DRAFT = "Resolution 900 (Rev. Lisbon, 2034; draft, not adopted)"
TO_COME = "Resolution 900 (Rev. Lisbon, 2099; dated 2099, not yet adopted)"


def test_a_draft_and_an_edition_to_come_are_added_and_listed_as_such(run, at: Path, drafted: Path):
    done = run("add", str(drafted), "--json", at=at)
    assert done.status == 0
    assert [one["adoption"] for one in done.json["added"]] == ["draft", "not yet adopted"]
    assert done.json["embedded"] == 0, "neither is in the index"
    assert (
        "draft.txt: added as itu-pp/res-900/2034 (a draft: it supersedes nothing, and answers only"
        in done.err
    )
    listed = " ".join(run("list", at=at).out.split())
    assert f"draft itu-pp/res-900/2034 {DRAFT}: Lanterns" in listed
    assert f"not yet adopted itu-pp/res-900/2099 {TO_COME}: Lanterns" in listed
    assert "in force itu-pp/res-900/2030 Resolution 900 (Rev. Lisbon, 2030): Lanterns" in listed
    assert "superseded" not in listed


def test_commands_take_a_draft_by_its_name_and_say_what_it_is(run, at: Path, drafted: Path):
    run("add", str(drafted), at=at)
    compared = run("compare", "Resolution 900", "draft Resolution 900", at=at)
    assert compared.out.startswith(f"Resolution 900 (Rev. Lisbon, 2030) → {DRAFT}\n")
    as_json = run("compare", "Resolution 900", "draft Resolution 900", "--json", at=at).json
    assert as_json["not_adopted"] == [DRAFT]
    assert f"[{DRAFT}, resolves 1]\n" in run("read", "draft Resolution 900, resolves 1", at=at).out
    exported = run("export", "draft Resolution 900", at=at).json
    assert (exported["edition"]["name"], exported["edition"]["status"]) == (DRAFT, "draft")
    parsed = run("parse", str(drafted / "draft.txt"), "--json", at=at).json
    assert parsed["edition"]["status"] == "draft"
    assert "status" not in run("parse", str(drafted / "to come.txt"), "--json", at=at).json["edition"]


def test_ask_answers_from_a_draft_where_it_is_named_alone(run, at: Path, drafted: Path):
    question = "What does Resolution 900 instruct the Harbour Council?"
    before = run("ask", question, "--json", at=at).json
    run("add", str(drafted), at=at)
    after = run("ask", question, "--json", at=at).json
    assert {**after, "seconds": 0} == {**before, "seconds": 0}
    named = run("ask", "What does the draft Resolution 900 instruct the Harbour Council?", at=at).out
    assert "to count the lanterns every single year" in named
    assert f"{DRAFT}, instructs the Harbour Council 1" in named


def test_a_text_that_supersedes_another_is_added_with_supersede(run, at: Path, drafted: Path, tmp_path: Path):
    newer = tmp_path / "newer.txt"
    newer.write_text((tmp_path / "first.txt").read_text().replace("2030", "2036"))
    done = run("add", str(newer), at=at)
    assert done.status == 1
    assert (
        "newer.txt: Resolution 900 (Rev. Lisbon, 2036) would supersede Resolution 900 (Rev. Lisbon, 2030); "
        "to add it, run: resolutions add FILE --supersede"
    ) in done.err
    assert run("add", str(newer), "--supersede", at=at).status == 0
    assert "superseded       itu-pp/res-900/2030" in run("list", at=at).out
