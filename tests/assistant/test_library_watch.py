"""What other processes write is followed: a removed or replaced text is never answered from."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from threading import Event, Thread

import pytest

from assistant.library.adding import add_files
from assistant.library.importing import Allowed
from assistant.library.inventory import unlist_edition
from assistant.library.library import open_library
from assistant.library.renewal import remove_editions
from assistant.library_watch import LibraryWatch
from assistant.opening import open_assistant, rebuild
from assistant.pipeline import Assistant
from assistant.settings import Settings
from corpus.catalogue import TEXTS
from corpus.errors import IndexUnavailable
from corpus.keys import EditionKey
from index.generation import current

KEY = EditionKey.parse("itu-pp/res-900/2030")
MAIN = EditionKey.parse("itu-pp/res-71/2022")
QUESTION = "Who counts the lanterns of the harbours?"
pytestmark = pytest.mark.usefixtures("short_packs")


@pytest.fixture(autouse=True)
def _small_model(model_of_words, monkeypatch: pytest.MonkeyPatch, read_here) -> None:
    del read_here
    for module in ("assistant.opening", "assistant.doctor"):
        monkeypatch.setattr(f"{module}.EmbeddingModel", lambda folder: model_of_words())


@pytest.fixture(scope="module")
def indexed(tmp_path_factory, model_of_words, short_packs, harbours_text: str) -> Path:
    """A home with an invented text beside the shipped one, both indexed; each test changes a copy."""
    del short_packs
    folder = tmp_path_factory.mktemp("indexed")
    settings = Settings(home=folder / "home")
    (folder / "harbours.txt").write_text(harbours_text)
    add_files([folder / "harbours.txt"], settings)
    rebuild(open_library(settings.home), settings, model=model_of_words())
    return settings.home


@pytest.fixture
def at(indexed: Path, tmp_path: Path) -> Settings:
    return Settings(home=Path(shutil.copytree(indexed, tmp_path / "home")))


@pytest.fixture
def watch(at: Settings) -> LibraryWatch[Assistant]:
    return LibraryWatch(open_assistant(at), at, lambda assistant: assistant)


def cited(assistant: Assistant) -> set[EditionKey]:
    """The texts that an answer cites, names as near or has retrieved."""
    answer = assistant.ask([QUESTION])
    claims = (one.provision for claim in answer.claims for one in claim.citations)
    return {one.edition for one in (*claims, *answer.closest, *answer.retrieved)}


def remove(at: Settings) -> None:
    remove_editions([KEY], at)
    rebuild(open_library(at.home), at)


def add(at: Settings, folder: Path, text: str, *, number: str = "900") -> None:
    file = folder / f"{number}.txt"
    file.write_text(text.replace("RESOLUTION 900", f"RESOLUTION {number}"))
    add_files([file], at, allowed=Allowed(replacing=True))
    rebuild(open_library(at.home), at)


def until(is_so, seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it does not come about"
        time.sleep(0.02)


def test_a_removed_text_is_out_of_the_very_next_state(watch, at):
    assert KEY in cited(watch.fresh())
    remove(at)
    state = watch.fresh()
    assert state.library.find(KEY) is None
    assert cited(state) <= {MAIN}
    assert state.search("the lanterns of the harbours")
    until(lambda: watch.is_newest)
    assert cited(watch.fresh()) <= {MAIN}


@pytest.mark.parametrize("at_once", ["once the list was written", "once the text was deleted"])
def test_a_removal_that_is_killed_before_the_index_is_built_counts(watch, at, at_once):
    if at_once == "once the list was written":
        unlist_edition(at.home / "library", KEY)
    else:
        remove_editions([KEY], at)
    assert cited(watch.fresh()) <= {MAIN}
    assert current(at.home / "index").name == "gen-000001"


def test_a_removal_counts_where_the_index_cannot_be_read(watch, at):
    remove_editions([KEY], at)
    (at.home / "index" / "CURRENT").write_text("damaged")
    assert cited(watch.fresh()) <= {MAIN}


def test_a_replaced_text_is_answered_in_its_new_words_at_once(watch, at, tmp_path, harbours_text):
    assert "every three years" in watch.fresh().ask([QUESTION]).text
    add(at, tmp_path, harbours_text.replace("every three years", "every nine years"))
    text = watch.fresh().ask([QUESTION]).text
    assert "every nine years" in text
    assert "every three years" not in text


def test_a_replaced_text_is_left_out_where_it_cannot_be_opened(
    watch, at, tmp_path, harbours_text, monkeypatch
):
    def unopened(*_, **__):
        raise IndexUnavailable("cannot be opened")

    add(at, tmp_path, harbours_text.replace("every three years", "every nine years"))
    monkeypatch.setattr("assistant.library_watch.open_assistant", unopened)
    monkeypatch.setattr("assistant.library_watch._PAUSE", 0.05)
    assert cited(watch.fresh()) <= {MAIN}
    monkeypatch.setattr("assistant.library_watch.open_assistant", open_assistant)
    until(lambda: "every nine years" in watch.fresh().ask([QUESTION]).text)


def test_nobody_waits_for_a_text_that_was_added(watch, at, tmp_path, harbours_text, monkeypatch):
    opens, opened = Event(), Event()

    def slow(*given, **named):
        opened.set()
        assert opens.wait(30)
        return open_assistant(*given, **named)

    monkeypatch.setattr("assistant.library_watch.open_assistant", slow)
    before = watch.fresh()
    add(at, tmp_path, harbours_text, number="901")
    assert watch.fresh() is before
    assert opened.wait(30), "it is opened beside"
    assert watch.fresh() is before
    opens.set()
    until(lambda: watch.fresh().library.find(EditionKey.parse("itu-pp/res-901/2030")) is not None)


def test_a_text_that_is_removed_while_it_is_opened_does_not_come_back(
    watch, at, tmp_path, harbours_text, monkeypatch
):
    opens, opened = Event(), Event()

    def slow(*given, **named):
        assistant = open_assistant(*given, **named)
        opened.set()
        assert opens.wait(30)
        return assistant

    monkeypatch.setattr("assistant.library_watch.open_assistant", slow)
    add(at, tmp_path, harbours_text, number="901")
    watch.fresh()
    assert opened.wait(30)
    remove_editions([KEY], at)
    assert watch.fresh().library.find(KEY) is None
    opens.set()
    until(lambda: watch.fresh().library.find(EditionKey.parse("itu-pp/res-901/2030")) is not None)
    assert watch.fresh().library.find(KEY) is None


def test_one_thread_opens_for_all_who_wait(watch, at, tmp_path, harbours_text, monkeypatch):
    opened = []

    def counted(*given, **named):
        opened.append(1)
        return open_assistant(*given, **named)

    monkeypatch.setattr("assistant.library_watch.open_assistant", counted)
    add(at, tmp_path, harbours_text.replace("every three years", "every nine years"))
    found = []
    readers = [Thread(target=lambda: found.append(watch.fresh())) for _ in range(8)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert len(opened) == 1
    assert len(set(map(id, found))) == 1


def test_what_is_made_while_a_text_is_removed_is_made_again(watch, at):
    made = []

    def answer(assistant: Assistant) -> set[EditionKey]:
        made.append(cited(assistant))
        if len(made) == 1:
            remove_editions([KEY], at)
        return made[-1]

    assert watch.answered(answer) <= {MAIN}
    assert KEY in made[0]
    assert len(made) == 2


def test_what_is_made_while_a_text_is_added_stands(watch, at, tmp_path, harbours_text):
    made = []

    def answer(assistant: Assistant) -> set[EditionKey]:
        made.append(cited(assistant))
        add(at, tmp_path, harbours_text, number="901")
        return made[-1]

    watch.answered(answer)
    assert len(made) == 1


def test_a_draft_that_another_process_adds_is_found_by_name(watch, at, tmp_path, harbours_text):
    add(at, tmp_path, f"DRAFT {harbours_text}".replace("2030", "2036"), number="901")
    draft = EditionKey.parse("itu-pp/res-901/2036")
    watch.fresh()
    until(lambda: watch.fresh().library.is_pending(draft))


def test_a_draft_that_another_process_replaces_is_not_read_in_its_old_words(
    watch, at, tmp_path, harbours_text
):
    text = f"DRAFT {harbours_text}".replace("2030", "2036")
    draft = EditionKey.parse("itu-pp/res-901/2036")
    add(at, tmp_path, text, number="901")
    until(lambda: watch.fresh().library.is_pending(draft))
    add(at, tmp_path, text.replace("lanterns", "lampposts"), number="901")

    def words() -> str:
        found = watch.fresh().library.find(draft)
        return " ".join(provision.text for provision in found.provisions) if found else ""

    assert "lanterns" not in words()
    until(lambda: "lampposts" in words())


def test_a_removal_between_opening_and_watching_is_seen(at):
    assistant = open_assistant(at)
    remove_editions([KEY], at)
    watch = LibraryWatch(assistant, at, lambda opened: opened)
    assert watch.fresh().library.find(KEY) is None


def test_a_removed_text_that_is_added_again_is_there_again(watch, at, tmp_path, harbours_text):
    remove(at)
    assert watch.fresh().library.find(KEY) is None
    add(at, tmp_path, harbours_text)
    until(lambda: KEY in cited(watch.fresh()))


def test_a_lost_list_removes_nothing(watch, at):
    (at.home / "library" / "EDITIONS.json").unlink()
    assert KEY in cited(watch.fresh())


def test_a_shipped_text_comes_back_when_its_replacement_is_removed(at, tmp_path, resolution):
    file = tmp_path / "changed.txt"
    words = (TEXTS / "resolution-71-bucharest-2022.txt").read_text()
    file.write_text(words.replace("strategic plan", "lantern plan"))
    add_files([file], at, allowed=Allowed(replacing=True))
    watch = LibraryWatch(open_assistant(at), at, lambda opened: opened)
    assert watch.fresh().library.find(MAIN) != resolution
    remove_editions([MAIN], at)
    assert watch.fresh().library.find(MAIN) is None, "until the index has it, nothing is said of it"
    rebuild(open_library(at.home), at)
    until(lambda: watch.fresh().library.find(MAIN) == resolution)
