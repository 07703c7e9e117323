"""Running a command as a person does, a language model's server as a test wants it, pages in a browser."""

from __future__ import annotations

import io
import json
import shutil
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
import uvicorn
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from assistant.cli.ending import UNEXPECTED
from assistant.cli.main import main
from assistant.pipeline import Assistant
from assistant.self_test.questions import Tally, read_questions
from assistant.self_test.results import Result, keep_result, prompt_versions
from assistant.settings import LanguageModel, Settings, Traffic
from assistant.web import build, serve, server
from assistant.web.service import Service


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def run(
    assistant: Assistant, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Ran]:
    """Run a command on the shared home with the shared assistant, or on a home of its own."""

    def ran(*arguments: str, stdin: bytes = b"", at: Path | None = None, columns: int = 10_000) -> Ran:
        with monkeypatch.context() as patched:
            patched.setenv("RESOLUTIONS_HOME", str(at or home))
            patched.setenv("COLUMNS", str(columns))
            patched.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
            if at is None:  # the model is loaded once a session
                patched.setattr("assistant.opening.open_assistant", lambda *_: assistant)
            capsys.readouterr()
            try:
                status = main(arguments)
            except SystemExit as end:
                status = int(end.code or 0)
        captured = capsys.readouterr()
        assert UNEXPECTED not in captured.err, captured.err
        return Ran(status, captured.out, captured.err)

    return ran


@pytest.fixture
def unusable(tmp_path: Path) -> Path:
    """A home that cannot be written, even by root: it lies below a file."""
    (tmp_path / "file").write_text("in the way")
    return tmp_path / "file" / "home"


@pytest.fixture(scope="session")
def settled() -> Callable[[bytes, str, str], list[str]]:
    """Accept or reject all changes of a file as Word does: what is kept, what is dropped → paragraphs."""
    import docx
    from docx.oxml.ns import qn

    def printed(element: Any) -> str:
        if element.tag in (qn("w:t"), qn("w:delText")):
            return str(element.text)
        return {qn("w:tab"): "\t", qn("w:br"): "\n"}.get(element.tag, "")

    def paragraphs(file: bytes, kept: str, dropped: str) -> list[str]:
        texts, before = [], ""
        for paragraph in docx.Document(io.BytesIO(file)).element.body.iter(qn("w:p")):
            words = [before]
            for child in paragraph:
                assert child.tag in {qn(one) for one in ("w:pPr", "w:r", kept, dropped)}
                words += [] if child.tag == qn(dropped) else [*map(printed, child.iter())]
            before = "".join(words)
            if paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn(dropped)}") is None:
                texts.append(before)
                before = ""  # without a mark between them paragraphs are joined
        return texts

    return paragraphs


