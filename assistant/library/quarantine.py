"""The quarantine: files that could not be added, with a copy and the reason.

    quarantine/3f1c….json  {"file", "sha256", "reason", "said", "when", "copied"}, and which edition it may
                           be where a person is asked: {"proposal", "differs"}
    quarantine/3f1c….copy  the file as it came, while there is room for copies

A file is in it once, under the hash of where it came from. It leaves when it, or one with the same
bytes, is added after all.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.library.storage import write_durably
from ingest.proposal import Proposal, read_proposal


@dataclass(frozen=True, slots=True)
class QuarantinedFile:
    """A file that was set aside: where it came from, why (one of corpus.errors.REASONS), and when.

    `proposal` is which edition it may be, where a person is asked; `differs` how it differs from what the
    library has; '' where it has nothing of the kind.
    """

    file: str
    sha256: str
    reason: str
    said: str
    when: str
    copied: bool
    proposal: Proposal | None = None
    differs: str = ""

    @property
    def id(self) -> str:
        """Its name in the folder, which says nothing of the file's own."""
        return _id(self.file)

    @property
    def name(self) -> str:
        """Where it came from, as text: a file's name may be none."""
        return self.file.encode("utf-8", "backslashreplace").decode()


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
                row = json.loads(path.read_text(encoding="utf-8"))
                proposal = read_proposal(row["proposal"]) if row.get("proposal") else None
                found.append(QuarantinedFile(**{**row, "proposal": proposal}))
        return tuple(sorted(found, key=lambda one: one.file))

    def proposed(self) -> tuple[QuarantinedFile, ...]:
        """Return the files about which a person is asked, each text once, by the names of the files."""
        found: dict[str, QuarantinedFile] = {}
        for one in self.files():
            if one.proposal is not None:
                found.setdefault(one.sha256, one)
        return tuple(found.values())

    def data(self, one: QuarantinedFile) -> bytes:
        """Return the bytes of a file that was set aside. Raises OSError: neither copy nor file is there."""
        copy = self._place(one.file).with_suffix(".copy")
        data = copy.read_bytes() if one.copied else Path(one.file).read_bytes()
        if hashlib.sha256(data).hexdigest() != one.sha256:
            raise FileNotFoundError(one.file)
        return data

    def add(
        self,
        file: str,
        data: bytes | None,
        reason: str,
        said: str,
        proposal: Proposal | None = None,
        differs: str = "",
    ) -> None:
        """Set a file aside, in place of what it was set aside for before. Raises OSError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self._place(file)
        path.with_suffix(".copy").unlink(missing_ok=True)
        copied = data is not None and len(data) <= self.room - self._used()
        if data is not None and copied:
            write_durably(path.with_suffix(".copy"), data)
        sha256 = hashlib.sha256(data).hexdigest() if data is not None else ""
        when = datetime.now(UTC).isoformat(timespec="seconds")
        row = {"file": file, "sha256": sha256, "reason": reason, "said": said, "when": when, "copied": copied}
        if proposal is not None:
            row |= {"proposal": proposal.as_json(), "differs": differs}
        # ASCII: a file's name may be no text.
        write_durably(path, (json.dumps(row, indent=1) + "\n").encode())

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

    def forget_proposed(self) -> None:
        """Forget the files about which a person is asked. Raises OSError."""
        self._forget_those(asked=True)

    def forget_refused(self) -> None:
        """Forget the files that cannot be added. Raises OSError."""
        self._forget_those(asked=False)

    def _forget_those(self, *, asked: bool) -> None:
        """Forget the files of one kind."""
        for one in self.files():
            if (one.proposal is not None) is asked:
                self._forget(self._place(one.file))

    def _place(self, file: str) -> Path:
        """Return where the record of a file lies."""
        return self.folder / f"{_id(file)}.json"

    def _forget(self, path: Path) -> None:
        """Remove a record and its copy."""
        path.with_suffix(".copy").unlink(missing_ok=True)
        path.unlink(missing_ok=True)

    def _used(self) -> int:
        """Return how many bytes the copies take."""
        return sum(path.stat().st_size for path in self.folder.glob("*.copy"))


def _id(file: str) -> str:
    """Return a name for a file by where it came from."""
    return hashlib.sha256(file.encode("utf-8", "surrogateescape")).hexdigest()[:16]
