"""A backup with one byte flipped in any of its files: noticed before anything is put in place."""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from evals.faults.forked import forked
from evals.faults.tiny import answers, command, stay_tiny, tree, write_pack, write_texts
from evals.faults.trial import Row, Trial, mixed, total

_PLACES = 60  # flipped bytes anywhere in the file
_FILES = 40  # files that are flipped in turn; a small home has fewer, and each then comes again elsewhere
_SECONDS = 120.0


class Backups(Row):
    """Damaged backups."""

    name = "backup"
    fault = (
        "one byte of a backup flipped: in every file, between them, with the outer hash made to fit; cut off"
    )
    must = (
        "noticed, the home stays as it was; or, where the outer hash fits, every file is restored as it was; "
        "a sound backup answers byte for byte the same"
    )

    @classmethod
    def plan(cls) -> Sequence[str]:
        """Name the places."""
        names = [f"place {at}" for at in range(_PLACES)]
        names += [f"{how} {at}" for how in ("file", "hashed") for at in range(_FILES)]
        return ["sound", *mixed([*names, *(f"cut {at}" for at in range(20))])]

    def prepare(self) -> None:
        """Build a small home with all that a backup has, and its backup."""
        self.model = stay_tiny(self.folder / "scratch")
        self.home, self.backup = self.folder / "home", self.folder / "sound.backup"
        write_pack(self.home)
        texts = write_texts(self.folder / "texts")
        ended = forked(lambda: self._filled(texts), _SECONDS)
        assert ended.value == 0, ended.said
        self.before = forked(lambda: answers(self.home, self.model), _SECONDS).value
        self.data = self.backup.read_bytes()
        other = self.folder / "restored"
        ended = forked(lambda: command(other, "restore", str(self.backup)), _SECONDS)
        assert ended.value == 0, ended.said
        self.restored = tree(other)

    def _filled(self, texts: Path) -> int:
        """Fill the home and back it up."""
        from assistant.administration.accounts import Accounts, Role
        from assistant.conversations.store import ConversationStore
        from assistant.filtered import FilteredAssistant
        from assistant.opening import open_assistant
        from assistant.scope.filters import Filters
        from assistant.settings import Settings

        status = command(self.home, "add", str(texts))
        Accounts(self.home).add("anna", "a long password", Role.CURATOR)
        store = ConversationStore(self.home)
        asked = "Who counts the cisterns?"
        answer = FilteredAssistant(open_assistant(Settings(self.home))).ask([asked], Filters())
        store.append("anna", "", asked, Filters(), answer)
        store.close()
        (self.home / "cases").mkdir()
        (self.home / "cases" / "reviewed.jsonl").write_text('{"id": "one"}\n', encoding="utf-8")
        return status or command(self.home, "backup", str(self.backup))

    def trials(self, which: str) -> Iterable[Trial]:
        """Damage a backup, and restore it over another home."""
        if which == "sound":
            yield self._sound()
            return
        how, at = which.split()
        data = self._damaged(how, int(at), which)
        if data is None:
            return
        broken, home = self.folder / f"broken {os.getpid()}", self.folder / f"other {os.getpid()}"
        broken.write_bytes(data)
        shutil.copytree(self.home / "library", home / "library")
        before = tree(home)
        checked = forked(lambda: command(home, "restore", str(broken), "--check"), _SECONDS)
        restored = forked(lambda: command(home, "restore", str(broken), "--replace"), _SECONDS)
        problem = checked.crash or restored.crash
        is_unseen = not problem and (checked.value == 0 or restored.value == 0)
        if is_unseen and not (how == "hashed" and self.restored.items() <= tree(home).items()):
            problem = f"not noticed (check {checked.value}, restore {restored.value})"
        if (
            not problem
            and not is_unseen
            and {name: mark for name, mark in tree(home).items() if "LOCK" not in name} != before
        ):
            problem = "noticed, but the home was changed"
        shutil.rmtree(home)
        noticed = not problem and not is_unseen
        yield self.trial(which, problem, restored.seconds, noticed=noticed, harmless=is_unseen)

    def _sound(self) -> Trial:
        """Restore the sound backup into an empty home, and ask."""
        home = self.folder / "sound"
        restored = forked(lambda: command(home, "restore", str(self.backup)), _SECONDS)
        found = forked(lambda: answers(home, self.model), _SECONDS)
        same = found.value is not None and all(
            found.value[key] == self.before[key] for key in ("found", "texts")
        )
        problem = restored.crash or (
            "" if restored.value == 0 and same else "a restored home answers otherwise"
        )
        return self.trial("sound", problem, restored.seconds)

    def _damaged(self, how: str, at: int, which: str) -> bytes | None:
        """Return a damaged backup; None where there is no such file in it."""
        dice = self.dice(which)
        if how == "cut":
            return self.data[: len(self.data) * at // 20]
        start, end = (0, len(self.data)) if how == "place" else self._of_file(at)
        if end <= start:
            return None
        data = bytearray(self.data)
        data[dice.randrange(start, end)] ^= 1 << dice.randrange(8)
        return _rehashed(bytes(data)) if how == "hashed" else bytes(data)

    def _of_file(self, at: int) -> tuple[int, int]:
        """Return where the packed bytes of a file begin and end."""
        with zipfile.ZipFile(self.backup) as archive:
            rows = archive.infolist()
            row = rows[at % len(rows)]
            head = row.header_offset  # with what stands before the archive
        names, more = (int.from_bytes(self.data[head + off :][:2], "little") for off in (26, 28))
        start = head + 30 + names + more
        return start, start + row.compress_size

    @classmethod
    def said(cls, trials: Sequence[Trial]) -> str:
        """Return how many were noticed; a bit that a packed stream does not use changes no file."""
        noticed, harmless = total(trials, "noticed"), total(trials, "harmless")
        return f"{noticed:.0f} noticed, {harmless:.0f} changed no byte of what is restored"


def _rehashed(data: bytes) -> bytes:
    """Make the hash in the first line fit: what is inside must notice by itself."""
    line, _, rest = data.partition(b"\n")
    head, mark, _ = line.partition(b" sha256=")
    return head + mark + hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest
