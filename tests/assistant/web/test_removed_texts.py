"""A text that was removed is in no answer that comes after, wherever it is asked for."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import anyio
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from starlette.testclient import TestClient

from assistant.library.adding import add_files
from assistant.library.library import open_library
from assistant.library.renewal import remove_editions
from assistant.opening import open_assistant, rebuild
from assistant.settings import Settings
from assistant.web.asking import Asking, Tab, Visitor
from assistant.web.server import application
from assistant.web.service import Service
from corpus.keys import EditionKey

KEY = "itu-pp/res-900/2030"
CLAUSE = f"{KEY}#instructs-harbour-council__para_1"
QUESTION = "Resolution 900 instructs the Harbour Council 1"
WORDS = "to count the lanterns every three years"
GONE = "A text quoted in this answer has since changed or been removed"
REPOSITORY = Path(__file__).parents[3]
pytestmark = pytest.mark.usefixtures("short_packs")


@pytest.fixture(scope="module")
def indexed(tmp_path_factory, assistant, home, harbours_text, short_packs) -> Path:
    """A home with an invented text beside the shipped one, both indexed; each test changes a copy."""
    del short_packs
    folder = tmp_path_factory.mktemp("indexed")
    shutil.copytree(home, folder / "home")
    settings = Settings(home=folder / "home")
    (folder / "harbours.txt").write_text(harbours_text)
    add_files([folder / "harbours.txt"], settings)
    rebuild(open_library(settings.home), settings, model=assistant.searcher.model)
    return settings.home


@pytest.fixture
def at(indexed: Path, tmp_path: Path) -> Settings:
    home = Path(shutil.copytree(indexed, tmp_path / "home"))
    return Settings(home=home, address_questions=100_000, address_api_calls=100_000)


@pytest.fixture
def service(at: Settings, assistant) -> Service:
    return Service(open_assistant(at, model=assistant.searcher.model), at)


@pytest.fixture
def client(at: Settings, assistant, one_chat):
    app = application(open_assistant(at, model=assistant.searcher.model), at)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client


def remove(at: Settings) -> None:
    remove_editions([EditionKey.parse(KEY)], at)


def remove_elsewhere(home: Path) -> None:
    """Remove the text as a person does, in a process of its own."""
    environment = {**os.environ, "RESOLUTIONS_HOME": str(home)}
    command = [sys.executable, "-m", "assistant.cli", "remove", KEY]
    subprocess.run(command, env=environment, cwd=REPOSITORY, check=True, capture_output=True)


def ask(asking: Asking, tab: Tab, question: str = QUESTION) -> str:
    *_, html = asking.answer(question, tab, Visitor())
    return html


def answer_of(client: TestClient) -> str:
    return client.get("/api/v1/ask", params={"question": QUESTION}).text


def last_answer(html: str) -> str:
    return html.rpartition('<section class="exchange"')[2]


# -- the chat -----------------------------------------------------------------------------------------------


def test_the_next_answer_of_an_open_chat_does_not_cite_it(service, at):
    asking, tab = Asking(service), Tab()
    assert WORDS in ask(asking, tab)
    remove(at)
    html = ask(asking, tab)
    assert WORDS not in last_answer(html)
    assert html.count(WORDS) > 0, "the old answer stays"
    assert GONE in html.rpartition('<section class="exchange"')[0]
    assert WORDS not in last_answer(ask(asking, tab, "And the next one?"))


def test_an_answer_that_is_being_made_does_not_cite_it(service, at):
    answer = service.now.filtered.ask

    class Removing:
        """Answers as before, but the text is removed before the answer is shown."""

        def ask(self, *given):
            found = answer(*given)
            remove(at)
            return found

    service.library.change(lambda state: replace(state, filtered=Removing()))
    tab = Tab()
    shown = list(Asking(service).answer(QUESTION, tab, Visitor()))
    assert all(WORDS not in html for html in shown)


def test_a_kept_conversation_says_that_a_text_was_removed(service, at):
    asking, tab = Asking(service), Tab()
    ask(asking, tab)
    remove(at)
    html = asking.open(Tab(), Visitor(conversation=tab.conversation))
    assert GONE in html


def test_an_export_of_a_kept_conversation_says_that_a_text_was_removed(client, at):
    tab = Tab()
    ask(Asking(client.app.state.service), tab)
    assert GONE not in client.get(f"/conversations/{tab.conversation}.md").text
    remove(at)
    assert GONE in client.get(f"/conversations/{tab.conversation}.md").text


def test_a_language_model_does_not_read_a_removed_text(service, at):
    class Reader:
        state = "up"

        def asks(self, *_):
            return True

        def improve(self, answer, _):
            raise AssertionError("it is not asked")

    service.library.change(lambda state: replace(state, model_reader=Reader()))
    asking, tab = Asking(service), Tab()
    ask(asking, tab)
    assert tab.exchanges[-1].waiting
    remove(at)
    html = asking.improve(tab, Visitor())
    assert GONE in html
    assert not tab.exchanges[-1].waiting


# -- pages and programs -------------------------------------------------------------------------------------

PAGES = {
    "the text": (f"/read/{KEY}", {}, "every three years"),
    "a quotation": ("/quotation", {"clause": CLAUSE}, "every three years"),
    "a search within it": ("/find", {"key": KEY, "label": "instructs the Harbour Council 1"}, CLAUSE),
    "a download": (f"/download/json/{KEY}", {}, "every three years"),
    "duties": ("/duties", {"body": "Harbour Council"}, "every three years"),
    "concordance": ("/concordance", {"q": "count the lanterns"}, "every three years"),
    "its export": ("/concordance.csv", {"q": "count the lanterns"}, "every three years"),
    "references": ("/references", {"text": KEY}, "Resolution 900 (Rev. Lisbon, 2030)"),
    "its introduction": ("/start", {"text": KEY}, "Lanterns along the harbours"),
    "REST: ask": ("/api/v1/ask", {"question": QUESTION}, "every three years"),
    "REST: search": ("/api/v1/search", {"query": "count the lanterns"}, CLAUSE),
    "REST: fetch": ("/api/v1/fetch", {"id": CLAUSE}, "every three years"),
    "REST: precedents": ("/api/v1/find_precedents", {"draft": "to count the lanterns"}, "every three years"),
    "REST: duties": ("/api/v1/list_duties", {"body": "Harbour Council"}, "every three years"),
    "REST: concordance": ("/api/v1/concordance", {"phrase": "count the lanterns"}, "every three years"),
}


@pytest.mark.parametrize("name", PAGES)
def test_the_very_next_request_does_not_have_it(client, at, name):
    address, query, words = PAGES[name]
    before = client.get(address, params=query)
    remove(at)
    after = client.get(address, params=query)
    assert before.status_code == 200
    assert words in before.text
    assert after.status_code in (200, 404)
    assert words not in after.text


def test_signs_of_life_do_not_wait_for_the_library(client, monkeypatch):
    def fresh():
        raise AssertionError("it waits")

    library = client.app.state.service.library
    monkeypatch.setattr(library, "agrees", lambda: False)
    monkeypatch.setattr(library, "fresh", fresh)
    for path in ("/healthz", "/alive", "/static/page.css"):
        assert client.get(path).status_code == 200
    with pytest.raises(AssertionError, match="it waits"):
        client.get("/duties")


# -- a removal by another process ---------------------------------------------------------------------------


@pytest.mark.slow
def test_after_a_removal_by_another_process_the_next_answers_do_not_cite_it(client, at):
    asking, tab = Asking(client.app.state.service), Tab()
    assert WORDS in ask(asking, tab)
    assert WORDS in answer_of(client)
    remove_elsewhere(at.home)
    assert WORDS not in last_answer(ask(asking, tab))
    assert WORDS not in answer_of(client)


@pytest.mark.slow
def test_no_answer_cites_it_while_and_after_it_is_removed(client, at):
    """Two readers ask all the time; what begins after the removal has returned must not cite the text."""
    returned, cited, failed, ends = Event(), [], [], Event()

    def reads() -> None:
        while not ends.is_set():
            is_late = returned.is_set()
            reply = client.get("/api/v1/ask", params={"question": QUESTION})
            cited.extend([is_late] if WORDS in reply.text else [])
            failed.extend([reply.status_code] if reply.status_code != 200 else [])

    readers = [Thread(target=reads) for _ in range(2)]
    for reader in readers:
        reader.start()
    remove_elsewhere(at.home)
    returned.set()
    time.sleep(1)
    ends.set()
    for reader in readers:
        reader.join()
    assert cited, "it was cited before"
    assert not any(cited)
    assert failed == []


@pytest.mark.slow
def test_the_tools_over_standard_input_do_not_cite_it_after_a_removal_by_another_process(at):
    async def run() -> None:
        environment = {**os.environ, "RESOLUTIONS_HOME": str(at.home)}
        command = StdioServerParameters(
            command=sys.executable, args=["-m", "assistant.cli", "mcp"], env=environment
        )
        async with Client(stdio_client(command)) as tools:
            before = await tools.call_tool("ask", {"question": QUESTION})
            assert WORDS in before.content[1].text
            await anyio.to_thread.run_sync(remove_elsewhere, at.home)
            after = await tools.call_tool("ask", {"question": QUESTION})
            assert WORDS not in after.content[1].text
            assert "res-900" not in (await tools.call_tool("list_texts", {})).content[1].text

    anyio.run(run)
