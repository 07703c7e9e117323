"""The quarantine: files that could not be added, with a copy and the reason.

    quarantine/3f1c….json  {"file", "sha256", "reason", "said", "when", "copied"}, and which edition it may
                           be where a person is asked: {"proposal", "differs"}
    quarantine/3f1c….copy  the file as it came, while there is room for copies

Each text that could not be added has one record, named by a hash of its origin. The record is removed when
the text, or one with the same bytes, is added after all.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from assistant.library.storage import write_durably
from ingest.proposal import Proposal, read_proposal


@dataclass(frozen=True, slots=True)
class QuarantinedFile:
    """A file that was set aside: where it came from, why (one of corpus.errors.REASONS), and when.

    `part` is the number of the text in a file of `parts` texts. `proposal` is which edition it may be, where
    a person is asked; `differs` how it differs from what the library has, '' where that has nothing like it.
    """

    file: str
    sha256: str = ""
    reason: str = ""
    said: str = ""
    when: str = ""
    copied: bool = False
    part: int = 1
    parts: int = 1
    proposal: Proposal | None = None
    differs: str = ""

    @property
    def id(self) -> str:
        """Its name in the folder, which says nothing of the file's own."""
        source = self.file if self.part == 1 else f"{self.file}\n{self.part}"
        return hashlib.sha256(source.encode("utf-8", "surrogateescape")).hexdigest()[:16]

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
        return tuple(sorted(found, key=lambda quarantined: (quarantined.file, quarantined.part)))

    def proposed(self) -> tuple[QuarantinedFile, ...]:
        """Return the texts about which a person is asked, each once, by the names of the files."""
        found: dict[tuple[str, int], QuarantinedFile] = {}
        for quarantined in self.files():
            if quarantined.proposal is not None:
                found.setdefault((quarantined.sha256, quarantined.part), quarantined)
        return tuple(found.values())

    def data(self, quarantined: QuarantinedFile) -> bytes:
        """Return the bytes of a quarantined file. Raises OSError if both copy and file are gone."""
        data = (self._copy_of(quarantined) if quarantined.copied else Path(quarantined.file)).read_bytes()
        if hashlib.sha256(data).hexdigest() != quarantined.sha256:
            raise FileNotFoundError(quarantined.file)
        return data

    def add(self, quarantined: QuarantinedFile, data: bytes | None) -> None:
        """Quarantine a file, with the hash of its bytes, the time, and a copy if there is room.

        This replaces an earlier record of the same file. Raises OSError.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        sha256 = hashlib.sha256(data).hexdigest() if data is not None else ""
        self._copy_of(quarantined).unlink(missing_ok=True)
        copies = [path.stat() for path in self.folder.glob("*.copy")]
        room = self.room - sum({copy.st_ino: copy.st_size for copy in copies}.values())
        copied = data is not None and len(data) <= room
        if data is not None and copied:
            self._copy(self._copy_of(quarantined), data, sha256)
        when = datetime.now(UTC).isoformat(timespec="seconds")
        row = asdict(replace(quarantined, sha256=sha256, when=when, copied=copied))
        row["proposal"] = quarantined.proposal.as_json() if quarantined.proposal else None
        # ASCII: a file's name may be no text.
        write_durably(self._record(quarantined), (json.dumps(row, indent=1) + "\n").encode())

    def release(self, file: str, sha256: str, part: int = 1, parts: int = 1) -> None:
        """Forget a text that was added after all, also under other names of its file. Raises OSError.

        What is set aside as a later part than the file has texts is forgotten too.
        """
        for quarantined in self.files():
            is_same = quarantined.file == file or (quarantined.sha256 == sha256 and quarantined.sha256)
            if is_same and (quarantined.part == part or quarantined.part > parts):
                self._forget(quarantined)

    def clear(self) -> int:
        """Forget every file; return how many there were. Raises OSError."""
        found = list(self.folder.glob("*.json"))
        for path in self.folder.glob("*.*"):
            path.unlink(missing_ok=True)
        return len(found)

    def _copy(self, path: Path, data: bytes, sha256: str) -> None:
        """Copy a file; one that is copied for another of its texts takes no more room. Raises OSError."""
        for twin in self.files():
            if twin.copied and twin.sha256 == sha256:
                with suppress(OSError):  # a file system without links
                    path.hardlink_to(self._copy_of(twin))
                    return
        write_durably(path, data)

    def forget(self, *, asked: bool) -> None:
        """Forget the files about which a person is asked, or those that cannot be added. Raises OSError."""
        for quarantined in self.files():
            if (quarantined.proposal is not None) is asked:
                self._forget(quarantined)

    def _record(self, quarantined: QuarantinedFile) -> Path:
        return self.folder / f"{quarantined.id}.json"

    def _copy_of(self, quarantined: QuarantinedFile) -> Path:
        return self.folder / f"{quarantined.id}.copy"

    def _forget(self, quarantined: QuarantinedFile) -> None:
        self._copy_of(quarantined).unlink(missing_ok=True)
        self._record(quarantined).unlink(missing_ok=True)
