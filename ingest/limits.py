"""What one file may cost: bytes, pages, provisions, memory, time. In force in the process that reads it."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import dataclass
from math import ceil

from corpus.errors import UnreadableFile


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one file.

    `memory` is the address space in bytes; `seconds` of work are allowed to every file and
    `seconds_a_page` to each of its pages; on the clock it may be twice that. The longest file measured, all
    final acts of a conference in one, has 4,233 provisions.
    """

    size: int = 50_000_000
    pages: int = 2_000
    provisions: int = 50_000
    memory: int = 1 << 30
    seconds: float = 30.0
    seconds_a_page: float = 0.1

    def work(self, pages: int = 0) -> float:
        """Return the seconds of work that a file of so many pages may take."""
        return self.seconds + self.seconds_a_page * pages

    def clock(self, pages: int = 0) -> float:
        """Return the seconds on the clock that a file of so many pages may take."""
        return 2 * self.work(pages)


class TooManyProvisions(Exception):
    """A text has more provisions than a file may have."""


_in_force = Limits()
_is_bound = False


def limit_process(limits: Limits) -> None:
    """Put this process under limits, for good: it ends when it passes them.

    Work beyond the limit ends it by SIGXCPU, the clock by SIGALRM; memory that is not given is a
    MemoryError. No core is written.
    """
    global _in_force, _is_bound
    _in_force = limits
    if sys.platform == "win32":  # has none of these: the parent's clock is what is left
        return
    import resource
    import signal

    _is_bound = True
    most = ceil(limits.work(limits.pages))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError):  # macOS has the name and refuses the number
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (ceil(limits.work()), most + 1))
    signal.setitimer(signal.ITIMER_REAL, limits.clock())


def allow_provisions(count: int) -> None:
    """Raise TooManyProvisions when a text has more provisions than a file may have."""
    if count > _in_force.provisions:
        raise TooManyProvisions(
            f"{count:,} provisions, and a file may have {_in_force.provisions:,}; add its parts one by one, "
            "or raise RESOLUTIONS_FILE_PROVISIONS"
        )


def allow_pages(count: int, name: str) -> None:
    """Let a reader take the time that its file's pages may take.

    Raises UnreadableFile when there are more pages than a file may have.
    """
    if count > _in_force.pages:
        raise UnreadableFile(f"{name}: {count:,} pages; give at most {_in_force.pages:,}", "too-large")
    if not _is_bound or sys.platform == "win32":
        return
    import resource
    import signal

    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (ceil(_in_force.work(count)), hard))
    signal.setitimer(signal.ITIMER_REAL, _in_force.clock(count))