def chunk(text: str | None, finish: str | None = None) -> bytes:
    """A piece of an answer, as the OpenAI protocol has it."""
    delta = {} if text is None else {"role": "assistant", "content": text}
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    row = {"id": "a", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    return b"data: " + json.dumps(row).encode() + b"\n\n"


class Fake:
    """A server of the OpenAI protocol on this machine, which sends what a test gives it."""

    def __init__(self) -> None:
        self.says("A lantern", " burns.")
        self.status, self.pause, self.location = 200, 0.0, ""
        self.writer: Callable[[str, str], str] | None = None  # what answers a prompt, where each has its own
        self.heard: list[tuple[str, dict[str, Any], dict[str, str]]] = []
        self.listed = json.dumps({"object": "list", "data": [{"id": "small", "object": "model"}]}).encode()
        self.looked: list[tuple[str, dict[str, str]]] = []  # every GET, with its headers
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                fake.heard.append((self.path, body, dict(self.headers)))
                self.send_response(fake.status)
                self.send_header("Content-Type", "text/event-stream")
                if fake.location:
                    self.send_header("Location", fake.location)
                self.end_headers()
                if fake.writer:
                    fake.says(fake.writer(*(one["content"] for one in body["messages"])))
                for piece in fake.pieces:
                    if fake.gone.wait(fake.pause):
                        return
                    self.wfile.write(piece)

            def do_GET(self) -> None:
                fake.looked.append((self.path, dict(self.headers)))
                self.send_response(fake.status)
                if fake.location:
                    self.send_header("Location", fake.location)
                self.end_headers()
                self.wfile.write(fake.listed)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.gone = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *_: None  # a client that left
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    def says(self, *pieces: str) -> None:
        """Send these words, and that they are all."""
        self.pieces: tuple[bytes, ...] = (*map(chunk, pieces), chunk(None, "stop"), b"data: [DONE]\n\n")

    @property
    def configured(self) -> LanguageModel:
        return LanguageModel(f"http://127.0.0.1:{self.server.server_port}/v1", "small", "secret-key")

    def close(self) -> None:
        self.gone.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def fake() -> Iterator[Fake]:
    server = Fake()
    yield server
    server.close()


@pytest.fixture
def knowing(assistant: Assistant) -> Callable[[str, str], str]:
    """Return what a model replies that knows all answers of the self-test."""
    edition, known = assistant.library.editions[0], {one.text: one.clauses for one in read_questions()}

    def written(_: str, user: str) -> str:
        question = user.split("<question>\n")[1].split("\n</question>")[0]
        if "<clauses>" not in user:
            return json.dumps({"standalone": question, "phrases": [], "language": "en"})
        texts = [f"“{edition.provision(eid).text[:30]}" for eid in known.get(question, ())]
        blocks = user.split("<clauses>\n")[1].split("\n\n")
        named = [block[1:].partition("]")[0] for block in blocks if any(text in block for text in texts)]
        return json.dumps({"clauses": named, "answered": bool(named), "missing": "", "opening": ""})

    return written


PAYLOADS = (
    "<script>ran=1</script>",
    "<img src=https://example.org/x onerror=ran=1>",
    '"><img src=x onerror=ran=1><script>ran=1</script>',
    '"><svg onload=ran=1>',
    "<svg><style>*{background:url(https://example.org/b)}</style></svg>",
    "' autofocus onfocus=ran=1 x='",
    "</textarea></option></select><script>ran=1</script>",
    "</p></div></article><iframe src=javascript:ran=1></iframe>",
    "<iframe src=https://example.org></iframe>",
    "<style>@import 'https://example.org/a.css'</style>",
    "<link rel=stylesheet href=https://example.org/c.css>",
    "<base href=https://example.org/>",
    "<meta http-equiv=refresh content='0;url=https://example.org/'>",
    "<object data=https://example.org/o></object><embed src=https://example.org/e>",
    "<video src=https://example.org/v autoplay onloadstart=ran=1></video>",
    "<details open ontoggle=ran=1>",
    "javascript:ran=1",
    "'><a href=javascript:ran=1>x</a>",
    "&lt;script&gt;ran=1&lt;/script&gt;",
    "{{constructor.constructor('ran=1')()}} ${ran=1}",
    "\u202e<form action=https://example.org>",
    "\u202egnp.<b>exe\u200b\x00",
)
"""What would run, or ask another machine, if it were taken for HTML anywhere."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that takes a payload each of them."""
    if "payload" in metafunc.fixturenames:
        metafunc.parametrize("payload", PAYLOADS)


@pytest.fixture(scope="session")
def payloads() -> tuple[str, ...]:
    return PAYLOADS


CHROMIUM, DRIVER = shutil.which("chromium") or shutil.which("google-chrome"), shutil.which("chromedriver")
ARGUMENTS = [
    "headless", "no-sandbox", "disable-gpu", "disable-background-networking", "disable-component-update",
    "disable-sync", "no-first-run",
]  # fmt: skip


class Browser(webdriver.Chrome):
    """A browser as a test uses it: things are found by selectors, and waited for."""

    is_watched = False  # whether it logs what it asks for

    def visit(self, address: str) -> None:
        """Open a page and wait until it can be used."""
        self.get(address)
        self.until(lambda: self.one("#question textarea, #draft-text"))

    def one(self, selector: str) -> WebElement:
        return self.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        return self.find_elements(By.CSS_SELECTOR, selector)

    def until(self, condition: Callable[[], Any]) -> Any:
        wait = WebDriverWait(self, 60, 0.05, [WebDriverException, IndexError])
        return wait.until(lambda _: condition())

    def size(self, width: int, height: int) -> None:
        """Be a window of this size, or a phone."""
        screen = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)

    def start_anew(self) -> None:
        """Leave the page, which may complain of being left, and forget what was logged."""
        self.get("about:blank")
        self.get_log("browser")
        if self.is_watched:
            self.get_log("performance")

    @property
    def errors(self) -> list[str]:
        """What the pages complained of, by Chrome's own log, since this was asked last."""
        return [one["message"] for one in self.get_log("browser") if one["level"] == "SEVERE"]

    @property
    def requested(self) -> set[str | None]:
        """The hosts that the pages asked, by Chrome's own log, since this was asked last."""
        events = [json.loads(one["message"])["message"] for one in self.get_log("performance")]
        sent = [one["params"] for one in events if one["method"] == "Network.requestWillBeSent"]
        urls = [urlsplit(one["request"]["url"]) for one in sent]
        return {url.hostname for url in urls if url.scheme in ("http", "https", "ws", "wss")}

    @property
    def said(self) -> str:
        """What was read out last."""
        return self.one("body > .voice").get_attribute("textContent") or ""


UNLIMITED = {
    "address_questions": 100_000,
    "traffic": Traffic(address_pages=100_000, address_exports=100_000, address_requests=100_000),
}
"""Limits of served pages: all tests ask from one address."""


def passed(configured: LanguageModel) -> Result:
    """How a model did that is used."""
    model, reader = Tally(40, 40, 0), Tally(40, 25, 0)
    key = (configured.base_url, configured.model, prompt_versions())
    return Result(*key, "2026-11-26", model, reader, reader, 60.0, 100_000)


