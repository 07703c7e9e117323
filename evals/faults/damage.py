"""Damaged files of a home: noticed, and replaced or ignored; never a wrong answer without notice."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from evals.faults.forked import Ended, forked
from evals.faults.tiny import (
    answers,
    chroma_defect,
    command,
    index_state,
    stay_tiny,
    tree,
    write_pack,
    write_texts,
)
from evals.faults.trial import Row, Trial, total

_TARGETS: Mapping[str, str] = {
    "CURRENT": "index/CURRENT",
    "manifest": "index/{now}/manifest.json",
    "passages": "index/segments/*/passages.jsonl",
    "questions": "index/segments/*/questions.jsonl",
    "vectors": "index/segments/*/vectors.npy",
    "question vectors": "index/segments/*/questions.npy",
    "words": "index/segments/*/stems.json",
    "counts": "index/segments/*/counts.npy",
    "pointer to Chroma": "index/chroma/CURRENT",
    "SQLite": "index/chroma/*/chroma.sqlite3",
    "HNSW data": "index/chroma/*/*/data_level0.bin",
    "HNSW header": "index/chroma/*/*/header.bin",
    "HNSW lengths": "index/chroma/*/*/length.bin",
    "cache": "cache/embeddings.sqlite",
    "edition": "library/*/*/*.json",
    "original": "library/*/*/*.source",
}
"""What is damaged, by a pattern of files; of several that fit, chance takes one.

