"""What curators have asked for: done one after the other, while questions are answered.

A job changes the library, brings the index up to date, and gives both to the pages. What it is at
can be read at any time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from queue import Full, Queue
from secrets import token_hex
from threading import Lock, Thread

from assistant.library.adding import add_uploads
from assistant.library.fetching import fetch_texts
from assistant.library.importing import Added
from assistant.library.library import Library, open_library
from assistant.library.renewal import remove_editions, renew
from assistant.library.reviewing import ReviewDecision, add_judged
from assistant.library.storage import unwritable
from assistant.opening import is_indexed, rebuild
from assistant.web.library_page.forms import SubmittedFiles
from assistant.web.service import Service
from corpus.errors import ResolutionsError
from corpus.instruments import Instrument
from corpus.keys import EditionKey

MAX_WAITING = 8
"""Jobs that wait; one more is told to come back."""
_SHOWN = 5  # jobs that are remembered when they are done
_LOG = logging.getLogger(__name__)


class Stage(StrEnum):
    """How far a job is, as pages say it."""

    WAITING = "waiting"
    FETCHING = "loading"
    READING = "reading"
    EMBEDDING = "indexing"
    OPENING = "opening the new index"
    DONE = "done"
    FAILED = "failed"


@dataclass(eq=False, slots=True)
class Job:
    """A job: what it does, how far it is (files read, clauses embedded), what became of each file."""

    number: int
    what: str
    stage: Stage = Stage.WAITING
    done: int = 0
    total: int = 0
    rows: tuple[Added, ...] = ()
    outcome: str = ""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.stage in (Stage.DONE, Stage.FAILED)

    @property
    def status(self) -> str:
        """How far it is, in words."""
        is_counted = self.total and self.stage in (Stage.FETCHING, Stage.READING, Stage.EMBEDDING)
        return f"{self.stage}, {self.done:,} of {self.total:,}" if is_counted else self.stage

    def watch(self, added: Added, count: int) -> None:
        """Record one processed file out of `count`."""
        self.rows = (*self.rows, added)
        self.set_progress(self.stage, len(self.rows), count)

    def set_progress(self, stage: Stage, done: int = 0, total: int = 0) -> None:
        """Set the stage and the progress."""
        self.stage, self.done, self.total = stage, done, total


def any_running(jobs: Iterable[Job]) -> bool:
    """Return True if more will come of any of some jobs."""
    return any(not job.is_over for job in jobs)


class JobsWait(ResolutionsError):
    """The queue of jobs is full."""

    code = "jobs-wait"


JobFunction = Callable[[Job], str | None]  # does a job and says what there is to say


def _named(doing: str, names: Sequence[str], what: str) -> str:
    """Return what a job is called: after what it is about, or how many there are."""
    return f"{doing} {names[0]}" if len(names) == 1 else f"{doing} {len(names)} {what}"


class Jobs:
    """Does one job at a time, in a thread that begins with the first and ends with the server."""

    def __init__(self, service: Service) -> None:
        self.service, self.settings = service, service.settings
        self._jobs: list[Job] = []
        self._waiting: Queue[tuple[Job, JobFunction]] = Queue(MAX_WAITING)
        self._lock = Lock()
        self._count = 0

    @property
    def all(self) -> tuple[Job, ...]:
        """The jobs, the newest first."""
        with self._lock:
            return tuple(reversed(self._jobs))

    def add(self, sent: SubmittedFiles) -> None:
        """Add files that were sent. Raises JobsWait."""

        def add(job: Job) -> None:
            with sent.folder:
                add_uploads(sent.uploads, self.settings, key=sent.key, allowed=sent.allowed, watch=job.watch)

        self._begin(_named("Adding", [upload.name for upload in sent.uploads], "files"), add)

    def add_judged(self, rows: Sequence[ReviewDecision]) -> None:
        """Add files that wait, each as a curator said. Raises JobsWait."""
        names = [row.stated.name or str(row.key) for row in rows]

        def add(job: Job) -> None:
            add_judged(rows, self.settings, job.watch)

        self._begin(_named("Adding", names, "texts"), add)

    def fetch(self, instruments: Sequence[Instrument]) -> None:
        """Load official texts from the addresses that the catalogue knows, and add them. Raises JobsWait."""

        def fetch(job: Job) -> str:
            job.set_progress(Stage.FETCHING, 0, len(instruments))
            fetched = fetch_texts(instruments, self.settings, watch=job.watch)
            if not fetched.unreached:
                return ""
            message = (
                f"{' and '.join(fetched.unreached)} cannot be reached from this computer. Open the official "
                "address in your browser, save the file and add it here."
            )
            if not fetched.added:
                raise ResolutionsError(message)
            return message

        self._begin(
            _named("Fetching", [instrument.name for instrument in instruments], "official texts"), fetch
        )

    def remove(self, key: EditionKey, name: str) -> None:
        """Remove an edition. Raises JobsWait."""
        self._begin(f"Removing {name}", lambda _: " ".join(remove_editions([key], self.settings)))

    def renew(self) -> None:
        """Parse anew what has to be, and make the index anew whatever its state is. Raises JobsWait."""

        def again(job: Job) -> str:
            renewed = renew(self.settings)
            self._rebuild(job, open_library(self.settings.home))
            return "; ".join(renewed)

        self._begin("Updating the index", again)

    def _begin(self, what: str, do: JobFunction) -> None:
        """Queue a job. Raises JobsWait."""
        with self._lock:
            job = Job(self._count + 1, what)
            try:
                self._waiting.put_nowait((job, do))
            except Full:
                message = f"{MAX_WAITING} jobs are already waiting. Try again when one is done."
                raise JobsWait(message) from None
            self._count += 1
            self._jobs.append(job)
        if job.number == 1:
            Thread(target=self._work, daemon=True, name="jobs").start()

    def _work(self) -> None:
        while True:
            self._do(*self._waiting.get())
            with self._lock:
                over = [job for job in self._jobs if job.is_over]
                for forgotten in over[:-_SHOWN]:
                    self._jobs.remove(forgotten)

    def _do(self, job: Job, do: JobFunction) -> None:
        """Do one job and bring the index up to date; a failure is reported and harms no other job."""
        job.stage = Stage.READING
        try:
            outcome = do(job) or ""
            self._index(job)
            job.outcome, job.stage = outcome, Stage.DONE
            return
        except ResolutionsError as error:
            job.outcome = str(error)
        except OSError as error:
            job.outcome = unwritable(self.settings.home, error)
        except Exception:
            fault = token_hex(4)
            _LOG.exception("a job was not done, fault %s", fault)
            job.outcome = (
                f"This could not be done because of an internal error (id {fault} in the log). Try again."
            )
        job.stage = Stage.FAILED

    def _index(self, job: Job) -> None:
        """Bring the index up to date with the library, and answer from both, where anything has changed."""
        library = open_library(self.settings.home)
        indexed = is_indexed(library, self.settings)
        if indexed and library == self.service.now.assistant.library and self.service.library.is_newest:
            return
        try:
            if not indexed:
                self._rebuild(job, library)
        finally:  # without an index too, what was removed is not shown any more
            job.set_progress(Stage.OPENING)
            self.service.library.reopen()

    def _rebuild(self, job: Job, library: Library) -> None:
        """Build a generation of the index. Raises IndexUnavailable, OSError."""
        job.set_progress(Stage.EMBEDDING)
        # The model that answers is loaded already. Measured on two busy cores: a short text is indexed in
        # 4 s; in 14 with a model in a process of its own, as the command line has it.
        model = self.service.now.assistant.searcher.model
        rebuild(
            library, self.settings, lambda done, of: job.set_progress(Stage.EMBEDDING, done, of), model=model
        )
