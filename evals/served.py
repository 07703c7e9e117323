"""A server of the pages in a process of its own, and its readers: as the page asks, as programs do."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from secrets import token_hex
from time import monotonic, sleep

from assistant.web.chat.queue import DATA, JOIN, answer_in, asking
from corpus.errors import ResolutionsError
from evals.measuring import environment_of

_START_SECONDS = 300
_STOP_SECONDS = 60
_HOST = "127.0.0.1"
_FULL = (429, 503)  # what a server answers that has too much to do


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: an answer's HTML or JSON; whether the server said it is busy; what went wrong."""

    text: str = ""
    is_full: bool = False
    problem: str = ""


@contextmanager
def server(home: Path, log: Path, **settings: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Serve the pages of a home; give the process and its port. Raises ResolutionsError."""
    with socket.create_server((_HOST, 0)) as free:
        port = int(free.getsockname()[1])
    environment = {**environment_of(home), **settings, "RESOLUTIONS_PORT": str(port)}
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "assistant.cli", "chat"], env=environment, stderr=errors
        )
        try:
            _wait(port, process, log)
            yield process, port
        finally:
            process.terminate()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = monotonic() + _START_SECONDS
    while monotonic() < until and process.poll() is None:
        try:
            if fetched(port, "/readyz").status == 200:
                return
        except (OSError, HTTPException):
            sleep(0.05)
    output = log.read_text(errors="replace")[-500:]
    raise ResolutionsError(f"the pages did not come up (exit status {process.poll()}): {output}")


@dataclass(frozen=True, slots=True)
class Fetched:
    """A response: its status and its text."""

    status: int
    text: str


def fetched(
    port: int,
    path: str,
    body: object = None,
    headers: Mapping[str, str] | None = None,
    seconds: float = 120.0,
) -> Fetched:
    """Ask the server for a path, or send it a body: a text as a form, all else as JSON.

    What it leads on to (303) is asked for too. Raises OSError, HTTPException.
    """
    connection = HTTPConnection(_HOST, port, timeout=seconds)
    sent = {"Connection": "close", **(headers or {})}
    try:
        if body is None:
            connection.request("GET", path, headers=sent)
        elif isinstance(body, str):
            sent["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request("POST", path, body, sent)
        else:
            sent["Content-Type"] = "application/json"
            connection.request("POST", path, json.dumps(body), sent)
        response = connection.getresponse()
        text = response.read().decode(errors="replace")
        if response.status == HTTPStatus.SEE_OTHER:
            return fetched(port, response.headers["Location"], headers=headers, seconds=seconds)
        return Fetched(response.status, text)
    finally:
        connection.close()


class Tab:
    """A tab of a browser: it asks as the page does, through the queue, and keeps its conversation.

    `address` is where its reader sits; the server believes it where it was told of a proxy on this machine.
    """

    def __init__(self, port: int, address: str = "") -> None:
        self.port, self.session = port, token_hex(6)
        self.headers = {"X-Forwarded-For": address} if address else {}

    def ask(self, question: str, seconds: float = 120.0) -> Reply:
        """Ask, and wait for the complete answer."""
        try:
            joined = fetched(self.port, JOIN, asking(self.session, question), self.headers, seconds)
            if joined.status in _FULL:
                return Reply(joined.text, is_full=True)
            if joined.status != 200:
                return Reply(problem=f"status {joined.status}: {joined.text[:200]}")
            return self._streamed(seconds)
        except (OSError, HTTPException) as error:
            return Reply(problem=f"{type(error).__name__}: {error}")

    def _streamed(self, seconds: float) -> Reply:
        """Read the stream of events until the answer is complete."""
        path = f"{DATA}?session_hash={self.session}"
        stream = fetched(self.port, path, headers=self.headers, seconds=seconds)
        if stream.status in _FULL:
            return Reply(stream.text, is_full=True)
        answer = answer_in(stream.text)
        return Reply(problem=f"not answered: {stream.text[-300:]}") if answer is None else Reply(answer)


def called(port: int, question: str, address: str = "", seconds: float = 120.0) -> Reply:
    """Ask as another program does, over REST."""
    headers = {"X-Forwarded-For": address} if address else {}
    try:
        found = fetched(port, "/api/v1/ask", {"question": question}, headers, seconds)
    except (OSError, HTTPException) as error:
        return Reply(problem=f"{type(error).__name__}: {error}")
    if found.status in _FULL:
        return Reply(found.text, is_full=True)
    return (
        Reply(found.text)
        if found.status == 200
        else Reply(problem=f"status {found.status}: {found.text[:200]}")
    )


def memory(process: int, *, peak: bool = False) -> float:
    """Return the megabytes that a process has in memory now, or had at most."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    name = "VmHWM" if peak else "VmRSS"
    return int(next(line for line in lines if line.startswith(name)).split()[1]) / 1000
