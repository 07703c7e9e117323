"""Several ingests at once: one wins, the others say so, and nothing is mixed. And one file again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from evals.faults.attacks import load
from evals.faults.forked import Ended, Running, forked
from evals.faults.tiny import (
    NUMBERS,
    answers,
    chroma_defect,
    command,
    index_state,
    leftovers,
    library_state,
    stay_tiny,
    write_pack,
    write_texts,
)
from evals.faults.trial import Row, Trial, total

_TIMES = 5  # for each number of ingests
_SECONDS = 300.0


class Together(Row):
    """Ingests at once."""

    name = "together"
    fault = "2 to 8 ingests at once into one home, with two readers who ask meanwhile"
    must = "each is done or says in a line that another one runs; no mixed state; at the end all is whole"

    @classmethod
    def plan(cls) -> Sequence[str]:
        """Name how many at once."""
        return [f"{count} at once, {time}" for count in range(2, 9) for time in range(_TIMES)]

    def prepare(self) -> None:
        """Build a home, and a text for each of eight."""
        self.model = stay_tiny(self.folder / "scratch")
        self.sound, samples = self.folder / "sound", load("samples")
        write_pack(self.sound)
        texts = write_texts(self.folder / "texts")
        ended = forked(lambda: command(self.sound, "add", str(texts)), _SECONDS)
        assert ended.value == 0, ended.said
        self.files = []
        for at in range(8):
            path = self.folder / f"text {at}.txt"
            path.write_bytes(
                samples.as_text(samples.resolution(NUMBERS[-1] + 10 + at, f"things of kind{at}"))
            )
            self.files.append(path)

    def trials(self, which: str) -> Iterable[Trial]:
        """Start so many at once, and look at how each ends and at what is there."""
        count = int(which.split()[0])
        home = Path(shutil.copytree(self.sound, self.folder / f"home {os.getpid()}"))
        jobs: list[Callable[[], Any]] = [
            partial(command, home, "add", str(file)) for file in self.files[:count]
        ]
        asked: list[Callable[[], Any]] = [partial(answers, home, self.model)] * 2
        ended = [running.ended() for running in [Running(job, _SECONDS) for job in (*jobs, *asked)]]
        problem = self._wrong(ended[:count], ended[count:]) or self._mixed(home)
        won = sum(result.value == 0 for result in ended[:count])
        again = [forked(job, _SECONDS) for job in jobs]
        if not problem and any(result.value for result in again):
            problem = (
                f"added one after the other: {next(result.said for result in again if result.value)[-300:]}"
            )
        problem = problem or self._not_whole(home, count)
        shutil.rmtree(home)
        yield self.trial(which, problem, max(result.seconds for result in ended), won=won, begun=count)

    def _wrong(self, adds: Sequence[Ended], asked: Sequence[Ended]) -> str:
        """Say which ended as it must not, or ''."""
        for result in adds:
            if result.crash:
                return result.crash
            if result.value and not any("another process" in line for line in result.said.splitlines()):
                return f"an ingest ended with status {result.value}: {result.said[-300:]}"
        for result in asked:
            if result.crash or result.value is None or result.value["error"]:
                return f"a reader: {result.crash or result.said[-300:] or result.value['error']}"
            if not result.value["found"][0]:
                return f"a reader found nothing; notices: {result.value['notices']}"
        return ""

    def _mixed(self, home: Path) -> str:
        """Say where the index in use has a state that no library had, or ''."""
        found = forked(lambda: [library_state(home), index_state(home, self.model)], _SECONDS)
        if found.value is None:
            return f"afterwards the home cannot be read: {found.said[-300:]}"
        library, index = found.value
        if len(library) == len(NUMBERS):
            return "no text was added"
        wrong = [key for key, mark in index["editions"].items() if library.get(key) != mark]
        return f"the index has editions that the library has not: {wrong}" if wrong else ""

    def _not_whole(self, home: Path, count: int) -> str:
        """Say what lacks after all were added, or ''."""
        found = forked(lambda: [library_state(home), index_state(home, self.model)], _SECONDS)
        if found.value is None:
            return found.said[-300:]
        library, index = found.value
        if len(library) != len(NUMBERS) + count or index["editions"] != library or index["notices"]:
            return f"at the end {len(library)} editions, {len(index['editions'])} indexed; {index['notices']}"
        left = leftovers(home)
        return f"there is left: {', '.join(left)}" if left else chroma_defect(home)

    @classmethod
    def said(cls, trials: Sequence[Trial]) -> str:
        """Return how many were done at the first attempt."""
        return f"{total(trials, 'won'):.0f} of {total(trials, 'begun'):.0f} ingests done at the first attempt"


class Again(Row):
    """The same file twice, changed, renamed, moved, removed."""

    name = "again"
    fault = "the same file added twice, changed, renamed, copied, removed and added again"
    must = "nothing is embedded twice; a removed text is not cited"

    @classmethod
    def plan(cls) -> Sequence[str]:
        """Name the changes."""
        return ["twice", "renamed", "copied", "touched", "changed", "removed", "removed and added"]

    def prepare(self) -> None:
        """Build a home."""
        self.model = stay_tiny(self.folder / "scratch")
        self.texts, self.sound = write_texts(self.folder / "texts"), self.folder / "sound"
        ended = forked(lambda: command(self.sound, "add", str(self.texts)), _SECONDS)
        assert ended.value == 0, ended.said

    def trials(self, which: str) -> Iterable[Trial]:
        """Make one change, and count what is embedded for it."""
        home = Path(shutil.copytree(self.sound, self.folder / "home"))
        ended = forked(lambda: self._changed(which, home), _SECONDS)
        shutil.rmtree(home)
        if ended.value is None:
            yield self.trial(which, ended.crash or ended.said[-300:], ended.seconds)
            return
        embedded, cited = ended.value
        most = 4 if which == "changed" else 0
        problem = f"{embedded} texts embedded" if embedded > most else ""
        if which == "removed" and cited:
            problem = "a removed text is still found"
        yield self.trial(which, problem, ended.seconds, embedded=embedded)

    def _changed(self, which: str, home: Path) -> tuple[int, bool]:
        """Make a change; return how many texts were embedded, and whether the text is found."""
        texts = Path(shutil.copytree(self.texts, self.folder / "changing", dirs_exist_ok=True))
        file = texts / "windmills.txt"
        if which == "renamed":
            file.rename(texts / "mills.txt")
        elif which == "copied":
            shutil.copy(file, texts / "mills.txt")
        elif which == "touched":
            file.touch()
        elif which == "changed":
            shutil.rmtree(texts)
            write_texts(texts, windmills="turn")
        self.model.embedded = 0
        if which.startswith("removed"):
            command(home, "remove", "itu-pp/res-951/2031")
        if which != "removed":
            command(home, "add", "--replace", str(texts))
        embedded, found = self.model.embedded, answers(home, self.model)["found"]
        shutil.rmtree(texts)
        return embedded, any("res-951" in id_ for hits in found for id_, _ in hits)

    @classmethod
    def said(cls, trials: Sequence[Trial]) -> str:
        """Return what was embedded where nothing is new."""
        same = [trial for trial in trials if trial.which != "changed"]
        return f"{total(same, 'embedded'):.0f} embeddings where no word is new"
