"""Killed at the nth time that it touches the disk (write, flush, rename, removal), or within a write."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.faults.forked import Ended, forked
from evals.faults.shim import Mode, arm, touches
from evals.faults.tiny import (
    SUBJECTS,
    chroma_defect,
    command,
    index_state,
    leftovers,
    library_state,
    stay_tiny,
    tree,
    write_pack,
    write_texts,
)
from evals.faults.trial import Row, Trial, total

_POINTS = {"first": 300, "more": 300, "changed": 250, "removed": 130, "anew": 120}
_REMOVED = "itu-pp/res-951/2031"
_SECONDS = 300.0


@dataclass(frozen=True)
class _Scene:
    """What is done to a home, its state before and after, and how often that touches the disk."""

    do: Callable[[Path], int]
    home: Path
    before: dict[str, Any]
    after: dict[str, Any]
    clean: Path
    touches: int
    embedded: int


class Killing(Row):
    """kill −9 of an ingest."""

    name = "kill"
    fault = "kill −9 at the nth write, flush, rename or removal of an ingest, half of them within a write"
    must = (
        "old or new generation, never mixed; the next run finishes and equals a clean one; nothing left over"
    )
    tools = ("cc",)
    shim = True

    @classmethod
    def plan(cls) -> Sequence[str]:
        """Name the points: of each scene so many, spread over all its touches."""
        return [
            f"{scene} {(point + 0.5) / count:.4f} {'torn' if point % 2 else 'whole'}"
            for scene, count in _POINTS.items()
            for point in range(count)
        ]

    def prepare(self) -> None:
        """Build a home, and do each scene once to its end."""
        self.model = stay_tiny(self.folder / "scratch")
        self.texts = self.folder / "texts"
        self.empty, self.built = self.folder / "empty", self.folder / "built"
        write_pack(self.empty)
        shutil.copytree(self.empty, self.built)
        write_texts(self.texts)
        ended = forked(lambda: command(self.built, "add", str(self.texts)), _SECONDS)
        assert ended.value == 0, ended.said
        self.scenes: dict[str, _Scene] = {}

    def _scene(self, name: str) -> _Scene:
        """Return a scene; it is done once to its end."""
        if name not in self.scenes:
            start = self.empty if name == "first" else self.built
            clean, do = self.folder / f"clean {name}", self._doing(name)
            shutil.copytree(start, clean)
            before = self._state(start)

            def counted() -> list[int]:
                arm(Mode.COUNT)
                status = do(clean)
                number = touches()
                arm(Mode.OFF)
                return [status, number, self.model.embedded]

            ended = forked(counted, _SECONDS)
            status, number, embedded = ended.value or (1, 0, 0)
            assert status == 0, f"{name}: the scene failed by itself: {ended.said}"
            self.scenes[name] = _Scene(do, start, before, self._state(clean), clean, number, embedded)
        return self.scenes[name]

    def _doing(self, name: str) -> Callable[[Path], int]:
        """Return what a scene does to a home."""
        if name == "removed":
            return self._remove
        if name == "anew":
            return lambda home: command(home, "index")
        texts = self.texts
        if name == "more":
            texts = write_texts(self.folder / "more", (*SUBJECTS, "orchards"))
        elif name == "changed":
            texts = write_texts(self.folder / "changed", windmills="turn")
        return lambda home: command(home, "add", *(["--replace"] if name != "first" else []), str(texts))

    def _remove(self, home: Path) -> int:
        """Remove a text; where it is gone already, bring the index up to date as the next add does."""
        if _REMOVED in library_state(home):
            return command(home, "remove", _REMOVED)
        return command(home, "add", str(self.texts / "cisterns.txt"))

    def trials(self, which: str) -> Iterable[Trial]:
        """Kill at one point, look at what is there, run again, compare with a clean run."""
        name, share, how = which.split()
        scene = self._scene(name)
        point = max(1, round(float(share) * scene.touches))
        home = Path(shutil.copytree(scene.home, self.folder / f"home {os.getpid()}"))

        def killed() -> int:
            arm(Mode.TORN if how == "torn" else Mode.KILL, point)
            return scene.do(home)

        first = forked(killed, _SECONDS)
        problem = self._seen(home, scene) if first.status == -9 else ""
        again = forked(lambda: [scene.do(home), self.model.embedded], _SECONDS)
        problem = problem or again.crash or self._differs(home, scene, again)
        embedded = again.value[1] if again.value else scene.embedded
        shutil.rmtree(home)
        yield self.trial(
            which,
            problem,
            first.seconds + again.seconds,
            killed=first.status == -9,
            embedded=embedded,
            needed=scene.embedded,
        )

    def _state(self, home: Path) -> dict[str, Any]:
        """Return what a reader would find in a home, read in a process of its own."""
        ended = forked(
            lambda: {"library": library_state(home), "index": index_state(home, self.model)}, _SECONDS
        )
        return ended.value if ended.value is not None else {"error": ended.said}

    def _seen(self, home: Path, scene: _Scene) -> str:
        """Say what a reader finds after the kill that is neither old nor new, or ''."""
        found = self._state(home)
        if "error" in found:
            return f"after the kill the home cannot be read: {found['error'][-400:]}"
        if found["index"] not in (scene.before["index"], scene.after["index"]):
            return "after the kill the index is neither the old nor the new one"
        old, new = scene.before["library"], scene.after["library"]
        wrong = [key for key, mark in found["library"].items() if mark not in (old.get(key), new.get(key))]
        lost = [key for key in old if key in new and key not in found["library"]]
        if wrong or lost:
            return f"after the kill editions are mixed ({wrong}) or lost ({lost})"
        return ""

    def _differs(self, home: Path, scene: _Scene, again: Ended) -> str:
        """Say in what a home that was run again differs from a clean one, or ''."""
        status = again.value[0]
        if status:
            return f"the next run ended with status {status}: {again.said[-300:]}"
        if tree(home / "library") != tree(scene.clean / "library"):
            return "after the next run the library is not that of a clean run"
        if (found := self._state(home)) != scene.after:
            return f"after the next run the index is not that of a clean run {found.get('error', '')[-300:]}"
        left = leftovers(home)
        return f"after the next run there is left: {', '.join(left)}" if left else chroma_defect(home)

    @classmethod
    def said(cls, trials: Sequence[Trial]) -> str:
        """Return the share of embeddings that the next run did not compute again."""
        needed = total(trials, "needed")
        reused = 1 - total(trials, "embedded") / needed if needed else 0.0
        return f"{total(trials, 'killed'):.0f} killed; {reused:.0%} of embeddings reused".replace("%", " %")
