"""`index --enrich`: the cost is shown before anything is asked; the pack is kept and changes answers."""

from __future__ import annotations

import io
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.cli.main import main
from assistant.library.library import open_library
from assistant.library.packs import keep_pack, lacks_pack, own_pack, replies_path
from assistant.opening import open_assistant
from assistant.settings import Settings
from corpus.instruments import Edition
from corpus.packs import PackQuestion, read_pack

KEY = "itu-pp/res-900/2030"
PAINT = "resolves__para_2"
SHADE = PackQuestion("which shade is wanted", (PAINT,), "lookup", "staff")  # shares no word with the clause
COST = PackQuestion("what does tar cost", (PAINT,), "number", "staff", "number")
pytestmark = pytest.mark.usefixtures("short_packs", "with_chroma")


@pytest.fixture(autouse=True)
def _small_model(model_of_words, monkeypatch: pytest.MonkeyPatch, read_here) -> None:
    del read_here
    small_model(monkeypatch, model_of_words)


def small_model(monkeypatch: pytest.MonkeyPatch, model_of_words) -> None:
    for module in ("assistant.opening", "assistant.doctor", "assistant.cli.enriching"):
        monkeypatch.setattr(f"{module}.EmbeddingModel", lambda folder: model_of_words())


@pytest.fixture(scope="session")
def added(tmp_path_factory: pytest.TempPathFactory, harbours_text: str) -> Path:
    """The text that is added."""
    path = tmp_path_factory.mktemp("texts") / "harbours.txt"
    path.write_text(harbours_text)
    return path


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, added: Path, model_of_words, short_packs) -> Path:
    """A home with an invented text, of which nobody wrote questions, as each test finds it."""
    del short_packs
    home = tmp_path_factory.mktemp("prepared") / "home"
    with pytest.MonkeyPatch.context() as patched:
        small_model(patched, model_of_words)
        patched.setenv("RESOLUTIONS_HOME", str(home))
        assert main(["add", str(added)]) == 0
    return home


@pytest.fixture
def at(tmp_path: Path, prepared: Path) -> Path:
    return Path(shutil.copytree(prepared, tmp_path / "home"))


@pytest.fixture
def model(scribe, fake, monkeypatch: pytest.MonkeyPatch):
    """A model behind a server, configured as a person would."""
    written = scribe()
    fake.writer = lambda system, user: written.complete(system, user, seconds=1)
    monkeypatch.setenv("RESOLUTIONS_LLM_BASE_URL", fake.configured.base_url)
    monkeypatch.setenv("RESOLUTIONS_LLM_MODEL", fake.configured.model)
    return written


class Terminal(io.StringIO):
    """A person at a terminal, who types this."""

    def isatty(self) -> bool:
        return True


def said_in_one_line(done, start: str) -> bool:
    assert done.status == 1
    assert done.out == ""
    return done.err.splitlines()[-1].startswith(f"resolutions: {start}")


# -- what is refused -------------------------------------------------------------------------------


def test_without_a_model_one_line_says_how_to_configure_one(run, at: Path):
    done = run("index", "--enrich", at=at)
    assert said_in_one_line(
        done, "question packs are written by a language model, and none is configured; set "
    )
    assert "RESOLUTIONS_LLM_BASE_URL (as in http://127.0.0.1:11434/v1)" in done.err


def test_without_a_terminal_the_cost_is_shown_and_nothing_is_asked(run, at: Path, model):
    done = run("index", "--enrich", at=at)
    assert said_in_one_line(
        done, "nothing was asked of the model: there is no terminal to agree at; add --yes"
    )
    assert f"{KEY}: 17 clauses, about " in done.err
    assert "tokens in and" in done.err
    assert "They are sent to 'small' at http://127.0.0.1:" in done.err
    assert "on this machine" in done.err
    assert model.asked == []


@pytest.mark.parametrize("typed", ["n\n", "\n", "", "yesterday\n"])
def test_who_does_not_agree_is_not_charged(at: Path, model, monkeypatch, capsys, typed: str):
    monkeypatch.setenv("RESOLUTIONS_HOME", str(at))
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    assert main(["index", "--enrich", KEY]) == 1
    assert capsys.readouterr().err.endswith("Go on? [y/N] nothing was asked\n")
    assert model.asked == []


def test_a_text_that_is_not_there_is_one_line(run, at: Path, model):
    assert said_in_one_line(
        run("index", "--enrich", "itu-pp/res-1/2030", "--yes", at=at), "'itu-pp/res-1/2030'"
    )
    assert model.asked == []


# -- what is written -------------------------------------------------------------------------------


def test_a_pack_is_written_indexed_and_counted(run, at: Path, model, monkeypatch, capsys):
    monkeypatch.setenv("RESOLUTIONS_HOME", str(at))
    monkeypatch.setattr(sys, "stdin", Terminal("y\n"))
    assert main(["index", "--enrich"]) == 0
    said = capsys.readouterr().err
    assert (
        f"{KEY}: 51 questions written, 51 kept, 17 of them near misses; 2.0 answerable questions per clause"
        in said
    )
    assert "2 editions indexed" in said
    assert f"{KEY}" in "".join(line for line in run("list", at=at).out.splitlines() if "51 questions" in line)
    assert run("doctor", at=at).status == 0
    asked = len(model.asked)
    again = run("index", "--enrich", at=at)
    assert (again.status, len(model.asked)) == (0, asked)
    assert "every text has a question pack" in again.err


