"""What curators have asked for: done one after the other, while questions are answered.

A job changes the library, brings the index up to date, and gives both to the pages. What it is at
can be read at any time.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from secrets import token_hex
from threading import Lock, Thread

from assistant.library.adding import add_uploads
from assistant.library.fetching import fetch_texts
from assistant.library.importing import Added, Watch
from assistant.library.library import open_library
from assistant.library.renewal import remove_editions, renew
from assistant.library.reviewing import Judged, add_judged
from assistant.library.storage import unwritable
from assistant.opening import is_indexed, rebuild
from assistant.web.library_page.uploads import Sent
from assistant.web.service import Service
from corpus.errors import ResolutionsError
from corpus.instruments import Instrument
from corpus.keys import EditionKey

MAX_WAITING = 8
"""Jobs that wait; one more is told to come back."""
_SHOWN = 5  # jobs that are remembered when they are done
_LOG = logging.getLogger(__name__)


class Stage(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    FETCHING = "fetching"
    READING = "reading"
    EMBEDDING = "embedding"
    OPENING = "opening"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """A job: what it does, how far it is (files read, clauses embedded), what became of each file."""

    number: int
    what: str
    stage: Stage = Stage.WAITING
    done: int = 0
    total: int = 0
    rows: tuple[Added, ...] = ()
    said: str = ""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.stage in (Stage.DONE, Stage.FAILED)


def are_going_on(jobs: Iterable[Job]) -> bool:
    """Return True if more will come of any of some jobs."""
    return any(not one.is_over for one in jobs)


class JobsWait(ResolutionsError):
    """So many jobs wait that one more is not taken."""

    code = "jobs-wait"


Doing = Callable[[int], str | None]  # does a job, by its number, and says what there is to say


def _named(doing: str, names: Sequence[str], what: str) -> str:
    """Return what a job is called: after what it is about, or how many there are."""
    return f"{doing} {names[0]}" if len(names) == 1 else f"{doing} {len(names)} {what}"


class Jobs:
    """Does one job at a time, in a thread that lives as long as there are some."""

    def __init__(self, service: Service) -> None:
        """Work for the pages of a service."""
        self.service, self.settings = service, service.settings
        self._jobs: dict[int, Job] = {}
        self._waiting: deque[tuple[int, Doing]] = deque()
        self._lock = Lock()
        self._working = False
        self._count = 0

    @property
    def all(self) -> tuple[Job, ...]:
        """The jobs, the newest first."""
        with self._lock:
            return tuple(reversed(self._jobs.values()))

    def add(self, sent: Sent) -> None:
        """Add files that were sent. Raises JobsWait."""

        def add(number: int) -> None:
            try:
                watch = self._watch(number)
                add_uploads(sent.uploads, self.settings, key=sent.key, allowed=sent.allowed, watch=watch)
            finally:
                sent.folder.cleanup()

        self._begin(_named("Adding", [one.name for one in sent.uploads], "files"), add)

    def add_judged(self, rows: Sequence[Judged]) -> None:
        """Add files that wait, each as a curator said. Raises JobsWait."""

        def add(number: int) -> None:
            add_judged(rows, self.settings, self._watch(number))

        names = [one.stated.name or str(one.key) for one in rows]
        self._begin(_named("Adding", names, "texts"), add)

    def fetch(self, instruments: Sequence[Instrument]) -> None:
        """Load official texts from the addresses that the catalogue knows, and add them. Raises JobsWait."""
        what = _named("Fetching", [one.name for one in instruments], "official texts")
        self._begin(what, lambda number: self._fetch(number, instruments))

    def remove(self, key: EditionKey, name: str) -> None:
        """Remove an edition. Raises JobsWait."""
        self._begin(f"Removing {name}", lambda _: " ".join(remove_editions([key], self.settings)))

    def renew(self) -> None:
        """Parse anew what has to be, and make the index anew. Raises JobsWait."""
        self._begin("Updating the index", self._renew)

    def _begin(self, what: str, do: Doing) -> None:
        """Let a job wait for its turn, and see to it that somebody works."""
        with self._lock:
            if len(self._waiting) >= MAX_WAITING:
                raise JobsWait(f"{MAX_WAITING} jobs are already waiting. Try again when one is done.")
            self._count += 1
            self._jobs[self._count] = Job(self._count, what)
            self._waiting.append((self._count, do))
            if not self._working:
                self._working = True
                Thread(target=self._work, daemon=True, name="jobs").start()

    def _forget(self) -> None:
        """Forget the oldest jobs that are over."""
        over = [number for number, one in self._jobs.items() if one.is_over]
        for number in over[: max(0, len(over) - _SHOWN)]:
            del self._jobs[number]

    def _work(self) -> None:
        """Do jobs until none waits."""
        while True:
            with self._lock:
                self._forget()
                if not self._waiting:
                    self._working = False
                    return
                number, do = self._waiting.popleft()
            self._do(number, do)

    def _do(self, number: int, do: Doing) -> None:
        """Do one job and bring the index up to date; what goes wrong is said, and harms no other job."""
        self._set(number, stage=Stage.READING)
        try:
            said = do(number) or ""
            self._index(number)
            self._set(number, stage=Stage.DONE, said=said)
        except ResolutionsError as error:
            self._set(number, stage=Stage.FAILED, said=str(error))
        except OSError as error:
            self._set(number, stage=Stage.FAILED, said=unwritable(self.settings.home, error))
        except Exception:
            fault = token_hex(4)
            _LOG.exception("a job was not done, fault %s", fault)
            said = f"This could not be done because of an internal error (id {fault} in the log). Try again."
            self._set(number, stage=Stage.FAILED, said=said)

    def _watch(self, number: int) -> Watch:
        """Return what hears of each file of a job when it is done."""

        def watch(added: Added, count: int) -> None:
            rows = (*self._jobs[number].rows, added)
            self._set(number, rows=rows, done=len(rows), total=count)

        return watch

    def _fetch(self, number: int, instruments: Sequence[Instrument]) -> str:
        """Fetch official texts. Raises ResolutionsError where no host could be reached."""
        watch = self._watch(number)
        self._set(number, stage=Stage.FETCHING, total=len(instruments))
        fetched = fetch_texts(instruments, self.settings, watch=watch)
        if not fetched.unreached:
            return ""
        hosts = " and ".join(fetched.unreached)
        said = (
            f"{hosts} cannot be reached from this computer. Open the official address in your browser, "
            "save the file and add it here."
        )
        if not fetched.added:
            raise ResolutionsError(said)
        return said

    def _renew(self, number: int) -> str:
        """Parse anew what has to be, and make a new generation of the index whatever its state is."""
        renewed = renew(self.settings)
        self._rebuild(number)
        told = [one.problem or f"{one.key}: parsed anew from its original" for one in renewed]
        return "; ".join(told)

    def _index(self, number: int) -> None:
        """Bring the index up to date with the library, and answer from both, where anything has changed."""
        library = open_library(self.settings.home)
        indexed = is_indexed(library, self.settings)
        if indexed and library == self.service.now.assistant.library and self.service.library.is_newest:
            return
        try:
            if not indexed:
                self._rebuild(number)
        finally:  # without an index too, what was removed is not shown any more
            self._set(number, stage=Stage.OPENING, done=0, total=0)
            self.service.library.reopen()

    def _rebuild(self, number: int) -> None:
        """Build a generation of the index. Raises IndexUnavailable, OSError."""

        def progress(done: int, total: int) -> None:
            self._set(number, done=done, total=total)

        self._set(number, stage=Stage.EMBEDDING, done=0, total=0)
        # The model that answers is loaded already. Measured on two busy cores: a short text is indexed in
        # 4 s; in 14 with a model in a process of its own, as the command line has it.
        model = self.service.now.assistant.searcher.model
        rebuild(open_library(self.settings.home), self.settings, progress, model=model)

    def _set(self, number: int, **changes: object) -> None:
        """Say how far a job is."""
        with self._lock:
            self._jobs[number] = replace(self._jobs[number], **changes)  # type: ignore[arg-type]