class Servers:
    """Serves pages on free ports of this machine until it is told to stop."""

    def __init__(self) -> None:
        self._started: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(self, assistant: Assistant, home: Path, **settings: Any) -> str:
        """Serve pages and return their address. A model that is set has passed its test."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        given = Settings(home=home, port=port, **{"find_models": False, **UNLIMITED, **settings})
        if given.language_model:
            keep_result(home, passed(given.language_model))
        made: list[uvicorn.Server] = []
        configured = server.uvicorn.Server

        def kept(config: uvicorn.Config) -> uvicorn.Server:
            made.append(configured(config))
            return made[0]

        thread = threading.Thread(target=serve, args=(assistant, given), daemon=True)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(server.uvicorn, "Server", kept)
            thread.start()
            for _ in range(600):
                try:
                    urlopen(f"http://127.0.0.1:{port}/readyz").close()
                    self._started.append((made[0], thread))
                    return f"http://127.0.0.1:{port}"
                except OSError:
                    time.sleep(0.1)
        raise TimeoutError("the pages are not served after a minute")

    def stop(self) -> None:
        """Stop what was started: a server that nobody asks still takes a thirtieth of a core."""
        for one, _ in self._started:
            one.should_exit = one.force_exit = True
        for _, thread in self._started:
            thread.join(30)


@pytest.fixture(scope="module")
def served() -> Iterator[Callable[..., str]]:
    """Serve pages on a free port until the tests of a file end; their address is given."""
    servers = Servers()
    yield servers.start
    servers.stop()


@pytest.fixture(scope="session", autouse=True)
def _patient_queues() -> Iterator[None]:
    """Let Gradio's queues look for work fifty times a second.

    A thousand times, as they do, takes a sixteenth of a core for each application that is open.
    """
    from gradio import queueing  # assistant.web has loaded it, in its own way

    made = queueing.Queue.__init__

    def patient(queue: queueing.Queue, *given: Any, **named: Any) -> None:
        made(queue, *given, **named)
        queue.sleep_when_free = 0.02

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(queueing.Queue, "__init__", patient)
        yield


@pytest.fixture(scope="session")
def chat(assistant: Assistant, home: Path) -> Any:
    return build(Service(assistant, Settings(home=home)))


@pytest.fixture
def one_chat(chat: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gradio's part takes a second to build; where it is not what is tested it is built once."""
    monkeypatch.setattr("assistant.web.server.build", lambda service: chat)


@pytest.fixture(scope="session")
def address(assistant: Assistant, home: Path) -> str:
    return Servers().start(assistant, home)


class Browsers:
    """Starts browsers, each with a new profile."""

    def __init__(self, folders: pytest.TempPathFactory) -> None:
        if not (CHROMIUM and DRIVER):
            pytest.skip("needs chromium and chromedriver")
        self._folders, self._opened = folders, list[Browser]()

    def open(
        self, width: int = 1440, height: int = 900, *, script: bool = True, watched: bool = False
    ) -> Browser:
        options = webdriver.ChromeOptions()
        if not script:
            off = {"profile.managed_default_content_settings.javascript": 2}
            options.add_experimental_option("prefs", off)
        options.binary_location = CHROMIUM
        for argument in (*ARGUMENTS, f"user-data-dir={self._folders.mktemp('profile')}"):
            options.add_argument(f"--{argument}")
        logs = {"browser": "ALL"} | ({"performance": "ALL"} if watched else {})
        options.set_capability("goog:loggingPrefs", logs)
        browser = Browser(options=options, service=webdriver.ChromeService(DRIVER))
        browser.is_watched = watched
        browser.set_script_timeout(120)  # axe takes a while over a large page
        browser.size(width, height)
        self._opened.append(browser)
        return browser

    def close(self) -> None:
        for browser in self._opened:
            browser.quit()


@pytest.fixture(scope="module")
def open_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Browser]]:
    """Open a browser that nobody else uses; it is closed where the tests of a file end."""
    browsers = Browsers(tmp_path_factory)
    yield browsers.open
    browsers.close()


@pytest.fixture(scope="session")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    browsers = Browsers(tmp_path_factory)
    yield browsers.open()
    browsers.close()


@pytest.fixture(scope="session")
def watched_window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    browsers = Browsers(tmp_path_factory)
    yield browsers.open(watched=True)
    browsers.close()


@pytest.fixture(scope="module")
def leaving() -> Iterator[set[Browser]]:
    """Open an empty page where the tests of a file end: a page of ours goes on asking its server."""
    used: set[Browser] = set()
    yield used
    for browser in used:
        browser.get("about:blank")


@pytest.fixture
def desktop(request: pytest.FixtureRequest, leaving: set[Browser]) -> Iterator[Browser]:
    """A window on a desktop in the light of the day, whatever the test before made of it.

    The next test finds no choice of display that this one made, even if this one fails.
    For tests marked `watched` it logs what it asks for: with the log a page takes half as long again.
    """
    is_watched = request.node.get_closest_marker("watched") is not None
    window: Browser = request.getfixturevalue("watched_window" if is_watched else "window")
    leaving.add(window)
    window.size(1440, 900)
    window.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    yield window
    window.execute_script(
        "['theme', 'size'].forEach((one) => { try { localStorage.removeItem(one); } catch {} })"
    )