def test_the_json_says_what_came_of_each_text(run, at: Path, model):
    done = run("index", "--enrich", KEY, "--yes", "--json", at=at)
    (row,) = done.json["enriched"]
    assert list(row) == [
        "edition", "clauses", "written", "kept", "near_misses", "dropped", "calls", "unanswered",
        "unusable", "tokens", "seconds",
    ]  # fmt: skip
    assert (row["edition"], row["clauses"], row["kept"], row["dropped"]) == (KEY, 17, 51, {})
    assert row["calls"] == len(model.asked)
    assert "enriched" not in run("index", "--json", at=at).json


def test_what_a_failing_model_left_is_finished_by_the_same_command(run, at: Path, model, fake):
    fake.status = 404
    failed = run("index", "--enrich", "--yes", at=at)
    assert failed.status == 1
    assert f"{KEY}: 2 calls failed, so no pack yet; run the same command to go on" in failed.err
    assert not own_pack(at, open_library(at).editions[1].key).exists()
    fake.status = 200
    assert run("index", "--enrich", "--yes", at=at).status == 0
    assert read_pack(own_pack(at, open_library(at).editions[1].key)).problems == ()


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Take interrupts as at a terminal: a shell starts what runs in the background without them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_ctrl_c_keeps_every_reply_and_the_same_command_goes_on(
    run, at: Path, model, fake, harbours: Edition, interruptible
):
    answer = fake.writer

    def interrupted(system: str, user: str) -> str:
        if len(model.asked) >= 3:  # a signal may be lost while an object is deleted: the next counts
            os.kill(os.getpid(), signal.SIGINT)
            fake.gone.wait(1)
        return answer(system, user)

    fake.writer = interrupted
    stopped = run("index", "--enrich", "--yes", at=at)
    fake.writer = answer
    assert stopped.status == 130
    assert stopped.err.endswith("stopped; every reply is kept: run the same command again to go on\n")
    assert not own_pack(at, harbours.key).exists()
    kept = len(model.asked)
    assert 3 <= kept <= 6, "it stops soon after the signal"
    resumed = run("index", "--enrich", "--yes", "--json", at=at)
    assert (resumed.status, resumed.json["enriched"][0]["kept"]) == (0, 51)
    assert f"{kept} of them answered before" in resumed.err
    assert run("doctor", at=at).status == 0


def test_a_text_whose_pack_ships_is_enriched_only_by_name_and_keeps_its_pack(run, at: Path, model):
    shipped = dict(open_library(at).questions)
    assert "itu-pp/res-71" not in run("index", "--enrich", at=at).err
    named = run("index", "--enrich", "itu-pp/res-71/2022", at=at)
    assert "itu-pp/res-71/2022: has a pack that comes with the program; it stays" in named.err
    key = next(iter(shipped))
    keep_pack(
        at,
        open_library(at).edition(key),
        [PackQuestion("why 214 lanterns", ("resolves__para_nn_1",), "lookup", "staff")],
    )
    assert open_library(at).questions[key] == shipped[key] + 1


# -- what a pack is worth --------------------------------------------------------------------------


def test_a_pack_of_the_home_changes_what_is_found(at: Path, harbours: Edition, word_model):
    settings = Settings(home=at)
    before = open_assistant(settings, model=word_model).ask([SHADE.text])
    keep_pack(at, harbours, [SHADE, COST])
    assistant = open_assistant(settings, model=word_model)
    after = assistant.ask([SHADE.text])
    paint = f"{KEY}#{PAINT}"
    assert str(before.retrieved[0]) != paint
    assert str(after.retrieved[0]) == paint
    nearest = assistant.searcher.neighbours(SHADE.text, {harbours.key})
    assert [one.asked.question for one in (nearest.answered[0], nearest.near_misses[0])] == [SHADE, COST]


def test_a_pack_counts_for_the_words_it_was_written_for(
    run, at: Path, added: Path, harbours: Edition, tmp_path
):
    keep_pack(
        at,
        harbours,
        [SHADE, COST, PackQuestion("who counts", ("instructs-harbour-council__para_1",), "duty", "staff")],
    )
    assert not lacks_pack(harbours, open_library(at))
    changed = tmp_path / "changed.txt"
    shutil.copy(added, changed)
    changed.write_text(changed.read_text().replace("shall be painted", "shall be varnished"))
    run("add", str(changed), "--replace", at=at)
    library = open_library(at)
    assert library.questions[harbours.key] == 1, "that about a clause which has not changed"
    assert lacks_pack(library.edition(harbours.key), library)


def test_a_damaged_pack_is_named_and_written_anew(run, at: Path, model, harbours: Edition):
    keep_pack(at, harbours, [SHADE, COST])
    own_pack(at, harbours.key).write_text("lanterns\n")
    assert lacks_pack(harbours, open_library(at))
    run("index", at=at)
    assert "its first line names no edition" in run("doctor", at=at).out
    assert run("index", "--enrich", "--yes", at=at).status == 0
    assert run("doctor", at=at).status == 0
    assert model.asked


def test_a_pack_is_removed_with_its_text(run, at: Path, model, harbours: Edition):
    run("index", "--enrich", "--yes", at=at)
    assert own_pack(at, harbours.key).is_file()
    assert replies_path(at, harbours.key).is_file()
    run("remove", KEY, at=at)
    assert not own_pack(at, harbours.key).exists()
    assert not replies_path(at, harbours.key).exists()
    assert model.asked
