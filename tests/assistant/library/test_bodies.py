"""Files of bodies in a home: texts and questions are read by them, a wrong one is named, a change noticed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import corpus
from assistant import doctor
from assistant.library.adding import add_files
from assistant.library.backup import back_up, restore
from assistant.library.library import open_library
from assistant.library.renewal import open_renewed, renew
from assistant.settings import Settings
from assistant.understanding.names.reader import numbered_names
from corpus.bodies import bodies_in_use
from corpus.issuers import issuer_name
from corpus.keys import EditionKey

README = (
    (Path(corpus.__file__).parent / "README.md").read_text(encoding="utf-8").partition("### Add a body")[2]
)
DAWN, HARBOUR = (README.partition(f"```{kind}\n")[2].partition("```")[0] for kind in ("text", "toml"))
COMMANDS = "".join(block.partition("```")[0] for block in README.split("```console\n")[1:])
HA16_5 = EditionKey.parse("harbour-assembly/res-16-5/2021")
OWN_KEY = EditionKey.parse("pier/text-5/2021")


@pytest.fixture
def at(tmp_path: Path, read_here) -> Settings:
    return Settings(home=tmp_path / "home", readers=1)


@pytest.fixture
def dawn(tmp_path: Path) -> Path:
    path = tmp_path / "dawn.txt"
    path.write_text(DAWN, encoding="utf-8")
    return path


@pytest.fixture
def few_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the doctor look at what is tested here: models and index take seconds."""
    looks = tuple(look for look in doctor._LOOKS if look[0] in ("library", "bodies"))
    monkeypatch.setattr(doctor, "_LOOKS", looks)


def write(at: Settings, text: str = HARBOUR, name: str = "harbour.toml") -> Path:
    path = at.home / "bodies" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_text_is_read_and_found_by_the_body_of_the_home(at: Settings, dawn: Path):
    write(at)
    (added,) = add_files([dawn], at)
    assert added.key == HA16_5
    library = open_library(at.home)
    edition = library.edition(HA16_5)
    assert (edition.name, edition.title) == ("HA16-5", "Lanterns at dawn")
    assert issuer_name(HA16_5.instrument) == "HU Harbour Assembly"
    (name,) = numbered_names("what does ha16-5 say?", library)
    assert name.instrument == HA16_5.instrument


def test_without_the_file_the_same_text_has_no_name(at: Settings, dawn: Path):
    (added,) = add_files([dawn], at)
    assert added.key != HA16_5
    assert numbered_names("what does ha16-5 say?", open_library(at.home)) == ()


def test_the_bodies_are_those_of_the_home_that_was_opened_last(at: Settings, tmp_path: Path):
    write(at)
    open_library(at.home)
    assert "harbour-assembly" in bodies_in_use().organs
    open_library(tmp_path / "another")
    assert "harbour-assembly" not in bodies_in_use().organs


def test_a_wrong_file_is_named_once_with_its_line_and_the_others_work(at: Settings, dawn: Path):
    write(at)
    wrong = write(at, HARBOUR.replace("resolution", "rezolution"), "pier.toml")
    (added,) = add_files([dawn], at)
    assert added.key == HA16_5
    (notice,) = open_library(at.home).notices
    assert notice.startswith(f"{wrong}, line 8: 'rezolution' is no kind of text")
    assert "\n" not in notice


def test_the_doctor_lists_the_files_and_says_which_is_wrong(at: Settings, few_looks):
    def said() -> list[tuple[bool, str]]:
        return [(one.ok, one.said) for one in doctor.check_integrity(at)][2:]

    (none,) = said()
    assert none[0]
    assert "none of your own" in none[1]
    write(at)
    wrong = write(at, "name = ", "pier.toml")
    write(at, HARBOUR, "who.toml")
    own = "Harbour Union, 1 organ, 1 series of numbers"
    assert sorted(said()) == [
        (False, f"{wrong}, line 1: Invalid value"),
        (True, f"harbour.toml: {own}"),
        (True, f"who.toml: {own}, in the place of the file that comes with the program"),
    ]


