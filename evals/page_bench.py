"""The pages, measured from outside as a browser asks them: opening, asking, finding adopted language.

And the operations for other programs, over the same server.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from urllib.parse import urlencode

from corpus.errors import ResolutionsError
from evals.measuring import times
from evals.served import Tab, fetched, memory, server

_OPENED = 10  # times that the page is opened
_ASKED = 60  # questions, and drafts
_ROOMS = {
    "start": "/start",
    "duties": "/duties",
    "compare": "/compare",
    "references": "/references",
    "concordance": "/concordance?q=strategic+plan",
}
"""The pages that are opened besides the one for asking."""
_BOUNDED = ("QUESTIONS", "API_CALLS", "PAGES", "EXPORTS", "REQUESTS")
_UNBOUNDED = {f"RESOLUTIONS_ADDRESS_{name}": "1000000" for name in _BOUNDED}
"""Settings: the program is measured, not what one client may ask."""


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


def serve_and_time(home: Path, first: str, asked: Callable[[], tuple[Sequence[str], Sequence[str]]]) -> Page:
    """Start the pages in an empty home and time them; `asked` reads questions and drafts from its library."""
    started = perf_counter()
    with server(home, home.with_suffix(".log"), **_UNBOUNDED) as (process, port):
        _ask(port, first)
        start = perf_counter() - started
        pages = _opened(port, "/")
        questions, drafts = (texts[:_ASKED] for texts in asked())
        answers = times(lambda question: _ask(port, question), questions)
        found = times(lambda draft: _draft(port, draft), drafts, first="instructs the Council to report")
        rooms = {name: tuple(_opened(port, path)) for name, path in _ROOMS.items()}
        calls = {
            "search": tuple(times(lambda query: _call(port, "search", query=query), questions)),
            "read_provision": tuple(
                times(lambda _: _call(port, "read_provision", label="considering b)"), [""] * 2 * _OPENED)
            ),
        }
        gigabytes = memory(process.pid, peak=True) / 1000
    return Page(start, tuple(pages), tuple(answers), tuple(found), rooms, calls, gigabytes)


def _ask(port: int, question: str) -> None:
    """Ask as the page does, in a tab of its own. Raises ResolutionsError where it is not answered."""
    reply = Tab(port).ask(question)
    if reply.is_full or reply.problem:
        raise ResolutionsError(f"the page did not answer “{question}” ({reply.problem or 'it is busy'})")


def _open(port: int, path: str) -> None:
    """Open a page. Raises ResolutionsError where there is none."""
    page = fetched(port, path)
    if page.status != 200:
        raise ResolutionsError(f"{path}: status {page.status}: {page.text[:200]}")


def _opened(port: int, path: str) -> list[float]:
    """Time a page, once it was opened a first time."""
    return times(lambda _: _open(port, path), [""] * _OPENED)


def _call(port: int, operation: str, **arguments: str) -> None:
    _open(port, f"/api/v1/{operation}?{urlencode(arguments)}")


def _draft(port: int, draft: str) -> None:
    """Send a draft as the page for drafters does. Raises ResolutionsError where nothing is found."""
    page = fetched(port, "/draft", urlencode({"draft": draft}))
    if page.status != 200 or "precedents" not in page.text:
        raise ResolutionsError(f"the page found nothing for “{draft}”; see its log")
