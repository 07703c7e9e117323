"""The quarantine: files that could not be added, with a copy and the reason.

    quarantine/3f1c….json  {"file", "sha256", "reason", "said", "when", "copied"}
    quarantine/3f1c….copy  the file as it came, while there is room for copies

A file is in it once, under the hash of where it came from. It leaves when it, or one with the same
bytes, is added after all.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.library.storage import write_durably


@dataclass(frozen=True, slots=True)
class QuarantinedFile:
    """A file that was set aside: where it came from, why (one of corpus.errors.REASONS), and when."""

    file: str
    sha256: str
    reason: str
    said: str
    when: str
    copied: bool


class Quarantine:
    """The folder of a home where files are set aside."""

    def __init__(self, home: Path, room: int) -> None:
        """Use a home's folder, with room for so many bytes of copies."""
        self.folder = home / "quarantine"
        self.room = room

    def files(self) -> tuple[QuarantinedFile, ...]:
        """Return what was set aside, by the names of the files; a damaged record is passed over."""
        found = []
        for path in sorted(self.folder.glob("*.json")):
            with suppress(OSError, ValueError, TypeError):
                found.append(QuarantinedFile(**json.loads(path.read_text(encoding="utf-8"))))
        return tuple(sorted(found, key=lambda one: one.file))

    def add(self, file: str, data: bytes | None, reason: str, said: str) -> None:
        """Set a file aside, in place of what it was set aside for before. Raises OSError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self._place(file)
        path.with_suffix(".copy").unlink(missing_ok=True)
        copied = data is not None and len(data) <= self.room - self._used()
        if data is not None and copied:
            write_durably(path.with_suffix(".copy"), data)
        sha256 = hashlib.sha256(data).hexdigest() if data is not None else ""
        when = datetime.now(UTC).isoformat(timespec="seconds")
        record = QuarantinedFile(file, sha256, reason, said, when, copied)
        # ASCII: a file's name may be no text.
        write_durably(path, (json.dumps(asdict(record), indent=1) + "\n").encode())

    def release(self, file: str, sha256: str) -> None:
        """Forget a file that was added after all, and others with its bytes. Raises OSError."""
        for one in self.files():
            if one.file == file or (one.sha256 == sha256 and one.sha256):
                self._forget(self._place(one.file))

    def clear(self) -> int:
        """Forget every file; return how many there were. Raises OSError."""
        found = list(self.folder.glob("*.json"))
        for path in self.folder.glob("*.*"):
            path.unlink(missing_ok=True)
        return len(found)

    def _place(self, file: str) -> Path:
        """Return where the record of a file lies."""
        name = hashlib.sha256(file.encode("utf-8", "surrogateescape")).hexdigest()[:16]
        return self.folder / f"{name}.json"

    def _forget(self, path: Path) -> None:
        """Remove a record and its copy."""
        path.with_suffix(".copy").unlink(missing_ok=True)
        path.unlink(missing_ok=True)

    def _used(self) -> int:
        """Return how many bytes the copies take."""
        return sum(path.stat().st_size for path in self.folder.glob("*.copy"))
