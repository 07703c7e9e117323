"""The pages, measured from outside as a browser asks them: opening, asking, finding adopted language.

And the operations for other programs, over the same server, beside the same calls in process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from socket import create_server
from time import perf_counter, sleep
from urllib.parse import urlencode

from corpus.errors import ResolutionsError
from evals.measuring import times

_START_SECONDS = 120
_OPENED = 10  # times that the page is opened
_ROOMS = {
    "start": "/start",
    "duties": "/duties",
    "compare": "/compare",
    "references": "/references",
    "concordance": "/concordance?q=strategic+plan",
}
"""The pages that are opened besides the one for asking."""


@dataclass(frozen=True, slots=True)
class Page:
    """Seconds from a start in an empty home to the first answer, of each warm round trip; peak GB.

    `rooms` are the pages by name, `calls` the operations for other programs.
    """

    start: float
    pages: tuple[float, ...]
    answers: tuple[float, ...]
    drafts: tuple[float, ...]
    rooms: Mapping[str, tuple[float, ...]]
    calls: Mapping[str, tuple[float, ...]]
    memory: float


def serve_and_time(
    home: Path, first: str, questions: Callable[[], Sequence[str]], drafts: Callable[[], Sequence[str]]
) -> Page:
    """Start the pages in an empty home and time them; what is asked is read once there is a library."""
    port = _free_port()
    base, started = f"http://127.0.0.1:{port}", perf_counter()
    with _server(home, port) as process:
        _wait(port, process)
        _ask(base, first)
        start = perf_counter() - started
        pages = times(lambda _: _get(f"{base}/"), [""] * _OPENED)
        answers = times(lambda question: _ask(base, question), questions())
        found = times(lambda draft: _draft(base, draft), drafts())
        rooms = {name: _opened(f"{base}{path}") for name, path in _ROOMS.items()}
        calls = {
            "search": tuple(times(lambda query: _call(base, "search", query=query), questions())),
            "read_provision": tuple(
                times(lambda _: _call(base, "read_provision", label="considering b)"), [""] * 2 * _OPENED)
            ),
        }
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    memory = int(peak.split()[1]) / 1e6
    return Page(start, tuple(pages), tuple(answers), tuple(found), rooms, calls, memory)


@contextmanager
def _server(home: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Serve the pages of a home at a port."""
    # The program is measured, not what one client may ask.
    bounded = ("QUESTIONS", "API_CALLS", "PAGES", "EXPORTS", "REQUESTS")
    limits = {f"RESOLUTIONS_ADDRESS_{name}": "1000000" for name in bounded}
    environment = {**os.environ, **limits, "RESOLUTIONS_HOME": str(home), "RESOLUTIONS_PORT": str(port)}
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant.cli", "chat"], env=environment, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until the pages are there. Raises ResolutionsError when they do not come."""
    until = perf_counter() + _START_SECONDS
    while perf_counter() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                return
        except OSError:
            sleep(0.05)
    raise ResolutionsError(f"the pages did not come up on port {port}; run: resolutions chat")


def _ask(base: str, question: str) -> None:
    """Ask as the page does, and wait for the complete answer."""
    queue = f"{base}/chat/gradio_api/queue"
    session = token_hex(8)
    body = {
        "data": [question, None],
        "fn_index": 0,
        "session_hash": session,
        "trigger_id": None,
        "event_data": None,
    }
    request = urllib.request.Request(  # noqa: S310  an address on this machine
        f"{queue}/join", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=60) as joined:  # noqa: S310  an address on this machine
        joined.read()
    with urllib.request.urlopen(f"{queue}/data?session_hash={session}", timeout=60) as stream:  # noqa: S310  an address on this machine
        for line in stream:
            if b"process_completed" in line:
                if b'"success":true' not in line.replace(b" ", b""):
                    raise ResolutionsError(f"the page did not answer “{question}”; see its log")
                return
    raise ResolutionsError(f"the page broke off answering “{question}”; see its log")


def _get(address: str) -> None:
    """Open a page."""
    with urllib.request.urlopen(address, timeout=60) as page:  # noqa: S310  an address on this machine
        page.read()


def _opened(address: str) -> tuple[float, ...]:
    """Time a page, once it was opened a first time."""
    return tuple(times(lambda _: _get(address), [""] * _OPENED))


def _call(base: str, operation: str, **arguments: str) -> None:
    """Call an operation over REST."""
    _get(f"{base}/api/v1/{operation}?{urlencode(arguments)}")


def _draft(base: str, draft: str) -> None:
    """Send a draft as the page for drafters does. Raises ResolutionsError where nothing is found."""
    sent = urlencode({"draft": draft}).encode()
    with urllib.request.urlopen(f"{base}/draft", sent, timeout=60) as page:  # noqa: S310  on this machine
        if b"precedents" not in page.read():
            raise ResolutionsError(f"the page found nothing for “{draft}”; see its log")


def _free_port() -> int:
    """Find a port that nobody listens on."""
    with create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