def test_a_text_is_read_anew_when_the_files_change_and_keeps_the_key_that_a_person_gave(
    at: Settings, dawn: Path, monkeypatch: pytest.MonkeyPatch
):
    add_files([dawn], at, key=OWN_KEY)
    before = open_renewed(at).edition(OWN_KEY)
    assert (before.name, before.references) == ("dawn", ())
    write(at)
    edition = open_renewed(at).edition(OWN_KEY)
    assert edition.name == "HA16-5"
    assert [str(one.target) for one in edition.references] == ["harbour-assembly/res-15-2/2019"]
    monkeypatch.setattr("assistant.library.renewal.parse_in_child", None)  # is not called again
    assert renew(at) == ()
    assert open_renewed(at).edition(OWN_KEY) == edition


def test_the_doctor_says_that_a_text_was_read_before_the_files_changed(at: Settings, dawn: Path, few_looks):
    add_files([dawn], at, key=OWN_KEY)
    write(at)
    said = [one.said for one in doctor.check_integrity(at) if not one.ok]
    assert any("read before the files of bodies changed; run: resolutions index" in one for one in said)


def test_a_backup_has_the_files(at: Settings, tmp_path: Path):
    write(at)
    open_library(at.home)
    back_up(at.home, tmp_path / "backup")
    restore(tmp_path / "restored", tmp_path / "backup")
    assert (tmp_path / "restored" / "bodies" / "harbour.toml").read_text(encoding="utf-8") == HARBOUR


def test_a_command_that_opens_no_library_reads_by_them_too(run, at: Settings, dawn: Path):
    write(at)
    write(at, "name = ", "pier.toml")
    done = run("parse", str(dawn), "--json", at=at.home)
    assert done.json["edition"]["key"] == str(HA16_5)
    assert done.err.count("pier.toml, line 1: ") == 1


def test_add_names_a_wrong_file_once(run, at: Settings, dawn: Path, monkeypatch: pytest.MonkeyPatch):
    write(at)
    write(at, "name = ", "pier.toml")
    monkeypatch.setattr("assistant.cli.library.is_indexed", lambda *_: True)
    done = run("add", str(dawn), at=at.home)
    assert f"added as {HA16_5}" in done.err
    assert done.err.count("pier.toml, line 1: Invalid value") == 1


def test_nothing_but_the_bodies_in_use_is_read_by(repository: Path):
    files = [*(repository / "assistant").rglob("*.py"), *(repository / "ingest").rglob("*.py")]
    naming = [path.name for path in files if "shipped_bodies" in path.read_text(encoding="utf-8")]
    assert naming == ["doctor.py"], "bodies_in_use() has those of the home too"


# -- the example of the README ---------------------------------------------------------------------


def test_the_example_of_the_readme_is_true_word_for_word(
    run, at: Settings, dawn: Path, model_of_words, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("index.bank._packs", lambda *_: [])
    for module in ("assistant.opening", "assistant.doctor"):
        monkeypatch.setattr(f"{module}.EmbeddingModel", lambda folder: model_of_words())
    monkeypatch.chdir(dawn.parent)
    write(at)
    examples = re.findall(r"^\$ resolutions (.+)\n((?:(?!\$ ).*\n)*)", COMMANDS, re.MULTILINE)
    assert [command.split()[0] for command, _ in examples] == ["doctor", "add", "ask", "references"]
    for command, shown in examples:
        done = run(*shlex.split(command), at=at.home, columns=100)
        pattern = re.escape(shown.strip()).replace("…\\\n", "(?s:.*)").replace("\\\n…", "(?s:.*)")
        assert re.fullmatch(pattern, f"{done.err}{done.out}".strip()), f"{command}: {done.err}{done.out}"
