"""Running a command as a person does, in this process; a language model's server, as a test wants it."""

from __future__ import annotations

import io
import json
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from assistant.answering import Assistant
from assistant.cli import main
from assistant.settings import LanguageModel


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

    def ran(*arguments: str, stdin: bytes = b"", at: Path | None = None) -> Ran:
        with monkeypatch.context() as patched:
            patched.setenv("RESOLUTIONS_HOME", str(at or home))
            patched.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
            if at is None:  # the model is loaded once a session
                patched.setattr("assistant.opening.open_assistant", lambda *_: assistant)
            capsys.readouterr()
            try:
                status = main(arguments)
            except SystemExit as end:
                status = int(end.code or 0)
        captured = capsys.readouterr()
        return Ran(status, captured.out, captured.err)

    return ran


@pytest.fixture
def unusable(tmp_path: Path) -> Path:
    """A home that cannot be written, even by root: it lies below a file."""
    (tmp_path / "file").write_text("in the way")
    return tmp_path / "file" / "home"


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
        self.heard: list[tuple[str, dict[str, Any], dict[str, str]]] = []
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
                for piece in fake.pieces:
                    if fake.gone.wait(fake.pause):
                        return
                    self.wfile.write(piece)

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