Question packs are not among them: they have no hash, because people may change them by hand.
"""
_MENDED = tuple(name for name, where in _TARGETS.items() if where.startswith(("index", "cache")))
_SEEDS = 4
_SECONDS = 60.0


def _flip_one(data: bytearray, dice: random.Random) -> bytes:
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return bytes(data)


def _flip_many(data: bytearray, dice: random.Random) -> bytes:
    for _ in range(max(1, len(data) // 100)):
        data[dice.randrange(len(data))] ^= 0xFF
    return bytes(data)


def _truncate(data: bytearray, dice: random.Random) -> bytes:
    return bytes(data[: dice.randrange(len(data))])


def _zero_block(data: bytearray, dice: random.Random) -> bytes:
    start = dice.randrange(len(data)) // 4096 * 4096
    size = len(data[start : start + 4096])
    return bytes(data[:start]) + bytes(size) + bytes(data[start + size :])


def _zero(data: bytearray, dice: random.Random) -> bytes:
    del dice
    return bytes(len(data))


_WAYS: Mapping[str, Callable[[bytearray, random.Random], bytes] | None] = {
    "one bit": _flip_one,
    "many bytes": _flip_many,
    "cut": _truncate,
    "a block": _zero_block,
    "zeros": _zero,
    "deleted": None,
}


class Damage(Row):
    """Damaged files of a home."""

    name = "damage"
    fault = "SQLite, HNSW, CURRENT, manifest, vectors, texts, cache: bits flipped, cut, zeroed, deleted"
    must = "answers as before, or other ones with a notice; no crash; `resolutions index` mends it"

    @classmethod
    def plan(cls) -> Sequence[str]:
        """Name every target with every way of damage, some times over."""
        return [f"{what}, {way}, {seed}" for what in _TARGETS for way in _WAYS for seed in range(_SEEDS)]

    def prepare(self) -> None:
        """Build a home of two generations."""
        self.model = stay_tiny(self.folder / "scratch")
        self.sound = self.folder / "sound"
        write_pack(self.sound)
        texts = write_texts(self.folder / "texts")
        for paths in ([texts / "cisterns.txt", texts / "windmills.txt"], [texts]):
            ended = forked(partial(command, self.sound, "add", *map(str, paths)), _SECONDS)
            assert ended.value == 0, ended.said
        self.now = (self.sound / "index" / "CURRENT").read_text().strip()
        self.before = forked(lambda: answers(self.sound, self.model), _SECONDS).value
        self.state = forked(lambda: index_state(self.sound, self.model), _SECONDS).value
        assert self.before["error"] == "", self.before

    def trials(self, which: str) -> Iterable[Trial]:
        """Damage one file; ask twice, each time after a start; look; mend; look again."""
        home = Path(shutil.copytree(self.sound, self.folder / f"home {os.getpid()}"))
        if not self._damaged(home, which):
            shutil.rmtree(home)
            return
        first = forked(lambda: answers(home, self.model), _SECONDS)
        second = forked(lambda: answers(home, self.model), _SECONDS)
        doctor = forked(lambda: command(home, "doctor"), _SECONDS)
        problem = self._wrong(first) or self._again(second)
        index = forked(lambda: command(home, "index"), _SECONDS)
        problem = problem or self._not_mended(home, index, which)
        shutil.rmtree(home)
        noticed = bool(first.value and (first.value["error"] or first.value["notices"]))
        same = first.value is not None and self._is_same(first.value)
        yield self.trial(
            which,
            problem,
            max(first.seconds, second.seconds),
            max(first.megabytes, second.megabytes),
            noticed=noticed,
            fallback=noticed and same,
            doctor=doctor.value == 1,
            crashed_doctor=bool(doctor.crash),
        )

    def _damaged(self, home: Path, which: str) -> bool:
        """Damage a file of a home; return whether there was one with bytes."""
        what, way, _ = which.split(", ")
        dice = self.dice(which)
        found = sorted(home.glob(_TARGETS[what].format(now=self.now)))
        full = [file for file in found if file.is_file() and file.stat().st_size]
        if not full:
            return False
        path, damage = dice.choice(full), _WAYS[way]
        if damage is None:
            path.unlink()
        else:
            data = path.read_bytes()
            path.write_bytes(damage(bytearray(data), dice))
        return True

    def _is_same(self, found: Mapping[str, object]) -> bool:
        """Return True if the answers are those of the sound home."""
        return all(found[name] == self.before[name] for name in ("found", "texts"))

    def _wrong(self, ended: Ended) -> str:
        """Say what is wrong with the answers of the first start, or ''."""
        if ended.crash or ended.value is None:
            return f"asking: {ended.crash or ended.said[-300:]}"
        if "\n" in ended.value["error"]:
            return f"asking: an error of several lines: {ended.value['error']}"
        if self._is_same(ended.value) or ended.value["error"] or ended.value["notices"]:
            return ""
        return "other answers, and nothing is said"

    def _again(self, ended: Ended) -> str:
        """Return what is wrong with the second start, which must not repeat the work of the first, or ''."""
        problem = self._wrong(ended)
        if problem or not ended.value or ended.value["error"]:
            return problem
        asked, before = ended.value["embedded"], self.before["embedded"]
        if asked > before and not ended.value["notices"]:
            return f"a second start computes {asked - before} vectors again, and nothing is said"
        return ""

    def _not_mended(self, home: Path, ended: Ended, which: str) -> str:
        """Say what is wrong after the index was made anew, or ''."""
        if ended.crash:
            return f"resolutions index: {ended.crash}"
        after = forked(lambda: index_state(home, self.model), _SECONDS)
        if ended.value == 0 and after.value == self.state:
            return chroma_defect(home)
        if ended.value == 0 and after.value and after.value["notices"] and not which.startswith(_MENDED):
            return ""  # a pack or an original is a person's: what is wrong with it is said
        lost = set(tree(self.sound / "library")) - set(tree(home / "library"))
        if lost and not [name for name in lost if name.endswith(".json")] and ended.value == 0:
            return ""  # an original that is gone changes nothing that is read
        output = (after.said + ended.said)[-300:]
        return f"after resolutions index (status {ended.value}) the index is not as before: {output}"

    @classmethod
    def said(cls, trials: Sequence[Trial]) -> str:
        """Return how many were noticed, and by whom."""
        noticed, same, doctor = (int(total(trials, name)) for name in ("noticed", "fallback", "doctor"))
        return f"{noticed} noticed when asked ({same} with the same answers), {doctor} by doctor"
